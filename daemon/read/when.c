/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each form has its own reader, which says how many tokens it takes from a place, 0 where it does not fit. All readers are tried at every
 * place that no period has taken yet, and the longest reading wins.
 */
#include "read/when.h"

#include "base/date.h"
#include "read/country.h"
#include "read/when_words.h"

#include <stdio.h>
#include <string.h>

#define YEAR_FIRST 1900
#define YEAR_LAST 2100

struct period when_span(int year, unsigned month, unsigned months)
{
	char text[PERIOD_TEXT_MAX];
	struct period p = {0};
	struct err err;
	int n = snprintf(text, sizeof text, "%04d-%02u-01/P%uM", year, month, months);
	if (period_parse(text, (size_t)n, &p, &err))
		p = (struct period){0};
	return p;
}

static struct period span_from_day(int32_t start, unsigned months)
{
	char date[DATE_TEXT_MAX], text[PERIOD_TEXT_MAX];
	struct period p = {0};
	struct err err;
	date_format(start, date);
	int n = snprintf(text, sizeof text, "%s/P%uM", date, months);
	if (period_parse(text, (size_t)n, &p, &err))
		p = (struct period){0};
	return p;
}

static struct period day_period(int32_t date)
{
	return (struct period){.start = date, .days = 1, .freq = 'D'};
}

struct period when_shift(const struct period *p, int months)
{
	if (!p->months)
		return p->days == 1 ? day_period(date_add_months(p->start, months)) : *p;
	return span_from_day(date_add_months(p->start, months), p->months);
}

static int year_of(int32_t date)
{
	int y;
	unsigned m, d;
	date_to_civil(date, &y, &m, &d);
	return y;
}

static bool has_now(const struct reader *r)
{
	return r->clock->now.months || r->clock->now.days;
}

static bool has_clock(const struct reader *r)
{
	return r->clock->published != DATE_NONE;
}

/* A year in digits: four of them, with nothing behind that makes it an amount. */
static int year_number(const struct sentence *s, size_t i)
{
	int y = sentence_whole(s, i);
	if (y < YEAR_FIRST || y > YEAR_LAST || s->t[i].len != 4)
		return 0;
	if (sentence_has(s, i + 1, CLASS_SCALE) || sentence_sign(s, i + 1, '%') ||
	    sentence_is_one(s, i + 1, "percent|per|tonnes|tons|persons|people"))
		return 0;
	if (i > 0 && (sentence_sign(s, i - 1, '$') || (s->t[i].glued && s->t[i - 1].kind == TOKEN_WORD && !s->t[i - 1].capital)))
		return 0;
	return y;
}

/* "2024-25", "2023/2024", "2024-2026": no year by itself. */
static bool is_year_pair(const struct sentence *s, size_t i)
{
	int y = sentence_whole(s, i), next = sentence_whole(s, i + 2);
	if (i + 2 >= s->n || !(sentence_sign(s, i + 1, '-') || sentence_is(s, i + 1, "/")) || !s->t[i + 1].glued || !s->t[i + 2].glued)
		return false;
	return (s->t[i + 2].len == 2 && next == (y + 1) % 100) || (s->t[i + 2].len == 4 && next > y && next <= YEAR_LAST);
}

/* "2023", "this year", "last year", "the year", "that year", "the previous year". Tokens taken; the year in *y, 0 for "the year" where no year was
 * spoken of. */
