/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A page shows a pair, or one area of it. An indicator has at most one panel: its level, or its growth, index or change where nobody gave a level for more than
 * one period. Of an area the indicators with most figures are shown; what has a figure of one period only, where others have more, is left out: a
 * page of lonely bars tells nothing. Of a pair every area with a figure has a panel.
 */
#include "ctl/picture_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_POINTS_MAX 500 /* of a line: a panel of a page is small */
#define PER_AREA_MAX 3      /* panels of an area on the page of a pair */
#define PREFERRED_MIN 3     /* figures that make the coarser frequency the better one */
#define MEASURES_MAX 64     /* currencies of one area and their companions, beside its indicators */

/* What an indicator would show. */
struct candidate {
	struct lines lines; /* those that are not shown are empty */
	size_t n;           /* figures */
};

struct page {
	struct picture *picture;
	const struct area *area;
	struct series_name spoken[MEASURES_MAX]; /* measures of the area in another currency that somebody spoke of */
	size_t n_spoken;
	struct candidate *all; /* owned */
	size_t n, cap;
};

static size_t n_figures(const struct lines *l)
{
	size_t n = 0;

	for (size_t i = 0; i < LINE_FREQS; i++)
		n += l->of[i].n;
	return n;
}

/* Leaves the line that tells most: the coarsest with a few figures, else the one with most; where all have but one, all of them. */
static void choose_line(struct lines *l)
{
	size_t best = 0;

	for (size_t i = 1; i < LINE_FREQS && l->of[best].n < PREFERRED_MIN; i++)
		if (l->of[i].n > l->of[best].n)
			best = i;
	for (size_t i = 0; i < LINE_FREQS; i++)
		if (i != best && l->of[best].n > 1)
			line_fini(&l->of[i]);
}

static struct series_name name_of(const struct page *page, const struct measure *m)
{
	struct series_name n = {.pair = page->picture->pair, .measure = *m};

	series_key(&n.pair, m, n.key);
	return n;
}

static int gather(const struct page *page, const struct series_name *name, struct candidate *c, struct err *err)
{
	*c = (struct candidate){0};
	int rc = lines_gather(&c->lines, page->picture, name, PAGE_POINTS_MAX, err);
	choose_line(&c->lines);
	c->n = n_figures(&c->lines);
	return rc;
}

/* Keeps the one of two that tells more; `b` is the companion, and wins only where it has several figures and the level has not. */
static void keep_better(struct candidate *a, struct candidate *b)
{
	bool second = a->n < 2 && b->n > a->n;

	lines_fini(second ? &a->lines : &b->lines);
	if (second)
		*a = *b;
	*b = (struct candidate){0};
}

static int add_candidate(struct page *page, struct candidate *c)
{
	if (!c->n) {
		lines_fini(&c->lines);
		return 0;
	}
	if (page->n == page->cap) {
		size_t cap = page->cap ? page->cap * 2 : 16;
		struct candidate *grown = realloc(page->all, cap * sizeof *grown);
		if (!grown) {
			lines_fini(&c->lines);
			return -ENOMEM;
		}
		page->all = grown;
		page->cap = cap;
	}
	page->all[page->n++] = *c;
	return 0;
}

static bool was_spoken_of(const struct book *book, const char *key)
{
	uint32_t series = book_find_series(book, key);
	return series && book_n_observations(book, series);
}

/* One level and its companions. */
static int consider(struct page *page, const struct measure *level, struct err *err)
{
	static const enum companion others[] = {COMPANION_GROWTH, COMPANION_INDEX, COMPANION_CHANGE};
	const struct catalogue *catalogue = page->picture->core->catalogue;
	const struct book *book = page->picture->core->book;
	struct series_name name = name_of(page, level);
	char id[MEASURE_ID_MAX], key[SERIES_KEY_MAX];
	struct candidate best, other;

	int rc = gather(page, &name, &best, err);
	for (size_t i = 0; i < sizeof others / sizeof others[0] && !rc && best.n < 2; i++) {
		struct measure m = *level;
		m.companion = others[i];
		measure_id(&m, id);
		series_key(&name.pair, &m, key);
		/* What nobody spoke of is worked out from the others, and says no more than they do. */
		if (!was_spoken_of(book, key) || catalogue_measure(catalogue, page->area->id, id, &m, NULL))
			continue;
		struct series_name n = name_of(page, &m);
		rc = gather(page, &n, &other, err);
		keep_better(&best, &other);
	}
	if (!rc && add_candidate(page, &best))
		rc = err_sys(err, ENOMEM, "no room for the picture");
	else if (rc)
		lines_fini(&best.lines);
	return rc;
}

/* In other currencies too, each with what was said in it. */
static int consider_all(struct page *page, struct err *err)
{
	struct measure m;
	int rc = 0;

	for (size_t i = 0; i < page->area->n_indicators && !rc; i++) {
		rc = catalogue_measure(page->picture->core->catalogue, page->area->id, page->area->indicators[i]->id, &m, err);
		if (!rc)
			rc = consider(page, &m, err);
	}
	for (size_t i = 0; i < page->n_spoken && !rc; i++)
		rc = consider(page, &page->spoken[i].measure, err);
	return rc;
}

