/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/glob.h"
#include "ctl/command.h"
#include "ctl/reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct summary {
	size_t n;
	struct period first, last;
	char freq; /* count only these; 0: those that have none of A S Q M */
};

static bool add_figure(void *arg, const struct figure *f)
{
	struct summary *s = arg;

	if (!s->freq && period_freq_months(f->period.freq))
		return true;
	if (!s->n++)
		s->first = f->period;
	s->last = f->period;
	return true;
}

static void series_line(struct request *rq, const char *name, const struct measure *m, const struct summary *s)
{
	char title[400];
	struct buf *b = &rq->lines;

	measure_title(m, title, sizeof title);
	int rc = buf_addf(b, "%s figures=%zu first=", name, s->n) || reply_period(b, &s->first) || buf_add(b, " last=", 6) ||
	         reply_period(b, &s->last) || reply_text(b, "unit", m->unit) || reply_text(b, "title", title);
	request_line_end(rq, rc);
}

/* The lines of one measure of one pair: one for each frequency, and one for what has none unless it was counted into a year. */
static void series_lines(struct request *rq, const struct weigh *w, uint32_t series, const struct series_name *sn, const char *glob)
{
	static const char freqs[] = "ASQM";
	const struct weigh_options options = {.asof = DATE_NONE};
	char name[SERIES_KEY_MAX + 2];
	bool any = false;

	for (size_t i = 0; i < sizeof freqs; i++) {
		struct summary s = {.freq = freqs[i]};
		if (!s.freq && any)
			return;
		if (s.freq)
			snprintf(name, sizeof name, "%s-%c", sn->key, s.freq);
		else
			snprintf(name, sizeof name, "%s", sn->key);
		bool wanted = glob_match(glob, name);
		if (!wanted && any)
			continue;
		weigh_each(w, series, &sn->measure, s.freq, &options, add_figure, &s);
		any |= s.n != 0;
		if (s.n && wanted)
			series_line(rq, name, &sn->measure, &s);
	}
}

static int by_key(const void *a, const void *b, void *book)
{
	return strcmp(book_series_key(book, *(const uint32_t *)a), book_series_key(book, *(const uint32_t *)b));
}

/* The series with observations, by name; NULL where memory is short. */
static uint32_t *sorted(struct book *book, size_t *n)
{
	uint32_t *all = malloc(((size_t)book_n_series(book) + 1) * sizeof *all);

	*n = 0;
	if (!all)
		return NULL;
	for (uint32_t s = 1; s <= book_n_series(book); s++)
		if (book_n_observations(book, s))
			all[(*n)++] = s;
	qsort_r(all, *n, sizeof *all, by_key, book);
	return all;
}

void cmd_series(struct request *rq)
{
	const char *glob = rq->words.n > 1 ? rq->words.word[1] : "*";
	struct weigh w = core_weigh(rq->core);
	struct series_name name;
	size_t n;
	uint32_t *all = sorted(rq->core->book, &n);

	if (!all) {
		request_no_memory(rq);
		return;
	}
	for (size_t i = 0; i < n && !rq->overflow; i++)
		if (!core_series_name(rq->core, all[i], &name))
			series_lines(rq, &w, all[i], &name, glob);
	free(all);
	request_reply(rq, "series");
}
