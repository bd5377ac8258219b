/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * table: rows for people, by libsmartcols (whose header lives here and nowhere else).
 */
#ifndef COOPCTL_TABLE_H
#define COOPCTL_TABLE_H

#include "coopctl/output.h"

struct table;

/* NULL where memory is short. Hidden columns take a cell all the same. */
struct table *table_create(const struct column *columns);
int table_row(struct table *t, const char *const *cells) __attribute__((warn_unused_result)); /* 0 or a negative errno */
int table_print(struct table *t) __attribute__((warn_unused_result));                         /* what is not yet printed */
void table_destroy(struct table *t);

#endif
