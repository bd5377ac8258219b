/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Amounts become figures: what the amount is (judge), of which indicator (topic), of which period (timing), of whom (who), in this order; the first
 * that cannot be told leaves the amount, with the reason.
 */
#include "read/scribe.h"

#include "base/date.h"
#include "base/value.h"
#include "read/country.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define YEAR_END_DAYS 31 /* the same for what is counted one by one */
#define ENDED_DAYS 10    /* a period counts as ended when the report comes out this many days before its end */

void scribe_left(struct scribe *w, size_t first, size_t last, const char *reason)
{
	const struct sentence *s = w->s;
	int k = s->amount_of[first];
	/* "the two countries": not worth a line. */
	if (k >= 0 && s->amounts[k].word && s->amounts[k].dim == DIM_COUNT && s->amounts[k].number <= 3)
		return;
	struct quote q = {.at = s->cut.at, .len = s->cut.len, .number = s->t[first].at};
	q.number_len = s->t[last].at + s->t[last].len - q.number;
	int rc = reading_add_left(w->out, &q, reason);
	if (rc && !w->rc)
		w->rc = rc;
}

/* A count in words of the tables is exact where it was counted. */
static void settle_bound(struct figure_read *f, const struct draft *d)
{
	struct value v = {.number = f->value, .high = f->high, .g = f->g, .bound = f->bound, .hedged = f->bound != BOUND_EQ};
	if (f->growth || f->change || (d->amount && d->amount->hedged))
		return;
	value_settle_exact(&v, f->indicator->unit);
	f->bound = v.bound;
	f->g = v.g;
}

static bool mentions_loss(const struct sentence *s, size_t first, size_t last, bool *gain)
{
	bool loss = false;
	size_t from = judge_clause_start(s, first), to = judge_clause_end(s, last);
	*gain = false;
	for (size_t i = from; i < to; i++) {
		loss |= sentence_has(s, i, CLASS_LOSS) || sentence_is(s, i, "negative") || sentence_is(s, i, "minus");
		*gain |= sentence_has(s, i, CLASS_GAIN) || sentence_is(s, i, "positive");
	}
	return loss;
}

/* The party whose surplus or deficit it is: "a deficit for Brazil", "in China's favour", "Russia's surplus". */
static const char *balance_owner(const struct scribe *w, size_t first, size_t last)
{
	const struct sentence *s = w->s;
	size_t from = judge_clause_start(s, first), to = judge_clause_end(s, last);
	for (size_t k = 0; k < s->n_names; k++) {
		const struct name *n = &s->names[k];
		if (n->first < from || n->last >= to)
			continue;
		size_t next = n->last + 1u + n->possessive * (n->sort != NAME_PRONOUN);
		bool owns = n->possessive || n->sort == NAME_ADJECTIVE;
		if (owns && (sentence_has(s, next, CLASS_GAIN) || sentence_has(s, next, CLASS_LOSS) || sentence_is(s, next, "trade")))
			return n->code;
		if (n->first > 0 && !n->possessive && sentence_is_one(s, n->first - 1u, "leaving|leaves|left|gives|gave|giving"))
			return n->code;
		if (n->first > 0 && (sentence_is(s, n->first - 1u, "for") || (sentence_is(s, n->first - 1u, "of") && n->first > 1 &&
		                                                              sentence_is_one(s, n->first - 2u, "favour|favor"))))
			return n->code;
	}
	return NULL;
}

static bool settle_balance(struct scribe *w, struct figure_read *f, const struct draft *d)
{
	bool gain;
	bool loss = mentions_loss(w->s, d->first, d->last, &gain);
	if (!(f->indicator->flags & COOP_SIGNED) || f->growth)
		return true;
	size_t noun = d->amount && d->amount->hedge_first > 2 ? d->amount->hedge_first - 2u : 0;
	if (loss && gain && noun && sentence_is(w->s, noun + 1, "of")) { /* "turned a surplus into a deficit of 3 billion" */
		loss = sentence_has(w->s, noun, CLASS_LOSS);
		gain = sentence_has(w->s, noun, CLASS_GAIN);
	}
	if (loss == gain)
		return false;
	const char *owner = balance_owner(w, d->first, d->last);
	if (owner && strcmp(owner, f->pair.ref) != 0)
		loss = !loss;
	if (loss) {
		f->value = -f->value;
		if (f->bound == BOUND_GT || f->bound == BOUND_GE)
			f->bound = f->bound == BOUND_GT ? BOUND_LT : BOUND_LE;
		else if (f->bound == BOUND_LT || f->bound == BOUND_LE)
			f->bound = f->bound == BOUND_LT ? BOUND_GT : BOUND_GE;
	}
	return true;
}

