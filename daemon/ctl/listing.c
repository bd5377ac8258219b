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

	*n = 0;
	if (items && all) {
		/* A number that was given to a series which nobody spoke of is free after a restart. */
		for (uint32_t s = 1; s <= n_series; s++)
			if (book_series_key(book, s))
				items[(*n)++] = (struct item){book_series_key(book, s), s};
		qsort(items, *n, sizeof *items, by_key);
		for (size_t i = 0; i < *n; i++)
			all[i] = items[i].number;
	} else {
		free(all);
		all = NULL;
	}
	free(items);
	return all;
}
