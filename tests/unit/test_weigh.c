/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "weigh/weigh.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* A row ends where it has nothing more to say. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define N(a) (sizeof(a) / sizeof(a)[0])
#define SERIES 1
#define OBSERVATIONS_MAX 6
#define NONE NAN

static const struct measure flow = {.kind = COOP_FLOW, .limits = {0, INFINITY}};
static const struct measure stock = {.kind = COOP_STOCK, .limits = {0, INFINITY}};
static const struct measure balance = {.kind = COOP_FLOW, .limits = {-INFINITY, INFINITY}};
static const struct measure share = {.kind = COOP_RATIO, .limits = {0, 100}};
static const struct measure place = {.kind = COOP_RANK, .limits = {1, INFINITY}, .whole = true};
static const struct measure edition = {.kind = COOP_ORDINAL, .limits = {1, INFINITY}, .whole = true};
static const struct measure stock_change = {.kind = COOP_RATIO, .companion = COMPANION_CHANGE, .limits = {-INFINITY, INFINITY}};

/* By number: 1 is believed first, 2 and 3 alike, 4 says nothing of its rank; the unattributed one (0) is nobody's. */
static const int ranks[] = {0, 10, 20, 20, 0};

static int rank(const void *arg, const struct source *s)
{
	const int *of = arg;
	return of[s->number] ? of[s->number] : SOURCE_RANK_DEFAULT;
}

static struct period period(const char *text)
{
	struct period p;

	assert_int_equal(period_parse(text, strlen(text), &p, NULL), 0);
	return p;
}

static status_set status(const char *text)
{
	status_set s = 0;

	if (text)
		assert_int_equal(status_parse(text, &s, NULL), 0);
	return s;
}

static struct weigh weigh_create(void)
{
	struct book *b;

	assert_int_equal(book_create(&b), 0);
	struct record r = {.kind = RECORD_SERIES, .series = {.id = SERIES, .key = "AZ-RU/trade/turnover"}};
	assert_int_equal(book_apply(b, &r, NULL), 0);
	for (uint32_t i = 1; i < N(ranks); i++) {
		r = (struct record){.kind = RECORD_SOURCE, .source = {.number = i, .published = DATE_NONE}};
		snprintf(r.source.id, sizeof r.source.id, "source-%u", i);
		assert_int_equal(book_apply(b, &r, NULL), 0);
	}
	return (struct weigh){.book = b, .policy = &hedge_policy_default, .rank = rank, .rank_arg = ranks};
}

static void weigh_destroy(struct weigh *w)
{
	book_destroy((struct book *)w->book);
}

static void put(struct weigh *w, const struct observation *o)
{
	struct record r = {.kind = RECORD_OBSERVATION, .observation = *o};
	struct err e;

	if (book_apply((struct book *)w->book, &r, &e))
		fail_msg("%s", e.text);
}

/* Which of the observations of one period ---------------------------------------------------------------------------------- */

