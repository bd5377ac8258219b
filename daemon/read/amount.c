/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "read/amount.h"

#include "base/value.h"
#include "read/amount_share.h"
#include "read/amount_unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SLICE_MAX 100

/* "1.1m tourists", "5.2m tonnes": a million where what is counted follows; "105m long" has metres. */
static bool is_short_million(const struct sentence *s, size_t i)
{
	size_t next = i + 1;
	if (i == 0 || i >= s->n || !s->t[i].glued || !sentence_is(s, i, "m") || s->t[i - 1].kind != TOKEN_NUMBER || s->t[next].glued)
		return false;
	while (next < s->n && s->name_last[next] >= 0)
		next = (size_t)s->name_last[next] + 1;
	return sentence_has(s, next, CLASS_INDICATOR) || sentence_has(s, next, CLASS_UNIT) ||
	       (next > i + 1 && s->t[next].kind == TOKEN_WORD);
}

static const struct hit *scale_at(const struct sentence *s, size_t i, bool money)
{
	const struct hit *h = sentence_hit(s, i, CLASS_SCALE);
	if (!h || (s->t[i].len == 1 && !money && !is_short_million(s, i)))
		return NULL;
	return h;
}

/* One number with its scale: tokens [i, *last]. False where there is none. */
static bool number_at(const struct sentence *s, size_t i, bool money, size_t *last, bool *scaled)
{
	size_t at = i;
	*scaled = false;
	if (i >= s->n || s->when_of[i] >= 0)
		return false;
	const struct hit *h = sentence_hit(s, i, CLASS_CARDINAL);
	bool article = sentence_is_one(s, i, "a|an") && sentence_hit(s, i + 1, CLASS_SCALE) && !sentence_is_one(s, i + 1, "m|b|k");
	if (s->t[i].kind != TOKEN_NUMBER && !h && !article)
		return false;
	if (s->t[i].kind != TOKEN_NUMBER && h) {
		at = h->last;
		if (h->lexeme->n >= 20 && h->lexeme->n <= 90) {
			size_t ones = at + 1 + sentence_sign(s, at + 1, '-');
			const struct hit *o = sentence_hit(s, ones, CLASS_CARDINAL);
			if (o && o->lexeme->n < 10 && o->lexeme->n > 0)
				at = o->last;
		}
	}
	for (int k = 0; k < 2; k++) {
		const struct hit *scale = scale_at(s, at + 1, money);
		if (!scale && sentence_sign(s, at + 1, '-') && s->t[at + 1].glued)
			scale = scale_at(s, at + 2, false);
		if (!scale || scale->first > at + 2)
			break;
		at = scale->last;
		*scaled = true;
	}
	*last = at;
	return true;
}

/* The value of the tokens [first, last], with what stands behind them where it changes the power of ten. */
static bool evaluate(const struct sentence *s, size_t first, size_t last, const char *unit, bool percent, struct value *v)
{
	char text[SLICE_MAX];
	struct err err;
	uint32_t n = amount_end_of(s, last) - s->t[first].at;
	size_t unit_n = strlen(unit);
	if (n + unit_n + 2 > sizeof text)
		return false;
	memcpy(text, s->text + s->t[first].at, n);
	if (is_short_million(s, last) && n + 7 + unit_n + 2 <= sizeof text) {
		memcpy(text + n - 1, " million", 8);
		n += 7;
	}
	text[n] = ' ';
	memcpy(text + n + 1, unit, unit_n + 1);
	return value_parse(text, VALUE_PROSE, percent, v, &err) == 0 && isfinite(v->number);
}

/* "1 million 40 thousand": the smaller scale goes on where the greater ends. */
static void add_compound(const struct sentence *s, struct amount *a)
{
	size_t next = (size_t)a->number_last + 1, last;
	bool scaled;
	struct value v;
	if (next >= s->n || s->t[next].kind != TOKEN_NUMBER || !number_at(s, next, false, &last, &scaled))
		return;
	if (!evaluate(s, next, last, "", false, &v) || v.number <= 0 || a->number < 1000 * fmax(v.number / 1000, 1) ||
	    v.number >= a->g * 1000 || !scaled || a->number <= v.number)
		return;
	a->number += v.number;
	a->g = v.g;
	a->number_last = a->last = (uint16_t)last;
}

