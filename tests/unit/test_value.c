/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/value.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define INF ((double)INFINITY)

/* What the seed report says, and the interval that the catalogue's table wants of it. */
static void seed(void **state)
{
	(void)state;
	static const struct {
		const char *text, *unit;
		double number, g, low, high;
		const char *bound;
	} rows[] = {
	    {"22nd", "edition", 22, 0, 22, 22, "exact"},
	    {"over 260", "count", 260, 10, 260, 270, "gt"},
	    {"third", "rank", 3, 0, 3, 3, "exact"},
	    {"3rd place", "rank", 3, 0, 3, 3, "exact"},
	    {"1", "rank", 1, 0, 1, 1, "exact"},
	    {"17.5 per cent", "percent", 17.5, 0.1, 17.45, 17.55, "eq"},
	    {"a record nearly $4.4 billion", "USD", 4.4e9, 1e8, 4.3e9, 4.4e9, "nearly"},
	    {"among the top ten", "rank", 10, 0, 1, 10, "le"},
	    {"up to 10", "rank", 10, 10, 1, 10, "le"},
	    {"nearly 9 per cent", "percent", 9, 1, 8, 9, "nearly"},
	    {"over 10 per cent", "percent", 10, 1, 10, 11, "gt"},
	    {"3 %", "percent", 3, 1, 2.5, 3.5, "eq"},
	    {"more than 630,000 tourists", "persons", 630000, 10000, 630000, 640000, "gt"},
	    {"360,000", "persons", 360000, 10000, 355000, 365000, "eq"},
	    {"20 per cent", "percent", 20, 1, 19.5, 20.5, "eq"},
	    {"20", "percent", 20, 1, 19.5, 20.5, "eq"},
	    {"324", "count", 324, 0, 324, 324, "exact"},
	    {"approximately 800,000 students", "persons", 800000, 100000, 700000, 900000, "about"},
	    {"at least two", "count", 2, 1, 2, 3, "ge"},
	    {"12th forum", "edition", 12, 0, 12, 12, "exact"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct value v;
		struct err err = {0};
		bool rank = strcmp(rows[i].unit, "rank") == 0;
		if (value_parse(rows[i].text, VALUE_PROSE, strcmp(rows[i].unit, "percent") == 0, &v, &err))
			fail_msg("%s: %s", rows[i].text, err.text);
		value_settle_exact(&v, rows[i].unit);
		if (v.unit[0])
			assert_string_equal(v.unit, rows[i].unit);
		assert_string_equal(bound_name(v.bound), rows[i].bound);
		struct interval r =
		    bound_interval(&hedge_policy_default, v.bound, v.number, v.high, v.g, (struct interval){rank, INF}, rank, false);
		if (v.number != rows[i].number || v.g != rows[i].g || fabs(r.low - rows[i].low) > 1e-9 ||
		    fabs(r.high - rows[i].high) > 1e-9)
			fail_msg("%s: %.17g, g %.17g, [%.17g, %.17g]", rows[i].text, v.number, v.g, r.low, r.high);
	}
}

static void forms(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		double number, high, g; /* high 0: none */
		const char *bound, *unit;
		bool plain;
	} rows[] = {
	    {"4400000000", 4.4e9, 0, 1e8, "eq", "", true},
	    {"-3.1e6", -3.1e6, 0, 1e5, "eq", "", true},
	    {" +7 ", 7, 0, 1, "eq", "", true},
	    {"0", 0, 0, 1, "eq", "", true},
	    {"4.40", 4.4, 0, 0.01, "eq", "", true},
	    {"$4.4 bn", 4.4e9, 0, 1e8, "eq", "USD", false},
	    {"$4.4bn", 4.4e9, 0, 1e8, "eq", "USD", false},
	    {"$4.4m", 4.4e6, 0, 1e5, "eq", "USD", false},
	    {"4.4m EUR", 4.4e6, 0, 1e5, "eq", "EUR", false},
	    {"USD 4.4 billion", 4.4e9, 0, 1e8, "eq", "USD", false},
	    {"US$ 12.4 billion", 12.4e9, 0, 1e8, "eq", "USD", false},
	    {"4.4 billion US dollars", 4.4e9, 0, 1e8, "eq", "USD", false},
	    {"-$279.9 mln", -279.9e6, 0, 1e5, "eq", "USD", false},
	    {"\u20ac1.1bn", 1.1e9, 0, 1e8, "eq", "EUR", false},
	    {"68.3 bln. rubles", 68.3e9, 0, 1e8, "eq", "RUB", false},
	    {"13 bn\u20bd", 13e9, 0, 1e9, "eq", "RUB", false},
	    {"5 million manat", 5e6, 0, 1e6, "eq", "AZN", false},
	    {"2 bn tenge", 2e9, 0, 1e9, "eq", "KZT", false},
	    {"7 trillion lira", 7e12, 0, 1e12, "eq", "TRY", false},
	    {"3 billion yuan", 3e9, 0, 1e9, "eq", "CNY", false},
	    {"4 bn kzt", 4e9, 0, 1e9, "eq", "KZT", false},
	    {"630,000", 630000, 0, 10000, "eq", "", false},
	    {"360 000 persons", 360000, 0, 10000, "eq", "persons", false},
	    {"360\u202f000", 360000, 0, 10000, "eq", "", false},
	    {"1'234'567", 1234567, 0, 1, "eq", "", false},
	    {"885,719", 885719, 0, 1, "eq", "", false},
	    {"17.5 %", 17.5, 0, 0.1, "eq", "percent", false},
	    {"+20%", 20, 0, 1, "eq", "percent", false},
	    {"\u221215.4 pc", -15.4, 0, 0.1, "eq", "percent", false},
	    {"10 percentage points", 10, 0, 1, "eq", "pp", false},
	    {"5 pp", 5, 0, 1, "eq", "pp", false},
	    {"40-70 million tonnes", 40e6, 70e6, 1e7, "range", "tonnes", false},
	    {"1,000-1,200", 1000, 1200, 100, "range", "", false},
	    {"approximately 1,000\u20131,200", 1000, 1200, 100, "range", "", false},
	    {"$4-5 billion", 4e9, 5e9, 1e9, "range", "USD", false},
	    {"$4 billion to $5 billion", 4e9, 5e9, 1e9, "range", "USD", false},
	    {"between 4 and 5 billion euros", 4e9, 5e9, 1e9, "range", "EUR", false},
	    {"900 thousand .. 1.1 million", 9e5, 1.1e6, 1e5, "range", "", false},
	    {"10 to 20 %", 10, 20, 1, "range", "percent", false},
	    {"5 thousand tonnes", 5000, 0, 1000, "eq", "tonnes", false},
	    {"12 kt", 12000, 0, 1000, "eq", "tonnes", false},
	    {"1.5 Mt", 1.5e6, 0, 1e5, "eq", "tonnes", false},
	    {"25 t", 25, 0, 1, "eq", "tonnes", false},
	    {"13 bcm", 13e9, 0, 1e9, "eq", "m3", false},
	    {"13.5 billion cubic metres", 13.5e9, 0, 1e8, "eq", "m3", false},
	    {"7 m3", 7, 0, 1, "eq", "m3", false},
	    {"2.5 TWh", 2.5e9, 0, 1e8, "eq", "kWh", false},
	    {"3 million kWh", 3e6, 0, 1e6, "eq", "kWh", false},
	    {"4 million kilowatt-hours", 4e6, 0, 1e6, "eq", "kWh", false},
	    {"12,345 TEU", 12345, 0, 1, "eq", "TEU", false},
	    {"three trillion rubles", 3e12, 0, 1e12, "eq", "RUB", false},
	    {"a trillion", 1e12, 0, 1e12, "eq", "", false},
	    {"two hundred", 200, 0, 100, "eq", "", false},
	    {"twenty-two", 22, 0, 1, "eq", "", false},
	    {"twenty-second meeting", 22, 0, 0, "eq", "edition", false},
	    {"top 10", 10, 0, 0, "le", "rank", false},
	    {"No. 3", 3, 0, 0, "eq", "rank", false},
	    {"a third", 100.0 / 3, 0, 1, "about", "percent", false},
	    {"one-third", 100.0 / 3, 0, 1, "about", "percent", false},
	    {"over two thirds", 200.0 / 3, 0, 1, "gt", "percent", false},
	    {"half", 50, 0, 1, "about", "percent", false},
	    {"exactly 630,000", 630000, 0, 0, "exact", "", false},
	    {"~ 5 mln", 5e6, 0, 1e6, "about", "", false},
	    {">= 12", 12, 0, 1, "ge", "", false},
	    {"no less than 50", 50, 0, 10, "ge", "", false},
	    {"less than 1.5 million", 1.5e6, 0, 1e5, "lt", "", false},
	    {"just under $1 billion", 1e9, 0, 1e9, "nearly", "USD", false},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct value v;
		struct err err = {0};
		if (value_parse(rows[i].text, VALUE_PROSE, false, &v, &err))
			fail_msg("%s: %s", rows[i].text, err.text);
		bool g_right = strcmp(v.unit, "rank") == 0 || v.g == rows[i].g;
		if (v.number != rows[i].number || !g_right || (rows[i].high != 0 ? v.high != rows[i].high : !isnan(v.high)))
			fail_msg("%s: %.17g, high %.17g, g %.17g", rows[i].text, v.number, v.high, v.g);
		assert_string_equal(bound_name(v.bound), rows[i].bound);
		assert_string_equal(v.unit, rows[i].unit);
		assert_int_equal(v.plain, rows[i].plain);
		assert_int_equal(v.hedged, v.bound != BOUND_EQ);
	}
}

