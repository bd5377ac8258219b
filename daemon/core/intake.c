/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A ticket goes with each op to the commit thread and comes back with it. Only then is the book told, so nothing is ever seen that is not
 * on disk; what is under way is kept apart, in the book (observations, sources) and here (notes), so that nothing is recorded twice.
 */
#include "core/intake.h"

#include "base/log.h"
#include "core/core.h"
#include "core/view.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <time.h>

struct ticket {
	struct op op;
	struct core *core;
	intake_done *done;
	void *arg;
	bool known;
	const struct note *note; /* of op.records; NULL where it is none */
	LIST_ENTRY(ticket) link; /* of those with a note */
};

struct intake {
	LIST_HEAD(, ticket) notes; /* under way */
};

int intake_create(struct intake **out)
{
	*out = calloc(1, sizeof **out);
	return *out ? 0 : -ENOMEM;
}

void intake_destroy(struct intake *in)
{
	free(in);
}

static void ticket_destroy(struct ticket *t)
{
	for (size_t i = 0; i < t->op.n; i++)
		record_destroy(t->op.records[i]);
	free(t->op.records);
	if (t->note)
		LIST_REMOVE(t, link);
	free(t);
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

	if (status == 0 && (status = apply(t, &why)))
		err = &why;
	t->done(t->arg, status, t->known, err);
	ticket_destroy(t);
}

/* Sends `own` (NULL: nothing, it is known or under way) with the series and the source that it stands on. Takes `own`. */
static int submit(struct core *core, struct record *own, intake_done *done, void *arg, struct err *err)
{
	struct record **records = NULL;
	size_t n = 0;
	struct ticket *t = calloc(1, sizeof *t);
	int rc = t ? 0 : err_sys(err, ENOMEM, "cannot take the record");

	if (!rc && own)
		rc = book_missing(core->book, &own, 1, &records, &n, err);
	if (!rc && own) {
		records[n++] = own;
		rc = book_sent(core->book, records, n);
		if (rc) {
			n--;
			err_sys(err, -rc, "cannot take the record");
		}
	}
	if (rc) {
		for (size_t i = 0; i < n; i++)
			record_destroy(records[i]);
		free(records);
		record_destroy(own);
		free(t);
		return rc;
	}
	t->op = (struct op){.records = records, .n = n, .done = on_done, .arg = t};
	t->core = core;
	t->done = done;
	t->arg = arg;
	t->known = !own;
	if (own && own->kind == RECORD_NOTE) {
		t->note = &own->note;
		LIST_INSERT_HEAD(&core->intake->notes, t, link);
	}
	committer_submit(core->committer, &t->op);
	return 0;
}

int intake_put(struct core *core, const struct claim *claim, intake_done *done, void *arg, struct err *err)
{
	struct claimed c;
	int rc = claim_observation(core, claim, &c, err);
	if (rc)
		return rc;
	rc = book_intern_series(core->book, c.name.key, &c.o.series);
	if (rc)
		return err_sys(err, -rc, "cannot take the observation");
	enum book_said said = !claim->from_file ? BOOK_LIVE : claim->published ? BOOK_REPLAY : BOOK_UNDATED;
	bool known = c.n_before ? book_n_said_before(core->book, &c.o) > c.n_before : book_same(core->book, &c.o, said, NULL) != BOOK_NEW;
	if (known)
		return submit(core, NULL, done, arg, err);
	c.o.recorded = time(NULL);
	struct record *r = record_create_observation(&c.o);
	if (!r)
		return err_sys(err, ENOMEM, "cannot take the observation");
	return submit(core, r, done, arg, err);
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
	if (!changed)
		return submit(core, NULL, done, arg, err);
	struct record *r = record_create(&(struct record){.kind = RECORD_SOURCE, .source = *book_source_newest(core->book, s.number)});
	if (!r)
		return err_sys(err, ENOMEM, "cannot take the source");
	return submit(core, r, done, arg, err);
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
	if (known)
		return submit(core, NULL, done, arg, err);
	n.recorded = time(NULL);
	struct record *r = record_create_note(&n);
	if (!r)
		return err_sys(err, ENOMEM, "cannot take the note");
	return submit(core, r, done, arg, err);
}
