/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * spool: STATE/spool/incoming. A file that is closed after writing, or renamed into the folder, is taken in and moved to
 * STATE/spool/done, or to STATE/spool/rejected when anything in it was refused; NAME.reason beside it says what. A file
 * that somebody still has open for writing is left until it is closed: nothing is read half-written. Names that begin with a dot or end in
 * .tmp, .part or .map are never taken. NAME.map beside NAME.csv or NAME.csv.gz is the mapping that the file is read by; it stays where it is, so put it there first. A rescan finds what inotify missed.
 */
#ifndef CORE_SPOOL_H
#define CORE_SPOOL_H

#include "base/err.h"

struct core;
struct spool;

/* On failure *out must be destroyed all the same, where it is not NULL. */
int spool_create(struct spool **out, struct core *core, struct err *err) __attribute__((warn_unused_result));
/* Looks into the folder now, and then as often as the configuration says. */
void spool_apply_conf(struct spool *s);
/* Freed by the loop; a file in work is finished, and left where it is. NULL is fine. */
void spool_destroy(struct spool *s);

#endif
