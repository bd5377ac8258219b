/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "coopctl/overview.h"

#include "base/period.h"
#include "coopctl/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

/* Requests on the way at once: far less than a socket holds, so that neither side waits for the other. */
#define WINDOW 32

enum { SERIES_NAME, SERIES_TITLE };

static const struct column area_columns[] = {{"area", 1, COLUMN_TEXT, 0}, {"title", COLUMN_OPTION, COLUMN_TEXT, 0}, {0}};
static const struct column series_columns[] = {{"series", 1, COLUMN_TEXT, 0}, {"title", COLUMN_OPTION, COLUMN_TEXT, 0}, {0}};
static const struct column note_columns[] = {
    {"date", 1, COLUMN_TEXT, 0},
    {"area", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"kind", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"text", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"source", COLUMN_OPTION, COLUMN_TEXT, 0},
    {0},
};

long overview_statement(const struct overview *o, const char *area)
{
	for (size_t i = o->notes.n; i-- > 0;) {
		const char *where = rows_cell(&o->notes, i, OVERVIEW_NOTE_AREA), *kind = rows_cell(&o->notes, i, OVERVIEW_NOTE_KIND);
		if (where && kind && strcmp(where, area) == 0 && strcmp(kind, "statement") == 0)
			return (long)i;
	}
	return -1;
}

/* Whether figure `a` is of a later period than `b`. */
static bool newer(const char *a, const char *b)
{
	struct period pa, pb;

	if (!b || period_parse(a, strlen(a), &pa, NULL))
		return !b;
	if (period_parse(b, strlen(b), &pb, NULL))
		return true;
	return period_end(&pa) > period_end(&pb);
}

/* Reads one GET's reply and keeps its newest figure in `cells` (copies, owned by the caller; the first NULL where there is none). */
static int read_newest(struct client *c, char *cells[FIGURE_CELLS], struct err *err)
{
	const char *found[COLUMNS_MAX];
	struct words w;
	int64_t n;
	int rc = client_status(c, &n, NULL, err);

	/* A period that a series cannot have, or a series that is gone meanwhile, is no figure and no fault. */
	if (rc == CLIENT_REFUSED(EX_DATAERR) || rc == CLIENT_REFUSED(EX_NOINPUT))
		return 0;
	while (!rc && n-- > 0) {
		rc = client_words(c, &w, err);
		if (!rc && w.n < 2)
			rc = err_set(err, CLIENT_BROKEN, "coopd at %s sent a figure without period or value", c->path);
		if (rc || !newer(w.word[0], cells[FIGURE_PERIOD]))
			continue;
		output_cells(figure_columns, &w, found);
		for (size_t i = 0; i < FIGURE_CELLS && !rc; i++) {
			free(cells[i]);
			cells[i] = found[i] ? strdup(found[i]) : NULL;
			if (found[i] && !cells[i])
				rc = err_set(err, ERR_INTERNAL, "out of memory");
		}
	}
	return rc;
}

static int send_get(struct call *call, const char *series, struct err *err)
{
	struct call get = *call;
	const char *args[] = {series, call->n_args > 1 ? call->args[1] : NULL};

	get.args = args;
	int rc = command_send(&get, err);
	call->client = get.client;
	return rc;
}

static bool same_area(const char *series, const char *area)
{
	const char *slash = strchr(series, '/');
	size_t n = strlen(area);

	return slash && strncmp(slash + 1, area, n) == 0 && slash[1 + n] == '/';
}

static bool is_state(const char *kind)
{
	return strcmp(kind, "stock") == 0 || strcmp(kind, "ordinal") == 0;
}

/* A state counts for the year and the half that hold its day: one row is enough, of the later one. True where `row` is already told. */
static bool already_told(struct overview *o, const char **row)
{
	char base[256], other[256];

	if (!o->figures.n || !is_state(row[OVERVIEW_KIND] ? row[OVERVIEW_KIND] : ""))
		return false;
	char **last = o->figures.cell + (o->figures.n - 1) * o->figures.n_columns;
	names_base(row[OVERVIEW_SERIES], base, sizeof base);
	names_base(last[OVERVIEW_SERIES], other, sizeof other);
	if (strcmp(base, other) != 0)
		return false;
	if (!newer(row[OVERVIEW_FIGURE + FIGURE_PERIOD], last[OVERVIEW_FIGURE + FIGURE_PERIOD]))
		return true;
	for (size_t i = 0; i < o->figures.n_columns; i++)
		free(last[i]);
	o->figures.n--;
	return false;
}

static int keep_figure(struct overview *o, const struct rows *series, size_t i, const struct rows *indicators, char **figure,
                       struct err *err)
{
	const char *row[COLUMNS_MAX] = {0}, *name = rows_cell(series, i, SERIES_NAME), *title = rows_cell(series, i, SERIES_TITLE);
	struct names_indicator about;
	char indicator[256], area[256];