/* The name of the currency is said with its country's ("Iranian rials"), or is a code or a sign. */
static bool is_qualified(const struct sentence *s, const struct amount *a)
{
	const struct token *last = &s->t[a->last];
	for (size_t i = a->first; i <= a->last; i++)
		if (s->name_last[i] >= 0)
			return true;
	if (a->last == a->number_last && s->t[a->first].kind == TOKEN_NUMBER)
		return false; /* the currency was said with the number before */
	return last->kind != TOKEN_WORD || last->len <= 3 || a->last == a->number_last;
}

/* Bare "rials" are those of the one of the two that has rials; where both have, they are read as everywhere. */
static void settle_currency(const struct sentence *s, struct figure_read *f, const struct amount *a)
{
	const char *ref = country_money(f->pair.ref, a->currency), *cpt = country_money(f->pair.cpt, a->currency);
	const char *own = ref && cpt ? NULL : ref ? ref : cpt;
	snprintf(f->currency, sizeof f->currency, "%s", own && !is_qualified(s, a) ? own : a->currency);
}

static bool is_plausible(const struct figure_read *f)
{
	if (f->growth)
		return f->value >= -100 && f->value < 1e6;
	if (f->change || *f->currency)
		return true;
	return f->value >= f->indicator->plausible_min && f->value <= f->indicator->plausible_max;
}

static const char *check_timing(const struct scribe *w, const struct draft *d, char *status)
{
	if (!d->timing.rule)
		return *status == 'A' ? "its period is not said" : "an aim or a forecast without its year";
	if (w->options.published == DATE_NONE)
		return NULL;
	int32_t end = period_end(&d->timing.period);
	bool ended = end <= w->options.published + ENDED_DAYS;
	if (*status != 'A' && ended && d->timing.period.months < 12)
		return "an aim or a forecast without its year";
	if (*status == 'T' && ended && !d->timing.by && d->topic_rule && strcmp(d->topic_rule, "main subject") == 0)
		return "an aim without its year"; /* "the target set in 2024" */
	if (*status == 'A' && d->timing.by && !ended)
		*status = 'T';
	/* "The programme provides for a turnover of 5 billion in 2030": no observation, whatever the verb. */
	bool turnover = d->mention && d->mention->indicator->direction == COOP_BOOKS && d->verdict.as == AS_LEVEL &&
	                d->timing.period.months == 12 && !(d->mention->indicator->flags & COOP_SIGNED);
	if (*status == 'A' && turnover && d->timing.period.start > w->options.published)
		*status = 'T';
	/* What is granted is granted beforehand. */
	bool granted = d->mention && d->mention->indicator->direction == COOP_WHENCE && d->mention->indicator->kind == COOP_FLOW &&
	               strcmp(d->mention->indicator->unit, "persons") == 0;
	if (granted && d->timing.period.start <= w->options.published + 366)
		return NULL;
	if (*status == 'A' && !ended && d->timing.period.start > w->options.published)
		return "its period had not begun when the report came out";
	return NULL;
}

/* A year that has not ended is read only of stocks and of what is granted for it. */
static bool is_unfinished(const struct scribe *w, const struct draft *d, const struct indicator *i, char status)
{
	if (w->options.published == DATE_NONE || status != 'A' || i->kind != COOP_FLOW || d->timing.period.days == 1)
		return false;
	bool counted = strcmp(i->unit, "count") == 0 || strcmp(i->unit, "persons") == 0;
	if (strcmp(d->timing.rule, "event before") == 0)
		return false;
	/* "In 2025 the centre staged 44 concerts", in December. */
	int ended = strcmp(i->unit, "count") == 0 ? YEAR_END_DAYS : ENDED_DAYS;
	return period_end(&d->timing.period) > w->options.published + ended &&
	       !(counted && d->verdict.as == AS_LEVEL && i->direction == COOP_WHENCE);
}

/* "Turnover came to $4 billion, of which exports made up $3 billion": the sentence was about the turnover, and "it" is that. */
static bool is_part_of_turnover(const struct scribe *w, const struct figure_read *f, const struct draft *d)
{
	enum coop_direction direction = f->indicator->direction;
	bool part = (direction == COOP_GIVES || direction == COOP_TAKES) && strcmp(f->indicator->unit, "USD") == 0;
	return part && w->turnover_at && judge_clause_start(w->s, d->first) < w->turnover_at && w->subject->area == f->indicator->area;
}

