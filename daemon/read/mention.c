/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "read/mention.h"

#include <string.h>

/* Tokens [from, to). */
struct stretch {
	size_t from, to;
};

static bool has_word(const struct sentence *s, const struct hit *h, uint32_t word, const struct stretch *in)
{
	for (size_t i = in->from; i < in->to; i++)
		if (s->t[i].word == word && (i < h->first || i > h->last))
			return true;
	return false;
}

static bool has_time(const struct sentence *s, const struct stretch *in)
{
	for (size_t i = in->from; i < in->to; i++)
		if (s->when_of[i] >= 0 || sentence_has(s, i, CLASS_SOFAR))
			return true;
	return false;
}

/* A stretch of time, and no word that makes the amount a state ("so far"). */
static bool says_span(const struct sentence *s, const struct stretch *in)
{
	bool span = false;
	for (size_t i = in->from; i < in->to; i++)
		if (sentence_has(s, i, CLASS_SOFAR))
			return false;
	for (size_t i = 0; i < s->n_whens; i++) {
		const struct when *o = &s->whens[i];
		if (o->first < in->from || o->last >= in->to)
			continue;
		if ((o->sort == WHEN_STATE && !o->base) || (o->sort == WHEN_BAD && sentence_is(s, o->first, "since")))
			return false;
		span |= o->sort == WHEN_SPAN && !o->by;
	}
	return span;
}

static bool has_count(const struct sentence *s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (s->amount_of[i] >= 0 && !s->amounts[s->amount_of[i]].ordinal)
			return true;
	return false;
}

/* A sign or conjunction between two statements: "; ", ", and", ", while". */
static bool parts_at(const struct sentence *s, size_t i)
{
	return sentence_sign(s, i, ';') || sentence_is_one(s, i, "while|whereas") ||
	       (sentence_is(s, i, ",") && sentence_is_one(s, i + 1, "and|but|while|whereas|bringing|taking|raising|lifting|which"));
}

/* The part of the sentence around the phrase, where it and the rest have numbers of their own: "5,000 students are studying there, and 900 people learn
 * the language". Else the whole sentence. */
static struct stretch part_around(const struct sentence *s, const struct hit *h)
{
	struct stretch in = {h->first, h->last + 1u};
	while (in.from > 0 && !parts_at(s, in.from - 1))
		in.from--;
	while (in.to < s->n && !parts_at(s, in.to))
		in.to++;
	bool own = has_count(s, in.from, in.to) && (has_count(s, 0, in.from) || has_count(s, in.to, s->n));
	return own ? in : (struct stretch){0, s->n};
}

static bool context_holds(const struct sentence *s, const struct hit *h, const struct mention_marks *marks, const struct stretch *in)
{
	const uint32_t *w = h->lexeme->needs;
	const struct stretch whole = {0, s->n};
	while (w && *w) {
		bool found = false;
		for (; *w; w++) {
			if (found)
				continue;
			if (*w == marks->span || *w == marks->state)
				found = says_span(s, has_time(s, in) ? in : &whole) == (*w == marks->span);
			else
				found = has_word(s, h, *w, in);
		}
		if (!found)
			return false;
		w++;
	}
	for (w = h->lexeme->lacks; w && *w; w++)
		if (has_word(s, h, *w, in))
			return false;
	return true;
}

