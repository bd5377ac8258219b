/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/date.h"

#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static void every_day_of_the_calendar(void **state)
{
	(void)state;
	char text[DATE_TEXT_MAX], wanted[32];
	int32_t first = date_from_civil(1000, 1, 1), last = date_from_civil(9999, 12, 31), back;

	for (int32_t d = first; d <= last; d++) {
		date_format(d, text);
		assert_int_equal(date_parse(text, 10, &back), 0);
		assert_int_equal(back, d);
		if (d % 97)
			continue;
		time_t t = (time_t)d * 86400;
		struct tm tm;
		gmtime_r(&t, &tm);
		strftime(wanted, sizeof wanted, "%Y-%m-%d", &tm);
		assert_string_equal(text, wanted);
	}
}

static void what_is_no_date(void **state)
{
	(void)state;
	static const char *const rows[] = {"",           "2024",        "2024-8-09",  "2023-02-29", "1900-02-29",
	                                   "2024-13-01", "2024-00-01",  "2024-01-00", "2024-04-31", "0999-01-01",
	                                   "2024/08/09", "2024-08-09 ", "+024-08-09", "2024-08-0a"};
	int32_t d;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(date_parse(rows[i], strlen(rows[i]), &d), ERR_DATA);
	assert_int_equal(date_parse("2000-02-29", 10, &d), 0);
	assert_int_equal(d, 11016);
	assert_int_equal(date_parse("2024-08-09/P1D", 10, &d), 0);
}

static void adding_months(void **state)
{
	(void)state;
	static const struct {
		const char *from;
		int months;
		const char *to;
	} rows[] = {
	    {"2024-01-31", 1, "2024-02-29"},  {"2023-01-31", 1, "2023-02-28"}, {"2024-02-29", 12, "2025-02-28"},
	    {"2024-08-09", -8, "2023-12-09"}, {"2024-12-01", 1, "2025-01-01"}, {"2024-01-01", -1, "2023-12-01"},
	    {"2024-03-20", 5, "2024-08-20"},  {"2024-05-31", 0, "2024-05-31"}, {"1001-01-15", -12, "1000-01-15"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int32_t d;
		char text[DATE_TEXT_MAX];
		assert_int_equal(date_parse(rows[i].from, 10, &d), 0);
		date_format(date_add_months(d, rows[i].months), text);
		assert_string_equal(text, rows[i].to);
	}
}

static void days_of_times(void **state)
{
	(void)state;
	assert_int_equal(date_of_time(0), 0);
	assert_int_equal(date_of_time(86399), 0);
	assert_int_equal(date_of_time(86400), 1);
	assert_int_equal(date_of_time(-1), -1);
	assert_int_equal(date_of_time(-86400), -1);
	assert_int_equal(date_of_time(INT64_MAX), INT32_MAX);
	assert_true(date_of_time(INT64_MIN) > DATE_NONE);
	assert_true(date_today() >= date_from_civil(2024, 1, 1));
}

static void months_by_their_first_day(void **state)
{
	(void)state;
	for (int month = (1000 - 1970) * 12; month <= (9999 - 1970) * 12 + 11; month++) {
		int year = 1000 + (month - (1000 - 1970) * 12) / 12;
		int32_t first = date_from_civil(year, (unsigned)((month - (1000 - 1970) * 12) % 12) + 1, 1);
		if (date_month_index(first) != month)
			fail_msg("the month that begins on day %d is %d, not %d", first, date_month_index(first), month);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(months_by_their_first_day),
	    cmocka_unit_test(every_day_of_the_calendar),
	    cmocka_unit_test(what_is_no_date),
	    cmocka_unit_test(adding_months),
	    cmocka_unit_test(days_of_times),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
