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

#include "base/period.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct core;
struct view;

int view_create(struct view **out, struct core *core) __attribute__((warn_unused_result)); /* 0 or -ENOMEM */
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
	char last_error[512];            /* of the newest failure, "" for none */
};
void view_get_stats(const struct view *v, struct view_stats *out);

#endif
