/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * token: a text cut into sentences, a sentence cut into words, numbers and signs. Linear in the text, no allocation.
 *
 *     word     letters and what is glued to them ("turnover", "H1", "U.S.", "don't"); any byte beyond ASCII is a letter
 *     number   digits with groups of three and a decimal point ("630,000", "4.4", "2024"); "22nd" is a number and the word "nd"
 *     sign     any other character; the genitive "'s" is one sign
 *
 * A paragraph ends at an empty line, and at a line end behind a full stop or a headline. A sentence ends at . ! or ? before a blank and
 * what can begin one, unless the point belongs to an abbreviation. What is longer than TOKENS_MAX is cut there.
 */
#ifndef READ_TOKEN_H
#define READ_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TOKENS_MAX 400 /* of one sentence */
#define TOKENS_PAD 16  /* empty ones behind the last, so that a look ahead needs no bound */

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_SIGN, TOKEN_GENITIVE };

struct token {
	uint32_t at; /* byte offset in the text */
	uint32_t len;
	enum token_kind kind;
	bool glued;    /* no blank before it */
	bool capital;  /* begins with a capital letter */
	bool breaks;   /* another clause may begin behind it; see sentence_breaks */
	uint32_t word; /* number of its stem in the lexicon, 0 for a word that the lexicon does not hold */
	uint64_t mask; /* of enum word_class: what the phrases that cover it are */
};

/* Walks a text. */
struct cutter {
	const char *text;
	uint32_t n, at;
};

struct cut {
	uint32_t at, len; /* the sentence without blanks around it */
	bool paragraph;   /* it begins a paragraph */
	bool headline;    /* the first line of the text, where it is no sentence */
	size_t n_tokens;
};

/* The next sentence and its tokens; false at the end of the text. */
bool token_next(struct cutter *c, struct cut *out, struct token tokens[TOKENS_MAX]);

#endif
