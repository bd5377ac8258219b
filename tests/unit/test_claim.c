/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/claim.h"

#include "core/core.h"
#include "core/names.h"
#include "weigh/kin.h"

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
#define NONE NAN
#define THIRD (100.0 / 3)

static const struct coop_indicator rows_of_trade[] = {
    {.id = "turnover", .title = "Turnover", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e13},
    {.id = "balance",
     .title = "Balance",
     .unit = "USD",
     .kind = COOP_FLOW,
     .flags = COOP_SIGNED,
     .plausible_min = -1e13,
     .plausible_max = 1e13},
    {.id = "share", .title = "Share", .unit = "percent", .kind = COOP_RATIO, .plausible_max = 100},
    {.id = "place", .title = "Place", .unit = "rank", .kind = COOP_RANK, .plausible_max = 260},
    {.id = "forum", .title = "Forum", .unit = "edition", .kind = COOP_ORDINAL, .plausible_max = 1000},
    {.id = "arrivals", .title = "Arrivals", .unit = "persons", .kind = COOP_FLOW, .plausible_max = 1e9},
    {.id = "trucks", .title = "Trucks", .unit = "vehicles", .kind = COOP_FLOW, .plausible_max = 1e8},
    {.id = "companies", .title = "Companies", .unit = "count", .kind = COOP_STOCK, .plausible_min = 10, .plausible_max = 1e6},
    {.id = "freight", .title = "Freight", .unit = "tonnes", .kind = COOP_FLOW, .plausible_max = 1e10},
};
static const struct coop_plugin trade = {COOP_PLUGIN_HEAD, .name = "trade", .title = "Trade", .indicators = rows_of_trade,
                                         .n_indicators = N(rows_of_trade)};

#define OLD_DAY "2024-08-09"

static struct core core;

static void apply_source(uint32_t number, const char *id, int32_t published)
{
	struct record r = {.kind = RECORD_SOURCE, .source = {.number = number, .published = published, .name = "A report", .rank = 10}};

	snprintf(r.source.id, sizeof r.source.id, "%s", id);
	strcpy(r.source.party, "AZ");
	assert_int_equal(book_apply(core.book, &r, NULL), 0);
}

static int32_t day(const char *text)
{
	int32_t d;

	assert_int_equal(date_parse(text, strlen(text), &d), 0);
	return d;
}

static int setup(void **state)
{
	(void)state;
	if (parties_create(&core.parties, NULL, 0, NULL, NULL, 0, NULL) || catalogue_create(&core.catalogue) ||
	    catalogue_add_plugin(core.catalogue, &trade, NULL, NULL) || catalogue_seal(core.catalogue, NULL) || core_create_book(&core))
		return -1;
	apply_source(1, "old", day(OLD_DAY));
	apply_source(2, "undated", DATE_NONE);
	apply_source(3, "coming", date_today() + 400);
	return 0;
}

/* What was taken by force is known for it. */
static void force_is_known(void **state)
{
	static const struct {
		const char *measure, *value, *published;
		bool force;
	} row[] = {
	    {"turnover", "5e12", "2024-01-01", false}, {"turnover", "5e14", "2024-01-01", true}, {"turnover", "4-5e14", "2024-01-01", true},
	    {"turnover", "5", "2999-01-01", true},     {"companies", "9", "2024-01-01", true},   {"turnover", "nan", "2024-01-01", false},
	};
	(void)state;

	for (size_t i = 0; i < N(row); i++) {
		char series[100];
		struct claimed out;
		struct err err;
		snprintf(series, sizeof series, "AZ-RU/trade/%s", row[i].measure);
		struct claim c = {.series = series, .period = "2023", .value = row[i].value, .published = row[i].published, .nth = "3"};
		c.status = strcmp(c.value, "nan") == 0 ? "M" : NULL;
		assert_int_equal(claim_observation(&core, &c, &out, &err) != 0, row[i].force);
		c.force = true;
		if (claim_observation(&core, &c, &out, &err))
			fail_msg("row %zu: %s", i, err.text);
		if (claim_needs_force(&out.name.measure, &out.o) != row[i].force || out.n_before != 2)
			fail_msg("row %zu needs force: %d, said before: %zu", i, !row[i].force, out.n_before);
	}
}

static int teardown(void **state)
{
	(void)state;
	parties_destroy(core.parties);
	catalogue_destroy(core.catalogue);
	book_destroy(core.book);
	names_destroy(core.names);
	kin_destroy(core.kin);
	return 0;
}

/* The error is a sentence that holds all of `words`, which are parted by '|'; one behind which '$' stands ends it. */
static void check_error(const char *table, size_t i, int rc, const struct err *err, int code, const char *words)
{
	size_t n = strlen(err->text);

	if (rc != code || err->code != code)
		fail_msg("%s %zu: %d (%s), not %d", table, i, rc, rc ? err->text : "taken", code);
	if (n == 0 || err->text[n - 1] == '.' || strchr(err->text, '\n'))
		fail_msg("%s %zu: \"%s\" is no sentence as they are written", table, i, err->text);
	for (const char *at = words; *at;) {
		char word[120];
		size_t len = strcspn(at, "|"), ends = len && at[len - 1] == '$';
		snprintf(word, sizeof word, "%.*s", (int)(len - ends), at);
		if (!strstr(ends && len - 1 <= n ? err->text + n - (len - 1) : err->text, word))
			fail_msg("%s %zu: \"%s\" does not say \"%s\"%s", table, i, err->text, word, ends ? " at its end" : "");
		at += len + (at[len] == '|');
	}
}

