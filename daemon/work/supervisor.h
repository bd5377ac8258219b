/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * supervisor: the core's side of the worker process. Loop thread only.
 *
 * Jobs wait in a queue and are done in order, one at a time; pictures, which somebody waits for, are done before all that was not begun. A worker that ends is started again, after a pause that doubles while no job
 * gets done. The job that was in hand is then done again once; the second time that it kills or hangs the worker it is set aside: its `done`
 * gets an error that says so, and STATUS can list it. A worker killed by somebody else's SIGKILL is not the job's fault: it is done
 * again up to SUPERVISOR_OUTSIDE_MAX times. A worker that ends without a job costs no job anything.
 *
 * Every job that was submitted gets exactly one `done`, never from inside submit.
 */
#ifndef WORK_SUPERVISOR_H
#define WORK_SUPERVISOR_H

#include "base/err.h"
#include "work/graph.h"
#include "work/rows.h"
#include "work/rrdfile.h"
#include "work/wire.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <uv.h>

#define SUPERVISOR_OUTSIDE_MAX 10
#define SUPERVISOR_ASIDE_MAX 32
#define SUPERVISOR_GRAPHS_MAX 64 /* pictures that may wait, beside the one in hand */
#define SUPERVISOR_CREDIT 64     /* batches of rows that may be unacknowledged */

struct supervisor;

struct supervisor_options {
	const char *exe; /* NULL: our own binary. Started as {"coopd", "--worker", plugin paths …} with the socket as fd 3 */
	const char *const *plugin_paths; /* copied; may be NULL where n_plugins is 0 */
	size_t n_plugins;
	unsigned job_timeout_ms; /* longest time without a sign of life from a worker that has a job (waiting for the core not counted) */
	unsigned backoff_ms;     /* the first pause before a restart */
	unsigned backoff_max_ms; /* the longest */
	size_t queue_max;        /* jobs that may wait, pictures apart; 0: 100000 */
	const char *
	    tmp_dir; /* where pictures are made; each worker empties it before its first one, so nobody else's files; copied; NULL: no pictures */
};

/* Starts the first worker; one that cannot be started is tried again as one that died. Ignores SIGPIPE from now on: a write to a worker that
 * has just died must be an error and not our end. */
int supervisor_start(struct supervisor **out, uv_loop_t *loop, const struct supervisor_options *options, struct err *err)
    __attribute__((warn_unused_result));

/* Other limits than at the start, from the next job and the next restart on (configuration reload). */
void supervisor_set_limits(struct supervisor *s, unsigned job_timeout_ms, unsigned backoff_ms, unsigned backoff_max_ms);

/* `outcome` counts when err->code is 0. */
typedef void supervisor_rrd_done(void *arg, enum rrdfile_outcome outcome, const struct err *err);

/* The request is copied. 0; ERR_LIMIT: too many points or jobs; ERR_UNAVAILABLE: stopping; -ENOMEM. Then `done` is not called. */
int supervisor_submit_rrd(struct supervisor *s, const struct rrdfile_request *request, supervisor_rrd_done *done, void *arg,
                          struct err *err) __attribute__((warn_unused_result));

struct supervisor_parse {
	/* Some rows of the file, in order, each row once whatever happens to the worker; valid during the call. Answer every call with one
	 * supervisor_parse_more, at once or later. `n` is at least 1. done and total: bytes of the file. */
	void (*rows)(void *arg, const struct row *rows, size_t n, uint64_t done, uint64_t total);
	/* The end: err->code 0, or why the file could not be read to its end. Rows that came before count. */
	void (*done)(void *arg, const struct err *err);
	void *arg;
	const char *map; /* path of the mapping of a .csv file (mapping.h), copied; NULL: none */
	bool survey;     /* as in csvfile.h */
};

/* Parses the file at `path`; the suffix of `name` (its name for people) says how: .bulletin or .csv, or either
 * with .gz behind. *id is for supervisor_parse_more. */
int supervisor_submit_parse(struct supervisor *s, const char *path, const char *name, const struct supervisor_parse *handlers, uint64_t *id,
                            struct err *err) __attribute__((warn_unused_result));

/* The same for a report in prose (.txt); `words` as of work/report.h, copied. */
int supervisor_submit_report(struct supervisor *s, const char *path, const char *name, const struct wire_words *words,
                             const struct supervisor_parse *handlers, uint64_t *id, struct err *err) __attribute__((warn_unused_result));

/* One batch of job `id` is dealt with. A job that has ended is no error. */
void supervisor_parse_more(struct supervisor *s, uint64_t id);

/* A picture: `n` bytes, valid during the call; err->code 0, or why there is none (then n is 0). */
typedef void supervisor_graph_done(void *arg, const char *image, size_t n, const struct err *err);

/* Draws; the request is copied. 0; ERR_UNAVAILABLE: SUPERVISOR_GRAPHS_MAX pictures wait already, or stopping; ERR_LIMIT: more than graph.h or
 * WIRE_GRAPH_MAX allows; -ENOMEM. Then `done` is not called. */
int supervisor_submit_graph(struct supervisor *s, const struct graph_request *request, supervisor_graph_done *done, void *arg,
                            struct err *err) __attribute__((warn_unused_result));

enum supervisor_state { SUPERVISOR_STARTING, SUPERVISOR_IDLE, SUPERVISOR_BUSY, SUPERVISOR_PAUSED, SUPERVISOR_STOPPING };

struct supervisor_aside {
	char name[256];            /* "writing /var/lib/…/turnover-A.rrd", "reading sample.bulletin" */
	char reason[ERR_TEXT_MAX]; /* "the worker was killed by signal 6 (Aborted) twice while writing …" */
	int64_t time;              /* Unix seconds */
};

struct supervisor_stats {
	enum supervisor_state state;
	pid_t pid;                                                  /* 0 while there is no worker */
	uint64_t restarts;                                          /* workers started after the first */
	uint64_t done;                                              /* jobs that were answered, with or without an error */
	uint64_t n_set_aside;                                       /* jobs set aside since the start */
	size_t queued;                                              /* jobs that wait, without the one in hand */
	size_t n_aside;                                             /* entries in `aside`, the newest SUPERVISOR_ASIDE_MAX, oldest first */
	const struct supervisor_aside *aside[SUPERVISOR_ASIDE_MAX]; /* valid until the loop runs again */
};

void supervisor_stats(const struct supervisor *s, struct supervisor_stats *out);
const char *supervisor_state_name(enum supervisor_state state);

/* Calls `done` of all jobs left with ERR_UNAVAILABLE, then closes the worker's socket, gives it 5 s to end, and kills it. `stopped` (may be
 * NULL) is called last, from the loop; `s` is freed. After this call nothing else may be asked of `s`. */
void supervisor_stop(struct supervisor *s, void (*stopped)(void *arg), void *arg);

#endif
