/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TITLES. An indicator's title ("Visitors") does not say who visits whom; its note does, with "the first party" and "the second party" ("visitors from the
 * second party in the first"). The note's first clause, with the parties' names put in, becomes
 *
 *     the title's end    where it begins with a preposition      "Electricity supplies from Azerbaijan to Russia"
 *     the title          where it says all that the title says    "Visitors from Russia in Azerbaijan"
 *     behind a colon     otherwise                                "Students abroad: students from Azerbaijan in Russia"
 *
 * and where the two stand alike, or nothing is said of them, both are named in front: "Azerbaijan and Russia: trade turnover".
 */
#include "ctl/picture_private.h"

#include "base/utf8.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SUBJECT_LONG 90 /* bytes; a subject that is longer is told in fewer words */
#define NAMES_MAX 3     /* sources that are named, at most */
#define NAME_LONG 60    /* bytes of a source's name */

static void add(struct text *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void add(struct text *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(t->s + t->n, sizeof t->s - t->n, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	t->n = t->n + (size_t)n < sizeof t->s ? t->n + (size_t)n : utf8_prefix(t->s, sizeof t->s - 1);
	t->s[t->n] = '\0';
}

/* "Trade turnover" as it stands in the middle of a sentence; "GDP" stays. */
static void add_lower(struct text *t, const char *text)
{
	if (isupper((unsigned char)text[0]) && islower((unsigned char)text[1]))
		add(t, "%c%s", tolower((unsigned char)text[0]), text + 1);
	else
		add(t, "%s", text);
}

struct names {
	char ref_room[PARTY_CODE_MAX + 100], cpt_room[PARTY_CODE_MAX + 100];
	const char *ref, *cpt;
};

static void find_names(const struct picture *p, const struct pair *pair, struct names *out)
{
	out->ref = party_name(p->core->parties, pair->ref, out->ref_room, sizeof out->ref_room);
	out->cpt = party_name(p->core->parties, pair->cpt, out->cpt_room, sizeof out->cpt_room);
}

/* Who does what to whom ------------------------------------------------------------------------------------------------ */

/* The part of a note that is told: up to what explains it further. */
static size_t clause(const char *note)
{
	static const char *const tails[] = {" within the period", " in the period"};
	size_t n = strcspn(note, ";:");

	for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
		const char *tail = memmem(note, n, tails[i], strlen(tails[i]));
		n = tail ? (size_t)(tail - note) : n;
	}
	const char *comma = memchr(note, ',', n);

	if (!comma || !memmem(note, (size_t)(comma - note), " party", 6))
		return n;
	size_t left = n - (size_t)(comma - note);
	bool says_more = memmem(comma, left, "the first", 9) || memmem(comma, left, "the second", 10);
	return says_more ? n : (size_t)(comma - note);
}

/* Whether "the first" that ends at `at` is a party, and no ordinal as in "the first half". */
static bool is_party(const char *at, const char *end)
{
	static const char *const followers[] = {"in",  "to",  "from", "with", "within", "that", "which",
	                                        "who", "and", "as",   "of",   "by",     "at",   "for"};

	if (at == end || *at != ' ')
		return at == end || !isalnum((unsigned char)*at);
	const char *word = at + 1;
	size_t n = 0;
	while (word + n < end && isalnum((unsigned char)word[n]))
		n++;
	for (size_t i = 0; i < sizeof followers / sizeof followers[0]; i++)
		if (strlen(followers[i]) == n && memcmp(word, followers[i], n) == 0)
			return true;
	return false;
}

struct stand_in {
	const char *text;
	bool second, possessive, bare;
};

static const struct stand_in *stand_in_at(const char *at, const char *end)
{
	static const struct stand_in all[] = {
	    {"the first party's", false, true, false}, {"the second party's", true, true, false}, {"the first party", false, false, false},
	    {"the second party", true, false, false},  {"the first's", false, true, false},       {"the second's", true, true, false},
	    {"the first", false, false, true},         {"the second", true, false, true},
	};

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		size_t n = strlen(all[i].text);
		if ((size_t)(end - at) >= n && memcmp(at, all[i].text, n) == 0 && (!all[i].bare || is_party(at + n, end)))
			return &all[i];
	}
	return NULL;
}

