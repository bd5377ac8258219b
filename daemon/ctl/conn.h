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

#include "ctl/server.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct batch;
struct conn;

/* The next `n` bytes of this client are not lines but a body: handed to `chunk` piece by piece (valid during the call), the next after
 * conn_body_more, which is due after the last one too. `gone`: the client went before it had sent all; nothing more is to be called then. With n 0 nothing is called. */
typedef void conn_body_fn(void *arg, const char *bytes, size_t n);
void conn_body(struct conn *c, uint64_t n, conn_body_fn *chunk, void (*gone)(void *arg), void *arg);
void conn_body_more(struct conn *c);
void conn_body_skip(struct conn *c, uint64_t n); /* a body that nobody wants */

/* This client wants the changes of series matching `glob`. */
int conn_watch(struct conn *c, const char *glob);
/* From the next line on replies are not sent: `b`, which is the connection's from now on, hears of those that say that a command failed. */
void conn_batch_begin(struct conn *c, struct batch *b);
bool conn_in_batch(const struct conn *c);
/* Replies are sent again. The batch, now the caller's; NULL where none was begun. No reply may be outstanding. */
struct batch *conn_batch_end(struct conn *c);
/* Closes when all replies are out. */
void conn_quit(struct conn *c);
/* The same, but a watch is told first what is still to be told. */
void conn_finish(struct conn *c);

/* For server.c. */
struct conn *conn_create(struct server *s, struct core *core, uv_loop_t *loop);
uv_stream_t *conn_stream(struct conn *c);
void conn_start(struct conn *c);
void conn_refuse(struct conn *c, const char *line); /* sends a line and closes */
void conn_close(struct conn *c);                    /* at once */
bool conn_is_idle(const struct conn *c, uint64_t now_ms, uint64_t idle_ms);
void conn_turn(struct conn *c); /* once a loop turn for a conn marked dirty: work, flush, close */

/* Called by conn.c. */
void server_dirty(struct server *s, struct conn *c);
void server_forget(struct server *s, struct conn *c);
struct buf *server_spare(struct server *s);  /* whose memory the lines of the next reply may take */
struct pool *server_slots(struct server *s); /* where slots come from */
struct watches *server_watches(struct server *s);

#endif
