/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/view.h"

#include "base/log.h"
#include "core/core.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IN_FLIGHT_MAX 8 /* so that an import never waits behind a hundred thousand files */
#define RETRY_MS 60000
#define LOGGED_MAX 10 /* failures that are told between two retries */

static const char freqs[] = "ASQM"; /* bit i of a mark is freqs[i] */

struct mark {
	uint32_t series;
	uint8_t freq; /* index into freqs */
};

struct view {
	struct core *core;
	uint8_t *waiting; /* by series: bits of the files in the queue; owned */
	uint8_t *broken;  /* by series: bits of the files whose last attempt failed and is to be made again; owned */
	uint32_t cap;
	struct mark *queue; /* owned; queue[head .. n) wait */
	size_t head, n, queue_cap;
	unsigned in_flight;
	unsigned logged;
	uv_timer_t retry;
	bool is_pumping;
	struct view_stats stats;
};

struct job {
	struct view *view;
	struct mark mark;
};

static void pump(struct view *v);

static bool hold_series(struct view *v, uint32_t series)
{
	if (series < v->cap)
		return true;
	uint32_t cap = v->cap ? v->cap : 1024;
	while (cap <= series)
		cap *= 2;
	uint8_t *waiting = realloc(v->waiting, cap);
	if (waiting)
		v->waiting = waiting;
	uint8_t *broken = realloc(v->broken, cap);
	if (broken)
		v->broken = broken;
	if (!waiting || !broken)
		return false;
	memset(waiting + v->cap, 0, cap - v->cap);
	memset(broken + v->cap, 0, cap - v->cap);
	v->cap = cap;
	return true;
}

static bool hold_queue(struct view *v)
{
	if (v->n < v->queue_cap)
		return true;
	if (v->head > v->queue_cap / 2) {
		v->n -= v->head;
		memmove(v->queue, v->queue + v->head, v->n * sizeof *v->queue);
		v->head = 0;
		return true;
	}
	size_t cap = v->queue_cap ? v->queue_cap * 2 : 1024;
	struct mark *queue = realloc(v->queue, cap * sizeof *queue);
	if (!queue)
		return false;
	v->queue = queue;
	v->queue_cap = cap;
	return true;
}

static void mark(struct view *v, uint32_t series, char freq)
{
	const char *at = strchr(freqs, freq);
	uint8_t i = (uint8_t)(at - freqs);

	if (!v->core->conf->rrd.enabled)
		return;
	if (!hold_series(v, series) || !hold_queue(v)) {
		log_error("no memory to note that an RRD file is stale; it is written at the next change or start");
		return;
	}
	if (v->waiting[series] & 1u << i)
		return;
	v->waiting[series] |= (uint8_t)(1u << i);
	v->queue[v->n++] = (struct mark){series, i};
	v->stats.pending++;
}

/* The files that a period of this series is in. */
static void mark_period(struct view *v, uint32_t series, const struct measure *m, const struct period *p)
{
	if (period_freq_months(p->freq)) {
		mark(v, series, p->freq);
	} else if (p->freq == 'D' && measure_is_state(m)) {
		mark(v, series, 'A');
		mark(v, series, 'S');
	}
}

void view_changed(struct view *v, uint32_t series, const struct period *p)
{
	struct series_name name;

	if (core_series_name(v->core, series, &name))
		return;
	mark_period(v, series, &name.measure, p);
	pump(v);
}

void view_mark_all(struct view *v)
{
	for (uint32_t s = 1; s <= book_n_series(v->core->book); s++) {
		struct series_name name;
		size_t n = book_n_observations(v->core->book, s);
		if (!n || core_series_name(v->core, s, &name))
			continue;
		for (size_t i = 0; i < n; i++) {
			struct observation o;
			book_observation(v->core->book, s, i, &o);
			mark_period(v, s, &name.measure, &o.period);
		}
	}
	pump(v);
}

/* Jobs ------------------------------------------------------------------------------------------------------------------- */

struct points {
	struct rrdfile_point *point; /* owned */
	size_t n, cap;
	bool failed;
};

static bool add_point(void *arg, const struct figure *f)
{
	struct points *p = arg;
	int64_t end = period_rrd_end(&f->period);

	if (!end) /* before 1971: in the ledger only */
		return true;
	if (p->n == p->cap) {
		size_t cap = p->cap ? p->cap * 2 : 64;
		struct rrdfile_point *grown = realloc(p->point, cap * sizeof *grown);
		p->failed = !grown;
		if (!grown)
			return false;
		p->point = grown;
		p->cap = cap;
	}
	p->point[p->n++] = (struct rrdfile_point){end, f->value, f->low, f->high, f->basis == BASIS_DERIVED};
	return true;
}

