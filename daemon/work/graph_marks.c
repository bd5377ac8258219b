/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/graph_marks.h"

#include <errno.h>
#include <stdlib.h>

/* Pixels above the zero line, kept on the plot. */
double graph_marks_offset(const struct graph_marks *m, double value)
{
	double y = fmax(-2, fmin(m->plate->height + 2.0, graph_scale_part(&m->strip->scale, value) * m->plate->height));
	return y - m->plate->zero;
}

double graph_marks_whole(const struct graph_marks *m, double value)
{
	return rint(graph_marks_offset(m, value) + m->plate->zero) - m->plate->zero;
}

double *graph_marks_columns(struct graph_marks *m, unsigned order, uint32_t color, bool stacked)
{
	struct graph_layer *l = graph_plate_layer(m->plate, order, color);

	if (!l) {
		m->rc = -ENOMEM;
		return NULL;
	}
	l->stacked = stacked;
	return l->column;
}

/* Columns [from, to) of the layer become `v`. */
void graph_marks_paint(struct graph_marks *m, unsigned order, uint32_t color, bool stacked, long from, long to, double v)
{
	double *column = graph_marks_columns(m, order, color, stacked);

	for (long x = from < 0 ? 0 : from; column && x < to && x < (long)m->plate->width; x++)
		column[x] = v;
}

/* An area between two heights: an invisible ground and what is stacked on it. */
void graph_marks_between(struct graph_marks *m, unsigned ground, uint32_t color, long from, long to, double low, double high)
{
	graph_marks_paint(m, ground, 0, false, from, to, low);
	graph_marks_paint(m, ground + 1, color, true, from, to, high - low);
}

long graph_marks_thick(const struct graph_marks *m, double pixels)
{
	return (long)fmax(1, rint(pixels * m->strip->stroke));
}

static void add_spot(struct graph_marks *m, const struct graph_spot *spot)
{
	struct graph_spots *s = &m->strip->spots;

	if (s->n == s->cap) {
		size_t cap = s->cap ? 2 * s->cap : 64;
		struct graph_spot *grown = realloc(s->spot, cap * sizeof *grown);
		if (!grown) {
			m->rc = -ENOMEM;
			return;
		}
		s->spot = grown;
		s->cap = cap;
	}
	s->spot[s->n++] = *spot;
}

/* A spot at `x` (from the plot's left) that tells the point. */
void graph_marks_tell(struct graph_marks *m, size_t series, const struct graph_point *p, double x, double room, bool dot)
{
	if (!isfinite(p->value))
		return;
	bool band = graph_has_band(p);
	double y = graph_strip_y(m->strip, p->value), low = band ? graph_strip_y(m->strip, p->low) : y,
	       high = band ? graph_strip_y(m->strip, p->high) : y;
	double gap = dot ? 3.5 * m->strip->stroke : p->basis == GRAPH_TARGET ? 2 * m->strip->stroke : 0;

	/* Where the first rank is on top a band reaches up from its value to better ones. */
	if (m->strip->scale.low > m->strip->scale.high)
		low = high = y;

	add_spot(m, &(struct graph_spot){.x = x,
	                                 .y = y,
	                                 .above = fmin(fmin(high, low), y - gap),
	                                 .below = fmax(fmax(high, low), y + gap),
	                                 .room = room,
	                                 .series = series,
	                                 .value = p->value,
	                                 .basis = p->basis,
	                                 .dot = dot});
}

/* A thick line at the value, across [from, to). */
void graph_marks_level(struct graph_marks *m, size_t series, uint32_t color, long from, long to, double value)
{
	double middle = graph_marks_whole(m, value), half = (double)graph_marks_thick(m, 3) / 2;
	graph_marks_between(m, LAYER_LEVEL_GROUND + 2 * (unsigned)series, color, from, to, middle - half, middle + half);
}

int graph_marks_make(struct graph_strip *s, const struct graph_axis *axis, const struct graph_look *look, struct graph_plate *plate)
{
	struct graph_marks m = {.strip = s, .axis = axis, .look = look, .plate = plate};

	for (size_t i = 0; i < s->n; i++)
		m.order[s->series[i]] = N_ROLES * (unsigned)i;
	for (size_t i = 0; i < s->n && !m.rc; i++)
		switch (s->form[i]) {
		case GRAPH_BAR:
			graph_bars_draw(&m, i);
			break;
		case GRAPH_LINE:
			graph_lines_draw(&m, s->series[i]);
			break;
		case GRAPH_STEP:
			graph_lines_steps(&m, s->series[i]);
			break;
		case GRAPH_STRETCH:
			graph_bars_stretches(&m, s->series[i]);
			break;
		}
	return m.rc;
}
