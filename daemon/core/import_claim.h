/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * import_claim: a row of a file as a claim. Texts point into the row; keys that it does not have are NULL.
 */
#ifndef CORE_IMPORT_CLAIM_H
#define CORE_IMPORT_CLAIM_H

#include "core/claim.h"
#include "work/rows.h"

void import_claim(const struct row *row, struct claim *out);
void import_source_claim(const struct row *row, struct claim_source *out);
void import_note_claim(const struct row *row, struct claim_note *out);

#endif
