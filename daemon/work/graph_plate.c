/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Measured with librrd 1.7.2 and --only-graph: the row that ends k steps after the graph's start is drawn in column k - 2, and nothing in the last column,
 * so the graph is a column wider than the plate; an area begins and ends a fifth of a pixel outside its values. With --slope-mode lines are smooth, and the
 * edges of areas are no longer upright; so areas and lines are drawn apart.
 */
#include "work/graph_private.h"

#include "base/num.h"

#include <errno.h>
#include <rrd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STEP 60
#define BEGIN ((time_t)1000000020) /* any time after 1980 that STEP divides */
#define AREA_SPREAD 0.2
#define ROW_TEXT_MAX(n) (24 + (n) * (NUM_TEXT_MAX + 1))
#define N_OPTIONS_MAX 40
#define OPTION_MAX 64

void graph_plate_init(void)
{
	/* Made lazily by librrd otherwise. */
	(void)rrd_set_to_DNAN();
}

struct graph_layer *graph_plate_layer(struct graph_plate *p, unsigned order, uint32_t color)
{
	size_t i = 0;

	while (i < p->n && p->layer[i].order < order)
		i++;
	if (i < p->n && p->layer[i].order == order)
		return &p->layer[i];
	double *column = p->n < GRAPH_LAYERS_MAX ? malloc(p->width * sizeof *column) : NULL;
	if (!column)
		return NULL;
	for (unsigned k = 0; k < p->width; k++)
		column[k] = NAN;
	memmove(&p->layer[i + 1], &p->layer[i], (p->n - i) * sizeof *p->layer);
	p->layer[i] = (struct graph_layer){.column = column, .color = color, .order = order};
	p->n++;
	return &p->layer[i];
}

void graph_plate_fini(struct graph_plate *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->layer[i].column);
	p->n = 0;
}

static int rrd_failed(const char *what, struct err *err)
{
	return err_set(err, ERR_DAMAGED, "librrd cannot %s: %s", what, rrd_test_error() ? rrd_get_error() : "no reason given");
}

/* The layers of one of the two kinds, in their order. */
static size_t select_layers(const struct graph_plate *p, bool lines, const struct graph_layer *out[GRAPH_LAYERS_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if ((p->layer[i].line > 0) == lines)
			out[n++] = &p->layer[i];
	return n;
}

/* A value as the file shall hold it: hundredths of a pixel are enough, and without the spread an area's edge is sharp. */
static double stored(const struct graph_layer *l, double v)
{
	if (!l->line && l->color)
		v -= copysign(fmin(AREA_SPREAD, fabs(v)), v);
	return rint(v * 100) / 100;
}

static int create(const char *path, unsigned rows, size_t n, struct err *err)
{
	char(*line)[OPTION_MAX] = calloc(n + 1, OPTION_MAX);
	const char **argv = calloc(n + 1, sizeof *argv);
	int rc = 0;

	if (line && argv) {
		for (size_t i = 0; i < n; i++)
			snprintf(line[i], OPTION_MAX, "DS:l%zu:GAUGE:%d:U:U", i, STEP);
		snprintf(line[n], OPTION_MAX, "RRA:AVERAGE:0.5:1:%u", rows);
		for (size_t i = 0; i <= n; i++)
			argv[i] = line[i];
		rrd_clear_error();
		if (rrd_create_r2(path, STEP, BEGIN, 0, NULL, NULL, (int)n + 1, argv) != 0)
			rc = rrd_failed("create the temporary file of a picture", err);
	} else {
		rc = err_sys(err, ENOMEM, "cannot draw the picture");
	}
	free(line);
	free(argv);
	return rc;
}

static void format_row(char *to, const struct graph_layer *const *layer, size_t n, unsigned column)
{
	to += sprintf(to, "%lld", (long long)BEGIN + (long long)(column + 1) * STEP);
	for (size_t i = 0; i < n; i++) {
		double v = layer[i]->column[column];
		*to++ = ':';
		if (isnan(v))
			*to++ = 'U';
		else
			to += num_format(stored(layer[i], v), to);
	}
	*to = '\0';
}

static int fill(const char *path, unsigned width, const struct graph_layer *const *layer, size_t n, struct err *err)
{
	char *text = malloc(width * ROW_TEXT_MAX(n));
	const char **argv = malloc(width * sizeof *argv);
	int rc = 0;

	if (text && argv) {
		for (unsigned k = 0; k < width; k++) {
			argv[k] = text + k * ROW_TEXT_MAX(n);
			format_row(text + k * ROW_TEXT_MAX(n), layer, n, k);
		}
		rrd_clear_error();
		if (rrd_update_r(path, NULL, (int)width, argv) != 0)
			rc = rrd_failed("fill the temporary file of a picture", err);
	} else {
		rc = err_sys(err, ENOMEM, "cannot draw the picture");
	}
	free(argv);
	free(text);
	return rc;
}

/* The words of a command, each its own memory. */
struct command {
	int n;
	bool failed;
	char *word[N_OPTIONS_MAX + 2 * GRAPH_LAYERS_MAX];
};

static void add(struct command *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void add(struct command *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&c->word[c->n], fmt, ap) < 0)
		c->failed = true;
	else
		c->n++;
	va_end(ap);
}