static void read_sign(const struct sentence *s, struct amount *a)
{
	size_t i = a->first;
	bool alone = i > 0 && s->t[i].glued && (i == 1 || !s->t[i - 1].glued || sentence_is(s, i - 2, "("));
	if (alone && sentence_sign(s, i - 1, '+'))
		a->sign = 1;
	else if (alone && sentence_sign(s, i - 1, '-'))
		a->sign = -1;
	if (a->sign)
		a->first--;
	/* "(minus 6.4 percent)" */
	bool word = !a->sign && a->dim == DIM_PERCENT && i > 1 && (sentence_is_one(s, i - 2, "(|,") || sentence_sign(s, i - 2, '-'));
	if (word && sentence_is_one(s, i - 1, "plus|minus")) {
		a->sign = sentence_is(s, i - 1, "plus") ? 1 : -1;
		a->first--;
	}
}

/* The hedges to the left; the nearest counts. */
static void read_hedges(const struct sentence *s, struct amount *a)
{
	size_t at = a->first;
	while (at > 0) {
		const struct hit *h = sentence_ending(s, at - 1, CLASS_HEDGE);
		bool bracket = sentence_is(s, at - 1, "(");
		if (!h || bracket || s->when_of[h->first] >= 0)
			break;
		bool up_to = sentence_is(s, h->first, "up") && h->first > 0 && sentence_has(s, h->first - 1, CLASS_CHANGE);
		if (sentence_is_one(s, h->first, "up|down") && sentence_is(s, h->last, "to") && h->first > 0 &&
		    sentence_is_one(s, h->first - 1, "went|gone|going|moved|climbed|rose|grew|bringing"))
			up_to = true;
		/* "rose by 20 per cent up to $276 million", "bring it up to $1 billion": where it goes, not at most. */
		if (sentence_is(s, h->first, "up") && sentence_is(s, h->last, "to") && h->first > 0) {
			int k = s->amount_of[h->first - 1];
			up_to |= k >= 0 && s->amounts[k].dim == DIM_PERCENT;
			for (size_t i = h->first; i > 0 && h->first - i < 4; i--)
				up_to |=
				    sentence_is_one(s, i - 1, "bring|brings|bringing|brought|raise|raised|raising|lift|push|take|boost");
		}
		if (up_to)
			break;
		at = h->first;
		if (h->lexeme->n == HEDGE_NOTHING)
			continue;
		if (!a->hedged || a->bound == BOUND_RANGE) {
			if (a->bound != BOUND_RANGE)
				a->bound = (enum bound)h->lexeme->n;
			a->hedged = true;
		}
	}
	at -= a->bound == BOUND_RANGE && at > 0 && sentence_is_one(s, at - 1, "between|from");
	a->hedge_first = (uint16_t)at;
	/* "4 billion or more". */
	size_t next = (size_t)a->last + 1;
	if (!a->hedged && sentence_is(s, next, "or") && sentence_is_one(s, next + 1, "more|above|over")) {
		a->bound = BOUND_GE;
		a->hedged = true;
	} else if (!a->hedged && sentence_is(s, next, "or") && sentence_is(s, next + 1, "so")) {
		a->bound = BOUND_ABOUT;
		a->hedged = true;
	}
}

static bool is_range_sign(const struct sentence *s, size_t i, size_t first)
{
	if (sentence_sign(s, i, '-'))
		return true;
	bool between = first > 0 && sentence_is(s, first - 1, "between");
	bool from = false; /* "from less than 300 million to 1 billion" are two */
	for (size_t k = first; k > 0 && first - k < 5 && s->t[k - 1].kind == TOKEN_WORD; k--)
		from |= sentence_is(s, k - 1, "from");
	return (sentence_is(s, i, "to") && !from) || (sentence_is(s, i, "and") && between);
}

