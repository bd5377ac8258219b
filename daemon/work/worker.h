/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * worker: what the child process does all its life: reads a job, does it, answers. It blocks, it may crash, it may be killed at any time:
 * nothing that it holds is the only copy of anything.
 */
#ifndef WORK_WORKER_H
#define WORK_WORKER_H

/* `fd`: the socket to the core. `plugin_paths`: NULL-terminated (argv + 2 of "coopd --worker path …"); a plugin that is refused is left out,
 * for the core has told of it. Returns the exit code: 0 at the end of input. */
int worker_main(int fd, char *const plugin_paths[]);

#endif
