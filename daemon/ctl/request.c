/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/request.h"

#include "base/num.h"
#include "base/utf8.h"
#include "ctl/batch.h"
#include "ctl/conn_private.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_TEXT_MAX 999

/* A number and a text. A text is one line whatever went into it, and the oldest clients read at most 1023 bytes of it. */
static void put_line(struct conn *c, struct buf *out, int64_t number, const char *text)
{
	size_t len = strnlen(text, LINE_TEXT_MAX), at = 0;
	char *line = buf_room(out, NUM_WHOLE_MAX + len + 3); /* a sign, a blank, the end */

	if (!line) {
		c->broken = true;
		return;
	}
	if (number < 0)
		line[at++] = '-';
	at += num_put_whole(number < 0 ? -(uint64_t)number : (uint64_t)number, line + at);
	line[at++] = ' ';
	char *said = memcpy(line + at, text, len);
	/* Names that an error repeats may have been cut inside a character. */
	for (size_t good = utf8_prefix(said, len); good < len; good += utf8_prefix(said + good, len - good))
		said[good] = '?';
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)said[i] < 0x20 || said[i] == 0x7f)
			said[i] = ' ';
	said[len] = '\n';
	buf_commit(out, at + len + 1);
}

/* `lines` of a negative status is NULL. */
static void put_reply(struct conn *c, struct buf *out, int64_t status, const char *text, const struct buf *lines)
{
	put_line(c, out, status, text);
	if (lines && lines->len && buf_add(out, buf_bytes(lines), lines->len))
		c->broken = true;
}

static struct slot *slot_create(struct conn *c)
{
	struct slot *slot = pool_take(server_slots(c->server));
	if (!slot)
		return NULL;
	*slot = (struct slot){.conn = c, .command = c->batch ? batch_command(c->batch) : 0, .minus1 = c->minus1};
	buf_init(&slot->text, SIZE_MAX / 2);
	if (c->last)
		c->last->next = slot;
	else
		c->first = slot;
	c->last = slot;
	c->n_slots++;
	return slot;
}

/* A batch is told of what failed and of nothing else. */
static void put_slot(struct slot *slot, int64_t status, const char *text, const struct buf *lines)
{
	if (!slot->command)
		put_reply(slot->conn, &slot->text, status, text, lines);
	else if (status < 0)
		put_line(slot->conn, &slot->text, (int64_t)slot->command, text);
}

static void pop_ready(struct conn *c)
{
	while (c->first && c->first->ready) {
		struct slot *slot = c->first;
		int rc = 0;
		c->first = slot->next;
		if (!c->first)
			c->last = NULL;
		c->n_slots--;
		if (slot->constant && !slot->command)
			rc = buf_add(&c->out, slot->constant, strlen(slot->constant));
		else if (slot->text.len && slot->command)
			rc = batch_fail(c->batch, slot->command, buf_bytes(&slot->text), slot->text.len);
		else if (slot->text.len)
			rc = buf_add(&c->out, buf_bytes(&slot->text), slot->text.len);
		if (rc)
			c->broken = true;
		buf_fini(&slot->text);
		pool_give(server_slots(c->server), slot);
	}
}

/* A reply that is ready now: straight out, or in a slot of its own where others are to come before it or a batch is to hear of it. */
static void reply_now(struct conn *c, int64_t status, const char *text, const struct buf *lines)
{
	if (!c->first && !c->batch) {
		put_reply(c, &c->out, status, text, lines);
		return;
	}
	struct slot *slot = slot_create(c);
	if (!slot) {
		c->broken = true;
		return;
	}
	put_slot(slot, status, text, lines);
	slot->ready = true;
	pop_ready(c);
}

static void slot_ready(struct slot *slot)
{
	struct conn *c = slot->conn;

	slot->ready = true;
	c->n_waiting--;
	c->active_ms = uv_now(c->pipe.loop);
	pop_ready(c);
	server_dirty(c->server, c);
}

void slot_reply(struct slot *slot, const struct buf *lines, size_t n_lines, const char *text)
{
	put_slot(slot, (int64_t)n_lines, text, n_lines ? lines : NULL);
	slot_ready(slot);
}

static int64_t error_status(bool minus1, const struct err *err)
{
	return minus1 ? -1 : -err_exit_code(err->code);
}

void slot_error(struct slot *slot, const struct err *err)
{
	put_slot(slot, error_status(slot->minus1, err), err->text, NULL);
	slot_ready(slot);
}

void slot_constant(struct slot *slot, const char *line)
{
	slot->constant = line;
	slot_ready(slot);
}

struct slot *request_defer(struct request *rq)
{
	struct conn *c = rq->conn;
	struct slot *slot = slot_create(c);
	if (!slot) {
		request_no_memory(rq);
		return NULL;
	}
	c->n_waiting++;
	return slot;
}

void request_line(struct request *rq, const char *fmt, ...)
{
	char text[2048];
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	request_line_end(rq, n < 0 || (size_t)n >= sizeof text ? -ENOBUFS : buf_add(&rq->lines, text, (size_t)n));
}

void request_line_end(struct request *rq, int rc)
{
	if (rc || buf_add(&rq->lines, "\n", 1))
		rq->overflow = true;
	rq->n_lines++;
}

void request_reply(struct request *rq, const char *fmt, ...)
{
	char text[1000];
	va_list ap;

	if (rq->overflow) {
		struct err err;
		err_set(&err, ERR_LIMIT,
		        "the reply is longer than %zu bytes (socket.output_max): ask for less at a time, with a glob or a period",
		        rq->lines.max);
		request_error(rq, &err);
		return;
	}
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	reply_now(rq->conn, (int64_t)rq->n_lines, text, rq->n_lines ? &rq->lines : NULL);
}

void conn_error(struct conn *c, const struct err *err)
{
	reply_now(c, error_status(c->minus1, err), err->text, NULL);
}

void request_error(struct request *rq, const struct err *err)
{
	conn_error(rq->conn, err);
}

void request_no_memory(struct request *rq)
{
	struct err err;
	err_set(&err, ERR_UNAVAILABLE, "out of memory; try again later");
	request_error(rq, &err);
}
