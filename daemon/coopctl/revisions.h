/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * revisions: what a source said anew of a period that it had spoken of before: found by revision.c, asked for and printed by revisions.c.
 *
 * Forecasts and targets are revised among themselves; that a figure comes where a forecast was is no revision. A value that says that there is
 * none (nan, or an SDMX status such as M) behind one that said there was is a withdrawal.
 */
#ifndef COOPCTL_REVISIONS_H
#define COOPCTL_REVISIONS_H

#include "base/period.h"
#include "base/status.h"
#include "coopctl/rows.h"

/* Places in a row of revision_columns, which are those of OBSERVATIONS that matter here. */
enum {
	REVISION_PERIOD,
	REVISION_VALUE,
	REVISION_HIGH,
	REVISION_BOUND,
	REVISION_STATUS,
	REVISION_SOURCE,
	REVISION_PUBLISHED,
	REVISION_WRITTEN,
	REVISION_CELLS
};

extern const struct column revision_columns[];

/* An observation, and where it stands among the others. */
struct statement {
	size_t row; /* its place in the reply, which is the order of publication and record */
	struct period period;
	const char *source, *published; /* "" where not known; not owned */
	status_set outlook;             /* F and T, which make a line of revisions of their own */
	bool missing;                   /* it says that there is no value */
	double value, high;             /* high: the upper end of a range, else the value again */
};

struct revision {
	const struct statement *before, *after;
	double change, percent; /* nan where there is none, or before is 0 */
};

/* Reads the rows, ordered by period, source, and day of publication. The caller frees *out. */
int revision_statements(const struct rows *rows, struct statement **out, struct err *err) __attribute__((warn_unused_result));

/* Its number; the middle of a range. */
double revision_value(const struct statement *s);

/* Whether `after`, the next word of one source on one period, changes something of what `before` said. Where it does, `r` is filled; the change of a range
 * is that of its middle. */
bool revision_between(const struct rows *rows, const struct statement *before, const struct statement *after, struct revision *r);

/* Whether both are one source's words on one period. */
bool revision_same_line(const struct statement *a, const struct statement *b);

/* Whether it changes less than `threshold` percent of what was said before. Withdrawals never do. */
bool revision_is_formatting(const struct revision *r, double threshold);

#endif
