/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * valuelist: one observation as collectd's PUTVAL and rrdcached's UPDATE write it: the numbers of the data sources, in their order.
 *
 *     time ":" value [ ":" low ":" high [ ":" derived ] ]
 *
 * `time` is the end of the period (period_time.h). U or nan for low, high or derived means that it is not said. What low and high say of the value
 * becomes its bound, where there is one that reads back as the same interval:
 *
 *     low = value = high         exact
 *     value in the middle        eq, g = high - low
 *     value = low                ge, g = high - low
 *     value = high               le, g = high - low
 */
#ifndef CTL_VALUELIST_H
#define CTL_VALUELIST_H

#include "base/num.h"
#include "core/claim.h"

struct valuelist {
	char period[PERIOD_TEXT_MAX];
	const char *value; /* as written, points into the text */
	const char *bound; /* NULL where low and high are not said: then the value is one of a table */
	char g[NUM_TEXT_MAX];
};

/* Cuts `text` in place. The series must have a frequency; `now` is what N stands for, in Unix seconds. 0 or ERR_DATA. */
int valuelist_parse(char *text, const struct series_name *name, double now, struct valuelist *out, struct err *err)
    __attribute__((warn_unused_result));

/* Adds to a claim what the value list says. ERR_DATA where the claim says of the bound already what low and high say. */
int valuelist_claim(const struct valuelist *v, struct claim *claim, struct err *err) __attribute__((warn_unused_result));

#endif
