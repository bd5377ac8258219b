/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Families by chance. There is a truth, whole numbers by month; what is said is drawn from it, hedged so that it is true. Every figure has to contain the
 * truth, and has to be what a linear programme of the test's own (a variable for each month of each measure, rows straight from what was said) finds. Of
 * what is true nothing is in conflict; of what was falsified, the falsified fact is.
 *
 * $COOPD_SEED: where chance begins (1); $COOPD_FAMILIES: how many (1000; a tenth under the sanitizers, which are slower).
 */
#include "family_programme.h"
#include "seed.h"

#define QUESTIONS 12 /* one of so many is put to the test's own programme too */

static struct catalogue *catalogue;

/* Whether it is right ------------------------------------------------------------------------------------------------------------ */

static struct {
	unsigned seed;
	size_t figures, compared, loose, anew, none, conflicts;
} count;

static void describe(const struct chance_family *f)
{
	for (size_t i = 0; i < f->n_said; i++) {
		const struct said *s = &f->said[i];
		char when[PERIOD_TEXT_MAX];
		period_format(&s->o.period, when);
		print_message("    %s%s %s %s %.17g g=%g high=%g source=%u day=%d%s\n", f->names[s->measure],
		              s->companion == COMPANION_GROWTH   ? "_growth"
		              : s->companion == COMPANION_CHANGE ? "_change"
		                                                 : "",
		              when, bound_name(s->o.bound), s->o.value, s->o.g, s->o.high, s->o.source, s->o.published,
		              s->gone ? " (replaced)" : "");
	}
}

#define WRONG(f, ...)                                                                                                                      \
	do {                                                                                                                               \
		describe(f);                                                                                                               \
		print_message(__VA_ARGS__);                                                                                                \
		fail_msg("again: COOPD_SEED=%u COOPD_FAMILIES=1", count.seed);                                                             \
	} while (0)

/* What a difference of its ends is measured by. */
static double magnitude(const struct chance_family *f, const struct asked *q)
{
	double level = sum(f->truth[q->measure == BALANCE ? TURNOVER : q->measure], q->from, q->to);

	if (q->companion == COMPANION_CHANGE)
		level += sum(f->truth[q->measure == BALANCE ? TURNOVER : q->measure], q->other, q->other + q->to - q->from);
	return q->companion == COMPANION_GROWTH || q->companion == COMPANION_INDEX ? 100 : fmax(level, 1);
}

static double truth_of(const struct chance_family *f, const struct asked *q)
{
	double x = sum(f->truth[q->measure], q->from, q->to);
	double y =
	    q->companion ? sum(f->truth[q->measure], q->other, q->other + (q->companion == COMPANION_INDEX ? 12 : q->to - q->from)) : 0;

	switch (q->companion) {
	case COMPANION_GROWTH:
		return (x / y - 1) * 100; /* NAN or infinite where there was nothing */
	case COMPANION_INDEX:
		return x / y * 100;
	case COMPANION_CHANGE:
		return x - y;
	default:
		return x;
	}
}

static bool near_(double a, double b, double by)
{
	return a == b || fabs(a - b) <= by;
}

/* As the programme has it, within `tolerance` of the magnitude; what is counted may lie inside by less than one. */
static bool agrees(const struct figure *got, struct interval want, double give, bool rounded)
{
	if (!rounded)
		return near_(got->low, want.low, give) && near_(got->high, want.high, give);
	if (near_(got->low, want.low, give) && near_(got->high, want.high, give) && ceil(want.low - give) > floor(want.high + give))
		return true; /* nothing whole in it */
	return got->low >= ceil(want.low - give) && got->low <= ceil(want.low + give) && got->high <= floor(want.high + give) &&
	       got->high >= floor(want.high - give);
}

/* Whether both ends rest on something. `give` > 0: surely; < 0: perhaps. */
static bool is_told(const struct asked *q, struct interval i, double give, bool rounded)
{
	double least = q->companion == COMPANION_GROWTH ? -100 : q->companion == COMPANION_CHANGE || q->measure == BALANCE ? -INFINITY : 0;
	if (rounded)
		i.low = ceil(i.low - give);
	return isfinite(i.low) && isfinite(i.high) && (i.low > least + give || i.high <= i.low - give);
}