static size_t read_year(struct reader *r, size_t i, int *y, bool *told)
{
	const struct sentence *s = r->s;
	size_t at = i;
	int clock = has_clock(r) ? year_of(r->clock->published) : 0, now = has_now(r) ? year_of(r->clock->now.start) : clock;

	*told = false;
	*y = 0;
	if (sentence_is(s, at, ","))
		at++;
	at += sentence_is_one(s, at, "of|in") && at == i;
	at += sentence_is(s, at, "the");
	at += sentence_is(s, at, "calendar");
	if (sentence_is(s, at, "year") && year_number(s, at + 1))
		at++;
	if (year_number(s, at) && is_year_pair(s, at))
		return 0;
	if ((*y = year_number(s, at))) {
		*told = true;
		return at + 1 - i;
	}
	static const struct {
		const char *word;
		int step;
	} relative[] = {{"this", 0},  {"current", 0}, {"ongoing", 0}, {"present", 0},
	                {"last", -1}, {"past", -1},   {"next", 1},    {"coming", 1}};
	size_t back = at;
	at += sentence_is(s, at, "full");
	for (size_t k = 0; k < sizeof relative / sizeof relative[0]; k++)
		if (sentence_is(s, at, relative[k].word) && clock) {
			size_t w = at + 1;
			w += sentence_is_one(s, w, "calendar|full");
			if (sentence_is(s, w, "year")) {
				*y = clock + relative[k].step;
				*told = true;
				return w + 1 - i;
			}
		}
	at = back;
	if (sentence_is_one(s, at, "previous|preceding|prior|foregoing") && sentence_is(s, at + 1, "year")) {
		*y = r->sentence_year ? r->sentence_year - 1 : has_now(r) ? now - 1 : clock - 1;
		r->before = true;
		*told = *y > 0;
		return at + 2 - i;
	}
	if (sentence_is_one(s, at, "that|same") || (sentence_is(s, at, "that") && sentence_is(s, at + 1, "same"))) {
		at += sentence_is(s, at, "that") && sentence_is(s, at + 1, "same");
		if (sentence_is(s, at + 1, "year")) {
			*y = r->sentence_year ? r->sentence_year : now;
			*told = *y > 0;
			r->same = true;
			return at + 2 - i;
		}
	}
	if (at > i && sentence_is(s, at - 1, "the") && sentence_is(s, at, "year") && !sentence_is_one(s, at + 1, "before|earlier|ago")) {
		*y = 0;
		return at + 1 - i;
	}
	return 0;
}

/* A year that nobody told: the one spoken of in this sentence, else the latest in which the span had ended when the report came out. */
static bool settle_year(struct reader *r, unsigned month, unsigned months, int *y)
{
	if (r->sentence_year) {
		*y = r->sentence_year;
		return true;
	}
	if (!has_clock(r))
		return false;
	*y = year_of(r->clock->published);
	struct period p = when_span(*y, month, months);
	if (period_end(&p) > r->clock->published + 1 + (months == 1 ? 0 : 10))
		(*y)--;
	r->vague = true;
	return true;
}

static size_t end_span(struct reader *r, size_t i, size_t at, unsigned month, unsigned months)
{
	int y;
	bool told;
	size_t year = read_year(r, at, &y, &told);
	if (year && !told && has_clock(r) && !r->sentence_year)
		y = 0;
	if (!(year && told) && !settle_year(r, month, months, &y))
		return 0;
	if (month + months - 1 > 12)
		y--; /* "October to March 2024" begins the year before */
	r->period = when_span(y, month, months);
	return at + year - i;
}

static unsigned month_at(const struct sentence *s, size_t i)
{
	const struct hit *h = sentence_hit(s, i, CLASS_MONTH);
	return h && s->t[i].capital ? (unsigned)h->lexeme->n : 0;
}

static bool is_dash(const struct sentence *s, size_t i)
{
	return sentence_sign(s, i, '-');
}

/* The point behind an abbreviated month. */
static size_t skip_point(const struct sentence *s, size_t i)
{
	return i + (sentence_is(s, i, ".") && i > 0 && s->t[i - 1].len <= 4);
}

/* "January-May 2024", "January through July", "July 2023 to June 2024". */
static size_t read_months(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	unsigned first = month_at(s, i), last;
	if (!first)
		return 0;
	size_t at = skip_point(s, i + 1);
	int y1 = year_number(s, at), y2;
	at += y1 != 0;
	if (!is_dash(s, at) && !sentence_is_one(s, at, "to|through|till|until") &&
	    !(sentence_is(s, at, "and") && i > 0 && sentence_is(s, i - 1, "between")) &&
	    !(sentence_is(s, at, "and") && month_at(s, at + 1) == first + 1))
		return 0;
	at++;
	at += sentence_is(s, at, "the") && sentence_is(s, at + 1, "end") ? 3 : 0;
	if (!(last = month_at(s, at)))
		return 0;
	at = skip_point(s, at + 1);
	if (y1 && (y2 = year_number(s, at))) {
		int months = 12 * (y2 - y1) + (int)last - (int)first + 1;
		if (months < 1 || months > 36)
			return 0;
		r->period = when_span(y1, first, (unsigned)months);
		return at + 1 - i;
	}
	if (y1 || (sentence_whole(s, at) >= 1 && sentence_whole(s, at) <= 31))
		return 0;
	unsigned months = last >= first ? last - first + 1 : 13 + last - first;
	return end_span(r, i, at, first, months);
}

