/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store/book_rows.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- observations ---- */

static bool same_number(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

/* The number of a shape, made where it is new; UINT32_MAX when memory is short. */
static uint32_t shape_of(struct book *b, const struct observation *o)
{
	struct shape look, *s;

	memset(&look.key, 0, sizeof look.key);
	look.key.high = isnan(o->high) ? (double)NAN : o->high + 0.0; /* one NaN, one zero: keys are compared as bytes */
	look.key.g = o->g + 0.0;
	look.key.bound = o->bound;
	look.key.status = o->status;
	HASH_FIND(hh, b->shape_by_key, &look.key, sizeof look.key, s);
	if (s)
		return s->number;
	s = calloc(1, sizeof *s);
	if (!s)
		return UINT32_MAX;
	s->key = look.key;
	s->number = b->n_shapes;
	s->hashed = book_hold(b, (void ***)&b->shapes, &b->shapes_cap, b->n_shapes) == 0;
	if (s->hashed)
		HASH_ADD(hh, b->shape_by_key, key, sizeof s->key, s);
	if (!s->hashed) {
		free(s);
		return UINT32_MAX;
	}
	b->bytes += sizeof *s;
	b->shapes[b->n_shapes++] = s;
	return s->number;
}

static struct period entry_period(const struct entry *e)
{
	return (struct period){.start = e->start, .months = e->months, .days = e->days, .freq = (char)e->freq};
}

static bool is_before(const struct entry *e, const struct period *p, uint64_t seq)
{
	struct period at = entry_period(e);
	int cmp = period_cmp(&at, p);

	return cmp < 0 || (cmp == 0 && e->seq < seq);
}

/* The first entry that is not before period p, seq `seq`. */
static size_t seek(const struct series *s, const struct period *p, uint64_t seq)
{
	size_t low = 0, high = s->n;

	/* Nearly always a row goes to the end. */
	if (high && is_before(&s->entries[high - 1], p, seq))
		return high;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (is_before(&s->entries[mid], p, seq))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static bool says_same(const struct observation *a, const struct observation *b)
{
	return same_number(a->value, b->value) && same_number(a->high, b->high) && a->g == b->g && a->bound == b->bound &&
	       a->status == b->status;
}

static struct flight_key flight_key(const struct observation *o)
{
	return (struct flight_key){o->series, o->source, o->period.start, o->period.months, o->period.days};
}

static struct flying *flying_at(const struct book *b, const struct observation *o)
{
	struct flight_key key = flight_key(o);
	struct flying *f;

	HASH_FIND(hh, b->flying, &key, sizeof key, f);
	return f;
}

int book_rows_fly(struct book *b, const struct observation *o)
{
	struct flying *f = flying_at(b, o);

	if (!f) {
		f = calloc(1, sizeof *f);
		if (!f)
			return -ENOMEM;
		f->key = flight_key(o);
		f->hashed = true;
		HASH_ADD(hh, b->flying, key, sizeof f->key, f);
		if (!f->hashed) {
			free(f);
			return -ENOMEM;
		}
	}
	if (f->n == f->cap) {
		size_t cap = f->cap ? 2 * f->cap : 1;
		struct observation *p = realloc(f->all, cap * sizeof *p);
		if (!p)
			return -ENOMEM;
		f->all = p;
		f->cap = cap;
	}
	f->all[f->n] = *o;
	f->all[f->n].written = f->all[f->n].evidence = NULL;
	f->n++;
	return 0;
}

void book_rows_land(struct book *b, const struct observation *o)
{
	struct flying *f = flying_at(b, o);

	for (size_t i = 0; f && i < f->n; i++) {
		if (f->all[i].published != o->published || !says_same(&f->all[i], o))
			continue;
		memmove(&f->all[i], &f->all[i + 1], (f->n - i - 1) * sizeof *f->all);
		f->n--;
		break;
	}
	if (f && f->n == 0) {
		HASH_DEL(b->flying, f);
		free(f->all);
		free(f);
	}
}

int book_rows_apply_observation(struct book *b, const struct observation *o, struct err *err)
{
	struct series *s = book_series_at(b, o->series);
	uint32_t shape;

	if (!s)
		return err_set(err, ERR_DAMAGED, "row %llu of the ledger names series number %u, which does not exist",
		               (unsigned long long)o->seq, o->series);
	shape = shape_of(b, o);
	if (shape == UINT32_MAX)
		goto no_memory;
	if (s->n == s->cap) {
		uint32_t cap = s->cap ? s->cap + s->cap / 2 + 1 : 2;
		struct entry *p = realloc(s->entries, cap * sizeof *p);
		if (!p)
			goto no_memory;
		b->bytes += (cap - s->cap) * sizeof *p;
		s->entries = p;
		s->cap = cap;
	}
	size_t at = seek(s, &o->period, o->seq);
	memmove(&s->entries[at + 1], &s->entries[at], (s->n - at) * sizeof *s->entries);
	s->entries[at] = (struct entry){.value = o->value,
	                                .seq = o->seq,
	                                .freq = (uint8_t)o->period.freq,
	                                .start = o->period.start,
	                                .months = o->period.months,
	                                .days = o->period.days,
	                                .published = o->published,
	                                .source = o->source,
	                                .shape = shape};
	s->n++;
	b->n_observations++;
	if (o->source < b->sources_cap && b->sources[o->source])
		b->sources[o->source]->n_observations++;
	book_rows_land(b, o);
	return 0;
no_memory:
	return err_set(err, -ENOMEM, "out of memory for the observations of the ledger");
}

size_t book_n_observations(const struct book *b, uint32_t series)
{
	const struct series *s = book_series_at(b, series);

	return s ? s->n : 0;
}

void book_observation(const struct book *b, uint32_t series, size_t i, struct observation *out)
{
	const struct entry *e = &b->series[series]->entries[i];
	const struct shape *shape = b->shapes[e->shape];

	*out = (struct observation){.seq = e->seq,
	                            .series = series,
	                            .source = e->source,
	                            .period = entry_period(e),
	                            .bound = (enum bound)shape->key.bound,
	                            .status = shape->key.status,
	                            .value = e->value,
	                            .high = shape->key.high,
	                            .g = shape->key.g,
	                            .published = e->published};
}

size_t book_seek(const struct book *b, uint32_t series, const struct period *p)
{
	const struct series *s = book_series_at(b, series);

	return s ? seek(s, p, 0) : 0;
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
	const struct flying *f = flying_at(b, o);
	struct observation at;
	uint64_t ignored;

	for (size_t i = s ? seek(s, &o->period, 0) : 0; s && i < s->n; i++) {
		struct period p = entry_period(&s->entries[i]);
		if (period_cmp(&p, &o->period) != 0)
			break;
		if (s->entries[i].source != o->source)
			continue;
		book_observation(b, o->series, i, &at);
		twin_see(&t, &at, BOOK_KNOWN);
	}
	for (size_t i = 0; f && i < f->n; i++) {
		at = f->all[i];
		at.seq = 0;
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
	const struct flying *f = o->seq ? NULL : flying_at(b, o);
	struct observation at;
	size_t n = 0;

	for (size_t i = s ? seek(s, &o->period, 0) : 0; s && i < s->n; i++) {
		book_observation(b, o->series, i, &at);
		if (period_cmp(&at.period, &o->period) != 0 || (o->seq && at.seq >= o->seq))
			break;
		n += at.source == o->source && at.published == o->published && says_same(&at, o);
	}
	for (size_t i = 0; f && i < f->n; i++)
		n += f->all[i].published == o->published && says_same(&f->all[i], o);
	return n;
}

/* ---- notes ---- */

/* FNV-1a, 64 bits (Fowler, Noll, Vo). */
static uint64_t hash_text(const char *text)
{
	uint64_t h = 14695981039346656037u;

	for (const unsigned char *c = (const unsigned char *)(text ? text : ""); *c; c++)
		h = (h ^ *c) * 1099511628211u;
	return h;
}

static struct pair_notes *notes_of(const struct book *b, const struct pair *pair)
{
	struct pair key = {0}; /* bytes behind the NULs are part of the key */
	struct pair_notes *p;

	snprintf(key.ref, sizeof key.ref, "%s", pair->ref);
	snprintf(key.cpt, sizeof key.cpt, "%s", pair->cpt);
	HASH_FIND(hh, b->notes_by_pair, &key, sizeof key, p);
	return p;
}

static struct pair_notes *notes_add(struct book *b, const struct pair *pair)
{
	struct pair_notes *p = calloc(1, sizeof *p);

	if (!p)
		return NULL;
	snprintf(p->pair.ref, sizeof p->pair.ref, "%s", pair->ref);
	snprintf(p->pair.cpt, sizeof p->pair.cpt, "%s", pair->cpt);
	p->hashed = true;
	HASH_ADD(hh, b->notes_by_pair, pair, sizeof p->pair, p);
	if (!p->hashed) {
		free(p);
		return NULL;
	}
	b->bytes += sizeof *p;
	return p;
}

int book_rows_apply_note(struct book *b, const struct note *n, struct err *err)
{
	struct pair_notes *p = notes_of(b, &n->pair);

	if (!p)
		p = notes_add(b, &n->pair);
	if (p && p->n == p->cap) {
		size_t cap = p->cap ? 2 * p->cap : 4;
		struct book_note *more = realloc(p->notes, cap * sizeof *more);
		b->bytes += more ? (cap - p->cap) * sizeof *more : 0;
		p->notes = more ? more : p->notes;
		p->cap = more ? cap : p->cap;
	}
	if (!p || p->n == p->cap)
		return err_set(err, -ENOMEM, "out of memory for the notes of the ledger");
	size_t at = p->n;
	while (at > 0 && (p->notes[at - 1].note.period.start > n->period.start ||
	                  (p->notes[at - 1].note.period.start == n->period.start && p->notes[at - 1].note.seq > n->seq)))
		at--;
	memmove(&p->notes[at + 1], &p->notes[at], (p->n - at) * sizeof *p->notes);
	p->notes[at] = (struct book_note){.note = *n, .text_hash = hash_text(n->text)};
	p->notes[at].note.text = NULL;
	p->n++;
	b->n_notes++;
	return 0;
}

size_t book_n_notes(const struct book *b, const struct pair *pair)
{
	const struct pair_notes *p = notes_of(b, pair);

	return p ? p->n : 0;
}

const struct note *book_note(const struct book *b, const struct pair *pair, size_t i)
{
	return &notes_of(b, pair)->notes[i].note;
}

bool book_same_note(const struct book *b, const struct note *n)
{
	const struct pair_notes *p = notes_of(b, &n->pair);
	uint64_t h = hash_text(n->text);

	for (size_t i = 0; p && i < p->n; i++) {
		const struct note *o = &p->notes[i].note;
		if (p->notes[i].text_hash == h && o->source == n->source &&
		    (o->published == n->published || n->source == SOURCE_UNATTRIBUTED) && o->kind == n->kind &&
		    period_cmp(&o->period, &n->period) == 0 && strcmp(o->area, n->area) == 0)
			return true;
	}
	return false;
}

/* ---- what is under way ---- */

void book_rows_drop_flying(struct book *b)
{
	struct flying *f = b->flying, *next;

	HASH_CLEAR(hh, b->flying); /* the elements stay in a list */
	for (; f; f = next) {
		next = f->hh.next;
		free(f->all);
		free(f);
	}
}
