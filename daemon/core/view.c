/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/view_private.h"

#include "base/log.h"
#include "core/points.h"
#include "weigh/figures.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define SETTLED_AT_ONCE 500 /* series whose relatives are looked for before others have their turn */
#define IN_FLIGHT_MAX 8     /* so that an import never waits behind a hundred thousand files */
#define RETRY_MS 60000
#define TURNS_MAX 100 /* that others wait behind one file, whose family may change faster than it is solved: then it gets what is known */
#define TURN_EFFORT 500000                /* of system_effort, about 10 ms: an answer may have to wait so long */
#define LOGGED_MAX 10                     /* failures that are told between two retries */
#define FILE_BITS (1u | 1u << VIEW_ASIDE) /* in `broken`, of the first frequency */

static void pump(struct view *v);

static void note_failure(struct view *v, const struct view_mark *m, const struct err *err)
{
	v->stats.failed++;
	snprintf(v->stats.last_error, sizeof v->stats.last_error, "%s", err->text);
	if (view_hold_series(v, m->series)) {
		v->broken[m->series] &= (uint8_t) ~(FILE_BITS << m->freq);
		v->broken[m->series] |= (uint8_t)(1u << m->freq << (err->code == ERR_INTERNAL ? VIEW_ASIDE : 0));
	}
	if (v->core->stopping)
		return;
	if (v->logged < LOGGED_MAX)
		log_warning("RRD file: %s", err->text);
	else if (v->logged == LOGGED_MAX)
		log_warning("RRD files: more failures follow and are counted only; STATUS has their number");
	v->logged++;
}

static void note_success(struct view *v, const struct view_job *job, enum rrdfile_outcome outcome)
{
	v->broken[job->mark.series] &= (uint8_t) ~(FILE_BITS << job->mark.freq);
	if (outcome == RRDFILE_FRESH) {
		v->stats.fresh++;
		return;
	}
	v->stats.written++;
	v->stats.rows += job->n_rows;
}

static void on_written(void *arg, enum rrdfile_outcome outcome, const struct err *err)
{
	struct view_job *job = arg, **at;
	struct view *v = job->view;

	for (at = &v->jobs; *at != job; at = &(*at)->next)
		;
	*at = job->next;
	v->in_flight--;
	v->stats.pending--;
	if (err->code)
		note_failure(v, &job->mark, err);
	else
		note_success(v, job, outcome);
	view_flush_count(v, job->turn, err);
	view_flush_answer(job->waiters, err);
	free(job);
	if (!uv_is_active((uv_handle_t *)&v->soon))
		pump(v);
	view_flush_check(v);
}

static int submit(struct view *v, struct view_job *job, struct err *err)
{
	struct core *core = v->core;
	struct points points;
	struct series_name name;
	char path[4400];
	char freq = view_freqs[job->mark.freq];

	if (core_series_name(core, job->mark.series, &name))
		return err_set(err, ERR_UNKNOWN, "the indicator of %s is not loaded any more",
		               book_series_key(core->book, job->mark.series));
	snprintf(path, sizeof path, "%s/rrd/%s-%c.rrd", core->conf->state_dir, name.key, freq);
	int rc = points_collect(&points, core, &name, freq, err);
	if (!rc) {
		struct rrdfile_request request = {path, freq, core_rrd_rows(core, freq), points.at, points.n};
		job->n_rows = points.n;
		rc = supervisor_submit_rrd(core->supervisor, &request, on_written, job, err);
	}
	/* Somebody could not wait for the tightest bounds, which the file gets in its turn. */
	if (!rc && points.propagated)
		view_mark(v, job->mark.series, job->mark.freq);
	points_fini(&points);
	return rc;
}

/* A marked file to the worker. */
static int start_job(struct view *v, const struct view_mark *m, uint64_t turn, struct view_job **out, struct err *err)
{
	struct view_job *job = malloc(sizeof *job);

	v->waiting[m->series] &= (uint8_t) ~(1u << m->freq);
	int rc = job ? 0 : err_sys(err, ENOMEM, "%s", book_series_key(v->core->book, m->series));
	if (!rc) {
		*job = (struct view_job){.view = v, .mark = *m, .turn = turn};
		rc = submit(v, job, err);
	}
	if (rc) {
		free(job);
		v->stats.pending--;
		note_failure(v, m, err);
		view_flush_count(v, turn, err);
		return rc;
	}
	job->next = v->jobs;
	v->jobs = *out = job;
	v->in_flight++;
	return 0;
}

int view_take(struct view *v, size_t at, struct view_job **out, struct err *err)
{
	struct view_mark m = v->queue[at];

	v->queue[at].series = 0;
	return start_job(v, &m, v->turn + (at - v->head) + 1, out, err);
}

