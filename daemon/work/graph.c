/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/graph_private.h"

#include "base/date.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGE_COLUMNS_MAX 8
#define PANEL_WIDTH 560 /* of a page whose size is left to us */
#define PANEL_HEIGHT 350
#define PAGE_WIDTH 2240
#define COLUMN_WIDTH_MIN 280
#define SINGLE_WIDTH 800
#define SINGLE_HEIGHT 450

void graph_init(void)
{
	graph_plate_init();
}

/* --- checks ---------------------------------------------------------------------------------------------------------------------------- */

static int check_points(const struct graph_series *s, size_t panel, struct err *err)
{
	const int32_t first = date_from_civil(1000, 1, 1), last = date_from_civil(9999, 12, 31) + 1;

	for (size_t i = 0; i < s->n_points; i++) {
		const struct graph_point *p = &s->points[i];
		if (p->begin >= p->end || p->begin < first || p->end > last)
			return err_set(err, ERR_DATA, "panel %zu: figure %zu of a series is of no period between the years 1000 and 9999",
			               panel, i + 1);
		if (i && p->begin < p[-1].begin)
			return err_set(err, ERR_DATA, "panel %zu: figure %zu of a series begins before the one before it", panel, i + 1);
		if ((unsigned)p->basis > GRAPH_TARGET)
			return err_set(err, ERR_DATA, "panel %zu: figure %zu of a series has no basis that can be drawn", panel, i + 1);
	}
	return 0;
}

static int check_panel(const struct graph_panel *p, size_t number, struct err *err)
{
	int rc = 0;

	if (!p->title || !p->footer || !p->n_series || !p->series || (p->n_notes && !p->notes))
		return err_set(err, ERR_DATA, "panel %zu has no series, or no title or footer", number);
	if (p->n_series > GRAPH_SERIES_MAX)
		return err_set(err, ERR_LIMIT, "panel %zu has %zu series; a panel can show %d", number, p->n_series, GRAPH_SERIES_MAX);
	if (p->n_notes > GRAPH_NOTES_MAX)
		return err_set(err, ERR_LIMIT, "panel %zu has %zu notes; a panel can show %d", number, p->n_notes, GRAPH_NOTES_MAX);
	for (size_t i = 0; i < p->n_notes; i++)
		if (!p->notes[i].text)
			return err_set(err, ERR_DATA, "panel %zu has a note without a text", number);
	for (size_t i = 0; i < p->n_series && !rc; i++) {
		const struct graph_series *s = &p->series[i];
		if (!s->label || !s->unit || !s->freq || !strchr("ASQMDI", s->freq) || (s->n_points && !s->points))
			return err_set(err, ERR_DATA, "panel %zu: series %zu has no label, unit, figures or known frequency", number,
			               i + 1);
		if (s->n_points > GRAPH_POINTS_MAX)
			return err_set(err, ERR_LIMIT, "panel %zu: a series has %zu figures; a picture can show %d", number, s->n_points,
			               GRAPH_POINTS_MAX);
		rc = check_points(s, number, err);
	}
	return rc;
}

static bool has_figure(const struct graph_request *r)
{
	struct graph_axis axis;

	for (size_t i = 0; i < r->n_panels; i++)
		if (graph_axis_span(&axis, &r->panels[i]))
			return true;
	return false;
}

static int check_size(const char *what, unsigned n, unsigned min, unsigned max, struct err *err)
{
	if (n && (n < min || n > max))
		return err_set(err, ERR_LIMIT, "a picture cannot be %u pixels %s; %u to %u it can", n, what, min, max);
	return 0;
}