static unsigned day_at(const struct sentence *s, size_t i, size_t *len)
{
	int d = sentence_whole(s, i);
	if (d < 1 || d > 31 || s->t[i].len > 2)
		return 0;
	*len = 1 + (i + 1 < s->n && s->t[i + 1].glued && sentence_is_one(s, i + 1, "st|nd|rd|th"));
	return (unsigned)d;
}

/* A day without its year: the latest that is not after the publication, or this year's where it is planned. */
static bool settle_day(struct reader *r, unsigned month, unsigned day, int y)
{
	if (!y) {
		if (!has_clock(r))
			return false;
		y = year_of(r->clock->published);
		if (date_from_civil(y, month, day) > r->clock->published + 30)
			y--;
		r->vague = true;
	}
	r->period = day_period(date_from_civil(y, month, day));
	r->sort = WHEN_DAY;
	return true;
}

/* "9 August 2024", "August 9, 2024", "14-15 February", "February 14-15". The first day counts. */
static size_t read_day(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	size_t at = i, len = 0;
	unsigned month = month_at(s, at), day;
	if (month) {
		at = skip_point(s, at + 1);
		if (!(day = day_at(s, at, &len)) || (s->t[at].glued && !is_dash(s, at)))
			return 0;
		at += len;
		if (is_dash(s, at) && day_at(s, at + 1, &len))
			at += 1 + len;
		if (sentence_is(s, at, ",") && year_number(s, at + 1))
			at++;
	} else {
		if (!(day = day_at(s, at, &len)))
			return 0;
		at += len;
		if ((is_dash(s, at) || sentence_is(s, at, "and") || sentence_is(s, at, "to")) && day_at(s, at + 1, &len) &&
		    month_at(s, at + 1 + len))
			at += 1 + len;
		at += sentence_is(s, at, "of");
		if (!(month = month_at(s, at)))
			return 0;
		at = skip_point(s, at + 1);
		if (sentence_is(s, at, ",") && year_number(s, at + 1))
			at++;
	}
	int y = year_number(s, at);
	if (!settle_day(r, month, day, y))
		return 0;
	return at + (y != 0) - i;
}

/* "2024-08-09" */
static size_t read_iso_day(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	if (i + 4 >= s->n || s->t[i + 4].at + s->t[i + 4].len - s->t[i].at != 10)
		return 0;
	int32_t date;
	if (date_parse(s->text + s->t[i].at, 10, &date))
		return 0;
	r->period = day_period(date);
	r->sort = WHEN_DAY;
	return 5;
}

/* "in June", "June 2024", "June of this year". */
static size_t read_month(struct reader *r, size_t i)
{
	unsigned month = month_at(r->s, i);
	if (!month || (month == 5 && i == 0))
		return 0;
	return end_span(r, i, skip_point(r->s, i + 1), month, 1);
}

static int small_number(const struct sentence *s, size_t i)
{
	const struct hit *h = sentence_hit(s, i, CLASS_CARDINAL);
	if (h && h->first == h->last)
		return h->lexeme->n;
	return s->t[i].kind == TOKEN_NUMBER ? sentence_whole(s, i) : -1;
}

/* first, second, third, fourth, 1st, last: 1 to 4, -1 for "last"; else 0. */
static int place_at(const struct sentence *s, size_t i, size_t *len)
{
	const struct hit *h = sentence_hit(s, i, CLASS_ORDINAL);
	*len = 1;
	if (h && h->lexeme->n <= 4)
		return h->lexeme->n;
	int n = sentence_whole(s, i);
	if (n >= 1 && n <= 4 && i + 1 < s->n && s->t[i + 1].glued && sentence_is_one(s, i + 1, "st|nd|rd|th")) {
		*len = 2;
		return n;
	}
	return sentence_is_one(s, i, "last|final|closing") ? -1 : sentence_is(s, i, "opening") ? 1 : 0;
}

