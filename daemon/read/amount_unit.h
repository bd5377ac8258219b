/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amount_unit: the currency before or behind a number, and its unit. Part of amount.
 */
#ifndef READ_AMOUNT_UNIT_H
#define READ_AMOUNT_UNIT_H

#include "read/sentence.h"

/* The byte behind token i. */
uint32_t amount_end_of(const struct sentence *s, size_t i);

/* The currency that stands right before token i; its first token in *first. NULL for none. */
const char *amount_currency_before(const struct sentence *s, size_t i, size_t *first);

/* "rubles", "Kazakh tenge" at token i; its last token in *last. NULL for none. */
const char *amount_currency_behind(const struct sentence *s, size_t i, size_t *last);

/* The unit that begins at token i and is no counted thing; its last token in *last. DIM_NONE for none. */
enum dimension amount_unit_at(const struct sentence *s, size_t i, size_t *last);

#endif
