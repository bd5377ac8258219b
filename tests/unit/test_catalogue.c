/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/catalogue.h"
#include "model/currency.h"
#include "model/indicator.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "seed.h"

#define N(a) (sizeof(a) / sizeof(a)[0])

static const struct coop_indicator trade_rows[] = {
    {.id = "turnover",
     .title = "Trade turnover",
     .unit = "USD",
     .kind = COOP_FLOW,
     .plausible_max = 1e14,
     .phrases = (const char *const[]){"trade turnover", "mutual trade", NULL},
     .note = "exports plus imports"},
    {.id = "exports", .title = "Exports", .unit = "USD", .kind = COOP_FLOW, .plausible_min = 10, .plausible_max = 1e14},
    {.id = "imports", .title = "Imports", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e14},
    {.id = "balance",
     .title = "Balance",
     .unit = "USD",
     .kind = COOP_FLOW,
     .flags = COOP_SIGNED,
     .plausible_min = -1e14,
     .plausible_max = 1e14},
    {.id = "rank", .title = "Rank", .unit = "rank", .kind = COOP_RANK, .plausible_max = 260},
    {.id = "share", .title = "Share", .unit = "percent", .kind = COOP_RATIO, .plausible_max = 100, .decimals = 1},
};
static const struct coop_identity trade_identities[] = {
    {.kind = COOP_SUM, .result = "turnover", .terms = {"exports", "imports"}},
    {.kind = COOP_PART, .result = "exports", .terms = {"farms/exports"}},
    {.kind = COOP_PART, .result = "exports", .terms = {"mines/exports"}},
};
static const struct coop_plugin trade = {COOP_PLUGIN_HEAD,
                                         .name = "trade",
                                         .title = "Trade",
                                         .indicators = trade_rows,
                                         .n_indicators = N(trade_rows),
                                         .identities = trade_identities,
                                         .n_identities = N(trade_identities)};

static const struct coop_indicator farm_rows[] = {
    {.id = "exports", .title = "Farm exports", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e13},
    {.id = "farms", .title = "Farms", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e6},
    {.id = "fair", .title = "Fair", .unit = "edition", .kind = COOP_ORDINAL, .plausible_max = 1000},
};
static const struct coop_plugin farms = {COOP_PLUGIN_HEAD, .name = "farms", .title = "Farms", .indicators = farm_rows,
                                         .n_indicators = N(farm_rows)};

static struct catalogue *make(void)
{
	struct catalogue *c = NULL;
	struct err err = {0};
	assert_int_equal(catalogue_create(&c), 0);
	if (catalogue_add_plugin(c, &trade, "/lib/trade.so", &err) || catalogue_add_plugin(c, &farms, NULL, &err) ||
	    catalogue_seal(c, &err))
		fail_msg("%s", err.text);
	return c;
}

static void areas(void **state)
{
	(void)state;
	struct catalogue *c = make();
	struct err err = {0};
	assert_int_equal(catalogue_n_areas(c), 2);
	assert_string_equal(catalogue_area(c, 0)->id, "trade");
	assert_string_equal(catalogue_area(c, 0)->file, "/lib/trade.so");
	assert_null(catalogue_area(c, 1)->file);
	assert_null(catalogue_find_area(c, "trad"));
	const struct area *area = catalogue_find_area(c, "trade");
	assert_ptr_equal(area, catalogue_area(c, 0));
	assert_int_equal(area->n_indicators, N(trade_rows));
	for (size_t i = 0; i < N(trade_rows); i++) {
		assert_string_equal(area->indicators[i]->id, trade_rows[i].id);
		assert_ptr_equal(area->indicators[i]->area, area);
		assert_ptr_equal(catalogue_find_indicator(c, "trade", trade_rows[i].id), area->indicators[i]);
	}
	/* Copies: the plugin may be gone. */
	assert_true(area->indicators[0]->title != trade_rows[0].title);
	assert_string_equal(area->indicators[0]->phrases[1], "mutual trade");
	assert_null(area->indicators[0]->phrases[2]);
	assert_non_null(area->indicators[1]->phrases);
	assert_null(area->indicators[1]->phrases[0]);

	assert_int_equal(catalogue_add_plugin(c, &trade, "/lib/other/trade.so", &err), ERR_CONFLICT);
	assert_non_null(strstr(err.text, "/lib/trade.so"));
	assert_int_equal(catalogue_n_areas(c), 2);
	catalogue_destroy(c);
	catalogue_destroy(NULL);
}

