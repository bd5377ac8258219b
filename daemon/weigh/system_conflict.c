/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which facts cannot all be true: statements that surely hold the contradiction are copied into a system of its own, and facts are taken out of it
 * as long as it stays contradictory: halves first, single ones last. What contradicts itself still does so with more, so one pass over
 * single facts leaves a smallest set. Each try costs what the copy is large, so it is begun with those that led to the contradiction: by the way back along
 * the propagation, or by the prices of the programme of least violation (system_lp_clash.c). Where these do not contradict each other without the
 * others (a way back that went round a loop), all of the component is copied. The copy stays: what is contradictory in one way often is so in more, and
 * as long as that lasts only the copy is checked.
 */
#include "weigh/system_lp.h"
#include "weigh/system_private.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct filter {
	struct system *sub;
	uint32_t *from; /* statement of the whole system, by statement of sub */
	uint32_t n;
	const struct system *of;
	int *facts; /* still in, ascending */
	size_t n_facts;
};

static int compare_ints(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;
	return (x > y) - (x < y);
}

static int copy_terms(struct filter *f, const struct statement *st, struct term *out)
{
	for (uint32_t i = 0; i < st->n_num + st->n_den; i++) {
		struct term t = f->of->terms[st->first + i];
		uint32_t *at = &f->of->w.at[t.var];
		if (*at == SYSTEM_NONE) {
			int v = system_add_var(f->sub, f->of->own_low[t.var], f->of->own_high[t.var]);
			if (v < 0)
				return v;
			*at = (uint32_t)v;
		}
		out[i] = (struct term){.var = *at, .factor = t.factor};
	}
	return 0;
}

static int copy_statement(struct filter *f, uint32_t index)
{
	const struct statement *st = &f->of->statements[index];
	struct term *terms = malloc((st->n_num + st->n_den + 1) * sizeof *terms);
	int e = terms ? copy_terms(f, st, terms) : -ENOMEM;

	if (!e)
		e = st->ratio ? system_add_ratio(f->sub, terms, st->n_num, terms + st->n_num, st->n_den, st->low, st->high, st->fact)
		              : system_add_sum(f->sub, terms, st->n_num, st->low, st->high, st->fact);
	free(terms);
	if (e < 0)
		return e;
	f->from[f->n++] = index;
	if (st->fact >= 0)
		f->facts[f->n_facts++] = st->fact;
	return 0;
}

/* The component of a statement, by the variables' own bounds: no statement outside it matters to it. */
static uint32_t component_of(const struct work *w, uint32_t statement)
{
	for (uint32_t r = w->row_of[statement]; r < w->row_of[statement + 1]; r++)
		for (uint32_t i = 0; i < w->rows[r].n; i++) {
			uint32_t c = w->component[w->entries[w->rows[r].first + i].var];
			if (c != SYSTEM_NONE)
				return c;
		}
	return SYSTEM_NONE;
}

/* As the statements were said: with the variables' own bounds. 0 or -ENOMEM. */
static int forget_propagated(struct system *s)
{
	struct work *w = &s->w;

	memcpy(w->low, s->own_low, s->n_vars * sizeof *w->low);
	memcpy(w->high, s->own_high, s->n_vars * sizeof *w->high);
	return system_components(s);
}

/* Marks what led to the contradiction. 1; 0 where nobody knows; or an error. */
static int mark_suspects(struct system *s, bool *marks, struct err *err)
{
	struct work *w = &s->w;
	int e;

	if (w->bad_row != SYSTEM_NONE) {
		e = system_walk_bad(s, marks);
		return e ? e : 1;
	}
	e = forget_propagated(s);
	uint32_t c = e ? SYSTEM_NONE : component_of(w, w->bad);
	if (c == SYSTEM_NONE)
		return e;
	const struct component *at = &w->components[c];
	struct system_lp_scope scope = {
	    .vars = w->vars + at->first_var, .rows = w->order + at->first_row, .n_vars = at->n_vars, .n_rows = at->n_rows, .own = true};
	double *prices = calloc((size_t)at->n_rows + 1, sizeof *prices);
	struct system_lp *lp = NULL;
	e = prices ? system_lp_open(s, &scope, &lp) : -ENOMEM;
	if (!e)
		e = system_lp_clash(lp, prices, err);
	for (uint32_t i = 0; i < scope.n_rows && e > 0; i++)
		if (prices[i] != 0)
			marks[w->rows[scope.rows[i]].statement] = true;
	system_lp_close(lp);
	free(prices);
	return e;
}

static int copy_marked(struct filter *f, struct system *s, const bool *marks)
{
	int e = 0;

	for (uint32_t v = 0; v < s->n_vars; v++)
		s->w.at[v] = SYSTEM_NONE;
	for (uint32_t i = 0; i < s->n_statements && !e; i++)
		if (marks[i])
			e = copy_statement(f, i);
	return e;
}

