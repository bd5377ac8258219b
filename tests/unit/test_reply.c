/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/reply.h"

#include "base/words.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof(a)[0])

static struct core core;

static int setup(void **state)
{
	struct record r = {.kind = RECORD_SOURCE, .source = {.number = 1, .id = "report:2024.a-b_c", .published = DATE_NONE}};
	struct source pending = {.id = "under-way", .published = DATE_NONE};
	uint32_t number;
	bool changed;

	(void)state;
	if (book_create(&core.book) || book_apply(core.book, &r, NULL))
		return -1;
	return book_intern_source(core.book, &pending, &number, &changed);
}

static int teardown(void **state)
{
	(void)state;
	book_destroy(core.book);
	return 0;
}

static struct period period(const char *text)
{
	struct period p;

	assert_int_equal(period_parse(text, strlen(text), &p, NULL), 0);
	return p;
}

/* Spans ------------------------------------------------------------------------------------------------------------------------ */

static void spans(void **state)
{
	static const struct {
		const char *text;
		int kind;
		const char *from, *to; /* as written; NULL: refused, `error` says so */
		const char *error;
	} row[] = {
	    {"2023", SPAN_ONE, "2023", "2023", NULL},
	    {"2024H1", SPAN_ONE, "2024-S1", "2024-S1", NULL},
	    {"2024-01-01/P5M", SPAN_ONE, "2024-01-01/P5M", "2024-01-01/P5M", NULL},
	    {"2021..2023", SPAN_RANGE, "2021", "2023", NULL},
	    {"2023..2023", SPAN_RANGE, "2023", "2023", NULL},
	    {"2021-S2..2023H1", SPAN_RANGE, "2021-S2", "2023-S1", NULL},
	    {"2021-Q4..2022-Q1", SPAN_RANGE, "2021-Q4", "2022-Q1", NULL},
	    {"2021-12..2022-01", SPAN_RANGE, "2021-12", "2022-01", NULL},
	    {"2021-12-31..2022-01-01", SPAN_RANGE, "2021-12-31", "2022-01-01", NULL},
	    {"2024-01-01/P6M..2024-S2", SPAN_RANGE, "2024-S1", "2024-S2", NULL},
	    {"2023..2021", 0, NULL, NULL, "2023..2021 ends before it begins"},
	    {"2021..2023-S1", 0, NULL, NULL, "both ends must be years, or halves"},
	    {"2021-S1..2023", 0, NULL, NULL, "both ends must be years, or halves"},
	    {"2024-01-01/P5M..2024-01-01/P5M", 0, NULL, NULL, "both ends must be years"},
	    {"", 0, NULL, NULL, "is no period"},
	    {"..", 0, NULL, NULL, "is no period"},
	    {"2021..", 0, NULL, NULL, "is no period"},
	    {"..2021", 0, NULL, NULL, "is no period"},
	    {"2021...2023", 0, NULL, NULL, "\".2023\" is no period"},
	    {"2021..2022..2023", 0, NULL, NULL, "\"2022..2023\" is no period"},
	    {"2021-2023", 0, NULL, NULL, "is no period"},
	    {"2021..20O3", 0, NULL, NULL, "\"20O3\" is no period"},
	};
	struct span s = {.kind = SPAN_ONE};
	struct err err = {0};

	(void)state;
	assert_int_equal(span_parse(NULL, &s, &err), 0);
	assert_int_equal(s.kind, SPAN_ALL);
	for (size_t i = 0; i < N(row); i++) {
		int rc = span_parse(row[i].text, &s, &err);
		if (rc != (row[i].error ? ERR_DATA : 0))
			fail_msg("row %zu, %s: %d %s", i, row[i].text, rc, rc ? err.text : "");
		if (row[i].error) {
			if (!strstr(err.text, row[i].error))
				fail_msg("row %zu, %s: %s", i, row[i].text, err.text);
			continue;
		}
		char from[PERIOD_TEXT_MAX], to[PERIOD_TEXT_MAX];
		period_format(&s.from, from);
		period_format(&s.to, to);
		assert_int_equal(s.kind, row[i].kind);
		assert_string_equal(from, row[i].from);
		assert_string_equal(to, row[i].to);
	}
}

