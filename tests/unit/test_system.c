/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows with answers worked out by hand, and random systems around a hidden truth, whose answers are compared with those of a plain dense simplex
 * in 128 bits (Bland's rule) that shares nothing with the code under test. COOPD_SEED gives another seed.
 */
#include "weigh/system.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "seed.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define N(a) (sizeof(a) / sizeof(a)[0])
#define VARS 8
#define TERMS 6
#define SAID 12
#define INF INFINITY

/* Systems as rows --------------------------------------------------------------------------------------------------------- */

struct said {
	struct term num[TERMS]; /* factor 0 ends the list */
	struct term den[TERMS];
	double low, high;
	int fact;
};

struct model {
	int n_vars;
	double bounds[VARS][2];
	struct said said[SAID];
	int n_said;
};

static size_t count(const struct term *t)
{
	size_t n = 0;

	while (n < TERMS && t[n].factor != 0)
		n++;
	return n;
}

static struct system *make(const struct model *m)
{
	struct system *s;

	assert_int_equal(system_create(&s), 0);
	for (int v = 0; v < m->n_vars; v++)
		assert_int_equal(system_add_var(s, m->bounds[v][0], m->bounds[v][1]), v);
	for (int i = 0; i < m->n_said; i++) {
		const struct said *a = &m->said[i];
		int id = count(a->den) ? system_add_ratio(s, a->num, count(a->num), a->den, count(a->den), a->low, a->high, a->fact)
		                       : system_add_sum(s, a->num, count(a->num), a->low, a->high, a->fact);
		assert_int_equal(id, i);
	}
	return s;
}

static bool near(double got, double wanted, double by)
{
	if (isinf(wanted) || isinf(got))
		return got == wanted;
	return fabs(got - wanted) <= by * fmax(1e-3, fabs(wanted));
}

static struct interval ask(struct system *s, const struct term *num, const struct term *den)
{
	struct interval i = {NAN, NAN};
	struct err e = {0};
	int r =
	    den && count(den) ? system_ratio_range(s, num, count(num), den, count(den), &i, &e) : system_range(s, num, count(num), &i, &e);

	if (r)
		fail_msg("%d %s", r, e.text);
	return i;
}

#define POSITIVE                                                                                                                           \
	{                                                                                                                                  \
		{0, INF}, {0, INF}, {0, INF}, {0, INF}, {0, INF}, {0, INF}, {0, INF},                                                      \
		{                                                                                                                          \
			0, INF                                                                                                             \
		}                                                                                                                          \
	}

/* Answers, worked out by hand --------------------------------------------------------------------------------------------- */

static const struct {
	const char *what;
	struct model m;
	struct {
		struct term num[TERMS], den[TERMS];
		struct interval wanted;
		int low_support[4], high_support[4]; /* statements, from 1; 0 ends */
	} ask[6];
	int n_ask;
	bool loop; /* of variable 0 */
} answers[] = {
    {"turnover a year before, from its growth",
     {2, POSITIVE, {{{{0, 1}}, {{0}}, 4.3e9, 4.4e9, 0}, {{{0, 1}}, {{1, 1}}, 1.1745, 1.1755, 1}}, 2},
     {{{{1, 1}}, {{0}}, {4.3e9 / 1.1755, 4.4e9 / 1.1745}, {1, 2}, {1, 2}},
      {{{0, 1}}, {{0}}, {4.3e9, 4.4e9}, {1}, {1}},
      {{{0, 1}}, {{1, 1}}, {1.1745, 1.1755}, {2}, {2}},
      {{{0, 1}, {1, -1}}, {{0}}, {4.3e9 * (1 - 1 / 1.1745), 4.4e9 * (1 - 1 / 1.1755)}, {1, 2}, {1, 2}}},
     4},
    /* 0: the year, 1: a its first half, 2: b its second, 3: c the next first half. b + c uses a twice in opposite ways: b + c = year + c - c / r. */
    {"twelve months to June use the first half once",
     {4,
      POSITIVE,
      {{{{0, 1}}, {{0}}, 630000, 640000, 0},
       {{{3, 1}}, {{0}}, 355000, 365000, 1},
       {{{3, 1}}, {{1, 1}}, 1.195, 1.205, 2},
       {{{1, 1}, {2, 1}, {0, -1}}, {{0}}, 0, 0, SYSTEM_IDENTITY}},
      4},
     {{{{1, 1}}, {{0}}, {355000 / 1.205, 365000 / 1.195}, {2, 3}, {2, 3}},
      {{{2, 1}}, {{0}}, {630000 - 365000 / 1.195, 640000 - 355000 / 1.205}, {1, 2, 3, 4}, {1, 2, 3, 4}},
      {{{2, 1}, {3, 1}}, {{0}}, {630000 + 355000 * (1 - 1 / 1.195), 640000 + 365000 * (1 - 1 / 1.205)}, {1, 2, 3, 4}, {1, 2, 3, 4}}},
     3},
    /* 0 X, 1 M, 2 turnover, 3 balance: X = (turnover + balance) / 2. */
    {"exports from turnover and balance, a loop",
     {4,
      {{0, INF}, {0, INF}, {0, INF}, {-INF, INF}},
      {{{{0, 1}, {1, 1}, {2, -1}}, {{0}}, 0, 0, SYSTEM_IDENTITY},
       {{{0, 1}, {1, -1}, {3, -1}}, {{0}}, 0, 0, SYSTEM_IDENTITY},
       {{{2, 1}}, {{0}}, 4.3e9, 4.4e9, 0},
       {{{3, 1}}, {{0}}, -1.2e9, -1.1e9, 1}},
      4},
     {{{{0, 1}}, {{0}}, {1.55e9, 1.65e9}, {1, 2, 3, 4}, {1, 2, 3, 4}},
      {{{1, 1}}, {{0}}, {2.7e9, 2.8e9}, {1, 2, 3, 4}, {1, 2, 3, 4}},
      {{{1, 1}}, {{0, 1}}, {5.5 / 3.3, 5.5 / 3.1}, {1, 2, 3, 4}, {1, 2, 3, 4}},
      {{{3, 1}}, {{0}}, {-1.2e9, -1.1e9}, {4}, {4}},
      {{{0, 1}}, {{2, 1}}, {3.1 / 8.6, 3.3 / 8.8}, {1, 2, 3, 4}, {1, 2, 3, 4}}},
     5,
     true},
    {"known exactly, all of it: no component, no loop",
     {4,
      {{5, 5}, {3, 3}, {0, INF}, {-INF, INF}},
      {{{{0, 1}, {1, 1}, {2, -1}}, {{0}}, 0, 0, SYSTEM_IDENTITY}, {{{0, 1}, {1, -1}, {3, -1}}, {{0}}, 0, 0, SYSTEM_IDENTITY}},
      2},
     {{{{2, 1}}, {{0}}, {8, 8}, {1}, {1}}, {{{3, 1}}, {{0}}, {2, 2}, {2}, {2}}, {{{2, 1}, {3, 1}}, {{0}}, {10, 10}, {1, 2}, {1, 2}}},
     3},
    {"nothing is said",
     {2, {{0, INF}, {-INF, 7}}},
     {{{{0, 1}}, {{0}}, {0, INF}},
      {{{0, 1}, {1, -1}}, {{0}}, {-7, INF}},
      {{{0, -2}}, {{0}}, {-INF, 0}},
      {{{1, 1}}, {{0, 1}}, {-INF, INF}},
      {{{0, 1}, {0, -1}}, {{0}}, {0, 0}}},
     5},
    {"a part and its whole",
     {2, POSITIVE, {{{{1, 1}}, {{0}}, 200, 300, 0}, {{{0, 1}}, {{1, 1}}, -INF, 0.5, 1}}, 2},
     {{{{0, 1}}, {{0}}, {0, 150}, {0}, {1, 2}}, {{{0, 1}}, {{1, 1}}, {0, 0.5}, {0}, {2}}},
     2},
    {"quotients of what is not connected",
     {3, {{10, 20}, {2, 5}, {0, 4}}, {{{{0}}, {{0}}, 0, 0, 0}}, 0},
     {{{{0, 1}}, {{1, 1}}, {2, 10}},
      {{{0, 1}}, {{2, 1}}, {2.5, INF}},
      {{{0, -1}}, {{1, 1}}, {-10, -2}},
      {{{1, 1}, {2, 1}}, {{0, 1}}, {0.1, 0.9}}},
     4},
    {"one variable twice in a statement, and a statement that is off",
     {1, {{0, INF}}, {{{{0, 1}, {0, 1}}, {{0}}, 6, 8, 0}, {{{0, 1}}, {{0}}, -INF, INF, 1}}, 2},
     {{{{0, 1}}, {{0}}, {3, 4}, {1}, {1}}, {{{0, 1}, {0, 2}}, {{0}}, {9, 12}, {1}, {1}}},
     2},
    {"ones beside ten million millions",
     {3, {{1e13, 1e13 + 5}, {0, INF}, {1e13 + 10, 1e13 + 10}}, {{{{0, 1}, {1, 1}, {2, -1}}, {{0}}, 0, 0, SYSTEM_IDENTITY}}, 1},
     {{{{1, 1}}, {{0}}, {5, 10}, {1}, {1}}},
     1},
    {"a difference of open amounts that a ratio bounds",
     {3, {{65577094, INF}, {0, INF}, {0, INF}}, {{{{1, 1}, {0, 2}}, {{2, 1}}, 0.15, 0.16, 0}}, 1},
     {{{{1, 1}, {2, -2}}, {{0}}, {-INF, -2 * (65577094 * 2 / 0.16)}, {0}, {1}}},
     1,
     true},
    {"a share of a sum: 0 in parts of 0 and 1",
     {3,
      POSITIVE,
      {{{{0, 1}, {1, 1}, {2, -1}}, {{0}}, 0, 0, SYSTEM_IDENTITY}, {{{2, 1}}, {{0}}, 90, 110, 0}, {{{0, 1}}, {{0}}, 22, 33, 1}},
      3},
     {{{{0, 1}}, {{2, 1}}, {0.2, 33 / 90.0}, {2, 3}, {2, 3}}, {{{1, 1}}, {{2, 1}}, {57 / 90.0, 0.8}, {1, 2, 3}, {1, 2, 3}}},
     2},
};

static void check_support(struct system *s, const struct term *num, const struct term *den, bool high, const int *wanted, const char *what)
{
	struct err e = {0};
	int *got;
	size_t n, n_wanted = 0;

	while (n_wanted < 4 && wanted[n_wanted])
		n_wanted++;
	if (system_support(s, num, count(num), den, count(den), high, &got, &n, &e))
		fail_msg("%s: %s", what, e.text);
	bool same = n == n_wanted;
	for (size_t i = 0; same && i < n; i++)
		same = got[i] + 1 == wanted[i];
	if (!same) {
		for (size_t i = 0; i < n; i++)
			print_message("rests on %d\n", got[i] + 1);
		fail_msg("%s: support of the %s end: %zu statements", what, high ? "high" : "low", n);
	}
	free(got);
}

static void test_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(answers); i++) {
		struct system *s = make(&answers[i].m);
		assert_int_equal(system_check(s, NULL), 0);
		if (system_has_loop(s, 0) != answers[i].loop)
			fail_msg("%s: loop", answers[i].what);
		for (int k = 0; k < answers[i].n_ask; k++) {
			struct interval w = answers[i].ask[k].wanted, got = ask(s, answers[i].ask[k].num, answers[i].ask[k].den);
			if (!near(got.low, w.low, 1e-9) || !near(got.high, w.high, 1e-9))
				fail_msg("%s, question %d: [%.12g, %.12g], wanted [%.12g, %.12g]", answers[i].what, k + 1, got.low,
				         got.high, w.low, w.high);
			check_support(s, answers[i].ask[k].num, answers[i].ask[k].den, false, answers[i].ask[k].low_support,
			              answers[i].what);
			check_support(s, answers[i].ask[k].num, answers[i].ask[k].den, true, answers[i].ask[k].high_support,
			              answers[i].what);
		}
		system_destroy(s);
	}
}

