/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STEP_A 31557600 /* seconds of a row of yearly figures */

/* A line being written. There is always room: names and folders are bounded, and room for WORK_REQUEST_MAX was asked for. */
static char *put(char *at, const char *bytes, size_t n)
{
	memcpy(at, bytes, n);
	return at + n;
}

#define PUT_TEXT(at, text) put((at), (text), sizeof(text) - 1)

/* snprintf would be the dearest thing that the generator does. */
static char *put_number(char *at, int64_t v)
{
	char digits[24];
	size_t n = sizeof digits;
	uint64_t rest = v < 0 ? -(uint64_t)v : (uint64_t)v;

	do
		digits[--n] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (v < 0)
		digits[--n] = '-';
	return put(at, digits + n, sizeof digits - n);
}

static const struct name *name_of(const struct work *w, uint64_t seq)
{
	return &w->names->name[seq % w->names->n];
}

static int64_t lap_of(const struct work *w, uint64_t seq)
{
	return (int64_t)(seq / w->names->n % w->laps);
}

static int64_t value_of(uint64_t seq)
{
	return 100001 + 10 * (int64_t)(seq % 99991);
}

static char *put_name(char *at, const struct work *w, uint64_t seq)
{
	const struct name *name = name_of(w, seq);
	return put(at, name->text, name->len);
}

static char *put_path(char *at, const struct work *w, uint64_t seq)
{
	at = put(at, w->dir, strlen(w->dir));
	at = PUT_TEXT(at, "/");
	at = put_name(at, w, seq);
	return PUT_TEXT(at, "-A.rrd");
}

static char *put_timed(char *at, const struct work *w, uint64_t seq)
{
	at = put_number(at, w->first_time + lap_of(w, seq) * w->time_step);
	at = PUT_TEXT(at, ":");
	return put_number(at, value_of(seq));
}

static int done(struct buf *out, const char *room, char *at)
{
	*at++ = '\n';
	buf_commit(out, (size_t)(at - room));
	return 0;
}

/* Begins a function that writes one line; `at` is where it goes on. */
#define LINE(out, word)                                                                                                                    \
	char *const room = buf_room((out), WORK_REQUEST_MAX);                                                                              \
	if (!room)                                                                                                                         \
		return -ENOBUFS;                                                                                                           \
	char *at = PUT_TEXT(room, word)

static int write_put(const struct work *w, uint64_t seq, struct buf *out)
{
	LINE(out, "PUT ");
	at = put_name(at, w, seq);
	at = PUT_TEXT(at, " ");
	at = put_number(at, w->first_year + lap_of(w, seq));
	at = PUT_TEXT(at, " ");
	at = put_number(at, value_of(seq));
	return done(out, room, at);
}

static int write_putval(const struct work *w, uint64_t seq, struct buf *out)
{
	LINE(out, "PUTVAL ");
	at = put_name(at, w, seq);
	at = PUT_TEXT(at, "-A ");
	return done(out, room, put_timed(at, w, seq));
}

static int write_update(const struct work *w, uint64_t seq, struct buf *out)
{
	LINE(out, "UPDATE ");
	at = put_path(at, w, seq);
	at = PUT_TEXT(at, " ");
	return done(out, room, put_timed(at, w, seq));
}

static int write_get(const struct work *w, uint64_t seq, struct buf *out)
{
	LINE(out, "GET ");
	at = put_name(at, w, seq);
	at = PUT_TEXT(at, " ");
	return done(out, room, put_number(at, w->first_year + lap_of(w, seq)));
}

static int write_history(const struct work *w, uint64_t seq, struct buf *out)
{
	LINE(out, "GET ");
	at = put_name(at, w, seq);
	return done(out, room, PUT_TEXT(at, "-A"));
}

static int write_getval(const struct work *w, uint64_t seq, struct buf *out)
{
	LINE(out, "GETVAL ");
	at = put_name(at, w, seq);
	return done(out, room, PUT_TEXT(at, "-A"));
}

/* The rows of `rows` years that end with 1970 + rows. */
static int write_fetch(const struct work *w, uint64_t seq, struct buf *out)
{
	LINE(out, "FETCH ");
	at = put_path(at, w, seq);
	at = PUT_TEXT(at, " AVERAGE ");
	at = put_number(at, STEP_A);
	at = PUT_TEXT(at, " ");
	at = put_number(at, (int64_t)(w->rows + 1) * STEP_A - 1);
	return done(out, room, PUT_TEXT(at, " value"));
}

