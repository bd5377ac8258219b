/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "read/when_private.h"

#include "base/date.h"

#include <stdio.h>

static int plain_year(const struct sentence *s, size_t i)
{
	int y = sentence_whole(s, i);
	return y >= 1900 && y <= 2100 && s->t[i].len == 4 ? y : 0;
}

/* The year behind "the same period": "of 2022", "last year", "of the previous year", "a year earlier". *y 0: a year before the period spoken of. */
static size_t year_behind(const struct reader *r, size_t i, int *y)
{
	const struct sentence *s = r->s;
	size_t at = i + sentence_is_one(s, i, "of|in|from|for");
	at += sentence_is_one(s, at, "the|a");
	if ((*y = plain_year(s, at)))
		return at + 1 - i;
	if (sentence_is_one(s, at, "last|past") && sentence_is(s, at + 1, "year")) {
		*y = when_has_clock(r) ? when_year_of(r->clock->published) - 1 : 0;
		return at + 2 - i;
	}
	if (sentence_is_one(s, at, "this|current") && sentence_is(s, at + 1, "year") && when_has_clock(r)) {
		*y = when_year_of(r->clock->published);
		return at + 2 - i;
	}
	if (sentence_is_one(s, at, "previous|preceding|prior") && sentence_is(s, at + 1, "year"))
		return at + 2 - i;
	if (sentence_is(s, at, "year") && sentence_is_one(s, at + 1, "earlier|ago|before|previously"))
		return at + 2 - i;
	return 0;
}

static bool is_stretch(const struct sentence *s, size_t i)
{
	return sentence_is_one(
	    s, i, "period|months|month|half|quarter|quarters|time|timeframe|span|interval|year|semester|stretch|spell|timespan");
}

/* The number or place between "the same" and "months": "the same ten months", "the same first half". */
static size_t skip_count(const struct sentence *s, size_t i)
{
	size_t at = i;
	at += sentence_is_one(s, at, "first|second|third|fourth") && !is_stretch(s, at);
	if (at < s->n && !is_stretch(s, at) && (s->t[at].kind == TOKEN_NUMBER || sentence_has(s, at, CLASS_CARDINAL)))
		at += 1 + sentence_sign(s, at + 1, '-');
	return at - i;
}

/* How many months "the same nine months", "the same half" have; 0 where it is not said. */
static unsigned told_length(const struct sentence *s, size_t i, size_t stretch)
{
	int n = 1;
	for (size_t k = i; k < stretch; k++)
		n = when_small_number(s, k) > 0 && !sentence_has(s, k, CLASS_ORDINAL) ? when_small_number(s, k) : n;
	int unit = sentence_is_one(s, stretch, "half|semester")                                       ? 6
	           : sentence_is_one(s, stretch, "quarter|quarters")                                  ? 3
	           : sentence_is(s, stretch, "month") || (sentence_is(s, stretch, "months") && n > 1) ? 1
	                                                                                              : 0;
	return n * unit <= 12 ? (unsigned)(n * unit) : 0;
}

size_t when_same_period(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	size_t at = i + sentence_is_one(s, i, "the|a");
	bool same = sentence_is_one(s, at, "same|corresponding|similar|comparable|analogous|equivalent|respective|like");
	bool that = sentence_is_one(s, at, "that|this") ||
	            (at > i && sentence_is_one(s, at, "reporting|reported|reviewed|given|mentioned|said|indicated"));
	bool review = at > i && sentence_is(s, at, "period") && (!sentence_is(s, at + 1, "of") && !sentence_is(s, at + 1, "from"));
	if (!same && !that && !review)
		return 0;
	at += !review;
	size_t counted = at;
	at += skip_count(s, at);
	if (!is_stretch(s, at) || (that && !same && sentence_is_one(s, at, "year|half|quarter|month")))
		return 0;
	bool year_only = sentence_is(s, at, "year");
	unsigned length = told_length(s, counted, at);
	at++;
	if (review && sentence_is(s, at, "under") && sentence_is(s, at + 1, "review"))
		at += 2;
	int y = 0;
	size_t n = year_behind(r, at, &y);
	struct period now = r->clock->now;
	if (length && now.months != length && r->clock->of_length[length].months)
		now = r->clock->of_length[length];
	if (year_only || (!now.months && !n))
		return 0;
	r->same = true;
	r->base = false;
	if (!now.months) {
		/* Nothing was spoken of: it is compared with, whatever it is. */
		r->sort = WHEN_BAD;
		r->base = true;
		if (y)
			r->period = when_span(y, 1, 12);
		return at + n - i;
	}
	int by = n ? (y ? 12 * (y - when_year_of(now.start)) : -12) : 0;
	r->period = when_shift(&now, by);
	return at + n - i;
}

