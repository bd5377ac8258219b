/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From nearest to farthest: a preposition with a name ("exports to Türkiye", "visitors from Armenia"); a name right before the phrase ("Turkish
 * exports", "Georgia's imports"); an object without a preposition ("supplied Türkiye with"); the subject of the clause. What one of the two is
 * settles the other. Where nothing is said the report's own books decide.
 */
#include "read/who_private.h"

#include "read/english.h"
#include "read/judge.h"

#include <stdio.h>
#include <string.h>

#define OWNER_REACH 4 /* words that may stand between an owner and what is owned */

/* Giver and taker, as far as the sentence says. */
struct ends {
	const char *giver, *taker, *with;
	bool giver_weak, taker_weak;
	const char *between[2];
};

struct scene {
	const struct sentence *s;
	const struct mention *m;
	const struct cast *cast;
	size_t first, last; /* the number */
	size_t from, to;    /* tokens whose names are the mention's */
	struct ends e;
};

static bool is_list(const struct mention *m)
{
	return m->indicator->kind == COOP_RANK || m->indicator->kind == COOP_RATIO;
}

/* A comma or "and" behind another number: what stands before it is that number's. */
static bool closes(const struct sentence *s, size_t i)
{
	if (!sentence_is(s, i, ",") && !sentence_has(s, i, CLASS_JOIN))
		return false;
	for (size_t k = i; k > 0 && !sentence_breaks(s, k - 1); k--)
		if (s->amount_of[k - 1] >= 0 && !s->amounts[s->amount_of[k - 1]].ordinal)
			return true;
	return false;
}

/* Another indicator's phrase ends at token i. */
static bool ends_other(const struct scene *sc, size_t i)
{
	for (size_t k = 0; k < sc->s->n_mentions; k++) {
		const struct mention *o = &sc->s->mentions[k];
		if (o->indicator != sc->m->indicator && o->last == i && o->last < sc->m->first)
			return true;
	}
	return false;
}

/* Token i is of another number: what stands before it is that number's. */
static bool is_other_amount(const struct scene *sc, size_t i)
{
	int k = sc->s->amount_of[i];
	return k >= 0 && !sc->s->amounts[k].ordinal && sc->s->amounts[k].dim != DIM_COUNT && (i < sc->first || i > sc->last);
}

/* The tokens around the mention and the number up to where another mention or clause begins. */
static void find_territory(struct scene *sc)
{
	const struct sentence *s = sc->s;
	size_t low = sc->m->first < sc->first ? sc->m->first : sc->first, high = sc->m->last > sc->last ? sc->m->last : sc->last;
	if (sc->m->last < sc->first && sc->first - sc->m->last > 40)
		low = sc->m->first, high = sc->m->last;
	sc->from = low;
	while (sc->from > 0 && !sentence_breaks(s, sc->from - 1) && !closes(s, sc->from - 1) && !ends_other(sc, sc->from - 1) &&
	       !is_other_amount(sc, sc->from - 1))
		sc->from--;
	sc->to = high + 1;
	while (sc->to < s->n && !sentence_breaks(s, sc->to) && !sentence_is(s, sc->to, ",")) {
		bool other = false;
		/* "In 17 Azerbaijani schools pupils are taught in Turkish": one statement of both. */
		bool taught = sc->m->indicator->direction == COOP_WHERE && sc->m->indicator->kind == COOP_STOCK &&
		              s->amount_of[sc->to - 1] < 0 && !sentence_has(s, sc->to - 1, CLASS_JOIN);
		for (size_t k = 0; k < s->n_mentions && !taught; k++)
			other |=
			    s->mentions[k].indicator != sc->m->indicator && s->mentions[k].first == sc->to && s->mentions[k].first > high;
		if (other || (s->amount_of[sc->to] >= 0 && sc->to > high + 1 && !is_list(sc->m)))
			break;
		sc->to++;
	}
}

/* The preposition that governs a name, with articles and one or two adjectives between. */
static enum role_word role_before(const struct sentence *s, const struct name *n)
{
	size_t i = n->first;
	for (int k = 0; i > 0 && k < 4 && s->when_of[i - 1] < 0 && s->amount_of[i - 1] < 0; k++) {
		const struct hit *h = sentence_hit(s, i - 1, CLASS_PREP);
		/* "in the economy of Kazakhstan" */
		if (h && h->lexeme->n == ROLE_OF && i > 2 &&
		    sentence_is_one(s, i - 2,
		                    "economy|territory|market|markets|soil|capital|regions|industry|hotels|resorts|universities|colleges|"
		                    "schools|cities|towns|ports|provinces") &&
		    (sentence_has(s, i - 3, CLASS_PREP) ||
		     (i > 3 && sentence_has(s, i - 3, CLASS_FILLER) && sentence_has(s, i - 4, CLASS_PREP))))
			return ROLE_IN;
		const struct hit *source = h ? sentence_covering(s, i - 1, CLASS_ACCORDING) : NULL;
		if (source && source->last > source->first)
			return ROLE_NONE;       /* "according to Bangladesh's bureau" */
		if (h && s->when_of[i - 1] < 0) /* "To date Azerbaijan has invested" */
			return sentence_has(s, i - 1, CLASS_SOFAR) ? ROLE_NONE : (enum role_word)h->lexeme->n;
		bool soft = sentence_has(s, i - 1, CLASS_FILLER) ||
		            (s->t[i - 1].kind == TOKEN_WORD && !s->t[i - 1].capital && !sentence_has(s, i - 1, CLASS_VERB) &&
		             !sentence_has(s, i - 1, CLASS_INDICATOR) && k < 2);
		if (!soft)
			return ROLE_NONE;
		i--;
	}
	return ROLE_NONE;
}

static void set_giver(struct ends *e, const char *code, bool weak)
{
	if (!e->giver || (e->giver_weak && !weak)) {
		e->giver = code;
		e->giver_weak = weak;
	}
}

static void set_taker(struct ends *e, const char *code, bool weak)
{
	if (!e->taker || (e->taker_weak && !weak)) {
		e->taker = code;
		e->taker_weak = weak;
	}
}

/* Who owns what is measured: whose exports, imports, visitors these are. */
static void set_owner(struct scene *sc, const struct name *n, bool weak)
{
	bool adjective = n->sort == NAME_ADJECTIVE && !n->possessive;
	bool passive = sc->m->first > 0 && sentence_is_one(sc->s, sc->m->first, "imported|bought|purchased") &&
	               sentence_is_one(sc->s, sc->m->first - 1u, "was|were|been|are|is");
	/* "bought Turkish goods": whose goods they were. */
	passive |=
	    n->first > sc->m->first && adjective && sentence_is_one(sc->s, n->last + 1u, "goods|products|commodities|merchandise|wares");
	bool gives = true;
	/* "a share in the country's external trade": whose trade it is a share of. */
	bool inside = is_list(sc->m) && n->first > sc->m->first && n->last < sc->m->last && n->possessive;
	/* "Moscow's quota": who grants it. */
	bool grants = sc->m->indicator->direction == COOP_WHENCE && sc->m->indicator->kind == COOP_FLOW &&
	              strcmp(sc->m->indicator->unit, "persons") == 0 && n->possessive;
	if (inside || grants) {
		set_taker(&sc->e, n->code, weak);
		return;
	}
	switch (sc->m->indicator->direction) {
	case COOP_WHENCE: /* "Türkiye's imports of gas", "Türkiye's scholarship quota": who has them takes, or takes in */
		if (n->possessive && n->sort != NAME_PRONOUN && n->last < sc->m->first)
			gives = !(sc->m->indicator->kind == COOP_FLOW && strcmp(sc->m->indicator->unit, "persons") == 0);
		for (size_t i = sc->m->first; i <= sc->m->last; i++)
			gives &= !sentence_is_one(sc->s, i, "imports|purchases");
		break;
	case COOP_TAKES:
		/* "Turkish goods were imported", "bought Turkish goods" */
		gives = passive || (adjective && n->first > sc->m->first && sc->m->indicator->mirror[0] &&
		                    sentence_has(sc->s, sc->m->first, CLASS_VERB));
		break;
	case COOP_WHERE:
		gives = is_list(sc->m) ? weak || sentence_is_one(sc->s, sc->m->first, "share|shares|proportion") : adjective;
		/* "a share of Azerbaijan's foreign trade": the whole is its. */
		gives &= !(is_list(sc->m) && n->possessive && n->first > sc->m->first && n->last < sc->m->last);
		break;
	default:
		break;
	}
	if (gives)
		set_giver(&sc->e, n->code, weak);
	else
		set_taker(&sc->e, n->code, weak);
}

/* Nothing but modifiers stands between the name and the phrase. */
static bool is_owner(const struct sentence *s, const struct name *n, const struct mention *m)
{
	if (n->last >= m->first)
		return n->first >= m->first && n->last <= m->last;
	if (m->first - n->last > OWNER_REACH + 2)
		return false;
	for (size_t i = n->last + 1u; i < m->first; i++) {
		bool stop = sentence_has(s, i, CLASS_PREP) || s->name_of[i] >= 0 || s->t[i].kind == TOKEN_SIGN ||
		            sentence_has(s, i, CLASS_JOIN) || (sentence_has(s, i, CLASS_VERB) && !sentence_has(s, i, CLASS_LARGEST));
		if (stop && !(sentence_sign(s, i, '-') && s->t[i].glued) && !sentence_is(s, i, "of"))
			return false;
		if (s->amount_of[i] >= 0 && !s->amounts[s->amount_of[i]].ordinal)
			return false;
		/* "Kazakhstan occupied 31st place among Poland's partners": who has the place, not whose list it is. */
		if (m->indicator->kind == COOP_RANK && !n->possessive && n->sort == NAME_PROPER && sentence_has(s, i, CLASS_PLACE))
			return false;
	}
	return true;
}

/* The phrase names people of the other party. */
static bool is_another_people(const struct sentence *s, const struct mention *m, const struct name *people)
{
	for (size_t k = 0; k < s->n_names; k++)
		if (s->names[k].first >= (m->first > 2 ? m->first - 2u : 0) && s->names[k].first <= m->last &&
		    s->names[k].sort == NAME_ADJECTIVE && strcmp(s->names[k].code, people->code) != 0)
			return true;
	return false;
}

/* "1,470 Finns study in Estonia, and 612 Estonians in Finland": the verb is not said again, the people and the place are. */
static bool read_gapped(struct scene *sc)
{
	const struct sentence *s = sc->s;
	size_t i = sc->last + 1;
	const struct name *people = i < s->n && s->name_of[i] >= 0 ? &s->names[s->name_of[i]] : NULL;
	bool ones = people && sentence_is(s, people->last + 1u, "ones") && sc->m->indicator->direction == COOP_WHERE;
	bool visit = sc->m->indicator->direction == COOP_WHERE && sc->m->indicator->kind == COOP_FLOW &&
	             strcmp(sc->m->indicator->unit, "persons") == 0 && people && in_pair(&sc->cast->pair, people->code);
	if (sc->m->last >= sc->first || (sc->m->indicator->direction != COOP_WHENCE && !visit && !ones) || !people ||
	    people->sort != NAME_ADJECTIVE)
		return false;
	for (i = people->last + 1u; i < s->n && i < people->last + 4u && !sentence_is(s, i, ","); i++)
		if (sentence_is(s, i, "in") && s->name_of[i + 1] >= 0) {
			sc->e.giver = people->code;
			sc->e.taker = s->names[s->name_of[i + 1]].code;
			return strcmp(sc->e.giver, sc->e.taker) != 0;
		}
	/* "31,400 Armenians visited Belarus, and 9,870 Belarusians took a holiday in Armenia" */
	if (visit && s->t[people->first].kind == TOKEN_WORD && s->amounts[s->amount_of[sc->first]].dim == DIM_COUNT &&
	    s->amount_of[sc->first] > 0 && sc->m->last < s->amounts[s->amount_of[sc->first] - 1].first + 8u &&
	    is_another_people(s, sc->m, people)) {
		sc->e.giver = people->code;
		sc->e.taker = other_of(&sc->cast->pair, people->code);
		return true;
	}
	return false;
}

/* "Azerbaijan has invested $20 billion in Türkiye and Türkiye $16 billion in Azerbaijan": the verb is not said again. */
static bool read_gapped_gift(struct scene *sc)
{
	const struct sentence *s = sc->s;
	size_t i = sc->first;
	if (sc->m->last >= sc->first || sc->m->indicator->direction != COOP_GIVES)
		return false;
	while (i > 0 && sentence_has(s, i - 1, CLASS_HEDGE) && s->name_of[i - 1] < 0)
		i--;
	int from = i > 0 ? s->name_of[i - 1] : -1, to = s->name_of[sc->last + 2];
	if (from < 0 || to < 0 || s->names[from].first == 0 || !sentence_is_one(s, s->names[from].first - 1u, "and|,|while") ||
	    !sentence_is_one(s, sc->last + 1, "in|to|into"))
		return false;
	sc->e.giver = s->names[from].code;
	sc->e.taker = s->names[to].code;
	return strcmp(sc->e.giver, sc->e.taker) != 0;
}

/* "Italian investors have put $768 million into Azerbaijan, Azerbaijani ones $3 billion into Italy": the phrase stands before the number before,
 * and all that is said again is whose the next number is. */
static bool read_contrast(struct scene *sc)
{
	const struct sentence *s = sc->s;
	enum coop_direction d = sc->m->indicator->direction;
	int own = s->amount_of[sc->first];
	if (own <= 0 || sc->m->last >= sc->first || (d != COOP_GIVES && d != COOP_TAKES && d != COOP_WHENCE))
		return false;
	const struct amount *a = &s->amounts[own], *b = a - 1;
	const struct name *n = NULL;
	for (size_t i = b->last + 1u; i < a->hedge_first; i++)
		if (s->name_of[i] >= 0)
			n = &s->names[s->name_of[i]];
	if (sc->m->last > b->last || b->dim != a->dim || !n || n->possessive || n->keeper || who_governed(s, n) ||
	    !in_pair(&sc->cast->pair, n->code) || (n->sort != NAME_ADJECTIVE && n->sort != NAME_PROPER))
		return false;
	size_t gap = a->hedge_first - n->last - 1u;
	bool led = n->first > 0 && sentence_is_one(s, n->first - 1u, ",|and|;|while|whereas|the|but");
	if (!led || gap > 1 || (gap == 1 && sentence_has(s, n->last + 1u, CLASS_VERB)))
		return false;
	const char *other = other_of(&sc->cast->pair, n->code);
	sc->e.giver = d == COOP_TAKES ? other : n->code;
	sc->e.taker = d == COOP_TAKES ? n->code : other;
	return true;
}

static bool is_grant(const struct scene *sc)
{
	if (sc->m->indicator->direction != COOP_WHENCE || strcmp(sc->m->indicator->unit, "persons") != 0)
		return false;
	bool pays = false; /* "the Kingdom pays 250 scholarships for them": for its own */
	for (size_t i = sc->from; i < sc->to; i++)
		pays |= sentence_is_one(sc->s, i, "pays|pay|paid|finances|financed|funds");
	if (sc->m->indicator->kind == COOP_FLOW)
		return !pays; /* scholarships, whatever the verb else */
	size_t start = judge_clause_start(sc->s, sc->m->first);
	for (size_t i = sc->from < start ? sc->from : start; i < sc->to; i++)
		if (sentence_has(sc->s, i, CLASS_GRANT))
			return true;
	return false;
}

static void read_role(struct scene *sc, const struct name *n)
{
	const struct sentence *s = sc->s;
	enum role_word role = role_before(s, n);
	bool grant = is_grant(sc);
	bool language = sc->m->indicator->direction == COOP_WHERE && n->sort == NAME_ADJECTIVE && !n->possessive && !is_list(sc->m);
	/* "Georgia's deputy minister": what is possessed is somebody else. */
	switch (language && role != ROLE_FROM ? ROLE_OF : role) {
	case ROLE_TO:
		if (grant)
			set_giver(&sc->e, n->code, false);
		else
			set_taker(&sc->e, n->code, false);
		break;
	case ROLE_FROM:
		set_giver(&sc->e, n->code, false);
		break;
	case ROLE_IN:
		if (!is_list(sc->m) || n->possessive || n->first > sc->m->first)
			set_taker(&sc->e, n->code, n->sort == NAME_CITY);
		break;
	case ROLE_WITH:
		sc->e.with = n->code;
		break;
	case ROLE_OF:
		/* "partner of Vietnam", "its share in the foreign trade of the republic": whose list it is. */
		if ((sc->m->indicator->kind == COOP_RANK && n->first > sc->m->first) ||
		    (is_list(sc->m) && n->first > sc->m->last && sentence_is(s, sc->m->first, "share") && sc->m->n_words > 2))
			set_taker(&sc->e, n->code, false);
		else if (language || (sc->m->indicator->direction == COOP_WHERE && !is_list(sc->m)))
			set_giver(&sc->e, n->code, false);
		else
			set_owner(sc, n, false);
		break;
	case ROLE_BETWEEN:
		sc->e.between[0] = n->code;
		break;
	default:
		if (grant && n->first > 1 &&
		    (sentence_is(s, n->first - 1u, "for") ||
		     (sentence_is(s, n->first - 2u, "for") && sentence_has(s, n->first - 1u, CLASS_FILLER))))
			set_giver(&sc->e, n->code, false); /* "scholarships for Mongolians" */
		break;
	}
}

/* "supplied Türkiye with", "visited Georgia", "offers Kazakhstan 250 places". */
static bool is_object(const struct sentence *s, const struct name *n)
{
	return n->first > 0 && n->sort != NAME_ADJECTIVE && !n->possessive && s->t[n->first - 1].kind == TOKEN_WORD &&
	       (sentence_has(s, n->first - 1u, CLASS_VERB) || sentence_has(s, n->first - 1u, CLASS_GRANT)) &&
	       !sentence_is_one(s, n->first - 1u, "is|are|was|were|be|been|has|have|had|said|told|that|came|worth|makes|make|making|made");
}

static bool verb_between(const struct sentence *s, size_t from, size_t to, enum word_class class)
{
	for (size_t i = from; i < to && i < s->n; i++)
		if (sentence_has(s, i, class) && s->name_of[i] < 0)
			return true;
	return false;
}

/* "Türkiye was the second-largest source market with 381,400 arrivals": the subject is ranked in the other's list, and they come from it. */
static bool is_ranked(const struct scene *sc, const struct name *subject)
{
	for (size_t k = 0; k < sc->s->n_mentions; k++) {
		const struct mention *m = &sc->s->mentions[k];
		if (m->indicator->kind == COOP_RANK && m->indicator->area == sc->m->indicator->area && m->first > subject->last &&
		    m->first < sc->first && m->first >= judge_clause_start(sc->s, sc->first))
			return true;
	}
	return false;
}

/* "exports came to 3 billion; in 2022 they rose": they are the exports, no party. */
static bool stands_for_phrase(const struct scene *sc, const struct name *n)
{
	if (n->sort != NAME_PRONOUN || n->possessive)
		return false;
	for (size_t k = 0; k < sc->s->n_mentions; k++)
		if (sc->s->mentions[k].indicator == sc->m->indicator && sc->s->mentions[k].last < n->first)
			return true;
	return sc->m->last > 0 && n->first > sc->m->last;
}

/* The subject of the clause: the name before the verb. */
static void read_subject(struct scene *sc)
{
	const struct sentence *s = sc->s;
	const struct name *subject = NULL;
	size_t limit = sc->first < sc->m->first ? sc->first : sc->m->first;
	for (size_t k = 0; k < s->n_names && s->names[k].first < limit; k++) {
		const struct name *n = &s->names[k];
		if (stands_for_phrase(sc, n))
			continue;
		if (n->keeper || is_object(s, n) || (n->sort == NAME_CITY && sc->m->indicator->direction != COOP_BETWEEN && subject))
			continue;
		if (!who_governed(s, n) && (!subject || n->first >= sc->from))
			if (!subject || subject->first < sc->from)
				subject = n;
	}
	/* "for which Moscow grants": the name right before the verb. */
	if (is_grant(sc))
		for (size_t k = 0; k < s->n_names; k++)
			if (s->names[k].last + 1u < s->n && sentence_has(s, s->names[k].last + 1u, CLASS_GRANT))
				subject = &s->names[k];
	if (!subject)
		return;
	/* "Georgia's minister said", "the Turkish vice-president": not the one who is measured, unless it is all there is. */
	bool host = verb_between(s, subject->last + 1u, limit + 1, CLASS_HOST),
	     take = verb_between(s, subject->last + 1u, limit + 1, CLASS_TAKE);
	enum coop_direction d = sc->m->indicator->direction;
	bool place = d == COOP_WHERE && !is_list(sc->m) && (host || subject->sort != NAME_ADJECTIVE);
	if (place && is_ranked(sc, subject)) {
		set_giver(&sc->e, subject->code, true);
		return;
	}
	/* "Armenia registered 214,300 Georgian arrivals, 9.7 percent of all visitors" */
	place |= d == COOP_WHERE && sc->m->indicator->kind == COOP_RATIO && host;
	/* "Mongolians received 75 scholarships": who receives places is where the students come from. */
	bool places = d == COOP_WHENCE && sc->m->indicator->kind == COOP_FLOW && strcmp(sc->m->indicator->unit, "persons") == 0;
	bool granted = is_grant(sc) && !(take && places);
	if (place || granted || (d == COOP_WHENCE && take && !places))
		set_taker(&sc->e, subject->code, true);
	else
		set_owner(sc, subject, true);
}

/* The pronoun would stand for the subject of its own clause. */
static bool is_self(const struct scene *sc, const struct name *pronoun)
{
	const struct sentence *s = sc->s;
	const struct name *of;
	if (who_relative(s, pronoun->first, &of))
		return false;
	for (size_t k = 0; k < s->n_names; k++) {
		const struct name *n = &s->names[k];
		if (n->last < judge_clause_start(s, pronoun->first)) /* another clause: "…; its share" is the subject's before */
			continue;
		if (n->last >= pronoun->first || n->sort == NAME_PRONOUN || n->possessive || who_governed(s, n))
			continue;
		if (strcmp(n->code, pronoun->code) == 0)
			return true;
	}
	return false;
}

/* "its share in Serbian foreign trade": whose trade it is, is said. */
static bool names_whole(const struct scene *sc, const struct name *pronoun)
{
	for (size_t k = 0; sc->m->indicator->kind == COOP_RATIO && k < sc->s->n_names; k++) {
		const struct name *n = &sc->s->names[k];
		if (n->first > sc->m->first && n->last < sc->m->last && strcmp(n->code, pronoun->code) != 0)
			return true;
	}
	return false;
}

/* "In 11 Serbian schools Chinese is taught" */
static bool is_taught(const struct sentence *s, const struct name *n)
{
	size_t i = n->last + 1u;
	i += sentence_is_one(s, i, "is|are|was|were|can");
	i += sentence_is_one(s, i, "being|be|also|now");
	return i > n->last + 1u && sentence_is_one(s, i, "taught|learned|learnt|studied|offered");
}

static void read_names(struct scene *sc)
{
	const struct sentence *s = sc->s;
	for (size_t k = 0; k < s->n_names; k++) {
		const struct name *n = &s->names[k];
		if (n->last < sc->from || n->first >= sc->to || n->keeper)
			continue;
		if (stands_for_phrase(sc, n))
			continue;
		if (is_list(sc->m) && !in_pair(&sc->cast->pair, n->code))
			continue;
		struct name turned = *n;
		if (is_list(sc->m) && n->possessive && n->sort == NAME_PRONOUN && is_self(sc, n) && !names_whole(sc, n)) {
			/* "China has been its largest partner": not China's own. */
			turned.code = other_of(&sc->cast->pair, n->code);
			n = &turned;
		}
		bool before = k > 0 && sc->e.between[0] && !sc->e.between[1] && sentence_is(s, n->first - 1u, "and");
		if (before && strcmp(sc->e.between[0], n->code) != 0) {
			sc->e.between[1] = n->code;
			continue;
		}
		bool behind_rank =
		    n->first > 0 && (sentence_is_one(s, n->first - 1u, "after|behind|than") ||
		                     (n->first > 1 && sentence_is(s, n->first - 2u, "only") && sentence_is(s, n->first - 1u, "to")));
		if (behind_rank)
			continue;
		/* "Indonesians study Japanese": the learners, then the language. */
		bool both = n->first == sc->m->first && n->last < sc->m->last && s->name_of[sc->m->last] >= 0 &&
		            sc->m->indicator->direction == COOP_WHERE;
		/* "Georgians visiting Azerbaijan", "Russians travelled to Mongolia" */
		const struct name *place = both ? &s->names[s->name_of[sc->m->last]] : n;
		size_t to = place->first;
		while (both && to > n->last + 1u && sentence_has(s, to - 1, CLASS_FILLER))
			to--;
		bool visits = both && to > n->last + 1u && sentence_is_one(s, to - 1, "visiting|to");
		if (both) {
			if (visits)
				set_giver(&sc->e, n->code, false);
			else
				set_taker(&sc->e, n->code, false);
			continue;
		}
		/* "12,000 Mongolians learn the language": who learns, not what. */
		if (sc->m->indicator->direction == COOP_WHERE && sc->m->indicator->kind == COOP_STOCK && n->sort == NAME_ADJECTIVE &&
		    !n->possessive && strcmp(sc->m->indicator->unit, "persons") == 0 && n->first == sc->last + 1u &&
		    !sentence_sign(s, n->last + 1u, '-') && !sc->e.taker) {
			set_taker(&sc->e, n->code, false);
			continue;
		}
		/* "746 Saudi schools taught Chinese": whose schools, then the language. */
		bool taught = sc->m->indicator->direction == COOP_WHERE && n->sort == NAME_ADJECTIVE && n->first > sc->m->last &&
		              (is_taught(s, n) ||
		               sentence_is_one(s, n->first - 1u, "taught|teach|teaches|teaching|learn|learns|learning|study|studying") ||
		               (sentence_is(s, n->first - 1u, "in") &&
		                (s->t[n->last + 1].kind != TOKEN_WORD || sentence_is(s, n->last + 1u, "language"))));
		if (taught && !is_list(sc->m) && sc->e.giver && strcmp(sc->e.giver, n->code) != 0 && !sc->e.taker) {
			sc->e.taker = sc->e.giver;
			sc->e.giver = n->code;
			continue;
		}
		/* "tourists from Serbia visited Croatia", "citizens of Serbia": it is no owner of the visit. */
		bool from = n->first >= sc->m->first && n->last <= sc->m->last && (n->last < sc->m->last || n->first > sc->m->first) &&
		            (role_before(s, n) == ROLE_FROM || (role_before(s, n) == ROLE_OF && !is_list(sc->m)));
		/* "making Peru the third source of visitors": Peru is ranked, in the other's list. */
		bool made =
		    is_list(sc->m) && n->first > 0 && n->last < sc->m->first && !n->possessive &&
		    sentence_is_one(
		        s, n->first - 1u,
		        "making|makes|made|make|put|puts|putting|placing|places|placed|ranking|ranks|leaving|keeping|has|have|lists|"
		        "listed|sees|rates");
		/* "sold Belarus fruit and vegetables": to whom. */
		bool sold_to = n->last < sc->m->last && is_object(s, n) && !is_list(sc->m) && !is_grant(sc) &&
		               sentence_is_one(s, n->first - 1u,
		                               "sold|sells|sell|supplied|supplies|supply|sent|sends|shipped|ships|delivered|delivers");
		/* "which made India the second biggest source": who has the place. */
		bool placed = sc->m->indicator->kind == COOP_RANK && n->sort == NAME_PROPER && !n->possessive && n->last < sc->m->first &&
		              n->first > 0 &&
		              sentence_is_one(s, n->first - 1u, "made|makes|make|making|saw|put|puts|left|leaves|keeps|kept") &&
		              sentence_is_one(s, n->last + 1u, "the|a|as|one|into|number|its|among|in");
		if (from || made || placed)
			set_giver(&sc->e, n->code, false);
		else if (sold_to)
			set_taker(&sc->e, n->code, false);
		else if (is_owner(s, n, sc->m) && role_before(s, n) != ROLE_BETWEEN)
			set_owner(sc, n, false);
		else if (is_object(s, n) && n->first > 0 && !is_list(sc->m)) {
			if (is_grant(sc))
				set_giver(&sc->e, n->code, false);
			else
				set_taker(&sc->e, n->code, false);
		} else {
			read_role(sc, n);
		}
	}
	read_subject(sc);
}

static void make_pair(const char *a, const char *b, struct pair *out)
{
	snprintf(out->ref, sizeof out->ref, "%s", a);
	snprintf(out->cpt, sizeof out->cpt, "%s", b);
}

/* Both ends in full; false where a third party is in it and the other end cannot be told. */
static bool complete(struct scene *sc)
{
	struct ends *e = &sc->e;
	const struct pair *p = &sc->cast->pair;
	if (e->giver && e->taker && strcmp(e->giver, e->taker) == 0) {
		if (e->giver_weak)
			e->giver = NULL;
		else
			e->taker = NULL;
	}
	if (e->with && !e->taker && e->giver && strcmp(e->with, e->giver) != 0)
		e->taker = e->with;
	else if (e->with && !e->giver && e->taker && strcmp(e->with, e->taker) != 0)
		e->giver = e->with;
	/* A subject from outside the pair is a bystander when the other end is not told. */
	if (e->giver && e->giver_weak && !in_pair(p, e->giver))
		e->giver = NULL;
	if (e->taker && e->taker_weak && !in_pair(p, e->taker))
		e->taker = NULL;
	if (e->giver && !e->taker)
		e->taker = in_pair(p, e->giver) ? other_of(p, e->giver) : sc->cast->books;
	else if (e->taker && !e->giver)
		e->giver = in_pair(p, e->taker) ? other_of(p, e->taker) : sc->cast->books;
	return !e->giver || strcmp(e->giver, e->taker) != 0;
}

static const struct indicator *mirror_of(const struct indicator *i)
{
	for (size_t k = 0; k < i->area->n_indicators; k++)
		if (strcmp(i->area->indicators[k]->id, i->mirror) == 0)
			return i->area->indicators[k];
	return NULL;
}

static bool decide_books(struct scene *sc, struct who *out)
{
	const struct ends *e = &sc->e;
	const char *books = sc->cast->books;
	bool gives = sc->m->indicator->direction == COOP_GIVES;
	if (!e->giver) {
		make_pair(books, other_of(&sc->cast->pair, books), &out->pair);
		out->rule = "books";
		return true;
	}
	bool own = strcmp(books, gives ? e->giver : e->taker) == 0;
	bool mirrored = strcmp(books, gives ? e->taker : e->giver) == 0;
	out->rule = "named";
	if (own || !mirrored) {
		/* Neither is the bookkeeper: the owner keeps the books. */
		make_pair(gives ? e->giver : e->taker, gives ? e->taker : e->giver, &out->pair);
		return true;
	}
	out->indicator = mirror_of(sc->m->indicator);
	if (!out->indicator) {
		out->indicator = sc->m->indicator;
		make_pair(gives ? e->giver : e->taker, gives ? e->taker : e->giver, &out->pair);
		return true;
	}
	make_pair(books, gives ? e->giver : e->taker, &out->pair);
	return true;
}

/* Turnover and balance: the owner and the one that it trades with, seen from the bookkeeper. */
static bool decide_turnover(struct scene *sc, struct who *out)
{
	const struct ends *e = &sc->e;
	const struct pair *p = &sc->cast->pair;
	const char *a = e->between[0] && e->between[1] ? e->between[0] : e->giver && !e->giver_weak ? e->giver : NULL;
	const char *b = e->between[0] && e->between[1] ? e->between[1] : e->with;
	const char *books = sc->cast->books;
	/* "Ukraine's customs put it at 1.3 billion, Moldova's at 1.1 billion" */
	size_t i = sc->first - (sc->first > 0 && sentence_is_one(sc->s, sc->first - 1u, "at|to"));
	if (i > 2 && sc->s->t[i - 1].kind == TOKEN_GENITIVE && sc->s->name_of[i - 2] >= 0 &&
	    in_pair(p, sc->s->names[sc->s->name_of[i - 2]].code))
		books = sc->s->names[sc->s->name_of[i - 2]].code;
	out->rule = "books";
	make_pair(books, other_of(p, books), &out->pair);
	if (a && b && strcmp(a, b) == 0)
		return true;
	bool strange_a = a && !in_pair(p, a), strange_b = b && !in_pair(p, b);
	if (!strange_a && !strange_b)
		return true;
	out->rule = "named";
	if (!b)
		return false;
	make_pair(a ? a : books, b, &out->pair);
	return strcmp(out->pair.ref, out->pair.cpt) != 0;
}

/* "Russian gas flowed through Serbia to Hungarian buyers": a third country's, or only on its way through one of the two. */
static bool is_passing(const struct scene *sc)
{
	const struct sentence *s = sc->s;
	bool ref = false, cpt = false, through = false;
	if (sc->m->indicator->direction != COOP_WHENCE || strcmp(sc->m->indicator->unit, "persons") == 0)
		return false;
	size_t from = judge_clause_start(s, sc->first), to = judge_clause_end(s, sc->last);
	for (size_t k = 0; k < s->n_names; k++) {
		const struct name *n = &s->names[k];
		if (n->first < from || n->last >= to || !in_pair(&sc->cast->pair, n->code))
			continue;
		ref |= strcmp(n->code, sc->cast->pair.ref) == 0;
		cpt |= strcmp(n->code, sc->cast->pair.cpt) == 0;
		through |= n->first > 0 && sentence_is_one(s, n->first - 1u, "through|via|across");
	}
	bool third = !in_pair(&sc->cast->pair, sc->e.giver) || !in_pair(&sc->cast->pair, sc->e.taker);
	return through || (third && ref && cpt);
}

bool who_decide(const struct sentence *s, const struct mention *m, size_t first, size_t last, const struct cast *cast, struct who *out)
{
	struct scene sc = {.s = s, .m = m, .cast = cast, .first = first, .last = last};
	*out = (struct who){.indicator = m->indicator, .pair = cast->pair, .rule = "between"};
	find_territory(&sc);
	if (!read_gapped(&sc) && !read_gapped_gift(&sc) && !read_contrast(&sc))
		read_names(&sc);
	enum coop_direction d = m->indicator->direction;
	if (d == COOP_BETWEEN) {
		bool strange = sc.e.between[0] && sc.e.between[1] &&
		               (!in_pair(&cast->pair, sc.e.between[0]) || !in_pair(&cast->pair, sc.e.between[1]));
		return !strange && !(sc.e.with && !in_pair(&cast->pair, sc.e.with));
	}
	if (d == COOP_BOOKS)
		return decide_turnover(&sc, out);
	if (!sc.e.giver && !sc.e.taker && (d == COOP_WHERE || d == COOP_WHENCE)) {
		/* "In Ukraine, 17 schools …, and 40,000 people learn": what the sentence began with goes on. */
		sc.from = 0;
		sc.to = sc.m->last + 1u > last + 1 ? sc.m->last + 1u : last + 1;
		read_names(&sc);
	}
	if (!complete(&sc))
		return false;
	if (d == COOP_GIVES || d == COOP_TAKES)
		return decide_books(&sc, out);
	if (!sc.e.giver) {
		out->rule = "default";
		return true;
	}
	if (is_passing(&sc))
		return false;
	out->rule = "named";
	if (d == COOP_WHERE)
		make_pair(sc.e.taker, sc.e.giver, &out->pair);
	else
		make_pair(sc.e.giver, sc.e.taker, &out->pair);
	return true;
}
