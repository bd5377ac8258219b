/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From top to bottom: title, legend, the plots (above each its unit), the years, the notes' list, the footer. The plots come first: on a small picture
 * the words around them give way, those that a reader misses least before the others.
 */
#include "work/graph_private.h"

#include <string.h>

#define PLOT_SHARE 0.5 /* of the panel's height, that words may not take */
#define PLOT_MIN 24    /* pixels of one plot's height */
#define PLOT_WIDTH_MIN 60

struct layout {
	const struct graph_panel *panel;
	const struct graph_look *look;
	struct graph_box box; /* within the margins */
	cairo_t *cr;
	double stroke, size;
	struct graph_axis axis;
	struct graph_strip strip[GRAPH_SERIES_MAX];
	size_t n_strips;
	unsigned title_lines, legend_rows, notes_rows, footer_lines;
	double title, legend, notes, footer, head, foot, unit; /* heights */
};

static struct graph_text title_text(const struct layout *l)
{
	return (struct graph_text){.text = l->panel->title,
	                           .size = l->size * 1.3,
	                           .bold = true,
	                           .color = l->look->ink,
	                           .width = l->box.width,
	                           .lines = l->title_lines};
}

static struct graph_text footer_text(const struct layout *l)
{
	return (struct graph_text){.text = l->panel->footer,
	                           .size = fmax(8, l->size * 0.85),
	                           .color = l->look->muted,
	                           .width = l->box.width,
	                           .lines = l->footer_lines};
}

static struct graph_legend legend_of(const struct layout *l)
{
	return (struct graph_legend){.panel = l->panel,
	                             .strips = l->strip,
	                             .n_strips = l->n_strips,
	                             .look = l->look,
	                             .size = l->size,
	                             .width = l->box.width,
	                             .rows_max = l->legend_rows};
}

static struct graph_notes notes_of(const struct layout *l)
{
	return (struct graph_notes){.panel = l->panel,
	                            .axis = &l->axis,
	                            .look = l->look,
	                            .size = fmax(8, l->size * 0.9),
	                            .width = l->box.width,
	                            .rows_max = l->notes_rows};
}

/* One plot for each unit, in the order in which they come. */
static void group_series(struct layout *l)
{
	for (size_t i = 0; i < l->panel->n_series; i++) {
		const char *unit = l->panel->series[i].unit;
		size_t k = 0;
		while (k < l->n_strips && strcmp(l->panel->series[l->strip[k].series[0]].unit, unit) != 0)
			k++;
		struct graph_strip *s = &l->strip[k];
		if (k == l->n_strips) {
			*s = (struct graph_strip){.panel = l->panel, .stroke = l->stroke, .size = l->size};
			l->n_strips++;
		}
		s->series[s->n++] = i;
	}
}

static void measure(struct layout *l)
{
	struct graph_text title = title_text(l), footer = footer_text(l);
	struct graph_legend legend = legend_of(l);
	struct graph_notes notes = notes_of(l);

	l->title = l->footer = 0;
	if (l->title_lines && title.text[0]) {
		graph_text_measure(l->cr, &title, NULL, &l->title);
		l->title += l->size * 0.4;
	}
	if (l->footer_lines && footer.text[0]) {
		graph_text_measure(l->cr, &footer, NULL, &l->footer);
		l->footer += l->size * 0.3;
	}
	l->legend = graph_legend_draw(&legend, l->cr, 0, 0, false);
	l->notes = graph_notes_list(&notes, l->cr, 0, 0, false);
	l->head = graph_notes_head(&notes);
	l->foot = l->size * (graph_axis_rows(&l->axis, l->cr) * 1.35 + 0.75);
}

/* Height that is left for plots and their units. */
static double left_for_plots(const struct layout *l)
{
	return l->box.height - l->title - l->legend - l->head - l->foot - l->notes - l->footer;
}

/* What goes first where there is too little room: each takes one line away; false where it has none left to give. */
static bool give(unsigned *lines, unsigned least)
{
	if (*lines <= least)
		return false;
	--*lines;
	return true;
}

static void fit_words(struct layout *l)
{
	double wanted = fmax(PLOT_SHARE * l->box.height, (double)l->n_strips * (PLOT_MIN + 3 * l->size));

	l->title_lines = 2;
	l->legend_rows = 4;
	l->notes_rows = GRAPH_NOTES_MAX;
	l->footer_lines = 2;
	for (measure(l); left_for_plots(l) < wanted; measure(l)) {
		if (give(&l->notes_rows, 3) || give(&l->footer_lines, 1) || give(&l->title_lines, 1) || give(&l->legend_rows, 2) ||
		    give(&l->notes_rows, 0) || give(&l->legend_rows, 1))
			continue;
		/* The last to go are the source and the legend, where even half a plot would not be left. */
		if (left_for_plots(l) >= 0.7 * wanted || !(give(&l->footer_lines, 0) || give(&l->legend_rows, 0)))
			break;
	}
}

static double widest_tick(const struct layout *l)
{
	double tick[GRAPH_TICKS_MAX], widest = 0;
	char text[GRAPH_LABEL_MAX];

	for (size_t i = 0; i < l->n_strips; i++) {
		size_t n = graph_scale_ticks(&l->strip[i].scale, tick);
		for (size_t k = 0; k < n; k++) {
			graph_scale_tick_text(&l->strip[i].scale, tick[k], text);
			widest = fmax(widest, graph_text_width(l->cr, text, l->size));
		}
	}
	return widest;
}

