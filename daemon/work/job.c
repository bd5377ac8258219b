/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/job.h"

#include "work/wire.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int job_create(struct job **out, uint64_t id, enum job_kind kind, const char *what, struct err *err)
{
	static const char *const doing[] = {[JOB_RRD] = "writing", [JOB_PARSE] = "reading", [JOB_GRAPH] = "drawing"};

	struct job *job = calloc(1, sizeof *job);
	if (!job || asprintf(&job->name, "%s %s", doing[kind], what) < 0) {
		free(job);
		return err_sys(err, ENOMEM, "no room for a job (%s %s)", doing[kind], what);
	}
	job->id = id;
	job->kind = kind;
	/* The heads of the pieces that an order is cut into take far less than another frame. */
	buf_init(&job->frame, kind == JOB_GRAPH ? WIRE_GRAPH_MAX + FRAME_MAX : FRAME_MAX + FRAME_HEAD);
	buf_init(&job->image, WIRE_IMAGE_MAX);
	*out = job;
	return 0;
}

void job_destroy(struct job *job)
{
	if (!job)
		return;
	free(job->name);
	buf_fini(&job->frame);
	buf_fini(&job->image);
	free(job);
}

bool job_was_tried(const struct job *job)
{
	return job->n_deaths || job->n_outside;
}

void job_queue_graph(struct job_queue *queue, struct job *job)
{
	struct job *at = TAILQ_FIRST(queue);

	while (at && (at->kind == JOB_GRAPH || job_was_tried(at)))
		at = TAILQ_NEXT(at, link);
	if (at)
		TAILQ_INSERT_BEFORE(at, job, link);
	else
		TAILQ_INSERT_TAIL(queue, job, link);
}

size_t job_count_graphs(const struct job_queue *queue)
{
	size_t n = 0;

	for (const struct job *job = TAILQ_FIRST(queue); job && (job->kind == JOB_GRAPH || job_was_tried(job)); job = TAILQ_NEXT(job, link))
		n += job->kind == JOB_GRAPH;
	return n;
}

void job_end(struct job *job, enum rrdfile_outcome outcome, const struct err *e)
{
	if (job->kind == JOB_PARSE)
		job->parse.done(job->parse.arg, e);
	else if (job->kind == JOB_GRAPH)
		job->graph_done(job->graph_arg, e->code ? NULL : buf_bytes(&job->image), e->code ? 0 : job->image.len, e);
	else
		job->rrd_done(job->rrd_arg, outcome, e);
	job_destroy(job);
}

int job_blame(struct job *job, const char *reason, bool from_outside, struct err *err)
{
	if (from_outside) {
		if (++job->n_outside <= SUPERVISOR_OUTSIDE_MAX)
			return 0;
		return err_set(err, ERR_UNAVAILABLE, "the worker was killed from outside %u times while %s", job->n_outside, job->name);
	}
	if (++job->n_deaths < 2) {
		snprintf(job->first_reason, sizeof job->first_reason, "%s", reason);
		return 0;
	}
	if (strcmp(job->first_reason, reason) == 0)
		return err_set(err, ERR_INTERNAL, "the worker %s twice while %s", reason, job->name);
	return err_set(err, ERR_INTERNAL, "the worker %s, and the second time it %s, while %s", job->first_reason, reason, job->name);
}
