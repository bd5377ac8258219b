/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/period.h"

#include "base/date.h"

#include <stdio.h>
#include <string.h>

#define JULIAN_YEAR 31557600
#define FORMS "write 2023, 2024-S1, 2024-Q3, 2024-07, 2024-08-09 or 2024-01-01/P5M"

static const struct {
	char letter;
	unsigned months;
	const char *word;
} regular[] = {{'A', 12, "yearly"}, {'S', 6, "half-yearly"}, {'Q', 3, "quarterly"}, {'M', 1, "monthly"}};

#define N_REGULAR (sizeof regular / sizeof regular[0])

unsigned period_freq_months(char freq)
{
	for (size_t i = 0; i < N_REGULAR; i++)
		if (regular[i].letter == freq)
			return regular[i].months;
	return 0;
}

const char *period_freq_word(char freq)
{
	for (size_t i = 0; i < N_REGULAR; i++)
		if (regular[i].letter == freq)
			return regular[i].word;
	return NULL;
}

/* The one normal form of the days from `start` to the day before `end`: whole months where they fit, else days. So two ways of
 * writing one span are the same period. Lengths must fit (see parse_span). */
static struct period normal(int32_t start, int32_t end)
{
	struct period p = {.start = start, .freq = 'I'};
	int y0, y1;
	unsigned m0, m1, d0, d1;

	date_to_civil(start, &y0, &m0, &d0);
	date_to_civil(end, &y1, &m1, &d1);
	int months = (y1 - y0) * 12 + (int)m1 - (int)m0;
	if (months > 0 && date_add_months(start, months) == end)
		p.months = (uint16_t)months;
	else
		p.days = (uint16_t)(end - start);

	if (p.days == 1)
		p.freq = 'D';
	for (size_t i = 0; i < N_REGULAR; i++)
		if (d0 == 1 && p.months && p.months == regular[i].months && (m0 - 1) % regular[i].months == 0)
			p.freq = regular[i].letter;
	return p;
}

static struct period nth_of_year(int year, char freq, unsigned nth)
{
	unsigned months = period_freq_months(freq);
	return (struct period){.start = date_from_civil(year, (nth - 1) * months + 1, 1), .months = (uint16_t)months, .freq = freq};
}

static bool take_number(const char **at, const char *end, size_t max_digits, unsigned *out)
{
	size_t n = 0;
	*out = 0;
	for (; *at < end && **at >= '0' && **at <= '9' && n <= max_digits; (*at)++, n++)
		*out = *out * 10 + (unsigned)(**at - '0');
	return n > 0 && n <= max_digits;
}

static int malformed(struct err *err, const char *text, size_t n)
{
	return err_set(err, ERR_DATA, "\"%.*s\" is no period; " FORMS, (int)(n < 60 ? n : 60), text);
}

/* What follows "2024-01-01/": P with years, months and days, or weeks. */
static int parse_span(const char *text, size_t n, int32_t start, const char *at, struct period *out, struct err *err)
{
	static const char order[] = "YMWD";
	const char *end = text + n, *least = order;
	int64_t months = 0, days = 0;

	if (at == end || *at++ != 'P' || at == end)
		return malformed(err, text, n);
	while (at < end) {
		unsigned number;
		if (!take_number(&at, end, 6, &number) || at == end)
			return malformed(err, text, n);
		const char *unit = strchr(least, *at++);
		if (!unit)
			return malformed(err, text, n);
		least = unit + 1;
		if (*unit == 'Y' || *unit == 'M')
			months += (int64_t)number * (*unit == 'Y' ? 12 : 1);
		else
			days += (int64_t)number * (*unit == 'W' ? 7 : 1);
	}
	if (!months && !days)
		return err_set(err, ERR_DATA, "the period %.*s has no length", (int)n, text);
	int32_t last = date_from_civil(PERIOD_YEAR_MAX + 1, 1, 1);
	if (months > UINT16_MAX || days > UINT16_MAX || date_add_months(start, (int)months) > last - days)
		return err_set(err, ERR_DATA, "the period %.*s is too long: at most %u months or days, and not past the year %d", (int)n,
		               text, UINT16_MAX, PERIOD_YEAR_MAX);
	int32_t stop = date_add_months(start, (int)months) + (int32_t)days;
	*out = normal(start, stop);
	if (!out->months && stop - start > UINT16_MAX)
		return err_set(err, ERR_DATA, "the period %.*s is too long: at most %u days unless it is whole months", (int)n, text,
		               UINT16_MAX);
	return 0;
}

/* What follows the year, with or without its hyphen: "S1", "H1", "Q3", "M07", "A1", "A". */
static int parse_lettered(const char *text, size_t n, int year, const char *at, struct period *out, struct err *err)
{
	const char *end = text + n;
	char letter = *at++;
	char freq = letter == 'H' ? 'S' : letter; /* H is hourly in SDMX; people write it for a half, we only read it */
	unsigned nth;

	unsigned months = period_freq_months(freq);
	if (!months)
		return malformed(err, text, n);
	if (freq == 'A' && at == end && text[4] == 'A') {
		*out = nth_of_year(year, 'A', 1);
		return 0;
	}
	if (!take_number(&at, end, freq == 'M' ? 2 : 1, &nth) || at != end)
		return malformed(err, text, n);
	if (nth < 1 || nth > 12 / months)
		return err_set(err, ERR_DATA, "\"%.*s\" is no period: the number behind %c is 1 to %u", (int)n, text, letter, 12 / months);
	*out = nth_of_year(year, freq, nth);
	return 0;
}

