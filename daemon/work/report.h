/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * report: reads a .txt file, a report in prose, with the reader of read/prose.h. Header lines may stand before the text, each at most once, an empty line
 * behind them:
 *
 *     Source: Cabinet of Ministers
 *     Published: 2024-08-09
 *     Pair: AZ-RU
 *     Party: AZ
 *     URL: https://…
 *
 * What was asked with the file, as words, goes before them:
 *
 *     pair published party      as in the header
 *     status                    of what is observed; P where it is not said
 *     source                    the id of the source; else made of its name, or the file's, and the date
 *     record                    "yes": for the ledger, so a date of publication is needed
 *     party-name                CODE, a tab, a name: a party of the configuration
 *     indicator                 area, id, unit, kind, direction, phrases, parted by tabs: an indicator of the configuration
 *
 * It yields a source row, then observations, notes and what was left, in the order of the text. Worker only.
 */
#ifndef WORK_REPORT_H
#define WORK_REPORT_H

#include "work/rows.h"
#include "work/wire.h"

#define REPORT_BYTES_MAX (32u << 20)

struct report_desk;

/* Opens the plugins; one that is refused is left out. 0 or -ENOMEM. */
int report_desk_create(struct report_desk **out, char *const plugin_paths[]) __attribute__((warn_unused_result));
void report_desk_destroy(struct report_desk *d);

/* 0 when the file was read, whatever was in it; else why it could not be, in `err`, or what the sink said. `name`: the file's, for people. */
int report_parse(struct report_desk *d, const char *path, const char *name, const struct wire_words *words, struct row_sink *sink,
                 struct err *err) __attribute__((warn_unused_result));

#endif
