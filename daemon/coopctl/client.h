/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * client: a connection to coopd's socket (PROTOCOL.md beside daemon/ctl): lines out, status lines and lines in.
 *
 * Functions return 0 or a negative code with its sentence in `err`. A request that coopd refused with status -N is CLIENT_REFUSED(N).
 * Every text that comes from coopd has gone through text_clean, unless `raw` was set.
 */
#ifndef COOPCTL_CLIENT_H
#define COOPCTL_CLIENT_H

#include "base/buf.h"
#include "base/err.h"
#include "base/words.h"

#include <stdbool.h>
#include <stdint.h>

#define CLIENT_REQUEST_MAX 65536
#define CLIENT_LINE_MAX (1 << 20) /* of a reply; a longer line is a broken reply */

#define CLIENT_REFUSED(status) (-2000 - (status))
#define CLIENT_BROKEN (-1999) /* what came is not a reply */
#define CLIENT_CLOSED (-1998) /* coopd has gone away in the middle */

struct client {
	int fd;
	const char *path; /* not owned */
	struct buf in;
	size_t taken;     /* bytes of `in` that the line handed out last still occupies */
	bool raw;         /* texts are given as coopd sent them: for files, never for a terminal */
	bool cannot_send; /* the other side has closed; what it said before may still be read */
};

int client_open(struct client *c, const char *path, struct err *err) __attribute__((warn_unused_result));
void client_close(struct client *c); /* also after a failed open */

/* Sends everything. Where the other side has closed it is success: the reason is in the reply that it left behind, or in its absence. */
int client_send(struct client *c, const void *bytes, size_t n, struct err *err) __attribute__((warn_unused_result));

/* Sends one line, formatted; the newline is added. */
int client_sendf(struct client *c, struct err *err, const char *fmt, ...) __attribute__((format(printf, 3, 4), warn_unused_result));

/* The next line, NUL-terminated, without its end; valid and writable until the next call. */
int client_line(struct client *c, char **line, struct err *err) __attribute__((warn_unused_result));

/* The next line, cut into words. */
int client_words(struct client *c, struct words *w, struct err *err) __attribute__((warn_unused_result));

/* The next status line: how many lines follow, and its text (valid until the next call; may be NULL where it is not wanted). */
int client_status(struct client *c, int64_t *n_lines, char **text, struct err *err) __attribute__((warn_unused_result));

/* Reads over a reply's remaining `n` lines. */
int client_skip(struct client *c, int64_t n, struct err *err) __attribute__((warn_unused_result));

/* Whether something can be read within `timeout_ms`; the end of the connection counts as something. */
bool client_readable(const struct client *c, int timeout_ms);

/* The exit code (sysexits.h) that says the same as a negative code of this program. */
int client_exit_code(int code);

#endif
