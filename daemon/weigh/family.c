/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making a family: who belongs to it, and what is said of each.
 */
#include "weigh/family_private.h"

#include "model/currency.h"
#include "model/series.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Who belongs to it ---------------------------------------------------------------------------------------------------- */

static uint32_t find_series(const struct family *f, const struct measure *level, enum companion companion)
{
	struct measure m = *level;
	char key[SERIES_KEY_MAX];

	m.companion = companion;
	series_key(&f->pair, &m, key);
	uint32_t series = book_find_series(f->w->book, key);
	return series && book_n_observations(f->w->book, series) ? series : 0;
}

struct member *find_member(const struct family *f, const struct measure *m)
{
	for (size_t i = 0; i < f->n_members; i++)
		if (f->members[i].m.indicator == m->indicator && strcmp(f->members[i].m.currency, m->currency) == 0)
			return &f->members[i];
	return NULL;
}

/* The level that `indicator` has in the family's currency. */
static int add_member(struct family *f, const struct indicator *indicator, const char *currency)
{
	struct member m = {0};
	char id[MEASURE_ID_MAX];

	m.m = (struct measure){.indicator = indicator};
	strcpy(m.m.currency, currency);
	if (find_member(f, &m.m))
		return 0;
	measure_id(&m.m, id);
	if (catalogue_measure(f->w->catalogue, indicator->area->id, id, &m.m, NULL))
		return 0;
	struct member *grown = realloc(f->members, (f->n_members + 1) * sizeof *grown);
	if (!grown)
		return -ENOMEM;
	f->members = grown;
	m.level = find_series(f, &m.m, COMPANION_NONE);
	m.growth = find_series(f, &m.m, COMPANION_GROWTH);
	m.change = find_series(f, &m.m, COMPANION_CHANGE);
	m.has_data = m.level || m.growth || m.change;
	f->members[f->n_members++] = m;
	return 0;
}

static bool ties(const struct identity *i, const struct indicator *indicator)
{
	bool found = i->result == indicator;
	for (size_t k = 0; k < i->n_terms; k++)
		found |= i->terms[k] == indicator;
	return found;
}

/* In another currency than the indicators' own, only what is money throughout can be tied. */
static bool fits_currency(const struct identity *i, const char *currency)
{
	if (!currency[0])
		return true;
	bool money = currency_known(i->result->unit);
	for (size_t k = 0; k < i->n_terms; k++)
		money &= currency_known(i->terms[k]->unit);
	return money;
}

static bool is_taken(const struct family *f, const struct identity *i)
{
	for (size_t k = 0; k < f->n_identities; k++)
		if (f->identities[k] == i)
			return true;
	return false;
}

/* Everybody that identities lead to. */
static int gather(struct family *f, const struct measure *root)
{
	const struct catalogue *c = f->w->catalogue;
	int rc = add_member(f, root->indicator, root->currency);

	f->identities = calloc(catalogue_n_identities(c) + 1, sizeof *f->identities);
	if (!f->identities)
		return -ENOMEM;
	for (size_t m = 0; m < f->n_members && !rc; m++)
		for (size_t i = 0; i < catalogue_n_identities(c) && !rc; i++) {
			const struct identity *id = catalogue_identity(c, i);
			if (!ties(id, f->members[m].m.indicator) || is_taken(f, id) || !fits_currency(id, root->currency))
				continue;
			f->identities[f->n_identities++] = id;
			rc = add_member(f, id->result, root->currency);
			for (size_t k = 0; k < id->n_terms && !rc; k++)
				rc = add_member(f, id->terms[k], root->currency);
		}
	return rc;
}

/* Of whom nothing is said, and who stands in one identity only: nothing can come through him. */
static bool is_silent_leaf(const struct family *f, const struct indicator *indicator)
{
	size_t n = 0;
	struct measure m = {.indicator = indicator};

	strcpy(m.currency, f->members[0].m.currency);
	if (find_member(f, &m)->has_data)
		return false;
	for (size_t i = 0; i < f->n_identities; i++)
		n += ties(f->identities[i], indicator);
	return n <= 1;
}