static int check(const struct graph_request *r, struct err *err)
{
	if (!r->title || !r->panels || !r->n_panels || (r->format != GRAPH_PNG && r->format != GRAPH_SVG) ||
	    (r->theme != GRAPH_LIGHT && r->theme != GRAPH_DARK))
		return err_set(err, ERR_DATA, "a picture needs a title, a panel, a format and a theme");
	if (r->n_panels > GRAPH_PANELS_MAX)
		return err_set(err, ERR_LIMIT, "%zu panels are too many; a picture can show %d", r->n_panels, GRAPH_PANELS_MAX);
	int rc = check_size("wide", r->width, GRAPH_WIDTH_MIN, GRAPH_WIDTH_MAX, err);
	if (!rc)
		rc = check_size("high", r->height, GRAPH_HEIGHT_MIN, GRAPH_HEIGHT_MAX, err);
	for (size_t i = 0; i < r->n_panels && !rc; i++)
		rc = check_panel(&r->panels[i], i + 1, err);
	if (!rc && !has_figure(r))
		rc = err_set(err, ERR_DATA, "there is no figure to draw");
	return rc;
}

/* --- the page -------------------------------------------------------------------------------------------------------------------------- */

struct page {
	unsigned width, height, columns, rows;
	double head; /* height of the title */
	struct graph_text title;
};

static unsigned rows_of(const struct graph_request *r, unsigned columns)
{
	return ((unsigned)r->n_panels + columns - 1) / columns;
}

static double head_of(const struct graph_request *r, unsigned width)
{
	return r->title[0] ? rint(2.2 * fmax(13, fmin(64, width * 0.015))) : 0;
}

/* The columns whose panels are nearest to the usual shape. */
static unsigned choose_columns(const struct graph_request *r, const struct page *p)
{
	double best = INFINITY;
	unsigned chosen = 1;

	for (unsigned columns = 1; columns <= PAGE_COLUMNS_MAX && columns <= r->n_panels; columns++) {
		double shape = (double)p->width / columns / ((p->height - p->head) / rows_of(r, columns));
		double off = fabs(log(shape * PANEL_HEIGHT / PANEL_WIDTH));
		if (off < best) {
			best = off;
			chosen = columns;
		}
	}
	return chosen;
}

static unsigned usual_columns(size_t n_panels)
{
	return n_panels == 1 ? 1 : n_panels <= 8 ? 2 : n_panels <= 18 ? 3 : n_panels <= 32 ? 4 : 5;
}

/* How much higher than usual a panel should be: for each unit beyond the first a plot more, and for the notes' list. */
static double growth_of(const struct graph_request *r)
{
	double most = 1;

	for (size_t i = 0; i < r->n_panels; i++) {
		const struct graph_panel *p = &r->panels[i];
		size_t units = 0, k;
		for (size_t n = 0; n < p->n_series; n++) {
			for (k = 0; k < n && strcmp(p->series[k].unit, p->series[n].unit) != 0; k++)
				;
			units += k == n;
		}
		most = fmax(most, 1 + 0.4 * (double)(units - 1) + 0.017 * fmin((double)p->n_notes, 24));
	}
	return most;
}

static void choose_size(const struct graph_request *r, struct page *p)
{
	bool single = r->n_panels == 1;
	double shape = (single ? (double)SINGLE_HEIGHT / SINGLE_WIDTH : (double)PANEL_HEIGHT / PANEL_WIDTH) * growth_of(r);
	unsigned columns = usual_columns(r->n_panels);

	p->width = r->width;
	p->height = r->height;
	if (!p->width && p->height)
		p->width = (unsigned)fmin(GRAPH_WIDTH_MAX, (double)p->height / rows_of(r, columns) / shape * columns);
	if (!p->width)
		p->width = single ? SINGLE_WIDTH : columns * PANEL_WIDTH > PAGE_WIDTH ? PAGE_WIDTH : columns * PANEL_WIDTH;
	/* On a narrow page the panels stand below each other rather than be too narrow to read. */
	if (!p->height) {
		unsigned fitting = p->width / COLUMN_WIDTH_MIN;
		columns = fitting < 1 ? 1 : fitting < columns ? fitting : columns;
		double height = (double)p->width / columns * shape * rows_of(r, columns) + head_of(r, p->width);
		p->height = (unsigned)rint(fmin(GRAPH_HEIGHT_MAX, height));
	}
	p->width = p->width < GRAPH_WIDTH_MIN ? GRAPH_WIDTH_MIN : p->width;
	p->height = p->height < GRAPH_HEIGHT_MIN ? GRAPH_HEIGHT_MIN : p->height;
}

