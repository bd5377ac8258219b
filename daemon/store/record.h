/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * record: one row of the ledger on its way in or out: a series key, a version of a source, an observation or a note.
 */
#ifndef STORE_RECORD_H
#define STORE_RECORD_H

#include "model/observation.h"

enum record_kind { RECORD_SERIES, RECORD_SOURCE, RECORD_OBSERVATION, RECORD_NOTE };

struct record {
	enum record_kind kind;
	struct record *beside; /* the book's: the next observation of the series that is under way */
	uint64_t seq;          /* ledger_append's, on its thread, while the loop reads the rest; record_take_seq gives it to the content */
	union {
		struct {
			uint32_t id;     /* number of the key, from 1 */
			const char *key; /* "AZ-RU/tourism/arrivals" */
		} series;
		struct source source; /* a whole version: a later one with the same number replaces it */
		struct observation observation;
		struct note note;
	};
};

/* A copy on the heap, one allocation with all its strings behind it; NULL when memory is short. */
struct record *record_create(const struct record *from) __attribute__((warn_unused_result));
struct record *record_create_series(uint32_t id, const char *key) __attribute__((warn_unused_result));
struct record *record_create_source(const struct source *s) __attribute__((warn_unused_result));
struct record *record_create_observation(const struct observation *o) __attribute__((warn_unused_result));
struct record *record_create_note(const struct note *n) __attribute__((warn_unused_result));
void record_destroy(struct record *r);

/* An observation or a note gets the seq that the ledger gave its record: when it has been recorded, for its owner. */
void record_take_seq(struct record *r);

#endif