static bool spoken_of(const struct chance_family *f, const struct asked *q)
{
	bool found = false;
	for (size_t i = 0; i < f->n_said; i++) {
		const struct said *s = &f->said[i];
		found |= !s->gone && s->measure == q->measure && s->companion == q->companion && s->from == q->from && s->to == q->to;
	}
	return found;
}

static bool is_silent(const struct chance_family *f, int measure)
{
	bool silent = true;
	for (size_t i = 0; i < f->n_said; i++)
		silent &= f->said[i].gone || f->said[i].measure != measure;
	return silent;
}

/* The figure contains the truth. */
static void check_truth(const struct chance_family *f, const struct asked *q, const struct period *p, const struct figure *got)
{
	double truth = truth_of(f, q), give = 1e-9 * fmax(magnitude(f, q), fabs(truth));
	char when[PERIOD_TEXT_MAX];

	period_format(p, when);
	count.figures++;
	if (isfinite(truth) && (got->low > truth + give || got->high < truth - give))
		WRONG(f, "%s (%d) %s: %.17g to %.17g, and the truth is %.17g\n", f->names[q->measure], q->companion, when, got->low,
		      got->high, truth);
	if (!isfinite(truth) && q->companion == COMPANION_GROWTH && isfinite(got->high))
		WRONG(f, "%s growth %s: %.17g, and there was nothing\n", f->names[q->measure], when, got->high);
}

/* It is what the programme says; where it is not, within 1e-9, the programme is solved anew, with less tolerance, and then 1e-6 will do. */
static void check_optimum(struct programme *p, const struct asked *q, const struct period *at, bool found, const struct figure *got)
{
	const struct chance_family *f = p->f;
	/* A part that nobody speaks of is left out of the family: its change would be between nothing and the whole, twice. */
	if (!found && q->companion == COMPANION_CHANGE && is_silent(f, q->measure))
		return;
	bool said = spoken_of(f, q), rounded = f->counted && !q->companion && !said;
	char when[PERIOD_TEXT_MAX];

	period_format(at, when);
	count.compared++;
	for (int step = 0; step < 3; step++) {
		struct interval want = optimum(p, q, step > 0);
		double ends = fmax(isfinite(want.low) ? fabs(want.low) : 0, isfinite(want.high) ? fabs(want.high) : 0);
		double give = (step < 2 ? 1e-9 : 1e-6) * fmax(magnitude(f, q), ends);
		if (isnan(want.low) || isnan(want.high))
			continue;
		if (found ? agrees(got, want, give, rounded) && (said || is_told(q, want, -give, rounded))
		          : !is_told(q, want, give, rounded)) {
			count.anew += step == 1;
			count.loose += step == 2;
			return;
		}
		if (step == 2)
			WRONG(f, "%s (%d) %s: %s %.17g to %.17g, not %.17g to %.17g\n", f->names[q->measure], q->companion, when,
			      found ? "" : "no figure", found ? got->low : NAN, found ? got->high : NAN, want.low, want.high);
	}
	count.none++;
}

static bool is_askable(const struct chance_family *f, struct asked *q)
{
	if (q->measure == BALANCE && q->companion != COMPANION_NONE && q->companion != COMPANION_CHANGE)
		return false;
	if (!is_composed(f, q->from, q->to))
		return false;
	q->other = q->companion == COMPANION_INDEX ? f->base : q->from - 12;
	if (q->companion == COMPANION_INDEX)
		return f->base >= 0 && q->to - q->from == 12 && q->from % 12 == 0;
	return !q->companion || is_composed(f, q->other, q->other + q->to - q->from);
}

/* The periods that the family lists are the regular ones made of what was mentioned, and what was said. */
static void check_periods(const struct chance_family *f, const struct asked *like, const struct period *periods, size_t n)
{
	size_t wanted = 0;

	for (int from = 0; from < f->n_months; from++)
		for (int to = from + 1; to <= f->n_months && to <= from + 12; to++) {
			int length = to - from;
			bool regular = (length == 12 || length == 6 || length == 3 || length == 1) && from % length == 0;
			struct asked q = {like->measure, from, to, like->companion, 0};
			wanted += (regular && is_composed(f, from, to)) || spoken_of(f, &q);
		}
	if (n != wanted)
		for (size_t i = 0; i < n; i++) {
			char t[40];
			period_format(&periods[i], t);
			print_message("DBG %s\n", t);
		}
	if (n != wanted)
		WRONG(f, "%s (%d): %zu periods, not %zu\n", f->names[like->measure], like->companion, n, wanted);
	for (size_t i = 1; i < n; i++)
		assert_true(period_cmp(&periods[i - 1], &periods[i]) < 0);
}

