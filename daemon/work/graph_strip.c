/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plot from back to front: grid, areas, the line that they stand on, lines, dots; the values' numbers last of all.
 */
#include "work/graph_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define BARS_MAX 60      /* more of one series are a line */
#define BAR_PIXELS_MIN 3 /* narrower ones are a line too */
#define LABELS_MAX 40
#define YEAR_DAYS 365.2425

/* --- what a series is drawn as --------------------------------------------------------------------------------------------------------- */

static double period_days(char freq)
{
	return YEAR_DAYS / (freq == 'S' ? 2 : freq == 'Q' ? 4 : freq == 'M' ? 12 : 1);
}

static bool has_bars(const struct graph_series *s)
{
	return strchr("ASQM", s->freq) && strcmp(s->unit, "rank") != 0 && strcmp(s->unit, "edition") != 0 && strcmp(s->unit, "index") != 0;
}

static bool only_stretches(const struct graph_strip *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->panel->series[s->series[i]].freq != 'I')
			return false;
	return true;
}

static enum graph_form form_of(const struct graph_strip *s, const struct graph_axis *axis, double plot_width, size_t which)
{
	const struct graph_series *series = &s->panel->series[s->series[which]];
	size_t beside = 0, most = 0;

	if (series->freq == 'I')
		return only_stretches(s) ? GRAPH_BAR : GRAPH_STRETCH;
	if (series->freq == 'D' || strcmp(series->unit, "rank") == 0 || strcmp(series->unit, "edition") == 0)
		return GRAPH_STEP;
	if (!has_bars(series))
		return GRAPH_LINE;
	/* Bars beside each other become lines together. */
	for (size_t i = 0; i < s->n; i++) {
		const struct graph_series *other = &s->panel->series[s->series[i]];
		if (other->freq != series->freq)
			continue;
		beside++;
		most = other->n_points > most ? other->n_points : most;
	}
	double slot = period_days(series->freq) / (axis->end - axis->begin) * plot_width;
	return most > BARS_MAX || slot * 0.8 / (double)beside < BAR_PIXELS_MIN * fmin(s->stroke, 2) ? GRAPH_LINE : GRAPH_BAR;
}

/* The coarser before the finer, which stand before them. */
static void sort_by_frequency(struct graph_strip *s)
{
	static const char order[] = "ASQMID";

	for (size_t i = 1; i < s->n; i++)
		for (size_t k = i; k; k--) {
			size_t a = s->series[k - 1], b = s->series[k];
			if (strchr(order, s->panel->series[a].freq) <= strchr(order, s->panel->series[b].freq))
				break;
			s->series[k - 1] = b;
			s->series[k] = a;
		}
}

void graph_strip_plan(struct graph_strip *s, const struct graph_axis *axis, double plot_width)
{
	sort_by_frequency(s);
	for (size_t i = 0; i < s->n; i++)
		s->form[i] = form_of(s, axis, plot_width, i);
}

/* --- scale ----------------------------------------------------------------------------------------------------------------------------- */

bool graph_strip_has_figure(const struct graph_strip *s)
{
	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; k < s->panel->series[s->series[i]].n_points; k++)
			if (graph_is_drawn(&s->panel->series[s->series[i]].points[k]))
				return true;
	return false;
}

static void include(struct graph_extent *e, double v)
{
	e->min = fmin(e->min, v);
	e->max = fmax(e->max, v);
}

/* Bands count too, but one that is far wider than the figures are apart goes over the edge, lest it flatten them. */
static void include_bands(const struct graph_strip *s, struct graph_extent *e)
{
	struct graph_extent values = *e;
	double reach =
	    isfinite(values.min) ? 1.5 * fmax(values.max - values.min, fmax(fabs(values.max), fabs(values.min)) * 0.5) : INFINITY;

	for (size_t i = 0; i < s->n; i++) {
		const struct graph_series *series = &s->panel->series[s->series[i]];
		for (size_t k = 0; k < series->n_points; k++)
			if (graph_has_band(&series->points[k])) {
				include(e, fmax(series->points[k].low, values.min - reach));
				include(e, fmin(series->points[k].high, values.max + reach));
			}
	}
}

