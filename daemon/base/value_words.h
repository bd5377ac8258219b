/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * value_words: the words that stand around numbers, as constant tables: hedges, scales, units, currencies, numbers. Another
 * language is more rows. A row holds all phrases of one meaning, parted by "|"; every table ends with a row whose phrases are NULL.
 *
 * A phrase is matched without regard to the case of ASCII letters; a blank in it also stands for a hyphen ("per-cent").
 * It must end where the word ends. The longest phrase that fits wins, so the order of rows means nothing.
 */
#ifndef BASE_VALUE_WORDS_H
#define BASE_VALUE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#define VALUE_WORD_MAX 48

enum value_word_flag {
	WORD_BEFORE = 1u << 0,  /* a unit that may stand before its number too ("$", "rank") */
	WORD_CASE = 1u << 1,    /* the case of letters counts ("Mt") */
	WORD_MONEY = 1u << 2,   /* a scale that is read beside a currency only ("m", which is a metre elsewhere) */
	WORD_ORDINAL = 1u << 3, /* a number that counts places: third */
	WORD_ARTICLE = 1u << 4, /* a number only before a scale: a million */
	WORD_PAIR = 1u << 5,    /* a hedge that announces a range: between … and … */
	WORD_PLACE = 1u << 6,   /* a hedge of places: top ten */
	WORD_NOTHING = 1u << 7, /* stands with hedges and says nothing of the number: "a record" */
};

struct value_word {
	const char *phrases;
	int n;            /* hedges: enum bound; scales and units: power of ten; numbers: the number; parts: the divisor */
	unsigned flags;   /* of enum value_word_flag */
	const char *unit; /* units and currencies: the catalogue's name */
};

extern const struct value_word value_hedges[], value_scales[], value_units[], value_currencies[], value_numbers[], value_parts[];

/* The codes of ISO 4217, recent ones that have ended among them; NULL-terminated. */
extern const char *const value_currency_codes[];

/* The row of `table` one of whose phrases begins `at`, the longest such phrase; its length in *len. NULL where none does. */
const struct value_word *value_word_at(const struct value_word *table, const char *at, size_t *len);

/* The code of the currency whose code, symbol or name begins `at`, or NULL. `before`: as it may stand before a number, where names do not count and
 * codes are in capitals. */
const char *value_currency_at(const char *at, bool before, size_t *len);

/* The phrase that was probably meant by `word`; false where there is none. */
bool value_word_like(const char *word, char out[VALUE_WORD_MAX]);

#endif
