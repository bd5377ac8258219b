/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * infile: a file of somebody else's, read from its beginning to its end; one that is gzip (RFC 1952) is unpacked on the way. zlib's inflate runs
 * here and nowhere else, as a stream: a file of any size takes 128 KiB of memory. Worker only.
 *
 * What the file is, its first two bytes say, and not its name. Members one behind the other are one content, as gzip itself has it. A file that is cut
 * off, damaged, or unpacks to more than INFILE_RATIO_MAX times its size (a bomb; a table of figures comes to some 20) ends with an error, and
 * what came before it was read.
 */
#ifndef WORK_INFILE_H
#define WORK_INFILE_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define INFILE_RATIO_MAX 200
#define INFILE_RATIO_FREE ((uint64_t)8 << 20) /* unpacked bytes that are never too many */

struct infile;

/* Opens as rows_open does; `max`: bytes on disk. `name` is the one that people know, for the errors. *out is set on success only. */
int infile_open(struct infile **out, const char *path, const char *name, uint64_t max, struct err *err) __attribute__((warn_unused_result));
void infile_close(struct infile *f); /* NULL is fine */

/* At most `n` bytes (at least 1) of the content. 0 at its end; ERR_DATA: cut off, damaged, a bomb; -errno. */
ssize_t infile_read(struct infile *f, void *to, size_t n, struct err *err) __attribute__((warn_unused_result));

/* Bytes of the file, as it lies there: read so far, and all. */
uint64_t infile_done(const struct infile *f);
uint64_t infile_total(const struct infile *f);

#endif
