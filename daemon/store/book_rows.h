/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * book_rows: the insides of the book, shared by book.c (numbers, sources, what is under way), book_rows.c (observations), book_same.c (what was
 * said before) and book_notes.c.
 *
 * Observations are kept packed in blocks (book_block.h). What a thousand of them have in common (source, published, bound, status, g, and the mostly
 * absent end of a range) is kept once, as a context, and named by number. Who reads a series reads it block by block: the blocks read last stand
 * unpacked in a few pages, so that book_observation(i), (i + 1), … cost what an array would.
 */
#ifndef STORE_BOOK_ROWS_H
#define STORE_BOOK_ROWS_H

#include "base/status.h"
#include "store/book.h"
#include "store/book_block.h"

/* Without this, uthash ends the process when memory is short. */
#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(obj) ((obj)->hashed = false)
#include <uthash.h>

struct context {
	struct {
		double high, g;
		uint32_t bound, status, source;
		int32_t published;
	} key;
	uint32_t number;
	bool hashed;
	UT_hash_handle hh;
};

/* What stands before the first slash of a key, with what is cached about series that may hang together. */
struct group {
	uint64_t version; /* raised when a series of it gets its first observation, or stops being plain */
	bool hashed;
	UT_hash_handle hh;
	char text[];
};

struct series {
	union {
		struct block *one;   /* n_blocks is 1 */
		struct block **many; /* more */
	};                           /* owned */
	struct group *group;
	struct record *flying; /* observations sent and not answered, in the order sent; their ops own them */
	uint32_t number, n_blocks, n;
	uint32_t stamp; /* of the last book_missing that took it */
	int32_t newest; /* start of the last period */
	char freq;      /* of all its observations; 0 where they differ */
	bool rivals;    /* two sources speak of one period */
	bool repeats;   /* two observations speak of one period */
	bool odd;       /* some of them have no value, or are forecasts or targets */
	bool durable, under_way, hashed;
	UT_hash_handle hh;
	char key[]; /* behind the handle, where a look-up reads on */
};

/* A block as it was read last. */
struct page {
	uint32_t series, block, first; /* first: the place of its first entry in the series; series 0: nothing */
	uint32_t n;
	struct entry entries[BLOCK_MAX];
};

#define N_PAGES 16 /* a power of two; a family of series is read side by side */

struct scratch {
	struct series *recent; /* found last */
	uint32_t *sorted;      /* owned; numbers of series by key */
	size_t n_sorted;
	uint32_t sorted_for;        /* n_series as it was then */
	struct page pages[N_PAGES]; /* by series number */
};

struct known_source {
	char id[SOURCE_ID_MAX];
	uint32_t number;
	struct record *durable, *pending; /* owned; versions */
	size_t under_way;                 /* versions sent and not applied */
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

struct book {
	struct series **series; /* by number, [0] unused */
	struct series *series_by_key;
	uint32_t n_series, series_cap;
	struct known_source **sources; /* by number, [0] unused; holes after a rollback that was followed by a restart */
	struct known_source *source_by_id;
	uint32_t n_sources, sources_cap;
	struct context **contexts;
	struct context *context_by_key;
	uint32_t n_contexts, contexts_cap;
	struct group *groups;
	size_t *by_source; /* observations on disk, by number of their source; owned */
	uint32_t by_source_cap;
	struct scratch *scratch; /* owned; changes while the book is only read */
	struct pair_notes *notes_by_pair;
	size_t n_observations, n_notes, bytes;
	uint64_t last_seq; /* of an observation */
	uint64_t sources_version;
	uint32_t stamp;
};

/* Room for element `i` in an array of pointers; new ones are NULL. 0 or -ENOMEM. */
int book_hold(struct book *b, void ***array, uint32_t *cap, uint32_t i);
struct series *book_series_at(const struct book *b, uint32_t number); /* NULL for none */

/* Brings a series and its key nearer, all lines of memory at once. */
static inline void book_ask_for(const struct series *s)
{
	for (size_t at = 0; at < sizeof *s + 64; at += 64)
		__builtin_prefetch((const char *)s + at);
}

int book_rows_apply_observation(struct book *b, const struct observation *o, struct err *err);
int book_rows_add_context(struct book *b, const void *key);     /* the next number; 0 or -ENOMEM */
int book_rows_count(struct book *b, uint32_t source, size_t n); /* n more observations rest on it; 0 or -ENOMEM */
int book_rows_apply_note(struct book *b, const struct note *n, struct err *err);
void book_rows_fly(struct book *b, struct record *r);        /* sent */
void book_rows_land(struct book *b, const struct record *r); /* answered; one that was not sent is none */
void book_rows_free(struct series *s);                       /* its blocks */

#endif