/* What comes behind number and scale: currency, percent, tonnes. A hyphen may stand before it. */
static void read_unit(const struct sentence *s, struct amount *a)
{
	size_t next = (size_t)a->number_last + 1, last = 0;
	if (sentence_sign(s, next, '-') && s->t[next].glued)
		next++;
	/* "205 mln. USD" */
	if (sentence_is(s, next, ".") && s->t[next].glued && sentence_has(s, a->number_last, CLASS_SCALE))
		next++;
	enum dimension dim = amount_unit_at(s, next, &last);
	if (dim == DIM_PERCENT && (sentence_is_one(s, last + 1, "point|points") ||
	                           (sentence_sign(s, last + 1, '-') && sentence_is_one(s, last + 2, "point|points")))) {
		dim = DIM_POINTS;
		last++;
	}
	if (dim != DIM_NONE) {
		a->dim = dim;
		a->last = (uint16_t)last;
		return;
	}
	const char *code = amount_currency_behind(s, next, &last);
	if (code && a->dim != DIM_MONEY) {
		a->dim = DIM_MONEY;
		snprintf(a->currency, sizeof a->currency, "%s", code);
		a->last = (uint16_t)last;
	} else if (code) {
		a->last = (uint16_t)last; /* "$5 billion US dollars" */
	}
}

static const char *unit_text(const struct amount *a)
{
	switch (a->dim) {
	case DIM_MONEY:
		return "USD";
	case DIM_PERCENT:
	case DIM_POINTS:
		return "percent";
	default:
		return "";
	}
}

/* Tonnes and the like may bring a power of ten of their own ("2.6 TWh"), so the unit is read with the number. */
static bool value_of(const struct sentence *s, struct amount *a, size_t number_first)
{
	struct value v;
	bool own_unit = a->dim == DIM_TONNES || a->dim == DIM_M3 || a->dim == DIM_KWH;
	size_t last = own_unit ? a->last : a->number_last;
	/* "1.2m tonnes": the letter is a scale here, as it is before money. */
	bool letter = a->dim != DIM_MONEY && s->t[a->number_last].len == 1 && s->t[a->number_last].kind == TOKEN_WORD;
	if (letter) {
		own_unit = false;
		last = a->number_last;
	}
	if (!evaluate(s, number_first, last,
	              own_unit ? ""
	              : letter ? "USD"
	                       : unit_text(a),
	              a->dim == DIM_PERCENT, &v) &&
	    !(own_unit && evaluate(s, number_first, a->number_last, "", false, &v)))
		return false;
	a->number = v.number;
	a->high = v.high;
	a->g = v.g;
	if (v.bound == BOUND_RANGE) {
		a->bound = BOUND_RANGE;
		a->hedged = true;
	}
	return true;
}

/* "10 to 25 percent", "between 4 and 5 billion", "$1.5 billion to $2 billion". */
static bool read_range(const struct sentence *s, struct amount *a, size_t number_first, bool money)
{
	size_t at = (size_t)a->number_last + 1, last, first;
	bool scaled;
	size_t unit_last;
	if (amount_currency_behind(s, at, &unit_last) && is_range_sign(s, unit_last + 1, a->first))
		at = unit_last + 1;
	if (!is_range_sign(s, at, a->first))
		return false;
	bool dash = sentence_sign(s, at, '-');
	size_t second = at + 1;
	const char *code = NULL;
	if (second < s->n && s->t[second].kind != TOKEN_NUMBER) {
		for (size_t k = 1; k <= 2 && !code; k++)
			if (second + k < s->n && s->t[second + k].kind == TOKEN_NUMBER &&
			    (code = amount_currency_before(s, second + k, &first)) && first == second)
				second += k;
	}
	if (!number_at(s, second, money || code, &last, &scaled) || (dash && s->t[second].kind != TOKEN_NUMBER))
		return false;
	if (dash && !s->t[at].glued && !money && !code)
		return false;
	struct amount high = {.first = (uint16_t)second, .number_last = (uint16_t)last, .last = (uint16_t)last, .dim = a->dim};
	read_unit(s, &high);
	if (code)
		high.dim = DIM_MONEY;
	struct value v, w;
	char text[SLICE_MAX], low_text[40];
	uint32_t n = amount_end_of(s, a->number_last) - s->t[number_first].at, m = amount_end_of(s, last) - s->t[second].at;
	if (n >= sizeof low_text || n + m + 24 > sizeof text)
		return false;
	snprintf(low_text, sizeof low_text, "%.*s", (int)n, s->text + s->t[number_first].at);
	const char *unit = unit_text(&high);
	snprintf(text, sizeof text, "%s..%.*s %s", low_text, (int)m, s->text + s->t[second].at, unit);
	struct err err;
	if (value_parse(text, VALUE_PROSE, high.dim == DIM_PERCENT, &v, &err) || v.bound != BOUND_RANGE)
		return false;
	if (!evaluate(s, second, last, unit, false, &w) || v.high <= v.number)
		return false;
	a->number = v.number;
	a->high = v.high;
	a->g = v.g;
	a->bound = BOUND_RANGE;
	a->hedged = true;
	a->dim = high.dim;
	if (high.dim == DIM_MONEY && !*a->currency)
		memcpy(a->currency, high.currency, sizeof a->currency);
	a->number_last = (uint16_t)last;
	a->last = high.last;
	return true;
}

