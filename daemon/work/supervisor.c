/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *                 frame HELLO           dispatch
 *     STARTING ---------------> IDLE <-----------> BUSY        s->current is set in BUSY only
 *        ^  \                     |    answer        |
 *        |   \ child gone         | child gone       | child gone: the job is put back in front, or set aside
 *        |    v                   v                  v
 *        +--- PAUSED <-----------------------------------      for s->pause_ms, which doubles until a job gets done
 *
 * A worker that ends before its HELLO tells nothing about any job; when that happens START_FAILURES_MAX times in a row the waiting jobs are
 * answered that there is no worker, and the attempts go on.
 */
#include "work/supervisor.h"

#include "base/log.h"
#include "work/child.h"
#include "work/job.h"
#include "work/wire.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define QUEUE_MAX_DEFAULT 100000
#define START_FAILURES_MAX 5
#define START_LIMIT_MS 30000 /* from the start to the HELLO: plugins are opened meanwhile */
#define STOP_GRACE_MS 5000

struct supervisor {
	uv_loop_t *loop;
	uv_timer_t limit; /* of the worker's silence; when stopping: of its grace */
	uv_timer_t pause;
	unsigned n_timers; /* handles open */
	char *exe;         /* NULL: our own */
	char *tmp_dir;     /* "": none */
	char **argv;
	unsigned timeout_ms, backoff_ms, backoff_max_ms, pause_ms;
	size_t queue_max;

	enum supervisor_state state;
	struct child *child; /* NULL while there is none */
	struct job *current;
	bool last_look; /* the limit has passed; what lies in the socket is read before the child is killed */
	bool timed_out; /* we killed the child for its silence */
	unsigned start_failures;
	struct job_queue queue;
	size_t n_queued;
	uint64_t next_id, n_started, n_done, n_set_aside;
	struct supervisor_aside aside[SUPERVISOR_ASIDE_MAX]; /* a ring; the newest is number n_set_aside - 1 */
	void (*stopped)(void *arg);
	void *stopped_arg;
};

static void start_worker(struct supervisor *s);
static void dispatch(struct supervisor *s);

static void end_queue(struct supervisor *s, const struct err *e)
{
	/* Jobs submitted by the callbacks meanwhile are not meant. */
	struct job_queue old = TAILQ_HEAD_INITIALIZER(old);
	struct job *job;

	TAILQ_CONCAT(&old, &s->queue, link);
	s->n_queued = 0;
	while ((job = TAILQ_FIRST(&old))) {
		TAILQ_REMOVE(&old, job, link);
		job_end(job, RRDFILE_FRESH, e);
	}
}

static void on_limit(uv_timer_t *timer)
{
	struct supervisor *s = timer->data;

	/* Where the core itself was held up the answer may be there already: the loop polls once before the timer fires again. */
	if (!s->last_look) {
		s->last_look = true;
		uv_timer_start(&s->limit, on_limit, 1, 0);
		return;
	}
	/* Muted, so that an answer that comes after all does not put the next job before a worker that is about to die. */
	s->timed_out = true;
	if (s->child) {
		child_mute(s->child);
		child_kill(s->child);
	}
}

/* The worker has given a sign of life, or got something to do. While all credit is with the core it is not the worker's turn. */
static void restart_limit(struct supervisor *s)
{
	s->last_look = false;
	if (s->current && s->current->kind == JOB_PARSE && s->current->unacked >= SUPERVISOR_CREDIT)
		uv_timer_stop(&s->limit);
	else
		uv_timer_start(&s->limit, on_limit, s->timeout_ms, 0);
}

static void send_credit(struct supervisor *s, const struct job *job, uint32_t n)
{
	struct buf b;

	buf_init(&b, 64);
	if (wire_put_credit(&b, job->id, n) == 0)
		child_send(s->child, buf_bytes(&b), b.len);
	buf_fini(&b);
}

