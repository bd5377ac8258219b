/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each form has its own reader, which says how many tokens it takes from a place, 0 where it does not fit. All readers are tried at every
 * place that no period has taken yet, and the longest reading wins.
 */
#include "read/when.h"

#include "base/date.h"
#include "read/country.h"
#include "read/when_private.h"

#include <stdio.h>
#include <string.h>

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

struct period when_span_from_day(int32_t start, unsigned months)
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

struct period when_day_period(int32_t date)
{
	return (struct period){.start = date, .days = 1, .freq = 'D'};
}

struct period when_shift(const struct period *p, int months)
{
	if (!p->months)
		return p->days == 1 ? when_day_period(date_add_months(p->start, months)) : *p;
	return when_span_from_day(date_add_months(p->start, months), p->months);
}

/* A year in digits: four of them, with nothing behind that makes it an amount. */
int when_year_number(const struct sentence *s, size_t i)
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
size_t when_read_year(struct reader *r, size_t i, int *y, bool *told)
{
	const struct sentence *s = r->s;
	size_t at = i;
	int clock = when_has_clock(r) ? when_year_of(r->clock->published) : 0,
	    now = when_has_now(r) ? when_year_of(r->clock->now.start) : clock;

	*told = false;
	*y = 0;
	if (sentence_is(s, at, ","))
		at++;
	at += sentence_is_one(s, at, "of|in") && at == i;
	at += sentence_is(s, at, "the");
	at += sentence_is(s, at, "calendar");
	if (sentence_is(s, at, "year") && when_year_number(s, at + 1))
		at++;
	if (when_year_number(s, at) && is_year_pair(s, at))
		return 0;
	if ((*y = when_year_number(s, at))) {
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
	/* "for the full year", behind some months of it. */
	if (at > i && sentence_is(s, at - 1, "the") && sentence_is_one(s, at, "full|whole|entire") && sentence_is(s, at + 1, "year") &&
	    clock && !when_year_number(s, at + 2) && i > 0 && sentence_is_one(s, i - 1, "for|in|over|during|by|throughout")) {
		*y = r->sentence_year ? r->sentence_year : when_has_now(r) ? now : clock;
		*told = true;
		return at + 2 - i;
	}
	if (sentence_is_one(s, at, "previous|preceding|prior|foregoing") && sentence_is(s, at + 1, "year")) {
		*y = r->sentence_year ? r->sentence_year - 1 : when_has_now(r) ? now - 1 : clock - 1;
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
	if (!when_has_clock(r))
		return false;
	*y = when_year_of(r->clock->published);
	struct period p = when_span(*y, month, months);
	if (period_end(&p) > r->clock->published + 1 + (months == 1 ? 0 : 10))
		(*y)--;
	return true;
}

size_t when_end_span(struct reader *r, size_t i, size_t at, unsigned month, unsigned months)
{
	int y;
	bool told;
	size_t year = when_read_year(r, at, &y, &told);
	if (year && !told && when_has_clock(r) && !r->sentence_year)
		y = 0;
	if (!(year && told) && !settle_year(r, month, months, &y))
		return 0;
	if (month + months - 1 > 12)
		y--; /* "October to March 2024" begins the year before */
	r->period = when_span(y, month, months);
	return at + year - i;
}

unsigned when_month_at(const struct sentence *s, size_t i)
{
	const struct hit *h = sentence_hit(s, i, CLASS_MONTH);
	return h && s->t[i].capital ? (unsigned)h->lexeme->n : 0;
}

bool when_is_dash(const struct sentence *s, size_t i)
{
	return sentence_sign(s, i, '-');
}

/* The point behind an abbreviated month. */
size_t when_skip_point(const struct sentence *s, size_t i)
{
	return i + (sentence_is(s, i, ".") && i > 0 && s->t[i - 1].len <= 4);
}

int when_small_number(const struct sentence *s, size_t i)
{
	const struct hit *h = sentence_hit(s, i, CLASS_CARDINAL);
	if (h && h->first == h->last)
		return h->lexeme->n;
	return s->t[i].kind == TOKEN_NUMBER ? sentence_whole(s, i) : -1;
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
	int y = when_year_number(s, at), y2;
	if (!y) {
		bool told;
		size_t k = since ? when_read_year(r, at, &y, &told) : 0;
		r->sort = WHEN_BAD;
		return k ? at + k - i : 0;
	}
	bool both = sentence_is(s, at + 1, "and") && i > 0 && sentence_is(s, i - 1, "between");
	bool from = sentence_is_one(s, at + 1, "to|through|until") && i > 0 && sentence_is(s, i - 1, "from");
	if (both || from || when_is_dash(s, at + 1) || sentence_is(s, at + 1, "/")) {
		y2 = sentence_whole(s, at + 2);
		bool next = s->t[at + 2 < s->n ? at + 2 : at].len == 2 ? y2 == (y + 1) % 100
		                                                       : y2 == y + 1 && (fiscal || sentence_is(s, at + 1, "/"));
		if (next) {
			unsigned m, d;
			country_fiscal_start(r->clock->fiscal ? r->clock->fiscal : "", &m, &d);
			if (m == 1)
				r->sort = WHEN_BAD;
			r->period = when_span_from_day(date_from_civil(y, m, d), 12);
			return at + 3 - i;
		}
		if (when_year_number(s, at + 2)) {
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
	r->period = m == 1 ? when_span(y, 1, 12) : when_span_from_day(date_from_civil(y - 1, m, d), 12);
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
	size_t n = when_read_year(r, i, &y, &told);
	if (!n)
		return 0;
	bool whole = sentence_is(s, i + n, "as") && sentence_is(s, i + n + 1, "a") && sentence_is(s, i + n + 2, "whole");
	if (!told) {
		if (!whole || !when_has_clock(r))
			return 0;
		y = when_year_of(r->clock->published);
	}
	r->period = when_span(y, 1, 12);
	return n + (whole ? 3 : 0);
}

typedef size_t read_form(struct reader *r, size_t i);

static read_form *const forms[] = {
    when_months, when_day,      when_iso_day,     when_month,    when_half,  when_code,        when_n_months,
    read_years,  read_one_year, when_same_period, when_relative, when_state, when_solar_words, when_year_to,
};

/* "figure for", "level of": what is compared with only where a word before says so; "key figures for 2023:" are 2023's own. */
static bool is_naming(const struct sentence *s, const struct hit *h)
{
	return sentence_is_one(s, h->first, "figure|figures|level|levels|volume|value|total|result|amount|number|indicator|indicators");
}

static bool follows_comparison(const struct sentence *s, size_t i)
{
	while (i > 0 && (sentence_has(s, i - 1, CLASS_FILLER) || s->t[i - 1].kind == TOKEN_GENITIVE))
		i--;
	return i > 0 && (sentence_is_one(s, i - 1, "of|than|to|with|from|below|above|over|against|on|at|versus|exceeded|same|times") ||
	                 sentence_has(s, i - 1, CLASS_MULTIPLE) || sentence_has(s, i - 1, CLASS_FRACTION));
}

static bool is_base_before(const struct sentence *s, size_t i)
{
	size_t k = i;
	while (k > 0 && (sentence_is_one(s, k - 1, "in|for|the|during|of|record|peak|boom|crisis|whole|full") ||
	                 sentence_has(s, k - 1, CLASS_FILLER)))
		k--;
	if (k > 0 && sentence_ending(s, k - 1, CLASS_BASE) && !sentence_is_one(s, k - 1, "on|from|over|of|in|for"))
		return true;
	/* The phrase may end in "in" or "for" itself. */
	for (size_t e = i; e > k && e > 0; e--) {
		const struct hit *h = sentence_ending(s, e - 1, CLASS_BASE);
		if (h && (h->last > h->first || sentence_is_one(s, h->first, "than|against|versus|vs")) &&
		    (!is_naming(s, h) || follows_comparison(s, h->first)))
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
	    i > 0 && (!sentence_has(s, i - 1, CLASS_VERB) || sentence_has(s, i - 1, CLASS_MULTIPLE)) &&
	    !sentence_has(s, behind + 1, CLASS_INDICATOR) && !sentence_has(s, behind + 1, CLASS_PARTY))
		w->base = true; /* but "in Q1 2024 total trade" */
	if (before == 0)
		return;
	/* "103.5% of the same period of last year", "92 per cent of what it was in 2022": an index is counted from it. */
	if (w->sort == WHEN_SPAN && before > 1 && sentence_is(s, before - 1, "of") &&
	    sentence_is_one(s, before - 2, "%|percent|cent|pct|pc|p.c."))
		w->base = true;
	/* "more than twice what it was in 2020" */
	if (w->sort == WHEN_SPAN && before > 3 && sentence_is(s, before - 1, "in") && sentence_is_one(s, before - 2, "was|were|had") &&
	    sentence_is_one(s, before - 3, "it|they") && sentence_is_one(s, before - 4, "what|that|than|as"))
		w->base = true;
	/* "since January", "closed until May": a stretch that the month only begins or ends. */
	if (w->sort == WHEN_SPAN && w->period.months < 12 && sentence_is_one(s, before - 1, "since|until|till|before|after")) {
		w->sort = WHEN_BAD;
		w->base = sentence_is_one(s, before - 1, "until|till|before|after");
	}
	/* "9 per cent above the previous year" */
	if ((sentence_is(s, before - 1, "as") && before > 1 && sentence_is_one(s, before - 2, "many|much|high|large|big|great")) ||
	    sentence_is_one(s, before - 1, "above|below|beneath|beyond") ||
	    (sentence_is(s, before - 1, "of") && before > 1 && sentence_is_one(s, before - 2, "ahead|short")))
		w->base = true;
	if (sentence_is(s, before - 1, "by"))
		w->by = true;
	/* "up 12 per cent on the first half": what stands behind a change and "on" or "from" is what it is counted from. */
	bool joined = sentence_is_one(s, before - 1, "on|from|over");
	if (joined && before >= 2 && !w->base) {
		bool change = sentence_has(s, before - 2, CLASS_CHANGE) || sentence_has(s, before - 2, CLASS_COMPARE) ||
		              sentence_has(s, before - 2, CLASS_FRACTION) || sentence_has(s, before - 2, CLASS_MULTIPLE) ||
		              sentence_is_one(s, before - 2, "percent|cent|%|points|pct|pc|p.c.|fold|times|third|quarter|fifth|tenth");
		if (change && w->sort == WHEN_SPAN && !sentence_is(s, before - 1, "over"))
			w->base = true;
		if (change && sentence_is(s, before - 1, "over"))
			w->weak = true;
	}
}

/* "the 2019 protocol", "the agreement of 2016": the year is a name, the time of nothing that is measured. */
static bool is_name_year(const struct sentence *s, const struct when *w)
{
	static const char named[] = "protocol|agreement|treaty|convention|declaration|memorandum|accord|law|act|decree|constitution|census|"
	                            "communique|statement|charter|resolution|understanding|contract";
	if (w->period.months != 12 || w->last - w->first > 1 || w->first == 0)
		return false;
	size_t i = w->first - 1u;
	bool article = w->last > w->first || sentence_has(s, i, CLASS_FILLER);
	return (sentence_is_one(s, w->last + 1u, named) && article && when_year_number(s, w->last)) ||
	       (sentence_is(s, i, "of") && i > 0 && sentence_is_one(s, i - 1, named));
}

/* "this year's figure for the same period": the year stands apart from the months. */
static void join_year(struct sentence *s, struct when *w)
{
	struct when *year = s->n_whens ? &s->whens[s->n_whens - 1] : NULL;
	if (!year || !w->same || w->sort != WHEN_SPAN || w->period.months >= 12 || year->period.months != 12 || year->sort != WHEN_SPAN ||
	    w->first - year->last > 6)
		return;
	for (size_t i = year->last + 1u; i < w->first; i++)
		if (sentence_breaks(s, i) || sentence_is_one(s, i, ",|than|to|with|against|from"))
			return;
	w->period = when_shift(&w->period, 12 * (when_year_of(year->period.start) - when_year_of(w->period.start)));
	w->base = false;
	year->sort = WHEN_BAD;
	year->base = true; /* used up */
}

/* "in 2024, rising by 17 per cent over 2023": with the year behind it spoken of, what "over" names is what is compared with. */
static void settle_weak(struct sentence *s, const struct clock *clock)
{
	for (size_t k = 0; k < s->n_whens; k++) {
		struct when *w = &s->whens[k];
		struct period next = when_shift(&w->period, 12);
		if (!w->weak || w->sort != WHEN_SPAN)
			continue;
		bool told = clock->now.months && period_cmp(&clock->now, &next) == 0;
		for (size_t o = 0; o < s->n_whens; o++)
			told |= s->whens[o].sort == WHEN_SPAN && !s->whens[o].base && period_cmp(&s->whens[o].period, &next) == 0;
		w->base |= told;
	}
}

/* "the fiscal year 2023/24, which runs from July to June": no time of its own, but the months of the year before it. */
static void describe_year(struct sentence *s, struct when *w)
{
	size_t i = w->first;
	if (w->period.months != 12 || i < 2 || !sentence_is(s, i - 1, "from") ||
	    !sentence_is_one(s, i - 2, "runs|running|ran|run|lasts|lasting"))
		return;
	struct when *year = s->n_whens ? &s->whens[s->n_whens - 1] : NULL;
	int y, first_year;
	unsigned m, d, first;
	date_to_civil(w->period.start, &first_year, &first, &d);
	w->sort = WHEN_BAD;
	w->base = true;
	if (!year || year->period.months != 12 || i - year->last > 6 || first == 1)
		return;
	date_to_civil(year->period.start, &y, &m, &d);
	bool calendar = m == 1 && !is_year_pair(s, year->last > 1 ? year->last - 2u : 0);
	if (m != first)
		year->period = when_span_from_day(date_from_civil(y - calendar, first, 1), 12);
	year->sort = WHEN_SPAN;
}

/* "in the Iranian books, which opened on 21 March 2025, … the first ten months of the year": the months are counted from that day. */
static void count_from_day(struct sentence *s)
{
	int32_t day = DATE_NONE;
	for (size_t k = 0; k < s->n_whens; k++) {
		struct when *w = &s->whens[k];
		size_t i = w->first;
		bool began = w->sort == WHEN_DAY && i > 1 && sentence_is(s, i - 1, "on") &&
		             sentence_is_one(s, i - 2, "began|begins|begun|started|starts|opened|opens|starting|beginning|opening");
		bool year = false;
		for (size_t b = i > 8 ? i - 8 : 0; b < i; b++)
			year |= sentence_is_one(s, b, "year|books|calendar|accounts");
		if (began && year) {
			day = w->period.start;
			continue;
		}
		if (day == DATE_NONE || w->sort != WHEN_SPAN || w->base || w->same || !sentence_is(s, w->last, "year") ||
		    w->period.months > 12)
			continue;
		int y;
		unsigned month, d;
		date_to_civil(w->period.start, &y, &month, &d);
		if (month == 1 && d == 1)
			w->period = when_span_from_day(day, (unsigned)w->period.months);
	}
}

static bool try_forms(struct reader *r, size_t i, struct when *out)
{
	size_t best = 0;
	for (size_t k = 0; k < sizeof forms / sizeof forms[0]; k++) {
		struct reader one = *r;
		size_t n = forms[k](&one, i);
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
		join_year(s, &w);
		describe_year(s, &w);
		if (is_name_year(s, &w)) {
			w.sort = WHEN_BAD;
			w.base = true;
		}
		for (size_t k = w.first; k <= w.last; k++)
			s->when_of[k] = (int16_t)s->n_whens;
		s->whens[s->n_whens++] = w;
		if (w.sort == WHEN_SPAN && w.period.months >= 12 && !w.base && !w.by)
			r.sentence_year = when_year_of(w.period.start);
		if (w.sort == WHEN_SPAN && !w.base && !w.by && w.period.months <= 12)
			now.of_length[w.period.months] = w.period;
		if (w.sort == WHEN_SPAN && !w.base && !w.by && !w.same)
			now.now = w.period; /* "the same period" is first of all the one in the same sentence */
		i = (size_t)w.last + 1;
	}
	settle_weak(s, clock);
	count_from_day(s);
}
