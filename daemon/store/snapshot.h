/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * snapshot: the book's series and observations as one file, so that a start need not read millions of rows. The ledger stays the truth: the file is
 * a view of its first rows, may be deleted at any time, and is believed only where it is whole, of this build, and of this very ledger.
 *
 *     file     = magic version stamps counts series* context* crc
 *     series   = number flags key blocks, the blocks as the book holds them (book_block.h)
 *     context  = key of a context of book_rows.h, and how many observations name it; last, because there may be new ones by then
 *
 * Numbers are the machine's own. Written while the book goes on changing: what is in it is at least the rows up to `seq`, and what it has beyond them is passed over when the
 * ledger's rows behind `seq` are read. No fsync: a file that the disk lost shows by its checksum, and costs a slower start.
 */
#ifndef STORE_SNAPSHOT_H
#define STORE_SNAPSHOT_H

#include "base/buf.h"
#include "base/err.h"
#include "store/book.h"
#include "store/ledger.h"

struct snapshot; /* one being written */

/* Begins one of the book as it is, which has all rows up to `seq`; `stamp`: ledger_stamp of that. NULL: no memory. */
struct snapshot *snapshot_begin(const struct book *b, uint64_t seq, uint64_t stamp) __attribute__((warn_unused_result));
/* Appends the next piece, about `bytes` of it, to `out`. 1: there is more; 0: that was all; -ENOMEM. */
int snapshot_next(struct snapshot *s, size_t bytes, struct buf *out) __attribute__((warn_unused_result));
uint64_t snapshot_seq(const struct snapshot *s); /* the rows up to here are in it */
void snapshot_end(struct snapshot *s);

/* Fills an empty book from the file, where the file is of this ledger. *seq: observations up to there are in the book. 0; ERR_UNKNOWN: there is no such file;
 * ERR_DAMAGED: it is not to be used (the sentence says why), and the book is as empty as before; -ENOMEM, then nothing may be done with the book but to destroy it. */
int snapshot_load(const char *path, struct ledger *ledger, struct book *b, uint64_t *seq, struct err *err)
    __attribute__((warn_unused_result));

#endif
