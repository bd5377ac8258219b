/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "weigh/system_private.h"

#include "weigh/system_lp.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Narrower than this, relative, is a point: no more than what rounding leaves of one. */
#define POINT 1e-12

bool system_is_point(double low, double high)
{
	return high - low <= POINT * fmax(fabs(low), fabs(high)) && isfinite(low) && isfinite(high);
}

static struct row *start_row(struct work *w, uint32_t statement, double low, double high)
{
	struct row *r = &w->rows[w->n_rows++];

	*r = (struct row){.low = low, .high = high, .first = w->n_entries, .statement = statement};
	return r;
}

/* `stamp` holds where the variable stands in this row, from 1; 0 between rows. */
static void add_entries(struct work *w, struct row *r, const struct term *terms, size_t n, double by)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t *stamp = &w->stamp[terms[i].var];
		double factor = terms[i].factor * by;
		if (*stamp) {
			w->entries[r->first + *stamp - 1].factor += factor;
			continue;
		}
		*stamp = ++r->n;
		w->entries[w->n_entries++] = (struct term){.var = terms[i].var, .factor = factor};
	}
}

static void end_row(struct work *w, struct row *r)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < r->n; i++) {
		struct term t = w->entries[r->first + i];
		w->stamp[t.var] = 0;
		if (t.factor != 0)
			w->entries[r->first + kept++] = t;
	}
	r->n = kept;
	w->n_entries = r->first + kept;
}

static void ratio_row(struct system *s, uint32_t statement, double by, double low, double high)
{
	const struct statement *st = &s->statements[statement];
	struct row *r = start_row(&s->w, statement, low, high);

	add_entries(&s->w, r, s->terms + st->first, st->n_num, 1);
	add_entries(&s->w, r, s->terms + st->first + st->n_num, st->n_den, -by);
	end_row(&s->w, r);
}

static bool can_be_negative(const struct system *s, const struct term *terms, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (terms[i].factor > 0 ? s->own_low[terms[i].var] < 0 : s->own_high[terms[i].var] > 0)
			return true;
	return false;
}

static void rows_of_ratio(struct system *s, uint32_t i)
{
	const struct statement *st = &s->statements[i];
	const struct term *den = s->terms + st->first + st->n_num;

	if (st->low == st->high) {
		ratio_row(s, i, st->low, 0, 0);
	} else {
		if (isfinite(st->low))
			ratio_row(s, i, st->low, 0, INFINITY);
		if (isfinite(st->high))
			ratio_row(s, i, st->high, -INFINITY, 0);
	}
	if (can_be_negative(s, den, st->n_den)) {
		struct row *r = start_row(&s->w, i, 0, INFINITY);
		add_entries(&s->w, r, den, st->n_den, 1);
		end_row(&s->w, r);
	}
}

static void rows_of(struct system *s, uint32_t i)
{
	const struct statement *st = &s->statements[i];

	if (st->low == -INFINITY && st->high == INFINITY)
		return;
	if (st->low == INFINITY || st->high == -INFINITY) {
		start_row(&s->w, i, 1, 0); /* No number is that: a row that cannot hold. */
	} else if (st->ratio) {
		rows_of_ratio(s, i);
	} else {
		struct row *r = start_row(&s->w, i, st->low, st->high);
		add_entries(&s->w, r, s->terms + st->first, st->n_num, 1);
		end_row(&s->w, r);
	}
}

static int see_rows(struct system *s)
{
	struct work *w = &s->w;

	w->seen = malloc((w->n_entries + 1) * sizeof *w->seen);
	if (!w->seen)
		return -ENOMEM;
	for (uint32_t i = 0; i < w->n_rows; i++)
		for (uint32_t j = 0; j < w->rows[i].n; j++)
			w->seen_by[w->entries[w->rows[i].first + j].var + 1]++;
	for (uint32_t v = 0; v < s->n_vars; v++)
		w->seen_by[v + 1] += w->seen_by[v];
	/* Filling moves each start to the start of the next; going down from the last row and place puts them right again. */
	for (uint32_t v = s->n_vars; v > 0; v--)
		w->seen_by[v] = w->seen_by[v - 1];
	for (uint32_t i = 0; i < w->n_rows; i++)
		for (uint32_t j = 0; j < w->rows[i].n; j++)
			w->seen[w->seen_by[w->entries[w->rows[i].first + j].var + 1]++] = i;
	return 0;
}

