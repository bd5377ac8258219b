/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * book_block: up to BLOCK_MAX observations of one series as bytes, so that a year's figure takes 5 to 8 bytes of memory instead of 36.
 *
 * THE FORM. Entries stand in the order of the book (period, then seq), each told by what differs from the one before it, the first from zero:
 *     head     1 byte: the bits below
 *     period   NEXT: the next period of the same length; SAME: the same; STEP: zigzag varint of periods further; FULL: freq, start (zigzag varint), months, days (varints)
 *     seq      where it is not the one after the last: zigzag varint of the difference to that
 *     context  where it is another: varint
 *     value    INTEGER: zigzag varint; DECIMAL: 1 byte k and a zigzag varint m, m / 10^k being the double exactly; RAW: the 8 bytes; NONE: NaN
 * A varint has 7 bits a byte, the low ones first, the high bit set on all but its last byte (as SQLite's and protobuf's cousins).
 */
#ifndef STORE_BOOK_BLOCK_H
#define STORE_BOOK_BLOCK_H

#include "base/period.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BLOCK_MAX 64
#define BLOCK_ENTRY_BYTES_MAX 48 /* of one entry, at most */

struct entry {
	double value;
	uint64_t seq;
	struct period period;
	uint32_t context; /* number of what many have in common, see book_rows.h */
};

struct block {
	struct entry last; /* what the next one is told from; zero where there is none */
	uint16_t len, cap; /* bytes */
	uint8_t n;
	uint8_t bytes[];
};

/* Order of the book. */
bool entry_is_before(const struct entry *e, const struct period *p, uint64_t seq);

/* A block of `n` entries (at most BLOCK_MAX); NULL when memory is short. The caller frees it with free(). */
struct block *block_create(const struct entry *entries, size_t n) __attribute__((warn_unused_result));

/* Adds an entry that is behind the last; *b may move. 0 or -ENOMEM, and then it is as it was. */
int block_append(struct block **b, const struct entry *e) __attribute__((warn_unused_result));

/* The entries, block->n of them. */
void block_read(const struct block *b, struct entry out[BLOCK_MAX]);

/* The first of them. */
void block_first(const struct block *b, struct entry *out);

#endif
