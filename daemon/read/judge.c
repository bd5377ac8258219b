/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "read/judge.h"

#include "read/mention.h"

#include <math.h>
#include <string.h>

#define CHANGE_REACH 7  /* tokens between "increased" and its number */
#define STATUS_REACH 16 /* tokens between "target" and its number */

size_t judge_clause_start(const struct sentence *s, size_t i)
{
	while (i > 0 && !sentence_breaks(s, i - 1))
		i--;
	return i;
}

size_t judge_clause_end(const struct sentence *s, size_t i)
{
	while (i < s->n && !sentence_breaks(s, i))
		i++;
	return i;
}

static struct verdict nothing(const char *reason)
{
	return (struct verdict){.as = AS_NOTHING, .reason = reason, .status = 'A'};
}

bool judge_number_between(const struct sentence *s, size_t from, size_t to)
{
	for (size_t i = from; i < to && i < s->n; i++)
		if (s->amount_of[i] >= 0 && !s->amounts[s->amount_of[i]].ordinal)
			return true;
	return false;
}

/* The word of change before the number: "rose by", "growth of", "up". Its sign in *sign; false where there is none. */
static bool change_before(const struct sentence *s, const struct amount *a, int *sign, size_t *word)
{
	size_t low = a->hedge_first > CHANGE_REACH ? a->hedge_first - CHANGE_REACH : 0;
	for (size_t i = a->hedge_first; i > low; i--) {
		bool colon = sentence_is(s, i - 1, ":") && i == a->hedge_first; /* "growth: 5%" */
		if ((sentence_breaks(s, i - 1) && !colon) || judge_number_between(s, i - 1, i))
			return false;
		const struct hit *h = sentence_covering(s, i - 1, CLASS_CHANGE);
		/* "make up 96 per cent" is no rise. */
		bool made_up = sentence_is(s, i - 1, "up") && i > 1 && sentence_is_one(s, i - 2, "make|makes|made|making");
		if (h && s->when_of[i - 1] < 0 && !made_up) {
			*sign = h->lexeme->n;
			*word = h->first;
			return true;
		}
		if (sentence_is(s, i - 1, ",") && a->hedge_first - i > 1)
			return false;
	}
	return false;
}

/* "exports by 37.6 per cent and imports by 14.3 per cent": the verb stands before the first of them. */
static bool change_shared(const struct sentence *s, const struct amount *a, int *sign, size_t *word)
{
	if (a->hedge_first == 0 || !sentence_is(s, a->hedge_first - 1u, "by"))
		return false;
	for (size_t i = a->hedge_first; i > 0 && a->hedge_first - i < 30; i--) {
		const struct hit *h = sentence_covering(s, i - 1, CLASS_CHANGE);
		if (h) {
			*sign = h->lexeme->n;
			*word = h->first;
			return true;
		}
		if (sentence_sign(s, i - 1, ';'))
			return false;
	}
	return false;
}

/* "Exports gained 9.8 per cent, imports 4.5 per cent": a bare name and its number, behind a comma or "and", after a number with a verb of change. */
static bool change_gapped(const struct sentence *s, size_t k, int *sign, size_t *word)
{
	const struct amount *a = &s->amounts[k];
	size_t i = a->hedge_first, steps = 0;
	while (i > 0 && steps++ < 6 && s->amount_of[i - 1] < 0 && !sentence_is_one(s, i - 1, ",|and")) {
		bool name = sentence_has(s, i - 1, CLASS_INDICATOR) || s->name_of[i - 1] >= 0 || sentence_has(s, i - 1, CLASS_FILLER) ||
		            sentence_is_one(s, i - 1, "to|from|by");
		if (!name)
			return false;
		i--;
	}
	if (i == 0 || steps < 2 || !sentence_is_one(s, i - 1, ",|and") || !sentence_within(s, i, a->hedge_first, CLASS_INDICATOR))
		return false;
	/* "Exports slid 2.9 per cent to $5.3 billion, imports 16 per cent to $4.9 billion" */
	if (k > 1 && s->amounts[k - 1].dim == DIM_MONEY)
		k--;
	if (k == 0 || s->amounts[k - 1].dim != DIM_PERCENT || s->amounts[k - 1].fraction != a->fraction)
		return false;
	return change_before(s, &s->amounts[k - 1], sign, word);
}

