/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * spell: the name that was probably meant.
 */
#ifndef BASE_SPELL_H
#define BASE_SPELL_H

#include <stddef.h>

/* Number of single-character insertions, removals, replacements and swaps of neighbours between two names of at most 63
 * characters (the restricted Damerau-Levenshtein distance); longer names are infinitely far apart. */
unsigned spell_distance(const char *a, const char *b);

struct spell {
	const char *wanted, *best;
	unsigned distance;
};

/* Start, offer each candidate, take the answer: the nearest candidate if it is near enough to be meant, else NULL.
 * The candidates must outlive the answer. */
void spell_start(struct spell *s, const char *wanted);
void spell_offer(struct spell *s, const char *candidate);
const char *spell_answer(const struct spell *s);

#endif
