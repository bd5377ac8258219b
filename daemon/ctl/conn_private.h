/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * conn_private: what conn.c, request.c and server.c know of a connection and no command does.
 */
#ifndef CTL_CONN_PRIVATE_H
#define CTL_CONN_PRIVATE_H

#include "base/pool.h"
#include "ctl/conn.h"
#include "ctl/watch.h"

struct slot {
	struct slot *next;
	struct conn *conn;
	struct buf text;      /* owned: the reply, once ready; of a command in a batch the line of its failure, or nothing */
	uint64_t command;     /* its number in the batch of the connection, 0 outside of one */
	const char *constant; /* the reply where it is one of ours that never change; not owned */
	bool minus1;          /* as the connection's, when the slot was made */
	bool ready;
};

struct conn {
	struct conn *prev, *next; /* the server's list */
	struct conn *next_dirty;
	bool dirty;
	struct server *server;
	struct core *core;
	uv_pipe_t pipe;
	uv_write_t write;
	struct buf in;
	struct buf out;    /* replies not yet given to libuv */
	struct buf flight; /* replies libuv is writing */
	size_t scanned;    /* bytes of `in` known to hold no newline */
	struct slot *first, *last;
	size_t n_slots;   /* in the queue */
	size_t n_waiting; /* of them, deferred and not answered yet: somebody holds a pointer */
	uint64_t body_left;
	conn_body_fn *body_fn;
	void (*body_gone)(void *arg);
	void *body_arg;
	struct batch *batch; /* owned; NULL outside of one */
	struct watch *watch; /* owned, or NULL */
	uint64_t active_ms;
	bool reading, writing, eof, skipping, body_busy, quitting, broken;
	bool minus1;    /* COMMAND_MINUS1 of the command that is run or refused */
	bool finishing; /* quits when its watch has been told all */
	bool closing;   /* uv_close was called */
	bool closed;    /* and has called back */
};

/* An error to a line that never became a request. */
void conn_error(struct conn *c, const struct err *err);

/* Frees a closed connection that nobody waits for any more; false while somebody does. */
bool conn_reap(struct conn *c);

#endif
