/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/command.h"
#include "ctl/reply.h"
#include "weigh/figures.h"

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
static int gap_line(struct request *rq, const struct weigh *w, const struct pair *pair, const struct indicator *in, const struct period *p,
                    struct err *err)
{
	const struct weigh_options options = {.asof = DATE_NONE};
	struct newest newest = {.found = false};
	struct measure m;
	struct figure f;

	int rc = catalogue_measure(rq->core->catalogue, in->area->id, in->id, &m, err);
	if (!rc)
		rc = figures_one(w, pair, &m, p, &options, &f, err);
	if (rc)
		return rc < 0 ? rc : 0;
	rc = figures_each(w, pair, &m, 0, &options, keep, &newest, err);
	if (rc)
		return rc;
	int full = buf_addf(&rq->lines, "%s/%s", in->area->id, in->id) || reply_text(&rq->lines, "title", in->title);
	if (newest.found)
		full = full || buf_add(&rq->lines, " last=", 6) || reply_period(&rq->lines, &newest.figure.period);
	request_line_end(rq, full);
	return 0;
}

void cmd_gaps(struct request *rq)
{
	const char *text = rq->words.word[1], *when = rq->words.word[2];
	const struct catalogue *c = rq->core->catalogue;
	struct weigh w = core_weigh(rq->core);
	struct pair pair;
	struct period p;
	struct err err;

	if (pair_parse(rq->core->parties, text, strlen(text), &pair, &err) || period_parse(when, strlen(when), &p, &err)) {
		request_error(rq, &err);
		return;
	}
	int rc = 0;
	for (size_t i = 0; i < catalogue_n_areas(c); i++)
		for (size_t k = 0; k < catalogue_area(c, i)->n_indicators && !rc; k++)
			rc = gap_line(rq, &w, &pair, catalogue_area(c, i)->indicators[k], &p, &err);
	if (rc)
		request_error(rq, &err);
	else
		request_reply(rq, "gaps");
}
