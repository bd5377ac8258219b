/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An order for a picture:
 *
 *     order  = tmp format theme width height title n panels
 *     panel  = title footer n series n notes
 *     series = label unit freq n points
 *     point  = begin end value low high basis
 *     note   = day text
 */
#include "work/wire.h"

#include <errno.h>
#include <stdlib.h>

#define POINT_BYTES 33

static void put_series(struct frame_writer *w, const struct graph_series *s)
{
	frame_put_text(w, s->label);
	frame_put_text(w, s->unit);
	frame_put_u8(w, (uint8_t)s->freq);
	frame_put_u32(w, (uint32_t)s->n_points);
	for (size_t i = 0; i < s->n_points; i++) {
		frame_put_u32(w, (uint32_t)s->points[i].begin);
		frame_put_u32(w, (uint32_t)s->points[i].end);
		frame_put_f64(w, s->points[i].value);
		frame_put_f64(w, s->points[i].low);
		frame_put_f64(w, s->points[i].high);
		frame_put_u8(w, (uint8_t)s->points[i].basis);
	}
}

static void put_panel(struct frame_writer *w, const struct graph_panel *p)
{
	frame_put_text(w, p->title);
	frame_put_text(w, p->footer);
	frame_put_u32(w, (uint32_t)p->n_series);
	for (size_t i = 0; i < p->n_series; i++)
		put_series(w, &p->series[i]);
	frame_put_u32(w, (uint32_t)p->n_notes);
	for (size_t i = 0; i < p->n_notes; i++) {
		frame_put_u32(w, (uint32_t)p->notes[i].day);
		frame_put_text(w, p->notes[i].text);
	}
}

/* What would be refused on the other side is not sent. */
static bool is_within_limits(const struct graph_request *r)
{
	if (r->n_panels > GRAPH_PANELS_MAX)
		return false;
	for (size_t i = 0; i < r->n_panels; i++) {
		const struct graph_panel *p = &r->panels[i];
		if (p->n_series > GRAPH_SERIES_MAX || p->n_notes > GRAPH_NOTES_MAX)
			return false;
		for (size_t k = 0; k < p->n_series; k++)
			if (p->series[k].n_points > GRAPH_POINTS_MAX)
				return false;
	}
	return true;
}

static int put_order(struct buf *to, const char *tmp, const struct graph_request *r)
{
	struct frame_writer w = {.buf = to, .is_loose = true};

	frame_put_text(&w, tmp);
	frame_put_u8(&w, (uint8_t)r->format);
	frame_put_u8(&w, (uint8_t)r->theme);
	frame_put_u32(&w, r->width);
	frame_put_u32(&w, r->height);
	frame_put_text(&w, r->title);
	frame_put_u32(&w, (uint32_t)r->n_panels);
	for (size_t i = 0; i < r->n_panels; i++)
		put_panel(&w, &r->panels[i]);
	return w.rc;
}

int wire_put_graph(struct buf *out, uint64_t job, const char *tmp, const struct graph_request *r)
{
	struct frame_writer w;
	struct buf order;
	size_t before = out->len;

	buf_init(&order, WIRE_GRAPH_MAX);
	int rc = is_within_limits(r) ? put_order(&order, tmp, r) : ERR_LIMIT;
	while (!rc && order.len) {
		size_t n = order.len < WIRE_PIECE ? order.len : WIRE_PIECE;
		frame_begin(&w, out, WIRE_GRAPH);
		frame_put_u64(&w, job);
		frame_put_u64(&w, order.len - n);
		frame_put_bytes(&w, buf_bytes(&order), n);
		rc = frame_end(&w);
		buf_take(&order, n);
	}
	buf_fini(&order);
	if (rc)
		out->len = before;
	return rc;
}

int wire_get_graph(struct frame *f, uint64_t *job, uint64_t *left, const char **bytes, size_t *n)
{
	*job = frame_get_u64(f);
	*left = frame_get_u64(f);
	*bytes = frame_get_rest(f, n);
	return *n ? frame_finish(f) : ERR_DAMAGED;
}