/* "the first half of 2024", "third quarter", "the last quarter of last year". */
static size_t read_half(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	size_t at = i + sentence_is(s, i, "the"), len;
	int place = place_at(s, at, &len);
	if (!place)
		return 0;
	at += len;
	at += is_dash(s, at);
	unsigned months = sentence_is_one(s, at, "half|semester") ? 6 : sentence_is(s, at, "quarter") ? 3 : 0;
	if (sentence_is(s, at, "half") && is_dash(s, at + 1) && sentence_is(s, at + 2, "year"))
		at += 2;
	if (!months || (months == 6 && place > 2))
		return 0;
	unsigned n = 12 / months, k = place < 0 ? n : (unsigned)place;
	return end_span(r, i, at + 1, (k - 1) * months + 1, months);
}

/* "H1 2024", "Q3", "1H2024", "2024 H1". */
static size_t read_code(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	const char *p = s->text + s->t[i].at;
	int y = year_number(s, i);
	if (y && sentence_is_one(s, i + 1, "H1|H2|Q1|Q2|Q3|Q4")) {
		const char *q = s->text + s->t[i + 1].at;
		unsigned m = (*q | 32) == 'h' ? 6 : 3;
		r->period = when_span(y, (unsigned)(q[1] - '1') * m + 1, m);
		return 2;
	}
	if (sentence_is_one(s, i, "H1|H2|Q1|Q2|Q3|Q4") && s->t[i].capital) {
		unsigned m = *p == 'H' ? 6 : 3;
		return end_span(r, i, i + 1, (unsigned)(p[1] - '1') * m + 1, m);
	}
	int n = sentence_whole(s, i);
	if (n >= 1 && n <= 12 && i + 1 < s->n && s->t[i + 1].glued && s->t[i + 1].kind == TOKEN_WORD) {
		const char *q = s->text + s->t[i + 1].at;
		unsigned m = *q == 'H' && n <= 2 ? 6 : *q == 'Q' && n <= 4 ? 3 : *q == 'M' ? 1 : 0;
		unsigned first = m == 1 ? 1 : ((unsigned)n - 1) * m + 1, months = m == 1 ? (unsigned)n : m;
		int glued_year = 0;
		if (m && s->t[i + 1].len == 5 && sscanf(q + 1, "%4d", &glued_year) == 1 && glued_year >= YEAR_FIRST &&
		    glued_year <= YEAR_LAST) {
			r->period = when_span(glued_year, first, months);
			return 2;
		}
		if (m && s->t[i + 1].len == 1 && year_number(s, i + 2)) {
			r->period = when_span(year_number(s, i + 2), first, months);
			return 3;
		}
	}
	return 0;
}

/* "the first eight months of this year", "nine months of 2023", "in four months of this year", "the nine months", "first three quarters". */
static size_t read_n_months(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	size_t at = i + sentence_is(s, i, "the");
	bool the = at > i, first = sentence_is_one(s, at, "first|initial|opening");
	at += first;
	int n = small_number(s, at);
	if (n < 1 || n > 12)
		return 0;
	at++;
	at += is_dash(s, at);
	unsigned months = sentence_is_one(s, at, "months|month") ? 1 : sentence_is(s, at, "quarters") ? 3 : 0;
	if (!months || (months *= (unsigned)n) > 12)
		return 0;
	at++;
	if (sentence_is_one(s, at, "ahead|ago|later|before|earlier|old|long"))
		return 0;
	int y;
	bool told;
	size_t iranian = when_solar_year(r, at, months);
	if (iranian)
		return at + iranian - i;
	size_t year = read_year(r, at, &y, &told);
	bool in = i > 0 && sentence_is_one(s, i - 1, "in|over|during|for|through|within");
	if (!first && !year && !(in && the && months > 1))
		return 0;
	if (!year && has_now(r) && r->clock->now.months == months && !r->sentence_year) {
		r->period = r->clock->now;
		r->same = true;
		return at - i;
	}
	return end_span(r, i, at, 1, months);
}

