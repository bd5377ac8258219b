/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/view.h"

#include "base/log.h"
#include "core/core.h"
#include "weigh/figures.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IN_FLIGHT_MAX 8 /* so that an import never waits behind a hundred thousand files */
#define RETRY_MS 60000
#define SOON_MS 50
#define TOUCHED 0x80  /* in `waiting`: it is among the touched */
#define LOGGED_MAX 10 /* failures that are told between two retries */

static const char freqs[] = "ASQM"; /* bit i of a mark is freqs[i] */

struct mark {
	uint32_t series;
	uint8_t freq; /* index into freqs */
};

struct view {
	struct core *core;
	uint32_t *touched; /* owned; series whose relatives' files are still to be marked */
	size_t n_touched, touched_cap;
	uint8_t *waiting; /* by series: bits of the files in the queue; owned */
	uint8_t *broken;  /* by series: bits of the files whose last attempt failed and is to be made again; owned */
	uint32_t cap;
	struct mark *queue; /* owned; queue[head .. n) wait */
	size_t head, n, queue_cap;
	unsigned in_flight;
	unsigned logged;
	uv_timer_t retry, soon;
	unsigned n_timers;
	struct view_stats stats;
};

struct job {
	struct view *view;
	struct mark mark;
};

static void pump(struct view *v);
static void on_soon(uv_timer_t *timer);

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

/* What hangs together with the series may have other figures too; looked up later, once however often the series changes. */
static void touch(struct view *v, uint32_t series)
{
	if (!v->core->conf->rrd.enabled || !hold_series(v, series) || v->waiting[series] & TOUCHED)
		return;
	if (v->n_touched == v->touched_cap) {
		size_t cap = v->touched_cap ? v->touched_cap * 2 : 1024;
		uint32_t *grown = realloc(v->touched, cap * sizeof *grown);
		if (!grown)
			return;
		v->touched = grown;
		v->touched_cap = cap;
	}
	v->waiting[series] |= TOUCHED;
	v->touched[v->n_touched++] = series;
}

/* How far down the frequencies reach of what was said of a measure: an index into freqs, and one more; 0 for nothing. Halves make a year, never the
 * other way round. */
static unsigned reach(const struct view *v, const struct pair *pair, const struct measure *m)
{
	const struct book *book = v->core->book;
	char key[SERIES_KEY_MAX];
	unsigned found = 0;

	series_key(pair, m, key);
	uint32_t series = book_find_series(book, key);
	for (size_t i = 0; series && i < book_n_observations(book, series); i++) {
		struct observation o;
		book_observation(book, series, i, &o);
		const char *at = strchr(freqs, o.period.freq == 'D' ? 'S' : o.period.freq);
		if (at && (unsigned)(at - freqs) + 1 > found)
			found = (unsigned)(at - freqs) + 1;
	}
	return found;
}

static void mark_measure(struct view *v, const struct pair *pair, const struct measure *m, unsigned n_freqs)
{
	char key[SERIES_KEY_MAX];
	uint32_t series;

	series_key(pair, m, key);
	for (unsigned i = 0; i < n_freqs; i++)
		if (!book_intern_series(v->core->book, key, &series))
			mark(v, series, freqs[i]);
}

static bool companion_of(const struct view *v, const struct measure *level, enum companion companion, struct measure *out)
{
	char id[MEASURE_ID_MAX];

	*out = *level;
	out->companion = companion;
	measure_id(out, id);
	return catalogue_measure(v->core->catalogue, level->indicator->area->id, id, out, NULL) == 0;
}

static bool has_series(const struct view *v, const struct pair *pair, const struct measure *m)
{
	char key[SERIES_KEY_MAX];
	series_key(pair, m, key);
	return book_find_series(v->core->book, key);
}

/* The relatives of a series: the levels that hang together with it, and the index of those of which only the growth is known. Which of them has
 * figures shows when their files are due; one that has none has no file. */
