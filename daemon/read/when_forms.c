/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parts of a year as they are written: months, days, halves and quarters, codes, numbers of months.
 */
#include "read/when_private.h"

#include <stdio.h>

/* "January-May 2024", "January through July", "July 2023 to June 2024". */
size_t when_months(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	unsigned first = when_month_at(s, i), last;
	if (!first)
		return 0;
	size_t at = when_skip_point(s, i + 1);
	int y1 = when_year_number(s, at), y2;
	at += y1 != 0;
	if (!when_is_dash(s, at) && !sentence_is_one(s, at, "to|through|till|until") &&
	    !(sentence_is(s, at, "and") && i > 0 && sentence_is(s, i - 1, "between")) &&
	    !(sentence_is(s, at, "and") && when_month_at(s, at + 1) == first + 1))
		return 0;
	at++;
	at += sentence_is(s, at, "the") && sentence_is(s, at + 1, "end") ? 3 : 0;
	if (!(last = when_month_at(s, at)))
		return 0;
	at = when_skip_point(s, at + 1);
	if (y1 && (y2 = when_year_number(s, at))) {
		int months = 12 * (y2 - y1) + (int)last - (int)first + 1;
		if (months < 1 || months > 36)
			return 0;
		r->period = when_span(y1, first, (unsigned)months);
		return at + 1 - i;
	}
	if (y1 || (sentence_whole(s, at) >= 1 && sentence_whole(s, at) <= 31))
		return 0;
	unsigned months = last >= first ? last - first + 1 : 13 + last - first;
	at += sentence_is_one(s, at, "period|stretch") &&
	      sentence_is_one(s, at + 1, "of|in|this|last|previous"); /* "the January-April period of 2022" */
	return when_end_span(r, i, at, first, months);
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
		if (!when_has_clock(r))
			return false;
		y = when_year_of(r->clock->published);
		if (date_from_civil(y, month, day) > r->clock->published + 30)
			y--;
	}
	r->period = when_day_period(date_from_civil(y, month, day));
	r->sort = WHEN_DAY;
	return true;
}

/* "9 August 2024", "August 9, 2024", "14-15 February", "February 14-15". The first day counts. */
size_t when_day(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	size_t at = i, len = 0;
	unsigned month = when_month_at(s, at), day;
	if (month) {
		at = when_skip_point(s, at + 1);
		if (!(day = day_at(s, at, &len)) || (s->t[at].glued && !when_is_dash(s, at)))
			return 0;
		at += len;
		if (when_is_dash(s, at) && day_at(s, at + 1, &len))
			at += 1 + len;
		if (sentence_is(s, at, ",") && when_year_number(s, at + 1))
			at++;
	} else {
		if (!(day = day_at(s, at, &len)))
			return 0;
		at += len;
		if ((when_is_dash(s, at) || sentence_is(s, at, "and") || sentence_is(s, at, "to")) && day_at(s, at + 1, &len) &&
		    when_month_at(s, at + 1 + len))
			at += 1 + len;
		at += sentence_is(s, at, "of");
		if (!(month = when_month_at(s, at)))
			return 0;
		at = when_skip_point(s, at + 1);
		if (sentence_is(s, at, ",") && when_year_number(s, at + 1))
			at++;
	}
	int y = when_year_number(s, at);
	if (!settle_day(r, month, day, y))
		return 0;
	return at + (y != 0) - i;
}

/* "2024-08-09" */
size_t when_iso_day(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	if (i + 4 >= s->n || s->t[i + 4].at + s->t[i + 4].len - s->t[i].at != 10)
		return 0;
	int32_t date;
	if (date_parse(s->text + s->t[i].at, 10, &date))
		return 0;
	r->period = when_day_period(date);
	r->sort = WHEN_DAY;
	return 5;
}