/* "20 per cent increase", "45-percent jump", "6 per cent year-on-year growth". */
static bool change_behind(const struct sentence *s, const struct amount *a, int *sign, size_t *word)
{
	size_t i = a->last + 1u;
	for (int k = 0; k < 4 && i < s->n; k++, i++) {
		const struct hit *h = sentence_hit(s, i, CLASS_CHANGE);
		if (h && !sentence_is_one(s, i, "up|down|added")) {
			*sign = h->lexeme->n;
			*word = i;
			return true;
		}
		bool soft =
		    sentence_has(s, i, CLASS_YOY) || (sentence_sign(s, i, '-') && s->t[i].glued) ||
		    sentence_is_one(s, i, "annual|real|nominal|net|sharp|further|overall|yearly|year|on|over|steady|slight|modest|strong");
		if (!soft)
			return false;
	}
	return false;
}

/* What stands behind "more" must be a time: "11% more than a year before", not "27 per cent below the record of 2011". */
static bool compares_with_time(const struct sentence *s, size_t i)
{
	for (size_t k = i; k < s->n && k < i + 9; k++) {
		if (s->when_of[k] >= 0 || sentence_has(s, k, CLASS_YOY))
			return true;
		if (sentence_is(s, k, "record") && sentence_is(s, k + 1, "year") && sentence_is_one(s, k + 2, "before|earlier"))
			return true;
		if (sentence_is(s, k, "record") && (sentence_is(s, k + 1, "year") || s->when_of[k + 1] >= 0))
			continue; /* "less than in the record year 2023" */
		if (sentence_is_one(
		        s, k,
		        "record|average|plan|target|forecast|expected|expectations|capacity|peak|potential|planned|world|others|"
		        "neighbours|maximum|norm|budget|predicted|projected|price|market"))
			return false;
		if (s->amount_of[k] >= 0)
			return true;
		if (s->t[k].kind == TOKEN_SIGN && !s->t[k].glued)
			return k > i || sentence_is(s, k, ",");
		if (sentence_sign(s, k, ';') || sentence_is(s, k, ",") || sentence_is(s, k, ".") || sentence_is(s, k, ")"))
			return k == i;
		if (mention_is_noun(s, k))
			return false;
	}
	return i >= s->n || s->n - i < 9;
}

/* "some 4 per cent over the year before" */
static bool over_behind(const struct sentence *s, const struct amount *a)
{
	size_t i = a->last + 1u;
	bool time = s->when_of[i + 1] >= 0 || (sentence_is(s, i + 1, "the") && s->when_of[i + 2] >= 0) || sentence_has(s, i, CLASS_YOY);
	return sentence_is(s, i, "over") && i + 2 < s->n && time &&
	       !sentence_within(s, judge_clause_start(s, a->first), a->first, CLASS_SHARE);
}

static bool compare_behind(const struct sentence *s, const struct amount *a, int *sign, size_t *word, bool *refused)
{
	const struct hit *h = sentence_hit(s, a->last + 1u, CLASS_COMPARE);
	if (!h)
		return false;
	*sign = h->lexeme->n;
	*word = h->first;
	*refused = !compares_with_time(s, h->last + 1u);
	return true;
}

