/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Questions are answered by component. A sum is the sum of its parts in each; a part that is one variable of a tree is what propagation left of
 * it, and every other part is a linear programme. What an answer rests on is found the same way: back along the propagation, or by the dual
 * prices of a programme, which for that has the variables' own bounds and not the propagated ones, and with them the rows that are spare otherwise.
 */
#include "weigh/system_lp.h"
#include "weigh/system_private.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sums ------------------------------------------------------------------------------------------------------------------------ */

static int by_component(const void *a, const void *b, void *arg)
{
	const struct work *w = arg;
	uint32_t ca = w->component[((const struct term *)a)->var], cb = w->component[((const struct term *)b)->var];
	return (ca > cb) - (ca < cb);
}

static size_t merge(struct system *s, const struct term *terms, size_t n, struct term *out)
{
	uint32_t *at = s->w.at;
	size_t merged = 0, kept = 0;

	for (size_t i = 0; i < n; i++)
		at[terms[i].var] = 0;
	for (size_t i = 0; i < n; i++) {
		if (!at[terms[i].var]) {
			out[merged++] = (struct term){.var = terms[i].var};
			at[terms[i].var] = (uint32_t)merged;
		}
		out[at[terms[i].var] - 1].factor += terms[i].factor;
	}
	for (size_t i = 0; i < merged; i++)
		if (out[i].factor != 0)
			out[kept++] = out[i];
	return kept;
}

/* A sum as a question: merged, by component, points last. The caller frees *out. */
static int prepare(struct system *s, const struct term *terms, size_t n, struct term **out, size_t *n_out, struct err *err)
{
	*out = NULL;
	int e = system_check(s, err);

	if (e)
		return e;
	if (!system_is_sane(s, terms, n))
		return err_set(err, ERR_INTERNAL, "a sum was asked for of an amount that the system does not have");
	*out = malloc((n + 1) * sizeof **out);
	if (!*out)
		return -ENOMEM;
	*n_out = merge(s, terms, n, *out);
	qsort_r(*out, *n_out, sizeof **out, by_component, &s->w);
	return 0;
}

/* How many of the terms, from the first, lie in one component. */
static size_t part_of(const struct work *w, const struct term *terms, size_t n)
{
	size_t k = 1;

	while (k < n && w->component[terms[k].var] == w->component[terms[0].var])
		k++;
	return k;
}

static bool is_propagated(const struct work *w, const struct term *terms, size_t n)
{
	uint32_t c = w->component[terms[0].var];
	return c == SYSTEM_NONE || (n == 1 && !w->components[c].loop);
}

static void add_propagated(const struct work *w, const struct term *terms, size_t n, bool most, long double *sum)
{
	for (size_t i = 0; i < n; i++)
		*sum += (long double)terms[i].factor * ((terms[i].factor > 0) == most ? w->high : w->low)[terms[i].var];
}

static int open_component(struct system *s, struct component *c)
{
	struct system_lp_scope scope = {.vars = s->w.vars + c->first_var,
	                                .rows = s->w.order + c->first_row,
	                                .n_vars = c->n_vars,
	                                .n_rows = c->n_rows,
	                                .slack = c->slack};

	return c->lp ? 0 : system_lp_open(s, &scope, &c->lp);
}

/* One end of the part of a sum that lies in one component. */
static int ask(struct system *s, const struct term *terms, size_t n, bool most, double *out, struct err *err)
{
	struct component *c = &s->w.components[s->w.component[terms[0].var]];
	struct system_lp_sum sum = {.terms = terms, .n = n};
	int e = open_component(s, c);

	return e ? e : system_lp_sum(c->lp, &sum, most, out, NULL, err);
}

/* Whether the programme has answered this before. */
static bool is_known(const struct work *w, const struct term *terms, size_t n, bool most)
{
	return n == 1 && !isnan(((terms[0].factor > 0) == most ? w->greatest : w->least)[terms[0].var]);
}

