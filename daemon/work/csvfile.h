/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * csvfile: reads a .csv file: a header row of names in any order, then one observation a row. In long form:
 *
 *     series, or pair, area, indicator [, freq]       which series
 *     period, value                                   needed too
 *     unit bound g high status source published evidence nth force
 *     source_name authority url party rank            of the source: they make a source row before its first use
 *     source_published                                where this column is there, all sources of the file are described in it, each id it
 *                                                     names is declared, and `published` is of the observation alone
 *
 * or, where the first column is DATAFLOW or STRUCTURE, SDMX-CSV 1.0 or 2.0 with the same columns under the names of SDMX concepts: FREQ REF_AREA
 * COUNTERPART_AREA AREA INDICATOR TIME_PERIOD OBS_VALUE (the number, NaN or empty for none) OBS_STATUS UNIT_MEASURE BOUND HIGH G WRITTEN (the value
 * as the source wrote it) SOURCE PUBLISHED COMMENT_OBS (the evidence) NTH FORCE, and SOURCE_ before what is of the source. Other columns are
 * refused: an unknown dimension, read over, would mix what is different.
 *
 * A mapping (mapping.h) reads files of any other form. A file that is packed with gzip is unpacked (infile.h).
 *
 * Comma, semicolon or tab, whichever the header row uses; LF or CRLF; a byte order mark is skipped; quoting as in RFC 4180. A row that is
 * wrong is an error row; the next line is read as if nothing had been. Worker only.
 */
#ifndef WORK_CSVFILE_H
#define WORK_CSVFILE_H

#include "work/rows.h"

#define CSVFILE_BYTES_MAX ((uint64_t)64 << 30)

struct csvfile_order {
	const char *path, *name; /* name: the file's for people */
	const char *map;         /* path of the mapping; NULL: none */
	bool survey;             /* at the end tell which indicators a mapped file names, row by row of kind ROW_INDICATOR */
};

/* 0 when the file was read, whatever its rows say; else why it could not be, in `err`, or what the sink said. */
int csvfile_parse(const struct csvfile_order *order, struct row_sink *sink, struct err *err) __attribute__((warn_unused_result));

#endif
