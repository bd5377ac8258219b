/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * who: whose figure it is. Names of countries, nationalities and capitals become parties; prepositions, genitives and verbs say which of the two
 * gives and which takes; the indicator's direction (coop/plugin.h) says which of them stands first.
 */
#ifndef READ_WHO_H
#define READ_WHO_H

#include "read/sentence.h"

/* What a phrase of CLASS_PARTY refers to. */
struct party_ref {
	char code[PARTY_CODE_MAX];
	enum name_sort sort;
};

/* What the text has said so far of who speaks and of whom. */
struct cast {
	struct pair pair;    /* of the report */
	const char *speaker; /* whose authority speaks: the report's party, else the first of the pair */
	const char *books;   /* whose books these are: named in this paragraph, else the speaker */
	const char *subject; /* the party that the sentence before was about; may be NULL */
};

/* Fills s->names and s->name_of. Regions that are not of the pair are places and no parties. */
void who_find(struct sentence *s, const struct cast *cast);

/* The party whose statistics the sentence names ("according to the Kazakh statistics", "by Hungary's count"), or NULL. */
const char *who_books(const struct sentence *s, const struct cast *cast);

/* The party that the sentence is about: its first name that no preposition governs, else its first. NULL where there is none. */
const char *who_subject(const struct sentence *s);

/* The indicator and pair of a figure of mention `m` with its number at tokens [first, last]. False where it is another pair's and cannot be told. */
struct who {
	struct pair pair;
	const struct indicator *indicator; /* m's, or its mirror */
	const char *rule;                  /* how: "named", "books", "default" … */
	bool minus;                        /* a balance seen from the other side */
};
bool who_decide(const struct sentence *s, const struct mention *m, size_t first, size_t last, const struct cast *cast, struct who *out);

#endif