#define KNOWN                                                                                                                              \
	(CLASS_BIT(CLASS_PREP) | CLASS_BIT(CLASS_JOIN) | CLASS_BIT(CLASS_BREAK) | CLASS_BIT(CLASS_VERB) | CLASS_BIT(CLASS_CHANGE) |        \
	 CLASS_BIT(CLASS_COMPARE) | CLASS_BIT(CLASS_HEDGE) | CLASS_BIT(CLASS_SHARE) | CLASS_BIT(CLASS_TARGET) |                            \
	 CLASS_BIT(CLASS_FORECAST) | CLASS_BIT(CLASS_BASE) | CLASS_BIT(CLASS_YOY) | CLASS_BIT(CLASS_PLAIN) | CLASS_BIT(CLASS_SOFAR) |      \
	 CLASS_BIT(CLASS_HOST) | CLASS_BIT(CLASS_TAKE) | CLASS_BIT(CLASS_ANAPHOR) | CLASS_BIT(CLASS_RESPECT) | CLASS_BIT(CLASS_HELD) |     \
	 CLASS_BIT(CLASS_MULTIPLE) | CLASS_BIT(CLASS_FILLER) | CLASS_BIT(CLASS_GAIN) | CLASS_BIT(CLASS_LOSS) | CLASS_BIT(CLASS_PLACE) |    \
	 CLASS_BIT(CLASS_LARGEST) | CLASS_BIT(CLASS_AVERAGE) | CLASS_BIT(CLASS_INDICATOR) | CLASS_BIT(CLASS_GRANT) |                       \
	 CLASS_BIT(CLASS_PARTY) | CLASS_BIT(CLASS_ALL))

static bool ends_like(const struct sentence *s, size_t i, const char *end)
{
	size_t n = strlen(end);
	return s->t[i].len > n + 2 && strncmp(s->text + s->t[i].at + s->t[i].len - n, end, n) == 0;
}

/* A word that nobody knows and that is no adverb or participle: most likely a noun. */
bool mention_is_noun(const struct sentence *s, size_t i)
{
	if (i >= s->n || s->t[i].kind != TOKEN_WORD || s->name_of[i] >= 0 || s->when_of[i] >= 0 || s->amount_of[i] >= 0 ||
	    s->t[i].mask & KNOWN ||
	    sentence_is_one(s, i,
	                    "i.e.|e.g.|should|shall|must|can|cannot|ought|need|needs|being|having|him|them|us|me|what|themselves|itself|"
	                    "himself|one|ones|others"))
		return false;
	return !ends_like(s, i, "ly") && !ends_like(s, i, "ed") && !ends_like(s, i, "ing");
}

static bool is_money(const struct mention *m)
{
	return strcmp(m->indicator->unit, "USD") == 0;
}

static bool is_traded(const struct mention *m)
{
	enum coop_direction d = m->indicator->direction;
	return (is_money(m) && (d == COOP_GIVES || d == COOP_TAKES || d == COOP_BOOKS)) || d == COOP_WHENCE;
}

/* Another noun behind a one-word phrase makes it an adjective: "trade mission", "oil-for-loans". */
static bool is_modifier(const struct sentence *s, const struct mention *m)
{
	size_t next = (size_t)m->last + 1;
	bool product = m->indicator->direction == COOP_WHENCE && strcmp(m->indicator->unit, "persons") != 0 &&
	               sentence_is_one(s, next, "products|derivatives|refining|industry|company|companies|field|fields|equipment|pipeline");
	if (m->n_words > 1 || product)
		return product;
	/* "130 treaties form": behind a number it is what is counted. */
	for (size_t i = m->first; !is_money(m) && i > 0 && m->first - i < 4; i--)
		if (s->amount_of[i - 1] >= 0 && !s->amounts[s->amount_of[i - 1]].ordinal)
			return false;
	if (sentence_sign(s, next, '-') && next < s->n && s->t[next].glued && next + 1 < s->n && s->t[next + 1].glued)
		return true;
	return mention_is_noun(s, next) ||
	       sentence_is_one(s, next,
	                       "minister|ministers|ministry|mission|house|agreement|agreements|fair|war|policy|representative|"
	                       "representatives|relations|ties|route|routes|barriers|deal|deals|talks|pipeline|products");
}

/* "the trade minister", "a trade mission": who does something, nothing that is measured. */
static bool is_title(const struct sentence *s, const struct mention *m)
{
	return m->n_words == 1 &&
	       sentence_is_one(
	           s, (size_t)m->last + 1,
	           "minister|ministers|ministry|ministries|mission|missions|representative|representatives|representation|relations|ties|"
	           "commission|committee|council|chamber|attaché|office|official|officials|delegation|adviser|commissioner|links|"
	           "promotion|bureau|board|agency|centre|center|fair|zone|zones|counsellor|attache|association|associations|department|"
	           "envoy|secretary|house|houses|press|association|union|unions|body|bodies|experts|statistics|data|talks|negotiators|"
	           "organisation|organization|fairs|chambers");
}

