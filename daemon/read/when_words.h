/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * when_words: periods that are named by pointing: the same period, a year earlier, in five years' time, as of, the solar year. Part of when.
 */
#ifndef READ_WHEN_WORDS_H
#define READ_WHEN_WORDS_H

#include "read/when.h"

/* One reading of a period: what it starts from, and what a form makes of it. */
struct reader {
	const struct sentence *s;
	const struct clock *clock;
	int sentence_year; /* of a whole year named before in this sentence, 0 for none */
	struct period period;
	enum when_sort sort;
	bool base, same, vague, by;
	bool before; /* it was called the previous year */
};

/* Each returns how many tokens it takes from token i, 0 where it does not fit. */
size_t when_same_period(struct reader *r, size_t i);
size_t when_relative(struct reader *r, size_t i);
size_t when_state(struct reader *r, size_t i);
size_t when_solar_words(struct reader *r, size_t i);

/* "of the current Iranian calendar year (March 20-August 21)" behind a number of months, which begin at the solar new year. */
size_t when_solar_year(struct reader *r, size_t i, unsigned months);

#endif