/* The answer for one variable is kept. */
static int ask_part(struct system *s, const struct term *terms, size_t n, bool most, double *out, struct err *err)
{
	struct work *w = &s->w;
	uint32_t v = terms[0].var;
	int e = 0;

	if (n > 1)
		return ask(s, terms, n, most, out, err);
	bool high = (terms[0].factor > 0) == most;
	double *kept = high ? &w->greatest[v] : &w->least[v];
	if (isnan(*kept)) {
		struct term one = {.var = v, .factor = 1};
		double end;
		e = ask(s, &one, 1, high, &end, err);
		if (!e)
			*kept = high ? fmin(end, w->high[v]) : fmax(end, w->low[v]);
	}
	*out = terms[0].factor * *kept;
	return e;
}

static int end_of_sum(struct system *s, const struct term *terms, size_t n, bool most, double *out, struct err *err)
{
	long double sum = 0;
	int e = 0;

	for (size_t i = 0, k; i < n && !e; i += k) {
		k = part_of(&s->w, terms + i, n - i);
		if (is_propagated(&s->w, terms + i, k)) {
			add_propagated(&s->w, terms + i, k, most, &sum);
			continue;
		}
		double part = 0;
		if (s->rough && !is_known(&s->w, terms + i, k, most)) {
			add_propagated(&s->w, terms + i, k, most, &sum);
			s->n_rough++;
			continue;
		}
		e = ask_part(s, terms + i, k, most, &part, err);
		sum += part;
	}
	*out = (double)sum + 0.0; /* No negative zero. */
	return e;
}

static int range_of(struct system *s, const struct term *terms, size_t n, struct interval *out, struct err *err)
{
	int e = end_of_sum(s, terms, n, false, &out->low, err);

	if (!e)
		e = end_of_sum(s, terms, n, true, &out->high, err);
	if (!e && out->low > out->high) /* A point, but for rounding. */
		out->low = out->high = out->low + (out->high - out->low) / 2;
	return e;
}

int system_range(struct system *s, const struct term *terms, size_t n, struct interval *out, struct err *err)
{
	struct term *sum;
	size_t n_sum;
	int e = prepare(s, terms, n, &sum, &n_sum, err);

	if (!e)
		e = range_of(s, sum, n_sum, out, err);
	free(sum);
	return e;
}

/* Ratios ---------------------------------------------------------------------------------------------------------------------- */

/* Components put together for one programme. */
struct group {
	uint32_t *vars, *rows;
	struct system_lp_scope scope;
};

static void put_components(const struct work *w, struct group *g, const struct term *terms, size_t n, bool *in)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t index = w->component[terms[i].var];
		if (index == SYSTEM_NONE || in[index])
			continue;
		in[index] = true;
		const struct component *c = &w->components[index];
		memcpy(g->vars + g->scope.n_vars, w->vars + c->first_var, c->n_vars * sizeof *g->vars);
		memcpy(g->rows + g->scope.n_rows, w->order + c->first_row, c->n_rows * sizeof *g->rows);
		g->scope.n_vars += c->n_vars;
		g->scope.n_rows += c->n_rows;
		g->scope.slack = fmax(g->scope.slack, c->slack);
	}
}

/* All that hangs together with the terms, spare rows too; `in` by variable, and behind them by row. */
static void put_whole(const struct system *s, struct group *g, const struct term *terms, size_t n, bool *in)
{
	const struct work *w = &s->w;
	bool *in_row = in + s->n_vars;

	for (size_t i = 0; i < n; i++)
		if (w->component[terms[i].var] != SYSTEM_NONE && !in[terms[i].var]) {
			in[terms[i].var] = true;
			g->vars[g->scope.n_vars++] = terms[i].var;
		}
	for (uint32_t i = 0; i < g->scope.n_vars; i++)
		for (size_t k = w->seen_by[g->vars[i]]; k < w->seen_by[g->vars[i] + 1]; k++) {
			const struct row *r = &w->rows[w->seen[k]];
			if (in_row[w->seen[k]])
				continue;
			in_row[w->seen[k]] = true;
			g->rows[g->scope.n_rows++] = w->seen[k];
			for (uint32_t j = 0; j < r->n; j++) {
				uint32_t v = w->entries[r->first + j].var;
				if (w->component[v] == SYSTEM_NONE || in[v])
					continue;
				in[v] = true;
				g->vars[g->scope.n_vars++] = v;
			}
		}
	for (uint32_t i = 0; i < g->scope.n_vars; i++)
		g->scope.slack = fmax(g->scope.slack, w->components[w->component[g->vars[i]]].slack);
}

