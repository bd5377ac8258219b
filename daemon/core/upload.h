/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * upload: a file that comes over the socket. Its bytes are kept in STATE/upload until they are all there, then it is imported like any other
 * file and removed. Writing goes through libuv's threads: the loop never waits for the disk.
 */
#ifndef CORE_UPLOAD_H
#define CORE_UPLOAD_H

#include "core/import.h"

#include <stddef.h>

struct upload;

/* Removes what an earlier coopd left. */
int upload_clean(struct core *core, struct err *err) __attribute__((warn_unused_result));

struct upload_order {
	const char *name;                    /* passes import_check_name; copied */
	uint64_t n_bytes;                    /* all that comes */
	uint64_t map_bytes;                  /* so many of them, the first, are a mapping for the rest; 0: there is none. At most n_bytes */
	bool dry_run;                        /* as in import.h */
	const struct report_options *report; /* as in import.h; copied */
};

/* `done` as of import_file; with n_bytes 0 the import starts at once. */
int upload_begin(struct upload **out, struct core *core, const struct upload_order *order, import_done *done, void *arg, struct err *err)
    __attribute__((warn_unused_result));

/* Takes the next piece (copied); `more` is called, never from inside, when the one after it may come. After the last piece the import starts
 * by itself. Where writing fails the rest is swallowed, and `done` says why. */
void upload_chunk(struct upload *u, const char *bytes, size_t n, void (*more)(void *arg), void *more_arg);

/* The sender has gone before all was there: the file is forgotten, and `done` is called with ERR_UNAVAILABLE, never from inside. */
void upload_abort(struct upload *u);

#endif
