/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * points: the rows of an RRD file as the figures are now, out of memory. Loop thread only.
 */
#ifndef CORE_POINTS_H
#define CORE_POINTS_H

#include "core/core.h"
#include "work/rrdfile.h"

struct points {
	struct rrdfile_point *at; /* owned; by row_end, each once */
	size_t n, cap;
	bool propagated; /* of some the tightest bounds are still to come (weigh.h) */
};

/* All rows of the series with frequency `freq` ('A' 'S' 'Q' 'M'), into *out, which points_fini frees, after an error too. None where the figures of
 * the series are not kept in files, or where all of them are before 1971. 0; -ENOMEM; or why the figures could not be worked out. */
int points_collect(struct points *out, const struct core *core, const struct series_name *name, char freq, struct err *err)
    __attribute__((warn_unused_result));
void points_fini(struct points *p);

#endif