static void fini_group(struct group *g)
{
	free(g->vars);
	free(g->rows);
}

/* `own`: the programme is to have the variables' own bounds. */
static int init_group(const struct system *s, struct group *g, const struct term *num, size_t n_num, const struct term *den, size_t n_den,
                      bool own)
{
	bool *in = calloc((size_t)s->w.n_components + s->n_vars + s->w.n_rows + 1, sizeof *in);

	*g = (struct group){.vars = malloc((s->n_vars + 1) * sizeof *g->vars), .rows = malloc((s->w.n_rows + 1) * sizeof *g->rows)};
	if (!in || !g->vars || !g->rows) {
		free(in);
		fini_group(g);
		return -ENOMEM;
	}
	if (own) {
		put_whole(s, g, num, n_num, in);
		put_whole(s, g, den, n_den, in);
	} else {
		put_components(&s->w, g, num, n_num, in);
		put_components(&s->w, g, den, n_den, in);
	}
	g->scope.own = own;
	g->scope.vars = g->vars;
	g->scope.rows = g->rows;
	free(in);
	return 0;
}

/* Terms stand by component, points last: what a programme can take as a sum of its variables and a constant. */
static struct system_lp_sum sum_for_lp(const struct work *w, const struct term *terms, size_t n)
{
	struct system_lp_sum sum = {.terms = terms};

	for (size_t i = 0; i < n; i++)
		if (w->component[terms[i].var] == SYSTEM_NONE)
			sum.constant += terms[i].factor * (w->low[terms[i].var] / 2 + w->high[terms[i].var] / 2);
		else
			sum.n++;
	return sum;
}

static bool share_component(const struct work *w, const struct term *a, size_t n_a, const struct term *b, size_t n_b)
{
	size_t i = 0, j = 0;

	while (i < n_a && j < n_b) {
		uint32_t ca = w->component[a[i].var], cb = w->component[b[j].var];
		if (ca == SYSTEM_NONE || cb == SYSTEM_NONE)
			return false;
		if (ca == cb)
			return true;
		*(ca < cb ? &i : &j) += 1;
	}
	return false;
}

/* Which end of the denominator belongs to an end of the ratio: dividing by more brings a number nearer to 0. */
static bool den_end(const struct interval *num, bool high)
{
	return high ? num->high < 0 : num->low >= 0;
}

static struct interval quotient(const struct interval *num, struct interval den)
{
	struct interval q;

	den.low = fmax(den.low, 0);
	den.high = fmax(den.high, 0);
	for (int high = 0; high < 2; high++) {
		double n = high ? num->high : num->low, d = den_end(num, high) ? den.high : den.low;
		double end = d > 0 ? (isinf(d) && isinf(n) ? 0 : n / d) : (high ? INFINITY : n < 0 ? -INFINITY : 0);
		*(high ? &q.high : &q.low) = end + 0.0;
	}
	return q;
}

/* The component that is all of the group and has no allowance: its programme is the group's. NULL where there is none. */
static struct component *sole_component(struct system *s, const struct group *g)
{
	struct component *c = g->scope.n_vars ? &s->w.components[s->w.component[g->vars[0]]] : NULL;

	return c && !g->scope.own && g->scope.slack == 0 && c->n_vars == g->scope.n_vars ? c : NULL;
}

static int ask_ratio(struct system *s, const struct group *g, const struct system_lp_sum *num, const struct system_lp_sum *den, bool most,
                     double *out, double *prices, struct err *err)
{
	struct component *sole = sole_component(s, g);
	struct system_lp_scope scope = g->scope;
	int e = ERR_CONFLICT;

	if (sole) {
		e = open_component(s, sole);
		if (!e)
			e = system_lp_ratio(sole->lp, num, den, most, out, prices, err);
	}
	for (int attempt = 0; attempt < 2 && e == ERR_CONFLICT && !sole; attempt++) {
		struct system_lp *lp = NULL;
		scope.slack = attempt ? g->scope.slack : 0;
		e = system_lp_open(s, &scope, &lp);
		if (!e)
			e = system_lp_ratio(lp, num, den, most, out, prices, err);
		system_lp_close(lp);
	}
	if (e != ERR_CONFLICT)
		return e;
	*out = most ? INFINITY : -INFINITY; /* The denominator is 0, whatever else. */
	return 0;
}