	if (!figure[FIGURE_PERIOD])
		return 0;
	names_indicator(name, indicator, sizeof indicator);
	names_describe(indicators, indicator, &about);
	snprintf(area, sizeof area, "%.*s", (int)strcspn(indicator, "/"), indicator);
	row[OVERVIEW_AREA] = area;
	row[OVERVIEW_SERIES] = name;
	row[OVERVIEW_TITLE] = title ? title : *about.title ? about.title : indicator;
	row[OVERVIEW_KIND] = *about.kind ? about.kind : NULL;
	for (size_t c = 0; c < FIGURE_CELLS; c++)
		row[OVERVIEW_FIGURE + c] = figure[c];
	if (!row[OVERVIEW_FIGURE + FIGURE_UNIT] && *about.unit)
		row[OVERVIEW_FIGURE + FIGURE_UNIT] = about.unit;
	return already_told(o, row) ? 0 : rows_add(&o->figures, row, err);
}

static int read_figures(struct call *call, struct overview *o, const struct rows *series, const struct rows *indicators, struct err *err)
{
	size_t sent = 0;
	int rc = 0;

	o->figures.n_columns = OVERVIEW_FIGURE + FIGURE_CELLS;
	for (size_t i = 0; i < series->n && !rc; i++) {
		char *figure[FIGURE_CELLS] = {0};
		while (!rc && sent < series->n && sent < i + WINDOW)
			rc = send_get(call, rows_cell(series, sent++, SERIES_NAME), err);
		if (!rc)
			rc = read_newest(&call->client, figure, err);
		if (!rc)
			rc = keep_figure(o, series, i, indicators, figure, err);
		for (size_t c = 0; c < FIGURE_CELLS; c++)
			free(figure[c]);
	}
	return rc;
}

/* Leaves the one area asked for, where one was. */
static int choose_areas(struct overview *o, const char *wanted, struct err *err)
{
	struct rows all = o->areas;
	int rc = 0;

	o->areas = (struct rows){.n_columns = all.n_columns};
	for (size_t i = 0; i < all.n && !rc; i++)
		if (!wanted || strcmp(rows_cell(&all, i, OVERVIEW_AREA_ID), wanted) == 0)
			rc = rows_add(&o->areas, rows_at(&all, i), err);
	rows_fini(&all);
	return rc;
}

/* The series of the areas, in the order of the areas. With a period asked for, once a measure: the period says the frequency. */
static int choose_series(const struct overview *o, const struct rows *all, bool by_period, struct rows *out, struct err *err)
{
	char before[256] = "", base[256];
	int rc = 0;

	out->n_columns = all->n_columns;
	for (size_t a = 0; a < o->areas.n; a++)
		for (size_t i = 0; i < all->n && !rc; i++) {
			const char *name = rows_cell(all, i, SERIES_NAME);
			if (!same_area(name, rows_cell(&o->areas, a, OVERVIEW_AREA_ID)))
				continue;
			names_base(name, base, sizeof base);
			if (by_period && strcmp(base, before) == 0)
				continue;
			memcpy(before, base, sizeof before);
			rc = rows_add(out, (const char *const[]){by_period ? base : name, rows_cell(all, i, SERIES_TITLE)}, err);
		}
	return rc;
}

int overview_run(struct call *call, struct err *err)
{
	struct overview o = {.pair_or_area = call->args[0]};
	struct rows all = {0}, series = {0}, indicators = {0}, mirror = {0};
	struct client *c = &call->client;
	const char *slash = strchr(call->args[0], '/');

	names_mirror(call->args[0], o.mirror, sizeof o.mirror);
	/* NOTES goes first: it knows whether there is such a pair and area. */
	struct call notes = *call;
	notes.command = &(const struct command){.verb = "NOTES"};
	notes.n_args = 1;
	int rc = command_send(&notes, err);
	*c = notes.client;
	if (!rc)
		rc = client_sendf(c, err, "AREAS\nINDICATORS\nSERIES \"%s/*\"\nSERIES \"%s/*\"", call->args[0], o.mirror);
	if (!rc)
		rc = rows_read(&o.notes, c, note_columns, err);
	if (!rc)
		rc = rows_read(&o.areas, c, area_columns, err);
	if (!rc)
		rc = rows_read(&indicators, c, names_indicator_columns, err);
	if (!rc)
		rc = rows_read(&all, c, series_columns, err);
	if (!rc)
		rc = rows_read(&mirror, c, series_columns, err);
	o.n_mirror = mirror.n;
	if (!rc)
		rc = choose_areas(&o, slash ? slash + 1 : NULL, err);
	if (!rc)
		rc = choose_series(&o, &all, call->n_args > 1, &series, err);
	if (!rc)
		rc = read_figures(call, &o, &series, &indicators, err);
	if (!rc)
		rc = overview_print(&o, call->form, err);
	rows_fini(&all);
	rows_fini(&mirror);
	rows_fini(&series);
	rows_fini(&indicators);
	rows_fini(&o.notes);
	rows_fini(&o.areas);
	rows_fini(&o.figures);
	return rc;
}
