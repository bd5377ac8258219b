/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/spell.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "seed.h"

#define NAME_63 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk"

static void distances(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b;
		unsigned wanted;
	} rows[] = {
	    {"", "", 0},
	    {"", "abc", 3},
	    {"trade", "trade", 0},
	    {"trade", "trad", 1},
	    {"trade", "traade", 1},
	    {"trade", "tradx", 1},
	    {"trade", "rtade", 1},
	    {"trade", "tardex", 2},
	    {"ca", "abc", 3}, /* restricted: a swapped pair is not changed again; 2 where it may be */
	    {"kitten", "sitting", 3},
	    {"abcd", "badc", 2},
	    {NAME_63, NAME_63, 0},
	    {NAME_63, "", 63},
	    {NAME_63 "l", NAME_63 "l", UINT_MAX},
	    {"", NAME_63 "l", UINT_MAX},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_int_equal(spell_distance(rows[i].a, rows[i].b), rows[i].wanted);
		assert_int_equal(spell_distance(rows[i].b, rows[i].a), rows[i].wanted);
	}
}

static void what_is_meant(void **state)
{
	(void)state;
	static const char *const names[] = {"trade", "tourism", "transport", "GET", "PUT", "arrivals", NULL};
	static const struct {
		const char *wanted, *answer;
	} rows[] = {
	    {"trade", "trade"}, {"tarde", "trade"}, {"truism", "tourism"}, {"arivals", "arrivals"}, {"transprot", "transport"},
	    {"GTE", "GET"},     {"PU", "PUT"},      {"GUT", "GET"}, /* as near to PUT: the first one offered */
	    {"GXX", NULL},      {"energy", NULL},   {"tra", NULL},         {NAME_63 "l", NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct spell s;
		spell_start(&s, rows[i].wanted);
		assert_null(spell_answer(&s)); /* nothing offered yet */
		for (size_t k = 0; names[k]; k++)
			spell_offer(&s, names[k]);
		const char *got = spell_answer(&s);
		if (!got != !rows[i].answer || (got && strcmp(got, rows[i].answer) != 0))
			fail_msg("\"%s\": %s", rows[i].wanted, got ? got : "nothing");
	}
}

static size_t random_name(char *out, size_t max)
{
	size_t n = (size_t)random() % (max + 1);
	for (size_t i = 0; i < n; i++)
		out[i] = (char)('a' + random() % 3);
	out[n] = '\0';
	return n;
}

/* Symmetric; 0 for equal names only; between the difference of the lengths and the longer length; one change is at most 1 away. */
static void distance_laws(void **state)
{
	(void)state;
	srandom(seed_begin(0));
	for (int round = 0; round < 20000; round++) {
		char a[64], b[64];
		size_t na = random_name(a, round % 100 ? 8 : 63), nb = random_name(b, round % 100 ? 8 : 63);
		unsigned d = spell_distance(a, b);
		if (d != spell_distance(b, a) || (d == 0) != (strcmp(a, b) == 0) || d > (na > nb ? na : nb) ||
		    d < (na > nb ? na - nb : nb - na))
			fail_msg("\"%s\" and \"%s\": %u", a, b, d);
		if (na < 2)
			continue;
		strcpy(b, a);
		size_t at = (size_t)random() % (na - 1);
		b[at] = a[at + 1];
		b[at + 1] = a[at];
		assert_int_equal(spell_distance(a, b), a[at] != a[at + 1]);
		memmove(b + at, a + at + 1, na - at);
		memcpy(b, a, at);
		assert_int_equal(spell_distance(a, b), 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(distances),
	    cmocka_unit_test(what_is_meant),
	    cmocka_unit_test(distance_laws),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
