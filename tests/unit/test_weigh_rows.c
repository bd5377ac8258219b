/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures without what they rest on: weigh_rows tells the same of a simple series as weigh_each does, hedges, ranges, ranks and blocks without end included.
 */
#include "weigh/weigh.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "seed.h"

#define N(a) (sizeof(a) / sizeof(a)[0])
#define SERIES 1
#define FIGURES_MAX 400

static const struct measure measures[] = {
    {.kind = COOP_FLOW, .limits = {0, INFINITY}},
    {.kind = COOP_STOCK, .limits = {0, INFINITY}},
    {.kind = COOP_RATIO, .limits = {0, 100}},
    {.kind = COOP_RANK, .limits = {1, INFINITY}, .whole = true},
};

struct heard {
	struct weigh_row rows[FIGURES_MAX];
	size_t n;
};

static bool hear(void *arg, const struct figure *f)
{
	struct heard *h = arg;

	h->rows[h->n++] = (struct weigh_row){f->period, f->value, f->low, f->high};
	return true;
}

static void apply(struct book *b, const struct record *r)
{
	struct err e;

	if (book_apply(b, r, &e))
		fail_msg("%s", e.text);
}

/* Up to FIGURES_MAX figures of one frequency, one each, of any hedge. */
static void fill(struct book *b, char freq)
{
	size_t n = 1 + (size_t)rand() % FIGURES_MAX;
	struct period p = period_of_date(-20000, freq);

	for (uint64_t seq = 1; seq <= n; seq++) {
		struct observation o = {.seq = seq, .series = SERIES, .period = p, .published = 100 + rand() % 3};
		o.bound = (enum bound)(rand() % (BOUND_EXACT + 1));
		o.value = rand() % 200 / 2.0;
		o.g = rand() % 2;
		o.high = o.bound == BOUND_RANGE ? o.value + rand() % 9 : (double)NAN;
		o.status = STATUS('A');
		apply(b, &(struct record){.kind = RECORD_OBSERVATION, .observation = o});
		p = period_step(&p, 1 + rand() % 2);
	}
}

static void check(const struct weigh *w, const struct measure *m, char freq)
{
	static const struct weigh_options now = {.asof = DATE_NONE};
	static struct heard wanted;
	struct weigh_row rows[BLOCK_MAX];
	size_t first = 0;

	wanted.n = 0;
	weigh_each(w, SERIES, m, freq, &now, hear, &wanted);
	for (size_t n; (n = weigh_rows(w, SERIES, m, first, rows)) > 0; first += n)
		for (size_t i = 0; i < n; i++) {
			const struct weigh_row *a = &rows[i], *z = &wanted.rows[first + i];
			if (first + i >= wanted.n || period_cmp(&a->period, &z->period) != 0 || a->value != z->value || a->low != z->low ||
			    a->high != z->high)
				fail_msg("row %zu of %zu: %g %g..%g, not %g %g..%g", first + i, wanted.n, a->value, a->low, a->high,
				         z->value, z->low, z->high);
		}
	assert_int_equal(first, wanted.n);
}

static void like_figures(void **state)
{
	(void)state;
	srand(seed_begin(0));
	for (unsigned round = 0; round < 400; round++) {
		char freq = "ASQMD"[round % 5];
		struct book *b;
		assert_int_equal(book_create(&b), 0);
		apply(b, &(struct record){.kind = RECORD_SERIES, .series = {.id = SERIES, .key = "AZ-RU/trade/turnover"}});
		fill(b, freq);
		assert_true(book_series_is_simple(b, SERIES));
		struct weigh w = {.book = b, .policy = &hedge_policy_default};
		check(&w, &measures[(size_t)rand() % N(measures)], freq);
		book_destroy(b);
	}
}

static void nothing(void **state)
{
	struct weigh_row rows[BLOCK_MAX];
	struct book *b;

	(void)state;
	assert_int_equal(book_create(&b), 0);
	struct weigh w = {.book = b, .policy = &hedge_policy_default};
	assert_int_equal(weigh_rows(&w, SERIES, &measures[0], 0, rows), 0);
	book_destroy(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(like_figures), cmocka_unit_test(nothing)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