/* "Turks are the second-largest group of visitors. They numbered 300,000": what the rank goes by, where the area measures it. */
static const struct indicator *what_is_ranked(const struct indicator *rank)
{
	for (size_t k = 0; k < rank->area->n_indicators; k++)
		if (rank->area->indicators[k]->direction == rank->direction && rank->area->indicators[k]->kind == COOP_FLOW)
			return rank->area->indicators[k];
	return NULL;
}

static bool is_of_report(const struct scribe *w, const struct pair *p)
{
	const struct pair *own = &w->cast.pair;
	return (strcmp(p->ref, own->ref) == 0 && strcmp(p->cpt, own->cpt) == 0) ||
	       (strcmp(p->ref, own->cpt) == 0 && strcmp(p->cpt, own->ref) == 0);
}

static void remember(struct scribe *w, const struct figure_read *f, const struct draft *d)
{
	bool turnover = f->indicator->direction == COOP_BOOKS && f->indicator->kind == COOP_FLOW && !(f->indicator->flags & COOP_SIGNED);
	if (!is_part_of_turnover(w, f, d)) {
		w->subject = f->indicator;
		w->subject_pair = f->pair;
	}
	if (f->indicator->kind == COOP_RATIO) {
		w->share_subject = f->indicator;
		w->share_pair = f->pair;
	} else if (f->indicator->kind == COOP_FLOW || f->indicator->kind == COOP_STOCK) {
		w->level_subject = w->subject;
		w->level_pair = w->subject_pair;
	}
	const struct indicator *ranked = f->indicator->kind == COOP_RANK ? what_is_ranked(f->indicator) : NULL;
	if (ranked) {
		w->subject = ranked;
		w->have_subject = true;
	}
	if (turnover && !w->turnover_at)
		w->turnover_at = d->first + 1;
	w->have_subject = ranked ? true : f->indicator->kind != COOP_RANK && f->indicator->kind != COOP_ORDINAL ? true : w->have_subject;
	bool before = d->timing.pointed && w->clock.now.months && d->timing.period.start < w->clock.now.start;
	if (d->timing.told && d->timing.period.months && f->status == 'A' && f->indicator->kind != COOP_STOCK && !before &&
	    strcmp(d->timing.rule, "tied") != 0)
		w->main_span = d->timing.period;
	if (turnover && !w->have_main && is_of_report(w, &f->pair)) {
		w->main_subject = f->indicator;
		w->main_pair = f->pair;
		w->main_period = f->period;
		w->have_main = true;
	}
	const struct sentence *s = w->s;
	w->timed |= strcmp(d->timing.rule, "carried") == 0;
	bool back = d->timing.pointed && w->clock.now.months && d->timing.period.start < w->clock.now.start;
	bool compared = d->amount && d->amount->hedge_first > 0 &&
	                sentence_is_one(s, d->amount->hedge_first - 1u, "from|against|with|to") && f->growth == false &&
	                (sentence_is_one(s, d->amount->hedge_first - 1u, "from|against") ||
	                 (d->amount->hedge_first > 1 && sentence_is_one(s, d->amount->hedge_first - 2u, "compared|comparison")));
	if (d->timing.period.months && !compared && !back && f->status == 'A' && (d->timing.told || f->indicator->kind == COOP_FLOW) &&
	    strcmp(d->timing.rule, "event before") != 0) {
		/* Of several periods in one sentence the latest is the one that goes on. */
		if (!w->timed || period_end(&d->timing.period) >= period_end(&w->clock.now))
			w->clock.now = d->timing.period;
		if (d->timing.period.months <= 12)
			w->clock.of_length[d->timing.period.months] = d->timing.period;
		w->timed = true;
		w->fresh = true;
	}
}

/* "55,000 children attend the latter": of the two that were spoken of. */
static bool points_to_one(const struct scribe *w, const struct draft *d, const struct who *who)
{
	enum coop_direction direction = who->indicator->direction;
	size_t to = judge_clause_end(w->s, d->last);
	if (direction != COOP_WHERE && direction != COOP_WHENCE)
		return false;
	for (size_t i = judge_clause_start(w->s, d->first); i < to; i++)
		if (sentence_is(w->s, i, "latter"))
			return true;
	return false;
}

