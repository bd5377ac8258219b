/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * mapped: a record of somebody else's CSV file as an observation row, as a mapping says (mapping.h).
 */
#ifndef WORK_MAPPED_H
#define WORK_MAPPED_H

#include "work/rows.h"

struct mapped;

/* Reads the mapping at `path`. `survey`: mapped_end tells the indicators. 0 or a negative code; then *out is NULL. */
int mapped_create(struct mapped **out, const char *path, bool survey, struct row_sink *sink, struct err *err)
    __attribute__((warn_unused_result));
void mapped_destroy(struct mapped *m); /* NULL is fine */

/* The names of the columns. 0; 1 where one that the mapping names is not there, which an error row has said; or the sink's negative code. */
int mapped_header(struct mapped *m, const char *const *names, size_t n, uint32_t line) __attribute__((warn_unused_result));
/* A record with as many fields as the header. 0, -ENOMEM, or the sink's negative code. */
int mapped_put(struct mapped *m, const char *const *field, uint32_t line) __attribute__((warn_unused_result));
/* All records were put: rows that say what was skipped, and the indicators of a survey. */
int mapped_end(struct mapped *m) __attribute__((warn_unused_result));

#endif
