/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/valuelist.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof(a)[0])
#define NOW 1719800000.0 /* 2024-07-01 02:13 */

static const struct {
	char freq;
	const char *text;
	const char *wanted; /* "PERIOD VALUE BOUND G", or, behind a !, what the sentence must hold */
} rows[] = {
    {'A', "1704067200:5", "2023 5 - -"},
    {'A', "1704067200.000:5.50", "2023 5.50 - -"},
    {'A', "1704067200:-5", "2023 -5 - -"},
    {'A', "1704067200:+5", "2023 +5 - -"},
    {'A', "1704067200:0", "2023 0 - -"},
    {'A', "1704067200:0.5", "2023 0.5 - -"},
    {'A', "1704067200:-0.5", "2023 -0.5 - -"},
    {'A', "1704067200:4.4e9", "2023 4.4e9 - -"},
    {'S', "N:5", "2024-S1 5 - -"},
    {'Q', "N:5", "2024-Q2 5 - -"},
    {'M', "N:5", "2024-06 5 - -"},
    {'A', "N:5", "!1 July 2024 is no end of a year; the nearest are 2023, which ends 2024-01-01, and 2024, which ends 2025-01-01"},
    {'A', "N:1junk", "!1 July 2024"},
    {'M', "N:1junk", "!the value \"1junk\" is no decimal number"},

    {'A', "1704067200:5:5:5", "2023 5 exact 0"},
    {'A', "1704067200:5:4:6", "2023 5 eq 2"},
    {'A', "1704067200:5:5:6", "2023 5 ge 1"},
    {'A', "1704067200:5:4:5", "2023 5 le 1"},
    {'A', "1704067200:0.2:0.1:0.3", "2023 0.2 eq 0.2"},
    {'A', "1704067200:-1:-3:1", "2023 -1 eq 4"},
    {'A', "1704067200:1000000000000000.5:1000000000000000:1000000000000001", "2023 1000000000000000.5 eq 1"},
    {'A', "1704067200:5:4:6:0", "2023 5 eq 2"},
    {'A', "1704067200:5:4:6:U", "2023 5 eq 2"},
    {'A', "1704067200:5:U:U", "2023 5 - -"},
    {'A', "1704067200:5:nan:NaN:nan", "2023 5 - -"},
    {'A', "1704067200:5:-nan:U:0.0", "2023 5 - -"},
    {'A', "1704067200:5:4:7", "!neither the middle nor an end"},
    {'A', "1704067200:5:4.000001:6", "!neither the middle nor an end"},
    {'A', "1704067200:5:6:7", "!not between"},
    {'A', "1704067200:5:6:4", "!not between"},
    {'A', "1704067200:5:4:U", "!belong together"},
    {'A', "1704067200:5:U:6", "!belong together"},
    {'A', "1704067200:0:-1.7e308:1.7e308", "!further apart"},
    {'A', "1704067200:5:4:6:1", "!derives by itself"},
    {'A', "1704067200:5:4:6:0.5", "!derived is 0 or 1"},

    {'A', "1704067200:U", "!PUT AZ-RU/trade/turnover-A 2023 nan status=M"},
    {'S', "N:nan", "!PUT AZ-RU/trade/turnover-S 2024-S1 nan status=M"},
    {'A', "1704067200:U:4:6", "!PUT AZ-RU/trade/turnover-A 2023 nan status=M"},
    {'A', "", "!\"\" is no value list"},
    {'A', "5", "!\"5\" is no value list"},
    {'A', ":", "!\"\" is no time"},
    {'A', ":5", "!\"\" is no time"},
    {'A', "1704067200:", "!the value is empty"},
    {'A', "1704067200::4:6", "!the value is empty"},
    {'A', "1704067200:5::", "!the low is empty"},
    {'A', "1704067200:5:4", "!two numbers"},
    {'A', "0:1700000000:7", "!two numbers"},
    {'A', "1704067200:5:4:6:0:", "!too many"},
    {'A', "1704067200:5:4:6:0:1:2:3", "!too many"},
    {'A', "1704067200:u", "!no decimal number"},
    {'A', "1704067200:inf", "!no decimal number"},
    {'A', "1704067200:5:-inf:inf", "!no decimal number"},
    {'A', "1704067200:0x5", "!no decimal number"},
    {'A', "1704067200:05", "!octal"},
    {'A', "1704067200:-05", "!octal"},
    {'A', "1704067200:00", "!octal"},
    {'A', "1704067200: 5", "!no decimal number"},
    {'A', "1704067200:5 ", "!no decimal number"},
    {'A', "1704067200:5,5", "!no decimal number"},
    {'A', "nan:5", "!no time"},
    {'A', "0x10:5", "!no time"},
    {'D', "1704067200:5", "!no such frequency"},
};

static void parses(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct series_name name = {.key = "AZ-RU/trade/turnover", .freq = rows[i].freq};
		struct valuelist v;
		struct err err = {0};
		char text[100], got[200];
		snprintf(text, sizeof text, "%s", rows[i].text);
		int rc = valuelist_parse(text, &name, NOW, &v, &err);
		if (rows[i].wanted[0] == '!') {
			assert_int_equal(rc, ERR_DATA);
			if (!strstr(err.text, rows[i].wanted + 1))
				fail_msg("row %zu, %s: \"%s\" does not hold \"%s\"", i, rows[i].text, err.text, rows[i].wanted + 1);
			continue;
		}
		if (rc)
			fail_msg("row %zu, %s: %s", i, rows[i].text, err.text);
		snprintf(got, sizeof got, "%s %s %s %s", v.period, v.value, v.bound ? v.bound : "-", v.bound ? v.g : "-");
		assert_string_equal(got, rows[i].wanted);
	}
}

static void claims(void **state)
{
	static const struct valuelist plain = {.period = "2023", .value = "5"};
	static const struct valuelist bounded = {.period = "2023", .value = "5", .bound = "ge", .g = "1"};
	struct claim claim = {.source = "cabinet", .bound = "about"};
	struct err err;

	(void)state;
	assert_int_equal(valuelist_claim(&plain, &claim, &err), 0);
	assert_string_equal(claim.period, "2023");
	assert_string_equal(claim.value, "5");
	assert_string_equal(claim.bound, "about");
	assert_null(claim.g);
	assert_int_equal(claim.style, VALUE_TABLE);
	assert_int_equal(valuelist_claim(&bounded, &claim, &err), ERR_DATA);
	claim.bound = NULL;
	assert_int_equal(valuelist_claim(&bounded, &claim, &err), 0);
	assert_string_equal(claim.bound, "ge");
	assert_string_equal(claim.g, "1");
	assert_string_equal(claim.source, "cabinet");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(parses),
	    cmocka_unit_test(claims),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