static int get_points(struct frame *f, struct graph_series *s)
{
	s->n_points = frame_get_u32(f);
	if (f->bad || s->n_points > GRAPH_POINTS_MAX || (f->len - f->at) / POINT_BYTES < s->n_points)
		return ERR_DAMAGED;
	struct graph_point *p = calloc(s->n_points + 1, sizeof *p);
	if (!p)
		return -ENOMEM;
	s->points = p;
	for (size_t i = 0; i < s->n_points; i++) {
		p[i].begin = (int32_t)frame_get_u32(f);
		p[i].end = (int32_t)frame_get_u32(f);
		p[i].value = frame_get_f64(f);
		p[i].low = frame_get_f64(f);
		p[i].high = frame_get_f64(f);
		uint8_t basis = frame_get_u8(f);
		if (basis > GRAPH_TARGET)
			return ERR_DAMAGED;
		p[i].basis = (enum graph_basis)basis;
	}
	return 0;
}

static int get_all_series(struct frame *f, struct graph_panel *p)
{
	size_t n = frame_get_u32(f);
	if (f->bad || n > GRAPH_SERIES_MAX)
		return ERR_DAMAGED;
	struct graph_series *s = calloc(n + 1, sizeof *s);
	if (!s)
		return -ENOMEM;
	p->series = s;
	int rc = 0;
	for (size_t i = 0; i < n && !rc; i++) {
		s[i].label = frame_get_text(f);
		s[i].unit = frame_get_text(f);
		s[i].freq = (char)frame_get_u8(f);
		p->n_series = i + 1;
		rc = get_points(f, &s[i]);
	}
	return rc;
}

static int get_panel(struct frame *f, struct graph_panel *p)
{
	p->title = frame_get_text(f);
	p->footer = frame_get_text(f);
	int rc = get_all_series(f, p);
	if (rc)
		return rc;
	size_t n = frame_get_u32(f);
	if (f->bad || n > GRAPH_NOTES_MAX)
		return ERR_DAMAGED;
	struct graph_note *notes = calloc(n + 1, sizeof *notes);
	if (!notes)
		return -ENOMEM;
	p->notes = notes;
	p->n_notes = n;
	for (size_t i = 0; i < n; i++) {
		notes[i].day = (int32_t)frame_get_u32(f);
		notes[i].text = frame_get_text(f);
	}
	return 0;
}

int wire_graph_read(struct wire_graph *g, const char *bytes, size_t n)
{
	struct frame f = {.type = WIRE_GRAPH, .data = bytes, .len = n};
	struct graph_request *r = &g->request;

	*g = (struct wire_graph){.tmp = frame_get_text(&f)};
	uint8_t format = frame_get_u8(&f), theme = frame_get_u8(&f);
	r->format = (enum graph_format)format;
	r->theme = (enum graph_theme)theme;
	r->width = frame_get_u32(&f);
	r->height = frame_get_u32(&f);
	r->title = frame_get_text(&f);
	size_t n_panels = frame_get_u32(&f);
	if (f.bad || format > GRAPH_SVG || theme > GRAPH_DARK || n_panels > GRAPH_PANELS_MAX)
		return ERR_DAMAGED;
	struct graph_panel *panels = calloc(n_panels + 1, sizeof *panels);
	if (!panels)
		return -ENOMEM;
	r->panels = panels;
	int rc = 0;
	while (!rc && r->n_panels < n_panels)
		rc = get_panel(&f, &panels[r->n_panels++]);
	return rc ? rc : frame_finish(&f);
}

void wire_graph_fini(struct wire_graph *g)
{
	for (size_t i = 0; i < g->request.n_panels; i++) {
		const struct graph_panel *p = &g->request.panels[i];
		for (size_t k = 0; k < p->n_series; k++)
			free((void *)p->series[k].points);
		free((void *)p->series);
		free((void *)p->notes);
	}
	free((void *)g->request.panels);
	*g = (struct wire_graph){0};
}
