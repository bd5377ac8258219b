/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "read/token.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define SENTENCE_BYTES_MAX 16384 /* what is longer is no sentence; it is cut, so that the work stays linear */

/* Behind these a full stop does not end a sentence. Single capital letters ("J. Smith") do not either. */
static const char *const abbreviations[] = {"no",  "mr",  "mrs",  "ms",    "dr",   "st",     "prof", "gen", "bln", "mln",
                                            "bn",  "mn",  "trln", "thous", "ths",  "approx", "ca",   "vs",  "etc", "jan",
                                            "feb", "mar", "apr",  "aug",   "sept", "sep",    "oct",  "nov", "dec", "art",
                                            "sq",  "cu",  "est",  "inc",   "ltd",  "co",     "dept", "gov", "i.e", "e.g"};

/* Blanks, quotation marks and dashes of several bytes, read as one of ASCII. */
static const struct {
	const char *from;
	char to;
} signs[] = {
    {"\u00a0", ' '}, {"\u2007", ' '}, {"\u2009", ' '}, {"\u202f", ' '},  {"\u2010", '-'},  {"\u2011", '-'}, {"\u2012", '-'},
    {"\u2013", '-'}, {"\u2014", '-'}, {"\u2212", '-'}, {"\u2019", '\''}, {"\u2018", '\''}, {"\u201c", '"'}, {"\u201d", '"'},
    {"\u201e", '"'}, {"\u00ab", '"'}, {"\u00bb", '"'}, {"\u2026", '.'},  {"\u20ac", '$'},  {"\u20bd", '$'}, {"\u20bc", '$'},
    {"\u20ba", '$'}, {"\u20b8", '$'}, {"\u20be", '$'}, {"\u20b4", '$'},  {"\u20b9", '$'},  {"\u20a9", '$'}, {"\u20ab", '$'},
    {"\u20ae", '$'}, {"\u20a6", '$'}, {"\u20aa", '$'}, {"\u00a3", '$'},  {"\u00a5", '$'},  {"\u058f", '$'}, {"\u2248", '~'},
    {"\u2264", '<'}, {"\u2265", '>'},
};

/* The character at `p`, folded as above; its length in *len. Bytes that are no text of ours stand for a letter. */
static char sign_at(const char *p, const char *end, uint32_t *len)
{
	*len = 1;
	if ((unsigned char)*p < 0x80)
		return *p;
	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
		size_t n = strlen(signs[i].from);
		if ((size_t)(end - p) >= n && memcmp(p, signs[i].from, n) == 0) {
			*len = (uint32_t)n;
			return signs[i].to;
		}
	}
	return 'x';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter_char(char c)
{
	return isalpha((unsigned char)c);
}

static bool is_letter_at(const char *p, const char *end)
{
	uint32_t len;
	return p < end && is_letter_char(sign_at(p, end, &len));
}

/* How many bytes a number takes: digits, groups of three behind one and the same separator, a decimal point with digits. */
static uint32_t number_length(const char *p, const char *end)
{
	const char *at = p;
	while (at < end && is_digit(*at))
		at++;
	if (at - p <= 3)
		while (end - at >= 4 && *at == ',' && is_digit(at[1]) && is_digit(at[2]) && is_digit(at[3]) &&
		       (end - at == 4 || !is_digit(at[4])))
			at += 4;
	if (end - at >= 2 && *at == '.' && is_digit(at[1]))
		for (at++; at < end && is_digit(*at);)
			at++;
	return (uint32_t)(at - p);
}

static uint32_t word_length(const char *p, const char *end)
{
	const char *at = p;
	uint32_t len;
	while (at < end) {
		char c = sign_at(at, end, &len);
		/* "U.S.", "p.m.": single letters with points between. */
		bool point = c == '.' && at - p >= 1 && is_letter_at(at + 1, end) && (at - p == 1 || at[-2] == '.') &&
		             is_letter_char(at[-1]) && !is_letter_at(at + 2, end);
		bool last_point = c == '.' && at - p >= 3 && at[-2] == '.';
		if (!is_letter_char(c) && !is_digit(c) && !point && !last_point)
			break;
		at += len;
	}
	return (uint32_t)(at - p);
}

static bool is_genitive(const char *p, const char *end)
{
	uint32_t len;
	if (p >= end || sign_at(p, end, &len) != '\'')
		return false;
	const char *s = p + len;
	return s < end && (*s == 's' || *s == 'S') && !is_letter_at(s + 1, end);
}

/* Cuts `n` bytes at `at` into tokens; their number. Stops at TOKENS_MAX; *stop is the offset behind the last token taken. */
static size_t cut_tokens(const char *text, uint32_t at, uint32_t n, struct token tokens[TOKENS_MAX], uint32_t *stop)
{
	const char *p = text + at, *end = p + n;
	size_t k = 0;
	bool glued = false;

	while (p < end && k < TOKENS_MAX) {
		uint32_t len;
		char c = sign_at(p, end, &len);
		if (isspace((unsigned char)c) || (unsigned char)c < ' ') {
			glued = false;
			p += len;
			continue;
		}
		struct token *t = &tokens[k++];
		*t = (struct token){.at = (uint32_t)(p - text), .kind = TOKEN_SIGN, .glued = glued};
		if (is_digit(c)) {
			t->kind = TOKEN_NUMBER;
			len = number_length(p, end);
		} else if (is_genitive(p, end)) {
			t->kind = TOKEN_GENITIVE;
			len++;
		} else if (is_letter_char(c)) {
			t->kind = TOKEN_WORD;
			t->capital = isupper((unsigned char)*p) || (unsigned char)*p >= 0x80;
			len = word_length(p, end);
		}
		t->len = len;
		p += len;
		glued = true;
	}
	*stop = (uint32_t)(p - text);
	return k;
}

