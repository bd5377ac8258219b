/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * export: all observations, as CSV and SDMX-CSV that import reads back, or as JSON.
 *
 * WHAT READING BACK NEEDS. Rows in the order recorded, of all series together: of two sources of one rank and one day the later recorded is believed,
 * whatever series they speak of. So the rows that are to be read back are kept in a temporary file and printed by their place in the ledger. `force`
 * where an observation would be refused as implausible though it was taken once; `nth` where the same was said again on the same day after a
 * correction, which would be known already; the date of the source beside that of the observation, for they may differ. The names of the series and the
 * sources are held in memory; the observations are asked for one series at a time.
 */
#include "coopctl/export.h"

#include "base/date.h"
#include "base/num.h"
#include "base/period.h"
#include "coopctl/rows.h"
#include "coopctl/sorted.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DATAFLOW "COOPD:OBSERVATIONS(1.0)"

/* What a row can show. The first are those of observation_columns and, from FIELD_SOURCE_NAME, those of source_columns behind the id. */
enum field {
	FIELD_SERIES,
	FIELD_PERIOD,
	FIELD_VALUE,
	FIELD_HIGH,
	FIELD_G,
	FIELD_BOUND,
	FIELD_STATUS,
	FIELD_SOURCE,
	FIELD_PUBLISHED,
	FIELD_EVIDENCE,
	FIELD_WRITTEN,
	FIELD_NTH,
	FIELD_FORCE,
	FIELD_SEQ,
	FIELD_SOURCE_NAME,
	FIELD_AUTHORITY,
	FIELD_URL,
	FIELD_SOURCE_PUBLISHED,
	FIELD_PARTY,
	FIELD_RANK,
	FIELD_UNIT,
	FIELD_TEXT,   /* as written, else the number */
	FIELD_NUMBER, /* NaN as SDMX spells it */
	FIELD_DATAFLOW,
	FIELD_FREQ,
	FIELD_REF_AREA,
	FIELD_COUNTERPART,
	FIELD_AREA,
	FIELD_INDICATOR,
	N_FIELDS
};

enum { SERIES_NAME, SERIES_UNIT };
enum { SOURCE_ID, SOURCE_NAME, SOURCE_CELLS = SOURCE_NAME + FIELD_RANK - FIELD_SOURCE_NAME + 1 };

static const struct column series_columns[] = {{"series", 1, COLUMN_TEXT, 0}, {"unit", COLUMN_OPTION, COLUMN_TEXT, 0}, {0}};

static const struct column source_columns[] = {
    {"id", 1, COLUMN_TEXT, 0},
    {"name", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"authority", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"url", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"published", COLUMN_OPTION, COLUMN_TEXT, 0},
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
    {"nth", COLUMN_OPTION, COLUMN_NUMBER, 0},
    {"force", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"seq", COLUMN_OPTION, COLUMN_NUMBER, 0},
    {0},
};

/* One form of export: `word` of a column is its field. */
struct layout {
	const char *format;
	enum form form;
	bool ordered;
	struct column columns[COLUMNS_MAX];
};

#define LONG_FORM(value)                                                                                                                   \
	{"series", FIELD_SERIES, COLUMN_TEXT, 0}, {"period", FIELD_PERIOD, COLUMN_TEXT, 0}, {"value", value, COLUMN_NUMBER, 0},            \
	    {"high", FIELD_HIGH, COLUMN_NUMBER, 0}, {"g", FIELD_G, COLUMN_NUMBER, 0}, {"bound", FIELD_BOUND, COLUMN_TEXT, 0},              \
	    {"status", FIELD_STATUS, COLUMN_TEXT, 0}, {"source", FIELD_SOURCE, COLUMN_TEXT, 0},                                            \
	    {"published", FIELD_PUBLISHED, COLUMN_TEXT, 0}, {"evidence", FIELD_EVIDENCE, COLUMN_TEXT, 0},                                  \
	    {"nth", FIELD_NTH, COLUMN_NUMBER, 0}, {"force", FIELD_FORCE, COLUMN_TEXT, 0},                                                  \
	    {"source_name", FIELD_SOURCE_NAME, COLUMN_TEXT, 0}, {"authority", FIELD_AUTHORITY, COLUMN_TEXT, 0},                            \
	    {"url", FIELD_URL, COLUMN_TEXT, 0}, {"source_published", FIELD_SOURCE_PUBLISHED, COLUMN_TEXT, 0},                              \
	    {"party", FIELD_PARTY, COLUMN_TEXT, 0},                                                                                        \
	{                                                                                                                                  \
		"rank", FIELD_RANK, COLUMN_NUMBER, 0                                                                                       \
	}

