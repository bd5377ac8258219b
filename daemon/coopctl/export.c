/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * export: all observations in the CSV long form that import reads back.
 *
 * The names of the series and the sources are held in memory, the observations are not: they are asked for one series at a time, some
 * requests ahead of the reply that is being read, and written as they come.
 */
#include "base/date.h"
#include "coopctl/command.h"
#include "coopctl/names.h"
#include "coopctl/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WINDOW 32 /* requests on the way at once: far less than a socket holds */

enum {
	OBSERVATION_SERIES,
	OBSERVATION_PERIOD,
	OBSERVATION_VALUE,
	OBSERVATION_HIGH,
	OBSERVATION_G,
	OBSERVATION_BOUND,
	OBSERVATION_STATUS,
	OBSERVATION_SOURCE,
	OBSERVATION_PUBLISHED,
	OBSERVATION_EVIDENCE,
	OBSERVATION_WRITTEN,
	OBSERVATION_CELLS
};
enum { SOURCE_ID, SOURCE_NAME, SOURCE_AUTHORITY, SOURCE_URL, SOURCE_PARTY, SOURCE_RANK };
enum { EXPORT_VALUE = 2, EXPORT_SOURCE_NAME = 10, EXPORT_CELLS = 15 };

static const struct column series_columns[] = {{"series", 1, COLUMN_TEXT, 0}, {0}};

static const struct column source_columns[] = {
    {"id", 1, COLUMN_TEXT, 0},
    {"name", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"authority", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"url", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"party", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"rank", COLUMN_OPTION, COLUMN_TEXT, 0},
    {0},
};

static const struct column observation_columns[] = {
    {"series", 1, COLUMN_TEXT, 0},
    {"period", 2, COLUMN_TEXT, 0},
    {"value", 3, COLUMN_NUMBER, 0},
    {"high", COLUMN_OPTION, COLUMN_NUMBER, 0},
    {"g", COLUMN_OPTION, COLUMN_NUMBER, 0},
    {"bound", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"status", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"source", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"published", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"evidence", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"written", COLUMN_OPTION, COLUMN_TEXT, 0},
    {0},
};

/* JSON has the number and, behind the rest, what was written; CSV has what was written, else the number, in one column. */
static const struct column export_columns[] = {
    {"series", 1, COLUMN_TEXT, 0},       {"period", 2, COLUMN_TEXT, 0},
    {"value", 3, COLUMN_NUMBER, 0},      {"high", 4, COLUMN_NUMBER, 0},
    {"g", 5, COLUMN_NUMBER, 0},          {"bound", 6, COLUMN_TEXT, 0},
    {"status", 7, COLUMN_TEXT, 0},       {"source", 8, COLUMN_TEXT, 0},
    {"published", 9, COLUMN_TEXT, 0},    {"evidence", 10, COLUMN_TEXT, 0},
    {"source_name", 11, COLUMN_TEXT, 0}, {"authority", 12, COLUMN_TEXT, 0},
    {"url", 13, COLUMN_TEXT, 0},         {"party", 14, COLUMN_TEXT, 0},
    {"rank", 15, COLUMN_NUMBER, 0},      {0},
};

/* Cuts the frequencies off and leaves each name once. */
static int unite(struct rows *series, struct err *err)
{
	size_t kept = 0;

	for (size_t i = 0; i < series->n; i++)
		if (names_freq(series->cell[i]))
			series->cell[i][strlen(series->cell[i]) - 2] = '\0';
	int rc = rows_sort(series, err);
	for (size_t i = 0; i < series->n && !rc; i++) {
		char *name = series->cell[i];
		series->cell[i] = NULL;
		if (kept && strcmp(series->cell[kept - 1], name) == 0)
			free(name);
		else
			series->cell[kept++] = name;
	}
	if (!rc)
		series->n = kept;
	return rc;
}