static void held(void **state)
{
	static const struct {
		const char *span, *in, *out; /* periods, parted by blanks */
	} row[] = {
	    {NULL, "1999 2024-S1 2024-01-01/P5M 2024-08-09", ""},
	    {"2023", "2023", "2022 2024 2023-S1 2023-01 2023-01-01 2023-01-01/P5M"},
	    {"2023-S1", "2023-S1", "2023 2023-Q1 2023-S2 2022-S1"},
	    {"2024-01-01/P5M", "2024-01-01/P5M", "2024 2024-S1 2024-01-01/P4M"},
	    {"2021..2023", "2021 2022 2023", "2020 2024 2021-S1 2022-06 2022-06-06 2021-01-01/P5M"},
	    {"2023..2023", "2023", "2022 2024"},
	    {"2021-S2..2022-S2", "2021-S2 2022-S1 2022-S2", "2021-S1 2023-S1 2022 2022-Q1"},
	    {"2021-12..2022-02", "2021-12 2022-01 2022-02", "2021-11 2022-03 2022-Q1"},
	    {"2024-02-28..2024-03-01", "2024-02-28 2024-02-29 2024-03-01", "2024-02-27 2024-03-02 2024-02"},
	};

	(void)state;
	for (size_t i = 0; i < N(row); i++) {
		struct span s;
		assert_int_equal(span_parse(row[i].span, &s, NULL), 0);
		for (int side = 0; side < 2; side++) {
			char word[64];
			int n;
			for (const char *at = side ? row[i].out : row[i].in; sscanf(at, " %63s%n", word, &n) == 1; at += n) {
				struct period p = period(word);
				if (span_holds(&s, &p) != (side == 0))
					fail_msg("row %zu: %s %s %s", i, row[i].span ? row[i].span : "all",
					         side ? "holds" : "does not hold", word);
			}
		}
	}
}

/* Keys ------------------------------------------------------------------------------------------------------------------------- */

static void assert_holds(const struct buf *b, const char *text)
{
	if (b->len != strlen(text) || (b->len && memcmp(buf_bytes(b), text, b->len) != 0))
		fail_msg("\"%.*s\", not \"%s\"", (int)b->len, b->len ? buf_bytes(b) : "", text);
}

static void keys(void **state)
{
	static const struct {
		const char *value, *wanted;
	} text[] = {
	    {NULL, ""},
	    {"", ""},
	    {"USD", " k=USD"},
	    {"Trade turnover", " k=\"Trade turnover\""},
	    {"a \"word\" \\ more", " k=\"a \\\"word\\\" \\\\ more\""},
	    {"a\nb", " k=\"a b\""},
	    {"a=b", " k=\"a=b\""},
	};
	static const struct {
		double value;
		const char *wanted;
	} number[] = {
	    {4.4e9, " k=4400000000"}, {17.5, " k=17.5"},      {0, " k=0"}, {-0.1, " k=-0.1"}, {NAN, " k=nan"},
	    {INFINITY, " k=inf"},     {-INFINITY, " k=-inf"},
	};
	static const struct {
		int32_t date;
		const char *wanted;
	} date[] = {{DATE_NONE, ""}, {0, " k=1970-01-01"}, {-1, " k=1969-12-31"}, {19944, " k=2024-08-09"}};
	static const struct {
		uint32_t number;
		const char *wanted;
	} source[] = {{SOURCE_UNATTRIBUTED, ""}, {1, " source=report:2024.a-b_c"}, {2, ""}, {77, ""}}; /* 2 is not on disk yet */
	struct buf b;

	(void)state;
	buf_init(&b, 4096);
	for (size_t i = 0; i < N(text); i++, buf_clear(&b)) {
		assert_int_equal(reply_text(&b, "k", text[i].value), 0);
		assert_holds(&b, text[i].wanted);
	}
	for (size_t i = 0; i < N(number); i++, buf_clear(&b)) {
		assert_int_equal(reply_number(&b, "k", number[i].value), 0);
		assert_holds(&b, number[i].wanted);
	}
	for (size_t i = 0; i < N(date); i++, buf_clear(&b)) {
		assert_int_equal(reply_date(&b, "k", date[i].date), 0);
		assert_holds(&b, date[i].wanted);
	}
	for (size_t i = 0; i < N(source); i++, buf_clear(&b)) {
		assert_int_equal(reply_source(&b, &core, source[i].number), 0);
		assert_holds(&b, source[i].wanted);
	}
	assert_int_equal(reply_status(&b, 0), 0);
	assert_holds(&b, "");
	assert_int_equal(reply_status(&b, STATUS('P') | STATUS('E')), 0);
	assert_holds(&b, " status=EP");
	buf_clear(&b);
	struct period p = period("2024H2");
	assert_int_equal(reply_period(&b, &p), 0);
	assert_holds(&b, "2024-S2");
	buf_fini(&b);
}

