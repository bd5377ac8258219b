/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * family: everything that was published about one pair and hangs together with one measure: the levels that identities tie to it, their growths
 * and changes, over all periods. It is made for a question and thrown away with the answer (answers.h keeps that): nothing has to be kept in step.
 *
 * HOW STATEMENTS BECOME A SYSTEM (system.h). The variables of a flow are atoms: the stretches of time between one border of a period that was
 * mentioned and the next. A year is the sum of its atoms, and so are a half, January to May, and the twelve months to June; that they add up,
 * that January to May lies between January to April and January to June, that nothing is counted twice, all follow. A state (stock, ordinal) has
 * a variable for each end of a period, so a year and its last half are one; shares and ranks have one for each period.
 *
 *     level fact       low <= atoms of the period <= high
 *     growth fact      period / same period a year before  in  [1 + low/100, 1 + high/100]       not for quantities that may be negative
 *     change fact      period - same period a year before  in  [low, high]
 *     identity         of the area, in every period mentioned of any of its members; an ordinal never falls
 *
 * Facts are taken as read (soft). Where they contradict each other, of a smallest set that does the one that yields first (fact_yields) and whose
 * logical (hard) interval is wider is taken as logic has it; where none is, the one that yields first is set aside, and the conflict is noted.
 */
#ifndef WEIGH_FAMILY_H
#define WEIGH_FAMILY_H

#include "weigh/fact.h"
#include "weigh/system.h"

#define FAMILY_FACTS_MAX 5000

struct family;

/* `m`: any measure; its level's family is made. `also`: the periods that will be asked for: what has nothing to do with them
 * is left out. n_also 0: everything is in, and no period that nobody mentioned can be asked for. 0, -ENOMEM, ERR_INTERNAL where the solver failed,
 * or ERR_LIMIT where more than FAMILY_FACTS_MAX facts hang together: the loop that answers must not stand still for one question. */
int family_create(struct family **out, const struct weigh *w, const struct pair *pair, const struct measure *m,
                  const struct weigh_options *opt, const struct period *also, size_t n_also, struct err *err)
    __attribute__((warn_unused_result));
void family_destroy(struct family *f);         /* NULL is fine; one that is shared goes with the last of those who have it */
struct family *family_share(struct family *f); /* one more has it, and destroys it */

/* Whether a family made without `also` is what family_create would make of this, but for the order of its members. */
bool family_serves(const struct family *f, const struct pair *pair, const struct measure *m, const struct weigh_options *opt);

/* The figure of a measure of the family (level, growth, change, index); false where what was published does not say enough: both of its ends
 * must rest on something that was said. */
bool family_figure(struct family *f, const struct measure *m, const struct period *p, struct figure *out);

/* From now on figures are told without solving: sound bounds, but wider than the tightest where `propagated` is set in them. Or no longer so. */
void family_set_rough(struct family *f, bool rough);

/* Why a figure could not be worked out, where family_figure said that there is none because the solver failed; 0 where none failed. */
int family_failed(const struct family *f, struct err *err) __attribute__((warn_unused_result));

/* The periods of frequency `freq` (0: all that were said, and regular ones made of atoms) in which `m` may have a figure, by period_cmp. The caller
 * frees *periods. 0 or -ENOMEM. */
int family_periods(struct family *f, const struct measure *m, char freq, struct period **periods, size_t *n)
    __attribute__((warn_unused_result));

/* Only who belongs to it: the levels whose figures may change when something is said of `m`, itself among them. The caller frees *levels. 0 or -ENOMEM. */
int family_levels(const struct weigh *w, const struct pair *pair, const struct measure *m, struct measure **levels, size_t *n)
    __attribute__((warn_unused_result));

/* Calls `each` with the book's number of every series that the family has facts of. */
void family_each_series(const struct family *f, void (*each)(void *arg, uint32_t series), void *arg);

/* Observations that could not stand as read. */
struct conflict {
	size_t *facts; /* of family_fact; owned by the family */
	size_t n;
	size_t aside; /* the one of them that was set aside */
};
size_t family_n_conflicts(const struct family *f);
const struct conflict *family_conflict(const struct family *f, size_t i);
const struct fact *family_fact(const struct family *f, size_t i);

/* What an end of a figure rests on. */
struct reason {
	enum { REASON_IDENTITY, REASON_FACT } kind;
	char text[256];          /* REASON_IDENTITY: "2022 = 2023 / (1 + growth 2023)" */
	const struct fact *fact; /* REASON_FACT */
	struct measure measure;  /* that the fact is of */
};
/* Of the figure that family_figure gives. The caller frees *reasons. 0 or a negative code. */
int family_explain(struct family *f, const struct measure *m, const struct period *p, bool high, struct reason **reasons, size_t *n,
                   struct err *err) __attribute__((warn_unused_result));

/* In words: what must hold between the facts of a conflict. */
void family_conflict_text(const struct family *f, const struct conflict *c, char *out, size_t cap);
/* The measure that a fact is of. */
void family_fact_measure(const struct family *f, const struct fact *fact, struct measure *out);

#endif
