/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names become parties; pronouns become the subject before; statistics get their keeper.
 */
#include "read/who_private.h"

#include "read/country.h"

bool who_relative(const struct sentence *s, size_t i, const struct name **antecedent)
{
	size_t which = i;
	while (which > 0 && i - which < 5 && !sentence_is_one(s, which, "which|who"))
		which--;
	if (which == i || which < 2 || !sentence_is_one(s, which, "which|who"))
		return false;
	size_t before = which - 1 - sentence_is(s, which - 1, ",");
	if (s->name_of[before] < 0)
		return false;
	*antecedent = &s->names[s->name_of[before]];
	return true;
}

static const char *pronoun_code(const struct sentence *s, size_t i, const struct cast *cast)
{
	const char *books = NULL, *keeper = NULL;
	const struct name *of;
	/* "visitors from Egypt, which was its second-largest source": not Egypt's own. */
	if (who_relative(s, i, &of) && in_pair(&cast->pair, of->code))
		return other_of(&cast->pair, of->code);
	/* "1.4 million Thais travelled to Laos, where they": those who were counted. */
	for (size_t k = s->n_names; sentence_is(s, i, "they") && k-- > 0;)
		if (s->names[k].sort == NAME_ADJECTIVE && s->names[k].first > 0 && s->amount_of[s->names[k].first - 1] >= 0)
			return s->names[k].code;
	for (size_t k = 0; k < s->n_names; k++) {
		const struct name *n = &s->names[k];
		if (n->last >= i || n->sort == NAME_PRONOUN)
			continue;
		if (n->keeper && !keeper)
			keeper = n->code;
		bool governed =
		    n->first > 0 &&
		    (sentence_has(s, n->first - 1u, CLASS_PREP) ||
		     (n->first > 1 && sentence_has(s, n->first - 1u, CLASS_FILLER) && sentence_has(s, n->first - 2u, CLASS_PREP)));
		if (sentence_has(s, n->last + 1u, CLASS_BOOKS) || sentence_has(s, n->last + 2u, CLASS_BOOKS))
			books = n->code;
		/* "companies with Croatian capital …; they": the owners. */
		if (governed && n->sort == NAME_ADJECTIVE &&
		    sentence_is_one(s, n->last + 1u, "capital|participation|investment|shareholding"))
			governed = false;
		if (!governed)
			return books ? books : n->code;
	}
	return books ? books : keeper ? keeper : cast->subject;
}

static void add_name(struct sentence *s, size_t first, size_t last, const char *code, enum name_sort sort)
{
	if (s->n_names == PARTIES_MAX || !code)
		return;
	struct name *n = &s->names[s->n_names];
	*n = (struct name){.first = (uint16_t)first, .last = (uint16_t)last, .code = code, .sort = sort};
	n->possessive = (last + 1 < s->n && s->t[last + 1].kind == TOKEN_GENITIVE) ||
	                (sort == NAME_PRONOUN && sentence_has(s, first, CLASS_ITS)) ||
	                (sentence_sign(s, last + 1, '\'') && last + 1 < s->n && s->t[last + 1].glued);
	size_t behind = last + 1 + (last + 1 < s->n && s->t[last + 1].kind == TOKEN_GENITIVE);
	static const char keepers[] =
	    "statistics|statistical|customs|data|count|books|bureau|agency|sources|figures|numbers|calculations|"
	    "reckoning|estimates|records|institute|department|bank|committee|administration|authorities|ledgers|arithmetic";
	n->keeper = sort != NAME_PRONOUN && (sentence_is_one(s, behind, keepers) ||
	                                     (sentence_is_one(s, behind + 1, keepers) && !sentence_has(s, behind, CLASS_VERB)));
	if (first > 1 && sentence_is_one(s, first - 1, "of|from") &&
	    sentence_is_one(s, first - 2, "statistics|customs|data|committee|service|bank|ministry|bureau|agency|office|administration"))
		n->keeper = true;
	n->keeper |= sort == NAME_OFFICE;
	for (size_t i = first; i <= last; i++)
		s->name_of[i] = (int16_t)s->n_names;
	s->n_names++;
}