static const struct {
	const char *what;
	struct {
		uint32_t source;
		int32_t published;
		double value;       /* 0 ends the list */
		const char *status; /* NULL: A */
	} said[OBSERVATIONS_MAX];
	uint64_t wanted; /* place in the list, from 1; 0: no figure */
	int32_t asof;    /* 0: DATE_NONE */
	const char *outlook;
} choices[] = {
    {"nothing", {{0}}, 0},
    {"one", {{1, 100, 5}}, 1},
    {"the newest vintage of the best source", {{1, 100, 5}, {1, 200, 6}, {2, 300, 7}}, 2},
    {"the order of recording is not that of publication", {{1, 200, 5}, {1, 100, 6}}, 1},
    {"of one vintage what was recorded last", {{1, 100, 5}, {1, 100, 6}}, 2},
    {"the better rank, though recorded and published before", {{1, 100, 5}, {3, 200, 6}, {2, 300, 7}}, 1},
    {"equal ranks: the newer vintage, recorded last", {{2, 100, 5}, {3, 200, 6}}, 2},
    {"equal ranks: the newer vintage, recorded first", {{2, 200, 5}, {3, 100, 6}}, 1},
    {"equal ranks and vintages: what was recorded last", {{3, 100, 5}, {2, 100, 6}}, 2},
    {"a declared rank before none", {{3, 100, 5}, {4, 200, 6}, {0, 300, 7}}, 1},
    {"nobody has the default rank", {{0, 100, 5}, {4, 200, 6}}, 2},
    {"nobody has the default rank", {{4, 100, 5}, {0, 200, 6}}, 2},
    {"undated before all dates", {{1, DATE_NONE, 5}, {1, -9000, 6}}, 2},

    {"as of before everything", {{1, 100, 5}, {2, 100, 6}}, 0, 99},
    {"as of the day itself", {{1, 100, 5}, {1, 200, 6}}, 1, 100},
    {"as of later", {{1, 100, 5}, {1, 200, 6}, {1, 300, 7}}, 2, 299},
    {"the best source had not spoken", {{1, 200, 5}, {2, 100, 6}}, 2, 150},
    {"undated was always known", {{1, DATE_NONE, 5}, {1, 200, 6}}, 1, 150},

    {"withdrawn", {{1, 100, 5}, {1, 200, NAN, "M"}}, 0},
    {"withdrawn on the day", {{1, 100, 5}, {1, 100, NAN, "M"}}, 0},
    {"withdrawn: the next source answers", {{1, 100, 5}, {2, 50, 6}, {1, 200, NAN, "M"}}, 2},
    {"missing: O", {{1, 100, 5}, {2, 50, 6}, {1, 200, NAN, "O"}}, 2},
    {"missing: L", {{1, 100, 5}, {2, 50, 6}, {1, 200, NAN, "L"}}, 2},
    {"missing: Q", {{1, 100, 5}, {2, 50, 6}, {1, 200, NAN, "Q"}}, 2},
    {"missing and provisional", {{1, 100, 5}, {2, 50, 6}, {1, 200, NAN, "MP"}}, 2},
    {"the next of equal rank, not its own older vintage", {{2, 100, 5}, {2, 300, NAN, "M"}, {3, 50, 6}}, 3},
    {"two silent, the third answers", {{1, 100, 5}, {2, 100, 6}, {0, 9, 7}, {1, 200, NAN, "M"}, {2, 200, NAN, "O"}}, 3},
    {"all are silent", {{1, 100, 5}, {2, 100, 6}, {1, 200, NAN, "M"}, {2, 200, NAN, "M"}}, 0},
    {"said again", {{1, 100, 5}, {1, 200, NAN, "M"}, {1, 300, 6}}, 3},
    {"an older vintage withdraws nothing", {{1, 200, 5}, {1, 100, NAN, "M"}}, 1},
    {"not yet withdrawn", {{1, 100, 5}, {2, 50, 6}, {1, 200, NAN, "M"}}, 1, 199},
    {"nobody withdraws too", {{0, 100, 5}, {0, 200, NAN, "M"}}, 0},

    {"provisional and estimated are figures", {{1, 100, 5, "PE"}}, 1},
    {"a forecast is none", {{1, 100, 5, "F"}}, 0},
    {"a target is none", {{1, 100, 5, "T"}}, 0},
    {"nor a provisional forecast", {{1, 100, 5, "PF"}}, 0},
    {"a forecast hides nothing", {{1, 100, 5}, {1, 200, 6, "F"}, {2, 300, 7, "T"}}, 1},
    {"a forecast withdrawn withdraws nothing else", {{1, 100, 5}, {1, 200, NAN, "MF"}}, 1},
    {"forecasts asked for", {{1, 100, 5}, {1, 200, 6, "F"}, {1, 300, 7, "T"}, {1, 400, 8}}, 2, 0, "F"},
    {"targets asked for", {{1, 100, 5}, {1, 200, 6, "F"}, {1, 300, 7, "T"}, {1, 400, 8}}, 3, 0, "T"},
    {"both asked for", {{1, 100, 5, "T"}, {1, 200, 6, "F"}, {1, 400, 8}}, 2, 0, "FT"},
    {"both at once", {{1, 100, 5, "FT"}, {1, 400, 8}}, 1, 0, "T"},
    {"none foreseen", {{1, 100, 5}}, 0, 0, "F"},
    {"the forecast withdrawn", {{1, 100, 5, "F"}, {2, 50, 6, "F"}, {1, 200, NAN, "MF"}}, 2, 0, "F"},
    {"the forecast of then", {{1, 100, 5, "F"}, {1, 200, 6, "F"}}, 1, 150, "F"},
};

