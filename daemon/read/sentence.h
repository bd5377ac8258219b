/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sentence: one sentence with all that was recognised in it. The recognisers fill it one after the other (parties, periods, amounts,
 * indicators); each sees what those before it have taken.
 */
#ifndef READ_SENTENCE_H
#define READ_SENTENCE_H

#include "base/bound.h"
#include "base/period.h"
#include "model/catalogue.h"
#include "model/party.h"
#include "read/lexicon.h"
#include "read/token.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HITS_MAX 1600
#define PARTIES_MAX 64
#define WHENS_MAX 48
#define AMOUNTS_MAX 160
#define MENTIONS_MAX 96

enum name_sort {
	NAME_PROPER,    /* Azerbaijan */
	NAME_ADJECTIVE, /* Azerbaijani, Azerbaijanis */
	NAME_CITY,      /* Baku */
	NAME_PRONOUN,   /* its: the subject before */
	NAME_SELF,      /* the republic: who speaks */
	NAME_OFFICE,    /* Rosstat, Istat: who counts for it */
};

struct name {
	uint16_t first, last;
	const char *code; /* of the lexicon or of the question; lives as long as they do */
	enum name_sort sort;
	bool possessive; /* "'s" follows, or it is a possessive pronoun */
	bool keeper;     /* of statistics: "the Turkish customs", "the data of Georgia"; nobody's exports */
};

enum when_sort {
	WHEN_SPAN,  /* in 2023, January-May */
	WHEN_DAY,   /* on 9 August */
	WHEN_STATE, /* as of 1 July, at the end of 2023 */
	WHEN_BAD,   /* a stretch that no figure of one period belongs to: since 2015, the past five years */
};

struct when {
	uint16_t first, last;
	struct period period;
	enum when_sort sort;
	bool base; /* what is compared with: "than in 2022" */
	bool same; /* the period before: "the same period", "that time" */
	bool by;   /* "by 2030", "in five years' time": when something is to be reached */
	bool weak; /* "over 2022" behind a change: the time, or what is compared with */
};

enum dimension { DIM_NONE, DIM_MONEY, DIM_PERCENT, DIM_POINTS, DIM_TONNES, DIM_M3, DIM_KWH, DIM_TEU, DIM_COUNT, DIM_OTHER };

struct amount {
	uint16_t first, last; /* tokens of number, scale, currency and unit; hedges not among them */
	uint16_t hedge_first; /* first token with its hedges */
	uint16_t number_last; /* last token of the number and scale */
	double number, high, g;
	enum bound bound;
	bool hedged;
	enum dimension dim;
	char currency[4]; /* DIM_MONEY */
	bool ordinal;     /* 22nd, third */
	bool fraction;    /* a third */
	bool multiple;    /* doubled, 1.7 times: `number` is the change in percent */
	bool word;        /* written in words */
	int sign;         /* +1, -1 where a sign is written before it: "(+8.9%)" */
	bool bracket;     /* stands in brackets behind another amount */
	int twin;         /* the amount of which this is the same in another currency, or -1 */
};

struct mention {
	uint16_t first, last;
	uint16_t n_words;
	const struct indicator *indicator;
	const struct lexeme *lexeme; /* its contexts are not checked yet */
	bool blocked;                /* it is a part or a total that the indicator does not measure */
	bool weak;                   /* its contexts hold only in another part of the sentence */
};

struct sentence {
	const char *text;
	struct cut cut;
	size_t n;
	struct token t[TOKENS_MAX + TOKENS_PAD];
	struct hit hits[HITS_MAX];
	size_t n_hits;
	uint16_t hit_from[TOKENS_MAX + 1];          /* first hit that begins at the token or behind it */
	int16_t name_last[TOKENS_MAX + TOKENS_PAD]; /* last token of the name that begins here, or -1 */
	int16_t name_of[TOKENS_MAX + TOKENS_PAD];   /* index of the name that covers the token, or -1 */
	int16_t when_of[TOKENS_MAX + TOKENS_PAD];
	int16_t amount_of[TOKENS_MAX + TOKENS_PAD];
	struct name names[PARTIES_MAX];
	size_t n_names;
	struct when whens[WHENS_MAX];
	size_t n_whens;
	struct amount amounts[AMOUNTS_MAX];
	size_t n_amounts;
	struct mention mentions[MENTIONS_MAX];
	size_t n_mentions;
};

/* Looks all phrases up: hits and the masks of the tokens. `filler`: numbers of the words of CLASS_FILLER, ended by 0. */
void sentence_search(struct sentence *s, const struct lexicon *lx, const uint32_t *filler);

/* The text of token i is `word`, without regard to case. False beyond the ends. */
bool sentence_is(const struct sentence *s, size_t i, const char *word);
/* One of the words parted by "|". */
bool sentence_is_one(const struct sentence *s, size_t i, const char *words);

/* Token i is covered by a phrase of the class; false beyond the ends. */
bool sentence_has(const struct sentence *s, size_t i, enum word_class class);

/* The longest hit of the class that begins at token i, or NULL. */
const struct hit *sentence_hit(const struct sentence *s, size_t i, enum word_class class);
/* The longest hit of the class that covers token i, or NULL. */
const struct hit *sentence_covering(const struct sentence *s, size_t i, enum word_class class);
/* A hit of the class whose last token is i, the longest, or NULL. */
const struct hit *sentence_ending(const struct sentence *s, size_t i, enum word_class class);

/* A hit of the class within [from, to). */
const struct hit *sentence_within(const struct sentence *s, size_t from, size_t to, enum word_class class);

/* A whole number without point: its value, else -1. */
int sentence_whole(const struct sentence *s, size_t i);

/* Token i is the one sign `c` (dashes and quotation marks are folded). */
bool sentence_sign(const struct sentence *s, size_t i, char c);

/* Where a clause ends: a sign or conjunction behind which another subject may come. */
bool sentence_breaks(const struct sentence *s, size_t i);

#endif