static void tables_keep_zeros(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		double g;
	} rows[] = {{"630000", 1}, {"4400000000", 1}, {"630 thousand", 1000}, {"4.4 billion", 1e8}, {"0.50", 0.01}, {"3e6", 1e6}};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct value v;
		assert_int_equal(value_parse(rows[i].text, VALUE_TABLE, false, &v, NULL), 0);
		assert_true(v.g == rows[i].g);
	}
	struct value v;
	assert_int_equal(value_parse("nan", VALUE_TABLE, false, &v, NULL), 0);
	assert_true(isnan(v.number) && v.g == 0 && v.bound == BOUND_EQ);
}

static void refused(void **state)
{
	(void)state;
	static const struct {
		const char *text, *says;
	} rows[] = {
	    {"", "number is missing"},
	    {"nearly", "number is missing"},
	    {"4.4 bilion USD", "\"bilion\""},
	    {"4.4 bilion USD", "billion?"},
	    {"4.4 zorkmids", "\"zorkmids\""},
	    {"some figures", "\"figures\""},
	    {"31,5 %", "comma"},
	    {"1,0000", "comma"},
	    {"0,400", "comma"},
	    {"1.234.567", "\".567\""},
	    {"2023 000", "\"000\""},
	    {"4.4m", "\"m\""},
	    {"5-4", "backwards"},
	    {"between 4 million", "announces two numbers"},
	    {"over nearly 5", "two hedges"},
	    {"$5 EUR", "two units"},
	    {"inf", "\"inf\""},
	    {"0x10", "\"x10\""},
	    {"1e400", "too large"},
	    {"a 5", "\"a\""},
	    {"5 MT", "\"MT\""},
	    {"--5", "\"-5\""},
	    {"4.4 billion billion billion", "\"billion\""},
	    {"5 \x01", "control character"},
	    {"12345678901234567890123456789012345678901234567890", "digits"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct value v;
		struct err err = {0};
		if (value_parse(rows[i].text, VALUE_PROSE, false, &v, &err) != ERR_DATA)
			fail_msg("\"%s\" was taken for %g %s", rows[i].text, v.number, v.unit);
		if (!strstr(err.text, rows[i].says) || strchr(err.text, '\n'))
			fail_msg("\"%s\": %s", rows[i].text, err.text);
	}
}

static void settling(void **state)
{
	(void)state;
	static const struct {
		const char *text, *unit;
		enum bound bound;
	} rows[] = {
	    {"324", "count", BOUND_EXACT},     {"320", "persons", BOUND_EXACT},     {"1000", "TEU", BOUND_EQ},
	    {"1001", "vehicles", BOUND_EXACT}, {"about 324", "count", BOUND_ABOUT}, {"324", "USD", BOUND_EQ},
	    {"4.4", "percent", BOUND_EQ},      {"10", "rank", BOUND_EXACT},         {"1234567", "persons", BOUND_EXACT},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct value v;
		assert_int_equal(value_parse(rows[i].text, VALUE_PROSE, false, &v, NULL), 0);
		value_settle_exact(&v, rows[i].unit);
		assert_int_equal(v.bound, rows[i].bound);
		assert_true((v.bound == BOUND_EXACT) == (v.g == 0));
	}
}

/* Words thrown together at random are read or refused with a sentence, and nothing worse. */
static void anything(void **state)
{
	(void)state;
	static const char *const pieces[] = {"nearly", "over", "between", "top",   "$",      "US$",  "4.4",     "630,000", "-",
	                                     "..",     "to",   "and",     "third", "a",      "half", "billion", "m",       "bn",
	                                     "%",      "USD",  "12th",    " ",     "\u202f", ",",    "'000",    "e9",      "1e",
	                                     "\xe2",   "\xff", "hundred", "no.",   "twenty", "5",    ".",       "million", "all"};
	uint64_t start = (uint64_t)time(NULL), s = start * 6364136223846793005u + 1442695040888963407u;
	print_message("seed %llu\n", (unsigned long long)start);
	for (int i = 0; i < 200000; i++) {
		char text[300] = "";
		for (int words = 0; words < 6; words++) {
			s = s * 6364136223846793005u + 1442695040888963407u;
			strcat(text, pieces[(s >> 33) % (sizeof pieces / sizeof pieces[0])]);
			if (s >> 63)
				strcat(text, " ");
		}
		struct value v;
		struct err err = {0};
		int rc = value_parse(text, i & 1 ? VALUE_PROSE : VALUE_TABLE, i & 2, &v, &err);
		if (rc ? rc != ERR_DATA || !err.text[0] : !isfinite(v.number) || !(v.g >= 0))
			fail_msg("\"%s\": %d, %s", text, rc, err.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(seed),    cmocka_unit_test(forms),    cmocka_unit_test(tables_keep_zeros),
	    cmocka_unit_test(refused), cmocka_unit_test(settling), cmocka_unit_test(anything),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