/* "USD 18.2 bn. Pledges were made": a scale ends a sentence before a word that begins one, but not before a currency. */
static bool scale_ends(const struct cutter *c, uint32_t scale, uint32_t n, uint32_t next)
{
	static const char *const scales[] = {"bln", "mln", "bn", "mn", "trln", "thous", "ths"};
	static const char *const money[] = {"roub", "rubl", "doll", "euro", "lira", "mana",  "teng", "yuan", "rupe",
	                                    "soms", "dram", "lari", "riya", "dirh", "pound", "sums", "yen",  "zlot"};
	bool known = false;
	for (size_t i = 0; i < sizeof scales / sizeof scales[0]; i++)
		known |= strlen(scales[i]) == n && strncasecmp(c->text + scale, scales[i], n) == 0;
	if (!known || next + 1 >= c->n || !isupper((unsigned char)c->text[next]) || isupper((unsigned char)c->text[next + 1]))
		return false;
	uint32_t word = next;
	while (word < c->n && isalpha((unsigned char)c->text[word]))
		word++;
	while (word < c->n && c->text[word] == ' ')
		word++;
	for (size_t i = 0; i < sizeof money / sizeof money[0]; i++)
		if (c->n - word > strlen(money[i]) && (strncasecmp(c->text + word, money[i], strlen(money[i])) == 0 ||
		                                       strncasecmp(c->text + next, money[i], strlen(money[i])) == 0))
			return false;
	return true;
}

static bool is_abbreviation(const struct cutter *c, uint32_t begin, uint32_t point, uint32_t next)
{
	const char *text = c->text;
	uint32_t at = point;
	while (at > begin && point - at < 8 && (isalpha((unsigned char)text[at - 1]) || text[at - 1] == '.'))
		at--;
	uint32_t n = point - at;
	if (n == 1)
		return isupper((unsigned char)text[at]);
	if (scale_ends(c, at, n, next))
		return false;
	for (size_t i = 0; i < sizeof abbreviations / sizeof abbreviations[0]; i++)
		if (strlen(abbreviations[i]) == n && strncasecmp(text + at, abbreviations[i], n) == 0)
			return true;
	return false;
}

/* A point that ends a sentence stands before a blank and a capital, a digit, a quotation mark or a bracket. */
static bool ends_sentence(const struct cutter *c, uint32_t begin, uint32_t *behind)
{
	uint32_t at = *behind;
	char mark = c->text[at++];
	while (at < c->n && (c->text[at] == '"' || c->text[at] == ')' || c->text[at] == '\''))
		at++;
	uint32_t len = 0;
	if (at < c->n && (unsigned char)c->text[at] >= 0x80 && sign_at(c->text + at, c->text + c->n, &len) == '"')
		at += len;
	uint32_t next = at;
	while (next < c->n && isspace((unsigned char)c->text[next]))
		next++;
	if (next == at && next < c->n)
		return false;
	if (next < c->n) {
		char first = sign_at(c->text + next, c->text + c->n, &len);
		if (islower((unsigned char)first) && first != 'x')
			return false;
	}
	if (mark == '.' && is_abbreviation(c, begin, at - 1, next))
		return false;
	*behind = at;
	return true;
}

/* Where a line ends: an empty line, or a line end behind which a new thought begins, ends the paragraph. */
static bool ends_paragraph(const struct cutter *c, uint32_t newline)
{
	uint32_t at = newline + 1;
	while (at < c->n && (c->text[at] == ' ' || c->text[at] == '\t' || c->text[at] == '\r'))
		at++;
	if (at >= c->n || c->text[at] == '\n')
		return true;
	uint32_t last = newline;
	while (last > 0 && isspace((unsigned char)c->text[last - 1]))
		last--;
	return last == 0 || strchr(".!?:\"", c->text[last - 1]) != NULL || isupper((unsigned char)c->text[at]);
}

static void trim(const char *text, struct cut *cut)
{
	while (cut->len && isspace((unsigned char)text[cut->at + cut->len - 1]))
		cut->len--;
}

bool token_next(struct cutter *c, struct cut *out, struct token tokens[TOKENS_MAX])
{
	uint32_t begin = c->at, newlines = 0;
	while (begin < c->n && isspace((unsigned char)c->text[begin]))
		newlines += c->text[begin++] == '\n';
	if (begin >= c->n)
		return false;
	bool first = c->at == 0;
	*out = (struct cut){.at = begin, .paragraph = first || newlines > 0};
	uint32_t at = begin;
	bool stopped = false;
	uint32_t end = c->n - begin > SENTENCE_BYTES_MAX ? begin + SENTENCE_BYTES_MAX : c->n;
	for (; at < end; at++) {
		char ch = c->text[at];
		if (ch == '\n' && ends_paragraph(c, at))
			break;
		if (ch == '\n')
			continue;
		if ((ch == '.' || ch == '!' || ch == '?') && ends_sentence(c, begin, &at)) {
			stopped = true;
			break;
		}
	}
	out->len = at - begin;
	trim(c->text, out);
	out->headline = first && !stopped && at < c->n;
	uint32_t stop;
	out->n_tokens = cut_tokens(c->text, begin, out->len, tokens, &stop);
	if (stop < begin + out->len) {
		out->len = stop - begin;
		at = stop;
	}
	c->at = at > begin ? at : begin + 1;
	return true;
}