/* "48,900 tourists came and 33,100 went the other way": the subject before with the parties changed over, unless they are named again. */
static bool is_turned(const struct scribe *w, const struct draft *d, const struct indicator *i)
{
	const struct sentence *s = w->s;
	size_t from;
	if (!d->amount || d->verdict.as != AS_LEVEL || !w->have_subject || w->subject != i || !topic_can_turn(i) ||
	    !topic_is_turned(s, d->amount, &from))
		return false;
	for (size_t n = 0; n < s->n_names; n++)
		if (s->names[n].first >= from && s->names[n].first < judge_clause_end(s, d->last) && s->names[n].sort != NAME_CITY)
			return false;
	return true;
}

/* "In 11 Serbian schools Chinese is taught, and 2,350 pupils learn it": where nobody is named again, it is where the figure before was. */
static bool goes_on(const struct scribe *w, const struct draft *d, const struct indicator *i)
{
	const struct sentence *s = w->s;
	if (!d->amount || !w->have_subject || w->out->n_figures == w->n_before || w->subject->area != i->area ||
	    w->subject->direction != i->direction || i->direction != COOP_WHERE || i->kind != COOP_STOCK)
		return false;
	size_t k = (size_t)(d->amount - s->amounts), from = k ? s->amounts[k - 1].last + 1u : 0, to = d->last + 1;
	while (from < d->first && !sentence_is_one(s, from, ",|;|and"))
		from++;
	while (to < s->n && !sentence_is_one(s, to, ",|;"))
		to++;
	for (size_t n = 0; n < s->n_names; n++)
		if (s->names[n].first >= from && s->names[n].last < to && s->names[n].sort != NAME_PRONOUN)
			return false;
	return k > 0;
}

/* "They made up 12 per cent of all arrivals": who came, not the country that the sentence before was about. */
static bool is_of_visitors(const struct scribe *w, const struct draft *d)
{
	const struct sentence *s = w->s;
	const struct indicator *i = d->mention ? d->mention->indicator : NULL;
	if (!i || i->kind != COOP_RATIO || i->direction != COOP_WHERE || !w->have_subject || w->subject->area != i->area ||
	    w->subject->direction != COOP_WHERE || w->subject->kind == COOP_RATIO)
		return false;
	bool they = false;
	for (size_t k = judge_clause_start(s, d->first); k < d->first; k++) {
		they |= sentence_is_one(s, k, "they|these|this|that|those|it");
		if (s->name_of[k] >= 0 && s->names[s->name_of[k]].sort != NAME_PRONOUN)
			return false;
	}
	return they;
}

