/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * names: the parts of PAIR/AREA/INDICATOR-F, and what the catalogue's answer says of an indicator or a companion of one.
 */
#ifndef COOPCTL_NAMES_H
#define COOPCTL_NAMES_H

#include "coopctl/output.h"
#include "coopctl/rows.h"

#include <stddef.h>

#define NAMES_TITLE_MAX 256

/* Frequency letter that a series name ends with, 0 for none. */
char names_freq(const char *series);

/* Frequency letter that a period as written, or a stretch from..to of such, has: A S Q M; 0 for any other. */
char names_period_freq(const char *period);

/* The name without pair and frequency: "tourism/arrivals"; and "AZ-RU/tourism", "AZ-RU/tourism/arrivals". Cut to `cap`. */
void names_indicator(const char *series, char *out, size_t cap);
void names_scope(const char *series, char *out, size_t cap);
void names_base(const char *series, char *out, size_t cap);

/* "AZ-RU/tourism" as the other side's books call it: "RU-AZ/tourism". Cut to `cap`. */
void names_mirror(const char *name, char *out, size_t cap);

/* What the other side's books call "trade/exports": "trade/imports"; inward and outward likewise, with their companions. Others have one name. */
void names_counterpart(const char *indicator, char *out, size_t cap);

/* Columns of INDICATORS as names_describe wants them. */
extern const struct column names_indicator_columns[];

struct names_indicator {
	char title[NAMES_TITLE_MAX]; /* "" where the catalogue does not know it */
	char unit[32], kind[16];
};

/* What `indicators` (rows of names_indicator_columns) say of "area/id". A companion takes title, unit and kind from what it belongs to. */
void names_describe(const struct rows *indicators, const char *indicator, struct names_indicator *out);

#endif
