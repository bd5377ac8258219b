/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/words.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define CONTROLS "\x01\x1f\x7f\n\r"

/* The words in a form that a table can hold: [word] ["quoted word"] {key|value}. */
static void shown(const struct words *w, char *out, size_t cap)
{
	size_t len = 0;
	out[0] = '\0';
	for (size_t i = 0; i < w->n; i++)
		len += (size_t)snprintf(out + len, cap - len, w->quoted[i] ? "[\"%s\"]" : "[%s]", w->word[i]);
	for (size_t i = 0; i < w->n_opt; i++)
		len += (size_t)snprintf(out + len, cap - len, "{%s|%s}", w->opt[i].key, w->opt[i].value);
}

static void lines_that_split(void **state)
{
	(void)state;
	static const struct {
		const char *line, *wanted;
	} rows[] = {
	    {"", ""},
	    {" \t ", ""},
	    {"GET", "[GET]"},
	    {"  GET\t a  b ", "[GET][a][b]"},
	    {"PUT AZ-RU/trade/turnover 2023 4.4e9 bound=nearly g=1e8", "[PUT][AZ-RU/trade/turnover][2023][4.4e9]{bound|nearly}{g|1e8}"},
	    {"a=1 GET", "[GET]{a|1}"},
	    {"text=\"a b\"", "{text|a b}"},
	    {"text=\"\" x", "[x]{text|}"},
	    {"text= x", "[x]{text|}"},
	    {"x=y=z", "{x|y=z}"},
	    {"x_2:y=1", "{x_2:y|1}"},
	    {"\"x=y\"", "[\"x=y\"]"},
	    {"X=y", "[X=y]"},
	    {"=y", "[=y]"},
	    {"2x=y", "[2x=y]"},
	    {"x-y=z", "[x-y=z]"},
	    {"\"\" \"\"", "[\"\"][\"\"]"},
	    {"\"a b\" c", "[\"a b\"][c]"},
	    {"a\"b c\"", "[ab c]"},
	    {"\"tab\there\"", "[\"tab\there\"]"},
	    {"\"say \\\"hi\\\" \\\\o/ \\n\"", "[\"say \"hi\" \\o/ \\n\"]"},
	    {"C:\\dir\\ x", "[C:\\dir\\][x]"},
	    {"\"end\\\\\"", "[\"end\\\"]"},
	    {"t\303\274rk\303\247\303\244", "[t\303\274rk\303\247\303\244]"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char line[256], got[512];
		struct words w;
		struct err err;
		snprintf(line, sizeof line, "%s", rows[i].line);
		assert_int_equal(words_split(line, &w, &err), 0);
		shown(&w, got, sizeof got);
		assert_string_equal(got, rows[i].wanted);
	}
}

/* rrdcached's grammar: a backslash before a blank or a backslash, and nothing else, is special. */
static void paths_that_split(void **state)
{
	(void)state;
	static const struct {
		const char *line, *wanted;
	} rows[] = {
	    {"", ""},
	    {"PING", "[PING]"},
	    {"flush /var/lib/coopd/rrd/AZ-RU/trade/turnover-A.rrd", "[flush][/var/lib/coopd/rrd/AZ-RU/trade/turnover-A.rrd]"},
	    {"FETCH  /a\\ b/x.rrd\tAVERAGE ", "[FETCH][/a b/x.rrd][AVERAGE]"},
	    {"LIST /a\\\\b", "[LIST][/a\\b]"},
	    {"LIST /a\\b", "[LIST][/a\\b]"},
	    {"LIST /a\\", "[LIST][/a\\]"},
	    {"FLUSH \"a b.rrd\"", "[FLUSH][\"a][b.rrd\"]"},
	    {"UPDATE x=1.rrd 1:2", "[UPDATE][x=1.rrd][1:2]"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char line[256], got[512];
		struct words w;
		snprintf(line, sizeof line, "%s", rows[i].line);
		assert_int_equal(words_split_paths(line, &w, NULL), 0);
		shown(&w, got, sizeof got);
		assert_string_equal(got, rows[i].wanted);
	}
	char control[] = "LIST /a\x01", escaped[] = "LIST /a\\\x02";
	struct words w;
	struct err err;
	assert_int_equal(words_split_paths(control, &w, &err), ERR_USAGE);
	assert_string_equal(err.text, "control character 0x01 in column 8");
	assert_int_equal(words_split_paths(escaped, &w, &err), ERR_USAGE);
}

static void lines_that_do_not(void **state)
{
	(void)state;
	static const struct {
		const char *line, *says;
	} rows[] = {
	    {"a \"b", "the quote opened in column 3 is not closed"},
	    {"\"", "the quote opened in column 1 is not closed"},
	    {"k=\"b\\\"", "the quote opened in column 3 is not closed"},
	    {"a \"b\"c", "a blank must follow the closing quote in column 5"},
	    {"\"\"\"\"", "a blank must follow the closing quote in column 2"},
	    {"a\rb", "control character 0x0d in column 2"},
	    {"GET \x7f", "control character 0x7f in column 5"},
	    {"GET \"a\nb\"", "control character 0x0a in column 7"},
	    {"t=\"\x01", "control character 0x01 in column 4"},
	    {"\"\\\x1b[2J\"", "control character 0x1b in column 3"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char line[256];
		struct words w;
		struct err err;
		snprintf(line, sizeof line, "%s", rows[i].line);
		assert_int_equal(words_split(line, &w, &err), ERR_USAGE);
		assert_int_equal(err.code, ERR_USAGE);
		assert_string_equal(err.text, rows[i].says);
	}
}

/* `n` words and as many options are taken, one more of either is not. */
static void as_many_as_there_is_room_for(void **state)
{
	(void)state;
	static const char *const more[] = {"", "x ", "k=v "};
	for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
		char line[6 * WORDS_MAX + 16] = "";
		struct words w;
		struct err err;
		for (int n = 0; n < WORDS_MAX; n++)
			strcat(line, "x k=v ");
		strcat(line, more[i]);
		int rc = words_split(line, &w, &err);
		assert_int_equal(rc, i ? ERR_LIMIT : 0);
		if (i)
			assert_string_equal(err.text, "more than 512 words in one line");
		assert_int_equal(w.n, WORDS_MAX);
		assert_int_equal(w.n_opt, WORDS_MAX);
	}
}

static void options_by_name(void **state)
{
	(void)state;
	char line[] = "PUT g=1 bound=gt g=2";
	struct words w;
	struct err err;
	assert_int_equal(words_split(line, &w, &err), 0);
	assert_string_equal(words_option(&w, "g"), "1");
	assert_string_equal(words_option(&w, "bound"), "gt");
	assert_null(words_option(&w, "PUT"));
	assert_null(words_option(&w, "boun"));
}

static void quoting(void **state)
{
	(void)state;
	static const struct {
		const char *text, *wanted;
	} rows[] = {
	    {"", "\"\""},
	    {"AZ-RU/trade", "AZ-RU/trade"},
	    {"a b", "\"a b\""},
	    {"a=b", "\"a=b\""},
	    {"A=b", "A=b"},
	    {"\"", "\"\\\"\""},
	    {"a\\b", "\"a\\\\b\""},
	    {"a\nb\tc\x7f", "\"a b c \""},
	    {"Bak\304\261", "Bak\304\261"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		size_t len = strlen(rows[i].wanted);
		/* It fits where the quoted word fits, to the byte, and changes nothing where it does not. */
		for (size_t short_by = 0; short_by < 2; short_by++) {
			struct buf b;
			buf_init(&b, 2 + len - short_by);
			assert_int_equal(buf_add(&b, "k=", 2), 0);
			assert_int_equal(words_quote(&b, rows[i].text), short_by ? -ENOBUFS : 0);
			assert_int_equal(b.len, 2 + (short_by ? 0 : len));
			assert_memory_equal(buf_bytes(&b) + 2, rows[i].wanted, b.len - 2);
			buf_fini(&b);
		}
	}
}

/* Whatever bytes are quoted come back, as words and as values, but for control characters, which come back as blanks. */
static void quoted_words_come_back(void **state)
{
	(void)state;
	static const char likely[] = "\"\"\\\\ =az09_:\t\n\x7f\xc3\xa4";
	unsigned seed = (unsigned)time(NULL);
	print_message("seed %u\n", seed);
	srandom(seed);
	for (int round = 0; round < 20000; round++) {
		char text[8][24];
		struct buf line;
		buf_init(&line, 4096);
		size_t n = 1 + (size_t)random() % 8;
		for (size_t i = 0; i < n; i++) {
			size_t len = (size_t)random() % sizeof text[i];
			for (size_t k = 0; k < len; k++)
				text[i][k] = random() % 2 ? likely[(size_t)random() % (sizeof likely - 1)] : (char)(1 + random() % 255);
			text[i][len] = '\0';
			assert_int_equal(i % 2 ? buf_add(&line, "k=", 2) : 0, 0);
			assert_int_equal(words_quote(&line, text[i]), 0);
			assert_int_equal(buf_add(&line, i + 1 < n ? " " : "", 1), 0);
		}
		struct words w;
		struct err err;
		if (words_split(line.data + line.off, &w, &err))
			fail_msg("seed %u, round %d: %s", seed, round, err.text);
		assert_int_equal(w.n, (n + 1) / 2);
		assert_int_equal(w.n_opt, n / 2);
		for (size_t i = 0; i < n; i++) {
			for (char *p = text[i]; *p; p++)
				*p = (unsigned char)*p < 0x20 || *p == 0x7f ? ' ' : *p;
			assert_string_equal(i % 2 ? w.opt[i / 2].value : w.word[i / 2], text[i]);
		}
		buf_fini(&line);
	}
}

/* No line, however odd, makes more text than it had, and every pointer stays inside it. */
static void odd_lines_stay_inside(void **state)
{
	(void)state;
	static const char likely[] = "\"\"\\ = a\t" CONTROLS;
	unsigned seed = (unsigned)time(NULL);
	print_message("seed %u\n", seed);
	srandom(seed);
	for (int round = 0; round < 50000; round++) {
		size_t len = (size_t)random() % 40, sum = 0;
		char *line = malloc(len + 1); /* of exactly this size, for the sanitizer */
		struct words w;
		struct err err;
		for (size_t i = 0; i < len; i++)
			line[i] = likely[(size_t)random() % (sizeof likely - (random() % 4 ? 6 : 1))];
		line[len] = '\0';
		int rc = words_split(line, &w, &err);
		for (size_t i = 0; rc == 0 && i < w.n; i++)
			sum += strlen(w.word[i]) + 1;
		for (size_t i = 0; rc == 0 && i < w.n_opt; i++)
			sum += strlen(w.opt[i].key) + strlen(w.opt[i].value) + 2;
		assert_true(sum <= len + 1);
		assert_true(rc == 0 || rc == ERR_USAGE);
		free(line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_that_split),       cmocka_unit_test(paths_that_split),
	    cmocka_unit_test(lines_that_do_not),      cmocka_unit_test(as_many_as_there_is_room_for),
	    cmocka_unit_test(options_by_name),        cmocka_unit_test(quoting),
	    cmocka_unit_test(quoted_words_come_back), cmocka_unit_test(odd_lines_stay_inside),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
