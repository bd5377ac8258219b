/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The directions in which the amounts can grow without end form a cone: every finite end of a row or a bound becomes 0. A ratio is greatest at a
 * corner, or nowhere but towards such a direction; this finds the greatest of the latter, as the greatest num in the cone where den is 1.
 */
#include "weigh/system_lp_private.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

struct cone {
	const struct system_lp *lp;
	const struct system_lp_sum *num, *den;
	bool most;
	double num_by, den_by; /* what they are divided by */
	int *index;            /* scratch for one row */
	double *factor;
	glp_prob *p;
};

static void bound(glp_prob *p, int i, bool row, bool low, bool high)
{
	int type = low ? (high ? GLP_FX : GLP_LO) : (high ? GLP_UP : GLP_FR);

	if (row)
		glp_set_row_bnds(p, i, type, 0, 0);
	else
		glp_set_col_bnds(p, i, type, 0, 0);
}

static void build(void *arg)
{
	struct cone *c = arg;
	const struct system_lp *lp = c->lp;
	int n = (int)lp->scope.n_vars, m = (int)lp->scope.n_rows, k = 0;

	c->p = glp_create_prob();
	glp_add_cols(c->p, n);
	if (m)
		glp_add_rows(c->p, m);
	for (int i = 0; i < m; i++)
		bound(c->p, i + 1, true, isfinite(lp->row_low[i]), isfinite(lp->row_high[i]));
	for (int i = 0; i < n; i++)
		bound(c->p, i + 1, false, isfinite(lp->low[i]), isfinite(lp->high[i]));
	glp_load_matrix(c->p, lp->n_factors, lp->rows, lp->cols, lp->factors);
	for (size_t i = 0; i < c->den->n; i++) {
		uint32_t at = lp->s->w.at[c->den->terms[i].var];
		c->index[++k] = (int)at + 1;
		c->factor[k] = c->den->terms[i].factor * lp->scale[at] / c->den_by;
	}
	int row = glp_add_rows(c->p, 1);
	glp_set_row_bnds(c->p, row, GLP_FX, 1, 1);
	glp_set_mat_row(c->p, row, k, c->index, c->factor);
	glp_set_obj_dir(c->p, c->most ? GLP_MAX : GLP_MIN);
	for (size_t i = 0; i < c->num->n; i++) {
		uint32_t at = lp->s->w.at[c->num->terms[i].var];
		glp_set_obj_coef(c->p, (int)at + 1, c->num->terms[i].factor * lp->scale[at] / c->num_by);
	}
	glp_adv_basis(c->p, 0);
}

static void drop(void *arg)
{
	struct cone *c = arg;
	glp_delete_prob(c->p);
}

static long double value_of(const struct cone *c, const struct system_lp_sum *sum)
{
	long double value = 0;

	for (size_t i = 0; i < sum->n; i++) {
		uint32_t at = c->lp->s->w.at[sum->terms[i].var];
		value += (long double)sum->terms[i].factor * c->lp->scale[at] * glp_get_col_prim(c->p, (int)at + 1);
	}
	return value;
}

int system_lp_cone(struct system_lp *lp, const struct system_lp_sum *num, const struct system_lp_sum *den, bool most, long double *out,
                   double *prices)
{
	struct cone c = {.lp = lp, .num = num, .den = den, .most = most};
	long double constant;
	int status = GLP_UNDEF;

	double num_by = system_lp_measure(lp, num, &constant), den_by = system_lp_measure(lp, den, &constant);
	c.num_by = num_by > 0 ? system_lp_power_of_two(num_by) : 1;
	c.den_by = den_by > 0 ? system_lp_power_of_two(den_by) : 1;
	c.index = malloc((den->n + 2) * sizeof *c.index);
	c.factor = malloc((den->n + 2) * sizeof *c.factor);
	if (c.index && c.factor && system_lp_guarded(build, &c)) {
		unsigned born = system_lp_generation;
		status = system_lp_answer(c.p, true, true);
		if (status == GLP_OPT)
			*out = value_of(&c, num) / value_of(&c, den);
		for (uint32_t i = 0; status == GLP_OPT && prices && i < lp->scope.n_rows; i++)
			prices[i] = system_lp_price_of(c.p, (int)i + 1, most);
		if (born == system_lp_generation)
			system_lp_guarded(drop, &c);
	}
	free(c.index);
	free(c.factor);
	return status;
}
