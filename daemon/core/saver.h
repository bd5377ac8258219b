/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * saver: writes a snapshot of the book (store/snapshot.h) beside the ledger, now and then and at the end, so that the next start is quick. Loop thread
 * only; the disk is waited for in libuv's pool. What fails is logged, and tried again when as many rows have come again: nothing depends on it but time.
 */
#ifndef CORE_SAVER_H
#define CORE_SAVER_H

#include "core/core.h"

struct saver;

/* Fills core->book from the snapshot, where there is one that can be used, and the rest from the ledger, which it opens. */
int saver_open_ledger(struct core *core, const char *path, struct err *err) __attribute__((warn_unused_result));

int saver_create(struct saver **out, struct core *core) __attribute__((warn_unused_result)); /* 0 or -ENOMEM */
/* Ends what is under way. Freed when the loop has run. */
void saver_stop(struct saver *s);

/* Writes one and waits for it: after committer_stop. */
void saver_save_now(struct core *core);

#endif
