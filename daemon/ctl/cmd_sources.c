/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/glob.h"
#include "ctl/command.h"
#include "ctl/reply.h"

void cmd_sources(struct request *rq)
{
	const char *glob = rq->words.n > 1 ? rq->words.word[1] : "*";
	const struct book *book = rq->core->book;

	for (uint32_t i = 1; i <= book_n_sources(book); i++) {
		const struct source *s = book_source(book, i);
		if (!s || !glob_match(glob, s->id))
			continue;
		struct buf *b = &rq->lines;
		int rc = buf_addf(b, "%s", s->id) || reply_text(b, "name", s->name) || reply_text(b, "authority", s->authority) ||
		         reply_text(b, "url", s->url) || reply_date(b, "published", s->published) || reply_text(b, "party", s->party);
		if (s->rank)
			rc |= buf_addf(b, " rank=%d", (int)s->rank);
		request_line_end(rq, rc || buf_addf(b, " observations=%zu", book_source_observations(book, i)));
	}
	request_reply(rq, "sources");
}
