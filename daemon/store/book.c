/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store/book_rows.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int book_hold(struct book *b, void ***array, uint32_t *cap, uint32_t i)
{
	if (i < *cap)
		return 0;
	size_t want = i + i / 2 + 64;
	void **p = realloc(*array, want * sizeof *p);
	if (!p)
		return -ENOMEM;
	memset(p + *cap, 0, (want - *cap) * sizeof *p);
	b->bytes += (want - *cap) * sizeof *p;
	*array = p;
	*cap = (uint32_t)want;
	return 0;
}

struct series *book_series_at(const struct book *b, uint32_t number)
{
	return number < b->series_cap ? b->series[number] : NULL;
}

int book_create(struct book **out)
{
	struct book *b = *out = calloc(1, sizeof *b);

	if (b)
		b->scratch = calloc(1, sizeof *b->scratch);
	if (b && b->scratch)
		return 0;
	free(b);
	*out = NULL;
	return -ENOMEM;
}

static void groups_destroy(struct group *groups)
{
	struct group *next;

	for (; groups; groups = next) {
		next = groups->hh.next;
		free(groups);
	}
}

void book_destroy(struct book *b)
{
	if (!b)
		return;
	HASH_CLEAR(hh, b->series_by_key);
	HASH_CLEAR(hh, b->source_by_id);
	HASH_CLEAR(hh, b->context_by_key);
	for (uint32_t i = 0; i < b->series_cap; i++)
		if (b->series[i]) {
			book_rows_free(b->series[i]);
			free(b->series[i]);
		}
	for (uint32_t i = 0; i < b->sources_cap; i++)
		if (b->sources[i]) {
			record_destroy(b->sources[i]->durable);
			record_destroy(b->sources[i]->pending);
			free(b->sources[i]);
		}
	for (uint32_t i = 0; i < b->n_contexts; i++)
		free(b->contexts[i]);
	struct group *groups = b->groups;
	HASH_CLEAR(hh, b->groups); /* the elements stay in a list */
	groups_destroy(groups);
	struct pair_notes *p = b->notes_by_pair, *next;
	HASH_CLEAR(hh, b->notes_by_pair); /* the elements stay in a list */
	for (; p; p = next) {
		next = p->hh.next;
		free(p->notes);
		free(p);
	}
	free(b->series);
	free(b->sources);
	free(b->contexts);
	free(b->by_source);
	free(b->scratch->sorted);
	free(b->scratch);
	free(b);
}

/* ---- series ---- */

/* The group of a key, made where it is new; NULL when memory is short. */
static struct group *group_of(struct book *b, const char *key)
{
	size_t n = strcspn(key, "/");
	struct group *g;

	HASH_FIND(hh, b->groups, key, n, g);
	if (g)
		return g;
	g = calloc(1, sizeof *g + n + 1);
	if (!g)
		return NULL;
	memcpy(g->text, key, n);
	g->hashed = true;
	HASH_ADD_KEYPTR(hh, b->groups, g->text, n, g);
	if (!g->hashed) {
		free(g);
		return NULL;
	}
	b->bytes += sizeof *g + n + 1;
	return g;
}

static int series_add(struct book *b, const char *key, uint32_t number, struct series **out)
{
	size_t n = strlen(key);
	struct series *s = calloc(1, sizeof *s + n + 1);

	*out = s;
	if (!s || book_hold(b, (void ***)&b->series, &b->series_cap, number))
		goto fail;
	s->group = group_of(b, key);
	if (!s->group)
		goto fail;
	memcpy(s->key, key, n);
	s->number = number;
	s->hashed = true;
	HASH_ADD_KEYPTR(hh, b->series_by_key, s->key, n, s);
	if (!s->hashed)
		goto fail;
	b->series[number] = s;
	b->n_series = number > b->n_series ? number : b->n_series;
	b->bytes += sizeof *s + n + 1;
	return 0;
fail:
	free(s);
	return -ENOMEM;
}

/* As HASH_FIND, which would wait for one line of the series' memory after the other: those of the first in the bucket are asked for at once. */
static struct series *find(const struct book *b, const char *key, size_t n)
{
	struct series *s = NULL;
	unsigned hash, bucket;