void scribe_figure(struct scribe *w, const struct draft *d)
{
	const struct sentence *s = w->s;
	struct figure_read f = {.growth = d->verdict.as == AS_GROWTH,
	                        .change = d->verdict.as == AS_CHANGE,
	                        .value = d->value,
	                        .high = d->high,
	                        .g = d->g,
	                        .bound = d->bound,
	                        .status = d->verdict.status,
	                        .period = d->timing.period};
	struct who who;

	const char *reason = check_timing(w, d, &f.status);
	if (!reason && d->mention && is_unfinished(w, d, d->mention->indicator, f.status))
		reason = "its period had not ended when the report came out";
	if (reason) {
		scribe_left(w, d->first, d->last, reason);
		return;
	}
	if (d->mention && d->topic_rule && strcmp(d->topic_rule, "carried") != 0) {
		if (!who_decide(s, d->mention, d->first, d->last, &w->cast, &who)) {
			scribe_left(w, d->first, d->last, "whose it is cannot be told");
			return;
		}
		if (points_to_one(w, d, &who)) {
			if (!w->have_subject || w->subject->area != who.indicator->area ||
			    w->subject->direction != who.indicator->direction) {
				scribe_left(w, d->first, d->last, "which of the two is meant cannot be told");
				return;
			}
			who.pair = w->subject_pair;
			who.rule = "carried";
		}
		/* Nobody is named: it goes the way of the figure before, where that is of the same area. */
		bool same_way =
		    w->have_subject && w->subject->area == who.indicator->area && w->subject->direction == who.indicator->direction;
		if (same_way && strcmp(who.rule, "default") == 0) {
			who.pair = w->subject_pair;
			who.rule = "carried";
		}
	} else if (d->topic_rule && strcmp(d->topic_rule, "main subject") == 0) {
		who = (struct who){.indicator = w->main_subject, .pair = w->main_pair, .rule = "carried"};
	} else {
		who = (struct who){.indicator = d->mention ? d->mention->indicator : w->subject,
		                   .pair = d->mention ? w->cast.pair : w->subject_pair,
		                   .rule = "carried"};
	}
	/* Its books, where the sentence has others than the one before. */
	bool carried = strcmp(who.rule, "carried") == 0 && who.indicator->direction == COOP_BOOKS;
	if (carried && w->own_books && strcmp(w->own_books, who.pair.cpt) == 0) {
		snprintf(who.pair.cpt, sizeof who.pair.cpt, "%s", who.pair.ref);
		snprintf(who.pair.ref, sizeof who.pair.ref, "%s", w->own_books);
		who.rule = "books";
	}
	if (is_of_visitors(w, d)) {
		who.pair = w->subject_pair;
		who.rule = "carried";
	}
	if (goes_on(w, d, who.indicator)) {
		who.pair = w->subject_pair;
		who.rule = "carried";
	}
	if (is_turned(w, d, who.indicator)) {
		snprintf(who.pair.ref, sizeof who.pair.ref, "%s", w->subject_pair.cpt);
		snprintf(who.pair.cpt, sizeof who.pair.cpt, "%s", w->subject_pair.ref);
		who.rule = "turned";
	}
	/* What the two want together is said by whoever publishes, whosever books were spoken of. */
	if (f.status == 'T' && who.indicator->direction == COOP_BOOKS && is_of_report(w, &who.pair)) {
		snprintf(who.pair.ref, sizeof who.pair.ref, "%s", w->cast.speaker);
		snprintf(who.pair.cpt, sizeof who.pair.cpt, "%s",
		         strcmp(w->cast.speaker, w->cast.pair.ref) == 0 ? w->cast.pair.cpt : w->cast.pair.ref);
	}
	f.pair = who.pair;
	f.indicator = who.indicator;
	if (d->amount && d->amount->dim == DIM_MONEY && !f.growth && strcmp(d->amount->currency, "USD") != 0)
		settle_currency(s, &f, d->amount);
	settle_bound(&f, d);
	if (!settle_balance(w, &f, d)) {
		scribe_left(w, d->first, d->last, "whether it is a surplus or a deficit is not said");
		return;
	}
	if (!is_plausible(&f)) {
		scribe_left(w, d->first, d->last, "outside what is plausible for its indicator");
		return;
	}
	snprintf(f.rule, sizeof f.rule, "%s/%s/%s/%s", d->verdict.rule, d->topic_rule, d->timing.rule, who.rule);
	size_t quoted = d->amount && d->amount->hedged && !d->amount->ordinal ? d->amount->hedge_first : d->first;
	f.quote = (struct quote){.at = s->cut.at, .len = s->cut.len, .number = s->t[quoted].at};
	f.quote.number_len = s->t[d->last].at + s->t[d->last].len - f.quote.number;
	int rc = reading_add_figure(w->out, &f);
	if (rc && !w->rc)
		w->rc = rc;
	remember(w, &f, d);
}

static void draft_amount(const struct amount *a, const struct verdict *v, struct draft *d)
{
	*d = (struct draft){.amount = a,
	                    .verdict = *v,
	                    .value = v->as == AS_GROWTH ? v->value : a->number,
	                    .high = a->high,
	                    .g = a->g,
	                    .bound = a->bound,
	                    .first = a->first,
	                    .last = a->last};
	if (v->as == AS_GROWTH && a->bound == BOUND_RANGE && v->value < 0) {
		d->value = -a->high;
		d->high = -a->number;
	}
	if (a->fraction || a->multiple)
		d->bound = a->hedged ? a->bound : BOUND_EQ;
}

/* Growth over several years, an amount of several years. */
static const char *refuse_years(const struct scribe *w, const struct amount *a, const struct verdict *v)
{
	const struct sentence *s = w->s;
	if (v->as == AS_GROWTH && v->status == 'T')
		return "an aim to grow";
	size_t from = judge_clause_start(s, a->first), to = judge_clause_end(s, a->last);
	for (size_t k = 0; k < s->n_whens; k++) {
		const struct when *o = &s->whens[k];
		if (o->last < from || o->first >= to)
			continue;
		if (o->first > a->last && judge_number_between(s, a->last + 1u, o->first))
			continue; /* "2,000 companies, 900 of them set up in the past three years" */
		bool since = sentence_is(s, o->first, "since") || (o->first > 0 && sentence_is(s, o->first - 1u, "since"));
		if (o->sort == WHEN_BAD && !o->base && (v->as == AS_GROWTH || !since))
			return v->as == AS_GROWTH ? "a change over several years" : "an amount of several years";
	}
	return NULL;
}