int system_build(struct system *s)
{
	struct work *w = &s->w;
	size_t n = s->n_vars + 1, m = s->n_statements + 1;

	if (s->built)
		return 0;
	*w = (struct work){.bad = SYSTEM_NONE, .bad_row = SYSTEM_NONE};
	s->built = true; /* What was got so far is given back with the rest. */
	w->rows = malloc(3 * m * sizeof *w->rows);
	w->entries = calloc(3 * s->n_terms + 1, sizeof *w->entries);
	w->row_of = malloc(m * sizeof *w->row_of);
	w->seen_by = calloc(n + 1, sizeof *w->seen_by);
	w->low = malloc(n * sizeof *w->low);
	w->high = malloc(n * sizeof *w->high);
	w->why_low = malloc(n * sizeof *w->why_low);
	w->why_high = malloc(n * sizeof *w->why_high);
	w->least = malloc(n * sizeof *w->least);
	w->greatest = malloc(n * sizeof *w->greatest);
	w->component = malloc(n * sizeof *w->component);
	w->vars = malloc(n * sizeof *w->vars);
	w->stamp = calloc(n, sizeof *w->stamp);
	w->at = calloc(n, sizeof *w->at);
	if (!w->rows || !w->entries || !w->row_of || !w->seen_by || !w->low || !w->high || !w->why_low || !w->why_high || !w->least ||
	    !w->greatest || !w->component || !w->vars || !w->stamp || !w->at)
		goto no_memory;
	for (uint32_t i = 0; i < s->n_statements; i++) {
		w->row_of[i] = w->n_rows;
		rows_of(s, i);
	}
	w->row_of[s->n_statements] = w->n_rows;
	w->order = malloc((w->n_rows + 1) * sizeof *w->order);
	if (!w->order || see_rows(s))
		goto no_memory;
	for (uint32_t v = 0; v < s->n_vars; v++)
		w->least[v] = w->greatest[v] = NAN;
	if (s->n_vars) {
		memcpy(w->low, s->own_low, s->n_vars * sizeof *w->low);
		memcpy(w->high, s->own_high, s->n_vars * sizeof *w->high);
		memset(w->why_low, 0xff, s->n_vars * sizeof *w->why_low);
		memset(w->why_high, 0xff, s->n_vars * sizeof *w->why_high);
	}
	return 0;
no_memory:
	system_unbuild(s);
	return -ENOMEM;
}

static void free_components(struct work *w)
{
	for (uint32_t i = 0; i < w->n_components; i++)
		system_lp_close(w->components[i].lp);
	free(w->components);
	w->components = NULL;
	w->n_components = 0;
}

void system_unbuild(struct system *s)
{
	struct work *w = &s->w;

	s->verdict = 1;
	if (!s->built)
		return;
	free_components(w);
	free(w->rows);
	free(w->entries);
	free(w->row_of);
	free(w->seen_by);
	free(w->seen);
	free(w->low);
	free(w->high);
	free(w->why_low);
	free(w->why_high);
	free(w->least);
	free(w->greatest);
	free(w->component);
	free(w->vars);
	free(w->order);
	free(w->stamp);
	free(w->at);
	*w = (struct work){0};
	s->built = false;
}

/* Components ----------------------------------------------------------------------------------------------------------- */

/* How many of the terms are no points, and the last such variable. */
static size_t count_free(const struct work *w, const struct term *terms, size_t n, uint32_t *last)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (!system_is_point(w->low[terms[i].var], w->high[terms[i].var])) {
			k++;
			*last = terms[i].var;
		}
	return k;
}

/* Whether propagating over the rows of a statement one after the other gives all that the statement says: always where it is one row or has one free
 * variable, and where a ratio has one in the numerator and another one in the denominator. */
