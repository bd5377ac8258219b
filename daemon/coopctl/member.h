/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * member: an observation as EXPLAIN and CONFLICTS name it: what was said, by whom, and how it is read.
 */
#ifndef COOPCTL_MEMBER_H
#define COOPCTL_MEMBER_H

#include "coopctl/rows.h"

/* Places of its cells, from wherever they begin in a row. The remark is the command's own: how it is read, or that it was set aside. */
enum {
	MEMBER_SERIES,
	MEMBER_PERIOD,
	MEMBER_VALUE,
	MEMBER_LOW,
	MEMBER_HIGH,
	MEMBER_BOUND,
	MEMBER_UNIT,
	MEMBER_SOURCE,
	MEMBER_PUBLISHED,
	MEMBER_WRITTEN,
	MEMBER_EVIDENCE,
	MEMBER_REMARK,
	MEMBER_CELLS
};

/* Columns of all but the remark, for the tables of columns of the replies. */
#define MEMBER_COLUMNS                                                                                                                     \
	{"series", COLUMN_OPTION, COLUMN_TEXT, 0}, {"period", COLUMN_OPTION, COLUMN_TEXT, 0}, {"value", COLUMN_OPTION, COLUMN_NUMBER, 0},  \
	    {"low", COLUMN_OPTION, COLUMN_NUMBER, 0}, {"high", COLUMN_OPTION, COLUMN_NUMBER, 0}, {"bound", COLUMN_OPTION, COLUMN_TEXT, 0}, \
	    {"unit", COLUMN_OPTION, COLUMN_TEXT, 0}, {"source", COLUMN_OPTION, COLUMN_TEXT, 0},                                            \
	    {"published", COLUMN_OPTION, COLUMN_TEXT, 0}, {"written", COLUMN_OPTION, COLUMN_TEXT, 0},                                      \
	{                                                                                                                                  \
		"evidence", COLUMN_OPTION, COLUMN_TEXT, 0                                                                                  \
	}

/* Some rows of a reply, and where in each the member's cells begin. */
struct members {
	const struct rows *rows;
	size_t from, to;
	size_t at;
	const char *kind; /* what the first cell of a row that counts is, ... */
	const char *what; /* ... and the second, where this is not NULL */
};

bool member_is(const struct members *m, size_t row);

/* Their table for people. `remark` is what stands behind those that have a remark. Nothing where there are none. */
int member_print(const struct members *m, const char *remark, struct err *err) __attribute__((warn_unused_result));

/* Their JSON array. `columns` are those of the whole reply. */
void member_json(const struct members *m, const struct column *columns);

#endif
