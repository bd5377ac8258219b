/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * country: what parties are called in English prose beside their names in model/iso3166.c: other names, adjectives and inhabitants, capitals.
 */
#ifndef READ_COUNTRY_H
#define READ_COUNTRY_H

#include <stdbool.h>
#include <stddef.h>

/* Phrases parted by "|", "" for none. */
struct country_row {
	const char *code;
	const char *names;      /* of the country: "Russia|Russian Federation" */
	const char *adjectives; /* and of its people: "Russian|Russians" */
	const char *capitals;   /* and other cities that stand for the government */
};

extern const struct country_row country_rows[];

/* The names by which offices of statistics and customs are known; ended by a row without code. */
struct country_office {
	const char *code, *names;
};
extern const struct country_office country_offices[]; /* ended by code NULL */

/* Whether the party may be called so: "kingdom", "emirate", "union", "federation", "bloc". False for words that may be any country's. */
bool country_is_a(const char *code, const char *word, size_t n);

/* What money of the name that `currency` stands for is in the party: "OMR" for Oman and "IRR", whose name, rials, is shared. NULL where the party has
 * none of that name. */
const char *country_money(const char *code, const char *currency);

/* The month and day on which the fiscal year begins that the party's reports count by (4, 1 for India), 1, 1 where it is the calendar's.
 * `region` codes ("IN.DL") are their country's. */
void country_fiscal_start(const char *code, unsigned *month, unsigned *day);

#endif
