/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/graph_marks.h"

static double middle_of(const struct graph_marks *m, const struct graph_point *p)
{
	return (graph_axis_x(m->axis, p->begin) + graph_axis_x(m->axis, p->end)) / 2;
}

/* Columns whose middles lie in [from, to] get what lies between the two values. */
static void slope(const struct graph_marks *m, double *column, double from, double to, double a, double b)
{
	long first = (long)fmax(0, ceil(from - 0.5)), last = (long)fmin(m->plate->width - 1.0, floor(to - 0.5));

	for (long x = first; column && x <= last; x++) {
		double part = to > from ? ((double)x + 0.5 - from) / (to - from) : 0;
		column[x] = a + (b - a) * part;
	}
}

/* The line's layer in the manner of the basis. */
static double *line_columns(struct graph_marks *m, size_t series, enum graph_basis basis)
{
	unsigned manner = basis == GRAPH_OBSERVED ? LAYER_LINE : basis == GRAPH_FORECAST ? LAYER_DOTTED : LAYER_DASHED;
	double *column = graph_marks_columns(m, m->order[series] + manner, m->look->series[series], false);
	struct graph_layer *l = graph_plate_layer(m->plate, m->order[series] + manner, 0);

	if (l) {
		l->line = fmax(1.2, 2 * m->strip->stroke);
		l->dashes = manner == LAYER_DASHED ? "5,4" : manner == LAYER_DOTTED ? "1,4" : NULL;
	}
	return column;
}

static void ribbon(struct graph_marks *m, size_t series, double from, double to, const struct graph_point *a, const struct graph_point *b)
{
	unsigned ground = m->order[series] + LAYER_RIBBON_GROUND;
	double low[2], high[2];
	const struct graph_point *p[2] = {a, b};

	if (!graph_has_band(a) && !graph_has_band(b))
		return;
	for (int i = 0; i < 2; i++) {
		low[i] = graph_marks_offset(m, graph_has_band(p[i]) ? p[i]->low : p[i]->value);
		high[i] = graph_marks_offset(m, graph_has_band(p[i]) ? p[i]->high : p[i]->value);
	}
	slope(m, graph_marks_columns(m, ground, 0, false), from, to, low[0], low[1]);
	slope(m, graph_marks_columns(m, ground + 1, graph_alpha(m->look->series[series], 0.25), true), from, to, high[0] - low[0],
	      high[1] - low[1]);
}

/* The band of one figure over its own stretch. */
static void draw_band(struct graph_marks *m, size_t series, const struct graph_point *p, double begin, double end)
{
	double wide = fmax(0, 4 * m->strip->stroke - (end - begin)) / 2;

	if (graph_has_band(p))
		graph_marks_between(m, m->order[series] + LAYER_RIBBON_GROUND, graph_alpha(m->look->series[series], 0.25),
		                    lround(begin - wide), lround(end + wide), graph_marks_offset(m, p->low),
		                    graph_marks_offset(m, p->high));
}

/* Periods that follow each other, a day's slack for calendars that are not ours. */
static bool adjoin(const struct graph_point *a, const struct graph_point *b)
{
	return b->begin - a->end <= 1;
}

static void draw_target(struct graph_marks *m, size_t series, const struct graph_point *p)
{
	double begin = graph_axis_x(m->axis, p->begin), end = graph_axis_x(m->axis, p->end), least = 12 * m->strip->stroke;
	double wide = fmax(0, least - (end - begin)) / 2;

	if (!isfinite(p->value))
		return;
	graph_marks_tell(m, series, p, (begin + end) / 2, fmax(least, end - begin), false);
	graph_marks_level(m, series, graph_target_color(m->look, m->look->series[series]), lround(begin - wide), lround(end + wide),
	                  p->value);
}