static void choice(void **state)
{
	const struct period p = period("2023"), neighbours[] = {period("2022"), period("2023-S1"), period("2024")};

	(void)state;
	for (size_t i = 0; i < N(choices); i++) {
		struct weigh w = weigh_create();
		size_t n = 0;
		for (; n < OBSERVATIONS_MAX && choices[i].said[n].value != 0; n++)
			put(&w, &(struct observation){.seq = n + 1,
			                              .series = SERIES,
			                              .source = choices[i].said[n].source,
			                              .published = choices[i].said[n].published,
			                              .period = p,
			                              .value = choices[i].said[n].value,
			                              .high = NAN,
			                              .status = status(choices[i].said[n].status ? choices[i].said[n].status : "A")});
		/* What others say of other periods, best and newest of all, is nothing to it. */
		for (size_t k = 0; k < N(neighbours); k++)
			put(&w, &(struct observation){.seq = 90 + k,
			                              .series = SERIES,
			                              .source = 1,
			                              .published = 900,
			                              .period = neighbours[k],
			                              .value = 99,
			                              .high = NAN,
			                              .status = STATUS_NORMAL});
		struct weigh_options o = {.asof = choices[i].asof ? choices[i].asof : DATE_NONE, .outlook = status(choices[i].outlook)};
		struct figure f;
		bool any = weigh_figure(&w, SERIES, &flow, &p, &o, &f);
		if (any != (choices[i].wanted > 0))
			fail_msg("%s (%zu): %s figure", choices[i].what, i, any ? "a" : "no");
		if (any && f.seq != choices[i].wanted)
			fail_msg("%s (%zu): %ju, not %ju", choices[i].what, i, (uintmax_t)f.seq, (uintmax_t)choices[i].wanted);
		if (any) {
			assert_true(f.value == choices[i].said[f.seq - 1].value);
			assert_int_equal(f.source, choices[i].said[f.seq - 1].source);
			assert_int_equal(f.published, choices[i].said[f.seq - 1].published);
			assert_int_equal(f.basis, BASIS_OBSERVED);
			assert_int_equal(period_cmp(&f.period, &p), 0);
		}
		weigh_destroy(&w);
	}
}

/* What it then says ---------------------------------------------------------------------------------------------------------- */

