/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rrdimage: the bytes of one of our RRD files, complete, in memory. All files of a frequency and a length begin as the same file, which librrd makes
 * once: the blank. An image is the blank with the points put in, and holds what librrd would have left on disk after one update with all of them, byte for
 * byte, but for the last bits of numbers that librrd reads from decimal text: the image keeps them exactly. Worker only.
 */
#ifndef WORK_RRDIMAGE_H
#define WORK_RRDIMAGE_H

#include "work/rrdfile.h"

/* A file without points. All zero: none yet. */
struct rrdimage_blank {
	int64_t step;
	uint32_t rows;
	size_t size;          /* bytes of a file */
	unsigned char *bytes; /* owned */
};

/* Makes the blank of files of step `step` with `rows` rows. librrd needs a file for that: `path`, where nothing may stand, and which is gone afterwards;
 * meanwhile librrd writes under this name and six letters more. 0; -errno; ERR_DAMAGED: librrd failed, or wrote a layout that is not the one known here. */
int rrdimage_init(struct rrdimage_blank *blank, int64_t step, uint32_t rows, const char *path, struct err *err)
    __attribute__((warn_unused_result));

void rrdimage_fini(struct rrdimage_blank *blank);

/* Puts the image of `n` points, at least one, by row_end and each on a row of the blank's step, into `out`, which has room for blank->size bytes. Points that
 * lie further back from the last one than the rows reach are left out. */
void rrdimage_fill(const struct rrdimage_blank *blank, const struct rrdfile_point *points, size_t n, unsigned char *out);

/* Whether a file of blank->size bytes has the blank's data sources, step, and archive: it differs at most in what depends on the points. */
bool rrdimage_is_kin(const struct rrdimage_blank *blank, const unsigned char *bytes);

/* The row end of the newest row of such a file. */
int64_t rrdimage_last(const unsigned char *bytes);

#endif
