/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "coopctl/overview.h"

#include "coopctl/text.h"

#include <stdio.h>
#include <string.h>

static const struct column people_columns[] = {
    {"area", 1, COLUMN_TEXT, COLUMN_KEY},
    {"indicator", 2, COLUMN_TEXT, COLUMN_CUT},
    {"figure", 3, COLUMN_TEXT, COLUMN_RIGHT},
    {"low..high", 4, COLUMN_TEXT, COLUMN_RIGHT},
    {"period", 5, COLUMN_TEXT, 0},
    {"basis", 6, COLUMN_TEXT, 0},
    {"source", 7, COLUMN_TEXT, COLUMN_CUT},
    {"published", 8, COLUMN_TEXT, 0},
    {0},
};

static const struct column event_columns[] = {
    {"date", 1, COLUMN_TEXT, COLUMN_KEY},
    {"area", 2, COLUMN_TEXT, 0},
    {"event", 3, COLUMN_TEXT, COLUMN_CUT},
    {"source", 4, COLUMN_TEXT, COLUMN_CUT},
    {0},
};

static const struct column empty_columns[] = {
    {"area", 1, COLUMN_TEXT, COLUMN_KEY},      {"figure", 2, COLUMN_TEXT, 0},          {"date", 3, COLUMN_TEXT, 0},
    {"statement", 4, COLUMN_TEXT, COLUMN_CUT}, {"source", 5, COLUMN_TEXT, COLUMN_CUT}, {0},
};

static const struct column flat_columns[] = {
    {"area", 1, COLUMN_TEXT, 0},       {"series", 2, COLUMN_TEXT, 0},  {"title", 3, COLUMN_TEXT, 0},      {"kind", 4, COLUMN_TEXT, 0},
    {"period", 5, COLUMN_TEXT, 0},     {"value", 6, COLUMN_NUMBER, 0}, {"low", 7, COLUMN_NUMBER, 0},      {"high", 8, COLUMN_NUMBER, 0},
    {"bound", 9, COLUMN_TEXT, 0},      {"basis", 10, COLUMN_TEXT, 0},  {"status", 11, COLUMN_TEXT, 0},    {"source", 12, COLUMN_TEXT, 0},
    {"published", 13, COLUMN_TEXT, 0}, {"unit", 14, COLUMN_TEXT, 0},   {"statement", 15, COLUMN_TEXT, 0}, {0},
};
enum { FLAT_STATEMENT = 14, FLAT_CELLS };

static const struct column note_columns[] = {{"date", 1, COLUMN_TEXT, 0}, {"area", 2, COLUMN_TEXT, 0},   {"kind", 3, COLUMN_TEXT, 0},
                                             {"text", 4, COLUMN_TEXT, 0}, {"source", 5, COLUMN_TEXT, 0}, {0}};

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static bool in_area(const struct overview *o, size_t figure, const char *area)
{
	return strcmp(or_empty(rows_cell(&o->figures, figure, OVERVIEW_AREA)), area) == 0;
}

static bool has_figures(const struct overview *o, const char *area)
{
	for (size_t i = 0; i < o->figures.n; i++)
		if (in_area(o, i, area))
			return true;
	return false;
}

static const char *area_title(const struct overview *o, size_t area)
{
	const char *title = rows_cell(&o->areas, area, OVERVIEW_AREA_TITLE);

	return title ? title : rows_cell(&o->areas, area, OVERVIEW_AREA_ID);
}

static int print_figures(const struct overview *o, struct err *err)
{
	char figure[TEXT_FIGURE_MAX], interval[TEXT_FIGURE_MAX];
	struct output out;
	int rc = output_begin(&out, FORM_TABLE, people_columns, err);

	for (size_t a = 0; a < o->areas.n; a++) {
		const char *id = rows_cell(&o->areas, a, OVERVIEW_AREA_ID), *title = area_title(o, a);
		for (size_t i = 0; i < o->figures.n && !rc; i++) {
			if (!in_area(o, i, id))
				continue;
			const char *const *row = rows_at(&o->figures, i), *const *f = row + OVERVIEW_FIGURE;
			text_figure(f[FIGURE_VALUE], f[FIGURE_LOW], f[FIGURE_HIGH], f[FIGURE_BOUND], f[FIGURE_BASIS], f[FIGURE_UNIT],
			            figure);
			text_interval(f[FIGURE_LOW], f[FIGURE_HIGH], interval);
			rc = output_row(&out,
			                (const char *const[]){title, row[OVERVIEW_TITLE], figure, interval, f[FIGURE_PERIOD],
			                                      f[FIGURE_BASIS], f[FIGURE_SOURCE], f[FIGURE_PUBLISHED]},
			                err);
			title = "";
		}
	}
	if (!rc)
		rc = output_end(&out, err);
	output_fini(&out);
	return rc;
}