static void hedges(void **state)
{
	static const struct {
		const struct measure *m;
		enum bound bound;
		double value, high, g;
		double low_soft, high_soft, low_hard, high_hard, point;
	} row[] = {
	    {&flow, BOUND_EQ, 630, NONE, 10, 625, 635, 625, 635, 630},
	    {&flow, BOUND_ABOUT, 630, NONE, 10, 620, 640, 0, INFINITY, 630},
	    {&flow, BOUND_NEARLY, 630, NONE, 10, 620, 630, 0, 630, 630},
	    {&flow, BOUND_GT, 630, NONE, 10, 630, 640, 630, INFINITY, 630},
	    {&flow, BOUND_LE, 5, NONE, 10, 0, 5, 0, 5, 5},
	    {&flow, BOUND_EXACT, 630, NONE, 10, 630, 630, 630, 630, 630},
	    {&flow, BOUND_RANGE, 600, 700, 100, 600, 700, 600, 700, 650},
	    {&flow, BOUND_RANGE, 600, 600, 100, 600, 600, 600, 600, 600},
	    {&balance, BOUND_RANGE, -30, 10, 10, -30, 10, -30, 10, -10},
	    {&balance, BOUND_ABOUT, -5, NONE, 10, -15, 5, -INFINITY, INFINITY, -5},
	    {&share, BOUND_GE, 99, NONE, 10, 99, 100, 99, 100, 99},
	    {&share, BOUND_LT, 20, NONE, 1, 19, 20, 0, 20, 20},
	    {&place, BOUND_LE, 10, NONE, 0, 1, 10, 1, 10, 10},
	    {&place, BOUND_EXACT, 3, NONE, 0, 3, 3, 3, 3, 3},
	    {&edition, BOUND_LE, 10, NONE, 1, 9, 10, 1, 10, 10}, /* an edition is no place */
	};
	const struct period p = period("2023");

	(void)state;
	for (size_t i = 0; i < N(row); i++) {
		struct weigh w = weigh_create();
		struct weigh_options o = {.asof = DATE_NONE};
		struct figure soft, hard;
		put(&w, &(struct observation){.seq = 1,
		                              .series = SERIES,
		                              .period = p,
		                              .bound = row[i].bound,
		                              .value = row[i].value,
		                              .high = row[i].high,
		                              .g = row[i].g,
		                              .status = status("PE")});
		assert_true(weigh_figure(&w, SERIES, row[i].m, &p, &o, &soft));
		o.hard = true;
		assert_true(weigh_figure(&w, SERIES, row[i].m, &p, &o, &hard));
		if (soft.low != row[i].low_soft || soft.high != row[i].high_soft)
			fail_msg("row %zu, soft: %g to %g", i, soft.low, soft.high);
		if (hard.low != row[i].low_hard || hard.high != row[i].high_hard)
			fail_msg("row %zu, hard: %g to %g", i, hard.low, hard.high);
		if (soft.value != row[i].point || hard.value != row[i].point)
			fail_msg("row %zu: the point is %g, %g", i, soft.value, hard.value);
		assert_int_equal(soft.bound, row[i].bound);
		assert_int_equal(soft.status, status("PE"));
		weigh_destroy(&w);
	}
}

/* The widths are the configuration's. */
static void policy(void **state)
{
	const struct hedge_policy wide = {.eq = 2, .about = 3, .nearly = 4, .over = 5, .under = 6};
	const struct period p = period("2023");
	struct weigh w = weigh_create();
	struct figure f;

	(void)state;
	w.policy = &wide;
	put(&w, &(struct observation){.seq = 1, .series = SERIES, .period = p, .value = 630, .high = NAN, .g = 10, .bound = BOUND_GT});
	assert_true(weigh_figure(&w, SERIES, &flow, &p, &(struct weigh_options){.asof = DATE_NONE}, &f));
	assert_true(f.low == 630 && f.high == 680);
	weigh_destroy(&w);
}

/* Days of a state --------------------------------------------------------------------------------------------------------------- */

/* "PERIOD[@PUBLISHED][/SOURCE][:STATUS] …": the i-th observation has the value i. */
static void put_all(struct weigh *w, const char *text)
{
	char word[64];
	int n;

	for (uint64_t seq = 1; sscanf(text, " %63s%n", word, &n) == 1; text += n, seq++) {
		char *letters = strchr(word, ':');
		if (letters)
			*letters++ = '\0';
		char *source = strchr(word, '/');
		bool span = source && source[1] == 'P';
		if (source && !span)
			*source++ = '\0';
		char *published = strchr(word, '@');
		if (published)
			*published++ = '\0';
		struct observation o = {.seq = seq,
		                        .series = SERIES,
		                        .source = source && !span ? (uint32_t)atoi(source) : SOURCE_UNATTRIBUTED,
		                        .period = period(word),
		                        .bound = BOUND_EXACT,
		                        .status = status(letters ? letters : "A"),
		                        .value = (double)seq,
		                        .high = NAN,
		                        .published = published ? atoi(published) : 100};
		if (status_is_missing(o.status))
			o.value = NAN;
		put(w, &o);
	}
}

