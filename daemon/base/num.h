/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * num: plain decimal numbers in and out, whatever the locale.
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stddef.h>
#include <stdint.h>

#define NUM_TEXT_MAX 32
#define NUM_WHOLE_MAX 20 /* digits of a uint64_t */

/* [+-]digits[.digits][e[+-]digits], the whole of `n` bytes; also "nan", "inf", "-inf". 0, or ERR_DATA (malformed, or beyond a double). */
int num_parse(const char *text, size_t n, double *out) __attribute__((warn_unused_result));

/* A whole number in [min, max]. 0 or ERR_DATA. */
int num_parse_int(const char *text, size_t n, int64_t min, int64_t max, int64_t *out) __attribute__((warn_unused_result));

/* The shortest decimal text that reads back to the same double: "4400000000", "17.5", "1e+21", "nan", "-inf". Returns its
 * length. Whole numbers below 1e15 are written without an exponent; -0 is "0". */
size_t num_format(double v, char out[NUM_TEXT_MAX]);

/* The digits of `v`, not ended by a NUL. Returns how many. */
size_t num_put_whole(uint64_t v, char out[NUM_WHOLE_MAX]);
/* The last `n` digits of `v`, with zeros in front. */
void num_put_padded(uint64_t v, unsigned n, char *out);

#endif
