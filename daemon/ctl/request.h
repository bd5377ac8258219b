/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * request: what a command is given, and how it answers: at once, or later through a slot.
 */
#ifndef CTL_REQUEST_H
#define CTL_REQUEST_H

#include "base/buf.h"
#include "base/words.h"
#include "core/core.h"

#include <stdbool.h>
#include <stddef.h>

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

/* The status line: the number of lines added, and a text. Exactly one of these per request. Inside of a batch (batch.h) nothing is sent. */
void request_reply(struct request *rq, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void request_error(struct request *rq, const struct err *err);
void request_no_memory(struct request *rq);
/* Answer later. NULL: no memory, the request was answered with that. */
struct slot *request_defer(struct request *rq);

/* The answer to a deferred request; frees the slot. `lines` may be NULL; n_lines of them. Safe after the client has gone. */
void slot_reply(struct slot *slot, const struct buf *lines, size_t n_lines, const char *text);
void slot_error(struct slot *slot, const struct err *err);
void slot_constant(struct slot *slot, const char *line); /* a status line with its LF that is never freed */

#endif
