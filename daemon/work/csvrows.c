/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/csvrows.h"

#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Columns that go into an observation row as they are. */
static const struct {
	enum csv_column column;
	const char *key;
} observation_fields[] = {
    {COL_UNIT, "unit"},           {COL_BOUND, "bound"},       {COL_G, "g"},
    {COL_HIGH, "high"},           {COL_STATUS, "status"},     {COL_SOURCE, "source"},
    {COL_PUBLISHED, "published"}, {COL_EVIDENCE, "evidence"}, {COL_NTH, "nth"},
};

static const char *cell(const struct csvrows *r, enum csv_column c)
{
	return r->columns.at[c] < 0 ? "" : r->field[r->columns.at[c]];
}

int csvrows_header(struct csvrows *r, const char *const *names, size_t n, uint32_t line)
{
	return csvcolumns_read(names, n, line, &r->columns, r->sink);
}

static int compare_ids(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* True the first time that an id is asked about. */
static bool is_new_source(struct csvrows *r, const char *id)
{
	if (tfind(id, &r->sources, compare_ids))
		return false;
	char *own = strdup(id);
	if (!own || !tsearch(own, &r->sources, compare_ids)) {
		free(own);
		r->rc = -ENOMEM;
	}
	return true;
}

static void put_source(struct csvrows *r)
{
	/* Where the file has the dates of its sources, it says all of them, and an id that is merely named is a source too. */
	bool complete = r->columns.at[COL_SOURCE_PUBLISHED] >= 0;
	const struct {
		enum csv_column column;
		const char *key;
	} fields[] = {
	    {COL_SOURCE, "id"},
	    {COL_SOURCE_NAME, "name"},
	    {COL_AUTHORITY, "authority"},
	    {COL_URL, "url"},
	    {complete ? COL_SOURCE_PUBLISHED : COL_PUBLISHED, "published"},
	    {COL_PARTY, "party"},
	    {COL_RANK, "rank"},
	};
	bool described = complete || *cell(r, COL_SOURCE_NAME) || *cell(r, COL_AUTHORITY) || *cell(r, COL_URL) || *cell(r, COL_PARTY) ||
	                 *cell(r, COL_RANK);
	struct row row = {.kind = ROW_SOURCE, .line = r->line};

	if (!described || !*cell(r, COL_SOURCE) || !is_new_source(r, cell(r, COL_SOURCE)) || r->rc)
		return;
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		row_add(&row, fields[i].key, cell(r, fields[i].column));
	r->rc = row_put(r->sink, &row);
}

static const char *read_force(const char *text)
{
	static const char *const words[][2] = {{"yes", "yes"}, {"true", "yes"}, {"1", "yes"}, {"no", "no"}, {"false", "no"}, {"0", "no"}};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcasecmp(text, words[i][0]) == 0)
			return words[i][1];
	return NULL;
}

/* The series from its parts, on the heap; "" where a part is missing, NULL where memory is short. */
static char *series_of(const struct csvrows *r)
{
	const char *freq = cell(r, COL_FREQ), *pair = cell(r, r->columns.sdmx ? COL_REF_AREA : COL_PAIR);
	const char *dash = r->columns.sdmx ? "-" : "", *counterpart = cell(r, COL_COUNTERPART);
	char *series;

	if (*cell(r, COL_SERIES))
		return strdup(cell(r, COL_SERIES));
	if (!*pair || (r->columns.sdmx && !*counterpart) || !*cell(r, COL_AREA) || !*cell(r, COL_INDICATOR))
		return strdup("");
	/* SDMX has a letter for days and for irregular spans; a series has none, and the period says it. */
	if (r->columns.sdmx && (strcmp(freq, "D") == 0 || strcmp(freq, "I") == 0))
		freq = "";
	int n = asprintf(&series, "%s%s%s/%s/%s%s%s", pair, dash, counterpart, cell(r, COL_AREA), cell(r, COL_INDICATOR), *freq ? "-" : "",
	                 freq);
	return n < 0 ? NULL : series;
}

/* The value as the long form has it, as written; SDMX-CSV has the number, and what was written beside it. */
static void add_value(const struct csvrows *r, struct row *row)
{
	const char *number = cell(r, COL_VALUE), *written = cell(r, COL_WRITTEN);

	if (r->columns.sdmx && (strcasecmp(number, "NaN") == 0 || (!*number && *cell(r, COL_STATUS))))
		number = "nan";
	row_add(row, "value", *written ? written : number);
	row_add(row, "number", r->columns.sdmx && *written ? number : NULL);
}

/* What is wrong with the row by its form; NULL for nothing. */
static const char *check_form(const struct csvrows *r, const char *series)
{
	if (!*series && r->columns.sdmx)
		return "the row does not say which series; it needs REF_AREA, COUNTERPART_AREA, AREA and INDICATOR";
	if (!*series)
		return "the row does not say which series; it needs series, or pair, area and indicator";
	if (*cell(r, COL_FORCE) && !read_force(cell(r, COL_FORCE)))
		return "force is written yes or no";
	if (strcasecmp(cell(r, COL_ACTION), "D") == 0)
		return "ACTION D: nothing is ever deleted; withdraw a value by an observation without one, status M";
	return NULL;
}

static void put_observation(struct csvrows *r)
{
	struct row row = {.kind = ROW_OBSERVATION, .line = r->line};
	char *series = series_of(r);
	const char *wrong = series ? check_form(r, series) : NULL;

	if (!series) {
		r->rc = -ENOMEM;
	} else if (wrong) {
		r->rc = row_put_error(r->sink, r->line, "%s", wrong);
	} else {
		put_source(r);
		row_add(&row, "series", series);
		row_add(&row, "period", cell(r, COL_PERIOD));
		add_value(r, &row);
		for (size_t i = 0; i < sizeof observation_fields / sizeof observation_fields[0]; i++)
			row_add(&row, observation_fields[i].key, cell(r, observation_fields[i].column));
		row_add(&row, "force", read_force(cell(r, COL_FORCE)));
		row_add(&row, "style", "table");
		if (!r->rc)
			r->rc = row_put(r->sink, &row);
	}
	free(series);
}

int csvrows_put(struct csvrows *r, const char *const *field, uint32_t line)
{
	r->field = field;
	r->line = line;
	r->rc = 0;
	put_observation(r);
	return r->rc;
}

void csvrows_fini(struct csvrows *r)
{
	tdestroy(r->sources, free);
	r->sources = NULL;
}