/* "118.3% of the figure for the same period of 2022", "92.5 per cent of its level in the first quarter": an index. */
static bool is_index(const struct sentence *s, const struct amount *a)
{
	size_t i = a->last + 1u;
	bool of = sentence_is(s, i, "of"), to = sentence_is_one(s, i, "compared|against|versus|relative") || sentence_has(s, i, CLASS_YOY);
	if (a->bound == BOUND_RANGE || a->number < 20 || (!of && !to))
		return false;
	size_t word;
	int sign;
	if (to && (a->number < 50 || change_before(s, a, &sign, &word)))
		return false;
	bool level = false;
	/* "96 percent of settlements" are settlements. */
	if (of && s->t[i + 1].kind == TOKEN_WORD && s->when_of[i + 1] < 0 && s->name_of[i + 1] < 0 &&
	    sentence_is_one(s, i + 2, "were|was|are|is|have|had|has"))
		return false;
	for (size_t k = i + 1; k < s->n && k < i + 8; k++) {
		if (s->when_of[k] >= 0) {
			const struct when *w = &s->whens[s->when_of[k]];
			return to || level || w->base || w->same || sentence_is_one(s, k - 1, "of") || k == i + 1 ||
			       sentence_is_one(s, k, "last") || sentence_is_one(s, k - 1, "the|that");
		}
		level |= sentence_is_one(
		    s, k,
		    "figure|figures|level|levels|result|results|volume|value|amount|number|total|indicator|same|"
		    "corresponding|comparable|analogous|that|what|those|one|volumes|values|numbers|totals|indicators|sum|mark");
		if (!level && mention_is_noun(s, k) && s->t[k].kind == TOKEN_WORD)
			return false;
		if (s->t[k].kind == TOKEN_SIGN && !s->t[k].glued)
			return false;
	}
	return false;
}

static struct verdict growth(double value, int sign, const char *rule, size_t word)
{
	return (struct verdict){.as = AS_GROWTH, .value = sign < 0 ? -value : value, .rule = rule, .word = word, .status = 'A'};
}

/* "to 4.4 per cent": where a change arrived. */
static bool is_arrival(const struct sentence *s, const struct amount *a)
{
	if (a->hedge_first == 0)
		return false;
	/* "rose from 40 percent in 2022 to 62 percent": where it started. */
	size_t next = (size_t)(a - s->amounts) + 1;
	if (sentence_is(s, a->hedge_first - 1u, "from") && next < s->n_amounts && s->amounts[next].dim == DIM_PERCENT &&
	    s->amounts[next].first - a->last < 10)
		return sentence_is(s, s->amounts[next].hedge_first - 1u, "to");
	return sentence_is_one(s, a->hedge_first - 1u, "to|at");
}

/* "up from 62.8 per cent", "shrank from 19.7 per cent to 3.9": where a change set out; a share itself. */
static bool is_departure(const struct sentence *s, const struct amount *a)
{
	size_t b = a->hedge_first;
	return b > 0 && sentence_is(s, b - 1, "from");
}

/* "growth came to 22.7%", "the decline amounted to 5 per cent": the noun of change is the subject. */
static bool grew_to(const struct sentence *s, const struct amount *a, int *sign, size_t *word)
{
	size_t i = a->hedge_first;
	if (i < 3)
		return false;
	/* "puts the growth at 27 per cent" */
	const struct hit *noun = sentence_is(s, i - 1, "at") ? sentence_covering(s, i - 2, CLASS_CHANGE) : NULL;
	if (noun && sentence_is_one(s, i - 2, "growth|increase|rise|decline|drop|fall|decrease|reduction")) {
		*sign = noun->lexeme->n;
		*word = i - 2;
		return true;
	}
	i -= sentence_is_one(s, i - 1, "to|at");
	i -= i > 3 && sentence_is(s, i - 1, "out") && sentence_is_one(s, i - 2, "works|worked|work");
	if (!sentence_is_one(s, i - 1,
	                     "came|amounted|amounts|comes|stood|stands|was|is|equalled|equaled|reached|made|totalled|totaled|constituted|"
	                     "exceeded|works|worked|ran|runs|"
	                     "averaged|measured|figured"))
		return false;
	for (size_t k = i - 1; k > 0 && i - k < 5; k--)
		if (sentence_is_one(
		        s, k - 1,
		        "growth|increase|rise|decline|drop|fall|decrease|reduction|contraction|expansion|gain|jump|surge|plus|minus|"
		        "slump|dip|upturn|downturn")) {
			const struct hit *h = sentence_covering(s, k - 1, CLASS_CHANGE);
			*sign = h ? h->lexeme->n : sentence_is(s, k - 1, "minus") ? -1 : 1;
			*word = k - 1;
			return true;
		}
	return false;
}