static void mark_relatives(struct view *v, uint32_t series)
{
	struct weigh w = core_weigh(v->core);
	struct series_name name;
	struct measure *levels, m;
	size_t n;
	unsigned n_freqs = 0;

	if (core_series_name(v->core, series, &name) || figures_stand_alone(&w, &name.pair, &name.measure))
		return;
	if (family_levels(&w, &name.pair, &name.measure, &levels, &n)) {
		log_error("no memory to note which RRD files are stale; they are written at the next change or start");
		return;
	}
	for (size_t i = 0; i < n; i++)
		for (enum companion c = COMPANION_NONE; c <= COMPANION_CHANGE; c++) {
			unsigned r = companion_of(v, &levels[i], c, &m) ? reach(v, &name.pair, &m) : 0;
			n_freqs = r > n_freqs ? r : n_freqs;
		}
	for (size_t i = 0; i < n; i++) {
		mark_measure(v, &name.pair, &levels[i], n_freqs);
		/* Kept, or not any more: a file that is not is removed. */
		if (companion_of(v, &levels[i], COMPANION_INDEX, &m) &&
		    (figures_are_kept(&w, &name.pair, &m) || has_series(v, &name.pair, &m)))
			mark_measure(v, &name.pair, &m, 1);
	}
	free(levels);
}

void view_changed(struct view *v, uint32_t series, const struct period *p)
{
	struct series_name name;

	if (core_series_name(v->core, series, &name))
		return;
	mark_period(v, series, &name.measure, p);
	touch(v, series);
	/* Not at once: more changes of the same files are likely on their heels, and answers go first. */
	if (!uv_is_active((uv_handle_t *)&v->soon))
		uv_timer_start(&v->soon, on_soon, SOON_MS, 0);
}

void view_mark_all(struct view *v)
{
	for (uint32_t s = 1; s <= book_n_series(v->core->book); s++) {
		struct series_name name;
		size_t n = book_n_observations(v->core->book, s);
		if (!n || core_series_name(v->core, s, &name))
			continue;
		const struct period like = {.freq = book_series_freq(v->core->book, s)};
		for (size_t i = 0; i < n && !like.freq; i++) {
			struct observation o;
			book_observation(v->core->book, s, i, &o);
			mark_period(v, s, &name.measure, &o.period);
		}
		mark_period(v, s, &name.measure, &like);
		touch(v, s);
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
	if (!uv_is_active((uv_handle_t *)&v->soon))
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
	struct job *job = malloc(sizeof *job);
	int rc = 0;
	if (figures_are_kept(&w, &name.pair, &name.measure))
		rc = figures_each(&w, &name.pair, &name.measure, freq, &options, add_point, &points, err);
	if (!rc && (points.failed || !job))
		rc = err_sys(err, ENOMEM, "%s", path);
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

/* Whether working out the file's figures takes a solver. */
static bool is_heavy(const struct view *v, const struct mark *m)
{
	struct weigh w = core_weigh(v->core);
	struct series_name name;

	return !core_series_name(v->core, m->series, &name) && !figures_stand_alone(&w, &name.pair, &name.measure);
}

/* The next file of the queue to the worker. True where it took long enough to let others have their turn. */
static bool next_file(struct view *v)
{
	struct mark m = v->queue[v->head++];
	bool heavy = is_heavy(v, &m);
	struct err err;

	v->waiting[m.series] &= (uint8_t) ~(1u << m.freq);
	if (submit(v, &m, &err)) {
		v->stats.pending--;
		note_failure(v, &m, &err);
	} else {
		v->in_flight++;
	}
	if (v->head == v->n)
		v->head = v->n = 0;
	return heavy;
}

static void pump(struct view *v)
{
	uint64_t begin = uv_hrtime();
	bool tired = false;

	while (v->core->supervisor && v->in_flight < IN_FLIGHT_MAX && !tired && (v->head < v->n || v->n_touched)) {
		if (v->head < v->n) {
			tired = next_file(v);
			continue;
		}
		uint32_t series = v->touched[--v->n_touched];
		v->waiting[series] &= (uint8_t)~TOUCHED;
		mark_relatives(v, series);
	}
	/* What takes a solver gets a fifth of the loop's time, so that an answer rarely waits for it. */
	if (tired)
		uv_timer_start(&v->soon, on_soon, (uv_hrtime() - begin) * 4 / 1000000, 0);
}

static void on_soon(uv_timer_t *timer)
{
	pump(timer->data);
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
	out->pending += v->n_touched;
	for (uint32_t s = 1; s < v->cap; s++)
		out->broken += (size_t)__builtin_popcount(v->broken[s]);
}
