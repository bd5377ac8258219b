/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * import: files sent to coopd (import.c), what came of them (import_report.c), and indicators that it does not know, ready for the configuration
 * (import_unknown.c).
 */
#ifndef COOPCTL_IMPORT_H
#define COOPCTL_IMPORT_H

#include "coopctl/command.h"

struct import_report {
	enum form form;
	bool list_unknown; /* standard output is for the configuration, all else is said on standard error */
	bool in_list;      /* the list of indicators has begun */
	bool begun;        /* something of it has been printed */
	int exit_code;     /* the worst so far */
	struct output rows;
};

int import_report_begin(struct import_report *r, enum form form, bool list_unknown, struct err *err) __attribute__((warn_unused_result));
/* Reads the reply to IMPORT from `c` and prints it under the name `file`. */
int import_report_file(struct import_report *r, struct client *c, const char *file, struct err *err) __attribute__((warn_unused_result));
/* A file that was not taken at all: says why and goes on. */
void import_report_failure(struct import_report *r, const char *file, struct err *why);
int import_report_end(struct import_report *r, struct err *err) __attribute__((warn_unused_result));

/* Prints an indicator of a reply's line `unknown=AREA/ID …` as an entry of the list `indicators` of the configuration. */
void import_unknown_print(const struct words *w, bool first);
void import_unknown_end(bool any);

#endif