int period_parse(const char *text, size_t n, struct period *out, struct err *err)
{
	const char *at = text, *end = text + n;
	unsigned year, month;
	int32_t start;

	if (n < 4 || n >= PERIOD_TEXT_MAX || memchr(text, '\0', n) || !take_number(&at, text + 4, 4, &year) || at != text + 4)
		return malformed(err, text, n);
	if (year < PERIOD_YEAR_MIN)
		return err_set(err, ERR_DATA, "the year of %.*s is before %d", (int)n, text, PERIOD_YEAR_MIN);
	if (at == end) {
		*out = nth_of_year((int)year, 'A', 1);
		return 0;
	}
	if (*at >= 'A')
		return parse_lettered(text, n, (int)year, at, out, err);
	if (*at++ != '-' || at == end)
		return malformed(err, text, n);
	if (*at >= 'A')
		return parse_lettered(text, n, (int)year, at, out, err);
	if (n == 7 && take_number(&at, end, 2, &month) && at == end) {
		if (month < 1 || month > 12)
			return err_set(err, ERR_DATA, "\"%.*s\" is no period: months are 01 to 12", (int)n, text);
		*out = nth_of_year((int)year, 'M', month);
		return 0;
	}
	if (n < 10 || text[7] != '-' || (n > 10 && text[10] != '/'))
		return malformed(err, text, n);
	if (date_parse(text, 10, &start))
		return err_set(err, ERR_DATA, "%.10s in the period %.*s is no date of the calendar", text, (int)n, text);
	if (n > 10)
		return parse_span(text, n, start, text + 11, out, err);
	*out = (struct period){.start = start, .days = 1, .freq = 'D'};
	return 0;
}

void period_format(const struct period *p, char out[PERIOD_TEXT_MAX])
{
	int year;
	unsigned month, day;
	char from[DATE_TEXT_MAX];

	date_to_civil(p->start, &year, &month, &day);
	date_format(p->start, from);
	switch (p->freq) {
	case 'A':
		snprintf(out, PERIOD_TEXT_MAX, "%.4s", from);
		break;
	case 'S':
	case 'Q':
		snprintf(out, PERIOD_TEXT_MAX, "%.4s-%c%u", from, p->freq, (month - 1) / period_freq_months(p->freq) + 1);
		break;
	case 'M':
		snprintf(out, PERIOD_TEXT_MAX, "%.7s", from);
		break;
	case 'D':
		snprintf(out, PERIOD_TEXT_MAX, "%s", from);
		break;
	default:
		if (p->months && p->days)
			snprintf(out, PERIOD_TEXT_MAX, "%s/P%uM%uD", from, (unsigned)p->months, (unsigned)p->days);
		else
			snprintf(out, PERIOD_TEXT_MAX, "%s/P%u%c", from, (unsigned)(p->months ? p->months : p->days),
			         p->months ? 'M' : 'D');
	}
}

int32_t period_end(const struct period *p)
{
	return (p->months ? date_add_months(p->start, p->months) : p->start) + p->days;
}

int period_cmp(const struct period *a, const struct period *b)
{
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (a->months == b->months && a->days == b->days)
		return 0;
	int32_t a_end = period_end(a), b_end = period_end(b);
	return a_end == b_end ? 0 : a_end > b_end ? -1 : 1;
}

bool period_holds(const struct period *outer, const struct period *inner)
{
	return outer->start <= inner->start && period_end(inner) <= period_end(outer);
}

struct period period_of_date(int32_t date, char freq)
{
	unsigned months = period_freq_months(freq), month, day;
	int year;

	if (!months)
		return (struct period){.start = date, .days = 1, .freq = 'D'};
	date_to_civil(date, &year, &month, &day);
	return nth_of_year(year, freq, (month - 1) / months + 1);
}

struct period period_step(const struct period *p, int n)
{
	int32_t start = date_add_months(p->start, n * p->months) + n * p->days;
	struct period next = {.start = start, .months = p->months, .days = p->days, .freq = p->freq};

	/* A span of days may land on a calendar month, and must then be it. */
	return p->freq == 'I' ? normal(start, period_end(&next)) : next;
}

int64_t period_rrd_step(char freq)
{
	return (int64_t)JULIAN_YEAR / 12 * period_freq_months(freq);
}

int64_t period_rrd_end(const struct period *p)
{
	int month = date_month_index(p->start);
	int64_t row, months;

	/* The divisors in sight, which saves the divisions. */
	switch (p->freq) {
	case 'A':
		row = month / 12 + 1;
		months = 12;
		break;
	case 'S':
		row = month / 6 + 1;
		months = 6;
		break;
	case 'Q':
		row = month / 3 + 1;
		months = 3;
		break;
	case 'M':
		row = month + 1;
		months = 1;
		break;
	default:
		return 0;
	}
	return row >= 2 ? row * months * (JULIAN_YEAR / 12) : 0; /* row 1 would start at 0, which librrd takes for "now" */
}

int period_from_rrd(char freq, int64_t end, struct period *out)
{
	unsigned months = period_freq_months(freq);
	int64_t step = period_rrd_step(freq);

	if (!months || end <= 0 || end % step)
		return ERR_DATA;
	int64_t row = end / step - 1, per_year = 12 / months;
	if (row / per_year + 1970 > PERIOD_YEAR_MAX)
		return ERR_DATA;
	*out = nth_of_year((int)(row / per_year) + 1970, freq, (unsigned)(row % per_year) + 1);
	return 0;
}