/* A claim of AZ-RU/trade/…, and what comes of it: the observation's fields, or the words of the error. */
struct said {
	const char *measure, *value;
	double number, high, g;
	enum bound bound;
	struct claim more; /* bound, g, high, status, force, style */
	const char *error;
};

#define REFUSED(...)                                                                                                                       \
	NONE, NONE, 0, BOUND_EQ,                                                                                                           \
	{                                                                                                                                  \
		__VA_ARGS__                                                                                                                \
	}

static bool same(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

static void check_rows(const char *table, const struct said *row, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char series[100];
		struct claim c = row[i].more;
		struct claimed out;
		struct err err = {0};
		snprintf(series, sizeof series, "AZ-RU/trade/%s", row[i].measure);
		c.series = series;
		c.period = c.period ? c.period : "2023";
		c.value = row[i].value;
		int rc = claim_observation(&core, &c, &out, &err);
		if (row[i].error) {
			check_error(table, i, rc, &err, ERR_DATA, row[i].error);
			continue;
		}
		if (rc)
			fail_msg("%s %zu: %s = \"%s\" is refused: %s", table, i, row[i].measure, row[i].value, err.text);
		if (!same(out.o.value, row[i].number) || !same(out.o.high, row[i].high) || out.o.g != row[i].g ||
		    out.o.bound != row[i].bound)
			fail_msg("%s %zu: %s = \"%s\" is %.17g, high %.17g, g %.17g, %s", table, i, row[i].measure, row[i].value,
			         out.o.value, out.o.high, out.o.g, bound_name(out.o.bound));
	}
}

static void units(void **state)
{
	static const struct said row[] = {
	    /* What a table says beside the value. */
	    {"turnover", "nearly 4.4 billion USD", 4.4e9, NONE, 1e8, BOUND_NEARLY, {.number = "4400000000", .unit = "USD"}},
	    {"turnover", "4-5 billion", 4e9, 5e9, 1e9, BOUND_RANGE, {.number = "4e9", .high = "5e9"}},
	    {"turnover", "nan", NONE, NONE, 0, BOUND_EQ, {.number = "nan", .status = "M"}},
	    {"turnover", "5", REFUSED(.unit = "EUR"), "unit is EUR|turnover is in USD"},
	    {"turnover", "5 billion", REFUSED(.number = "5"), "5 contradicts|5 billion"},
	    {"turnover", "5", REFUSED(.number = "nan"), "nan contradicts"},
	    {"turnover", "5", REFUSED(.number = "five"), "five is no plain number"},
	    {"turnover", "5", REFUSED(.nth = "0"), "nth 0"},
	    {"turnover", "5", REFUSED(.nth = "2.5"), "nth 2.5"},
	    {"turnover", "nearly 4.4 billion USD", 4.4e9, NONE, 1e8, BOUND_NEARLY},
	    {"turnover", "$4.4 bn", 4.4e9, NONE, 1e8, BOUND_EQ},
	    {"turnover", "4.4 billion", 4.4e9, NONE, 1e8, BOUND_EQ},
	    {"turnover_usd", "4", REFUSED(), "USD already"},
	    {"turnover", "4.4 billion EUR", REFUSED(), "in EUR|turnover is in USD|put it as turnover_eur"},
	    {"turnover", "over 31.5 billion roubles", REFUSED(), "in RUB|put it as turnover_rub"},
	    {"turnover_eur", "over \u20ac4 billion", 4e9, NONE, 1e9, BOUND_GT},
	    {"turnover_eur", "4 billion GBP", REFUSED(), "turnover_eur is in EUR|put it as turnover_gbp"},
	    {"turnover_eur", "4 billion USD", REFUSED(), "in USD|turnover_eur is in EUR|put it as turnover$"},
	    {"turnover_change", "4 million EUR", REFUSED(), "in EUR and turnover_change is in USD$"},
	    {"turnover_eur_change", "4 million EUR", 4e6, NONE, 1e6, BOUND_EQ},
	    {"turnover", "17.5 per cent", REFUSED(), "in percent|turnover is in USD|is turnover_growth meant?"},
	    {"turnover_eur", "17.5 per cent", REFUSED(), "is turnover_eur_growth meant?"},
	    {"companies", "over 10 %", REFUSED(), "is companies_growth meant?"},
	    {"turnover_growth", "17.5 per cent", 17.5, NONE, 0.1, BOUND_EQ},
	    {"turnover_growth", "20 per cent", 20, NONE, 1, BOUND_EQ},
	    {"turnover_growth", "20", 20, NONE, 1, BOUND_EQ},
	    {"turnover_growth", "4 million USD", REFUSED(), "in USD and turnover_growth is in percent"},
	    {"turnover_change", "20 per cent", REFUSED(), "in percent and turnover_change is in USD"},
	    {"turnover_index", "150", 150, NONE, 10, BOUND_EQ},
	    {"share", "a third", THIRD, NONE, 1, BOUND_ABOUT},
	    {"share", "2 percentage points", REFUSED(), "in pp and share is in percent"},
	    {"share_change", "2 percentage points", 2, NONE, 1, BOUND_EQ},
	    {"share_change", "2 per cent", REFUSED(), "in percent and share_change is in pp"},
	    {"arrivals", "17 tonnes", REFUSED(), "in tonnes and arrivals is in persons"},
	    {"arrivals", "17 USD", REFUSED(), "in USD and arrivals is in persons"},
	    {"freight", "17 persons", REFUSED(), "in persons and freight is in tonnes"},
	    {"freight", "1.5 kt", 1500, NONE, 100, BOUND_EQ},
	    {"freight", "324 trucks", REFUSED(), "in vehicles"},
	    /* what is counted passes for each other */
	    {"companies", "1,725 trucks", 1725, NONE, 0, BOUND_EXACT},
	    {"trucks", "1,725 units", 1725, NONE, 0, BOUND_EXACT},
	    {"arrivals", "324 companies", 324, NONE, 0, BOUND_EXACT},
	    {"trucks", "1,700 containers", 1700, NONE, 100, BOUND_EQ},
	    {"place", "3 companies", REFUSED(), "in count and place is in rank"},
	    {"place", "third place", 3, NONE, 0, BOUND_EXACT},
	    {"place", "among the top ten", 10, NONE, 0, BOUND_LE},
	    {"forum", "12th", 12, NONE, 0, BOUND_EXACT},
	    {"arrivals", "many", REFUSED(), "many"},
	    {"arrivals", "", REFUSED(), "a number is missing"},
	};

	(void)state;
	check_rows("units", row, N(row));
}