void graph_strip_scale(struct graph_strip *s)
{
	struct graph_extent e = {.min = INFINITY, .max = -INFINITY, .whole = true, .height = s->height, .label = s->size};

	for (size_t i = 0; i < s->n; i++) {
		const struct graph_series *series = &s->panel->series[s->series[i]];
		e.zero = e.zero || s->form[i] == GRAPH_BAR;
		for (size_t k = 0; k < series->n_points; k++)
			if (isfinite(series->points[k].value)) {
				include(&e, series->points[k].value);
				e.whole = e.whole && series->points[k].value == rint(series->points[k].value);
			}
	}
	include_bands(s, &e);
	/* No figure in this plot: any scale will do. */
	if (e.min > e.max)
		e.min = e.max = 0;
	/* A line may leave zero out where the figures are far from it; one figure has nothing else to be measured by. */
	if (e.min >= 0 && (e.min < 0.5 * e.max || e.min == e.max) && strcmp(s->panel->series[s->series[0]].unit, "rank") != 0)
		e.zero = true;
	graph_scale_make(&s->scale, &e, s->panel->series[s->series[0]].unit);
}

double graph_strip_y(const struct graph_strip *s, double value)
{
	return (1 - graph_scale_part(&s->scale, value)) * s->height;
}

/* --- drawing --------------------------------------------------------------------------------------------------------------------------- */

static void draw_rule(const struct graph_strip *s, cairo_t *cr, double value, uint32_t color)
{
	double y = fmin(rint(graph_strip_y(s, value)), s->height), line = fmax(1, rint(s->stroke));

	graph_ink(cr, color);
	cairo_rectangle(cr, s->x, s->y + y - floor(line / 2), s->width, line);
	cairo_fill(cr);
}

static void draw_grid(const struct graph_strip *s, cairo_t *cr, const struct graph_look *look)
{
	double tick[GRAPH_TICKS_MAX];
	size_t n = graph_strip_has_figure(s) ? graph_scale_ticks(&s->scale, tick) : 0;
	char text[GRAPH_LABEL_MAX];

	for (size_t i = 0; i < n; i++) {
		draw_rule(s, cr, tick[i], look->grid);
		graph_scale_tick_text(&s->scale, tick[i], text);
		graph_text_draw(cr, &(struct graph_text){.text = text, .size = s->size, .color = look->muted, .align = 1},
		                s->x - 0.6 * s->size, s->y + graph_strip_y(s, tick[i]) - 0.6 * s->size);
	}
}

static void draw_ground(const struct graph_strip *s, cairo_t *cr, const struct graph_look *look)
{
	double from = fmin(s->scale.low, s->scale.high), to = fmax(s->scale.low, s->scale.high);

	/* The line that bars stand on, and the plot's lower edge. */
	draw_rule(s, cr, s->scale.low, from < 0 && to >= 0 ? look->grid : look->zero);
	if (from < 0 && to >= 0)
		draw_rule(s, cr, 0, look->zero);
}

/* A value's text and where it stands, from the plot's upper left corner. */
struct label {
	char text[GRAPH_LABEL_MAX];
	double x, y, width, height;
};

static void place_label(const struct graph_strip *s, cairo_t *cr, const struct graph_spot *spot, struct label *l)
{
	graph_scale_value_text(&s->scale, spot->value, l->text);
	graph_text_measure(cr, &(struct graph_text){.text = l->text, .size = s->size}, &l->width, &l->height);
	bool down = spot->value < 0 && s->scale.low < s->scale.high;
	l->x = spot->x - l->width / 2;
	l->y = down ? spot->below + 1 : spot->above - l->height - 1;
	/* Beside the value where the band leaves no room, and never over the plot's edge. */
	l->y = fmax(-0.3 * s->size, fmin(s->height - l->height, l->y));
	l->x = fmax(-0.3 * s->size, fmin(s->width - l->width, l->x));
}

static bool touch(const struct label *a, const struct label *b, double gap)
{
	return a->x < b->x + b->width + gap && b->x < a->x + a->width + gap && a->y < b->y + b->height && b->y < a->y + a->height;
}

/* Half-years before their year: their numbers would stand on its bar. */
static bool bars_are_nested(const struct graph_strip *s)
{
	char first = 0;

	for (size_t i = 0; i < s->n; i++) {
		char freq = s->panel->series[s->series[i]].freq;
		if (s->form[i] == GRAPH_STRETCH || (s->form[i] == GRAPH_BAR && first && freq != first))
			return true;
		if (s->form[i] == GRAPH_BAR)
			first = freq;
	}
	return false;
}

static bool has_form(const struct graph_strip *s, enum graph_form form)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->form[i] == form)
			return true;
	return false;
}