static const struct layout layouts[] = {
    {"csv", FORM_CSV, true, {LONG_FORM(FIELD_TEXT), {0}}},
    {"json", FORM_JSON, false, {LONG_FORM(FIELD_VALUE), {"written", FIELD_WRITTEN, COLUMN_TEXT, 0}, {0}}},
    {"plain", FORM_PLAIN, false, {LONG_FORM(FIELD_TEXT), {0}}},
    {"sdmx-csv",
     FORM_CSV,
     true,
     {
         {"DATAFLOW", FIELD_DATAFLOW, COLUMN_TEXT, 0},
         {"FREQ", FIELD_FREQ, COLUMN_TEXT, 0},
         {"REF_AREA", FIELD_REF_AREA, COLUMN_TEXT, 0},
         {"COUNTERPART_AREA", FIELD_COUNTERPART, COLUMN_TEXT, 0},
         {"AREA", FIELD_AREA, COLUMN_TEXT, 0},
         {"INDICATOR", FIELD_INDICATOR, COLUMN_TEXT, 0},
         {"SOURCE", FIELD_SOURCE, COLUMN_TEXT, 0},
         {"PUBLISHED", FIELD_PUBLISHED, COLUMN_TEXT, 0},
         {"NTH", FIELD_NTH, COLUMN_TEXT, 0},
         {"TIME_PERIOD", FIELD_PERIOD, COLUMN_TEXT, 0},
         {"OBS_VALUE", FIELD_NUMBER, COLUMN_TEXT, 0},
         {"OBS_STATUS", FIELD_STATUS, COLUMN_TEXT, 0},
         {"UNIT_MEASURE", FIELD_UNIT, COLUMN_TEXT, 0},
         {"BOUND", FIELD_BOUND, COLUMN_TEXT, 0},
         {"HIGH", FIELD_HIGH, COLUMN_TEXT, 0},
         {"G", FIELD_G, COLUMN_TEXT, 0},
         {"WRITTEN", FIELD_WRITTEN, COLUMN_TEXT, 0},
         {"FORCE", FIELD_FORCE, COLUMN_TEXT, 0},
         {"COMMENT_OBS", FIELD_EVIDENCE, COLUMN_TEXT, 0},
         {"SOURCE_NAME", FIELD_SOURCE_NAME, COLUMN_TEXT, 0},
         {"SOURCE_AUTHORITY", FIELD_AUTHORITY, COLUMN_TEXT, 0},
         {"SOURCE_URL", FIELD_URL, COLUMN_TEXT, 0},
         {"SOURCE_PUBLISHED", FIELD_SOURCE_PUBLISHED, COLUMN_TEXT, 0},
         {"SOURCE_PARTY", FIELD_PARTY, COLUMN_TEXT, 0},
         {"SOURCE_RANK", FIELD_RANK, COLUMN_TEXT, 0},
         {0},
     }},
};

struct export
{
	struct call *call;
	const struct layout *layout;
	struct rows series, sources;
	struct output out;
	struct sorted sorted; /* where the layout is ordered */
	char asof[32];
};

