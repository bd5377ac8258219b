/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * lexicon: all phrases that the reader knows, in one tree of words, so that a sentence is searched for all of them in one pass.
 *
 *     phrases     = phrase *( "|" phrase )
 *     phrase      = slot *( " " slot ) [ "& " context ] [ "! " context ]
 *     slot        = word, or several with "/" between them: "tourist/visitor arrivals"; "@" stands for a party's name
 *     context     = word *( "/" word ), of which one must (&), or none may (!), stand elsewhere in the sentence; may be repeated
 *
 * Words are compared without case and without a plural's "s". Between the words of a phrase the text may have hyphens, genitives,
 * articles, "its" and "their", and names of parties: "share of Russia's foreign trade" holds "share of foreign trade".
 */
#ifndef READ_LEXICON_H
#define READ_LEXICON_H

#include "base/err.h"
#include "read/token.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a phrase is. One bit each in the mask of the tokens that it covers. */
enum word_class {
	CLASS_FILLER,   /* articles and pronouns that a phrase may have inside */
	CLASS_ITS,      /* a pronoun that stands for a party: its, their, his */
	CLASS_PREP,     /* prepositions; n: enum role_word */
	CLASS_JOIN,     /* and, or */
	CLASS_BREAK,    /* conjunctions that begin another clause */
	CLASS_VERB,     /* verbs that stand between a subject and its number; n: 1 present tense */
	CLASS_CHANGE,   /* rose, a fall, down; n: +1 or -1 */
	CLASS_MULTIPLE, /* doubled, halved; n: percent of change */
	CLASS_COMPARE,  /* more, less, higher: a change where it stands behind a percentage; n: +1 or -1 */
	CLASS_HEDGE,    /* n: enum bound, or HEDGE_NOTHING */
	CLASS_BASE,     /* compared to, than in, against: what follows is what is compared with */
	CLASS_YOY,      /* year on year */
	CLASS_SHARE,    /* accounted for, made up: a percentage behind it is a part of a whole */
	CLASS_TARGET,
	CLASS_FORECAST,
	CLASS_FUTURE,  /* will, is to, next: of an event, that it has not been yet */
	CLASS_ANAPHOR, /* it, the figure, the number: the subject is the one before */
	CLASS_NEUTRAL, /* nouns that take nothing away from the subject: a total of, the level of */
	CLASS_PLAIN,   /* words that may stand behind an amount of money without making it another thing's */
	CLASS_RETRACT, /* the text takes a number back */
	CLASS_AVERAGE, /* a year on average, annually: no figure of one period */
	CLASS_RATE,    /* per, each: an amount of one thing */
	CLASS_PART,    /* of them, of which */
	CLASS_WORLD,   /* the rest of the world, all countries: not of the pair */
	CLASS_LARGEST,
	CLASS_PLACE, /* place, rank, ranks */
	CLASS_HOST,  /* verbs whose subject is where the visitors go */
	CLASS_TAKE,  /* verbs whose subject receives */
	CLASS_BOOKS, /* statistics, customs, data: whose numbers these are */
	CLASS_ACCORDING,
	CLASS_LOSS,    /* deficit: a negative balance */
	CLASS_GAIN,    /* surplus, in favour of */
	CLASS_SOFAR,   /* so far, to date: a state, not a flow */
	CLASS_MONTH,   /* n: 1 to 12 */
	CLASS_WEEKDAY, /* n: 0 Monday */
	CLASS_CARDINAL,
	CLASS_ORDINAL,
	CLASS_FRACTION, /* half, third, quarter; n: the divisor */
	CLASS_SCALE,
	CLASS_SPAN,     /* year, half, quarter, month; n: months */
	CLASS_RESPECT,  /* respectively */
	CLASS_CAPACITY, /* what could be, and is not */
	CLASS_HELD,     /* verbs of events that have taken place */
	CLASS_ALL,      /* all, total, overall: of everybody */
	CLASS_EVENT,    /* what notes are made of */
	CLASS_STATEMENT,
	CLASS_AREA,
	CLASS_PHYSICAL, /* by weight: not the money of it */
	CLASS_GRANT,    /* verbs whose object receives: offers Hungary 20 places */
	CLASS_SELF,     /* the republic, the union: the party that speaks */
	CLASS_UNIT,     /* units and currencies of base/value_words.c, which reads them itself: only that one may begin here */
	CLASS_PARTY,
	CLASS_INDICATOR, /* a phrase of the catalogue */
	CLASS_COUNT
};

#define CLASS_BIT(c) (UINT64_C(1) << (c))
#define HEDGE_NOTHING (-1)

struct lexeme {
	enum word_class class;
	int n;
	const void *ref;       /* CLASS_PARTY, CLASS_INDICATOR: what it names; the adder's */
	bool exact_case;       /* the text must be written as the phrase is: "US" */
	const uint32_t *needs; /* groups of words, each ended by 0, all ended by 0: one of every group must stand in the sentence */
	const uint32_t *lacks; /* words, ended by 0, of which none may */
	const char *text;      /* the phrase as the table has it */
};

/* A phrase found. */
struct hit {
	uint16_t first, last; /* tokens */
	uint16_t n_words;     /* of the phrase: what it is worth against another */
	const struct lexeme *lexeme;
};

struct lexicon;

int lexicon_create(struct lexicon **out) __attribute__((warn_unused_result));
void lexicon_destroy(struct lexicon *lx);

/* Adds all phrases of `phrases`; `as` is copied but for what it points to. 0, -ENOMEM, or ERR_DATA for a phrase of another form. */
int lexicon_add(struct lexicon *lx, const char *phrases, const struct lexeme *as, struct err *err) __attribute__((warn_unused_result));

/* The number of a word, 0 where no phrase has it. */
uint32_t lexicon_word(const struct lexicon *lx, const char *bytes, size_t n);

/* Numbers the words of a sentence. */
void lexicon_number(const struct lexicon *lx, const char *text, struct token *tokens, size_t n);

/* The phrases that begin at token i; of one class and one reference the longest. `party_last[k]`: last token of the party's name that begins at k,
 * or -1. Contexts are not looked at. The number of hits, at most `max`. */
size_t lexicon_find(const struct lexicon *lx, const char *text, const struct token *tokens, size_t n, size_t i, const int16_t *party_last,
                    struct hit *out, size_t max);

#endif
