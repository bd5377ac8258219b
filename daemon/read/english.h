/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * english: the words of reports as constant tables. Another language is another file of the same tables.
 */
#ifndef READ_ENGLISH_H
#define READ_ENGLISH_H

#include "read/lexicon.h"

/* The phrases of one meaning, as lexicon_add takes them. */
struct word_row {
	enum word_class class;
	int n; /* what it says, by class: see enum word_class */
	const char *phrases;
};

/* What a preposition says of the party behind it. */
enum role_word { ROLE_NONE, ROLE_TO, ROLE_FROM, ROLE_WITH, ROLE_IN, ROLE_OF, ROLE_BETWEEN, ROLE_BY };

/* The areas that words of CLASS_AREA speak of, by their n. */
#define ENGLISH_AREAS 11
extern const char *const english_areas[ENGLISH_AREAS];

extern const struct word_row english_words[]; /* ended by phrases NULL */

#endif
