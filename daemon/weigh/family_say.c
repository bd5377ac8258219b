/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said, as statements of the system.
 */
#include "weigh/family_private.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Statements ---------------------------------------------------------------------------------------------------------------- */

static int say(struct family *f, int statement, struct saying saying)
{
	if (statement < 0)
		return statement;
	if (f->n_sayings == f->cap_sayings) {
		size_t cap = f->cap_sayings ? f->cap_sayings * 2 : 64;
		struct saying *grown = realloc(f->sayings, cap * sizeof *grown);
		if (!grown)
			return -ENOMEM;
		f->sayings = grown;
		f->cap_sayings = cap;
	}
	f->sayings[f->n_sayings++] = saying;
	return 0;
}

double growth_factor(double percent)
{
	return percent <= -100 ? 0 : 1 + percent / 100;
}

static int state_fact(struct family *f, size_t member, size_t k)
{
	const struct member *m = &f->members[member];
	const struct fact *fact = &f->facts.all[k];
	struct interval i = fact->is_hard ? fact->hard : fact->soft;
	struct saying s = {SAYS_LEVEL, member, fact->o.period, NULL, (int)k};
	size_t n = level_terms(f, m, &fact->o.period, f->terms[0]);

	if (k < m->first_growth)
		return n ? say(f, system_add_sum(f->system, f->terms[0], n, i.low, i.high, (int)k), s) : 0;
	struct period before = year_before(&fact->o.period);
	size_t n_before = level_terms(f, m, &before, f->terms[1]);
	if (!n || !n_before)
		return 0;
	if (k < m->first_change) {
		if (m->m.limits.low < 0)
			return 0; /* growth of what may be negative means nothing that a sum could say */
		s.kind = SAYS_GROWTH;
		return say(
		    f,
		    system_add_ratio(f->system, f->terms[0], n, f->terms[1], n_before, growth_factor(i.low), growth_factor(i.high), (int)k),
		    s);
	}
	s.kind = SAYS_CHANGE;
	for (size_t t = 0; t < n_before; t++)
		f->terms[0][n + t] = (struct term){f->terms[1][t].var, -1};
	return say(f, system_add_sum(f->system, f->terms[0], n + n_before, i.low, i.high, (int)k), s);
}

/* Appends the level of `indicator` in the period, times `sign`. False where it has none there. */
static bool append(struct family *f, const struct indicator *indicator, const struct period *p, double sign, size_t *n)
{
	struct measure m = {.indicator = indicator};

	strcpy(m.currency, f->members[0].m.currency);
	const struct member *member = find_member(f, &m);
	size_t more = member ? level_terms(f, member, p, f->terms[0] + *n) : 0;
	for (size_t i = 0; i < more; i++)
		f->terms[0][*n + i].factor = sign;
	*n += more;
	return more != 0;
}

static int state_identity(struct family *f, const struct identity *id, const struct period *p)
{
	struct saying s = {SAYS_IDENTITY, 0, *p, id, SYSTEM_IDENTITY};
	size_t n = 0;

	if (id->kind == COOP_SHARE || !append(f, id->result, p, 1, &n))
		return 0;
	for (size_t k = 0; k < id->n_terms; k++) {
		double sign = id->kind == COOP_DIFFERENCE && k > 0 ? 1 : -1;
		/* Of parts, those that nobody speaks of are left out: they are not negative. */
		if (!append(f, id->terms[k], p, sign, &n) && id->kind != COOP_PART)
			return 0;
	}
	return say(f, system_add_sum(f->system, f->terms[0], n, 0, id->kind == COOP_PART ? INFINITY : 0, SYSTEM_IDENTITY), s);
}

/* What holds in all periods holds between their borders too. Of an equation that is news only where the stretch is no sum and difference of mentioned
 * periods; of parts always. */
static int state_between(struct family *f, const struct identity *id)
{
	const struct member *m = NULL;
	int rc = 0;

	for (size_t i = 0; !m && i < f->n_members; i++)
		m = f->members[i].m.indicator == id->result ? &f->members[i] : NULL;
	if (!m || m->m.kind != COOP_FLOW || id->kind == COOP_SHARE)
		return 0;
	bool *bare = find_bare(f, m);
	if (!bare)
		return -ENOMEM;
	for (size_t i = 0; i + 1 < m->n_borders && !rc; i++) {
		struct period p = period_of_stretch((struct stretch){m->borders[i], m->borders[i + 1]});
		if (bare[i] || (id->kind == COOP_PART && m->atoms[i] >= 0 && !is_mentioned(f, &p)))
			rc = state_identity(f, id, &p);
	}
	free(bare);
	return rc;
}