/* "three times as much as it received", "twice as many as planned": not as at another time. */
static bool is_multiple_of_another(const struct sentence *s, const struct amount *a)
{
	size_t i = a->last + 1u;
	if (sentence_is(s, i, "as") && sentence_is_one(s, i + 1, "much|many|high|large|big|great"))
		i += 2;
	if (!sentence_is(s, i, "as"))
		return false;
	for (size_t k = i + 1; k < s->n && k < i + 8 && !sentence_breaks(s, k) && !sentence_is(s, k, ","); k++)
		if (s->when_of[k] >= 0 || sentence_has(s, k, CLASS_YOY))
			return false;
	return true;
}

static struct verdict judge_percent(const struct sentence *s, const struct amount *a)
{
	int sign = 1;
	size_t word = a->first;
	bool refused = false;

	if (a->multiple && is_multiple_of_another(s, a))
		return nothing("compared with something that is no period");
	if (a->multiple) {
		bool of_what = sentence_is(s, a->last + 1u, "of");
		return of_what ? nothing("a multiple of something else") : growth(a->number, 1, "growth.multiple", a->first);
	}
	if (a->sign)
		return growth(a->number, a->sign, "growth.sign", a->first);
	if (!a->fraction && is_index(s, a)) {
		struct verdict v = growth(rint((a->number - 100) * 1e9) / 1e9, 1, "growth.index", a->first);
		return v;
	}
	if (change_behind(s, a, &sign, &word))
		return growth(a->number, sign, "growth.noun", word);
	if (compare_behind(s, a, &sign, &word, &refused))
		return refused ? nothing("compared with something that is no period") : growth(a->number, sign, "growth.compared", word);
	if (over_behind(s, a) && !change_before(s, a, &sign, &word))
		return growth(a->number, 1, "growth.compared", a->first);
	if (grew_to(s, a, &sign, &word))
		return growth(a->number, sign, "growth.noun", word);
	if (!is_arrival(s, a) && !is_departure(s, a) && change_before(s, a, &sign, &word) &&
	    !(sentence_is(s, a->last + 1u, "of") && !sentence_has(s, a->last + 2u, CLASS_BASE)))
		return growth(a->number, sign, "growth.verb", word);
	if (!is_arrival(s, a) && change_shared(s, a, &sign, &word))
		return growth(a->number, sign, "growth.shared", word);
	if (change_gapped(s, (size_t)(a - s->amounts), &sign, &word))
		return growth(a->number, sign, "growth.shared", a->first);
	for (size_t i = a->hedge_first > 6 ? a->hedge_first - 6u : 1; i < a->hedge_first; i++)
		if (sentence_is(s, i, "alone") && s->when_of[i - 1] < 0 && !sentence_breaks(s, i))
			return nothing("of a part alone");
	if (a->fraction && !sentence_is(s, a->last + 1u, "of"))
		return nothing("a part of nothing that is named");
	return (struct verdict){.as = AS_SHARE, .value = a->number, .rule = "share", .status = 'A'};
}

/* "From January to March another 146,000 came": more of the same, but of a time of its own. */
static bool has_own_time(const struct sentence *s, const struct amount *a)
{
	if (a->dim != DIM_COUNT || !sentence_is_one(s, a->last + 1u, "came|arrived|followed|visited") || a->hedge_first == 0)
		return false;
	int k = s->when_of[a->hedge_first - 1u - (a->hedge_first > 1 && sentence_is(s, a->hedge_first - 1u, ","))];
	return k >= 0 && s->whens[k].sort == WHEN_SPAN && !s->whens[k].base;
}

