/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/bound.h"

#include "base/err.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define INF ((double)INFINITY)

static void table(void **state)
{
	(void)state;
	static const struct {
		const char *bound;
		double v, high, g, low_limit;
		bool rank;
		double soft_low, soft_high, hard_low, hard_high;
	} rows[] = {
	    {"eq", 360000, 0, 10000, 0, false, 355000, 365000, 355000, 365000},
	    {"about", 800000, 0, 100000, 0, false, 700000, 900000, 0, INF},
	    {"about", 5, 0, 10, 0, false, 0, 15, 0, INF},
	    {"nearly", 4.4e9, 0, 1e8, 0, false, 4.3e9, 4.4e9, 0, 4.4e9},
	    {"nearly", -9, 0, 1, -100, false, -10, -9, -100, -9},
	    {"gt", 260, 0, 10, 0, false, 260, 270, 260, INF},
	    {"ge", 2, 0, 1, 0, false, 2, 3, 2, INF},
	    {"lt", 50, 0, 10, 0, false, 40, 50, 0, 50},
	    {"le", 10, 0, 0, 1, true, 1, 10, 1, 10},
	    {"lt", 10, 0, 1, 1, true, 1, 10, 1, 10},
	    {"range", 1000, 1200, 100, 0, false, 1000, 1200, 1000, 1200},
	    {"exact", 324, 0, 10, 0, false, 324, 324, 324, 324},
	    {"eq", 0, 0, 1, 0, false, 0, 0.5, 0, 0.5},
	    {"eq", -5, 0, 1, 0, false, 0, 0, 0, 0},
	    {"le", 7, 0, 1, -INF, false, 6, 7, -INF, 7},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		enum bound b;
		struct interval limits = {rows[i].low_limit, INF};
		assert_int_equal(bound_parse(rows[i].bound, &b), 0);
		assert_string_equal(bound_name(b), rows[i].bound);
		for (int hard = 0; hard < 2; hard++) {
			struct interval got =
			    bound_interval(&hedge_policy_default, b, rows[i].v, rows[i].high, rows[i].g, limits, rows[i].rank, hard);
			double low = hard ? rows[i].hard_low : rows[i].soft_low, high = hard ? rows[i].hard_high : rows[i].soft_high;
			if (got.low != low || got.high != high)
				fail_msg("row %zu, %s: [%g, %g]", i, hard ? "hard" : "soft", got.low, got.high);
		}
	}
}

static void policy_and_names(void **state)
{
	(void)state;
	struct hedge_policy wide = {.eq = 1, .about = 2, .nearly = 0.5, .over = 3, .under = 4};
	struct interval all = {-INF, INF};
	static const struct {
		enum bound b;
		double low, high;
	} rows[] = {{BOUND_EQ, 90, 110}, {BOUND_ABOUT, 80, 120}, {BOUND_NEARLY, 95, 100}, {BOUND_GE, 100, 130}, {BOUND_LE, 60, 100}};
	enum bound b;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct interval got = bound_interval(&wide, rows[i].b, 100, NAN, 10, all, false, false);
		assert_true(got.low == rows[i].low && got.high == rows[i].high);
	}
	assert_int_equal(bound_parse("EQ", &b), ERR_DATA);
	assert_int_equal(bound_parse("", &b), ERR_DATA);
	struct interval none = bound_interval(&wide, BOUND_LE, NAN, NAN, 0, all, true, true);
	assert_true(isnan(none.low) && isnan(none.high));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(table), cmocka_unit_test(policy_and_names)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
