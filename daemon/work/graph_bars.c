/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bars lie side by side within the period where their frequency is the same; a half-year's stands before its year's.
 */
#include "work/graph_marks.h"

struct bar {
	long from, to;     /* columns of the bar */
	double begin, end; /* of its period, in pixels */
	double middle;     /* where its value is told */
	double room;       /* that the value may take there */
};

static void paint_outlined(struct graph_marks *m, unsigned order, size_t series, const struct bar *b, double top, enum graph_basis basis)
{
	long edge = basis == GRAPH_ASSUMED ? 0 : graph_marks_thick(m, 1.2);
	uint32_t pale = graph_pale(m->look, m->look->series[series], basis), full = m->look->series[series];
	double rim = copysign(fmin(fabs(top), (double)graph_marks_thick(m, 1.2)), top);
	unsigned ground = order + LAYER_PALE + 2 * (unsigned)(basis - GRAPH_DERIVED);

	if (b->to - b->from <= 2 * edge + 1)
		edge = 0;
	graph_marks_paint(m, order + LAYER_FULL, full, false, b->from, b->from + edge, top);
	graph_marks_paint(m, order + LAYER_FULL, full, false, b->to - edge, b->to, top);
	if (basis == GRAPH_FORECAST)
		for (long x = b->from, step = graph_marks_thick(m, 2); x < b->to - edge; x += 2 * step)
			graph_marks_paint(m, order + LAYER_FULL, full, false, x, x + step < b->to ? x + step : b->to, top);
	graph_marks_paint(m, ground, basis == GRAPH_FORECAST ? 0 : pale, false, b->from + edge, b->to - edge, top - rim);
	graph_marks_paint(m, ground + 1, full, true, b->from + edge, b->to - edge, rim);
}

/* Takes away what an earlier, longer span has left in the bar's columns. */
static void clear(struct graph_marks *m, unsigned order, const struct bar *b)
{
	for (size_t i = 0; i < m->plate->n; i++) {
		struct graph_layer *l = &m->plate->layer[i];
		for (long x = b->from < 0 ? 0 : b->from;
		     l->order >= order && l->order < order + LAYER_RIBBON_GROUND && x < b->to && x < m->plate->width; x++)
			l->column[x] = NAN;
	}
}

static void paint_whisker(struct graph_marks *m, const struct bar *b, const struct graph_point *p)
{
	double low = graph_marks_whole(m, p->low), high = graph_marks_whole(m, p->high);
	long width = b->to - b->from, line = graph_marks_thick(m, 1), cap = (long)fmin(rint((double)width * 0.3), 9 * m->strip->stroke);
	uint32_t ink = graph_whisker_color(m->look);

	if (graph_marks_offset(m, p->high) - graph_marks_offset(m, p->low) < 1)
		return;
	/* A band that can hardly be seen is drawn as one that just can. */
	high = fmax(high, low + 2);
	if (cap < 3 * line || high - low < 4) {
		graph_marks_between(m, LAYER_STEM_GROUND, ink, b->from + width / 2, b->from + width / 2 + line, low, high);
		return;
	}
	long middle = b->from + (width - line) / 2, left = middle - cap / 2, right = middle + line + cap / 2;
	graph_marks_between(m, LAYER_STEM_GROUND, ink, middle, middle + line, low, high);
	graph_marks_between(m, LAYER_LOW_GROUND, ink, left, right, low, low + (double)line);
	graph_marks_between(m, LAYER_HIGH_GROUND, ink, left, right, high - (double)line, high);
}

