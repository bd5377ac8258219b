/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * err: why something failed, as a number for the program and a sentence for the person.
 *
 * Functions that can fail return 0 or a negative code: -errno for what the system said, ERR_* for what coopd says.
 * Where a person needs a sentence, the last argument is a `struct err *`, filled once, at the lowest place that knows
 * the reason. Whoever gets it logs it or passes it on, never both. The text has no newline and no final full stop.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#define ERR_TEXT_MAX 512

enum {
	ERR_USAGE = -1000,       /* the request itself is malformed: a missing word, an unknown option */
	ERR_DATA = -1001,        /* the request is understood, its content is wrong: a bad period, a value out of range */
	ERR_UNKNOWN = -1002,     /* a name that nobody knows: a party, an area, an indicator, a source */
	ERR_CONFLICT = -1003,    /* it contradicts what is already kept: a source id used for something else */
	ERR_LIMIT = -1004,       /* more than a cap allows: line length, output, clients, file size */
	ERR_CONFIG = -1005,      /* the configuration is wrong */
	ERR_DAMAGED = -1006,     /* a file of ours is not what we wrote */
	ERR_UNAVAILABLE = -1007, /* not now: the ledger or the worker is being brought back */
	ERR_INTERNAL = -1008,    /* a bug: cannot happen, did */
};

struct err {
	int code; /* the negative code, 0 while nothing failed */
	char text[ERR_TEXT_MAX];
};

void err_fill(struct err *e, int code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void err_fill_sys(struct err *e, int number, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Fills `e` (which may be NULL) and is worth `code`, so that `return err_set(e, ERR_DATA, "…")` reads well. A macro, so that whoever reads the
 * code by machine sees that what comes back is not 0. */
#define err_set(e, code, ...)                                                                                                              \
	({                                                                                                                                 \
		const int err_code_ = (code);                                                                                              \
		err_fill((e), err_code_, __VA_ARGS__);                                                                                     \
		err_code_;                                                                                                                 \
	})

/* As err_set, with ": " and the system's words for errno `number` (positive) behind it; is worth -number. */
#define err_sys(e, number, ...)                                                                                                            \
	({                                                                                                                                 \
		const int err_number_ = (number);                                                                                          \
		err_fill_sys((e), err_number_, __VA_ARGS__);                                                                               \
		-err_number_;                                                                                                              \
	})

/* Puts "prefix: " before the text already in `e`. Returns e->code. */
int err_prefix(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The exit code of sysexits.h that says the same as `code`: 64..78, or 0 for 0. A status line on the wire is its negative. */
int err_exit_code(int code);

#endif
