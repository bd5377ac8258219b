/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * value: a number as people write it: "nearly 4.4 billion USD", "over 10 per cent", "$4.4 bn", "630,000", "324",
 * "1,000-1,200", "top ten", "third", "360 000 persons", "17.5 %", "-3.1e6".
 *
 *     value  = [hedge] number [".." or "-" or "to" number] [scale] [unit]
 *     number = digits with optional groups of three (comma, blank, no-break or thin blank, apostrophe), decimal point,
 *              exponent; or a word: one … twenty, hundred, first … twentieth, "top ten" (le 10), "a third" …
 *     scale  = thousand million billion trillion and their short forms (k, mln, mn, m before a currency, bn, bln, tn …)
 *
 * The words (hedges, scales, units, currencies) are constant tables in value_words.c; another language is more rows.
 */
#ifndef BASE_VALUE_H
#define BASE_VALUE_H

#include "base/bound.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define VALUE_UNIT_MAX 16

/* In prose trailing zeros are rounding (630,000: g = 10,000), in a table they are digits (630000: g = 1). Percentages keep
 * their zeros everywhere (20 per cent: g = 1), and so do digits behind a decimal point. */
enum value_style { VALUE_PROSE, VALUE_TABLE };

struct value {
	double number;             /* in the unit: scale applied, 4.4e9. NAN for "nan" alone (a withdrawn or missing value) */
	double high;               /* upper end of a range, else NAN */
	double g;                  /* place of the last digit written, scale applied; 0 for ordinals ("third") and "nan" */
	enum bound bound;          /* BOUND_EQ where no hedge was written */
	bool hedged;               /* a hedge, a range or "exactly" was written: the bound is the source's own word */
	bool plain;                /* nothing but a plain decimal number was written */
	char unit[VALUE_UNIT_MAX]; /* the catalogue's name of the unit written ("USD", "percent", "persons", "rank" …), "" for none */
};

/* Reads all of `text`. `percent`: the indicator's unit is percent, so zeros are kept. 0 or ERR_DATA; the text says what was not understood
 * and shows a form that is. */
int value_parse(const char *text, enum value_style style, bool percent, struct value *out, struct err *err)
    __attribute__((warn_unused_result));

/* The rule of DESIGN.md section 1: an unhedged count under 1000, or not ending in 0, is exact (then g is 0). `units` that count things: count, persons,
 * vehicles, TEU. Ranks and editions are exact whatever their digits. Turns BOUND_EQ into BOUND_EXACT where it applies. */
void value_settle_exact(struct value *v, const char *unit);

#endif
