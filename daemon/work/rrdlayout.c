/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/rrdlayout.h"

#include <math.h>
#include <stdio.h>

/* librrd begins a ring at a random row; rrdimage.c seeds with 1 before it has one made, and this is what random() gives then. */
#define FIRST_RANDOM 1804289383u

const char *const rrdlayout_ds[RRDLAYOUT_N_DS] = {"value", "low", "high", "derived"};

double rrdlayout_number(const struct rrdfile_point *p, size_t ds)
{
	double v = ds == 0 ? p->value : ds == 1 ? p->low : ds == 2 ? p->high : p->derived;

	if (!isfinite(v) || fabs(v) > 1e290)
		return NAN;
	return fabs(v) < 1e-290 ? 0 : v;
}

/* Text that librrd reads back to the same number where it can: whole numbers as digits, others with the 15 digits that a double keeps. */
size_t rrdlayout_text(double v, char out[RRDLAYOUT_TEXT_MAX])
{
	int n;

	if (isnan(v))
		n = snprintf(out, RRDLAYOUT_TEXT_MAX, "U");
	else if (v == trunc(v) && fabs(v) < 1e15)
		n = snprintf(out, RRDLAYOUT_TEXT_MAX, "%lld", (long long)v);
	else
		n = snprintf(out, RRDLAYOUT_TEXT_MAX, "%.15g", v);
	return (size_t)n;
}

uint32_t rrdlayout_n_written(const struct rrdfile_point *points, size_t n, int64_t step, uint32_t rows)
{
	int64_t all = (points[n - 1].row_end - points[0].row_end) / step + 1;

	return all < rows ? (uint32_t)all : rows;
}

uint32_t rrdlayout_current(uint32_t n_written, uint32_t rows)
{
	return (uint32_t)((FIRST_RANDOM % rows + (uint64_t)n_written) % rows);
}
