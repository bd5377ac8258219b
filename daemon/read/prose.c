/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * THE ALGORITHM. A text is read once, sentence by sentence (token), and every sentence in the same steps:
 *
 *  1. search    all phrases of all tables (english, country, base/value_words) and of the catalogue, in one pass over a tree of words (lexicon,
 *               sentence)
 *  2. when      the periods; the publication date is the only clock
 *  3. amount    the numbers that are no part of a period, with scale, currency, unit and hedge
 *  4. who       the names of parties, and whose books are spoken of
 *  5. mention   the indicators named, by phrases whose contexts hold; blocked where the words around make it a part or a total
 *  6. places    ranks and editions, which are words rather than numbers
 *  7. figures   for every amount in turn: what it is (judge), of which indicator (topic), of which period (timing), of whom (who)
 *
 * What step 7 cannot tell leaves the amount, with the reason: a wrong figure is worse than a missed one. From one sentence to the next the reader
 * remembers the subject ("it"; of levels and of shares one each), the period ("the same period"; "the same nine months" are the last nine that were
 * spoken of) and the bookkeeper; a paragraph forgets subject and bookkeeper, and one that names no period goes on from that of the report's first
 * turnover. The contexts of a phrase are looked for first in its own part of the sentence, where that and the rest have numbers of their own.
 * A headline is not read for figures: what it says is said again below, more exactly; nor is a question, which states nothing.
 *
 * Four choices among candidates:
 *
 *  "it"     the turnover where a sentence went on from it to exports and imports, its parts; behind a rank what the rank goes by
 *  period   of several in one sentence the latest goes on, and one that only stands beside a figure with another does not: "fell to 3 from 4 in 2022"
 *  books    those named in the paragraph, until the speaker's own trade is named; what both want together is said in the speaker's
 *  part     a phrase of a part ("trains carried") wins over that of the whole ("tonnes of freight") where it says who carried the same amount
 *
 * Each sentence has at most TOKENS_MAX tokens and each search within it a fixed reach, so the time is linear in the length of the text; the memory is one
 * sentence and what was found.
 *
 * THE RULE of a figure has four parts, "growth.verb/near/clause/books":
 *
 *  what     level, level.second (a second currency), growth.verb (rose by), growth.noun (a 5 per cent rise), growth.compared (5 per cent more than),
 *           growth.shared (one verb for several), growth.index (107 per cent of), growth.multiple (doubled), growth.sign (+8.9%), share,
 *           rank.largest, rank.first, rank.top, rank.place, rank.number, rank.only to, rank.ordinal, edition, enumeration
 *  topic    near (the phrase before the number), counted (behind it), far (in another clause, pointed back to), carried (from the sentence
 *           before), main subject (an aim, or the number of another bookkeeper, without a phrase: the report's first turnover), respectively
 *           (by the order of a list)
 *  timing   tied (right behind the number), clause, sentence, carried, respectively, published (a stock in the present tense), last full year
 *           (ranks and shares in the present tense), after base (a year after what it is compared with), event day, event before
 *  pair     named, books, between, default, carried, turned (the pair before the other way round: "33,100 went in the opposite direction")
 */
#include "read/prose.h"

#include "base/date.h"
#include "base/value_words.h"
#include "read/amount.h"
#include "read/country.h"
#include "read/english.h"
#include "read/mention.h"
#include "read/notes.h"
#include "read/scribe.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define FILLERS_MAX 32

struct prose {
	const struct catalogue *catalogue;
	struct lexicon *lexicon;
	struct party_ref *parties; /* what the phrases of CLASS_PARTY refer to; owned */
	size_t n_parties, cap_parties;
	uint32_t filler[FILLERS_MAX];
	struct mention_marks marks;
	struct sentence s; /* large; in use during prose_read */
};

static int add_words(struct prose *p, const struct word_row *rows, struct err *err)
{
	for (; rows->phrases; rows++) {
		int rc = lexicon_add(p->lexicon, rows->phrases, &(struct lexeme){.class = rows->class, .n = rows->n}, err);
		if (rc)
			return rc;
	}
	return 0;
}

static int add_value_words(struct prose *p, const struct value_word *rows, enum word_class class, struct err *err)
{
	for (; rows->phrases; rows++) {
		struct lexeme as = {.class = class, .n = rows->n};
		if (rows->flags & (WORD_PAIR | WORD_PLACE | WORD_ARTICLE))
			continue;
		if (rows->flags & WORD_NOTHING)
			as.n = HEDGE_NOTHING;
		if (rows->flags & WORD_ORDINAL)
			as.class = CLASS_ORDINAL;
		int rc = lexicon_add(p->lexicon, rows->phrases, &as, err);
		if (rc)
			return rc;
	}
	return 0;
}

/* Units and currencies are read by base/value; here it is only noted where one may begin. */
static int add_units(struct prose *p, struct err *err)
{
	static const struct lexeme unit = {.class = CLASS_UNIT};
	struct lexeme code = {.class = CLASS_UNIT, .exact_case = true};
	int rc = 0;
	for (const struct value_word *w = value_units; !rc && w->phrases; w++)
		rc = lexicon_add(p->lexicon, w->phrases, &unit, err);
	for (const struct value_word *w = value_currencies; !rc && w->phrases; w++)
		rc = lexicon_add(p->lexicon, w->phrases, &unit, err);
	for (const char *const *c = value_currency_codes; !rc && *c; c++)
		rc = lexicon_add(p->lexicon, *c, &code, err);
	return rc;
}

static const struct party_ref *add_ref(struct prose *p, const char *code, enum name_sort sort)
{
	if (p->n_parties == p->cap_parties)
		return NULL;
	struct party_ref *ref = &p->parties[p->n_parties++];
	*ref = (struct party_ref){.sort = sort};
	memccpy(ref->code, code, '\0', sizeof ref->code - 1);
	return ref;
}

static bool is_capitals(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (text[i] >= 'a' && text[i] <= 'z')
			return false;
	return true;
}

/* "US" is no name when it is written "us" or "Us". */
static int add_names(struct prose *p, const char *code, const char *names, enum name_sort sort, struct err *err)
{
	const struct party_ref *ref = *names ? add_ref(p, code, sort) : NULL;
	for (const char *at = names; ref && *at;) {
		size_t n = strcspn(at, "|");
		char one[160];
		if (n < sizeof one && !memchr(at, '/', n)) {
			memcpy(one, at, n);
			one[n] = '\0';
			int rc = lexicon_add(p->lexicon, one,
			                     &(struct lexeme){.class = CLASS_PARTY, .ref = ref, .exact_case = is_capitals(at, n)}, err);
			if (rc == -ENOMEM)
				return rc;
		}
		at += n + (at[n] == '|');
	}
	return 0;
}

static bool has_row(const char *code)
{
	for (const struct country_row *r = country_rows; r->code; r++)
		if (strcmp(r->code, code) == 0)
			return true;
	return false;
}

static int add_parties(struct prose *p, const struct party *declared, size_t n_declared, struct err *err)
{
	int rc = 0;
	size_t n_rows = 0;
	while (country_rows[n_rows].code)
		n_rows++;
	size_t n_offices = 0;
	while (country_offices[n_offices].code)
		n_offices++;
	p->cap_parties = 3 * n_rows + n_offices + n_iso3166 + n_declared;
	p->parties = calloc(p->cap_parties, sizeof *p->parties);
	if (!p->parties)
		return err_sys(err, ENOMEM, "no room for the names of parties");
	for (const struct country_row *r = country_rows; !rc && r->code; r++) {
		rc = add_names(p, r->code, r->names, NAME_PROPER, err);
		if (!rc)
			rc = add_names(p, r->code, r->adjectives, NAME_ADJECTIVE, err);
		if (!rc)
			rc = add_names(p, r->code, r->capitals, NAME_CITY, err);
	}
	for (const struct country_office *o = country_offices; !rc && o->code; o++)
		rc = add_names(p, o->code, o->names, NAME_OFFICE, err);
	for (size_t i = 0; !rc && i < n_iso3166; i++)
		if (!has_row(iso3166[i].code))
			rc = add_names(p, iso3166[i].code, iso3166[i].name, NAME_PROPER, err);
	for (size_t i = 0; !rc && i < n_declared; i++)
		if (!has_row(declared[i].code))
			rc = add_names(p, declared[i].code, declared[i].name, NAME_PROPER, err);
	return rc;
}

static int add_catalogue(struct prose *p, const struct catalogue *c, struct err *err)
{
	for (size_t a = 0; a < catalogue_n_areas(c); a++) {
		const struct area *area = catalogue_area(c, a);
		for (size_t i = 0; i < area->n_indicators; i++)
			for (char **phrase = area->indicators[i]->phrases; *phrase; phrase++) {
				int rc = lexicon_add(p->lexicon, *phrase,
				                     &(struct lexeme){.class = CLASS_INDICATOR, .ref = area->indicators[i]}, err);
				/* A phrase of another form, out of somebody's configuration, names nothing; the others do. */
				if (rc && rc != ERR_DATA)
					return rc;
			}
	}
	return 0;
}

static void find_fillers(struct prose *p)
{
	size_t k = 0;
	for (const struct word_row *r = english_words; r->phrases; r++)
		for (const char *at = r->phrases; r->class == CLASS_FILLER && *at && k + 1 < FILLERS_MAX;) {
			size_t n = strcspn(at, "|");
			p->filler[k++] = lexicon_word(p->lexicon, at, n);
			at += n + (at[n] == '|');
		}
	p->filler[k] = 0;
	p->marks.span = lexicon_word(p->lexicon, "%span", 5);
	p->marks.state = lexicon_word(p->lexicon, "%state", 6);
}

int prose_create(struct prose **out, const struct catalogue *catalogue, const struct party *declared, size_t n_declared, struct err *err)
{
	struct prose *p = calloc(1, sizeof *p);
	*out = NULL;
	if (!p || lexicon_create(&p->lexicon)) {
		free(p);
		return err_sys(err, ENOMEM, "no room for the reader of reports");
	}
	p->catalogue = catalogue;
	int rc = add_words(p, english_words, err);
	if (!rc)
		rc = add_value_words(p, value_hedges, CLASS_HEDGE, err);
	if (!rc)
		rc = add_value_words(p, value_scales, CLASS_SCALE, err);
	if (!rc)
		rc = add_value_words(p, value_numbers, CLASS_CARDINAL, err);
	if (!rc)
		rc = add_value_words(p, value_parts, CLASS_FRACTION, err);
	if (!rc)
		rc = add_units(p, err);
	if (!rc)
		rc = add_parties(p, declared, n_declared, err);
	if (!rc)
		rc = add_catalogue(p, catalogue, err);
	if (rc) {
		prose_destroy(p);
		return rc;
	}
	find_fillers(p);
	*out = p;
	return 0;
}

void prose_destroy(struct prose *p)
{
	if (!p)
		return;
	lexicon_destroy(p->lexicon);
	free(p->parties);
	free(p);
}

static void begin_paragraph(struct scribe *w)
{
	w->fresh = false;
	w->have_subject = false;
	w->level_subject = w->share_subject = NULL;
	w->stated = 0;
	w->cast.books = w->cast.speaker;
}

/* A sentence that names one indicator and no figure of it gives "it" its meaning all the same: "Trade was slow at first. It reached …". */
static void note_subject(struct scribe *w)
{
	const struct sentence *s = w->s;
	const struct mention *one = NULL;
	struct who who;
	for (size_t k = 0; k < s->n_mentions; k++) {
		const struct mention *m = &s->mentions[k];
		bool counts = m->indicator->kind == COOP_FLOW || m->indicator->kind == COOP_STOCK;
		if (w->figures || m->blocked || !counts || (one && one->indicator != m->indicator))
			return;
		one = m;
	}
	if (!one || !who_decide(s, one, one->first, one->last, &w->cast, &who) || strcmp(who.rule, "default") == 0)
		return;
	w->subject = who.indicator;
	w->subject_pair = who.pair;
	w->have_subject = true;
}

/* "climbed from $5 billion in the first half of 2023": the time of what is compared with. */
static bool is_of_base(const struct sentence *s, const struct when *o)
{
	for (size_t k = 0; k < s->n_amounts; k++) {
		const struct amount *a = &s->amounts[k];
		bool behind = o->first > a->last && o->first <= a->last + 3u;
		if (behind && a->hedge_first > 0 && sentence_is_one(s, a->hedge_first - 1u, "from|against"))
			return true;
	}
	return false;
}

/* What the next sentence may point back to. */
static void remember_sentence(struct scribe *w)
{
	const struct sentence *s = w->s;
	const char *subject = who_subject(s);
	bool held = false;
	if (subject)
		w->cast.subject = subject;
	for (size_t i = 0; i < s->n; i++)
		held |= sentence_has(s, i, CLASS_HELD);
	for (size_t k = 0; k < s->n_whens; k++) {
		const struct when *o = &s->whens[k];
		if (o->sort == WHEN_DAY && held && (w->options.published == DATE_NONE || o->period.start <= w->options.published))
			w->event_day = o->period;
	}
	note_subject(w);
	if (w->main_span.months || w->timed)
		return;
	bool meeting = held;
	for (size_t i = 0; i < s->n; i++)
		meeting |= sentence_has(s, i, CLASS_FUTURE);
	for (size_t k = 0; k < s->n_whens; k++)
		if (s->whens[k].sort == WHEN_SPAN && !s->whens[k].base && !s->whens[k].by && !is_of_base(s, &s->whens[k]) &&
		    !(s->whens[k].same && s->whens[k].period.start < w->clock.now.start) && /* "a year earlier" */
		    !(meeting && !w->figures && s->whens[k].period.months == 1) &&          /* "the forum, planned for November" */
		    (w->options.published == DATE_NONE || period_end(&s->whens[k].period) <= w->options.published + 10)) {
			w->clock.now = s->whens[k].period;
			if (w->clock.now.months <= 12)
				w->clock.of_length[w->clock.now.months] = w->clock.now;
			w->fresh = true;
			return;
		}
}

/* "In Budapest they count more …. Serbia's trade with Hungary was": behind another's books, the speaker's own trade is the speaker's count. */
static bool is_own_again(const struct scribe *w)
{
	const struct sentence *s = w->s;
	for (size_t k = 0; k < s->n_mentions && w->cast.books != w->cast.speaker; k++)
		for (size_t n = 0; n < s->n_names; n++) {
			const struct name *o = &s->names[n];
			bool own = o->possessive && o->sort == NAME_PROPER && strcmp(o->code, w->cast.speaker) == 0;
			if (own && s->mentions[k].indicator->direction == COOP_BOOKS && s->mentions[k].first == o->last + 2u)
				return true;
		}
	return false;
}

static void read_sentence(struct prose *p, struct scribe *w)
{
	struct sentence *s = w->s;
	if (s->cut.paragraph)
		begin_paragraph(w);
	sentence_search(s, p->lexicon, p->filler);
	/* A question states nothing. */
	if (s->cut.headline || (s->n > 0 && sentence_is(s, s->n - 1, "?")))
		return;
	memset(w->used, 0, sizeof w->used);
	memset(w->made, 0, sizeof w->made);
	w->main_span = (struct period){0};
	w->timed = false;
	w->turnover_at = 0;
	w->before = w->clock.now;
	when_find(s, &w->clock);
	amount_find(s);
	who_find(s, &w->cast);
	const char *books = who_books(s, &w->cast);
	w->own_books = books;
	if (books)
		w->cast.books = books;
	mention_find(s, &p->marks);
	if (!books && is_own_again(w))
		w->cast.books = w->cast.speaker;
	size_t before = w->n_before = w->out->n_figures;
	places_read(w);
	figures_read(w);
	w->figures = w->out->n_figures - before;
	notes_read(w, w->figures > 0);
	remember_sentence(w);
}

/* Whose fiscal year "2023-24" is: that of the one who speaks, unless it is the calendar's and the other's is not. */
static const char *fiscal_party(const struct cast *cast)
{
	unsigned month, day;
	const char *other = strcmp(cast->speaker, cast->pair.ref) == 0 ? cast->pair.cpt : cast->pair.ref;
	country_fiscal_start(cast->speaker, &month, &day);
	if (month != 1)
		return cast->speaker;
	country_fiscal_start(other, &month, &day);
	return month != 1 ? other : cast->speaker;
}

int prose_read(struct prose *p, const char *text, size_t n, const struct prose_options *options, struct reading *out, struct err *err)
{
	if (n > PROSE_BYTES_MAX)
		return err_set(err, ERR_LIMIT, "the report has %zu bytes, more than %u; cut it into pieces", n, PROSE_BYTES_MAX);
	struct scribe w = {.s = &p->s, .options = *options, .out = out, .catalogue = p->catalogue};
	struct cutter cutter = {.text = text, .n = (uint32_t)n};
	w.cast.pair = options->pair;
	w.cast.speaker = options->party && *options->party ? options->party : w.options.pair.ref;
	/* Who speaks may be a third: the books are then the first party's. */
	if (strcmp(w.cast.speaker, w.options.pair.ref) != 0 && strcmp(w.cast.speaker, w.options.pair.cpt) != 0)
		w.cast.speaker = w.options.pair.ref;
	w.cast.books = w.cast.subject = w.cast.speaker;
	w.clock.published = options->published;
	w.clock.fiscal = fiscal_party(&w.cast);
	p->s.text = text;
	while (!w.rc && token_next(&cutter, &p->s.cut, p->s.t)) {
		p->s.n = p->s.cut.n_tokens;
		read_sentence(p, &w);
	}
	return w.rc ? err_sys(err, -w.rc, "no room for what the report says") : 0;
}