static size_t read_weekday(struct reader *r, size_t i)
{
	const struct hit *h = sentence_hit(r->s, i, CLASS_WEEKDAY);
	if (!h || !when_has_clock(r))
		return 0;
	/* Day 0, 1970-01-01, was a Thursday. */
	int today = (int)(((int64_t)r->clock->published + 3) % 7);
	today = today < 0 ? today + 7 : today;
	int back = (today - h->lexeme->n + 7) % 7;
	r->period = (struct period){.start = r->clock->published - back, .days = 1, .freq = 'D'};
	r->sort = WHEN_DAY;
	return 1;
}

/* "in five years' time", "within three years", "over the next five years": the year that it will be then. */
static size_t read_years_ahead(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	size_t at = i;
	bool next = false;
	if (!sentence_is_one(s, at, "in|within|over|during|for"))
		return 0;
	at++;
	at += sentence_is(s, at, "the");
	if (sentence_is_one(s, at, "next|coming|following")) {
		next = true;
		at++;
	}
	bool past = sentence_is_one(s, at, "past|last|previous|recent");
	at += past;
	const struct hit *h = sentence_hit(s, at, CLASS_CARDINAL);
	int n = h ? h->lexeme->n : at < s->n && s->t[at].kind == TOKEN_NUMBER ? sentence_whole(s, at) : -1;
	if (past && sentence_is_one(s, at, "years|decade|decades|several|few")) {
		r->sort = WHEN_BAD;
		return at + 1 + sentence_is_one(s, at, "several|few") - i;
	}
	if (n < 1 || n > 60)
		return 0;
	at++;
	bool years = sentence_is_one(s, at, "years|year"), months = sentence_is_one(s, at, "months|month");
	if (!years && !(months && past))
		return 0;
	at++;
	if (past) {
		r->sort = WHEN_BAD;
		return at - i;
	}
	bool time = (sentence_sign(s, at, '\'') && sentence_is(s, at + 1, "time")) || sentence_is(s, at, "time");
	if (!when_has_clock(r) || (!time && !next && !sentence_is(s, i, "within") && !sentence_is(s, i, "in")))
		return 0;
	if (time)
		at += 1 + !sentence_is(s, at, "time");
	r->period = when_span(when_year_of(r->clock->published) + n, 1, 12);
	r->by = true;
	return at - i;
}

/* "a year earlier", "a year before", "the year before". */
static size_t read_year_earlier(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	if (!sentence_is_one(s, i, "a|one|the") || !sentence_is(s, i + 1, "year") ||
	    !sentence_is_one(s, i + 2, "earlier|ago|before|previously|prior"))
		return 0;
	/* At the beginning of a clause it is the time of what follows: "a year earlier they had been …". */
	r->base = i > 0 && !sentence_breaks(s, i - 1) && !sentence_is_one(s, i - 1, ",|and");
	if (!r->clock->now.months) {
		bool day = sentence_is(s, i + 2, "ago") && when_has_clock(r) && !r->base;
		r->sort = day ? WHEN_STATE : WHEN_BAD;
		r->base = !day;
		if (day)
			r->period = when_day_period(date_add_months(r->clock->published, -12));
		return 3;
	}
	r->period = when_shift(&r->clock->now, -12);
	r->same = true;
	return 3;
}

