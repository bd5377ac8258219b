/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schema: the table of all settings, and what follows from it: defaults, checks, storing, printing, freeing. Plain C:
 * libconfig is conf.c's matter. A new setting is one field in conf.h, one row in schema.c, one line in conf/coopd.conf.
 */
#ifndef CONF_SCHEMA_H
#define CONF_SCHEMA_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum schema_type {
	SCHEMA_UINT,    /* unsigned */
	SCHEMA_INT,     /* int */
	SCHEMA_UINT64,  /* uint64_t */
	SCHEMA_BOOL,    /* bool */
	SCHEMA_FLOAT,   /* double; whole numbers are taken too */
	SCHEMA_STRING,  /* char *, owned, never NULL; one of `words` where there are any */
	SCHEMA_WORD,    /* an enum: the place of the word in `words` */
	SCHEMA_MODE,    /* unsigned, written as a string of octal digits */
	SCHEMA_STRINGS, /* char **, NULL-terminated, NULL while empty; counted at n_offset unless that is SCHEMA_NO_OFFSET */
	SCHEMA_LIST,    /* array of structs of `size` bytes, described by the rows PATH[].xxx; counted at n_offset */
};

#define SCHEMA_NO_OFFSET SIZE_MAX

struct schema_row {
	const char *path; /* "socket.mode", "parties[].code" */
	enum schema_type type;
	size_t offset;    /* into struct conf, or into the entry's struct where the path has "[]" */
	double number;    /* default of numbers (octal digits apart), of booleans (0, 1), and of words (their place) */
	double min, max;  /* of numbers; of strings the length in bytes */
	const char *text; /* default of strings */
	const char *const *words;
	bool required; /* in an entry: has to be written */
	bool key;      /* in an entry: no two entries have the same keys */
	bool restart;  /* only a restart can change it */
	size_t n_offset, size, where_offset;
	const char *help;
};

extern const struct schema_row schema[];
extern const size_t n_schema;

/* What stands in a file, without libconfig's types. */
struct schema_given {
	enum schema_given_type { GIVEN_INT, GIVEN_FLOAT, GIVEN_BOOL, GIVEN_STRING, GIVEN_GROUP, GIVEN_LIST } type;
	int64_t whole; /* GIVEN_INT, GIVEN_BOOL */
	double real;   /* GIVEN_FLOAT */
	const char *text;
};

/* A prefix is "" for struct conf as a whole, "socket." for a group, "parties[]." for the entries of a list. */

const struct schema_row *schema_find(const char *prefix, const char *name);
bool schema_is_group(const char *prefix, const char *name);
bool schema_in_struct(const struct schema_row *row, const char *prefix); /* in the struct or its groups, not in its lists */

/* ERR_CONFIG and the sentence: no setting "sockte"; "socket" is meant? */
int schema_unknown(const char *prefix, const char *name, struct err *err);

/* ERR_CONFIG and the sentence: "socket" is a string; write a group … */
int schema_wrong_type(const char *path, enum schema_given_type given, const char *wanted, struct err *err);

int schema_defaults(void *base, const char *prefix) __attribute__((warn_unused_result)); /* 0 or -ENOMEM; base is all zero */

/* Checks and stores a single value (no list). The sentence names the setting and what to write, not the place. 0, ERR_CONFIG, -ENOMEM. */
int schema_store(const struct schema_row *row, void *base, const struct schema_given *given, struct err *err)
    __attribute__((warn_unused_result));

/* One more string for SCHEMA_STRINGS, which must differ from those there; `where` is kept (copied) where the row has a place for it. 0, ERR_CONFIG,
 * -ENOMEM. */
int schema_add_string(const struct schema_row *row, void *base, const struct schema_given *given, const char *where, struct err *err)
    __attribute__((warn_unused_result));

/* One more entry of a SCHEMA_LIST, with defaults; takes over `where` (malloc'd) in every case. NULL: no memory. */
void *schema_add_entry(const struct schema_row *row, void *base, char *where);

/* The place of an earlier entry that has the same keys as the last one, or NULL. */
const char *schema_twin(const struct schema_row *row, const void *base);

/* The value as it is written in a file; nothing for lists. 0, -ENOBUFS, -ENOMEM. */
int schema_format(const struct schema_row *row, const void *base, struct buf *out) __attribute__((warn_unused_result));

void schema_free(void *base, const char *prefix); /* what the struct owns, not the struct */

#endif
