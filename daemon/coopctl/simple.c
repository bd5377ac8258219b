/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * simple: commands whose answer is one sentence: put, source, note.
 */
#include "coopctl/command.h"

#include <errno.h>
#include <stdio.h>

static const struct column columns[] = {{"result", 1, COLUMN_TEXT, 0}, {0}};

int simple_run(struct call *call, struct err *err)
{
	struct output o;
	int64_t n;
	char *text;
	int rc = command_send(call, err);

	if (!rc)
		rc = client_status(&call->client, &n, &text, err);
	if (rc)
		return rc;
	if (call->form == FORM_JSON) {
		output_json_object(columns, (const char *const[]){text});
		return putchar('\n') == EOF ? err_set(err, -EIO, "cannot write the output") : 0;
	}
	/* One sentence is the same for people and for scripts, but for CSV's header. */
	rc = output_begin(&o, call->form == FORM_TABLE ? FORM_PLAIN : call->form, columns, err);
	if (!rc)
		rc = output_row(&o, (const char *const[]){text}, err);
	output_fini(&o);
	return rc;
}
