/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * system_lp: linear programmes over some components of a system, with GLPK. Programmes stay open between questions, so that each starts at the
 * last optimum; one that GLPK had to give up on (with all its memory) is opened anew by the next question.
 */
#ifndef WEIGH_SYSTEM_LP_H
#define WEIGH_SYSTEM_LP_H

#include "weigh/system_private.h"

struct system_lp;

/* What the programme is of: variables that are no points (points are constants in it), and all rows in which they stand. Lent until system_lp_close. */
struct system_lp_scope {
	const uint32_t *vars, *rows;
	uint32_t n_vars, n_rows;
	bool own;     /* the variables' own bounds, not the propagated ones */
	double slack; /* by how much of the numbers in it every row and bound may be exceeded */
};

/* A sum of variables in the scope and a constant. */
struct system_lp_sum {
	const struct term *terms; /* no variable twice */
	size_t n;
	double constant;
};

int system_lp_open(struct system *s, const struct system_lp_scope *scope, struct system_lp **out) __attribute__((warn_unused_result));
void system_lp_close(struct system_lp *lp); /* NULL is fine */

/* 0, ERR_CONFLICT where the rows cannot all hold (without a text), ERR_INTERNAL, -ENOMEM. */
int system_lp_check(struct system_lp *lp, struct err *err) __attribute__((warn_unused_result));

/* The least or greatest value, where the rows are known to hold together; infinite where it has none. `prices`, where not NULL, gets one number by row of the scope: positive
 * where its low end, negative where its high end holds the value back, 0 where the row does not matter. */
int system_lp_sum(struct system_lp *lp, const struct system_lp_sum *sum, bool most, double *out, double *prices, struct err *err)
    __attribute__((warn_unused_result));

/* The same of num / den where den > 0; ERR_CONFLICT (without a text) where it cannot be. What this leaves of the programme is of no use for other questions: open one for it. */
int system_lp_ratio(struct system_lp *lp, const struct system_lp_sum *num, const struct system_lp_sum *den, bool most, double *out,
                    double *prices, struct err *err) __attribute__((warn_unused_result));

/* Where the rows cannot all hold: prices[] gets, by row of the scope, another number than 0 for each of some rows that cannot all hold beside the bounds. 1;
 * 0 where the rows seem to hold together, or the solver had no answer; or -ENOMEM. */
int system_lp_clash(struct system_lp *lp, double *prices, struct err *err) __attribute__((warn_unused_result));

#endif
