/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/num.h"

#include "base/err.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "seed.h"

static void writing(void **state)
{
	(void)state;
	static const struct {
		double v;
		const char *text;
	} rows[] = {
	    {0, "0"},
	    {-0.0, "0"},
	    {4.4e9, "4400000000"},
	    {-3, "-3"},
	    {17.5, "17.5"},
	    {0.1, "0.1"},
	    {-0.05, "-0.05"},
	    {0.1 + 0.2, "0.30000000000000004"},
	    {100.0 / 3, "33.333333333333336"},
	    {999999999999999, "999999999999999"},
	    {1e15, "1e+15"},
	    {1234567890123456, "1234567890123456"},
	    {1e21, "1e+21"},
	    {1.5e-7, "1.5e-7"},
	    {0.00012, "0.00012"},
	    {1e100, "1e+100"},
	    {DBL_MAX, "1.7976931348623157e+308"},
	    {5e-324, "5e-324"},
	    {630000.25, "630000.25"},
	    {NAN, "nan"},
	    {INFINITY, "inf"},
	    {-INFINITY, "-inf"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char text[NUM_TEXT_MAX];
		assert_int_equal(num_format(rows[i].v, text), strlen(rows[i].text));
		assert_string_equal(text, rows[i].text);
	}
}

static void reading(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		double v;
	} rows[] = {
	    {"0", 0},
	    {"+5", 5},
	    {"-3.1e6", -3.1e6},
	    {"4.4E9", 4.4e9},
	    {"1e-2", 0.01},
	    {"007", 7},
	    {"1e+21", 1e21},
	    {"inf", INFINITY},
	    {"-inf", -INFINITY},
	    {"0.1", 0.1},
	    {"9007199254740993", 9007199254740992.0},
	    {"123456789012345678901234567890", 123456789012345678901234567890.0},
	    {"1e-400", 0},
	    {"0e999999999", 0},
	};
	double v;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_int_equal(num_parse(rows[i].text, strlen(rows[i].text), &v), 0);
		assert_true(v == rows[i].v);
	}
	assert_int_equal(num_parse("nan", 3, &v), 0);
	assert_true(isnan(v));
	assert_int_equal(num_parse("12345", 2, &v), 0);
	assert_true(v == 12);
}

static void refusing(void **state)
{
	(void)state;
	static const char *const rows[] = {"",  " 1", "1 ", "0x10", "1,5",      ".5",   "5.",    "1.2.3", "1e",    "1e+",   "--1",
	                                   "+", "-",  "e5", "NaN",  "infinity", "+inf", "1e999", "12a",   "1_000", "1e5.5", "nan(1)"};
	double v;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (num_parse(rows[i], strlen(rows[i]), &v) != ERR_DATA)
			fail_msg("\"%s\" was taken for %g", rows[i], v);
	char longest[500];
	memset(longest, '1', sizeof longest);
	assert_int_equal(num_parse(longest, sizeof longest, &v), ERR_DATA);
}

static void whole_numbers(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t min, max, v;
		int rc;
	} rows[] = {
	    {"10", 1, 9999, 10, 0},
	    {"-5", -5, 5, -5, 0},
	    {"+5", 0, 5, 5, 0},
	    {"0", 1, 9, 0, ERR_DATA},
	    {"10", 1, 9, 0, ERR_DATA},
	    {"", 0, 9, 0, ERR_DATA},
	    {"-", -9, 9, 0, ERR_DATA},
	    {"1.0", 0, 9, 0, ERR_DATA},
	    {" 1", 0, 9, 0, ERR_DATA},
	    {"9223372036854775807", INT64_MIN, INT64_MAX, INT64_MAX, 0},
	    {"-9223372036854775808", INT64_MIN, INT64_MAX, INT64_MIN, 0},
	    {"9223372036854775808", INT64_MIN, INT64_MAX, 0, ERR_DATA},
	    {"-9223372036854775809", INT64_MIN, INT64_MAX, 0, ERR_DATA},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t v = 0;
		assert_int_equal(num_parse_int(rows[i].text, strlen(rows[i].text), rows[i].min, rows[i].max, &v), rows[i].rc);
		assert_true(v == rows[i].v);
	}
}

static uint64_t next_random(uint64_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	return *s ^= *s << 17;
}

/* Any double comes back bit for bit, whoever reads it, and in no more digits than printf needs. */
static void check_digits(uint64_t v)
{
	char out[NUM_WHOLE_MAX], wanted[NUM_WHOLE_MAX + 1];
	size_t n = (size_t)snprintf(wanted, sizeof wanted, "%llu", (unsigned long long)v);

	if (num_put_whole(v, out) != n || memcmp(out, wanted, n) != 0)
		fail_msg("not %s", wanted);
	num_put_padded(v, NUM_WHOLE_MAX, out);
	for (size_t i = 0; i < NUM_WHOLE_MAX - n; i++)
		assert_int_equal(out[i], '0');
	assert_memory_equal(out + NUM_WHOLE_MAX - n, wanted, n);
}

/* About every power of ten and of two. */
static void digits(void **state)
{
	(void)state;
	for (uint64_t ten = 1, i = 0; i < 20; i++, ten *= 10)
		for (uint64_t d = 0; d < 3; d++)
			check_digits(ten + d - 1);
	for (unsigned bit = 0; bit < 64; bit++)
		for (uint64_t d = 0; d < 3; d++)
			check_digits((UINT64_C(1) << bit) + d - 1);
	check_digits(UINT64_MAX);
}

static void round_trip(void **state)
{
	(void)state;
	uint64_t s = (seed_begin(0) | 1) * 2654435761ull + 1;
	for (int i = 0; i < 300000; i++) {
		uint64_t bits = next_random(&s);
		double v, back;
		char text[NUM_TEXT_MAX], digits[64];
		memcpy(&v, &bits, sizeof v);
		if (i % 3 == 1)
			v = (double)(int64_t)(bits >> 24) / 1000; /* official figures look like this */
		if (i % 3 == 2)
			v = (double)(bits >> 12) / (double)(1 + (bits & 4095));
		if (!isfinite(v))
			continue;
		size_t n = num_format(v, text);
		assert_true(n == strlen(text) && n < NUM_TEXT_MAX);
		if (num_parse(text, n, &back) || back != v || strtod(text, NULL) != v)
			fail_msg("%.17g was written %s", v, text);
		size_t significant = 0, zeros = 0;
		for (const char *at = text; *at && *at != 'e'; at++)
			if (*at >= '0' && *at <= '9' && (significant || *at != '0')) {
				significant++;
				zeros = *at == '0' ? zeros + 1 : 0;
			}
		int wanted = 1;
		while (snprintf(digits, sizeof digits, "%.*e", wanted - 1, v) && strtod(digits, NULL) != v)
			wanted++;
		if (significant - zeros > (size_t)wanted)
			fail_msg("%s is longer than %s", text, digits);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(writing),       cmocka_unit_test(reading), cmocka_unit_test(refusing),
	    cmocka_unit_test(whole_numbers), cmocka_unit_test(digits),  cmocka_unit_test(round_trip),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