/* Where every value can be written without touching another, all are; a part of them would look like a choice. */
static size_t choose_labels(const struct graph_strip *s, cairo_t *cr, struct label out[LABELS_MAX])
{
	if (s->spots.n > LABELS_MAX || bars_are_nested(s))
		return 0;
	for (size_t i = 0; i < s->spots.n; i++) {
		place_label(s, cr, &s->spots.spot[i], &out[i]);
		if (out[i].width > s->width)
			return 0;
		/* Over a bar as wide as its period; between bars, a neighbour's would be read as one's own. */
		if (!s->spots.spot[i].dot && has_form(s, GRAPH_BAR) && out[i].width > s->spots.spot[i].room && s->spots.n > 1)
			return 0;
		for (size_t k = 0; k < i; k++)
			if (touch(&out[i], &out[k], 0.35 * s->size))
				return 0;
	}
	return s->spots.n;
}

/* The line runs through the label, or near enough: one of its pieces and the label share columns and rows. */
static bool is_crossed(const struct graph_strip *s, const struct label *l)
{
	for (size_t i = 1; i < s->spots.n; i++) {
		const struct graph_spot *a = &s->spots.spot[i - 1], *b = &s->spots.spot[i];
		if (fmax(a->x, b->x) >= l->x && fmin(a->x, b->x) <= l->x + l->width && fmax(a->y, b->y) >= l->y &&
		    fmin(a->y, b->y) <= l->y + l->height)
			return true;
	}
	return false;
}

/* Of a line that is too dense for that, the newest value, over or under it. */
static size_t choose_newest(const struct graph_strip *s, cairo_t *cr, struct label out[LABELS_MAX])
{
	size_t last = 0;

	if (!s->spots.n || s->n > 1 || has_form(s, GRAPH_BAR))
		return 0;
	for (size_t i = 1; i < s->spots.n; i++)
		if (s->spots.spot[i].x > s->spots.spot[last].x)
			last = i;
	place_label(s, cr, &s->spots.spot[last], &out[0]);
	if (!is_crossed(s, &out[0]))
		return 1;
	out[0].y = s->spots.spot[last].below + 1;
	return out[0].y + out[0].height <= s->height && !is_crossed(s, &out[0]);
}

void graph_strip_label(const struct graph_strip *s, cairo_t *cr, const struct graph_look *look)
{
	struct label label[LABELS_MAX];
	size_t n = choose_labels(s, cr, label);

	if (!n)
		n = choose_newest(s, cr, label);
	for (size_t i = 0; i < n; i++)
		graph_text_draw(cr, &(struct graph_text){.text = label[i].text, .size = s->size, .color = look->ink}, s->x + label[i].x,
		                s->y + label[i].y);
}

static int put_plate(const struct graph_strip *s, const struct graph_plate *plate, bool lines, struct graph_canvas *c, const char *folder,
                     struct err *err)
{
	struct buf image;

	buf_init(&image, (size_t)64 << 20);
	int rc = graph_plate_draw(plate, lines, c->format, folder, &image, err);
	if (!rc && image.len)
		rc = graph_canvas_put(c, &image, s->x, s->y, err);
	buf_fini(&image);
	return rc;
}

int graph_strip_draw(struct graph_strip *s, const struct graph_axis *axis, struct graph_canvas *c, const struct graph_look *look,
                     const char *folder, struct err *err)
{
	struct graph_plate *plate = calloc(1, sizeof *plate);
	int rc = plate ? 0 : err_sys(err, ENOMEM, "cannot draw the picture");

	if (rc)
		return rc;
	plate->width = (unsigned)s->width;
	plate->height = (unsigned)s->height;
	plate->zero = rint(graph_scale_part(&s->scale, 0) * s->height);
	/* A zero far off the plot is no place to count pixels from. */
	plate->zero = fmax(-4.0, fmin(s->height + 4, plate->zero));
	draw_grid(s, c->cr, look);
	if (graph_marks_make(s, axis, look, plate) != 0)
		rc = err_sys(err, ENOMEM, "cannot draw the picture");
	if (!rc)
		rc = put_plate(s, plate, false, c, folder, err);
	if (!rc) {
		draw_ground(s, c->cr, look);
		rc = put_plate(s, plate, true, c, folder, err);
	}
	for (size_t i = 0; i < s->spots.n && !rc; i++) {
		const struct graph_spot *spot = &s->spots.spot[i];
		double y = s->y + fmax(0, fmin(s->height, spot->y));
		if (spot->dot)
			graph_dot(c->cr, look, look->series[spot->series], spot->basis, s->x + spot->x, y, 3.1 * s->stroke);
	}
	graph_plate_fini(plate);
	free(plate);
	return rc;
}

void graph_strip_fini(struct graph_strip *s)
{
	free(s->spots.spot);
	s->spots = (struct graph_spots){0};
}