static void bounds(void **state)
{
	static const struct said row[] = {
	    {"turnover", "4.4e9", 4.4e9, NONE, 1e8, BOUND_NEARLY, {.bound = "nearly"}},
	    {"turnover", "nearly 4.4e9", 4.4e9, NONE, 1e8, BOUND_NEARLY, {.bound = "nearly"}},
	    {"turnover", "nearly 4.4e9", REFUSED(.bound = "gt"), "bound=gt contradicts|which says nearly"},
	    {"turnover", "exactly 4.4e9", REFUSED(.bound = "eq"), "bound=eq contradicts|which says exact"},
	    {"turnover", "over 4.4e9", REFUSED(.bound = "ge"), "bound=ge contradicts|which says gt"},
	    {"turnover", "4.4e9", REFUSED(.bound = "above"), "bound=above is none of|nearly range exact"},
	    {"turnover", "4.4e9", REFUSED(.bound = ""), "bound= is none of"},
	    {"turnover", "record 4.4 billion", 4.4e9, NONE, 1e8, BOUND_GT, {.bound = "gt"}}, /* "record" hedges nothing */
	    /* ranges */
	    {"turnover", "4-5 billion", 4e9, 5e9, 1e9, BOUND_RANGE},
	    {"turnover", "4-5 billion", 4e9, 5e9, 1e9, BOUND_RANGE, {.bound = "range"}},
	    {"turnover", "4-5 billion", 4e9, 5e9, 1e9, BOUND_RANGE, {.high = "5e9"}},
	    {"turnover", "4-5 billion", REFUSED(.high = "6e9"), "high=6e9 contradicts the range"},
	    {"turnover", "4-5 billion", REFUSED(.bound = "gt"), "bound=gt contradicts|which says range"},
	    {"turnover", "4e9", 4e9, 5e9, 1e9, BOUND_RANGE, {.high = "5e9"}},
	    {"turnover", "4e9", 4e9, 5e9, 1e9, BOUND_RANGE, {.high = "5e9", .bound = "range"}},
	    {"turnover", "4e9", 4e9, 4e9, 1e9, BOUND_RANGE, {.high = "4e9"}},
	    {"turnover", "4e9", REFUSED(.high = "3e9"), "upper end|below the lower"},
	    {"turnover", "4e9", REFUSED(.bound = "range"), "high=NUMBER"},
	    {"turnover", "4e9", REFUSED(.high = "5e9", .bound = "gt"), "high= belongs to bound=range, not to bound=gt"},
	    {"turnover", "nearly 4e9", REFUSED(.high = "5e9"), "not to bound=nearly"},
	    {"turnover", "4e9", REFUSED(.high = "five"), "high=five is no number"},
	    {"turnover", "4e9", REFUSED(.high = "nan"), "high=nan is no number"},
	    {"turnover", "4e9", REFUSED(.high = "inf"), "high=inf is no number"},
	    {"turnover", "4e9", REFUSED(.high = ""), "high= is no number"},
	    {"turnover", "5-4 billion", REFUSED(), "backwards"},
	    {"place", "3", 3, 5, 0, BOUND_RANGE, {.high = "5", .g = "0"}},
	    {"place", "3", REFUSED(.high = "5.5"), "must be a whole number, not 5.5"},
	    {"share", "40", REFUSED(.high = "140"), "share cannot be more than 100|140"},
	    {"turnover", "4e9", REFUSED(.high = "4e15"), "4e+15 USD is not plausible"},
	    {"turnover", "4e9", 4e9, 4e15, 1e9, BOUND_RANGE, {.high = "4e15", .force = true}},
	    /* the place of the last digit */
	    {"turnover", "4.4e9", 4.4e9, NONE, 5e7, BOUND_EQ, {.g = "5e7"}},
	    {"turnover", "4.4e9", 4.4e9, NONE, 0, BOUND_EQ, {.g = "0"}},
	    {"turnover", "4.4e9", 4.4e9, NONE, 5e7, BOUND_GT, {.g = "5e7", .bound = "gt"}},
	    {"turnover", "4.4e9", 4.4e9, NONE, 0, BOUND_EXACT, {.g = "5e7", .bound = "exact"}},
	    {"turnover", "exactly 4.4e9", 4.4e9, NONE, 0, BOUND_EXACT, {.g = "5e7"}},
	    {"turnover", "4.4e9", REFUSED(.g = "-1"), "g=-1|0 or more"},
	    {"turnover", "4.4e9", REFUSED(.g = "nan"), "g=nan"},
	    {"turnover", "4.4e9", REFUSED(.g = "inf"), "g=inf"},
	    {"turnover", "4.4e9", REFUSED(.g = "ten"), "g=ten"},
	    {"arrivals", "630,000", 630000, NONE, 10000, BOUND_EQ},
	    {"arrivals", "630000", 630000, NONE, 10000, BOUND_EQ},
	    {"arrivals", "630000", 630000, NONE, 1, BOUND_EQ, {.style = VALUE_TABLE}},
	    {"arrivals", "630 thousand", 630000, NONE, 10000, BOUND_EQ, {.style = VALUE_TABLE}}, /* words are prose everywhere */
	    {"arrivals", "over 630,000", 630000, NONE, 10000, BOUND_GT, {.style = VALUE_TABLE}},
	};

	(void)state;
	check_rows("bounds", row, N(row));
}