/* "the Kingdom": the one of the two that is a kingdom; "the republic": the region whose report it is, else who speaks. */
static const char *self_code(const struct sentence *s, size_t i, const struct cast *cast)
{
	const char *word = s->text + s->t[i].at;
	/* "According to the State Bank of Pakistan, the country's imports": the bookkeeper's. */
	for (size_t k = 0; sentence_is(s, i, "country") && k < s->n_names; k++)
		if (s->names[k].keeper && s->names[k].last < i && in_pair(&cast->pair, s->names[k].code))
			return s->names[k].code;
	bool ref = country_is_a(cast->pair.ref, word, s->t[i].len), cpt = country_is_a(cast->pair.cpt, word, s->t[i].len);
	if (ref != cpt)
		return ref ? cast->pair.ref : cast->pair.cpt;
	if (sentence_is(s, i, "republic") && !strchr(cast->pair.ref, '.') && strchr(cast->pair.cpt, '.'))
		return cast->pair.cpt;
	return cast->speaker;
}

/* "its neighbour", "its northern neighbour": the other one; the last token, 0 for none. */
static size_t neighbour_at(const struct sentence *s, size_t i)
{
	static const char words[] = "neighbour|neighbor|ally";
	if (sentence_has(s, i, CLASS_ITS) && sentence_is_one(s, i + 1, words))
		return i + 1;
	bool side = sentence_is_one(
	    s, i + 1, "northern|southern|eastern|western|big|bigger|large|larger|small|smaller|great|giant|close|closest|direct|immediate");
	return sentence_has(s, i, CLASS_ITS) && side && sentence_is_one(s, i + 2, words) ? i + 2 : 0;
}

/* A sentence's "its" before the bookkeeper's name and the like is rare; names are found from left to right. */
void who_find(struct sentence *s, const struct cast *cast)
{
	s->n_names = 0;
	for (size_t i = 0; i < s->n; i++)
		s->name_of[i] = -1;
	for (size_t i = 0; i < s->n;) {
		const struct hit *h = sentence_hit(s, i, CLASS_PARTY), *self = sentence_hit(s, i, CLASS_SELF);
		const struct party_ref *ref = NULL;
		/* "the Republic of Azerbaijan" is a name and not "the republic". */
		const struct hit *longer = self ? sentence_hit(s, i + 1, CLASS_PARTY) : NULL;
		if (longer && longer->last > self->last)
			self = NULL;
		bool exact = false;
		/* "US" of "US$", "Russian" of "Russian roubles" are no names. */
		if (s->amount_of[i] >= 0)
			h = self = NULL;
		for (size_t k = s->hit_from[i]; h && k < s->hit_from[i + 1]; k++) {
			const struct hit *one = &s->hits[k];
			const struct party_ref *r = one->lexeme->ref;
			if (one->lexeme->class != CLASS_PARTY)
				continue;
			/* A language of several countries, or of none ("the Persian Gulf"), is that of the one of the two that speaks it. */
			bool local =
			    strchr(r->code, '.') || sentence_is_one(s, i, "Arabic|Persian|Farsi|Hindi|Urdu|Swahili|Kiswahili|Pashto|Dari");
			bool gulf = sentence_is_one(s, one->last + 1u, "gulf|carpet|carpets");
			bool taken = one->last == h->last && !gulf && (!local || in_pair(&cast->pair, r->code));
			/* "Lao" is no "Laos", though their stems are one. */
			bool whole = one->last == i && strlen(one->lexeme->text) == s->t[i].len;
			if (taken && (!ref || in_pair(&cast->pair, r->code)) && !(exact && ref && !whole)) {
				ref = r;
				exact = whole;
			}
		}
		if (ref) {
			add_name(s, i, h->last, ref->code, ref->sort);
			i = (size_t)h->last + 1;
		} else if (self) {
			add_name(s, self->first + 1u, self->last, self_code(s, self->last, cast), NAME_SELF);
			i = (size_t)self->last + 1;
		} else {
			/* "they own 26 companies", but not "pupils learn it" */
			bool subject = sentence_is_one(s, i, "they|it") &&
			               !(i > 0 && (sentence_has(s, i - 1, CLASS_VERB) || sentence_has(s, i - 1, CLASS_PREP)));
			size_t neighbour = neighbour_at(s, i);
			const char *code = sentence_has(s, i, CLASS_ITS) || subject ? pronoun_code(s, i, cast) : NULL;
			if (code && neighbour && in_pair(&cast->pair, code)) {
				add_name(s, i, neighbour, other_of(&cast->pair, code), NAME_PROPER);
				i = neighbour;
			} else if (code) {
				add_name(s, i, i, code, NAME_PRONOUN);
			}
			i++;
		}
	}
}

