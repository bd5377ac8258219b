/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * list: commands whose answer is lines, one row each: list, areas, indicators, sources, observations, notes, gaps.
 */
#include "coopctl/command.h"

#include <stdio.h>
#include <string.h>

int list_reply(struct call *call, const struct column *columns, struct err *err)
{
	const char *cells[COLUMNS_MAX];
	struct output o;
	struct words w;
	int64_t n;
	char *text;
	int rc = client_status(&call->client, &n, &text, err);

	if (rc)
		return rc;
	if (n == 0 && call->form == FORM_TABLE) {
		printf("%s%s\n", strncmp(text, "no ", 3) == 0 ? "" : "no ", *text ? text : "answer");
		return 0;
	}
	rc = output_begin(&o, call->form, columns, err);
	while (!rc && n-- > 0) {
		rc = client_words(&call->client, &w, err);
		if (rc)
			break;
		output_cells(columns, &w, cells);
		rc = output_row(&o, cells, err);
	}
	if (!rc)
		rc = output_end(&o, err);
	output_fini(&o);
	return rc;
}

int list_run(struct call *call, struct err *err)
{
	int rc = command_send(call, err);

	return rc ? rc : list_reply(call, call->command->columns, err);
}
