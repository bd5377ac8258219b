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

int book_rows_add_context(struct book *b, const void *key)
{
	struct context *c = calloc(1, sizeof *c);

	if (!c)
		return -ENOMEM;
	memcpy(&c->key, key, sizeof c->key);
	c->number = b->n_contexts;
	c->hashed = book_hold(b, (void ***)&b->contexts, &b->contexts_cap, b->n_contexts) == 0;
	if (c->hashed)
		HASH_ADD(hh, b->context_by_key, key, sizeof c->key, c);
	if (!c->hashed) {
		free(c);
		return -ENOMEM;
	}
	b->bytes += sizeof *c;
	b->contexts[b->n_contexts++] = c;
	return 0;
}

int book_rows_count(struct book *b, uint32_t source, size_t n)
{
	if (source >= b->by_source_cap) {
		uint32_t cap = source + source / 2 + 16;
		size_t *grown = realloc(b->by_source, cap * sizeof *grown);
		if (!grown)
			return -ENOMEM;
		memset(grown + b->by_source_cap, 0, (cap - b->by_source_cap) * sizeof *grown);
		b->by_source = grown;
		b->by_source_cap = cap;
	}
	b->by_source[source] += n;
	return 0;
}

/* The number of a context, made where it is new; UINT32_MAX when memory is short. */
static uint32_t context_of(struct book *b, const struct observation *o)
{
	struct context look, *c;

	memset(&look.key, 0, sizeof look.key);
	look.key.high = isnan(o->high) ? (double)NAN : o->high + 0.0; /* one NaN, one zero: keys are compared as bytes */
	look.key.g = o->g + 0.0;
	look.key.bound = o->bound;
	look.key.status = o->status;
	look.key.source = o->source;
	look.key.published = o->published;
	HASH_FIND(hh, b->context_by_key, &look.key, sizeof look.key, c);
	if (c)
		return c->number;
	return book_rows_add_context(b, &look.key) ? UINT32_MAX : b->n_contexts - 1;
}

/* ---- blocks ---- */

static struct block **blocks_of(struct series *s)
{
	return s->n_blocks > 1 ? s->many : &s->one;
}

static struct block *block_at(const struct series *s, uint32_t i)
{
	return s->n_blocks > 1 ? s->many[i] : s->one;
}

void book_rows_free(struct series *s)
{
	for (uint32_t i = 0; i < s->n_blocks; i++)
		free(block_at(s, i));
	if (s->n_blocks > 1)
		free(s->many);
	s->n_blocks = 0;
}

static size_t block_bytes(const struct block *k)
{
	return sizeof *k + k->cap;
}

/* Makes room for a block at place `i`, NULL for now. 0 or -ENOMEM. */
static int open_place(struct book *b, struct series *s, uint32_t i)
{
	if (s->n_blocks == 0) {
		s->one = NULL;
		s->n_blocks = 1;
		return 0;
	}
	struct block **many = realloc(s->n_blocks > 1 ? s->many : NULL, (s->n_blocks + 1) * sizeof(struct block *));
	if (!many)
		return -ENOMEM;
	if (s->n_blocks == 1)
		many[0] = s->one;
	memmove(&many[i + 1], &many[i], (s->n_blocks - i) * sizeof(struct block *));
	many[i] = NULL;
	s->many = many;
	s->n_blocks++;
	b->bytes += sizeof(struct block *);
	return 0;
}

static void page_forget(const struct book *b, const struct series *s)
{
	struct page *p = &b->scratch->pages[s->number & (N_PAGES - 1)];

	if (p->series == s->number)
		p->series = 0;
}

/* The page with block `block`, whose first entry is in place `first`. */
static const struct page *page_of(const struct book *b, const struct series *s, uint32_t block, uint32_t first)
{
	struct page *p = &b->scratch->pages[s->number & (N_PAGES - 1)];

	if (p->series == s->number && p->block == block)
		return p;
	const struct block *k = block_at(s, block);
	block_read(k, p->entries);
	p->series = s->number;
	p->block = block;
	p->first = first;
	p->n = k->n;
	return p;
}

