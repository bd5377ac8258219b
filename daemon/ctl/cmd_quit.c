/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/command.h"

void cmd_quit(struct request *rq)
{
	request_reply(rq, "bye");
	conn_quit(rq->conn);
}
