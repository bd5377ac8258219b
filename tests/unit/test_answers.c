/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is kept is what would be worked out now: after random puts, withdrawals, amended sources and changes of the configuration, every answer of a world that keeps
 * its answers is that of the same book without. And long lists come in turns: what they cost is counted in the solver's effort, not in seconds. COOPD_SEED
 * gives another seed.
 */
#include "family_world.h"
#include "seed.h"

#include "weigh/answers.h"

#define STEPS 400
#define FIGURES_MAX 400
#define TURN 1000

static struct catalogue *catalogue;
static uint64_t random_state;

static unsigned chance(unsigned n)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(random_state >> 33) % n;
}

struct list {
	struct figure all[FIGURES_MAX];
	size_t n, n_propagated;
};

static bool add(void *arg, const struct figure *f)
{
	struct list *l = arg;

	assert_true(l->n < FIGURES_MAX);
	l->n_propagated += f->propagated;
	l->all[l->n++] = *f;
	return true;
}

static void ask(const struct weigh *w, const char *name, char freq, const struct weigh_options *opt, struct list *l)
{
	struct world like = {.catalogue = catalogue};
	struct measure m = world_measure(&like, name);
	struct err e = {0};

	l->n = l->n_propagated = 0;
	if (figures_each(w, &world_pair, &m, freq, opt, add, l, &e))
		fail_msg("%s: %s", name, e.text);
}

static bool is_near(double a, double b)
{
	return a == b || fabs(a - b) <= 1e-9 * fmax(1, fmax(fabs(a), fabs(b)));
}

static void same(const struct figure *a, const struct figure *b, const char *what)
{
	char when[PERIOD_TEXT_MAX];

	period_format(&b->period, when);
	if (period_cmp(&a->period, &b->period) != 0 || a->basis != b->basis || a->seq != b->seq || a->propagated || b->propagated ||
	    !is_near(a->low, b->low) || !is_near(a->high, b->high) || !is_near(a->value, b->value))
		fail_msg("%s %s: kept %.17g to %.17g, worked out %.17g to %.17g", what, when, a->low, a->high, b->low, b->high);
}

/* Kept and fresh --------------------------------------------------------------------------------------------------------------- */

static const char *const names[] = {"trade/turnover", "trade/exports",       "trade/imports", "trade/turnover_growth",
                                    "trade/balance",  "trade/exports_index", "life/schools",  "trade/share"};
static const char *const periods[] = {"2020", "2021", "2022", "2023", "2021-S1", "2021-S2", "2022-Q1", "2022-04", "2022-01-01/P5M"};

static void compare_list(const struct weigh *keeps, const struct weigh *fresh, const char *name, char freq, const struct weigh_options *opt)
{
	static struct list a, b;

	ask(keeps, name, freq, opt, &a);
	ask(fresh, name, freq, opt, &b);
	if (a.n != b.n)
		fail_msg("%s: %zu figures kept, %zu worked out", name, a.n, b.n);
	for (size_t i = 0; i < a.n; i++)
		same(&a.all[i], &b.all[i], name);
}

static void compare_one(const struct weigh *keeps, const struct weigh *fresh, const char *name, const char *when,
                        const struct weigh_options *opt)
{
	struct world like = {.catalogue = catalogue};
	struct measure m = world_measure(&like, name);
	struct period p = world_period(when);
	struct figure a, b;
	struct err e = {0};

	int kept = figures_one(keeps, &world_pair, &m, &p, opt, &a, &e), now = figures_one(fresh, &world_pair, &m, &p, opt, &b, &e);
	if (kept != now)
		fail_msg("%s %s: kept %d, worked out %d: %s", name, when, kept, now, e.text);
	if (kept == 1)
		same(&a, &b, name);
}

static void compare_newest(const struct weigh *keeps, const struct weigh *fresh, const char *name, const struct weigh_options *opt)
{
	struct world like = {.catalogue = catalogue};
	struct measure m = world_measure(&like, name);
	struct figure a[4], b[4];
	struct err e = {0};

	int kept = figures_newest(keeps, &world_pair, &m, "ASQM", opt, a, &e),
	    now = figures_newest(fresh, &world_pair, &m, "ASQM", opt, b, &e);
	if (kept != now)
		fail_msg("%s: newest kept %d, worked out %d: %s", name, kept, now, e.text);
	for (int i = 0; i < 4; i++)
		if (kept & 1 << i)
			same(&a[i], &b[i], name);
}

static int worst_source; /* as a configuration might say */

static int rank(const void *arg, const struct source *s)
{
	(void)arg;
	return (int)s->number == worst_source ? 1000 : s->rank ? s->rank : (int)s->number * 10;
}