static void dispatch(struct supervisor *s)
{
	struct job *job = TAILQ_FIRST(&s->queue);

	if (s->state != SUPERVISOR_IDLE || !job)
		return;
	TAILQ_REMOVE(&s->queue, job, link);
	s->n_queued--;
	s->current = job;
	s->state = SUPERVISOR_BUSY;
	child_send(s->child, buf_bytes(&job->frame), job->frame.len);
	if (job->kind == JOB_PARSE && job->unacked < SUPERVISOR_CREDIT)
		send_credit(s, job, SUPERVISOR_CREDIT - job->unacked);
	restart_limit(s);
}

static void finish_current(struct supervisor *s, enum rrdfile_outcome outcome, const struct err *e)
{
	struct job *job = s->current;

	s->current = NULL;
	s->state = SUPERVISOR_IDLE;
	s->n_done++;
	s->pause_ms = s->backoff_ms;
	uv_timer_stop(&s->limit);
	/* The next job first: the callback may be the end of `s`. */
	dispatch(s);
	job_end(job, outcome, e);
}

/* Hands over those rows of a batch that the core has not seen: after a restart the worker begins the file anew. */
static int on_rows(struct supervisor *s, struct frame *f)
{
	struct job *job = s->current;
	struct wire_batch b;

	int rc = wire_get_rows(f, &b);
	if (!rc && (!job || job->kind != JOB_PARSE || b.job != job->id || b.first > job->delivered))
		rc = ERR_DAMAGED;
	if (rc) {
		free(b.rows);
		return rc;
	}
	uint64_t seen = job->delivered - b.first;
	if (seen >= b.n) {
		send_credit(s, job, 1);
		restart_limit(s);
	} else {
		job->delivered = b.first + b.n;
		job->unacked++;
		restart_limit(s);
		job->parse.rows(job->parse.arg, b.rows + seen, (size_t)(b.n - seen), b.done, b.total);
	}
	free(b.rows);
	return 0;
}

static int on_image(struct supervisor *s, struct frame *f)
{
	struct job *job = s->current;
	const char *bytes;
	uint64_t id, at;
	size_t n;

	int rc = wire_get_image(f, &id, &at, &bytes, &n);
	if (rc)
		return rc;
	if (!job || job->kind != JOB_GRAPH || job->id != id || job->image.len != at)
		return ERR_DAMAGED;
	restart_limit(s);
	return buf_add(&job->image, bytes, n);
}

static int on_done(struct supervisor *s, struct frame *f, enum job_kind kind)
{
	enum rrdfile_outcome outcome = RRDFILE_FRESH;
	struct job *job = s->current;
	struct err e = {0};
	uint64_t id;

	int rc = kind == JOB_PARSE   ? wire_get_parse_done(f, &id, &e)
	         : kind == JOB_GRAPH ? wire_get_graph_done(f, &id, &e)
	                             : wire_get_rrd_done(f, &id, &outcome, &e);
	if (rc)
		return rc;
	if (!job || job->id != id || job->kind != kind || (kind == JOB_GRAPH && !e.code && !job->image.len))
		return ERR_DAMAGED;
	finish_current(s, outcome, &e);
	return 0;
}

static int on_frame(void *arg, struct frame *f)
{
	struct supervisor *s = arg;

	switch (f->type) {
	case WIRE_HELLO:
		if (s->state != SUPERVISOR_STARTING)
			return ERR_DAMAGED;
		s->state = SUPERVISOR_IDLE;
		s->start_failures = 0;
		uv_timer_stop(&s->limit);
		dispatch(s);
		return 0;
	case WIRE_ROWS:
		return on_rows(s, f);
	case WIRE_IMAGE:
		return on_image(s, f);
	case WIRE_RRD_DONE:
		return on_done(s, f, JOB_RRD);
	case WIRE_PARSE_DONE:
		return on_done(s, f, JOB_PARSE);
	case WIRE_GRAPH_DONE:
		return on_done(s, f, JOB_GRAPH);
	default:
		return ERR_DAMAGED;
	}
}

static void set_aside(struct supervisor *s, struct job *job, const struct err *e)
{
	struct supervisor_aside *a = &s->aside[s->n_set_aside++ % SUPERVISOR_ASIDE_MAX];

	snprintf(a->name, sizeof a->name, "%s", job->name);
	snprintf(a->reason, sizeof a->reason, "%s", e->text);
	a->time = time(NULL);
	job_end(job, RRDFILE_FRESH, e);
}