static void identities(void **state)
{
	(void)state;
	struct catalogue *c = make();
	assert_int_equal(catalogue_n_identities(c), 2);
	assert_int_equal(catalogue_n_sleeping(c), 1);
	const struct identity *sum = catalogue_identity(c, 0), *part = catalogue_identity(c, 1);
	assert_int_equal(sum->kind, COOP_SUM);
	assert_ptr_equal(sum->result, catalogue_find_indicator(c, "trade", "turnover"));
	assert_int_equal(sum->n_terms, 2);
	assert_ptr_equal(sum->terms[1], catalogue_find_indicator(c, "trade", "imports"));
	assert_int_equal(part->n_terms, 1);
	assert_ptr_equal(part->terms[0], catalogue_find_indicator(c, "farms", "exports"));
	catalogue_destroy(c);
}

static void bad_identities(void **state)
{
	(void)state;
	static const struct {
		struct coop_identity identity;
		int want;
		const char *hint;
	} rows[] = {
	    {{.kind = COOP_PART, .result = "exports", .terms = {"farms/imports"}}, ERR_UNKNOWN, "farms/imports"},
	    {{.kind = COOP_PART, .result = "exports", .terms = {"farms/farms"}}, ERR_DATA, "farms/farms (stock, count)"},
	};
	for (size_t i = 0; i < N(rows); i++) {
		struct coop_plugin bad = trade;
		struct catalogue *c = NULL;
		struct err err = {0};
		bad.identities = &rows[i].identity;
		bad.n_identities = 1;
		assert_int_equal(catalogue_create(&c), 0);
		assert_int_equal(catalogue_add_plugin(c, &bad, NULL, &err), 0);
		assert_int_equal(catalogue_add_plugin(c, &farms, NULL, &err), 0);
		assert_int_equal(catalogue_seal(c, &err), rows[i].want);
		if (!strstr(err.text, rows[i].hint))
			fail_msg("no \"%s\" in \"%s\"", rows[i].hint, err.text);
		catalogue_destroy(c);
	}
}

