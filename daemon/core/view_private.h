/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * view_private: what the files of the view share: view.c writes, view_mark.c knows what is stale, view_flush.c waits for it.
 *
 * Marked files stand in a queue and are taken from its head; the n-th ever marked has turn n. One that somebody waits for is taken out of its
 * turn: its place stays, with series 0. Touched series stand in a queue of the same kind. So "all that is marked now" is a number, and whoever
 * waits for it is not held up by what is marked later.
 */
#ifndef CORE_VIEW_PRIVATE_H
#define CORE_VIEW_PRIVATE_H

#include "core/view.h"

#include "core/core.h"

#define VIEW_TOUCHED 0x80 /* in `waiting`: it is among the touched */
#define VIEW_NAMED 0x40   /* what follows from it has been given numbers, and so is listed */
#define VIEW_ASIDE 4      /* in `broken`: this many bits above that of the file, it was the end of two workers */

static const char view_freqs[] = "ASQM"; /* bit i of a mark is view_freqs[i] */

struct view_mark {
	uint32_t series; /* 0: taken out of its turn */
	uint8_t freq;    /* index into view_freqs */
};

struct view_waiter { /* for one file; owned by its job */
	struct view_waiter *next;
	view_flushed *done;
	void *arg;
};

struct view_barrier { /* for all that was recorded before; owned by the view */
	struct view_barrier *next;
	uint64_t touched_goal, goal; /* turns; `goal` is known once the touched are settled */
	bool settled;
	size_t n_failed;
	struct err first; /* of the failures */
	view_all_flushed *done;
	void *arg;
};

struct view_job {
	struct view_job *next;
	struct view *view;
	struct view_mark mark;
	uint64_t turn;
	size_t n_rows;
	struct view_waiter *waiters;
};

struct view {
	struct core *core;
	uint32_t
	    *touched; /* owned; touched[touched_head .. n_touched): series whose relatives' files are still to be marked; 0: done already */
	size_t touched_head, n_touched, touched_cap;
	uint64_t touched_turn; /* of the last one taken */
	uint8_t *waiting;      /* by series: bits of the files in the queue; owned */
	uint8_t *broken;       /* by series: bits of the files whose last attempt failed, to be made again or set aside; owned */
	uint32_t cap;
	struct view_mark *queue; /* owned; queue[head .. n) wait */
	size_t head, n, queue_cap;
	unsigned turns_of_head; /* that the solver has spent on queue[head] */
	uint64_t turn;          /* of the last one taken */
	struct view_job *jobs;  /* owned; with the worker, the newest first */
	unsigned in_flight;
	unsigned logged;
	struct view_barrier *barriers; /* owned */
	uv_timer_t retry, soon;
	unsigned n_timers;
	struct view_stats stats;
};

/* view_mark.c */
bool view_hold_series(struct view *v, uint32_t series); /* room in waiting and broken */
void view_mark(struct view *v, uint32_t series, uint8_t freq);
void view_mark_broken(struct view *v);                  /* what failed and may be tried again */
void view_settle_next(struct view *v);                  /* marks the relatives of the next touched series, which there must be */
void view_settle_pair(struct view *v, const char *key); /* the same for all touched series of the pair that `key` begins with */

/* view.c */
void view_run_soon(struct view *v, uint64_t ms);
int view_take(struct view *v, size_t at, struct view_job **out, struct err *err); /* queue[at] to the worker, out of its turn */

/* view_flush.c: what came of the file with this turn; then, whenever something was taken or came back, whether somebody has waited enough. */
void view_flush_count(struct view *v, uint64_t turn, const struct err *err);
void view_flush_check(struct view *v);
void view_flush_answer(struct view_waiter *waiters, const struct err *err);
bool view_flush_wants_touched(const struct view *v);

#endif