/* An unhedged count under 1000, or not ending in 0, is exact. */
static void exact(void **state)
{
	static const struct said row[] = {
	    {"companies", "324", 324, NONE, 0, BOUND_EXACT},
	    {"companies", "320", 320, NONE, 0, BOUND_EXACT},
	    {"companies", "1,234", 1234, NONE, 0, BOUND_EXACT},
	    {"companies", "1,230", 1230, NONE, 10, BOUND_EQ},
	    {"companies", "1000", 1000, NONE, 1000, BOUND_EQ},
	    {"companies", "1230", 1230, NONE, 1, BOUND_EQ, {.style = VALUE_TABLE}},
	    {"companies", "1234", 1234, NONE, 0, BOUND_EXACT, {.style = VALUE_TABLE}},
	    {"companies", "over 324", 324, NONE, 1, BOUND_GT},
	    {"companies", "about 320", 320, NONE, 10, BOUND_ABOUT},
	    {"companies", "324", 324, NONE, 1, BOUND_EQ, {.bound = "eq"}}, /* whoever says eq means it */
	    {"companies", "324", 324, NONE, 10, BOUND_EQ, {.g = "10"}},
	    {"companies", "324", 324, NONE, 0, BOUND_EXACT, {.bound = "exact"}},
	    {"arrivals", "1.5 thousand", 1500, NONE, 100, BOUND_EQ},
	    {"arrivals", "324 persons", 324, NONE, 0, BOUND_EXACT},
	    {"trucks", "999", 999, NONE, 0, BOUND_EXACT},
	    {"freight", "324", 324, NONE, 1, BOUND_EQ},
	    {"turnover", "324", 324, NONE, 1, BOUND_EQ},
	    {"arrivals_growth", "7", 7, NONE, 1, BOUND_EQ},
	    {"companies_change", "7", 7, NONE, 0, BOUND_EXACT},
	    {"place", "10", 10, NONE, 0, BOUND_EXACT},
	    {"forum", "20", 20, NONE, 0, BOUND_EXACT},
	};

	(void)state;
	check_rows("exact", row, N(row));
}

static void limits(void **state)
{
	static const struct said row[] = {
	    {"turnover", "-1", REFUSED(.force = true), "turnover cannot be less than 0|-1"},
	    {"turnover", "0", 0, NONE, 1, BOUND_EQ},
	    {"balance", "-3.1 billion USD", -3.1e9, NONE, 1e8, BOUND_EQ},
	    {"turnover_change", "-3.1 billion USD", -3.1e9, NONE, 1e8, BOUND_EQ},
	    {"turnover_growth", "-100", -100, NONE, 1, BOUND_EQ},
	    {"turnover_growth", "-101", REFUSED(.force = true), "turnover_growth cannot be less than -100"},
	    {"balance_growth", "-101", -101, NONE, 1, BOUND_EQ},
	    {"turnover_index", "-1", REFUSED(.force = true), "turnover_index cannot be less than 0"},
	    {"share", "100", 100, NONE, 1, BOUND_EQ},
	    {"share", "100.5", REFUSED(.force = true), "share cannot be more than 100|100.5"},
	    {"place", "0", REFUSED(.force = true), "place cannot be less than 1"},
	    {"place", "2.5", REFUSED(.force = true), "place is a rank|must be a whole number, not 2.5"},
	    {"forum", "0", REFUSED(.force = true), "forum cannot be less than 1"},
	    {"forum", "2.5", REFUSED(.force = true), "forum is an ordinal|must be a whole number, not 2.5"},
	    {"turnover", "1e400", REFUSED(.force = true), "too large"},
	    {"turnover", "inf", REFUSED(.force = true), "inf"},
	    /* what nobody believes can be insisted on */
	    {"turnover", "1e13", 1e13, NONE, 1e13, BOUND_EQ},
	    {"turnover", "1.1e13", REFUSED(), "11000000000000 USD is not plausible for turnover (0 to 10000000000000)|force=1"},
	    {"turnover", "1.1e13", 1.1e13, NONE, 1e12, BOUND_EQ, {.force = true}},
	    {"companies", "9", REFUSED(), "9 count is not plausible for companies (10 to 1000000)"},
	    {"companies", "9", 9, NONE, 0, BOUND_EXACT, {.force = true}},
	    {"companies", "-9", REFUSED(.force = true), "companies cannot be less than 0"},
	    {"place", "261", REFUSED(), "not plausible for place"},
	    {"place", "261", 261, NONE, 0, BOUND_EXACT, {.force = true}},
	    {"balance", "-1.1e13", REFUSED(), "not plausible for balance (-10000000000000 to"},
	    {"arrivals_growth", "20000", REFUSED(), "not plausible for arrivals_growth (-100 to 10000)"},
	};

	(void)state;
	check_rows("limits", row, N(row));
}