/* The line goes on from point `i` to the one after. */
static bool goes_on(const struct graph_series *s, size_t i)
{
	const struct graph_point *next = i + 1 < s->n_points ? &s->points[i + 1] : NULL;
	return next && isfinite(next->value) && next->basis != GRAPH_TARGET && adjoin(&s->points[i], next);
}

/* From the middle of the period before to the middle of this one. */
static void join(struct graph_marks *m, size_t series, const struct graph_point *before, const struct graph_point *p)
{
	double from = middle_of(m, before), to = middle_of(m, p);

	ribbon(m, series, from, to, before, p);
	slope(m, line_columns(m, series, p->basis), from, to, graph_marks_offset(m, before->value), graph_marks_offset(m, p->value));
}

void graph_lines_draw(struct graph_marks *m, size_t series)
{
	const struct graph_series *s = &m->strip->panel->series[series];
	const struct graph_point *before = NULL;
	double dot_room = 9 * m->strip->stroke;

	for (size_t i = 0; i < s->n_points; i++) {
		const struct graph_point *p = &s->points[i];
		double begin = graph_axis_x(m->axis, p->begin), end = graph_axis_x(m->axis, p->end);
		if (p->basis == GRAPH_TARGET) {
			draw_target(m, series, p);
			continue;
		}
		bool known = isfinite(p->value), joined = known && before && adjoin(before, p),
		     alone = !joined && !(known && goes_on(s, i));
		if (joined)
			join(m, series, before, p);
		if (alone)
			draw_band(m, series, p, begin, end);
		graph_marks_tell(m, series, p, (begin + end) / 2, end - begin, alone || end - begin >= dot_room);
		before = known ? p : before;
	}
}

/* One state of a step line; `from` is the state before, where there was one and nothing lies between. */
static void draw_step(struct graph_marks *m, size_t series, const struct graph_point *p, double begin, double end,
                      const struct graph_point *from)
{
	double *column = line_columns(m, series, p->basis);
	long first = (long)ceil(begin - 0.5);

	slope(m, column, begin, fmax(end, begin + 1), graph_marks_offset(m, p->value), graph_marks_offset(m, p->value));
	/* The way up or down belongs to the new state, in whose manner it is drawn. */
	if (column && from && first >= 1 && first < m->plate->width && isnan(column[first - 1]))
		column[first - 1] = graph_marks_offset(m, from->value);
}

/* The next known state, or NULL. */
static const struct graph_point *next_state(const struct graph_series *s, size_t i)
{
	for (i++; i < s->n_points; i++)
		if (isfinite(s->points[i].value) && s->points[i].basis != GRAPH_TARGET)
			return &s->points[i];
	return NULL;
}

void graph_lines_steps(struct graph_marks *m, size_t series)
{
	const struct graph_series *s = &m->strip->panel->series[series];
	const struct graph_point *before = NULL;
	double last = -INFINITY, dot_room = 5 * m->strip->stroke;

	for (size_t i = 0; i < s->n_points; i++) {
		const struct graph_point *p = &s->points[i];
		const struct graph_point *next = next_state(s, i);
		/* A state of a day holds until the next one is known, one of a period in it. */
		double begin = graph_axis_x(m->axis, p->begin), end = graph_axis_x(m->axis, s->freq == 'D' && next ? next->begin : p->end);
		if (p->basis == GRAPH_TARGET) {
			draw_target(m, series, p);
			continue;
		}
		draw_band(m, series, p, begin, end);
		if (!isfinite(p->value))
			continue;
		double dot = (begin + graph_axis_x(m->axis, s->freq == 'D' ? p->begin + 1 : p->end)) / 2;
		/* Dots that crowd say nothing. */
		bool shown = dot - last >= dot_room && (end - begin >= dot_room || !next);
		draw_step(m, series, p, begin, end, before && (s->freq == 'D' || adjoin(before, p)) ? before : NULL);
		graph_marks_tell(m, series, p, dot, end - begin, shown);
		last = dot;
		before = p;
	}
}