static void states(void **state)
{
	static const struct {
		const struct measure *m;
		const char *said, *asked;
		double wanted; /* NONE: no figure */
		int32_t asof;
	} row[] = {
	    {&stock, "2024-03-01 2024-05-01", "2024", 2},
	    {&stock, "2024-05-01 2024-03-01", "2024", 1},
	    {&stock, "2024-03-01 2024-08-01", "2024", 2},
	    {&stock, "2024-03-01 2024-08-01", "2024-S1", 1},
	    {&stock, "2024-03-01 2024-08-01", "2024-S2", 2},
	    {&stock, "2024-03-01", "2024-S2", NONE},
	    {&stock, "2024-03-01", "2023", NONE},
	    {&stock, "2024-03-01", "2025", NONE},
	    {&stock, "2024-03-01", "2024-Q1", NONE},
	    {&stock, "2024-03-01", "2024-03", NONE},
	    {&stock, "2024-03-01", "2024-01-01/P5M", NONE},
	    {&stock, "2024-03-01", "2024-03-01", 1},
	    {&stock, "2024-03-01", "2024-03-02", NONE},
	    /* first and last days */
	    {&stock, "2024-01-01", "2024", 1},
	    {&stock, "2024-01-01", "2024-S1", 1},
	    {&stock, "2024-01-01", "2023", NONE},
	    {&stock, "2024-06-30 2024-07-01", "2024-S1", 1},
	    {&stock, "2024-06-30 2024-07-01", "2024-S2", 2},
	    {&stock, "2024-12-31 2025-01-01", "2024", 1},
	    {&stock, "2024-12-31 2025-01-01", "2024-S2", 1},
	    /* whoever speaks of the period itself goes before a day in it */
	    {&stock, "2024 2024-05-01@900/1", "2024", 1},
	    {&stock, "2024 2024-05-01", "2024-S1", 2},
	    {&stock, "2024-S1 2024-05-01", "2024-S1", 1},
	    {&stock, "2024 2024:M 2024-05-01", "2024", 3},
	    {&stock, "2024:T 2024-05-01", "2024", 2},
	    {&stock, "2024@300 2024-05-01@100", "2024", 2, 200},
	    /* other periods that begin within are no days */
	    {&stock, "2024-02-01 2024-05 2024-Q3 2024-07-01/P5M 2025 2025-01-01", "2024", 1},
	    {&stock, "2024-05 2024-Q3 2024-07-01/P5M", "2024", NONE},
	    {&stock, "2023-12-31 2024-Q1", "2024", NONE},
	    /* the latest day that is known */
	    {&stock, "2024-03-01 2024-05-01 2024-05-01:M", "2024", 1},
	    {&stock, "2024-03-01 2024-05-01:F", "2024", 1},
	    {&stock, "2024-03-01@100 2024-05-01@300", "2024", 1, 200},
	    {&stock, "2024-03-01@300 2024-05-01@300", "2024", NONE, 200},
	    {&stock, "2024-05-01:M", "2024", NONE},
	    {&stock, "2024-03-01/1 2024-05-01/2", "2024", 2},
	    {&stock, "2024-05-01@100/1 2024-05-01@200/2", "2024", 1},
	    {&stock, "2024-05-01@100/1 2024-05-01@200/2 2024-05-01@300/1:M", "2024", 2},
	    /* who has states */
	    {&edition, "2024-03-01 2024-08-01", "2024", 2},
	    {&flow, "2024-03-01", "2024", NONE},
	    {&share, "2024-03-01", "2024", NONE},
	    {&place, "2024-03-01", "2024", NONE},
	    {&stock_change, "2024-03-01", "2024", NONE},
	};

	(void)state;
	for (size_t i = 0; i < N(row); i++) {
		struct weigh w = weigh_create();
		struct weigh_options o = {.asof = row[i].asof ? row[i].asof : DATE_NONE};
		struct period p = period(row[i].asked);
		struct figure f;
		put_all(&w, row[i].said);
		if (!weigh_figure(&w, SERIES, row[i].m, &p, &o, &f)) {
			if (!isnan(row[i].wanted))
				fail_msg("row %zu: no figure of %s in %s", i, row[i].asked, row[i].said);
		} else {
			if (f.value != row[i].wanted)
				fail_msg("row %zu: %g of %s in %s", i, f.value, row[i].asked, row[i].said);
			assert_int_equal(f.period.freq, p.freq);
			assert_int_equal(period_cmp(&f.period, &p), 0);
		}
		weigh_destroy(&w);
	}
}

/* All figures of a series ----------------------------------------------------------------------------------------------------- */

