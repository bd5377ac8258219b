/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * family_programme: what a family of family_chance.h leaves to a figure, by a linear programme that shares nothing with the code under test: a variable
 * for each month of each measure, rows straight from what was said. Included by one test.
 */
#ifndef TESTS_FAMILY_PROGRAMME_H
#define TESTS_FAMILY_PROGRAMME_H

#include "family_chance.h"

#include <glpk.h>

/* Columns: the months of each measure, and t. Every row is homogeneous: sum + c * t. With t = 1 it is the family as it is; with a denominator
 * set to 1 instead, a ratio is the numerator (Charnes and Cooper). */
struct programme {
	glp_prob *p;
	const struct chance_family *f;
	int n, last; /* columns; the row that the denominator is in */
};

struct row {
	int at[4 * MONTHS_MAX + 2];
	double factor[4 * MONTHS_MAX + 2];
	int n;
};

static void put(struct row *r, int at, double factor)
{
	for (int k = 1; k <= r->n; k++)
		if (r->at[k] == at) {
			r->factor[k] += factor;
			return;
		}
	r->at[++r->n] = at;
	r->factor[r->n] = factor;
}

static void put_months(const struct chance_family *f, struct row *r, int measure, int from, int to, double factor)
{
	for (int m = from; m < to; m++)
		put(r, 1 + measure * f->n_months + m, factor);
}

static void add_row(struct programme *p, const struct row *r, double c, int type)
{
	struct row all = *r;
	put(&all, p->n, c);
	int i = glp_add_rows(p->p, 1);
	glp_set_mat_row(p->p, i, all.n, all.at, all.factor);
	glp_set_row_bnds(p->p, i, type, 0, 0);
}

static void add_between(struct programme *p, const struct row *r, double low, double high)
{
	if (low == high) {
		add_row(p, r, -low, GLP_FX);
		return;
	}
	if (isfinite(low))
		add_row(p, r, -low, GLP_LO);
	if (isfinite(high))
		add_row(p, r, -high, GLP_UP);
}

static void add_said(struct programme *p, const struct said *s, struct interval i)
{
	const struct chance_family *f = p->f;

	if (s->companion != COMPANION_GROWTH) {
		struct row r = {.n = 0};
		put_months(f, &r, s->measure, s->from, s->to, 1);
		if (s->companion)
			put_months(f, &r, s->measure, s->from - 12, s->to - 12, -1);
		add_between(p, &r, i.low / f->scale, i.high / f->scale);
		return;
	}
	for (int high = 0; high < 2; high++) {
		struct row r = {.n = 0};
		double end = high ? i.high : i.low;
		if (isinf(end))
			continue;
		put_months(f, &r, s->measure, s->from, s->to, 1);
		put_months(f, &r, s->measure, s->from - 12, s->to - 12, -(1 + end / 100) * (1 + (high ? 1e-13 : -1e-13)));
		add_row(p, &r, 0, high ? GLP_UP : GLP_LO);
	}
}

static void add_identities(struct programme *p)
{
	const struct chance_family *f = p->f;

	for (int m = 0; m < f->n_months && f->n_measures > 1; m++) {
		int at = 1 + m, step = f->n_months;
		struct row total = {.n = 3, .at = {0, at, at + EXPORTS * step, at + IMPORTS * step}, .factor = {0, 1, -1, -1}};
		struct row balance = {
		    .n = 3, .at = {0, at + BALANCE * step, at + EXPORTS * step, at + IMPORTS * step}, .factor = {0, 1, -1, 1}};
		struct row part = {.n = 2, .at = {0, at + EXPORTS * step, at + NONOIL * step}, .factor = {0, 1, -1}};
		add_between(p, &total, 0, 0);
		add_between(p, &balance, 0, 0);
		add_between(p, &part, 0, INFINITY);
	}
}

/* `without`: a fact that is left out, or NULL. */
static void programme_init(struct programme *p, const struct chance_family *f, bool hard, const struct said *without)
{
	*p = (struct programme){.p = glp_create_prob(), .f = f, .n = f->n_measures * f->n_months + 1};
	glp_add_cols(p->p, p->n);
	for (int i = 1; i <= p->n; i++)
		glp_set_col_bnds(p->p, i, (i - 1) / f->n_months == BALANCE && i < p->n ? GLP_FR : GLP_LO, 0, 0);
	for (size_t i = 0; i < f->n_said; i++)
		if (!f->said[i].gone && &f->said[i] != without)
			add_said(p, &f->said[i], hard ? f->said[i].hard : f->said[i].soft);
	add_identities(p);
	p->last = glp_add_rows(p->p, 1);
	glp_set_row_bnds(p->p, p->last, GLP_FR, 0, 0);
	glp_adv_basis(p->p, 0);
}

/* glp_exact would be of no use: it takes fractions within 1e-9 for the factors. */
static double solve(struct programme *p, bool high, bool anew)
{
	glp_smcp how;

	glp_init_smcp(&how);
	how.msg_lev = GLP_MSG_OFF;
	how.tol_bnd = how.tol_dj = anew ? 1e-12 : 1e-10;
	glp_set_obj_dir(p->p, high ? GLP_MAX : GLP_MIN);
	for (int attempt = anew; attempt < 3; attempt++) {
		if (attempt == 1)
			glp_adv_basis(p->p, 0);
		if (attempt == 2)
			glp_std_basis(p->p);
		int status = glp_simplex(p->p, &how) ? GLP_UNDEF : glp_get_status(p->p);
		if (status == GLP_UNBND)
			return high ? INFINITY : -INFINITY;
		if (status != GLP_OPT)
			continue;
		if (glp_factorize(p->p) == 0)
			glp_warm_up(p->p);
		return glp_get_obj_val(p->p);
	}
	return NAN;
}

struct asked {
	int measure, from, to;
	enum companion companion;
	int other; /* the first month of what it is compared with */
};

/* The ends of what is asked for. */
static struct interval optimum(struct programme *p, const struct asked *q, bool anew)
{
	const struct chance_family *f = p->f;
	bool ratio = q->companion == COMPANION_GROWTH || q->companion == COMPANION_INDEX;
	struct row num = {.n = 0}, den = {.n = 0};
	int length = q->companion == COMPANION_INDEX ? 12 : q->to - q->from;
	struct interval i;

	put_months(f, &num, q->measure, q->from, q->to, 1);
	if (q->companion == COMPANION_CHANGE)
		put_months(f, &num, q->measure, q->other, q->other + length, -1);
	if (ratio)
		put_months(f, &den, q->measure, q->other, q->other + length, 1);
	glp_set_mat_row(p->p, p->last, den.n, den.at, den.factor);
	glp_set_row_bnds(p->p, p->last, ratio ? GLP_FX : GLP_FR, 1, 1);
	glp_set_col_bnds(p->p, p->n, ratio ? GLP_LO : GLP_FX, ratio ? 0 : 1, 1);
	for (int k = 0; k <= p->n; k++)
		glp_set_obj_coef(p->p, k, 0);
	for (int k = 1; k <= num.n; k++)
		glp_set_obj_coef(p->p, num.at[k], num.factor[k]);
	i.low = solve(p, false, anew);
	i.high = solve(p, true, anew);
	double by = ratio ? 100 : f->scale, plus = q->companion == COMPANION_GROWTH ? -100 : 0;
	return (struct interval){i.low * by + plus, i.high * by + plus};
}

#endif