/* "increased by $238 million", "$90 million more", "a loss of $210 million". */
static bool is_difference(const struct sentence *s, const struct amount *a)
{
	int sign;
	size_t word;
	/* "two more flights", "another 6 million" */
	if (a->dim == DIM_COUNT && s->name_of[a->last + 1u] < 0 &&
	    sentence_is_one(s, a->last + 1u, "more|additional|extra|further|other|new") && !sentence_is(s, a->last + 2u, "than"))
		return true;
	for (size_t i = a->hedge_first; i < a->first; i++)
		if (sentence_is_one(s, i, "another|further|additional|extra") && !has_own_time(s, a))
			return true;
	if (a->hedge_first > 0 && sentence_is(s, a->hedge_first - 1u, "by") && change_before(s, a, &sign, &word))
		return true;
	/* "fell by 11 per cent, or 25,000 tonnes" */
	size_t b = a->hedge_first;
	bool or_that = b > 1 && sentence_is(s, b - 1, "or");
	size_t back = b - 2 - (or_that && sentence_is(s, b - 2, ","));
	if (or_that && back < s->n && s->amount_of[back] >= 0 && s->amounts[s->amount_of[back]].dim == DIM_PERCENT && a->dim != DIM_PERCENT)
		return true;
	/* "imports exceeded exports by $35 million" */
	if (a->hedge_first > 0 && sentence_is(s, a->hedge_first - 1u, "by") && a->dim != DIM_COUNT)
		return true;
	if (sentence_is_one(s, a->last + 1u, "more|less|fewer|higher|lower") &&
	    (sentence_is(s, a->last + 2u, "than") || sentence_breaks(s, a->last + 2u) ||
	     s->t[a->last + 2u < s->n ? a->last + 2u : 0].kind == TOKEN_SIGN))
		return true;
	if (change_behind(s, a, &sign, &word))
		return true;
	if (a->hedge_first > 1 && sentence_is(s, a->hedge_first - 1u, "of") &&
	    (sentence_has(s, a->hedge_first - 2u, CLASS_CHANGE) || sentence_is_one(s, a->hedge_first - 2u, "loss|difference")))
		return true;
	/* "up $238 million", "down 30,000": no "to" between. */
	bool made_up = a->hedge_first > 1 && sentence_is_one(s, a->hedge_first - 2u, "made|make|makes|making|took|take|takes");
	return a->hedge_first > 0 && !made_up && sentence_is_one(s, a->hedge_first - 1u, "up|down");
}

static char status_of(const struct hit *h)
{
	return h->lexeme->class == CLASS_TARGET ? 'T' : 'F';
}

/* "Target for 2030: $25 billion": the label of a list says what its number is. NULL for another label. */
static const struct hit *label_of(const struct sentence *s, size_t colon)
{
	size_t from = judge_clause_start(s, colon);
	if (colon - from > 6)
		return NULL;
	const struct hit *target = sentence_within(s, from, colon, CLASS_TARGET);
	return target ? target : sentence_within(s, from, colon, CLASS_FORECAST);
}

