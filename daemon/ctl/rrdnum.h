/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rrdnum: numbers for readers that are librrd. Its rrd_strtod takes the digits as one whole number and then multiplies or divides by 10, 100, 1e4, 1e8
 * and so on, one for each bit of the exponent, and rounds each time: 12.345 comes back wrong by a bit, 12.3450 right, because four decimals are one
 * division by an exact power of ten. So decimals are 0, 1, 2, 4, 8 or 16: whatever is below 2^53 without its point then is exact. For all others
 * a text that reads back right is looked for. There is none for about one in six numbers with all 53 bits in use: those come back with an
 * error of a bit or two.
 */
#ifndef CTL_RRDNUM_H
#define CTL_RRDNUM_H

#include <stddef.h>

#define RRDNUM_TEXT_MAX 32

/* The text of `v` that librrd reads back to the same double where there is one, "nan" for NAN. Returns its length; the text is not ended by a NUL. */
size_t rrdnum_format(double v, char out[RRDNUM_TEXT_MAX]);

#endif