/* Contradictions ---------------------------------------------------------------------------------------------------------- */

static const struct {
	const char *what;
	struct model m;
	int verdict;
	int facts[6]; /* from 1; 0 ends */
} conflicts[] = {
    {"1.1 + 2.2 = 3.3", {3, {{1.1, 1.1}, {2.2, 2.2}, {3.3, 3.3}}, {{{{0, 1}, {1, 1}, {2, -1}}, {{0}}, 0, 0, 0}}, 1}, 0},
    {"within the tolerance", {1, POSITIVE, {{{{0, 1}}, {{0}}, 1e9, 1e9, 0}, {{{0, 1}}, {{0}}, 1e9 + 0.5, 1e9 + 0.5, 1}}, 2}, 0},
    {"beyond it", {1, POSITIVE, {{{{0, 1}}, {{0}}, 1e9, 1e9, 0}, {{{0, 1}}, {{0}}, 1e9 + 2, 1e9 + 2, 1}}, 2}, ERR_CONFLICT, {1, 2}},
    {"two of three, and a third that has nothing to do with it",
     {2, POSITIVE, {{{{0, 1}}, {{0}}, 10, 20, 7}, {{{1, 1}}, {{0, 1}}, 2, 3, 8}, {{{0, 1}}, {{0}}, 30, 40, 9}}, 3},
     ERR_CONFLICT,
     {8, 10}},
    {"growth against levels",
     {2, POSITIVE, {{{{0, 1}}, {{0}}, 4.3e9, 4.4e9, 2}, {{{1, 1}}, {{0}}, 4.0e9, 4.1e9, 1}, {{{0, 1}}, {{1, 1}}, 1.17, 1.18, 0}}, 3},
     ERR_CONFLICT,
     {1, 2, 3}},
    {"through points",
     {3,
      POSITIVE,
      {{{{0, 1}}, {{0}}, 5, 5, 0}, {{{1, 1}}, {{0}}, 3, 3, 1}, {{{0, 1}, {1, 1}, {2, -1}}, {{0}}, 0, 0, -1}, {{{2, 1}}, {{0}}, 10, 12, 2}},
      4},
     ERR_CONFLICT,
     {1, 2, 3}},
    {"in a loop, where propagation sees nothing: x + y, y + z, z + x",
     {3,
      POSITIVE,
      {{{{0, 1}, {1, 1}}, {{0}}, 10, 10, 0},
       {{{1, 1}, {2, 1}}, {{0}}, 10, 10, 1},
       {{{2, 1}, {0, 1}}, {{0}}, 10, 10, 2},
       {{{0, 1}, {1, 1}, {2, 1}}, {{0}}, 16, 17, 3}},
      4},
     ERR_CONFLICT,
     {1, 2, 3, 4}},
    {"the identities alone", {1, {{0, 5}}, {{{{0, 1}}, {{0}}, 6, 7, -1}, {{{0, 1}}, {{0}}, 1, 2, 0}}, 2}, ERR_CONFLICT, {0}},
    {"a variable that can be nothing", {1, {{5, 4}}}, ERR_CONFLICT, {0}},
    {"ends the wrong way round", {2, POSITIVE, {{{{0, 1}, {1, 1}}, {{0}}, 7, 6, 3}}, 1}, ERR_CONFLICT, {4}},
    {"one fact said by two statements",
     {2, POSITIVE, {{{{0, 1}}, {{0}}, 1, 2, 5}, {{{1, 1}}, {{0}}, 1, 2, 5}, {{{0, 1}, {1, 1}}, {{0}}, 9, 10, 6}}, 3},
     ERR_CONFLICT,
     {6, 7}},
    {"nothing but points", {1, {{4, 4}}, {{{{0, 1}}, {{0}}, 5, 6, 2}}, 1}, ERR_CONFLICT, {3}},
    {"a ratio that only nothing satisfies", {2, POSITIVE, {{{{0, 1}}, {{1, 1}}, 3, 2, 0}}, 1}, 0},
};