static void missing(void **state)
{
	static const struct said row[] = {
	    {"turnover", "nan", NONE, NONE, 0, BOUND_EQ, {.status = "M"}},
	    {"turnover", "nan", NONE, NONE, 0, BOUND_EQ, {.status = "O"}},
	    {"turnover", "nan", NONE, NONE, 0, BOUND_EQ, {.status = "LP"}},
	    {"place", "nan", NONE, NONE, 0, BOUND_EQ, {.status = "Q"}},
	    {"turnover", "nan", NONE, NONE, 0, BOUND_EQ, {.status = "M", .bound = "eq", .g = "0"}},
	    {"turnover", "nan", REFUSED(), "nan needs a status|M (withdrawn"},
	    {"turnover", "nan", REFUSED(.status = "P"), "nan needs a status"},
	    {"turnover", "nan", REFUSED(.status = "M", .high = "5"), "nan|high"},
	    {"turnover", "nan", REFUSED(.status = "M", .bound = "range"), "high=NUMBER"},
	    {"turnover", "5", REFUSED(.status = "M"), "status M says that there is no value|nan"},
	    {"turnover", "5", REFUSED(.status = "PO"), "status PO says that there is no value"},
	    {"turnover", "5", REFUSED(.status = ""), "status is empty"},
	    {"turnover", "5", REFUSED(.status = "p"), "P, not p"},
	    {"turnover", "5", REFUSED(.status = "PP"), "P stands twice"},
	    {"turnover", "5", REFUSED(.status = "Z"), "Z is no status letter"},
	};
	static const struct {
		const char *text;
		status_set wanted;
	} kept[] = {
	    {NULL, STATUS_NORMAL}, {"P", STATUS('P')}, {"EP", STATUS('P') | STATUS('E')}, {"F", STATUS('F')}, {"T", STATUS('T')},
	};

	(void)state;
	check_rows("missing", row, N(row));
	for (size_t i = 0; i < N(kept); i++) {
		struct claim c = {.series = "AZ-RU/trade/turnover", .period = "2023", .value = "5", .status = kept[i].text};
		struct claimed out;
		assert_int_equal(claim_observation(&core, &c, &out, NULL), 0);
		assert_int_equal(out.o.status, kept[i].wanted);
	}
}

/* Where it belongs ------------------------------------------------------------------------------------------------------------ */

static void places(void **state)
{
	static const struct {
		const char *series, *period, *key, *normal; /* wanted */
		int code;
		const char *error;
	} row[] = {
	    {"AZ-RU/trade/turnover", "2023", "AZ-RU/trade/turnover", "2023"},
	    {"AZ-RU/trade/turnover-A", "2023A", "AZ-RU/trade/turnover", "2023"},
	    {"RU.STA-AZ/trade/turnover_eur_growth-S", "2024H1", "RU.STA-AZ/trade/turnover_eur_growth", "2024-S1"},
	    {"AZ-RU/trade/turnover", "2024-01-01/P5M", "AZ-RU/trade/turnover", "2024-01-01/P5M"},
	    {"AZ-RU/trade/companies-A", "2024-08-09", "AZ-RU/trade/companies", "2024-08-09"},
	    {"AZ-RU/trade/turnover-A", "2024-S1", NULL, NULL, ERR_DATA, "2024-S1 is half-yearly|-A"},
	    {"AZ-RU/trade/turnover-A", "2024-08-09", NULL, NULL, ERR_DATA, "2024-08-09"},
	    {"AZ-RU/trade/turnover", "2024-S3", NULL, NULL, ERR_DATA, "1 to 2"},
	    {"AZ-RU/trade/turnover", "", NULL, NULL, ERR_DATA, "is no period"},
	    {"AZ-RU/trade/turnovr", "2023", NULL, NULL, ERR_UNKNOWN, "no indicator turnovr in trade; turnover?"},
	    {"AZ-RU/trad/turnover", "2023", NULL, NULL, ERR_UNKNOWN, "no area trad; trade?"},
	    {"AZ-UK/trade/turnover", "2023", NULL, NULL, ERR_UNKNOWN, "GB"},
	    {"", "2023", NULL, NULL, ERR_DATA, "PAIR/AREA/INDICATOR"},
	    {NULL, "2023", NULL, NULL, ERR_DATA, "the series is missing"},
	    {"AZ-RU/trade/turnover", NULL, NULL, NULL, ERR_DATA, "the period is missing"},
	};
	struct claimed out;
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < N(row); i++) {
		struct claim c = {.series = row[i].series, .period = row[i].period, .value = "50"};
		int rc = claim_observation(&core, &c, &out, &err);
		if (row[i].code) {
			check_error("places", i, rc, &err, row[i].code, row[i].error);
			continue;
		}
		char text[PERIOD_TEXT_MAX];
		assert_int_equal(rc, 0);
		period_format(&out.o.period, text);
		assert_string_equal(out.name.key, row[i].key);
		assert_string_equal(text, row[i].normal);
		assert_int_equal(out.o.series, 0);
		assert_int_equal(out.o.seq, 0);
		assert_int_equal(out.o.recorded, 0);
	}
	struct claim c = {.series = "AZ-RU/trade/turnover", .period = "2023"};
	check_error("places", N(row), claim_observation(&core, &c, &out, &err), &err, ERR_DATA, "the value is missing");
}

