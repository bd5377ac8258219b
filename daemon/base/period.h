/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * period: the stretch of time that a figure is about, and its place in an RRD file.
 *
 * Forms read (the first of each line is the one written):
 *
 *     2023        2023A 2023-A1                          a year           freq A
 *     2024-S1     2024S1 2024-H1 2024H1                  a half           freq S
 *     2024-Q3     2024Q3                                 a quarter        freq Q
 *     2024-07     2024-M07 2024M07 2024M7                a month          freq M
 *     2024-08-09                                         a day            freq D
 *     2024-01-01/P5M   any start and length: PnY PnM PnYnM PnW PnD   freq I (irregular; year to date)
 *
 * A span that is a calendar year, half, quarter or month is that period: 2024-01-01/P6M reads as 2024-S1; a P1D span is
 * a day. Frequencies are SDMX CL_FREQ letters; H (hourly there) is never used for a half.
 */
#ifndef BASE_PERIOD_H
#define BASE_PERIOD_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PERIOD_TEXT_MAX 32
#define PERIOD_YEAR_MIN 1000
#define PERIOD_YEAR_MAX 9999

struct period {
	int32_t start;   /* first day, days since 1970-01-01 */
	uint16_t months; /* length in months, and/or */
	uint16_t days;   /* length in days; never both zero */
	char freq;       /* 'A' 'S' 'Q' 'M' 'D' 'I' */
};

/* Exactly `n` bytes. 0 or ERR_DATA, whose text says what is wrong and shows the forms. */
int period_parse(const char *text, size_t n, struct period *out, struct err *err) __attribute__((warn_unused_result));
void period_format(const struct period *p, char out[PERIOD_TEXT_MAX]);

/* The day after the last. */
int32_t period_end(const struct period *p);

/* Order: by start, then longer first (a year before its halves). 0 only for the same period. */
int period_cmp(const struct period *a, const struct period *b);

bool period_holds(const struct period *outer, const struct period *inner);

/* The period of frequency A, S, Q or M that holds a day. */
struct period period_of_date(int32_t date, char freq);

/* n periods later (earlier where negative), for A, S, Q, M and D; the same length for I with whole months or days. */
struct period period_step(const struct period *p, int n);

/* Months in a period of frequency A, S, Q, M: 12, 6, 3, 1; 0 for any other letter, so also the test for a regular frequency. */
unsigned period_freq_months(char freq);

/* "yearly", "half-yearly", "quarterly", "monthly"; NULL for any other letter. */
const char *period_freq_word(char freq);

/* RRD rows (DESIGN.md section 3): bins are fixed seconds from the epoch, so a period has a nominal row that ends within
 * 2.5 days of the calendar's end. step: 31557600 s (the Julian year) for A, a half, quarter, twelfth of it for S, Q, M.
 * Row of year Y ends at (Y - 1969) * step. 0 for other frequencies. */
int64_t period_rrd_step(char freq);

/* End of the nominal row, in seconds since the epoch, a multiple of the step. 0 where there is none: an irregular
 * frequency, or a period before 1971 (A) and the like whose row start would not be positive. */
int64_t period_rrd_end(const struct period *p);

/* The period whose nominal row ends at `end`. 0, or ERR_DATA where `end` is no positive multiple of the step. */
int period_from_rrd(char freq, int64_t end, struct period *out) __attribute__((warn_unused_result));

#endif