static void check_conflict(struct system *s, const int *wanted, const char *what)
{
	struct err e = {0};
	int *got;
	size_t n;

	if (system_conflict(s, &got, &n, &e))
		fail_msg("%s: %s", what, e.text);
	for (size_t i = 0; i < n; i++)
		if (got[i] + 1 != wanted[i])
			fail_msg("%s: fact %d where %d was wanted", what, got[i], wanted[i] - 1);
	if (wanted[n])
		fail_msg("%s: only %zu facts", what, n);
	free(got);
}

static void test_conflicts(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(conflicts); i++) {
		struct system *s = make(&conflicts[i].m);
		struct term x = {0, 1};
		struct interval r;
		struct err e = {0};
		if (system_check(s, &e) != conflicts[i].verdict)
			fail_msg("%s: %d %s", conflicts[i].what, system_check(s, NULL), e.text);
		assert_int_equal(system_range(s, &x, 1, &r, &e), conflicts[i].verdict);
		if (conflicts[i].verdict) {
			assert_true(strlen(e.text) > 0);
			check_conflict(s, conflicts[i].facts, conflicts[i].what);
		}
		system_destroy(s);
	}
}

static void test_changes_are_seen(void **state)
{
	(void)state;
	struct system *s;
	struct term x = {0, 1}, y = {1, 1}, both[] = {{0, 1}, {1, 1}}, wrong = {9, 1};

	assert_int_equal(system_create(&s), 0);
	assert_int_equal(system_add_var(s, 0, 100), 0);
	assert_true(ask(s, (struct term[TERMS]){x}, NULL).high == 100);
	assert_int_equal(system_add_var(s, 0, 10), 1);
	assert_int_equal(system_add_sum(s, both, 2, 50, 60, 4), 0);
	assert_true(ask(s, (struct term[TERMS]){x}, NULL).low == 40);
	assert_int_equal(system_add_sum(s, &y, 1, 5, 5, 5), 1);
	assert_true(ask(s, (struct term[TERMS]){x}, NULL).low == 45);
	system_set(s, 1, 20, 20);
	assert_int_equal(system_check(s, NULL), ERR_CONFLICT);
	system_set(s, 1, -INFINITY, INFINITY);
	assert_int_equal(system_check(s, NULL), 0);
	assert_true(ask(s, (struct term[TERMS]){x}, NULL).low == 40);
	assert_true(system_add_sum(s, &wrong, 1, 0, 0, 1) < 0);
	assert_true(system_add_sum(s, &(struct term){0, NAN}, 1, 0, 0, 1) < 0);
	system_destroy(s);
	system_destroy(NULL);
}

