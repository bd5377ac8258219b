/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rrdfile: makes one RRD file say what the figures say (DESIGN.md section 3). librrd lives here and nowhere else. Worker only;
 * core code includes this header for the request's types alone.
 *
 * The file is a view: four GAUGE data sources value, low, high, derived, and one RRA AVERAGE with a row per period. What stands at the path
 * is examined without librrd (a damaged header would kill the process), then left alone, appended to in order, or rebuilt beside and
 * renamed over. Unknown, infinite and absurdly large numbers (beyond 1e290) are stored as unknown.
 */
#ifndef WORK_RRDFILE_H
#define WORK_RRDFILE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RRDFILE_ROWS_MAX 100000

struct rrdfile_point {
	int64_t row_end; /* period_rrd_end of the period */
	double value, low, high;
	bool derived;
};

struct rrdfile_request {
	const char *path;
	char freq;                          /* 'A' 'S' 'Q' 'M' */
	uint32_t rows;                      /* length of the RRA; points older than that before the last one are left out */
	const struct rrdfile_point *points; /* all points of the file, by row_end, each once */
	size_t n_points;                    /* none: the file is removed */
};

enum rrdfile_outcome { RRDFILE_FRESH, RRDFILE_APPENDED, RRDFILE_REBUILT, RRDFILE_REMOVED };

/* Call once before the first request. */
void rrdfile_init(void);

/* 0; or ERR_DATA (a request that makes no sense), ERR_CONFLICT (a folder stands in the way; it is left alone), -errno, ERR_DAMAGED (what librrd
 * said). On an error the file that stood there still stands, whole. */
int rrdfile_write(const struct rrdfile_request *request, enum rrdfile_outcome *out, struct err *err) __attribute__((warn_unused_result));

#endif
