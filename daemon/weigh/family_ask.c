/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures from a family. What is asked for is a sum of variables (a level, a change) or a ratio of two (growth, index, share); the system gives its
 * tightest interval, and the facts of the period, where there are any, give the value and the source.
 */
#include "weigh/family_private.h"

#include "base/num.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAME 1e-9 /* relative: what the solver's arithmetic may add to an end that was said */

/* Questions ---------------------------------------------------------------------------------------------------------------- */

/* The facts first <= k < end of the member that are of measure `companion`. */
static void facts_of(const struct member *m, enum companion companion, size_t *first, size_t *end)
{
	*first = companion == COMPANION_GROWTH ? m->first_growth : companion == COMPANION_CHANGE ? m->first_change : m->first_level;
	*end = companion == COMPANION_GROWTH ? m->first_change : companion == COMPANION_CHANGE ? m->end : m->first_growth;
	if (companion == COMPANION_INDEX)
		*first = *end = m->end;
}

const struct fact *best_fact(const struct family *f, const struct member *m, enum companion companion, const struct period *p)
{
	size_t low, high, end;

	facts_of(m, companion, &low, &high);
	end = high;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (period_cmp(&f->facts.all[mid].o.period, p) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < end && period_cmp(&f->facts.all[low].o.period, p) == 0; low++)
		if (!f->facts.all[low].aside)
			return &f->facts.all[low];
	return NULL;
}

/* The first year that anything was said of: 100 in the index. */
static bool base_year(const struct family *f, const struct member *m, struct period *out)
{
	for (size_t i = 0; i < f->n_mentions; i++)
		if (f->mentions[i].freq == 'A' && level_terms(f, m, &f->mentions[i], f->terms[0])) {
			*out = f->mentions[i];
			return true;
		}
	return false;
}

bool ask(const struct family *f, const struct measure *m, const struct period *p, struct question *q)
{
	const struct member *member = find_member(f, m);
	struct period other = *p;

	*q = (struct question){.member = member, .num = f->terms[0], .den = f->terms[1]};
	if (!member)
		return false;
	/* Of a part of a year there is no index, for nobody said what part of its base year that would be; unless it is assumed. */
	unsigned months = period_freq_months(p->freq);
	if (m->companion == COMPANION_INDEX && (!(p->freq == 'A' || (f->opt.even && months)) || !base_year(f, member, &other)))
		return false;
	q->n_num = level_terms(f, member, p, f->terms[0]);
	if (m->companion == COMPANION_NONE)
		return q->n_num;
	if (m->companion != COMPANION_INDEX)
		other = year_before(p);
	q->n_den = level_terms(f, member, &other, f->terms[1]);
	if (!q->n_num || !q->n_den)
		return false;
	if (m->companion == COMPANION_CHANGE) {
		for (size_t i = 0; i < q->n_den; i++)
			f->terms[0][q->n_num++] = (struct term){f->terms[1][i].var, -1};
		q->n_den = 0;
		return true;
	}
	q->scale = m->companion == COMPANION_INDEX ? 100.0 * DAYS_A_YEAR_MONTHS / months : 100;
	q->offset = m->companion == COMPANION_GROWTH ? -100 : 0;
	return member->m.limits.low >= 0;
}

/* The share of a part in a whole, where an identity makes `m` one. */
bool ask_share(const struct family *f, const struct measure *m, const struct period *p, struct question *q)
{
	for (size_t i = 0; i < f->n_identities && m->companion == COMPANION_NONE; i++) {
		const struct identity *id = f->identities[i];
		if (id->kind != COOP_SHARE || id->result != m->indicator || id->n_terms < 2)
			continue;
		const struct member *part = find_member(f, &(struct measure){.indicator = id->terms[0]});
		const struct member *whole = find_member(f, &(struct measure){.indicator = id->terms[1]});
		*q = (struct question){.member = find_member(f, m), .num = f->terms[0], .den = f->terms[1], .scale = 100};
		q->n_num = part ? level_terms(f, part, p, f->terms[0]) : 0;
		q->n_den = whole ? level_terms(f, whole, p, f->terms[1]) : 0;
		return q->n_num && q->n_den && part->m.limits.low >= 0 && whole->m.limits.low >= 0;
	}
	return false;
}

static bool answer(struct family *f, const struct question *q, struct interval *out)
{
	struct err err;
	int rc = q->n_den ? system_ratio_range(f->system, q->num, q->n_num, q->den, q->n_den, out, &err)
	                  : system_range(f->system, q->num, q->n_num, out, &err);

	if (rc) {
		f->failed = err;
		return false;
	}
	if (q->n_den) {
		out->low = out->low * q->scale + q->offset;
		out->high = out->high * q->scale + q->offset;
	}
	return true;
}

int family_failed(const struct family *f, struct err *err)
{
	return f->failed.code ? err_set(err, f->failed.code, "%s", f->failed.text) : 0;
}

/* Answers -------------------------------------------------------------------------------------------------------------------- */

static double snap(double end, double said)
{
	return isfinite(said) && fabs(end - said) <= SAME * fmax(fabs(said), 1) ? said : end;
}

static bool is_counted(const struct measure *m)
{
	static const char *const units[] = {"count", "persons", "vehicles", "TEU"};

	for (size_t i = 0; i < sizeof units / sizeof units[0] && m->companion == COMPANION_NONE; i++)
		if (strcmp(m->unit, units[i]) == 0)
			return true;
	return m->whole;
}

/* What is counted is whole, so the ends may be. */
static void round_inward(const struct measure *m, struct interval *i)
{
	double low = ceil(i->low - SAME * fabs(i->low)), high = floor(i->high + SAME * fabs(i->high));

	if (is_counted(m) && low <= high)
		*i = (struct interval){low, high};
}