static void configured(void **state)
{
	(void)state;
	static const char *const phrases[] = {"tea exports", NULL};
	static const struct {
		struct indicator_spec spec;
		int want;
		const char *hint;
	} rows[] = {
	    {{.area = "trade", .id = "tea", .title = "Tea", .unit = "USD", .kind = "flow", .plausible_max = 1e9, .phrases = phrases},
	     0,
	     ""},
	    {{.area = "trade", .id = "mood", .unit = "percent", .kind = "ratio", .is_signed = true}, 0, ""},
	    {{.area = "trade", .id = "tea", .title = "Tea", .unit = "USD", .kind = "flow"}, ERR_CONFLICT, "trade/tea exists"},
	    {{.area = "trade", .id = "exports", .title = "Tea", .unit = "USD", .kind = "flow"}, ERR_CONFLICT, "trade/exports"},
	    {{.area = "trad", .id = "tee", .title = "Tea", .unit = "USD", .kind = "flow"}, ERR_UNKNOWN, "no area trad"},
	    {{.area = "trade", .id = "tee", .title = "Tea", .unit = "USD", .kind = "flows"}, ERR_DATA, "flow, stock"},
	    {{.area = "trade", .id = "tee", .title = "Tea", .unit = "USD"}, ERR_DATA, "flow, stock"},
	    {{.area = "trade", .id = "tee", .title = "Tea", .kind = "flow"}, ERR_DATA, "area trade: indicator tee: a unit"},
	    {{.area = "trade", .id = "Tee", .title = "Tea", .unit = "USD", .kind = "flow"}, ERR_DATA, "a to z"},
	};
	struct catalogue *c = make();
	for (size_t i = 0; i < N(rows); i++) {
		struct err err = {0};
		int rc = catalogue_add_indicator(c, &rows[i].spec, &err);
		if (rc != rows[i].want || !strstr(err.text, rows[i].hint))
			fail_msg("row %zu: %d, \"%s\"", i, rc, err.text);
	}
	const struct area *area = catalogue_find_area(c, "trade");
	assert_int_equal(area->n_indicators, N(trade_rows) + 2);
	assert_string_equal(area->indicators[N(trade_rows)]->id, "tea");
	assert_true(area->indicators[N(trade_rows)]->configured);
	assert_string_equal(area->indicators[N(trade_rows)]->phrases[0], "tea exports");
	assert_string_equal(area->indicators[N(trade_rows) + 1]->title, "mood");
	assert_true(area->indicators[N(trade_rows) + 1]->plausible_min == -100);
	assert_int_equal(catalogue_seal(c, NULL), 0);
	assert_int_equal(catalogue_n_identities(c), 2);
	catalogue_destroy(c);
}

static void measures(void **state)
{
	(void)state;
	static const struct {
		const char *area, *id;
		enum companion companion;
		const char *unit, *title;
		enum coop_kind kind;
		double low, high, plausible_min, plausible_max;
		bool whole;
	} rows[] = {
	    {"trade", "turnover", COMPANION_NONE, "USD", "Trade turnover", COOP_FLOW, 0, INFINITY, 0, 1e14, false},
	    {"trade", "turnover_growth", COMPANION_GROWTH, "percent", "Trade turnover, growth", COOP_RATIO, -100, INFINITY, -100, 1e4,
	     false},
	    {"trade", "turnover_change", COMPANION_CHANGE, "USD", "Trade turnover, change", COOP_RATIO, -INFINITY, INFINITY, -1e14, 1e14,
	     false},
	    {"trade", "turnover_index", COMPANION_INDEX, "index", "Trade turnover, index", COOP_RATIO, 0, INFINITY, 0, 1e6, false},
	    {"trade", "turnover_eur", COMPANION_NONE, "EUR", "Trade turnover in EUR", COOP_FLOW, 0, INFINITY, 0, 1e20, false},
	    {"trade", "exports_rub", COMPANION_NONE, "RUB", "Exports in RUB", COOP_FLOW, 0, INFINITY, 0, 1e20, false},
	    {"trade", "turnover_eur_change", COMPANION_CHANGE, "EUR", "Trade turnover in EUR, change", COOP_RATIO, -INFINITY, INFINITY,
	     -1e20, 1e20, false},
	    {"trade", "turnover_eur_growth", COMPANION_GROWTH, "percent", "Trade turnover in EUR, growth", COOP_RATIO, -100, INFINITY, -100,
	     1e4, false},
	    {"trade", "balance", COMPANION_NONE, "USD", "Balance", COOP_FLOW, -INFINITY, INFINITY, -1e14, 1e14, false},
	    {"trade", "balance_growth", COMPANION_GROWTH, "percent", "Balance, growth", COOP_RATIO, -INFINITY, INFINITY, -1e4, 1e4, false},
	    {"trade", "share", COMPANION_NONE, "percent", "Share", COOP_RATIO, 0, 100, 0, 100, false},
	    {"trade", "share_change", COMPANION_CHANGE, "pp", "Share, change", COOP_RATIO, -100, 100, -100, 100, false},
	    {"trade", "rank", COMPANION_NONE, "rank", "Rank", COOP_RANK, 1, INFINITY, 0, 260, true},
	    {"farms", "fair", COMPANION_NONE, "edition", "Fair", COOP_ORDINAL, 1, INFINITY, 0, 1000, true},
	    {"farms", "farms_growth", COMPANION_GROWTH, "percent", "Farms, growth", COOP_RATIO, -100, INFINITY, -100, 1e4, false},
	};
	struct catalogue *c = make();
	for (size_t i = 0; i < N(rows); i++) {
		struct measure m;
		struct err err = {0};
		char title[100], id[MEASURE_ID_MAX];
		if (catalogue_measure(c, rows[i].area, rows[i].id, &m, &err))
			fail_msg("%s: %s", rows[i].id, err.text);
		measure_title(&m, title, sizeof title);
		measure_id(&m, id);
		assert_string_equal(id, rows[i].id);
		assert_string_equal(title, rows[i].title);
		assert_string_equal(m.unit, rows[i].unit);
		if (m.companion != rows[i].companion || m.kind != rows[i].kind || m.whole != rows[i].whole || m.limits.low != rows[i].low ||
		    m.limits.high != rows[i].high || m.plausible_min != rows[i].plausible_min || m.plausible_max != rows[i].plausible_max)
			fail_msg("%s: companion %d kind %d limits %g %g plausible %g %g", id, m.companion, m.kind, m.limits.low,
			         m.limits.high, m.plausible_min, m.plausible_max);
	}
	catalogue_destroy(c);
}

