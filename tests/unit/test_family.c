/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Families by hand: what follows from a few sentences, what does not, who gives way, and what is said of it. test_family_random.c has the rest.
 */
#include "family_world.h"

static struct catalogue *catalogue;

/* What follows ---------------------------------------------------------------------------------------------------------------- */

#define TRADE "trade/turnover 2023 nearly 4.4e9 g=1e8; trade/turnover_growth 2023 eq 17.5 g=0.1"
#define TOURISM "life/arrivals 2023 gt 630000 g=1e4; life/arrivals 2024-S1 eq 360000 g=1e4; life/arrivals_growth 2024-S1 eq 20 g=1"
#define FREIGHT "life/freight_growth 2023 gt 10 g=1"
#define SCHOOLS "life/schools 2023 exact 324"
#define FORUMS "life/forum 2021 exact 9; life/forum 2024-02-20 exact 12"
#define TO_APRIL "trade/exports 2024-01-01/P4M exact 100; trade/exports 2024-S1 exact 150"
#define HEDGE "life/arrivals 2023 gt 630000 g=1e4; life/arrivals 2023-S1 exact 300000; life/arrivals 2023-S2 exact 360000"
#define SHARE "trade/turnover 2023 exact 1000; trade/exports 2023 range 200 high=300"

enum { NOTHING = '-', OBSERVED = 'o', DERIVED = 'd' };

