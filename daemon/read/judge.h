/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * judge: what an amount is by the words beside it: a level, a growth, a share, a change, or nothing that could be a figure.
 */
#ifndef READ_JUDGE_H
#define READ_JUDGE_H

#include "read/sentence.h"

enum verdict_as { AS_NOTHING, AS_LEVEL, AS_GROWTH, AS_SHARE, AS_CHANGE };

struct verdict {
	enum verdict_as as;
	double value;       /* of a growth with its sign: -12; else the amount's number */
	const char *rule;   /* "growth.verb", "growth.index" … */
	const char *reason; /* AS_NOTHING: for people; NULL where the number is not worth a line (a list mark) */
	size_t word;        /* AS_GROWTH: the token of the word of change, or the amount's own */
	char status;        /* 'A', 'F', 'T' */
};

struct verdict judge_amount(const struct sentence *s, const struct amount *a);

/* A number that is no ordinal stands within [from, to). */
bool judge_number_between(const struct sentence *s, size_t from, size_t to);

/* First and last token but one of the clause around token i. */
size_t judge_clause_start(const struct sentence *s, size_t i);
size_t judge_clause_end(const struct sentence *s, size_t i);

#endif