static bool settles(const struct system *s, uint32_t statement, size_t n_free)
{
	const struct statement *st = &s->statements[statement];
	const struct term *terms = s->terms + st->first;
	uint32_t num = SYSTEM_NONE, den = SYSTEM_NONE;

	uint32_t n_rows = 0;

	for (uint32_t r = s->w.row_of[statement]; r < s->w.row_of[statement + 1]; r++)
		n_rows += !s->w.rows[r].spare;
	if (n_rows <= 1 || n_free <= 1)
		return true;
	return st->low <= st->high && count_free(&s->w, terms, st->n_num, &num) == 1 &&
	       count_free(&s->w, terms + st->n_num, st->n_den, &den) == 1 && num != den;
}

/* Where a component is being gathered. */
struct gathering {
	struct system *s;
	struct component *c;
	uint32_t n_vars, n_rows; /* of all components so far */
	uint32_t *done;          /* statements, 1 where met */
	size_t edges, nodes;
};

static void gather_statement(struct gathering *g, uint32_t statement)
{
	struct work *w = &g->s->w;
	uint32_t index = (uint32_t)(g->c - w->components);
	size_t n_free = 0, n_rows = 0;

	g->done[statement] = 1;
	for (uint32_t r = w->row_of[statement]; r < w->row_of[statement + 1]; r++) {
		if (w->rows[r].spare)
			continue;
		n_rows++;
		w->order[g->n_rows++] = r;
		for (uint32_t i = 0; i < w->rows[r].n; i++) {
			uint32_t v = w->entries[w->rows[r].first + i].var;
			if (w->stamp[v] == statement + 1 || system_is_point(w->low[v], w->high[v]))
				continue;
			w->stamp[v] = statement + 1;
			n_free++;
			if (w->component[v] == SYSTEM_NONE) {
				w->component[v] = index;
				w->vars[g->n_vars++] = v;
			}
		}
	}
	if (!n_rows)
		return;
	g->nodes++;
	g->edges += n_free;
	if (!settles(g->s, statement, n_free))
		g->c->loop = true;
}

static void gather(struct gathering *g, uint32_t root)
{
	struct work *w = &g->s->w;

	*g->c = (struct component){.first_var = g->n_vars, .first_row = g->n_rows};
	g->edges = g->nodes = 0;
	w->component[root] = (uint32_t)(g->c - w->components);
	w->vars[g->n_vars++] = root;
	for (uint32_t i = g->c->first_var; i < g->n_vars; i++) {
		uint32_t v = w->vars[i];
		g->nodes++;
		for (size_t k = w->seen_by[v]; k < w->seen_by[v + 1]; k++)
			if (!g->done[w->rows[w->seen[k]].statement])
				gather_statement(g, w->rows[w->seen[k]].statement);
	}
	g->c->n_vars = g->n_vars - g->c->first_var;
	g->c->n_rows = g->n_rows - g->c->first_row;
	/* A connected graph is a tree where it has one edge less than nodes. */
	if (g->edges + 1 != g->nodes)
		g->c->loop = true;
}

int system_components(struct system *s)
{
	struct work *w = &s->w;
	struct gathering g = {.s = s};
	uint32_t n = 0;

	free_components(w);
	for (uint32_t v = 0; v < s->n_vars; v++) {
		w->component[v] = SYSTEM_NONE;
		w->stamp[v] = 0;
		n += !system_is_point(w->low[v], w->high[v]);
	}
	for (uint32_t r = 0; r < w->n_rows; r++)
		w->rows[r].spare = system_is_spare(w, &w->rows[r]);
	w->components = malloc((n + 1) * sizeof *w->components);
	g.done = calloc(s->n_statements + 1, sizeof *g.done);
	if (!w->components || !g.done) {
		free(g.done);
		return -ENOMEM;
	}
	for (uint32_t v = 0; v < s->n_vars; v++)
		if (w->component[v] == SYSTEM_NONE && !system_is_point(w->low[v], w->high[v])) {
			g.c = &w->components[w->n_components++];
			gather(&g, v);
		}
	free(g.done);
	return 0;
}