/* result (percent) = 100 * part / whole: said by the facts of the result. */
static int state_share(struct family *f, const struct identity *id)
{
	const struct member *result = find_member(f, &(struct measure){.indicator = id->result});
	const struct member *part = find_member(f, &(struct measure){.indicator = id->terms[0]});
	const struct member *whole = id->n_terms > 1 ? find_member(f, &(struct measure){.indicator = id->terms[1]}) : NULL;

	if (!result || !part || !whole || part->m.limits.low < 0 || whole->m.limits.low < 0)
		return 0;
	for (size_t k = result->first_level; k < result->first_growth; k++) {
		const struct fact *fact = &f->facts.all[k];
		struct saying s = {SAYS_IDENTITY, (size_t)(result - f->members), fact->o.period, id, (int)k};
		size_t n = level_terms(f, part, &fact->o.period, f->terms[0]), d = level_terms(f, whole, &fact->o.period, f->terms[1]);
		struct interval i = fact->is_hard ? fact->hard : fact->soft;
		int rc = !n || !d
		             ? 0
		             : say(f, system_add_ratio(f->system, f->terms[0], n, f->terms[1], d, i.low / 100, i.high / 100, (int)k), s);
		if (rc)
			return rc;
	}
	return 0;
}

/* The assumption that was asked for: a part of a year has its share of the year by months. */
static int state_even(struct family *f, size_t member, const struct period *p)
{
	const struct member *m = &f->members[member];
	unsigned months = period_freq_months(p->freq);
	struct period year = period_of_date(p->start, 'A');
	struct saying s = {SAYS_EVEN, member, *p, NULL, SYSTEM_IDENTITY};

	if (m->m.kind != COOP_FLOW || !months || months == DAYS_A_YEAR_MONTHS)
		return 0;
	size_t n = level_terms(f, m, p, f->terms[0]), n_year = level_terms(f, m, &year, f->terms[1]);
	for (size_t i = 0; i < n_year && n; i++)
		f->terms[0][n + i] = (struct term){f->terms[1][i].var, -(double)months / DAYS_A_YEAR_MONTHS};
	return n && n_year ? say(f, system_add_sum(f->system, f->terms[0], n + n_year, 0, 0, SYSTEM_IDENTITY), s) : 0;
}

static int state_order(struct family *f, size_t member)
{
	const struct member *m = &f->members[member];

	for (size_t i = 1; i < m->n_slots && m->m.kind == COOP_ORDINAL; i++) {
		const struct term t[2] = {{(uint32_t)m->slots[i].var, 1}, {(uint32_t)m->slots[i - 1].var, -1}};
		struct saying s = {.kind = SAYS_ORDER, .member = member, .fact = SYSTEM_IDENTITY};
		int rc = say(f, system_add_sum(f->system, t, 2, 0, INFINITY, SYSTEM_IDENTITY), s);
		if (rc)
			return rc;
	}
	return 0;
}

static size_t count_variables(const struct family *f)
{
	size_t n = 0;
	for (size_t i = 0; i < f->n_members; i++)
		n += f->members[i].n_borders + f->members[i].n_slots;
	return n;
}

int state_all(struct family *f)
{
	int rc = system_create(&f->system);

	for (size_t i = 0; i < f->n_members && !rc; i++)
		rc = make_variables(f, &f->members[i]);
	f->n_vars = count_variables(f);
	for (size_t i = 0; i < 2 && !rc; i++) {
		f->terms[i] = malloc((2 * f->n_vars + 2) * sizeof *f->terms[i]);
		rc = f->terms[i] ? 0 : -ENOMEM;
	}
	for (size_t i = 0; i < f->n_members && !rc; i++) {
		for (size_t k = f->members[i].first_level; k < f->members[i].end && !rc; k++)
			rc = state_fact(f, i, k);
		rc = rc ? rc : state_order(f, i);
		for (size_t k = 0; k < f->n_mentions && f->opt.even && !rc; k++)
			rc = state_even(f, i, &f->mentions[k]);
	}
	for (size_t i = 0; i < f->n_identities && !rc; i++) {
		for (size_t k = 0; k < f->n_mentions && !rc; k++)
			rc = state_identity(f, f->identities[i], &f->mentions[k]);
		rc = rc ? rc : state_between(f, f->identities[i]);
		if (!rc && f->identities[i]->kind == COOP_SHARE)
			rc = state_share(f, f->identities[i]);
	}
	return rc;
}
