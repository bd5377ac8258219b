/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "coopctl/names.h"

#include "base/period.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { INDICATOR_ID, INDICATOR_KIND, INDICATOR_UNIT, INDICATOR_TITLE };

const struct column names_indicator_columns[] = {
    {"indicator", 1, COLUMN_TEXT, 0},
    {"kind", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"unit", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"title", COLUMN_OPTION, COLUMN_TEXT, 0},
    {0},
};

char names_freq(const char *series)
{
	size_t n = strlen(series);

	return n > 2 && series[n - 2] == '-' && strchr("ASQM", series[n - 1]) ? series[n - 1] : 0;
}

char names_period_freq(const char *period)
{
	const char *dots = strstr(period, "..");
	struct period p;

	if (period_parse(period, dots ? (size_t)(dots - period) : strlen(period), &p, NULL))
		return 0;
	return period_freq_months(p.freq) ? p.freq : 0;
}

void names_base(const char *series, char *out, size_t cap)
{
	snprintf(out, cap, "%.*s", (int)(strlen(series) - (names_freq(series) ? 2 : 0)), series);
}

void names_indicator(const char *series, char *out, size_t cap)
{
	const char *slash = strchr(series, '/');

	names_base(slash ? slash + 1 : series, out, cap);
}

void names_scope(const char *series, char *out, size_t cap)
{
	const char *last = strrchr(series, '/');

	snprintf(out, cap, "%.*s", last ? (int)(last - series) : (int)strlen(series), series);
}

void names_mirror(const char *name, char *out, size_t cap)
{
	size_t pair = strcspn(name, "/"), ref = strcspn(name, "-");

	if (ref < pair)
		snprintf(out, cap, "%.*s-%.*s%s", (int)(pair - ref - 1), name + ref + 1, (int)ref, name, name + pair);
	else
		snprintf(out, cap, "%s", name);
}

void names_counterpart(const char *indicator, char *out, size_t cap)
{
	static const char *const directions[][2] = {
	    {"exports", "imports"}, {"imports", "exports"}, {"inward", "outward"}, {"outward", "inward"}};
	const char *slash = strrchr(indicator, '/'), *id = slash ? slash + 1 : indicator;

	for (size_t i = 0; i < sizeof directions / sizeof directions[0]; i++) {
		size_t n = strlen(directions[i][0]);
		if (strncmp(id, directions[i][0], n) == 0 && strchr("_-", id[n])) {
			snprintf(out, cap, "%.*s%s%s", (int)(id - indicator), indicator, directions[i][1], id + n);
			return;
		}
	}
	snprintf(out, cap, "%s", indicator);
}

static long find(const struct rows *r, const char *name)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(rows_cell(r, i, INDICATOR_ID), name) == 0)
			return (long)i;
	return -1;
}

static void copy(char *out, size_t cap, const char *text)
{
	snprintf(out, cap, "%s", text ? text : "");
}

static void describe_row(const struct rows *r, size_t i, struct names_indicator *out)
{
	copy(out->title, sizeof out->title, rows_cell(r, i, INDICATOR_TITLE));
	copy(out->unit, sizeof out->unit, rows_cell(r, i, INDICATOR_UNIT));
	copy(out->kind, sizeof out->kind, rows_cell(r, i, INDICATOR_KIND));
}

static void append(char *out, size_t cap, const char *text)
{
	size_t len = strlen(out);

	snprintf(out + len, cap - len, "%s", text);
}

/* Cuts "_growth", "_change", "_index" off the end of `id`; which one it was, or NULL. */
static const char *cut_companion(char *id)
{
	static const char *const endings[] = {"_growth", "_change", "_index"};
	size_t n = strlen(id);

	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
		size_t len = strlen(endings[i]);
		if (n > len && strcmp(id + n - len, endings[i]) == 0) {
			id[n - len] = '\0';
			return endings[i] + 1;
		}
	}
	return NULL;
}

static bool cut_currency(char *id, char currency[4])
{
	size_t n = strlen(id);

	if (n < 5 || id[n - 4] != '_')
		return false;
	for (size_t i = 0; i < 4; i++)
		currency[i] = (char)toupper((unsigned char)id[n - 3 + i]);
	id[n - 4] = '\0';
	return true;
}

void names_describe(const struct rows *indicators, const char *indicator, struct names_indicator *out)
{
	char id[256], currency[4] = "";

	*out = (struct names_indicator){0};
	copy(id, sizeof id, indicator);
	long row = find(indicators, id);
	const char *companion = row < 0 ? cut_companion(id) : NULL;
	if (row < 0)
		row = find(indicators, id);
	if (row < 0 && cut_currency(id, currency))
		row = find(indicators, id);
	if (row < 0)
		return;

	describe_row(indicators, (size_t)row, out);
	if (currency[0]) {
		copy(out->unit, sizeof out->unit, currency);
		append(out->title, sizeof out->title, " in ");
		append(out->title, sizeof out->title, currency);
	}
	if (!companion)
		return;
	append(out->title, sizeof out->title, ", ");
	append(out->title, sizeof out->title, companion);
	if (strcmp(companion, "growth") == 0)
		copy(out->unit, sizeof out->unit, "percent");
	else if (strcmp(companion, "index") == 0)
		copy(out->unit, sizeof out->unit, "index");
	else if (strcmp(out->kind, "ratio") == 0)
		copy(out->unit, sizeof out->unit, "pp");
	copy(out->kind, sizeof out->kind, "ratio");
}
