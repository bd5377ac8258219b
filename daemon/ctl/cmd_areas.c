/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/command.h"
#include "ctl/reply.h"

#include <stdlib.h>
#include <string.h>

/* Which area a series key belongs to; the number of areas where it is not loaded. */
static size_t area_of(const struct catalogue *c, const char *key_text)
{
	const char *area = strchr(key_text, '/') + 1;
	size_t len = strcspn(area, "/"), i = 0;

	for (; i < catalogue_n_areas(c); i++) {
		const char *id = catalogue_area(c, i)->id;
		if (strncmp(id, area, len) == 0 && !id[len])
			break;
	}
	return i;
}

void cmd_areas(struct request *rq)
{
	const struct catalogue *c = rq->core->catalogue;
	const struct book *book = rq->core->book;
	size_t n = catalogue_n_areas(c), *observations = calloc(n + 1, sizeof *observations);

	if (!observations) {
		request_no_memory(rq);
		return;
	}
	for (uint32_t s = 1; s <= book_n_series(book); s++)
		if (book_series_durable(book, s))
			observations[area_of(c, book_series_key(book, s))] += book_n_observations(book, s);
	for (size_t i = 0; i < n; i++) {
		const struct area *a = catalogue_area(c, i);
		int rc = buf_addf(&rq->lines, "%s indicators=%zu observations=%zu", a->id, a->n_indicators, observations[i]);
		request_line_end(rq, rc || reply_text(&rq->lines, "title", a->title));
	}
	free(observations);
	request_reply(rq, "areas");
}