static const struct {
	const char *said, *measure, *period;
	char basis;
	double low, high;
} figures[] = {
    /* the seed: trade */
    {TRADE, "trade/turnover", "2023", OBSERVED, 4.3e9, 4.4e9},
    {TRADE, "trade/turnover", "2022", DERIVED, 4.3e9 / 1.1755, 4.4e9 / 1.1745},
    {TRADE, "trade/turnover", "2022", DERIVED, 3658017864.7384, 3746275010.6428},
    {TRADE, "trade/turnover_growth", "2023", OBSERVED, 17.45, 17.55},
    {TRADE, "trade/turnover_index", "2022", DERIVED, 100, 100},
    {TRADE, "trade/turnover_index", "2023", DERIVED, 117.45, 117.55},
    {TRADE, "trade/turnover_change", "2023", DERIVED, 4.3e9 * (1 - 1 / 1.1745), 4.4e9 * (1 - 1 / 1.1755)},
    {TRADE, "trade/turnover", "2021", NOTHING},
    {TRADE, "trade/turnover", "2023-S1", NOTHING},
    {TRADE, "trade/exports", "2023", NOTHING},
    {TRADE, "life/arrivals", "2023", NOTHING},
    /* the seed: tourism; who is counted is whole */
    {TOURISM, "life/arrivals", "2023", OBSERVED, 630000, 640000},
    {TOURISM, "life/arrivals", "2024-S1", OBSERVED, 355000, 365000},
    {TOURISM, "life/arrivals", "2023-S1", DERIVED, 294606, 305439},
    {TOURISM, "life/arrivals", "2023-S2", DERIVED, 324561, 345394},
    {TOURISM, "life/arrivals", "2023-07-01/P12M", DERIVED, 687929, 702095},
    {TOURISM, "life/arrivals_growth", "2024-S1", OBSERVED, 19.5, 20.5},
    {TOURISM, "life/arrivals_change", "2024-S1", DERIVED, 355000 * (1 - 1 / 1.195), 365000 * (1 - 1 / 1.205)},
    {TOURISM, "life/arrivals", "2024", NOTHING}, /* at least those of its first half, but who knows of how many more */
    {TOURISM, "life/arrivals", "2024-S2", NOTHING},
    {TOURISM, "life/arrivals_growth", "2023", NOTHING},
    /* the seed: transport, energy */
    {FREIGHT, "life/freight_index", "2022", DERIVED, 100, 100},
    {FREIGHT, "life/freight_index", "2023", DERIVED, 110, 111},
    {FREIGHT, "life/freight_growth", "2023", OBSERVED, 10, 11},
    {FREIGHT, "life/freight", "2023", NOTHING},
    {FREIGHT, "life/freight", "2022", NOTHING},
    {FREIGHT, "life/freight_index", "2023-S1", NOTHING},
    {FREIGHT, "life/gas", "2023", NOTHING},
    {FREIGHT, "life/gas_growth", "2023", NOTHING},
    {"life/freight_growth 2023 gt 10 g=1; life/freight_growth 2024 eq 3 g=1", "life/freight_index", "2024", DERIVED, 110 * 1.025,
     111 * 1.035},
    {FREIGHT "; life/freight_growth 2024-S1 eq 3 g=1", "life/freight_growth", "2024-S1", OBSERVED, 2.5, 3.5},
    /* states are those of the end of their period */
    {SCHOOLS, "life/schools", "2023-S2", DERIVED, 324, 324},
    {SCHOOLS, "life/schools", "2023-Q4", DERIVED, 324, 324},
    {SCHOOLS, "life/schools", "2023-12", DERIVED, 324, 324},
    {SCHOOLS, "life/schools", "2023-S1", NOTHING},
    {SCHOOLS, "life/schools", "2024", NOTHING},
    {SCHOOLS "; life/schools_growth 2023-S2 exact 8", "life/schools", "2022", DERIVED, 300, 300},
    {SCHOOLS "; life/schools_change 2024 exact -4", "life/schools", "2024-12", DERIVED, 320, 320},
    {"life/schools 2024-08-09 exact 324", "life/schools", "2024", OBSERVED, 324, 324},
    {"life/schools 2024-08-09 exact 324", "life/schools", "2023", NOTHING},
    /* ordinals never fall */
    {FORUMS, "life/forum", "2022", DERIVED, 9, 12},
    {FORUMS, "life/forum", "2024-01", DERIVED, 9, 12},
    {FORUMS, "life/forum", "2020", NOTHING},
    {FORUMS, "life/forum", "2024", OBSERVED, 12, 12},
    {FORUMS, "life/forum", "2025", NOTHING},
    {"life/schools 2021 exact 9; life/schools 2024 exact 12", "life/schools", "2022", NOTHING},
    /* identities of the area */
    {"trade/turnover 2023 exact 100; trade/exports 2023 exact 60", "trade/imports", "2023", DERIVED, 40, 40},
    {"trade/turnover 2023 exact 100; trade/exports 2023 exact 60", "trade/balance", "2023", DERIVED, 20, 20},
    {"trade/turnover 2023 eq 100 g=10; trade/exports 2023 range 60 high=70", "trade/imports", "2023", DERIVED, 25, 45},
    {"trade/exports 2023 exact 60; trade/imports 2023 exact 45", "trade/turnover", "2023", DERIVED, 105, 105},
    {"trade/exports 2023 exact 60; trade/imports 2023 exact 45", "trade/balance", "2023", DERIVED, 15, 15},
    {"trade/turnover 2023 exact 100; trade/balance 2023 exact -20", "trade/exports", "2023", DERIVED, 40, 40},
    {"trade/turnover 2023 exact 100; trade/exports 2023-S1 exact 60", "trade/imports", "2023", NOTHING},
    {"trade/exports 2023 exact 60; trade/nonoil 2023 exact 20", "trade/exports", "2023", OBSERVED, 60, 60},
    {"trade/exports 2023 exact 60; trade/nonoil 2023 range 20 high=80", "trade/nonoil", "2023", OBSERVED, 20, 60},
    {SHARE, "trade/share", "2023", DERIVED, 20, 30},
    {"trade/turnover 2023 exact 1000; trade/share 2023 eq 25 g=1", "trade/exports", "2023", DERIVED, 245, 255},
    {"trade/exports 2023 exact 100; trade/share 2023 exact 25", "trade/imports", "2023", DERIVED, 300, 300},
    /* what lies within lies within */
    {TO_APRIL, "trade/exports", "2024-01-01/P5M", DERIVED, 100, 150},
    {TO_APRIL, "trade/exports", "2024-05-01/P2M", DERIVED, 50, 50},
    {TO_APRIL, "trade/exports", "2024-05", NOTHING},
    {"trade/exports 2024 exact 150", "trade/exports", "2024-S1", NOTHING},
    {"trade/exports 2024-S1 exact 150", "trade/exports", "2024", NOTHING},
    {"trade/exports 2024 exact 0", "trade/exports", "2024-S1", DERIVED, 0, 0},
    {"trade/balance 2024 exact 150; trade/balance 2024-S1 exact 200", "trade/balance", "2024-S2", DERIVED, -50, -50},
    {"trade/exports 2024-Q1 exact 1; trade/exports 2024-Q2 exact 2; trade/exports 2024-Q3 exact 3; trade/exports 2024-Q4 exact 4",
     "trade/exports", "2024", DERIVED, 10, 10},
    /* what is asked of a period asks of the year before too */
    {"trade/exports 2022 exact 100; trade/exports 2023 exact 120", "trade/exports_growth", "2023", DERIVED, 20, 20},
    {"trade/exports 2022 exact 100; trade/exports 2023 exact 120", "trade/exports_change", "2023", DERIVED, 20, 20},
    {"trade/exports 2023-Q1 exact 5; trade/exports 2023-01-01/P5M exact 5; " TO_APRIL, "trade/exports_change", "2024-01-01/P5M", DERIVED,
     95, 145},
    {"trade/exports 2023-Q1 exact 5; trade/exports 2023-S1 exact 5; " TO_APRIL, "trade/exports_change", "2024-01-01/P5M", DERIVED, 95, 145},
    {"life/freight_growth 2020 exact 10; life/freight_growth 2023 exact 5", "life/freight_index", "2023", NOTHING},
    {"life/freight_growth 2020 exact 10; life/freight_growth 2021 exact 10; life/freight_growth 2022 exact 0; life/freight_growth 2023 "
     "exact 5",
     "life/freight_index", "2023", DERIVED, 127.05, 127.05},
    /* a hedge that cannot stand is taken as logic has it */
    {HEDGE, "life/arrivals", "2023", OBSERVED, 660000, 660000},
    {"trade/exports 2023 about 500 g=100; trade/exports 2023-S1 exact 900; trade/exports 2023-S2 exact 50", "trade/exports", "2023",
     OBSERVED, 950, 950},
};