static int lay_out(const struct graph_request *r, struct page *p, struct err *err)
{
	choose_size(r, p);
	p->head = fmin(head_of(r, p->width), rint(p->height * 0.2));
	p->columns = choose_columns(r, p);
	p->rows = rows_of(r, p->columns);
	double panel_height = (p->height - p->head) / p->rows, panel_width = (double)p->width / p->columns;
	if (r->n_panels > 1 && (panel_height < GRAPH_HEIGHT_MIN || panel_width < GRAPH_WIDTH_MIN))
		return err_set(err, ERR_LIMIT, "%zu panels do not fit into %u by %u pixels; each needs %d by %d", r->n_panels, p->width,
		               p->height, GRAPH_WIDTH_MIN, GRAPH_HEIGHT_MIN);
	return 0;
}

static int draw_page(const struct graph_request *r, const struct page *p, struct graph_canvas *c, const char *folder, struct err *err)
{
	const struct graph_look *look = graph_look(r->theme);
	double width = (double)p->width / p->columns, height = (p->height - p->head) / p->rows;
	struct graph_text title = {.text = r->title, .bold = true, .color = look->ink, .lines = 1};
	int rc = 0;

	double margin = graph_margin(graph_stroke(width, height));
	title.size = rint(p->head / 2.2);
	title.width = p->width - 2 * margin;
	graph_text_draw(c->cr, &title, margin, p->head * 0.35);
	for (size_t i = 0; i < r->n_panels && !rc; i++) {
		size_t row = i / p->columns, column = i % p->columns;
		struct graph_box box = {rint(width * (double)column), rint(p->head + height * (double)row), floor(width), floor(height)};
		rc = graph_panel_draw(&r->panels[i], &box, c, look, folder, err);
		if (rc && r->n_panels > 1)
			(void)err_prefix(err, "panel %zu", i + 1);
	}
	return rc;
}

/* A folder of our own under `tmp`, as an absolute path: one that begins otherwise can mean a database to librrd. NULL where there is none. */
static char *make_folder(const char *tmp, struct err *err)
{
	char *real = realpath(tmp, NULL), *folder = NULL;

	if (!real) {
		err_fill_sys(err, errno, "cannot use the folder %s for the picture", tmp);
		return NULL;
	}
	if (asprintf(&folder, "%s/graph-XXXXXX", real) < 0) {
		folder = NULL;
		err_fill_sys(err, ENOMEM, "cannot draw the picture");
	} else if (!mkdtemp(folder)) {
		err_fill_sys(err, errno, "cannot make a folder in %s for the picture", real);
		free(folder);
		folder = NULL;
	}
	free(real);
	return folder;
}

/* With whatever librrd has left in it when it failed. */
static void remove_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *e;

	while (dir && (e = readdir(dir)))
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			unlinkat(dirfd(dir), e->d_name, 0);
	if (dir)
		closedir(dir);
	rmdir(folder);
}

int graph_draw(const struct graph_request *r, const char *tmp, struct buf *image, struct err *err)
{
	struct graph_canvas canvas = {0};
	struct page page = {0};
	struct err own = {0};

	if (!err)
		err = &own;
	int rc = check(r, err);
	if (!rc)
		rc = lay_out(r, &page, err);
	if (rc)
		return rc;
	char *folder = make_folder(tmp, err);
	if (!folder)
		return err->code;
	rc = graph_canvas_open(&canvas, r, page.width, page.height, err);
	if (!rc)
		rc = draw_page(r, &page, &canvas, folder, err);
	if (!rc)
		rc = graph_canvas_close(&canvas, image, err);
	graph_canvas_fini(&canvas);
	remove_folder(folder);
	free(folder);
	return rc;
}