/* "half a billion", "one hundred and twenty". */
static void join_words(const struct sentence *s, size_t i, struct amount *a)
{
	if (sentence_is_one(s, i, "a|an") && i > 0 && sentence_is(s, i - 1, "half") && a->first == i) {
		a->number /= 2;
		a->g /= 2;
		a->first--;
	}
	size_t last, next = (size_t)a->number_last + 2;
	bool scaled, hundred = sentence_is_one(s, a->number_last, "hundred|thousand") && sentence_is(s, next - 1, "and");
	struct value v;
	if (!hundred || !sentence_hit(s, next, CLASS_CARDINAL) || !number_at(s, next, false, &last, &scaled) || scaled ||
	    a->dim != DIM_COUNT || !evaluate(s, next, last, "", false, &v) || v.number >= 100)
		return;
	a->number += v.number;
	a->g = 1;
	a->number_last = a->last = (uint16_t)last;
	read_unit(s, a);
}

/* "1.2m tonnes", "1.4m visitors": the "m" is no metre either before what is weighed or counted in millions. */
static bool counts_behind(const struct sentence *s, size_t i)
{
	size_t last;
	if (!sentence_is_one(s, i - 1, "m|k|b|M|K"))
		return false;
	if (i < s->n && s->name_last[i] >= 0)
		i = (size_t)s->name_last[i] + 1;
	return amount_unit_at(s, i, &last) != DIM_NONE ||
	       sentence_is_one(
	           s, i,
	           "people|persons|visitors|tourists|passengers|travellers|travelers|holidaymakers|guests|arrivals|trips|citizens|"
	           "nationals|vehicles|cars|lorries|trucks|containers|students|pupils|cubic");
}

static bool read_plain(const struct sentence *s, size_t i, struct amount *a)
{
	size_t last, first = i;
	bool scaled;
	const char *code = amount_currency_before(s, i, &first);
	if (!number_at(s, i, code != NULL, &last, &scaled))
		return false;
	*a = (struct amount){
	    .first = (uint16_t)(code ? first : i), .high = NAN, .dim = DIM_COUNT, .twin = -1, .word = s->t[i].kind != TOKEN_NUMBER};
	a->number_last = a->last = (uint16_t)last;
	if (code) {
		a->dim = DIM_MONEY;
		snprintf(a->currency, sizeof a->currency, "%s", code);
	}
	if (!read_range(s, a, i, code != NULL)) {
		/* The currency behind decides whether an "m" is a million. */
		size_t unit_last;
		bool money = code || amount_currency_behind(s, last + 2, &unit_last) || counts_behind(s, last + 2);
		if (!code && money && number_at(s, i, true, &last, &scaled))
			a->number_last = a->last = (uint16_t)last;
		read_unit(s, a);
		if (!value_of(s, a, i))
			return false;
		if (scaled && a->dim == DIM_COUNT) {
			add_compound(s, a);
			read_unit(s, a);
		}
	}
	read_sign(s, a);
	join_words(s, i, a);
	return true;
}

