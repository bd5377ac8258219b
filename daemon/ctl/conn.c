/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a connection does is decided in conn_turn, once a loop turn for every connection that something happened to: run the lines that may be run,
 * send what is ready, read on or not.
 */
#include "ctl/conn.h"

#include "base/log.h"
#include "base/utf8.h"
#include "conf/conf.h"
#include "ctl/batch.h"
#include "ctl/command.h"
#include "ctl/conn_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define OUT_HIGH (1u << 20)   /* replies that may wait for a reader before we stop reading from it */
#define OUT_WATCH (64u << 10) /* the same for changes before they wait as what they are */
#define SLOTS_MAX 4096
#define IN_KEEP 4096 /* an idle client keeps no larger buffer */

static size_t line_max(const struct conn *c)
{
	return c->core->conf->socket.line_max;
}

/* Requests ----------------------------------------------------------------------------------------------------------- */

/* A line that cannot be understood. What follows a request with a body is then not to be told from requests: no more is read. */
static void refuse_line(struct conn *c, const struct command *cmd, const struct err *err)
{
	c->minus1 = cmd && (cmd->flags & COMMAND_MINUS1);
	conn_error(c, err);
	if (cmd && (cmd->flags & COMMAND_BODY))
		conn_quit(c);
}

static int check_bytes(const char *line, size_t len, struct err *err)
{
	size_t good = utf8_prefix(line, len);

	if (memchr(line, '\0', len))
		return err_set(err, ERR_USAGE, "a NUL byte in the line");
	if (good < len)
		return err_set(err, ERR_USAGE, "byte %zu of the line is not UTF-8", good + 1);
	return 0;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The command that the line begins with, or NULL. */
static const struct command *command_at(const char *line, size_t len)
{
	size_t n = 0;

	for (; len && is_blank(*line); len--)
		line++;
	while (n < len && !is_blank(line[n]))
		n++;
	return command_find(line, n);
}

/* Whether the line asks for something: only then is it answered, and counted in a batch. */
static bool begin_request(struct conn *c, const char *line, size_t len)
{
	while (len && is_blank(*line)) {
		line++;
		len--;
	}
	if (len && c->batch)
		batch_next(c->batch);
	return len;
}

/* Runs one line (NUL-terminated, its newline cut). Returns false where the line must wait for the slots before it. */
static bool run_line(struct conn *c, char *line, size_t len)
{
	struct err err;

	const struct command *cmd = command_at(line, len);
	if (c->n_waiting && !(cmd && (cmd->flags & COMMAND_WRITES)))
		return false;
	if (len && line[len - 1] == '\r')
		line[--len] = '\0';
	if (!begin_request(c, line, len))
		return true;
	if (check_bytes(line, len, &err)) {
		refuse_line(c, cmd, &err);
		return true;
	}
	if (c->watch && !(cmd && cmd->run == cmd_quit)) {
		err_set(&err, ERR_USAGE, "this connection watches: only QUIT is read; ask on another one");
		refuse_line(c, cmd, &err);
		return true;
	}

	/* The words are filled by command_split, and many: they are not cleared for every line. */
	struct request rq;
	rq.core = c->core;
	rq.conn = c;
	rq.n_lines = 0;
	rq.overflow = false;
	if (command_split(cmd, line, &rq.words, &err)) {
		refuse_line(c, cmd, &err);
		return true;
	}
	struct buf *spare = server_spare(c->server);
	rq.lines = *spare;
	*spare = (struct buf){0};
	buf_clear(&rq.lines);
	rq.lines.max = c->core->conf->socket.output_max;
	c->minus1 = cmd && (cmd->flags & COMMAND_MINUS1);
	command_run(cmd, &rq);
	if (rq.lines.cap > OUT_HIGH)
		buf_fini(&rq.lines);
	*spare = rq.lines;
	return true;
}

static void give_body(struct conn *c)
{
	size_t n = c->in.len < c->body_left ? c->in.len : (size_t)c->body_left;
	if (n > 65536)
		n = 65536;
	c->body_busy = true;
	c->body_left -= n;
	c->body_fn(c->body_arg, buf_bytes(&c->in), n);
	buf_take(&c->in, n);
}

/* The line at the front is longer than allowed: forget what is here, and skip to its end as it comes. */
static void skip_long_line(struct conn *c, size_t n, bool ended)
{
	struct err err;
	if (c->batch)
		batch_next(c->batch);
	err_set(&err, ERR_LIMIT, "the line is longer than %zu bytes (socket.line_max): nothing of it was taken", line_max(c));
	refuse_line(c, command_at(buf_bytes(&c->in), n), &err);
	c->skipping = !ended;
	buf_take(&c->in, n);
	c->scanned = 0;
}

static bool blocked(const struct conn *c)
{
	return c->closing || c->quitting || c->n_slots >= SLOTS_MAX || c->out.len > OUT_HIGH || c->body_busy;
}

/* A line that has to wait for the slots before it stays at the front of the input, whole. */
static void work(struct conn *c)
{
	while (!blocked(c) && c->in.len) {
		if (c->body_left) {
			give_body(c);
			continue;
		}
		char *bytes = c->in.data + c->in.off;
		char *end = memchr(bytes + c->scanned, '\n', c->in.len - c->scanned);
		size_t len = end ? (size_t)(end - bytes) : c->in.len;
		if (c->skipping) {
			c->skipping = !end;
			buf_take(&c->in, end ? len + 1 : len);
			continue;
		}
		if (len > line_max(c)) {
			skip_long_line(c, end ? len + 1 : len, end);
			continue;
		}
		if (!end) {
			c->scanned = len;
			break;
		}
		*end = '\0';
		if (!run_line(c, bytes, len)) {
			*end = '\n';
			c->scanned = 0;
			break;
		}
		c->scanned = 0;
		buf_take(&c->in, len + 1);
	}
}

/* The client will send no more. An unfinished line is never run: a PUT may have been cut in the middle of its number. */
static void finish_input(struct conn *c)
{
	if (c->eof && c->body_left && !c->in.len && !c->body_busy && c->body_gone) {
		void (*gone)(void *) = c->body_gone;
		c->body_gone = NULL;
		c->body_left = 0;
		gone(c->body_arg); /* answers the slot of its request */
	}
	if (!c->eof || blocked(c) || c->n_waiting)
		return;
	if (c->in.len && !c->skipping && !c->body_left && !c->watch) {
		struct err err;
		err_set(&err, ERR_USAGE, "the last line does not end in a newline: it was not taken");
		conn_error(c, &err);
	}
	buf_clear(&c->in);
	c->quitting = true;
}

void conn_body(struct conn *c, uint64_t n, conn_body_fn *chunk, void (*gone)(void *arg), void *arg)
{
	c->body_left = n;
	c->body_fn = chunk;
	c->body_gone = n ? gone : NULL;
	c->body_arg = arg;
}

void conn_body_more(struct conn *c)
{
	c->body_busy = false;
	if (c->body_left == 0)
		c->body_gone = NULL;
	server_dirty(c->server, c);
}

static void swallow(void *arg, const char *bytes, size_t n)
{
	(void)bytes;
	(void)n;
	conn_body_more(arg);
}

void conn_body_skip(struct conn *c, uint64_t n)
{
	conn_body(c, n, swallow, NULL, c);
}

void conn_batch_begin(struct conn *c, struct batch *b)
{
	c->batch = b;
}

bool conn_in_batch(const struct conn *c)
{
	return c->batch;
}

struct batch *conn_batch_end(struct conn *c)
{
	struct batch *b = c->batch;
	c->batch = NULL;
	return b;
}

void conn_quit(struct conn *c)
{
	c->quitting = true;
}

void conn_finish(struct conn *c)
{
	c->finishing = c->watch;
	c->quitting = c->quitting || !c->watch;
}

int conn_watch(struct conn *c, const char *glob)
{
	return watch_create(&c->watch, server_watches(c->server), glob, c);
}

/* Whether the reader has room for more. */
static bool can_tell(const struct conn *c)
{
	return c->watch && !c->quitting && !c->n_slots && c->out.len + c->flight.len < OUT_WATCH;
}

static void tell_changes(struct conn *c)
{
	if (can_tell(c) && watch_tell(c->watch, &c->out, OUT_WATCH - c->flight.len))
		c->broken = true;
	if (c->finishing && !watch_pending(c->watch))
		c->quitting = true;
}

/* Input, output, life ------------------------------------------------------------------------------------------------- */

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
	static char shared[65536]; /* the loop reads one client at a time */
	(void)handle;
	(void)suggested;
	*buf = uv_buf_init(shared, sizeof shared);
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct conn *c = stream->data;

	if (n == 0)
		return;
	if (n < 0 && n != UV_EOF) {
		conn_close(c);
		return;
	}
	c->active_ms = uv_now(stream->loop);
	if (n == UV_EOF) {
		c->eof = true;
		uv_read_stop(stream);
		c->reading = false;
	} else if (buf_add(&c->in, buf->base, (size_t)n)) {
		c->broken = true;
	}
	conn_turn(c);
}