static uint32_t rows_of(const struct conf *conf, char freq)
{
	return freq == 'A' ? conf->rrd.rows_a : freq == 'S' ? conf->rrd.rows_s : freq == 'Q' ? conf->rrd.rows_q : conf->rrd.rows_m;
}

static void note_failure(struct view *v, const struct mark *m, const struct err *err)
{
	v->stats.failed++;
	snprintf(v->stats.last_error, sizeof v->stats.last_error, "%s", err->text);
	if (err->code != ERR_INTERNAL && hold_series(v, m->series))
		v->broken[m->series] |= (uint8_t)(1u << m->freq);
	if (v->core->stopping)
		return;
	if (v->logged < LOGGED_MAX)
		log_warning("RRD file: %s", err->text);
	else if (v->logged == LOGGED_MAX)
		log_warning("RRD files: more failures follow and are counted only; STATUS has their number");
	v->logged++;
}

static void on_written(void *arg, enum rrdfile_outcome outcome, const struct err *err)
{
	struct job *job = arg;
	struct view *v = job->view;

	v->in_flight--;
	v->stats.pending--;
	if (err->code) {
		note_failure(v, &job->mark, err);
	} else {
		v->broken[job->mark.series] &= (uint8_t) ~(1u << job->mark.freq);
		if (outcome == RRDFILE_FRESH)
			v->stats.fresh++;
		else
			v->stats.written++;
	}
	free(job);
	pump(v);
}

static int submit(struct view *v, const struct mark *m, struct err *err)
{
	struct core *core = v->core;
	struct weigh w = core_weigh(core);
	struct weigh_options options = {.asof = DATE_NONE};
	struct points points = {0};
	struct series_name name;
	char path[4400];
	char freq = freqs[m->freq];

	if (core_series_name(core, m->series, &name))
		return err_set(err, ERR_UNKNOWN, "the indicator of %s is not loaded any more", book_series_key(core->book, m->series));
	snprintf(path, sizeof path, "%s/rrd/%s-%c.rrd", core->conf->state_dir, name.key, freq);
	weigh_each(&w, m->series, &name.measure, freq, &options, add_point, &points);
	struct job *job = malloc(sizeof *job);
	int rc = points.failed || !job ? err_sys(err, ENOMEM, "%s", path) : 0;
	if (!rc) {
		*job = (struct job){v, *m};
		struct rrdfile_request request = {path, freq, rows_of(core->conf, freq), points.point, points.n};
		rc = supervisor_submit_rrd(core->supervisor, &request, on_written, job, err);
	}
	free(points.point);
	if (rc)
		free(job);
	return rc;
}

static void pump(struct view *v)
{
	if (v->is_pumping)
		return;
	v->is_pumping = true;
	while (v->core->supervisor && v->in_flight < IN_FLIGHT_MAX && v->head < v->n) {
		struct mark m = v->queue[v->head++];
		struct err err;
		v->waiting[m.series] &= (uint8_t) ~(1u << m.freq);
		if (submit(v, &m, &err)) {
			v->stats.pending--;
			note_failure(v, &m, &err);
		} else {
			v->in_flight++;
		}
	}
	if (v->head == v->n)
		v->head = v->n = 0;
	v->is_pumping = false;
}

/* What failed may have been mended: a folder's mode, a full disk. */
static void on_retry(uv_timer_t *timer)
{
	struct view *v = timer->data;

	v->logged = 0;
	for (uint32_t s = 1; s < v->cap; s++)
		for (uint8_t i = 0; freqs[i] && v->broken[s]; i++)
			if (v->broken[s] & 1u << i)
				mark(v, s, freqs[i]);
	pump(v);
}

int view_create(struct view **out, struct core *core)
{
	struct view *v = *out = calloc(1, sizeof *v);
	if (!v)
		return -ENOMEM;
	v->core = core;
	uv_timer_init(core->loop, &v->retry);
	v->retry.data = v;
	uv_timer_start(&v->retry, on_retry, RETRY_MS, RETRY_MS);
	return 0;
}

static void on_closed(uv_handle_t *handle)
{
	struct view *v = handle->data;

	free(v->waiting);
	free(v->broken);
	free(v->queue);
	free(v);
}

void view_destroy(struct view *v)
{
	if (v)
		uv_close((uv_handle_t *)&v->retry, on_closed);
}

void view_get_stats(const struct view *v, struct view_stats *out)
{
	*out = v->stats;
	for (uint32_t s = 1; s < v->cap; s++)
		out->broken += (size_t)__builtin_popcount(v->broken[s]);
}