static void place(struct asked *q, const struct period *p)
{
	q->from = (int)lround((p->start - world_period("2020").start) / 30.4375);
	q->to = q->from + (int)lround((period_end(p) - p->start) / 30.4375);
}

static void check_figure(struct programme *programme, struct family *family, const struct measure *m, struct asked *q,
                         const struct period *p, bool compare)
{
	const struct chance_family *f = programme->f;
	struct figure got;
	bool found = family_figure(family, m, p, &got), askable = is_askable(f, q);

	if (!askable && found && !spoken_of(f, q))
		WRONG(f, "%s (%d): a figure of what is not made of parts\n", f->names[q->measure], q->companion);
	if (askable && found)
		check_truth(f, q, p, &got);
	if (askable && compare)
		check_optimum(programme, q, p, found, &got);
}

static void check_measure(struct programme *programme, struct family *family, const struct world *w, struct asked *q, unsigned one_of)
{
	const struct chance_family *f = programme->f;
	struct measure m = measure_of(w, f, q->measure, q->companion);
	struct period *periods;
	size_t n;

	assert_int_equal(family_periods(family, &m, 0, &periods, &n), 0);
	check_periods(f, q, periods, n);
	for (size_t i = 0; i < n; i++) {
		const struct period *p = &periods[i];
		place(q, p);
		check_figure(programme, family, &m, q, p, chance(one_of) == 0);
	}
	free(periods);
}

/* Properties ------------------------------------------------------------------------------------------------------------------- */

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define FAMILIES 100
#else
#define FAMILIES 1000
#endif
static unsigned first_seed, n_families = FAMILIES;

static void draw(struct chance_family *f, unsigned seed)
{
	count.seed = seed;
	chance_state = seed * 0x9E3779B97F4A7C15u + 1;
	chance(2);
	draw_truth(f);
	draw_said(f);
}

/* One question, of any period: it may be one that nobody mentioned. */
static void check_one(struct programme *p, struct chance_family *f, const struct world *w)
{
	struct asked q = {.measure = (int)chance((unsigned)f->n_measures), .companion = (enum companion)chance(COMPANION_INDEX + 1)};
	struct measure m;

	draw_period(f, &q.from, &q.to);
	if ((q.companion == COMPANION_GROWTH || q.companion == COMPANION_CHANGE) && q.from < 12)
		q.companion = COMPANION_NONE;
	if (q.measure == BALANCE && q.companion != COMPANION_CHANGE)
		q.companion = COMPANION_NONE;
	m = measure_of(w, f, q.measure, q.companion);
	look(f, w, &m);
	mention_months(f, q.from, q.to);
	if (q.companion == COMPANION_GROWTH || q.companion == COMPANION_CHANGE)
		mention_months(f, q.from - 12, q.to - 12);
	struct period asked = months(q.from, q.to);
	struct family *family = world_family(w, &m, &asked, 1);
	check_figure(p, family, &m, &q, &asked, true);
	family_destroy(family);
}

static void true_family(unsigned seed)
{
	struct chance_family f;
	struct programme p;
	struct world w;
	struct asked q = {0};

	draw(&f, seed);
	world_init(&w, catalogue);
	say_all(&w, &f);
	struct measure root = measure_of(&w, &f, (int)chance((unsigned)f.n_measures), COMPANION_NONE);
	struct family *family = world_family(&w, &root, NULL, 0);
	if (family_n_conflicts(family))
		WRONG(&f, "a conflict of %zu that are true\n", family_conflict(family, 0)->n);
	look(&f, &w, &root);
	programme_init(&p, &f, false, NULL);
	for (q.measure = 0; q.measure < f.n_measures; q.measure++)
		for (int companion = COMPANION_NONE; companion <= COMPANION_INDEX; companion++) {
			q.companion = (enum companion)companion;
			if (f.member[q.measure] && !(q.measure == BALANCE && companion != COMPANION_NONE && companion != COMPANION_CHANGE))
				check_measure(&p, family, &w, &q, f.n_measures > 1 ? QUESTIONS : 2);
		}
	family_destroy(family);
	check_one(&p, &f, &w);
	glp_delete_prob(p.p);
	world_fini(&w);
}