/* "textile exports", "palm oil", "foreign trade": the word before makes it another thing. */
static bool is_modified(const struct sentence *s, const struct mention *m)
{
	if (!is_traded(m) || m->first == 0)
		return false;
	size_t i = (size_t)m->first - 1;
	if (sentence_sign(s, i, '-') && s->t[m->first].glued && i > 0)
		i--;
	if (is_money(m) && m->indicator->direction != COOP_BOOKS &&
	    sentence_is_one(s, i, "oil|gas|coal|electricity|crude|power|fuel|energy"))
		return true;
	if (sentence_is(s, i, "foreign") &&
	    (sentence_is(s, m->first, "direct") || sentence_is_one(s, m->first, "investment|investments|fdi")))
		return false;
	if (sentence_is_one(s, i, "foreign|external|world|global|international|retail|wholesale"))
		return m->n_words < 2 || !sentence_is_one(s, m->last, "with|between");
	if (sentence_is_one(
	        s, i,
	        "total|overall|bilateral|mutual|annual|direct|joint|yearly|commodity|merchandise|goods|commercial|combined|general|"
	        "reciprocal|natural|pipeline|physical|official|aggregate|two-way|way|quarterly|monthly|own|cumulative|net|gross|new|"
	        "volume|value|side|period|months|month|half|quarter|year|time|term|semester|negative|positive|young|many|talented|gifted|"
	        "further"))
		return false;
	bool verb = sentence_is_one(
	    s, m->first, "exported|imported|bought|sold|purchased|shipped|sent|traded|supplied|exchanged|took|invested|delivered");
	return !verb && mention_is_noun(s, i) && !sentence_has(s, i, CLASS_NEUTRAL);
}

/* "a cargo of 62,000 tonnes": one load, not what went in a year. */
static bool is_one_load(const struct sentence *s, const struct mention *m)
{
	return m->n_words == 1 && m->first > 0 && sentence_is_one(s, m->first, "cargo|freight|consignment|transit") &&
	       sentence_is_one(s, m->first - 1u, "a|one|another|each|every") && sentence_is(s, (size_t)m->last + 1, "of");
}

/* "exports of cars", "trade in services": a part. */
static bool is_part(const struct sentence *s, const struct mention *m)
{
	size_t next = (size_t)m->last + 1;
	if (!is_traded(m) || !is_money(m) || !sentence_is_one(s, next, "of|in"))
		return false;
	size_t i = next + 1;
	while (sentence_has(s, i, CLASS_FILLER) || sentence_is_one(s, i, "both|all|total"))
		i++;
	if (i >= s->n || s->name_of[i] >= 0 || s->when_of[i] >= 0 || s->amount_of[i] >= 0)
		return false;
	if (m->indicator->flags & COOP_SIGNED && sentence_is_one(s, i, "trade|commerce"))
		return false; /* "a deficit in trade" */
	/* "exports in the amount of $3 million" */
	return !sentence_is_one(s, i,
	                        "goods|products|merchandise|commodities|amount|value|between|two|year|terms|dollar|money|excess|countries|"
	                        "sides|republic|"
	                        "return|turn|case|general|particular|country|figure|figures|total|sum|turnover|volume") &&
	       !sentence_has(s, i, CLASS_HEDGE);
}