/* "Compared with 2016 exports have tripled", "6 per cent up on 2023 and 70 per cent above 2019": the base belongs to the number next to it. */
static bool is_own_base(const struct sentence *s, const struct when *o, const struct amount *a)
{
	if (o->first > a->last)
		return !judge_number_between(s, a->last + 1u, o->first);
	return o->last < a->first && !judge_number_between(s, judge_clause_start(s, o->first), a->hedge_first);
}

/* Growth is told on a year before: the same months of the year before, or a whole year that holds them. */
static bool is_year_before(const struct when *o, const struct period *p)
{
	struct period before = when_shift(p, -12), two_before = when_shift(p, -24);
	if (o->same && o->sort == WHEN_SPAN) /* "the same period of 2019": refused only where it is plainly another year */
		return o->period.months != p->months || o->period.start > two_before.start;
	return period_cmp(&o->period, &before) == 0 || period_holds(&o->period, &before);
}

/* A base that is named must lie a year before the period. */
static bool base_fits(const struct scribe *w, const struct amount *a, const struct period *p)
{
	const struct sentence *s = w->s;
	size_t from = judge_clause_start(s, a->first), to = judge_clause_end(s, a->last);
	for (size_t k = 0; k < s->n_whens; k++) {
		const struct when *o = &s->whens[k];
		/* "twice as many as in the whole of 2020" beside nine months of 2021 */
		bool entire = o->period.months > p->months && o->first > 1 && o->last >= from && o->first < to &&
		              (sentence_is_one(s, o->first - 1u, "full|entire|whole") ||
		               (sentence_is(s, o->first - 1u, "of") && sentence_is_one(s, o->first - 2u, "whole|all|entire")));
		if (entire && o->first > a->last && is_own_base(s, o, a))
			return false;
		bool known = o->sort == WHEN_SPAN || (o->sort == WHEN_BAD && o->same && o->period.months);
		if (known && o->base && o->last >= from && o->first < to && is_own_base(s, o, a) && !is_year_before(o, p))
			return false;
	}
	/* "more than five-fold, from X in 2021 to Y in 2024": several years again. */
	for (size_t k = 0; k < s->n_amounts; k++) {
		const struct amount *b = &s->amounts[k];
		if (b->first <= a->last || b->hedge_first == 0 || !sentence_is(s, b->hedge_first - 1u, "from") || b->first - a->last > 8)
			continue;
		for (size_t o = 0; o < s->n_whens; o++)
			if (s->whens[o].first > b->last && s->whens[o].first <= b->last + 3u) {
				struct period before = when_shift(p, -12);
				return period_cmp(&s->whens[o].period, &before) == 0;
			}
	}
	return true;
}

/* "It took 12 per cent of all arrivals. In March there were 302,000": a level is of the last thing that has levels. */
static void recall_subject(struct scribe *w, const struct verdict *v)
{
	bool share = v->as == AS_SHARE, has_share = w->have_subject && w->subject->kind == COOP_RATIO;
	const struct indicator *i = share ? w->share_subject : w->level_subject;
	if (!w->have_subject || !i || share == has_share)
		return;
	w->subject = i;
	w->subject_pair = share ? w->share_pair : w->level_pair;
}

/* "The two countries have signed 190 agreements." */
static bool is_ever_signed(const struct sentence *s, const struct amount *a)
{
	for (size_t i = judge_clause_start(s, a->first); i + 1 < judge_clause_end(s, a->last); i++)
		if (sentence_is_one(s, i, "have|has") && (sentence_is_one(s, i + 1, "signed|concluded") ||
		                                          (sentence_is(s, i + 1, "been") && sentence_is_one(s, i + 2, "signed|concluded"))))
			return true;
	return false;
}

/* "600 companies were registered last year" */
static bool is_founded(const struct sentence *s, const struct amount *a)
{
	for (size_t i = a->last + 1u; i + 1 < judge_clause_end(s, a->last) && !sentence_is(s, i, ","); i++)
		if (sentence_is_one(s, i, "were|was|been|newly") &&
		    sentence_is_one(s, i + 1, "registered|established|founded|created|opened|launched|set"))
			return true;
	return false;
}

