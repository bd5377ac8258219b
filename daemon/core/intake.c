/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A ticket goes with each op to the commit thread and comes back with it. Only then is the book told, so nothing is ever seen that is not
 * on disk; what is under way is kept apart, in the book (observations, sources) and here (notes), so that nothing is recorded twice.
 */
#include "core/intake.h"

#include "base/log.h"
#include "base/pool.h"
#include "core/core.h"
#include "core/view.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <time.h>

#define INSIDE_MAX 32
#define TICKETS_KEPT 8192

struct ticket {
	struct op op;
	struct record *own; /* where op.records is that alone */
	struct core *core;
	intake_done *done;
	void *arg;
	bool known;
	const struct note *note; /* of op.records; NULL where it is none */
	LIST_ENTRY(ticket) link; /* of those with a note */
	struct record inside;    /* an observation without long texts is not worth an allocation of its own */
	char text[INSIDE_MAX];   /* its number as written */
};

struct intake {
	LIST_HEAD(, ticket) notes; /* under way */
	struct pool tickets;
};

int intake_create(struct intake **out)
{
	*out = calloc(1, sizeof **out);
	if (*out)
		(*out)->tickets = POOL_INIT(struct ticket, TICKETS_KEPT);
	return *out ? 0 : -ENOMEM;
}

void intake_destroy(struct intake *in)
{
	if (in)
		pool_fini(&in->tickets);
	free(in);
}

static struct ticket *ticket_create(struct core *core, intake_done *done, void *arg)
{
	struct ticket *t = pool_take(&core->intake->tickets);

	if (!t)
		return NULL;
	t->op = (struct op){.arg = t};
	t->own = NULL;
	t->core = core;
	t->done = done;
	t->arg = arg;
	t->known = false;
	t->note = NULL;
	return t;
}

static void ticket_destroy(struct ticket *t)
{
	for (size_t i = 0; i < t->op.n; i++)
		if (t->op.records[i] != &t->inside)
			record_destroy(t->op.records[i]);
	if (t->op.records != &t->own)
		free(t->op.records);
	if (t->note)
		LIST_REMOVE(t, link);
	pool_give(&t->core->intake->tickets, t);
}

/* The observation as a record of the ticket's; inside it where there is room. */
static struct record *keep_observation(struct ticket *t, const struct observation *o)
{
	size_t n = o->written ? strlen(o->written) + 1 : 0;

	if (o->evidence || n > sizeof t->text)
		return record_create_observation(o);
	t->inside.kind = RECORD_OBSERVATION;
	t->inside.observation = *o;
	if (n)
		t->inside.observation.written = memcpy(t->text, o->written, n);
	return &t->inside;
}

/* A source's rank decides between figures: all of them may be others now. */
static bool changes_rank(const struct core *core, const struct record *r)
{
	const struct source *old = r->kind == RECORD_SOURCE ? book_source(core->book, r->source.number) : NULL;
	return old && old->rank != r->source.rank;
}

static int apply(struct ticket *t, struct err *err)
{
	struct core *core = t->core;
	bool ranks = false;
	int rc = 0;

	for (size_t i = 0; i < t->op.n && !rc; i++) {
		ranks |= changes_rank(core, t->op.records[i]);
		rc = book_apply(core->book, t->op.records[i], err);
	}
	if (rc) {
		/* On disk and not in memory: the next start has it. */
		log_error("a record is in the ledger and cannot be held in memory: %s; restart coopd", err->text);
		return rc;
	}
	for (size_t i = 0; i < t->op.n; i++)
		if (t->op.records[i]->kind == RECORD_OBSERVATION)
			core_changed(core, t->op.records[i]->observation.series, &t->op.records[i]->observation.period);
	if (ranks)
		view_mark_all(core->view);
	return 0;
}

static void on_done(struct op *op, int status, const struct err *err)
{
	struct ticket *t = op->arg;
	struct err why;

	if (status)
		book_dropped(t->core->book, op->records, op->n);
	else if ((status = apply(t, &why)))
		err = &why;
	t->done(t->arg, status, t->known, err);
	ticket_destroy(t);
}

/* The records of the ticket's op: what `own` stands on, and itself. */
static int gather(struct ticket *t, struct record *own, struct err *err)
{
	struct op *op = &t->op;

	t->own = own;
	op->records = &t->own;
	op->n = 1;
	if (own->kind == RECORD_SERIES || (own->kind == RECORD_OBSERVATION && book_stands(t->core->book, &own->observation)))
		return 0;
	int rc = book_missing(t->core->book, &own, 1, &op->records, &op->n, err);
	if (!rc)
		op->records[op->n++] = own;
	return rc;
}