/* Where a denominator can shrink to nothing, an allowance that is small beside the amounts is not small beside it: the programme has none, unless
 * it needs one. And no ratio is outside of what the ranges of num and den leave to it: this takes away what rounding adds. */
static int ratio_together(struct system *s, const struct term *num, size_t n_num, const struct term *den, size_t n_den,
                          struct interval *out, struct err *err)
{
	struct system_lp_sum sum_num = sum_for_lp(&s->w, num, n_num), sum_den = sum_for_lp(&s->w, den, n_den);
	struct interval of_num, of_den;
	struct group g;
	int e = init_group(s, &g, num, n_num, den, n_den, false);

	if (e)
		return e;
	e = ask_ratio(s, &g, &sum_num, &sum_den, false, &out->low, NULL, err);
	if (!e)
		e = ask_ratio(s, &g, &sum_num, &sum_den, true, &out->high, NULL, err);
	if (!e)
		e = range_of(s, num, n_num, &of_num, err);
	if (!e)
		e = range_of(s, den, n_den, &of_den, err);
	if (!e) {
		struct interval q = quotient(&of_num, of_den);
		out->low = fmax(out->low, q.low);
		out->high = fmin(out->high, q.high);
		if (out->low > out->high)
			out->low = out->high = out->low + (out->high - out->low) / 2;
	}
	fini_group(&g);
	return e;
}

int system_ratio_range(struct system *s, const struct term *num, size_t n_num, const struct term *den, size_t n_den, struct interval *out,
                       struct err *err)
{
	struct term *n = NULL, *d = NULL;
	struct interval of_num, of_den;
	int e = prepare(s, num, n_num, &n, &n_num, err);

	if (!e)
		e = prepare(s, den, n_den, &d, &n_den, err);
	if (!e && n_num == 1 && n_den == 1 && n->var == d->var && s->w.high[n->var] > 0) {
		out->low = out->high = n->factor / d->factor;
	} else if (!e && !s->rough && share_component(&s->w, n, n_num, d, n_den)) {
		e = ratio_together(s, n, n_num, d, n_den, out, err);
	} else if (!e) {
		s->n_rough += s->rough && share_component(&s->w, n, n_num, d, n_den);
		e = range_of(s, n, n_num, &of_num, err);
		if (!e)
			e = range_of(s, d, n_den, &of_den, err);
		if (!e)
			*out = quotient(&of_num, of_den);
	}
	free(n);
	free(d);
	return e;
}

/* What an end rests on -------------------------------------------------------------------------------------------------------- */

static int walk_points(const struct system *s, const struct term *terms, size_t n, bool most, bool *marks)
{
	int e = 0;

	for (size_t i = 0; i < n && !e; i++)
		if (s->w.component[terms[i].var] == SYSTEM_NONE)
			e = system_walk(s, terms[i].var, (terms[i].factor > 0) == most, marks);
	return e;
}

/* The statements of rows with a price, and what their points rest on: the row's low end holds where its points are at most. */
static int mark_prices(const struct system *s, const struct group *g, const double *prices, bool *marks)
{
	int e = 0;

	for (uint32_t i = 0; i < g->scope.n_rows && !e; i++) {
		const struct row *r = &s->w.rows[g->rows[i]];
		if (prices[i] == 0)
			continue;
		marks[r->statement] = true;
		e = walk_points(s, s->w.entries + r->first, r->n, prices[i] > 0, marks);
	}
	return e;
}

/* By a programme: of a sum, or of a ratio where `den` is given. */
static int mark_by_lp(struct system *s, const struct term *num, size_t n_num, const struct term *den, size_t n_den, bool most, bool *marks,
                      struct err *err)
{
	struct system_lp_sum sum_num = sum_for_lp(&s->w, num, n_num), sum_den = sum_for_lp(&s->w, den, n_den);
	struct system_lp *lp = NULL;
	struct group g;
	double end = INFINITY;
	int e = init_group(s, &g, num, n_num, den, n_den, true);