static int print_empty(const struct overview *o, struct err *err)
{
	struct output out;
	bool gap = o->figures.n > 0;
	int rc = output_begin(&out, FORM_TABLE, empty_columns, err);

	for (size_t a = 0; a < o->areas.n && !rc; a++) {
		const char *id = rows_cell(&o->areas, a, OVERVIEW_AREA_ID), *const none[OVERVIEW_NOTE_SOURCE + 1] = {0};
		if (has_figures(o, id))
			continue;
		long row = overview_statement(o, id);
		const char *const *note = row < 0 ? none : rows_at(&o->notes, (size_t)row);
		if (gap)
			putchar('\n');
		gap = false;
		rc = output_row(&out,
		                (const char *const[]){area_title(o, a), "no figure", note[OVERVIEW_NOTE_DATE], note[OVERVIEW_NOTE_TEXT],
		                                      note[OVERVIEW_NOTE_SOURCE]},
		                err);
	}
	if (!rc)
		rc = output_end(&out, err);
	output_fini(&out);
	return rc;
}

static bool is_event(const struct overview *o, size_t note)
{
	return strcmp(or_empty(rows_cell(&o->notes, note, OVERVIEW_NOTE_KIND)), "event") == 0;
}

static int print_events(const struct overview *o, struct err *err)
{
	struct output out;
	int rc = output_begin(&out, FORM_TABLE, event_columns, err);

	for (size_t i = 0; i < o->notes.n && !rc; i++) {
		const char *const *note = rows_at(&o->notes, i);
		if (!is_event(o, i))
			continue;
		if (!out.n_rows)
			putchar('\n');
		rc = output_row(&out,
		                (const char *const[]){note[OVERVIEW_NOTE_DATE], note[OVERVIEW_NOTE_AREA], note[OVERVIEW_NOTE_TEXT],
		                                      note[OVERVIEW_NOTE_SOURCE]},
		                err);
	}
	if (!rc)
		rc = output_end(&out, err);
	output_fini(&out);
	return rc;
}

/* One row a figure; an area without any has one row with its newest statement. */
static int print_flat(const struct overview *o, enum form form, struct err *err)
{
	struct output out;
	int rc = output_begin(&out, form, flat_columns, err);

	for (size_t a = 0; a < o->areas.n && !rc; a++) {
		const char *id = rows_cell(&o->areas, a, OVERVIEW_AREA_ID), *cells[FLAT_CELLS] = {id};
		for (size_t i = 0; i < o->figures.n && !rc; i++) {
			if (!in_area(o, i, id))
				continue;
			memcpy(cells, rows_at(&o->figures, i), o->figures.n_columns * sizeof *cells);
			cells[FLAT_STATEMENT] = NULL;
			rc = output_row(&out, cells, err);
		}
		if (rc || has_figures(o, id))
			continue;
		long row = overview_statement(o, id);
		cells[FLAT_STATEMENT] = row < 0 ? NULL : rows_cell(&o->notes, (size_t)row, OVERVIEW_NOTE_TEXT);
		rc = output_row(&out, cells, err);
	}
	if (!rc)
		rc = output_end(&out, err);
	output_fini(&out);
	return rc;
}

static void json_area(const struct overview *o, size_t area)
{
	const char *id = rows_cell(&o->areas, area, OVERVIEW_AREA_ID);
	bool first = true;

	fputs("{\"area\":", stdout);
	output_json_text(id);
	fputs(",\"title\":", stdout);
	output_json_text(area_title(o, area));
	fputs(",\"figures\":[", stdout);
	for (size_t i = 0; i < o->figures.n; i++) {
		const char *const *row = rows_at(&o->figures, i);
		if (!in_area(o, i, id))
			continue;
		/* The flat columns without area and statement. */
		struct column columns[FLAT_CELLS] = {{0}};
		memcpy(columns, flat_columns + OVERVIEW_SERIES, (FLAT_STATEMENT - OVERVIEW_SERIES) * sizeof *columns);
		fputs(first ? "\n  " : ",\n  ", stdout);
		output_json_object(columns, row + OVERVIEW_SERIES);
		first = false;
	}
	fputs("],\"statement\":", stdout);
	long row = overview_statement(o, id);
	if (row < 0)
		fputs("null", stdout);
	else
		output_json_object(note_columns, rows_at(&o->notes, (size_t)row));
	putchar('}');
}

static int print_json(const struct overview *o)
{
	bool first = true;

	fputs("{\"pair\":", stdout);
	char pair[64];
	snprintf(pair, sizeof pair, "%.*s", (int)strcspn(o->pair_or_area, "/"), o->pair_or_area);
	output_json_text(pair);
	fputs(",\"areas\":[", stdout);
	for (size_t a = 0; a < o->areas.n; a++) {
		fputs(a ? ",\n " : "\n ", stdout);
		json_area(o, a);
	}
	fputs("],\n\"events\":[", stdout);
	for (size_t i = 0; i < o->notes.n; i++) {
		if (!is_event(o, i))
			continue;
		fputs(first ? "\n " : ",\n ", stdout);
		output_json_object(note_columns, rows_at(&o->notes, i));
		first = false;
	}
	fputs("]}\n", stdout);
	return 0;
}

int overview_print(const struct overview *o, enum form form, struct err *err)
{
	if (form == FORM_JSON)
		return print_json(o);
	if (form != FORM_TABLE)
		return print_flat(o, form, err);
	int rc = print_figures(o, err);
	if (!rc)
		rc = print_empty(o, err);
	if (!rc)
		rc = print_events(o, err);
	if (!rc && o->n_mirror)
		printf("\nThe other side's books have figures of their own: coopctl get %s\n", o->mirror);
	return rc;
}
