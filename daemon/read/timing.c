/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which period a figure is of: the one right behind its number; else the nearest of its clause that is not another number's own; else the
 * nearest of the sentence; else, for flows and growth, the one spoken of before. A stock in the present tense is of the day of publication; a
 * rank or a share in the present tense of the last full year before it.
 */
#include "read/scribe.h"

#include "base/date.h"

#include <string.h>

#define TIED_REACH 3

static int year_of(int32_t date)
{
	int y;
	unsigned m, d;
	date_to_civil(date, &y, &m, &d);
	return y;
}

/* Tokens that may stand between a number and its own period: "in", "in the", "for", a closing bracket. */
static bool is_bridge(const struct sentence *s, size_t i)
{
	return sentence_is_one(s, i, "in|for|during|by|at|over|through|as|of|the|from|within|on|)|already") || sentence_sign(s, i, '-');
}

static bool ties(const struct sentence *s, size_t number_last, const struct when *w)
{
	if (w->first <= number_last || w->first - number_last > TIED_REACH + 1)
		return false;
	for (size_t i = number_last + 1; i < w->first; i++)
		if (!is_bridge(s, i))
			return false;
	return true;
}

/* "(2022: $1.1 billion)", "2022 - $1.1 billion", "than in the same period of 2022 ($1.1 billion)": the period right before its number. */
static bool leads(const struct sentence *s, const struct amount *a, const struct when *w)
{
	/* "double the 2022 number of 653,000" */
	if (w->last + 3u == a->hedge_first && sentence_is_one(s, w->last + 1u, "figure|number|level|total|result|volume|value|amount") &&
	    sentence_is_one(s, w->last + 2u, "of|:") && a->dim != DIM_PERCENT && !a->ordinal)
		return true;
	if (w->base || w->same)
		return w->last + 2u == a->hedge_first && sentence_is(s, w->last + 1u, "(") && a->dim != DIM_PERCENT && !a->ordinal;
	return w->last + 2u == a->hedge_first &&
	       (sentence_is(s, w->last + 1u, ":") ||
	        (sentence_sign(s, w->last + 1u, '-') && (w->first == 0 || s->t[w->first - 1].kind == TOKEN_SIGN)));
}

/* The amount to which a period is tied, or -1. */
static int tied_to(const struct sentence *s, size_t when)
{
	for (size_t k = 0; k < s->n_amounts; k++)
		if (leads(s, &s->amounts[k], &s->whens[when]))
			return (int)k;
	for (size_t k = 0; k < s->n_amounts; k++)
		if (ties(s, s->amounts[k].last, &s->whens[when]))
			return (int)k;
	return -1;
}

/* The number that another is compared with: "from $5 billion", "against $2.6 billion", "on USD 1.4 billion". */
static bool is_base_amount(const struct sentence *s, const struct amount *a)
{
	if (a->hedge_first == 0)
		return false;
	size_t i = a->hedge_first - 1u;
	return sentence_is_one(s, i, "from|against|on|versus|vs|than|after") ||
	       (sentence_is_one(s, i, "to|with") && i > 0 && sentence_is_one(s, i - 1, "compared|comparison|relative"));
}

static bool usable(const struct when *w, const struct indicator *i)
{
	if (w->sort == WHEN_BAD || w->sort == WHEN_DAY)
		return false;
	if (w->sort == WHEN_STATE)
		return i->kind != COOP_FLOW || (w->by && w->period.months == 12);
	return true;
}

/* A stock "a year ago" was counted a year before the report came out, whatever was spoken of last. */
static struct timing year_ago(const struct scribe *w)
{
	int32_t day = date_add_months(w->options.published, -12);
	return (struct timing){.period = {.start = day, .days = 1, .freq = 'D'}, .rule = "published", .told = true, .pointed = true};
}

static struct timing taken(const struct when *w, const char *rule)
{
	return (struct timing){.period = w->period, .rule = rule, .by = w->by, .told = true, .pointed = w->same};
}

/* "41,000 vehicles crossed in the second quarter, and 118 thousand citizens visited in the first half": behind the number that the period ends with
 * another begins; what stands behind that one is nearer. */
