/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * child: one worker process as the core sees it: a pid, a socket, and an end. What to do about the end is the supervisor's. Loop thread.
 */
#ifndef WORK_CHILD_H
#define WORK_CHILD_H

#include "base/err.h"
#include "work/frame.h"

#include <stdbool.h>
#include <sys/types.h>
#include <uv.h>

struct child;

struct child_handlers {
	/* One frame, valid during the call. 0, or a negative code where it makes no sense: the child is then killed. */
	int (*frame)(void *arg, struct frame *f);
	/* Called once: the process has ended and all that it sent was handed over. The child frees itself afterwards. `nonsense`: it was killed
	 * because its frames made no sense. */
	void (*gone)(void *arg, int status, int signal, bool nonsense);
	void *arg;
};

/* `exe` (NULL: our own binary) is started with `argv`, the socket as fd 3, standard error as ours, standard output too. */
int child_start(struct child **out, uv_loop_t *loop, const char *exe, char **argv, const struct child_handlers *handlers, struct err *err)
    __attribute__((warn_unused_result));

/* Sends a copy. What cannot be sent is dropped: then the child has gone or is about to. */
void child_send(struct child *c, const void *bytes, size_t n);

void child_mute(struct child *c);    /* no more frames are handed over; `gone` still is */
void child_hang_up(struct child *c); /* closes our end of the socket: the child sees the end of its input; mute it first */
void child_kill(struct child *c);    /* SIGKILL; `gone` follows */
pid_t child_pid(const struct child *c);

#endif