static void say_something(struct world *w)
{
	static const char *const said[] = {"trade/turnover", "trade/exports", "trade/imports", "life/schools"};
	struct observation o = {.source = 1 + chance(WORLD_SOURCES),
	                        .published = 100 + (int32_t)chance(50),
	                        .high = NAN,
	                        .g = 5,
	                        .status = STATUS_NORMAL,
	                        .bound = BOUND_ABOUT,
	                        .period = world_period(periods[chance(N(periods))])};

	if (chance(4) == 0) {
		o.value = (double)chance(20);
		o.g = 1;
		o.period = world_period(periods[1 + chance(3)]);
		world_put(w, "trade/turnover_growth", &o);
		return;
	}
	o.value = 100 + (double)chance(30);
	if (chance(6) == 0) {
		o.status = STATUS('M');
		o.value = NAN;
	}
	const char *name = said[chance(N(said))];
	if (strcmp(name, "life/schools") == 0)
		o.period = world_period(periods[chance(4)]);
	world_put(w, name, &o);
}

static void amend_source(struct world *w)
{
	struct record r = {.kind = RECORD_SOURCE,
	                   .source = {.number = 1 + chance(WORLD_SOURCES), .published = DATE_NONE, .rank = 1 + (int)chance(50)}};

	snprintf(r.source.id, sizeof r.source.id, "source-%u", r.source.number);
	world_apply(w, &r);
}

static void change_something(struct world *w, struct answers *answers)
{
	switch (chance(8)) {
	case 0:
		amend_source(w);
		break;
	case 1:
		worst_source = (int)chance(WORLD_SOURCES + 1);
		answers_forget(answers);
		break;
	default:
		say_something(w);
	}
}

static void kept_is_fresh(void **state)
{
	struct answers_stats stats;
	struct world w;

	(void)state;
	random_state = seed_begin(1);
	world_init(&w, catalogue);
	w.weigh.rank = rank;
	struct weigh fresh = w.weigh, keeps = w.weigh;
	assert_int_equal(answers_create(&keeps.answers), 0);
	for (int step = 0; step < STEPS; step++) {
		struct weigh_options opt = {.asof = chance(4) ? DATE_NONE : 100 + (int32_t)chance(50), .hard = chance(8) == 0};
		if (chance(3) == 0)
			change_something(&w, keeps.answers);
		const char *name = names[chance(N(names))];
		compare_list(&keeps, &fresh, name, "\0ASQM"[chance(5)], &opt);
		compare_one(&keeps, &fresh, name, periods[chance(N(periods))], &opt);
		compare_newest(&keeps, &fresh, name, &opt);
	}
	answers_get_stats(keeps.answers, &stats);
	print_message("%llu answers found, %llu missed\n", (unsigned long long)stats.found, (unsigned long long)stats.missed);
	assert_true(stats.found > STEPS / 8 && stats.missed > STEPS / 8);
	answers_destroy(keeps.answers);
	world_fini(&w);
}

/* Turns -------------------------------------------------------------------------------------------------------------------------- */

/* Exports and imports of twenty years, badly known, and the growth of each and of their sum: all of it one component with loops. */
static void say_much(struct world *w)
{
	char text[300];

	for (int year = 2000; year < 2020; year++) {
		int i = year - 2000;
		snprintf(text, sizeof text, "trade/exports %d about %d g=40; trade/imports %d about %d g=30", year, 100 + 3 * i, year,
		         150 + 2 * i);
		world_say(w, text);
		snprintf(text, sizeof text,
		         "trade/turnover_growth %d about 2 g=1; trade/exports_growth %d about 2 g=1; trade/imports_growth %d about 1 g=1",
		         year + 1, year + 1, year + 1);
		world_say(w, text);
	}
}

static void long_lists_come_in_turns(void **state)
{
	const struct weigh_options opt = {.asof = DATE_NONE};
	static struct list whole, l;
	struct answers_stats stats;
	struct world w;
	size_t turns = 0, propagated = 0;

	(void)state;
	world_init(&w, catalogue);
	say_much(&w);
	uint64_t before = system_effort();
	ask(&w.weigh, "trade/turnover", 'A', &opt, &whole);
	uint64_t cost = system_effort() - before;
	assert_int_equal(whole.n, 21);
	assert_int_equal(whole.n_propagated, 0);
	assert_int_equal(answers_create(&w.weigh.answers), 0);
	do {
		before = system_effort();
		w.weigh.effort_until = before + TURN;
		ask(&w.weigh, "trade/turnover", 'A', &opt, &l);
		/* One turn is over with the figure in which it is spent, and much less than all; the first one makes the family too. */
		if (turns)
			assert_true(system_effort() - before < TURN + cost / 4);
		assert_true(l.n <= whole.n);
		for (size_t i = 0, k = 0; i < l.n; i++, k++) {
			while (period_cmp(&whole.all[k].period, &l.all[i].period) != 0)
				assert_true(++k < whole.n);
			if (!l.all[i].propagated)
				same(&l.all[i], &whole.all[k], "in turns");
			/* Sound: never narrower than the tightest. */
			assert_true(l.all[i].low <= whole.all[k].low + 1e-9 && l.all[i].high >= whole.all[k].high - 1e-9);
		}
		propagated += l.n_propagated;
		answers_get_stats(w.weigh.answers, &stats);
		assert_int_equal(stats.begun, stats.kept ? 0 : 1);
		assert_true(++turns <= whole.n);
	} while (!stats.kept);
	print_message("%zu turns, %zu figures told as propagated\n", turns, propagated);
	assert_true(turns > 2 && propagated > 0);
	before = system_effort();
	ask(&w.weigh, "trade/turnover", 'A', &opt, &l);
	assert_int_equal(system_effort(), before);
	assert_int_equal(l.n, whole.n);
	for (size_t i = 0; i < l.n; i++)
		same(&l.all[i], &whole.all[i], "kept");
	answers_destroy(w.weigh.answers);
	world_fini(&w);
}

