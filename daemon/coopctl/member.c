/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "coopctl/member.h"

#include "coopctl/text.h"

#include <stdio.h>
#include <string.h>

static const struct column people_columns[] = {
    {"figure", 1, COLUMN_TEXT, COLUMN_RIGHT},
    {"low..high", 2, COLUMN_TEXT, COLUMN_RIGHT},
    {"series", 3, COLUMN_TEXT, COLUMN_KEY},
    {"period", 4, COLUMN_TEXT, 0},
    {"source", 5, COLUMN_TEXT, COLUMN_CUT},
    {"published", 6, COLUMN_TEXT, 0},
    {"remark", 7, COLUMN_TEXT, 0},
    {"evidence", 8, COLUMN_TEXT, COLUMN_CUT},
    {0},
};
enum { PEOPLE_REMARK = 6 };

static bool same(const char *cell, const char *wanted)
{
	return !wanted || (cell && strcmp(cell, wanted) == 0);
}

bool member_is(const struct members *m, size_t row)
{
	return same(rows_cell(m->rows, row, 0), m->kind) && same(rows_cell(m->rows, row, 1), m->what);
}

static const char *const *cells(const struct members *m, size_t row)
{
	return rows_at(m->rows, row) + m->at;
}

/* The columns, the one for remarks hidden where there is none. */
static void choose_columns(const struct members *m, struct column columns[])
{
	bool remarks = false;

	memcpy(columns, people_columns, sizeof people_columns);
	for (size_t i = m->from; i < m->to; i++)
		remarks |= member_is(m, i) && cells(m, i)[MEMBER_REMARK];
	if (!remarks)
		columns[PEOPLE_REMARK].flags = COLUMN_HIDDEN;
}

int member_print(const struct members *m, const char *remark, struct err *err)
{
	struct column columns[sizeof people_columns / sizeof people_columns[0]];
	char figure[TEXT_FIGURE_MAX], interval[TEXT_FIGURE_MAX];
	struct output o;

	choose_columns(m, columns);
	int rc = output_begin(&o, FORM_TABLE, columns, err);
	for (size_t i = m->from; i < m->to && !rc; i++) {
		if (!member_is(m, i))
			continue;
		const char *const *c = cells(m, i);
		text_figure(c[MEMBER_VALUE], c[MEMBER_LOW], c[MEMBER_HIGH], c[MEMBER_BOUND], "observed", c[MEMBER_UNIT], figure);
		text_interval(c[MEMBER_LOW], c[MEMBER_HIGH], interval);
		rc = output_row(&o,
		                (const char *const[]){c[MEMBER_WRITTEN] ? c[MEMBER_WRITTEN] : figure, interval, c[MEMBER_SERIES],
		                                      c[MEMBER_PERIOD], c[MEMBER_SOURCE], c[MEMBER_PUBLISHED],
		                                      c[MEMBER_REMARK] ? remark : "", c[MEMBER_EVIDENCE]},
		                err);
	}
	if (!rc)
		rc = output_end(&o, err);
	output_fini(&o);
	return rc;
}

void member_json(const struct members *m, const struct column *columns)
{
	bool first = true;

	putchar('[');
	for (size_t i = m->from; i < m->to; i++) {
		if (!member_is(m, i))
			continue;
		fputs(first ? "\n  " : ",\n  ", stdout);
		output_json_object(columns + m->at, cells(m, i));
		first = false;
	}
	putchar(']');
}