/* An identity with two unknowns that nothing else is known of says nothing, nor does a part of a whole with one. */
static bool says_nothing(const struct family *f, const struct identity *id)
{
	size_t silent = is_silent_leaf(f, id->result);

	if (id->kind == COOP_PART) {
		size_t parts = 0;
		for (size_t k = 0; k < id->n_terms; k++)
			parts += !is_silent_leaf(f, id->terms[k]);
		return silent || !parts;
	}
	for (size_t k = 0; k < id->n_terms; k++)
		silent += is_silent_leaf(f, id->terms[k]);
	return silent > 1;
}

/* Leaves those that something can be learnt from or about; the root stays the first. */
static void prune(struct family *f)
{
	bool again = true;

	while (again) {
		again = false;
		for (size_t i = 0; i < f->n_identities; i++)
			if (says_nothing(f, f->identities[i])) {
				f->identities[i--] = f->identities[--f->n_identities];
				again = true;
			}
	}
	/* What still hangs together with the root, in place. */
	bool *reached = calloc(f->n_members + 1, sizeof *reached);
	if (!reached)
		return; /* a larger family answers the same */
	reached[0] = true;
	for (again = true; again;) {
		again = false;
		for (size_t i = 0; i < f->n_identities; i++) {
			bool any = false, all = true;
			for (size_t m = 0; m < f->n_members; m++)
				if (ties(f->identities[i], f->members[m].m.indicator)) {
					any |= reached[m];
					all &= reached[m];
				}
			for (size_t m = 0; any && !all && m < f->n_members; m++)
				reached[m] |= ties(f->identities[i], f->members[m].m.indicator);
			again |= any && !all;
		}
	}
	size_t n = 0;
	for (size_t i = 0; i < f->n_identities; i++)
		for (size_t m = 0; m < f->n_members; m++)
			if (reached[m] && ties(f->identities[i], f->members[m].m.indicator)) {
				f->identities[n++] = f->identities[i];
				break;
			}
	f->n_identities = n;
	n = 0;
	for (size_t m = 0; m < f->n_members; m++)
		if (reached[m])
			f->members[n++] = f->members[m];
	f->n_members = n;
	free(reached);
}

static int by_name(const void *a, const void *b)
{
	const struct indicator *x = ((const struct member *)a)->m.indicator, *y = ((const struct member *)b)->m.indicator;
	int area = strcmp(x->area->id, y->area->id);

	return area ? area : strcmp(x->id, y->id);
}

static int by_place(const void *a, const void *b)
{
	const struct identity *x = *(const struct identity *const *)a, *y = *(const struct identity *const *)b;
	return (x > y) - (x < y);
}

/* A whole family serves all its members (family_serves): of several ways to settle a contradiction the order decides, so it must not be that of the first question.
 * One made for a single question begins with what was asked for, and so do its explanations. */
static void put_in_order(struct family *f)
{
	if (f->n_members)
		qsort(f->members, f->n_members, sizeof *f->members, by_name);
	if (f->n_identities)
		qsort(f->identities, f->n_identities, sizeof *f->identities, by_place);
}

/* What is said ------------------------------------------------------------------------------------------------------------ */

static int add_facts(struct family *f, struct member *m)
{
	struct measure growth = m->m, change = m->m;
	char id[MEASURE_ID_MAX];
	int rc;

	growth.companion = COMPANION_GROWTH;
	change.companion = COMPANION_CHANGE;
	measure_id(&growth, id);
	if (m->growth && catalogue_measure(f->w->catalogue, m->m.indicator->area->id, id, &growth, NULL))
		m->growth = 0;
	measure_id(&change, id);
	if (m->change && catalogue_measure(f->w->catalogue, m->m.indicator->area->id, id, &change, NULL))
		m->change = 0;
	m->first_level = f->facts.n;
	rc = facts_add(&f->facts, f->w, m->level, &m->m, &f->opt);
	m->first_growth = f->facts.n;
	rc = rc ? rc : facts_add(&f->facts, f->w, m->growth, &growth, &f->opt);
	m->first_change = f->facts.n;
	rc = rc ? rc : facts_add(&f->facts, f->w, m->change, &change, &f->opt);
	m->end = f->facts.n;
	return rc;
}

