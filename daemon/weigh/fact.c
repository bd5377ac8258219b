/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "weigh/fact.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

static int hold(struct facts *f)
{
	if (f->n < f->cap)
		return 0;
	size_t cap = f->cap ? f->cap * 2 : 32;
	struct fact *grown = realloc(f->all, cap * sizeof *grown);
	if (!grown)
		return -ENOMEM;
	f->all = grown;
	f->cap = cap;
	return 0;
}

void facts_fini(struct facts *f)
{
	free(f->all);
	*f = (struct facts){0};
}

static bool is_newer(const struct observation *a, const struct observation *b)
{
	return a->published != b->published ? a->published > b->published : a->seq > b->seq;
}

bool fact_yields(const struct fact *a, const struct fact *b)
{
	return a->rank != b->rank ? a->rank > b->rank : is_newer(&b->o, &a->o);
}

static int rank_of(const struct weigh *w, uint32_t source)
{
	const struct source *s = book_source(w->book, source);
	return s ? w->rank(w->rank_arg, s) : SOURCE_RANK_DEFAULT;
}

static struct interval read_interval(const struct weigh *w, const struct measure *m, const struct observation *o, bool hard)
{
	return bound_interval(w->policy, o->bound, o->value, o->high, o->g, m->limits, m->kind == COOP_RANK && !m->companion, hard);
}

/* Takes the observation in, in the place of an older one of its source in the same period (entries from `first` on). */
static int take(struct facts *f, size_t first, const struct observation *o)
{
	for (size_t i = first; i < f->n; i++)
		if (f->all[i].o.source == o->source) {
			if (is_newer(o, &f->all[i].o))
				f->all[i].o = *o;
			return 0;
		}
	int rc = hold(f);
	if (!rc)
		f->all[f->n++] = (struct fact){.o = *o};
	return rc;
}

/* What is left of one period's vintages: those that say a number, the one believed first in front. */
static void settle(struct facts *f, size_t first, const struct weigh *w, const struct measure *m, bool hard)
{
	size_t n = first;

	for (size_t i = first; i < f->n; i++) {
		struct fact fact = f->all[i];
		if (status_is_missing(fact.o.status) || isnan(fact.o.value))
			continue;
		fact.rank = rank_of(w, fact.o.source);
		fact.hard = read_interval(w, m, &fact.o, true);
		fact.soft = hard ? fact.hard : read_interval(w, m, &fact.o, false);
		size_t at = n++;
		for (; at > first && fact_yields(&f->all[at - 1], &fact); at--)
			f->all[at] = f->all[at - 1];
		f->all[at] = fact;
	}
	f->n = n;
}

int facts_add(struct facts *f, const struct weigh *w, uint32_t series, const struct measure *m, const struct weigh_options *opt)
{
	size_t n = series ? book_n_observations(w->book, series) : 0, first = f->n;
	struct period period = {0};

	for (size_t i = 0; i < n; i++) {
		struct observation o;
		book_observation(w->book, series, i, &o);
		o.series = series;
		if ((opt->asof != DATE_NONE && o.published > opt->asof) || status_is_outlook(o.status))
			continue;
		if (f->n > first && period_cmp(&o.period, &period) != 0) {
			settle(f, first, w, m, opt->hard);
			first = f->n;
		}
		period = o.period;
		int rc = take(f, first, &o);
		if (rc)
			return rc;
	}
	settle(f, first, w, m, opt->hard);
	return 0;
}