static void texts(void **state)
{
	static const struct {
		const char *value, *written;
	} row[] = {
	    {"4400000000", NULL},   {"4.4e9", "4.4e9"}, {"nearly 4.4 billion USD", "nearly 4.4 billion USD"},
	    {"630,000", "630,000"}, {" 5", " 5"},
	};
	static char longest[EVIDENCE_MAX + 2], many[WRITTEN_MAX + 2];
	struct claim c = {.series = "AZ-RU/trade/turnover", .period = "2023"};
	struct claimed out;
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < N(row); i++) {
		c.value = row[i].value;
		assert_int_equal(claim_observation(&core, &c, &out, &err), 0);
		if (row[i].written)
			assert_string_equal(out.o.written, row[i].written);
		else
			assert_null(out.o.written);
		assert_null(out.o.evidence);
	}
	c.evidence = "";
	assert_int_equal(claim_observation(&core, &c, &out, &err), 0);
	assert_null(out.o.evidence);
	memset(longest, 'x', EVIDENCE_MAX);
	c.evidence = longest;
	assert_int_equal(claim_observation(&core, &c, &out, &err), 0);
	assert_ptr_equal(out.o.evidence, longest);
	longest[EVIDENCE_MAX] = 'x';
	check_error("texts", 0, claim_observation(&core, &c, &out, &err), &err, ERR_DATA, "the evidence is longer than 4000 bytes");

	c = (struct claim){.series = c.series, .period = c.period, .value = many};
	memset(many, ' ', WRITTEN_MAX);
	many[WRITTEN_MAX - 1] = '7';
	assert_int_equal(claim_observation(&core, &c, &out, &err), 0);
	many[WRITTEN_MAX] = ' ';
	check_error("texts", 1, claim_observation(&core, &c, &out, &err), &err, ERR_DATA, "the value is longer than 200 bytes");
	c = (struct claim){.series = c.series, .period = c.period, .value = "nan", .status = "M"};
	assert_int_equal(claim_observation(&core, &c, &out, &err), 0);
	assert_null(out.o.written);
}

/* Who said it and when ---------------------------------------------------------------------------------------------------------- */

#define TODAY "today" /* wanted: the day of the test, whichever of two it was */

static void origins(void **state)
{
	static const struct {
		const char *source, *published;
		int ahead; /* not 0: published so many days from today */
		bool force;
		uint32_t number;  /* wanted */
		const char *date; /* NULL: what `ahead` says */
		int code;
		const char *error;
	} row[] = {
	    {NULL, NULL, 0, false, SOURCE_UNATTRIBUTED, TODAY},
	    {"old", NULL, 0, false, 1, OLD_DAY},
	    {"old", "2024-09-01", 0, false, 1, "2024-09-01"},
	    {"undated", NULL, 0, false, 2, TODAY},
	    {"undated", "1999-12-31", 0, false, 2, "1999-12-31"},
	    {NULL, "1999-12-31", 0, false, SOURCE_UNATTRIBUTED, "1999-12-31"},
	    {"nobody", NULL, 0, false, 0, NULL, ERR_UNKNOWN, "no source \"nobody\"|SOURCE nobody name="},
	    {"OLD", NULL, 0, false, 0, NULL, ERR_UNKNOWN, "no source \"OLD\""},
	    {"", NULL, 0, true, 0, NULL, ERR_UNKNOWN, "no source \"\""},
	    {"old", "yesterday", 0, false, 0, NULL, ERR_DATA, "published \"yesterday\" is no date|2024-08-09"},
	    {"old", "2024-02-30", 0, true, 0, NULL, ERR_DATA, "published \"2024-02-30\" is no date"},
	    {"old", "2024-8-9", 0, false, 0, NULL, ERR_DATA, "is no date"},
	    {"old", "2024", 0, false, 0, NULL, ERR_DATA, "is no date"},
	    {"old", "", 0, false, 0, NULL, ERR_DATA, "is no date"},
	    /* it is tomorrow already somewhere */
	    {NULL, NULL, 1, false, SOURCE_UNATTRIBUTED, NULL},
	    {NULL, NULL, 3, false, 0, NULL, ERR_DATA, "is in the future"},
	    {"old", NULL, 3, false, 0, NULL, ERR_DATA, "is in the future"},
	    {"old", NULL, 3, true, 1, NULL},
	    {"coming", "2024-09-01", 0, false, 3, "2024-09-01"},
	};

	(void)state;
	for (size_t i = 0; i < N(row); i++) {
		int32_t before = date_today(), ahead = before + row[i].ahead;
		char text[DATE_TEXT_MAX];
		struct claim c = {.series = "AZ-RU/trade/turnover", .period = "2023", .value = "5", .force = row[i].force};
		struct claimed out;
		struct err err = {0};
		date_format(ahead, text);
		c.source = row[i].source;
		c.published = row[i].ahead ? text : row[i].published;
		int rc = claim_observation(&core, &c, &out, &err);
		if (row[i].code) {
			check_error("origins", i, rc, &err, row[i].code, row[i].error);
			continue;
		}
		if (rc)
			fail_msg("origins %zu: %s", i, err.text);
		assert_int_equal(out.o.source, row[i].number);
		if (row[i].date && strcmp(row[i].date, TODAY) == 0)
			assert_in_range(out.o.published, before, date_today());
		else
			assert_int_equal(out.o.published, row[i].date ? day(row[i].date) : ahead);
	}
}

