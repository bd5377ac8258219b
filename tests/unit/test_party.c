/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/party.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct party declared[] = {{"EAEU", "Eurasian Economic Union"}, {"XK", "Kosovo"}, {"RU.STA", "Stavropol Krai"}};
#define N_DECLARED (sizeof declared / sizeof declared[0])

static struct parties *make(const char *const *pairs, size_t n_pairs)
{
	struct parties *p = NULL;
	struct err err = {0};
	if (parties_create(&p, declared, N_DECLARED, pairs, NULL, n_pairs, &err))
		fail_msg("%s", err.text);
	return p;
}

static void countries(void **state)
{
	(void)state;
	assert_int_equal(n_iso3166, 249);
	for (size_t i = 0; i < n_iso3166; i++) {
		assert_int_equal(strlen(iso3166[i].code), 2);
		assert_true(iso3166[i].name[0] != '\0');
		if (i && strcmp(iso3166[i - 1].code, iso3166[i].code) >= 0)
			fail_msg("%s does not stand before %s", iso3166[i - 1].code, iso3166[i].code);
	}
}

static void checking(void **state)
{
	(void)state;
	static const struct {
		const char *code;
		int want;
		const char *hint; /* has to stand in the text */
	} rows[] = {
	    {"AZ", 0, NULL},
	    {"RU", 0, NULL},
	    {"W1", 0, NULL},
	    {"EAEU", 0, NULL},
	    {"XK", 0, NULL},
	    {"RU.STA", 0, NULL},
	    {"RU.1", 0, NULL},
	    {"XK.A1B", 0, NULL},
	    {"UK", ERR_UNKNOWN, "GB (United Kingdom)"},
	    {"uk", ERR_UNKNOWN, "GB"},
	    {"az", ERR_UNKNOWN, "AZ (Azerbaijan)"},
	    {"RU-STA", ERR_UNKNOWN, "RU.STA (Stavropol Krai)"},
	    {"ru.dag", ERR_UNKNOWN, "RU.DAG (Russia)"},
	    {"russia", ERR_UNKNOWN, "RU (Russia)"},
	    {"United Kingdom", ERR_UNKNOWN, "GB"},
	    {"ZZ", ERR_UNKNOWN, "ISO 3166"},
	    {"EU", ERR_UNKNOWN, "configuration"},
	    {"EAEU.X", ERR_UNKNOWN, "region"},
	    {"RU.STAV", ERR_UNKNOWN, "region"},
	    {"RU.A.B", ERR_UNKNOWN, "region"},
	    {"ZZ.STA", ERR_UNKNOWN, "region"},
	    {"", ERR_DATA, "no party code"},
	    {"RU.", ERR_DATA, "no party code"},
	    {"RU..", ERR_DATA, "no party code"},
	    {"../etc", ERR_DATA, "no party code"},
	    {"1A", ERR_DATA, "no party code"},
	    {"A\xc3\x85", ERR_DATA, "no party code"},
	    {"ABCDEFGHIJKL", ERR_DATA, "no party code"},
	    {"Atlantis under the sea, where nobody has any books at all", ERR_DATA, "no party code"},
	};
	struct parties *p = make(NULL, 0);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct err err = {0};
		int rc = party_check(p, rows[i].code, &err);
		if (rc != rows[i].want)
			fail_msg("\"%s\": %d instead of %d: %s", rows[i].code, rc, rows[i].want, err.text);
		if (rows[i].hint && !strstr(err.text, rows[i].hint))
			fail_msg("\"%s\": no \"%s\" in \"%s\"", rows[i].code, rows[i].hint, err.text);
	}
	parties_destroy(p);

	struct parties *plain = NULL;
	assert_int_equal(parties_create(&plain, NULL, 0, NULL, NULL, 0, NULL), 0);
	assert_int_equal(party_check(plain, "XK", NULL), ERR_UNKNOWN);
	assert_int_equal(party_check(plain, "EAEU", NULL), ERR_UNKNOWN);
	assert_int_equal(party_check(plain, "W1", NULL), 0);
	parties_destroy(plain);
}