/* Facts about times that nothing links to the time asked about have no say in the answer: neither do they share a day with it, nor does a growth or a
 * change lead there. They are left out, so that one question costs what it touches and not what was ever said. */
static void link_times(const struct family *f, bool *linked, struct stretch *times, size_t n_times)
{
	bool again = true;

	while (again) {
		again = false;
		for (size_t i = 0; i < f->n_members; i++)
			for (size_t k = f->members[i].first_level; k < f->members[i].end; k++) {
				struct period before = year_before(&f->facts.all[k].o.period);
				struct stretch at[2] = {stretch_of(&f->facts.all[k].o.period), stretch_of(&before)};
				size_t n = k < f->members[i].first_growth ? 1 : 2;
				for (size_t t = 0; t < n_times && !linked[k]; t++)
					for (size_t a = 0; a < n; a++)
						linked[k] |= at[a].start < times[t].end && times[t].start < at[a].end;
				if (!linked[k])
					continue;
				/* Its days count as asked about from now on; once for each stretch. */
				for (size_t a = 0; a < n; a++) {
					size_t t = 0;
					while (t < n_times && !(times[t].start <= at[a].start && at[a].end <= times[t].end))
						t++;
					if (t < n_times)
						continue;
					times[n_times++] = at[a];
					again = true;
				}
			}
	}
}

static int narrow(struct family *f, const struct period *also, size_t n_also)
{
	bool *linked = calloc(f->facts.n + 1, sizeof *linked);
	struct stretch *times = malloc((2 * f->facts.n + n_also + 1) * sizeof *times);
	size_t n = 0;

	if (linked && times) {
		for (size_t i = 0; i < n_also; i++)
			times[i] = stretch_of(&also[i]);
		link_times(f, linked, times, n_also);
		for (size_t i = 0; i < f->n_members; i++) {
			struct member *m = &f->members[i];
			size_t *ends[] = {&m->first_growth, &m->first_change, &m->end};
			size_t k = m->first_level;
			m->first_level = n;
			for (size_t e = 0; e < 3; e++) {
				for (; k < *ends[e]; k++)
					if (linked[k])
						f->facts.all[n++] = f->facts.all[k];
				*ends[e] = n;
			}
		}
		f->facts.n = n;
	}
	int rc = linked && times ? 0 : -ENOMEM;
	free(linked);
	free(times);
	return rc;
}

static int mention_facts(struct family *f)
{
	for (size_t i = 0; i < f->n_members; i++) {
		const struct member *m = &f->members[i];
		for (size_t k = m->first_level; k < m->end; k++) {
			const struct period *p = &f->facts.all[k].o.period;
			struct period before = year_before(p);
			if (mention(f, p) || (k >= m->first_growth && mention(f, &before)))
				return -ENOMEM;
		}
	}
	return 0;
}

/* The years of all periods: what an even spread is measured by. */
static int mention_years(struct family *f)
{
	for (size_t i = 0, n = f->n_mentions; i < n; i++) {
		struct period year = period_of_date(f->mentions[i].start, 'A');
		if (period_freq_months(f->mentions[i].freq) && mention(f, &year))
			return -ENOMEM;
	}
	return 0;
}

/* The periods that will be asked for; a growth or a change asks for those of the year before too. */
static int ask_about(struct family *f, const struct measure *m, const struct period *also, size_t n_also)
{
	const bool twice = m->companion == COMPANION_GROWTH || m->companion == COMPANION_CHANGE;
	struct period *asked = malloc((2 * n_also + 1) * sizeof *asked);
	size_t n = 0;
	int rc = asked ? 0 : -ENOMEM;

	for (size_t i = 0; !rc && i < n_also; i++) {
		asked[n++] = also[i];
		if (twice)
			asked[n++] = year_before(&also[i]);
	}
	/* An index asks for its base year too, and an ordinal is bound to all others. */
	if (!rc && n && m->companion != COMPANION_INDEX && m->kind != COOP_ORDINAL)
		rc = narrow(f, asked, n);
	rc = rc ? rc : mention_facts(f);
	for (size_t i = 0; !rc && i < n; i++)
		rc = mention(f, &asked[i]);
	if (!rc && f->opt.even)
		rc = mention_years(f);
	free(asked);
	return rc;
}