	if (!b->series_by_key)
		return NULL;
	const UT_hash_table *table = b->series_by_key->hh.tbl;
	HASH_VALUE(key, n, hash);
	HASH_TO_BKT(hash, table->num_buckets, bucket);
	const char *first = (const char *)table->buckets[bucket].hh_head;
	if (first)
		book_ask_for((const struct series *)(const void *)(first - offsetof(struct series, hh)));
	HASH_FIND_BYHASHVALUE(hh, b->series_by_key, key, n, hash, s);
	return s;
}

uint32_t book_find_series_n(const struct book *b, const char *key, size_t n)
{
	struct series *s = b->scratch->recent;

	/* A request asks about one series several times. */
	if (s && s->hh.keylen == n && memcmp(s->key, key, n) == 0)
		return s->number;
	s = find(b, key, n);
	if (!s)
		return 0;
	b->scratch->recent = s;
	__builtin_prefetch(s->group);
	__builtin_prefetch(s->one);
	return s->number;
}

uint32_t book_find_series(const struct book *b, const char *key)
{
	return book_find_series_n(b, key, strlen(key));
}

uint64_t book_sources_version(const struct book *b)
{
	return b->sources_version;
}

uint64_t book_group_version(const struct book *b, uint32_t series)
{
	const struct series *s = book_series_at(b, series);

	return s ? s->group->version : 0;
}

int book_intern_series(struct book *b, const char *key, uint32_t *number)
{
	struct series *s;
	int rc = 0;

	*number = book_find_series(b, key);
	if (*number == 0)
		rc = series_add(b, key, b->n_series + 1, &s);
	if (*number == 0 && rc == 0)
		*number = s->number;
	return rc;
}

const char *book_series_key(const struct book *b, uint32_t number)
{
	const struct series *s = book_series_at(b, number);

	return s ? s->key : NULL;
}

bool book_series_durable(const struct book *b, uint32_t number)
{
	const struct series *s = book_series_at(b, number);

	return s && s->durable;
}

uint32_t book_n_series(const struct book *b)
{
	return b->n_series;
}

struct item {
	const char *key;
	uint32_t number;
};

static int by_key(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	return strcmp(x->key, y->key);
}

const uint32_t *book_sorted(const struct book *b, size_t *n)
{
	struct scratch *scratch = b->scratch;

	if (!scratch->sorted || scratch->sorted_for != b->n_series) {
		struct item *items = malloc(((size_t)b->n_series + 1) * sizeof *items);
		uint32_t *sorted = realloc(scratch->sorted, ((size_t)b->n_series + 1) * sizeof *sorted);
		scratch->sorted = sorted ? sorted : scratch->sorted;
		if (!items || !sorted) {
			free(items);
			return NULL;
		}
		scratch->n_sorted = 0;
		/* A number that was given to a series which nobody spoke of is free after a restart. */
		for (uint32_t s = 1; s <= b->n_series; s++)
			if (b->series[s])
				items[scratch->n_sorted++] = (struct item){b->series[s]->key, s};
		qsort(items, scratch->n_sorted, sizeof *items, by_key);
		for (size_t i = 0; i < scratch->n_sorted; i++)
			sorted[i] = items[i].number;
		free(items);
		scratch->sorted_for = b->n_series;
	}
	*n = scratch->n_sorted;
	return scratch->sorted;
}

static int apply_series(struct book *b, uint32_t number, const char *key, struct err *err)
{
	struct series *s = book_series_at(b, number);
	uint32_t other = book_find_series(b, key);

	if ((s && strcmp(s->key, key) != 0) || (other && other != number))
		return err_set(err, ERR_DAMAGED, "the ledger gives series %s the number %u, which is taken; restore it from a backup", key,
		               number);
	if (!s && series_add(b, key, number, &s))
		return err_set(err, -ENOMEM, "out of memory for the series of the ledger");
	s->durable = true;
	s->under_way = false;
	return 0;
}

/* ---- sources ---- */

static struct known_source *source_at(const struct book *b, uint32_t number)
{
	return number < b->sources_cap ? b->sources[number] : NULL;
}

static struct known_source *source_by_id(const struct book *b, const char *id)
{
	struct known_source *s;

	HASH_FIND_STR(b->source_by_id, id, s);
	return s;
}

static struct known_source *source_add(struct book *b, const char *id, uint32_t number)
{
	struct known_source *s = calloc(1, sizeof *s);

