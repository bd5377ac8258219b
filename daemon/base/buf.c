/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/buf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){.max = max};
}

void buf_fini(struct buf *b)
{
	free(b->data);
	*b = (struct buf){.max = b->max};
}

static size_t grown(size_t cap, size_t need, size_t max)
{
	size_t want = cap < 256 ? 256 : cap;
	while (want < need && want <= max / 2)
		want *= 2;
	return want < need || want > max ? max : want;
}

char *buf_more_room(struct buf *b, size_t n)
{
	if (n > b->max || b->len > b->max - n)
		return NULL;
	if (b->data && b->len + n <= b->cap) {
		memmove(b->data, b->data + b->off, b->len);
		b->off = 0;
		return b->data + b->len;
	}
	size_t cap = grown(b->cap, b->len + n, b->max);
	char *data = malloc(cap);
	if (!data)
		return NULL;
	if (b->data && b->len)
		memcpy(data, b->data + b->off, b->len);
	free(b->data);
	b->data = data;
	b->cap = cap;
	b->off = 0;
	return data + b->len;
}

int buf_add(struct buf *b, const void *bytes, size_t n)
{
	char *room = buf_room(b, n);
	if (!room)
		return n > b->max - b->len ? -ENOBUFS : -ENOMEM;
	if (n)
		memcpy(room, bytes, n);
	b->len += n;
	return 0;
}

int buf_addf(struct buf *b, const char *fmt, ...)
{
	char small[512];
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(small, sizeof small, fmt, ap);
	va_end(ap);
	if (n < 0)
		return -EINVAL;
	if ((size_t)n < sizeof small)
		return buf_add(b, small, (size_t)n);

	/* Not straight into the room: vsnprintf ends with a NUL, for which there may be none. */
	char *large;
	va_start(ap, fmt);
	n = vasprintf(&large, fmt, ap);
	va_end(ap);
	if (n < 0)
		return -ENOMEM;
	int rc = buf_add(b, large, (size_t)n);
	free(large);
	return rc;
}

void buf_take(struct buf *b, size_t n)
{
	b->off += n;
	b->len -= n;
	if (b->len == 0)
		b->off = 0;
}

void buf_clear(struct buf *b)
{
	b->off = b->len = 0;
}
