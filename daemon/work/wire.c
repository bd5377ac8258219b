/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/wire.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define POINT_BYTES 33

int wire_put_hello(struct buf *out)
{
	struct frame_writer w;
	frame_begin(&w, out, WIRE_HELLO);
	return frame_end(&w);
}

int wire_put_rrd(struct buf *out, uint64_t job, const struct rrdfile_request *r)
{
	struct frame_writer w;

	if (r->n_points > FRAME_MAX / POINT_BYTES)
		return ERR_LIMIT;
	frame_begin(&w, out, WIRE_RRD);
	frame_put_u64(&w, job);
	frame_put_text(&w, r->path);
	frame_put_u8(&w, (uint8_t)r->freq);
	frame_put_u32(&w, r->rows);
	frame_put_u32(&w, (uint32_t)r->n_points);
	for (size_t i = 0; i < r->n_points; i++) {
		frame_put_u64(&w, (uint64_t)r->points[i].row_end);
		frame_put_f64(&w, r->points[i].value);
		frame_put_f64(&w, r->points[i].low);
		frame_put_f64(&w, r->points[i].high);
		frame_put_u8(&w, r->points[i].derived);
	}
	return frame_end(&w);
}

int wire_get_rrd(struct frame *f, uint64_t *job, struct rrdfile_request *r, struct rrdfile_point **points)
{
	*points = NULL;
	*job = frame_get_u64(f);
	r->path = frame_get_text(f);
	r->freq = (char)frame_get_u8(f);
	r->rows = frame_get_u32(f);
	r->n_points = frame_get_u32(f);
	if (f->bad || (f->len - f->at) / POINT_BYTES < r->n_points)
		return ERR_DAMAGED;
	struct rrdfile_point *p = calloc(r->n_points + 1, sizeof *p);
	if (!p)
		return -ENOMEM;
	for (size_t i = 0; i < r->n_points; i++) {
		p[i].row_end = (int64_t)frame_get_u64(f);
		p[i].value = frame_get_f64(f);
		p[i].low = frame_get_f64(f);
		p[i].high = frame_get_f64(f);
		p[i].derived = frame_get_u8(f) != 0;
	}
	r->points = *points = p;
	return frame_finish(f);
}

static void put_err(struct frame_writer *w, const struct err *e)
{
	frame_put_u32(w, (uint32_t)e->code);
	frame_put_text(w, e->code ? e->text : "");
}

static void get_err(struct frame *f, struct err *e)
{
	e->code = (int)frame_get_u32(f);
	snprintf(e->text, sizeof e->text, "%s", frame_get_text(f));
}

int wire_put_rrd_done(struct buf *out, uint64_t job, enum rrdfile_outcome outcome, const struct err *e)
{
	struct frame_writer w;
	frame_begin(&w, out, WIRE_RRD_DONE);
	frame_put_u64(&w, job);
	frame_put_u8(&w, (uint8_t)outcome);
	put_err(&w, e);
	return frame_end(&w);
}

int wire_get_rrd_done(struct frame *f, uint64_t *job, enum rrdfile_outcome *outcome, struct err *e)
{
	*job = frame_get_u64(f);
	uint8_t n = frame_get_u8(f);
	get_err(f, e);
	if (n > RRDFILE_REMOVED || e->code > 0)
		return ERR_DAMAGED;
	*outcome = (enum rrdfile_outcome)n;
	return frame_finish(f);
}

int wire_put_parse(struct buf *out, uint64_t job, const struct csvfile_order *order, const struct wire_words *words)
{
	struct frame_writer w;
	frame_begin(&w, out, WIRE_PARSE);
	frame_put_u64(&w, job);
	frame_put_text(&w, order->path);
	frame_put_text(&w, order->name);
	frame_put_text(&w, order->map ? order->map : "");
	frame_put_u8(&w, order->survey);
	frame_put_u32(&w, words ? (uint32_t)words->n : 0);
	for (size_t i = 0; words && i < words->n; i++) {
		frame_put_text(&w, words->word[i].key);
		frame_put_text(&w, words->word[i].value);
	}
	return frame_end(&w);
}

int wire_get_parse(struct frame *f, uint64_t *job, struct csvfile_order *order, struct wire_words *words)
{
	*words = (struct wire_words){0};
	*job = frame_get_u64(f);
	order->path = frame_get_text(f);
	order->name = frame_get_text(f);
	order->map = frame_get_text(f);
	order->survey = frame_get_u8(f) != 0;
	if (!*order->map)
		order->map = NULL;
	uint32_t n = frame_get_u32(f);
	if (f->bad || n > WIRE_WORDS_MAX)
		return ERR_DAMAGED;
	words->word = calloc(n + 1, sizeof *words->word);
	if (!words->word)
		return -ENOMEM;
	for (words->n = 0; words->n < n && !f->bad; words->n++)
		words->word[words->n] = (struct row_field){.key = frame_get_text(f), .value = frame_get_text(f)};
	return frame_finish(f);
}

