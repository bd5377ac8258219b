/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * work: what a load asks for. Request number `seq` is a pure function of the settings and of seq, so that what was sent and what must have
 * been kept can be told anew by another run.
 *
 * Requests go round all series; each lap is a period later than the one before it. Values are whole numbers of six or seven digits that
 * do not end in 0 (coopd would read those as rounded), another one for each seq of 99991.
 */
#ifndef BENCH_WORK_H
#define BENCH_WORK_H

#include "base/buf.h"
#include "names.h"

#include <stdbool.h>

#define WORK_REQUEST_MAX 8192 /* bytes of one request of one line */

struct work {
	const struct work_mode *mode;
	const struct names *names; /* not owned */
	const char *dir;           /* folder of the RRD files, for requests by path */
	uint32_t batch;            /* lines of a BATCH */
	uint32_t rows;             /* rows wanted: of FETCH, of the echo server */
	uint32_t laps;             /* after so many the periods begin anew */
	int64_t first_year;        /* period of the first lap, for requests by period */
	int64_t first_time;        /* and for requests by time, in s since 1970 */
	int64_t time_step;         /* from lap to lap */
};

struct work_mode {
	const char *name;
	unsigned replies;   /* status lines of one operation */
	bool batched;       /* one operation is work->batch requests */
	bool counts_errors; /* a positive number in the last status line counts what was refused */
	int (*write)(const struct work *w, uint64_t seq, struct buf *out); /* 0 or buf_add's codes */
	/* Whether this line of the reply shows that observation `seq` is kept. NULL where a reply proves nothing. */
	bool (*proves)(const struct work *w, uint64_t seq, const char *line, size_t n);
	const char *help;
};

extern const struct work_mode work_modes[]; /* the last has no name */

const struct work_mode *work_find(const char *name); /* or NULL */

/* Requests of one operation. */
static inline uint32_t work_size(const struct work *w)
{
	return w->mode->batched ? w->batch : 1;
}

/* Appends operation number `op` to `out`: requests op * work_size and so on. 0 or buf_add's codes. */
int work_write(const struct work *w, uint64_t op, struct buf *out) __attribute__((warn_unused_result));

#endif
