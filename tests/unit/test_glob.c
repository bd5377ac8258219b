/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/glob.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "seed.h"

static void table(void **state)
{
	(void)state;
	static const struct {
		const char *pattern, *name;
		bool wanted;
	} rows[] = {
	    {"", "", true},
	    {"", "a", false},
	    {"a", "", false},
	    {"*", "", true},
	    {"**", "", true},
	    {"?", "", false},
	    {"*", "AZ-RU/trade/turnover-A", true},
	    {"AZ-RU/*", "AZ-RU/trade/turnover-A", true},
	    {"AZ-RU/*", "AZ-RU", false},
	    {"*/trade/*", "AZ-RU/trade/turnover-A", true},
	    {"*-A", "AZ-RU/trade/turnover-A", true},
	    {"*-S", "AZ-RU/trade/turnover-A", false},
	    {"*-?", "AZ-RU/trade/turnover-A", true},
	    {"AZ-?\?/trade/*", "AZ-RU/trade/exports-A", true},
	    {"AZ-?\?/trade/*", "AZ-RUS/trade/exports-A", false},
	    {"az-ru/*", "AZ-RU/trade/turnover-A", false},
	    {"a*b*c", "aXbYbZc", true},
	    {"a*b*c", "aXbYbZ", false},
	    {"*ab", "aab", true},
	    {"a?", "a*", true},
	    {"[ab]", "a", false},
	    {"[ab]", "[ab]", true},
	    {"\\*", "\\x", true},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (glob_match(rows[i].pattern, rows[i].name) != rows[i].wanted)
			fail_msg("row %zu: \"%s\" on \"%s\"", i, rows[i].pattern, rows[i].name);
}

/* The definition, word for word. */
static bool naive(const char *pattern, const char *name)
{
	if (!*pattern)
		return !*name;
	if (*pattern == '*')
		return naive(pattern + 1, name) || (*name && naive(pattern, name + 1));
	return *name && (*pattern == '?' || *pattern == *name) && naive(pattern + 1, name + 1);
}

static void random_text(char *out, size_t max, const char *letters)
{
	size_t n = (size_t)random() % (max + 1);
	for (size_t i = 0; i < n; i++)
		out[i] = letters[(size_t)random() % strlen(letters)];
	out[n] = '\0';
}

static void as_defined(void **state)
{
	(void)state;
	unsigned n_matched = 0;
	srandom(seed_begin(0));
	for (int round = 0; round < 200000; round++) {
		char pattern[16], name[16];
		random_text(pattern, 8, "aab**?/");
		random_text(name, 12, "aab/");
		bool wanted = naive(pattern, name);
		n_matched += wanted;
		if (glob_match(pattern, name) != wanted)
			fail_msg("\"%s\" on \"%s\"", pattern, name);
	}
	assert_true(n_matched > 1000); /* else the property says little */
}

/* What hangs a matcher that backtracks into every star: 2^50 steps and more; here at most pattern times name. */
static void no_pattern_hangs(void **state)
{
	(void)state;
	char pattern[202], name[10001];
	for (size_t i = 0; i < 200; i += 2)
		memcpy(pattern + i, "*a", 2);
	strcpy(pattern + 200, "b");
	memset(name, 'a', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	assert_false(glob_match(pattern, name));
	name[sizeof name - 2] = 'b';
	assert_true(glob_match(pattern, name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(table),
	    cmocka_unit_test(as_defined),
	    cmocka_unit_test(no_pattern_hangs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