/* "2024-25", "fiscal year 2023/24", "FY2024": the year that ends in the second. "2024-2026", "between 2020 and 2023", "since 2017": none. */
static size_t read_years(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	size_t at = i + sentence_is(s, i, "the");
	bool fiscal = false, since = sentence_is_one(s, at, "since|until|till|before|after");
	if (since) {
		at++;
		at += sentence_is(s, at, "the") && sentence_is_one(s, at + 1, "beginning|start") ? 3 : 0;
	}
	if (sentence_is_one(s, at, "fiscal|financial") && sentence_is(s, at + 1, "year")) {
		fiscal = true;
		at += 2;
	} else if (sentence_is(s, at, "FY")) {
		fiscal = true;
		at++;
	}
	int y = year_number(s, at), y2;
	if (!y) {
		bool told;
		size_t k = since ? read_year(r, at, &y, &told) : 0;
		r->sort = WHEN_BAD;
		return k ? at + k - i : 0;
	}
	bool both = sentence_is(s, at + 1, "and") && i > 0 && sentence_is(s, i - 1, "between");
	bool from = sentence_is_one(s, at + 1, "to|through|until") && i > 0 && sentence_is(s, i - 1, "from");
	if (both || from || is_dash(s, at + 1) || sentence_is(s, at + 1, "/")) {
		y2 = sentence_whole(s, at + 2);
		bool next = s->t[at + 2 < s->n ? at + 2 : at].len == 2 ? y2 == (y + 1) % 100
		                                                       : y2 == y + 1 && (fiscal || sentence_is(s, at + 1, "/"));
		if (next) {
			unsigned m, d;
			country_fiscal_start(r->clock->fiscal ? r->clock->fiscal : "", &m, &d);
			if (m == 1)
				r->sort = WHEN_BAD;
			r->period = span_from_day(date_from_civil(y, m, d), 12);
			return at + 3 - i;
		}
		if (year_number(s, at + 2)) {
			r->sort = WHEN_BAD;
			return at + 3 - i;
		}
	}
	if (since) {
		r->sort = WHEN_BAD;
		r->period = when_span(y, 1, 12);
		return at + 1 - i;
	}
	if (!fiscal)
		return 0;
	unsigned m, d;
	country_fiscal_start(r->clock->fiscal ? r->clock->fiscal : "", &m, &d);
	r->period = m == 1 ? when_span(y, 1, 12) : span_from_day(date_from_civil(y - 1, m, d), 12);
	return at + 1 - i;
}

/* "2023", "last year", "the same year", "the year as a whole", "2023 as a whole". */
static size_t read_one_year(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	int y;
	bool told;
	if (sentence_is_one(s, i, ",|of|in"))
		return 0;
	size_t n = read_year(r, i, &y, &told);
	if (!n)
		return 0;
	bool whole = (sentence_is(s, i + n, "as") && sentence_is(s, i + n + 1, "a") && sentence_is(s, i + n + 2, "whole")) ||
	             (i >= 2 && sentence_is_one(s, i - 1, "whole|entire|full") && false);
	if (!told) {
		if (!whole || !has_clock(r))
			return 0;
		y = year_of(r->clock->published);
	}
	r->period = when_span(y, 1, 12);
	return n + (whole ? 3 : 0);
}

/* "the year to June", "12 months ending in June 2024": the year whose last month that is. */
static size_t read_year_to(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	size_t at = i + sentence_is(s, i, "the");
	if (sentence_is(s, at, "year"))
		at++;
	else if ((small_number(s, at) == 12) && sentence_is(s, at + 1, "months"))
		at += 2;
	else
		return 0;
	if (!sentence_is_one(s, at, "to|ending|ended|through"))
		return 0;
	at++;
	at += sentence_is(s, at, "in");
	at += sentence_is(s, at, "end") ? 2 : sentence_is(s, at, "the") && sentence_is(s, at + 1, "end") ? 3 : 0;
	unsigned month = month_at(s, at);
	size_t n = month ? end_span(r, at, skip_point(s, at + 1), month, 1) : 0;
	if (!n)
		return 0;
	r->period = span_from_day(date_add_months(r->period.start, -11), 12);
	return at + n - i;
}

typedef size_t read_form(struct reader *r, size_t i);

