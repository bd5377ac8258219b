/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * indicator: what can be wrong with one row of an indicator table, whether a plugin or the configuration brings it.
 */
#ifndef MODEL_INDICATOR_H
#define MODEL_INDICATOR_H

#include "base/err.h"
#include "coop/plugin.h"

#include <stdbool.h>

#define INDICATOR_PHRASES_MAX 64
#define INDICATOR_TEXT_MAX 300 /* of a title, a phrase, a note; bytes */

/* [a-z][a-z0-9]*, at most 24 characters. */
bool indicator_is_area_id(const char *id);

/* Printable text of one line, neither NULL nor empty. */
bool indicator_is_line(const char *text);

/* 0, or ERR_DATA with "indicator ID: what is wrong and what to write instead". */
int indicator_check(const struct coop_indicator *i, struct err *err) __attribute__((warn_unused_result));

#endif
