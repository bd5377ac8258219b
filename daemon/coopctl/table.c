/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "coopctl/table.h"

#include <errno.h>
#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Rows that are laid out together: enough for columns to line up over many screens, and a million rows need no more memory. */
#define LAYOUT_ROWS 4096
#define DAY_LEN 10

struct table {
	struct libscols_table *scols; /* owned */
	const struct column *columns;
	size_t waiting;
};

static int wants_colour(void)
{
	const char *term = getenv("TERM"), *no = getenv("NO_COLOR");

	return isatty(STDOUT_FILENO) && !(no && *no) && term && *term && strcmp(term, "dumb") != 0;
}

static int add_column(struct libscols_table *scols, const struct column *c, int colour)
{
	int flags = c->type == COLUMN_NUMBER || (c->flags & COLUMN_RIGHT) ? SCOLS_FL_RIGHT : 0;

	if (c->flags & COLUMN_CUT)
		flags |= SCOLS_FL_TRUNC;
	struct libscols_column *made = scols_table_new_column(scols, c->name, c->flags & COLUMN_CUT ? 0.1 : 0, flags);
	if (!made)
		return -ENOMEM;
	return colour && (c->flags & COLUMN_KEY) ? scols_column_set_color(made, "cyan") : 0;
}

struct table *table_create(const struct column *columns)
{
	struct table *t = calloc(1, sizeof *t);

	if (!t)
		return NULL;
	t->columns = columns;
	t->scols = scols_new_table();
	int colour = wants_colour();
	if (!t->scols || scols_table_enable_colors(t->scols, colour))
		goto fail;
	for (const struct column *c = columns; c->name; c++)
		if (!(c->flags & COLUMN_HIDDEN) && add_column(t->scols, c, colour))
			goto fail;
	return t;
fail:
	table_destroy(t);
	return NULL;
}

int table_row(struct table *t, const char *const *cells)
{
	struct libscols_line *line = scols_table_new_line(t->scols, NULL);
	size_t at = 0;

	if (!line)
		return -ENOMEM;
	for (size_t i = 0; t->columns[i].name; i++) {
		char day[DAY_LEN + 1] = "";
		const char *text = cells[i];
		if (t->columns[i].flags & COLUMN_HIDDEN)
			continue;
		if (text && (t->columns[i].flags & COLUMN_DAY)) {
			strncat(day, text, DAY_LEN);
			text = day;
		}
		if (scols_line_set_data(line, at++, text ? text : ""))
			return -ENOMEM;
	}
	return ++t->waiting < LAYOUT_ROWS ? 0 : table_print(t);
}

int table_print(struct table *t)
{
	if (!t->waiting)
		return 0;
	int rc = scols_print_table(t->scols);
	scols_table_remove_lines(t->scols);
	scols_table_enable_noheadings(t->scols, 1);
	t->waiting = 0;
	return rc;
}

void table_destroy(struct table *t)
{
	if (!t)
		return;
	scols_unref_table(t->scols);
	free(t);
}