static void read_amount(struct scribe *w, size_t k)
{
	struct sentence *s = w->s;
	const struct amount *a = &s->amounts[k];
	struct verdict v = judge_amount(s, a);
	const char *reason = v.reason;

	w->used[k] = true;
	if (v.as == AS_NOTHING || v.as == AS_CHANGE) {
		if (reason)
			scribe_left(w, a->first, a->last, reason);
		return;
	}
	reason = refuse_years(w, a, &v);
	struct topic topic = {0};
	if (!reason)
		recall_subject(w, &v);
	if (!reason) {
		topic = topic_find(w, a, &v);
		reason = topic.rule ? NULL : topic.reason;
	}
	if (reason) {
		scribe_left(w, a->first, a->last, reason);
		return;
	}
	struct draft d;
	draft_amount(a, &v, &d);
	d.mention = topic.mention;
	d.topic_rule = topic.rule;
	bool main = !topic.mention && topic.rule && strcmp(topic.rule, "main subject") == 0;
	const struct indicator *i = topic.mention ? topic.mention->indicator : main ? w->main_subject : w->subject;
	if (v.as == AS_GROWTH && strcmp(i->unit, "USD") == 0 &&
	    sentence_within(s, judge_clause_start(s, a->first), judge_clause_end(s, a->last), CLASS_PHYSICAL)) {
		scribe_left(w, a->first, a->last, "a growth of the weight, not of the money");
		return;
	}
	if (i->kind == COOP_FLOW && v.as == AS_LEVEL && strcmp(i->unit, "count") == 0 && s->n_whens == 0 && is_ever_signed(s, a)) {
		scribe_left(w, a->first, a->last, "all that was ever signed");
		return;
	}
	if (v.status != 'A' && i->kind == COOP_STOCK && strcmp(i->unit, "USD") == 0) {
		scribe_left(w, a->first, a->last, "money that is to come");
		return;
	}
	d.timing = timing_find(w, i, a, &v, a->first, a->last);
	if (v.as == AS_GROWTH && d.timing.rule && d.timing.by && d.timing.period.start > w->options.published) {
		scribe_left(w, a->first, a->last, "a change over several years");
		return;
	}
	if (i->kind == COOP_STOCK && v.as == AS_LEVEL && d.timing.rule && d.timing.told && d.timing.period.months && is_founded(s, a)) {
		scribe_left(w, a->first, a->last, "what was new in a period, not all that there is");
		return;
	}
	if (v.as == AS_GROWTH && v.status != 'A' && d.timing.rule &&
	    (d.timing.by || d.timing.period.months > 12 || d.timing.period.start > w->options.published + 366)) {
		scribe_left(w, a->first, a->last, "a change over several years");
		return;
	}
	if (v.as == AS_GROWTH && d.timing.rule && !base_fits(w, a, &d.timing.period)) {
		scribe_left(w, a->first, a->last, "a change on another time than a year before");
		return;
	}
	/* "1.4 billion of this amount (+8%)": of a number that was left. */
	if (v.as == AS_GROWTH && k > 0 && strcmp(topic.rule, "carried") == 0 && a->hedge_first > 0 &&
	    sentence_is(s, a->hedge_first - 1u, "(") && s->amounts[k - 1].dim != DIM_PERCENT && !w->made[k - 1]) {
		scribe_left(w, a->first, a->last, "a change of a number that was left");
		return;
	}
	size_t figures = w->out->n_figures;
	scribe_figure(w, &d);
	w->made[k] = w->out->n_figures > figures;
	/* The same amount in other currencies. */
	for (size_t t = k + 1; t < s->n_amounts; t++)
		if (s->amounts[t].twin == (int)k) {
			w->used[t] = true;
			d.amount = &s->amounts[t];
			d.value = d.amount->number;
			d.high = d.amount->high;
			d.g = d.amount->g;
			d.bound = d.amount->bound;
			d.first = d.amount->first;
			d.last = d.amount->last;
			scribe_figure(w, &d);
		}
}

/* The list that "respectively" speaks of: subjects or periods in the order of the amounts. */
struct list {
	size_t n, amount[8];
	size_t n_mentions, mention[8];
	size_t n_whens, when[8];
};

static bool joined(const struct sentence *s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (!sentence_is_one(s, i, ",|and|to|in|with|the|of|its") && s->name_of[i] < 0)
			return false;
	return true;
}

static bool unit_of_level(const struct mention *m, const struct amount *a)
{
	bool money = strcmp(m->indicator->unit, "USD") == 0;
	return m->indicator->kind == COOP_FLOW && (a->dim == DIM_PERCENT || money == (a->dim == DIM_MONEY));
}

