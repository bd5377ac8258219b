/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers for librrd, read back by librrd itself.
 */
#include "ctl/rrdnum.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof(a)[0])

/* librrd exports its reader and declares it in no header that is installed. */
double rrd_strtod(const char *text, char **end);

static uint64_t chance;

static uint64_t draw(void)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return chance;
}

static void format(double v, char text[RRDNUM_TEXT_MAX + 1])
{
	size_t n = rrdnum_format(v, text);

	assert_in_range(n, 1, RRDNUM_TEXT_MAX);
	text[n] = '\0';
}

static void texts(void **state)
{
	static const struct {
		double v;
		const char *wanted;
	} row[] = {
	    {0, "0"},
	    {-0.0, "0"},
	    {1, "1"},
	    {-7, "-7"},
	    {4.4e9, "4400000000"},
	    {17.5, "17.5"},
	    {-17.5, "-17.5"},
	    {19.55, "19.55"},
	    {12.345, "12.3450"},
	    {0.001, "0.0010"},
	    {0.12345, "0.12345000"},
	    {9007199254740991.0, "9007199254740991"},
	    {NAN, "nan"},
	    {-NAN, "nan"},
	    {INFINITY, "inf"},
	    {-INFINITY, "-inf"},
	};

	(void)state;
	for (size_t i = 0; i < N(row); i++) {
		char text[RRDNUM_TEXT_MAX + 1];
		format(row[i].v, text);
		if (strcmp(text, row[i].wanted) != 0)
			fail_msg("row %zu: \"%s\", wanted \"%s\"", i, text, row[i].wanted);
	}
}

/* Whether librrd reads it back; what it reads must be within two bits of it in any case. */
static bool comes_back(double v)
{
	char text[RRDNUM_TEXT_MAX + 1], *end = NULL;

	format(v, text);
	double got = rrd_strtod(text, &end);
	if (!end || *end || !(fabs(got - v) <= 4 * 2.3e-16 * fabs(v)))
		fail_msg("%.17g is written \"%s\" and comes back as %.17g", v, text, got);
	return got == v;
}

/* Decimals that are one whole number below 2^53 with 0, 1, 2, 4 or 8 places: all that people write. */
static void decimals_come_back(void **state)
{
	static const struct {
		unsigned places, written_with; /* 12.345 is written 12.3450 */
	} row[] = {{0, 0}, {1, 1}, {2, 2}, {3, 4}, {4, 4}, {5, 8}, {6, 8}, {7, 8}, {8, 8}};

	(void)state;
	for (size_t k = 0; k < N(row); k++)
		for (int i = 0; i < 20000; i++) {
			uint64_t max = (UINT64_C(1) << 53) / (uint64_t)pow(10, row[k].written_with - row[k].places);
			double v = (double)((draw() % max) >> draw() % 40) / pow(10, row[k].places);
			if (!comes_back(v))
				fail_msg("%.17g with %u places", v, row[k].places);
		}
}

/* Any number in the range of figures: what is worked out has all bits set. */
static void most_others_come_back(void **state)
{
	int lost = 0, n = 100000;

	(void)state;
	for (int i = 0; i < n; i++) {
		double v = ldexp((double)(draw() >> 11), (int)(draw() % 80) - 92);
		lost += !comes_back(draw() & 1 ? v : -v);
	}
	print_message("%d of %d numbers with 53 bits do not come back to the last bit\n", lost, n);
	assert_in_range(lost, 0, n / 5);
}

static void extremes_are_numbers(void **state)
{
	static const double v[] = {1e-290, 3.3e-280, 1e290, 9.87654321e289, 1e22, 1e23, 1.8e19, 9007199254740993.0, 123456789012345678.0};

	(void)state;
	for (size_t i = 0; i < N(v); i++) {
		char text[RRDNUM_TEXT_MAX + 1], *end = NULL;
		format(v[i], text);
		double got = rrd_strtod(text, &end);
		if (!end || *end || !(fabs(got - v[i]) <= 1e-14 * v[i]))
			fail_msg("%.17g is written \"%s\" and comes back as %.17g", v[i], text, got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(texts),
	    cmocka_unit_test(decimals_come_back),
	    cmocka_unit_test(most_others_come_back),
	    cmocka_unit_test(extremes_are_numbers),
	};
	const char *seed = getenv("SEED");

	chance = seed ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL) * 2654435761u + 1;
	print_message("SEED=%llu\n", (unsigned long long)chance);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
