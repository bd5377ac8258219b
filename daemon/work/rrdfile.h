/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rrdfile: makes one RRD file say what the figures say (DESIGN.md section 3). Worker only; core code includes this header for the request's types alone.
 *
 * The file is a view: four GAUGE data sources value, low, high, derived, and one RRA AVERAGE with a row per period. Unknown, infinite and absurdly large
 * numbers (beyond 1e290) are stored as unknown. What the file shall hold is put together in memory (rrdimage.h) and compared with what stands at the path,
 * byte for byte: the same is left alone. A file of the same kind and size is overwritten in place with one write under the lock that librrd's readers and
 * writers use, so that they see the old file or the new one, or are told that the file is locked; where a reader has the lock the file is replaced, and the
 * reader keeps the old one. A program that maps the file without that lock may see new rows beside old ones for the microseconds of the write. Whatever
 * else stands there, a symbolic link too, is replaced by rename; where nothing stands the file is created.
 *
 * Nothing is synced. A worker that is killed or a machine that stops may leave a file that is short or half of it new. It is not the image then: the core
 * has every file compared when it starts, and the job of a worker that died is done again.
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

/* Nothing to do; overwritten in place; a new file; no file. */
enum rrdfile_outcome { RRDFILE_FRESH, RRDFILE_REWRITTEN, RRDFILE_REBUILT, RRDFILE_REMOVED };

/* 0; or ERR_DATA (a request that makes no sense), ERR_CONFLICT (a folder stands in the way; it is left alone), -errno, ERR_DAMAGED (what librrd
 * said when it was to make the first file of a kind). On an error the file that stood there still stands, whole; only where the disk takes neither the new
 * bytes nor the old ones back may it be torn. */
int rrdfile_write(const struct rrdfile_request *request, enum rrdfile_outcome *out, struct err *err) __attribute__((warn_unused_result));

#endif
