/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/period.h"

#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct period read(const char *text)
{
	struct period p;
	struct err err = {0};
	if (period_parse(text, strlen(text), &p, &err))
		fail_msg("%s: %s", text, err.text);
	return p;
}

static void assert_same(const struct period *a, const struct period *b)
{
	assert_true(a->start == b->start && a->months == b->months && a->days == b->days && a->freq == b->freq);
}

static void forms(void **state)
{
	(void)state;
	static const struct {
		const char *read, *written;
		char freq;
		const char *last;
	} rows[] = {
	    {"2023", "2023", 'A', "2023-12-31"},
	    {"2023A", "2023", 'A', "2023-12-31"},
	    {"2023-A1", "2023", 'A', "2023-12-31"},
	    {"2024-S1", "2024-S1", 'S', "2024-06-30"},
	    {"2024S2", "2024-S2", 'S', "2024-12-31"},
	    {"2024-H1", "2024-S1", 'S', "2024-06-30"},
	    {"2024H2", "2024-S2", 'S', "2024-12-31"},
	    {"2024-Q3", "2024-Q3", 'Q', "2024-09-30"},
	    {"2024Q3", "2024-Q3", 'Q', "2024-09-30"},
	    {"2024-07", "2024-07", 'M', "2024-07-31"},
	    {"2024-M07", "2024-07", 'M', "2024-07-31"},
	    {"2024M12", "2024-12", 'M', "2024-12-31"},
	    {"2024M7", "2024-07", 'M', "2024-07-31"},
	    {"2024-08-09", "2024-08-09", 'D', "2024-08-09"},
	    {"2024-08-09/P1D", "2024-08-09", 'D', "2024-08-09"},
	    {"2024-01-01/P5M", "2024-01-01/P5M", 'I', "2024-05-31"},
	    {"2023-07-01/P12M", "2023-07-01/P12M", 'I', "2024-06-30"},
	    {"2023-07-01/P1Y", "2023-07-01/P12M", 'I', "2024-06-30"},
	    {"2024-03-20/P5M", "2024-03-20/P5M", 'I', "2024-08-19"},
	    {"2024-01-01/P1Y6M", "2024-01-01/P18M", 'I', "2025-06-30"},
	    {"2024-01-01/P2W", "2024-01-01/P14D", 'I', "2024-01-14"},
	    {"2024-01-01/P6M", "2024-S1", 'S', "2024-06-30"},
	    {"2024-01-01/P182D", "2024-S1", 'S', "2024-06-30"},
	    {"2024-02-01/P6M", "2024-02-01/P6M", 'I', "2024-07-31"},
	    {"2024-04-01/P3M", "2024-Q2", 'Q', "2024-06-30"},
	    {"2024-02-01/P29D", "2024-02", 'M', "2024-02-29"},
	    {"2024-01-01/P1Y", "2024", 'A', "2024-12-31"},
	    {"1000", "1000", 'A', "1000-12-31"},
	    {"9999-12-31", "9999-12-31", 'D', "9999-12-31"},
	    {"9999-12-01/P1M", "9999-12", 'M', "9999-12-31"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct period p = read(rows[i].read);
		char text[PERIOD_TEXT_MAX], last[DATE_TEXT_MAX];
		period_format(&p, text);
		date_format(period_end(&p) - 1, last);
		assert_string_equal(text, rows[i].written);
		assert_int_equal(p.freq, rows[i].freq);
		assert_string_equal(last, rows[i].last);
		struct period again = read(text);
		assert_same(&again, &p);
	}
}

static void what_is_no_period(void **state)
{
	(void)state;
	static const struct {
		const char *text, *says;
	} rows[] = {
	    {"", "write 2023"},
	    {"24", "write 2023"},
	    {"2024-", "write 2023"},
	    {"2024-S3", "1 to 2"},
	    {"2024-H3", "behind H is 1 to 2"},
	    {"2024-Q0", "1 to 4"},
	    {"2024-13", "01 to 12"},
	    {"2024-M13", "1 to 12"},
	    {"2024-A2", "1 to 1"},
	    {"2024-A", "write 2023"},
	    {"2024-7", "write 2023"},
	    {"2024-W27", "write 2023"},
	    {"2024-S1x", "write 2023"},
	    {"2023-02-29", "no date of the calendar"},
	    {"2023-02-29/P1M", "no date of the calendar"},
	    {"2024-01-01/", "write 2023"},
	    {"2024-01-01/P", "write 2023"},
	    {"2024-01-01/5M", "write 2023"},
	    {"2024-01-01/PM", "write 2023"},
	    {"2024-01-01/P5M2Y", "write 2023"},
	    {"2024-01-01/P0M", "no length"},
	    {"2024-01-01/P9999999M", "write 2023"},
	    {"2024-01-01/P999999M", "too long"},
	    {"9999-12-31/P2D", "too long"},
	    {"1000-01-02/P999999D", "too long"},
	    {"0999", "before 1000"},
	    {" 2024", "write 2023"},
	    {"2024 ", "write 2023"},
	    {"-024", "write 2023"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct period p;
		struct err err = {0};
		assert_int_equal(period_parse(rows[i].text, strlen(rows[i].text), &p, &err), ERR_DATA);
		if (!strstr(err.text, rows[i].says))
			fail_msg("\"%s\": %s", rows[i].text, err.text);
	}
}

static void order_and_holding(void **state)
{
	(void)state;
	static const char *const ascending[] = {"2023-07-01/P12M", "2024",       "2024-S1", "2024-01-01/P5M", "2024-Q1",
	                                        "2024-01",         "2024-01-01", "2024-02", "2024-S2",        "2025"};
	size_t n = sizeof ascending / sizeof ascending[0];
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++) {
			struct period a = read(ascending[i]), b = read(ascending[j]);
			int c = period_cmp(&a, &b);
			assert_int_equal((c > 0) - (c < 0), (i > j) - (i < j));
		}
	static const struct {
		const char *outer, *inner;
		bool holds;
	} rows[] = {
	    {"2024", "2024-S2", true},    {"2024", "2024", true},        {"2024-S1", "2024-Q3", false},        {"2024-S1", "2024", false},
	    {"2024", "2024-12-31", true}, {"2024", "2025-01-01", false}, {"2023-07-01/P12M", "2024-S1", true},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct period outer = read(rows[i].outer), inner = read(rows[i].inner);
		assert_int_equal(period_holds(&outer, &inner), rows[i].holds);
	}
}

static void stepping(void **state)
{
	(void)state;
	static const struct {
		const char *from;
		int n;
		const char *to;
	} rows[] = {
	    {"2024", -1, "2023"},
	    {"2024-S2", 1, "2025-S1"},
	    {"2024-Q1", -1, "2023-Q4"},
	    {"2024-12", 2, "2025-02"},
	    {"2024-02-28", 2, "2024-03-01"},
	    {"2024-01-01/P5M", 1, "2024-06-01/P5M"},
	    {"2024-01-01/P2W", 1, "2024-01-15/P14D"},
	    {"2024-03-02/P30D", 1, "2024-04"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct period from = read(rows[i].from), to = read(rows[i].to), got = period_step(&from, rows[i].n);
		assert_same(&got, &to);
	}
	struct period s = period_of_date(date_from_civil(2024, 8, 9), 'S'), wanted = read("2024-S2");
	assert_same(&s, &wanted);
}

/* Every A, S, Q and M period of 1971 to 2100 has a row of its own, in order, near the calendar, and comes back from it. */
static void rrd_rows(void **state)
{
	(void)state;
	for (const char *freq = "ASQM"; *freq; freq++) {
		int64_t before = 0, step = period_rrd_step(*freq);
		assert_int_equal(step * (12 / period_freq_months(*freq)), 31557600);
		struct period p = period_of_date(date_from_civil(1971, 1, 1), *freq);
		for (; p.start < date_from_civil(2101, 1, 1); p = period_step(&p, 1)) {
			struct period back;
			int64_t end = period_rrd_end(&p);
			assert_true(end > step && end % step == 0);
			assert_true(before == 0 || end == before + step);
			before = end;
			assert_true(llabs(end - (int64_t)period_end(&p) * 86400) <= 216000);
			assert_int_equal(period_from_rrd(*freq, end, &back), 0);
			assert_same(&back, &p);
		}
	}
	struct period p = read("2024-S1");
	assert_int_equal(period_rrd_end(&p), 1704110400 + 15778800);
	p = read("2023");
	assert_int_equal(period_rrd_end(&p), (2023 - 1969) * 31557600LL);
}

static void no_rrd_row(void **state)
{
	(void)state;
	static const char *const none[] = {"1970", "1970-S1", "1970-Q1", "1970-01", "1969-12", "1787", "2024-08-09", "2024-01-01/P5M"};
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
		struct period p = read(none[i]);
		assert_int_equal(period_rrd_end(&p), 0);
	}
	struct period p = read("1970-S2");
	assert_int_equal(period_rrd_end(&p), 31557600);
	assert_int_equal(period_from_rrd('A', 0, &p), ERR_DATA);
	assert_int_equal(period_from_rrd('A', -31557600, &p), ERR_DATA);
	assert_int_equal(period_from_rrd('A', 31557601, &p), ERR_DATA);
	assert_int_equal(period_from_rrd('D', 86400, &p), ERR_DATA);
	assert_int_equal(period_from_rrd('A', INT64_MAX / 31557600 * 31557600, &p), ERR_DATA);
	assert_int_equal(period_rrd_step('H'), 0);
	assert_int_equal(period_freq_months('I'), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(forms),    cmocka_unit_test(what_is_no_period), cmocka_unit_test(order_and_holding),
	    cmocka_unit_test(stepping), cmocka_unit_test(rrd_rows),          cmocka_unit_test(no_rrd_row),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