static void test_chain(void **state)
{
	(void)state;
	enum { LONG = 2000 };
	struct system *s;

	assert_int_equal(system_create(&s), 0);
	for (int i = 0; i <= LONG; i++)
		assert_int_equal(system_add_var(s, 0, INFINITY), i);
	for (int i = 0; i < LONG; i++)
		assert_int_equal(
		    system_add_ratio(s, &(struct term){(uint32_t)i + 1, 1}, 1, &(struct term){(uint32_t)i, 1}, 1, 1.001, 1.0011, i), i);
	assert_int_equal(system_add_sum(s, &(struct term){LONG / 2, 1}, 1, 1e6, 1e6 + 1, LONG), LONG);
	assert_false(system_has_loop(s, 0));
	struct interval last = ask(s, (struct term[TERMS]){{LONG, 1}}, NULL), first = ask(s, (struct term[TERMS]){{0, 1}}, NULL);
	assert_true(near(last.low, 1e6 * pow(1.001, LONG / 2), 1e-9) && near(last.high, (1e6 + 1) * pow(1.0011, LONG / 2), 1e-9));
	assert_true(near(first.low, 1e6 * pow(1.0011, -LONG / 2), 1e-9) && near(first.high, (1e6 + 1) * pow(1.001, -LONG / 2), 1e-9));
	int *got;
	size_t n;
	assert_int_equal(system_support(s, &(struct term){LONG, 1}, 1, NULL, 0, true, &got, &n, NULL), 0);
	assert_int_equal(n, LONG / 2 + 1);
	assert_int_equal(got[0], LONG / 2);
	free(got);
	assert_int_equal(system_add_sum(s, &(struct term){LONG, 1}, 1, 1, 2, LONG + 1), LONG + 1);
	assert_int_equal(system_conflict(s, &got, &n, NULL), 0);
	assert_int_equal(n, LONG / 2 + 2);
	free(got);
	system_destroy(s);
}

