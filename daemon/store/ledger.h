/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ledger: the truth on disk: an append-only file of records, one writer, durable before it says so.
 *
 * Everything here blocks on the disk. A ledger is used by one thread at a time (the commit thread, see committer.h).
 * Sources, observations and notes share one count, `seq`: their place in the ledger, from 1, without gaps.
 */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include "base/err.h"
#include "store/record.h"

#include <stddef.h>
#include <stdint.h>

struct ledger;

/* Takes rows as they are read: first all series keys in order of number, then sources, observations and notes together in order of
 * seq. The record and its strings are valid during the call. A negative return ends the reading, which then fails with it. */
struct ledger_sink {
	int (*row)(void *arg, const struct record *r, struct err *err);
	void *arg;
};

/* Creates or opens the file, checks that it is ours and not in use, and gives all its rows to `sink`.
 * ERR_UNAVAILABLE: in use by another coopd. ERR_DAMAGED: foreign, newer, or not as we wrote it. Else -errno. */
int ledger_open(struct ledger **out, const char *path, const struct ledger_sink *sink, struct err *err) __attribute__((warn_unused_result));

/* ledger_open in two steps, for who has the first rows from elsewhere: observations up to seq `after` are not given to the sink. In between nothing
 * can be asked but ledger_stamp. */
int ledger_attach(struct ledger **out, const char *path, struct err *err) __attribute__((warn_unused_result));
int ledger_load(struct ledger *l, uint64_t after, const struct ledger_sink *sink, struct err *err) __attribute__((warn_unused_result));

/* A number that tells the rows up to `seq` from those of another ledger: made of a few of them. */
int ledger_stamp(struct ledger *l, uint64_t seq, uint64_t *out, struct err *err) __attribute__((warn_unused_result));

/* All records in one transaction; returns 0 after it is on disk, and the records' own seq (record.h) is filled in, 0 for a series. On failure nothing counts as
 * recorded, every seq is 0, and the ledger takes nothing more until ledger_reopen: what the disk holds is not known before. */
int ledger_append(struct ledger *l, struct record *const records[], size_t n, struct err *err) __attribute__((warn_unused_result));

/* After a failure: closes, opens, checks that everything acknowledged is there, makes durable what is there beyond it, and gives those rows
 * to `sink`: they are recorded although nobody was told. When it fails, forget what `sink` was given, and call again later. */
int ledger_reopen(struct ledger *l, const struct ledger_sink *sink, struct err *err) __attribute__((warn_unused_result));

/* The texts that are kept on disk only. */
struct ledger_text {
	uint64_t seq;
	int64_t recorded;
	const char *written;  /* NULL where it is num_format(value), and for notes */
	const char *evidence; /* of an observation, NULL for none; the text of a note */
};

/* Calls `cb` for each seq that is an observation or a note, in the order asked; other seqs are passed over. Strings are valid during the call. */
int ledger_text(struct ledger *l, const uint64_t *seqs, size_t n, void (*cb)(void *arg, const struct ledger_text *t), void *arg,
                struct err *err) __attribute__((warn_unused_result));

/* Of the last row that was acknowledged, or found at open; 0 for an empty ledger. */
uint64_t ledger_last_seq(const struct ledger *l);

/* Moves the write-ahead log into the file and closes it. NULL is fine. */
void ledger_close(struct ledger *l);

#endif