/* A worker ended with `job` in hand: once more in front of all others, or aside. */
static void judge(struct supervisor *s, struct job *job, const char *reason, bool from_outside)
{
	struct err e;

	if (job_blame(job, reason, from_outside, &e) != 0) {
		set_aside(s, job, &e);
		return;
	}
	buf_clear(&job->image);
	TAILQ_INSERT_HEAD(&s->queue, job, link);
	s->n_queued++;
}

static void explain_end(char *to, size_t cap, const struct supervisor *s, int status, int signal, bool nonsense)
{
	if (s->timed_out && s->state == SUPERVISOR_STARTING)
		snprintf(to, cap, "was not ready after %d ms and was killed", START_LIMIT_MS);
	else if (s->timed_out)
		snprintf(to, cap, "gave no answer for %u ms and was killed", s->timeout_ms);
	else if (nonsense)
		snprintf(to, cap, "sent what is no answer and was killed");
	else if (signal)
		snprintf(to, cap, "was killed by signal %d (%s)", signal, strsignal(signal));
	else
		snprintf(to, cap, "ended with status %d", status);
}

static void on_pause_end(uv_timer_t *timer)
{
	start_worker(timer->data);
}

static void pause_worker(struct supervisor *s)
{
	s->state = SUPERVISOR_PAUSED;
	uv_timer_start(&s->pause, on_pause_end, s->pause_ms, 0);
	s->pause_ms = s->pause_ms > s->backoff_max_ms / 2 ? s->backoff_max_ms : s->pause_ms * 2;
}

/* A worker that did not get as far as its HELLO. */
static void start_failed(struct supervisor *s, const char *reason, bool from_outside)
{
	struct err e;

	log_warning("the worker %s before it was ready; the next try is in %u ms", reason, s->pause_ms);
	pause_worker(s);
	if (from_outside || ++s->start_failures < START_FAILURES_MAX)
		return;
	err_set(&e, ERR_UNAVAILABLE, "there is no worker: it %s before it was ready, %u times in a row", reason, s->start_failures);
	end_queue(s, &e);
}

static void free_all(struct supervisor *s)
{
	for (char **p = s->argv; p && *p; p++)
		free(*p);
	free(s->argv);
	free(s->exe);
	free(s->tmp_dir);
	free(s);
}

static void timer_closed(uv_handle_t *h)
{
	struct supervisor *s = h->data;

	if (--s->n_timers)
		return;
	if (s->stopped)
		s->stopped(s->stopped_arg);
	free_all(s);
}

static void close_timers(struct supervisor *s)
{
	uv_close((uv_handle_t *)&s->limit, timer_closed);
	uv_close((uv_handle_t *)&s->pause, timer_closed);
}

static void on_gone(void *arg, int status, int signal, bool nonsense)
{
	struct supervisor *s = arg;
	struct job *job = s->current;
	bool was_starting = s->state == SUPERVISOR_STARTING;
	char reason[128];

	s->child = NULL;
	if (s->state == SUPERVISOR_STOPPING) {
		close_timers(s);
		return;
	}
	explain_end(reason, sizeof reason, s, status, signal, nonsense);
	bool from_outside = signal == SIGKILL && !s->timed_out && !nonsense;
	s->current = NULL;
	uv_timer_stop(&s->limit);
	if (was_starting) {
		start_failed(s, reason, from_outside);
		return;
	}
	log_warning("the worker %s%s%s; it is started again in %u ms", reason, job ? " while " : "", job ? job->name : "", s->pause_ms);
	pause_worker(s);
	if (job)
		judge(s, job, reason, from_outside);
}

static void start_worker(struct supervisor *s)
{
	struct child_handlers handlers = {.frame = on_frame, .gone = on_gone, .arg = s};
	struct err e;

	s->timed_out = s->last_look = false;
	s->state = SUPERVISOR_STARTING;
	if (child_start(&s->child, s->loop, s->exe, s->argv, &handlers, &e) != 0) {
		char reason[ERR_TEXT_MAX + 32];
		s->child = NULL;
		snprintf(reason, sizeof reason, "could not be started (%s)", e.text);
		start_failed(s, reason, false);
		return;
	}
	s->n_started++;
	uv_timer_start(&s->limit, on_limit, START_LIMIT_MS, 0);
}