static void figure(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(figures); i++) {
		struct world w;
		struct figure f;
		struct err e = {0};
		world_init(&w, catalogue);
		world_say(&w, figures[i].said);
		struct measure m = world_measure(&w, figures[i].measure);
		struct period p = world_period(figures[i].period);
		int got = figures_one(&w.weigh, &world_pair, &m, &p, &(struct weigh_options){.asof = DATE_NONE}, &f, &e);
		char basis = got == 0 ? NOTHING : got < 0 ? '!' : f.basis == BASIS_DERIVED ? DERIVED : OBSERVED;
		double low = figures[i].low, high = figures[i].high;
		if (basis != figures[i].basis)
			fail_msg("row %zu, %s %s of \"%s\": %c, not %c, %.12g to %.12g %s", i, figures[i].measure, figures[i].period,
			         figures[i].said, basis, figures[i].basis, got > 0 ? f.low : NAN, got > 0 ? f.high : NAN, e.text);
		if (got > 0 && (fabs(f.low - low) > 1e-9 * fabs(low) || fabs(f.high - high) > 1e-9 * fabs(high)))
			fail_msg("row %zu, %s %s of \"%s\": %.12g to %.12g, not %.12g to %.12g", i, figures[i].measure, figures[i].period,
			         figures[i].said, f.low, f.high, low, high);
		world_fini(&w);
	}
}

/* All that are told, in order ------------------------------------------------------------------------------------------------ */

struct heard {
	char text[500];
	size_t n;
	struct figure last;
};

static bool hear(void *arg, const struct figure *f)
{
	struct heard *h = arg;
	char when[PERIOD_TEXT_MAX];
	size_t n = strlen(h->text);

	h->last = *f;
	h->n++;
	period_format(&f->period, when);
	snprintf(h->text + n, sizeof h->text - n, "%s%s=%.0f..%.0f", n ? " " : "", when, f->low, f->high);
	return true;
}