size_t when_relative(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	size_t n = read_weekday(r, i);
	if (!n)
		n = read_years_ahead(r, i);
	if (!n)
		n = read_year_earlier(r, i);
	if (n || !when_has_clock(r))
		return n;
	static const struct {
		const char *word;
		int days;
	} days[] = {{"today", 0}, {"yesterday", -1}};
	for (size_t k = 0; k < sizeof days / sizeof days[0]; k++)
		if (sentence_is(s, i, days[k].word)) {
			r->period = (struct period){.start = r->clock->published + days[k].days, .days = 1, .freq = 'D'};
			r->sort = WHEN_DAY;
			return 1;
		}
	if (sentence_is(s, i, "last") && sentence_is(s, i + 1, "month")) {
		int y;
		unsigned m, d;
		date_to_civil(r->clock->published, &y, &m, &d);
		r->period = when_span(m == 1 ? y - 1 : y, m == 1 ? 12 : m - 1, 1);
		return 2;
	}
	/* "the current academic year": from autumn to summer, which is nobody's period here; for what there is, it is today. */
	size_t at = i + sentence_is(s, i, "the");
	at += sentence_is_one(s, at, "this|current|present|coming|next|new|last|past");
	if (at > i && sentence_is_one(s, at, "academic|school") && sentence_is(s, at + 1, "year")) {
		bool now = sentence_is_one(s, at - 1, "this|current|present");
		r->sort = now ? WHEN_STATE : WHEN_BAD;
		if (now)
			r->period = (struct period){.start = r->clock->published, .days = 1, .freq = 'D'};
		return at + 2 - i;
	}
	/* "since the beginning of the year", "this year so far": how far is not said. */
	if (sentence_is(s, i, "since") && sentence_is(s, i + 1, "the") && sentence_is_one(s, i + 2, "beginning|start")) {
		r->sort = WHEN_BAD;
		return 3;
	}
	return 0;
}

/* The state at a day: the first of January is the end of the year before. */
static void settle_state(struct reader *r, int32_t date)
{
	int y;
	unsigned m, d;
	date_to_civil(date, &y, &m, &d);
	r->period = m == 1 && d == 1 ? when_span(y - 1, 1, 12) : (struct period){.start = date, .days = 1, .freq = 'D'};
	r->sort = WHEN_STATE;
}

/* "1 July 2024", "July 1, 2024", "July 1": tokens taken. */
static size_t read_date(struct reader *r, size_t i, int32_t *date)
{
	const struct sentence *s = r->s;
	size_t at = i;
	unsigned month = when_month_at(s, at), day;
	if (month) {
		at++;
		day = at < s->n && s->t[at].len <= 2 && sentence_whole(s, at) > 0 ? (unsigned)sentence_whole(s, at) : 0;
	} else {
		day = at < s->n && s->t[at].len <= 2 && sentence_whole(s, at) > 0 ? (unsigned)sentence_whole(s, at) : 0;
		at++;
		at += at < s->n && s->t[at].glued && sentence_is_one(s, at, "st|nd|rd|th");
		at += sentence_is(s, at, "of");
		month = when_month_at(s, at);
	}
	if (!month || day < 1 || day > 31)
		return 0;
	at++;
	at += sentence_is(s, at, ",") && plain_year(s, at + 1);
	int y = plain_year(s, at);
	at += y != 0;
	if (!y) {
		if (!when_has_clock(r))
			return 0;
		y = when_year_of(r->clock->published);
		y -= date_from_civil(y, month, day) > r->clock->published;
	}
	*date = date_from_civil(y, month, day);
	return at - i;
}

/* "the end of 2023", "the beginning of this year", "the end of June 2024". */
static size_t read_end(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	size_t at = i + sentence_is(s, i, "the");
	/* "at year-end", "by year-end 2023" */
	if (sentence_is(s, at, "year") && sentence_sign(s, at + 1, '-') && sentence_is(s, at + 2, "end")) {
		int y = plain_year(s, at + 3), told = y != 0;
		if (!y)
			y = r->sentence_year ? r->sentence_year : when_has_now(r) ? when_year_of(r->clock->now.start) : 0;
		if (!y)
			return 0;
		r->period = when_span(y, 1, 12);
		r->sort = WHEN_STATE;
		return at + 3 + (size_t)told - i;
	}
	bool end = sentence_is_one(s, at, "end|close"), start = sentence_is_one(s, at, "beginning|start");
	if (!end && !start)
		return 0;
	at++;
	at += sentence_sign(s, at, '-') && s->t[at].glued; /* "end-June" */
	at += sentence_is(s, at, "of");
	at += sentence_is(s, at, "the");
	unsigned month = when_month_at(s, at);
	at += month != 0;
	int y = plain_year(s, at), now = when_has_clock(r) ? when_year_of(r->clock->published) : 0;
	if (y)
		at++;
	else if (!month && sentence_is(s, at, "year") && r->sentence_year) {
		y = r->sentence_year; /* "in 2023 …, at the end of the year" */
		at++;
	} else if (end && !month && sentence_is(s, at, "year") && now && i > 0 &&
	           sentence_is_one(s, i - 1, "by|until|till|before|towards")) {
		y = now; /* "by the end of the year turnover is to reach": the one that it is */
		at++;
	} else if (sentence_is_one(s, at, "last|this") && sentence_is(s, at + 1, "year") && now) {
		y = now - sentence_is(s, at, "last");
		at += 2;
	} else if (!month || !now) {
		return 0;
	} else {
		y = now;
		struct period p = when_span(y, month, 1);
		y -= period_end(&p) > r->clock->published + 1;
	}
	if (month) {
		struct period p = when_span(y, month, 1);
		settle_state(r, period_end(&p) - 1);
	} else {
		r->period = when_span(y - start, 1, 12);
		r->sort = WHEN_STATE;
	}
	return at - i;
}

