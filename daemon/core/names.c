/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of each series the measure is remembered, which a thousand pairs share; the pair is read off the key. A name that was wrong is not remembered.
 */
#include "core/names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(obj) ((obj)->hashed = false)
#include <uthash.h>

struct shared {
	struct {
		const struct indicator *indicator;
		enum companion companion;
		char currency[sizeof((struct measure *)0)->currency];
	} key;
	struct measure measure;
	bool hashed;
	UT_hash_handle hh;
};

struct names {
	const struct measure **by_number; /* NULL: not known; owned, what they point to is in `shared` */
	uint32_t cap;
	struct shared *shared; /* owned */
};

int names_create(struct names **out)
{
	*out = calloc(1, sizeof **out);
	return *out ? 0 : -ENOMEM;
}

void names_forget(struct names *n)
{
	struct shared *s = n->shared, *next;

	HASH_CLEAR(hh, n->shared); /* the elements stay in a list */
	for (; s; s = next) {
		next = s->hh.next;
		free(s);
	}
	free(n->by_number);
	n->by_number = NULL;
	n->cap = 0;
}

void names_destroy(struct names *n)
{
	if (!n)
		return;
	names_forget(n);
	free(n);
}

static const struct measure *share(struct names *n, const struct measure *m)
{
	struct shared look, *s;

	memset(&look.key, 0, sizeof look.key); /* compared as bytes */
	look.key.indicator = m->indicator;
	look.key.companion = m->companion;
	memcpy(look.key.currency, m->currency, sizeof look.key.currency);
	HASH_FIND(hh, n->shared, &look.key, sizeof look.key, s);
	if (s)
		return &s->measure;
	s = calloc(1, sizeof *s);
	if (!s)
		return NULL;
	s->key = look.key;
	s->measure = *m;
	s->hashed = true;
	HASH_ADD(hh, n->shared, key, sizeof s->key, s);
	if (!s->hashed) {
		free(s);
		return NULL;
	}
	return &s->measure;
}

/* Where memory is short nothing is remembered. */
static void remember(struct names *n, uint32_t number, const struct measure *m)
{
	if (number >= n->cap) {
		uint32_t cap = number + number / 2 + 64;
		const struct measure **grown = realloc(n->by_number, cap * sizeof(const struct measure *));
		if (!grown)
			return;
		memset(grown + n->cap, 0, (cap - n->cap) * sizeof(const struct measure *));
		n->by_number = grown;
		n->cap = cap;
	}
	n->by_number[number] = share(n, m);
}

/* Writes down what is remembered of a key that is known to be good. */
static void recall(const char *key, size_t len, char freq, const struct measure *m, struct series_name *out)
{
	const char *minus = memchr(key, '-', len), *stroke = memchr(key, '/', len);
	size_t dash = (size_t)(minus - key), slash = (size_t)(stroke - key);

	memcpy(out->key, key, len);
	out->key[len] = '\0';
	out->freq = freq;
	out->pair = (struct pair){0};
	memcpy(out->pair.ref, key, dash);
	memcpy(out->pair.cpt, key + dash + 1, slash - dash - 1);
	out->measure = *m;
}

/* The length of the key in a name: without its frequency. */
static size_t key_len(const char *text, char *freq)
{
	size_t n = strlen(text);

	*freq = 0;
	if (n < 3 || text[n - 2] != '-' || !period_freq_months(text[n - 1]))
		return n;
	*freq = text[n - 1];
	return n - 2;
}

int names_parse(struct names *n, const struct book *book, const struct parties *parties, const struct catalogue *catalogue,
                const char *text, struct series_name *out, uint32_t *number, struct err *err)
{
	char freq;
	size_t len = key_len(text, &freq);
	uint32_t known = book_find_series_n(book, text, len);

	if (number)
		*number = known;
	if (known && known < n->cap && n->by_number[known]) {
		recall(text, len, freq, n->by_number[known], out);
		return 0;
	}
	int rc = series_parse(parties, catalogue, text, out, err);
	if (!rc && known)
		remember(n, known, &out->measure);
	return rc;
}

int names_of(struct names *n, const struct book *book, const struct parties *parties, const struct catalogue *catalogue, uint32_t number,
             struct series_name *out)
{
	const char *key = book_series_key(book, number);

	if (number < n->cap && n->by_number[number]) {
		recall(key, strlen(key), 0, n->by_number[number], out);
		return 0;
	}
	int rc = series_parse(parties, catalogue, key, out, NULL);
	if (!rc)
		remember(n, number, &out->measure);
	return rc;
}
