/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rows: a whole reply kept in memory, cell by cell. For replies that are small by nature (areas, sources, the notes of a pair).
 */
#ifndef COOPCTL_ROWS_H
#define COOPCTL_ROWS_H

#include "coopctl/client.h"
#include "coopctl/output.h"

struct rows {
	size_t n, cap, n_columns;
	char **cell; /* owned, each cell too; NULL where not known */
};

static inline const char *const *rows_at(const struct rows *r, size_t row)
{
	return (const char *const *)r->cell + row * r->n_columns;
}

static inline const char *rows_cell(const struct rows *r, size_t row, size_t column)
{
	return r->cell[row * r->n_columns + column];
}

/* Starts empty: zero the struct, set n_columns. */
int rows_add(struct rows *r, const char *const *cells, struct err *err) __attribute__((warn_unused_result));
/* Status line and lines of the next reply; `r` is started by it. */
int rows_read(struct rows *r, struct client *c, const struct column *columns, struct err *err) __attribute__((warn_unused_result));
/* The `n` lines of a reply whose status line has been read. */
int rows_read_lines(struct rows *r, struct client *c, int64_t n, const struct column *columns, struct err *err)
    __attribute__((warn_unused_result));
/* By the first cell, which must be known in all of them. */
int rows_sort(struct rows *r, struct err *err) __attribute__((warn_unused_result));
/* Row whose first cell is `name`, by bisection; -1 for none. Only after rows_sort. */
long rows_find(const struct rows *r, const char *name);
void rows_fini(struct rows *r);

#endif
