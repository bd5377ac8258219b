/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/command.h"
#include "ctl/later.h"
#include "ctl/reply.h"
#include "weigh/figures.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct explanation {
	struct core *core;
	struct series_name name;
	struct period period;
	struct family *family;
	struct later *later;
	struct buf line;
};

static int put_reason(struct explanation *x, const char *end, const struct reason *r)
{
	buf_clear(&x->line);
	if (r->kind == REASON_IDENTITY)
		return buf_addf(&x->line, "%s identity", end) || reply_text(&x->line, "text", r->text) || later_line(x->later, &x->line, 0);
	return buf_addf(&x->line, "%s observation", end) || reply_fact(&x->line, x->core, &x->name.pair, &r->measure, r->fact) ||
	       later_line(x->later, &x->line, r->fact->o.seq);
}

static int put_end(struct explanation *x, bool high, struct err *err)
{
	struct reason *reasons;
	size_t n;
	int rc = family_explain(x->family, &x->name.measure, &x->period, high, &reasons, &n, err);

	if (rc)
		return rc;
	for (size_t i = 0; i < n && !rc; i++)
		if (put_reason(x, high ? "high" : "low", &reasons[i]))
			rc = err_set(err, -ENOMEM, "out of memory for the explanation");
	free(reasons);
	return rc;
}

/* 1: explained; 0: there is no figure; negative: an error. */
static int explain(struct explanation *x, const struct weigh *w, const struct weigh_options *options, struct err *err)
{
	struct figure f;
	int rc = figures_one(w, &x->name.pair, &x->name.measure, &x->period, options, &f, err);
	if (rc <= 0)
		return rc;
	if (buf_add(&x->line, "figure ", 7) || reply_figure(&x->line, x->core, &x->name.measure, &f) || later_line(x->later, &x->line, 0))
		return err_set(err, -ENOMEM, "out of memory for the explanation");
	/* A state that is that of a day rests on what was said of that day. */
	if (f.seq) {
		uint32_t series = book_find_series(x->core->book, x->name.key);
		for (size_t i = book_n_observations(x->core->book, series); i-- > 0;) {
			struct observation o;
			book_observation(x->core->book, series, i, &o);
			if (o.seq == f.seq)
				x->period = o.period;
		}
	}
	rc = family_create(&x->family, w, &x->name.pair, &x->name.measure, options, &x->period, 1, err);
	if (!rc)
		rc = put_end(x, false, err);
	if (!rc)
		rc = put_end(x, true, err);
	return rc ? rc : 1;
}

void cmd_explain(struct request *rq)
{
	struct explanation x = {.core = rq->core};
	struct weigh w = core_weigh(rq->core);
	struct weigh_options options;
	const char *series = rq->words.word[1], *period = rq->words.word[2];
	struct err err;

	if (core_parse_series(rq->core, series, &x.name, NULL, &err) || period_parse(period, strlen(period), &x.period, &err) ||
	    series_check_period(&x.name, &x.period, &err) || command_weigh_options(&rq->words, &options, &err)) {
		request_error(rq, &err);
		return;
	}
	x.later = later_create("explanation");
	if (!x.later) {
		request_no_memory(rq);
		return;
	}
	buf_init(&x.line, 16384);
	int rc = explain(&x, &w, &options, &err);
	if (rc > 0) {
		later_send(x.later, rq);
		x.later = NULL;
	} else if (rc < 0) {
		request_error(rq, &err);
	} else {
		request_reply(rq, "no figure for %s %s", series, period);
	}
	later_destroy(x.later);
	family_destroy(x.family);
	buf_fini(&x.line);
}