/* The place of the first entry of block `block`; counted from the page in hand where that is on the way. */
static uint32_t first_of(const struct book *b, const struct series *s, uint32_t block)
{
	const struct page *p = &b->scratch->pages[s->number & (N_PAGES - 1)];
	bool hint = p->series == s->number && p->block <= block;
	uint32_t first = hint ? p->first : 0;

	if (block + 1 == s->n_blocks)
		return s->n - block_at(s, block)->n;
	for (uint32_t i = hint ? p->block : 0; i < block; i++)
		first += block_at(s, i)->n;
	return first;
}

/* The page with entry `i`. */
static const struct page *page_with(const struct book *b, const struct series *s, size_t i)
{
	const struct page *p = &b->scratch->pages[s->number & (N_PAGES - 1)];
	bool hint = p->series == s->number && i >= p->first;
	uint32_t block = hint ? p->block : 0, first = hint ? p->first : 0;

	while (i - first >= block_at(s, block)->n)
		first += block_at(s, block++)->n;
	return page_of(b, s, block, first);
}

/* The first block whose last entry is not before period p, seq `seq`; the last of all where there is none. */
static uint32_t block_with(const struct series *s, const struct period *p, uint64_t seq)
{
	uint32_t low = 0, high = s->n_blocks - 1;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		if (entry_is_before(&block_at(s, mid)->last, p, seq))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The place of the first entry that is not before period p, seq `seq`. */
static size_t seek(const struct book *b, const struct series *s, const struct period *p, uint64_t seq)
{
	if (s->n == 0 || entry_is_before(&block_at(s, s->n_blocks - 1)->last, p, seq))
		return s->n;
	uint32_t block = block_with(s, p, seq);
	const struct page *page = page_of(b, s, block, first_of(b, s, block));
	size_t low = 0, high = page->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (entry_is_before(&page->entries[mid], p, seq))
			low = mid + 1;
		else
			high = mid;
	}
	return page->first + low;
}

/* Behind all that is there. */
static int add_last(struct book *b, struct series *s, const struct entry *e)
{
	if (s->n_blocks && block_at(s, s->n_blocks - 1)->n < BLOCK_MAX) {
		struct block **k = &blocks_of(s)[s->n_blocks - 1];
		size_t before = block_bytes(*k);
		int rc = block_append(k, e);
		b->bytes += block_bytes(*k) - before;
		return rc;
	}
	struct block *k = block_create(e, 1);
	if (!k || open_place(b, s, s->n_blocks)) {
		free(k);
		return -ENOMEM;
	}
	blocks_of(s)[s->n_blocks - 1] = k;
	b->bytes += block_bytes(k);
	return 0;
}

/* Between others: the block is written anew, as two where it is full. 1: it is there already. */
static int add_between(struct book *b, struct series *s, const struct entry *e)
{
	struct entry all[BLOCK_MAX + 1];
	uint32_t at = block_with(s, &e->period, e->seq);
	struct block *old = block_at(s, at);
	size_t n = 0;

	block_read(old, all);
	while (n < old->n && entry_is_before(&all[n], &e->period, e->seq))
		n++;
	if (n < old->n && all[n].seq == e->seq)
		return 1;
	memmove(&all[n + 1], &all[n], (old->n - n) * sizeof *all);
	all[n] = *e;
	n = old->n + 1u;
	size_t left = n > BLOCK_MAX ? n / 2 : n;
	struct block *a = block_create(all, left), *z = left < n ? block_create(all + left, n - left) : NULL;
	if (!a || (left < n && (!z || open_place(b, s, at + 1)))) {
		free(a);
		free(z);
		return -ENOMEM;
	}
	blocks_of(s)[at] = a;
	if (z)
		blocks_of(s)[at + 1] = z;
	b->bytes += block_bytes(a) + (z ? block_bytes(z) : 0) - block_bytes(old);
	free(old);
	return 0;
}

