/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said, and whether it can all be true. The answers to questions are in system_ask.c.
 */
#include "weigh/system_lp.h"
#include "weigh/system_private.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 3 /* of propagation, where each leaves less to be connected */

int system_create(struct system **out)
{
	*out = calloc(1, sizeof **out);
	if (!*out)
		return -ENOMEM;
	(*out)->verdict = 1;
	return 0;
}

void system_destroy(struct system *s)
{
	if (!s)
		return;
	system_drop_core(s);
	system_unbuild(s);
	free(s->own_low);
	free(s->own_high);
	free(s->statements);
	free(s->terms);
	free(s);
}

/* Effort -------------------------------------------------------------------------------------------------------------------- */

static _Thread_local uint64_t effort;

uint64_t system_effort(void)
{
	return effort;
}

void system_count(uint64_t more)
{
	effort += more;
}

void system_set_rough(struct system *s, bool rough)
{
	s->rough = rough;
}

uint64_t system_n_rough(const struct system *s)
{
	return s->n_rough;
}

void system_drop_core(struct system *s)
{
	struct system *core = s->core;

	s->core = NULL;
	free(s->core_of);
	s->core_of = NULL;
	system_destroy(core);
}

/* Saying -------------------------------------------------------------------------------------------------------------------- */

static double low_end(double v)
{
	return isnan(v) ? -INFINITY : v;
}

static double high_end(double v)
{
	return isnan(v) ? INFINITY : v;
}

int system_add_var(struct system *s, double low, double high)
{
	if (s->n_vars == s->cap_vars) {
		uint32_t cap = s->cap_vars ? 2 * s->cap_vars : 16;
		double *l = realloc(s->own_low, cap * sizeof *l);
		if (l)
			s->own_low = l;
		double *h = realloc(s->own_high, cap * sizeof *h);
		if (h)
			s->own_high = h;
		if (!l || !h)
			return -ENOMEM;
		s->cap_vars = cap;
	}
	system_drop_core(s);
	system_unbuild(s);
	s->own_low[s->n_vars] = low_end(low);
	s->own_high[s->n_vars] = high_end(high);
	return (int)s->n_vars++;
}

bool system_is_sane(const struct system *s, const struct term *terms, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (terms[i].var >= s->n_vars || !isfinite(terms[i].factor))
			return false;
	return true;
}

static int reserve(struct system *s, size_t n_terms)
{
	if (s->n_statements == s->cap_statements) {
		uint32_t cap = s->cap_statements ? 2 * s->cap_statements : 16;
		struct statement *to = realloc(s->statements, cap * sizeof *to);
		if (!to)
			return -ENOMEM;
		s->statements = to;
		s->cap_statements = cap;
	}
	if (s->n_terms + n_terms > s->cap_terms) {
		size_t cap = 2 * s->cap_terms + n_terms + 16;
		struct term *to = realloc(s->terms, cap * sizeof *to);
		if (!to)
			return -ENOMEM;
		s->terms = to;
		s->cap_terms = cap;
	}
	return 0;
}

static int add_statement(struct system *s, struct statement st, const struct term *num, const struct term *den)
{
	if (!system_is_sane(s, num, st.n_num) || !system_is_sane(s, den, st.n_den))
		return -EINVAL;
	if (reserve(s, (size_t)st.n_num + st.n_den))
		return -ENOMEM;
	system_drop_core(s);
	system_unbuild(s);
	st.first = s->n_terms;
	if (st.n_num)
		memcpy(s->terms + s->n_terms, num, st.n_num * sizeof *num);
	s->n_terms += st.n_num;
	if (st.n_den)
		memcpy(s->terms + s->n_terms, den, st.n_den * sizeof *den);
	s->n_terms += st.n_den;
	s->statements[s->n_statements] = st;
	return (int)s->n_statements++;
}

int system_add_sum(struct system *s, const struct term *terms, size_t n, double low, double high, int fact)
{
	struct statement st = {.low = low_end(low), .high = high_end(high), .n_num = (uint32_t)n, .fact = fact};

	return add_statement(s, st, terms, NULL);
}

int system_add_ratio(struct system *s, const struct term *num, size_t n_num, const struct term *den, size_t n_den, double low, double high,
                     int fact)
{
	struct statement st = {
	    .low = low_end(low), .high = high_end(high), .n_num = (uint32_t)n_num, .n_den = (uint32_t)n_den, .fact = fact, .ratio = true};

	return add_statement(s, st, num, den);
}

