/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * BATCH and the dot that ends it. Between them conn.c keeps the replies to itself (batch.h). Neither is COMMAND_WRITES, so both wait until
 * every command before them has been answered: the report is complete.
 */
#include "ctl/batch.h"
#include "ctl/command.h"

void cmd_batch(struct request *rq)
{
	struct batch *b = batch_create();

	if (!b) {
		request_no_memory(rq);
		return;
	}
	request_reply(rq, "Go ahead.  End with dot '.' on its own line.");
	conn_batch_begin(rq->conn, b);
}

void cmd_batch_end(struct request *rq)
{
	struct batch *b = conn_batch_end(rq->conn);
	struct err err;

	if (!b) {
		err_set(&err, ERR_USAGE, "a dot ends a BATCH, and none was begun");
		request_error(rq, &err);
		return;
	}
	rq->lines.max = SIZE_MAX / 2; /* the report has a bound of its own, and cannot be asked for again */
	if (batch_report(b, &rq->lines, &rq->n_lines))
		rq->overflow = true;
	batch_destroy(b);
	request_reply(rq, "errors");
}
