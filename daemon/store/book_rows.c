/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store/book_rows.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- observations ---- */

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

/* Whether another speaks of the period of `e`, which is in, and another source. Of equal periods the one with the highest seq stands last, and that is `e`; before it
 * all of them are of one source, or it would be known, so its neighbour tells. */
static void note_repeats(const struct book *b, struct series *s, const struct entry *e)
{
	size_t at = seek(b, s, &e->period, e->seq);
	if (at == 0)
		return;
	const struct page *page = page_with(b, s, at - 1);
	const struct entry *other = &page->entries[at - 1 - page->first];
	if (period_cmp(&other->period, &e->period) != 0)
		return;
	s->repeats = true;
	s->rivals = s->rivals || b->contexts[other->context]->key.source != b->contexts[e->context]->key.source;
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

static void unpack(const struct book *b, uint32_t series, const struct entry *e, struct observation *out)
{
	book_common(b, e->context, out);
	out->seq = e->seq;
	out->series = series;
	out->period = e->period;
	out->value = e->value;
}

void book_observation(const struct book *b, uint32_t series, size_t i, struct observation *out)
{
	const struct page *page = page_with(b, b->series[series], i);
	const struct entry *e = &page->entries[i - page->first];

	unpack(b, series, e, out);
}

const struct entry *book_entries(const struct book *b, uint32_t series, size_t first, size_t *n)
{
	const struct series *s = book_series_at(b, series);

	*n = 0;
	if (!s || first >= s->n)
		return NULL;
	const struct page *page = page_with(b, s, first);
	size_t at = first - page->first;
	*n = page->n - at;
	return &page->entries[at];
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
	unpack(b, series, &block_at(s, s->n_blocks - 1)->last, out);
	return true;
}

bool book_newest_period(const struct book *b, uint32_t series, struct period *out)
{
	const struct series *s = book_series_at(b, series);

	if (!s || s->n == 0 || !book_series_is_simple(b, series) || !period_freq_months(s->freq))
		return false;
	*out = (struct period){.start = s->newest, .months = (uint16_t)period_freq_months(s->freq), .freq = s->freq};
	return true;
}

void book_prefetch(const struct book *b, uint32_t series)
{
	const struct series *s = book_series_at(b, series);

	if (s)
		book_ask_for(s);
}

size_t book_seek(const struct book *b, uint32_t series, const struct period *p)
{
	const struct series *s = book_series_at(b, series);

	return s ? seek(b, s, p, 0) : 0;
}
