/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * view: the RRD files, one per series of frequency A, S, Q, M, as the figures are. A change marks its files; marked files are sent to the
 * worker one after the other with all their points, and the worker appends or rewrites. At start every file is marked once, so
 * that what is missing, stale, damaged or foreign is found. Nothing is ever read back from them. A file that cannot be written is tried again
 * every minute, unless it was the end of two workers.
 */
#ifndef CORE_VIEW_H
#define CORE_VIEW_H

#include "base/err.h"
#include "base/period.h"
#include "model/series.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct core;
struct view;

int view_create(struct view **out, struct core *core) __attribute__((warn_unused_result)); /* 0 or -ENOMEM */
/* The worker is gone and nothing will be written any more: whoever waits for view_flush_all is told so. NULL is fine. */
void view_stop(struct view *v);
/* After the last job has come back; freed by the loop. NULL is fine. */
void view_destroy(struct view *v);

/* A figure of this series changed in this period: the files that hold it are marked. */
void view_changed(struct view *v, uint32_t series, const struct period *p);
/* Every file of every series. */
void view_mark_all(struct view *v);

struct view_stats {
	uint64_t written, fresh, failed; /* jobs since the start */
	size_t pending;                  /* files that wait or are being written */
	size_t broken;                   /* files whose last attempt failed */
	uint64_t changes;                /* of figures that the view was told of */
	uint64_t flushes;                /* asked for, of whatever kind */
	uint64_t rows;                   /* in the files written */
	char last_error[512];            /* of the newest failure, "" for none */
};
void view_get_stats(const struct view *v, struct view_stats *out);

/* err->code 0: the file is on disk; else why it is not. Never called from inside view_flush. */
typedef void view_flushed(void *arg, const struct err *err);

/* Writes one file (file->freq is set) before all others, as of all that was recorded before this call. 1: `done` will be called once; 0: nothing is
 * to be written, or there are no files (rrd.enabled); negative: it cannot be written, and why. In the last two cases `done` is not called. */
int view_flush(struct view *v, const struct series_name *file, view_flushed *done, void *arg, struct err *err)
    __attribute__((warn_unused_result));

/* `n_failed` files could not be written, `first` says why the first of them; 0: all are on disk. Never called from inside view_flush_all. */
typedef void view_all_flushed(void *arg, size_t n_failed, const struct err *first);

/* All files as of all that was recorded before this call; what comes later is not waited for. 0: `done` will be called once; ERR_UNAVAILABLE (coopd is
 * stopping), -ENOMEM: it will not. */
int view_flush_all(struct view *v, view_all_flushed *done, void *arg, struct err *err) __attribute__((warn_unused_result));

/* Begins to write what waits, those that failed too; nobody waits for it. */
void view_hurry(struct view *v);

/* Whether the file is known to be stale: it waits, is being written, or could not be. */
bool view_is_pending(const struct view *v, uint32_t series, char freq);

/* The files that wait or are being written, each once, until `each` returns false. */
void view_each_pending(const struct view *v, bool (*each)(void *arg, uint32_t series, char freq), void *arg);

#endif
