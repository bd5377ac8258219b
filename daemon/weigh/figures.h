/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * figures: what coopd answers: observed, or derived from what hangs together (family.h). Where nothing hangs together, which is so of nearly all
 * bulk data, the observation alone decides (weigh.h) and nothing is solved.
 *
 * What was solved is kept (answers.h, where w->answers is not NULL), so a question costs a look-up until something is said that could change its answer. And no list
 * takes longer than w->effort_until allows: what it has not come to by then is told with the bounds that propagation has, which are sound but wider, with
 * `propagated` set; the next time the same is asked, it goes on from there. The figure of one period is always the tightest.
 */
#ifndef WEIGH_FIGURES_H
#define WEIGH_FIGURES_H

#include "weigh/family.h"
#include "weigh/weigh.h"

/* The figure of one period; states fall back to the latest day inside it that is known. 1: there is one; 0: none; negative: it could not be worked
 * out. With opt->even what has no figure otherwise may have an assumed one; ERR_DATA where the assumption contradicts what was said. */
int figures_one(const struct weigh *w, const struct pair *pair, const struct measure *m, const struct period *p,
                const struct weigh_options *opt, struct figure *out, struct err *err) __attribute__((warn_unused_result));

/* Calls `each` for the figures of one frequency, or, freq 0, of every period, in order; stops when it returns false. It asks for no figures itself. Where more hangs together than FAMILY_FACTS_MAX, the observations alone are told. Derived figures whose low is under half of
 * their high are left out: they are for those who ask for the period. 0 or a negative code. */
int figures_each(const struct weigh *w, const struct pair *pair, const struct measure *m, char freq, const struct weigh_options *opt,
                 bool (*each)(void *arg, const struct figure *f), void *arg, struct err *err) __attribute__((warn_unused_result));

/* The number of the series where each of its observations is the figure of a period of frequency `freq` and there are no other figures, so that weigh_rows
 * tells of now what figures_each would; 0 where it takes that. */
uint32_t figures_are_said(const struct weigh *w, const struct pair *pair, const struct measure *m, char freq);

/* Goes on with what figures_each would tell, as far as w->effort_until allows. Whether there is nothing left to do: figures_each will tell it at once, or why it
 * cannot. */
bool figures_prepare(const struct weigh *w, const struct pair *pair, const struct measure *m, char freq, const struct weigh_options *opt);

/* The newest figure of each frequency in `freqs` ("A", or several of "ASQM"), which figures_each would tell last. Bit i of what is returned says that
 * there is one of freqs[i], in out[i]; negative: it could not be worked out. All frequencies cost little more than one. */
int figures_newest(const struct weigh *w, const struct pair *pair, const struct measure *m, const char *freqs,
                   const struct weigh_options *opt, struct figure out[], struct err *err) __attribute__((warn_unused_result));

/* The period of the newest figure of a series, where that can be told without weighing anything; false where it takes figures_newest. */
bool figures_newest_quick(const struct weigh *w, uint32_t series, struct period *out);

/* Whether the figures of the measure are listed, and kept in files: where somebody spoke of it; else levels, and the index of what only the growth is known
 * of. All others are worked out for those who ask. */
bool figures_are_kept(const struct weigh *w, const struct pair *pair, const struct measure *m);

/* Whether the observations of this measure stand alone: no identity, growth or change ties them to others, each period has one source, and no period
 * holds another. */
bool figures_stand_alone(const struct weigh *w, const struct pair *pair, const struct measure *m);

#endif