static void unknown_measures(void **state)
{
	(void)state;
	static const struct {
		const char *area, *id;
		int want;
		const char *text;
	} rows[] = {
	    {"trade", "turnovr", ERR_UNKNOWN, "no indicator turnovr in trade; turnover?"},
	    {"trade", "turnovr_growth", ERR_UNKNOWN, "no indicator turnovr_growth in trade; turnover_growth?"},
	    {"trade", "turnover_grwoth", ERR_UNKNOWN, "no indicator turnover_grwoth in trade; turnover_growth?"},
	    {"trade", "zebras", ERR_UNKNOWN, "no indicator zebras in trade; INDICATORS trade lists those that are"},
	    {"trade", "", ERR_UNKNOWN, "no indicator  in trade; INDICATORS trade lists those that are"},
	    {"trade", "_growth", ERR_UNKNOWN, "no indicator _growth in trade; INDICATORS trade lists those that are"},
	    {"trade", "_eur", ERR_UNKNOWN, "INDICATORS trade"},
	    {"trade", "turnover_growth_growth", ERR_UNKNOWN, "no indicator"},
	    {"trade", "turnover_growth_eur", ERR_UNKNOWN, "no indicator"},
	    {"trade", "turnover_qqq", ERR_UNKNOWN, "no indicator"},
	    {"trade", "turnover_EUR", ERR_UNKNOWN, "no indicator"},
	    {"trade", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ERR_UNKNOWN,
	     "no indicator"},
	    {"trad", "turnover", ERR_UNKNOWN, "no area trad; trade?"},
	    {"zebras", "turnover", ERR_UNKNOWN, "no area zebras; AREAS lists those that are"},
	    {"trade", "turnover_usd", ERR_DATA, "in USD already"},
	    {"farms", "farms_eur", ERR_DATA, "not in money"},
	    {"trade", "rank_growth", ERR_DATA, "rank is a rank and has no _growth"},
	    {"trade", "rank_change", ERR_DATA, "rank is a rank and has no _change"},
	    {"farms", "fair_index", ERR_DATA, "fair is an ordinal and has no _index"},
	    {"trade", "share_growth", ERR_DATA, "share_change"},
	    {"trade", "share_index", ERR_DATA, "share_change"},
	};
	struct catalogue *c = make();
	for (size_t i = 0; i < N(rows); i++) {
		struct measure m;
		struct err err = {0};
		int rc = catalogue_measure(c, rows[i].area, rows[i].id, &m, &err);
		if (rc != rows[i].want || !strstr(err.text, rows[i].text))
			fail_msg("%s: %d, \"%s\"", rows[i].id, rc, err.text);
	}
	catalogue_destroy(c);
}

