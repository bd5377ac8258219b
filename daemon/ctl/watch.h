/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * watch: what those who WATCH are still to be told. Loop thread only.
 *
 * A change does not cost a figure: the series and the period are noted, once however often they change, for everyone whose glob matches. Figures are
 * worked out when the reader has room for the line, as they are then, in turns that leave the loop to others. So intake and answers wait for no watcher,
 * a slow reader is told the newest state when it reads again, and the count of changes that a line stands for adds up. Memory is bounded: WATCH_PERIODS_MAX
 * periods for one reader and WATCH_PERIODS_ALL for all; changes of periods beyond that are counted as lost.
 */
#ifndef CTL_WATCH_H
#define CTL_WATCH_H

#include "base/buf.h"
#include "core/core.h"

#include <stdbool.h>

#define WATCH_PERIODS_MAX 65536
#define WATCH_PERIODS_ALL (1u << 20)

struct watch; /* one reader's */
struct watches;

/* `ready` is called, from the loop, for a reader that has something to be told since it was asked last. */
int watches_create(struct watches **out, struct core *core, void (*ready)(void *reader))
    __attribute__((warn_unused_result)); /* 0 or -ENOMEM */
void watches_destroy(struct watches *w); /* freed by the loop, when all readers have gone; NULL is fine */

int watch_create(struct watch **out, struct watches *w, const char *glob, void *reader)
    __attribute__((warn_unused_result)); /* 0 or -ENOMEM */
void watch_destroy(struct watch *w);     /* NULL is fine */

/* Notes the change for all who watch it. */
void watches_changed(struct watches *w, uint32_t series, const struct period *p);

/* Whether there is something to be told; NULL: no. And whether it may be told in this turn. */
bool watch_pending(const struct watch *w);
bool watch_ready(const struct watch *w);

/* Adds lines to `out` until it holds `room` bytes, nothing is pending, or this turn's time is over: then `ready` is called in another turn.
 * 0 or -ENOMEM. */
int watch_tell(struct watch *w, struct buf *out, size_t room) __attribute__((warn_unused_result));

#endif