struct heard {
	char text[400];
	size_t n, stop; /* stop: say false at the n-th; 0 never */
};

static bool hear(void *arg, const struct figure *f)
{
	struct heard *h = arg;
	char text[PERIOD_TEXT_MAX];
	size_t len = strlen(h->text);

	period_format(&f->period, text);
	snprintf(h->text + len, sizeof h->text - len, "%s%s=%g", len ? " " : "", text, f->value);
	return ++h->n != h->stop;
}

/* The newest is the last of those heard, whether it is asked for alone or with the others. */
static void check_newest(const struct weigh *w, const struct measure *m, const struct weigh_options *o, char freq,
                         const struct heard *heard)
{
	static const char all[] = "ASQM";
	size_t at = (size_t)(strchr(all, freq) - all);
	const char *last = strrchr(heard->text, ' ');
	struct heard newest = {.stop = 0};
	struct figure one, four[4];

	unsigned found = weigh_newest(w, SERIES, m, (char[]){freq, '\0'}, o, &one);
	assert_int_equal(found, heard->n > 0);
	assert_int_equal(weigh_newest(w, SERIES, m, all, o, four) >> at & 1, found);
	if (!found)
		return;
	hear(&newest, &one);
	assert_string_equal(newest.text, last ? last + 1 : heard->text);
	assert_int_equal(four[at].seq, one.seq);
}

static void each(void **state)
{
	static const char mixed[] =
	    "2024 2022 2023-S2 2023 2023-S1 2023-01-01/P5M 2023-Q1 2023-01 2023-01-01 2023-07-05 2023 2025:F 2021:M";
	static const char days[] = "2022-12-31 2023-01-01 2023-06-30 2023-07-01 2025-03-01 2025 2021-04-04:M 2024-02-02:T";
	static const struct {
		const struct measure *m;
		const char *said;
		char freq;
		size_t stop;
		const char *heard;
	} row[] = {
	    {&flow, "", 'A', 0, ""},
	    {&flow, "", 0, 0, ""},
	    {&flow, mixed, 'A', 0, "2022=2 2023=11 2024=1"},
	    {&flow, mixed, 'S', 0, "2023-S1=5 2023-S2=3"},
	    {&flow, mixed, 'Q', 0, "2023-Q1=7"},
	    {&flow, mixed, 'M', 0, "2023-01=8"},
	    {&flow, mixed, 'D', 0, "2023-01-01=9 2023-07-05=10"},
	    {&flow, mixed, 0, 0,
	     "2022=2 2023=11 2023-S1=5 2023-01-01/P5M=6 2023-Q1=7 2023-01=8 2023-01-01=9 2023-S2=3 2023-07-05=10 2024=1"},
	    {&flow, mixed, 0, 1, "2022=2"},
	    {&flow, mixed, 0, 3, "2022=2 2023=11 2023-S1=5"},
	    {&flow, mixed, 'A', 3, "2022=2 2023=11 2024=1"},
	    {&flow, mixed, 'A', 4, "2022=2 2023=11 2024=1"},
	    {&stock, mixed, 'A', 0, "2022=2 2023=11 2024=1"},
	    {&stock, mixed, 'Q', 0, "2023-Q1=7"},
	    {&stock, days, 'A', 0, "2022=1 2023=4 2025=6"},
	    {&stock, days, 'S', 0, "2022-S2=1 2023-S1=3 2023-S2=4 2025-S1=5"},
	    {&stock, days, 'Q', 0, ""},
	    {&stock, days, 'M', 0, ""},
	    {&stock, days, 'S', 2, "2022-S2=1 2023-S1=3"},
	    {&stock, days, 'D', 0, "2022-12-31=1 2023-01-01=2 2023-06-30=3 2023-07-01=4 2025-03-01=5"},
	    {&stock, days, 0, 0, "2022-12-31=1 2023-01-01=2 2023-06-30=3 2023-07-01=4 2025=6 2025-03-01=5"},
	    {&flow, days, 'A', 0, "2025=6"},
	    {&stock, "2023:M 2023-05-05", 'A', 0, "2023=2"},
	};

	(void)state;
	for (size_t i = 0; i < N(row); i++) {
		struct weigh w = weigh_create();
		struct heard h = {.stop = row[i].stop};
		struct weigh_options o = {.asof = DATE_NONE};
		put_all(&w, row[i].said);
		size_t n = weigh_each(&w, SERIES, row[i].m, row[i].freq, &o, hear, &h);
		if (strcmp(h.text, row[i].heard) != 0)
			fail_msg("row %zu: \"%s\", not \"%s\"", i, h.text, row[i].heard);
		assert_int_equal(n, h.n);
		if (row[i].freq && row[i].freq != 'D' && !row[i].stop)
			check_newest(&w, row[i].m, &o, row[i].freq, &h);
		weigh_destroy(&w);
	}
	struct weigh w = weigh_create();
	assert_int_equal(weigh_each(&w, 77, &flow, 0, &(struct weigh_options){.asof = DATE_NONE}, hear, &(struct heard){0}), 0);
	assert_int_equal(weigh_newest(&w, 77, &flow, "ASQM", &(struct weigh_options){.asof = DATE_NONE}, &(struct figure){0}), 0);
	weigh_destroy(&w);
}

