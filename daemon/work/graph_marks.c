/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a figure looks. As a bar: observed ones are full, derived ones pale with an outline, assumed ones pale without one, forecasts striped; a target is a
 * thick line across its period. As a line: a way to a figure that is not observed is dashed, and a dot tells the same where dots have room. Low and high
 * are a whisker on a bar, a ribbon along a line.
 *
 * Bars lie side by side within the period where their frequency is the same; a half-year's stands before its year's.
 */
#include "work/graph_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What a series may need, from back to front; then what stands before the bars of all. A layer that is stacked follows its ground. */
enum role {
	FULL,
	PALE, /* of a derived figure, and its EDGE; then those of an assumed one and of a forecast */
	EDGE,
	RIBBON_GROUND = PALE + 2 * (GRAPH_FORECAST - GRAPH_OBSERVED),
	RIBBON,
	LINE,
	DASHED,
	N_ROLES,
	STEM_GROUND = N_ROLES * GRAPH_SERIES_MAX,
	STEM,
	LOW_GROUND,
	LOW,
	HIGH_GROUND,
	HIGH,
	TARGET_GROUND, /* of the first series, and its stack; then those of the second */
	N_LAYERS = TARGET_GROUND + 2 * GRAPH_SERIES_MAX
};
_Static_assert(N_LAYERS <= GRAPH_LAYERS_MAX, "a plate has room for every layer");

struct marks {
	const struct graph_strip *strip;
	const struct graph_axis *axis;
	const struct graph_look *look;
	struct graph_plate *plate;
	struct graph_spots *spots;
	unsigned order[GRAPH_SERIES_MAX]; /* of each series' first layer */
	int rc;
};

/* Pixels above the zero line, kept on the plot. */
static double offset(const struct marks *m, double value)
{
	double y = fmax(-2, fmin(m->plate->height + 2.0, graph_scale_part(&m->strip->scale, value) * m->plate->height));
	return y - m->plate->zero;
}

static double whole_offset(const struct marks *m, double value)
{
	return rint(offset(m, value) + m->plate->zero) - m->plate->zero;
}

static double *columns(struct marks *m, unsigned order, uint32_t color, bool stacked)
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
static void paint(struct marks *m, unsigned order, uint32_t color, bool stacked, long from, long to, double v)
{
	double *column = columns(m, order, color, stacked);

	for (long x = from < 0 ? 0 : from; column && x < to && x < (long)m->plate->width; x++)
		column[x] = v;
}

/* An area between two heights: an invisible ground and what is stacked on it. */
static void paint_between(struct marks *m, unsigned ground, uint32_t color, long from, long to, double low, double high)
{
	paint(m, ground, 0, false, from, to, low);
	paint(m, ground + 1, color, true, from, to, high - low);
}

static long thick(const struct marks *m, double pixels)
{
	return (long)fmax(1, rint(pixels * m->strip->stroke));
}

static uint32_t color_of(const struct marks *m, size_t series)
{
	return m->look->series[series];
}

static uint32_t pale_of(const struct marks *m, size_t series, enum graph_basis basis)
{
	return graph_mix(color_of(m, series), m->look->back, basis == GRAPH_ASSUMED ? 0.7 : 0.62);
}