/* Random systems and another solver ---------------------------------------------------------------------------------------- */

static uint64_t seed;

/* Twice the digits of a double, so that no case is decided by rounding. */
typedef _Float128 real;

static real size_of(real v)
{
	return v < 0 ? -v : v;
}

static real more_of(real a, real b)
{
	return a > b ? a : b;
}

static uint32_t dice(uint32_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((seed >> 33) % n);
}

static double chance(void)
{
	return dice(1u << 30) / (double)(1u << 30);
}

/* max c x where a x <= b, x >= 0, as a dictionary: basic variables by row, the others by column, the objective in row m, the objective of phase one in
 * row m + 1. */
#define LP_ROWS 80
#define LP_COLS (VARS + 2)
struct plain {
	int n, m;
	real a[LP_ROWS + 2][LP_COLS + 1]; /* the last column: right hand side */
	int basic[LP_ROWS], other[LP_COLS + 1];
};

static void pivot(struct plain *p, int r, int c)
{
	real by = 1 / p->a[r][c];

	for (int i = 0; i < p->m + 2; i++)
		for (int j = 0; j <= p->n && i != r; j++)
			if (j != c)
				p->a[i][j] -= p->a[r][j] * p->a[i][c] * by;
	for (int i = 0; i < p->m + 2; i++)
		if (i != r)
			p->a[i][c] *= -by;
	for (int j = 0; j <= p->n; j++)
		if (j != c)
			p->a[r][j] *= by;
	p->a[r][c] = by;
	int t = p->basic[r];
	p->basic[r] = p->other[c];
	p->other[c] = t;
}

