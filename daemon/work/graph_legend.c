/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The legend explains only what the panel shows: one series of observed figures needs none.
 */
#include "work/graph_private.h"

#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum sample { SAMPLE_SERIES, SAMPLE_BASIS, SAMPLE_BAND, SAMPLE_NONE };

struct entry {
	enum sample sample;
	const char *text;
	uint32_t color;
	bool line; /* drawn as a line in the plot */
	enum graph_basis basis;
};

#define ENTRIES_MAX (GRAPH_SERIES_MAX + 6)

static const char *const basis_words[] = {"Observed", "Derived", "Assumed", "Forecast", "Target"};

static bool is_line(const struct graph_legend *l, size_t series)
{
	for (size_t i = 0; i < l->n_strips; i++)
		for (size_t k = 0; k < l->strips[i].n; k++)
			if (l->strips[i].series[k] == series)
				return l->strips[i].form[k] != GRAPH_BAR;
	return false;
}

/* Which bases occur, as bits; GRAPH_TARGET + 1 stands for a band. */
static unsigned occurring(const struct graph_panel *p)
{
	unsigned bits = 0;

	for (size_t i = 0; i < p->n_series; i++)
		for (size_t k = 0; k < p->series[i].n_points; k++) {
			const struct graph_point *point = &p->series[i].points[k];
			if (isfinite(point->value))
				bits |= 1U << point->basis;
			if (graph_has_band(point))
				bits |= 1U << (GRAPH_TARGET + 1);
		}
	return bits;
}

static size_t list_entries(const struct graph_legend *l, struct entry out[ENTRIES_MAX])
{
	unsigned bits = occurring(l->panel), bases = bits & ((1U << (GRAPH_TARGET + 1)) - 1);
	size_t n = 0, n_series = l->panel->n_series;
	bool line = true;

	for (size_t i = 0; i < n_series; i++) {
		line = line && is_line(l, i);
		if (n_series > 1)
			out[n++] = (struct entry){.text = l->panel->series[i].label, .color = l->look->series[i], .line = is_line(l, i)};
	}
	/* Of several series, what is true of each is shown in no colour of theirs. */
	uint32_t color = n_series > 1 ? l->look->zero : l->look->series[0];
	if (bases != 1U << GRAPH_OBSERVED)
		for (int b = n_series > 1 ? GRAPH_DERIVED : GRAPH_OBSERVED; b <= GRAPH_TARGET; b++)
			if (bases & 1U << b)
				out[n++] = (struct entry){SAMPLE_BASIS, basis_words[b], color, line, (enum graph_basis)b};
	if (bits & 1U << (GRAPH_TARGET + 1))
		out[n++] = (struct entry){.sample = SAMPLE_BAND, .text = "Low to high", .color = color, .line = line};
	return n;
}

/* --- samples --------------------------------------------------------------------------------------------------------------------------- */

static void fill_box(cairo_t *cr, uint32_t color, double x, double y, double width, double height)
{
	graph_ink(cr, color);
	cairo_rectangle(cr, rint(x), rint(y), rint(width), rint(height));
	cairo_fill(cr);
}

static void sample_bar(const struct graph_legend *l, cairo_t *cr, const struct entry *e, double x, double y, double size)
{
	double rim = fmax(1, rint(size / 9));

	if (e->basis == GRAPH_OBSERVED || e->basis == GRAPH_DERIVED || e->basis == GRAPH_FORECAST)
		fill_box(cr, e->color, x, y, size, size);
	if (e->basis == GRAPH_ASSUMED) {
		fill_box(cr, e->color, x, y, size, rim);
		fill_box(cr, graph_pale(l->look, e->color, e->basis), x, y + rim, size, size - rim);
	} else if (e->basis == GRAPH_DERIVED) {
		fill_box(cr, graph_pale(l->look, e->color, e->basis), x + rim, y + rim, size - 2 * rim, size - rim);
	} else if (e->basis == GRAPH_FORECAST) {
		for (int i = 0; (3 * i + 2.5) * rim < size; i++)
			fill_box(cr, l->look->back, x + (3 * i + 1.5) * rim, y + rim, 1.5 * rim, size - rim);
	}
}