bool who_governed(const struct sentence *s, const struct name *n)
{
	size_t i = n->first;
	for (int k = 0; i > 0 && k < 3; k++, i--) {
		if (sentence_has(s, i - 1, CLASS_PREP) && s->when_of[i - 1] < 0)
			return true;
		if (!sentence_has(s, i - 1, CLASS_FILLER))
			return false;
	}
	return false;
}

const char *who_subject(const struct sentence *s)
{
	for (size_t k = 0; k < s->n_names; k++)
		if (s->names[k].sort != NAME_CITY && !who_governed(s, &s->names[k]))
			return s->names[k].code;
	for (size_t k = 0; k < s->n_names; k++)
		if (s->names[k].sort != NAME_CITY)
			return s->names[k].code;
	return NULL;
}

/* "Ankara puts trade at $8 billion": a government that tells the number. */
static const char *teller_of(const struct sentence *s, const struct cast *cast)
{
	for (size_t k = 0; k < s->n_names; k++) {
		const struct name *n = &s->names[k];
		bool plain = n->sort == NAME_CITY || n->sort == NAME_PROPER;
		if (plain && !n->possessive && in_pair(&cast->pair, n->code) && !who_governed(s, n) &&
		    sentence_is_one(s, n->last + 1u, "puts|reckons|calculates|reports"))
			return n->code;
	}
	return NULL;
}

/* "the statistics institute in Bucharest", but not "the statistics institute said in Bucharest". */
static bool seated_in(const struct sentence *s, size_t behind, const struct name *city)
{
	if (!sentence_is_one(s, city->first - 1u, "in|of"))
		return false;
	for (size_t i = behind; i < city->first; i++)
		if (sentence_has(s, i, CLASS_VERB) || sentence_is(s, i, ",") || sentence_has(s, i, CLASS_INDICATOR))
			return false;
	return true;
}

/* "Chisinau's chamber of commerce expects": an authority of the report's own side, behind which the other's books are closed again. */
static bool speaks_itself(const struct sentence *s, const struct cast *cast)
{
	for (size_t k = 0; k < s->n_names; k++) {
		const struct name *n = &s->names[k];
		size_t i = n->last + 1u + (n->possessive && n->sort != NAME_PRONOUN);
		if (strcmp(n->code, cast->speaker) != 0 || n->sort == NAME_PRONOUN || !(n->possessive || n->sort == NAME_ADJECTIVE))
			continue;
		for (size_t j = i; j < i + 3; j++)
			if (sentence_is_one(s, j,
			                    "chamber|government|ministry|minister|president|premier|ambassador|embassy|officials|exporters|"
			                    "authorities"))
				return true;
	}
	return false;
}