/* False where there is no bound. `art`: the number of the artificial variable, kept out of phase two. */
static bool climb(struct plain *p, int objective, int art)
{
	for (;;) {
		int c = -1, r = -1;
		for (int j = 0; j < p->n; j++)
			if ((objective > p->m || p->other[j] != art) && p->a[objective][j] < -1e-25 && (c < 0 || p->other[j] < p->other[c]))
				c = j;
		if (c < 0)
			return true;
		for (int i = 0; i < p->m; i++) {
			if (p->a[i][c] < 1e-25)
				continue;
			real d = r < 0 ? -1 : p->a[i][p->n] / p->a[i][c] - p->a[r][p->n] / p->a[r][c];
			if (r < 0 || d < 0 || (d == 0 && p->basic[i] < p->basic[r]))
				r = i;
		}
		if (r < 0)
			return false;
		pivot(p, r, c);
	}
}

/* 1: an optimum in *value and x, 0: no solution, -1: no bound. p->a holds a, b and, negated, c in row m. */
static int maximise(struct plain *p, real *value, real *x)
{
	int n = p->n, art = 1000, worst = 0;

	for (int j = 0; j < n; j++)
		p->other[j] = j;
	p->other[n] = art;
	for (int i = 0; i < p->m + 2; i++) {
		p->a[i][n + 1] = p->a[i][n];
		p->a[i][n] = i < p->m ? -1 : i > p->m;
		if (i < p->m) {
			p->basic[i] = n + i;
			if (p->a[i][n + 1] < p->a[worst][n + 1])
				worst = i;
		}
	}
	p->n = n + 1;
	if (p->m && p->a[worst][p->n] < -1e-25) {
		pivot(p, worst, n);
		if (!climb(p, p->m + 1, art) || p->a[p->m + 1][p->n] < -1e-18)
			return 0;
		for (int i = 0; i < p->m; i++) {
			int best = 0;
			for (int j = 1; j < p->n; j++)
				if (size_of(p->a[i][j]) > size_of(p->a[i][best]))
					best = j;
			if (p->basic[i] == art && size_of(p->a[i][best]) > 1e-18)
				pivot(p, i, best);
		}
	}
	if (!climb(p, p->m, art))
		return -1;
	*value = p->a[p->m][p->n];
	for (int j = 0; j < n; j++)
		x[j] = 0;
	for (int i = 0; i < p->m; i++)
		if (p->basic[i] < n)
			x[p->basic[i]] = p->a[i][p->n];
	return 1;
}

static void add_plain(struct plain *p, const real *row, real high, const struct model *m, const double *unit)
{
	real most = 0;

	assert_true(p->m < LP_ROWS);
	for (int j = 0; j < m->n_vars; j++) {
		p->a[p->m][j] = row[j] * unit[j];
		high -= row[j] * m->bounds[j][0];
		most = more_of(most, size_of(p->a[p->m][j]));
	}
	for (int j = 0; j < m->n_vars && most > 0; j++)
		p->a[p->m][j] /= most;
	p->a[p->m++][p->n] = most > 0 ? high / most : high;
}

static void plain_of(const struct model *m, const double *unit, struct plain *p)
{
	memset(p, 0, sizeof *p);
	p->n = m->n_vars;
	for (int i = 0; i < m->n_said; i++) {
		const struct said *s = &m->said[i];
		for (int side = 0; side < 2; side++) {
			real row[VARS] = {0}, end = side ? s->high : s->low, sign = side ? 1 : -1;
			bool ratio = count(s->den) > 0;
			if (isinf((double)end))
				continue;
			for (size_t k = 0; k < count(s->num); k++)
				row[s->num[k].var] += sign * s->num[k].factor;
			for (size_t k = 0; k < count(s->den); k++)
				row[s->den[k].var] -= sign * end * s->den[k].factor;
			add_plain(p, row, ratio ? 0 : sign * end, m, unit);
		}
	}
	for (int v = 0; v < m->n_vars; v++) {
		real row[VARS] = {0};
		row[v] = 1;
		if (isfinite(m->bounds[v][1]))
			add_plain(p, row, m->bounds[v][1], m, unit);
	}
}

/* 1, 0, -1 as maximise, or 2 where it is not known. The greatest sum of f[v] * variable v, and where: all lows of the models are finite. */
static int greatest(const struct model *m, const double *unit, const real *f, real *value, real *x)
{
	static struct plain p;
	real by = 0;

	plain_of(m, unit, &p);
	for (int v = 0; v < m->n_vars; v++)
		by = more_of(by, size_of(f[v] * unit[v]));
	for (int v = 0; v < m->n_vars; v++)
		p.a[p.m][v] = -f[v] * unit[v] / (by > 0 ? by : 1);
	int r = maximise(&p, value, x);
	if (r != 1)
		return r;
	/* Of wide systems some have bases that 128 bits are too few for: an answer that does not fit is none. */
	plain_of(m, unit, &p);
	for (int i = 0; i < p.m; i++) {
		real sum = -p.a[i][p.n];
		for (int v = 0; v < m->n_vars; v++)
			sum += p.a[i][v] * x[v];
		if (sum > 1e-18)
			return 2;
	}
	*value = 0;
	for (int v = 0; v < m->n_vars; v++) {
		x[v] = m->bounds[v][0] + x[v] * unit[v];
		*value += f[v] * x[v];
	}
	return 1;
}