static void sample_line(const struct graph_legend *l, cairo_t *cr, const struct entry *e, double x, double y, double size)
{
	const double dashes[] = {size * 0.4, size * 0.3}, dots[] = {size * 0.1, size * 0.3};

	graph_ink(cr, e->color);
	cairo_set_line_width(cr, size / 5);
	if (e->sample == SAMPLE_BASIS && e->basis != GRAPH_OBSERVED)
		cairo_set_dash(cr, e->basis == GRAPH_FORECAST ? dots : dashes, 2, 0);
	cairo_move_to(cr, x - size * 0.25, y + size / 2);
	cairo_line_to(cr, x + size * 1.25, y + size / 2);
	cairo_stroke(cr);
	cairo_set_dash(cr, NULL, 0, 0);
	if (e->sample == SAMPLE_BASIS)
		graph_dot(cr, l->look, e->color, e->basis, x + size / 2, y + size / 2, size * 0.32);
}

static void sample_band(const struct graph_legend *l, cairo_t *cr, const struct entry *e, double x, double y, double size)
{
	double line = fmax(1, rint(size / 9)), middle = x + rint((size - line) / 2);
	uint32_t ink = graph_whisker_color(l->look);

	if (e->line) {
		fill_box(cr, graph_mix(e->color, l->look->back, 0.7), x, y, size, size);
		return;
	}
	fill_box(cr, ink, middle, y, line, size);
	fill_box(cr, ink, x + size * 0.2, y, size * 0.6, line);
	fill_box(cr, ink, x + size * 0.2, y + size - line, size * 0.6, line);
}

static void draw_sample(const struct graph_legend *l, cairo_t *cr, const struct entry *e, double x, double y, double size)
{
	if (e->sample == SAMPLE_BAND)
		sample_band(l, cr, e, x, y, size);
	else if (e->sample == SAMPLE_BASIS && e->basis == GRAPH_TARGET)
		fill_box(cr, graph_target_color(l->look, e->color), x - size * 0.1, y + size * 0.38, size * 1.2, fmax(2, size * 0.26));
	else if (e->line)
		sample_line(l, cr, e, x, y, size);
	else
		sample_bar(l, cr, e, x, y, size);
}

/* --- the legend ------------------------------------------------------------------------------------------------------------------------ */

/* Where the entries stand, with texts at most `most` wide. */
struct flow {
	const struct graph_legend *legend;
	cairo_t *cr;
	double x, y, most;
	double sample, gap, row_height;
	unsigned rows;
};

static void draw_entry(const struct flow *f, const struct entry *e, double at, double width)
{
	const struct graph_legend *l = f->legend;
	double x = f->x + at, y = f->y + f->rows * f->row_height;

	if (e->sample != SAMPLE_NONE)
		draw_sample(l, f->cr, e, x, rint(y + (l->size * 1.2 - f->sample) / 2), f->sample);
	graph_text_draw(f->cr,
	                &(struct graph_text){.text = e->text, .size = l->size, .color = l->look->ink, .width = width + 1, .lines = 1},
	                x + (e->sample == SAMPLE_NONE ? 0 : 1.6 * f->sample), y);
}

/* Lets the entries flow over the rows; how many of them fit. */
static size_t flow(struct flow *f, const struct entry *entry, size_t n, bool paint)
{
	double at = 0, full = f->legend->width;

	f->rows = 0;
	for (size_t i = 0; i < n; i++) {
		double most = entry[i].sample == SAMPLE_NONE ? full : fmin(f->most, full - 1.6 * f->sample);
		double width = fmin(graph_text_width(f->cr, entry[i].text, f->legend->size), most);
		if (at > 0 && at + 1.6 * f->sample + width > full) {
			if (f->rows + 1 == f->legend->rows_max)
				return i;
			f->rows++;
			at = 0;
		}
		if (paint)
			draw_entry(f, &entry[i], at, width);
		at += 1.6 * f->sample + width + f->gap;
	}
	return n;
}

double graph_legend_draw(const struct graph_legend *l, cairo_t *cr, double x, double y, bool paint)
{
	struct entry entry[ENTRIES_MAX];
	char more[32];
	size_t n = l->rows_max ? list_entries(l, entry) : 0, all = n;
	struct flow f = {
	    .legend = l, .cr = cr, .x = x, .y = y, .most = l->width, .sample = rint(l->size * 0.85), .row_height = l->size * 1.5};

	if (!n)
		return 0;
	f.gap = l->size * 1.2;
	/* Too many for the rows: shorter texts, as long as something of them can be read; then fewer, and how many are missing. */
	while (f.most > 5 * l->size && flow(&f, entry, n, false) < n)
		f.most *= 0.93;
	while (n > 1 && flow(&f, entry, n, false) < n) {
		n--;
		snprintf(more, sizeof more, "and %zu more", all - n + 1);
		entry[n - 1] = (struct entry){.sample = SAMPLE_NONE, .text = more};
	}
	(void)flow(&f, entry, n, paint);
	return (f.rows + 1) * f.row_height;
}
