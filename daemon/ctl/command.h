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
	COMMAND_WRITES = 1u << 0,  /* may run while replies before it are outstanding: it does not read what they write */
	COMMAND_BODY = 1u << 1,    /* bytes=N raw bytes follow the line */
	COMMAND_PATHS = 1u << 2,   /* rrdcached's: words are cut as words_split_paths does, unless options stand behind the command */
	COMMAND_BATCH = 1u << 3,   /* may stand between BATCH and the dot */
	COMMAND_REFUSED = 1u << 4, /* nothing that coopd does; whatever stands behind it, `help` is the answer */
	COMMAND_REPEATS = 1u << 5, /* an option may stand several times */
	COMMAND_MINUS1 = 1u << 6,  /* an error has the status -1: librrd hands it on, and python3-rrdtool takes any other for success */
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

/* Cuts a line into words in the way of the command that it begins with. 0, or as words_split. */
int command_split(const struct command *cmd, char *line, struct words *out, struct err *err) __attribute__((warn_unused_result));

/* Checks the words against the row and runs it; `cmd` NULL answers that there is no such command, with the likely one. */
void command_run(const struct command *cmd, struct request *rq);

/* Reads bytes=N of a request with a body. 0 or ERR_USAGE, ERR_DATA. */
int command_body_size(const struct request *rq, uint64_t *n, struct err *err) __attribute__((warn_unused_result));

/* Answers a request with a body that it is refused, and swallows the body; where its size is not known, reads no more. */
void command_refuse_body(struct request *rq, const struct err *err);

/* asof=, bounds=, status= as GET reads them. 0, ERR_USAGE, ERR_DATA. */
int command_weigh_options(const struct words *w, struct weigh_options *out, struct err *err) __attribute__((warn_unused_result));

void cmd_areas(struct request *rq);
void cmd_batch(struct request *rq);
void cmd_batch_end(struct request *rq);
void cmd_conflicts(struct request *rq);
void cmd_explain(struct request *rq);
void cmd_fetch(struct request *rq);
void cmd_first(struct request *rq);
void cmd_flush(struct request *rq);
void cmd_flushall(struct request *rq);
void cmd_gaps(struct request *rq);
void cmd_get(struct request *rq);
void cmd_getval(struct request *rq);
void cmd_graph(struct request *rq);
void cmd_help(struct request *rq);
void cmd_import(struct request *rq);
void cmd_indicators(struct request *rq);
void cmd_info(struct request *rq);
void cmd_last(struct request *rq);
void cmd_list(struct request *rq);
void cmd_listval(struct request *rq);
void cmd_note(struct request *rq);
void cmd_notes(struct request *rq);
void cmd_observations(struct request *rq);
void cmd_pending(struct request *rq);
void cmd_ping(struct request *rq);
void cmd_put(struct request *rq);
void cmd_putval(struct request *rq);
void cmd_queue(struct request *rq);
void cmd_quit(struct request *rq);
void cmd_read(struct request *rq);
void cmd_series(struct request *rq);
void cmd_source(struct request *rq);
void cmd_sources(struct request *rq);
void cmd_stats(struct request *rq);
void cmd_status(struct request *rq);
void cmd_update(struct request *rq);
void cmd_watch(struct request *rq);

#endif
