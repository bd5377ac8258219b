/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * when_private: what when.c (years, and which form wins), when_forms.c (parts of a year) and when_words.c (periods that are named by pointing: the same
 * period, a year earlier, as of, the solar year) share.
 */
#ifndef READ_WHEN_PRIVATE_H
#define READ_WHEN_PRIVATE_H

#include "base/date.h"
#include "read/when.h"

#define YEAR_FIRST 1900
#define YEAR_LAST 2100

/* One reading of a period: what it starts from, and what a form makes of it. */
struct reader {
	const struct sentence *s;
	const struct clock *clock;
	int sentence_year; /* of a whole year named before in this sentence, 0 for none */
	struct period period;
	enum when_sort sort;
	bool base, same, by;
	bool before; /* it was called the previous year */
};

static inline int when_year_of(int32_t date)
{
	int y;
	unsigned m, d;
	date_to_civil(date, &y, &m, &d);
	return y;
}

static inline bool when_has_now(const struct reader *r)
{
	return r->clock->now.months || r->clock->now.days;
}

static inline bool when_has_clock(const struct reader *r)
{
	return r->clock->published != DATE_NONE;
}

/* Forms of years (when.c). */
struct period when_span_from_day(int32_t start, unsigned months);
struct period when_day_period(int32_t date);
int when_year_number(const struct sentence *s, size_t i); /* 0 for none */
size_t when_read_year(struct reader *r, size_t i, int *y, bool *told);
size_t when_end_span(struct reader *r, size_t i, size_t at, unsigned month, unsigned months);
unsigned when_month_at(const struct sentence *s, size_t i); /* 1 to 12, 0 for none */
bool when_is_dash(const struct sentence *s, size_t i);
size_t when_skip_point(const struct sentence *s, size_t i);
int when_small_number(const struct sentence *s, size_t i); /* -1 for none */

/* Parts of a year (when_forms.c), and below what points (when_words.c). Each returns how many tokens it takes from token i, 0 where it does not fit. */
size_t when_months(struct reader *r, size_t i);
size_t when_day(struct reader *r, size_t i);
size_t when_iso_day(struct reader *r, size_t i);
size_t when_month(struct reader *r, size_t i);
size_t when_half(struct reader *r, size_t i);
size_t when_code(struct reader *r, size_t i);
size_t when_n_months(struct reader *r, size_t i);
size_t when_year_to(struct reader *r, size_t i);
size_t when_same_period(struct reader *r, size_t i);
size_t when_relative(struct reader *r, size_t i);
size_t when_state(struct reader *r, size_t i);
size_t when_solar_words(struct reader *r, size_t i);

/* "of the current Iranian calendar year (March 20-August 21)" behind a number of months, which begin at the solar new year. */
size_t when_solar_year(struct reader *r, size_t i, unsigned months);

#endif
