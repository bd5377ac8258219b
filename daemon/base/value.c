/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers stay decimal text and a power of ten until the end ("4.4", 9), and are turned into a double once: 4.4 billion is exactly what
 * 4400000000 is, which 4.4 * 1e9 need not be.
 */
#include "base/value.h"

#include "base/num.h"
#include "base/value_words.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define TEXT_MAX 200
#define DIGITS_MAX 40
#define NUMBER_MAX (DIGITS_MAX + 2 + NUM_WHOLE_MAX)
#define EXAMPLES "write for example \"nearly 4.4 billion USD\", \"17.5 %%\" or \"324\""

/* One number with what stands around it. */
struct amount {
	char digits[DIGITS_MAX + 1]; /* "4.4" */
	size_t n_digits;
	bool negative, ordinal;
	int part;         /* divisor of a fraction: digits / part; 0 for none */
	int places;       /* digits behind the point */
	int zeros;        /* trailing zeros of a whole number */
	int exponent;     /* written, scale and unit together */
	bool scaled;      /* a scale was written */
	const char *unit; /* NULL for none */
};

struct reader {
	const char *text, *at;
	struct err *err;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void skip_blank(struct reader *r)
{
	while (*r->at == ' ')
		r->at++;
}

/* Blanks of all widths become one plain blank, dashes a hyphen, a raised comma an apostrophe. */
static int tidy(const char *text, char out[TEXT_MAX + 1], struct err *err)
{
	static const struct {
		const char *from;
		char to;
	} signs[] = {
	    {"\u00a0", ' '}, {"\u2007", ' '}, {"\u2009", ' '}, {"\u202f", ' '}, {"\u2010", '-'},  {"\u2011", '-'},
	    {"\u2012", '-'}, {"\u2013", '-'}, {"\u2014", '-'}, {"\u2212", '-'}, {"\u2019", '\''},
	};
	size_t n = 0;

	for (const char *at = text; *at;) {
		char c = *at;
		size_t len = 1;
		for (size_t i = 0; (unsigned char)*at >= 0x80 && i < sizeof signs / sizeof signs[0]; i++)
			if (strncmp(at, signs[i].from, strlen(signs[i].from)) == 0) {
				c = signs[i].to;
				len = strlen(signs[i].from);
				break;
			}
		at += len;
		if (isspace((unsigned char)c))
			c = ' ';
		if ((unsigned char)c < 0x20 || c == 0x7f)
			return err_set(err, ERR_DATA, "a control character stands in the value; " EXAMPLES);
		if (c == ' ' && (n == 0 || out[n - 1] == ' '))
			continue;
		if (n == TEXT_MAX)
			return err_set(err, ERR_DATA, "a value has at most %d characters; this looks like a sentence", TEXT_MAX);
		out[n++] = c;
	}
	n -= n && out[n - 1] == ' ';
	out[n] = '\0';
	return 0;
}

/* The word at `at` is what was not understood. */
static int unknown_word(struct reader *r)
{
	char word[VALUE_WORD_MAX], like[VALUE_WORD_MAX];
	size_t n = 0;

	skip_blank(r);
	if (!*r->at)
		return err_set(r->err, ERR_DATA, "a number is missing at the end of \"%s\"; " EXAMPLES, r->text);
	for (; n < sizeof word - 1 && r->at[n] && r->at[n] != ' '; n++)
		word[n] = r->at[n];
	if (n == sizeof word - 1)
		while (n > 1 && ((unsigned char)r->at[n] & 0xc0) == 0x80)
			n--; /* no half characters */
	word[n] = '\0';
	if (value_word_like(word, like))
		return err_set(r->err, ERR_DATA, "the word \"%s\" in \"%s\" is not understood; %s?", word, r->text, like);
	return err_set(r->err, ERR_DATA, "the word \"%s\" in \"%s\" is not understood; " EXAMPLES, word, r->text);
}

static const struct value_word *take(struct reader *r, const struct value_word *table)
{
	size_t len;
	const struct value_word *w = value_word_at(table, r->at, &len);
	if (w) {
		r->at += len;
		skip_blank(r);
	}
	return w;
}

static int take_hedges(struct reader *r, struct value *v, bool *pair, bool *place)
{
	while (*r->at && !is_digit(*r->at)) {
		const char *before = r->at;
		const struct value_word *w = take(r, value_hedges);
		if (!w)
			return 0;
		*pair |= (w->flags & WORD_PAIR) != 0;
		*place |= (w->flags & WORD_PLACE) != 0;
		if (w->flags & (WORD_NOTHING | WORD_PAIR))
			continue;
		if (v->hedged && v->bound != (enum bound)w->n)
			return err_set(r->err, ERR_DATA, "two hedges in \"%s\", %s and %s: keep one (at \"%.20s\")", r->text,
			               bound_name(v->bound), bound_name((enum bound)w->n), before);
		v->hedged = true;
		v->bound = (enum bound)w->n;
	}
	return 0;
}

static bool add_digit(struct amount *a, char c)
{
	if (a->n_digits == DIGITS_MAX)
		return false;
	a->digits[a->n_digits++] = c;
	a->digits[a->n_digits] = '\0';
	return true;
}

/* Three digits and no more behind the sign at `at`. */
static bool is_group(const char *at)
{
	return is_digit(at[1]) && is_digit(at[2]) && is_digit(at[3]) && !is_digit(at[4]);
}

static int read_digits(struct reader *r, struct amount *a)
{
	const char *first = r->at;
	char separator = '\0';
	bool room = true;

	for (; is_digit(*r->at); r->at++)
		room &= add_digit(a, *r->at);
	bool groups = r->at - first <= 3 && *first != '0';
	while (groups && (separator ? *r->at == separator : *r->at && strchr(", '", *r->at)) && is_group(r->at)) {
		separator = *r->at++;
		for (int i = 0; i < 3; i++)
			room &= add_digit(a, *r->at++);
	}
	if (*r->at == ',' && is_digit(r->at[1]))
		return err_set(r->err, ERR_DATA, "the comma in \"%s\" does not part thousands; write 31.5, or 31,500, or 31500", r->text);
	if (r->at[0] == '.' && is_digit(r->at[1])) {
		room &= add_digit(a, *r->at++);
		for (; is_digit(*r->at); r->at++, a->places++)
			room &= add_digit(a, *r->at);
	}
	if (!room)
		return err_set(r->err, ERR_DATA, "the number in \"%.60s\" has more than %d digits", r->text, DIGITS_MAX);
	const char *e = r->at + 1;
	if ((*r->at == 'e' || *r->at == 'E') && is_digit(e[*e == '-' || *e == '+'])) {
		bool down = *e == '-';
		for (e += *e == '-' || *e == '+'; is_digit(*e); e++)
			a->exponent = a->exponent < 1000 ? a->exponent * 10 + (*e - '0') : a->exponent;
		a->exponent = down ? -a->exponent : a->exponent;
		r->at = e;
	}
	static const char *const endings[] = {"st", "nd", "rd", "th"};
	for (size_t i = 0; !a->places && i < sizeof endings / sizeof endings[0]; i++)
		if (strncmp(r->at, endings[i], 2) == 0 && !isalnum((unsigned char)r->at[2])) {
			a->ordinal = true;
			r->at += 2;
			break;
		}
	return 0;
}

/* "three", "twenty-two", "third", "a million", "a third", "two thirds", "half". */
static int read_words(struct reader *r, struct amount *a)
{
	const char *start = r->at;
	size_t len;
	const struct value_word *w = take(r, value_numbers);
	int number = w ? w->n : 1;

	if (!w && !value_word_at(value_parts, r->at, &len))
		return unknown_word(r);
	if (!w || !(w->flags & WORD_ORDINAL)) {
		struct reader ahead = *r;
		ahead.at += w && *ahead.at == '-';
		const struct value_word *part = w || tolower((unsigned char)*ahead.at) == 'h' ? take(&ahead, value_parts) : NULL;
		const struct value_word *ones = part || number < 20 || number > 90 ? NULL : take(&ahead, value_numbers);
		if (part && number < part->n) {
			a->part = part->n;
			a->unit = "percent";
			*r = ahead;
		} else if (ones && ones->n > 0 && ones->n < 10 && !(ones->flags & WORD_ARTICLE)) {
			number += ones->n;
			a->ordinal = (ones->flags & WORD_ORDINAL) != 0;
			*r = ahead;
		} else if (!w) {
			return unknown_word(r);
		}
	} else {
		a->ordinal = true;
	}
	if (w && w->flags & WORD_ARTICLE && !a->part && !value_word_at(value_scales, r->at, &len) && number == 1 &&
	    strncasecmp(r->at, "hundred", 7) != 0) {
		r->at = start;
		return unknown_word(r);
	}
	a->n_digits = (size_t)snprintf(a->digits, sizeof a->digits, "%d", number);
	return 0;
}

static int set_unit(struct reader *r, struct amount *a, const char *unit)
{
	if (a->unit && strcmp(a->unit, unit) != 0)
		return err_set(r->err, ERR_DATA, "two units in \"%s\", %s and %s: keep one", r->text, a->unit, unit);
	a->unit = unit;
	return 0;
}

static bool is_currency(const char *unit)
{
	return unit && strlen(unit) == 3 && isupper((unsigned char)unit[0]) && strcmp(unit, "TEU") != 0;
}

static int read_prefix(struct reader *r, struct amount *a)
{
	size_t len;

	if (is_digit(*r->at))
		return 0;
	const char *unit = value_currency_at(r->at, true, &len);
	if (!unit) {
		const struct value_word *w = value_word_at(value_units, r->at, &len);
		unit = w && w->flags & WORD_BEFORE ? w->unit : NULL;
	}
	if (!unit)
		return 0;
	r->at += len;
	skip_blank(r);
	return set_unit(r, a, unit);
}

static void read_sign(struct reader *r, struct amount *a)
{
	if (*r->at == '-' || *r->at == '+') {
		a->negative = *r->at++ == '-';
		skip_blank(r);
	}
}

static void read_scales(struct reader *r, struct amount *a, const char *unit_before)
{
	for (int i = 0; i < 2; i++) {
		size_t len, unit_len;
		skip_blank(r);
		const struct value_word *w = value_word_at(value_scales, r->at, &len);
		if (!w)
			return;
		const char *behind = r->at + len + (r->at[len] == ' ');
		if (w->flags & WORD_MONEY && !is_currency(a->unit) && !is_currency(unit_before) &&
		    !value_currency_at(behind, false, &unit_len))
			return;
		a->exponent += w->n;
		a->scaled = true;
		r->at += len;
	}
}

static int read_unit(struct reader *r, struct amount *a)
{
	size_t len, code_len;

	skip_blank(r);
	const struct value_word *w = value_word_at(value_units, r->at, &len);
	const char *code = value_currency_at(r->at, false, &code_len);
	if (code && (!w || code_len > len)) {
		r->at += code_len;
		return set_unit(r, a, code);
	}
	if (!w)
		return 0;
	a->exponent += w->n;
	r->at += len;
	return set_unit(r, a, w->unit);
}

static int read_amount(struct reader *r, struct amount *a, const char *unit_before)
{
	*a = (struct amount){0};
	read_sign(r, a);
	int rc = read_prefix(r, a);
	if (rc)
		return rc;
	if (!a->negative)
		read_sign(r, a);
	rc = is_digit(*r->at) ? read_digits(r, a) : read_words(r, a);
	if (rc)
		return rc;
	size_t n = a->n_digits;
	while (!a->places && (size_t)a->zeros + 1 < n && a->digits[n - 1 - (size_t)a->zeros] == '0')
		a->zeros++;
	if (strspn(a->digits, "0") == n)
		a->zeros = 0;
	if (!a->ordinal && !a->part)
		read_scales(r, a, unit_before);
	rc = read_unit(r, a);
	skip_blank(r);
	return rc;
}

static bool take_range_sign(struct reader *r, bool pair)
{
	static const char *const signs[] = {"..", "-", "to ", "and "};

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (strncasecmp(r->at, signs[i], strlen(signs[i])) == 0 && (pair || signs[i][0] != 'a')) {
			r->at += strlen(signs[i]);
			skip_blank(r);
			return true;
		}
	return false;
}

/* "4.4e9", "1e-3". Returns its length. */
static size_t put_number(const char *digits, size_t n, int exponent, char out[NUMBER_MAX])
{
	memcpy(out, digits, n);
	out[n++] = 'e';
	if (exponent < 0)
		out[n++] = '-';
	return n + num_put_whole((uint64_t)abs(exponent), out + n);
}

static int number_of(struct reader *r, const struct amount *a, double *out)
{
	char text[NUMBER_MAX];
	size_t n = put_number(a->digits, a->n_digits, a->exponent, text);

	if (num_parse(text, n, out))
		return err_set(r->err, ERR_DATA, "the number in \"%s\" is too large", r->text);
	if (a->negative)
		*out = -*out;
	if (a->part)
		*out = *out * 100 / a->part;
	return 0;
}

/* The place of the last digit that means something. */
static double grain(const struct amount *a, enum value_style style, bool keep_zeros)
{
	char text[NUMBER_MAX];
	double g = 0;
	bool rounded = style == VALUE_PROSE && !keep_zeros && !a->part;
	size_t n = put_number("1", 1, a->exponent - a->places + (rounded ? a->zeros : 0), text);

	if (a->ordinal || num_parse(text, n, &g))
		return 0;
	return g;
}

static bool keeps_zeros(const char *unit)
{
	return unit && (strcmp(unit, "percent") == 0 || strcmp(unit, "pp") == 0 || strcmp(unit, "index") == 0);
}

static int read_range(struct reader *r, struct amount *low, struct amount *high)
{
	int rc = read_amount(r, high, low->unit);
	if (rc)
		return rc;
	if (high->part || low->part || high->ordinal != low->ordinal)
		return err_set(r->err, ERR_DATA, "\"%s\" is no range of two plain numbers; write 4-5 billion", r->text);
	if (low->unit)
		rc = set_unit(r, high, low->unit);
	/* "4-5 billion": the scale stands once, for both. */
	else if (!low->scaled)
		low->exponent += high->exponent;
	if (low->unit && !low->scaled && high->scaled)
		low->exponent += high->exponent;
	low->unit = high->unit;
	return rc;
}

static int finish(struct reader *r, const struct amount *low, const struct amount *high, enum value_style style, bool percent,
                  struct value *v)
{
	bool keep = percent || keeps_zeros(low->unit);
	int rc = number_of(r, low, &v->number);

