/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * family_chance: families by chance: a truth, whole numbers by month, and what is said of it, hedged so that it is true. Included by one test.
 */
#ifndef TESTS_FAMILY_CHANCE_H
#define TESTS_FAMILY_CHANCE_H

#include "family_world.h"

#define MONTHS_MAX 48
#define FACTS_MAX 14
#define FIRST_YEAR 2020
#define MEASURES_MAX 5

static uint64_t chance_state;

static unsigned chance(unsigned n)
{
	chance_state = chance_state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((chance_state >> 33) % n);
}

enum { TURNOVER, EXPORTS, IMPORTS, NONOIL, BALANCE };
static const char *const trade_names[] = {"trade/turnover", "trade/exports", "trade/imports", "trade/nonoil", "trade/balance"};
static const char *const life_names[] = {"life/arrivals"};

struct said {
	int measure, from, to; /* months */
	enum companion companion;
	struct observation o;
	struct interval soft, hard; /* by the table of DESIGN.md, section 2 */
	bool gone;                  /* a newer vintage of its source is there */
};

struct chance_family {
	const char *const *names;
	int n_measures, n_months;
	bool counted;
	double scale; /* a power of two about as large as a month's amount */
	double truth[MEASURES_MAX][MONTHS_MAX];
	struct said said[FACTS_MAX];
	size_t n_said;
	bool member[MEASURES_MAX], border[MONTHS_MAX + 1], mentioned[MONTHS_MAX];
	int base; /* the first month of the first year that is mentioned, or -1 */
};

static double sum(const double *months, int from, int to)
{
	double total = 0;
	for (int m = from; m < to; m++)
		total += months[m];
	return total;
}

static struct period months(int from, int to)
{
	char text[PERIOD_TEXT_MAX];
	snprintf(text, sizeof text, "%d-%02d-01/P%dM", FIRST_YEAR + from / 12, from % 12 + 1, to - from);
	return world_period(text);
}

static void draw_truth(struct chance_family *f)
{
	static const double sizes[] = {20, 5e3, 1e6, 4e8};
	double size = sizes[chance(N(sizes))];
	bool trade = chance(3) > 0;

	*f = (struct chance_family){.names = trade ? trade_names : life_names, .n_measures = trade ? 5 : 1, .counted = !trade, .base = -1};
	f->n_months = 12 * (2 + (int)chance(3));
	f->scale = ldexp(1, ilogb(size));
	for (int m = 0; m < f->n_months; m++) {
		double a = floor(size * (0.2 + chance(1000) / 700.0)), b = floor(size * chance(1000) / 900.0);
		if (chance(20) == 0)
			a = 0;
		f->truth[trade ? EXPORTS : 0][m] = a;
		if (!trade)
			continue;
		f->truth[IMPORTS][m] = b;
		f->truth[TURNOVER][m] = a + b;
		f->truth[BALANCE][m] = a - b;
		f->truth[NONOIL][m] = floor(a * chance(100) / 100);
	}
}

static void draw_period(const struct chance_family *f, int *from, int *to)
{
	static const int lengths[] = {12, 12, 12, 6, 6, 3, 1};
	unsigned kind = chance(10);
	int length;

	if (kind < N(lengths)) { /* a year, half, quarter or month */
		length = lengths[kind];
		*from = length * (int)chance((unsigned)(f->n_months / length));
	} else if (kind == 7) { /* from January */
		length = 1 + (int)chance(12);
		*from = 12 * (int)chance((unsigned)f->n_months / 12);
	} else { /* twelve months, or anything */
		length = kind == 8 ? 12 : 1 + (int)chance(12);
		*from = (int)chance((unsigned)(f->n_months - length + 1));
	}
	*to = *from + length;
}

/* Says `x` with a hedge that is true of it, and what the hedge means. */
static void hedge(struct said *s, double x, struct interval limits, bool percent)
{
	struct observation *o = &s->o;
	double g = percent ? (chance(2) ? 1 : 0.1) : pow(10, chance((unsigned)fmax(1, floor(log10(fmax(1, fabs(x)))) + 1)));
	double open = INFINITY;

	o->bound = (enum bound)chance(BOUND_EXACT + 1);
	if (percent && o->bound == BOUND_EXACT)
		o->bound = BOUND_EQ;
	o->high = NAN;
	o->g = o->bound == BOUND_EXACT ? 0 : g;
	switch (o->bound) {
	case BOUND_EQ:
		o->value = round(x / g) * g;
		s->soft = s->hard = (struct interval){o->value - g / 2, o->value + g / 2};
		break;
	case BOUND_ABOUT:
		o->value = (chance(2) ? floor(x / g) : ceil(x / g)) * g;
		s->soft = (struct interval){o->value - g, o->value + g};
		s->hard = (struct interval){-open, open};
		break;
	case BOUND_GT:
	case BOUND_GE:
		o->value = floor(x / g) * g;
		s->soft = (struct interval){o->value, o->value + g};
		s->hard = (struct interval){o->value, open};
		break;
	case BOUND_NEARLY:
	case BOUND_LT:
	case BOUND_LE:
		o->value = ceil(x / g) * g;
		s->soft = (struct interval){o->value - g, o->value};
		s->hard = (struct interval){-open, o->value};
		break;
	case BOUND_RANGE:
		o->value = (floor(x / g) - chance(3)) * g;
		o->high = (ceil(x / g) + chance(3)) * g;
		s->soft = s->hard = (struct interval){o->value, o->high};
		break;
	case BOUND_EXACT:
		o->value = x;
		s->soft = s->hard = (struct interval){x, x};
		break;
	}
	s->soft.low = fmax(s->soft.low, limits.low);
	s->hard.low = fmax(s->hard.low, limits.low);
	/* The text of a number is rounded once more, in doubles. */
	if (s->soft.low > x || s->soft.high < x)
		assert_true(fabs(x - (s->soft.low > x ? s->soft.low : s->soft.high)) < 1e-12 * fmax(100, fabs(x)));
}

