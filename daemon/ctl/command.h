/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * command: the const table of commands. To add one: write cmd_NAME.c with `void cmd_NAME(struct request *rq)`, declare it here, and
 * add its row in command.c; HELP, arity and option checks follow from the row.
 */
#ifndef CTL_COMMAND_H
#define CTL_COMMAND_H

#include "ctl/conn.h"
#include "ctl/request.h"

enum command_flag {
	COMMAND_WRITES = 1u << 0, /* may run while replies before it are outstanding: it does not read what they write */
	COMMAND_BODY = 1u << 1,   /* bytes=N raw bytes follow the line */
};

struct command {
	const char *name;
	size_t min, max;            /* plain words behind the command */
	const char *const *options; /* keys it knows, NULL-terminated; NULL for none */
	unsigned flags;
	void (*run)(struct request *rq);
	const char *syntax; /* what stands behind the name */
	const char *help;   /* one sentence, no full stop */
};

extern const struct command commands[]; /* ended by a NULL name */

/* By name, `n` bytes, without regard to case; NULL for none. */
const struct command *command_find(const char *name, size_t n);

/* Checks the words against the row and runs it; `cmd` NULL answers that there is no such command, with the likely one. */
void command_run(const struct command *cmd, struct request *rq);

/* Reads bytes=N of a request with a body. 0 or ERR_USAGE, ERR_DATA. */
int command_body_size(const struct request *rq, uint64_t *n, struct err *err) __attribute__((warn_unused_result));

/* Answers a request with a body that it is refused, and swallows the body; where its size is not known, reads no more. */
void command_refuse_body(struct request *rq, const struct err *err);

/* asof=, bounds=, status= as GET reads them. 0, ERR_USAGE, ERR_DATA. */
int command_weigh_options(const struct words *w, struct weigh_options *out, struct err *err) __attribute__((warn_unused_result));

void cmd_areas(struct request *rq);
void cmd_conflicts(struct request *rq);
void cmd_explain(struct request *rq);
void cmd_gaps(struct request *rq);
void cmd_get(struct request *rq);
void cmd_help(struct request *rq);
void cmd_import(struct request *rq);
void cmd_indicators(struct request *rq);
void cmd_note(struct request *rq);
void cmd_notes(struct request *rq);
void cmd_observations(struct request *rq);
void cmd_put(struct request *rq);
void cmd_quit(struct request *rq);
void cmd_read(struct request *rq);
void cmd_series(struct request *rq);
void cmd_source(struct request *rq);
void cmd_sources(struct request *rq);
void cmd_status(struct request *rq);
void cmd_watch(struct request *rq);

/* The ear of core->watch: tells those who watch. */
void watch_changed(struct core *core, uint32_t series, const struct period *p);

#endif
