/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * overview: what is known of a pair, area by area: gathered by overview.c, printed by overview_print.c.
 */
#ifndef COOPCTL_OVERVIEW_H
#define COOPCTL_OVERVIEW_H

#include "coopctl/command.h"
#include "coopctl/figure.h"
#include "coopctl/rows.h"

enum { OVERVIEW_AREA_ID, OVERVIEW_AREA_TITLE };
enum { OVERVIEW_NOTE_DATE, OVERVIEW_NOTE_AREA, OVERVIEW_NOTE_KIND, OVERVIEW_NOTE_TEXT, OVERVIEW_NOTE_SOURCE };
/* A figure's row: these, then the cells of figure_columns. */
enum { OVERVIEW_AREA, OVERVIEW_SERIES, OVERVIEW_TITLE, OVERVIEW_KIND, OVERVIEW_FIGURE };

struct overview {
	const char *pair_or_area; /* as asked for */
	struct rows areas;        /* those asked for, in the daemon's order */
	struct rows notes;        /* oldest first */
	struct rows figures;      /* the newest of each series, area by area */
	char mirror[128];         /* the same seen from the other side: "RU-AZ/tourism" */
	size_t n_mirror;          /* series that it has */
};

/* Row of the newest statement of an area, -1 for none. */
long overview_statement(const struct overview *o, const char *area);

int overview_print(const struct overview *o, enum form form, struct err *err) __attribute__((warn_unused_result));

#endif