/* Whether working out the file's figures takes a solver. */
static bool is_heavy(const struct view *v, const struct view_mark *m)
{
	struct weigh w = core_weigh(v->core);
	struct series_name name;

	return !core_series_name(v->core, m->series, &name) && !figures_stand_alone(&w, &name.pair, &name.measure);
}

/* Solves on, for the time that one turn may take. Whether the file's figures are all there. */
static bool prepare(const struct view *v, const struct view_mark *m)
{
	const struct weigh_options options = {.asof = DATE_NONE};
	struct weigh w = core_weigh(v->core);
	struct series_name name;

	w.effort_until = system_effort() + TURN_EFFORT;
	return core_series_name(v->core, m->series, &name) || !figures_are_kept(&w, &name.pair, &name.measure) ||
	       figures_prepare(&w, &name.pair, &name.measure, view_freqs[m->freq], &options);
}

/* The next file of the queue to the worker, unless its figures take more than a turn. True where it took long enough to let others have their turn. */
static bool next_file(struct view *v)
{
	struct view_mark m = v->queue[v->head];
	bool heavy = m.series && is_heavy(v, &m);
	struct view_job *job;
	struct err err;

	if (heavy && v->turns_of_head++ < TURNS_MAX && !prepare(v, &m))
		return true;
	v->turns_of_head = 0;
	v->head++;
	v->turn++;
	if (m.series)
		(void)start_job(v, &m, v->turn, &job, &err); /* a failure is noted */
	if (v->head == v->n)
		v->head = v->n = 0;
	return heavy;
}

static void pump(struct view *v)
{
	uint64_t begin = uv_hrtime();
	unsigned n_settled = 0;
	bool tired = false;

	while (v->core->supervisor && v->in_flight < IN_FLIGHT_MAX && !tired && (v->head < v->n || v->touched_head < v->n_touched)) {
		if (v->head < v->n && !(v->touched_head < v->n_touched && view_flush_wants_touched(v))) {
			tired = next_file(v);
		} else {
			view_settle_next(v);
			tired = ++n_settled == SETTLED_AT_ONCE;
		}
	}
	/* What takes long, a solver or very many series, gets a fifth of the loop's time, so that an answer rarely waits for it. */
	if (tired)
		view_run_soon(v, (uv_hrtime() - begin) * 4 / 1000000);
}

static void on_soon(uv_timer_t *timer)
{
	pump(timer->data);
	view_flush_check(timer->data);
}

void view_run_soon(struct view *v, uint64_t ms)
{
	uv_timer_start(&v->soon, on_soon, ms, 0);
}

/* What failed may have been mended: a folder's mode, a full disk. */
static void on_retry(uv_timer_t *timer)
{
	struct view *v = timer->data;

	v->logged = 0;
	view_mark_broken(v);
	pump(v);
	view_flush_check(v);
}

int view_create(struct view **out, struct core *core)
{
	struct view *v = *out = calloc(1, sizeof *v);
	if (!v)
		return -ENOMEM;
	v->core = core;
	uv_timer_init(core->loop, &v->retry);
	uv_timer_init(core->loop, &v->soon);
	v->retry.data = v->soon.data = v;
	v->n_timers = 2;
	uv_timer_start(&v->retry, on_retry, RETRY_MS, RETRY_MS);
	return 0;
}

static void on_closed(uv_handle_t *handle)
{
	struct view *v = handle->data;

	if (--v->n_timers)
		return;
	free(v->waiting);
	free(v->touched);
	free(v->broken);
	free(v->queue);
	free(v);
}

void view_destroy(struct view *v)
{
	if (!v)
		return;
	uv_close((uv_handle_t *)&v->retry, on_closed);
	uv_close((uv_handle_t *)&v->soon, on_closed);
}

void view_get_stats(const struct view *v, struct view_stats *out)
{
	*out = v->stats;
	out->pending += v->n_touched - v->touched_head;
	for (uint32_t s = 1; s < v->cap; s++)
		out->broken += (size_t)__builtin_popcount(v->broken[s] & ((1u << VIEW_ASIDE) - 1));
}

void view_each_pending(const struct view *v, bool (*each)(void *arg, uint32_t series, char freq), void *arg)
{
	/* One that is being written and waits again is told once. */
	for (const struct view_job *job = v->jobs; job; job = job->next)
		if (!(v->waiting[job->mark.series] & 1u << job->mark.freq) && !each(arg, job->mark.series, view_freqs[job->mark.freq]))
			return;
	for (size_t i = v->head; i < v->n; i++)
		if (v->queue[i].series && !each(arg, v->queue[i].series, view_freqs[v->queue[i].freq]))
			return;
}
