/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * hist: how often each length of time was seen, in 3 per cent wide slots from 1 ns to 500 years.
 */
#ifndef BENCH_HIST_H
#define BENCH_HIST_H

#include <stdint.h>

#define HIST_SLOTS 1920

struct hist {
	uint64_t n;
	uint64_t max; /* the largest value itself, not its slot */
	uint64_t count[HIST_SLOTS];
};

void hist_add(struct hist *h, uint64_t value);

/* The upper edge of the slot that `share` (0 to 1) of all values do not pass, at most `max`; 0 where nothing was added. */
uint64_t hist_at(const struct hist *h, double share);

#endif
