/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * cfgtext: the text of a file in libconfig's syntax that a stranger wrote (a bulletin, a mapping), made fit for libconfig 1.5, which ends at a NUL,
 * follows an @include to any file that coopd can read, and cuts whole numbers to 32 bits. Worker only.
 */
#ifndef WORK_CFGTEXT_H
#define WORK_CFGTEXT_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

struct cfgtext {
	char *text; /* owned; NUL behind it */
	size_t len;
};

/* The whole content of the file, unpacked where it is gzip, at most `max` bytes. `name`: for the errors. 0 or a negative code; then there is nothing
 * to free. */
int cfgtext_read(struct cfgtext *t, const char *path, const char *name, size_t max, struct err *err) __attribute__((warn_unused_result));

/* Checks the text, drops its byte order mark, and puts the L behind the long whole numbers that lack it. 0; or the line (from 1) that is wrong, and
 * what is wrong with it in `err`, without a full stop. */
uint32_t cfgtext_check(struct cfgtext *t, struct err *err) __attribute__((warn_unused_result));

void cfgtext_fini(struct cfgtext *t);

#endif