	if (e)
		return e;
	double *prices = calloc(g.scope.n_rows + 1, sizeof *prices);
	if (!prices)
		e = -ENOMEM;
	else if (n_den)
		e = ask_ratio(s, &g, &sum_num, &sum_den, most, &end, prices, err);
	else if (!(e = system_lp_open(s, &g.scope, &lp)))
		e = system_lp_sum(lp, &sum_num, most, &end, prices, err);
	if (!e && isfinite(end))
		e = mark_prices(s, &g, prices, marks);
	if (!e && isfinite(end) && n_den)
		e = walk_points(s, num, n_num, most, marks);
	if (!e && isfinite(end) && n_den)
		e = walk_points(s, den, n_den, !most, marks);
	system_lp_close(lp);
	free(prices);
	fini_group(&g);
	return e;
}

static int mark_sum(struct system *s, const struct term *terms, size_t n, bool most, bool *marks, struct err *err)
{
	int e = 0;

	for (size_t i = 0, k; i < n && !e; i += k) {
		k = part_of(&s->w, terms + i, n - i);
		if (!is_propagated(&s->w, terms + i, k))
			e = mark_by_lp(s, terms + i, k, NULL, 0, most, marks, err);
		for (size_t j = i; j < i + k && !e && is_propagated(&s->w, terms + i, k); j++)
			e = system_walk(s, terms[j].var, (terms[j].factor > 0) == most, marks);
	}
	return e;
}

static int mark(struct system *s, const struct term *num, size_t n_num, const struct term *den, size_t n_den, bool high, bool *marks,
                struct err *err)
{
	struct interval of_num, of_den, q;
	int e = range_of(s, num, n_num, &of_num, err);

	if (e)
		return e;
	if (!n_den)
		return isinf(high ? of_num.high : of_num.low) ? 0 : mark_sum(s, num, n_num, high, marks, err);
	if (share_component(&s->w, num, n_num, den, n_den))
		return mark_by_lp(s, num, n_num, den, n_den, high, marks, err);
	e = range_of(s, den, n_den, &of_den, err);
	if (e)
		return e;
	q = quotient(&of_num, of_den);
	if (isinf(high ? q.high : q.low))
		return 0;
	if (!isinf(high ? of_num.high : of_num.low))
		e = mark_sum(s, num, n_num, high, marks, err);
	bool end = den_end(&of_num, high);
	/* Nothing divided by whatever is nothing. */
	if (!e && (high ? of_num.high : of_num.low) != 0 && !isinf(end ? of_den.high : of_den.low))
		e = mark_sum(s, den, n_den, end, marks, err);
	return e;
}

static int list(const struct system *s, const bool *marks, int **statements, size_t *n)
{
	size_t found = 0;

	for (uint32_t i = 0; i < s->n_statements; i++)
		found += marks[i];
	*statements = malloc((found + 1) * sizeof **statements);
	if (!*statements)
		return -ENOMEM;
	*n = 0;
	for (uint32_t i = 0; i < s->n_statements; i++)
		if (marks[i])
			(*statements)[(*n)++] = (int)i;
	return 0;
}

int system_support(struct system *s, const struct term *num, size_t n_num, const struct term *den, size_t n_den, bool high,
                   int **statements, size_t *n, struct err *err)
{
	struct term *sum = NULL, *by = NULL;
	bool ratio = n_den > 0, *marks = calloc(s->n_statements + 1, sizeof *marks);
	int e = marks ? prepare(s, num, n_num, &sum, &n_num, err) : -ENOMEM;

	*statements = NULL;
	*n = 0;
	if (!e)
		e = prepare(s, den, n_den, &by, &n_den, err);
	if (!e && (!ratio || n_den))
		e = mark(s, sum, n_num, by, n_den, high, marks, err);
	if (!e)
		e = list(s, marks, statements, n);
	free(marks);
	free(sum);
	free(by);
	return e;
}
