/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/series.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof(a)[0])

static const struct coop_indicator rows_of_area[] = {
    {.id = "arrivals", .title = "Visitors", .unit = "persons", .kind = COOP_FLOW, .plausible_max = 1e10},
    {.id = "hotels", .title = "Hotels", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e6},
    {.id = "fair", .title = "Fair", .unit = "edition", .kind = COOP_ORDINAL, .plausible_max = 1000},
    {.id = "source_rank", .title = "Rank", .unit = "rank", .kind = COOP_RANK, .plausible_max = 260},
    {.id = "revenue", .title = "Revenue", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e12},
};
static const struct coop_plugin tourism = {COOP_PLUGIN_HEAD, .name = "tourism", .title = "Tourism", .indicators = rows_of_area,
                                           .n_indicators = N(rows_of_area)};

static struct parties *parties;
static struct catalogue *catalogue;

static int setup(void **state)
{
	(void)state;
	return parties_create(&parties, NULL, 0, NULL, NULL, 0, NULL) || catalogue_create(&catalogue) ||
	       catalogue_add_plugin(catalogue, &tourism, NULL, NULL) || catalogue_seal(catalogue, NULL);
}

static int teardown(void **state)
{
	(void)state;
	parties_destroy(parties);
	catalogue_destroy(catalogue);
	return 0;
}

static void parsing(void **state)
{
	(void)state;
	static const struct {
		const char *text, *key;
		char freq;
		enum companion companion;
	} rows[] = {
	    {"AZ-RU/tourism/arrivals-A", "AZ-RU/tourism/arrivals", 'A', COMPANION_NONE},
	    {"AZ-RU/tourism/arrivals", "AZ-RU/tourism/arrivals", 0, COMPANION_NONE},
	    {"AZ-RU/tourism/arrivals_growth-S", "AZ-RU/tourism/arrivals_growth", 'S', COMPANION_GROWTH},
	    {"AZ-RU.STA/tourism/source_rank-Q", "AZ-RU.STA/tourism/source_rank", 'Q', COMPANION_NONE},
	    {"W1-AZ/tourism/revenue_eur_change-M", "W1-AZ/tourism/revenue_eur_change", 'M', COMPANION_CHANGE},
	};
	for (size_t i = 0; i < N(rows); i++) {
		struct series_name s;
		struct err err = {0};
		if (series_parse(parties, catalogue, rows[i].text, &s, &err))
			fail_msg("%s: %s", rows[i].text, err.text);
		assert_string_equal(s.key, rows[i].key);
		assert_int_equal(s.freq, rows[i].freq);
		assert_int_equal(s.measure.companion, rows[i].companion);
	}
}

static void refusing(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int want;
		const char *hint;
	} rows[] = {
	    {"", ERR_DATA, "PAIR/AREA/INDICATOR"},
	    {"AZ-RU", ERR_DATA, "PAIR/AREA/INDICATOR"},
	    {"AZ-RU/tourism", ERR_DATA, "PAIR/AREA/INDICATOR"},
	    {"AZ-RU/tourism/arrivals/A", ERR_DATA, "PAIR/AREA/INDICATOR"},
	    {"/AZ-RU/tourism/arrivals", ERR_DATA, "PAIR/AREA/INDICATOR"},
	    {"AZ-UK/tourism/arrivals", ERR_UNKNOWN, "GB"},
	    {"AZ-RU-STA/tourism/arrivals", ERR_DATA, "RU.STA"},
	    {"AZRU/tourism/arrivals", ERR_DATA, "hyphen"},
	    {"AZ-RU/turism/arrivals", ERR_UNKNOWN, "no area turism; tourism?"},
	    {"AZ-RU//arrivals", ERR_UNKNOWN, "no area"},
	    {"AZ-RU/tourism/", ERR_UNKNOWN, "no indicator"},
	    {"AZ-RU/tourism/arivals-A", ERR_UNKNOWN, "no indicator arivals in tourism; arrivals?"},
	    {"AZ-RU/tourism/arrivals-H", ERR_DATA, "written -S"},
	    {"AZ-RU/tourism/arrivals-D", ERR_DATA, "no frequency -D"},
	    {"AZ-RU/tourism/arrivals-a", ERR_DATA, "no frequency -a"},
	    {"AZ-RU/tourism/arrivals-", ERR_DATA, "no frequency -:"},
	    {"AZ-RU/tourism/arrivals-AA", ERR_DATA, "no frequency -AA"},
	    {"AZ-RU/tourism/source_rank_growth", ERR_DATA, "rank"},
	    {"AZ-RU/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/x", ERR_UNKNOWN, "longer than any"},
	};
	for (size_t i = 0; i < N(rows); i++) {
		struct series_name s;
		struct err err = {0};
		int rc = series_parse(parties, catalogue, rows[i].text, &s, &err);
		if (rc != rows[i].want || !strstr(err.text, rows[i].hint))
			fail_msg("\"%s\": %d, \"%s\"", rows[i].text, rc, err.text);
	}
}

