/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * fact: what counts of a series: of each period and each source the newest vintage, as an interval. A vintage that says that there is no
 * value is no fact, and silences what its source said before. Forecasts and targets are no facts.
 */
#ifndef WEIGH_FACT_H
#define WEIGH_FACT_H

#include "weigh/weigh.h"

struct fact {
	struct observation o; /* written and evidence are NULL; o.series is the book's number */
	int rank;             /* of its source, the smaller the better */
	struct interval soft, hard;
	bool is_hard; /* it could not stand beside the others as read, and is taken as logic has it */
	bool aside;   /* nor so: it is set aside */
};

struct facts {
	struct fact *all; /* owned; by series, then period, then better rank and newer vintage first */
	size_t n, cap;
};

/* Appends the facts of one series of the book. `m` is the measure that its values are of. 0 or -ENOMEM. */
int facts_add(struct facts *f, const struct weigh *w, uint32_t series, const struct measure *m, const struct weigh_options *opt)
    __attribute__((warn_unused_result));
void facts_fini(struct facts *f);

/* Whether `a` is given up before `b` where they contradict each other: the worse rank, then the older vintage, then the one recorded earlier. */
bool fact_yields(const struct fact *a, const struct fact *b);

#endif