static bool says_same(const struct observation *a, const struct observation *b)
{
	return same_number(a->value, b->value) && same_number(a->high, b->high) && a->g == b->g && a->bound == b->bound &&
	       a->status == b->status;
}

void book_rows_fly(struct book *b, struct record *r)
{
	struct record **end = &b->series[r->observation.series]->flying;

	while (*end)
		end = &(*end)->beside;
	r->beside = NULL;
	*end = r;
}

void book_rows_land(struct book *b, const struct record *r)
{
	struct series *s = book_series_at(b, r->observation.series);
	struct record **at = s ? &s->flying : NULL;

	while (at && *at && *at != r)
		at = &(*at)->beside;
	if (at && *at)
		*at = r->beside;
}

/* Of equal periods the one with the highest seq stands last, and that is `e`, which is in: whether another speaks of its period, and another source. */
static void note_repeats(const struct book *b, struct series *s, const struct entry *e)
{
	for (size_t i = seek(b, s, &e->period, e->seq); i-- > 0 && !s->rivals;) {
		const struct page *page = page_with(b, s, i);
		const struct entry *other = &page->entries[i - page->first];
		if (period_cmp(&other->period, &e->period) != 0)
			return;
		s->repeats = true;
		s->rivals = b->contexts[other->context]->key.source != b->contexts[e->context]->key.source;
	}
}

/* Puts the entry in its place. `alone`: whether it can be told at once that nothing else speaks of its period. 0; 1: it is there already; -ENOMEM. */
static int add(struct book *b, struct series *s, const struct entry *e, bool *alone)
{
	const struct entry *last = s->n ? &block_at(s, s->n_blocks - 1)->last : NULL;
	bool behind = !last || entry_is_before(last, &e->period, e->seq);

	*alone = behind && (!last || period_cmp(&last->period, &e->period) != 0);
	int rc = behind ? add_last(b, s, e) : add_between(b, s, e);
	if (rc)
		return rc;
	page_forget(b, s);
	s->newest = s->n && s->newest > e->period.start ? s->newest : e->period.start;
	s->n++;
	return 0;
}

/* Keeps what book_series_is_plain answers. */
static void note_form(struct book *b, struct series *s, const struct entry *e, bool alone)
{
	bool was = book_series_is_plain(b, s->number);

	if (s->n == 1)
		s->freq = e->period.freq;
	else if (s->freq != e->period.freq)
		s->freq = 0;
	if (!alone)
		note_repeats(b, s, e);
	s->odd = s->odd || isnan(e->value) || status_is_missing(b->contexts[e->context]->key.status) ||
	         status_is_outlook(b->contexts[e->context]->key.status);
	if (s->n == 1 || was != book_series_is_plain(b, s->number))
		s->group->version++;
}

int book_rows_apply_observation(struct book *b, const struct observation *o, struct err *err)
{
	struct series *s = book_series_at(b, o->series);
	uint32_t context;
	bool alone;

	if (!s)
		return err_set(err, ERR_DAMAGED, "row %llu of the ledger names series number %u, which does not exist",
		               (unsigned long long)o->seq, o->series);
	context = context_of(b, o);
	if (context == UINT32_MAX || book_rows_count(b, o->source, 0))
		goto no_memory;
	struct entry e = {.value = o->value, .seq = o->seq, .period = o->period, .context = context};
	int rc = add(b, s, &e, &alone);
	if (rc < 0)
		goto no_memory;
	b->last_seq = o->seq > b->last_seq ? o->seq : b->last_seq;
	if (rc > 0) /* a snapshot may be ahead of the row it ends with */
		return 0;
	b->by_source[o->source]++;
	note_form(b, s, &e, alone);
	b->n_observations++;
	return 0;
no_memory:
	return err_set(err, -ENOMEM, "out of memory for the observations of the ledger");
}

