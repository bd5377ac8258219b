/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/period_time.h"

#include "base/date.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define DAY_S 86400

static const struct find_row {
	char freq;
	double seconds;
	const char *wanted; /* the period, or, behind a !, what the sentence must hold */
} find_rows[] = {
    {'A', 1704067200, "2023"}, /* 2024-01-01 */
    {'A', 1704067200.999, "2023"},
    {'A', 1704067200 - 3.0 * DAY_S, "2023"},
    {'A', 1704067200 + 3.0 * DAY_S, "2023"},
    {'A', 1704067200 + 3.6 * DAY_S, "!4 January 2024 is no end of a year"},
    {'A', 1703980800, "2023"}, /* 31 December is meant by many */
    {'A', 1719792000, "!1 July 2024 is no end of a year; the nearest are 2023, which ends 2024-01-01, and 2024, which ends 2025-01-01"},
    {'S', 1719792000, "2024-S1"},
    {'Q', 1719792000, "2024-Q2"},
    {'M', 1719792000, "2024-06"},
    {'M', 1718928000, "!no end of a month; the nearest are 2024-05, which ends 2024-06-01, and 2024-06, which ends 2024-07-01"},
    {'Q', 1708000000, "!of a quarter; the nearest are 2023-Q4, which ends 2024-01-01, and 2024-Q1, which ends 2024-04-01"},
    {'S', 1708000000, "!of a half-year; the nearest are 2023-S2"},
    {'A', 0, "1969"},
    {'A', -315619200, "1959"}, /* 1960-01-01 */
    {'M', -315619200, "1959-12"},
    {'A', -0.5, "1969"},
    {'A', 253402300800, "9999"}, /* 10000-01-01 */
    {'A', 253402300800 + 2.0 * DAY_S, "9999"},
    {'A', 253402300800 + 3.5 * DAY_S, "!outside of the years 1000 to 9999"},
    {'A', -30578688000 - 3.0 * DAY_S, "1000"}, /* three days before 1001-01-01 */
    {'A', -30600000000, "!no end of a year; the nearest is 1000, which ends 1001-01-01"},
    {'A', -30610224000, "!no end of a year; the nearest is 1000, which ends 1001-01-01"}, /* 1000-01-01 */
    {'A', -30610224001, "!outside of the years 1000 to 9999"},
    {'A', 1e300, "!outside of the years"},
    {'A', -1e300, "!outside of the years"},
    {'D', 0, "!no such frequency"},
    {0, 0, "!no such frequency"},
};

static void finds(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof find_rows / sizeof find_rows[0]; i++) {
		const struct find_row *row = &find_rows[i];
		struct period p;
		struct err err = {0};
		char text[PERIOD_TEXT_MAX];
		int rc = period_time_find(row->freq, row->seconds, &p, &err);
		if (row->wanted[0] == '!') {
			assert_int_equal(rc, ERR_DATA);
			if (!strstr(err.text, row->wanted + 1))
				fail_msg("row %zu: \"%s\" does not hold \"%s\"", i, err.text, row->wanted + 1);
			continue;
		}
		if (rc)
			fail_msg("row %zu: %s", i, err.text);
		period_format(&p, text);
		assert_string_equal(text, row->wanted);
	}
}

static void check(const struct period *p, double seconds)
{
	struct period got;
	struct err err;
	char text[PERIOD_TEXT_MAX];

	if (period_time_find(p->freq, seconds, &got, &err))
		fail_msg("%s", err.text);
	if (period_cmp(p, &got) != 0) {
		period_format(p, text);
		fail_msg("%.0f of %c is not taken for %s", seconds, p->freq, text);
	}
}

/* Every period that an RRD file can hold comes back from both of its ends, and from three days to either side. */
static void every_period_comes_back(void **state)
{
	(void)state;
	for (const char *freq = "ASQM"; *freq; freq++) {
		struct period p = period_of_date(date_from_civil(1971, 1, 1), *freq);
		for (; p.start < date_from_civil(2101, 1, 1); p = period_step(&p, 1)) {
			for (int days = -3; days <= 3; days++) {
				check(&p, (double)period_time_end(&p) + days * DAY_S);
				if (period_rrd_end(&p))
					check(&p, (double)period_rrd_end(&p) + days * DAY_S);
			}
		}
	}
}

/* By the calendar everything comes back, also where the nominal rows have long drifted away. */
static void every_calendar_end_comes_back(void **state)
{
	(void)state;
	for (const char *freq = "ASQM"; *freq; freq++) {
		struct period p = period_of_date(date_from_civil(PERIOD_YEAR_MIN, 1, 1), *freq);
		for (; p.start < date_from_civil(PERIOD_YEAR_MAX + 1, 1, 1); p = period_step(&p, 1))
			check(&p, (double)period_time_end(&p));
	}
}

static const struct {
	const char *text;
	double wanted; /* NAN: refused */
} parse_rows[] = {
    {"0", 0},
    {"1704067200", 1704067200},
    {"1704067200.000", 1704067200},
    {"-315619200", -315619200},
    {"1.7e9", 1.7e9},
    {"N", 42},
    {"n", NAN},
    {"", NAN},
    {"N1", NAN},
    {"0x10", NAN},
    {"12junk", NAN},
    {"nan", NAN},
    {"inf", NAN},
    {"-inf", NAN},
    {"1704067200 ", NAN},
};

static void parses(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof parse_rows / sizeof parse_rows[0]; i++) {
		double got = NAN;
		struct err err;
		int rc = period_time_parse(parse_rows[i].text, strlen(parse_rows[i].text), 42, &got, &err);
		assert_int_equal(rc, isnan(parse_rows[i].wanted) ? ERR_DATA : 0);
		if (!rc)
			assert_true(got == parse_rows[i].wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(finds),
	    cmocka_unit_test(every_period_comes_back),
	    cmocka_unit_test(every_calendar_end_comes_back),
	    cmocka_unit_test(parses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
