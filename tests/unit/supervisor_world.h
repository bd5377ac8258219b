/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * supervisor_world: a supervisor and its loop for the tests whose worker is their own binary, started again with --worker. How often that worker did
 * something is kept in a file, which outlives it.
 */
#ifndef TESTS_SUPERVISOR_WORLD_H
#define TESTS_SUPERVISOR_WORLD_H

#include "work/supervisor.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define PATIENT_MS 120000 /* so long that only a bug reaches it */
#define HASTY_MS 300      /* for workers that hang for ever */

static char counter[64];
static uv_loop_t loop;
static struct supervisor *supervisor;
static int n_open; /* jobs without their `done` */
static bool stopped;

/* In the worker: how often this was called in all workers' lives, a byte a time. */
static inline int count(const char *file)
{
	struct stat st;
	int fd = open(file, O_WRONLY | O_CREAT | O_APPEND, 0600);
	if (fd < 0 || write(fd, "x", 1) != 1 || fstat(fd, &st) != 0)
		_exit(99);
	close(fd);
	return (int)st.st_size;
}

static inline void start_with(const struct supervisor_options *options)
{
	struct err err;

	unlink(counter);
	n_open = 0;
	stopped = false;
	assert_int_equal(uv_loop_init(&loop), 0);
	if (supervisor_start(&supervisor, &loop, options, &err) != 0)
		fail_msg("%s", err.text);
}

static inline void run_jobs(void)
{
	while (n_open)
		uv_run(&loop, UV_RUN_ONCE);
}

static inline void on_stopped(void *arg)
{
	(void)arg;
	stopped = true;
}

static inline void stop(void)
{
	supervisor_stop(supervisor, on_stopped, NULL);
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_true(stopped);
	assert_int_equal(uv_loop_close(&loop), 0); /* no handle is left */
}

static inline void submit_file(const char *path, supervisor_rrd_done *done, void *arg)
{
	struct rrdfile_request r = {.path = path, .freq = 'A', .rows = 1};
	struct err err;

	n_open++;
	if (supervisor_submit_rrd(supervisor, &r, done, arg, &err) != 0)
		fail_msg("%s", err.text);
}

#endif
