/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * output: rows of named cells in the form that was asked for: a table for people, JSON, CSV or plain.
 *
 * A cell is text as it stands on the wire, NULL where it is not known. JSON writes number columns as numbers that read back to the same double,
 * and null for unknown, nan and open ends; CSV is RFC 4180 with a header row; plain is separated by tabs, without a header.
 */
#ifndef COOPCTL_OUTPUT_H
#define COOPCTL_OUTPUT_H

#include "base/err.h"
#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum form { FORM_TABLE, FORM_JSON, FORM_CSV, FORM_PLAIN };
enum column_type { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_FLAG };

enum column_flags {
	COLUMN_HIDDEN = 1, /* not in tables for people */
	COLUMN_CUT = 2,    /* may be cut where the terminal is narrow */
	COLUMN_DAY = 4,    /* a time of which people want the day */
	COLUMN_KEY = 8,    /* what the row is about */
	COLUMN_RIGHT = 16, /* right-aligned though it is text */
};

#define COLUMN_OPTION 0 /* the cell is the option of the column's name */
#define COLUMNS_MAX 32

struct column {
	const char *name; /* NULL ends the columns */
	int word;         /* place among the plain words of a reply line, from 1, or COLUMN_OPTION */
	enum column_type type;
	unsigned flags;
};

struct table;

struct output {
	enum form form;
	const struct column *columns;
	size_t n_rows;
	bool stream;         /* JSON: one object a line, no array around them */
	struct table *table; /* owned; FORM_TABLE only */
};

int output_begin(struct output *o, enum form form, const struct column *columns, struct err *err) __attribute__((warn_unused_result));
int output_row(struct output *o, const char *const *cells, struct err *err) __attribute__((warn_unused_result));
/* Prints what is left; only a complete listing is ended, so that a broken one does not look whole. */
int output_end(struct output *o, struct err *err) __attribute__((warn_unused_result));
void output_fini(struct output *o);

/* One row as RFC 4180 has it; cells NULL: the names of the columns. */
void output_csv_row(FILE *to, const struct column *columns, const char *const *cells);

/* The cells of `columns` in a reply line's words. */
void output_cells(const struct column *columns, const struct words *w, const char *cells[COLUMNS_MAX]);

/* JSON by hand, for what is no listing: a string, or the value that a cell of this type is. */
void output_json_text(const char *text);
void output_json_cell(const struct column *column, const char *cell);
void output_json_object(const struct column *columns, const char *const *cells);

#endif