/* "mid-year", "mid-2024", "the middle of 2024": the end of June. */
static size_t read_middle(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	size_t at = i + sentence_is(s, i, "the");
	if (sentence_is(s, at, "mid") && sentence_sign(s, at + 1, '-'))
		at += 2;
	else if (sentence_is(s, at, "middle") && sentence_is(s, at + 1, "of"))
		at += 2 + sentence_is(s, at + 2, "the");
	else
		return 0;
	int y = plain_year(s, at);
	if (!y && !sentence_is(s, at, "year"))
		return 0;
	if (!y && !when_has_clock(r))
		return 0;
	if (!y) {
		y = when_year_of(r->clock->published);
		y -= date_from_civil(y, 6, 30) > r->clock->published;
	}
	r->period = (struct period){.start = date_from_civil(y, 6, 30), .days = 1, .freq = 'D'};
	r->sort = WHEN_STATE;
	return at + 1 - i;
}

size_t when_state(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	size_t at = i, n;
	int32_t date;
	if (sentence_is_one(s, at, "as") && sentence_is_one(s, at + 1, "of|at|on")) {
		at += 2;
		if ((n = read_end(r, at)))
			return at + n - i;
		if (!(n = read_date(r, at, &date)))
			return 0;
		settle_state(r, date);
		return at + n - i;
	}
	if (!sentence_is_one(s, at, "at|by|on|to"))
		return 0;
	bool by = sentence_is(s, at, "by");
	at++;
	if ((n = read_middle(r, at)))
		return at + n - i;
	if (!(n = read_end(r, at))) {
		if (!by || !(n = read_date(r, at, &date)))
			return 0;
		settle_state(r, date);
	}
	r->by = by;
	return at + n - i;
}

/* The solar new year (Nowruz) of a Gregorian year: 20 March in leap years of the Gregorian calendar, else 21 March, as it fell from 1997 to 2028. */
static int32_t solar_new_year(int year)
{
	return date_from_civil(year, 3, year % 4 == 0 ? 20 : 21);
}

size_t when_solar_year(struct reader *r, size_t i, unsigned months)
{
	const struct sentence *s = r->s;
	size_t at = i + sentence_is_one(s, i, "of|in");
	at += sentence_is(s, at, "the");
	int step = sentence_is_one(s, at, "current|present|this|ongoing")   ? 0
	           : sentence_is_one(s, at, "past|last|previous|preceding") ? -1
	                                                                    : 1;
	at += step != 1;
	if (!sentence_is_one(s, at, "Iranian|solar|Persian"))
		return 0;
	at++;
	at += sentence_is_one(s, at, "calendar|solar|hijri|fiscal");
	if (!sentence_is(s, at, "year"))
		return 0;
	at++;
	int named = sentence_whole(s, at), start;
	if (named > 1300 && named < 1500) {
		start = named + 621;
		at++;
	} else if (when_has_clock(r) && step != 1) {
		start = when_year_of(r->clock->published);
		start -= r->clock->published < solar_new_year(start);
		start += step;
	} else {
		return 0;
	}
	char text[PERIOD_TEXT_MAX], day[DATE_TEXT_MAX];
	struct err err;
	date_format(solar_new_year(start), day);
	int n = snprintf(text, sizeof text, "%s/P%uM", day, months);
	if (period_parse(text, (size_t)n, &r->period, &err))
		return 0;
	/* The same in the other calendar, in brackets. */
	if (sentence_is(s, at, "("))
		for (size_t k = at; k < s->n && k < at + 16; k++)
			if (sentence_is(s, k, ")")) {
				at = k + 1;
				break;
			}
	return at - i;
}

size_t when_solar_words(struct reader *r, size_t i)
{
	return when_solar_year(r, i, 12);
}
