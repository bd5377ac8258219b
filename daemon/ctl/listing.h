/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * listing: the series in the order in which they are listed.
 */
#ifndef CTL_LISTING_H
#define CTL_LISTING_H

#include "store/book.h"

/* All numbers of series by their keys (strcmp), those too that only have derived figures. The caller frees it; NULL: no memory. */
uint32_t *listing_series(const struct book *book, size_t *n) __attribute__((warn_unused_result));

#endif
