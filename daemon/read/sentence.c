/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "read/sentence.h"

#include <string.h>
#include <strings.h>

#define HITS_PER_TOKEN 48
#define BACK_MAX 12 /* tokens that a phrase is looked for backwards */

bool sentence_is(const struct sentence *s, size_t i, const char *word)
{
	size_t n = strlen(word);
	return i < s->n && s->t[i].len == n && strncasecmp(s->text + s->t[i].at, word, n) == 0;
}

bool sentence_is_one(const struct sentence *s, size_t i, const char *words)
{
	if (i >= s->n)
		return false;
	for (const char *at = words; *at;) {
		size_t n = strcspn(at, "|");
		if (s->t[i].len == n && strncasecmp(s->text + s->t[i].at, at, n) == 0)
			return true;
		at += n + (at[n] == '|');
	}
	return false;
}

bool sentence_has(const struct sentence *s, size_t i, enum word_class class)
{
	return i < s->n && s->t[i].mask & CLASS_BIT(class);
}

bool sentence_sign(const struct sentence *s, size_t i, char c)
{
	if (i >= s->n || s->t[i].kind != TOKEN_SIGN)
		return false;
	const unsigned char *p = (const unsigned char *)s->text + s->t[i].at;
	if (s->t[i].len == 1)
		return *p == (unsigned char)c;
	bool general = p[0] == 0xe2 && s->t[i].len == 3 && p[1] == 0x80;
	if (c == '-')
		return (general && p[2] >= 0x90 && p[2] <= 0x94) || (p[0] == 0xe2 && p[1] == 0x88 && p[2] == 0x92);
	if (c == '"')
		return (general && p[2] >= 0x9c && p[2] <= 0x9e) || p[0] == 0xc2;
	return c == '\'' && general && (p[2] == 0x98 || p[2] == 0x99);
}

const struct hit *sentence_hit(const struct sentence *s, size_t i, enum word_class class)
{
	const struct hit *best = NULL;
	if (i >= s->n || !sentence_has(s, i, class))
		return NULL;
	for (size_t k = s->hit_from[i]; k < s->hit_from[i + 1]; k++)
		if (s->hits[k].lexeme->class == class && (!best || s->hits[k].last > best->last))
			best = &s->hits[k];
	return best;
}

const struct hit *sentence_covering(const struct sentence *s, size_t i, enum word_class class)
{
	const struct hit *best = NULL;
	if (!sentence_has(s, i, class))
		return NULL;
	for (size_t back = 0; back <= i && back < BACK_MAX; back++) {
		const struct hit *h = sentence_hit(s, i - back, class);
		if (h && h->last >= i && (!best || h->n_words > best->n_words))
			best = h;
	}
	return best;
}

const struct hit *sentence_ending(const struct sentence *s, size_t i, enum word_class class)
{
	const struct hit *best = NULL;
	if (!sentence_has(s, i, class))
		return NULL;
	for (size_t back = 0; back <= i && back < BACK_MAX; back++)
		for (size_t k = s->hit_from[i - back]; k < s->hit_from[i - back + 1]; k++)
			if (s->hits[k].lexeme->class == class && s->hits[k].last == i && (!best || s->hits[k].n_words > best->n_words))
				best = &s->hits[k];
	return best;
}

const struct hit *sentence_within(const struct sentence *s, size_t from, size_t to, enum word_class class)
{
	for (size_t i = from; i < to && i < s->n; i++) {
		const struct hit *h = sentence_hit(s, i, class);
		if (h && h->last < to)
			return h;
	}
	return NULL;
}

int sentence_whole(const struct sentence *s, size_t i)
{
	int v = 0;
	if (i >= s->n || s->t[i].kind != TOKEN_NUMBER || s->t[i].len > 6)
		return -1;
	for (size_t k = 0; k < s->t[i].len; k++) {
		char c = s->text[s->t[i].at + k];
		if (c < '0' || c > '9')
			return -1;
		v = 10 * v + (c - '0');
	}
	return v;
}

static bool is_break(const struct sentence *s, size_t i)
{
	if (sentence_sign(s, i, ';') || sentence_sign(s, i, ':') || sentence_sign(s, i, '"'))
		return true;
	if (sentence_sign(s, i, '-') && !s->t[i].glued)
		return true;
	return sentence_has(s, i, CLASS_BREAK);
}

bool sentence_breaks(const struct sentence *s, size_t i)
{
	return i >= s->n || s->t[i].breaks;
}

static bool is_filler(const uint32_t *filler, uint32_t word)
{
	for (; *filler; filler++)
		if (*filler == word)
			return true;
	return false;
}

/* A name is written with a capital; "turkey" and "us" are not one. */
static bool is_name(const struct sentence *s, const struct hit *h)
{
	return s->t[h->first].capital || h->lexeme->class != CLASS_PARTY;
}

/* Pass one: names, which phrases may have inside. */
static void search_names(struct sentence *s, const struct lexicon *lx)
{
	struct hit found[HITS_PER_TOKEN];
	size_t next = 0;
	for (size_t i = 0; i < s->n; i++) {
		s->name_last[i] = -1;
		if (i < next || !s->t[i].capital || !s->t[i].word)
			continue;
		size_t k = lexicon_find(lx, s->text, s->t, s->n, i, NULL, found, HITS_PER_TOKEN);
		for (size_t m = 0; m < k; m++)
			if (found[m].lexeme->class == CLASS_PARTY && found[m].last >= s->name_last[i])
				s->name_last[i] = (int16_t)found[m].last;
		if (s->name_last[i] >= 0)
			next = (size_t)s->name_last[i] + 1;
	}
}

void sentence_search(struct sentence *s, const struct lexicon *lx, const uint32_t *filler)
{
	struct hit found[HITS_PER_TOKEN];

	for (size_t i = s->n; i < s->n + TOKENS_PAD; i++) {
		s->t[i] = (struct token){.kind = TOKEN_SIGN, .breaks = true};
		s->name_last[i] = s->name_of[i] = s->when_of[i] = s->amount_of[i] = -1;
	}
	lexicon_number(lx, s->text, s->t, s->n);
	for (size_t i = 0; i < s->n; i++)
		s->t[i].mask = s->t[i].word && is_filler(filler, s->t[i].word) ? CLASS_BIT(CLASS_FILLER) : 0;
	/* "a share in the republic's foreign trade": an owner like a name. */
	for (size_t i = 0; i + 1 < s->n; i++)
		if (s->t[i + 1].kind == TOKEN_GENITIVE &&
		    sentence_is_one(s, i, "country|republic|kingdom|nation|region|union|federation|island|emirate|state"))
			s->t[i].mask |= CLASS_BIT(CLASS_FILLER);
	search_names(s, lx);
	s->n_hits = 0;
	for (size_t i = 0; i < s->n; i++) {
		s->hit_from[i] = (uint16_t)s->n_hits;
		if (!s->t[i].word)
			continue;
		size_t k = lexicon_find(lx, s->text, s->t, s->n, i, s->name_last, found, HITS_PER_TOKEN);
		for (size_t m = 0; m < k && s->n_hits < HITS_MAX; m++) {
			if (!is_name(s, &found[m]))
				continue;
			s->hits[s->n_hits++] = found[m];
			for (size_t c = found[m].first; c <= found[m].last; c++)
				s->t[c].mask |= CLASS_BIT(found[m].lexeme->class);
		}
	}
	s->hit_from[s->n] = (uint16_t)s->n_hits;
	for (size_t i = 0; i < s->n; i++)
		s->t[i].breaks = is_break(s, i);
}
