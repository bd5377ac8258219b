/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * book_rows: the insides of the book, shared by book.c (numbers, sources, what is under way) and book_rows.c (observations and notes).
 *
 * An observation takes 36 bytes here (struct entry). What a thousand observations have in common (bound, status, g, and the mostly absent
 * end of a range) is kept once, as a shape, and named by number.
 */
#ifndef STORE_BOOK_ROWS_H
#define STORE_BOOK_ROWS_H

#include "store/book.h"

/* Without this, uthash ends the process when memory is short. */
#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(obj) ((obj)->hashed = false)
#include <uthash.h>

struct shape {
	struct {
		double high, g;
		uint32_t bound, status;
	} key;
	uint32_t number;
	bool hashed;
	UT_hash_handle hh;
};

struct entry {
	double value;
	uint64_t seq : 56, freq : 8;
	int32_t start;
	uint16_t months, days;
	int32_t published;
	uint32_t source;
	uint32_t shape;
} __attribute__((packed, aligned(4)));

_Static_assert(sizeof(struct entry) == 36, "an entry takes 36 bytes");

struct series {
	char *key; /* owned */
	struct entry *entries;
	uint32_t number, n, cap;
	bool durable, under_way, hashed;
	uint32_t stamp; /* of the last book_missing that took it */
	UT_hash_handle hh;
};

struct known_source {
	char id[SOURCE_ID_MAX];
	uint32_t number;
	struct record *durable, *pending; /* owned; versions */
	size_t under_way;                 /* versions sent and not applied */
	size_t n_observations;            /* on disk */
	bool unsent, hashed;              /* pending has not been sent */
	uint32_t stamp;
	UT_hash_handle hh;
};

struct book_note {
	struct note note;
	uint64_t text_hash;
};

struct pair_notes {
	struct pair pair;
	struct book_note *notes;
	size_t n, cap;
	bool hashed;
	UT_hash_handle hh;
};

/* An observation that was sent and not answered. */
struct flight_key {
	uint32_t series, source;
	int32_t start;
	uint16_t months, days;
};

struct flying {
	struct flight_key key;
	struct observation *all; /* in the order sent */
	size_t n, cap;
	bool hashed;
	UT_hash_handle hh;
};

struct book {
	struct series **series; /* by number, [0] unused */
	struct series *series_by_key;
	uint32_t n_series, series_cap;
	struct known_source **sources; /* by number, [0] unused; holes after a rollback that was followed by a restart */
	struct known_source *source_by_id;
	uint32_t n_sources, sources_cap;
	struct shape **shapes;
	struct shape *shape_by_key;
	uint32_t n_shapes, shapes_cap;
	struct pair_notes *notes_by_pair;
	struct flying *flying;
	size_t n_observations, n_notes, bytes;
	uint32_t stamp;
};

/* Room for element `i` in an array of pointers; new ones are NULL. 0 or -ENOMEM. */
int book_hold(struct book *b, void ***array, uint32_t *cap, uint32_t i);
struct series *book_series_at(const struct book *b, uint32_t number); /* NULL for none */

int book_rows_apply_observation(struct book *b, const struct observation *o, struct err *err);
int book_rows_apply_note(struct book *b, const struct note *n, struct err *err);
int book_rows_fly(struct book *b, const struct observation *o); /* sent; 0 or -ENOMEM */
void book_rows_land(struct book *b, const struct observation *o);
void book_rows_drop_flying(struct book *b);

#endif
