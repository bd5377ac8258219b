/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Observations are never taken away, so the number of those that the family's series have together is another whenever one of them got one more: it
 * stands for all that was said of them. The group's version of the book tells when another series might belong to the family.
 */
#include "weigh/answers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Without this, uthash ends the process when memory is short. */
#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(element) ((element)->hashed = false)
#include <uthash.h>

#define KEY_BYTES (offsetof(struct answer_key, series) + SERIES_KEY_MAX) /* what follows is padding */

/* What an answer rests on, and how that was. */
struct basis_of {
	uint32_t *series; /* owned */
	size_t n_series;
	uint64_t n_observations, group_version, sources_version;
};

struct answer {
	struct answer_key key;
	struct basis_of basis;
	struct figure *figures; /* owned */
	size_t n, bytes;
	bool hashed;
	UT_hash_handle hh; /* the least recently used first */
};

struct aside {
	struct answer_key key;
	struct basis_of basis;
	struct begun begun; /* family NULL: the place is free */
};

struct answers {
	struct answer *all;                    /* owned */
	struct aside begun[ANSWERS_BEGUN_MAX]; /* the oldest first */
	struct aside last;                     /* a family alone */
	size_t bytes;
	uint64_t found, missed;
};

/* What it rests on ------------------------------------------------------------------------------------------------------------ */

static void add_series(void *arg, uint32_t series)
{
	struct basis_of *b = arg;
	uint32_t *grown = b->series || !b->n_series ? realloc(b->series, (b->n_series + 1) * sizeof *grown) : NULL;

	if (!grown) {
		free(b->series);
		b->series = NULL;
	} else {
		b->series = grown;
		b->series[b->n_series] = series;
	}
	b->n_series++;
}

static void look_at(struct basis_of *b, const struct book *book)
{
	b->n_observations = 0;
	for (size_t i = 0; i < b->n_series; i++)
		b->n_observations += book_n_observations(book, b->series[i]);
	b->group_version = book_group_version(book, b->series[0]);
	b->sources_version = book_sources_version(book);
}

/* False where memory is short, or it rests on nothing that was said. */
static bool find_basis(struct basis_of *b, const struct book *book, const struct family *f)
{
	*b = (struct basis_of){0};
	family_each_series(f, add_series, b);
	if (!b->series)
		return false;
	look_at(b, book);
	return true;
}

static bool still_holds(const struct basis_of *b, const struct book *book)
{
	struct basis_of now = *b;

	look_at(&now, book);
	return now.n_observations == b->n_observations && now.group_version == b->group_version &&
	       now.sources_version == b->sources_version;
}

void answers_key(struct answer_key *out, enum answer_kind kind, const struct pair *pair, const struct measure *m, const struct period *p,
                 const struct weigh_options *opt)
{
	memset(out, 0, sizeof *out);
	series_key(pair, m, out->series);
	/* Nothing behind the end of the text may tell two equal questions apart. */
	size_t n = strlen(out->series);
	memset(out->series + n, 0, sizeof out->series - n);
	out->kind = (char)kind;
	out->freq = p->freq;
	if (kind == ANSWER_ONE) {
		out->start = p->start;
		out->months = p->months;
		out->days = p->days;
	}
	out->asof = opt->asof;
	out->outlook = opt->outlook;
	out->hard = opt->hard;
	out->even = opt->even;
}

/* Answers --------------------------------------------------------------------------------------------------------------------- */

int answers_create(struct answers **out)
{
	*out = calloc(1, sizeof **out);
	return *out ? 0 : -ENOMEM;
}

static void free_answer(struct answer *one)
{
	free(one->basis.series);
	free(one->figures);
	free(one);
}

static void drop(struct answers *a, struct answer *one)
{
	if (one->hashed) {
		HASH_DEL(a->all, one);
		a->bytes -= one->bytes;
	}
	free_answer(one);
}

static void drop_aside(struct aside *s)
{
	begun_fini(&s->begun);
	free(s->basis.series);
	*s = (struct aside){0};
}

void answers_forget(struct answers *a)
{
	struct answer *one = a->all, *next;

	HASH_CLEAR(hh, a->all); /* the elements stay in a list */
	for (a->bytes = 0; one; one = next) {
		next = one->hh.next;
		free_answer(one);
	}
	for (size_t i = 0; i < ANSWERS_BEGUN_MAX; i++)
		drop_aside(&a->begun[i]);
	drop_aside(&a->last);
}

void answers_destroy(struct answers *a)
{
	if (!a)
		return;
	answers_forget(a);
	free(a);
}

/* As the newest, which uthash keeps last. */
static void add(struct answers *a, struct answer *one)
{
	one->hashed = true;
	HASH_ADD(hh, a->all, key, KEY_BYTES, one);
	if (one->hashed)
		a->bytes += one->bytes;
	else
		drop(a, one);
}

