/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * names: what the names of series mean, remembered, so that a request about a series that was named before costs one look-up. 8 bytes a series. Loop thread only.
 */
#ifndef CORE_NAMES_H
#define CORE_NAMES_H

#include "model/series.h"
#include "store/book.h"

struct names;

int names_create(struct names **out) __attribute__((warn_unused_result)); /* 0 or -ENOMEM */
void names_destroy(struct names *n);

/* As series_parse, quicker for series that the book knows. `number` (may be NULL): that of the book, 0 where it has none. */
int names_parse(struct names *n, const struct book *book, const struct parties *parties, const struct catalogue *catalogue,
                const char *text, struct series_name *out, uint32_t *number, struct err *err) __attribute__((warn_unused_result));

/* The same for a series of the book. */
int names_of(struct names *n, const struct book *book, const struct parties *parties, const struct catalogue *catalogue, uint32_t number,
             struct series_name *out) __attribute__((warn_unused_result));

/* Parties or catalogue are others now. */
void names_forget(struct names *n);

#endif
