/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * scribe: what the reader remembers from one sentence to the next, and how a figure is put together from its parts. Part of prose.
 */
#ifndef READ_SCRIBE_H
#define READ_SCRIBE_H

#include "read/judge.h"
#include "read/prose.h"
#include "read/sentence.h"
#include "read/when.h"
#include "read/who.h"

struct scribe {
	struct sentence *s; /* the one in hand */
	struct prose_options options;
	struct clock clock;
	struct cast cast;
	const struct catalogue *catalogue;
	struct reading *out;
	unsigned stated; /* bit k: the area k of english_areas has its statement in this paragraph */
	int rc;          /* of the first failure */

	/* The subject that "it" and "the number" stand for, of this paragraph. */
	const struct indicator *subject;
	struct pair subject_pair;
	bool have_subject;
	const struct indicator *level_subject,
	    *share_subject; /* the last of this paragraph that has levels, and that has shares; NULL for none */
	struct pair level_pair, share_pair;
	const char *own_books;                /* who counts, where this very sentence says so; else NULL */
	const struct indicator *main_subject; /* the first turnover of the text: what aims are about where they name nothing */
	struct pair main_pair;
	struct period main_period;
	bool have_main;
	struct period before;            /* clock.now as it was before this sentence */
	size_t turnover_at;              /* behind the token of the first turnover of this sentence, 0 for none */
	bool timed;                      /* a figure of this sentence has set clock.now, or gone on with it */
	bool fresh;                      /* clock.now was spoken of in this paragraph */
	size_t figures;                  /* of this sentence */
	size_t n_before;                 /* figures that there were when it began */
	struct period main_span;         /* of the figures of this sentence so far */
	struct period event_day;         /* the last day on which something was held; days 0 for none */
	const struct indicator *edition; /* whose editions were counted last */
	const char *edition_words;
	bool made[AMOUNTS_MAX]; /* amounts of this sentence that became figures */
	bool used[AMOUNTS_MAX]; /* amounts of this sentence that are dealt with */
};

/* The period of a figure and how it was found. */
struct timing {
	struct period period;
	const char *rule; /* NULL: none was found */
	bool by;
	bool told;    /* named in the sentence, not carried over */
	bool pointed; /* told by pointing at the one before: "a year earlier" */
};

/* A subject and how it was found: `mention` NULL where it was carried over from a sentence before. */
struct topic {
	const struct mention *mention;
	const char *rule; /* NULL: none */
	const char *reason;
};

struct topic topic_find(const struct scribe *w, const struct amount *a, const struct verdict *v);

/* Words beside the number say that it is the other way round: "33,100 went in the opposite direction". Its part of the sentence starts at *begin. */
bool topic_is_turned(const struct sentence *s, const struct amount *a, size_t *begin);
bool topic_can_turn(const struct indicator *i);

/* The period of the number `a`, judged to be `v` (`a` NULL: of the phrase at tokens [first, last], for ranks). */
struct timing timing_find(const struct scribe *w, const struct indicator *i, const struct amount *a, const struct verdict *v, size_t first,
                          size_t last);

/* All figures of the sentence. */
void figures_read(struct scribe *w);
void places_read(struct scribe *w); /* ranks and editions */

/* Puts a figure down. */
struct draft {
	const struct mention *mention; /* NULL: the subject before */
	const struct amount *amount;   /* NULL for a rank in words */
	struct verdict verdict;
	struct timing timing;
	const char *topic_rule;
	double value, high, g;
	enum bound bound;
	size_t first, last; /* tokens of the number */
};
void scribe_figure(struct scribe *w, const struct draft *d);
void scribe_left(struct scribe *w, size_t first, size_t last, const char *reason);

#endif