/* Aims and forecasts are no observations. The nearest word decides; one that belongs to another number does not count. */
static char find_status(const struct sentence *s, const struct amount *a)
{
	bool verb = false;
	size_t low = a->hedge_first > STATUS_REACH ? a->hedge_first - STATUS_REACH : 0;
	for (size_t i = a->last; i > low; i--) {
		/* "exports, which they plan to double, were": the number has a verb of its own behind the comma. */
		if (i <= a->hedge_first && verb && sentence_is(s, i - 1, ","))
			break;
		verb |= sentence_is_one(
		    s, i - 1, "was|were|is|are|reached|came|stood|amounted|totalled|totaled|exceeded|hit|rose|fell|grew|had|has|have");
		if (i <= a->hedge_first && (sentence_sign(s, i - 1, ';') || sentence_is(s, i - 1, ":"))) {
			const struct hit *label = sentence_is(s, i - 1, ":") ? label_of(s, i - 1) : NULL;
			if (label)
				return status_of(label);
			break;
		}
		bool date = s->when_of[i - 1] >= 0; /* "January-May" is no "may" */
		const struct hit *t = date ? NULL : sentence_covering(s, i - 1, CLASS_TARGET),
		                 *f = date ? NULL : sentence_covering(s, i - 1, CLASS_FORECAST);
		/* ", bringing the total to 240 million": what has come of it. */
		if (t && !f && t->first > 0 && sentence_is_one(s, t->first, "bringing|raising|lifting") &&
		    sentence_is(s, t->first - 1u, ","))
			continue;
		if ((t || f) && judge_number_between(s, i, a->hedge_first) && !sentence_is_one(s, a->hedge_first - 1u, "to|and|or|of|from"))
			break;
		if (t && !f && sentence_is(s, t->first, "to") && t->first > 0 && sentence_covering(s, t->first - 1u, CLASS_FORECAST))
			return 'F'; /* "is expected to double" */
		if (t || f)
			return status_of(!t || (f && f->n_words > t->n_words) ? f : t);
	}
	for (size_t i = a->last + 1u; i < s->n && i < a->last + 7u; i++) {
		if (sentence_breaks(s, i) || sentence_is_one(s, i, ",|and") || s->amount_of[i] >= 0 || s->when_of[i] >= 0)
			break;
		const struct hit *f = sentence_hit(s, i, CLASS_FORECAST), *t = sentence_hit(s, i, CLASS_TARGET);
		if (f || t)
			return status_of(f ? f : t);
	}
	return 'A';
}

static bool hit_near(const struct sentence *s, const struct amount *a, enum word_class class, size_t before, size_t behind)
{
	size_t from = a->hedge_first > before ? a->hedge_first - before : 0;
	for (size_t i = from; i < s->n && i <= a->last + behind; i++) {
		if (i >= a->first && i <= a->last)
			continue;
		/* "a year-on-year fall" is no rate of a year. */
		if (class == CLASS_AVERAGE && (sentence_has(s, i, CLASS_YOY) || sentence_has(s, i + 1, CLASS_YOY)))
			continue;
		bool other = s->amount_of[i] >= 0 || sentence_sign(s, i, ';');
		if (other && i > a->last)
			return false;
		if (sentence_has(s, i, class) && s->when_of[i] < 0 && !(i < a->hedge_first && judge_number_between(s, i, a->hedge_first)))
			return true;
	}
	return false;
}

/* A number that is a name: "Pavilion 3", "Section 301", "No. 3". */
static bool is_label(const struct sentence *s, const struct amount *a)
{
	if (a->dim != DIM_COUNT || a->word || a->first == 0 || a->hedge_first != a->first)
		return false;
	size_t i = a->first - 1u;
	if (sentence_is(s, i, ".") && i > 0 && sentence_is_one(s, i - 1, "no|nos|art"))
		return true;
	if (sentence_is(s, i, "(") && sentence_is(s, a->last + 1u, ")") && a->number < 30)
		return true;
	if (s->t[a->first].glued && s->t[i].kind != TOKEN_SIGN)
		return true;
	if (a->number > 20 && sentence_has(s, a->last + 1u, CLASS_INDICATOR))
		return false; /* "At Ilia University 45 students learn" */
	bool name = s->t[i].kind == TOKEN_WORD && s->t[i].capital && i > 0 && s->name_of[i] < 0 && s->when_of[i] < 0 && s->t[i].len > 1;
	return name && !(s->t[i].mask & (CLASS_BIT(CLASS_VERB) | CLASS_BIT(CLASS_PREP)));
}