static bool is_closed_off(const struct sentence *s, const struct when *o, size_t first)
{
	if (o->last + 1u >= first || !sentence_is(s, o->last + 1u, ",") ||
	    !judge_number_between(s, judge_clause_start(s, o->first), o->first))
		return false;
	return sentence_is_one(s, o->last + 2u, "and|but");
}

/* "40,000 vehicles crossed, and 70,000 citizens visited": behind a number, "and" begins another. */
static bool begins_anew(const struct sentence *s, size_t from, size_t first)
{
	bool number = false, anew = false;
	for (size_t i = from; i < first; i++) {
		number |= s->amount_of[i] >= 0 && !s->amounts[s->amount_of[i]].ordinal;
		anew |= number && sentence_is(s, i, "and") && sentence_is(s, i - 1, ",");
	}
	return anew;
}

/* "ranked sixth, down from fifth place in 2023": the time of the place before. */
static bool is_of_place(const struct sentence *s, size_t last, const struct when *o)
{
	for (size_t k = 0; k < s->n_amounts; k++) {
		const struct amount *b = &s->amounts[k];
		if (b->ordinal && b->first > last && b->last < o->first && o->first - b->last < 5 && b->first > 0 &&
		    sentence_is_one(s, b->first - 1u, "from|after|against"))
			return true;
	}
	return false;
}

/* The nearest period on one side, not compared with and not another number's own. */
static int nearest(const struct scribe *w, const struct indicator *i, size_t first, size_t last, size_t from, size_t to, bool base)
{
	const struct sentence *s = w->s;
	int best = -1;
	size_t best_distance = 0;
	for (size_t k = 0; k < s->n_whens; k++) {
		const struct when *o = &s->whens[k];
		if (o->first < from || o->last >= to || !usable(o, i) || (o->base && !base))
			continue;
		if (is_of_place(s, last, o))
			continue;
		int tied = tied_to(s, k);
		bool own_base = tied >= 0 && is_base_amount(s, &s->amounts[tied]) &&
		                !(s->amounts[tied].first >= first && s->amounts[tied].last <= last);
		if (own_base)
			continue;
		if (tied >= 0 && leads(s, &s->amounts[tied], o))
			continue;
		size_t d = o->last < first ? first - o->last : o->first > last ? (o->first - last) + 2 : 0;
		/* Two numbers side by side, each with its own period: the other's is farther. */
		if (tied >= 0 && s->amounts[tied].last > last)
			d += 6;
		if (tied >= 0 && s->amounts[tied].last < first)
			d += 3;
		if (o->weak)
			d += 8;
		if (o->last < first && is_closed_off(s, o, first))
			d += 10;
		else if (o->last < first && begins_anew(s, o->last, first))
			d += 3; /* another number is nearer to it */
		if (best < 0 || d < best_distance) {
			best = (int)k;
			best_distance = d;
		}
	}
	return best;
}

static bool past_verb(const struct sentence *s, size_t i)
{
	return sentence_is_one(s, i,
	                       "was|were|had|did|shrank|fell|rose|grew|ranked|became|accounted|made|reached|stood|amounted|remained|took|"
	                       "numbered|employed|totalled|totaled|exceeded|came|held|comprised|worked|studied|learned");
}

static bool present_verb(const struct sentence *s, size_t i)
{
	const struct hit *h = sentence_hit(s, i, CLASS_VERB);
	return h && h->lexeme->n == 1;
}

/* The tense of the verb nearest to tokens [first, last], rather before than behind. */
static bool is_past(const struct sentence *s, size_t first, size_t last, size_t from, size_t to)
{
	for (size_t i = last + 1; i > from; i--) {
		if (present_verb(s, i - 1))
			return false;
		if (past_verb(s, i - 1) && !(i < first && first - i > 12))
			return true;
	}
	for (size_t i = last + 1; i < to && i < s->n; i++) {
		if (present_verb(s, i))
			return false;
		if (past_verb(s, i))
			return true;
	}
	return false;
}

