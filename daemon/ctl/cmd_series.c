/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/glob.h"
#include "ctl/command.h"
#include "ctl/reply.h"
#include "weigh/figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Figures of one frequency: A S Q M, and the last for all other periods. */
static const char freqs[] = "ASQM";
#define N_FREQS sizeof freqs

struct summary {
	size_t n;
	struct period first, last;
};

static bool add_figure(void *arg, const struct figure *f)
{
	struct summary *all = arg, *s = &all[strchr(freqs, period_freq_months(f->period.freq) ? f->period.freq : 0) - freqs];

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

/* The days of a state count for years and halves, which only those who ask for these see. */
static int add_states(const struct weigh *w, const struct series_name *sn, const struct weigh_options *options, struct summary *all,
                      struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < 2 && !rc; i++) {
		all[i] = (struct summary){0};
		rc = figures_each(w, &sn->pair, &sn->measure, freqs[i], options, add_figure, all, err);
	}
	return rc;
}

/* The lines of one measure of one pair: one for each frequency, and one for what has none unless it was counted into a year. */
static int series_lines(struct request *rq, const struct weigh *w, const struct series_name *sn, const char *glob, struct err *err)
{
	const struct weigh_options options = {.asof = DATE_NONE};
	struct summary all[N_FREQS] = {0};
	char name[SERIES_KEY_MAX + 2];
	bool any = false;

	int rc = figures_each(w, &sn->pair, &sn->measure, 0, &options, add_figure, all, err);
	if (!rc && measure_is_state(&sn->measure))
		rc = add_states(w, sn, &options, all, err);
	for (size_t i = 0; i < N_FREQS && !rc; i++) {
		if (!all[i].n || (!freqs[i] && any))
			continue;
		any = true;
		snprintf(name, sizeof name, freqs[i] ? "%s-%c" : "%s", sn->key, freqs[i]);
		if (glob_match(glob, name))
			series_line(rq, name, &sn->measure, &all[i]);
	}
	return rc;
}

/* Whether a glob can match any name of the series: its text up to the first wildcard must be one. */
static bool may_match(const char *glob, const char *key)
{
	size_t n = strcspn(glob, "*?"), len = strlen(key);
	return strncmp(glob, key, n < len ? n : len) == 0;
}

/* Whether the glob matches the series, or one of the frequencies that were spoken of. */
static bool matches_any(const struct book *book, uint32_t series, const char *glob)
{
	const char *key = book_series_key(book, series);
	char name[SERIES_KEY_MAX + 2];
	unsigned seen = 0;

	if (glob_match(glob, key))
		return true;
	for (size_t i = 0; i < book_n_observations(book, series); i++) {
		struct observation o;
		book_observation(book, series, i, &o);
		const char *at = strchr(freqs, o.period.freq);
		if (!at || seen & 1u << (at - freqs))
			continue;
		seen |= 1u << (at - freqs);
		snprintf(name, sizeof name, "%s-%c", key, o.period.freq);
		if (glob_match(glob, name))
			return true;
	}
	return false;
}

/* With all=1: everything that was spoken of, whether or not it makes a figure. */
static void spoken_line(struct request *rq, uint32_t series, const struct series_name *name, const char *glob)
{
	size_t n = book_n_observations(rq->core->book, series);
	char title[400];

	if (!n || !matches_any(rq->core->book, series, glob))
		return;
	measure_title(&name->measure, title, sizeof title);
	int rc = buf_addf(&rq->lines, "%s observations=%zu", name->key, n) || reply_text(&rq->lines, "unit", name->measure.unit) ||
	         reply_text(&rq->lines, "title", title);
	request_line_end(rq, rc);
}

void cmd_series(struct request *rq)
{
	const char *all_series = words_option(&rq->words, "all");
	const char *glob = rq->words.n > 1 ? rq->words.word[1] : "*";
	struct weigh w = core_weigh(rq->core);
	struct series_name name;
	struct err err;
	size_t n;
	const uint32_t *all = book_sorted(rq->core->book, &n);

	if (!all) {
		request_no_memory(rq);
		return;
	}
	int rc = 0;
	for (size_t i = 0; i < n && !rq->overflow && !rc; i++) {
		if (!may_match(glob, book_series_key(rq->core->book, all[i])) || core_series_name(rq->core, all[i], &name))
			continue;
		if (all_series)
			spoken_line(rq, all[i], &name, glob);
		else if (figures_are_kept(&w, &name.pair, &name.measure))
			rc = series_lines(rq, &w, &name, glob, &err);
	}
	if (rc)
		request_error(rq, &err);
	else
		request_reply(rq, "series");
}