/* "12 of them", "of which 9", "including 9 lorries", "12 of the 69 projects". */
static bool is_part(const struct sentence *s, const struct amount *a)
{
	bool of_some = sentence_is(s, a->last + 1u, "of") && sentence_is_one(s, a->last + 2u, "the|them|these|those");
	/* "including 2.4 million tonnes by road" has a name of its own. */
	bool within = a->hedge_first > 0 && sentence_is(s, a->hedge_first - 1u, "including") &&
	              !sentence_is_one(s, a->last + 1u, "by|in|through|via");
	/* "there were 2 million of them": all of them. */
	size_t b = a->hedge_first;
	bool all = sentence_is(s, a->last + 1u, "of") && sentence_is(s, a->last + 2u, "them") && b > 1 &&
	           sentence_is_one(s, b - 1, "were|are|was|been|be") &&
	           (sentence_is(s, b - 2, "there") || (b > 2 && sentence_is(s, b - 3, "there")));
	if (all)
		return false;
	/* "Cars made up $31.4 million of the exports" */
	bool makes_up =
	    b > 1 && sentence_is_one(s, b - 1, "up|for") && sentence_is_one(s, b - 2, "made|makes|make|making|accounted|accounts|account");
	size_t whole = a->last + 2u;
	while (sentence_is_one(s, whole, "the|its|their|all|that|this|those|total") || s->name_of[whole] >= 0)
		whole++;
	if (a->dim != DIM_PERCENT && makes_up && sentence_is(s, a->last + 1u, "of") && sentence_has(s, whole, CLASS_INDICATOR))
		return true;
	/* "and for 91 percent of its exports": a share in one of the two flows alone. */
	bool elliptic = b > 1 && sentence_is(s, b - 1, "for") && sentence_is_one(s, b - 2, "and|,|but");
	if (a->dim == DIM_PERCENT && (makes_up || elliptic) && sentence_is(s, a->last + 1u, "of") &&
	    sentence_is_one(s, whole, "exports|imports"))
		return true;
	return within || hit_near(s, a, CLASS_PART, 1, 1) || (a->dim == DIM_COUNT && of_some && s->amount_of[a->last + 3u] >= 0);
}

/* "a tenth of the 1.5 million": the whole beside a part of it. */
static bool is_whole(const struct sentence *s, const struct amount *a)
{
	size_t b = a->hedge_first;
	b -= b > 0 && sentence_is_one(s, b - 1, "the|all|its|their");
	bool of_part = b > 1 && sentence_is(s, b - 1, "of") && s->amount_of[b - 2] >= 0;
	return a->dim != DIM_PERCENT && of_part && (b < a->hedge_first || sentence_is(s, b, "the"));
}

/* "down from 14", without a word of when that was. */
static bool is_earlier(const struct sentence *s, const struct amount *a)
{
	size_t b = a->hedge_first;
	if (a->dim == DIM_PERCENT || b == 0)
		return false;
	if (sentence_is(s, b - 1, "down"))
		return true;
	return b > 1 && sentence_is(s, b - 1, "from") && sentence_is_one(s, b - 2, "down|up") && s->when_of[a->last + 2u] < 0;
}

/* "31,000 vehicles cross the border on an average day", "12,000 people every day". */
static bool is_daily(const struct sentence *s, const struct amount *a)
{
	for (size_t i = a->last + 1u; i < s->n && i < a->last + 14u; i++) {
		if (s->amount_of[i] >= 0 || sentence_breaks(s, i) || sentence_is(s, i, ","))
			return false;
		if (sentence_is(s, i, "day") &&
		    sentence_is_one(s, i - 1, "average|a|per|each|every|single|normal|typical|ordinary|working|busy"))
			return true;
	}
	return false;
}

/* "did not reach 5 billion", "has not yet come to 5 billion". */
static bool is_denied(const struct sentence *s, const struct amount *a)
{
	size_t i = a->hedge_first;
	i -= i > 0 && sentence_is_one(s, i - 1, "to|at");
	if (i < 2 || !sentence_is_one(s, i - 1, "reach|reached|attain|attained|come|amount|total|hit|been|stand|was|were"))
		return false;
	i -= 1 + (i > 2 && sentence_is_one(s, i - 2, "yet|even|quite"));
	return i > 0 && sentence_is_one(s, i - 1, "not|never");
}

