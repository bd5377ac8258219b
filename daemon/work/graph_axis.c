/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Labels name stretches, not moments: a year's number stands in the middle of the year, under its bar, and ticks divide the years. Where there is room,
 * a row above the years names their parts.
 */
#include "work/graph_private.h"

#include "base/date.h"

#include <stdio.h>
#include <string.h>

#define YEAR_DAYS 365.2425
#define ROW_HEIGHT 1.35 /* of the letters' size */
#define TICK 0.35       /* the same */

/* Fewer years than this show too little; a lonely figure gets company. */
static const struct {
	char freq;
	int years;
} contexts[] = {{'A', 5}, {'S', 3}, {'Q', 2}, {'M', 1}, {'I', 2}, {'D', 1}};

static int year_of(int32_t day)
{
	int year;
	unsigned month, d;

	date_to_civil(day, &year, &month, &d);
	return year;
}

static bool stretch(const struct graph_panel *p, int32_t *begin, int32_t *end, char *finest)
{
	*begin = INT32_MAX;
	*end = INT32_MIN;
	*finest = 'A';
	for (size_t i = 0; i < p->n_series; i++) {
		const struct graph_series *s = &p->series[i];
		for (size_t k = 0; k < s->n_points; k++) {
			if (!graph_is_drawn(&s->points[k]))
				continue;
			*begin = s->points[k].begin < *begin ? s->points[k].begin : *begin;
			*end = s->points[k].end > *end ? s->points[k].end : *end;
			if (!strchr("ASQMID", *finest) || strchr("ASQMID", s->freq) > strchr("ASQMID", *finest))
				*finest = s->freq;
		}
	}
	return *begin < *end;
}

/* Events near the figures are drawn with them; one that would squeeze the figures into half of the width is not. */
static void reach_notes(const struct graph_panel *p, int *first, int *last)
{
	int reach = *last - *first + 1 > 5 ? *last - *first + 1 : 5, from = *first, to = *last;

	for (size_t i = 0; i < p->n_notes; i++) {
		int year = year_of(p->notes[i].day);
		if (year < from && *last - year < 2 * reach)
			*first = year < *first ? year : *first;
		if (year > to && year - from < 2 * reach)
			*last = year > *last ? year : *last;
	}
}

bool graph_axis_span(struct graph_axis *a, const struct graph_panel *p)
{
	int32_t begin, end;
	int least = 1;

	if (!stretch(p, &begin, &end, &a->finest))
		return false;
	int first = year_of(begin), last = year_of(end - 1);
	reach_notes(p, &first, &last);
	for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++)
		if (contexts[i].freq == a->finest)
			least = contexts[i].years;
	int missing = last - first + 1 < least ? least - (last - first + 1) : 0;
	last += missing / 2;
	first -= missing - missing / 2;
	a->begin = date_from_civil(first, 1, 1);
	a->end = date_from_civil(last + 1, 1, 1);
	return true;
}

double graph_axis_x(const struct graph_axis *a, double day)
{
	return (day - a->begin) / (a->end - a->begin) * a->width;
}

/* --- labels ---------------------------------------------------------------------------------------------------------------------------- */

/* Every how many years a number stands, so that none touches the next. */
static int year_step(const struct graph_axis *a, cairo_t *cr)
{
	static const int steps[] = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000};
	double year = YEAR_DAYS / (a->end - a->begin) * a->width, need = graph_text_width(cr, "2024", a->size) + 0.7 * a->size;
	size_t i = 0;

	while (i + 1 < sizeof steps / sizeof *steps && year * steps[i] < need)
		i++;
	return steps[i];
}

/* How many parts of a year get a name: 12, 4, 2, or none. Never more than the figures have. */
static int parts_of_year(const struct graph_axis *a, cairo_t *cr)
{
	static const struct {
		int parts;
		const char *finest, *widest;
	} rows[] = {{12, "MID", "May"}, {4, "QMID", "Q4"}, {2, "S", "S2"}};
	double year = YEAR_DAYS / (a->end - a->begin) * a->width;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strchr(rows[i].finest, a->finest) &&
		    year / rows[i].parts > graph_text_width(cr, rows[i].widest, a->size) + 0.4 * a->size)
			return rows[i].parts;
	return 0;
}

unsigned graph_axis_rows(const struct graph_axis *a, cairo_t *cr)
{
	return parts_of_year(a, cr) ? 2 : 1;
}

static void tick(const struct graph_axis *a, cairo_t *cr, double x, double y, double length)
{
	cairo_move_to(cr, rint(a->x + x) + 0.5, y);
	cairo_rel_line_to(cr, 0, length);
	cairo_stroke(cr);
}

/* A label in the middle of [begin, end), left out where it would stand over the edge of the picture's plot. */
static void label(const struct graph_axis *a, cairo_t *cr, uint32_t color, int32_t begin, int32_t end, const char *text, double y)
{
	double middle = (graph_axis_x(a, begin) + graph_axis_x(a, end)) / 2, half = graph_text_width(cr, text, a->size) / 2;

	if (middle - half < -a->size * 2 || middle + half > a->width + a->size * 0.4)
		return;
	graph_text_draw(cr, &(struct graph_text){.text = text, .size = a->size, .color = color, .align = 0.5}, a->x + middle, y);
}

static void draw_parts(const struct graph_axis *a, cairo_t *cr, const struct graph_look *look, int year, int parts, double y)
{
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	char text[16];

	for (int i = 0; i < parts; i++) {
		unsigned month = (unsigned)(i * 12 / parts) + 1;
		int32_t begin = date_from_civil(year, month, 1);
		if (parts == 12)
			snprintf(text, sizeof text, "%s", months[i]);
		else
			snprintf(text, sizeof text, "%c%d", parts == 4 ? 'Q' : 'S', i + 1);
		label(a, cr, look->muted, begin, date_add_months(begin, 12 / parts), text, y);
		if (i)
			tick(a, cr, graph_axis_x(a, begin), y - a->size * TICK, a->size * TICK);
	}
}

void graph_axis_draw(const struct graph_axis *a, cairo_t *cr, const struct graph_look *look, double y)
{
	int first = year_of(a->begin), last = year_of(a->end - 1), step = year_step(a, cr), parts = parts_of_year(a, cr);
	double text_y = y + a->size * TICK, rows = parts ? 2 : 1;
	/* Ticks between all years, or around those that are named. */
	double year_width = a->width / (last - first + 1);
	char text[16];

	graph_ink(cr, look->zero);
	cairo_set_line_width(cr, fmax(1, rint(a->size / 14)));
	for (int year = first; year <= last; year++) {
		int32_t begin = date_from_civil(year, 1, 1), end = date_from_civil(year + 1, 1, 1);
		bool named = year % step == 0;
		graph_ink(cr, look->zero);
		if (year > first && (year_width >= 4 || named))
			tick(a, cr, graph_axis_x(a, begin), y, a->size * (parts ? TICK + (rows - 1) * ROW_HEIGHT * 0.9 : TICK));
		if (parts)
			draw_parts(a, cr, look, year, parts, text_y);
		snprintf(text, sizeof text, "%d", year);
		if (named)
			label(a, cr, look->ink, begin, end, text, text_y + (rows - 1) * ROW_HEIGHT * a->size);
	}
}