static void observed(const struct fact *fact, struct interval i, struct figure *out)
{
	const struct observation *o = &fact->o;
	struct interval said = fact->is_hard ? fact->hard : fact->soft;

	*out = (struct figure){
	    .period = o->period,
	    .value = o->bound == BOUND_RANGE ? o->value + (o->high - o->value) / 2 : o->value,
	    .low = snap(i.low, said.low),
	    .high = snap(i.high, said.high),
	    .bound = o->bound,
	    .basis = BASIS_OBSERVED,
	    .status = o->status,
	    .source = o->source,
	    .published = o->published,
	    .seq = o->seq,
	};
}

/* Both ends must rest on something that was said, not on what such a quantity can be at all. */
static bool is_told(const struct measure *m, struct interval i)
{
	return isfinite(i.low) && isfinite(i.high) && (i.low > m->limits.low || i.low == i.high) &&
	       (i.high < m->limits.high || i.low == i.high);
}

/* What the last bits of the arithmetic have added means nothing: twelve digits are more than anybody said. */
static double tidy(double v)
{
	char text[NUM_TEXT_MAX];
	double rounded;

	snprintf(text, sizeof text, "%.12g", v);
	return num_parse(text, strlen(text), &rounded) ? v : rounded;
}

static void derived(const struct period *p, struct interval i, struct figure *out)
{
	i = (struct interval){tidy(i.low), tidy(i.high)};
	*out = (struct figure){
	    .period = *p,
	    .value = tidy(i.low + (i.high - i.low) / 2),
	    .low = i.low,
	    .high = i.high,
	    .bound = i.low == i.high ? BOUND_EXACT : BOUND_RANGE,
	    .basis = BASIS_DERIVED,
	    .status = STATUS('E'),
	    .published = DATE_NONE,
	};
}

void family_set_rough(struct family *f, bool rough)
{
	system_set_rough(f->system, rough);
}

/* Takes what the system leaves to a question from the interval. */
static void narrow_by(struct family *f, const struct question *q, struct interval *i)
{
	struct interval more;

	if (answer(f, q, &more))
		*i = (struct interval){fmax(i->low, more.low), fmin(i->high, more.high)};
}

static bool find_figure(struct family *f, const struct measure *m, const struct period *p, struct figure *out)
{
	const struct member *member = find_member(f, m);
	const struct fact *fact = member ? best_fact(f, member, m->companion, p) : NULL;
	struct interval i = fact ? (fact->is_hard ? fact->hard : fact->soft) : m->limits;
	struct question q;

	if (!member)
		return false;
	/* Where nothing can be asked (growth of a balance), what was said stands alone. */
	if (ask(f, m, p, &q))
		narrow_by(f, &q, &i);
	if (ask_share(f, m, p, &q))
		narrow_by(f, &q, &i);
	if (i.low > i.high) /* by less than the tolerance, else it would be a conflict */
		i.low = i.high = i.low + (i.high - i.low) / 2;
	if (fact) {
		observed(fact, i, out);
		return true;
	}
	round_inward(m, &i);
	if (!is_told(m, i))
		return false;
	derived(p, i, out);
	return true;
}

bool family_figure(struct family *f, const struct measure *m, const struct period *p, struct figure *out)
{
	uint64_t n_rough = system_n_rough(f->system);
	bool found = find_figure(f, m, p, out);

	if (found)
		out->propagated = system_n_rough(f->system) != n_rough;
	return found;
}

/* Periods --------------------------------------------------------------------------------------------------------------------- */

struct list {
	struct period *all;
	size_t n, cap;
	bool failed;
};

static void list_add(struct list *l, const struct period *p)
{
	if (l->n == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : 32;
		struct period *grown = realloc(l->all, cap * sizeof *grown);
		l->failed |= !grown;
		if (!grown)
			return;
		l->all = grown;
		l->cap = cap;
	}
	l->all[l->n++] = *p;
}

static int by_period(const void *a, const void *b)
{
	return period_cmp(a, b);
}

/* Regular periods that are made of the member's atoms, or whose end is one of its states. */
static void list_regular(const struct family *f, const struct member *m, char freq, struct list *l)
{
	if (m->m.kind == COOP_FLOW && m->n_borders) {
		struct period p = period_of_date(m->borders[0], freq);
		for (; p.start < m->borders[m->n_borders - 1]; p = period_step(&p, 1))
			if (level_terms(f, m, &p, f->terms[0]))
				list_add(l, &p);
	}
	for (size_t i = 0; i < m->n_slots; i++) {
		struct period p = period_of_date(m->slots[i].at.end - 1, freq);
		if (period_end(&p) == m->slots[i].at.end && (is_state(&m->m) || p.start == m->slots[i].at.start))
			list_add(l, &p);
	}
}

int family_periods(struct family *f, const struct measure *m, char freq, struct period **periods, size_t *n)
{
	const struct member *member = find_member(f, m);
	struct list l = {0};
	size_t first, end;

	*periods = NULL;
	*n = 0;
	if (!member)
		return 0;
	facts_of(member, m->companion, &first, &end);
	for (size_t k = first; k < end; k++)
		if (!freq || f->facts.all[k].o.period.freq == freq)
			list_add(&l, &f->facts.all[k].o.period);
	for (const char *each = "ASQM"; *each; each++)
		if (!freq || *each == freq)
			list_regular(f, member, *each, &l);
	if (l.failed) {
		free(l.all);
		return -ENOMEM;
	}
	if (l.n)
		qsort(l.all, l.n, sizeof *l.all, by_period);
	for (size_t i = 0; i < l.n; i++)
		if (!*n || period_cmp(&l.all[*n - 1], &l.all[i]) != 0)
			l.all[(*n)++] = l.all[i];
	*periods = l.all;
	return 0;
}
