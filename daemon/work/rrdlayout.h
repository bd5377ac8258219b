/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rrdlayout: what every RRD file of ours has in common, for rrdimage.c, which makes them, and for those who answer as if they had read one.
 */
#ifndef WORK_RRDLAYOUT_H
#define WORK_RRDLAYOUT_H

#include "work/rrdfile.h"

#include <stddef.h>
#include <stdint.h>

#define RRDLAYOUT_N_DS 4
#define RRDLAYOUT_DERIVED 3 /* its place among them */
#define RRDLAYOUT_HEADER_SIZE 1520
#define RRDLAYOUT_TEXT_MAX 30 /* what a file has room for */

/* value, low, high, derived: data sources of type GAUGE, in the order of the file. */
extern const char *const rrdlayout_ds[RRDLAYOUT_N_DS];

/* The number of one data source as a file keeps it: unknown (NAN) where it is infinite or absurdly large. */
double rrdlayout_number(const struct rrdfile_point *p, size_t ds);

/* The text that librrd is given of it, and shows as last_ds: "360000", "17.5", "U". Returns its length. */
size_t rrdlayout_text(double v, char out[RRDLAYOUT_TEXT_MAX]);

/* How many rows a file of `rows` rows is given when it is made of these points: from the first, or from as far back as the ring reaches. */
uint32_t rrdlayout_n_written(const struct rrdfile_point *points, size_t n, int64_t step, uint32_t rows);

/* The place of the newest row in the ring of such a file (cur_row). */
uint32_t rrdlayout_current(uint32_t n_written, uint32_t rows);

#endif