static void truth(void **state)
{
	(void)state;
	for (unsigned i = 0; i < n_families; i++)
		true_family(first_seed + i);
	print_message("%zu figures, %zu compared: %zu after another look, %zu within 1e-6 only, %zu without an answer\n", count.figures,
	              count.compared, count.anew, count.loose, count.none);
	assert_true(n_families < 100 || (count.figures > n_families && count.compared > n_families));
	assert_true(count.none * 1000 <= count.compared);
}

/* Moves a level far outside of what the others leave to it, hedges and all. False where they leave everything. */
static bool falsify(struct chance_family *f, size_t k)
{
	struct said *s = &f->said[k];
	struct asked q = {s->measure, s->from, s->to, COMPANION_NONE, 0};
	struct programme p;

	if (s->gone || s->companion)
		return false;
	programme_init(&p, f, true, s);
	struct interval left = optimum(&p, &q, false);
	glp_delete_prob(p.p);
	double far = magnitude(f, &q) + 1000;
	if (isfinite(left.high))
		s->o.value = ceil(2 * fabs(left.high) + far);
	else if (isfinite(left.low) && left.low > far / 2)
		s->o.value = floor(left.low / 2);
	else
		return false;
	s->o.bound = BOUND_EXACT;
	s->o.g = 0;
	s->o.high = NAN;
	return true;
}

static bool is_fact(const struct said *s, const struct fact *fact)
{
	return fact->o.value == s->o.value && fact->o.bound == BOUND_EXACT && fact->o.source == s->o.source &&
	       period_cmp(&fact->o.period, &s->o.period) == 0;
}

static void check_conflicts(const struct chance_family *f, const struct said *falsified, const struct family *family)
{
	if (!family_n_conflicts(family))
		WRONG(f, "%s %g is in no conflict\n", f->names[falsified->measure], falsified->o.value);
	for (size_t i = 0; i < family_n_conflicts(family); i++) {
		const struct conflict *c = family_conflict(family, i);
		const struct fact *aside = family_fact(family, c->aside);
		char text[600];
		bool found = false, in = false;
		for (size_t k = 0; k < c->n; k++) {
			const struct fact *fact = family_fact(family, c->facts[k]);
			found |= is_fact(falsified, fact);
			in |= c->facts[k] == c->aside;
			if (fact != aside && fact_yields(fact, aside))
				WRONG(f, "another should have been set aside\n");
		}
		family_conflict_text(family, c, text, sizeof text);
		if (!found || !in || !text[0])
			WRONG(f, "a conflict of %zu without %s %g: %s\n", c->n, f->names[falsified->measure], falsified->o.value, text);
		count.conflicts++;
	}
}

static void falsehood(void **state)
{
	unsigned wanted = (n_families + 1) / 2, planted = 0, seed = first_seed;

	(void)state;
	for (; planted < wanted; seed++) {
		struct chance_family f;
		draw(&f, seed);
		size_t k = chance((unsigned)f.n_said);
		if (!falsify(&f, k))
			continue;
		struct world w;
		world_init(&w, catalogue);
		say_all(&w, &f);
		struct measure root = measure_of(&w, &f, f.said[k].measure, COMPANION_NONE);
		struct family *family = world_family(&w, &root, NULL, 0);
		check_conflicts(&f, &f.said[k], family);
		family_destroy(family);
		world_fini(&w);
		planted++;
	}
	print_message("%u falsified, %zu conflicts\n", planted, count.conflicts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(truth),
	    cmocka_unit_test(falsehood),
	};
	const char *families = getenv("COOPD_FAMILIES");

	first_seed = seed_begin(1);
	n_families = families ? (unsigned)strtoul(families, NULL, 10) : n_families;
	glp_term_out(GLP_OFF);
	catalogue = world_catalogue();
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	catalogue_destroy(catalogue);
	glp_free_env();
	return failed;
}