/* What SDMX has of a series and a period: one frequency letter, days and spans too, and the parts of the name, cut into `parts`. */
static void fill_sdmx(const char *cells[N_FIELDS], char freq[2], char *parts, size_t cap)
{
	const char *text = cells[FIELD_PERIOD];
	struct period p;

	freq[0] = period_parse(text, strlen(text), &p, NULL) ? '\0' : p.freq;
	freq[1] = '\0';
	snprintf(parts, cap, "%s", cells[FIELD_SERIES]);
	char *counterpart = parts + strcspn(parts, "-/"), *area = counterpart + strcspn(counterpart, "/");
	char *indicator = *area ? area + 1 + strcspn(area + 1, "/") : area;
	for (char **at = (char *[]){counterpart, area, indicator, NULL}; *at; at++)
		if (**at)
			*(*at) = '\0';
	cells[FIELD_FREQ] = freq;
	cells[FIELD_REF_AREA] = parts;
	cells[FIELD_COUNTERPART] = counterpart < area ? counterpart + 1 : "";
	cells[FIELD_AREA] = area < indicator ? area + 1 : "";
	cells[FIELD_INDICATOR] = indicator + 1;
	cells[FIELD_DATAFLOW] = DATAFLOW;
	cells[FIELD_NUMBER] = strcmp(cells[FIELD_VALUE], "nan") == 0 ? "NaN" : cells[FIELD_VALUE];
}

static int write_row(struct export *e, const char *const *fields, struct err *err)
{
	const struct column *columns = e->layout->columns;
	const char *cells[COLUMNS_MAX];
	int64_t seq = 0;

	for (size_t i = 0; columns[i].name; i++)
		cells[i] = fields[columns[i].word];
	if (!e->layout->ordered)
		return output_row(&e->out, cells, err);
	if (fields[FIELD_SEQ] && num_parse_int(fields[FIELD_SEQ], strlen(fields[FIELD_SEQ]), 0, INT64_MAX, &seq))
		return err_set(err, CLIENT_BROKEN, "coopd at %s sent an observation with a wrong place in the ledger",
		               e->call->client.path);
	output_csv_row(e->sorted.file, columns, cells);
	return sorted_add(&e->sorted, (uint64_t)seq, err);
}

static int write_one(struct export *e, const char *unit, const struct words *w, struct err *err)
{
	const char *cells[N_FIELDS] = {0}, *seen[COLUMNS_MAX];
	char freq[2], parts[512];

	output_cells(observation_columns, w, seen);
	memcpy(cells, seen, (FIELD_SEQ + 1) * sizeof *cells);
	long source = cells[FIELD_SOURCE] ? rows_find(&e->sources, cells[FIELD_SOURCE]) : -1;
	if (source >= 0)
		memcpy(cells + FIELD_SOURCE_NAME, rows_at(&e->sources, (size_t)source) + SOURCE_NAME,
		       (SOURCE_CELLS - SOURCE_NAME) * sizeof *cells);
	cells[FIELD_UNIT] = unit;
	cells[FIELD_TEXT] = cells[FIELD_WRITTEN] ? cells[FIELD_WRITTEN] : cells[FIELD_VALUE];
	cells[FIELD_FORCE] = cells[FIELD_FORCE] ? "yes" : NULL;
	fill_sdmx(cells, freq, parts, sizeof parts);
	return write_row(e, cells, err);
}

static int write_reply(struct export *e, const char *unit, struct err *err)
{
	struct client *client = &e->call->client;
	struct words w;
	int64_t n;
	int rc = client_status(client, &n, NULL, err);

	while (!rc && n-- > 0) {
		rc = client_words(client, &w, err);
		if (!rc && w.n < 3)
			rc = err_set(err, CLIENT_BROKEN, "coopd at %s sent an observation without series, period or value", client->path);
		if (!rc)
			rc = write_one(e, unit, &w, err);
	}
	return rc;
}

int export_asof(const struct call *call, char out[32], struct err *err)
{
	const char *date = command_flag(call, "--as-of");
	int32_t day;

	if (date && date_parse(date, strlen(date), &day))
		return err_set(err, ERR_DATA, "--as-of is a date such as 2024-03-01, not %.100s", date);
	snprintf(out, 32, "%s%.10s", date ? " asof=" : "", date ? date : "");
	return 0;
}

