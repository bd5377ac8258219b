/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * period_time: which period a moment stands for. collectd and rrdtool give a value the time at which its period ends, in Unix seconds; people
 * mean the calendar's end by it (midnight UTC behind the last day), and rrdtool the end of the nominal row (period_rrd_end).
 */
#ifndef BASE_PERIOD_TIME_H
#define BASE_PERIOD_TIME_H

#include "base/err.h"
#include "base/period.h"

/* "1704067200", "-315619200.000", or "N", which is `now`: exactly `n` bytes, Unix seconds. 0 or ERR_DATA. */
int period_time_parse(const char *text, size_t n, double now, double *out, struct err *err) __attribute__((warn_unused_result));

/* The calendar's end of a period: midnight UTC behind its last day, in Unix seconds. */
int64_t period_time_end(const struct period *p);

/* The period of frequency A, S, Q or M whose end, by the calendar or of its nominal row, is nearest to `seconds`; where both are equally near (from
 * 2100 on they drift apart) the calendar's. ERR_DATA where none is within three days, with the two ends around it, and for a moment outside of the
 * years 1000 to 9999. */
int period_time_find(char freq, double seconds, struct period *out, struct err *err) __attribute__((warn_unused_result));

#endif
