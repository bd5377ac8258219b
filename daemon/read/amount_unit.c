/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * base/value_words reads units and currencies from text; here it is told where to look, and what it finds becomes tokens.
 */
#include "read/amount_unit.h"

#include "base/value_words.h"

#include <ctype.h>
#include <string.h>

#define SLICE_MAX 100

uint32_t amount_end_of(const struct sentence *s, size_t i)
{
	return s->t[i].at + s->t[i].len;
}

/* The token that ends at byte `end`, counted from token i; -1 where none does. */
static int token_ending(const struct sentence *s, size_t i, uint32_t end)
{
	for (; i < s->n && s->t[i].at < end; i++)
		if (amount_end_of(s, i) == end || (amount_end_of(s, i) == end - 1 && s->text[end - 1] == '.'))
			return (int)i;
	return -1;
}

/* value_word_at reads to a NUL, so what it is shown is a copy of the next bytes. */
static void window(const struct sentence *s, size_t i, char out[SLICE_MAX])
{
	uint32_t end = s->cut.at + s->cut.len, n = end - s->t[i].at;
	if (n > SLICE_MAX - 1)
		n = SLICE_MAX - 1;
	memcpy(out, s->text + s->t[i].at, n);
	out[n] = '\0';
}

/* The currency that stands right before token i; its first token in *first. */
const char *amount_currency_before(const struct sentence *s, size_t i, size_t *first)
{
	char bytes[SLICE_MAX];
	for (size_t back = 3; back >= 1; back--) {
		size_t len;
		if (back > i || s->t[i - back].kind == TOKEN_NUMBER)
			continue;
		/* "$", "US$", "USD": a sign, or a word of capitals. */
		if (s->t[i - back].kind == TOKEN_WORD && !s->t[i - back].capital)
			continue;
		if (s->t[i - 1].kind == TOKEN_SIGN ? sentence_is_one(s, i - 1, ",|(|.|;|-|\"")
		                                   : s->t[i - 1].len > 3 || !s->t[i - 1].capital)
			continue;
		window(s, i - back, bytes);
		const char *code = value_currency_at(bytes, true, &len);
		uint32_t at = s->t[i - back].at + (uint32_t)len;
		if (!code)
			continue;
		while (at < s->t[i].at && (s->text[at] == ' ' || (unsigned char)s->text[at] >= 0x80))
			at++;
		if (at == s->t[i].at) {
			*first = i - back;
			return code;
		}
	}
	return NULL;
}

/* Codes behind a number are in capitals: "all" and "top" are words. */
static const char *currency_at(const struct sentence *s, size_t i, size_t *last)
{
	char bytes[SLICE_MAX];
	size_t len;
	if (i >= s->n || !(sentence_has(s, i, CLASS_UNIT) || s->t[i].kind == TOKEN_SIGN))
		return NULL;
	if (sentence_is_one(s, i, ",|.|(|)|;|-|%|\""))
		return NULL;
	window(s, i, bytes);
	const char *code = value_currency_at(bytes, false, &len);
	if (!code)
		return NULL;
	size_t name_len;
	bool is_code = len <= 4 && isalpha((unsigned char)bytes[0]) && !value_word_at(value_currencies, bytes, &name_len);
	if (is_code && (!isupper((unsigned char)bytes[0]) || !isupper((unsigned char)bytes[2])))
		return NULL;
	while (len && bytes[len - 1] == '.' && bytes[len] != '\0' && len > 1 && bytes[len - 2] != '.')
		len--;
	int k = token_ending(s, i, s->t[i].at + (uint32_t)len);
	if (k < 0)
		return NULL;
	*last = (size_t)k;
	return code;
}

/* "rubles", "Kazakh tenge": an adjective of a country may stand before the name. */
const char *amount_currency_behind(const struct sentence *s, size_t i, size_t *last)
{
	const char *code = currency_at(s, i, last);
	if (code || i >= s->n || s->name_last[i] < 0)
		return code;
	size_t at = (size_t)s->name_last[i] + 1;
	if (sentence_is_one(s, at, "dollars|dollar|pounds|francs|rubles|roubles|rupees|dinars|pesos"))
		return NULL;
	return currency_at(s, at, last);
}

static const struct {
	const char *unit;
	enum dimension dim;
} dimensions[] = {{"percent", DIM_PERCENT}, {"pp", DIM_POINTS}, {"tonnes", DIM_TONNES}, {"m3", DIM_M3}, {"kWh", DIM_KWH}, {"TEU", DIM_TEU}};

/* The unit that begins at token i and is no counted thing: its dimension, last token and text. */
enum dimension amount_unit_at(const struct sentence *s, size_t i, size_t *last)
{
	char bytes[SLICE_MAX];
	size_t len;
	if (i >= s->n || !(sentence_has(s, i, CLASS_UNIT) || sentence_is(s, i, "%")))
		return DIM_NONE;
	window(s, i, bytes);
	const struct value_word *w = value_word_at(value_units, bytes, &len);
	if (!w || !w->unit)
		return DIM_NONE;
	int k = token_ending(s, i, s->t[i].at + (uint32_t)len);
	for (size_t d = 0; k >= 0 && d < sizeof dimensions / sizeof dimensions[0]; d++)
		if (strcmp(w->unit, dimensions[d].unit) == 0) {
			*last = (size_t)k;
			return dimensions[d].dim;
		}
	return DIM_NONE;
}
