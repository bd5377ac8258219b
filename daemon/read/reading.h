/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * reading: what a report says, as the reader has understood it.
 */
#ifndef READ_READING_H
#define READ_READING_H

#include "base/bound.h"
#include "base/err.h"
#include "base/period.h"
#include "model/catalogue.h"
#include "model/party.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define READING_ITEMS_MAX 20000 /* figures, notes and what was left, each; the rest is counted */
#define RULE_MAX 48

/* A place in the text. */
struct quote {
	uint32_t at, len;            /* the sentence */
	uint32_t number, number_len; /* the number in it */
};

struct figure_read {
	struct pair pair;
	const struct indicator *indicator;
	bool growth, change;
	char currency[4]; /* "" for the indicator's own unit */
	struct period period;
	double value, high, g;
	enum bound bound;
	char status;         /* 'A' observed, 'F' forecast, 'T' target */
	char rule[RULE_MAX]; /* "growth.verb/tied/books": how the number, the period and the pair were found */
	struct quote quote;
	struct quote again; /* where it was said a second time; len 0 for nowhere */
};

struct note_read {
	struct pair pair;
	char area[AREA_ID_MAX]; /* "" for the pair as a whole */
	struct period period;
	bool event; /* else a statement */
	struct quote quote;
};

struct left_read {
	struct quote quote;
	char reason[96];
};

struct reading {
	struct figure_read *figures;
	size_t n_figures, cap_figures;
	struct note_read *notes;
	size_t n_notes, cap_notes;
	struct left_read *left;
	size_t n_left, cap_left;
	size_t n_more; /* not kept for want of room */
};

void reading_fini(struct reading *r);

/* A figure said again is kept once, with the second place. 0 or -ENOMEM. */
int reading_add_figure(struct reading *r, const struct figure_read *f) __attribute__((warn_unused_result));
int reading_add_note(struct reading *r, const struct note_read *n) __attribute__((warn_unused_result));
int reading_add_left(struct reading *r, const struct quote *q, const char *reason) __attribute__((warn_unused_result));

/* "AZ-RU/trade/turnover_growth"; the unit as the catalogue has it ("percent", "EUR"). */
#define READING_SERIES_MAX (PAIR_TEXT_MAX + AREA_ID_MAX + MEASURE_ID_MAX)
void reading_series(const struct figure_read *f, char out[READING_SERIES_MAX]);
const char *reading_unit(const struct figure_read *f);

#endif