/* A naive reference: every source's last word first, then the best of them ---------------------------------------------------- */

#define RANDOM_MAX 24
#define SOURCES 5

struct case_of_chance {
	struct observation all[RANDOM_MAX];
	size_t n;
	int ranks[SOURCES];
	struct weigh_options options;
};

static bool speaks(const struct case_of_chance *c, const struct observation *o)
{
	const status_set foreseen = o->status & (STATUS('F') | STATUS('T'));

	return (c->options.asof == DATE_NONE || o->published <= c->options.asof) &&
	       (c->options.outlook ? (foreseen & c->options.outlook) != 0 : foreseen == 0);
}

/* 0: no figure. */
static uint64_t naive_exact(const struct case_of_chance *c, const struct period *p)
{
	const struct observation *word[SOURCES] = {0}, *best = NULL;

	for (size_t i = 0; i < c->n; i++) {
		const struct observation *o = &c->all[i];
		const struct observation **last = &word[o->source];
		if (period_cmp(&o->period, p) == 0 && speaks(c, o) && (!*last || o->published >= (*last)->published))
			*last = o; /* they stand in order of seq */
	}
	for (size_t s = 0; s < SOURCES; s++) {
		const struct observation *o = word[s];
		if (!o || isnan(o->value))
			continue;
		int by = best ? c->ranks[best->source] - c->ranks[s] : 1;
		if (by == 0)
			by = o->published > best->published ? 1 : o->published < best->published ? -1 : o->seq > best->seq ? 1 : -1;
		best = by > 0 ? o : best;
	}
	return best ? best->seq : 0;
}

static uint64_t naive(const struct case_of_chance *c, const struct measure *m, const struct period *p)
{
	uint64_t seq = naive_exact(c, p);

	if (m != &stock || (p->freq != 'A' && p->freq != 'S'))
		return seq;
	for (int32_t day = period_end(p) - 1; !seq && day >= p->start; day--)
		seq = naive_exact(c, &(struct period){.start = day, .days = 1, .freq = 'D'});
	return seq;
}

/* In their order. */
static const char *const calendar[] = {"2022",    "2022-S1",    "2022-06-30", "2022-S2",    "2022-07-01", "2022-12-31",     "2023",
                                       "2023-S1", "2023-Q1",    "2023-01",    "2023-01-01", "2023-02-28", "2023-03-15/P5M", "2023-S2",
                                       "2023-Q3", "2023-07-01", "2023-08-08", "2024",       "2024-S1",    "2024-02-29",     "2024-S2"};

static int chance_rank(const void *arg, const struct source *s)
{
	const struct case_of_chance *c = arg;
	return c->ranks[s->number];
}

static struct weigh draw(struct case_of_chance *c, size_t n_periods)
{
	static const char *const letters[] = {"A", "A", "P", "E", "M", "O", "F", "T", "FT", "MF", "L", "Q"};
	struct weigh w = weigh_create();