static void pairs(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int want;
		const char *ref, *cpt; /* or what has to stand in the error */
	} rows[] = {
	    {"AZ-RU", 0, "AZ", "RU"},
	    {"RU-AZ", 0, "RU", "AZ"},
	    {"AZ-RU.STA", 0, "AZ", "RU.STA"},
	    {"AZ-W1", 0, "AZ", "W1"},
	    {"EAEU-AZ", 0, "EAEU", "AZ"},
	    {"AZ-AZ", ERR_DATA, "itself", NULL},
	    {"AZRU", ERR_DATA, "AZ-RU", NULL},
	    {"", ERR_DATA, "AZ-RU", NULL},
	    {"AZ-RU-STA", ERR_DATA, "AZ-RU.STA", NULL},
	    {"AZ-", ERR_DATA, "no party code", NULL},
	    {"-RU", ERR_DATA, "no party code", NULL},
	    {"AZ-UK", ERR_UNKNOWN, "GB", NULL},
	    {"az-RU", ERR_UNKNOWN, "AZ", NULL},
	    {"AZ-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", ERR_DATA, "characters", NULL},
	};
	struct parties *p = make(NULL, 0);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct err err = {0};
		struct pair pair;
		int rc = pair_parse(p, rows[i].text, strlen(rows[i].text), &pair, &err);
		if (rc != rows[i].want)
			fail_msg("\"%s\": %d instead of %d: %s", rows[i].text, rc, rows[i].want, err.text);
		if (rc && !strstr(err.text, rows[i].ref))
			fail_msg("\"%s\": no \"%s\" in \"%s\"", rows[i].text, rows[i].ref, err.text);
		if (rc)
			continue;
		char text[PAIR_TEXT_MAX];
		assert_string_equal(pair.ref, rows[i].ref);
		assert_string_equal(pair.cpt, rows[i].cpt);
		pair_format(&pair, text);
		assert_string_equal(text, rows[i].text);
	}
	struct pair pair;
	assert_int_equal(pair_parse(p, "AZ-RU/trade", 5, &pair, NULL), 0);
	assert_string_equal(pair.cpt, "RU");
	assert_int_equal(pair_parse(p, "AZ-R\0U", 6, &pair, NULL), ERR_DATA);
	parties_destroy(p);
}

static void taken_pairs(void **state)
{
	(void)state;
	static const char *const listed[] = {"RU-AZ", "AZ-GE", "TR-AZ", "AZ-RU"};
	static const struct {
		const char *text;
		int want;
	} rows[] = {{"AZ-RU", 0}, {"RU-AZ", 0}, {"GE-AZ", 0}, {"AZ-GE", 0}, {"AZ-TR", 0}, {"RU-GE", ERR_UNKNOWN}, {"AZ-IR", ERR_UNKNOWN}};
	struct parties *p = make(listed, sizeof listed / sizeof listed[0]);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct pair pair;
		if (pair_parse(p, rows[i].text, strlen(rows[i].text), &pair, NULL) != rows[i].want)
			fail_msg("%s: not %d", rows[i].text, rows[i].want);
	}
	parties_destroy(p);
}

static void names(void **state)
{
	(void)state;
	static const struct {
		const char *code, *name;
	} rows[] = {{"AZ", "Azerbaijan"},          {"EAEU", "Eurasian Economic Union"}, {"RU.STA", "Stavropol Krai"},
	            {"RU.DAG", "RU.DAG (Russia)"}, {"W1", "Rest of the world"},         {"QQ", "QQ"}};
	struct parties *p = make(NULL, 0);
	char scratch[64];
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_string_equal(party_name(p, rows[i].code, scratch, sizeof scratch), rows[i].name);
	parties_destroy(p);
}

static void bad_configuration(void **state)
{
	(void)state;
	static const struct {
		struct party declared[2];
		const char *pair, *hint;
	} rows[] = {
	    {{{"AF", "African Union"}, {"AU1", "x"}}, "AZ-RU", "Afghanistan"},
	    {{{"EAEU", "a"}, {"EAEU", "b"}}, "AZ-RU", "twice"},
	    {{{"eaeu", "a"}, {"XK", "b"}}, "AZ-RU", "A-Z"},
	    {{{"EAEU", "a"}, {"XK", "b"}}, "AZ-UK", "pairs: "},
	    {{{"EAEU", "a"}, {"XK", "b"}}, "AZ", "pairs: "},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct parties *p = NULL;
		struct err err = {0};
		assert_true(parties_create(&p, rows[i].declared, 2, &rows[i].pair, NULL, 1, &err) < 0);
		assert_null(p);
		if (!strstr(err.text, rows[i].hint))
			fail_msg("row %zu: no \"%s\" in \"%s\"", i, rows[i].hint, err.text);
	}
	static const struct party renamed = {"W1", "All others"};
	struct parties *p = NULL;
	char scratch[32];
	assert_int_equal(parties_create(&p, &renamed, 1, NULL, NULL, 0, NULL), 0);
	assert_string_equal(party_name(p, "W1", scratch, sizeof scratch), "All others");
	parties_destroy(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(countries),   cmocka_unit_test(checking), cmocka_unit_test(pairs),
	    cmocka_unit_test(taken_pairs), cmocka_unit_test(names),    cmocka_unit_test(bad_configuration),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