/* The series of the page's pair and area that are in another currency than their indicator's. */
static void find_currencies(struct page *page)
{
	const struct core *core = page->picture->core;
	struct series_name n;
	char prefix[PAIR_TEXT_MAX + AREA_ID_MAX + 2];

	pair_format(&page->picture->pair, prefix);
	strcat(prefix, "/");
	strcat(prefix, page->area->id);
	strcat(prefix, "/");
	for (uint32_t s = 1; s <= book_n_series(core->book) && page->n_spoken < MEASURES_MAX; s++) {
		const char *key = book_series_key(core->book, s); /* NULL for a number that was never written to disk */
		if (!key || strncmp(key, prefix, strlen(prefix)) != 0 || !book_n_observations(core->book, s) ||
		    core_series_name(core, s, &n) || !n.measure.currency[0])
			continue;
		char id[MEASURE_ID_MAX];
		n.measure.companion = COMPANION_NONE;
		measure_id(&n.measure, id);
		if (catalogue_measure(core->catalogue, page->area->id, id, &n.measure, NULL))
			continue;
		size_t k = 0;
		while (k < page->n_spoken && (page->spoken[k].measure.indicator != n.measure.indicator ||
		                              strcmp(page->spoken[k].measure.currency, n.measure.currency) != 0))
			k++;
		if (k == page->n_spoken)
			page->spoken[page->n_spoken++] = n;
	}
}

/* Choosing ------------------------------------------------------------------------------------------------------------------ */

static const struct measure *measure_of(const struct candidate *c)
{
	size_t i = 0;

	while (i < LINE_FREQS - 1 && !c->lines.of[i].n)
		i++;
	return &c->lines.of[i].name.measure;
}

/* The smaller, the nearer to the top: levels, then ranks and editions, then what is told of a level that nobody gave. */
static int order_of(const struct candidate *c)
{
	const struct measure *m = measure_of(c);

	if (m->companion != COMPANION_NONE)
		return 2;
	return m->kind == COOP_RANK || m->kind == COOP_ORDINAL ? 3 : m->kind == COOP_RATIO ? 1 : 0;
}

static int by_worth(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	bool many_x = x->n > 1, many_y = y->n > 1;

	if (many_x != many_y)
		return many_x ? -1 : 1;
	if (order_of(x) != order_of(y))
		return order_of(x) - order_of(y);
	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return 0;
}

/* How many of the candidates, in order of worth, are shown. */
static size_t n_shown(const struct page *page)
{
	bool whole_pair = !page->picture->area[0];
	size_t n = 0;

	while (n < page->n && page->all[n].n > 1)
		n++;
	if (whole_pair)
		return n > PER_AREA_MAX ? PER_AREA_MAX : n ? n : page->n > 0;
	return n ? n : page->n;
}

static int show(struct page *page, struct err *err)
{
	if (page->n)
		qsort(page->all, page->n, sizeof *page->all, by_worth);
	size_t shown = n_shown(page);
	for (size_t i = 0; i < page->n; i++) {
		struct candidate *c = &page->all[i];
		bool room = page->picture->n_panels < GRAPH_PANELS_MAX;
		struct panel *panel = i < shown && room ? picture_panel(page->picture) : NULL;
		if (i < shown && room && !panel)
			return err_sys(err, ENOMEM, "no room for the picture");
		for (size_t k = 0; k < LINE_FREQS && panel; k++)
			if (c->lines.of[k].n)
				panel_take(panel, &c->lines.of[k]);
		page->picture->n_left_out += !panel;
	}
	return 0;
}

static int add_area(struct picture *p, const struct area *area, struct err *err)
{
	struct page page = {.picture = p, .area = area};

	find_currencies(&page);
	int rc = consider_all(&page, err);
	if (!rc)
		rc = show(&page, err);
	for (size_t i = 0; i < page.n; i++)
		lines_fini(&page.all[i].lines);
	free(page.all);
	return rc;
}

static bool is_lonely(const struct panel *panel)
{
	return panel->n_lines == 1 && panel->lines[0].n == 1;
}

/* Panels of one figure go to the end; else the order stays. */
static void sort_panels(struct picture *p)
{
	struct panel *sorted[GRAPH_PANELS_MAX];
	size_t n = 0;

	for (int lonely = 0; lonely < 2; lonely++)
		for (size_t i = 0; i < p->n_panels; i++)
			if (is_lonely(p->panels[i]) == lonely)
				sorted[n++] = p->panels[i];
	memcpy(p->panels, sorted, n * sizeof *sorted);
}

int picture_add_page(struct picture *p, const struct pair *pair, const char *area, struct err *err)
{
	const struct catalogue *c = p->core->catalogue;
	char text[PAIR_TEXT_MAX];
	int rc = 0;

	if (p->ask.options.even)
		return err_set(err, ERR_USAGE, "assume=even is for series, with their frequency or a stretch of periods");
	p->is_page = true;
	p->pair = *pair;
	for (size_t i = 0; i < catalogue_n_areas(c) && !rc; i++) {
		if (area && strcmp(catalogue_area(c, i)->id, area) != 0)
			continue;
		if (area)
			strcpy(p->area, catalogue_area(c, i)->id);
		rc = add_area(p, catalogue_area(c, i), err);
	}
	sort_panels(p);
	pair_format(pair, text);
	if (!rc && !p->n_panels)
		return err_set(err, ERR_UNKNOWN, "no figure to draw of %s%s%s", text, area ? "/" : "", area ? area : "");
	return rc;
}