static char **make_argv(const char *const *plugins, size_t n)
{
	char **argv = calloc(n + 3, sizeof *argv);
	if (!argv)
		return NULL;
	argv[0] = strdup("coopd");
	argv[1] = strdup("--worker");
	for (size_t i = 0; i < n; i++)
		argv[i + 2] = strdup(plugins[i]);
	for (size_t i = 0; i < n + 2; i++)
		if (!argv[i]) {
			for (size_t k = 0; k < n + 2; k++)
				free(argv[k]);
			free(argv);
			return NULL;
		}
	return argv;
}

void supervisor_set_limits(struct supervisor *s, unsigned job_timeout_ms, unsigned backoff_ms, unsigned backoff_max_ms)
{
	s->timeout_ms = job_timeout_ms ? job_timeout_ms : 1;
	s->backoff_max_ms = backoff_max_ms ? backoff_max_ms : 1;
	s->backoff_ms = backoff_ms ? backoff_ms : 1;
	if (s->backoff_ms > s->backoff_max_ms)
		s->backoff_ms = s->backoff_max_ms;
}

int supervisor_start(struct supervisor **out, uv_loop_t *loop, const struct supervisor_options *options, struct err *err)
{
	struct supervisor *s = calloc(1, sizeof *s);
	if (!s)
		return err_sys(err, ENOMEM, "cannot start the worker");
	s->exe = options->exe ? strdup(options->exe) : NULL;
	s->argv = make_argv(options->plugin_paths, options->n_plugins);
	s->tmp_dir = strdup(options->tmp_dir ? options->tmp_dir : "");
	if ((options->exe && !s->exe) || !s->argv || !s->tmp_dir) {
		free_all(s);
		return err_sys(err, ENOMEM, "cannot start the worker");
	}
	signal(SIGPIPE, SIG_IGN);
	s->loop = loop;
	supervisor_set_limits(s, options->job_timeout_ms, options->backoff_ms, options->backoff_max_ms);
	s->pause_ms = s->backoff_ms;
	s->queue_max = options->queue_max ? options->queue_max : QUEUE_MAX_DEFAULT;
	s->next_id = 1;
	TAILQ_INIT(&s->queue);
	uv_timer_init(loop, &s->limit);
	uv_timer_init(loop, &s->pause);
	s->limit.data = s->pause.data = s;
	s->n_timers = 2;
	start_worker(s);
	*out = s;
	return 0;
}

static int new_job(struct job **out, struct supervisor *s, enum job_kind kind, const char *what, struct err *err)
{
	size_t n_graphs = job_count_graphs(&s->queue);

	if (s->state == SUPERVISOR_STOPPING)
		return err_set(err, ERR_UNAVAILABLE, "coopd is stopping");
	if (kind == JOB_GRAPH && n_graphs >= SUPERVISOR_GRAPHS_MAX)
		return err_set(err, ERR_UNAVAILABLE, "%zu pictures wait to be drawn already; try again later", n_graphs);
	if (kind != JOB_GRAPH && s->n_queued - n_graphs >= s->queue_max)
		return err_set(err, ERR_LIMIT, "%zu jobs wait for the worker already; try again later", s->n_queued - n_graphs);
	return job_create(out, s->next_id++, kind, what, err);
}

/* Dispatching only sends, so no callback runs from inside submit. */
static int enqueue(struct supervisor *s, struct job *job, int rc, struct err *err)
{
	if (rc) {
		err_set(err, rc, "%s is more than one job can be: over %d bytes", job->name,
		        job->kind == JOB_GRAPH ? WIRE_GRAPH_MAX : FRAME_MAX);
		job_destroy(job);
		return rc;
	}
	if (job->kind == JOB_GRAPH)
		job_queue_graph(&s->queue, job);
	else
		TAILQ_INSERT_TAIL(&s->queue, job, link);
	s->n_queued++;
	dispatch(s);
	return 0;
}

int supervisor_submit_rrd(struct supervisor *s, const struct rrdfile_request *request, supervisor_rrd_done *done, void *arg,
                          struct err *err)
{
	struct job *job = NULL;

