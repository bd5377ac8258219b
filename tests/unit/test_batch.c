/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/batch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof(a)[0])

/* Of `n` commands every `step`-th fails, from `first` on. */
static const struct {
	uint64_t n, first, step;
	size_t wanted;    /* lines */
	const char *last; /* of them */
} rows[] = {
    {0, 1, 1, 0, ""},
    {10, 11, 1, 0, ""},
    {10, 10, 1, 1, "10 failed\n"},
    {10, 1, 1, 10, "10 failed\n"},
    {1000, 1, 1, 1000, "1000 failed\n"},
    {1001, 1, 1, 1001, "1001 is the last of 1 more commands that failed\n"},
    {100000, 10, 10, 1001, "100000 is the last of 9000 more commands that failed\n"},
};

static void reports(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct batch *b = batch_create();
		struct buf out;
		size_t n_lines = 77, n_ends = 0;
		char line[40];
		assert_non_null(b);
		for (uint64_t k = 1; k <= rows[i].n; k++) {
			batch_next(b);
			assert_int_equal(batch_command(b), k);
			if (k < rows[i].first || (k - rows[i].first) % rows[i].step)
				continue;
			int n = snprintf(line, sizeof line, "%llu failed\n", (unsigned long long)k);
			assert_int_equal(batch_fail(b, k, line, (size_t)n), 0);
		}
		buf_init(&out, SIZE_MAX / 2);
		assert_int_equal(batch_report(b, &out, &n_lines), 0);
		assert_int_equal(n_lines, rows[i].wanted);
		for (size_t k = 0; k < out.len; k++)
			n_ends += buf_bytes(&out)[k] == '\n';
		assert_int_equal(n_ends, n_lines);
		size_t len = strlen(rows[i].last);
		assert_true(out.len >= len);
		if (len)
			assert_memory_equal(buf_bytes(&out) + out.len - len, rows[i].last, len);
		buf_fini(&out);
		batch_destroy(b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reports),
	};
	batch_destroy(NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
