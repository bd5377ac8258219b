/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store/book_block.h"

#include "base/date.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "seed.h"

static uint64_t below(uint64_t n)
{
	return (((uint64_t)rand() << 31) ^ (uint64_t)rand()) % n;
}

static double any_value(void)
{
	static const double odd[] = {0, -0.0, 1, -1, 0.1, 12.345, 1e15, 1e-15, -4.4e9, 9007199254740993.0, 1e300, -1e-300, 630000, 17.5};

	switch (below(5)) {
	case 0:
		return odd[below(sizeof odd / sizeof odd[0])];
	case 1:
		return NAN;
	case 2:
		return (double)below(1000000000) / 100;
	case 3:
		return (double)rand() / 3;
	default:
		return (double)below(1u << 30);
	}
}

static struct period any_period(void)
{
	static const char freqs[] = "ASQMDI";
	char freq = freqs[below(6)];
	int32_t day = date_from_civil(1000 + (int)below(9000), 1 + (unsigned)below(12), 1 + (unsigned)below(28));

	if (freq == 'I')
		return (struct period){.start = day, .months = (uint16_t)below(30), .days = (uint16_t)(1 + below(400)), .freq = 'I'};
	if (freq == 'D')
		return (struct period){.start = day, .days = 1, .freq = 'D'};
	return period_of_date(day, freq);
}

static int by_place(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	return entry_is_before(x, &y->period, y->seq) ? -1 : 1;
}

static void assert_same(const struct entry *a, const struct entry *b)
{
	assert_int_equal(memcmp(&a->value, &b->value, sizeof a->value) && !(isnan(a->value) && isnan(b->value)), 0);
	assert_int_equal(a->seq, b->seq);
	assert_int_equal(a->context, b->context);
	assert_int_equal(a->period.start, b->period.start);
	assert_int_equal(a->period.months, b->period.months);
	assert_int_equal(a->period.days, b->period.days);
	assert_int_equal(a->period.freq, b->period.freq);
}

static void check(const struct block *b, const struct entry *wanted, size_t n)
{
	struct entry got[BLOCK_MAX], first;

	assert_int_equal(b->n, n);
	block_read(b, got);
	for (size_t i = 0; i < n; i++)
		assert_same(&got[i], &wanted[i]);
	block_first(b, &first);
	assert_same(&first, &wanted[0]);
	assert_same(&b->last, &wanted[n - 1]);
	assert_true(b->len <= b->cap);
}

static void whatever_goes_in_comes_out(void **state)
{
	(void)state;
	srand(seed_begin(0));
	for (unsigned round = 0; round < 3000; round++) {
		struct entry all[BLOCK_MAX];
		size_t n = 1 + below(BLOCK_MAX), made = 1 + below(n);
		bool regular = below(2);
		struct period p = any_period();
		for (size_t i = 0; i < n; i++) {
			all[i] = (struct entry){any_value(), 1 + below(below(2) ? 1000 : 1ull << 50), regular ? p : any_period(),
			                        (uint32_t)below(3)};
			if (regular && below(4))
				p = period_step(&p, below(10) ? 1 : 3);
		}
		if (period_end(&p) > date_from_civil(9990, 1, 1))
			continue;
		qsort(all, n, sizeof *all, by_place);
		struct block *b = block_create(all, made);
		assert_non_null(b);
		for (size_t i = made; i < n; i++)
			assert_int_equal(block_append(&b, &all[i]), 0);
		check(b, all, n);
		free(b);
	}
}

/* Sixty yearly figures, each recorded in a round over a hundred thousand series. */
static void a_usual_series_is_small(void **state)
{
	(void)state;
	struct entry all[60];

	for (size_t i = 0; i < 60; i++)
		all[i] = (struct entry){1000000 + 777.0 * (double)i, 1 + 100000 * i,
		                        period_of_date(date_from_civil(1964 + (int)i, 1, 1), 'A'), 0};
	struct block *b = block_create(all, 60);
	assert_non_null(b);
	check(b, all, 60);
	print_message("%u bytes for 60 figures\n", b->len);
	assert_true(b->len < 60 * 9);
	free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whatever_goes_in_comes_out),
	    cmocka_unit_test(a_usual_series_is_small),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