/* The day stands behind the number, with "on" and no verb of saying before it. */
static bool is_its_day(const struct sentence *s, const struct when *day, size_t number)
{
	if (day->first <= number + 1 || !sentence_is(s, day->first - 1u, "on"))
		return false;
	for (size_t i = number + 1; i < day->first; i++)
		if (sentence_is(s, i, ",") || sentence_breaks(s, i) ||
		    sentence_is_one(
		        s, i, "said|says|reported|reports|announced|told|wrote|noted|stated|declared|published|released|disclosed|signed"))
			return false;
	return true;
}

/* "There were 32 flights a week in summer": a state of a time that is no period. */
static bool is_of_a_season(const struct sentence *s, size_t first, size_t last)
{
	for (size_t i = judge_clause_start(s, first); i < judge_clause_end(s, last); i++)
		if (sentence_is_one(s, i, "summer|winter|spring|autumn|season") && i > 0 &&
		    sentence_is_one(s, i - 1, "in|last|the|this|during|over|high"))
			return true;
	return false;
}

static struct timing default_state(const struct scribe *w, const struct indicator *i, bool past)
{
	int32_t published = w->options.published;
	if (past && w->clock.now.months && i->kind != COOP_STOCK)
		return (struct timing){.period = w->clock.now, .rule = "carried"};
	if (published == DATE_NONE)
		return (struct timing){.rule = NULL};
	if (i->kind == COOP_STOCK)
		return (struct timing){.period = {.start = published, .days = 1, .freq = 'D'}, .rule = "published"};
	return (struct timing){.period = when_span(year_of(published) - 1, 1, 12), .rule = "last full year"};
}

/* The verb of the number's own part of the sentence is in the present tense: "and 430 companies operate there". */
static bool is_own_present(const struct sentence *s, size_t first, size_t last, size_t to)
{
	for (size_t i = last + 1; i < to && i < s->n && !sentence_is(s, i, ",") && s->amount_of[i] < 0; i++)
		if (present_verb(s, i) || past_verb(s, i))
			return present_verb(s, i);
	for (size_t i = first; i > 0 && !sentence_is_one(s, i - 1, ",|and") && s->amount_of[i - 1] < 0; i--)
		if (present_verb(s, i - 1) || past_verb(s, i - 1))
			return present_verb(s, i - 1);
	return false;
}

/* "18 billion at the end of 2022, and 430 companies operate there": the state at that day is another number's; this one is in the present tense. */
static bool is_others_state(const struct sentence *s, const struct indicator *i, int when, size_t first, size_t last)
{
	int tied = tied_to(s, (size_t)when);
	if (tied < 0 || i->kind != COOP_STOCK || s->whens[when].sort != WHEN_STATE)
		return false;
	const struct amount *a = &s->amounts[tied];
	return a->last < first || a->first > last;
}

/* A growth of which only the base is named: it is a year later. */
static struct timing year_after_base(const struct scribe *w, const struct indicator *i)
{
	const struct sentence *s = w->s;
	for (size_t k = 0; k < s->n_whens; k++) {
		const struct when *o = &s->whens[k];
		if (!o->base || o->sort != WHEN_SPAN || o->same || tied_to(s, k) >= 0 || !usable(o, i))
			continue;
		struct period p = when_shift(&o->period, 12);
		if (w->options.published != DATE_NONE && period_end(&p) > w->options.published + 10)
			continue;
		return (struct timing){.period = p, .rule = "after base", .told = true};
	}
	return (struct timing){.rule = NULL};
}

/* "since 2017, when turnover was": the clause is of the year before it. */
static int when_clause(const struct sentence *s, size_t from)
{
	if (from < 2 || !sentence_is(s, from - 1, "when"))
		return -1;
	size_t i = from - 2;
	i -= i > 0 && sentence_is(s, i, ",");
	int k = s->when_of[i];
	return k >= 0 && s->whens[k].last == i && s->whens[k].period.months ? k : -1;
}