bool answers_find(struct answers *a, const struct book *book, const struct answer_key *key, const struct figure **figures, size_t *n)
{
	struct answer *one;

	HASH_FIND(hh, a->all, key, KEY_BYTES, one);
	if (one && !still_holds(&one->basis, book)) {
		drop(a, one);
		one = NULL;
	}
	if (!one) {
		a->missed++;
		return false;
	}
	a->found++;
	*figures = one->figures;
	*n = one->n;
	if (one->hh.next) {
		HASH_DEL(a->all, one);
		a->bytes -= one->bytes;
		add(a, one);
	}
	return true;
}

void answers_keep(struct answers *a, const struct book *book, const struct answer_key *key, const struct family *f,
                  const struct figure *figures, size_t n)
{
	struct answer *one, *was;

	HASH_FIND(hh, a->all, key, KEY_BYTES, was);
	if (was)
		drop(a, was);
	one = calloc(1, sizeof *one);
	if (!one)
		return;
	one->key = *key;
	one->n = n;
	one->figures = malloc((n + 1) * sizeof *figures);
	if (!one->figures || !find_basis(&one->basis, book, f)) {
		drop(a, one);
		return;
	}
	if (n)
		memcpy(one->figures, figures, n * sizeof *figures);
	one->bytes = sizeof *one + (n + 1) * sizeof *figures + one->basis.n_series * sizeof *one->basis.series;
	if (one->bytes > ANSWERS_BYTES_MAX / 4) {
		drop(a, one);
		return;
	}
	for (struct answer *old = a->all, *next; old && a->bytes + one->bytes > ANSWERS_BYTES_MAX; old = next) {
		next = old->hh.next;
		drop(a, old);
	}
	add(a, one);
}

/* Begun ------------------------------------------------------------------------------------------------------------------------ */

void begun_fini(struct begun *b)
{
	family_destroy(b->family);
	free(b->periods);
	free(b->figures);
	*b = (struct begun){0};
}

/* Takes place i out, so that the free ones are last. */
static void close_up(struct answers *a, size_t i)
{
	memmove(a->begun + i, a->begun + i + 1, (ANSWERS_BEGUN_MAX - 1 - i) * sizeof *a->begun);
	a->begun[ANSWERS_BEGUN_MAX - 1] = (struct aside){0};
}

static bool same_key(const struct answer_key *a, const struct answer_key *b)
{
	return a->kind == b->kind && a->freq == b->freq && a->start == b->start && a->months == b->months && a->days == b->days &&
	       a->asof == b->asof && a->outlook == b->outlook && a->hard == b->hard && a->even == b->even &&
	       strcmp(a->series, b->series) == 0;
}

bool answers_take_up(struct answers *a, const struct book *book, const struct answer_key *key, struct begun *out)
{
	for (size_t i = 0; i < ANSWERS_BEGUN_MAX && a->begun[i].begun.family; i++) {
		struct aside *s = &a->begun[i];
		if (!same_key(&s->key, key))
			continue;
		bool holds = still_holds(&s->basis, book);
		if (holds) {
			*out = s->begun;
			s->begun = (struct begun){0};
		}
		drop_aside(s);
		close_up(a, i);
		return holds;
	}
	return false;
}

void answers_put_aside(struct answers *a, const struct book *book, const struct answer_key *key, struct begun *b)
{
	struct aside s = {.key = *key, .begun = *b};
	size_t i = 0;

	*b = (struct begun){0};
	if (!find_basis(&s.basis, book, s.begun.family)) {
		drop_aside(&s);
		return;
	}
	if (a->begun[ANSWERS_BEGUN_MAX - 1].begun.family) {
		drop_aside(&a->begun[0]);
		close_up(a, 0);
	}
	while (a->begun[i].begun.family)
		i++;
	a->begun[i] = s;
}

struct family *answers_last_family(struct answers *a, const struct book *book, const struct pair *pair, const struct measure *m,
                                   const struct weigh_options *opt)
{
	struct family *f = a->last.begun.family;

	return f && family_serves(f, pair, m, opt) && still_holds(&a->last.basis, book) ? family_share(f) : NULL;
}

void answers_keep_family(struct answers *a, const struct book *book, struct family *f)
{
	if (f)
		family_share(f);
	drop_aside(&a->last);
	a->last.begun.family = f;
	if (f && !find_basis(&a->last.basis, book, f))
		drop_aside(&a->last);
}

void answers_get_stats(const struct answers *a, struct answers_stats *out)
{
	*out = (struct answers_stats){.kept = HASH_COUNT(a->all), .bytes = a->bytes, .found = a->found, .missed = a->missed};
	while (out->begun < ANSWERS_BEGUN_MAX && a->begun[out->begun].begun.family)
		out->begun++;
}