/* What is written is read back by the words of a line. */
static void read_back(void **state)
{
	static const char *const values[] = {"x",         "two words", "quote \" and \\", "k=v", "\u00e9\u20ac \u201c\u2026\u201d",
	                                     "tab\there", " "};
	struct words w;
	struct err err = {0};
	struct buf b;

	(void)state;
	buf_init(&b, 4096);
	for (size_t i = 0; i < N(values); i++) {
		char name[8];
		snprintf(name, sizeof name, "k%zu", i);
		assert_int_equal(reply_text(&b, name, values[i]), 0);
	}
	assert_int_equal(buf_add(&b, "", 1), 0);
	if (words_split(b.data + b.off, &w, &err))
		fail_msg("%s", err.text);
	assert_int_equal(w.n_opt, N(values));
	for (size_t i = 0; i < N(values); i++)
		assert_string_equal(w.opt[i].value, strchr(values[i], '\t') ? "tab here" : values[i]);
	buf_fini(&b);
}

static void figures(void **state)
{
	static const struct measure m = {.unit = "USD", .kind = COOP_FLOW};
	static const struct {
		struct figure f;
		const char *period, *wanted;
	} row[] = {
	    {{.value = 4.4e9, .low = 4.3e9, .high = 4.4e9, .bound = BOUND_NEARLY, .status = STATUS_NORMAL, .source = 1, .published = 19944},
	     "2023",
	     "2023 4400000000 low=4300000000 high=4400000000 bound=nearly basis=observed status=A source=report:2024.a-b_c "
	     "published=2024-08-09 unit=USD"},
	    {{.value = 360000,
	      .low = -INFINITY,
	      .high = INFINITY,
	      .bound = BOUND_ABOUT,
	      .basis = BASIS_DERIVED,
	      .status = STATUS('P') | STATUS('E'),
	      .published = DATE_NONE},
	     "2024-S1",
	     "2024-S1 360000 low=-inf high=inf bound=about basis=derived status=EP unit=USD"},
	    {{.value = 0, .low = 0, .high = 0, .bound = BOUND_EXACT, .basis = BASIS_ASSUMED, .status = STATUS('F'), .published = 0},
	     "2024-01-01/P5M",
	     "2024-01-01/P5M 0 low=0 high=0 bound=exact basis=assumed assume=even status=F published=1970-01-01 unit=USD"},
	};

	(void)state;
	for (size_t i = 0; i < N(row); i++) {
		struct figure f = row[i].f;
		struct buf b;
		f.period = period(row[i].period);
		buf_init(&b, 4096);
		assert_int_equal(reply_figure(&b, &core, &m, &f), 0);
		assert_holds(&b, row[i].wanted);
		buf_fini(&b);

		/* With less room than it needs it fails, whatever part of it does not fit. */
		for (size_t max = 0; max < strlen(row[i].wanted); max++) {
			buf_init(&b, max);
			assert_int_not_equal(reply_figure(&b, &core, &m, &f), 0);
			buf_fini(&b);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(spans), cmocka_unit_test(held), cmocka_unit_test(keys), cmocka_unit_test(read_back), cmocka_unit_test(figures),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
