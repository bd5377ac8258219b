/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rrdpath: the path of an RRD file and the series that it stands for.
 */
#ifndef CTL_RRDPATH_H
#define CTL_RRDPATH_H

#include "core/core.h"

/* STATE/rrd/PAIR/AREA/INDICATOR-F.rrd, STATE as configured or by its real path; out->freq is set. 0, ERR_DATA or ERR_UNKNOWN. */
int rrdpath_parse(const struct core *core, const char *path, struct series_name *out, struct err *err) __attribute__((warn_unused_result));

#endif
