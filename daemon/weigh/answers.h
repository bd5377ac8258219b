/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * answers: keeps the figures that families gave (family.h), so that the same question costs a look-up, and families that are not through with a long question, and the last one that was asked.
 * An answer holds as long as nobody says anything more of any series of the family, no series joins the pair or stops being plain, and no source is amended.
 * The oldest ones go where ANSWERS_BYTES_MAX are kept, or ANSWERS_BEGUN_MAX questions are begun; the lists of a pair share its family. Loop thread only.
 */
#ifndef WEIGH_ANSWERS_H
#define WEIGH_ANSWERS_H

#include "model/series.h"
#include "weigh/family.h"

#define ANSWERS_BYTES_MAX (32u << 20)
#define ANSWERS_BEGUN_MAX 16

struct answers;

int answers_create(struct answers **out) __attribute__((warn_unused_result)); /* 0 or -ENOMEM */
void answers_destroy(struct answers *a);                                      /* NULL is fine */
void answers_forget(struct answers *a); /* the catalogue or the configuration is another; before the old ones are gone */

/* A question, all bytes of which count up to the end of `series`: made by answers_key. */
struct answer_key {
	int32_t start, asof;
	uint32_t outlook;
	uint16_t months, days;
	char kind, freq;
	uint8_t hard, even;
	char series[SERIES_KEY_MAX];
};

enum answer_kind {
	ANSWER_ONE = '1',    /* the figure of a period */
	ANSWER_LIST = 'L',   /* those of a frequency, in order */
	ANSWER_NEWEST = 'N', /* the last of those */
};
/* Of a list and a newest one, only p->freq counts (0 for all periods). */
void answers_key(struct answer_key *out, enum answer_kind kind, const struct pair *pair, const struct measure *m, const struct period *p,
                 const struct weigh_options *opt);

/* Whether the answer is kept and holds. The figures are the answers' own, until the next call. */
bool answers_find(struct answers *a, const struct book *book, const struct answer_key *key, const struct figure **figures, size_t *n);
/* Keeps a copy of what the family answered. Where memory is short, or one answer is larger than a quarter of all, it is not kept. */
void answers_keep(struct answers *a, const struct book *book, const struct answer_key *key, const struct family *f,
                  const struct figure *figures, size_t n);

/* The family that was asked last, if it holds and serves the question: neighbours ask for what it has just solved. The caller shares it, and destroys it. NULL where
 * there is none. */
struct family *answers_last_family(struct answers *a, const struct book *book, const struct pair *pair, const struct measure *m,
                                   const struct weigh_options *opt);
void answers_keep_family(struct answers *a, const struct book *book, struct family *f); /* shares it; NULL: forgets the last one */

/* A question that a family is not through with: the first `next` of the periods are dealt with. */
struct begun {
	struct family *family;  /* owned */
	struct period *periods; /* owned */
	size_t n_periods, next;
	struct figure *figures; /* owned; of those dealt with; room for all */
	size_t n;
};
void begun_fini(struct begun *b); /* leaves it empty */

/* Takes a question up again, to be put aside or kept; false where none is begun that still holds. */
bool answers_take_up(struct answers *a, const struct book *book, const struct answer_key *key, struct begun *out);
/* Leaves *b empty. */
void answers_put_aside(struct answers *a, const struct book *book, const struct answer_key *key, struct begun *b);

struct answers_stats {
	size_t kept, bytes, begun;
	uint64_t found, missed;
};
void answers_get_stats(const struct answers *a, struct answers_stats *out);

#endif