/* "22nd", "third", "twenty-second". */
static bool read_ordinal(const struct sentence *s, size_t i, struct amount *a)
{
	int n = sentence_whole(s, i);
	size_t last = i;
	if (n > 0 && i + 1 < s->n && s->t[i + 1].glued && sentence_is_one(s, i + 1, "st|nd|rd|th"))
		last = i + 1;
	else {
		const struct hit *tens = sentence_hit(s, i, CLASS_CARDINAL), *h = sentence_hit(s, i, CLASS_ORDINAL);
		n = 0;
		if (tens && tens->lexeme->n >= 20) {
			size_t at = (size_t)tens->last + 1 + sentence_sign(s, (size_t)tens->last + 1, '-');
			const struct hit *ones = sentence_hit(s, at, CLASS_ORDINAL);
			if (ones && ones->lexeme->n < 10) {
				n = tens->lexeme->n + ones->lexeme->n;
				last = ones->last;
			}
		} else if (h) {
			n = h->lexeme->n;
			last = h->last;
		}
	}
	if (n <= 0)
		return false;
	*a = (struct amount){.first = (uint16_t)i,
	                     .last = (uint16_t)last,
	                     .number_last = (uint16_t)last,
	                     .hedge_first = (uint16_t)i,
	                     .number = n,
	                     .high = NAN,
	                     .dim = DIM_OTHER,
	                     .ordinal = true,
	                     .twin = -1,
	                     .bound = BOUND_EXACT,
	                     .word = s->t[i].kind != TOKEN_NUMBER};
	return true;
}

/* What may follow "a third" where it is a part and no place in a row. */
static bool part_follows(const struct sentence *s, size_t i)
{
	return i >= s->n || s->t[i].kind == TOKEN_SIGN || sentence_has(s, i, CLASS_PREP) || sentence_has(s, i, CLASS_COMPARE) ||
	       sentence_has(s, i, CLASS_CHANGE) || sentence_has(s, i, CLASS_JOIN) || sentence_has(s, i, CLASS_YOY) ||
	       sentence_has(s, i, CLASS_BASE) || s->when_of[i] >= 0 || sentence_has(s, i, CLASS_BREAK);
}

static bool read_fraction(const struct sentence *s, size_t i, struct amount *a)
{
	size_t at = i;
	const struct hit *n = sentence_hit(s, i, CLASS_CARDINAL);
	int number = 1;
	if (sentence_is_one(s, i, "a|an")) {
		at++;
	} else if (n && n->lexeme->n <= 9) {
		number = n->lexeme->n;
		at = (size_t)n->last + 1;
		at += sentence_sign(s, at, '-');
	}
	const struct hit *part = sentence_hit(s, at, CLASS_FRACTION);
	if (!part || (at == i && part->lexeme->n != 2) || number >= part->lexeme->n)
		return false;
	if (!part_follows(s, (size_t)part->last + 1))
		return false;
	*a = (struct amount){.first = (uint16_t)i,
	                     .last = part->last,
	                     .number_last = part->last,
	                     .number = 100.0 * number / part->lexeme->n,
	                     .high = NAN,
	                     .g = 1,
	                     .dim = DIM_PERCENT,
	                     .fraction = true,
	                     .word = true,
	                     .twin = -1};
	return true;
}

static bool change_near(const struct sentence *s, size_t i)
{
	for (size_t k = i; k > 0 && i - k < 5 && !sentence_breaks(s, k - 1); k--)
		if (sentence_has(s, k - 1, CLASS_CHANGE))
			return true;
	return false;
}

/* "1.7 times as many", "five-fold", "increased 8 times": times eight is 700 per cent more. */
static bool read_times(const struct sentence *s, size_t i, struct amount *a)
{
	size_t last;
	bool scaled;
	struct value v;
	if (!number_at(s, i, false, &last, &scaled) || scaled)
		return false;
	size_t at = last + 1 + sentence_sign(s, last + 1, '-');
	bool fold = sentence_is_one(s, at, "fold"), times = sentence_is(s, at, "times");
	bool compared = sentence_is_one(s, at + 1, "as|more|higher|greater|larger|bigger|over|the|compared|against|versus");
	if ((!fold && !times) || (times && !compared && !change_near(s, i)))
		return false;
	if (!evaluate(s, i, last, "", false, &v) || v.number <= 0 || !isnan(v.high))
		return false;
	*a = (struct amount){.first = (uint16_t)i,
	                     .last = (uint16_t)at,
	                     .number_last = (uint16_t)last,
	                     .high = NAN,
	                     .g = v.g * 100,
	                     .dim = DIM_PERCENT,
	                     .multiple = true,
	                     .twin = -1};
	a->number = rint((v.number - 1) * 1e11) / 1e9;
	return true;
}

