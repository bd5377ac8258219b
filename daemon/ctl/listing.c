/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/listing.h"

#include <stdlib.h>
#include <string.h>

struct item {
	const char *key;
	uint32_t number;
};

static int by_key(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	return strcmp(x->key, y->key);
}

uint32_t *listing_series(const struct book *book, size_t *n)
{
	uint32_t n_series = book_n_series(book);
	struct item *items = malloc(((size_t)n_series + 1) * sizeof *items);
	uint32_t *all = malloc(((size_t)n_series + 1) * sizeof *all);

	*n = n_series;
	if (items && all) {
		for (uint32_t i = 0; i < n_series; i++)
			items[i] = (struct item){book_series_key(book, i + 1), i + 1};
		qsort(items, n_series, sizeof *items, by_key);
		for (uint32_t i = 0; i < n_series; i++)
			all[i] = items[i].number;
	} else {
		free(all);
		all = NULL;
	}
	free(items);
	return all;
}