void system_set(struct system *s, int statement, double low, double high)
{
	struct statement *st = &s->statements[statement];

	low = low_end(low);
	high = high_end(high);
	if (st->low == low && st->high == high)
		return;
	system_unbuild(s);
	st->low = low;
	st->high = high;
	for (uint32_t i = 0; s->core && i < s->core->n_statements; i++)
		if (s->core_of[i] == (uint32_t)statement)
			system_set(s->core, (int)i, low, high);
}

/* Whether it can all be true -------------------------------------------------------------------------------------------------- */

static size_t count_connected(const struct work *w)
{
	size_t n = 0;

	for (uint32_t i = 0; i < w->n_components; i++)
		n += w->components[i].n_vars + w->components[i].n_rows;
	return n;
}

/* Propagates, and again where points and spare rows that it found leave other components, with fewer loops. */
static int settle(struct system *s)
{
	int e = system_build(s);

	if (!e)
		e = system_components(s);
	if (e)
		return e;
	for (int round = 0; round < ROUNDS; round++) {
		size_t before = count_connected(&s->w);
		system_count(s->w.n_entries);
		e = system_propagate(s);
		if (!e)
			e = system_components(s);
		if (e || count_connected(&s->w) == before)
			return e;
	}
	/* What the last round left is settled where it has become a tree. */
	return system_propagate(s);
}

/* Whether the rows can hold where each may give by `slack`. As system_lp_check has it; the programme stays open. */
static int try_slack(struct system *s, struct component *c, double slack, struct err *err)
{
	struct system_lp_scope scope = {
	    .vars = s->w.vars + c->first_var, .rows = s->w.order + c->first_row, .n_vars = c->n_vars, .n_rows = c->n_rows, .slack = slack};

	system_lp_close(c->lp);
	c->lp = NULL;
	c->slack = slack;
	int e = system_lp_open(s, &scope, &c->lp);
	return e ? e : system_lp_check(c->lp, err);
}

/* Rounding alone must not make a contradiction, but every allowance shows in the answers: the least one that does is taken. What the greatest does not help needs
 * no other. */
static int check_component(struct system *s, struct component *c, struct err *err)
{
	static const double slacks[] = {1e-15, 1e-14, 1e-12, SYSTEM_TOLERANCE};
	int e = try_slack(s, c, 0, err);

	if (e == ERR_CONFLICT && (e = try_slack(s, c, SYSTEM_TOLERANCE, err)) == 0) {
		e = ERR_CONFLICT;
		for (size_t i = 0; i < sizeof slacks / sizeof slacks[0] && e == ERR_CONFLICT; i++)
			e = try_slack(s, c, slacks[i], err);
	}
	if (e == ERR_CONFLICT)
		s->w.bad = s->w.rows[s->w.order[c->first_row]].statement;
	return e;
}

/* Whether those that contradicted each other the last time still do; then nothing else needs to be looked at. */
static bool is_core_bad(struct system *s)
{
	if (s->core && system_check(s->core, NULL) == ERR_CONFLICT)
		return true;
	system_drop_core(s);
	return false;
}

int system_check(struct system *s, struct err *err)
{
	if (s->verdict == 1) {
		s->why = (struct err){0};
		int e = is_core_bad(s) ? ERR_CONFLICT : settle(s);
		for (uint32_t i = 0; i < s->w.n_components && !e; i++)
			if (s->w.components[i].loop)
				e = check_component(s, &s->w.components[i], &s->why);
		if (e == ERR_CONFLICT)
			err_fill(&s->why, e, "the statements contradict each other: they cannot all be true");
		if (e && e != ERR_CONFLICT) {
			if (!s->why.code)
				err_fill(&s->why, e, "no memory for a system of %u amounts", s->n_vars);
			if (err)
				*err = s->why;
			system_unbuild(s);
			return e;
		}
		s->verdict = e;
	}
	if (s->verdict && err)
		*err = s->why;
	return s->verdict;
}

bool system_has_loop(struct system *s, uint32_t var)
{
	int e = system_check(s, NULL);

	if ((e && e != ERR_CONFLICT) || var >= s->n_vars || s->w.component[var] == SYSTEM_NONE)
		return false;
	return s->w.components[s->w.component[var]].loop;
}