static bool read_multiple(const struct sentence *s, size_t i, struct amount *a)
{
	const struct hit *h = sentence_hit(s, i, CLASS_MULTIPLE);
	if (!h)
		return false;
	*a = (struct amount){.first = (uint16_t)i,
	                     .last = h->last,
	                     .number_last = h->last,
	                     .number = h->lexeme->n,
	                     .high = NAN,
	                     .g = 10,
	                     .dim = DIM_PERCENT,
	                     .multiple = true,
	                     .word = true,
	                     .twin = -1};
	return true;
}

static bool read_at(const struct sentence *s, size_t i, struct amount *a)
{
	return read_multiple(s, i, a) || read_times(s, i, a) || read_fraction(s, i, a) || read_ordinal(s, i, a) || read_plain(s, i, a);
}

/* "from 4.4 to 5.2 billion dollars": the unit stands once, for both. */
static void share_units(struct sentence *s)
{
	/* "2.7 million tonnes by rail, 2 million by road": the same unit, not said again. */
	for (size_t k = 1; k < s->n_amounts; k++) {
		struct amount *a = &s->amounts[k];
		const struct amount *b = &s->amounts[k - 1];
		size_t next = (size_t)a->last + 1;
		bool bulk = b->dim == DIM_TONNES || b->dim == DIM_M3 || b->dim == DIM_KWH;
		bool bare = next >= s->n || sentence_is_one(s, next, "by|to|from|in|for|through|,|.|and|via") || s->when_of[next] >= 0;
		if (a->dim == DIM_COUNT && bulk && bare && !a->ordinal && sentence_has(s, a->number_last, CLASS_SCALE) &&
		    a->first - b->last < 12)
			a->dim = b->dim;
	}
	amount_share_money(s);
	amount_share_listed(s);
	for (size_t k = 0; k + 1 < s->n_amounts; k++) {
		struct amount *a = &s->amounts[k];
		const struct amount *b = &s->amounts[k + 1];
		bool from_to = a->hedge_first > 0 && sentence_is(s, a->hedge_first - 1, "from") &&
		               sentence_is(s, (size_t)a->last + 1, "to") && b->hedge_first <= a->last + 2;
		if (!from_to || a->dim == b->dim || a->dim == DIM_PERCENT || a->ordinal)
			continue;
		if (b->dim != DIM_COUNT && (a->dim == DIM_COUNT || a->dim == DIM_MONEY)) {
			struct value one, scaled;
			bool has_scale = sentence_has(s, b->number_last, CLASS_SCALE),
			     own_scale = sentence_has(s, a->number_last, CLASS_SCALE);
			a->dim = b->dim;
			memcpy(a->currency, b->currency, sizeof a->currency);
			if (has_scale && !own_scale && evaluate(s, b->number_last, b->number_last, "", false, &one))
				continue;
			char text[SLICE_MAX];
			struct err err;
			snprintf(text, sizeof text, "1 %.*s", (int)s->t[b->number_last].len, s->text + s->t[b->number_last].at);
			if (has_scale && !own_scale && value_parse(text, VALUE_PROSE, false, &scaled, &err) == 0) {
				a->number = rint(a->number * scaled.number * 1e6) / 1e6;
				a->g *= scaled.number;
			}
		}
	}
}

void amount_find(struct sentence *s)
{
	s->n_amounts = 0;
	for (size_t i = 0; i < s->n; i++)
		s->amount_of[i] = -1;
	for (size_t i = 0; i < s->n && s->n_amounts < AMOUNTS_MAX;) {
		struct amount a;
		if (s->when_of[i] >= 0 || !read_at(s, i, &a)) {
			i++;
			continue;
		}
		if (!a.ordinal)
			read_hedges(s, &a);
		for (size_t k = a.first; k <= a.last && k < s->n; k++)
			s->amount_of[k] = (int16_t)s->n_amounts;
		s->amounts[s->n_amounts++] = a;
		i = (size_t)a.last + 1;
	}
	amount_find_twins(s);
	share_units(s);
}
