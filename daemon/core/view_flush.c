/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/view_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* One file ------------------------------------------------------------------------------------------------------------------- */

static struct view_job *newest_job(const struct view *v, const struct view_mark *m)
{
	struct view_job *job = v->jobs;

	while (job && (job->mark.series != m->series || job->mark.freq != m->freq))
		job = job->next;
	return job;
}

/* The job whose end the file is fresh after. 1: *out is one; 0: nothing is to be written; negative: it cannot be. */
static int find_job(struct view *v, const struct view_mark *m, struct view_job **out, struct err *err)
{
	unsigned bit = 1u << m->freq;

	*out = newest_job(v, m);
	if (m->series >= v->cap)
		return 0;
	if (!*out && v->broken[m->series] & bit)
		view_mark(v, m->series, m->freq);
	if (v->waiting[m->series] & bit) {
		size_t i = v->head;
		while (v->queue[i].series != m->series || v->queue[i].freq != m->freq)
			i++;
		int rc = view_take(v, i, out, err);
		return rc ? rc : 1;
	}
	if (!*out && v->broken[m->series] & bit << VIEW_ASIDE)
		return err_set(err, ERR_UNAVAILABLE, "the worker ended twice over this file; it is written anew at its next change: %s",
		               v->stats.last_error);
	return *out != NULL;
}

int view_flush(struct view *v, const struct series_name *file, view_flushed *done, void *arg, struct err *err)
{
	struct view_job *job;

	v->stats.flushes++;
	if (!v->core->conf->rrd.enabled)
		return 0;
	if (!v->core->supervisor)
		return err_set(err, ERR_UNAVAILABLE, "coopd is stopping");
	view_settle_pair(v, file->key);
	struct view_mark m = {book_find_series(v->core->book, file->key), (uint8_t)(strchr(view_freqs, file->freq) - view_freqs)};
	struct view_waiter *waiter = malloc(sizeof *waiter);
	if (!waiter)
		return err_sys(err, ENOMEM, "flush");
	int rc = m.series ? find_job(v, &m, &job, err) : 0;
	if (rc <= 0) {
		free(waiter);
		return rc;
	}
	*waiter = (struct view_waiter){job->waiters, done, arg};
	job->waiters = waiter;
	return 1;
}

void view_flush_answer(struct view_waiter *waiters, const struct err *err)
{
	while (waiters) {
		struct view_waiter *w = waiters;
		waiters = w->next;
		w->done(w->arg, err);
		free(w);
	}
}

bool view_is_pending(const struct view *v, uint32_t series, char freq)
{
	struct view_mark m = {series, (uint8_t)(strchr(view_freqs, freq) - view_freqs)};
	unsigned bit = 1u << m.freq;

	if (newest_job(v, &m))
		return true;
	return series && series < v->cap && (v->waiting[series] & bit || v->broken[series] & (bit | bit << VIEW_ASIDE));
}

/* All of them ---------------------------------------------------------------------------------------------------------------- */

int view_flush_all(struct view *v, view_all_flushed *done, void *arg, struct err *err)
{
	v->stats.flushes++;
	if (!v->core->supervisor)
		return err_set(err, ERR_UNAVAILABLE, "coopd is stopping");
	struct view_barrier *b = calloc(1, sizeof *b);
	if (!b)
		return err_sys(err, ENOMEM, "flush");
	view_mark_broken(v);
	b->touched_goal = v->touched_turn + (v->n_touched - v->touched_head);
	b->done = done;
	b->arg = arg;
	b->next = v->barriers;
	v->barriers = b;
	view_run_soon(v, 0);
	return 0;
}

void view_hurry(struct view *v)
{
	v->stats.flushes++;
	view_mark_broken(v);
	view_run_soon(v, 0);
}

bool view_flush_wants_touched(const struct view *v)
{
	for (const struct view_barrier *b = v->barriers; b; b = b->next)
		if (!b->settled)
			return true;
	return false;
}

void view_flush_count(struct view *v, uint64_t turn, const struct err *err)
{
	for (struct view_barrier *b = v->barriers; b && err->code; b = b->next) {
		if (b->settled && turn > b->goal)
			continue;
		if (!b->n_failed++)
			b->first = *err;
	}
}

static bool is_through(struct view *v, struct view_barrier *b)
{
	if (!b->settled && v->touched_turn >= b->touched_goal) {
		b->settled = true;
		b->goal = v->turn + (v->n - v->head);
	}
	if (!b->settled || v->turn < b->goal)
		return false;
	for (const struct view_job *job = v->jobs; job; job = job->next)
		if (job->turn <= b->goal)
			return false;
	return true;
}

void view_flush_check(struct view *v)
{
	for (struct view_barrier **at = &v->barriers; *at;) {
		struct view_barrier *b = *at;
		if (!is_through(v, b)) {
			at = &b->next;
			continue;
		}
		*at = b->next;
		b->done(b->arg, b->n_failed, &b->first);
		free(b);
	}
}

void view_stop(struct view *v)
{
	struct err err;

	err_set(&err, ERR_UNAVAILABLE, "coopd is stopping");
	while (v && v->barriers) {
		struct view_barrier *b = v->barriers;
		v->barriers = b->next;
		b->done(b->arg, b->n_failed ? b->n_failed : 1, b->n_failed ? &b->first : &err);
		free(b);
	}
}