const char *who_books(const struct sentence *s, const struct cast *cast)
{
	for (size_t k = 0; k < s->n_names; k++)
		if (s->names[k].sort == NAME_OFFICE && in_pair(&cast->pair, s->names[k].code))
			return s->names[k].code;
	const char *teller = teller_of(s, cast);
	if (teller)
		return teller;
	for (size_t i = 0; i < s->n; i++) {
		const struct hit *h = sentence_hit(s, i, CLASS_BOOKS);
		if (!h)
			continue;
		size_t from = i >= 6 ? i - 6 : 0, said_from = i >= 7 ? i - 7 : 0;
		bool according = sentence_within(s, said_from, i, CLASS_ACCORDING) != NULL;
		bool strong = sentence_is_one(
		    s, i,
		    "statistics|customs|count|books|bookkeeping|reckoning|calculations|statistical|bureau|tally|sources|statisticians");
		bool side = sentence_is_one(s, i,
		                            "side|bank|state|authorities|ministry|officials|estimates|estimate|figures|numbers|data|"
		                            "records|central|national|accounts|"
		                            "accounting|tax|revenue");
		/* "the Polish side put trade at": who counts says so. */
		according |=
		    sentence_is_one(s, h->last + 1u,
		                    "put|puts|count|counts|counted|reckon|reckons|record|records|recorded|register|registers|registered|"
		                    "estimated|calculated|value|values|valued|gives|gave|brought|provided|presented|cites|cited|quotes|"
		                    "quoted|reports|reported|published|speaks|supplied|differ|differs|diverge|look|looks|disagree");
		/* "India's commerce department, whose year begins in April, puts": an office that says what it counts. */
		bool office = sentence_is_one(s, h->last, "institute|department|bureau|agency|office|service|administration");
		size_t verb = h->last + 1u;
		if (office && sentence_is(s, verb, ","))
			while (verb < s->n && verb < h->last + 12u &&
			       !sentence_is_one(s, verb, "put|puts|gives|gave|says|said|reports|shows"))
				verb++;
		bool ministry = sentence_is_one(s, i, "ministry|officials|authorities|side|bank|government");
		size_t puts = h->last + 1u;
		while (ministry && puts < s->n && puts < h->last + 9u &&
		       !sentence_is_one(s, puts, "put|puts|counts|counted|reckons|gives|give|gave") && s->amount_of[puts] < 0 &&
		       !sentence_breaks(s, puts))
			puts++;
		according |= ministry && sentence_is_one(s, puts, "put|puts|counts|counted|reckons|gives|give|gave");
		/* "India's ministry, which thinks in fiscal years, has other figures:" */
		for (size_t k = h->last + 1u; ministry && k < s->n && k < h->last + 12u && s->amount_of[k] < 0; k++)
			according |= sentence_is_one(s, k, "has|have") &&
			             sentence_is_one(s, k + 1, "other|different|its|their|figures|numbers") &&
			             (sentence_is_one(s, k + 1, "figures|numbers") || sentence_is_one(s, k + 2, "figures|numbers|data") ||
			              sentence_is_one(s, k + 3, "figures|numbers|data"));
		according |= office && sentence_is_one(s, verb, "put|puts|gives|gave|says|said|reports|reported|shows|showed|has|lists");
		/* "Pakistan's central bank says that trade stood at": an office, not a side of a talk. */
		according |= !sentence_is_one(s, i, "side|officials|authorities|ministry") &&
		             sentence_is_one(s, h->last + 1u, "say|says|said|speaks|speak");
		if (side && !according)
			continue;
		if (!according && !strong)
			continue;
		for (size_t k = from; k <= h->last + 5u && k < s->n; k++) {
			int n = s->name_of[k];
			bool behind = k > h->last;
			if (n < 0)
				continue;
			const struct name *city = s->names[n].sort == NAME_CITY ? &s->names[n] : NULL;
			if (city && !(behind ? seated_in(s, h->last + 1u, city) : city->possessive))
				continue;
			/* "by Kabul's reckoning", "the statistics agency in Tashkent", but not "the data, shown in Baku" */
			if (s->names[n].sort == NAME_CITY && !(behind ? k == h->last + 2u : s->names[n].possessive))
				continue;
			/* "Statistics Estonia" */
			bool named = k == h->last + 1u && s->t[i].capital && sentence_is(s, i, "statistics") && h->first == h->last;
			if (behind && !named && !(sentence_is_one(s, s->names[n].first - 1u, "of|from|in|the")))
				continue;
			if (!behind && !s->names[n].possessive && (s->names[n].sort == NAME_PROPER || k + 4 < i))
				continue;
			if (in_pair(&cast->pair, s->names[n].code))
				return s->names[n].code;
		}
	}
	return speaks_itself(s, cast) ? cast->speaker : NULL;
}