/* The newest figure of each frequency is the last one told. */
static void check_newest(const struct world *w, const struct measure *m)
{
	static const char freqs[] = "ASQM";
	const struct weigh_options o = {.asof = DATE_NONE};
	struct figure all[4], one;
	struct err e = {0};

	int found = figures_newest(&w->weigh, &world_pair, m, freqs, &o, all, &e);
	if (found < 0)
		fail_msg("%s", e.text);
	for (size_t k = 0; freqs[k]; k++) {
		struct heard h = {""};
		char freq[] = {freqs[k], '\0'};
		assert_int_equal(figures_each(&w->weigh, &world_pair, m, freqs[k], &o, hear, &h, &e), 0);
		assert_int_equal(found >> k & 1, h.n > 0);
		assert_int_equal(figures_newest(&w->weigh, &world_pair, m, freq, &o, &one, &e), h.n > 0);
		if (!h.n)
			continue;
		assert_int_equal(period_cmp(&all[k].period, &h.last.period), 0);
		assert_int_equal(period_cmp(&one.period, &h.last.period), 0);
		assert_true(all[k].low == h.last.low && all[k].high == h.last.high && all[k].basis == h.last.basis);
	}
}

static void each(void **state)
{
	static const struct {
		const char *said, *measure;
		char freq;
		const char *heard;
	} row[] = {
	    {TRADE, "trade/turnover", 'A', "2022=3658017865..3746275011 2023=4300000000..4400000000"},
	    {TRADE, "trade/turnover", 'S', ""},
	    {TOURISM, "life/arrivals", 0, "2023=630000..640000 2023-S1=294606..305439 2023-S2=324561..345394 2024-S1=355000..365000"},
	    {TOURISM, "life/arrivals", 'S', "2023-S1=294606..305439 2023-S2=324561..345394 2024-S1=355000..365000"},
	    {FREIGHT, "life/freight_index", 'A', "2022=100..100 2023=110..111"},
	    {FREIGHT, "life/freight", 0, ""},
	    {SCHOOLS "; life/schools 2024-08-09 exact 325; life/schools_change 2024-06 exact 1", "life/schools", 'A',
	     "2023=324..324 2024=325..325"},
	    {SCHOOLS, "life/gas", 0, ""},
	};

	(void)state;
	for (size_t i = 0; i < N(row); i++) {
		struct world w;
		struct heard h = {""};
		struct err e = {0};
		world_init(&w, catalogue);
		world_say(&w, row[i].said);
		struct measure m = world_measure(&w, row[i].measure);
		if (figures_each(&w.weigh, &world_pair, &m, row[i].freq, &(struct weigh_options){.asof = DATE_NONE}, hear, &h, &e))
			fail_msg("row %zu: %s", i, e.text);
		if (strcmp(h.text, row[i].heard) != 0)
			fail_msg("row %zu, %s: \"%s\", not \"%s\"", i, row[i].measure, h.text, row[i].heard);
		check_newest(&w, &m);
		world_fini(&w);
	}
}

/* Conflicts ------------------------------------------------------------------------------------------------------------------- */

/* "trade/turnover 2023 (source 1, day 100)" */
static void name_fact(const struct family *f, const struct fact *fact, char *out, size_t cap)
{
	struct measure m;
	char id[MEASURE_ID_MAX], when[PERIOD_TEXT_MAX];

	family_fact_measure(f, fact, &m);
	measure_id(&m, id);
	period_format(&fact->o.period, when);
	snprintf(out, cap, "%s %s %u/%d", id, when, fact->o.source, fact->o.published);
}