/* A name of the world or of many countries close by. */
static bool is_worldwide(const struct sentence *s, const struct mention *m)
{
	size_t from = m->first >= 4 ? m->first - 4u : 0, to = m->last + 7u;
	for (size_t i = from; i < to && i < s->n; i++) {
		if (i >= m->first && i <= m->last)
			continue;
		if (i > m->last && (s->amount_of[i] >= 0 || sentence_breaks(s, i) || sentence_is(s, i, ",")))
			break;
		const struct hit *h = sentence_hit(s, i, CLASS_WORLD);
		if (!h || s->name_of[i] >= 0 || h->last >= to || (h->last < m->first && sentence_is(s, (size_t)h->last + 1, ",")))
			continue;
		/* What the phrase itself is about is no other thing: "of all foreign arrivals". */
		if (h->first <= m->last && h->last >= m->first)
			continue;
		return true;
	}
	for (size_t i = 0; i < s->n; i++) {
		const struct hit *h = sentence_hit(s, i, CLASS_WORLD);
		if (h && sentence_is(s, i, "goods") && (h->last < m->first || h->first > m->last))
			return true; /* goods and services together */
	}
	return false;
}

/* "all arrivals", "total exports" without a name: everybody's. */
static bool is_total(const struct sentence *s, const struct mention *m)
{
	if (m->first == 0 || m->indicator->kind == COOP_RATIO || m->indicator->kind == COOP_RANK)
		return false;
	bool all = sentence_is_one(s, (size_t)m->first - 1, "all|foreign|international|inbound|total|overall|worldwide");
	bool flow_word = sentence_is_one(s, m->first, "arrivals|visitors|tourists|exports|imports|students|travellers");
	if (!all || !flow_word)
		return false;
	for (size_t i = (size_t)m->last + 1; i < s->n && i < m->last + 5u; i++)
		if (s->name_of[i] >= 0)
			return false;
	return !sentence_is_one(s, m->last, "to|from") && s->name_of[m->last] < 0;
}

static bool is_usable(const struct sentence *s, const struct mention *m)
{
	for (size_t i = 0; i < s->n; i++) {
		if (m->indicator->kind == COOP_RANK && sentence_is(s, i, "number"))
			return true;
		if (m->indicator->kind == COOP_RANK &&
		    (sentence_has(s, i, CLASS_LARGEST) || sentence_has(s, i, CLASS_PLACE) || sentence_has(s, i, CLASS_ORDINAL)))
			return true;
		if (m->indicator->kind == COOP_RANK && sentence_is_one(s, i, "number|no"))
			return true;
		if (m->indicator->kind == COOP_RANK && s->amount_of[i] >= 0 && s->amounts[s->amount_of[i]].ordinal)
			return true;
		if (m->indicator->kind == COOP_RATIO && s->amount_of[i] >= 0 && s->amounts[s->amount_of[i]].dim == DIM_PERCENT)
			return true;
	}
	return m->indicator->kind != COOP_RANK && m->indicator->kind != COOP_RATIO;
}

/* "transit of oil": what it is the transit of is no subject of its own. */
static bool is_complement(const struct sentence *s, const struct mention *m)
{
	/* "scholarships for students": whom they are for. */
	for (size_t k = 0; m->first > 1 && sentence_is_one(s, m->first - 1u, "for|to") && k < s->n_mentions; k++) {
		const struct indicator *grant = s->mentions[k].indicator;
		if (s->mentions[k].last + 2u == m->first && grant != m->indicator && grant->area == m->indicator->area &&
		    grant->kind == COOP_FLOW && strcmp(grant->unit, "persons") == 0 && strcmp(m->indicator->unit, "persons") == 0)
			return true;
	}
	/* "a deficit in trade", "the surplus in its trade": what the balance is of. */
	size_t in = m->first;
	while (in > 0 && sentence_has(s, in - 1, CLASS_FILLER))
		in--;
	for (size_t k = 0; in > 1 && sentence_is(s, in - 1, "in") && k < s->n_mentions; k++)
		if (s->mentions[k].last + 2u == in && s->mentions[k].indicator->flags & COOP_SIGNED &&
		    m->indicator->direction == COOP_BOOKS)
			return true;
	size_t of = m->first;
	while (of > 0 && s->name_of[of - 1] >= 0)
		of--;
	if (of < 2 || !sentence_is(s, of - 1u, "of"))
		return false;
	for (size_t k = 0; k < s->n_mentions; k++)
		if (s->mentions[k].last + 2u == of && s->mentions[k].indicator != m->indicator && is_traded(m))
			return true;
	return false;
}