/* The note's first clause with names; "" where it does not tell the two apart. */
static void add_phrase(const struct names *names, const char *note, struct text *out)
{
	const char *end = note ? note + clause(note) : NULL;
	bool named = false;

	if (!note || !memmem(note, (size_t)(end - note), " party", 6) || memmem(note, (size_t)(end - note), "party with the", 14))
		return;
	for (const char *at = note; at < end;) {
		const struct stand_in *s = stand_in_at(at, end);
		if (!s) {
			add(out, "%c", *at++);
			continue;
		}
		const char *name = s->second ? names->cpt : names->ref;
		size_t n = strlen(name);
		add(out, "%s%s", name, !s->possessive ? "" : n && name[n - 1] == 's' ? "'" : "'s");
		at += strlen(s->text);
		named = true;
	}
	if (!named)
		*out = (struct text){0};
}

static bool begins_with_preposition(const char *phrase)
{
	static const char *const words[] = {"from ", "of ", "in ", "to ", "on ", "at ", "through ", "between ", "by ", "for "};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strncmp(phrase, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

/* Words of titles that a phrase with names says in others. */
static bool is_said_anyway(const char *word, const char *phrase)
{
	static const char *const directions[] = {"inwar", "outwa", "abroa"};

	for (size_t i = 0; i < sizeof directions / sizeof directions[0]; i++)
		if (strcasecmp(word, directions[i]) == 0)
			return true;
	return strcasecmp(word, "rank") == 0 && strstr(phrase, " place ");
}

/* Whether every word of the title, but the small ones, stands in the phrase in some form: the first five letters decide. */
static bool says_all(const char *title, const char *phrase)
{
	while (*title) {
		size_t n = strcspn(title, " ,");
		char stem[6];
		snprintf(stem, sizeof stem, "%.*s", (int)n, title);
		if (n >= 4 && !strcasestr(phrase, stem) && !is_said_anyway(stem, phrase))
			return false;
		title += n + strspn(title + n, " ,");
	}
	return true;
}

static void add_subject(const struct names *names, const struct measure *m, bool with_pair, struct text *out)
{
	const char *title = m->indicator->title;
	struct text phrase = {0};

	add_phrase(names, m->indicator->note, &phrase);
	if (!phrase.n || strlen(title) + phrase.n > SUBJECT_LONG) {
		if (with_pair) {
			add(out, "%s and %s: ", names->ref, names->cpt);
			add_lower(out, title);
		} else {
			add(out, "%s", title);
		}
	} else if (begins_with_preposition(phrase.s)) {
		add(out, "%s %s", title, phrase.s);
	} else if (says_all(title, phrase.s)) {
		add(out, "%c%s", toupper((unsigned char)phrase.s[0]), phrase.s + 1);
	} else {
		add(out, "%s: %s", title, phrase.s);
	}
}

static void add_companion(const struct measure *m, struct text *out)
{
	static const char *const words[] = {
	    [COMPANION_NONE] = "",
	    [COMPANION_GROWTH] = ", growth on a year before",
	    [COMPANION_CHANGE] = ", change on a year before",
	    [COMPANION_INDEX] = ", index",
	};

	add(out, "%s%s%s", m->currency[0] ? " in " : "", m->currency, words[m->companion]);
}

/* Titles and legends ----------------------------------------------------------------------------------------------------- */

static const char *freq_name(char freq)
{
	const char *word = period_freq_word(freq);
	return word ? word : freq == 'D' ? "by day" : "other spans";
}

/* NULL where there is nothing to say: a day says itself what it is, and so does any other span; one figure has no frequency. */
static const char *freq_word(const struct panel *panel, char freq)
{
	bool lonely = panel->n_lines == 1 && panel->lines[0].n == 1;
	return lonely ? NULL : period_freq_word(freq);
}

static bool same_pair(const struct line *a, const struct line *b)
{
	return strcmp(a->name.pair.ref, b->name.pair.ref) == 0 && strcmp(a->name.pair.cpt, b->name.pair.cpt) == 0;
}

static bool same_measure(const struct line *a, const struct line *b)
{
	const struct measure *x = &a->name.measure, *y = &b->name.measure;
	return x->indicator == y->indicator && x->companion == y->companion && strcmp(x->currency, y->currency) == 0;
}

/* What the lines of a panel have in common. */
struct common {
	bool pair, measure, freq;
};

static struct common find_common(const struct panel *panel)
{
	const struct line *first = &panel->lines[0];
	struct common c = {true, true, true};

	for (size_t i = 1; i < panel->n_lines; i++) {
		c.pair &= same_pair(first, &panel->lines[i]);
		c.measure &= same_measure(first, &panel->lines[i]);
		c.freq &= first->freq == panel->lines[i].freq;
	}
	return c;
}

/* ", yearly and half-yearly": of one measure each frequency once, of several the one that they share. */
static void add_freqs(const struct panel *panel, struct common c, struct text *out)
{
	size_t n = 0;

	if (!c.measure && !c.freq)
		return;
	for (const char *f = line_freqs; *f; f++) {
		bool found = false;
		for (size_t i = 0; i < panel->n_lines; i++)
			found |= panel->lines[i].freq == *f;
		if (found && freq_word(panel, *f))
			add(out, "%s%s", n++ ? " and " : ", ", freq_word(panel, *f));
	}
}

static void add_areas(const struct panel *panel, struct text *out)
{
	for (size_t i = 0; i < panel->n_lines; i++) {
		const struct area *area = panel->lines[i].name.measure.indicator->area;
		size_t k = 0;
		while (k < i && panel->lines[k].name.measure.indicator->area != area)
			k++;
		if (k < i)
			continue;
		add(out, "%s", i ? ", " : "");
		add_lower(out, area->title);
	}
}

/* "exports, imports and trade balance", or the areas where that grows too long. */
static void add_measures(const struct panel *panel, struct text *out)
{
	const struct measure *each[GRAPH_SERIES_MAX];
	struct text all = {0};
	size_t n = 0;

	for (size_t i = 0; i < panel->n_lines; i++) {
		size_t k = 0;
		while (k < i && !same_measure(&panel->lines[k], &panel->lines[i]))
			k++;
		if (k == i)
			each[n++] = &panel->lines[i].name.measure;
	}
	for (size_t i = 0; i < n; i++) {
		add(&all, "%s", !i ? "" : i + 1 < n ? ", " : " and ");
		add_lower(&all, each[i]->indicator->title);
		add_companion(each[i], &all);
	}
	if (all.n <= SUBJECT_LONG)
		add(out, "%s", all.s);
	else
		add_areas(panel, out);
}

static void raise_first(struct text *t)
{
	t->s[0] = (char)toupper((unsigned char)t->s[0]);
}

void words_panel_title(const struct picture *p, const struct panel *panel, struct text *out)
{
	const struct line *first = &panel->lines[0];
	struct common c = find_common(panel);
	struct names names;

	if (p->measure_is_told) {
		add(out, "%s", freq_name(first->freq));
		raise_first(out);
		return;
	}
	find_names(p, &first->name.pair, &names);
	if (c.pair && c.measure) {
		add_subject(&names, &first->name.measure, !p->pair_is_told, out);
		add_companion(&first->name.measure, out);
	} else {
		if (c.pair && !p->pair_is_told)
			add(out, "%s and %s: ", names.ref, names.cpt);
		add_measures(panel, out);
	}
	raise_first(out);
	add_freqs(panel, c, out);
}

/* Several panels may be what was asked for as series: of several units, or frequencies. */
static struct common find_common_of_all(const struct picture *p)
{
	const struct line *first = &p->panels[0]->lines[0];
	struct common all = {true, true, true};

	for (size_t i = 0; i < p->n_panels; i++) {
		struct common c = find_common(p->panels[i]);
		all.pair &= c.pair && same_pair(first, &p->panels[i]->lines[0]);
		all.measure &= c.measure && same_measure(first, &p->panels[i]->lines[0]);
		all.freq &= c.freq;
	}
	return all;
}

void words_page_title(struct picture *p, struct text *out)
{
	const struct area *area = p->area[0] ? catalogue_find_area(p->core->catalogue, p->area) : NULL;
	struct names names;

	const struct line *first = &p->panels[0]->lines[0];
	struct common c = find_common_of_all(p);
	p->pair_is_told = p->is_page || c.pair;
	/* One flow in several frequencies. */
	p->measure_is_told = !p->is_page && c.pair && c.measure && c.freq;
	if (!p->pair_is_told)
		return;
	find_names(p, &first->name.pair, &names);
	if (p->measure_is_told) {
		add_subject(&names, &first->name.measure, true, out);
		add_companion(&first->name.measure, out);
		raise_first(out);
		return;
	}
	add(out, "%s and %s", names.ref, names.cpt);
	if (area) {
		add(out, ": ");
		add_lower(out, area->title);
	}
}

static bool has_mirror(const struct panel *panel, const struct line *l)
{
	for (size_t i = 0; i < panel->n_lines; i++)
		if (strcmp(panel->lines[i].name.pair.ref, l->name.pair.cpt) == 0)
			return true;
	return false;
}

/* Whose figures a line has, where a panel has those of several pairs. */
static void add_whose(const struct names *names, bool mirrored, const struct measure *m, struct text *out)
{
	struct text phrase = {0};

	add_phrase(names, m->indicator->note, &phrase);
	if (phrase.n) {
		add_subject(names, m, true, out);
		return;
	}
	add(out, "%s, ", m->indicator->title);
	if (mirrored)
		add(out, "by the books of %s", names->ref);
	else
		add(out, "%s and %s", names->ref, names->cpt);
}

void words_label(const struct picture *p, const struct panel *panel, const struct line *line, struct text *out)
{
	const struct measure *m = &line->name.measure;
	const char *freq = freq_word(panel, line->freq);
	struct names names;

	find_names(p, &line->name.pair, &names);
	if (find_common(panel).pair)
		add(out, "%s", m->indicator->title);
	else
		add_whose(&names, has_mirror(panel, line), m, out);
	add_companion(m, out);
	if (freq)
		add(out, ", %s", freq);
}

/* Footers ---------------------------------------------------------------------------------------------------------------- */

struct citation {
	const char *text;
	size_t n;
};

/* The authority, or the name; a long one up to its first comma; else the id. */
static struct citation citation_of(const struct source *s)
{
	const char *const texts[] = {s->authority, s->name};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		size_t n = texts[i] ? strlen(texts[i]) : 0;
		if (n > NAME_LONG)
			n = strcspn(texts[i], ",");
		if (n && n <= NAME_LONG)
			return (struct citation){texts[i], n};
	}
	return (struct citation){s->id, strlen(s->id)};
}

struct cited {
	struct citation each[LINE_SOURCES_MAX * GRAPH_SERIES_MAX];
	size_t n;
	bool more, unnamed, derived, assumed;
	int32_t first, last;
};

static void cite(struct cited *c, struct citation what)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->each[i].n == what.n && memcmp(c->each[i].text, what.text, what.n) == 0)
			return;
	c->each[c->n++] = what;
}