/* A source that is under way is a source, and its newest version counts. */
static void under_way(void **state)
{
	struct source s = {.id = "just-said", .published = day("2024-02-29")};
	struct claim c = {.series = "AZ-RU/trade/turnover", .period = "2023", .value = "5", .source = "just-said"};
	struct claimed out;
	uint32_t number;
	bool changed;

	(void)state;
	assert_int_equal(claim_observation(&core, &c, &out, NULL), ERR_UNKNOWN);
	assert_int_equal(book_intern_source(core.book, &s, &number, &changed), 0);
	assert_int_equal(claim_observation(&core, &c, &out, NULL), 0);
	assert_int_equal(out.o.source, number);
	assert_int_equal(out.o.published, day("2024-02-29"));
}

static const char *or_none(const char *text)
{
	return text ? text : "(none)";
}

static void sources(void **state)
{
	static char most[SOURCE_TEXT_MAX + 1], more[SOURCE_TEXT_MAX + 2];
	static const char id63[] = "abcdefghijklmnopqrstuvwxyz.ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
	static const struct {
		struct claim_source said;
		const char *published, *name, *party; /* wanted; NULL: not said */
		int32_t rank;
		int code;
		const char *error;
	} row[] = {
	    {{.id = "new"}, NULL, NULL, "", 0},
	    {{.id = "new", .name = "A", .published = "2024-01-02", .party = "RU.STA", .rank = "7"}, "2024-01-02", "A", "RU.STA", 7},
	    {{.id = "a.b:c_d-9"}, NULL, NULL, "", 0},
	    {{.id = id63 + 1}, NULL, NULL, "", 0},
	    {{.id = "new", .rank = "1"}, NULL, NULL, "", 1},
	    {{.id = "new", .rank = "9999"}, NULL, NULL, "", 9999},
	    {{.id = "new", .name = most}, NULL, most, "", 0},
	    /* amended: what is not said stays */
	    {{.id = "old"}, OLD_DAY, "A report", "AZ", 10},
	    {{.id = "old", .name = "The report"}, OLD_DAY, "The report", "AZ", 10},
	    {{.id = "old", .rank = "5"}, OLD_DAY, "A report", "AZ", 5},
	    {{.id = "old", .party = "RU"}, OLD_DAY, "A report", "RU", 10},
	    {{.id = "old", .published = OLD_DAY}, OLD_DAY, "A report", "AZ", 10},
	    {{.id = "undated", .published = OLD_DAY}, OLD_DAY, "A report", "AZ", 10},
	    {{.id = "old", .published = "2024-08-10"},
	     NULL,
	     NULL,
	     NULL,
	     0,
	     ERR_CONFLICT,
	     "source old is known as published 2024-08-09|another source"},
	    /* refused */
	    {{.id = NULL}, NULL, NULL, NULL, 0, ERR_DATA, "the source has no id"},
	    {{.id = ""}, NULL, NULL, NULL, 0, ERR_DATA, "the source has no id"},
	    {{.id = id63}, NULL, NULL, NULL, 0, ERR_DATA, "longer than 63 characters"},
	    {{.id = "a b"}, NULL, NULL, NULL, 0, ERR_DATA, "source id \"a b\" may hold letters, digits"},
	    {{.id = "a/b"}, NULL, NULL, NULL, 0, ERR_DATA, "may hold letters, digits"},
	    {{.id = "\u0430"}, NULL, NULL, NULL, 0, ERR_DATA, "may hold letters, digits"},
	    {{.id = "new", .published = "soon"}, NULL, NULL, NULL, 0, ERR_DATA, "published \"soon\" is no date"},
	    {{.id = "new", .rank = "0"}, NULL, NULL, NULL, 0, ERR_DATA, "rank \"0\"|from 1"},
	    {{.id = "new", .rank = "10000"}, NULL, NULL, NULL, 0, ERR_DATA, "rank \"10000\"|to 9999"},
	    {{.id = "new", .rank = "1.5"}, NULL, NULL, NULL, 0, ERR_DATA, "rank \"1.5\""},
	    {{.id = "new", .rank = ""}, NULL, NULL, NULL, 0, ERR_DATA, "rank \"\""},
	    {{.id = "new", .party = "UK"}, NULL, NULL, NULL, 0, ERR_UNKNOWN, "GB"},
	    {{.id = "new", .party = ""}, NULL, NULL, NULL, 0, ERR_DATA, "is no party code"},
	    {{.id = "new", .name = more}, NULL, NULL, NULL, 0, ERR_DATA, "name is longer than 1000 bytes"},
	    {{.id = "new", .authority = more}, NULL, NULL, NULL, 0, ERR_DATA, "authority is longer"},
	    {{.id = "new", .url = more}, NULL, NULL, NULL, 0, ERR_DATA, "url is longer"},
	};

	(void)state;
	memset(most, 'x', SOURCE_TEXT_MAX);
	memset(more, 'x', SOURCE_TEXT_MAX + 1);
	for (size_t i = 0; i < N(row); i++) {
		struct source s;
		struct err err = {0};
		int rc = claim_source(&core, &row[i].said, &s, &err);
		if (row[i].code) {
			check_error("sources", i, rc, &err, row[i].code, row[i].error);
			continue;
		}
		if (rc)
			fail_msg("sources %zu: %s", i, err.text);
		assert_string_equal(s.id, row[i].said.id);
		assert_string_equal(or_none(s.name), or_none(row[i].name));
		assert_string_equal(s.party, row[i].party);
		assert_int_equal(s.rank, row[i].rank);
		assert_int_equal(s.published, row[i].published ? day(row[i].published) : DATE_NONE);
		assert_int_equal(s.recorded, 0);
		assert_null(s.url);
	}
}