static int write_pending(const struct work *w, uint64_t seq, struct buf *out)
{
	LINE(out, "PENDING ");
	return done(out, room, put_path(at, w, seq));
}

static int write_echo(const struct work *w, uint64_t seq, struct buf *out)
{
	LINE(out, "ECHO ");
	at = put_number(at, w->rows);
	at = PUT_TEXT(at, " ");
	return done(out, room, put_name(at, w, seq));
}

#define WHOLE_LINE(function, text)                                                                                                         \
	static int function(const struct work *w, uint64_t seq, struct buf *out)                                                           \
	{                                                                                                                                  \
		(void)w;                                                                                                                   \
		(void)seq;                                                                                                                 \
		return buf_add(out, text "\n", sizeof(text));                                                                              \
	}
WHOLE_LINE(write_listval, "LISTVAL")
WHOLE_LINE(write_series, "SERIES *")
WHOLE_LINE(write_list, "LIST RECURSIVE /")
WHOLE_LINE(write_status, "STATUS")

/* Whether the number at `text` is the value of `seq`, in the seven digits that collectd prints. */
static bool is_value(const char *text, size_t n, uint64_t seq)
{
	char copy[64];

	if (n >= sizeof copy)
		n = sizeof copy - 1;
	memcpy(copy, text, n);
	copy[n] = '\0';
	return fabs(strtod(copy, NULL) - (double)value_of(seq)) < 0.5;
}

/* "1964 100001 low=…" */
static bool get_proves(const struct work *w, uint64_t seq, const char *line, size_t n)
{
	(void)w;
	const char *blank = memchr(line, ' ', n);
	return blank && is_value(blank + 1, n - (size_t)(blank + 1 - line), seq);
}

/* "value=1.000010e+05" */
static bool getval_proves(const struct work *w, uint64_t seq, const char *line, size_t n)
{
	(void)w;
	const char *equals = memchr(line, '=', n);
	return equals && is_value(equals + 1, n - (size_t)(equals + 1 - line), seq);
}

/* "2000000000:100001" */
static bool pending_proves(const struct work *w, uint64_t seq, const char *line, size_t n)
{
	char wanted[64], *end = put_timed(wanted, w, seq);
	return n == (size_t)(end - wanted) && memcmp(line, wanted, n) == 0;
}

const struct work_mode work_modes[] = {
    {"put", 1, false, false, write_put, NULL, "PUT series period value"},
    {"putval", 1, false, false, write_putval, NULL, "PUTVAL identifier time:value"},
    {"update", 1, false, false, write_update, NULL, "UPDATE path time:value"},
    {"batch", 2, true, true, write_update, NULL, "BATCH of UPDATE lines"},
    {"get", 1, false, false, write_get, get_proves, "GET series period: one figure"},
    {"history", 1, false, false, write_history, NULL, "GET series: all its yearly figures"},
    {"getval", 1, false, false, write_getval, getval_proves, "GETVAL identifier: the newest figure"},
    {"fetch", 1, false, false, write_fetch, NULL, "FETCH path AVERAGE of --rows years"},
    {"pending", 1, false, false, write_pending, pending_proves, "PENDING path: what rrdcached has not written yet"},
    {"listval", 1, false, false, write_listval, NULL, "LISTVAL"},
    {"list", 1, false, false, write_list, NULL, "LIST RECURSIVE /"},
    {"series", 1, false, false, write_series, NULL, "SERIES *"},
    {"status", 1, false, false, write_status, NULL, "STATUS"},
    {"echo", 1, false, false, write_echo, NULL, "a line for the echo server, answered by --rows rows"},
    {0},
};

const struct work_mode *work_find(const char *name)
{
	for (const struct work_mode *m = work_modes; m->name; m++)
		if (strcmp(m->name, name) == 0)
			return m;
	return NULL;
}

int work_write(const struct work *w, uint64_t op, struct buf *out)
{
	const uint32_t n = work_size(w);
	int rc = w->mode->batched ? buf_add(out, "BATCH\n", 6) : 0;

	for (uint32_t i = 0; i < n && !rc; i++)
		rc = w->mode->write(w, op * n + i, out);
	if (w->mode->batched && !rc)
		rc = buf_add(out, ".\n", 2);
	return rc;
}
