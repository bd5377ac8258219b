/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * figure: the columns of a figure as GET answers it, and what people see of them.
 */
#ifndef COOPCTL_FIGURE_H
#define COOPCTL_FIGURE_H

#include "coopctl/client.h"
#include "coopctl/output.h"

/* Places of figure_columns' cells. */
enum {
	FIGURE_PERIOD,
	FIGURE_VALUE,
	FIGURE_LOW,
	FIGURE_HIGH,
	FIGURE_BOUND,
	FIGURE_BASIS,
	FIGURE_STATUS,
	FIGURE_SOURCE,
	FIGURE_PUBLISHED,
	FIGURE_UNIT,
	FIGURE_CELLS
};

extern const struct column figure_columns[];      /* all of them, as CSV and plain have them */
extern const struct column figure_json_columns[]; /* without the unit, which stands before the figures */
extern const struct column figure_people_columns[];

/* The next figure's words; one without period and value is a broken reply. */
int figure_read(struct client *c, struct words *w, struct err *err) __attribute__((warn_unused_result));

/* A row of figure_people_columns from the cells of figure_columns; `unit` where the figure does not say its own. */
int figure_people_row(struct output *o, const char *const *cells, const char *unit, struct err *err) __attribute__((warn_unused_result));

#endif
