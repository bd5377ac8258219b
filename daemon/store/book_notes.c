/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of book.h about notes.
 */
#include "store/book_rows.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