static double plain_end(const struct model *m, const double *unit, const struct term *t, bool high)
{
	real f[VARS] = {0}, x[VARS], value;

	for (size_t i = 0; i < count(t); i++)
		f[t[i].var] += high ? t[i].factor : -t[i].factor;
	int r = greatest(m, unit, f, &value, x);
	assert_int_not_equal(r, 0);
	if (r == 2)
		return NAN;
	return r < 0 ? (high ? INFINITY : -INFINITY) : (double)(high ? value : -value);
}

/* By Dinkelbach's iteration: from a point's ratio r to the point where num - r * den is greatest. */
static double plain_ratio(const struct model *m, const double *unit, const struct term *num, const struct term *den, const double *truth,
                          bool high)
{
	real r = truth[num->var] / (real)truth[den->var], sign = high ? 1 : -1;

	for (int i = 0; i < 100; i++) {
		real f[VARS] = {0}, x[VARS], value;
		f[num->var] += sign;
		f[den->var] -= sign * r;
		if (greatest(m, unit, f, &value, x) != 1 || x[den->var] < 1e-18 * truth[den->var])
			return NAN;
		real next = x[num->var] / x[den->var];
		if (size_of(next - r) <= 1e-25 * size_of(r))
			break;
		r = next;
	}
	return (double)r;
}

/* An end about `by` of the truth away, or the truth itself, or none. */
static double end_near(double truth, double by, int sign)
{
	return truth + sign * fabs(truth) * by * chance();
}

static void random_model(struct model *m, double *truth, double *unit, bool wide)
{
	double base = wide ? 0 : 9 * chance();

	memset(m, 0, sizeof *m);
	m->n_vars = 2 + (int)dice(VARS - 2);
	for (int v = 0; v < m->n_vars; v++) {
		truth[v] = floor(pow(10, base + (wide ? 13 : 4) * chance()) * 8) / 8;
		unit[v] = exp2(floor(log2(truth[v])));
		m->bounds[v][0] = dice(3) ? 0 : floor(truth[v] * chance());
		m->bounds[v][1] = dice(2) ? INFINITY : truth[v] * (1 + 2 * chance());
		if (!dice(5))
			m->bounds[v][0] = m->bounds[v][1] = truth[v];
	}
	m->n_said = 1 + (int)dice(SAID - 2);
	for (int i = 0; i < m->n_said; i++) {
		struct said *s = &m->said[i];
		double by = pow(10, -4 * chance()), value = 0, sum = 0;
		int n = 1 + (int)dice(3), n_den = dice(3) ? 0 : 1 + (int)dice(2);
		for (int k = 0; k < n; k++) {
			s->num[k] = (struct term){dice((uint32_t)m->n_vars), !n_den && !dice(3) ? -1 : 1};
			value += s->num[k].factor * truth[s->num[k].var];
		}
		for (int k = 0; k < n_den; k++) {
			s->den[k] = (struct term){dice((uint32_t)m->n_vars), 1};
			sum += truth[s->den[k].var];
		}
		if (n_den)
			value /= sum;
		/* A sum may be known exactly: truths are eighths below 2^52, so that theirs are exact too. */
		s->low = dice(6) ? (!n_den && !dice(4) ? value : end_near(value, by, -1)) : -INFINITY;
		s->high = dice(6) ? (s->low == value ? value : end_near(value, by, 1)) : INFINITY;
		s->fact = i;
	}
}

static void compare(const char *what, double got, double wanted, int run, double numbers)
{
	if (isfinite(got) && isfinite(wanted) && fabs(got - wanted) <= 1e-9 * fabs(wanted) + 4e-12 * numbers)
		return;
	if (got == wanted || isnan(wanted))
		return;
	fail_msg("system %d: %s is %.17g, the other solver has %.17g", run, what, got, wanted);
}