static void add_spot(struct marks *m, const struct graph_spot *spot)
{
	struct graph_spots *s = m->spots;

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
static void tell(struct marks *m, size_t series, const struct graph_point *p, double x, double room, bool dot)
{
	if (!isfinite(p->value))
		return;
	bool band = graph_has_band(p);
	double y = graph_strip_y(m->strip, p->value), low = band ? graph_strip_y(m->strip, p->low) : y,
	       high = band ? graph_strip_y(m->strip, p->high) : y;
	double gap = dot ? 3.5 * m->strip->stroke : 0;

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

/* --- bars ------------------------------------------------------------------------------------------------------------------------------ */

struct bar {
	long from, to;     /* columns of the bar */
	double begin, end; /* of its period, in pixels */
};

static void paint_outlined(struct marks *m, unsigned order, size_t series, const struct bar *b, double top, enum graph_basis basis)
{
	long edge = basis == GRAPH_ASSUMED ? 0 : thick(m, 1.2);
	uint32_t pale = pale_of(m, series, basis), full = color_of(m, series);
	double rim = copysign(fmin(fabs(top), (double)thick(m, 1.2)), top);

	unsigned ground = order + PALE + 2 * (unsigned)(basis - GRAPH_DERIVED);

	if (b->to - b->from <= 2 * edge + 1)
		edge = 0;
	paint(m, order + FULL, full, false, b->from, b->from + edge, top);
	paint(m, order + FULL, full, false, b->to - edge, b->to, top);
	if (basis == GRAPH_FORECAST)
		for (long x = b->from, step = thick(m, 2); x < b->to - edge; x += 2 * step)
			paint(m, order + FULL, full, false, x, x + step < b->to ? x + step : b->to, top);
	paint(m, ground, basis == GRAPH_FORECAST ? 0 : pale, false, b->from + edge, b->to - edge, top - rim);
	paint(m, ground + 1, full, true, b->from + edge, b->to - edge, rim);
}

/* Takes away what an earlier, longer span has left in the bar's columns. */
static void clear(struct marks *m, unsigned order, const struct bar *b)
{
	for (size_t i = 0; i < m->plate->n; i++) {
		struct graph_layer *l = &m->plate->layer[i];
		for (long x = b->from < 0 ? 0 : b->from;
		     l->order >= order && l->order < order + RIBBON_GROUND && x < b->to && x < m->plate->width; x++)
			l->column[x] = NAN;
	}
}

static void paint_whisker(struct marks *m, const struct bar *b, const struct graph_point *p)
{
	double low = whole_offset(m, p->low), high = whole_offset(m, p->high);
	long width = b->to - b->from, line = thick(m, 1), cap = (long)fmin(rint((double)width * 0.3), 9 * m->strip->stroke);
	uint32_t ink = graph_mix(m->look->ink, m->look->back, 0.1);

	if (high - low < 2)
		return;
	if (cap < 3 * line || high - low < 4) {
		paint_between(m, STEM_GROUND, ink, b->from + width / 2, b->from + width / 2 + line, low, high);
		return;
	}
	long middle = b->from + (width - line) / 2, left = middle - cap / 2, right = middle + line + cap / 2;
	paint_between(m, STEM_GROUND, ink, middle, middle + line, low, high);
	paint_between(m, LOW_GROUND, ink, left, right, low, low + (double)line);
	paint_between(m, HIGH_GROUND, ink, left, right, high - (double)line, high);
}

/* A thick line at the value, across [from, to). */
static void paint_level(struct marks *m, unsigned ground, uint32_t color, long from, long to, double value)
{
	double middle = whole_offset(m, value), half = (double)thick(m, 3) / 2;
	paint_between(m, ground, color, from, to, middle - half, middle + half);
}

static unsigned target_ground(size_t series)
{
	return TARGET_GROUND + 2 * (unsigned)series;
}

static void draw_bar(struct marks *m, size_t series, const struct bar *b, const struct graph_point *p)
{
	unsigned order = m->order[series];

	if (p->basis == GRAPH_TARGET) {
		long slack = (b->to - b->from) / 6;
		if (isfinite(p->value))
			paint_level(m, target_ground(series), graph_mix(color_of(m, series), m->look->ink, 0.45), b->from - slack,
			            b->to + slack, p->value);
	} else if (isfinite(p->value)) {
		double top = whole_offset(m, p->value);
		/* A figure near zero is a figure: a hair of it stays. */
		if (fabs(top) < 1 && p->value != 0)
			top = copysign(1, p->value);
		clear(m, order, b);
		if (p->basis == GRAPH_OBSERVED)
			paint(m, order + FULL, color_of(m, series), false, b->from, b->to, top);
		else
			paint_outlined(m, order, series, b, top, p->basis);
		tell(m, series, p, (double)(b->from + b->to) / 2, fmax(b->end - b->begin, (double)(b->to - b->from)), false);
	}
	if (graph_has_band(p))
		paint_whisker(m, b, p);
}

/* The place of a period's bar: `index` of `n` beside each other; half as wide again is free between periods. */
static struct bar place_bar(const struct marks *m, const struct graph_point *p, size_t index, size_t n, bool alone)
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
		to -= thick(m, 1);
	return (struct bar){.from = from, .to = to > from ? to : from + 1, .begin = begin, .end = end};
}

/* --- lines ----------------------------------------------------------------------------------------------------------------------------- */

static double middle_of(const struct marks *m, const struct graph_point *p)
{
	return (graph_axis_x(m->axis, p->begin) + graph_axis_x(m->axis, p->end)) / 2;
}

/* Columns whose middles lie in [from, to] get what lies between the two values. */
static void slope(const struct marks *m, double *column, double from, double to, double a, double b)
{
	long first = (long)fmax(0, ceil(from - 0.5)), last = (long)fmin(m->plate->width - 1.0, floor(to - 0.5));

	for (long x = first; column && x <= last; x++) {
		double part = to > from ? ((double)x + 0.5 - from) / (to - from) : 0;
		column[x] = a + (b - a) * part;
	}
}

static double *line_columns(struct marks *m, size_t series, bool dashed)
{
	double *column = columns(m, m->order[series] + (dashed ? DASHED : LINE), color_of(m, series), false);
	struct graph_layer *l = graph_plate_layer(m->plate, m->order[series] + (dashed ? DASHED : LINE), 0);

	if (l) {
		l->line = fmax(1.2, 2 * m->strip->stroke);
		l->dashes = dashed ? "5,4" : NULL;
	}
	return column;
}

static void ribbon(struct marks *m, size_t series, double from, double to, const struct graph_point *a, const struct graph_point *b)
{
	unsigned ground = m->order[series] + RIBBON_GROUND;
	double low[2], high[2];
	const struct graph_point *p[2] = {a, b};

	if (!graph_has_band(a) && !graph_has_band(b))
		return;
	for (int i = 0; i < 2; i++) {
		low[i] = offset(m, graph_has_band(p[i]) ? p[i]->low : p[i]->value);
		high[i] = offset(m, graph_has_band(p[i]) ? p[i]->high : p[i]->value);
	}
	slope(m, columns(m, ground, 0, false), from, to, low[0], low[1]);
	slope(m, columns(m, ground + 1, graph_alpha(color_of(m, series), 0.25), true), from, to, high[0] - low[0], high[1] - low[1]);
}

/* Periods that follow each other, a day's slack for calendars that are not ours. */
static bool adjoin(const struct graph_point *a, const struct graph_point *b)
{
	return b->begin - a->end <= 1;
}

static void draw_target(struct marks *m, size_t series, const struct graph_point *p)
{
	double begin = graph_axis_x(m->axis, p->begin), end = graph_axis_x(m->axis, p->end), least = 12 * m->strip->stroke;
	double wide = fmax(0, least - (end - begin)) / 2;

	paint_level(m, target_ground(series), graph_mix(color_of(m, series), m->look->ink, 0.45), lround(begin - wide), lround(end + wide),
	            p->value);
}

/* From the middle of a period to the middle of the next. */
static void draw_line(struct marks *m, size_t series)
{
	const struct graph_series *s = &m->strip->panel->series[series];
	const struct graph_point *before = NULL;
	double dot_room = 9 * m->strip->stroke;

	for (size_t i = 0; i < s->n_points; i++) {
		const struct graph_point *p = &s->points[i];
		if (!isfinite(p->value))
			continue;
		if (p->basis == GRAPH_TARGET) {
			draw_target(m, series, p);
			continue;
		}
		double x = middle_of(m, p), room = graph_axis_x(m->axis, p->end) - graph_axis_x(m->axis, p->begin);
		const struct graph_point *after = i + 1 < s->n_points ? &s->points[i + 1] : NULL;
		bool joined = before && adjoin(before, p), alone = !joined && !(after && isfinite(after->value) && adjoin(p, after));
		if (joined) {
			double from = middle_of(m, before);
			ribbon(m, series, from, x, before, p);
			slope(m, line_columns(m, series, p->basis != GRAPH_OBSERVED), from, x, offset(m, before->value),
			      offset(m, p->value));
		}
		tell(m, series, p, x, room, room >= dot_room || alone);
		before = p;
	}
}

/* A state holds until the next one is known, or, where it belongs to a period, in it. */
static void draw_steps(struct marks *m, size_t series)
{
	const struct graph_series *s = &m->strip->panel->series[series];
	double last_dot = -1e9, dot_room = 7 * m->strip->stroke;

	for (size_t i = 0; i < s->n_points; i++) {
		const struct graph_point *p = &s->points[i];
		if (!graph_is_drawn(p))
			continue;
		if (p->basis == GRAPH_TARGET) {
			if (isfinite(p->value))
				draw_target(m, series, p);
			continue;
		}
		size_t next = i + 1;
		while (next < s->n_points && (!isfinite(s->points[next].value) || s->points[next].basis == GRAPH_TARGET))
			next++;
		bool day = s->freq == 'D';
		double begin = graph_axis_x(m->axis, p->begin), end = graph_axis_x(m->axis, p->end), until = end;
		if (day && next < s->n_points)
			until = graph_axis_x(m->axis, s->points[next].begin);
		double dot = day ? (begin + fmin(end, begin + 1)) / 2 : (begin + end) / 2;
		if (isfinite(p->value)) {
			slope(m, line_columns(m, series, p->basis != GRAPH_OBSERVED), begin, until, offset(m, p->value),
			      offset(m, p->value));
			bool shown = dot - last_dot >= dot_room;
			tell(m, series, p, dot, day ? until - begin : end - begin, shown);
			last_dot = shown ? dot : last_dot;
		}
		if (graph_has_band(p)) {
			unsigned ground = m->order[series] + RIBBON_GROUND;
			double wide = fmax(0, 4 * m->strip->stroke - (until - begin)) / 2;
			paint_between(m, ground, graph_alpha(color_of(m, series), 0.25), lround(begin - wide), lround(until + wide),
			              offset(m, p->low), offset(m, p->high));
		}
	}
}

/* Other spans beside bars: each a level over its own stretch. */
static void draw_stretches(struct marks *m, size_t series)
{
	const struct graph_series *s = &m->strip->panel->series[series];

	for (size_t i = 0; i < s->n_points; i++) {
		const struct graph_point *p = &s->points[i];
		struct bar b = place_bar(m, p, 0, 1, false);
		b.from = lround(b.begin);
		b.to = lround(b.end) > b.from ? lround(b.end) : b.from + 1;
		if (isfinite(p->value)) {
			paint_level(m, target_ground(series), color_of(m, series), b.from, b.to, p->value);
			tell(m, series, p, (b.begin + b.end) / 2, b.end - b.begin, false);
		}
		if (graph_has_band(p))
			paint_whisker(m, &b, p);
	}
}

/* --- all ------------------------------------------------------------------------------------------------------------------------------- */

static bool same_bars(const struct graph_strip *s, size_t a, size_t b)
{
	return s->form[a] == GRAPH_BAR && s->form[b] == GRAPH_BAR &&
	       s->panel->series[s->series[a]].freq == s->panel->series[s->series[b]].freq;
}

static void draw_bars(struct marks *m, size_t which)
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
		draw_bar(m, s->series[which], &b, &series->points[i]);
	}
}

int graph_marks_make(const struct graph_strip *s, const struct graph_axis *axis, const struct graph_look *look, struct graph_plate *plate,
                     struct graph_spots *spots)
{
	struct marks m = {.strip = s, .axis = axis, .look = look, .plate = plate, .spots = spots};

	for (size_t i = 0; i < s->n; i++)
		m.order[s->series[i]] = N_ROLES * (unsigned)i;
	for (size_t i = 0; i < s->n && !m.rc; i++)
		switch (s->form[i]) {
		case GRAPH_BAR:
			draw_bars(&m, i);
			break;
		case GRAPH_LINE:
			draw_line(&m, s->series[i]);
			break;
		case GRAPH_STEP:
			draw_steps(&m, s->series[i]);
			break;
		case GRAPH_STRETCH:
			draw_stretches(&m, s->series[i]);
			break;
		}
	return m.rc;
}