static void on_written(uv_write_t *req, int status)
{
	struct conn *c = req->data;

	c->writing = false;
	c->active_ms = uv_now(c->pipe.loop);
	buf_clear(&c->flight);
	if (c->flight.cap > OUT_HIGH)
		buf_fini(&c->flight);
	if (c->closing)
		return;
	if (status < 0) {
		conn_close(c);
		return;
	}
	server_dirty(c->server, c);
}

static void flush(struct conn *c)
{
	if (c->writing || c->closing || c->out.len == 0)
		return;
	uv_buf_t piece = uv_buf_init((char *)buf_bytes(&c->out), (unsigned)(c->out.len > INT32_MAX ? INT32_MAX : c->out.len));
	int n = uv_try_write(conn_stream(c), &piece, 1);
	if (n > 0) {
		c->active_ms = uv_now(c->pipe.loop);
		buf_take(&c->out, (size_t)n);
	} else if (n < 0 && n != UV_EAGAIN) {
		conn_close(c);
		return;
	}
	if (c->out.len == 0) {
		if (c->out.cap > OUT_HIGH)
			buf_fini(&c->out);
		return;
	}
	struct buf swap = c->flight;
	c->flight = c->out;
	c->out = swap;
	piece = uv_buf_init((char *)buf_bytes(&c->flight), (unsigned)(c->flight.len > INT32_MAX ? INT32_MAX : c->flight.len));
	c->write.data = c;
	if (uv_write(&c->write, conn_stream(c), &piece, 1, on_written))
		conn_close(c);
	else
		c->writing = true;
}