int wire_put_credit(struct buf *out, uint64_t job, uint32_t n)
{
	struct frame_writer w;
	frame_begin(&w, out, WIRE_CREDIT);
	frame_put_u64(&w, job);
	frame_put_u32(&w, n);
	return frame_end(&w);
}

int wire_get_credit(struct frame *f, uint64_t *job, uint32_t *n)
{
	*job = frame_get_u64(f);
	*n = frame_get_u32(f);
	return frame_finish(f);
}

static int put_done(struct buf *out, enum wire_type type, uint64_t job, const struct err *e)
{
	struct frame_writer w;
	frame_begin(&w, out, type);
	frame_put_u64(&w, job);
	put_err(&w, e);
	return frame_end(&w);
}

static int get_done(struct frame *f, uint64_t *job, struct err *e)
{
	*job = frame_get_u64(f);
	get_err(f, e);
	return e->code > 0 ? ERR_DAMAGED : frame_finish(f);
}

int wire_put_parse_done(struct buf *out, uint64_t job, const struct err *e)
{
	return put_done(out, WIRE_PARSE_DONE, job, e);
}

int wire_get_parse_done(struct frame *f, uint64_t *job, struct err *e)
{
	return get_done(f, job, e);
}

int wire_put_graph_done(struct buf *out, uint64_t job, const struct err *e)
{
	return put_done(out, WIRE_GRAPH_DONE, job, e);
}

int wire_get_graph_done(struct frame *f, uint64_t *job, struct err *e)
{
	return get_done(f, job, e);
}

int wire_put_image(struct buf *out, uint64_t job, uint64_t at, const char *bytes, size_t n)
{
	struct frame_writer w;
	frame_begin(&w, out, WIRE_IMAGE);
	frame_put_u64(&w, job);
	frame_put_u64(&w, at);
	frame_put_bytes(&w, bytes, n);
	return frame_end(&w);
}

int wire_get_image(struct frame *f, uint64_t *job, uint64_t *at, const char **bytes, size_t *n)
{
	*job = frame_get_u64(f);
	*at = frame_get_u64(f);
	*bytes = frame_get_rest(f, n);
	return frame_finish(f);
}

int wire_put_row(struct buf *rows, const struct row *row)
{
	struct frame_writer w = {.buf = rows, .start = rows->len};

	frame_put_u8(&w, (uint8_t)row->kind);
	frame_put_u32(&w, row->line);
	frame_put_u8(&w, (uint8_t)row->n);
	for (size_t i = 0; i < row->n; i++) {
		frame_put_text(&w, row->field[i].key);
		frame_put_text(&w, row->field[i].value);
	}
	if (w.rc)
		rows->len = w.start;
	return w.rc;
}

int wire_put_rows(struct buf *out, uint64_t job, uint64_t first, uint64_t done, uint64_t total, uint32_t n, const struct buf *rows)
{
	struct frame_writer w;
	frame_begin(&w, out, WIRE_ROWS);
	frame_put_u64(&w, job);
	frame_put_u64(&w, first);
	frame_put_u64(&w, done);
	frame_put_u64(&w, total);
	frame_put_u32(&w, n);
	frame_put_bytes(&w, buf_bytes(rows), rows->len);
	return frame_end(&w);
}

static void get_row(struct frame *f, struct row *row)
{
	uint8_t kind = frame_get_u8(f);
	row->line = frame_get_u32(f);
	row->n = frame_get_u8(f);
	if (kind >= ROW_KINDS || row->n > ROW_FIELDS_MAX) {
		f->bad = true;
		return;
	}
	row->kind = (enum row_kind)kind;
	for (size_t i = 0; i < row->n; i++) {
		row->field[i].key = frame_get_text(f);
		row->field[i].value = frame_get_text(f);
	}
}

int wire_get_rows(struct frame *f, struct wire_batch *b)
{
	*b = (struct wire_batch){.job = frame_get_u64(f)};
	b->first = frame_get_u64(f);
	b->done = frame_get_u64(f);
	b->total = frame_get_u64(f);
	b->n = frame_get_u32(f);
	if (f->bad || b->n < 1 || b->n > WIRE_BATCH_ROWS)
		return ERR_DAMAGED;
	b->rows = calloc(b->n, sizeof *b->rows);
	if (!b->rows)
		return -ENOMEM;
	for (uint32_t i = 0; i < b->n && !f->bad; i++)
		get_row(f, &b->rows[i]);
	return frame_finish(f);
}
