/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * when: the periods that a sentence names. The date of publication is the only clock: "last year" is the year before it, "in June" the latest
 * June that had ended by then. "The same period" is the one that was spoken of last.
 */
#ifndef READ_WHEN_H
#define READ_WHEN_H

#include "read/sentence.h"

/* What the text has said so far. */
struct clock {
	int32_t published;           /* DATE_NONE where nobody said */
	struct period now;           /* the period spoken of last; months 0 and days 0 where there is none */
	struct period of_length[13]; /* [n]: the last one of n months that was spoken of; months 0 for none */
	const char *fiscal;          /* the party whose fiscal year a bare "2024-25" is; may be NULL */
};

/* Fills s->whens and s->when_of. */
void when_find(struct sentence *s, const struct clock *clock);

/* `p` with its start a number of months later, of whole months. */
struct period when_shift(const struct period *p, int months);

/* A span of whole months from the first of a month, in its canonical frequency. */
struct period when_span(int year, unsigned month, unsigned months);

#endif