static int write_one(struct output *o, const struct rows *sources, const struct words *w, struct err *err)
{
	const char *seen[COLUMNS_MAX], *cells[EXPORT_CELLS] = {0};

	output_cells(observation_columns, w, seen);
	memcpy(cells, seen, (OBSERVATION_EVIDENCE + 1) * sizeof *cells);
	if (seen[OBSERVATION_WRITTEN] && o->form != FORM_JSON)
		cells[EXPORT_VALUE] = seen[OBSERVATION_WRITTEN];
	long source = seen[OBSERVATION_SOURCE] ? rows_find(sources, seen[OBSERVATION_SOURCE]) : -1;
	if (source >= 0)
		memcpy(cells + EXPORT_SOURCE_NAME, rows_at(sources, (size_t)source) + SOURCE_NAME,
		       (SOURCE_RANK - SOURCE_NAME + 1) * sizeof *cells);
	if (o->form != FORM_JSON)
		return output_row(o, cells, err);

	const char *with_written[EXPORT_CELLS + 1];
	memcpy(with_written, cells, sizeof cells);
	with_written[EXPORT_CELLS] = seen[OBSERVATION_WRITTEN];
	return output_row(o, with_written, err);
}

static int write_reply(struct call *call, struct output *o, const struct rows *sources, struct err *err)
{
	struct words w;
	int64_t n;
	int rc = client_status(&call->client, &n, NULL, err);

	while (!rc && n-- > 0) {
		rc = client_words(&call->client, &w, err);
		if (!rc && w.n < 3)
			rc = err_set(err, CLIENT_BROKEN, "coopd at %s sent an observation without series, period or value",
			             call->client.path);
		if (!rc)
			rc = write_one(o, sources, &w, err);
	}
	return rc;
}

/* The option that asks for the state of an earlier day, "" for today's. A bad date is refused here, before anything is printed. */
static int as_of(const struct call *call, char out[32], struct err *err)
{
	const char *date = command_flag(call, "--as-of");
	int32_t day;

	if (date && date_parse(date, strlen(date), &day))
		return err_set(err, ERR_DATA, "--as-of is a date such as 2024-03-01, not %.100s", date);
	snprintf(out, 32, "%s%.10s", date ? " asof=" : "", date ? date : "");
	return 0;
}

static int write_all(struct call *call, enum form form, const struct rows *series, const struct rows *sources, struct err *err)
{
	struct column columns[EXPORT_CELLS + 2] = {{0}};
	struct output o;
	size_t sent = 0;
	char asof[32];

	int rc = as_of(call, asof, err);
	if (rc)
		return rc;
	memcpy(columns, export_columns, sizeof export_columns);
	if (form == FORM_JSON)
		columns[EXPORT_CELLS] = (struct column){"written", EXPORT_CELLS + 1, COLUMN_TEXT, 0};
	rc = output_begin(&o, form, columns, err);
	for (size_t i = 0; i < series->n && !rc; i++) {
		while (!rc && sent < series->n && sent < i + WINDOW)
			rc = client_sendf(&call->client, err, "OBSERVATIONS %s%s", series->cell[sent++], asof);
		if (!rc)
			rc = write_reply(call, &o, sources, err);
	}
	if (!rc)
		rc = output_end(&o, err);
	output_fini(&o);
	return rc;
}

int export_run(struct call *call, struct err *err)
{
	struct rows series = {0}, sources = {0};
	const char *format = command_flag(call, "--format");
	enum form form = call->form == FORM_TABLE ? FORM_CSV : call->form;

	if (format && strcmp(format, "json") == 0)
		form = FORM_JSON;
	else if (format && strcmp(format, "csv") == 0)
		form = FORM_CSV;
	else if (format)
		return err_set(err, ERR_USAGE, "--format is csv or json, not %.100s", format);
	int rc = client_sendf(&call->client, err, "SOURCES");
	if (!rc)
		rc = command_send(call, err);
	if (!rc)
		rc = rows_read(&sources, &call->client, source_columns, err);
	if (!rc)
		rc = rows_read(&series, &call->client, series_columns, err);
	if (!rc)
		rc = rows_sort(&sources, err);
	if (!rc)
		rc = unite(&series, err);
	if (!rc)
		rc = write_all(call, form, &series, &sources, err);
	rows_fini(&series);
	rows_fini(&sources);
	return rc;
}
