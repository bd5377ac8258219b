/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * family_world: a book, a catalogue and three sources, as the tests of families need them. What is said is one pair's.
 */
#ifndef TESTS_FAMILY_WORLD_H
#define TESTS_FAMILY_WORLD_H

#include "base/date.h"
#include "model/series.h"
#include "weigh/figures.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A row ends where it has nothing more to say. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define N(a) (sizeof(a) / sizeof(a)[0])
#define WORLD_SOURCES 3 /* 1 is believed first */

struct world {
	struct book *book;
	struct catalogue *catalogue;
	struct weigh weigh;
	uint32_t n_series;
	uint64_t seq;
};

static const struct pair world_pair = {"AZ", "RU"};

#define FLOW(name, of)                                                                                                                     \
	{                                                                                                                                  \
		.id = name, .title = name, .unit = of, .kind = COOP_FLOW, .plausible_max = 1e14                                            \
	}

static const struct coop_indicator world_trade[] = {
    FLOW("turnover", "USD"),
    FLOW("exports", "USD"),
    FLOW("imports", "USD"),
    FLOW("nonoil", "USD"),
    {.id = "balance",
     .title = "Balance",
     .unit = "USD",
     .kind = COOP_FLOW,
     .flags = COOP_SIGNED,
     .plausible_min = -1e14,
     .plausible_max = 1e14},
    {.id = "share", .title = "Share of exports", .unit = "percent", .kind = COOP_RATIO, .plausible_max = 100},
};
static const struct coop_identity world_identities[] = {
    {.kind = COOP_SUM, .result = "turnover", .terms = {"exports", "imports"}},
    {.kind = COOP_DIFFERENCE, .result = "balance", .terms = {"exports", "imports"}},
    {.kind = COOP_PART, .result = "exports", .terms = {"nonoil"}},
    {.kind = COOP_SHARE, .result = "share", .terms = {"exports", "turnover"}},
};
static const struct coop_indicator world_life[] = {
    FLOW("arrivals", "persons"),
    FLOW("freight", "t"),
    FLOW("gas", "m3"),
    {.id = "schools", .title = "Schools", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e6},
    {.id = "forum", .title = "Forum", .unit = "edition", .kind = COOP_ORDINAL, .plausible_max = 1000},
};
static const struct coop_plugin world_plugins[] = {
    {COOP_PLUGIN_HEAD, .name = "trade", .title = "Trade", .indicators = world_trade, .n_indicators = N(world_trade),
     .identities = world_identities, .n_identities = N(world_identities)},
    {COOP_PLUGIN_HEAD, .name = "life", .title = "Life", .indicators = world_life, .n_indicators = N(world_life)},
};

static inline int world_rank(const void *arg, const struct source *s)
{
	(void)arg;
	return (int)s->number * 10;
}

static inline void world_apply(struct world *w, const struct record *r)
{
	struct err e;

	if (book_apply(w->book, r, &e))
		fail_msg("%s", e.text);
}

/* The catalogue is made once: it does not change. */
static inline struct catalogue *world_catalogue(void)
{
	struct catalogue *c;
	struct err e = {0};

	assert_int_equal(catalogue_create(&c), 0);
	for (size_t i = 0; i < N(world_plugins); i++)
		if (catalogue_add_plugin(c, &world_plugins[i], NULL, &e))
			fail_msg("%s", e.text);
	if (catalogue_seal(c, &e))
		fail_msg("%s", e.text);
	return c;
}

static inline void world_init(struct world *w, struct catalogue *c)
{
	*w = (struct world){.catalogue = c};
	assert_int_equal(book_create(&w->book), 0);
	for (uint32_t i = 1; i <= WORLD_SOURCES; i++) {
		struct record r = {.kind = RECORD_SOURCE, .source = {.number = i, .published = DATE_NONE}};
		snprintf(r.source.id, sizeof r.source.id, "source-%u", i);
		world_apply(w, &r);
	}
	w->weigh = (struct weigh){.book = w->book, .catalogue = c, .derive = true, .policy = &hedge_policy_default, .rank = world_rank};
}

static inline void world_fini(struct world *w)
{
	book_destroy(w->book);
}

/* "trade/turnover_growth" */
static inline struct measure world_measure(const struct world *w, const char *name)
{
	struct measure m;
	struct err e;
	char area[AREA_ID_MAX];
	const char *slash = strchr(name, '/');

	snprintf(area, sizeof area, "%.*s", (int)(slash - name), name);
	if (catalogue_measure(w->catalogue, area, slash + 1, &m, &e))
		fail_msg("%s", e.text);
	return m;
}

static inline struct period world_period(const char *text)
{
	struct period p;
	struct err e;

	if (period_parse(text, strlen(text), &p, &e))
		fail_msg("%s", e.text);
	return p;
}

/* `o` says nothing of the series and its own number yet. */
static inline void world_put(struct world *w, const char *name, const struct observation *o)
{
	char key[SERIES_KEY_MAX + 60];

	snprintf(key, sizeof key, "AZ-RU/%s", name);
	uint32_t series = book_find_series(w->book, key);
	if (!series) {
		series = ++w->n_series;
		world_apply(w, &(struct record){.kind = RECORD_SERIES, .series = {.id = series, .key = key}});
	}
	struct record r = {.kind = RECORD_OBSERVATION, .observation = *o};
	r.observation.series = series;
	r.observation.seq = ++w->seq;
	world_apply(w, &r);
}

/* "trade/turnover 2023 nearly 4.4e9 g=1e8; …", with high=, source= (1 to 3) and day= (the vintage) where wanted. */
static inline void world_say(struct world *w, const char *text)
{
	char copy[1000], *rest = copy, *one;

	snprintf(copy, sizeof copy, "%s", text);
	while ((one = strsep(&rest, ";"))) {
		char name[60], when[30], bound[12];
		int used = 0;
		struct observation o = {.source = 1, .published = 100, .high = NAN, .status = STATUS_NORMAL};
		if (sscanf(one, "%59s %29s %11s %lf%n", name, when, bound, &o.value, &used) != 4)
			fail_msg("cannot read \"%s\"", one);
		assert_int_equal(bound_parse(bound, &o.bound), 0);
		o.period = world_period(when);
		const char *at;
		if ((at = strstr(one + used, "g=")))
			o.g = atof(at + 2);
		if ((at = strstr(one + used, "high=")))
			o.high = atof(at + 5);
		if ((at = strstr(one + used, "source=")))
			o.source = (uint32_t)atoi(at + 7);
		if ((at = strstr(one + used, "day=")))
			o.published = atoi(at + 4);
		world_put(w, name, &o);
	}
}

static inline struct family *world_family(const struct world *w, const struct measure *m, const struct period *also, size_t n_also)
{
	struct family *f;
	struct err e = {0};

	if (family_create(&f, &w->weigh, &world_pair, m, &(struct weigh_options){.asof = DATE_NONE}, also, n_also, &e))
		fail_msg("%s", e.text);
	return f;
}

#endif
