/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * recording: several observations of one request. All are checked before any is recorded, so where one is refused nothing has happened; one reply,
 * when all of them are on disk.
 */
#ifndef CTL_RECORDING_H
#define CTL_RECORDING_H

#include "core/claim.h"
#include "ctl/request.h"

/* The value lists (cut in place) of one series, which must have a frequency. `common` is what the request says of all of them; of it the series, the
 * period and the value are taken from elsewhere. Answers the request, now or later: `text` with status 0, or what is wrong with which list. */
void recording_lists(struct request *rq, const struct series_name *name, char *const lists[], size_t n, const struct claim *common,
                     const char *text);

/* PAIR/AREA/INDICATOR-FREQ, as an identifier of collectd: series_parse, and the frequency must be there. 0, ERR_DATA or ERR_UNKNOWN. */
int recording_series(const struct core *core, const char *text, struct series_name *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