	*c = (struct case_of_chance){.n = (size_t)rand() % (RANDOM_MAX + 1)};
	for (size_t s = 0; s < SOURCES; s++)
		c->ranks[s] = s ? 98 + rand() % 4 : SOURCE_RANK_DEFAULT;
	for (size_t i = 0; i < c->n; i++) {
		struct observation *o = &c->all[i];
		*o = (struct observation){.seq = i + 1,
		                          .series = SERIES,
		                          .source = (uint32_t)rand() % SOURCES,
		                          .period = period(calendar[n_periods == 1 ? 6 : (size_t)rand() % n_periods]),
		                          .published = rand() % 9 ? rand() % 6 : DATE_NONE,
		                          .status = status(letters[(size_t)rand() % N(letters)]),
		                          .bound = BOUND_EXACT,
		                          .high = NAN};
		o->value = status_is_missing(o->status) ? (double)NAN : (double)o->seq;
		put(&w, o);
	}
	c->options.asof = rand() % 2 ? DATE_NONE : rand() % 6;
	c->options.outlook = rand() % 2 ? 0 : status(rand() % 2 ? "F" : "T");
	w.rank = chance_rank;
	w.rank_arg = c;
	return w;
}

/* Of one period: which one is taken. */
static void like_naive_choice(void **state)
{
	const struct period p = period("2023");
	unsigned seed = (unsigned)time(NULL);
	struct case_of_chance c;

	(void)state;
	print_message("seed %u\n", seed);
	srand(seed);
	for (int round = 0; round < 20000; round++) {
		struct weigh w = draw(&c, 1);
		struct figure f;
		uint64_t got = weigh_figure(&w, SERIES, &flow, &p, &c.options, &f) ? f.seq : 0, want = naive(&c, &flow, &p);
		if (got != want)
			fail_msg("seed %u, round %d: %ju, not %ju", seed, round, (uintmax_t)got, (uintmax_t)want);
		weigh_destroy(&w);
	}
}

/* Of many: which figures there are, in what order. */
static void like_naive_order(void **state)
{
	static const char freqs[] = {'A', 'S', 'Q', 'M', 'D', 0};
	unsigned seed = (unsigned)time(NULL) + 1;
	struct case_of_chance c;

	(void)state;
	print_message("seed %u\n", seed);
	srand(seed);
	for (int round = 0; round < 3000; round++) {
		const struct measure *m = rand() % 3 ? &stock : &flow;
		struct weigh w = draw(&c, N(calendar));
		for (size_t k = 0; k < N(freqs); k++) {
			struct heard got = {.stop = 0}, want = {.stop = 0};
			for (size_t i = 0; i < N(calendar); i++) {
				struct figure f = {.period = period(calendar[i])};
				bool said = false;
				for (size_t o = 0; o < c.n; o++)
					said |= period_cmp(&c.all[o].period, &f.period) == 0;
				if ((freqs[k] ? f.period.freq == freqs[k] : said) && (f.seq = naive(&c, m, &f.period)) > 0) {
					f.value = (double)f.seq;
					hear(&want, &f);
				}
			}
			size_t n = weigh_each(&w, SERIES, m, freqs[k], &c.options, hear, &got);
			if (strcmp(got.text, want.text) != 0 || n != want.n)
				fail_msg("seed %u, round %d, freq %c: \"%s\", not \"%s\"", seed, round, freqs[k] ? freqs[k] : '0', got.text,
				         want.text);
			if (freqs[k] && freqs[k] != 'D')
				check_newest(&w, m, &c.options, freqs[k], &got);
		}
		weigh_destroy(&w);
	}
}

static void names(void **state)
{
	(void)state;
	assert_string_equal(basis_name(BASIS_OBSERVED), "observed");
	assert_string_equal(basis_name(BASIS_DERIVED), "derived");
	assert_string_equal(basis_name(BASIS_ASSUMED), "assumed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(choice),           cmocka_unit_test(hedges), cmocka_unit_test(policy),
	    cmocka_unit_test(states),           cmocka_unit_test(each),   cmocka_unit_test(like_naive_choice),
	    cmocka_unit_test(like_naive_order), cmocka_unit_test(names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