static const struct {
	read_form *read;
} forms[] = {
    {read_months}, {read_day},      {read_iso_day},     {read_month},    {read_half},  {read_code},        {read_n_months},
    {read_years},  {read_one_year}, {when_same_period}, {when_relative}, {when_state}, {when_solar_words}, {read_year_to},
};

static bool is_base_before(const struct sentence *s, size_t i)
{
	size_t k = i;
	while (k > 0 && (sentence_is_one(s, k - 1, "in|for|the|during|of") || sentence_has(s, k - 1, CLASS_FILLER)))
		k--;
	if (k > 0 && sentence_ending(s, k - 1, CLASS_BASE) && !sentence_is_one(s, k - 1, "on|from|over|of|in|for"))
		return true;
	/* The phrase may end in "in" or "for" itself. */
	for (size_t e = i; e > k && e > 0; e--) {
		const struct hit *h = sentence_ending(s, e - 1, CLASS_BASE);
		if (h && (h->last > h->first || sentence_is_one(s, h->first, "than|against|versus|vs")))
			return true;
	}
	return false;
}

static void note_prefix(struct sentence *s, struct when *w)
{
	size_t i = w->first, before = i;
	while (before > 0 && sentence_is_one(s, before - 1, "the|a"))
		before--;
	w->base |= is_base_before(s, i);
	/* "107 per cent of the 2023 figure", "above last year's level". */
	size_t behind = w->last + 1u + (w->last + 1u < s->n && s->t[w->last + 1].kind == TOKEN_GENITIVE);
	if (sentence_is_one(s, behind, "figure|figures|level|levels|result|results|total|volume|value|amount|number|indicator|mark") &&
	    i > 0 && !sentence_has(s, i - 1, CLASS_VERB))
		w->base = true;
	if (before == 0)
		return;
	if (sentence_is(s, before - 1, "by"))
		w->by = true;
	/* "up 12 per cent on the first half": what stands behind a change and "on" or "from" is what it is counted from. */
	bool joined = sentence_is_one(s, before - 1, "on|from|over");
	if (joined && before >= 2 && !w->base) {
		bool change = sentence_has(s, before - 2, CLASS_CHANGE) || sentence_has(s, before - 2, CLASS_COMPARE) ||
		              sentence_is_one(s, before - 2, "percent|cent|%|points");
		if (change && w->sort == WHEN_SPAN && !sentence_is(s, before - 1, "over"))
			w->base = true;
		if (change && sentence_is(s, before - 1, "over"))
			w->weak = true;
	}
}

static bool try_forms(struct reader *r, size_t i, struct when *out)
{
	size_t best = 0;
	for (size_t k = 0; k < sizeof forms / sizeof forms[0]; k++) {
		struct reader one = *r;
		size_t n = forms[k].read(&one, i);
		bool usable = one.period.months || one.period.days || one.sort == WHEN_BAD;
		if (n <= best || !usable || i + n > r->s->n)
			continue;
		best = n;
		*out = (struct when){.first = (uint16_t)i,
		                     .last = (uint16_t)(i + n - 1),
		                     .period = one.period,
		                     .sort = one.sort,
		                     .base = one.base,
		                     .same = one.same,
		                     .vague = one.vague,
		                     .by = one.by};
		if (one.before)
			out->base |= is_base_before(r->s, i);
	}
	return best > 0;
}

void when_find(struct sentence *s, const struct clock *clock)
{
	struct clock now = *clock;
	struct reader r = {.s = s, .clock = &now};
	s->n_whens = 0;
	for (size_t i = 0; i < s->n; i++)
		s->when_of[i] = -1;
	for (size_t i = 0; i < s->n && s->n_whens < WHENS_MAX;) {
		struct when w;
		if (!try_forms(&r, i, &w)) {
			i++;
			continue;
		}
		note_prefix(s, &w);
		for (size_t k = w.first; k <= w.last; k++)
			s->when_of[k] = (int16_t)s->n_whens;
		s->whens[s->n_whens++] = w;
		if (w.sort == WHEN_SPAN && w.period.months >= 12 && !w.base && !w.by)
			r.sentence_year = year_of(w.period.start);
		if (w.sort == WHEN_SPAN && !w.base && !w.by && !w.same)
			now.now = w.period; /* "the same period" is first of all the one in the same sentence */
		i = (size_t)w.last + 1;
	}
}