/* Forms depend on the width of the plots, that on their numbers, and these on the forms; the first guess of the width is close enough. */
static int place_strips(struct layout *l, struct err *err)
{
	double top = l->box.y + l->title + l->legend + l->head, each = left_for_plots(l) / (double)l->n_strips;

	l->unit = l->size * 2.1;
	for (size_t i = 0; i < l->n_strips; i++) {
		struct graph_strip *s = &l->strip[i];
		s->y = rint(top + each * (double)i + l->unit);
		s->height = rint(each - l->unit - (i + 1 < l->n_strips ? l->size * 0.8 : 0));
		graph_strip_scale(s);
	}
	l->axis.x = rint(l->box.x + widest_tick(l) + 0.6 * l->size);
	l->axis.width = rint(l->box.x + l->box.width - l->axis.x);
	for (size_t i = 0; i < l->n_strips; i++) {
		l->strip[i].x = l->axis.x;
		l->strip[i].width = l->axis.width;
	}
	if (l->strip[0].height < PLOT_MIN || l->axis.width < PLOT_WIDTH_MIN)
		return err_set(err, ERR_LIMIT, "a panel of %.0f by %.0f pixels leaves no room to plot %zu units", l->box.width,
		               l->box.height, l->n_strips);
	return 0;
}

static void draw_nothing(const struct layout *l, cairo_t *cr, double middle)
{
	graph_text_draw(cr, &(struct graph_text){.text = "No figure", .size = l->size * 1.1, .color = l->look->muted, .align = 0.5},
	                l->box.x + l->box.width / 2, middle - l->size);
}

static int draw_strips(struct layout *l, struct graph_canvas *c, const char *folder, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < l->n_strips && !rc; i++) {
		struct graph_strip *s = &l->strip[i];
		graph_text_draw(c->cr,
		                &(struct graph_text){
		                    .text = s->scale.unit, .size = l->size, .color = l->look->muted, .width = l->box.width, .lines = 1},
		                l->box.x, s->y - l->unit - (i ? 0 : l->head) + 0.1 * l->size);
		rc = graph_strip_draw(s, &l->axis, c, l->look, folder, err);
		if (!rc && !graph_strip_has_figure(s))
			draw_nothing(l, c->cr, s->y + s->height / 2);
	}
	return rc;
}

static int draw_figures(struct layout *l, struct graph_canvas *c, const char *folder, struct err *err)
{
	int rc = draw_strips(l, c, folder, err);
	if (rc)
		return rc;
	const struct graph_strip *last = &l->strip[l->n_strips - 1];
	double bottom = last->y + last->height, y = bottom + l->foot;
	struct graph_notes notes = notes_of(l);

	graph_axis_draw(&l->axis, c->cr, l->look, bottom + 1);
	graph_notes_marks(&notes, c->cr, l->strip[0].y, bottom);
	(void)graph_notes_list(&notes, c->cr, l->box.x, y, true);
	for (size_t i = 0; i < l->n_strips; i++)
		graph_strip_label(&l->strip[i], c->cr, l->look);
	return 0;
}

static void draw_title_and_legend(const struct layout *l, cairo_t *cr)
{
	struct graph_text title = title_text(l);
	struct graph_legend legend = legend_of(l);

	if (l->title_lines)
		graph_text_draw(cr, &title, l->box.x, l->box.y);
	if (l->n_strips)
		(void)graph_legend_draw(&legend, cr, l->box.x, l->box.y + l->title, true);
}

static void draw_footer(const struct layout *l, cairo_t *cr)
{
	struct graph_text footer = footer_text(l);
	double height;

	if (!l->footer_lines)
		return;
	graph_text_measure(cr, &footer, NULL, &height);
	graph_text_draw(cr, &footer, l->box.x, l->box.y + l->box.height - height);
}

/* What is drawn as what, and where. */
static int plan(struct layout *l, struct err *err)
{
	l->axis.width = l->box.width - 3.5 * l->size;
	group_series(l);
	for (size_t i = 0; i < l->n_strips; i++)
		graph_strip_plan(&l->strip[i], &l->axis, l->axis.width);
	fit_words(l);
	return place_strips(l, err);
}

int graph_panel_draw(const struct graph_panel *p, const struct graph_box *box, struct graph_canvas *c, const struct graph_look *look,
                     const char *folder, struct err *err)
{
	double stroke = graph_stroke(box->width, box->height), margin = graph_margin(stroke);
	struct layout l = {.panel = p, .look = look, .cr = c->cr, .stroke = stroke, .size = fmax(9, rint(24 * stroke) / 2)};

	l.box = (struct graph_box){box->x + margin, box->y + margin * 0.8, box->width - 2 * margin, box->height - 1.5 * margin};
	l.title_lines = l.footer_lines = 1;
	l.axis.size = l.size;
	bool figures = graph_axis_span(&l.axis, p);
	int rc = figures ? plan(&l, err) : 0;
	if (rc)
		return rc;
	draw_title_and_legend(&l, c->cr);
	if (figures)
		rc = draw_figures(&l, c, folder, err);
	else
		draw_nothing(&l, c->cr, l.box.y + l.box.height / 2);
	if (!rc)
		draw_footer(&l, c->cr);
	for (size_t i = 0; i < l.n_strips; i++)
		graph_strip_fini(&l.strip[i]);
	return rc;
}
