/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * book: everything the ledger holds but its texts, in memory: who said what of which series, and when. Used on the loop only.
 *
 * HOW A RECORD GETS IN. The loop numbers new series and sources before they are on disk, so that many requests can share one commit:
 *     1. book_intern_series / book_intern_source give the number; the request checks book_same.
 *     2. book_missing gives the series and source records that have to stand in front of the op's own.
 *     3. book_sent, and in the same breath committer_submit, with all records of the op.
 *     4. its done with status 0: book_apply for each record of the op, in order. With an error: book_dropped.
 *     5. committer's `found`: book_apply. committer's `recovered`: book_rollback.
 * An op that finds its series under way does not send it again: it stands behind the op that does and fails with it (committer.h).
 * After a rollback nothing is under way, so the next op sends it. A number once given stays with its key or id until the process ends, on disk or not.
 */
#ifndef STORE_BOOK_H
#define STORE_BOOK_H

#include "base/err.h"
#include "store/book_block.h"
#include "store/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct book;

int book_create(struct book **out) __attribute__((warn_unused_result)); /* 0 or -ENOMEM */
void book_destroy(struct book *b);

/* A record that is on disk: at start from ledger_open, then step 4 and 5 above. ERR_DAMAGED where it contradicts what is there
 * (two numbers for one key), -ENOMEM. Texts of observations and notes are not kept. */
int book_apply(struct book *b, const struct record *r, struct err *err) __attribute__((warn_unused_result));

/* Series, numbered from 1. */
int book_intern_series(struct book *b, const char *key, uint32_t *number) __attribute__((warn_unused_result)); /* 0 or -ENOMEM */
uint32_t book_find_series(const struct book *b, const char *key);             /* 0 where it was never named */
uint32_t book_find_series_n(const struct book *b, const char *key, size_t n); /* the same, `n` bytes */
const char *book_series_key(const struct book *b, uint32_t number);
bool book_series_durable(const struct book *b, uint32_t number); /* on disk: only then is it shown to anyone */
uint32_t book_n_series(const struct book *b);                    /* highest number given; go from 1 to here, both included */

/* Sources, numbered from 1. A new id, or one whose content differs from the newest version: taken as the version to be sent (*changed), visible to
 * book_source_newest at once and to book_source when it is on disk. `s->number` is ignored. */
int book_intern_source(struct book *b, const struct source *s, uint32_t *number, bool *changed) __attribute__((warn_unused_result));
uint32_t book_find_source(const struct book *b, const char *id);         /* 0 where there is no version of it */
const struct source *book_source(const struct book *b, uint32_t number); /* the durable version; NULL for 0 and for none */
const struct source *book_source_newest(const struct book *b,
                                        uint32_t number);               /* under way or durable; valid until the next apply or intern */
uint32_t book_n_sources(const struct book *b);                          /* highest number given */
size_t book_source_observations(const struct book *b, uint32_t number); /* how many rest on it */

/* Observations of a series, by period (period_cmp), then seq; `written` and `evidence` are NULL and `recorded` is 0: committer_read has them. */
size_t book_n_observations(const struct book *b, uint32_t series);
void book_observation(const struct book *b, uint32_t series, size_t i, struct observation *out);
size_t book_seek(const struct book *b, uint32_t series, const struct period *p); /* the first whose period is not before p */

/* All observations are of one regular frequency or all of single days, and each period is spoken of by one source; so too where there are none. */
bool book_series_is_plain(const struct book *b, uint32_t series);

/* A number that is another when a series whose key begins alike up to its first slash got its first observation, or stopped being plain: what somebody
 * has worked out about which series hang together holds as long as it stays. 0 for an unknown series. */
uint64_t book_group_version(const struct book *b, uint32_t series);

/* Observations in the form that they are kept in: at most BLOCK_MAX from place `first` on, and how many; NULL and 0 behind the last. They stand until
 * the book is asked for other observations. What they name by their context, book_common fills in. Quicker than one by one. */