/* Goes on by itself as the RRD view does, begins anew where something was said in between, and leaves other families as they are. */
static void prepared(void **state)
{
	const struct weigh_options opt = {.asof = DATE_NONE};
	struct answers_stats stats;
	struct world w;
	static struct list l;
	size_t turns = 0;

	(void)state;
	world_init(&w, catalogue);
	say_much(&w);
	world_say(&w, "life/arrivals 2003 about 112 g=30");
	struct measure m = world_measure(&w, "trade/turnover_growth");
	assert_int_equal(answers_create(&w.weigh.answers), 0);
	w.weigh.effort_until = system_effort() + TURN;
	assert_false(figures_prepare(&w.weigh, &world_pair, &m, 'A', &opt));
	world_say(&w, "trade/exports 2003 about 112 g=30 day=101");
	do
		w.weigh.effort_until = system_effort() + TURN;
	while (++turns < 100 && !figures_prepare(&w.weigh, &world_pair, &m, 'A', &opt));
	assert_true(turns > 1 && turns < 100);
	/* What is said of another family, of which something had been said before, touches nothing. */
	world_say(&w, "life/arrivals 2004 about 112 g=30");
	uint64_t before = system_effort();
	ask(&w.weigh, "trade/turnover_growth", 'A', &opt, &l);
	assert_int_equal(system_effort(), before);
	assert_int_equal(l.n_propagated, 0);
	answers_get_stats(w.weigh.answers, &stats);
	assert_int_equal(stats.begun, 0);
	assert_int_equal(stats.kept, 1);
	world_say(&w, "trade/imports 2003 about 112 g=30 day=102");
	ask(&w.weigh, "trade/turnover_growth", 'A', &opt, &l);
	assert_true(l.n_propagated > 0);
	answers_destroy(w.weigh.answers);
	world_fini(&w);
}

/* Memory ------------------------------------------------------------------------------------------------------------------------- */

static void the_oldest_go(void **state)
{
	struct weigh_options opt = {.asof = DATE_NONE};
	const struct figure *found;
	struct answers_stats stats;
	struct answer_key key, first;
	struct answers *a;
	struct family *f;
	struct world w;
	struct err e;
	size_t n = ANSWERS_BYTES_MAX / 8 / sizeof(struct figure), got;

	(void)state;
	world_init(&w, catalogue);
	world_say(&w, "trade/exports 2003 about 112 g=30; trade/imports 2003 about 112 g=30");
	struct measure m = world_measure(&w, "trade/turnover");
	struct figure *figures = calloc(3 * n, sizeof *figures);
	assert_non_null(figures);
	assert_int_equal(answers_create(&a), 0);
	assert_int_equal(family_create(&f, &w.weigh, &world_pair, &m, &opt, NULL, 0, &e), 0);
	for (opt.asof = 0; opt.asof < 20; opt.asof++) {
		answers_key(&key, ANSWER_LIST, &world_pair, &m, &(struct period){.freq = 'A'}, &opt);
		if (!opt.asof)
			first = key;
		answers_keep(a, w.book, &key, f, figures, n);
		answers_get_stats(a, &stats);
		assert_true(stats.bytes <= ANSWERS_BYTES_MAX && stats.kept > 0);
		assert_true(answers_find(a, w.book, &key, &found, &got) && got == n);
		/* What is asked for stays. */
		assert_true(answers_find(a, w.book, &first, &found, &got) && got == n);
	}
	assert_int_equal(stats.kept, 7);
	opt.asof = 1;
	answers_key(&key, ANSWER_LIST, &world_pair, &m, &(struct period){.freq = 'A'}, &opt);
	assert_false(answers_find(a, w.book, &key, &found, &got));
	answers_keep(a, w.book, &key, f, figures, 3 * n);
	assert_false(answers_find(a, w.book, &key, &found, &got));
	free(figures);
	family_destroy(f);
	answers_destroy(a);
	world_fini(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(kept_is_fresh),
	    cmocka_unit_test(long_lists_come_in_turns),
	    cmocka_unit_test(prepared),
	    cmocka_unit_test(the_oldest_go),
	};
	catalogue = world_catalogue();
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	catalogue_destroy(catalogue);
	return failed;
}
