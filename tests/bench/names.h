/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * names: the series that a bench runs over, PAIR/AREA/INDICATOR, one a line of a file.
 */
#ifndef BENCH_NAMES_H
#define BENCH_NAMES_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

#define NAME_MAX_BYTES 128

struct name {
	const char *text; /* points into `file`; not NUL-terminated */
	uint32_t len;
};

struct names {
	char *file;        /* owned */
	struct name *name; /* owned */
	uint32_t n;
};

/* The first `max` names of the file. A file with fewer, or with a line that is empty or longer than NAME_MAX_BYTES, is refused with ERR_DATA;
 * else -errno. names_free also after a failure. */
int names_read(struct names *names, const char *path, uint32_t max, struct err *err) __attribute__((warn_unused_result));
void names_free(struct names *names);

#endif
