/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/command.h"

void cmd_watch(struct request *rq)
{
	const char *glob = rq->words.n > 1 ? rq->words.word[1] : "*";

	if (conn_watch(rq->conn, glob)) {
		request_no_memory(rq);
		return;
	}
	request_reply(rq, "watching %s", glob);
}
