/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rrdnum: numbers for readers that are librrd. Its rrd_strtod takes the digits as one whole number and then multiplies or divides by 10, 100, 1e4, 1e8
 * and so on, one for each bit of the exponent, and rounds each time: 12.345 comes back wrong by a bit, 12.3450 right, because four decimals are one
 * division by an exact power of ten. So decimals are 0, 1, 2, 4, 8 or 16, and what does not fit into these is looked for until it reads
 * back right. Every other reader gets the same double too, but for numbers of 16 and 17 digits.
 */
#ifndef CTL_RRDNUM_H
#define CTL_RRDNUM_H

#include <stddef.h>

#define RRDNUM_TEXT_MAX 32

/* The text of `v` that librrd reads back to the same double, "nan" for NAN. Returns its length; the text is not ended by a NUL. */
size_t rrdnum_format(double v, char out[RRDNUM_TEXT_MAX]);

#endif