int family_create(struct family **out, const struct weigh *w, const struct pair *pair, const struct measure *m,
                  const struct weigh_options *opt, const struct period *also, size_t n_also, struct err *err)
{
	struct family *f = *out = calloc(1, sizeof *f);
	int rc = f ? 0 : -ENOMEM;

	if (!rc) {
		f->own_weigh = *w;
		f->w = &f->own_weigh;
		f->pair = *pair;
		f->opt = *opt;
		f->whole = !n_also;
		rc = gather(f, m);
	}
	if (!rc) {
		prune(f);
		if (f->whole)
			put_in_order(f);
	}
	for (size_t i = 0; !rc && i < f->n_members; i++)
		rc = add_facts(f, &f->members[i]);
	rc = rc ? rc : ask_about(f, m, also, n_also);
	if (!rc && f->facts.n > FAMILY_FACTS_MAX)
		rc = ERR_LIMIT;
	if (!rc) {
		sort_mentions(f);
		rc = state_all(f);
	}
	if (rc == ERR_LIMIT)
		err_set(err, rc, "more than %d figures hang together: ask for a single period", FAMILY_FACTS_MAX);
	else if (rc)
		err_set(err, rc, "out of memory for the figures");
	else
		rc = reconcile(f, err);
	if (rc) {
		family_destroy(f);
		*out = NULL;
	}
	return rc;
}

bool family_serves(const struct family *f, const struct pair *pair, const struct measure *m, const struct weigh_options *opt)
{
	return f->whole && strcmp(f->pair.ref, pair->ref) == 0 && strcmp(f->pair.cpt, pair->cpt) == 0 && f->opt.asof == opt->asof &&
	       f->opt.hard == opt->hard && f->opt.even == opt->even && f->opt.outlook == opt->outlook && find_member(f, m);
}

struct family *family_share(struct family *f)
{
	f->shared++;
	return f;
}

void family_destroy(struct family *f)
{
	if (!f || f->shared--)
		return;
	for (size_t i = 0; i < f->n_members; i++) {
		free(f->members[i].borders);
		free(f->members[i].atoms);
		free(f->members[i].slots);
	}
	for (size_t i = 0; i < f->n_conflicts; i++)
		free(f->conflicts[i].facts);
	free(f->conflicts);
	free(f->members);
	free(f->identities);
	free(f->mentions);
	facts_fini(&f->facts);
	system_destroy(f->system);
	free(f->sayings);
	free(f->terms[0]);
	free(f->terms[1]);
	free(f);
}

int family_levels(const struct weigh *w, const struct pair *pair, const struct measure *m, struct measure **levels, size_t *n)
{
	struct family *f = calloc(1, sizeof *f);
	int rc = -ENOMEM;

	*levels = NULL;
	*n = 0;
	if (f) {
		f->own_weigh = *w;
		f->w = &f->own_weigh;
		f->pair = *pair;
		rc = gather(f, m);
	}
	if (!rc) {
		prune(f);
		*levels = malloc((f->n_members + 1) * sizeof **levels);
		rc = *levels ? 0 : -ENOMEM;
	}
	for (size_t i = 0; !rc && i < f->n_members; i++)
		(*levels)[(*n)++] = f->members[i].m;
	family_destroy(f);
	return rc;
}

void family_each_series(const struct family *f, void (*each)(void *arg, uint32_t series), void *arg)
{
	for (size_t i = 0; i < f->n_members; i++) {
		const uint32_t series[] = {f->members[i].level, f->members[i].growth, f->members[i].change};
		for (size_t k = 0; k < 3; k++)
			if (series[k])
				each(arg, series[k]);
	}
}

size_t family_n_conflicts(const struct family *f)
{
	return f->n_conflicts;
}

const struct conflict *family_conflict(const struct family *f, size_t i)
{
	return &f->conflicts[i];
}

const struct fact *family_fact(const struct family *f, size_t i)
{
	return &f->facts.all[i];
}
