/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * conn: one client: bytes in, lines cut, requests run in order, replies out in the order of their requests.
 *
 * A request is answered at once, or later through a slot. Slots stand in a queue, so a PUT that waits for the disk does not stop
 * the PUTs behind it from joining the same commit, and still the replies keep their order. A request that reads waits until
 * the queue is empty: each request sees all that its connection did before it.
 *
 * Reading stops while more than OUT_HIGH bytes of replies wait for a slow reader or SLOTS_MAX replies are outstanding: a
 * client can fill its own buffers, never ours.
 */
#ifndef CTL_CONN_H
#define CTL_CONN_H

#include "base/buf.h"
#include "base/words.h"
#include "ctl/server.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct conn;
struct slot; /* a reply that is still to come */

/* One request as a command sees it. Valid during the call only. */
struct request {
	struct core *core;
	struct conn *conn;
	struct words words; /* word[0] is the command */
	struct buf lines;   /* the lines of the reply, each ended by LF */
	size_t n_lines;
	bool overflow; /* a line did not fit under output_max */
};

/* Adds one line to the reply (without its LF). */
void request_line(struct request *rq, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* For lines put together in rq->lines piece by piece: ends the line; `rc`: whether any of the buf_* failed. */
void request_line_end(struct request *rq, int rc);

/* The status line: the number of lines added, and a text. Exactly one of these per request. */
void request_reply(struct request *rq, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void request_error(struct request *rq, const struct err *err);
void request_no_memory(struct request *rq);
/* Answer later; with `hold`, nothing more is read from this client until then. NULL: no memory, the request was answered with that. */
struct slot *request_defer(struct request *rq, bool hold);

/* The answer to a deferred request; frees the slot. `lines` may be NULL; n_lines of them. Safe after the client has gone. */
void slot_reply(struct slot *slot, const struct buf *lines, size_t n_lines, const char *text);
void slot_error(struct slot *slot, const struct err *err);

/* The next `n` bytes of this client are not lines but a body: handed to `chunk` piece by piece (valid during the call), the next after
 * conn_body_more, which is due after the last one too. `gone`: the client went before it had sent all; nothing more is to be called then. The
 * request must have been deferred without `hold`. With n 0 nothing is called. */
typedef void conn_body_fn(void *arg, const char *bytes, size_t n);
void conn_body(struct conn *c, uint64_t n, conn_body_fn *chunk, void (*gone)(void *arg), void *arg);
void conn_body_more(struct conn *c);
void conn_body_skip(struct conn *c, uint64_t n); /* a body that nobody wants */

/* This client wants the changes of series matching `glob`. */
int conn_watch(struct conn *c, const char *glob);
/* Closes when all replies are out. */
void conn_quit(struct conn *c);

/* For server.c. */
struct conn *conn_create(struct server *s, struct core *core, uv_loop_t *loop);
uv_stream_t *conn_stream(struct conn *c);
void conn_start(struct conn *c);
void conn_refuse(struct conn *c, const char *line); /* sends a line and closes */
void conn_close(struct conn *c);                    /* at once */
bool conn_is_idle(const struct conn *c, uint64_t now_ms, uint64_t idle_ms);
void conn_turn(struct conn *c); /* once a loop turn for a conn marked dirty: work, flush, close */
void conn_changed(struct conn *c, const char *series, const char *line);

/* Called by conn.c. */
void server_dirty(struct server *s, struct conn *c);
void server_forget(struct server *s, struct conn *c);
void server_watching(struct server *s, int more); /* one more or fewer of them watches */

#endif
