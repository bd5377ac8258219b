/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/command.h"

#include <string.h>

static void help_line(struct request *rq, const struct command *c)
{
	request_line(rq, "%s%s%s  %s", c->name, c->syntax[0] ? " " : "", c->syntax, c->help);
}

void cmd_help(struct request *rq)
{
	if (rq->words.n == 1) {
		for (const struct command *c = commands; c->name; c++)
			help_line(rq, c);
		request_reply(rq, "commands");
		return;
	}
	const char *name = rq->words.word[1];
	const struct command *c = command_find(name, strlen(name));
	if (!c) {
		struct err err;
		err_set(&err, ERR_UNKNOWN, "no command \"%.30s\"; HELP lists them", name);
		request_error(rq, &err);
		return;
	}
	help_line(rq, c);
	request_reply(rq, "command");
}
