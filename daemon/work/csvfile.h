/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * csvfile: reads a .csv file in long form: a header row of names in any order, then one observation a row.
 *
 *     series, or pair, area, indicator [, freq]       which series
 *     period, value                                   needed too
 *     bound g high status source published evidence force
 *     source_name authority url party rank            of the source: they make a source row before its first use
 *
 * Comma, semicolon or tab, whichever the header row uses; LF or CRLF; a byte order mark is skipped; quoting as in RFC 4180. A row that is
 * wrong is an error row; the next line is read as if nothing had been. Worker only.
 */
#ifndef WORK_CSVFILE_H
#define WORK_CSVFILE_H

#include "work/rows.h"

#define CSVFILE_BYTES_MAX ((uint64_t)64 << 30)

/* 0 when the file was read, whatever its rows say; else why it could not be, in `err`, or what the sink said. */
int csvfile_parse(const char *path, struct row_sink *sink, struct err *err) __attribute__((warn_unused_result));

#endif
