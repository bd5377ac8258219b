/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * scan: looks over a file in libconfig's syntax before libconfig does, for what libconfig 1.5 takes in silence or dies of:
 * a whole number beyond 32 bits without `L` is cut to its low bits, a comment without an end swallows the rest, a NUL ends
 * the file, an @include of a folder ends the process.
 */
#ifndef CONF_SCAN_H
#define CONF_SCAN_H

#include "base/buf.h"
#include "base/err.h"

#include <stddef.h>

#define SCAN_FILE_MAX (16u << 20) /* bytes of one file */

/* Reads a regular file into `out` (initialised, max > SCAN_FILE_MAX) and puts a NUL behind it that is not counted. 0 or a
 * negative code; the sentence names `path`. */
int scan_read(const char *path, struct buf *out, struct err *err) __attribute__((warn_unused_result));

/* `text` (NUL behind its `n` bytes) is the content of `path`; what it includes is looked for in `dir` and scanned too.
 * 0 or ERR_CONFIG with "FILE:LINE: " in front, or a negative errno. */
int scan_text(const char *path, const char *dir, const char *text, size_t n, struct err *err) __attribute__((warn_unused_result));

#endif