static void notes(void **state)
{
	static char longest[NOTE_TEXT_MAX + 2];
	static const struct {
		struct claim_note said;
		const char *area, *period, *published; /* wanted; published NULL: today */
		enum note_kind kind;
		uint32_t source;
		int code;
		const char *error;
	} row[] = {
	    {{"AZ-RU", NULL, "2024-05-06", "event", "A forum was held"}, "", "2024-05-06", NULL, NOTE_EVENT},
	    {{"AZ-RU/trade", NULL, "2024-05", "statement", "A key area"}, "trade", "2024-05", NULL, NOTE_STATEMENT},
	    {{"AZ-RU", "trade", "2024", "event", "x", "old"}, "trade", "2024", OLD_DAY, NOTE_EVENT, 1},
	    {{"AZ-RU", "trade", "2024", "event", "x", "old", "2024-09-01"}, "trade", "2024", "2024-09-01", NOTE_EVENT, 1},
	    {{"RU.STA-AZ", NULL, "2024-01-01/P5M", "event", "x", NULL, "1999-12-31"}, "", "2024-01-01/P5M", "1999-12-31", NOTE_EVENT},
	    {{NULL, NULL, "2024", "event", "x"}, NULL, NULL, NULL, 0, 0, ERR_DATA, "the pair is missing"},
	    {{"AZ-RU", NULL, NULL, "event", "x"}, NULL, NULL, NULL, 0, 0, ERR_DATA, "the date is missing"},
	    {{"AZ-RU", NULL, "2024", NULL, "x"}, NULL, NULL, NULL, 0, 0, ERR_USAGE, "kind=event or kind=statement"},
	    {{"AZ-RU", NULL, "2024", "event", NULL}, NULL, NULL, NULL, 0, 0, ERR_USAGE, "text="},
	    {{"AZ-RU", NULL, "2024", "event", ""}, NULL, NULL, NULL, 0, 0, ERR_USAGE, "text="},
	    {{"AZ-RU", NULL, "2024", "rumour", "x"}, NULL, NULL, NULL, 0, 0, ERR_DATA, "kind \"rumour\" is neither event nor statement"},
	    {{"AZ", NULL, "2024", "event", "x"}, NULL, NULL, NULL, 0, 0, ERR_DATA, "\"AZ\" is no pair"},
	    {{"AZ-UK", NULL, "2024", "event", "x"}, NULL, NULL, NULL, 0, 0, ERR_UNKNOWN, "GB"},
	    {{"AZ-RU/trad", NULL, "2024", "event", "x"}, NULL, NULL, NULL, 0, 0, ERR_UNKNOWN, "no area trad; trade?"},
	    {{"AZ-RU/", NULL, "2024", "event", "x"}, NULL, NULL, NULL, 0, 0, ERR_UNKNOWN, "no area"},
	    {{"AZ-RU/trade/turnover", NULL, "2024", "event", "x"}, NULL, NULL, NULL, 0, 0, ERR_UNKNOWN, "no area trade/turnover"},
	    {{"AZ-RU/trade", "forum", "2024", "event", "x"}, NULL, NULL, NULL, 0, 0, ERR_DATA, "trade|forum"},
	    {{"AZ-RU/trade", "trade", "2024", "event", "x"}, "trade", "2024", NULL, NOTE_EVENT},
	    {{"AZ-RU", NULL, "last week", "event", "x"}, NULL, NULL, NULL, 0, 0, ERR_DATA, "\"last week\" is no period"},
	    {{"AZ-RU", NULL, "2024", "event", "x", "nobody"}, NULL, NULL, NULL, 0, 0, ERR_UNKNOWN, "no source \"nobody\""},
	    {{"AZ-RU", NULL, "2024", "event", "x", NULL, "soon"}, NULL, NULL, NULL, 0, 0, ERR_DATA, "\"soon\" is no date"},
	    {{"AZ-RU", NULL, "2024", "event", longest}, NULL, NULL, NULL, 0, 0, ERR_DATA, "the text is longer than 4000 bytes"},
	};

	(void)state;
	memset(longest, 'x', NOTE_TEXT_MAX + 1);
	for (size_t i = 0; i < N(row); i++) {
		int32_t before = date_today();
		struct note n;
		struct err err = {0};
		int rc = claim_note(&core, &row[i].said, &n, &err);
		if (row[i].code) {
			check_error("notes", i, rc, &err, row[i].code, row[i].error);
			continue;
		}
		if (rc)
			fail_msg("notes %zu: %s", i, err.text);
		char text[PERIOD_TEXT_MAX];
		period_format(&n.period, text);
		assert_string_equal(n.area, row[i].area);
		assert_string_equal(text, row[i].period);
		assert_int_equal(n.kind, row[i].kind);
		assert_int_equal(n.source, row[i].source);
		assert_ptr_equal(n.text, row[i].said.text);
		if (row[i].published)
			assert_int_equal(n.published, day(row[i].published));
		else
			assert_in_range(n.published, before, date_today());
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(force_is_known), cmocka_unit_test(units),     cmocka_unit_test(bounds),  cmocka_unit_test(exact),
	    cmocka_unit_test(limits),         cmocka_unit_test(missing),   cmocka_unit_test(places),  cmocka_unit_test(texts),
	    cmocka_unit_test(origins),        cmocka_unit_test(under_way), cmocka_unit_test(sources), cmocka_unit_test(notes),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
