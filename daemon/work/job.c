/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/job.h"

#include "work/frame.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int job_create(struct job **out, uint64_t id, const char *doing, const char *what, struct err *err)
{
	struct job *job = calloc(1, sizeof *job);
	if (!job || asprintf(&job->name, "%s %s", doing, what) < 0) {
		free(job);
		return err_sys(err, ENOMEM, "no room for a job (%s %s)", doing, what);
	}
	job->id = id;
	buf_init(&job->frame, FRAME_MAX + FRAME_HEAD);
	*out = job;
	return 0;
}

void job_destroy(struct job *job)
{
	if (!job)
		return;
	free(job->name);
	buf_fini(&job->frame);
	free(job);
}

void job_end(struct job *job, enum rrdfile_outcome outcome, const struct err *e)
{
	if (job->is_parse)
		job->parse.done(job->parse.arg, e);
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
