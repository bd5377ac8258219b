/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/period_time.h"

#include "base/date.h"
#include "base/num.h"

#include <math.h>
#include <stdio.h>

#define DAY_S 86400
#define NEAR_S (3 * DAY_S)
#define DAY_TEXT_MAX 32

int period_time_parse(const char *text, size_t n, double now, double *out, struct err *err)
{
	if (n == 1 && text[0] == 'N') {
		*out = now;
		return 0;
	}
	if (num_parse(text, n, out) || !isfinite(*out))
		return err_set(err, ERR_DATA, "\"%.*s\" is no time: write Unix seconds, or N for now", (int)(n < 40 ? n : 40), text);
	return 0;
}

int64_t period_time_end(const struct period *p)
{
	return (int64_t)period_end(p) * DAY_S;
}

static bool is_in_range(const struct period *p)
{
	return p->start >= date_from_civil(PERIOD_YEAR_MIN, 1, 1) && p->start < date_from_civil(PERIOD_YEAR_MAX + 1, 1, 1);
}

/* "1 July 2024". Years past 9999 too: that is where 9999 ends. */
static void say_day(int32_t date, char out[DAY_TEXT_MAX])
{
	static const char *const names[] = {"January", "February", "March",     "April",   "May",      "June",
	                                    "July",    "August",   "September", "October", "November", "December"};
	unsigned month, day;
	int year;

	date_to_civil(date, &year, &month, &day);
	snprintf(out, DAY_TEXT_MAX, "%u %s %d", day, names[month - 1], year);
}

/* "2023, which ends 2024-01-01" */
static void say_end(const struct period *p, char *out, size_t cap)
{
	char name[PERIOD_TEXT_MAX];
	unsigned month, day;
	int year;

	period_format(p, name);
	date_to_civil(period_end(p), &year, &month, &day);
	snprintf(out, cap, "%s, which ends %d-%02u-%02u", name, year, month, day);
}

static int no_end(int32_t date, const struct period *before, const struct period *after, struct err *err)
{
	const char *what = after->months == 12 ? "year" : after->months == 6 ? "half-year" : after->months == 3 ? "quarter" : "month";
	char day[DAY_TEXT_MAX], first[80], second[80];

	say_day(date, day);
	say_end(before, first, sizeof first);
	say_end(after, second, sizeof second);
	if (is_in_range(before) && is_in_range(after))
		return err_set(err, ERR_DATA, "%s is no end of a %s; the nearest are %s, and %s", day, what, first, second);
	return err_set(err, ERR_DATA, "%s is no end of a %s; the nearest is %s", day, what, is_in_range(before) ? first : second);
}

/* Takes `p` where its end is nearer than all before. */
static void offer(const struct period *p, double distance, double *best, struct period *out)
{
	distance = fabs(distance);
	if (distance > NEAR_S || distance >= *best || !is_in_range(p))
		return;
	*best = distance;
	*out = *p;
}

int period_time_find(char freq, double seconds, struct period *out, struct err *err)
{
	double step = (double)period_rrd_step(freq), best = INFINITY;
	struct period row;

	if (!period_freq_months(freq))
		return err_set(err, ERR_DATA, "a time tells a year, half-year, quarter or month, and the series has no such frequency");
	if (!(seconds >= (double)date_from_civil(PERIOD_YEAR_MIN, 1, 1) * DAY_S &&
	      seconds <= (double)date_from_civil(PERIOD_YEAR_MAX + 1, 1, 1) * DAY_S + NEAR_S))
		return err_set(err, ERR_DATA, "the time %.0f is outside of the years %d to %d", seconds, PERIOD_YEAR_MIN, PERIOD_YEAR_MAX);

	int32_t date = date_of_time((int64_t)floor(seconds));
	struct period after = period_of_date(date, freq), before = period_step(&after, -1);
	offer(&before, seconds - (double)period_time_end(&before), &best, out);
	offer(&after, seconds - (double)period_time_end(&after), &best, out);
	double end = rint(seconds / step) * step;
	if (!period_from_rrd(freq, (int64_t)end, &row))
		offer(&row, seconds - end, &best, out);
	return best <= NEAR_S ? 0 : no_end(date, &before, &after, err);
}
