/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which indicator a number is of. Every phrase of the sentence that can have such a number competes; the cost of a phrase is its distance in tokens,
 * more for what stands between, less for a longer phrase; the cheapest wins, and where it is one that measures something else ("exports of
 * cars") nobody gets the number. Without a phrase in reach the subject before is taken only where a word points to it ("it", "the number").
 */
#include "read/scribe.h"

#include "read/mention.h"

#include <string.h>

#define COST_NEVER 1000.0
#define COST_COMMA 1.5
#define COST_BREAK 14.0
#define COST_BEHIND 12.0
#define COST_ASIDE 9.0
#define COST_MAX 45.0

static bool unit_fits(const struct indicator *i, const struct amount *a, const struct verdict *v)
{
	if (i->kind == COOP_RANK || i->kind == COOP_ORDINAL)
		return false;
	if (v->as == AS_GROWTH)
		return i->kind != COOP_RATIO;
	if (v->as == AS_SHARE)
		return i->kind == COOP_RATIO;
	if (i->kind == COOP_RATIO)
		return false;
	switch (a->dim) {
	case DIM_MONEY:
		return strcmp(i->unit, "USD") == 0;
	case DIM_TONNES:
		return strcmp(i->unit, "tonnes") == 0;
	case DIM_M3:
		return strcmp(i->unit, "m3") == 0;
	case DIM_KWH:
		return strcmp(i->unit, "kWh") == 0;
	case DIM_TEU:
		return strcmp(i->unit, "TEU") == 0;
	case DIM_COUNT:
		return strcmp(i->unit, "USD") != 0 && strcmp(i->unit, "tonnes") != 0 && strcmp(i->unit, "m3") != 0 &&
		       strcmp(i->unit, "kWh") != 0;
	default:
		return false;
	}
}

static bool is_stop(const struct sentence *s, size_t i)
{
	return sentence_has(s, i, CLASS_PREP) || sentence_has(s, i, CLASS_VERB) || sentence_has(s, i, CLASS_JOIN) ||
	       sentence_has(s, i, CLASS_BREAK) || (s->t[i].kind == TOKEN_SIGN && !(sentence_sign(s, i, '-') && s->t[i].glued)) ||
	       s->when_of[i] >= 0 || s->amount_of[i] >= 0;
}

/* The thing counted: nothing but adjectives between the number and the phrase. */
static bool is_counted(const struct sentence *s, const struct amount *a, const struct mention *m)
{
	size_t i = a->last + 1u;
	if (m->first < i || m->first - i > 4)
		return false;
	if (sentence_is(s, i, "of") && a->dim != DIM_COUNT)
		i++;
	for (; i < m->first; i++)
		if (is_stop(s, i))
			return false;
	return true;
}

/* "20 per cent increase in exports", "$4 billion of trade", "$28 billion worth of goods to": the phrase behind a preposition. */
static bool is_attached(const struct sentence *s, const struct amount *a, const struct verdict *v, const struct mention *m)
{
	bool prep = false;
	if (m->first <= a->last || m->first - a->last > 9)
		return false;
	for (size_t i = a->last + 1u; i < m->first; i++) {
		bool change = sentence_has(s, i, CLASS_CHANGE) || sentence_has(s, i, CLASS_YOY);
		if (sentence_is_one(s, i, "in|of|for|worth")) {
			prep = true;
			continue;
		}
		if (v->as == AS_GROWTH && change)
			continue;
		if (is_stop(s, i))
			return false;
	}
	return prep || m->first == a->last + 1u;
}

/* "$700 million were Chile's exports and $500 million its imports": the phrase says what the amount is. */
static bool is_predicate(const struct sentence *s, const struct amount *a, const struct mention *m)
{
	bool owned = false;
	if (a->dim != DIM_MONEY || m->first <= a->last + 1u || m->first - a->last > 5)
		return false;
	for (size_t i = a->last + 1u; i < m->first; i++) {
		owned |= s->name_of[i] >= 0;
		if (s->name_of[i] < 0 && s->t[i].kind != TOKEN_GENITIVE && !sentence_is_one(s, i, "were|was|are|is|the|its|their"))
			return false;
	}
	return owned && a->hedge_first > 0 && sentence_is_one(s, a->hedge_first - 1u, ",|and|:|;");
}

/* "passengers who travelled between them numbered": the clause that goes on from the phrase ends none. Its first token, or the phrase's. */
static size_t relative_behind(const struct sentence *s, const struct mention *m)
{
	size_t i = m->last + 1u;
	while (i < s->n && i < m->last + 4u && (s->name_of[i] >= 0 || sentence_is_one(s, i, "from|to|of|in|the")))
		i++;
	return sentence_is_one(s, i, "who|whose|where") && i < s->n ? i : m->last;
}

static double cost_before(const struct sentence *s, const struct mention *m, size_t number, bool *far)
{
	double cost = 0;
	bool label = true;
	size_t who = relative_behind(s, m);
	for (size_t i = m->last + 1u; i < number; i++) {
		if (i == who || (i == m->last + 1u && sentence_is(s, i, ":"))) /* "Exports: 3 billion (up 4 per cent)" */
			continue;
		if (s->when_of[i] >= 0) {
			cost += 0.2;
			continue;
		}
		cost += 1;
		/* "Two-way trade: $14.9 billion in 2023, $11.2 billion in 2024": what stands before the colon names them all. */
		label &= s->name_of[i] >= 0 || sentence_has(s, i, CLASS_PREP) || sentence_has(s, i, CLASS_FILLER) ||
		         sentence_is_one(s, i, ":|(|)");
		if (sentence_is(s, i, ":") && label)
			continue;
		if (sentence_breaks(s, i) && !((sentence_is(s, i, ":") || sentence_sign(s, i, '-')) && number - i < 3)) {
			cost += COST_BREAK;
			*far = true;
		} else if (sentence_is(s, i, ",")) {
			cost += COST_COMMA;
		}
	}
	return cost;
}

/* "imports, nearly all of them oil, halved": between commas, right behind another phrase. */
static bool is_aside(const struct sentence *s, const struct mention *m)
{
	if (!sentence_is(s, m->last + 1u, ","))
		return false;
	if (m->first > 1 && sentence_is_one(s, m->first - 1u, "including|excluding|without|with") && sentence_is(s, m->first - 2u, ","))
		return true;
	for (size_t k = 0; k < s->n_mentions; k++) {
		size_t comma = s->mentions[k].last + 1u;
		if (comma < m->first && m->first - comma < 7 && sentence_is(s, comma, ","))
			return true;
	}
	return false;
}

static double cost_of(const struct sentence *s, const struct amount *a, const struct verdict *v, const struct mention *m, bool *far)
{
	double bonus = m->n_words - 1;
	*far = false;
	if (m->first <= a->last && m->last >= a->first)
		return -6 - bonus;
	if (m->last + 2u == a->hedge_first && sentence_is(s, m->last + 1u, "of"))
		return -2 - bonus; /* "a shortfall of 93 million dollars in its trade" */
	if (m->last < a->first)
		return cost_before(s, m, a->hedge_first, far) - bonus + (is_aside(s, m) ? COST_ASIDE : 0);
	if (is_counted(s, a, m) && (a->dim != DIM_MONEY && a->dim != DIM_PERCENT))
		return -4 - bonus + (double)(m->first - a->last) / 2;
	if (is_attached(s, a, v, m) || is_predicate(s, a, m))
		return -1 - bonus;
	double cost = COST_BEHIND;
	for (size_t i = a->last + 1u; i < m->first; i++) {
		cost += s->when_of[i] >= 0 ? 0.2 : 1;
		if (sentence_breaks(s, i) || (s->amount_of[i] >= 0 && !s->amounts[s->amount_of[i]].ordinal)) {
			cost += COST_BREAK;
			*far = true;
		}
	}
	return cost - bonus;
}

static bool is_generic(const struct sentence *s, size_t i, const struct indicator *indicator)
{
	if (strcmp(indicator->unit, "persons") == 0)
		return sentence_is_one(
		           s, i,
		           "people|persons|citizens|individuals|workers|employees|specialists|nationals|guests|men|foreigners|residents") ||
		       (i < s->n && s->name_of[i] >= 0 && s->names[s->name_of[i]].sort == NAME_ADJECTIVE);
	if (strcmp(indicator->unit, "vehicles") == 0)
		return sentence_is_one(s, i, "vehicles|trucks|cars|lorries");
	if (strcmp(indicator->unit, "TEU") == 0)
		return sentence_is_one(s, i, "containers|units");
	return sentence_is_one(s, i, "units|pieces|such|ones");
}

/* A bare number stands as a predicate: "the number reached 360,000 in"; what it would count otherwise is nothing that we know. */
static bool is_bare(const struct sentence *s, const struct amount *a, const struct mention *m)
{
	size_t i = a->last + 1u;
	bool after = m->first > a->last;
	if (m->first <= a->last && m->last >= a->first)
		return true;
	if (sentence_sign(s, i, '-') && s->t[i].glued && s->t[i + 1].glued && s->t[i + 1].kind == TOKEN_WORD && m->first > i)
		return false; /* "one-stop posts" */
	if (sentence_is(s, i, "for") && a->hedge_first > 0 && sentence_is(s, a->hedge_first - 1u, "and"))
		return false; /* "four for rail and nine for road" */
	if (a->word && a->number < 20 && strcmp(m->indicator->unit, "vehicles") == 0)
		return false; /* "lorries passed the four crossings" */
	if (after && is_counted(s, a, m))
		return true;
	if (is_generic(s, i, m->indicator) || (i < s->n && s->name_of[i] >= 0 && is_generic(s, i + 1, m->indicator)))
		return true;
	if (i < s->n &&
	    (mention_is_noun(s, i) || sentence_has(s, i, CLASS_SPAN) || sentence_has(s, i, CLASS_INDICATOR) || s->name_of[i] >= 0))
		return false;
	if (i < s->n && s->t[i].kind == TOKEN_WORD && s->t[i].glued)
		return false;
	if (i < s->n && sentence_sign(s, i, '-') && s->t[i].glued)
		return false;
	if (a->hedge_first == 0 || (a->word && a->number <= 3))
		return false; /* "connect the two" counts nothing */
	size_t b = a->hedge_first - 1u;
	if (s->when_of[b] >= 0 && sentence_is_one(s, i, "came|arrived|followed"))
		return true; /* "In 2024 another 146,000 came." */
	return sentence_has(s, b, CLASS_VERB) || sentence_is_one(s, b, "to|at|of|and|from|by|numbered|(|:|against|with|than") ||
	       sentence_has(s, b, CLASS_ANAPHOR) || a->hedged;
}

/* Tonnes and cubic metres "of" something: it must be what the phrase says. */
static bool of_something_else(const struct sentence *s, const struct amount *a, const struct mention *m)
{
	bool bulk = a->dim == DIM_TONNES || a->dim == DIM_M3 || a->dim == DIM_KWH;
	size_t i = a->last + 2u;
	if (!bulk || !sentence_is(s, a->last + 1u, "of") || i >= s->n)
		return false;
	while (s->name_of[i] >= 0 && i + 1 < s->n)
		i = s->names[s->name_of[i]].last + 1u;
	if (m->first <= i && m->last >= i)
		return false;
	for (size_t k = 0; k < s->n_mentions; k++)
		if (s->mentions[k].first >= i && s->mentions[k].first <= i + 1u && s->mentions[k].indicator->area == m->indicator->area)
			return false;
	return !sentence_is_one(s, i, "goods|cargo|freight|various|all|different|it|this|crude|natural|bilateral");
}

/* "a loan of $500 million", "25 billion dollar deal": another noun has the money. */
static bool of_another_noun(const struct sentence *s, const struct amount *a, const struct mention *m)
{
	size_t i = a->last + 1u, b = a->hedge_first;
	/* "exported $95 million worth of fruit" */
	if (a->dim == DIM_MONEY && sentence_is(s, i, "worth") && sentence_is(s, i + 1, "of")) {
		size_t kind = i + 2;
		while (kind < s->n && (sentence_has(s, kind, CLASS_FILLER) || s->name_of[kind] >= 0))
			kind++;
		if (mention_is_noun(s, kind) && !sentence_is_one(s, kind, "goods|products|merchandise|commodities|wares|trade|business") &&
		    !(m->first <= kind && m->last >= kind))
			return true;
	}
	if (a->dim == DIM_MONEY && i < s->n && mention_is_noun(s, i) && m->first != i)
		return true;
	if (b < 2 || !sentence_is_one(s, b - 1, "of|for") || (a->dim == DIM_COUNT && !a->word && is_counted(s, a, m)))
		return false;
	size_t noun = b - 2;
	if (sentence_has(s, noun, CLASS_JOIN))
		return false;
	bool inside = m->first <= noun && m->last >= noun;
	if (sentence_has(s, noun, CLASS_NEUTRAL) || sentence_has(s, noun, CLASS_INDICATOR) || inside || s->name_of[noun] >= 0 ||
	    s->when_of[noun] >= 0 || sentence_has(s, noun, CLASS_CHANGE) || sentence_has(s, noun, CLASS_TARGET) ||
	    sentence_has(s, noun, CLASS_FORECAST) || sentence_has(s, noun, CLASS_SHARE))
		return false;
	return mention_is_noun(s, noun) || sentence_has(s, noun, CLASS_PLAIN);
}

/* "a lane for lorries, promised for 2025, will take $7 million": the clause has a subject of its own. */
static bool names_another(const struct sentence *s, const struct amount *a)
{
	for (size_t i = judge_clause_start(s, a->first); i + 1 < a->hedge_first; i++)
		if (sentence_is_one(s, i, "a|an|new|each|every") && s->amount_of[i] < 0 && mention_is_noun(s, i + 1))
			return true;
	return false;
}

/* The words before the number point back: "it came to", "the number reached", "predicts at least", "(+8.9%)". */
static bool points_back(const struct sentence *s, const struct amount *a, const struct verdict *v)
{
	size_t from = judge_clause_start(s, a->hedge_first);
	if (from > 0 && sentence_is(s, from - 1, ":"))
		from = judge_clause_start(s, from - 1);
	if (a->hedge_first - from > 25)
		from = a->hedge_first - 25u;
	for (size_t i = from; i < a->hedge_first; i++)
		if (sentence_hit(s, i, CLASS_ANAPHOR) && !(i > 0 && sentence_is(s, i - 1, "of"))) /* "1 billion of this amount" */
			return true;
	/* "From January to March another 146,000 came." */
	if (v->as == AS_LEVEL && sentence_is(s, a->hedge_first, "another") && a->hedge_first < a->first &&
	    sentence_is_one(s, a->last + 1u, "came|arrived|followed"))
		return true;
	/* "In the first half of the year 0.5 billion cubic metres were delivered." */
	bool bulk = a->dim == DIM_TONNES || a->dim == DIM_M3 || a->dim == DIM_KWH;
	if (bulk && v->as == AS_LEVEL && sentence_is_one(s, a->last + 1u, "were|was") &&
	    sentence_is_one(s, a->last + 2u, "delivered|supplied|shipped|exported|carried|transported|sent|pumped|sold|moved"))
		return true;
	/* "In 2023 there had been 25,600." */
	size_t b = a->hedge_first;
	bool bare = sentence_is_one(s, a->last + 1u, ".|,|;") ||
	            (sentence_is(s, a->last + 1u, "of") && sentence_is(s, a->last + 2u, "them")) ||
	            (sentence_is_one(s, a->last + 1u, "a|per|each|every") && sentence_is(s, a->last + 2u, "week")) ||
	            a->last + 1u >= s->n || s->when_of[a->last + 1u] >= 0;
	if (bare && b > 1 && sentence_is_one(s, b - 1, "been|were|was|are") &&
	    (sentence_is(s, b - 2, "there") || (b > 2 && sentence_is(s, b - 3, "there"))))
		return true;
	if (v->status != 'A' && !names_another(s, a))
		for (size_t i = a->hedge_first > 9 ? a->hedge_first - 9u : 0; i < a->hedge_first; i++)
			if (sentence_has(s, i, CLASS_TARGET) || sentence_has(s, i, CLASS_FORECAST))
				return true;
	return a->hedge_first > 0 && sentence_is(s, a->hedge_first - 1u, "(") && v->as == AS_GROWTH;
}

static bool is_elliptic(const struct sentence *s, const struct amount *a, const struct verdict *v)
{
	if (v->as != AS_GROWTH)
		return false;
	size_t from = judge_clause_start(s, a->hedge_first);
	for (size_t i = from; i < a->hedge_first; i++)
		if (mention_is_noun(s, i) && s->t[i].kind == TOKEN_WORD)
			return false;
	return true;
}

/* In "exports of X in the first half, imports of Y": one growth of another thing is blocked by its own clause's noun. */
static bool has_own_noun(const struct sentence *s, const struct amount *a, const struct mention *m, const struct verdict *v)
{
	if (m->first > a->last || v->as != AS_GROWTH)
		return false;
	size_t stop = v->word < a->hedge_first ? v->word : a->hedge_first;
	bool comma = false;
	size_t nouns = 0, verbs = 0;
	for (size_t i = m->last + 1u; i < stop; i++) {
		if (sentence_is(s, i, ",")) {
			comma = true;
			nouns = verbs = 0;
		}
		nouns += mention_is_noun(s, i) && s->when_of[i] < 0 && i > 0 && !sentence_has(s, i, CLASS_NEUTRAL) &&
		         (sentence_is_one(s, i - 1, "the|its|their|and|,") || s->t[i - 1].kind == TOKEN_GENITIVE);
		verbs += sentence_has(s, i, CLASS_VERB);
	}
	return comma && nouns && !verbs;
}

static bool another_clause(const struct sentence *s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (sentence_breaks(s, i) || sentence_is_one(s, i, ",|and"))
			return true;
	return false;
}

/* "shipped goods worth 9 billion and took 5 billion": the phrase has its number, and the verb behind it is another. */
static bool has_own_verb(const struct sentence *s, const struct amount *a, const struct mention *m)
{
	if (m->first > a->first)
		return false;
	for (size_t k = 0; k < s->n_amounts; k++) {
		const struct amount *b = &s->amounts[k];
		if (b->first <= m->last || b->last >= a->hedge_first || b->dim != a->dim || b->ordinal)
			continue;
		bool verb = false, noun = false;
		for (size_t i = b->last + 1u; i < a->hedge_first; i++) {
			noun |= mention_is_noun(s, i);
			/* "…, but came to only $7 billion" goes on with the same subject. */
			bool same = !noun && sentence_is_one(
			                         s, i, "came|amounted|reached|totalled|totaled|stood|was|were|has|had|been|hit|exceeded");
			verb |= sentence_has(s, i, CLASS_VERB) && s->when_of[i] < 0 && !sentence_hit(s, i, CLASS_CHANGE) && !same;
		}
		/* A number with a period of its own goes on with the same subject. */
		bool dated = false;
		for (size_t w = 0; w < s->n_whens; w++)
			dated |= s->whens[w].first > a->last && s->whens[w].first <= a->last + 4u;
		for (size_t w = 0; w < s->n_whens; w++)
			dated |= s->whens[w].first > b->last && s->whens[w].last < a->hedge_first &&
			         another_clause(s, b->last + 1u, s->whens[w].first);
		if (verb && !dated)
			return true;
	}
	return false;
}

/* "the railways of the two countries carried 6 million tonnes of freight": a verb of carriage right before the number, with its subject. */
static bool carries(const struct sentence *s, size_t from, size_t number)
{
	if (number == 0 || !sentence_is_one(s, number - 1, "carried|hauled|moved|transported|delivered|took|brought|shipped"))
		return false;
	for (size_t i = from; i < number; i++)
		if (sentence_breaks(s, i) || sentence_is(s, i, ",") || (s->amount_of[i] >= 0 && !s->amounts[s->amount_of[i]].word))
			return false;
	return true;
}

/* "freight carried by rail": two phrases of one area that overlap or touch name one thing, the second more exactly. */
static const struct mention *joined_to(const struct sentence *s, const struct amount *a, const struct verdict *v,
                                       const struct mention *best)
{
	for (size_t k = 0; k < s->n_mentions; k++) {
		const struct mention *m = &s->mentions[k];
		bool lead = best->last > a->last && sentence_is(s, m->first, "by") &&
		            ((m->last + 2u == a->hedge_first && sentence_is(s, m->last + 1u, ",")) || m->last + 1u == a->hedge_first) &&
		            (m->first == 0 || s->amount_of[m->first - 1u] < 0); /* "By rail, 3 million tonnes of cargo" */
		/* "Ships moved 5 million tonnes of cargo" */
		lead |= best->last > a->last && m->last + 1u == a->hedge_first && m->n_words > 1 &&
		        sentence_is_one(s, m->last, "carried|hauled|moved|transported|delivered|took|brought|shipped");
		lead |= best->last > a->last && m->last < a->hedge_first && carries(s, m->last + 1u, a->hedge_first);
		for (size_t n = 0; n < s->n_amounts && best->last < a->first; n++) { /* and the growth behind it */
			const struct amount *b = &s->amounts[n];
			lead |= strcmp(m->indicator->unit, best->indicator->unit) == 0 && b->last < a->first && b->first <= best->first &&
			        b->last + 2u >= best->first && m->last < b->hedge_first && carries(s, m->last + 1u, b->hedge_first);
		}
		bool of_one = m->indicator->area == best->indicator->area && m->indicator->direction == best->indicator->direction;
		if (lead && of_one && unit_fits(m->indicator, a, v)) /* "transit cargo" is that, whoever carries it */
			return m;
		if (m->last < a->hedge_first && m->first > best->first && m->first <= best->last + 1u && m->last > best->last &&
		    m->indicator != best->indicator && m->indicator->area == best->indicator->area &&
		    sentence_is_one(s, m->first, "by|in|carried|transported|moved") && unit_fits(m->indicator, a, v))
			return m;
	}
	return best;
}

/* "1.3 million tonnes of cargo were carried by rail": the phrase that begins with "by" says more of the same area. */
static const struct mention *narrower(const struct sentence *s, const struct amount *a, const struct verdict *v, const struct mention *best)
{
	for (size_t k = 0; k < s->n_mentions; k++) {
		const struct mention *m = &s->mentions[k];
		if (m->first <= best->first || m->last <= best->last || m->first <= a->last || m->indicator == best->indicator ||
		    m->indicator->area != best->indicator->area ||
		    (!sentence_is_one(s, m->first, "by|in|carried|transported|moved|hauled|shipped|on") && !mention_says_by(s, m)) ||
		    !unit_fits(m->indicator, a, v))
			continue;
		bool clear = true;
		for (size_t i = (best->last > a->last ? best->last : a->last) + 1u; i < m->first; i++)
			clear &=
			    (s->amount_of[i] < 0 || s->amounts[s->amount_of[i]].word) && !sentence_breaks(s, i) && !sentence_is(s, i, ",");
		if (clear)
			return m;
	}
	return best;
}

/* "Trains carried 550,000 tonnes of freight": who carries it says by what. */
static const struct mention *carrier(const struct sentence *s, const struct amount *a, const struct verdict *v, const struct mention *best)
{
	for (size_t k = 0; k < s->n_mentions; k++) {
		const struct mention *m = &s->mentions[k];
		/* In "…, or 104.2 per cent of the figure for 2024" it is the number before that is counted. */
		const struct amount *of = a;
		while (of > s->amounts && best->last <= of->last)
			of--;
		if (m->last >= of->hedge_first || best->last <= of->last || m->indicator == best->indicator ||
		    m->indicator->area != best->indicator->area || m->first < judge_clause_start(s, a->first) ||
		    judge_number_between(s, m->last, of->hedge_first) || !unit_fits(m->indicator, a, v) ||
		    another_clause(s, of->last + 1u, best->first))
			continue;
		if (m->n_words > 1 && m->indicator->direction == best->indicator->direction &&
		    sentence_is_one(s, m->last, "carried|hauled|moved|transported|took|shipped|delivered|brought"))
			return m;
	}
	return best;
}

/* "USD 83.6 bn (2022: USD 84.8 bn)": in brackets right behind an amount, a time and the same thing at that time. The amount before, or NULL. */
static const struct amount *restated(const struct sentence *s, const struct amount *a, const struct verdict *v)
{
	size_t i = a->hedge_first;
	if (i < 4 || v->as != AS_LEVEL || !sentence_is(s, i - 1, ":") || s->when_of[i - 2] < 0)
		return NULL;
	const struct when *o = &s->whens[s->when_of[i - 2]];
	if (o->first < 2 || !sentence_is(s, o->first - 1u, "(") || s->amount_of[o->first - 2] < 0)
		return NULL;
	const struct amount *b = &s->amounts[s->amount_of[o->first - 2]];
	return b->dim == a->dim && !b->ordinal && (a->dim != DIM_MONEY || strcmp(a->currency, b->currency) == 0) ? b : NULL;
}

/* "The other way, the number is 1,900": the subject before, but with the parties changed over. */
bool topic_is_turned(const struct sentence *s, const struct amount *a, size_t *begin)
{
	size_t k = (size_t)(a - s->amounts), from = 0, to = a->last + 1u;
	if (k > 0)
		for (from = s->amounts[k - 1].last + 1u; from < a->hedge_first && !sentence_is_one(s, from, ",|;|and|while|but");)
			from++;
	while (to < s->n && !sentence_is_one(s, to, ",|;|and|while|but") && s->amount_of[to] < 0)
		to++;
	*begin = from;
	for (size_t i = from; i < to; i++)
		if (sentence_is_one(s, i, "conversely|vice|reverse|opposite") ||
		    (sentence_is(s, i, "other") && sentence_is_one(s, i + 1, "way|direction")))
			return true;
	return false;
}

/* "Goods and services together will pass $65 billion": a sum that is no trade of ours. */
static bool sums_services(const struct sentence *s, const struct amount *a)
{
	for (size_t i = judge_clause_start(s, a->first); i < a->first; i++)
		if (sentence_is(s, i, "services") &&
		    (sentence_has(s, i, CLASS_WORLD) || sentence_is_one(s, i + 1, "together|included|combined|added")))
			return true;
	return false;
}

/* "Together they made $10 billion": more than the exports or imports that were spoken of last. */
static bool sums_both(const struct scribe *w, const struct amount *a)
{
	enum coop_direction d = w->subject->direction;
	for (size_t i = judge_clause_start(w->s, a->first); (d == COOP_GIVES || d == COOP_TAKES) && i < a->first; i++)
		if (sentence_is_one(w->s, i, "together|sum|combined|both|altogether"))
			return true;
	return false;
}

/* Of visitors and students each way has its own figure, whoever keeps the books. */
bool topic_can_turn(const struct indicator *i)
{
	bool counts = i->kind == COOP_FLOW || i->kind == COOP_STOCK;
	return counts && (i->direction == COOP_WHERE || i->direction == COOP_WHENCE);
}

/* "reports a much smaller sum, $2.5 billion": a verb of those who count, right before the number. */
static bool reports(const struct sentence *s, const struct amount *a)
{
	for (size_t i = a->hedge_first; i > 0 && a->hedge_first - i < 8 && (!sentence_breaks(s, i - 1) || sentence_is(s, i - 1, ":")); i--)
		if (sentence_is_one(s, i - 1,
		                    "put|puts|gives|give|gave|reports|report|reported|records|recorded|counts|counted|shows|show|showed|"
		                    "arrives|arrive|arrived|"
		                    "quotes|quote|registers|registered|speaks|speak|finds|found|has|have|comes|come"))
			return true;
	return false;
}

/* "Investors pledged $800 million for the next five years": money that is no trade. */
static bool is_other_money(const struct sentence *s, const struct amount *a)
{
	for (size_t i = judge_clause_start(s, a->first); i < judge_clause_end(s, a->last); i++)
		if (sentence_is_one(s, i,
		                    "investor|investors|invest|investment|investments|loan|loans|credit|credits|aid|fund|funds|grant|"
		                    "grants|budget|cost|costs|"
		                    "lend|lends|spend|construction|build|building|project|projects"))
			return true;
	return false;
}

struct topic topic_find(const struct scribe *w, const struct amount *a, const struct verdict *v)
{
	const struct sentence *s = w->s;
	const struct amount *same = restated(s, a, v);
	if (same)
		return topic_find(w, same, v);
	const struct mention *best = NULL;
	double best_cost = COST_NEVER;
	bool best_far = false;

	for (size_t k = 0; k < s->n_mentions; k++) {
		const struct mention *m = &s->mentions[k];
		bool far;
		if (!unit_fits(m->indicator, a, v) || (a->dim == DIM_COUNT && !is_bare(s, a, m)) || of_something_else(s, a, m))
			continue;
		if (v->as == AS_LEVEL && of_another_noun(s, a, m))
			continue;
		/* ", the trade ministry said": no number behind which it only stands. */
		if (m->blocked && m->first > a->last && !is_counted(s, a, m) && !is_attached(s, a, v, m))
			continue;
		double cost = cost_of(s, a, v, m, &far);
		if (cost < best_cost) {
			best = m;
			best_cost = cost;
			best_far = far;
		}
	}
	if (best)
		best = carrier(s, a, v, joined_to(s, a, v, narrower(s, a, v, best)));
	if (best && v->as == AS_LEVEL && has_own_verb(s, a, best))
		return (struct topic){.reason = "an amount of another verb"};
	bool back = points_back(s, a, v);
	/* "it" is the subject before rather than a phrase of several clauses ago. */
	if (best && best_far && best_cost >= COST_MAX && back)
		best = NULL;
	if (best && best->blocked && best_cost < COST_BREAK)
		return (struct topic){.reason = "a part, a total or another thing than what is measured"};
	if (best && has_own_noun(s, a, best, v))
		best = NULL;
	if (best && best_cost < COST_MAX && (!best_far || best_cost < 8 || back || is_elliptic(s, a, v)) && !best->blocked)
		return (struct topic){.mention = best, .rule = best->first > a->last ? "counted" : best_far ? "far" : "near"};
	bool forecast_of_subject = v->status == 'F' && w->have_subject && unit_fits(w->subject, a, v);
	if (!best && w->have_main && v->status != 'A' && back && !forecast_of_subject && !sums_services(s, a) && a->dim == DIM_MONEY &&
	    v->as == AS_LEVEL && unit_fits(w->main_subject, a, v)) {
		struct mention pseudo = {.indicator = w->main_subject};
		if (!of_another_noun(s, a, &pseudo) && !is_other_money(s, a))
			return (struct topic){.rule = "main subject"};
	}
	/* "Belstat gives a figure of $118 million": the same by other books. */
	bool other_books = !best && w->own_books && w->have_main && reports(s, a) && a->dim == DIM_MONEY && v->as == AS_LEVEL &&
	                   v->status == 'A' && a->hedge_first > 0;
	if (other_books && unit_fits(w->main_subject, a, v)) {
		struct mention pseudo = {.indicator = w->main_subject};
		if (!of_another_noun(s, a, &pseudo) && !is_other_money(s, a))
			return (struct topic){.rule = "main subject"};
	}
	if (!best && w->have_subject && a->dim == DIM_MONEY && sums_both(w, a))
		return (struct topic){.reason = "a sum of what was spoken of"};
	if (!best && a->dim == DIM_MONEY && sums_services(s, a))
		return (struct topic){.reason = "goods and services together"};
	bool nameless = a->dim != DIM_COUNT || a->hedge_first > 0;
	size_t begin;
	bool turned = topic_is_turned(s, a, &begin), people = w->have_subject && topic_can_turn(w->subject);
	if (!best && w->have_subject && turned && !people)
		return (struct topic){.reason = "the other way round than what was spoken of"};
	if (!best && w->have_subject && (back || turned || (v->as == AS_GROWTH && is_elliptic(s, a, v))) && nameless &&
	    unit_fits(w->subject, a, v)) {
		struct mention pseudo = {.first = 0, .last = 0, .indicator = w->subject};
		if (a->dim == DIM_COUNT) {
			/* As for a phrase far before the number. */
			if (a->first == 0 || !is_bare(s, a, &pseudo))
				return (struct topic){.reason = "what is counted is no indicator"};
		}
		bool other = v->status != 'A' && a->dim == DIM_MONEY && w->subject->direction == COOP_BOOKS && is_other_money(s, a);
		if (v->as == AS_LEVEL && (other || of_another_noun(s, a, &pseudo)))
			return (struct topic){.reason = "an amount of something else"};
		return (struct topic){.rule = "carried"};
	}
	return (struct topic){.reason = a->dim == DIM_COUNT ? "what is counted is no indicator" : "no indicator is named beside it"};
}