static void conflicts(void **state)
{
	static const char sum[] = "turnover 2023 = exports 2023 + imports 2023";
	static const struct {
		const char *said, *measure;
		size_t n, n_facts;
		const char *aside, *text; /* of the first */
		const char *period;
		double value; /* of the figure that is left */
	} row[] = {
	    {HEDGE, "life/arrivals", 0},
	    {TRADE, "trade/turnover", 0},
	    {TOURISM, "life/arrivals", 0},
	    /* the worse rank, whatever the vintage */
	    {"trade/turnover 2023 exact 100 source=2 day=900; trade/exports 2023 exact 60; trade/imports 2023 exact 50", "trade/turnover",
	     1, 3, "turnover 2023 2/900", sum, "2023", 110},
	    {"trade/turnover 2023 exact 100; trade/exports 2023 exact 60 source=3 day=900; trade/imports 2023 exact 50 source=2",
	     "trade/exports", 1, 3, "exports 2023 3/900", sum, "2023", 50},
	    /* of equal rank the older vintage, of one vintage what was recorded first */
	    {"trade/turnover 2023 exact 100 day=90; trade/exports 2023 exact 60 day=80; trade/imports 2023 exact 50 day=90",
	     "trade/exports", 1, 3, "exports 2023 1/80", sum, "2023", 50},
	    {"trade/imports 2023 exact 50; trade/turnover 2023 exact 100; trade/exports 2023 exact 60", "trade/imports", 1, 3,
	     "imports 2023 1/100", sum, "2023", 40},
	    /* a hedge goes first, though better ranked; then it is still there */
	    {"trade/turnover 2023 nearly 100 g=1; trade/exports 2023 exact 60 source=2; trade/imports 2023 exact 30 source=2",
	     "trade/turnover", 0, .period = "2023", .value = 100},
	    /* what logic cannot save is set aside */
	    {"trade/turnover 2023 nearly 100 g=1 source=2; trade/exports 2023 exact 60; trade/imports 2023 exact 50", "trade/turnover", 1,
	     3, "turnover 2023 2/100", sum, "2023", 110},
	    {"trade/exports 2023 exact 100; trade/exports 2023 exact 200 source=2", "trade/exports", 1, 2, "exports 2023 2/100",
	     "they speak of the same figure", "2023", 100},
	    {"trade/exports 2023 exact 100; trade/exports 2023-S1 exact 70 source=2; trade/exports 2023-S2 exact 40", "trade/exports", 1, 3,
	     "exports 2023-S1 2/100", "exports 2023 = exports 2023-S1 + exports 2023-S2", "2023-S1", 60},
	    {"trade/exports 2022 exact 100; trade/exports 2023 exact 120; trade/exports_growth 2023 eq 10 g=1 source=2", "trade/exports", 1,
	     3, "exports_growth 2023 2/100", "exports 2023 = exports 2022 * (1 + growth 2023 / 100)", "2023", 120},
	    {"trade/exports 2022 exact 100; trade/exports 2023 exact 120 source=2; trade/exports_change 2023 exact 10", "trade/exports", 1,
	     3, "exports 2023 2/100", "exports 2023 = exports 2022 + change 2023", "2023", 110},
	    {"trade/exports 2023 exact 10; trade/nonoil 2023 exact 20 day=90", "trade/nonoil", 1, 2, "nonoil 2023 1/90",
	     "exports 2023 >= nonoil 2023", NULL},
	    {"life/forum 2021 exact 9; life/forum 2022 exact 8 day=90", "life/forum", 1, 2, "forum 2022 1/90", "forum never falls", NULL},
	    {"trade/exports 2023 exact 100; trade/turnover 2023 exact 400; trade/share 2023 exact 30 source=2", "trade/exports", 1, 3,
	     "share 2023 2/100", "share 2023 = 100 * exports / turnover", "2023", 100},
	    /* two that have nothing to do with each other */
	    {"trade/exports 2023 exact 1; trade/exports 2023 exact 2 source=2; trade/exports 2021 exact 1; trade/exports 2021 exact 2 "
	     "source=2",
	     "trade/exports", 2, 2, NULL, "they speak of the same figure", "2023", 1},
	};

	(void)state;
	for (size_t i = 0; i < N(row); i++) {
		struct world w;
		struct figure figure_;
		char text[400], name[120];
		world_init(&w, catalogue);
		world_say(&w, row[i].said);
		struct measure m = world_measure(&w, row[i].measure);
		struct family *f = world_family(&w, &m, NULL, 0);
		if (family_n_conflicts(f) != row[i].n)
			fail_msg("row %zu, \"%s\": %zu conflicts, not %zu", i, row[i].said, family_n_conflicts(f), row[i].n);
		if (row[i].n) {
			const struct conflict *c = family_conflict(f, 0);
			family_conflict_text(f, c, text, sizeof text);
			name_fact(f, family_fact(f, c->aside), name, sizeof name);
			if (c->n != row[i].n_facts || !strstr(text, row[i].text) || (row[i].aside && strcmp(name, row[i].aside) != 0))
				fail_msg("row %zu, \"%s\": %zu facts, \"%s\", aside %s", i, row[i].said, c->n, text, name);
			assert_true(family_fact(f, c->aside)->aside);
		}
		if (row[i].period) {
			struct period p = world_period(row[i].period);
			if (!family_figure(f, &m, &p, &figure_) || (figure_.value != row[i].value))
				fail_msg("row %zu, \"%s\": the figure is %g", i, row[i].said, figure_.value);
		}
		family_destroy(f);
		world_fini(&w);
	}
}