/* What was signed at a meeting was signed in its month. */
static struct timing signed_then(const struct scribe *w, const struct indicator *i, size_t first)
{
	const struct sentence *s = w->s;
	int y;
	unsigned m, d;
	struct period day = w->event_day;
	for (size_t k = 0; k < s->n_whens; k++)
		if (s->whens[k].sort == WHEN_DAY && w->options.published != DATE_NONE && s->whens[k].period.start <= w->options.published)
			day = s->whens[k].period;
	/* Of what regions agreed on the day of their forum; other agreements are a stock. */
	bool agreed = i->kind == COOP_STOCK && strcmp(i->id, "agreements") == 0 && day.days == 1;
	if (!day.days && w->options.published != DATE_NONE)
		day = (struct period){.start = w->options.published, .days = 1, .freq = 'D'};
	if ((i->kind != COOP_FLOW && !agreed) || strcmp(i->unit, "count") != 0 || !day.days)
		return (struct timing){.rule = NULL};
	for (size_t k = 0; k < s->n_whens; k++)
		if (s->whens[k].sort == WHEN_SPAN && !s->whens[k].base && !s->whens[k].same &&
		    !(w->options.published != DATE_NONE && s->whens[k].period.start > w->options.published))
			return (struct timing){.rule = NULL};
	bool is_signed = false;
	for (size_t k = judge_clause_start(s, first); k < s->n; k++)
		is_signed |=
		    sentence_is_one(s, k, "signed|inked|signing") && !(agreed && k > 0 && sentence_is_one(s, k - 1, "have|has|been|are"));
	if (is_signed && agreed)
		return (struct timing){.period = day, .rule = "event before"};
	if (!is_signed)
		return (struct timing){.rule = NULL};
	date_to_civil(day.start, &y, &m, &d);
	return (struct timing){.period = when_span(y, m, 1), .rule = "event before"};
}

/* "A year earlier it was $9 million, so turnover has tripled": behind the time before, the growth is of the time spoken of first. */
static bool is_conclusion(const struct sentence *s, size_t from, size_t first)
{
	bool so = false, back = false;
	for (size_t i = from; i < first; i++) {
		so |= i > 0 && sentence_is(s, i - 1, ",") && sentence_is_one(s, i, "so|thus|hence|therefore|meaning");
		if (!so && s->when_of[i] >= 0)
			back |= s->whens[s->when_of[i]].same && s->whens[s->when_of[i]].sort == WHEN_SPAN;
	}
	return so && back;
}