static void draw_bar(struct graph_marks *m, size_t series, const struct bar *b, const struct graph_point *p)
{
	unsigned order = m->order[series];

	if (p->basis == GRAPH_TARGET) {
		long slack = (b->to - b->from) / 6;
		if (isfinite(p->value)) {
			graph_marks_level(m, series, graph_target_color(m->look, m->look->series[series]), b->from - slack, b->to + slack,
			                  p->value);
			graph_marks_tell(m, series, p, b->middle, b->room, false);
		}
	} else if (isfinite(p->value)) {
		double top = graph_marks_whole(m, p->value);
		/* A figure near zero is a figure: a hair of it stays. */
		if (fabs(top) < 1 && p->value != 0)
			top = copysign(1, p->value);
		clear(m, order, b);
		if (p->basis == GRAPH_OBSERVED)
			graph_marks_paint(m, order + LAYER_FULL, m->look->series[series], false, b->from, b->to, top);
		else
			paint_outlined(m, order, series, b, top, p->basis);
		graph_marks_tell(m, series, p, b->middle, b->room, false);
	}
	if (graph_has_band(p))
		paint_whisker(m, b, p);
}

/* The place of a period's bar: `index` of `n` beside each other; half as wide again is free between periods. */
static struct bar place_bar(const struct graph_marks *m, const struct graph_point *p, size_t index, size_t n, bool alone)
{
	double begin = graph_axis_x(m->axis, p->begin), end = graph_axis_x(m->axis, p->end), slot = end - begin;
	double used = n == 1 ? (alone ? 0.68 : 0.8) * slot : 0.8 * slot, most = 78 * m->strip->stroke * (double)n;

	if (alone && used > most)
		used = most;
	if (used < 1)
		used = 1;
	double left = (begin + end - used) / 2, width = used / (double)n;
	long from = lround(left + width * (double)index), to = lround(left + width * (double)(index + 1));
	/* Neighbours within a period do not melt into one. */
	if (n > 1 && to - from > 6)
		to -= graph_marks_thick(m, 1);
	struct bar b = {.from = from, .to = to > from ? to : from + 1, .begin = begin, .end = end};
	b.middle = (double)(b.from + b.to) / 2;
	b.room = n > 1 ? (double)(b.to - b.from) : fmax(slot, (double)(b.to - b.from));
	return b;
}

/* Other spans beside bars: each a level over its own stretch. */
void graph_bars_stretches(struct graph_marks *m, size_t series)
{
	const struct graph_series *s = &m->strip->panel->series[series];

	for (size_t i = 0; i < s->n_points; i++) {
		const struct graph_point *p = &s->points[i];
		struct bar b = place_bar(m, p, 0, 1, false);
		b.from = lround(b.begin);
		b.to = lround(b.end) > b.from ? lround(b.end) : b.from + 1;
		if (isfinite(p->value)) {
			graph_marks_level(m, series, m->look->series[series], b.from, b.to, p->value);
			graph_marks_tell(m, series, p, (b.begin + b.end) / 2, b.end - b.begin, false);
		}
		if (graph_has_band(p))
			paint_whisker(m, &b, p);
	}
}

static bool same_bars(const struct graph_strip *s, size_t a, size_t b)
{
	return s->form[a] == GRAPH_BAR && s->form[b] == GRAPH_BAR &&
	       s->panel->series[s->series[a]].freq == s->panel->series[s->series[b]].freq;
}

void graph_bars_draw(struct graph_marks *m, size_t which)
{
	const struct graph_strip *s = m->strip;
	const struct graph_series *series = &s->panel->series[s->series[which]];
	size_t index = 0, n = 0;
	bool alone = true;

	for (size_t i = 0; i < s->n; i++) {
		index += i < which && same_bars(s, i, which);
		n += same_bars(s, i, which);
		alone = alone && (s->form[i] != GRAPH_BAR || same_bars(s, i, which));
	}
	for (size_t i = 0; i < series->n_points; i++) {
		if (!graph_is_drawn(&series->points[i]))
			continue;
		struct bar b = place_bar(m, &series->points[i], index, n, alone && series->freq != 'I');
		/* A shorter span with the same beginning stands before it. */
		if (series->freq == 'I' && i + 1 < series->n_points && series->points[i + 1].begin == series->points[i].begin) {
			b.middle = (graph_axis_x(m->axis, series->points[i + 1].end) + b.end) / 2;
			b.room = b.end - graph_axis_x(m->axis, series->points[i + 1].end);
		}
		draw_bar(m, s->series[which], &b, &series->points[i]);
	}
}
