/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Places in a row: ranks ("third-largest trading partner", "among the top ten suppliers", "second only to Russia") and editions ("the 22nd meeting
 * of the commission").
 */
#include "read/scribe.h"

#include "base/date.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define RANK_REACH 9
#define EDITION_REACH 5

struct rank {
	int value;
	enum bound bound;
	size_t first, last; /* its words */
	const char *rule;
};

static int small(const struct sentence *s, size_t i, size_t *last)
{
	const struct hit *h = sentence_hit(s, i, CLASS_CARDINAL);
	*last = i;
	if (h && h->lexeme->n >= 2 && h->lexeme->n <= 30) {
		*last = h->last;
		return h->lexeme->n;
	}
	int n = sentence_whole(s, i);
	return n >= 2 && n <= 100 ? n : 0;
}

static int ordinal_at(const struct sentence *s, size_t i, size_t *last)
{
	int k = i < s->n ? s->amount_of[i] : -1;
	if (k < 0 || !s->amounts[k].ordinal || s->amounts[k].first != i)
		return 0;
	*last = s->amounts[k].last;
	return (int)s->amounts[k].number;
}

static size_t skip_hyphen(const struct sentence *s, size_t i)
{
	return i + (sentence_sign(s, i, '-') && i < s->n && s->t[i].glued);
}

/* "top ten", "five largest", "ten biggest", "top-5": how many. */
static int top_at(const struct sentence *s, size_t i, size_t *last)
{
	size_t end;
	int n;
	if (sentence_is_one(s, i, "top|leading|first|largest|biggest") && (n = small(s, skip_hyphen(s, i + 1), &end))) {
		*last = end;
		return n;
	}
	if ((n = small(s, i, &end)) && sentence_has(s, skip_hyphen(s, end + 1), CLASS_LARGEST)) {
		*last = skip_hyphen(s, end + 1);
		return n;
	}
	return 0;
}

/* "ranks third", "takes second place", "in third place", "ranked No. 2", "number two". */
static bool read_placed(const struct sentence *s, size_t i, struct rank *out)
{
	size_t last = i, n_last;
	int n = ordinal_at(s, i, &last);
	if (n) {
		bool before = i > 0 && (sentence_has(s, i - 1, CLASS_PLACE) ||
		                        sentence_is_one(s, i - 1, "is|was|comes|came|stood|finished|placed|took|in") ||
		                        (sentence_is(s, i - 1, "the") && i > 1 && sentence_has(s, i - 2, CLASS_PLACE)));
		bool ranks = i > 0 && sentence_is_one(s, i - 1, "ranks|ranked|rank|ranking|placed|is|was|comes|came|stood|stands");
		bool place = sentence_has(s, last + 1, CLASS_PLACE);
		bool among = i > 0 && sentence_is_one(s, last + 1, "among|amongst") &&
		             sentence_is_one(s, i - 1, "and|or|,|but"); /* "12th in X and 17th among Y" */
		if (!place && !among && !(before && ranks))
			return false;
		*out = (struct rank){n, BOUND_EXACT, i, place ? last + 1 : last, "rank.place"};
		return true;
	}
	bool number = sentence_is(s, i, "number") || (sentence_is(s, i, "no") && sentence_is(s, i + 1, "."));
	size_t at = i + 1 + sentence_is(s, i + 1, ".");
	if (number && i > 0 && sentence_whole(s, at) >= 1 && sentence_whole(s, at) <= 100)
		n = sentence_whole(s, at);
	else if (number && sentence_is(s, at, "one"))
		n = 1;
	else if (number)
		n = small(s, at, &n_last);
	if (!number || n <= 0)
		return false;
	*out = (struct rank){n, BOUND_EXACT, i, at, "rank.number"};
	return true;
}

static bool read_top(const struct sentence *s, size_t i, struct rank *out)
{
	size_t last;
	int n = top_at(s, i, &last);
	if (!n)
		return false;
	size_t back = i;
	while (back > 0 && (sentence_has(s, back - 1, CLASS_FILLER) || s->t[back - 1].kind == TOKEN_GENITIVE || s->name_of[back - 1] >= 0))
		back--;
	bool among = back > 0 && sentence_is_one(s, back - 1, "among|in|of|amongst|into|within|enters|entered|are|is|joined|between");
	if (!among)
		return false;
	*out = (struct rank){n, BOUND_LE, i, last, "rank.top"};
	return true;
}

/* "third-largest", "second biggest", "the largest", "top", "leading": with an article or an owner before it, and not one of several. */
static bool read_largest(const struct sentence *s, size_t i, struct rank *out)
{
	size_t last;
	int n = ordinal_at(s, i, &last);
	if (n) {
		const struct hit *h = sentence_hit(s, skip_hyphen(s, last + 1), CLASS_LARGEST);
		size_t end = h ? h->last : last;
		bool most = sentence_is(s, last + 1, "most");
		if (!h && !most)
			return false;
		*out = (struct rank){n, BOUND_EXACT, i, most && !h ? last + 2 : end, "rank.largest"};
		return true;
	}
	const struct hit *h = sentence_hit(s, i, CLASS_LARGEST);
	if (!h || sentence_is_one(s, i, "major|key|important|principal|chief|foremost|primary|strongest|best|most"))
		return false;
	size_t b = i;
	while (b > 0 && sentence_is_one(s, b - 1, "single|by|far|undisputed|clear|still|own"))
		b--;
	bool determined = b > 0 && (sentence_is_one(s, b - 1, "the|its|their|remains|remained|remain|as|is|was|number") ||
	                            s->t[b - 1].kind == TOKEN_GENITIVE || s->name_of[b - 1] >= 0);
	bool several = (b > 1 && sentence_is_one(s, b - 2, "of|among|amongst")) || (b > 2 && sentence_is(s, b - 3, "one")) ||
	               (b > 1 && s->t[b - 1].kind == TOKEN_GENITIVE && b > 3 && sentence_is(s, b - 3, "of"));
	if (!determined || several)
		return false;
	*out = (struct rank){1, BOUND_EXACT, i, h->last, "rank.first"};
	return true;
}

static bool read_only_to(const struct sentence *s, size_t i, struct rank *out)
{
	size_t last;
	int n = ordinal_at(s, i, &last);
	if (!n || !sentence_is(s, last + 1, "only") || !sentence_is(s, last + 2, "to"))
		return false;
	*out = (struct rank){n, BOUND_EXACT, i, last, "rank.only to"};
	return true;
}

/* "its second market for": an ordinal right before the phrase. */
static bool read_bare(const struct sentence *s, size_t i, const struct mention *m, struct rank *out)
{
	size_t last;
	int n = ordinal_at(s, i, &last);
	if (!n || m->first != last + 1)
		return false;
	*out = (struct rank){n, BOUND_EXACT, i, last, "rank.ordinal"};
	return true;
}

static bool rank_at(const struct sentence *s, size_t i, const struct mention *m, struct rank *out)
{
	return read_only_to(s, i, out) || read_top(s, i, out) || read_largest(s, i, out) || read_placed(s, i, out) ||
	       read_bare(s, i, m, out);
}

static bool is_plural(const struct sentence *s, const struct mention *m)
{
	size_t head = m->first;
	while (head < m->last && !sentence_has(s, head + 1, CLASS_PREP))
		head++;
	const struct token *t = &s->t[head];
	return m->lexeme->text && t->len > 3 && s->text[t->at + t->len - 1] == 's';
}

/* "number one among Lithuania's trading partners", "the largest of its suppliers" */
static bool stands_among(const struct sentence *s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (sentence_is_one(s, i, "among|amongst|of"))
			return true;
	return false;
}

/* The rank nearest to the phrase, rather before than behind it, in the same clause. */
static bool find_rank(const struct sentence *s, const struct mention *m, struct rank *out)
{
	size_t low = judge_clause_start(s, m->first), high = judge_clause_end(s, m->last);
	if (m->first - low > RANK_REACH)
		low = m->first - (size_t)RANK_REACH;
	for (size_t i = m->first; i > low; i--)
		if (rank_at(s, i - 1, m, out) && out->last < m->last + 1u) {
			for (size_t k = 0; k < s->n_mentions; k++)
				if (&s->mentions[k] != m && s->mentions[k].indicator->kind == COOP_RANK &&
				    s->mentions[k].first > out->last && s->mentions[k].last < m->first && out->first >= low)
					return false; /* it is that one's */
			return strcmp(out->rule, "rank.first") != 0 || !is_plural(s, m) || stands_among(s, out->last + 1, m->last);
		}
	if (high > m->last + (size_t)RANK_REACH)
		high = m->last + (size_t)RANK_REACH;
	for (size_t i = m->last + 1u; i < high; i++)
		if (read_placed(s, i, out) || read_top(s, i, out) || (rank_at(s, i, m, out) && out->value > 1))
			return true;
	return false;
}

static bool ranks_among_some(const struct sentence *s, const struct mention *m)
{
	for (size_t i = m->last + 1u; i < s->n && i < m->last + 10u && !sentence_breaks(s, i); i++) {
		if (sentence_is_one(s, i,
		                    "neighbours|neighbors|region|members|union|cis|asean|eu|caucasus|africa|europe|asia|continent|bloc") &&
		    s->name_of[i] < 0)
			return sentence_has(s, i - 1, CLASS_PREP) || sentence_has(s, i - 1, CLASS_FILLER) || s->amount_of[i - 1] >= 0 ||
			       sentence_is_one(s, i - 1, "central|south|east|southeast|latin");
		if (sentence_is(s, i, ","))
			break;
	}
	return false;
}

static void read_rank(struct scribe *w, const struct mention *m)
{
	struct sentence *s = w->s;
	struct rank r;
	if (!find_rank(s, m, &r))
		return;
	for (size_t i = r.first; i <= r.last && i < s->n; i++)
		if (s->amount_of[i] >= 0)
			w->used[s->amount_of[i]] = true;
	if (m->blocked || ranks_among_some(s, m)) {
		scribe_left(w, r.first, r.last, "a place among some countries only");
		return;
	}
	for (size_t i = r.first > 6 && r.first - 6u > judge_clause_start(s, r.first) ? r.first - 6u : judge_clause_start(s, r.first);
	     i < r.first; i++)
		if (sentence_is_one(s, i, "not|never|nor|neither|cannot")) {
			scribe_left(w, r.first, r.last, "a place that it does not have");
			return;
		}
	struct verdict v = {.as = AS_LEVEL, .value = r.value, .rule = r.rule, .status = 'A'};
	size_t first = r.first < m->first ? r.first : m->first, last = r.last > m->last ? r.last : m->last;
	for (size_t i = judge_clause_start(s, first); i < first; i++)
		if (sentence_has(s, i, CLASS_TARGET) || sentence_has(s, i, CLASS_FORECAST)) {
			scribe_left(w, r.first, r.last, "a place that is hoped for");
			return;
		}
	struct draft d = {.mention = m,
	                  .verdict = v,
	                  .topic_rule = "near",
	                  .value = r.value,
	                  .high = NAN,
	                  .g = 0,
	                  .bound = r.bound,
	                  .first = r.first,
	                  .last = r.last};
	d.timing = timing_find(w, m->indicator, NULL, &v, first, last);
	scribe_figure(w, &d);
}

static bool is_future(const struct scribe *w, size_t first, size_t last)
{
	const struct sentence *s = w->s;
	size_t from = judge_clause_start(s, first), to = judge_clause_end(s, last);
	bool held = false, future = false;
	for (size_t i = from; i < to; i++) {
		bool still = i > 0 && sentence_is_one(s, i - 1, "be|being");
		held |= (!still &&
		         sentence_is_one(
		             s, i, "was|were|met|took|opened|chaired|attended|concluded|gathered|convened|used|hosted|emerged|signed")) ||
		        (sentence_is(s, i, "held") && i > 0 && !sentence_is(s, i - 1, "be"));
		future |=
		    sentence_has(s, i, CLASS_FUTURE) || (i > 0 && sentence_is_one(s, i, "hold|convene") && sentence_is(s, i - 1, "to"));
	}
	return future && !held;
}

/* The day or month in which the event was. */
static struct timing event_timing(const struct scribe *w, size_t last)
{
	const struct sentence *s = w->s;
	int best = -1;
	size_t best_distance = 0;
	for (size_t k = 0; k < s->n_whens; k++) {
		const struct when *o = &s->whens[k];
		if (o->sort == WHEN_BAD || o->base || (o->sort == WHEN_SPAN && o->period.freq != 'M'))
			continue;
		size_t d = o->first > last ? o->first - last : last - o->last + 2;
		/* ", held in Bishkek in June," but not "the ministry recalled on 19 December". */
		size_t b = o->first;
		while (b > 0 && o->first - b < 5 && !sentence_has(s, b - 1, CLASS_HELD) && !sentence_is(s, b - 1, ","))
			b--;
		bool held = b > 0 && sentence_has(s, b - 1, CLASS_HELD);
		if (o->sort == WHEN_SPAN && !held)
			d += 20;
		if (o->first > 1 && sentence_is_one(s, o->first - 2u, "said|recalled|announced|reported|told|wrote|noted|reports|says"))
			d += 20;
		if (best < 0 || d < best_distance) {
			best = (int)k;
			best_distance = d;
		}
	}
	if (best >= 0) {
		const struct when *o = &s->whens[best];
		return (struct timing){.period = o->period, .rule = "event day", .told = true};
	}
	/* "met last autumn": a time that is no period of ours, and surely not today. */
	for (size_t i = 1; i < s->n; i++)
		if (sentence_is_one(s, i, "autumn|fall|spring|summer|winter|week|weekend|decade|century") &&
		    sentence_is_one(s, i - 1, "last|this|past|previous|early|late|the|in"))
			return (struct timing){.rule = NULL};
	if (w->event_day.days)
		return (struct timing){.period = w->event_day, .rule = "event before"};
	if (w->options.published == DATE_NONE)
		return (struct timing){.rule = NULL};
	return (struct timing){.period = {.start = w->options.published, .days = 1, .freq = 'D'}, .rule = "published"};
}

/* "the 12th forum was held": the kind of meeting that was spoken of before. */
static bool is_edition_before(const struct scribe *w, const struct amount *a)
{
	const struct sentence *s = w->s;
	size_t noun = a->last + 1u;
	if (!w->edition || !sentence_is_one(s, noun, "forum|meeting|session|sitting") || a->first == 0 ||
	    !sentence_is(s, a->first - 1u, "the"))
		return false;
	if (sentence_is_one(s, noun + 1, "of|between|for"))
		return false;
	char word[16];
	snprintf(word, sizeof word, "%.*s", (int)(s->t[noun].len < 15 ? s->t[noun].len : 15), s->text + s->t[noun].at);
	return strstr(w->edition_words, word) != NULL;
}

/* "the Commission held its 13th session", "which met for the 13th time": the body stands before the verb. */
static const struct mention *body_before(const struct sentence *s, const struct amount *a)
{
	const struct mention *best = NULL;
	bool own =
	    a->first > 0 && sentence_is_one(s, a->first - 1u, "its|their") && sentence_is_one(s, a->last + 1u, "session|meeting|sitting");
	bool time = a->first > 1 && sentence_is(s, a->first - 1u, "the") && sentence_is(s, a->first - 2u, "for") &&
	            sentence_is(s, a->last + 1u, "time");
	/* "at the joint commission's sixth meeting" */
	bool genitive =
	    a->first > 1 && s->t[a->first - 1].kind == TOKEN_GENITIVE && sentence_is_one(s, a->last + 1u, "session|meeting|sitting");
	for (size_t i = 0; genitive && i < s->n_mentions; i++)
		if (s->mentions[i].indicator->kind == COOP_ORDINAL && s->mentions[i].last + 2u == a->first)
			return &s->mentions[i];
	if (!own && !time)
		return NULL;
	for (size_t i = 0; i < s->n_mentions; i++) {
		const struct mention *m = &s->mentions[i];
		if (m->indicator->kind == COOP_ORDINAL && m->last < a->first && m->first >= judge_clause_start(s, a->first))
			best = m;
	}
	for (size_t i = best ? best->last + 1u : a->first; i < a->first; i++)
		if (sentence_has(s, i, CLASS_HELD))
			return best;
	return NULL;
}

/* "The 21st meeting of the commission is being prepared; the 20th was held in May." */
static const struct mention *body_again(const struct sentence *s, const struct amount *a)
{
	const struct mention *best = NULL;
	if (a->first == 0 || !sentence_is(s, a->first - 1u, "the") ||
	    !sentence_is_one(s, a->last + 1u, "was|took|met|gathered|convened|had"))
		return NULL;
	for (size_t i = 0; i < s->n_mentions; i++)
		if (s->mentions[i].indicator->kind == COOP_ORDINAL && s->mentions[i].last < a->first)
			best = &s->mentions[i];
	return best;
}

static void read_edition(struct scribe *w, size_t k)
{
	struct sentence *s = w->s;
	const struct amount *a = &s->amounts[k];
	const struct mention *best = NULL;
	for (size_t i = 0; i < s->n_mentions; i++) {
		const struct mention *m = &s->mentions[i];
		if (m->indicator->kind != COOP_ORDINAL || m->first <= a->last || m->first - a->last > EDITION_REACH + 1)
			continue;
		bool clear = true;
		for (size_t c = a->last + 1u; c < m->first; c++)
			clear &= !sentence_has(s, c, CLASS_VERB) && s->t[c].kind != TOKEN_SIGN && s->amount_of[c] < 0 &&
			         !sentence_has(s, c, CLASS_BREAK);
		bool hyphens = true;
		for (size_t c = a->last + 1u; c < m->first && !clear; c++)
			hyphens &= !sentence_has(s, c, CLASS_VERB) && s->amount_of[c] < 0 &&
			           (s->t[c].kind != TOKEN_SIGN || sentence_sign(s, c, '-'));
		if ((clear || hyphens) && (!best || m->first < best->first))
			best = m;
	}
	if (!best)
		best = body_before(s, a);
	if (!best)
		best = body_again(s, a);
	bool before = !best && is_edition_before(w, a);
	if (!best && !before)
		return;
	w->used[k] = true;
	if (is_future(w, a->first, best && best->last > a->last ? best->last : a->last)) {
		scribe_left(w, a->first, a->last, "an edition that is still to come");
		return;
	}
	struct verdict v = {.as = AS_LEVEL, .value = a->number, .rule = "edition", .status = 'A'};
	struct mention carried = {.first = a->first, .last = a->last, .indicator = w->edition};
	struct draft d = {.mention = best ? best : &carried,
	                  .amount = a,
	                  .verdict = v,
	                  .topic_rule = best ? "near" : "carried",
	                  .value = a->number,
	                  .high = NAN,
	                  .bound = BOUND_EXACT,
	                  .first = a->first,
	                  .last = a->last};
	d.timing = event_timing(w, best && best->last > a->last ? best->last : a->last);
	if (w->options.published != DATE_NONE && d.timing.rule && d.timing.period.start > w->options.published) {
		scribe_left(w, a->first, a->last, "an edition that is still to come");
		return;
	}
	scribe_figure(w, &d);
}

/* "branches of Lomonosov Moscow State University and Sechenov University": as many at least as are named. */
static void read_enumeration(struct scribe *w, const struct mention *m)
{
	const struct sentence *s = w->s;
	size_t named = 0, last = m->last;
	if (m->indicator->kind != COOP_STOCK || strcmp(m->indicator->unit, "count") != 0 || !sentence_is(s, m->last + 1u, "of") ||
	    m->blocked)
		return;
	for (size_t i = 0; i < s->n; i++)
		if (s->amount_of[i] >= 0 && !s->amounts[s->amount_of[i]].ordinal)
			return;
	for (size_t i = m->last + 2u; i < s->n && (s->t[i].capital || sentence_is_one(s, i, "and|,|of|the")); i++)
		if (s->t[i].capital && sentence_is_one(s, i, "university|institute|academy|conservatory|college")) {
			named++;
			last = i;
		}
	if (named < 2)
		return;
	struct verdict v = {.as = AS_LEVEL, .value = (double)named, .rule = "enumeration", .status = 'A'};
	struct draft d = {.mention = m,
	                  .verdict = v,
	                  .topic_rule = "near",
	                  .value = (double)named,
	                  .high = NAN,
	                  .g = 1,
	                  .bound = BOUND_GE,
	                  .first = m->first,
	                  .last = last};
	d.timing = timing_find(w, m->indicator, NULL, &v, m->first, last);
	scribe_figure(w, &d);
}

void places_read(struct scribe *w)
{
	struct sentence *s = w->s;
	for (size_t k = 0; k < s->n_mentions; k++)
		if (s->mentions[k].indicator->kind == COOP_RANK)
			read_rank(w, &s->mentions[k]);
		else
			read_enumeration(w, &s->mentions[k]);
	for (size_t k = 0; k < s->n_amounts; k++)
		if (s->amounts[k].ordinal && !w->used[k])
			read_edition(w, k);
	for (size_t k = 0; k < s->n_mentions; k++)
		if (s->mentions[k].indicator->kind == COOP_ORDINAL) {
			w->edition = s->mentions[k].indicator;
			w->edition_words = s->mentions[k].lexeme->text;
		}
}
