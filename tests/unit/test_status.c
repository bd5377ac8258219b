/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/status.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void letters(void **state)
{
	(void)state;
	static const struct {
		const char *text, *written;
		bool missing, outlook;
	} rows[] = {
	    {"A", "A", false, false}, {"PE", "EP", false, false}, {"M", "M", true, false},
	    {"O", "O", true, false},  {"L", "L", true, false},    {"Q", "Q", true, false},
	    {"F", "F", false, true},  {"TP", "PT", false, true},  {"ABDEFGHIJKLMNOPQSTUVW", "ABDEFGHIJKLMNOPQSTUVW", true, true},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		status_set s = 0;
		char text[STATUS_TEXT_MAX];
		assert_int_equal(status_parse(rows[i].text, &s, NULL), 0);
		status_format(s, text);
		assert_string_equal(text, rows[i].written);
		assert_int_equal(status_is_missing(s), rows[i].missing);
		assert_int_equal(status_is_outlook(s), rows[i].outlook);
	}
	for (const struct status_row *r = status_rows; r->letter; r++)
		assert_true(r[1].letter == 0 || r[0].letter < r[1].letter);
}

static void refused(void **state)
{
	(void)state;
	static const struct {
		const char *text, *says;
	} rows[] = {{"", "empty"}, {"AA", "A stands twice"}, {"PX", "X is no status letter"}, {"p", "P, not p"}, {"A P", "letters of A"}};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		status_set s;
		struct err err = {0};
		assert_int_equal(status_parse(rows[i].text, &s, &err), ERR_DATA);
		assert_non_null(strstr(err.text, rows[i].says));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(letters), cmocka_unit_test(refused)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
