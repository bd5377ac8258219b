/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * batch: what came of the commands between BATCH and the dot. They are run like all others, but what they say is not sent: those that failed are
 * counted here, and told when the dot asks. At most BATCH_LINES_MAX of them are told; the others are counted in one last line.
 */
#ifndef CTL_BATCH_H
#define CTL_BATCH_H

#include "base/buf.h"

#include <stdint.h>

#define BATCH_LINES_MAX 1000

struct batch;

/* NULL: no memory. */
struct batch *batch_create(void) __attribute__((warn_unused_result));
void batch_destroy(struct batch *b);

/* One more command begins; they count from 1. */
void batch_next(struct batch *b);
uint64_t batch_command(const struct batch *b); /* the number of the last that began */

/* The command failed; `line` is "NUMBER TEXT" and LF. Called in the order of the commands. 0 or -ENOMEM. */
int batch_fail(struct batch *b, uint64_t command, const char *line, size_t n) __attribute__((warn_unused_result));

/* Appends the lines of the report; their number in *n_lines. 0 or as buf_add. */
int batch_report(const struct batch *b, struct buf *out, size_t *n_lines) __attribute__((warn_unused_result));

#endif