/* A path for DEF, where a colon ends it unless a backslash stands before; any other backslash is one. */
static char *escaped(const char *path)
{
	char *to = malloc(2 * strlen(path) + 1), *at = to;

	for (; to && *path; path++) {
		if (*path == ':')
			*at++ = '\\';
		*at++ = *path;
	}
	if (to)
		*at = '\0';
	return to;
}

static void add_options(struct command *c, const struct graph_plate *p, bool lines, enum graph_format format)
{
	static const char *const invisible[] = {"BACK", "CANVAS", "FRAME", "AXIS", "ARROW", "SHADEA", "SHADEB"};
	static const char *const bare[] = {"--only-graph", "--no-legend", "--no-gridfit", "--rigid"};

	add(c, "graphv");
	add(c, "-");
	add(c, "--imgformat=%s", format == GRAPH_PNG ? "PNG" : "SVG");
	add(c, "--start=%lld", (long long)BEGIN - STEP);
	add(c, "--end=%lld", (long long)BEGIN + (long long)p->width * STEP);
	add(c, "--width=%u", p->width + 1);
	add(c, "--height=%u", p->height);
	add(c, "--lower-limit=%.2f", -p->zero);
	add(c, "--upper-limit=%.2f", p->height - p->zero);
	add(c, "--border=0");
	add(c, "--x-grid=none");
	add(c, "--y-grid=none");
	for (size_t i = 0; i < sizeof bare / sizeof *bare; i++)
		add(c, "%s", bare[i]);
	for (size_t i = 0; i < sizeof invisible / sizeof *invisible; i++)
		add(c, "--color=%s#00000000", invisible[i]);
	if (lines)
		add(c, "--slope-mode");
}

static void add_layer(struct command *c, const struct graph_layer *l, size_t i, const char *path)
{
	char color[16] = "";

	if (l->color)
		snprintf(color, sizeof color, "#%08x", l->color);
	add(c, "DEF:l%zu=%s:l%zu:AVERAGE", i, path, i);
	if (l->line > 0)
		add(c, "LINE%.2f:l%zu%s%s%s", l->line, i, color, l->dashes ? "::dashes=" : "", l->dashes ? l->dashes : "");
	else
		add(c, "AREA:l%zu%s%s", i, color, l->stacked ? "::STACK" : "");
}

static int take_image(const rrd_info_t *info, struct buf *image, struct err *err)
{
	for (; info; info = info->next)
		if (strcmp(info->key, "image") == 0 && info->type == RD_I_BLO)
			return buf_add(image, info->value.u_blo.ptr, info->value.u_blo.size)
			           ? err_set(err, ERR_LIMIT, "a plot comes to more bytes than are allowed; ask for a smaller picture")
			           : 0;
	return err_set(err, ERR_DAMAGED, "librrd drew no picture");
}

static int draw(const struct graph_plate *p, bool lines, enum graph_format format, const char *path, const struct graph_layer *const *layer,
                size_t n, struct buf *image, struct err *err)
{
	struct command c = {0};
	char *safe = escaped(path);
	int rc;

	add_options(&c, p, lines, format);
	for (size_t i = 0; safe && i < n; i++)
		add_layer(&c, layer[i], i, safe);
	if (safe && !c.failed) {
		rrd_clear_error();
		rrd_info_t *info = rrd_graph_v(c.n, c.word);
		rc = info && !rrd_test_error() ? take_image(info, image, err) : rrd_failed("draw the picture", err);
		rrd_info_free(info);
	} else {
		rc = err_sys(err, ENOMEM, "cannot draw the picture");
	}
	while (c.n)
		free(c.word[--c.n]);
	free(safe);
	return rc;
}

int graph_plate_draw(const struct graph_plate *p, bool lines, enum graph_format format, const char *folder, struct buf *image,
                     struct err *err)
{
	const struct graph_layer *layer[GRAPH_LAYERS_MAX];
	size_t n = select_layers(p, lines, layer);
	char *path = NULL;

	if (!n)
		return 0;
	if (asprintf(&path, "%s/plate.rrd", folder) < 0)
		return err_sys(err, ENOMEM, "cannot draw the picture");
	int rc = create(path, p->width, n, err);
	if (!rc)
		rc = fill(path, p->width, layer, n, err);
	if (!rc)
		rc = draw(p, lines, format, path, layer, n, image, err);
	unlink(path);
	free(path);
	return rc;
}
