/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/later.h"

#include "ctl/reply.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct line {
	char *text; /* owned */
	size_t len;
	uint64_t seq;
};

struct later {
	const char *word;
	struct slot *slot;
	size_t output_max;
	struct line *lines; /* owned */
	size_t n, cap;
};

struct later *later_create(const char *word)
{
	struct later *l = calloc(1, sizeof *l);
	if (l)
		l->word = word;
	return l;
}

void later_destroy(struct later *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < l->n; i++)
		free(l->lines[i].text);
	free(l->lines);
	free(l);
}

size_t later_n(const struct later *l)
{
	return l->n;
}

int later_line(struct later *l, const struct buf *text, uint64_t seq)
{
	if (l->n == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : 16;
		struct line *grown = realloc(l->lines, cap * sizeof *grown);
		if (!grown)
			return -ENOMEM;
		l->lines = grown;
		l->cap = cap;
	}
	char *copy = malloc(text->len + 1);
	if (!copy)
		return -ENOMEM;
	if (text->len)
		memcpy(copy, buf_bytes(text), text->len);
	l->lines[l->n++] = (struct line){copy, text->len, seq};
	return 0;
}

static const struct ledger_text *find_text(const struct ledger_text *texts, size_t n, uint64_t seq)
{
	for (size_t i = 0; i < n; i++)
		if (texts[i].seq == seq)
			return &texts[i];
	return NULL;
}

static int put_line(struct buf *out, const struct line *line, const struct ledger_text *t)
{
	return buf_add(out, line->text, line->len) || (t && reply_text(out, "written", t->written)) ||
	       (t && reply_text(out, "evidence", t->evidence)) || buf_add(out, "\n", 1);
}

static void on_texts(void *arg, const struct ledger_text *texts, size_t n, int status, const struct err *err)
{
	struct later *l = arg;
	struct buf lines;
	struct err why;

	buf_init(&lines, l->output_max);
	for (size_t i = 0, at = 0; i < l->n && !status; i++) {
		/* They come in the order asked, so the search nearly always ends where it begins. */
		const struct ledger_text *t =
		    at < n && texts[at].seq == l->lines[i].seq ? &texts[at] : find_text(texts, n, l->lines[i].seq);
		at += t != NULL;
		if (put_line(&lines, &l->lines[i], t)) {
			status = err_set(&why, ERR_LIMIT, "the reply is longer than %zu bytes (socket.output_max): ask for less at a time",
			                 l->output_max);
			err = &why;
		}
	}
	if (status)
		slot_error(l->slot, err);
	else
		slot_reply(l->slot, &lines, l->n, l->word);
	buf_fini(&lines);
	later_destroy(l);
}

void later_send(struct later *l, struct request *rq)
{
	uint64_t *seqs = malloc((l->n + 1) * sizeof *seqs);
	size_t n = 0;

	if (!seqs) {
		request_no_memory(rq);
		later_destroy(l);
		return;
	}
	for (size_t i = 0; i < l->n; i++)
		if (l->lines[i].seq)
			seqs[n++] = l->lines[i].seq;
	l->output_max = rq->core->conf->socket.output_max;
	l->slot = request_defer(rq);
	if (l->slot)
		committer_read(rq->core->committer, seqs, n, on_texts, l);
	else
		later_destroy(l);
	free(seqs);
}
