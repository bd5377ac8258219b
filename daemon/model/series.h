/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * series: names of series and periods as people write them on the wire, checked against parties and catalogue.
 *
 * A series key is PAIR/AREA/MEASURE, without frequency: all observations of one measure of one pair, whatever their periods. What DESIGN.md
 * calls a series, PAIR/AREA/INDICATOR-FREQ, is the part of it with one frequency.
 */
#ifndef MODEL_SERIES_H
#define MODEL_SERIES_H

#include "base/err.h"
#include "base/period.h"
#include "model/catalogue.h"
#include "model/party.h"

#define SERIES_KEY_MAX (PAIR_TEXT_MAX + AREA_ID_MAX + MEASURE_ID_MAX)

/* A series as written: "AZ-RU/tourism/arrivals-A" or without "-A". */
struct series_name {
	char key[SERIES_KEY_MAX]; /* "AZ-RU/tourism/arrivals" */
	char freq;                /* 'A' 'S' 'Q' 'M', or 0 where none was written */
	struct pair pair;
	struct measure measure;
};

void series_key(const struct pair *pair, const struct measure *m, char out[SERIES_KEY_MAX]);

/* 0, ERR_DATA or ERR_UNKNOWN; the text says which part is wrong and what was probably meant. */
int series_parse(const struct parties *parties, const struct catalogue *catalogue, const char *text, struct series_name *out,
                 struct err *err) __attribute__((warn_unused_result));

/* The frequency written must be the period's, except that a dated stock is asked for by year or half. 0 or ERR_DATA ("period 2024-S1 is half-yearly, the
 * series is written -A"). */
int series_check_period(const struct series_name *s, const struct period *p, struct err *err) __attribute__((warn_unused_result));

/* Days count for the year and half-year that hold them, as the latest known state: stocks and ordinals. */
bool measure_is_state(const struct measure *m);

#endif
