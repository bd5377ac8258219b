/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/bound.h"

#include "base/err.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

const struct hedge_policy hedge_policy_default = {.eq = 0.5, .about = 1, .nearly = 1, .over = 1, .under = 1};

static const char *const names[] = {
    [BOUND_EQ] = "eq", [BOUND_ABOUT] = "about", [BOUND_NEARLY] = "nearly", [BOUND_GT] = "gt",       [BOUND_GE] = "ge",
    [BOUND_LT] = "lt", [BOUND_LE] = "le",       [BOUND_RANGE] = "range",   [BOUND_EXACT] = "exact",
};

#define N_NAMES (sizeof names / sizeof names[0])

const char *bound_name(enum bound b)
{
	return (size_t)b < N_NAMES ? names[b] : "eq";
}

int bound_parse(const char *name, enum bound *out)
{
	for (size_t i = 0; i < N_NAMES; i++)
		if (strcmp(names[i], name) == 0) {
			*out = (enum bound)i;
			return 0;
		}
	return ERR_DATA;
}

/* How far an interval reaches below and above the number; `hard` opens the sides that the hedge leaves open. */
static struct interval reach(const struct hedge_policy *policy, enum bound b, double g, bool hard)
{
	double open = hard ? (double)INFINITY : 0;

	switch (b) {
	case BOUND_EQ:
		return (struct interval){policy->eq * g, policy->eq * g};
	case BOUND_ABOUT:
		return (struct interval){policy->about * g + open, policy->about * g + open};
	case BOUND_NEARLY:
		return (struct interval){policy->nearly * g + open, 0};
	case BOUND_GT:
	case BOUND_GE:
		return (struct interval){0, policy->over * g + open};
	case BOUND_LT:
	case BOUND_LE:
		return (struct interval){policy->under * g + open, 0};
	case BOUND_RANGE:
	case BOUND_EXACT:
		break;
	}
	return (struct interval){0, 0};
}

static double cut(double v, struct interval limits)
{
	return v < limits.low ? limits.low : v > limits.high ? limits.high : v;
}

struct interval bound_interval(const struct hedge_policy *policy, enum bound b, double v, double high, double g, struct interval limits,
                               bool rank, bool hard)
{
	struct interval r = reach(policy, b, g, hard);
	struct interval i = {v - r.low, (b == BOUND_RANGE ? high : v) + r.high};

	if (rank && (b == BOUND_LT || b == BOUND_LE))
		i.low = isnan(v) ? v : limits.low;
	return (struct interval){cut(i.low, limits), cut(i.high, limits)};
}
