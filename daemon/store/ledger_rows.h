/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ledger_rows: records to and from the columns of the ledger's tables. For ledger.c only; the format is told there.
 */
#ifndef STORE_LEDGER_ROWS_H
#define STORE_LEDGER_ROWS_H

#include "base/err.h"
#include "store/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sqlite3_stmt;

enum known { KNOWN_NOT, KNOWN_TRIED, KNOWN_KEPT }; /* tried: in the transaction under way */

/* Which series and sources the ledger has: rows point only at what is there, and a row's published date is left out where it is
 * that of its source's first version. */
#define LEDGER_PERIODS 4096

struct ledger_known {
	uint8_t *series; /* enum known by number; owned */
	size_t n_series;
	struct known_source {
		int32_t published; /* of the first version */
		uint8_t known;
	} * source; /* by number; owned */
	size_t n_source;
	struct ledger_period { /* periods read lately, by a hash of their text */
		char text[PERIOD_TEXT_MAX];
		struct period period;
	} periods[LEDGER_PERIODS];
};

void ledger_known_fini(struct ledger_known *k);
enum known ledger_known_series(const struct ledger_known *k, uint32_t id);
int ledger_known_note(struct ledger_known *k, const struct record *r, enum known how, struct err *err); /* series and sources only */
void ledger_known_settle(struct ledger_known *k, const struct record *r, bool kept); /* tried becomes kept, or not known */

/* The INSERT and the SELECT of a kind (columns in the same order; SELECT has `?1` = after which seq or id). */
extern const char *const ledger_rows_insert[4], *const ledger_rows_select[4];

/* Binds the columns of an INSERT. 0, or ERR_INTERNAL where the record points at nothing. `seq` is that of the row (unused for series). */
int ledger_rows_bind(struct sqlite3_stmt *st, const struct record *r, uint64_t seq, const struct ledger_known *k, struct err *err)
    __attribute__((warn_unused_result));

/* Reads the row that a SELECT stands on; strings are SQLite's until the next step. 0 or ERR_DAMAGED. */
int ledger_rows_read(struct sqlite3_stmt *st, enum record_kind kind, struct record *out, struct ledger_known *k, struct err *err)
    __attribute__((warn_unused_result));

#endif