	if (rc)
		return rc;
	v->g = grain(low, style, keep);
	if (high) {
		rc = number_of(r, high, &v->high);
		if (rc)
			return rc;
		if (v->high < v->number)
			return err_set(r->err, ERR_DATA, "the range \"%s\" runs backwards; the smaller number comes first", r->text);
		v->bound = BOUND_RANGE;
		v->hedged = true;
		v->g = fmin(v->g, grain(high, style, keep));
	}
	if (low->part && !v->hedged) {
		v->bound = BOUND_ABOUT; /* nobody who counted says "a third" */
		v->hedged = true;
	}
	if (v->bound == BOUND_EXACT)
		v->g = 0;
	if (low->unit)
		snprintf(v->unit, sizeof v->unit, "%s", low->unit);
	return 0;
}

int value_parse(const char *text, enum value_style style, bool percent, struct value *out, struct err *err)
{
	char tidied[TEXT_MAX + 1] = "";
	struct reader r = {tidied, tidied, err};
	struct amount low, high;
	bool pair = false, place = false, range = false;

	*out = (struct value){.number = NAN, .high = NAN};
	int rc = tidy(text, tidied, err);
	if (rc)
		return rc;
	if (strcmp(tidied, "nan") == 0) {
		out->plain = true;
		return 0;
	}
	rc = take_hedges(&r, out, &pair, &place);
	if (rc == 0)
		rc = read_amount(&r, &low, NULL);
	if (rc)
		return rc;
	if (*r.at && take_range_sign(&r, pair)) {
		range = true;
		rc = read_range(&r, &low, &high);
		if (rc)
			return rc;
	}
	if (*r.at)
		return unknown_word(&r);
	if (pair && !range)
		return err_set(err, ERR_DATA, "\"%s\" announces two numbers and has one; write 4-5 billion", tidied);
	if (place) {
		low.ordinal = true;
		rc = set_unit(&r, &low, "rank");
	}
	if (rc == 0)
		rc = finish(&r, &low, range ? &high : NULL, style, percent, out);
	double ignored;
	out->plain = rc == 0 && num_parse(tidied, strlen(tidied), &ignored) == 0;
	return rc;
}

void value_settle_exact(struct value *v, const char *unit)
{
	static const char *const things[] = {"count", "persons", "vehicles", "TEU"};
	bool exact = strcmp(unit, "rank") == 0 || strcmp(unit, "edition") == 0;

	if (v->hedged || v->bound != BOUND_EQ || isnan(v->number))
		return;
	for (size_t i = 0; i < sizeof things / sizeof things[0]; i++)
		if (strcmp(unit, things[i]) == 0)
			exact = v->number == rint(v->number) && (fabs(v->number) < 1000 || fmod(v->number, 10) != 0);
	if (exact) {
		v->bound = BOUND_EXACT;
		v->g = 0;
	}
}
