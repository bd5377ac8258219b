/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bound: what a hedge says of a number, and the interval that follows (DESIGN.md section 2).
 *
 *     bound     as read (soft)     logical (hard)
 *     eq        [v-g/2, v+g/2]     the same
 *     about     [v-g, v+g]         unbounded
 *     nearly    [v-g, v]           (-inf, v]
 *     gt ge     [v, v+g]           [v, +inf)
 *     lt le     [v-g, v]           (-inf, v]
 *     range     [v, high]          the same
 *     exact     [v, v]             the same
 *
 * g is the place of the last digit written. The widths, in g, are the hedge policy of the configuration; the table above
 * is its default. The result is cut to what the kind of indicator can be (no negative stock; a rank `le` 10 is [1, 10],
 * soft and hard).
 */
#ifndef BASE_BOUND_H
#define BASE_BOUND_H

#include <stdbool.h>

enum bound { BOUND_EQ, BOUND_ABOUT, BOUND_NEARLY, BOUND_GT, BOUND_GE, BOUND_LT, BOUND_LE, BOUND_RANGE, BOUND_EXACT };

struct interval {
	double low, high; /* closed; -INFINITY and INFINITY where open */
};

/* Widths of the soft interval in units of g. */
struct hedge_policy {
	double eq;     /* to either side: 0.5 */
	double about;  /* to either side: 1 */
	double nearly; /* below: 1 */
	double over;   /* gt, ge: above: 1 */
	double under;  /* lt, le: below: 1 */
};

extern const struct hedge_policy hedge_policy_default;

const char *bound_name(enum bound b);               /* "eq" … "exact" */
int bound_parse(const char *name, enum bound *out); /* 0 or ERR_DATA */

/* What one number says. `high` is used by BOUND_RANGE only. `limits`: what values of this kind can be at all. `rank`: the
 * quantity counts places from 1, so that lt and le reach down to limits.low. */
struct interval bound_interval(const struct hedge_policy *policy, enum bound b, double v, double high, double g, struct interval limits,
                               bool rank, bool hard);

#endif
