/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of the load generator that its numbers rest on.
 */
#include "../bench/hist.h"
#include "../bench/names.h"
#include "../bench/work.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void slots_are_narrow(void **state)
{
	(void)state;
	static const uint64_t values[] = {0, 1, 63, 64, 65, 127, 128, 1000, 123456789, (uint64_t)1 << 40, UINT64_MAX};
	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
		struct hist h = {0};
		hist_add(&h, values[i]);
		hist_add(&h, UINT64_MAX);
		uint64_t edge = hist_at(&h, 0.5);
		assert_true(edge >= values[i]);
		assert_true((double)(edge - values[i]) <= (double)values[i] / 31);
	}
}

static void shares_of_a_thousand(void **state)
{
	(void)state;
	static const struct {
		double share;
		uint64_t least, most;
	} rows[] = {{0.001, 1, 1}, {0.01, 10, 10}, {0.5, 500, 516}, {0.99, 990, 1000}, {1, 1000, 1000}};
	struct hist h = {0};

	assert_int_equal(hist_at(&h, 0.5), 0);
	for (uint64_t v = 1000; v >= 1; v--)
		hist_add(&h, v);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_true(hist_at(&h, rows[i].share) >= rows[i].least);
		assert_true(hist_at(&h, rows[i].share) <= rows[i].most);
	}
	assert_int_equal(h.n, 1000);
	assert_int_equal(h.max, 1000);
}

static char *temporary(const char *text)
{
	static char path[] = "/tmp/coopd-test-names-XXXXXX";
	strcpy(path + sizeof path - 7, "XXXXXX");
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	return path;
}

static void files_of_names(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		uint32_t max;
		int rc;
		const char *says;
	} rows[] = {
	    {"AZ-RU/trade/turnover\nB\n", 2, 0, ""}, {"A\nB", 2, 0, ""},         {"A\nB\n", 1, 0, ""},
	    {"A\nB\n", 3, ERR_DATA, "has 2 names"},  {"", 1, ERR_DATA, "has 0"}, {"A\n\nB\n", 3, ERR_DATA, ":2: a name has"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct names names;
		struct err err = {0};
		char *path = temporary(rows[i].text);
		assert_int_equal(names_read(&names, path, rows[i].max, &err), rows[i].rc);
		assert_non_null(strstr(err.text, rows[i].says));
		if (rows[i].rc == 0) {
			assert_int_equal(names.n, rows[i].max);
		}
		names_free(&names);
		unlink(path);
	}
}

/* Two series, "A" and "BB". */
static void lines_of_requests(void **state)
{
	(void)state;
	static const struct {
		const char *mode;
		uint64_t op;
		const char *wanted;
	} rows[] = {
	    {"put", 0, "PUT A 1964 100001\n"},
	    {"put", 3, "PUT BB 1965 100031\n"},
	    {"put", 6, "PUT A 1964 100061\n"}, /* three laps, then anew */
	    {"put", 99991, "PUT BB 1964 100001\n"},
	    {"putval", 2, "PUTVAL A-A 110:100021\n"},
	    {"update", 2, "UPDATE /r/A-A.rrd 110:100021\n"},
	    {"batch", 1, "BATCH\nUPDATE /r/A-A.rrd 110:100021\nUPDATE /r/BB-A.rrd 110:100031\n.\n"},
	    {"get", 3, "GET BB 1965\n"},
	    {"history", 1, "GET BB-A\n"},
	    {"getval", 0, "GETVAL A-A\n"},
	    {"fetch", 0, "FETCH /r/A-A.rrd AVERAGE 31557600 1925013599 value\n"},
	    {"pending", 0, "PENDING /r/A-A.rrd\n"},
	    {"listval", 9, "LISTVAL\n"},
	    {"list", 9, "LIST RECURSIVE /\n"},
	    {"series", 9, "SERIES *\n"},
	    {"echo", 1, "ECHO 60 BB\n"},
	};
	char a[] = "A", bb[] = "BB";
	struct name name[] = {{a, 1}, {bb, 2}};
	struct names names = {.name = name, .n = 2};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct work w = {work_find(rows[i].mode), &names, "/r", 2, 60, 3, 1964, 100, 10};
		struct buf out;
		buf_init(&out, 1 << 16);
		assert_non_null(w.mode);
		assert_int_equal(work_write(&w, rows[i].op, &out), 0);
		assert_int_equal(out.len, strlen(rows[i].wanted));
		assert_memory_equal(buf_bytes(&out), rows[i].wanted, out.len);
		buf_fini(&out);
	}
	assert_null(work_find("nothing"));
}

static void what_proves(void **state)
{
	(void)state;
	static const struct {
		const char *mode, *line;
		uint64_t seq;
		bool wanted;
	} rows[] = {
	    {"get", "1964 100001 low=100001 high=100001 bound=exact", 0, true},
	    {"get", "1964 100011 low=100001 high=100001 bound=exact", 0, false},
	    {"get", "1964", 0, false},
	    {"getval", "value=1.000010e+05", 0, true},
	    {"getval", "value=1.000110e+05", 0, false},
	    {"getval", "value=NaN", 0, false},
	    {"pending", "110:100021", 2, true},
	    {"pending", "100:100021", 2, false},
	    {"pending", "110:1000210", 2, false},
	};
	char a[] = "A", bb[] = "BB";
	struct name name[] = {{a, 1}, {bb, 2}};
	struct names names = {.name = name, .n = 2};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct work w = {work_find(rows[i].mode), &names, "/r", 2, 60, 3, 1964, 100, 10};
		assert_int_equal(w.mode->proves(&w, rows[i].seq, rows[i].line, strlen(rows[i].line)), rows[i].wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(slots_are_narrow),  cmocka_unit_test(shares_of_a_thousand), cmocka_unit_test(files_of_names),
	    cmocka_unit_test(lines_of_requests), cmocka_unit_test(what_proves),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
