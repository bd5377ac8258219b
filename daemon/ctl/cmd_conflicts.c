/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CONFLICTS: works out every family that the glob can touch, and tells what could not stand in it.
 */
#include "base/glob.h"
#include "ctl/command.h"
#include "ctl/later.h"
#include "ctl/reply.h"
#include "weigh/figures.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct search {
	struct request *rq;
	struct weigh w;
	struct weigh_options options;
	const char *glob;
	struct later *later;
	struct buf line;
	bool *seen; /* by series; owned */
	size_t n_conflicts;
};

static void see(void *arg, uint32_t series)
{
	struct search *s = arg;
	s->seen[series] = true;
}

/* Why the one that was set aside was chosen. */
static const char *rule(const struct family *f, const struct conflict *c)
{
	const struct fact *aside = family_fact(f, c->aside);
	bool worse = false, older = false;

	for (size_t i = 0; i < c->n; i++) {
		const struct fact *fact = family_fact(f, c->facts[i]);
		worse |= fact->rank < aside->rank;
		older |= fact->o.published > aside->o.published;
	}
	return worse ? "lower rank" : older ? "older vintage" : "recorded earlier";
}

static bool is_wanted(const struct search *s, const struct family *f, const struct conflict *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (glob_match(s->glob, book_series_key(s->w.book, family_fact(f, c->facts[i])->o.series)))
			return true;
	return false;
}

static int tell(struct search *s, const struct series_name *name, const struct family *f, const struct conflict *c)
{
	char pair[PAIR_TEXT_MAX], text[900];

	pair_format(&name->pair, pair);
	family_conflict_text(f, c, text, sizeof text);
	buf_clear(&s->line);
	if (buf_addf(&s->line, "conflict %zu pair=%s", ++s->n_conflicts, pair) || reply_text(&s->line, "rule", rule(f, c)) ||
	    reply_text(&s->line, "text", text) || later_line(s->later, &s->line, 0))
		return -ENOMEM;
	for (size_t i = 0; i < c->n; i++) {
		const struct fact *fact = family_fact(f, c->facts[i]);
		struct measure m;
		family_fact_measure(f, fact, &m);
		buf_clear(&s->line);
		if (buf_addf(&s->line, "member %zu", s->n_conflicts) || reply_fact(&s->line, s->rq->core, &name->pair, &m, fact) ||
		    reply_text(&s->line, "aside", c->facts[i] == c->aside ? "1" : NULL) || later_line(s->later, &s->line, fact->o.seq))
			return -ENOMEM;
	}
	return 0;
}

static int search_family(struct search *s, uint32_t series, struct err *err)
{
	struct series_name name;
	struct family *f;

	if (s->seen[series] || core_series_name(s->rq->core, series, &name) || figures_stand_alone(&s->w, &name.pair, &name.measure))
		return 0;
	int rc = family_create(&f, &s->w, &name.pair, &name.measure, &s->options, NULL, 0, err);
	if (rc)
		return rc;
	s->seen[series] = true;
	family_each_series(f, see, s);
	for (size_t i = 0; i < family_n_conflicts(f) && !rc; i++)
		if (is_wanted(s, f, family_conflict(f, i)) && tell(s, &name, f, family_conflict(f, i)))
			rc = err_set(err, -ENOMEM, "out of memory for the conflicts");
	family_destroy(f);
	return rc;
}

void cmd_conflicts(struct request *rq)
{
	struct search s = {.rq = rq, .w = core_weigh(rq->core), .glob = rq->words.n > 1 ? rq->words.word[1] : "*"};
	uint32_t n = book_n_series(rq->core->book);
	struct err err;

	if (command_weigh_options(&rq->words, &s.options, &err)) {
		request_error(rq, &err);
		return;
	}
	s.later = later_create("lines");
	s.seen = calloc((size_t)n + 1, sizeof *s.seen);
	buf_init(&s.line, 16384);
	int rc = s.later && s.seen ? 0 : err_set(&err, -ENOMEM, "out of memory for the conflicts");
	for (uint32_t i = 1; i <= n && !rc; i++)
		if (book_n_observations(rq->core->book, i))
			rc = search_family(&s, i, &err);
	if (rc) {
		request_error(rq, &err);
	} else if (!later_n(s.later)) {
		request_reply(rq, "no conflicts");
	} else {
		later_send(s.later, rq);
		s.later = NULL;
	}
	later_destroy(s.later);
	free(s.seen);
	buf_fini(&s.line);
}
