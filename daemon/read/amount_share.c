/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "read/amount_share.h"

#include <string.h>

/* "$36.7 bln" in brackets behind roubles, "or 111 bln Belarusian roubles": one amount in two currencies, with one hedge. */
void amount_find_twins(struct sentence *s)
{
	for (size_t k = 1; k < s->n_amounts; k++) {
		struct amount *a = &s->amounts[k], *b = &s->amounts[k - 1];
		size_t from = (size_t)b->last + 1;
		bool open = sentence_is(s, from, "(");
		a->bracket = open && from < a->hedge_first + 1u;
		if (sentence_is(s, from, ")"))
			from++;
		bool joined = open || sentence_is(s, from, "or") || sentence_is(s, from, "/") ||
		              (sentence_is(s, from, ",") && sentence_is(s, from + 1, "or"));
		if (a->dim != DIM_MONEY || b->dim != DIM_MONEY || !joined || strcmp(a->currency, b->currency) == 0)
			continue;
		if (a->hedge_first > from + 3)
			continue;
		a->twin = b->twin >= 0 ? b->twin : (int)k - 1;
		const struct amount *of = &s->amounts[a->twin];
		if (!a->hedged && of->hedged && of->bound != BOUND_RANGE) {
			a->hedged = true;
			a->bound = of->bound;
		}
	}
}

static bool ends_bare(const struct sentence *s, const struct amount *a)
{
	size_t next = (size_t)a->last + 1;
	return next >= s->n || sentence_is_one(s, next, ",|.|)|(|and|in|for|from") || s->when_of[next] >= 0 || sentence_breaks(s, next);
}

/* "worth 410 million euros; in kilowatt-hours it was 7.9 billion" */
static bool measures(const struct sentence *s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (sentence_is_one(s, i, "kilowatt|kilowatt-hours|kwh|gwh|tonnes|tons|cubic|litres|barrels|weight"))
			return true;
	return false;
}

/* "exports were worth 1.5 billion euros and imports 1.4 billion": the currency is not said again. A verb or a name of what has money stands before
 * the bare millions, and nothing is counted behind them. */
void amount_share_money(struct sentence *s)
{
	for (size_t k = 1; k < s->n_amounts; k++) {
		struct amount *a = &s->amounts[k];
		const struct amount *b = &s->amounts[k - 1];
		bool scaled = sentence_has(s, a->number_last, CLASS_SCALE) && !sentence_is_one(s, a->number_last, "thousand|hundred");
		size_t before = (size_t)a->hedge_first - 1;
		bool led = a->hedge_first > 0 && (sentence_has(s, before, CLASS_INDICATOR) || sentence_has(s, before, CLASS_PARTY) ||
		                                  sentence_has(s, before, CLASS_VERB) ||
		                                  sentence_is_one(s, before, "to|at|for|of|against|from|after|versus|vs|with|than|or"));
		while (b > s->amounts && b->dim == DIM_PERCENT)
			b--;
		if (a->dim == DIM_COUNT && b->dim == DIM_MONEY && scaled && led && ends_bare(s, a) && !a->ordinal &&
		    a->first - b->last < 30 && !measures(s, b->last + 1u, a->hedge_first)) {
			a->dim = DIM_MONEY;
			memcpy(a->currency, b->currency, sizeof a->currency);
		}
	}
}

/* "by 8 and 13 percent", "to 1.5 billion and 1.3 billion euros": a list has its unit at the end. A whole number without a scale takes percent only. */
void amount_share_listed(struct sentence *s)
{
	for (size_t k = s->n_amounts; k-- > 1;) {
		const struct amount *b = &s->amounts[k];
		struct amount *a = &s->amounts[k - 1];
		bool joined = b->hedge_first == a->last + 2u && sentence_is_one(s, a->last + 1u, "and|,") && b->first == b->hedge_first;
		bool scaled = sentence_has(s, a->number_last, CLASS_SCALE) && sentence_has(s, b->number_last, CLASS_SCALE);
		bool led = a->hedge_first > 0 && (sentence_is_one(s, a->hedge_first - 1u, "by|to|at|,|were|was|of|and") ||
		                                  sentence_has(s, a->hedge_first - 1u, CLASS_VERB));
		if (a->dim != DIM_COUNT || a->ordinal || b->ordinal || b->fraction || b->multiple || a->word || !joined || !led)
			continue;
		if ((b->dim == DIM_MONEY && scaled) || (b->dim == DIM_PERCENT && a->number < 1000)) {
			a->dim = b->dim;
			memcpy(a->currency, b->currency, sizeof a->currency);
		}
	}
}
