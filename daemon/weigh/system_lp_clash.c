/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where rows cannot all hold, each may be violated, from either side, at a price of 1: the least that all pay together is more than nothing, and the rows that have
 * a price in that programme's dual solution prove it (J. Farkas, 1902): the sum of them, each times its price, is a row that the bounds forbid.
 */
#include "weigh/system_lp_private.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

struct clash {
	const struct system_lp *lp;
	int *rows, *cols; /* the programme's own factors and two for each row, from 1 */
	double *factors;
	glp_prob *p;
};

static void set_bounds(glp_prob *p, int i, double low, double high, void (*set)(glp_prob *p, int i, int type, double low, double high))
{
	int type = isinf(low) ? (isinf(high) ? GLP_FR : GLP_UP) : isinf(high) ? GLP_LO : low < high ? GLP_DB : GLP_FX;

	set(p, i, type, low, high);
}

static void build(void *arg)
{
	struct clash *c = arg;
	const struct system_lp *lp = c->lp;
	const int n = (int)lp->scope.n_vars, m = (int)lp->scope.n_rows;
	int k = lp->n_factors;

	c->p = glp_create_prob();
	glp_add_rows(c->p, m);
	glp_add_cols(c->p, n + 2 * m);
	for (int i = 0; i < m; i++)
		set_bounds(c->p, i + 1, lp->row_low[i], lp->row_high[i], glp_set_row_bnds);
	for (int j = 0; j < n; j++)
		set_bounds(c->p, j + 1, lp->low[j], lp->high[j], glp_set_col_bnds);
	for (int i = 1; i <= k; i++) {
		c->rows[i] = lp->rows[i];
		c->cols[i] = lp->cols[i];
		c->factors[i] = lp->factors[i];
	}
	for (int i = 0; i < 2 * m; i++) {
		c->rows[++k] = i / 2 + 1;
		c->cols[k] = n + i + 1;
		c->factors[k] = i % 2 ? -1 : 1;
		glp_set_col_bnds(c->p, n + i + 1, GLP_LO, 0, 0);
		glp_set_obj_coef(c->p, n + i + 1, 1);
	}
	glp_load_matrix(c->p, k, c->rows, c->cols, c->factors);
	glp_adv_basis(c->p, 0);
}

static void drop(void *arg)
{
	struct clash *c = arg;
	glp_delete_prob(c->p);
}

/* 1 where there are prices. */
static int read_prices(const struct clash *c, double *prices)
{
	int found = 0;

	if (system_lp_answer(c->p, true, true) != GLP_OPT || glp_get_obj_val(c->p) <= 0)
		return 0;
	for (uint32_t i = 0; i < c->lp->scope.n_rows; i++) {
		prices[i] = system_lp_price_of(c->p, (int)i + 1, false);
		found |= prices[i] != 0;
	}
	return found;
}

int system_lp_clash(struct system_lp *lp, double *prices, struct err *err)
{
	const size_t k = (size_t)lp->n_factors + 2 * (size_t)lp->scope.n_rows + 1;
	struct clash c = {
	    .lp = lp, .rows = malloc(k * sizeof *c.rows), .cols = malloc(k * sizeof *c.cols), .factors = malloc(k * sizeof *c.factors)};
	int found = 0;

	if (!c.rows || !c.cols || !c.factors) {
		found = err_sys(err, ENOMEM, "the search for a contradiction");
	} else if (lp->scope.n_rows && system_lp_guarded(build, &c)) {
		unsigned born = system_lp_generation;
		found = read_prices(&c, prices);
		if (born == system_lp_generation)
			system_lp_guarded(drop, &c);
	}
	free(c.rows);
	free(c.cols);
	free(c.factors);
	return found;
}
