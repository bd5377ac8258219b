/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/command.h"
#include "ctl/reply.h"

#include <stdio.h>
#include <string.h>

struct newest {
	struct figure figure;
	bool found;
};

static bool keep(void *arg, const struct figure *f)
{
	struct newest *n = arg;

	if (!n->found || period_end(&f->period) >= period_end(&n->figure.period))
		n->figure = *f;
	n->found = true;
	return true;
}

/* One line where the indicator has no figure in the period, with the newest period that has one. */
static void gap_line(struct request *rq, const struct weigh *w, const char *pair, const struct indicator *in, const struct period *p)
{
	const struct weigh_options options = {.asof = DATE_NONE};
	char key[SERIES_KEY_MAX];
	struct measure m;
	struct newest newest = {.found = false};
	struct figure f;

	snprintf(key, sizeof key, "%s/%s/%s", pair, in->area->id, in->id);
	uint32_t series = book_find_series(rq->core->book, key);
	if (series && !catalogue_measure(rq->core->catalogue, in->area->id, in->id, &m, NULL)) {
		if (weigh_figure(w, series, &m, p, &options, &f))
			return;
		weigh_each(w, series, &m, 0, &options, keep, &newest);
	}
	int rc = buf_addf(&rq->lines, "%s/%s", in->area->id, in->id) || reply_text(&rq->lines, "title", in->title);
	if (newest.found)
		rc |= buf_add(&rq->lines, " last=", 6) || reply_period(&rq->lines, &newest.figure.period);
	request_line_end(rq, rc);
}

void cmd_gaps(struct request *rq)
{
	const char *text = rq->words.word[1], *when = rq->words.word[2];
	const struct catalogue *c = rq->core->catalogue;
	struct weigh w = core_weigh(rq->core);
	char name[PAIR_TEXT_MAX];
	struct pair pair;
	struct period p;
	struct err err;

	if (pair_parse(rq->core->parties, text, strlen(text), &pair, &err) || period_parse(when, strlen(when), &p, &err)) {
		request_error(rq, &err);
		return;
	}
	pair_format(&pair, name);
	for (size_t i = 0; i < catalogue_n_areas(c); i++)
		for (size_t k = 0; k < catalogue_area(c, i)->n_indicators; k++)
			gap_line(rq, &w, name, catalogue_area(c, i)->indicators[k], &p);
	request_reply(rq, "gaps");
}