	int rc = new_job(&job, s, JOB_RRD, request->path, err);
	if (rc || !job)
		return rc;
	job->rrd_done = done;
	job->rrd_arg = arg;
	return enqueue(s, job, wire_put_rrd(&job->frame, job->id, request), err);
}

int supervisor_submit_parse(struct supervisor *s, const char *path, const char *name, const struct supervisor_parse *handlers, uint64_t *id,
                            struct err *err)
{
	return supervisor_submit_report(s, path, name, NULL, handlers, id, err);
}

int supervisor_submit_report(struct supervisor *s, const char *path, const char *name, const struct wire_words *words,
                             const struct supervisor_parse *handlers, uint64_t *id, struct err *err)
{
	struct job *job = NULL;

	int rc = new_job(&job, s, JOB_PARSE, name, err);
	if (rc || !job)
		return rc;
	job->parse = *handlers;
	*id = job->id;
	const struct csvfile_order order = {.path = path, .name = name, .map = handlers->map, .survey = handlers->survey};
	return enqueue(s, job, wire_put_parse(&job->frame, job->id, &order, words), err);
}

int supervisor_submit_graph(struct supervisor *s, const struct graph_request *request, supervisor_graph_done *done, void *arg,
                            struct err *err)
{
	const char *title = request->title[0] || !request->n_panels ? request->title : request->panels[0].title;
	struct job *job = NULL;

	int rc = new_job(&job, s, JOB_GRAPH, title, err);
	if (rc || !job)
		return rc;
	job->graph_done = done;
	job->graph_arg = arg;
	return enqueue(s, job, wire_put_graph(&job->frame, job->id, s->tmp_dir, request), err);
}

void supervisor_parse_more(struct supervisor *s, uint64_t id)
{
	bool in_hand = s->current && s->current->id == id;
	/* A job that waits for its second attempt stands in front. */
	struct job *job = in_hand ? s->current : TAILQ_FIRST(&s->queue);

	if (!job || job->id != id || !job->unacked)
		return;
	job->unacked--;
	if (in_hand) {
		send_credit(s, job, 1);
		restart_limit(s);
	}
}

void supervisor_stats(const struct supervisor *s, struct supervisor_stats *out)
{
	*out = (struct supervisor_stats){
	    .state = s->state,
	    .pid = s->child ? child_pid(s->child) : 0,
	    .restarts = s->n_started ? s->n_started - 1 : 0,
	    .done = s->n_done,
	    .n_set_aside = s->n_set_aside,
	    .queued = s->n_queued,
	    .n_aside = s->n_set_aside < SUPERVISOR_ASIDE_MAX ? (size_t)s->n_set_aside : SUPERVISOR_ASIDE_MAX,
	};
	for (size_t i = 0; i < out->n_aside; i++)
		out->aside[i] = &s->aside[(s->n_set_aside - out->n_aside + i) % SUPERVISOR_ASIDE_MAX];
}

const char *supervisor_state_name(enum supervisor_state state)
{
	static const char *const names[] = {"starting", "idle", "busy", "paused", "stopping"};
	return names[state];
}

static void on_grace_end(uv_timer_t *timer)
{
	struct supervisor *s = timer->data;
	if (s->child)
		child_kill(s->child);
}

void supervisor_stop(struct supervisor *s, void (*stopped)(void *arg), void *arg)
{
	struct job *job = s->current;
	struct err e;

	if (s->state == SUPERVISOR_STOPPING)
		return;
	s->state = SUPERVISOR_STOPPING;
	s->stopped = stopped;
	s->stopped_arg = arg;
	s->current = NULL;
	uv_timer_stop(&s->limit);
	uv_timer_stop(&s->pause);
	err_set(&e, ERR_UNAVAILABLE, "coopd is stopping");
	if (job)
		job_end(job, RRDFILE_FRESH, &e);
	end_queue(s, &e);
	if (!s->child) {
		close_timers(s);
		return;
	}
	child_mute(s->child);
	child_hang_up(s->child);
	uv_timer_start(&s->limit, on_grace_end, STOP_GRACE_MS, 0);
}