size_t book_n_observations(const struct book *b, uint32_t series)
{
	const struct series *s = book_series_at(b, series);

	return s ? s->n : 0;
}

char book_series_freq(const struct book *b, uint32_t series)
{
	const struct series *s = book_series_at(b, series);

	return s && s->n ? s->freq : 0;
}

uint64_t book_last_seq(const struct book *b)
{
	return b->last_seq;
}

bool book_series_is_plain(const struct book *b, uint32_t series)
{
	const struct series *s = book_series_at(b, series);

	return !s || s->n == 0 || (s->freq && s->freq != 'I' && !s->rivals);
}

static void unpack(const struct entry *e, uint32_t series, const struct context *c, struct observation *out)
{
	*out = (struct observation){.seq = e->seq,
	                            .series = series,
	                            .source = c->key.source,
	                            .period = e->period,
	                            .bound = (enum bound)c->key.bound,
	                            .status = c->key.status,
	                            .value = e->value,
	                            .high = c->key.high,
	                            .g = c->key.g,
	                            .published = c->key.published};
}

void book_observation(const struct book *b, uint32_t series, size_t i, struct observation *out)
{
	const struct page *page = page_with(b, b->series[series], i);
	const struct entry *e = &page->entries[i - page->first];

	unpack(e, series, b->contexts[e->context], out);
}

size_t book_entries(const struct book *b, uint32_t series, size_t first, struct entry out[BLOCK_MAX])
{
	const struct series *s = book_series_at(b, series);

	if (!s || first >= s->n)
		return 0;
	const struct page *page = page_with(b, s, first);
	size_t at = first - page->first, n = page->n - at;
	memcpy(out, &page->entries[at], n * sizeof *out);
	return n;
}

void book_common(const struct book *b, uint32_t context, struct observation *out)
{
	const struct context *c = b->contexts[context];

	*out = (struct observation){.source = c->key.source,
	                            .bound = (enum bound)c->key.bound,
	                            .status = c->key.status,
	                            .high = c->key.high,
	                            .g = c->key.g,
	                            .published = c->key.published};
}

bool book_series_is_simple(const struct book *b, uint32_t series)
{
	const struct series *s = book_series_at(b, series);

	return !s || s->n == 0 || (!s->odd && !s->repeats && book_series_is_plain(b, series));
}

bool book_newest(const struct book *b, uint32_t series, struct observation *out)
{
	const struct series *s = book_series_at(b, series);

	if (!s || s->n == 0 || !book_series_is_simple(b, series))
		return false;
	const struct entry *last = &block_at(s, s->n_blocks - 1)->last;
	unpack(last, series, b->contexts[last->context], out);
	return true;
}

bool book_newest_period(const struct book *b, uint32_t series, struct period *out)
{
	const struct series *s = book_series_at(b, series);

	if (!s || s->n == 0 || s->odd || s->repeats || s->rivals || !period_freq_months(s->freq))
		return false;
	*out = (struct period){.start = s->newest, .months = (uint16_t)period_freq_months(s->freq), .freq = s->freq};
	return true;
}

void book_prefetch(const struct book *b, uint32_t series)
{
	const struct series *s = book_series_at(b, series);

	for (size_t at = 0; s && at < sizeof *s + 64; at += 64)
		__builtin_prefetch((const char *)s + at);
}

size_t book_seek(const struct book *b, uint32_t series, const struct period *p)
{
	const struct series *s = book_series_at(b, series);

	return s ? seek(b, s, p, 0) : 0;
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

	for (size_t i = s ? seek(b, s, &o->period, 0) : 0; s && i < s->n; i++) {
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

	for (size_t i = s ? seek(b, s, &o->period, 0) : 0; s && i < s->n; i++) {
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
