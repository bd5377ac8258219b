/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * system_lp_private: what system_lp.c and system_lp_ratio.c share.
 */
#ifndef WEIGH_SYSTEM_LP_PRIVATE_H
#define WEIGH_SYSTEM_LP_PRIVATE_H

#include "weigh/system_lp.h"

#include <glpk.h>

struct system_lp {
	struct system *s;
	struct system_lp_scope scope;
	double *shift, *scale; /* by variable */
	double *low, *high;    /* of x */
	double *row_low, *row_high, *row_by;
	int *rows, *cols; /* the factors, from 1, as GLPK wants them */
	double *factors;
	int n_factors;
	glp_prob *p;
	unsigned generation;
};

/* Programmes of an older generation are gone, and not to be touched. */
extern _Thread_local unsigned system_lp_generation;

/* Runs `step` so that GLPK can give up without ending the process; false where it did. */
bool system_lp_guarded(void (*step)(void *arg), void *arg);

/* The greatest or least num / den towards which amounts can grow without end with den > 0, and the prices of the rows that hold it back. GLP_OPT, GLP_UNBND, or
 * GLP_UNDEF where there is no answer. */
int system_lp_cone(struct system_lp *lp, const struct system_lp_sum *num, const struct system_lp_sum *den, bool most, long double *out,
                   double *prices);

/* Makes lp->p where it is not there. 0 or ERR_INTERNAL. */
int system_lp_load(struct system_lp *lp, struct err *err) __attribute__((warn_unused_result));

/* GLP_OPT, GLP_UNBND or GLP_NOFEAS; GLP_UNDEF where GLPK has no answer. `best`: not any solution will do. `known`: that there is one. */
int system_lp_answer(glp_prob *p, bool best, bool known);
int system_lp_no_answer(const struct system_lp *lp, struct err *err);

double system_lp_power_of_two(double v);             /* near v */
void system_lp_map_vars(const struct system_lp *lp); /* work.at becomes the column, from 0 */

/* The greatest factor of a sum in x, and what its constant and shifts are worth. */
double system_lp_measure(const struct system_lp *lp, const struct system_lp_sum *sum, long double *constant);

/* As system_lp_sum has it; of a row of p. */
double system_lp_price_of(const glp_prob *p, int row, bool most);

#endif
