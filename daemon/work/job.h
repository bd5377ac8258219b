/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * job: one order to the worker, from submit to `done`, and what is held against it. Part of the supervisor.
 */
#ifndef WORK_JOB_H
#define WORK_JOB_H

#include "work/supervisor.h"

#include "base/buf.h"

#include <stdbool.h>
#include <sys/queue.h>

enum job_kind { JOB_RRD, JOB_PARSE, JOB_GRAPH };

struct job {
	TAILQ_ENTRY(job) link;
	uint64_t id;
	char *name;       /* owned; what is done to what: "writing PATH" */
	struct buf frame; /* the order as it is sent, so that it can be sent again */
	enum job_kind kind;
	supervisor_rrd_done *rrd_done;
	void *rrd_arg;
	supervisor_graph_done *graph_done;
	void *graph_arg;
	struct buf image; /* JOB_GRAPH: what has come of it */
	struct supervisor_parse parse;
	uint64_t delivered;     /* rows that the core has seen */
	unsigned unacked;       /* batches that the core has not answered */
	unsigned n_deaths;      /* workers that it took with it */
	unsigned n_outside;     /* workers killed from outside meanwhile */
	char first_reason[128]; /* of the first death */
};

TAILQ_HEAD(job_queue, job);

/* "writing WHAT" and the like is its name. 0 or -ENOMEM. */
int job_create(struct job **out, uint64_t id, enum job_kind kind, const char *what, struct err *err) __attribute__((warn_unused_result));
void job_destroy(struct job *job);

/* Whether it was in a worker's hands before. */
bool job_was_tried(const struct job *job);

/* In front of the queue, behind the one that was tried already and the graphs that came before: somebody waits for it. */
void job_queue_graph(struct job_queue *queue, struct job *job);
/* How many graphs stand there. */
size_t job_count_graphs(const struct job_queue *queue);

/* Calls `done` and destroys the job: the one way out for it. It is in no list any more, so the callback may do anything. */
void job_end(struct job *job, enum rrdfile_outcome outcome, const struct err *e);

/* A worker ended with the job in hand; `reason` says how ("was killed by signal 6 (Aborted)"), `from_outside` whether that was nobody's fault
 * here. 0: the job is to be done again. ERR_INTERNAL: it has had its chances, and why. */
int job_blame(struct job *job, const char *reason, bool from_outside, struct err *err) __attribute__((warn_unused_result));

#endif