static int write_all(struct export *e, struct err *err)
{
	const char *seq = e->layout->ordered ? " seq=1" : "";
	size_t sent = 0;
	int rc = 0;

	for (size_t i = 0; i < e->series.n && !rc; i++) {
		while (!rc && sent < e->series.n && sent < i + EXPORT_WINDOW)
			rc = client_sendf(&e->call->client, err, "OBSERVATIONS %s%s%s", rows_cell(&e->series, sent++, SERIES_NAME), e->asof,
			                  seq);
		if (!rc)
			rc = write_reply(e, rows_cell(&e->series, i, SERIES_UNIT), err);
	}
	if (!rc && e->layout->ordered)
		rc = sorted_print(&e->sorted, stdout, err);
	return rc ? rc : output_end(&e->out, err);
}

/* Observations whose area or indicator is not loaded have no name that could be asked for. */
static int tell_orphans(struct call *call, struct err *err)
{
	struct words w;
	int64_t n, orphans;
	int rc = client_sendf(&call->client, err, "STATUS");

	if (!rc)
		rc = client_status(&call->client, &n, NULL, err);
	while (!rc && n-- > 0) {
		rc = client_words(&call->client, &w, err);
		if (!rc && w.n > 1 && strcmp(w.word[0], "orphans") == 0 &&
		    num_parse_int(w.word[1], strlen(w.word[1]), 1, INT64_MAX, &orphans) == 0)
			fprintf(stderr,
			        "coopctl: %s observations are not in this export: their area or indicator is not loaded by coopd, see "
			        "coopctl status\n",
			        w.word[1]);
	}
	return rc;
}

/* Every series that was spoken of: forecasts, targets and withdrawals make no figure, and belong to it all the same. */
static int ask_names(struct export *e, struct err *err)
{
	struct call *call = e->call;
	const char *glob = call->n_args ? call->args[0] : "*";
	int rc = client_sendf(&call->client, err, "SOURCES");

	if (!rc)
		rc = command_send_words(call, "SERIES all=1", &glob, 1, err);
	if (!rc)
		rc = rows_read(&e->sources, &call->client, source_columns, err);
	if (!rc)
		rc = rows_read(&e->series, &call->client, series_columns, err);
	return rc ? rc : rows_sort(&e->sources, err);
}

static int run_layout(struct call *call, const struct layout *layout, struct err *err)
{
	struct export e = {.call = call, .layout = layout};
	int rc = export_asof(call, e.asof, err);

	/* A file is to hold what coopd holds; a terminal is not to be told what to do by it. */
	call->client.raw = layout->ordered && !isatty(STDOUT_FILENO);
	if (!rc)
		rc = ask_names(&e, err);
	if (!rc && layout->ordered)
		rc = sorted_open(&e.sorted, err);
	if (!rc)
		rc = output_begin(&e.out, layout->form, layout->columns, err);
	if (!rc)
		rc = write_all(&e, err);
	if (!rc)
		rc = tell_orphans(call, err);
	output_fini(&e.out);
	sorted_close(&e.sorted);
	rows_fini(&e.series);
	rows_fini(&e.sources);
	return rc;
}

int export_run(struct call *call, struct err *err)
{
	static const char *const formats[] = {[FORM_TABLE] = "csv", [FORM_JSON] = "json", [FORM_CSV] = "csv", [FORM_PLAIN] = "plain"};
	const char *format = command_flag(call, "--format");

	if (!format)
		format = formats[call->form];
	if (strcmp(format, "openmetrics") == 0)
		return openmetrics_run(call, err);
	for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++)
		if (strcmp(format, layouts[i].format) == 0)
			return run_layout(call, &layouts[i], err);
	return err_set(err, ERR_USAGE, "--format is csv, json, sdmx-csv or openmetrics, not %.100s", format);
}
