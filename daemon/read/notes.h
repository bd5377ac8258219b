/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * notes: dated events and statements without a number. Part of prose.
 */
#ifndef READ_NOTES_H
#define READ_NOTES_H

#include "read/scribe.h"

/* A note of the sentence, where it tells of an event with its day or month, or states something of an area and gave no figure. */
void notes_read(struct scribe *w, bool has_figures);

#endif