bool mention_says_by(const struct sentence *s, const struct mention *m)
{
	for (size_t i = m->first; i < m->last; i++)
		if (sentence_is(s, i, "by"))
			return true;
	return false;
}

static bool covers(const struct sentence *s, const struct mention *a, const struct mention *b)
{
	bool money = strcmp(a->indicator->unit, "USD") == 0, counted = strcmp(a->indicator->unit, "count") == 0;
	if ((money && strcmp(b->indicator->unit, "count") == 0) || (counted && strcmp(b->indicator->unit, "USD") == 0))
		return false; /* "69 projects to the tune of $3 billion" names both */
	if (a->first < b->first && a->last >= b->first && a->last < b->last && mention_says_by(s, b))
		return false; /* "tonnes of freight" before "freight by road" */
	if (a->first < b->first && a->last >= b->first && a->last < b->last)
		return a->indicator->area != b->indicator->area ||
		       b->n_words <= a->n_words; /* "agricultural imports" before "imports from" */
	return a->first <= b->first && a->last >= b->last && (a->last - a->first > b->last - b->first || a->n_words > b->n_words);
}

/* The contexts hold in the phrase's own part of the sentence, or, weaker, in the sentence. */
static bool find_context(const struct sentence *s, const struct hit *h, const struct mention_marks *marks, bool *weak)
{
	const struct stretch own = part_around(s, h), whole = {0, s->n};
	*weak = false;
	if (context_holds(s, h, marks, &own))
		return true;
	*weak = true;
	return (own.from > 0 || own.to < s->n) && context_holds(s, h, marks, &whole);
}

/* A phrase whose contexts hold in its own part of the sentence stands at the same words. */
static bool is_outdone(const struct sentence *s, const struct mention *m)
{
	for (size_t k = 0; m->weak && k < s->n_mentions; k++) {
		const struct mention *o = &s->mentions[k];
		if (!o->weak && (o->lexeme->needs || o->lexeme->lacks) && o->first <= m->last && o->last >= m->first)
			return true;
		/* "220 agreements are in force, and the meeting added seven documents": the words of the context are taken. */
		if (!o->weak && o->indicator == m->indicator && m->indicator->kind == COOP_STOCK &&
		    m->indicator->direction == COOP_BETWEEN && (o->last < m->first || o->first > m->last))
			return true;
	}
	return false;
}

void mention_find(struct sentence *s, const struct mention_marks *marks)
{
	s->n_mentions = 0;
	for (size_t k = 0; k < s->n_hits && s->n_mentions < MENTIONS_MAX; k++) {
		const struct hit *h = &s->hits[k];
		bool weak;
		if (h->lexeme->class != CLASS_INDICATOR || !find_context(s, h, marks, &weak))
			continue;
		struct mention m = {.first = h->first,
		                    .last = h->last,
		                    .n_words = h->n_words,
		                    .indicator = h->lexeme->ref,
		                    .lexeme = h->lexeme,
		                    .weak = weak};
		if (!is_usable(s, &m) || is_title(s, &m))
			continue;
		m.blocked = is_one_load(s, &m) || is_modifier(s, &m) || is_modified(s, &m) || is_part(s, &m) || is_worldwide(s, &m) ||
		            is_total(s, &m);
		s->mentions[s->n_mentions++] = m;
	}
	size_t n = 0;
	for (size_t k = 0; k < s->n_mentions; k++) {
		bool inside = false;
		for (size_t j = 0; j < s->n_mentions && !inside; j++)
			inside = j != k && covers(s, &s->mentions[j], &s->mentions[k]);
		inside |= is_complement(s, &s->mentions[k]) || is_outdone(s, &s->mentions[k]);
		if (!inside)
			s->mentions[n++] = s->mentions[k];
	}
	s->n_mentions = n;
}
