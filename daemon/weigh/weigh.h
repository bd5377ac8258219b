/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * weigh: from observations to figures.
 *
 * For one series and period the figure is what the best-ranked source says in its newest vintage (of one vintage: what was
 * recorded last), with low and high from its hedge (bound.h). A rank is a number of the source, the smaller the better; of two sources of equal rank
 * the newer vintage wins. A vintage that says that there is no value (status M, O, L, Q) silences its source: the next
 * source is asked. Forecasts and targets (F, T) are never figures unless they are asked for.
 *
 * States (stocks, ordinals) dated by day count for the year and the half-year that hold the day: the figure of 2024 is the state at
 * the latest day of 2024 that is known, unless a source speaks of 2024 itself.
 *
 * What follows from other figures (identities, derivation, conflicts) will come between the choice and the answer: `basis` and the
 * iterator are made for it.
 */
#ifndef WEIGH_WEIGH_H
#define WEIGH_WEIGH_H

#include "base/bound.h"
#include "base/period.h"
#include "base/status.h"
#include "model/catalogue.h"
#include "store/book.h"

struct kin;
struct answers;

enum basis { BASIS_OBSERVED, BASIS_DERIVED, BASIS_ASSUMED };

struct weigh {
	const struct book *book;
	const struct catalogue *catalogue;
	const struct hedge_policy *policy;
	bool derive;                                               /* figures.h: false leaves every observation to itself */
	int (*rank)(const void *arg, const struct source *source); /* of a source, as configured */
	const void *rank_arg;
	struct kin *kin;         /* remembers what hangs together; NULL: it is worked out each time */
	struct answers *answers; /* keeps what was worked out; NULL: nothing is kept */
	uint64_t
	    effort_until; /* figures.h: what system_effort may come to before a long list is told with wider bounds; 0: whatever it takes */
};

struct weigh_options {
	int32_t asof;       /* only what had been published by then; DATE_NONE: everything */
	bool hard;          /* logical bounds instead of those as read */
	bool even;          /* figures.h: assume, where nothing else tells, that a flow spreads evenly over the months of its year */
	status_set outlook; /* 0: what is; STATUS('F') or STATUS('T'): what is foreseen */
};

struct figure {
	struct period period;
	double value; /* the point: as said; the middle of a range */
	double low, high;
	enum bound bound;
	enum basis basis;
	status_set status;
	uint32_t source;
	int32_t published;
	uint64_t seq;    /* of the observation it rests on */
	bool propagated; /* low and high are sound, but wider than what was said allows: there was no time to solve it */
};

/* The figure of one period. Returns whether there is one. A year or half of a state falls back to the days inside it. */
bool weigh_figure(const struct weigh *w, uint32_t series, const struct measure *m, const struct period *p, const struct weigh_options *o,
                  struct figure *out);

/* Calls `each` for the figures of a series in period order: of frequency `freq` (days of a state counted into years and halves), or, freq 0,
 * of every period that was spoken of. Stops when `each` returns false. Returns the number of calls. */
size_t weigh_each(const struct weigh *w, uint32_t series, const struct measure *m, char freq, const struct weigh_options *o,
                  bool (*each)(void *arg, const struct figure *f), void *arg);

/* A figure without what it rests on. */
struct weigh_row {
	struct period period;
	double value, low, high;
};

/* Of a series whose observations are figures, each by itself (book_series_is_simple): those from place `first` on, at most BLOCK_MAX, and how many. Quicker
 * than weigh_each. */
size_t weigh_rows(const struct weigh *w, uint32_t series, const struct measure *m, size_t first, struct weigh_row out[BLOCK_MAX]);

/* The newest figure of each frequency in `freqs` ("A", or several of "ASQM"), which weigh_each would tell last: bit i of what is returned says that there
 * is one of freqs[i], in out[i]. Reads the observations from the end and weighs no more than it must. */
unsigned weigh_newest(const struct weigh *w, uint32_t series, const struct measure *m, const char *freqs, const struct weigh_options *o,
                      struct figure out[]);

const char *basis_name(enum basis b);

#endif