const struct entry *book_entries(const struct book *b, uint32_t series, size_t first, size_t *n);
/* Source, published, bound, status, high and g of observations with this context; the rest of *out is zero. */
void book_common(const struct book *b, uint32_t context, struct observation *out);

/* Whether the series is plain, and every observation has a value, a period of its own, and is about what is: then each is a figure by itself. */
bool book_series_is_simple(const struct book *b, uint32_t series);
/* The last observation of a simple series that has any, without a look at the others; false for all other series. */
bool book_newest(const struct book *b, uint32_t series, struct observation *out);

/* The same for a simple series of a regular frequency, and only the period, which costs next to nothing. */
bool book_newest_period(const struct book *b, uint32_t series, struct period *out);
/* The series is to be asked for soon: a list of all of them is otherwise a walk through cold memory. */
void book_prefetch(const struct book *b, uint32_t series);

/* All numbers of series by their keys (strcmp), those too that nobody spoke of; valid until a series is added. NULL: no memory. */
const uint32_t *book_sorted(const struct book *b, size_t *n);

/* A number that is another when a source that was there was amended: its rank may have changed. */
uint64_t book_sources_version(const struct book *b);

/* The frequency of all its observations; 0 where they differ, or there are none. */
char book_series_freq(const struct book *b, uint32_t series);

/* Of the observation with the highest seq; 0 where there is none. */
uint64_t book_last_seq(const struct book *b);

enum book_same { BOOK_NEW, BOOK_KNOWN, BOOK_UNDER_WAY };

/* How an observation without a source came, for it then matters what counts as said before. */
enum book_said {
	BOOK_LIVE,   /* by hand: a correction back to an older value is new, unless it is that of the newest of all, or of its day */
	BOOK_REPLAY, /* from a file with its own published dates: equal to any of that date */
	BOOK_UNDATED /* from a file without dates, which may be read again on another day: equal to any */
};

/* Whether the observation says nothing new: one equal in series, period, source, value, high, bound, g, status, and in published where it has a source; without
 * one as `said` tells. BOOK_UNDER_WAY: its twin was sent and not answered; an op without it shares the twin's fate. `seq` (may be NULL) gets
 * that of the known one. */
enum book_same book_same(const struct book *b, const struct observation *o, enum book_said said, uint64_t *seq);

/* How often it had been said before, on the same published date: the observations that are equal to `o` in all that book_same compares and stand before
 * o->seq. Where o->seq is 0, all of them, those under way too. More than 0 only where corrections went back and forth within one day. */
size_t book_n_said_before(const struct book *b, const struct observation *o);

/* Notes of a pair, by start of their period, then seq; `text` is NULL (committer_read has it). */
size_t book_n_notes(const struct book *b, const struct pair *pair);
const struct note *book_note(const struct book *b, const struct pair *pair, size_t i);
/* Equal in all but seq and recorded (and published, where nobody is named as its source); durable ones only. */
bool book_same_note(const struct book *b, const struct note *n);

/* Step 2: records for series and sources named by `records` that are neither durable, nor under way, nor among `records`; source
 * versions first interned and not sent too. The caller owns *out and what is in it; there is room for `n` more behind them. */
int book_missing(struct book *b, struct record *const records[], size_t n, struct record ***out, size_t *n_out, struct err *err)
    __attribute__((warn_unused_result));

/* Whether step 2 can be left out: what the observation stands on is durable or under way. */
bool book_stands(const struct book *b, const struct observation *o);

/* Step 3, 4 and 5. The observations among them are remembered as they are, not copied: they stay where they are until one of the other two, or until
 * book_rollback. */
void book_sent(struct book *b, struct record *const records[], size_t n);
void book_dropped(struct book *b, struct record *const records[], size_t n);
void book_rollback(struct book *b);

struct book_totals {
	size_t series, sources, observations, notes; /* on disk */
	size_t bytes;                                /* of memory, about */
};
struct book_totals book_totals(const struct book *b);

#endif