/* Why ------------------------------------------------------------------------------------------------------------------------ */

static void explanations(void **state)
{
	static const struct {
		const char *said, *measure, *period;
		bool high;
		const char *why; /* in order; empty: nothing */
	} row[] = {
	    {TRADE, "trade/turnover", "2022", false,
	     "turnover 2023 = turnover 2022 * (1 + growth 2023 / 100); turnover 2023 1/100; turnover_growth 2023 1/100"},
	    {TRADE, "trade/turnover", "2023", true, "turnover 2023 1/100"},
	    {TRADE, "trade/turnover", "2021", true, ""},
	    {TOURISM, "life/arrivals", "2023-S2", true,
	     "2023 = 2023-S1 + 2023-S2; 2024-S1 = 2023-S1 * (1 + growth 2024-S1 / 100); "
	     "arrivals 2023 1/100; arrivals 2024-S1 1/100; arrivals_growth 2024-S1 1/100"},
	    {TOURISM, "life/arrivals", "2023-07-01/P12M", false,
	     "2023-07-01/P12M = 2023-S2 + 2024-S1; 2023 = 2023-S1 + 2023-S2; 2024-S1 = 2023-S1 * (1 + growth 2024-S1 / 100); "
	     "arrivals 2023 1/100; arrivals 2024-S1 1/100; arrivals_growth 2024-S1 1/100"},
	    {FREIGHT, "life/freight_index", "2023", false, "2023 = 2022 * (1 + growth 2023 / 100); freight_growth 2023 1/100"},
	    {SCHOOLS, "life/schools", "2023-S2", false, "schools 2023 1/100"},
	    {"trade/turnover 2023 eq 100 g=1; trade/exports 2023 exact 60; trade/exports 2022 exact 1", "trade/imports", "2023", true,
	     "turnover 2023 = exports 2023 + imports 2023; turnover 2023 1/100; exports 2023 1/100"},
	    {HEDGE, "life/arrivals", "2023", true, "2023 = 2023-S1 + 2023-S2; arrivals 2023-S1 1/100; arrivals 2023-S2 1/100"},
	};

	(void)state;
	for (size_t i = 0; i < N(row); i++) {
		struct world w;
		struct reason *reasons;
		struct err e = {0};
		char text[1000] = "";
		size_t n;
		world_init(&w, catalogue);
		world_say(&w, row[i].said);
		struct measure m = world_measure(&w, row[i].measure);
		struct period p = world_period(row[i].period);
		struct family *f = world_family(&w, &m, &p, 1);
		if (family_explain(f, &m, &p, row[i].high, &reasons, &n, &e))
			fail_msg("row %zu: %s", i, e.text);
		for (size_t k = 0; k < n; k++) {
			char one[256];
			if (reasons[k].kind == REASON_FACT)
				name_fact(f, reasons[k].fact, one, sizeof one);
			else
				snprintf(one, sizeof one, "%s", reasons[k].text);
			size_t len = strlen(text);
			snprintf(text + len, sizeof text - len, "%s%s", len ? "; " : "", one);
		}
		free(reasons);
		if (strcmp(text, row[i].why) != 0)
			fail_msg("row %zu, %s %s: \"%s\", not \"%s\"", i, row[i].measure, row[i].period, text, row[i].why);
		family_destroy(f);
		world_fini(&w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(figure),
	    cmocka_unit_test(each),
	    cmocka_unit_test(conflicts),
	    cmocka_unit_test(explanations),
	};
	catalogue = world_catalogue();
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	catalogue_destroy(catalogue);
	return failed;
}