/* "in June", "June 2024", "June of this year". */
size_t when_month(struct reader *r, size_t i)
{
	unsigned month = when_month_at(r->s, i);
	if (!month || (month == 5 && i == 0))
		return 0;
	/* "the first week of May" */
	if (i > 1 && sentence_is(r->s, i - 1, "of") && sentence_is_one(r->s, i - 2, "week|weeks|weekend|fortnight|days|half")) {
		r->sort = WHEN_BAD;
		return 1;
	}
	return when_end_span(r, i, when_skip_point(r->s, i + 1), month, 1);
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
size_t when_half(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	size_t at = i + sentence_is(s, i, "the"), len;
	int place = place_at(s, at, &len);
	if (!place)
		return 0;
	at += len;
	at += when_is_dash(s, at);
	unsigned months = sentence_is_one(s, at, "half|semester") ? 6 : sentence_is(s, at, "quarter") ? 3 : 0;
	if (sentence_is(s, at, "half") && when_is_dash(s, at + 1) && sentence_is(s, at + 2, "year"))
		at += 2;
	if (!months || (months == 6 && place > 2))
		return 0;
	unsigned n = 12 / months, k = place < 0 ? n : (unsigned)place;
	return when_end_span(r, i, at + 1, (k - 1) * months + 1, months);
}

/* "H1 2024", "Q3", "1H2024", "2024 H1". */
size_t when_code(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	const char *p = s->text + s->t[i].at;
	int y = when_year_number(s, i);
	if (y && sentence_is_one(s, i + 1, "H1|H2|Q1|Q2|Q3|Q4")) {
		const char *q = s->text + s->t[i + 1].at;
		unsigned m = (*q | 32) == 'h' ? 6 : 3;
		r->period = when_span(y, (unsigned)(q[1] - '1') * m + 1, m);
		return 2;
	}
	if (sentence_is_one(s, i, "H1|H2|Q1|Q2|Q3|Q4") && s->t[i].capital) {
		unsigned m = *p == 'H' ? 6 : 3;
		return when_end_span(r, i, i + 1, (unsigned)(p[1] - '1') * m + 1, m);
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
		if (m && s->t[i + 1].len == 1 && when_year_number(s, i + 2)) {
			r->period = when_span(when_year_number(s, i + 2), first, months);
			return 3;
		}
	}
	return 0;
}

/* "in eleven months", in a report of December: the months of this year that had just ended, at most three months ago. */
static bool just_ended(const struct reader *r, unsigned months)
{
	int y;
	unsigned m, d;
	if (!when_has_clock(r) || months < 3)
		return false;
	date_to_civil(r->clock->published, &y, &m, &d);
	return m > months && m - months <= 3;
}

/* "the first eight months of this year", "nine months of 2023", "in four months of this year", "the nine months", "first three quarters". */
size_t when_n_months(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	size_t at = i + sentence_is(s, i, "the");
	bool the = at > i, first = sentence_is_one(s, at, "first|initial|opening");
	at += first;
	int n = when_small_number(s, at);
	if (n < 1 || n > 12)
		return 0;
	at++;
	at += when_is_dash(s, at);
	unsigned months = sentence_is_one(s, at, "months|month") ? 1 : sentence_is(s, at, "quarters") ? 3 : 0;
	if (!months || (months *= (unsigned)n) > 12)
		return 0;
	at++;
	if (sentence_is_one(s, at, "ahead|ago|later|before|earlier|old|long"))
		return 0;
	/* "the nine months from July 2025 to March 2026" */
	size_t named = sentence_is_one(s, at, "from|of") ? when_months(r, at + 1) : 0;
	if (named && r->period.months == months)
		return at + 1 + named - i;
	r->period = (struct period){0};
	int y;
	bool told;
	size_t iranian = when_solar_year(r, at, months);
	if (iranian)
		return at + iranian - i;
	/* "the first ten months of the Iranian year that began on 20 March" */
	size_t other = at + 1 + sentence_is(s, at + 1, "the");
	if (sentence_is(s, at, "of") &&
	    sentence_is_one(s, other, "iranian|persian|solar|fiscal|financial|budget|marketing|academic|crop") &&
	    sentence_is(s, other + 1, "year") && !when_read_year(r, other + 1, &y, &told)) {
		r->sort = WHEN_BAD;
		return other + 2 - i;
	}
	size_t year = when_read_year(r, at, &y, &told);
	bool in = i > 0 && sentence_is_one(s, i - 1, "in|over|during|for|through|within");
	bool just = i > 0 && sentence_is(s, i - 1, "in") && just_ended(r, months);
	if (!first && !year && !just && !(in && the && months > 1))
		return 0;
	if (!year && when_has_now(r) && r->clock->now.months == months && !r->sentence_year) {
		r->period = r->clock->now;
		r->same = true;
		return at - i;
	}
	return when_end_span(r, i, at, 1, months);
}

/* "the year to June", "12 months ending in June 2024", "the five months to May": the months of which that is the last. */
size_t when_year_to(struct reader *r, size_t i)
{
	const struct sentence *s = r->s;
	size_t at = i + sentence_is(s, i, "the");
	int months = when_small_number(s, at);
	if (sentence_is(s, at, "year")) {
		at++;
		months = 12;
	} else if (months >= 2 && months <= 12 && sentence_is(s, at + 1, "months"))
		at += 2;
	else
		return 0;
	if (!sentence_is_one(s, at, "to|ending|ended|through"))
		return 0;
	at++;
	at += sentence_is(s, at, "in");
	at += sentence_is(s, at, "end") ? 2 : sentence_is(s, at, "the") && sentence_is(s, at + 1, "end") ? 3 : 0;
	unsigned month = when_month_at(s, at);
	size_t n = month ? when_end_span(r, at, when_skip_point(s, at + 1), month, 1) : 0;
	if (!n)
		return 0;
	r->period = when_span_from_day(date_add_months(r->period.start, 1 - months), (unsigned)months);
	return at + n - i;
}