/* Lengths around every buffer: refused, never overrun. */
static void long_names(void **state)
{
	(void)state;
	char text[1000];
	for (size_t n = 0; n < 400; n++)
		for (int part = 0; part < 3; part++) {
			char fill[401];
			struct series_name s;
			memset(fill, part ? 'a' : 'A', n);
			fill[n] = '\0';
			snprintf(text, sizeof text,
			         part == 0   ? "AZ-%s/tourism/arrivals"
			         : part == 1 ? "AZ-RU/%s/arrivals"
			                     : "AZ-RU/tourism/%s",
			         fill);
			assert_true(series_parse(parties, catalogue, text, &s, NULL) < 0);
		}
}

static void periods(void **state)
{
	(void)state;
	static const struct {
		const char *series, *period;
		int want;
	} rows[] = {
	    {"AZ-RU/tourism/arrivals", "2024-S1", 0},
	    {"AZ-RU/tourism/arrivals-S", "2024-S1", 0},
	    {"AZ-RU/tourism/arrivals-A", "2023", 0},
	    {"AZ-RU/tourism/arrivals-A", "2024-S1", ERR_DATA},
	    {"AZ-RU/tourism/arrivals-M", "2024-Q1", ERR_DATA},
	    {"AZ-RU/tourism/arrivals", "2024-01-01/P5M", 0},
	    {"AZ-RU/tourism/arrivals-A", "2024-01-01/P5M", ERR_DATA},
	    {"AZ-RU/tourism/arrivals-A", "2024-08-09", ERR_DATA},
	    {"AZ-RU/tourism/hotels-A", "2024-08-09", 0},
	    {"AZ-RU/tourism/hotels-S", "2024-08-09", 0},
	    {"AZ-RU/tourism/hotels-M", "2024-08-09", ERR_DATA},
	    {"AZ-RU/tourism/hotels-A", "2024-S1", ERR_DATA},
	    {"AZ-RU/tourism/fair-A", "2024-08-09", 0},
	    {"AZ-RU/tourism/source_rank-A", "2024-08-09", ERR_DATA},
	    {"AZ-RU/tourism/hotels_growth-A", "2024-08-09", ERR_DATA},
	};
	for (size_t i = 0; i < N(rows); i++) {
		struct series_name s;
		struct period p;
		struct err err = {0};
		assert_int_equal(series_parse(parties, catalogue, rows[i].series, &s, &err), 0);
		assert_int_equal(period_parse(rows[i].period, strlen(rows[i].period), &p, &err), 0);
		int rc = series_check_period(&s, &p, &err);
		if (rc != rows[i].want)
			fail_msg("%s in %s: %d, \"%s\"", rows[i].series, rows[i].period, rc, err.text);
		if (rc && !strstr(err.text, rows[i].period))
			fail_msg("%s in %s: \"%s\"", rows[i].series, rows[i].period, err.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(parsing),
	    cmocka_unit_test(refusing),
	    cmocka_unit_test(long_names),
	    cmocka_unit_test(periods),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
