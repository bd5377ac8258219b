/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For a ratio (Charnes and Cooper) the unknowns are y = x * t with t = 1 / den, and every row becomes homogeneous: its ends times t.
 */
#include "weigh/system_lp_private.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* The homogeneous programme as it is built: columns y and, last, t. */
struct homogeneous {
	struct system_lp *lp;
	const struct system_lp_sum *num, *den;
	bool most;
	double num_by, den_by; /* what they are divided by */
	long double num_constant, den_constant;
	glp_prob *p;
	int *index;     /* scratch for one row */
	double *factor; /* likewise */
	int *of;        /* the row of the scope, by row of this programme, from 1; -1 */
};

/* sum of the n factors, less end * t, at least (or at most) 0. */
static void add_homogeneous(struct homogeneous *h, int of, int n, double end, bool low)
{
	int row = glp_add_rows(h->p, 1);
	double by = 0;

	if (end != 0) {
		h->index[++n] = (int)h->lp->scope.n_vars + 1;
		h->factor[n] = -end;
	}
	for (int i = 1; i <= n; i++)
		by = fmax(by, fabs(h->factor[i]));
	by = system_lp_power_of_two(by);
	for (int i = 1; i <= n; i++)
		h->factor[i] /= by;
	h->of[row] = of;
	glp_set_row_bnds(h->p, row, low ? GLP_LO : GLP_UP, 0, 0);
	glp_set_mat_row(h->p, row, n, h->index, h->factor);
}

static void homogeneous_rows(struct homogeneous *h)
{
	const struct system_lp *lp = h->lp;

	for (int k = 1; k <= lp->n_factors;) {
		int i = lp->rows[k] - 1, first = k;
		double ends[] = {lp->row_low[i], lp->row_high[i]};
		while (k <= lp->n_factors && lp->rows[k] == i + 1)
			k++;
		for (int side = 0; side < 2; side++) {
			if (isinf(ends[side]))
				continue;
			/* add_homogeneous scales its factors in place: they are written again for the other end. */
			for (int j = first; j < k; j++) {
				h->index[j - first + 1] = lp->cols[j];
				h->factor[j - first + 1] = lp->factors[j];
			}
			add_homogeneous(h, i, k - first, ends[side], side == 0);
		}
	}
}

static void homogeneous_bounds(struct homogeneous *h)
{
	const struct system_lp *lp = h->lp;

	for (int i = 0; i < (int)lp->scope.n_vars; i++) {
		double ends[] = {lp->low[i], lp->high[i]};
		glp_set_col_bnds(h->p, i + 1, GLP_FR, 0, 0);
		for (int side = 0; side < 2; side++) {
			if (isinf(ends[side]))
				continue;
			if (side == 0 && ends[0] == 0) {
				glp_set_col_bnds(h->p, i + 1, GLP_LO, 0, 0);
				continue;
			}
			h->index[1] = i + 1;
			h->factor[1] = 1;
			add_homogeneous(h, -1, 1, ends[side], side == 0);
		}
	}
}

static void build_homogeneous(void *arg)
{
	struct homogeneous *h = arg;
	const struct system_lp *lp = h->lp;
	const struct work *w = &lp->s->w;
	int t = (int)lp->scope.n_vars + 1, n = 0;

	h->p = glp_create_prob();
	glp_add_cols(h->p, t);
	glp_set_col_bnds(h->p, t, GLP_LO, 0, 0);
	homogeneous_rows(h);
	homogeneous_bounds(h);
	for (size_t i = 0; i < h->den->n; i++) {
		uint32_t at = w->at[h->den->terms[i].var];
		h->index[++n] = (int)at + 1;
		h->factor[n] = h->den->terms[i].factor * lp->scale[at] / h->den_by;
	}
	h->index[++n] = t;
	h->factor[n] = (double)(h->den_constant / h->den_by);
	if (h->factor[n] == 0)
		n--;
	int row = glp_add_rows(h->p, 1);
	h->of[row] = -1;
	glp_set_row_bnds(h->p, row, GLP_FX, 1, 1);
	glp_set_mat_row(h->p, row, n, h->index, h->factor);
	glp_set_obj_dir(h->p, h->most ? GLP_MAX : GLP_MIN);
	for (size_t i = 0; i < h->num->n; i++) {
		uint32_t at = w->at[h->num->terms[i].var];
		glp_set_obj_coef(h->p, (int)at + 1, h->num->terms[i].factor * lp->scale[at] / h->num_by);
	}
	glp_set_obj_coef(h->p, t, (double)(h->num_constant / h->num_by));
	glp_adv_basis(h->p, 0);
}

static void delete_homogeneous(void *arg)
{
	struct homogeneous *h = arg;
	glp_delete_prob(h->p);
}

static int ratio_value(const struct homogeneous *h, double *out, double *prices)
{
	const struct system_lp *lp = h->lp;
	int t = (int)lp->scope.n_vars + 1;

	long double value = h->num_constant * glp_get_col_prim(h->p, t);
	for (size_t i = 0; i < h->num->n; i++) {
		uint32_t at = lp->s->w.at[h->num->terms[i].var];
		value += (long double)h->num->terms[i].factor * lp->scale[at] * glp_get_col_prim(h->p, (int)at + 1);
	}
	*out = (double)(value / h->den_by);
	for (int row = 1; prices && row <= glp_get_num_rows(h->p); row++)
		if (h->of[row] >= 0)
			prices[h->of[row]] += system_lp_price_of(h->p, row, h->most);
	return 0;
}

int system_lp_ratio(struct system_lp *lp, const struct system_lp_sum *num, const struct system_lp_sum *den, bool most, double *out,
                    double *prices, struct err *err)
{
	struct homogeneous h = {.lp = lp, .num = num, .den = den, .most = most};
	size_t n = lp->scope.n_vars, m = lp->scope.n_rows;
	int e = 0;

	system_lp_map_vars(lp);
	/* Divided by what it may amount to, the denominator is about 1, and so is t. */
	double num_by = system_lp_measure(lp, num, &h.num_constant), den_by = system_lp_measure(lp, den, &h.den_constant);
	h.num_by = system_lp_power_of_two(fmax(num_by, (double)fabsl(h.num_constant)));
	h.den_by = system_lp_power_of_two(fmax(den_by, (double)fabsl(h.den_constant)));
	h.index = malloc((n + 2) * sizeof *h.index);
	h.factor = malloc((n + 2) * sizeof *h.factor);
	h.of = malloc((2 * n + 2 * m + 2) * sizeof *h.of);
	if (!h.index || !h.factor || !h.of) {
		e = -ENOMEM;
		goto out;
	}
	for (size_t i = 0; prices && i < m; i++)
		prices[i] = 0;
	if (!system_lp_guarded(build_homogeneous, &h)) {
		e = system_lp_no_answer(lp, err);
		goto out;
	}
	unsigned born = system_lp_generation;
	switch (system_lp_answer(h.p, true, false)) {
	case GLP_OPT:
		e = ratio_value(&h, out, prices);
		break;
	case GLP_UNBND:
		*out = most ? INFINITY : -INFINITY;
		break;
	case GLP_NOFEAS:
		e = ERR_CONFLICT;
		break;
	default:
		e = system_lp_no_answer(lp, err);
	}
	if (born == system_lp_generation)
		system_lp_guarded(delete_homogeneous, &h);
out:
	free(h.index);
	free(h.factor);
	free(h.of);
	return e;
}
