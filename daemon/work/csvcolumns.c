/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/csvcolumns.h"

#include "base/spell.h"

#include <string.h>
#include <strings.h>

/* NULL where the form of file has no such column. */
static const struct {
	const char *name, *sdmx;
} columns[N_COLUMNS] = {
    [COL_SERIES] = {"series", NULL},
    [COL_PAIR] = {"pair", NULL},
    [COL_REF_AREA] = {NULL, "REF_AREA"},
    [COL_COUNTERPART] = {NULL, "COUNTERPART_AREA"},
    [COL_AREA] = {"area", "AREA"},
    [COL_INDICATOR] = {"indicator", "INDICATOR"},
    [COL_FREQ] = {"freq", "FREQ"},
    [COL_PERIOD] = {"period", "TIME_PERIOD"},
    [COL_VALUE] = {"value", "OBS_VALUE"},
    [COL_WRITTEN] = {NULL, "WRITTEN"},
    [COL_UNIT] = {"unit", "UNIT_MEASURE"},
    [COL_BOUND] = {"bound", "BOUND"},
    [COL_G] = {"g", "G"},
    [COL_HIGH] = {"high", "HIGH"},
    [COL_STATUS] = {"status", "OBS_STATUS"},
    [COL_SOURCE] = {"source", "SOURCE"},
    [COL_PUBLISHED] = {"published", "PUBLISHED"},
    [COL_EVIDENCE] = {"evidence", "COMMENT_OBS"},
    [COL_NTH] = {"nth", "NTH"},
    [COL_FORCE] = {"force", "FORCE"},
    [COL_SOURCE_NAME] = {"source_name", "SOURCE_NAME"},
    [COL_AUTHORITY] = {"authority", "SOURCE_AUTHORITY"},
    [COL_URL] = {"url", "SOURCE_URL"},
    [COL_SOURCE_PUBLISHED] = {"source_published", "SOURCE_PUBLISHED"},
    [COL_PARTY] = {"party", "SOURCE_PARTY"},
    [COL_RANK] = {"rank", "SOURCE_RANK"},
    [COL_DATAFLOW] = {NULL, "DATAFLOW"},
    [COL_STRUCTURE_ID] = {NULL, "STRUCTURE_ID"},
    [COL_ACTION] = {NULL, "ACTION"},
};

static const char *name_of(const struct csv_columns *c, size_t column)
{
	return c->sdmx ? columns[column].sdmx : columns[column].name;
}

static int unknown(const struct csv_columns *c, const char *name, uint32_t line, struct row_sink *sink)
{
	struct spell spell;

	spell_start(&spell, name);
	for (size_t i = 0; i < N_COLUMNS; i++)
		if (name_of(c, i))
			spell_offer(&spell, name_of(c, i));
	/* Any single character is near to "g". */
	const char *likely = strlen(name) > 1 ? spell_answer(&spell) : NULL;
	if (!*name)
		return row_put_error(sink, line, "the header has a column without a name; remove it");
	if (likely)
		return row_put_error(sink, line, "no column is called %s; did you mean %s?", name, likely);
	if (c->sdmx)
		return row_put_error(
		    sink, line,
		    "no column is called \"%s\"; there are FREQ, REF_AREA, COUNTERPART_AREA, AREA, INDICATOR, TIME_PERIOD, "
		    "OBS_VALUE, OBS_STATUS, UNIT_MEASURE, SOURCE, PUBLISHED, COMMENT_OBS and others",
		    name);
	return row_put_error(sink, line,
	                     "no column is called \"%s\"; there are series, period, value, bound, g, high, status, "
	                     "source, published, evidence and others",
	                     name);
}

/* N_COLUMNS where no column has this name. */
static size_t find(const struct csv_columns *c, const char *name)
{
	size_t i = 0;

	if (c->sdmx && strcasecmp(name, "STRUCTURE") == 0)
		return COL_DATAFLOW;
	while (i < N_COLUMNS && (!name_of(c, i) || strcasecmp(name_of(c, i), name) != 0))
		i++;
	return i;
}

/* What a row cannot do without; NULL where all is there. */
static const char *lacking(const struct csv_columns *c)
{
	bool pair = c->sdmx ? c->at[COL_REF_AREA] >= 0 && c->at[COL_COUNTERPART] >= 0 : c->at[COL_PAIR] >= 0;

	if (c->at[COL_SERIES] < 0 && !(pair && c->at[COL_AREA] >= 0 && c->at[COL_INDICATOR] >= 0))
		return c->sdmx ? "columns REF_AREA, COUNTERPART_AREA, AREA and INDICATOR" : "column series (or pair, area and indicator)";
	if (c->at[COL_PERIOD] < 0)
		return c->sdmx ? "column TIME_PERIOD" : "column period";
	if (c->at[COL_VALUE] < 0)
		return c->sdmx ? "column OBS_VALUE" : "column value";
	return NULL;
}

int csvcolumns_read(const char *const *names, size_t n, uint32_t line, struct csv_columns *out, struct row_sink *sink)
{
	bool wrong = false;
	int rc = 0;

	out->sdmx = n && (strcasecmp(names[0], "DATAFLOW") == 0 || strcasecmp(names[0], "STRUCTURE") == 0);
	for (size_t c = 0; c < N_COLUMNS; c++)
		out->at[c] = -1;
	for (size_t i = 0; i < n && !rc; i++) {
		size_t c = find(out, names[i]);
		if (c == N_COLUMNS)
			rc = unknown(out, names[i], line, sink);
		else if (out->at[c] >= 0)
			rc = row_put_error(sink, line, "the column %s stands twice", name_of(out, c));
		else {
			out->at[c] = (int)i;
			continue;
		}
		wrong = true;
	}
	const char *lacks = wrong ? NULL : lacking(out);
	if (!rc && lacks)
		rc = row_put_error(sink, line, "the header lacks the %s", lacks);
	return rc ? rc : wrong || lacks;
}
