/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "coopctl/command.h"

#include <errno.h>
#include <string.h>

const char *command_flag(const struct call *call, const char *flag)
{
	for (size_t i = 0; call->command->flags && call->command->flags[i].name; i++)
		if (strcmp(call->command->flags[i].name, flag) == 0)
			return call->flag_value[i];
	return NULL;
}

static int add_word(struct buf *line, const char *key, const char *word)
{
	if (buf_add(line, " ", 1) || (key && buf_addf(line, "%s=", key)))
		return -ENOBUFS;
	return words_quote(line, word);
}

static int build(const struct call *call, const char *verb, const char *const *args, size_t n_args, struct buf *line)
{
	const struct command *command = call->command;
	int rc = buf_add(line, verb, strlen(verb));

	for (size_t i = 0; i < n_args && !rc; i++)
		rc = add_word(line, i < sizeof command->arg_key / sizeof command->arg_key[0] ? command->arg_key[i] : NULL, args[i]);
	for (size_t i = 0; command->flags && command->flags[i].name && !rc; i++)
		if (command->flags[i].key && call->flag_value[i])
			rc = add_word(line, command->flags[i].key, call->flag_value[i]);
	return rc ? rc : buf_add(line, "\n", 1);
}

int command_send_words(struct call *call, const char *verb, const char *const *args, size_t n_args, struct err *err)
{
	struct buf line;

	buf_init(&line, CLIENT_REQUEST_MAX);
	int rc = build(call, verb, args, n_args, &line) ? err_set(err, ERR_LIMIT, "the request is longer than %d bytes", CLIENT_REQUEST_MAX)
	                                                : client_send(&call->client, buf_bytes(&line), line.len, err);
	buf_fini(&line);
	return rc;
}

int command_send(struct call *call, struct err *err)
{
	return command_send_words(call, call->command->verb, call->args, call->n_args, err);
}
