/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/command.h"
#include "ctl/reply.h"
#include "weigh/figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct query {
	struct request *rq;
	const char *text; /* the series as asked for */
	struct series_name name;
	struct span span;
	struct weigh_options options;
};

int command_weigh_options(const struct words *w, struct weigh_options *out, struct err *err)
{
	const char *bounds = words_option(w, "bounds"), *status = words_option(w, "status"), *assume = words_option(w, "assume");

	*out = (struct weigh_options){.asof = DATE_NONE};
	int rc = reply_asof(w, &out->asof, err);
	if (rc)
		return rc;
	if (bounds && strcmp(bounds, "hard") != 0 && strcmp(bounds, "soft") != 0)
		return err_set(err, ERR_USAGE, "bounds=%.40s is neither hard nor soft", bounds);
	if (assume && strcmp(assume, "even") != 0)
		return err_set(
		    err, ERR_USAGE,
		    "assume=%.40s: the one assumption that can be asked for is even, a flow spread evenly over the months of its year",
		    assume);
	out->even = assume;
	out->hard = bounds && strcmp(bounds, "hard") == 0;
	rc = status ? status_parse(status, &out->outlook, err) : 0;
	if (!rc && (out->outlook & ~(STATUS('F') | STATUS('T'))))
		rc = err_set(err, ERR_DATA, "status=%.40s: F asks for forecasts, T for targets; what is needs no status", status);
	return rc;
}

static bool add_figure(void *arg, const struct figure *f)
{
	struct query *q = arg;

	if (span_holds(&q->span, &f->period))
		request_line_end(q->rq, reply_figure(&q->rq->lines, q->rq->core, &q->name.measure, f));
	return !q->rq->overflow;
}

static int find_figures(struct query *q, struct err *err)
{
	struct weigh w = core_weigh(q->rq->core);
	const struct series_name *n = &q->name;
	char freq = n->freq ? n->freq : q->span.kind == SPAN_RANGE ? q->span.from.freq : 0;
	struct figure f;

	if (q->span.kind != SPAN_ONE)
		return figures_each(&w, &n->pair, &n->measure, freq, &q->options, add_figure, q, err);
	int rc = figures_one(&w, &n->pair, &n->measure, &q->span.from, &q->options, &f, err);
	if (rc > 0)
		add_figure(q, &f);
	return rc < 0 ? rc : 0;
}

/* The newest statement on the area as of the day asked about; NULL where there is none. */
static const struct note *statement(const struct query *q)
{
	const struct book *book = q->rq->core->book;

	for (size_t i = book_n_notes(book, &q->name.pair); i-- > 0;) {
		const struct note *n = book_note(book, &q->name.pair, i);
		if (n->kind == NOTE_STATEMENT && strcmp(n->area, q->name.measure.indicator->area->id) == 0 &&
		    (q->options.asof == DATE_NONE || n->published <= q->options.asof))
			return n;
	}
	return NULL;
}

/* A reply that waits for the text of the statement. */
struct wait {
	struct slot *slot;
	char period[PERIOD_TEXT_MAX];
	char head[SERIES_KEY_MAX + 100];
};

static void on_text(void *arg, const struct ledger_text *texts, size_t n, int status, const struct err *err)
{
	struct wait *w = arg;
	char text[1000];

	if (status)
		slot_error(w->slot, err);
	else {
		snprintf(text, sizeof text, "%s: %s statement: %s", w->head, w->period, n ? texts[0].evidence : "");
		slot_reply(w->slot, NULL, 0, text);
	}
	free(w);
}

static void no_figure(struct query *q)
{
	const char *when = q->rq->words.n > 2 ? q->rq->words.word[2] : NULL;
	const struct note *note = statement(q);
	char head[sizeof((struct wait *)0)->head];

	snprintf(head, sizeof head, "no figure for %s%s%s", q->text, when ? " " : "", when ? when : "");
	struct wait *w = note ? malloc(sizeof *w) : NULL;
	if (!w) {
		request_reply(q->rq, "%s", head);
		return;
	}
	w->slot = request_defer(q->rq);
	if (!w->slot) {
		free(w);
		return;
	}
	strcpy(w->head, head);
	period_format(&note->period, w->period);
	committer_read(q->rq->core->committer, &note->seq, 1, on_text, w);
}

void cmd_get(struct request *rq)
{
	struct query q = {.rq = rq, .text = rq->words.word[1]};
	struct core *core = rq->core;
	struct err err;

	if (core_parse_series(core, q.text, &q.name, NULL, &err) || span_parse(rq->words.n > 2 ? rq->words.word[2] : NULL, &q.span, &err) ||
	    (q.span.kind != SPAN_ALL && series_check_period(&q.name, &q.span.from, &err)) ||
	    command_weigh_options(&rq->words, &q.options, &err) || find_figures(&q, &err)) {
		request_error(rq, &err);
		return;
	}
	if (rq->n_lines)
		request_reply(rq, "figures");
	else
		no_figure(&q);
}
