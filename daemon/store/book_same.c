/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of book.h that tells what was said before: on disk, or under way.
 */
#include "store/book_rows.h"

#include <math.h>

static bool same_number(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

static bool says_same(const struct observation *a, const struct observation *b)
{
	return same_number(a->value, b->value) && same_number(a->high, b->high) && a->g == b->g && a->bound == b->bound &&
	       a->status == b->status;
}

/* What book_same has seen so far of the observations of one period and source, oldest first. */
struct twin {
	const struct observation *wanted;
	struct observation newest, newest_there; /* of all; of the same published date */
	bool any, any_there;
	enum book_same equal, equal_there; /* an equal one; one of the same published date */
	uint64_t seq_equal, seq_there;
};

static void twin_see(struct twin *t, const struct observation *o, enum book_same where)
{
	bool equal = says_same(o, t->wanted), there = o->published == t->wanted->published;

	if (!t->any || o->published >= t->newest.published)
		t->newest = *o;
	t->any = true;
	if (there) {
		t->newest_there = *o;
		t->any_there = true;
	}
	if (equal && t->equal == BOOK_NEW) {
		t->equal = where;
		t->seq_equal = o->seq;
	}
	if (equal && there && t->equal_there == BOOK_NEW) {
		t->equal_there = where;
		t->seq_there = o->seq;
	}
}

static enum book_same live_twin(const struct twin *t, uint64_t *seq)
{
	const struct observation *same = t->any && says_same(&t->newest, t->wanted)               ? &t->newest
	                                 : t->any_there && says_same(&t->newest_there, t->wanted) ? &t->newest_there
	                                                                                          : NULL;
	*seq = same ? same->seq : 0;
	return !same ? BOOK_NEW : same->seq ? BOOK_KNOWN : BOOK_UNDER_WAY;
}

enum book_same book_same(const struct book *b, const struct observation *o, enum book_said said, uint64_t *seq)
{
	struct twin t = {.wanted = o, .equal = BOOK_NEW, .equal_there = BOOK_NEW};
	const struct series *s = book_series_at(b, o->series);
	struct observation at;
	uint64_t ignored;

	for (size_t i = book_seek(b, o->series, &o->period); s && i < s->n; i++) {
		book_observation(b, o->series, i, &at);
		if (period_cmp(&at.period, &o->period) != 0)
			break;
		if (at.source == o->source)
			twin_see(&t, &at, BOOK_KNOWN);
	}
	for (const struct record *r = s ? s->flying : NULL; r; r = r->beside) {
		at = r->observation;
		at.seq = 0;
		if (at.source == o->source && period_cmp(&at.period, &o->period) == 0)
			twin_see(&t, &at, BOOK_UNDER_WAY);
	}
	seq = seq ? seq : &ignored;
	if (o->source == SOURCE_UNATTRIBUTED && said == BOOK_LIVE)
		return live_twin(&t, seq);
	if (o->source == SOURCE_UNATTRIBUTED && said == BOOK_UNDATED) {
		*seq = t.seq_equal;
		return t.equal;
	}
	*seq = t.seq_there;
	return t.equal_there;
}

size_t book_n_said_before(const struct book *b, const struct observation *o)
{
	const struct series *s = book_series_at(b, o->series);
	struct observation at;
	size_t n = 0;

	for (size_t i = book_seek(b, o->series, &o->period); s && i < s->n; i++) {
		book_observation(b, o->series, i, &at);
		if (period_cmp(&at.period, &o->period) != 0 || (o->seq && at.seq >= o->seq))
			break;
		n += at.source == o->source && at.published == o->published && says_same(&at, o);
	}
	for (const struct record *r = s && !o->seq ? s->flying : NULL; r; r = r->beside)
		n += r->observation.source == o->source && r->observation.published == o->published &&
		     period_cmp(&r->observation.period, &o->period) == 0 && says_same(&r->observation, o);
	return n;
}
