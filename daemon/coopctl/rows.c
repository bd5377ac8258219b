/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "coopctl/rows.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int rows_add(struct rows *r, const char *const *cells, struct err *err)
{
	if (r->n == r->cap) {
		size_t cap = r->cap ? 2 * r->cap : 64;
		char **cell = reallocarray(r->cell, cap, r->n_columns * sizeof *cell);
		if (!cell)
			return err_set(err, -ENOMEM, "out of memory");
		r->cell = cell;
		r->cap = cap;
	}
	char **to = r->cell + r->n * r->n_columns;
	for (size_t i = 0; i < r->n_columns; i++) {
		to[i] = cells[i] ? strdup(cells[i]) : NULL;
		if (cells[i] && !to[i]) {
			while (i-- > 0)
				free(to[i]);
			return err_set(err, -ENOMEM, "out of memory");
		}
	}
	r->n++;
	return 0;
}

int rows_read_lines(struct rows *r, struct client *c, int64_t n, const struct column *columns, struct err *err)
{
	const char *cells[COLUMNS_MAX];
	struct words w;
	int rc = 0;

	*r = (struct rows){0};
	while (columns[r->n_columns].name)
		r->n_columns++;
	while (!rc && n-- > 0) {
		rc = client_words(c, &w, err);
		if (!rc && w.n == 0)
			rc = err_set(err, CLIENT_BROKEN, "coopd at %s sent a line without a name in it", c->path);
		if (rc)
			break;
		output_cells(columns, &w, cells);
		rc = rows_add(r, cells, err);
	}
	return rc;
}

int rows_read(struct rows *r, struct client *c, const struct column *columns, struct err *err)
{
	int64_t n;

	*r = (struct rows){0};
	int rc = client_status(c, &n, NULL, err);
	return rc ? rc : rows_read_lines(r, c, n, columns, err);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(**(char *const *const *)a, **(char *const *const *)b);
}

int rows_sort(struct rows *r, struct err *err)
{
	/* Rows are wider than a pointer: order pointers to them, then move the cells once. */
	char ***order = r->n ? calloc(r->n, sizeof *order) : NULL;
	char **sorted = r->n ? calloc(r->n * r->n_columns, sizeof *sorted) : NULL;

	if (order && sorted) {
		for (size_t i = 0; i < r->n; i++)
			order[i] = r->cell + i * r->n_columns;
		qsort(order, r->n, sizeof *order, by_name);
		for (size_t i = 0; i < r->n; i++)
			memcpy(sorted + i * r->n_columns, order[i], r->n_columns * sizeof *sorted);
		memcpy(r->cell, sorted, r->n * r->n_columns * sizeof *sorted);
	}
	int rc = !r->n || (order && sorted) ? 0 : err_set(err, -ENOMEM, "out of memory");
	free(order);
	free(sorted);
	return rc;
}

long rows_find(const struct rows *r, const char *name)
{
	size_t low = 0, high = r->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = strcmp(rows_cell(r, mid, 0), name);
		if (order == 0)
			return (long)mid;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return -1;
}

void rows_fini(struct rows *r)
{
	for (size_t i = 0; i < r->n * r->n_columns; i++)
		free(r->cell[i]);
	free(r->cell);
	*r = (struct rows){0};
}