/* "5 agreements are waiting for a signature", "two checkpoints are under construction": not so yet. */
static bool is_pending(const struct sentence *s, const struct amount *a)
{
	if (a->dim != DIM_COUNT)
		return false;
	for (size_t i = a->last + 1u; i < s->n && i < a->last + 12u && !sentence_breaks(s, i) && !sentence_is_one(s, i, ",|and"); i++) {
		if (s->amount_of[i] >= 0)
			return false;
		if (sentence_is_one(s, i, "waiting|awaiting|await|awaits|pending|unsigned") ||
		    (sentence_is_one(s, i, "under|in") &&
		     sentence_is_one(s, i + 1, "negotiation|preparation|construction|discussion|consideration")) ||
		    (sentence_is_one(s, i, "being") &&
		     sentence_is_one(s, i + 1, "prepared|drafted|built|negotiated|discussed|planned|constructed|considered")) ||
		    (sentence_is(s, i, "yet") && sentence_is(s, i + 1, "to")))
			return true;
	}
	return false;
}

/* "imports from Japan cost $20 billion": the subject of the verb is what is measured, not something that has a price. */
static bool is_cost_of_trade(const struct sentence *s, const struct amount *a)
{
	size_t i = a->hedge_first - 1u;
	while (i > 0 && a->hedge_first - i < 5 && (s->name_of[i - 1] >= 0 || sentence_has(s, i - 1, CLASS_FILLER)))
		i--;
	return i > 0 && sentence_has(s, i - 1, CLASS_INDICATOR);
}

/* Why the amount is no figure whatever it is of, or NULL. */
static const char *refuse_amount(const struct sentence *s, const struct amount *a)
{
	bool weekly = sentence_is(s, a->last + 2u, "week");
	if (a->dim == DIM_POINTS)
		return "percentage points, which are no growth";
	if (is_part(s, a))
		return "a part of what is counted";
	if (a->dim == DIM_PERCENT && sentence_is(s, judge_clause_start(s, a->first), "the") &&
	    sentence_is_one(s, judge_clause_start(s, a->first) + 1, "former|latter"))
		return "the former or the latter, and which that is cannot be told";
	if (is_whole(s, a))
		return "the whole of which a part is meant";
	if (sentence_has(s, a->last + 1u, CLASS_RATE) && !weekly && !sentence_is(s, a->last + 2u, "cent"))
		return "an amount for one thing or one time";
	if (sentence_is_one(s, judge_clause_start(s, a->first), "each|every"))
		return "an amount for one thing or one time";
	if (hit_near(s, a, CLASS_AVERAGE, 3, 3) && !weekly)
		return "an average or yearly rate";
	if (a->dim != DIM_PERCENT && is_daily(s, a))
		return "an amount for one day";
	if (is_pending(s, a))
		return "not so yet";
	if (is_denied(s, a))
		return "a number that was not reached";
	if (a->dim == DIM_MONEY && a->hedge_first > 0 && sentence_is_one(s, a->hedge_first - 1u, "cost|costs|costing") &&
	    !is_cost_of_trade(s, a))
		return "the price of something";
	if (is_earlier(s, a))
		return "an earlier number whose time is not said";
	if (sentence_within(s, judge_clause_start(s, a->first), a->first, CLASS_CAPACITY))
		return "what could be done, not what was done";
	return NULL;
}

struct verdict judge_amount(const struct sentence *s, const struct amount *a)
{
	for (size_t i = 0; i < s->n; i++)
		if (sentence_has(s, i, CLASS_RETRACT))
			return nothing("the text takes a number back");
	if (is_label(s, a))
		return nothing(NULL);
	const char *reason = refuse_amount(s, a);
	if (reason)
		return nothing(reason);
	struct verdict v;
	if (a->dim == DIM_PERCENT)
		v = judge_percent(s, a);
	else if (is_difference(s, a))
		v = (struct verdict){.as = AS_CHANGE, .value = a->number, .rule = "change", .reason = "a difference, not a level"};
	else
		v = (struct verdict){.as = AS_LEVEL, .value = a->number, .rule = a->twin >= 0 ? "level.second" : "level"};
	v.status = find_status(s, a);
	return v;
}
