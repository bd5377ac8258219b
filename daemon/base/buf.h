/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * buf: bytes that grow at the end and are taken from the front. No buffer without a maximum: an append that would pass
 * `max` fails as a whole with -ENOBUFS and leaves the content as it was. Not shared between threads.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

struct buf {
	char *data; /* owned; data[off .. off+len) is the content */
	size_t off, len, cap;
	size_t max;
};

void buf_init(struct buf *b, size_t max);
void buf_fini(struct buf *b);

static inline const char *buf_bytes(const struct buf *b)
{
	return b->data + b->off;
}

char *buf_more_room(struct buf *b, size_t n); /* for buf_room */

/* Room for at least `n` more bytes behind the content: a pointer to it, or NULL (cap or memory). Then buf_commit what was written. */
static inline char *buf_room(struct buf *b, size_t n)
{
	if (b->data && n <= b->cap - b->off - b->len && n <= b->max && b->len <= b->max - n)
		return b->data + b->off + b->len;
	return buf_more_room(b, n);
}

static inline void buf_commit(struct buf *b, size_t n)
{
	b->len += n;
}

int buf_add(struct buf *b, const void *bytes, size_t n) __attribute__((warn_unused_result)); /* 0, -ENOBUFS, -ENOMEM */
int buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3), warn_unused_result));
void buf_take(struct buf *b, size_t n); /* drops n bytes from the front */
void buf_clear(struct buf *b);

#endif
