/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rows: what the parsers of foreign files make of them. A parser knows the form of a file and nothing of its meaning: it yields rows of
 * text, and the core does with them what it does with a PUT.
 *
 *     kind         keys
 *     source       id name authority url published party rank
 *     observation  series period value number unit bound g high status source published evidence nth force style
 *     note         pair area date kind text source
 *     error        text       the line, or the whole file, is refused
 *     remark       text area  a plugin's review doubts the line; nothing is refused
 *     skipped      text rows  so many rows were left out, as a mapping says; `line` is the first
 *     indicator    indicator code rows low high decimals    of a survey: what a mapped file has of AREA/ID, which it calls `code`
 *     left         text reason offset length   a number of a report in prose that was seen and not taken
 *
 * An observation out of a report also has unit, rule, what was read (number, read_bound, read_g, read_high), and where in the file, in bytes: offset and
 * length of the number, at of the sentence.
 *
 * `number` is the value again, plain, where `value` is as written; `nth`: which time it is that the same is said on its published date.
 * Keys that the file does not give are absent; a value is never empty. `force` is "yes" or "no". `style` is "prose" or "table": how trailing
 * zeros of the value count (enum value_style).
 */
#ifndef WORK_ROWS_H
#define WORK_ROWS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROW_FIELDS_MAX 20
#define ROW_BYTES_MAX 65536 /* all keys and values of one row */

enum row_kind { ROW_SOURCE, ROW_OBSERVATION, ROW_NOTE, ROW_ERROR, ROW_REMARK, ROW_SKIPPED, ROW_INDICATOR, ROW_LEFT, ROW_KINDS };

struct row_field {
	const char *key, *value;
};

struct row {
	enum row_kind kind;
	uint32_t line; /* physical line where it begins, from 1; 0: the file as a whole */
	size_t n;
	struct row_field field[ROW_FIELDS_MAX]; /* valid during the call that hands the row over */
};

/* Where a parser puts its rows. */
struct row_sink {
	int (*put)(struct row_sink *sink, const struct row *row); /* 0, or a negative code that ends the parse */
	void *arg;
	uint64_t done, total; /* bytes of the file, kept by the parser */
};

/* Adds a field; an empty or NULL value is left out. */
void row_add(struct row *row, const char *key, const char *value);
const char *row_get(const struct row *row, const char *key); /* NULL where it is absent */

/* Puts the row, or an error row in its place where it passes ROW_BYTES_MAX. */
int row_put(struct row_sink *sink, const struct row *row) __attribute__((warn_unused_result));
int row_put_error(struct row_sink *sink, uint32_t line, const char *fmt, ...) __attribute__((format(printf, 3, 4), warn_unused_result));

/* Opens a file of somebody else's for reading: regular, no link, at most `max` bytes. The descriptor, or a negative code. */
int rows_open(const char *path, uint64_t max, uint64_t *size, struct err *err) __attribute__((warn_unused_result));

#endif
