/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "coopctl/figure.h"

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
