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

struct job {
	TAILQ_ENTRY(job) link;
	uint64_t id;
	char *name;       /* owned; what is done to what: "writing PATH" */
	struct buf frame; /* the order as it is sent, so that it can be sent again */
	bool is_parse;
	supervisor_rrd_done *rrd_done;
	void *rrd_arg;
	struct supervisor_parse parse;
	uint64_t delivered;     /* rows that the core has seen */
	unsigned unacked;       /* batches that the core has not answered */
	unsigned n_deaths;      /* workers that it took with it */
	unsigned n_outside;     /* workers killed from outside meanwhile */
	char first_reason[128]; /* of the first death */
};

TAILQ_HEAD(job_queue, job);

/* "DOING WHAT" is its name. 0 or -ENOMEM. */
int job_create(struct job **out, uint64_t id, const char *doing, const char *what, struct err *err) __attribute__((warn_unused_result));
void job_destroy(struct job *job);

/* Calls `done` and destroys the job: the one way out for it. It is in no list any more, so the callback may do anything. */
void job_end(struct job *job, enum rrdfile_outcome outcome, const struct err *e);

/* A worker ended with the job in hand; `reason` says how ("was killed by signal 6 (Aborted)"), `from_outside` whether that was nobody's fault
 * here. 0: the job is to be done again. ERR_INTERNAL: it has had its chances, and why. */
int job_blame(struct job *job, const char *reason, bool from_outside, struct err *err) __attribute__((warn_unused_result));

#endif