static void set_reading(struct conn *c)
{
	bool want = !c->eof && !c->closing && !c->quitting && (!blocked(c) || c->in.len < line_max(c));
	if (c->n_waiting && c->in.len > line_max(c))
		want = false;
	if (want == c->reading)
		return;
	if (!want)
		uv_read_stop(conn_stream(c));
	else if (uv_read_start(conn_stream(c), on_alloc, on_read)) {
		conn_close(c);
		return;
	}
	c->reading = want;
}

void conn_turn(struct conn *c)
{
	if (c->closing)
		return;
	work(c);
	finish_input(c);
	tell_changes(c);
	if (c->broken) {
		log_warning("client dropped: out of memory for its replies");
		conn_close(c);
		return;
	}
	bool stopped = blocked(c);
	flush(c);
	if (c->closing)
		return;
	if ((stopped && !blocked(c)) || (can_tell(c) && watch_ready(c->watch) && !c->writing))
		server_dirty(c->server, c); /* the socket took it all at once: no on_written will come */
	if (c->quitting && !c->n_slots && !c->out.len && !c->writing) {
		conn_close(c);
		return;
	}
	if (c->in.len == 0 && c->in.cap > IN_KEEP)
		buf_fini(&c->in);
	set_reading(c);
}

static void conn_free(struct conn *c)
{
	buf_fini(&c->in);
	buf_fini(&c->out);
	buf_fini(&c->flight);
	batch_destroy(c->batch);
	while (c->first) {
		struct slot *slot = c->first;
		c->first = slot->next;
		buf_fini(&slot->text);
		pool_give(server_slots(c->server), slot);
	}
	free(c);
}

static void on_closed(uv_handle_t *handle)
{
	struct conn *c = handle->data;
	c->closed = true;
	server_forget(c->server, c);
}

void conn_close(struct conn *c)
{
	if (c->closing)
		return;
	c->closing = true;
	watch_destroy(c->watch);
	c->watch = NULL;
	if (c->body_gone) {
		void (*gone)(void *) = c->body_gone;
		c->body_gone = NULL;
		gone(c->body_arg);
	}
	uv_close((uv_handle_t *)&c->pipe, on_closed);
	server_dirty(c->server, c);
}

bool conn_reap(struct conn *c)
{
	if (!c->closed || c->n_waiting)
		return false;
	conn_free(c);
	return true;
}

struct conn *conn_create(struct server *s, struct core *core, uv_loop_t *loop)
{
	struct conn *c = calloc(1, sizeof *c);
	if (!c)
		return NULL;
	c->server = s;
	c->core = core;
	buf_init(&c->in, SIZE_MAX / 2); /* bounded by set_reading: a line and a read more */
	buf_init(&c->out, SIZE_MAX / 2);
	buf_init(&c->flight, SIZE_MAX / 2);
	uv_pipe_init(loop, &c->pipe, 0);
	c->pipe.data = c;
	c->active_ms = uv_now(loop);
	return c;
}

uv_stream_t *conn_stream(struct conn *c)
{
	return (uv_stream_t *)&c->pipe;
}

void conn_start(struct conn *c)
{
	set_reading(c);
}

void conn_refuse(struct conn *c, const char *line)
{
	if (buf_addf(&c->out, "%s\n", line))
		c->broken = true;
	c->quitting = true;
	server_dirty(c->server, c);
}

bool conn_is_idle(const struct conn *c, uint64_t now_ms, uint64_t idle_ms)
{
	/* While we owe a reply it is not the client that is silent, unless it owes us the rest of a body. */
	bool waits_for_us = c->n_slots && !(c->body_left && !c->body_busy);
	return !c->watch && !waits_for_us && now_ms - c->active_ms > idle_ms;
}