/* Sends `own` (NULL: nothing, it is known or under way) with the series and the source that it stands on. Takes both. */
static int submit(struct ticket *t, struct record *own, struct err *err)
{
	t->op.done = on_done;
	t->known = !own;
	int rc = own ? gather(t, own, err) : 0;
	if (rc) {
		if (own != &t->inside)
			record_destroy(own);
		t->op.n = 0;
		ticket_destroy(t);
		return rc;
	}
	book_sent(t->core->book, t->op.records, t->op.n);
	if (own && own->kind == RECORD_NOTE) {
		t->note = &own->note;
		LIST_INSERT_HEAD(&t->core->intake->notes, t, link);
	}
	committer_submit(t->core->committer, &t->op);
	return 0;
}

/* The same with a ticket made for it. `needed`: where `own` is NULL, memory was short. */
static int submit_record(struct core *core, struct record *own, bool needed, intake_done *done, void *arg, struct err *err)
{
	struct ticket *t = own || !needed ? ticket_create(core, done, arg) : NULL;

	if (t)
		return submit(t, own, err);
	record_destroy(own);
	return err_sys(err, ENOMEM, "cannot take the record");
}

/* Whether it says nothing new of a series that has a number. */
static bool is_known(const struct core *core, const struct claim *claim, const struct claimed *c)
{
	enum book_said said = !claim->from_file ? BOOK_LIVE : claim->published ? BOOK_REPLAY : BOOK_UNDATED;

	return c->n_before ? book_n_said_before(core->book, &c->o) > c->n_before : book_same(core->book, &c->o, said, NULL) != BOOK_NEW;
}

int intake_try(struct core *core, const struct claim *claim, bool *known, struct err *err)
{
	struct claimed c;
	int rc = claim_observation(core, claim, &c, err);

	if (!rc)
		*known = c.o.series && is_known(core, claim, &c);
	return rc;
}

int intake_put(struct core *core, const struct claim *claim, intake_done *done, void *arg, struct err *err)
{
	struct claimed c;
	int rc = claim_observation(core, claim, &c, err);
	if (rc)
		return rc;
	rc = c.o.series ? 0 : book_intern_series(core->book, c.name.key, &c.o.series);
	struct ticket *t = rc ? NULL : ticket_create(core, done, arg);
	if (!t)
		return err_sys(err, ENOMEM, "cannot take the observation");
	if (is_known(core, claim, &c))
		return submit(t, NULL, err);
	c.o.recorded = time(NULL);
	struct record *r = keep_observation(t, &c.o);
	if (r)
		return submit(t, r, err);
	ticket_destroy(t);
	return err_sys(err, ENOMEM, "cannot take the observation");
}

int intake_source(struct core *core, const struct claim_source *claim, intake_done *done, void *arg, struct err *err)
{
	struct source s;
	bool changed;
	int rc = claim_source(core, claim, &s, err);
	if (rc)
		return rc;
	s.recorded = time(NULL);
	rc = book_intern_source(core->book, &s, &s.number, &changed);
	if (rc)
		return err_sys(err, -rc, "cannot take the source");
	struct record *r = changed ? record_create_source(book_source_newest(core->book, s.number)) : NULL;
	return submit_record(core, r, changed, done, arg, err);
}

/* As book_same_note says it. */
static bool same_note(const struct note *a, const struct note *b)
{
	return a->source == b->source && (a->published == b->published || a->source == SOURCE_UNATTRIBUTED) && a->kind == b->kind &&
	       period_cmp(&a->period, &b->period) == 0 && strcmp(a->pair.ref, b->pair.ref) == 0 && strcmp(a->pair.cpt, b->pair.cpt) == 0 &&
	       strcmp(a->area, b->area) == 0 && strcmp(a->text, b->text) == 0;
}

int intake_note(struct core *core, const struct claim_note *claim, intake_done *done, void *arg, struct err *err)
{
	struct note n;
	const struct ticket *t;
	int rc = claim_note(core, claim, &n, err);
	if (rc)
		return rc;
	bool known = book_same_note(core->book, &n);
	LIST_FOREACH (t, &core->intake->notes, link)
		known = known || same_note(t->note, &n);
	n.recorded = time(NULL);
	return submit_record(core, known ? NULL : record_create_note(&n), !known, done, arg, err);
}
