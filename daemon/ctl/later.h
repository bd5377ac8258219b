/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * later: a reply some of whose lines end with the texts of an observation (written=, evidence=), which are on disk only: the reply waits for
 * the commit thread to read them.
 */
#ifndef CTL_LATER_H
#define CTL_LATER_H

#include "ctl/request.h"

#include <stdint.h>

struct later;

/* `word` is that of the status line. NULL: no memory. */
struct later *later_create(const char *word) __attribute__((warn_unused_result));
void later_destroy(struct later *l);

/* Adds a line (copied); the texts of observation `seq` are put behind it, none where it is 0. 0 or -ENOMEM. */
int later_line(struct later *l, const struct buf *text, uint64_t seq) __attribute__((warn_unused_result));

size_t later_n(const struct later *l);

/* Answers the request when the texts are there; takes `l`. */
void later_send(struct later *l, struct request *rq);

#endif
