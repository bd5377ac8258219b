/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bulletin: reads a .bulletin file, which is written by hand in libconfig syntax:
 *
 *     source = { id = "mfa-2024-08-09"; name = "…"; authority = "…"; url = "…"; published = "2024-08-09"; party = "AZ"; rank = 10; };
 *     pair = "AZ-RU";
 *     observations = (
 *         { series = "trade/turnover"; period = "2023"; value = "nearly 4.4 billion USD"; evidence = "…"; },
 *         { series = "RU-AZ/tourism/arrivals"; period = "2024-S1"; value = 360000; bound = "gt"; }
 *     );
 *     notes = ( { area = "energy"; date = "2024-08-09"; kind = "statement"; text = "…"; } );
 *
 * A series without a pair is of the bulletin's. Observations and notes are the bulletin's source's unless they name another. Where
 * the source or the pair is there and wrong, or misspelt, nothing of the file is taken. Worker only.
 */
#ifndef WORK_BULLETIN_H
#define WORK_BULLETIN_H

#include "work/rows.h"

#define BULLETIN_BYTES_MAX (16u << 20)

/* 0 when the file was read, whatever its rows say (a syntax error is an error row); else why it could not be, in `err`, or what the sink
 * said. `name`: the file's for people. One that is packed with gzip is unpacked (infile.h). */
int bulletin_parse(const char *path, const char *name, struct row_sink *sink, struct err *err) __attribute__((warn_unused_result));

#endif
