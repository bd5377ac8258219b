/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * command: one row of a const table is one command: how it is called, what it sends, what its answer's columns are, how it is explained.
 */
#ifndef COOPCTL_COMMAND_H
#define COOPCTL_COMMAND_H

#include "coopctl/client.h"
#include "coopctl/output.h"

#include <stddef.h>

#define COMMAND_FLAGS_MAX 16

struct flag {
	const char *name;  /* "--as-of"; NULL ends the flags */
	const char *arg;   /* what stands behind it, NULL for none */
	const char *key;   /* the option that it becomes on the wire, NULL where coopctl itself acts on it */
	const char *value; /* that option's value where nothing stands behind the flag */
	const char *help;
};

struct call;

struct command {
	const char *name, *args, *summary;
	const char *verb; /* on the wire */
	size_t min_args, max_args;
	const char *arg_key[4];       /* the argument in this place is sent as this option, not as a word */
	const struct flag *flags;     /* may be NULL */
	const struct column *columns; /* of the reply's lines, may be NULL */
	/* 0 or an exit code, or a negative code with its sentence in `err`. */
	int (*run)(struct call *call, struct err *err);
	const char *examples; /* whole lines */
};

/* One run of coopctl. */
struct call {
	const struct command *command;
	enum form form;
	const char **args; /* owned by main */
	size_t n_args;
	const char *flag_value[COMMAND_FLAGS_MAX]; /* by place in command->flags; NULL where not given */
	struct client client;
};

extern const struct command commands[]; /* ended by name NULL */

/* What stands behind `flag`, "" where it takes nothing, NULL where it was not given. */
const char *command_flag(const struct call *call, const char *flag);

/* Sends the request that the call is, on its own connection. */
int command_send(struct call *call, struct err *err) __attribute__((warn_unused_result));
/* The same with another verb and other words, but the call's flags. */
int command_send_words(struct call *call, const char *verb, const char *const *args, size_t n_args, struct err *err)
    __attribute__((warn_unused_result));

/* The ways that commands run; each in the file of its name. */
int simple_run(struct call *call, struct err *err);   /* one status text */
int list_run(struct call *call, struct err *err);     /* lines by columns */
int status_run(struct call *call, struct err *err);   /* key and value */
int get_run(struct call *call, struct err *err);      /* figures of a series */
int overview_run(struct call *call, struct err *err); /* figures of a pair */
int watch_run(struct call *call, struct err *err);
int import_run(struct call *call, struct err *err);
int export_run(struct call *call, struct err *err);
int read_run(struct call *call, struct err *err);      /* a report in prose */
int explain_run(struct call *call, struct err *err);   /* what a figure rests on */
int conflicts_run(struct call *call, struct err *err); /* what cannot be true together */
int revisions_run(struct call *call, struct err *err); /* what sources said anew */
int mirror_run(struct call *call, struct err *err);    /* both sides' books */
int graph_run(struct call *call, struct err *err);     /* a picture into a file */

/* The reply to a listing, its status line still to be read, with `columns`. */
int list_reply(struct call *call, const struct column *columns, struct err *err) __attribute__((warn_unused_result));

#endif
