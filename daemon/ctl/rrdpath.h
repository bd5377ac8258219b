/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rrdpath: the path of an RRD file and the series that it stands for. A path is read as text, without a look at the disk: below the folder of RRD files
 * as it is configured, below its real path as it was at the start (rrdtool sends real paths), or relative to it, with a slash in front or
 * without. Doubled slashes and `.` do not count; `..` is refused.
 */
#ifndef CTL_RRDPATH_H
#define CTL_RRDPATH_H

#include "core/core.h"
#include "core/points.h"

#define RRDPATH_MAX 4400 /* bytes of a path, with its NUL */

/* The path relative to the folder of RRD files: "AZ-RU/trade/turnover-A.rrd"; "" is the folder itself. 0 or ERR_DATA. */
int rrdpath_relative(const struct core *core, const char *path, char out[RRDPATH_MAX], struct err *err) __attribute__((warn_unused_result));

/* The series of a file; out->freq is set. Whether there is such a file is another question. 0, ERR_DATA, or ERR_UNKNOWN ("No such file: …"). */
int rrdpath_parse(const struct core *core, const char *path, struct series_name *out, struct err *err) __attribute__((warn_unused_result));

/* As rrdpath_parse, and the rows of the file, at least one; points_fini frees them where this succeeds. */
int rrdpath_rows(const struct core *core, const char *path, struct series_name *out, struct points *rows, struct err *err)
    __attribute__((warn_unused_result));

/* The real path of the file of a series with frequency `freq`. */
void rrdpath_format(const struct core *core, const char *key, char freq, char out[RRDPATH_MAX]);

#endif
