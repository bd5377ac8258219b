/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "coopctl/figure.h"

#include "coopctl/text.h"

#include <stddef.h>

#define FIGURE_COLUMNS                                                                                                                     \
	{"period", 1, COLUMN_TEXT, 0}, {"value", 2, COLUMN_NUMBER, 0}, {"low", COLUMN_OPTION, COLUMN_NUMBER, 0},                           \
	    {"high", COLUMN_OPTION, COLUMN_NUMBER, 0}, {"bound", COLUMN_OPTION, COLUMN_TEXT, 0}, {"basis", COLUMN_OPTION, COLUMN_TEXT, 0}, \
	    {"status", COLUMN_OPTION, COLUMN_TEXT, 0}, {"source", COLUMN_OPTION, COLUMN_TEXT, 0},                                          \
	{                                                                                                                                  \
		"published", COLUMN_OPTION, COLUMN_TEXT, 0                                                                                 \
	}

const struct column figure_columns[] = {FIGURE_COLUMNS, {"unit", COLUMN_OPTION, COLUMN_TEXT, 0}, {0}};
const struct column figure_json_columns[] = {FIGURE_COLUMNS, {0}};

const struct column figure_people_columns[] = {
    {"period", 1, COLUMN_TEXT, COLUMN_KEY},       {"figure", 2, COLUMN_TEXT, COLUMN_RIGHT},
    {"low..high", 3, COLUMN_TEXT, COLUMN_RIGHT},  {"basis", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"status", COLUMN_OPTION, COLUMN_TEXT, 0},    {"source", COLUMN_OPTION, COLUMN_TEXT, COLUMN_CUT},
    {"published", COLUMN_OPTION, COLUMN_TEXT, 0}, {0},
};

int figure_read(struct client *c, struct words *w, struct err *err)
{
	int rc = client_words(c, w, err);

	if (!rc && w->n < 2)
		rc = err_set(err, CLIENT_BROKEN, "coopd at %s sent a figure without period or value", c->path);
	return rc;
}

int figure_people_row(struct output *o, const char *const *c, const char *unit, struct err *err)
{
	char figure[TEXT_FIGURE_MAX], interval[TEXT_FIGURE_MAX];

	text_figure(c[FIGURE_VALUE], c[FIGURE_LOW], c[FIGURE_HIGH], c[FIGURE_BOUND], c[FIGURE_BASIS],
	            c[FIGURE_UNIT] ? c[FIGURE_UNIT] : unit, figure);
	text_interval(c[FIGURE_LOW], c[FIGURE_HIGH], interval);
	return output_row(o,
	                  (const char *const[]){c[FIGURE_PERIOD], figure, interval, c[FIGURE_BASIS], c[FIGURE_STATUS], c[FIGURE_SOURCE],
	                                        c[FIGURE_PUBLISHED]},
	                  err);
}