static void draw_said(struct chance_family *f)
{
	size_t n = 2 + chance(FACTS_MAX - 2);
	unsigned spoken_of = 1 + chance((1u << f->n_measures) - 1);

	while (f->n_said < n) {
		struct said *s = &f->said[f->n_said];
		unsigned kind = chance(10);
		*s = (struct said){.measure = (int)chance((unsigned)f->n_measures)};
		if (!(spoken_of >> s->measure & 1))
			continue;
		draw_period(f, &s->from, &s->to);
		double x = sum(f->truth[s->measure], s->from, s->to), before = 0;
		s->companion = kind < 6 ? COMPANION_NONE : kind < 8 ? COMPANION_GROWTH : COMPANION_CHANGE;
		if (s->companion) {
			if (s->from < 12)
				continue;
			before = sum(f->truth[s->measure], s->from - 12, s->to - 12);
			if (s->companion == COMPANION_GROWTH && (s->measure == BALANCE || before == 0))
				continue;
		}
		s->o = (struct observation){
		    .period = months(s->from, s->to), .source = 1 + chance(3), .published = (int32_t)chance(5), .status = STATUS_NORMAL};
		if (s->companion == COMPANION_GROWTH)
			hedge(s, (x - before) / before * 100, (struct interval){-100, INFINITY}, true);
		else
			hedge(s, x - before, (struct interval){s->companion || s->measure == BALANCE ? -INFINITY : 0, INFINITY}, false);
		for (size_t i = 0; i < f->n_said; i++) {
			struct said *other = &f->said[i];
			if (other->gone || other->measure != s->measure || other->companion != s->companion || other->from != s->from ||
			    other->to != s->to || other->o.source != s->o.source)
				continue;
			(s->o.published >= other->o.published ? other : s)->gone = true;
		}
		f->n_said++;
	}
}

static struct measure measure_of(const struct world *w, const struct chance_family *f, int measure, enum companion companion)
{
	struct measure m;
	char name[80];

	snprintf(name, sizeof name, "%s%s", f->names[measure],
	         companion == COMPANION_GROWTH   ? "_growth"
	         : companion == COMPANION_CHANGE ? "_change"
	         : companion == COMPANION_INDEX  ? "_index"
	                                         : "");
	m = world_measure(w, name);
	return m;
}

static void say_all(struct world *w, const struct chance_family *f)
{
	for (size_t i = 0; i < f->n_said; i++) {
		const struct said *s = &f->said[i];
		struct measure m = measure_of(w, f, s->measure, s->companion);
		char id[MEASURE_ID_MAX], name[100];
		measure_id(&m, id);
		snprintf(name, sizeof name, "%s/%s", m.indicator->area->id, id);
		world_put(w, name, &s->o);
	}
}

static void mention_months(struct chance_family *f, int from, int to)
{
	f->border[from] = f->border[to] = true;
	for (int m = from; m < to; m++)
		f->mentioned[m] = true;
	if (to - from == 12 && from % 12 == 0 && (f->base < 0 || from < f->base))
		f->base = from;
}

/* Who is in the family, and which stretches of time it has words for. */
static void look(struct chance_family *f, const struct world *w, const struct measure *root)
{
	struct measure *levels;
	size_t n;

	memset(f->border, 0, sizeof f->border);
	memset(f->mentioned, 0, sizeof f->mentioned);
	memset(f->member, 0, sizeof f->member);
	f->base = -1;
	assert_int_equal(family_levels(&w->weigh, &world_pair, root, &levels, &n), 0);
	for (int m = 0; m < f->n_measures; m++)
		for (size_t i = 0; i < n; i++)
			f->member[m] |= strcmp(levels[i].indicator->id, strchr(f->names[m], '/') + 1) == 0;
	free(levels);
	for (size_t i = 0; i < f->n_said; i++) {
		const struct said *s = &f->said[i];
		if (s->gone || !f->member[s->measure])
			continue;
		mention_months(f, s->from, s->to);
		if (s->companion)
			mention_months(f, s->from - 12, s->to - 12);
	}
}

static bool is_composed(const struct chance_family *f, int from, int to)
{
	bool all = from >= 0 && f->border[from] && f->border[to];
	for (int m = from; m < to && all; m++)
		all = f->mentioned[m];
	return all;
}

#endif