	if (!s || book_hold(b, (void ***)&b->sources, &b->sources_cap, number)) {
		free(s);
		return NULL;
	}
	snprintf(s->id, sizeof s->id, "%s", id);
	s->number = number;
	s->hashed = true;
	HASH_ADD_STR(b->source_by_id, id, s);
	if (!s->hashed) {
		free(s);
		return NULL;
	}
	b->sources[number] = s;
	b->n_sources = number > b->n_sources ? number : b->n_sources;
	b->bytes += sizeof *s;
	return s;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_source(const struct source *a, const struct source *b)
{
	return a->published == b->published && a->rank == b->rank && strcmp(a->id, b->id) == 0 && strcmp(a->party, b->party) == 0 &&
	       same_text(a->name, b->name) && same_text(a->authority, b->authority) && same_text(a->url, b->url);
}

static const struct record *newest(const struct known_source *s)
{
	return s->pending ? s->pending : s->durable;
}

int book_intern_source(struct book *b, const struct source *said, uint32_t *number, bool *changed)
{
	struct known_source *s = source_by_id(b, said->id);

	if (!s)
		s = source_add(b, said->id, b->n_sources + 1);
	if (!s)
		return -ENOMEM;
	*number = s->number;
	*changed = !newest(s) || !same_source(&newest(s)->source, said);
	if (!*changed)
		return 0;
	struct source version = *said;
	version.number = s->number;
	struct record *r = record_create_source(&version);
	if (!r)
		return -ENOMEM;
	record_destroy(s->pending);
	s->pending = r;
	s->unsent = true;
	return 0;
}

uint32_t book_find_source(const struct book *b, const char *id)
{
	const struct known_source *s = source_by_id(b, id);

	return s && newest(s) ? s->number : 0;
}

const struct source *book_source(const struct book *b, uint32_t number)
{
	const struct known_source *s = source_at(b, number);

	return s && s->durable ? &s->durable->source : NULL;
}

const struct source *book_source_newest(const struct book *b, uint32_t number)
{
	const struct known_source *s = source_at(b, number);

	return s && newest(s) ? &newest(s)->source : NULL;
}

uint32_t book_n_sources(const struct book *b)
{
	return b->n_sources;
}

size_t book_source_observations(const struct book *b, uint32_t number)
{
	return number < b->by_source_cap ? b->by_source[number] : 0;
}

static int apply_source(struct book *b, const struct record *r, struct err *err)
{
	struct known_source *s = source_by_id(b, r->source.id), *there = source_at(b, r->source.number);

	if (s != there)
		return err_set(err, ERR_DAMAGED, "the ledger gives source %s the number %u, which is taken; restore it from a backup",
		               r->source.id, r->source.number);
	struct record *version = record_create(r);
	if (version && !s)
		s = source_add(b, r->source.id, r->source.number);
	if (!version || !s) {
		record_destroy(version);
		return err_set(err, -ENOMEM, "out of memory for the sources of the ledger");
	}
	b->sources_version += s->durable != NULL;
	record_destroy(s->durable);
	s->durable = version;
	if (s->under_way && --s->under_way == 0 && !s->unsent) {
		record_destroy(s->pending);
		s->pending = NULL;
	}
	return 0;
}

/* ---- what is under way ---- */

int book_apply(struct book *b, const struct record *r, struct err *err)
{
	switch (r->kind) {
	case RECORD_SERIES:
		return apply_series(b, r->series.id, r->series.key, err);
	case RECORD_SOURCE:
		return apply_source(b, r, err);
	case RECORD_OBSERVATION:
		book_rows_land(b, r);
		return book_rows_apply_observation(b, &r->observation, err);
	case RECORD_NOTE:
		return book_rows_apply_note(b, &r->note, err);
	}
	return err_set(err, ERR_INTERNAL, "a record of kind %d is none that the book knows", (int)r->kind);
}

/* Marks what `records` send by themselves, so that book_missing does not add it again. */
static void stamp_sent(struct book *b, struct record *const records[], size_t n)
{
	b->stamp++;
	for (size_t i = 0; i < n; i++) {
		struct series *s = records[i]->kind == RECORD_SERIES ? book_series_at(b, records[i]->series.id) : NULL;
		struct known_source *k = records[i]->kind == RECORD_SOURCE ? source_at(b, records[i]->source.number) : NULL;
		if (s)
			s->stamp = b->stamp;
		if (k)
			k->stamp = b->stamp;
	}
}

/* The record that has to be sent for a series (or NULL in *out). */
static int miss_series(struct book *b, uint32_t number, struct record **out, struct err *err)
{
	struct series *s = book_series_at(b, number);

	*out = NULL;
	if (!s)
		return err_set(err, ERR_INTERNAL, "series number %u was never given", number);
	if (s->durable || s->under_way || s->stamp == b->stamp)
		return 0;
	s->stamp = b->stamp;
	*out = record_create_series(s->number, s->key);
	return *out ? 0 : err_set(err, -ENOMEM, "out of memory");
}

static int miss_source(struct book *b, uint32_t number, struct record **out, struct err *err)
{
	struct known_source *s = source_at(b, number);

	*out = NULL;
	if (number == SOURCE_UNATTRIBUTED)
		return 0;
	if (!s || !newest(s))
		return err_set(err, ERR_UNAVAILABLE, "the source %s was not recorded; send it again", s ? s->id : "named here");
	if (!s->unsent || s->stamp == b->stamp)
		return 0;
	s->stamp = b->stamp;
	*out = record_create(s->pending);
	return *out ? 0 : err_set(err, -ENOMEM, "out of memory");
}

int book_missing(struct book *b, struct record *const records[], size_t n, struct record ***out, size_t *n_out, struct err *err)
{
	struct record **more = malloc((3 * n + 1) * sizeof *more); /* with room for what it stands in front of */
	size_t n_more = 0;
	int rc = 0;

	*out = NULL;
	*n_out = 0;
	if (!more)
		return err_set(err, -ENOMEM, "out of memory");

	stamp_sent(b, records, n);
	for (size_t i = 0; i < n && rc == 0; i++) {
		const struct record *r = records[i];
		if (r->kind == RECORD_OBSERVATION) {
			rc = miss_series(b, r->observation.series, &more[n_more], err);
			n_more += rc == 0 && more[n_more];
		}
		if (rc == 0 && (r->kind == RECORD_OBSERVATION || r->kind == RECORD_NOTE)) {
			rc = miss_source(b, r->kind == RECORD_NOTE ? r->note.source : r->observation.source, &more[n_more], err);
			n_more += rc == 0 && more[n_more];
		}
	}
	if (rc) {
		for (size_t i = 0; i < n_more; i++)
			record_destroy(more[i]);
		free(more);
		more = NULL;
		n_more = 0;
	}
	*out = more;
	*n_out = n_more;
	return rc;
}

bool book_stands(const struct book *b, const struct observation *o)
{
	const struct series *s = book_series_at(b, o->series);
	const struct known_source *k = source_at(b, o->source);

	return s && (s->durable || s->under_way) && (o->source == SOURCE_UNATTRIBUTED || (k && newest(k) && !k->unsent));
}

void book_sent(struct book *b, struct record *const records[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct series *s = records[i]->kind == RECORD_SERIES ? book_series_at(b, records[i]->series.id) : NULL;
		struct known_source *k = records[i]->kind == RECORD_SOURCE ? source_at(b, records[i]->source.number) : NULL;
		if (records[i]->kind == RECORD_OBSERVATION)
			book_rows_fly(b, records[i]);
		if (s)
			s->under_way = true;
		if (k) {
			k->under_way++;
			k->unsent = false;
		}
	}
}

void book_dropped(struct book *b, struct record *const records[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (records[i]->kind == RECORD_OBSERVATION)
			book_rows_land(b, records[i]);
}

void book_rollback(struct book *b)
{
	for (uint32_t i = 1; i <= b->n_series; i++)
		if (b->series[i]) {
			b->series[i]->under_way = false;
			b->series[i]->flying = NULL;
		}
	for (uint32_t i = 1; i <= b->n_sources; i++) {
		struct known_source *s = b->sources[i];
		if (!s)
			continue;
		record_destroy(s->pending);
		s->pending = NULL;
		s->under_way = 0;
		s->unsent = false;
	}
}

struct book_totals book_totals(const struct book *b)
{
	struct book_totals t = {.observations = b->n_observations, .notes = b->n_notes, .bytes = b->bytes};

	for (uint32_t i = 1; i <= b->n_series; i++)
		t.series += b->series[i] && b->series[i]->durable;
	for (uint32_t i = 1; i <= b->n_sources; i++)
		t.sources += b->sources[i] && b->sources[i]->durable;
	t.bytes += HASH_OVERHEAD(hh, b->series_by_key);
	return t;
}