static void check_random(int run, bool wide)
{
	struct model m;
	double truth[VARS], unit[VARS];
	struct err e = {0};

	random_model(&m, truth, unit, wide);
	struct system *s = make(&m);
	double most = 0;
	for (int v = 0; v < m.n_vars; v++)
		most = fmax(most, truth[v]);
	if (system_check(s, &e))
		fail_msg("system %d is true but: %s", run, e.text);
	for (int v = 0; v < m.n_vars; v++) {
		uint32_t w = dice((uint32_t)m.n_vars);
		struct term one[TERMS] = {{(uint32_t)v, 1}}, two[TERMS] = {{(uint32_t)v, 1}, {w, -2}}, den[TERMS] = {{w, 1}};
		struct interval i = ask(s, one, NULL), sum = ask(s, two, NULL), ratio = ask(s, one, den);
		double t = truth[v], t2 = t - 2 * truth[w], size = fmax(t, 2 * truth[w]);
		if (i.low > t * (1 + 1e-9) || i.high < t * (1 - 1e-9) || sum.low > t2 + 1e-9 * size || sum.high < t2 - 1e-9 * size)
			fail_msg("system %d: [%.17g, %.17g] is without the truth %.17g", run, i.low, i.high, t);
		compare("a low end", i.low, plain_end(&m, unit, one, false), run, most);
		compare("a high end", i.high, plain_end(&m, unit, one, true), run, most);
		compare("the low end of a sum", sum.low, plain_end(&m, unit, two, false), run, most);
		compare("the high end of a sum", sum.high, plain_end(&m, unit, two, true), run, most);
		if (ratio.low > t / truth[w] * (1 + 1e-9) || ratio.high < t / truth[w] * (1 - 1e-9))
			fail_msg("system %d: the ratio [%.17g, %.17g] is without the truth %.17g", run, ratio.low, ratio.high,
			         t / truth[w]);
		/* Of a wide system only the sums: where the denominator is the small one, a ratio is known to no more digits than that. */
		double low = plain_ratio(&m, unit, one, den, truth, false), high = plain_ratio(&m, unit, one, den, truth, true);
		if (isfinite(low) && !wide)
			compare("the low end of a ratio", ratio.low, low, run, most / truth[w]);
		if (isfinite(high) && isfinite(ratio.high) && !wide)
			compare("the high end of a ratio", ratio.high, high, run, most / truth[w]);
	}
	system_destroy(s);
}

static void start(void)
{
	seed = seed_begin(20240809);
}

static void test_random(void **state)
{
	(void)state;
	start();
	for (int run = 0; run < 500; run++)
		check_random(run, run % 2);
}

/* What a set of facts says alone, by the other solver. */
static bool can_be_true(const struct model *m, const double *unit, const int *facts, size_t n, size_t but)
{
	struct model of = *m;
	real none[VARS] = {0}, value, x[VARS];

	for (int i = 0; i < of.n_said; i++) {
		bool in = false;
		for (size_t k = 0; k < n; k++)
			in |= k != but && facts[k] == of.said[i].fact;
		if (!in) {
			of.said[i].low = -INFINITY;
			of.said[i].high = INFINITY;
		}
	}
	return greatest(&of, unit, none, &value, x) != 0;
}

static void test_planted(void **state)
{
	(void)state;
	start();
	for (int run = 0; run < 500; run++) {
		struct model m;
		double truth[VARS], unit[VARS];
		struct term sum[TERMS] = {{0, 1}, {1, 1}};
		struct err e = {0};
		int *facts;
		size_t n;
		random_model(&m, truth, unit, false);
		struct system *s = make(&m);
		struct interval i = ask(s, sum, NULL);
		system_destroy(s);
		if (isinf(i.high))
			continue;
		memcpy(m.said[m.n_said].num, sum, sizeof sum);
		m.said[m.n_said].low = i.high * 1.01;
		m.said[m.n_said].high = INFINITY;
		m.said[m.n_said].fact = m.n_said;
		m.n_said++;
		s = make(&m);
		if (system_check(s, &e) != ERR_CONFLICT || system_conflict(s, &facts, &n, &e))
			fail_msg("system %d: the contradiction was not found: %s", run, e.text);
		if (can_be_true(&m, unit, facts, n, n))
			fail_msg("system %d: the %zu facts can all be true", run, n);
		for (size_t k = 0; k < n; k++)
			if (!can_be_true(&m, unit, facts, n, k))
				fail_msg("system %d: fact %d is not needed", run, facts[k]);
		free(facts);
		system_destroy(s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_answers), cmocka_unit_test(test_conflicts), cmocka_unit_test(test_changes_are_seen),
	    cmocka_unit_test(test_chain),   cmocka_unit_test(test_random),    cmocka_unit_test(test_planted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