static void kinds(void **state)
{
	(void)state;
	static const char *const names[] = {"flow", "stock", "ratio", "rank", "ordinal"};
	for (size_t i = 0; i < N(names); i++) {
		enum coop_kind kind;
		assert_int_equal(kind_parse(names[i], &kind), 0);
		assert_int_equal(kind, i + 1);
		assert_string_equal(kind_name(kind), names[i]);
	}
	enum coop_kind kind;
	assert_int_equal(kind_parse("Flow", &kind), ERR_DATA);
	assert_string_equal(kind_name((enum coop_kind)0), "unknown");
}

static void currencies(void **state)
{
	(void)state;
	static const struct {
		const char *suffix, *want;
	} rows[] = {{"eur", "EUR"}, {"usd", "USD"}, {"azn", "AZN"}, {"zwl", "ZWL"}, {"aed", "AED"},
	            {"EUR", NULL},  {"eu", NULL},   {"euro", NULL}, {"qqq", NULL}};
	for (size_t i = 0; i < N(rows); i++) {
		char out[CURRENCY_MAX];
		bool found = currency_from_suffix(rows[i].suffix, strlen(rows[i].suffix), out);
		if (found != (rows[i].want != NULL) || (found && strcmp(out, rows[i].want) != 0))
			fail_msg("%s", rows[i].suffix);
	}
	assert_true(currency_known("EUR"));
	assert_false(currency_known("tonnes"));
	assert_false(currency_known(""));
}

/* Every measure of every indicator is read back from the id that it writes, whatever indicators there are. */
static void ids_read_back(void **state)
{
	(void)state;
	srand(seed_begin(0));
	static const char letters[] = "abceghnorstuwx_019";
	for (int round = 0; round < 200; round++) {
		char id[INDICATOR_ID_MAX];
		size_t n = 1 + (size_t)rand() % (INDICATOR_ID_MAX - 1);
		for (size_t i = 0; i < n; i++)
			id[i] = i ? letters[(size_t)rand() % (sizeof letters - 1)] : 'a';
		id[n] = '\0';
		struct coop_indicator row = {.id = id, .title = id, .unit = "USD", .kind = COOP_STOCK, .plausible_max = 1};
		if (indicator_check(&row, NULL))
			continue;
		struct coop_plugin plugin = {COOP_PLUGIN_HEAD, .name = "area", .title = "x", .indicators = &row, .n_indicators = 1};
		struct catalogue *c = NULL;
		assert_int_equal(catalogue_create(&c), 0);
		assert_int_equal(catalogue_add_plugin(c, &plugin, NULL, NULL), 0);
		static const char *const suffixes[] = {"", "_growth", "_change", "_index", "_eur", "_eur_growth", "_try_index"};
		for (size_t i = 0; i < N(suffixes); i++) {
			char text[MEASURE_ID_MAX], back[MEASURE_ID_MAX];
			struct measure m;
			snprintf(text, sizeof text, "%s%s", id, suffixes[i]);
			if (catalogue_measure(c, "area", text, &m, NULL))
				fail_msg("%s is unknown", text);
			measure_id(&m, back);
			assert_string_equal(text, back);
			assert_string_equal(m.indicator->id, id);
		}
		catalogue_destroy(c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(areas),         cmocka_unit_test(identities), cmocka_unit_test(bad_identities),   cmocka_unit_test(configured),
	    cmocka_unit_test(measures),      cmocka_unit_test(kinds),      cmocka_unit_test(unknown_measures), cmocka_unit_test(currencies),
	    cmocka_unit_test(ids_read_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