static void cite_line(const struct picture *p, const struct line *l, struct cited *c)
{
	for (size_t i = 0; i < l->n_sources; i++) {
		const struct source *s = book_source(p->core->book, l->sources[i]);
		if (s)
			cite(c, citation_of(s));
		else
			c->unnamed = true;
	}
	c->more |= l->more_sources;
	c->derived |= l->derived;
	c->assumed |= l->assumed;
	if (l->published_first == DATE_NONE)
		return;
	if (c->first == DATE_NONE || l->published_first < c->first)
		c->first = l->published_first;
	if (c->last == DATE_NONE || l->published_last > c->last)
		c->last = l->published_last;
}

static void add_sources(const struct cited *c, struct text *out)
{
	size_t shown = c->n < NAMES_MAX ? c->n : NAMES_MAX, rest = c->n - shown;

	if (!c->n && !c->unnamed)
		return;
	add(out, c->n > 1 || c->more ? "Sources: " : "Source: ");
	for (size_t i = 0; i < shown; i++)
		add(out, "%s%.*s", i ? ", " : "", (int)c->each[i].n, c->each[i].text);
	if (c->more)
		add(out, " and more than %zu others", rest);
	else if (rest)
		add(out, " and %zu other%s", rest, rest > 1 ? "s" : "");
	if (c->unnamed)
		add(out, c->n ? ", and unnamed" : "not named");
}

static void add_published(const struct cited *c, struct text *out)
{
	char first[DATE_TEXT_MAX], last[DATE_TEXT_MAX];

	if (c->first == DATE_NONE)
		return;
	date_format(c->first, first);
	date_format(c->last, last);
	add(out, "; published %s", first);
	if (c->last != c->first)
		add(out, " to %s", last);
}

void words_footer(const struct picture *p, const struct panel *panel, struct text *out)
{
	struct cited c = {.first = DATE_NONE, .last = DATE_NONE};
	char day[DATE_TEXT_MAX];

	for (size_t i = 0; i < panel->n_lines; i++)
		cite_line(p, &panel->lines[i], &c);
	add_sources(&c, out);
	if (out->n)
		add_published(&c, out);
	if (c.derived)
		add(out, "%sderived figures: coopd", out->n ? "; " : "");
	if (c.assumed)
		add(out, "%sassumed: even within the year", out->n ? "; " : "");
	if (p->ask.options.asof != DATE_NONE) {
		date_format(p->ask.options.asof, day);
		add(out, "%sas of %s", out->n ? "; " : "", day);
	}
	if (out->n) {
		raise_first(out);
		add(out, ".");
	}
}
