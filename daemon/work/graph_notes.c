/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Events are numbered by their day. Numbers that would touch each other share one badge ("3-5"), so that none is ever hidden.
 */
#include "work/graph_private.h"

#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>

#define ROW_HEIGHT 1.4
#define COLUMNS_MAX 3
#define COLUMN_WIDTH 28 /* of the letters' size */

/* The notes on the axis, by day; the others are counted as the rest. */
static size_t visible(const struct graph_notes *n, const struct graph_note *out[GRAPH_NOTES_MAX])
{
	size_t shown = 0;

	for (size_t i = 0; i < n->panel->n_notes; i++) {
		const struct graph_note *note = &n->panel->notes[i];
		size_t at = shown;
		if (note->day < n->axis->begin || note->day >= n->axis->end)
			continue;
		for (; at && out[at - 1]->day > note->day; at--)
			out[at] = out[at - 1];
		out[at] = note;
		shown++;
	}
	return shown;
}

double graph_notes_list(const struct graph_notes *n, cairo_t *cr, double x, double y, bool paint)
{
	const struct graph_note *note[GRAPH_NOTES_MAX];
	size_t shown = visible(n, note), total = n->panel->n_notes;
	size_t columns = (size_t)fmax(1, fmin(COLUMNS_MAX, floor(n->width / (COLUMN_WIDTH * n->size))));
	char text[600], day[DATE_TEXT_MAX];

	if (!total || !n->rows_max)
		return 0;
	size_t room = columns * n->rows_max, listed = shown;
	if (shown > room || (shown == room && total > shown))
		listed = room - 1;
	size_t cells = listed + (listed < total), rows = (cells + columns - 1) / columns;
	/* Few events have a line each: their words fit. */
	if (cells <= n->rows_max) {
		rows = cells;
		columns = 1;
	}
	double width = n->width / (double)columns;
	for (size_t i = 0; paint && i < cells; i++) {
		size_t column = i / rows, row = i % rows;
		if (i < listed) {
			date_format(note[i]->day, day);
			snprintf(text, sizeof text, "%zu  %s  %.500s", i + 1, day, note[i]->text);
		} else if (shown) {
			snprintf(text, sizeof text, "and %zu more", total - listed);
		} else {
			snprintf(text, sizeof text, "%zu event%s outside these years", total, total == 1 ? "" : "s");
		}
		graph_text_draw(
		    cr, &(struct graph_text){.text = text, .size = n->size, .color = n->look->muted, .width = width - n->size, .lines = 1},
		    x + width * (double)column, y + n->size * ROW_HEIGHT * (double)row);
	}
	return (double)rows * n->size * ROW_HEIGHT + 0.4 * n->size;
}

double graph_notes_head(const struct graph_notes *n)
{
	const struct graph_note *note[GRAPH_NOTES_MAX];
	return visible(n, note) ? n->size * 1.5 : 0;
}

struct badge {
	size_t first, last; /* numbers from 0 */
	double x, width;    /* its middle */
	char text[24];
};

static void write_badge(const struct graph_notes *n, cairo_t *cr, const struct graph_note *const *note, struct badge *b)
{
	if (b->first == b->last)
		snprintf(b->text, sizeof b->text, "%zu", b->first + 1);
	else
		snprintf(b->text, sizeof b->text, "%zu\xe2\x80\x93%zu", b->first + 1, b->last + 1);
	b->width = graph_text_width(cr, b->text, n->size * 0.85) + 0.7 * n->size;
	b->x = (graph_axis_x(n->axis, note[b->first]->day) + graph_axis_x(n->axis, note[b->last]->day)) / 2;
	b->x = fmax(b->width / 2, fmin(n->axis->width - b->width / 2, b->x));
}

/* Joins neighbours until none touch. */
static size_t make_badges(const struct graph_notes *n, cairo_t *cr, const struct graph_note *const *note, size_t shown, struct badge *out)
{
	size_t n_badges = 0;

	for (size_t i = 0; i < shown; i++) {
		struct badge *b = &out[n_badges++];
		*b = (struct badge){.first = i, .last = i};
		write_badge(n, cr, note, b);
		for (; b > out && b[-1].x + b[-1].width / 2 + 2 > b->x - b->width / 2; b--, n_badges--) {
			b[-1].last = b->last;
			write_badge(n, cr, note, &b[-1]);
		}
	}
	return n_badges;
}

void graph_notes_marks(const struct graph_notes *n, cairo_t *cr, double top, double bottom)
{
	const struct graph_note *note[GRAPH_NOTES_MAX];
	struct badge badge[GRAPH_NOTES_MAX];
	size_t shown = visible(n, note), n_badges = make_badges(n, cr, note, shown, badge);
	double line = fmax(1, rint(n->size / 12));
	const double dashes[] = {3 * line, 2 * line};

	graph_ink(cr, graph_alpha(n->look->ink, 0.55));
	cairo_set_line_width(cr, line);
	cairo_set_dash(cr, dashes, 2, 0);
	for (size_t i = 0; i < shown; i++) {
		double x = floor(n->axis->x + graph_axis_x(n->axis, note[i]->day + 0.5)) + line / 2;
		cairo_move_to(cr, x, top);
		cairo_line_to(cr, x, bottom);
		cairo_stroke(cr);
	}
	cairo_set_dash(cr, NULL, 0, 0);
	for (size_t i = 0; i < n_badges; i++) {
		double height = n->size * 1.25, x = n->axis->x + badge[i].x;
		graph_ink(cr, graph_mix(n->look->muted, n->look->back, 0.75));
		cairo_rectangle(cr, rint(x - badge[i].width / 2), rint(top - height - 1), rint(badge[i].width), rint(height));
		cairo_fill(cr);
		graph_text_draw(cr,
		                &(struct graph_text){.text = badge[i].text, .size = n->size * 0.85, .color = n->look->ink, .align = 0.5}, x,
		                top - height + 0.05 * n->size);
	}
}
