/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/frame.h"

#include "base/err.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#define READ_CHUNK 65536

void frame_begin(struct frame_writer *w, struct buf *buf, uint32_t type)
{
	*w = (struct frame_writer){.buf = buf, .start = buf->len};
	frame_put_u32(w, 0);
	frame_put_u32(w, type);
}

void frame_put_bytes(struct frame_writer *w, const void *bytes, size_t n)
{
	if (w->rc)
		return;
	size_t payload = w->buf->len - w->start;
	if (!w->is_loose && n > FRAME_MAX + FRAME_HEAD - payload)
		w->rc = ERR_LIMIT;
	else
		w->rc = buf_add(w->buf, bytes, n);
	if (w->rc == -ENOBUFS)
		w->rc = ERR_LIMIT;
}

void frame_put_u8(struct frame_writer *w, uint8_t v)
{
	frame_put_bytes(w, &v, sizeof v);
}

void frame_put_u32(struct frame_writer *w, uint32_t v)
{
	frame_put_bytes(w, &v, sizeof v);
}

void frame_put_u64(struct frame_writer *w, uint64_t v)
{
	frame_put_bytes(w, &v, sizeof v);
}

void frame_put_f64(struct frame_writer *w, double v)
{
	frame_put_bytes(w, &v, sizeof v);
}

void frame_put_text(struct frame_writer *w, const char *text)
{
	size_t n = strlen(text);
	if (n > FRAME_MAX) {
		if (!w->rc)
			w->rc = ERR_LIMIT;
		return;
	}
	frame_put_u32(w, (uint32_t)n);
	frame_put_bytes(w, text, n + 1);
}

int frame_end(struct frame_writer *w)
{
	struct buf *b = w->buf;
	if (w->rc) {
		b->len = w->start;
		return w->rc;
	}
	uint32_t n = (uint32_t)(b->len - w->start - FRAME_HEAD);
	memcpy(b->data + b->off + w->start, &n, sizeof n);
	return 0;
}

int frame_peek(const struct buf *in, struct frame *f)
{
	uint32_t head[2];

	if (in->len < FRAME_HEAD)
		return 0;
	memcpy(head, buf_bytes(in), sizeof head);
	if (head[0] > FRAME_MAX)
		return ERR_DAMAGED;
	if (in->len - FRAME_HEAD < head[0])
		return 0;
	*f = (struct frame){.type = head[1], .data = buf_bytes(in) + FRAME_HEAD, .len = head[0]};
	return 1;
}

void frame_drop(struct buf *in, const struct frame *f)
{
	buf_take(in, FRAME_HEAD + f->len);
}

static void get(struct frame *f, void *out, size_t n)
{
	if (f->bad || f->len - f->at < n) {
		f->bad = true;
		memset(out, 0, n);
		return;
	}
	memcpy(out, f->data + f->at, n);
	f->at += n;
}

uint8_t frame_get_u8(struct frame *f)
{
	uint8_t v;
	get(f, &v, sizeof v);
	return v;
}

uint32_t frame_get_u32(struct frame *f)
{
	uint32_t v;
	get(f, &v, sizeof v);
	return v;
}

uint64_t frame_get_u64(struct frame *f)
{
	uint64_t v;
	get(f, &v, sizeof v);
	return v;
}

double frame_get_f64(struct frame *f)
{
	double v;
	get(f, &v, sizeof v);
	return v;
}

const char *frame_get_text(struct frame *f)
{
	size_t n = frame_get_u32(f);
	if (f->bad || f->len - f->at <= n || memchr(f->data + f->at, '\0', n + 1) != f->data + f->at + n) {
		f->bad = true;
		return "";
	}
	const char *text = f->data + f->at;
	f->at += n + 1;
	return text;
}

const char *frame_get_rest(struct frame *f, size_t *n)
{
	const char *rest = f->data + f->at;

	*n = f->bad ? 0 : f->len - f->at;
	f->at += *n;
	return rest;
}

int frame_finish(const struct frame *f)
{
	return f->bad || f->at != f->len ? ERR_DAMAGED : 0;
}

int frame_send(int fd, struct buf *out)
{
	while (out->len) {
		ssize_t n = send(fd, buf_bytes(out), out->len, MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		buf_take(out, (size_t)n);
	}
	return 0;
}

int frame_wait(int fd, struct buf *in, struct frame *f)
{
	for (;;) {
		int rc = frame_peek(in, f);
		if (rc)
			return rc;
		char *room = buf_room(in, READ_CHUNK);
		if (!room)
			return -ENOMEM;
		ssize_t n = recv(fd, room, READ_CHUNK, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : 0;
		buf_commit(in, (size_t)n);
	}
}