static void collect_list(const struct sentence *s, size_t last_amount, struct list *l)
{
	*l = (struct list){0};
	size_t first = last_amount;
	while (first > 0 && last_amount - first < 7 && s->amounts[first - 1].dim == s->amounts[last_amount].dim &&
	       joined(s, s->amounts[first - 1].last + 1u, s->amounts[first].hedge_first))
		first--;
	for (size_t k = first; k <= last_amount; k++)
		l->amount[l->n++] = k;
	size_t end = s->amounts[first].hedge_first, from = judge_clause_start(s, end);
	for (size_t k = 0; k < s->n_mentions && l->n_mentions < 8; k++)
		if (s->mentions[k].last < end && s->mentions[k].first >= from && unit_of_level(&s->mentions[k], &s->amounts[first]))
			l->mention[l->n_mentions++] = k;
	for (size_t k = 0; k < s->n_whens && l->n_whens < 8; k++)
		if (s->whens[k].last < end && s->whens[k].first >= from && s->whens[k].sort == WHEN_SPAN)
			l->when[l->n_whens++] = k;
}

static void read_list(struct scribe *w, const struct list *l, bool by_mention)
{
	struct sentence *s = w->s;
	struct verdict lead = judge_amount(s, &s->amounts[l->amount[0]]);
	if (lead.as == AS_SHARE)
		lead = judge_amount(s, &s->amounts[l->amount[l->n - 1]]); /* "4 and 9 per cent less" */
	for (size_t k = 0; k < l->n; k++) {
		const struct amount *a = &s->amounts[l->amount[k]];
		struct verdict v = judge_amount(s, a);
		if (v.as == AS_SHARE && lead.as == AS_GROWTH) { /* "fell by 8 and 13 per cent" */
			v = lead;
			v.value = lead.value < 0 ? -a->number : a->number;
		}
		w->used[l->amount[k]] = true;
		if (v.as == AS_NOTHING || v.as == AS_CHANGE || v.as == AS_SHARE)
			continue;
		struct draft d;
		draft_amount(a, &v, &d);
		const struct mention *m = &s->mentions[l->mention[by_mention ? k : 0]];
		d.mention = m;
		d.topic_rule = "respectively";
		if (by_mention)
			d.timing = timing_find(w, m->indicator, &s->amounts[l->amount[l->n - 1]], &v, a->first, a->last);
		else
			d.timing = (struct timing){.period = s->whens[l->when[k]].period, .rule = "respectively", .told = true};
		scribe_figure(w, &d);
	}
}

/* "Exports and imports came to A and B, respectively": the order decides. */
static void read_lists(struct scribe *w)
{
	struct sentence *s = w->s;
	bool told = false;
	size_t listed = 0;
	for (size_t i = 0; i < s->n; i++)
		told |= sentence_has(s, i, CLASS_RESPECT);
	for (size_t k = 1; k < s->n_amounts; k++) {
		const struct amount *a = &s->amounts[k];
		bool said = sentence_has(s, a->last + 1u, CLASS_RESPECT) ||
		            (sentence_is(s, a->last + 1u, ",") && sentence_has(s, a->last + 2u, CLASS_RESPECT)) ||
		            (sentence_has(s, a->last + 1u, CLASS_COMPARE) && sentence_is(s, a->last + 2u, ",") &&
		             sentence_has(s, a->last + 3u, CLASS_RESPECT)); /* "4 per cent and 9 per cent less, respectively" */
		struct list l;
		if (a->ordinal || w->used[k] || s->amounts[k].twin >= 0)
			continue;
		collect_list(s, k, &l);
		if (l.n < 2)
			continue;
		bool growing = a->dim == DIM_PERCENT && said;
		bool pairs = l.n_mentions == l.n &&
		             (growing || joined(s, s->mentions[l.mention[0]].last + 1u, s->mentions[l.mention[l.n - 1]].first));
		if (pairs && (said || !told || (listed == l.n && !sentence_within(s, a->last, s->n, CLASS_RESPECT)))) {
			read_list(w, &l, true);
			listed = said ? l.n : 0; /* "fell by 8 and 13 per cent respectively, to 1.5 billion and 1.3 billion" */
		} else if (said && l.n_mentions == 1 && l.n_whens == l.n)
			read_list(w, &l, false);
		else if (said)
			for (size_t j = l.n_mentions == 0 ? 0 : 1; j < l.n; j++) {
				w->used[l.amount[j]] = true;
				scribe_left(w, s->amounts[l.amount[j]].first, s->amounts[l.amount[j]].last,
				            "what the list belongs to cannot be told");
			}
	}
}

void figures_read(struct scribe *w)
{
	read_lists(w);
	for (size_t k = 0; k < w->s->n_amounts; k++)
		if (!w->used[k] && !w->s->amounts[k].ordinal && w->s->amounts[k].twin < 0)
			read_amount(w, k);
}
