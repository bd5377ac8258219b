/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The greatest num / den is the r at which max (num - r * den) is 0 (W. Dinkelbach, On nonlinear fractional programming, 1967): from the ratio at one
 * solution, the solution that is best for num - r * den has a better one, until there is none. A few programmes, each with the bounds and the scaling
 * that it has for sums, do what the one of Charnes and Cooper does, whose added column t = 1 / den is badly scaled where den can be small; and what
 * comes out is the ratio of two numbers at a corner, exact but for their own rounding.Where the denominator can grow
 * without end it begins with the ratio that it tends to (system_lp_cone.c): from there on num - r * den has a greatest value.
 */
#include "weigh/system_lp_private.h"

#include <errno.h>
#include <math.h>

#define STEPS_MAX 100
#define BEYOND 1e-10L /* relative */
#define NEARLY_NOTHING 1e-9
#define NOTHING 1e-13 /* relative to what num and r * den amount to */

struct ratio {
	struct system_lp *lp;
	const struct system_lp_sum *num, *den;
	long double num_constant, den_constant;
	long double num_scale, den_scale; /* what they amount to where it begins */
	double sign;                      /* 1 for the greatest, -1 for the least */
};

/* What a sum amounts to at the solution that the programme stands on. */
static long double value_of(const struct system_lp *lp, const struct system_lp_sum *sum, long double constant, long double *size)
{
	long double value = constant;

	*size = fabsl(constant);
	for (size_t i = 0; i < sum->n; i++) {
		uint32_t at = lp->s->w.at[sum->terms[i].var];
		long double part = (long double)sum->terms[i].factor * lp->scale[at] * glp_get_col_prim(lp->p, (int)at + 1);
		value += part;
		*size += fabsl(part);
	}
	return value;
}

static void add_objective(const struct system_lp *lp, const struct system_lp_sum *sum, long double by)
{
	for (size_t i = 0; i < sum->n; i++) {
		uint32_t at = lp->s->w.at[sum->terms[i].var];
		double had = glp_get_obj_coef(lp->p, (int)at + 1);
		glp_set_obj_coef(lp->p, (int)at + 1, (double)(had + (long double)sum->terms[i].factor * lp->scale[at] * by));
	}
}

/* Looks for the greatest num_by * num + den_by * den. 0, or what the solver said. */
static int look(const struct ratio *q, long double num_by, long double den_by)
{
	const struct system_lp *lp = q->lp;
	double greatest = 0;

	glp_set_obj_dir(lp->p, GLP_MAX);
	for (uint32_t i = 0; i < lp->scope.n_vars; i++)
		glp_set_obj_coef(lp->p, (int)i + 1, 0);
	add_objective(lp, q->num, num_by);
	add_objective(lp, q->den, den_by);
	for (uint32_t i = 0; i < lp->scope.n_vars; i++)
		greatest = fmax(greatest, fabs(glp_get_obj_coef(lp->p, (int)i + 1)));
	if (greatest > 0)
		for (uint32_t i = 0; i < lp->scope.n_vars; i++)
			glp_set_obj_coef(lp->p, (int)i + 1, glp_get_obj_coef(lp->p, (int)i + 1) / system_lp_power_of_two(greatest));
	return system_lp_answer(lp->p, true, true);
}

/* Betters `r` until nothing is better. 0; or what look said. */
static int improve(const struct ratio *q, long double *r, bool *bettered)
{
	long double num_scale = q->num_scale, den_scale = q->den_scale;

	for (int step = 0; step < STEPS_MAX; step++) {
		long double num_size, den_size;
		int status = look(q, q->sign, -q->sign * *r);
		if (status != GLP_OPT)
			return status;
		long double num = value_of(q->lp, q->num, q->num_constant, &num_size);
		long double den = value_of(q->lp, q->den, q->den_constant, &den_size);
		long double gain = q->sign * (num - *r * den), size = num_size + fabsl(*r) * den_size;
		if (gain <= NOTHING * size)
			return GLP_OPT;
		*bettered = true;
		/* Where the denominator is nothing and the numerator is not, no r is enough. Where both are, it is the solver's tolerance that speaks. */
		num_scale = fmaxl(num_scale, num_size);
		den_scale = fmaxl(den_scale, den_size);
		if (den <= NEARLY_NOTHING * den_scale && fabsl(num) <= NEARLY_NOTHING * num_scale)
			return GLP_OPT;
		if (den <= NOTHING * den_scale) {
			*r = q->sign * (long double)INFINITY;
			return GLP_OPT;
		}
		long double better = num / den;
		if (q->sign * (better - *r) <= 0)
			return GLP_OPT;
		*r = better;
	}
	return GLP_OPT;
}

int system_lp_ratio(struct system_lp *lp, const struct system_lp_sum *num, const struct system_lp_sum *den, bool most, double *out,
                    double *prices, struct err *err)
{
	struct ratio q = {.lp = lp, .num = num, .den = den, .sign = most ? 1 : -1};
	long double size, r = 0;
	int e = system_lp_load(lp, err);

	if (e)
		return e;
	system_lp_map_vars(lp);
	system_lp_measure(lp, num, &q.num_constant);
	system_lp_measure(lp, den, &q.den_constant);
	/* It begins where the denominator is greatest, for there it is something if it is anywhere. */
	int status = look(&q, 0, 1);
	bool grows = status == GLP_UNBND, bettered = false;
	if (grows) {
		status = system_lp_cone(lp, num, den, most, &r, prices);
	} else if (status == GLP_OPT) {
		long double at = value_of(lp, den, q.den_constant, &size);
		if (at <= NOTHING * size)
			return ERR_CONFLICT;
		q.den_scale = size;
		r = value_of(lp, num, q.num_constant, &q.num_scale) / at;
	}
	if (status == GLP_OPT && grows) {
		/* Towards its own direction num - r * den stays what it is, and rounding could make that a growth: it begins a little beyond. */
		long double begin = r + q.sign * BEYOND * fmaxl(fabsl(r), BEYOND);
		long double found = begin;
		status = improve(&q, &found, &bettered);
		r = bettered ? found : r;
	} else if (status == GLP_OPT) {
		status = improve(&q, &r, &bettered);
	}
	if (status == GLP_UNBND) {
		*out = most ? INFINITY : -INFINITY;
		return 0;
	}
	if (status != GLP_OPT)
		return system_lp_no_answer(lp, err);
	*out = (double)r;
	/* The objective is turned so that the greatest is looked for, whichever end it is. */
	for (uint32_t i = 0; prices && (!grows || bettered) && i < lp->scope.n_rows; i++)
		prices[i] = system_lp_price_of(lp->p, (int)i + 1, true);
	return 0;
}
