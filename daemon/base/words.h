/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * words: one request line cut into words and key=value options, and the way back.
 *
 *     line   = word *( blanks word )
 *     word   = 1*( character | quoted )          quoting may begin inside a word: text="a b"
 *     quoted = '"' *( character | '\"' | '\\' ) '"'   a closing quote ends the word: blank or end must follow
 *     option = key "=" rest, key = [a-z] *[a-z0-9_:], where the word does not begin with a quote
 *
 * Outside quotes a backslash is an ordinary character. Control characters other than blank and tab are refused.
 */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define WORDS_MAX 512 /* the longest UPDATE of rrdtool, 4096 bytes, has fewer */

struct words {
	size_t n;     /* plain words, the command itself first */
	size_t n_opt; /* options, in the order they stand */
	char *word[WORDS_MAX];
	bool quoted[WORDS_MAX]; /* the plain word began with a quote */
	struct {
		char *key, *value;
	} opt[WORDS_MAX];
};

/* Cuts `line` (NUL-terminated, without its newline) in place; all pointers go into it. 0, ERR_USAGE with the
 * column, or ERR_LIMIT (more than WORDS_MAX words or options). */
int words_split(char *line, struct words *out, struct err *err) __attribute__((warn_unused_result));

/* The same as rrdcached's clients write it: words separated by blanks, a backslash before a blank or a backslash makes it an ordinary character, quotes
 * and = have no meaning, so there are no options. 0, ERR_USAGE, ERR_LIMIT. */
int words_split_paths(char *line, struct words *out, struct err *err) __attribute__((warn_unused_result));

/* The value of option `key`, or NULL. */
const char *words_option(const struct words *w, const char *key);

/* Appends `text` as one word that words_split reads back: bare where that is possible, else quoted; control characters become blanks. */
int words_quote(struct buf *out, const char *text) __attribute__((warn_unused_result));

#endif