struct timing timing_find(const struct scribe *w, const struct indicator *i, const struct amount *a, const struct verdict *v, size_t first,
                          size_t last)
{
	const struct sentence *s = w->s;
	bool outlook = v->status != 'A';
	size_t number_last = a && v->as == AS_GROWTH && v->word > a->last ? v->word : a ? a->last : 0;
	for (size_t k = 0; a && k < s->n_whens; k++)
		if (leads(s, a, &s->whens[k]) && usable(&s->whens[k], i))
			return taken(&s->whens[k], "tied");
	for (size_t k = 0; a && k < s->n_whens; k++)
		if (tied_to(s, k) >= 0 && leads(s, &s->amounts[tied_to(s, k)], &s->whens[k]))
			continue;
		else if (ties(s, number_last, &s->whens[k]) && usable(&s->whens[k], i) &&
		         (!s->whens[k].base || (v->as == AS_LEVEL && !s->whens[k].weak)) &&
		         !(v->as == AS_GROWTH && s->whens[k].same && s->whens[k].base))
			return taken(&s->whens[k], "tied");
	/* A number that is compared with has its own period or none. */
	if (a && (v->as == AS_LEVEL || v->as == AS_SHARE) && is_base_amount(s, a) && !sentence_is(s, a->hedge_first - 1u, "on"))
		return (struct timing){.rule = NULL};
	size_t from = judge_clause_start(s, first), to = judge_clause_end(s, last);
	struct timing event = signed_then(w, i, first);
	if (event.rule)
		return event;
	/* "after falling by 8% to $6.4 billion in 2022": the time of where it arrived. */
	for (size_t n = 0; a && v->as == AS_GROWTH && n < s->n_amounts; n++) {
		const struct amount *b = &s->amounts[n];
		bool arrives = b->hedge_first == a->last + 2u && sentence_is(s, a->last + 1u, "to") && b->dim != DIM_PERCENT;
		for (size_t o = 0; arrives && o < s->n_whens; o++)
			if (ties(s, b->last, &s->whens[o]) && usable(&s->whens[o], i) && !s->whens[o].base && !s->whens[o].weak)
				return taken(&s->whens[o], "tied");
	}
	int k = when_clause(s, from);
	if (k >= 0)
		return taken(&s->whens[k], "when");
	if (v->as == AS_GROWTH && w->before.months && is_conclusion(s, from, first))
		return (struct timing){.period = w->before, .rule = "carried"};
	k = nearest(w, i, first, last, from, to, false);
	if (k >= 0 && is_others_state(s, i, k, first, last) && !outlook && is_own_present(s, first, last, to))
		return default_state(w, i, false);
	if (k >= 0 && i->kind == COOP_STOCK && s->whens[k].sort == WHEN_SPAN && !outlook && v->as != AS_GROWTH &&
	    !is_past(s, first, last, from, to))
		k = -1; /* a state in the present tense is of today, whatever else is spoken of */
	if (k >= 0 && i->kind == COOP_STOCK && sentence_is(s, s->whens[k].last, "ago") && v->as == AS_LEVEL)
		return w->options.published == DATE_NONE ? (struct timing){.rule = NULL} : year_ago(w);
	if (k >= 0)
		return taken(&s->whens[k], "clause");
	if (w->main_span.months && i->kind != COOP_STOCK && !outlook)
		return (struct timing){.period = w->main_span, .rule = "sentence", .told = true};
	k = nearest(w, i, first, last, 0, s->n, false);
	/* "A year earlier it had been 4 billion; the increase is 53 per cent": of the year spoken of, not of the earlier one. */
	if (k >= 0 && v->as == AS_GROWTH && s->whens[k].same && w->clock.now.months && s->whens[k].period.start < w->clock.now.start)
		k = -1;
	bool elsewhere = k >= 0 && i->kind == COOP_STOCK && (s->whens[k].first >= to || is_others_state(s, i, k, first, last));
	if (elsewhere && !outlook && is_own_present(s, first, last, to))
		return default_state(w, i, false);
	if (k >= 0 && (i->kind != COOP_STOCK || s->whens[k].sort == WHEN_STATE))
		return taken(&s->whens[k], "sentence");
	if (outlook)
		return (struct timing){.rule = NULL};
	if (i->kind == COOP_STOCK && v->as == AS_LEVEL && is_past(s, first, last, from, to) && is_of_a_season(s, first, last))
		return (struct timing){.rule = NULL};
	if (i->kind != COOP_FLOW && v->as != AS_GROWTH)
		return default_state(w, i, is_past(s, first, last, from, to));
	for (size_t n = 0; n < s->n_whens; n++)
		if (s->whens[n].sort == WHEN_BAD && !s->whens[n].base && s->whens[n].last >= from && s->whens[n].first < to)
			return (struct timing){.rule = NULL}; /* "since the beginning of the year": not the period before */
	/* "70 lorries crossed the border on Sunday": of that day, unless it is the day on which somebody said so. */
	for (size_t n = 0; i->kind == COOP_FLOW && v->as == AS_LEVEL && n < s->n_whens; n++)
		if (s->whens[n].sort == WHEN_DAY && s->whens[n].first >= from && s->whens[n].last < to && is_its_day(s, &s->whens[n], last))
			return (struct timing){.rule = NULL};
	/* What is granted now is not granted for the time that another paragraph spoke of. */
	bool granted = i->direction == COOP_WHENCE && i->kind == COOP_FLOW && strcmp(i->unit, "persons") == 0;
	if (granted && !w->fresh)
		return (struct timing){.rule = NULL};
	/* A new paragraph that names no time goes on from what the report is about. */
	if (!w->fresh && w->have_main && w->main_period.months)
		return (struct timing){.period = w->main_period, .rule = "carried"};
	if (w->clock.now.months)
		return (struct timing){.period = w->clock.now, .rule = "carried"};
	if (v->as == AS_GROWTH)
		return year_after_base(w, i);
	return (struct timing){.rule = NULL};
}