static int copy_component(struct filter *f, struct system *s)
{
	struct work *w = &s->w;
	uint32_t last = SYSTEM_NONE, c;
	int e = forget_propagated(s);

	if (e)
		return e;
	for (uint32_t v = 0; v < s->n_vars; v++)
		w->at[v] = SYSTEM_NONE;
	c = component_of(w, w->bad);
	if (c == SYSTEM_NONE)
		return copy_statement(f, w->bad);
	/* The rows of a statement stand together. */
	for (uint32_t i = 0; i < w->components[c].n_rows && !e; i++) {
		uint32_t statement = w->rows[w->order[w->components[c].first_row + i]].statement;
		if (statement != last)
			e = copy_statement(f, statement);
		last = statement;
	}
	return e;
}

static void drop_double_facts(struct filter *f)
{
	size_t kept = 0;

	qsort(f->facts, f->n_facts, sizeof *f->facts, compare_ints);
	for (size_t i = 0; i < f->n_facts; i++)
		if (!kept || f->facts[kept - 1] != f->facts[i])
			f->facts[kept++] = f->facts[i];
	f->n_facts = kept;
}

/* Whether the facts that are in contradict each other even without those from `first` to `end`. 1, 0, or an error. */
static int holds_without(struct filter *f, size_t first, size_t end, struct err *err)
{
	for (uint32_t i = 0; i < f->n; i++) {
		const struct statement *st = &f->of->statements[f->from[i]];
		const int *at = st->fact < 0 ? NULL : bsearch(&st->fact, f->facts, f->n_facts, sizeof *f->facts, compare_ints);
		size_t place = at ? (size_t)(at - f->facts) : 0;
		bool on = st->fact < 0 || (at && !(place >= first && place < end));
		system_set(f->sub, (int)i, on ? st->low : -INFINITY, on ? st->high : INFINITY);
	}
	int e = system_check(f->sub, err);
	return e == ERR_CONFLICT ? 1 : e;
}

static int take_out(struct filter *f, struct err *err)
{
	int e = holds_without(f, 0, 0, err);

	/* Where the copy is on the other side of the tolerance than the whole, all its facts are the answer. */
	if (e <= 0)
		return e;
	e = holds_without(f, 0, f->n_facts, err);
	if (e > 0)
		f->n_facts = 0;
	for (size_t size = (f->n_facts + 1) / 2; size > 0 && e >= 0; size = size > 1 ? (size + 1) / 2 : 0)
		for (size_t i = 0; i < f->n_facts && e >= 0;) {
			size_t end = i + size < f->n_facts ? i + size : f->n_facts;
			e = holds_without(f, i, end, err);
			if (e > 0) {
				memmove(f->facts + i, f->facts + end, (f->n_facts - end) * sizeof *f->facts);
				f->n_facts -= end - i;
			} else {
				i = end;
			}
		}
	return e < 0 ? e : 0;
}

/* An empty copy. The caller ends it with fini_filter. */
static int init_filter(struct filter *f, const struct system *s)
{
	*f = (struct filter){.of = s};
	f->from = malloc((s->n_statements + 1) * sizeof *f->from);
	f->facts = malloc((s->n_statements + 1) * sizeof *f->facts);
	return f->from && f->facts ? system_create(&f->sub) : -ENOMEM;
}

static void fini_filter(struct filter *f)
{
	system_destroy(f->sub);
	free(f->from);
	free(f->facts);
	*f = (struct filter){0};
}

/* The facts of the suspects. 1: in f; 0: they do not contradict each other without the others; or an error. */
static int begin_with_suspects(struct filter *f, struct system *s, struct err *err)
{
	bool *marks = calloc((size_t)s->n_statements + 1, sizeof *marks);
	int e = marks ? mark_suspects(s, marks, err) : -ENOMEM;

	if (e > 0 && !(e = copy_marked(f, s, marks))) {
		e = system_check(f->sub, err);
		e = e == ERR_CONFLICT ? 1 : e;
	}
	free(marks);
	return e;
}

/* The copy, with all that was taken out of it back in, is what the next check begins with. */
static void leave_core(struct filter *f, struct system *s)
{
	for (uint32_t i = 0; i < f->n; i++)
		system_set(f->sub, (int)i, s->statements[f->from[i]].low, s->statements[f->from[i]].high);
	s->core = f->sub;
	s->core_of = f->from;
	f->sub = NULL;
	f->from = NULL;
}

int system_conflict(struct system *s, int **facts, size_t *n, struct err *err)
{
	struct filter f;
	int e = system_check(s, err);

	*facts = NULL;
	*n = 0;
	if (e == 0)
		return err_set(err, ERR_INTERNAL, "the statements do not contradict each other");
	if (e != ERR_CONFLICT || (!s->core && s->w.bad == SYSTEM_NONE))
		return e == ERR_CONFLICT ? 0 : e;
	if (s->core)
		return system_conflict(s->core, facts, n, err);
	e = init_filter(&f, s);
	if (!e && (e = begin_with_suspects(&f, s, err)) == 0) {
		fini_filter(&f);
		e = init_filter(&f, s);
		if (!e)
			e = copy_component(&f, s);
	}
	if (e >= 0) {
		drop_double_facts(&f);
		e = take_out(&f, err);
	}
	if (!e) {
		*facts = f.facts;
		*n = f.n_facts;
		f.facts = NULL;
		leave_core(&f, s);
	}
	fini_filter(&f);
	return e;
}
