/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store/book.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "seed.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int setup(void **state)
{
	return book_create((struct book **)state);
}

static int teardown(void **state)
{
	book_destroy(*state);
	return 0;
}

static struct period period(const char *text)
{
	struct period p;

	assert_int_equal(period_parse(text, strlen(text), &p, NULL), 0);
	return p;
}

static int apply(struct book *b, struct record r)
{
	struct err e;

	return book_apply(b, &r, &e);
}

static int apply_series(struct book *b, uint32_t id, const char *key)
{
	return apply(b, (struct record){.kind = RECORD_SERIES, .series = {.id = id, .key = key}});
}

static void apply_observation(struct book *b, struct observation o)
{
	assert_int_equal(apply(b, (struct record){.kind = RECORD_OBSERVATION, .observation = o}), 0);
}

static void contradictions(void **state)
{
	struct book *b = *state;

	assert_int_equal(apply_series(b, 1, "a"), 0);
	assert_int_equal(apply_series(b, 1, "b"), ERR_DAMAGED);
	assert_int_equal(apply_series(b, 2, "a"), ERR_DAMAGED);
	assert_int_equal(apply(b, (struct record){.kind = RECORD_SOURCE, .source = {.number = 1, .id = "x"}}), 0);
	assert_int_equal(apply(b, (struct record){.kind = RECORD_SOURCE, .source = {.number = 2, .id = "x"}}), ERR_DAMAGED);
	assert_int_equal(apply(b, (struct record){.kind = RECORD_SOURCE, .source = {.number = 1, .id = "y"}}), ERR_DAMAGED);
	assert_int_equal(apply(b, (struct record){.kind = RECORD_OBSERVATION, .observation = {.series = 9}}), ERR_DAMAGED);
	assert_int_equal(book_totals(b).series, 1);
	assert_int_equal(book_totals(b).sources, 1);
}

/* Random observations come out by period, then seq, whole. */
static void ordered(void **state)
{
	static const char *const periods[] = {"2023", "2023-S1", "2023-Q1", "2023-01", "2023-01-01", "2022-12", "2024-01-01/P5M", "1999"};
	struct book *b = *state;
	struct observation in[500], out, last;

	srand(seed_begin(0));
	assert_int_equal(apply_series(b, 3, "k"), 0);
	for (uint64_t i = 0; i < 500; i++) {
		in[i] = (struct observation){.seq = i + 1,
		                             .series = 3,
		                             .source = (uint32_t)rand() % 5,
		                             .period = period(periods[rand() % 8]),
		                             .bound = (enum bound)(rand() % 9),
		                             .status = STATUS_NORMAL << rand() % 20,
		                             .value = rand() % 4 ? rand() : NAN,
		                             .high = rand() % 2 ? NAN : rand() % 9,
		                             .g = rand() % 9 * 0.1,
		                             .published = rand() % 4 ? rand() % 20000 : DATE_NONE};
		apply_observation(b, in[i]);
	}
	assert_int_equal(book_n_observations(b, 3), 500);
	for (size_t i = 0; i < 500; i++) {
		book_observation(b, 3, i, &out);
		const struct observation *w = &in[out.seq - 1];
		assert_int_equal(period_cmp(&w->period, &out.period), 0);
		assert_int_equal(w->period.freq, out.period.freq);
		assert_int_equal(w->source, out.source);
		assert_int_equal(w->bound, out.bound);
		assert_int_equal(w->status, out.status);
		assert_int_equal(w->published, out.published);
		assert_true(w->value == out.value || (isnan(w->value) && isnan(out.value)));
		assert_true(w->high == out.high || (isnan(w->high) && isnan(out.high)));
		assert_true(w->g == out.g);
		int cmp = i ? period_cmp(&last.period, &out.period) : -1;
		assert_true(cmp < 0 || (cmp == 0 && last.seq < out.seq));
		if (cmp < 0)
			assert_int_equal(book_seek(b, 3, &out.period), i);
		last = out;
	}
	assert_int_equal(book_n_observations(b, 99), 0);
}

/* One known observation against variations of it. */
static void same(void **state)
{
	struct book *b = *state;
	struct observation o = {
	    .series = 1, .source = 1, .value = 5, .high = NAN, .g = 1, .bound = BOUND_GT, .status = STATUS_NORMAL, .published = 100};
	uint64_t seq;

	o.period = period("2023");
	assert_int_equal(apply_series(b, 1, "k"), 0);
	assert_int_equal(apply_series(b, 2, "l"), 0);
	assert_int_equal(book_same(b, &o, BOOK_LIVE, NULL), BOOK_NEW);
	o.seq = 42;
	apply_observation(b, o);
	o.seq = 0;
	assert_int_equal(book_same(b, &o, BOOK_LIVE, &seq), BOOK_KNOWN);
	assert_int_equal(seq, 42);
	struct observation other[9];
	for (size_t i = 0; i < 9; i++)
		other[i] = o;
	other[0].series = 2;
	other[1].source = 2;
	other[2].value = NAN;
	other[3].high = 6;
	other[4].g = 10;
	other[5].bound = BOUND_GE;
	other[6].status = STATUS('P');
	other[7].published = 101;
	other[8].period = period("2023-S1");
	for (size_t i = 0; i < 9; i++)
		if (book_same(b, &other[i], BOOK_LIVE, NULL) != BOOK_NEW)
			fail_msg("variation %zu is taken for the same", i);
	o.written = "five"; /* by number, not by text */
	o.recorded = 7;
	assert_int_equal(book_same(b, &o, BOOK_LIVE, NULL), BOOK_KNOWN);
}

/* Unattributed: put in this order, each is new or known as said. */
static void same_unattributed(void **state)
{
	static const struct {
		double value;
		int32_t published;
		enum book_same says;
	} row[] = {
	    {5, 100, BOOK_NEW},     {5, 100, BOOK_KNOWN}, {5, 200, BOOK_KNOWN},   /* the newest, whatever the date */
	    {6, 200, BOOK_NEW},     {6, 300, BOOK_KNOWN}, {5, 100, BOOK_KNOWN},   /* repeated history is known */
	    {5, 200, BOOK_NEW},     {6, 200, BOOK_NEW},   {NAN, 200, BOOK_NEW},   /* corrected back, on the same day */
	    {NAN, 250, BOOK_KNOWN}, {5, 50, BOOK_NEW},    {NAN, 250, BOOK_KNOWN}, /* something older does not become the newest */
	};
	struct book *b = *state;

	assert_int_equal(apply_series(b, 1, "k"), 0);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct observation o = {
		    .series = 1, .value = row[i].value, .high = NAN, .status = STATUS_NORMAL, .published = row[i].published};
		o.period = period("2023");
		if (book_same(b, &o, BOOK_LIVE, NULL) != row[i].says)
			fail_msg("row %zu is %d, not %d", i, book_same(b, &o, BOOK_LIVE, NULL), row[i].says);
		o.seq = i + 1;
		if (row[i].says == BOOK_NEW)
			apply_observation(b, o);
	}
}

/* How often the same was said on its day, on disk and under way, and before a place in the ledger. */
static void said_before(void **state)
{
	static const struct {
		double value;
		int32_t published;
		uint32_t source;
	} history[] = {{5, 100, 0}, {6, 100, 0}, {5, 100, 0}, {5, 200, 0}, {5, 100, 1}, {NAN, 100, 0}, {NAN, 100, 0}};
	static const size_t before[] = {0, 0, 1, 0, 0, 0, 1};
	struct book *b = *state;
	struct observation o = {.series = 1, .high = NAN, .status = STATUS_NORMAL, .period = period("2023")};

	assert_int_equal(apply_series(b, 1, "k"), 0);
	for (size_t i = 0; i < sizeof history / sizeof history[0]; i++) {
		o.seq = i + 1;
		o.value = history[i].value;
		o.published = history[i].published;
		o.source = history[i].source;
		apply_observation(b, o);
	}
	for (size_t i = 0; i < sizeof history / sizeof history[0]; i++) {
		o.seq = i + 1;
		o.value = history[i].value;
		o.published = history[i].published;
		o.source = history[i].source;
		assert_int_equal(book_n_said_before(b, &o), before[i]);
	}
	o.seq = 0;
	assert_int_equal(book_n_said_before(b, &o), 2);
	struct record *sent = record_create_observation(&o);
	book_sent(b, &sent, 1);
	assert_int_equal(book_n_said_before(b, &o), 3);
	book_dropped(b, &sent, 1);
	record_destroy(sent);
	assert_int_equal(book_n_said_before(b, &o), 2);
	o.period = period("2024");
	assert_int_equal(book_n_said_before(b, &o), 0);
	o.series = 7;
	assert_int_equal(book_n_said_before(b, &o), 0);
}

/* Without a source what counts as said before depends on how it comes; with one it does not. */
static void same_from_files(void **state)
{
	static const struct {
		uint32_t source;
		double value;
		int32_t published;
	} history[] = {{0, 5, 100}, {0, 6, 200}, {0, 7, 200}, {0, NAN, 50}, {1, 5, 100}, {1, 6, 200}};
	static const struct {
		uint32_t source;
		double value;
		int32_t published;
		uint64_t seq[3]; /* live, replay, undated: of the known one; 0 is BOOK_NEW, UNDER_WAY is that */
	} row[] = {
#define UNDER_WAY 99
	    {0, 5, 100, {1, 1, 1}},                                 /* the newest of its day */
	    {0, 5, 200, {0, 0, 1}},                                 /* corrected back, unless dates mean nothing */
	    {0, 5, 900, {0, 0, 1}},         {0, 6, 200, {0, 2, 2}}, /* not the last word of its day */
	    {0, 6, 300, {0, 0, 2}},         {0, 7, 200, {3, 3, 3}},
	    {0, 7, 300, {3, 0, 3}},                                 /* the newest of all */
	    {0, 7, 1, {3, 0, 3}},           {0, 8, 100, {0, 0, 0}}, /* never said */
	    {0, 8, 900, {0, 0, 0}},         {0, NAN, 50, {4, 4, 4}},
	    {0, NAN, 60, {0, 0, 4}},        {0, 9, 150, {UNDER_WAY, UNDER_WAY, UNDER_WAY}},
	    {0, 9, 160, {0, 0, UNDER_WAY}}, {1, 5, 100, {5, 5, 5}},
	    {1, 5, 200, {0, 0, 0}},         {1, 6, 200, {6, 6, 6}},
	    {1, 7, 200, {0, 0, 0}}, /* another's word is not its own */
	    {2, 5, 100, {0, 0, 0}},
	};
	static const enum book_said modes[] = {BOOK_LIVE, BOOK_REPLAY, BOOK_UNDATED};
	struct book *b = *state;
	struct observation o = {.series = 1, .high = NAN, .status = STATUS_NORMAL, .period = period("2023")};

	assert_int_equal(apply_series(b, 1, "k"), 0);
	for (size_t i = 0; i < sizeof history / sizeof history[0]; i++) {
		o.seq = i + 1;
		o.source = history[i].source;
		o.value = history[i].value;
		o.published = history[i].published;
		apply_observation(b, o);
	}
	o.seq = 0;
	o.source = 0;
	o.value = 9;
	o.published = 150;
	struct record *sent = record_create_observation(&o);
	book_sent(b, &sent, 1);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		for (size_t k = 0; k < 3; k++) {
			uint64_t seq = 0, want = row[i].seq[k];
			o.source = row[i].source;
			o.value = row[i].value;
			o.published = row[i].published;
			o.bound = BOUND_EQ;
			enum book_same got = book_same(b, &o, modes[k], &seq);
			if (got != (want == 0 ? BOOK_NEW : want == UNDER_WAY ? BOOK_UNDER_WAY : BOOK_KNOWN))
				fail_msg("row %zu, mode %zu is %d", i, k, got);
			if (got == BOOK_KNOWN && seq != want)
				fail_msg("row %zu, mode %zu is that of %ju, not %ju", i, k, (uintmax_t)seq, (uintmax_t)want);
			o.bound = BOUND_GT; /* the hedge is part of what is said */
			assert_int_equal(book_same(b, &o, modes[k], NULL), BOOK_NEW);
		}
#undef UNDER_WAY
	o = sent->observation;
	assert_int_equal(book_same(b, &o, BOOK_REPLAY, NULL), BOOK_UNDER_WAY);
	book_dropped(b, &sent, 1);
	assert_int_equal(book_same(b, &o, BOOK_REPLAY, NULL), BOOK_NEW);
	record_destroy(sent);
	o = (struct observation){.series = 1, .value = 5, .high = NAN, .status = STATUS_NORMAL, .published = 100};
	o.period = period("2023-S1");
	for (size_t k = 0; k < 3; k++)
		assert_int_equal(book_same(b, &o, modes[k], NULL), BOOK_NEW);
}

static void notes(void **state)
{
	static const char *const periods[] = {"2024-05", "2023", "2024-01-07"};
	struct book *b = *state;
	struct note n = {.pair = {"AZ", "RU"}, .area = "trade", .text = "a forum was held", .published = 5};
	const struct pair other = {"RU", "AZ"};

	for (size_t i = 0; i < 3; i++) {
		n.seq = i + 1;
		n.period = period(periods[i]);
		assert_false(book_same_note(b, &n));
		assert_int_equal(apply(b, (struct record){.kind = RECORD_NOTE, .note = n}), 0);
		assert_true(book_same_note(b, &n));
	}
	assert_int_equal(book_n_notes(b, &n.pair), 3);
	assert_int_equal(book_n_notes(b, &other), 0);
	assert_int_equal(book_note(b, &n.pair, 0)->seq, 2);
	assert_int_equal(book_note(b, &n.pair, 1)->seq, 3);
	assert_int_equal(book_note(b, &n.pair, 2)->seq, 1);
	assert_string_equal(book_note(b, &n.pair, 2)->area, "trade");
	n.text = "another forum was held";
	assert_false(book_same_note(b, &n));
}

/* The life of a series, a source and an observation: interned, sent, lost, sent again, recorded, amended. */
static void under_way(void **state)
{
	struct book *b = *state;
	struct source s = {.id = "report", .published = 100, .name = "Report"};
	struct record **more;
	struct err e;
	uint32_t series, source, again;
	size_t n;
	bool changed;

	for (int round = 0; round < 2; round++) {
		assert_int_equal(book_intern_series(b, "k", &series), 0);
		assert_int_equal(book_intern_source(b, &s, &source, &changed), 0);
		assert_true(changed);
		assert_int_equal(series, 1);
		assert_int_equal(source, 1);
		assert_int_equal(book_find_source(b, "report"), 1);
		assert_int_equal(book_source_newest(b, 1)->published, 100);
		assert_null(book_source(b, 1));
		assert_false(book_series_durable(b, 1));
		struct observation o = {.series = series, .source = source, .value = 5, .high = NAN, .published = 100};
		o.period = period("2023");
		struct record *own = record_create_observation(&o);
		assert_int_equal(book_missing(b, &own, 1, &more, &n, &e), 0);
		assert_int_equal(n, 2);
		assert_false(book_stands(b, &o));
		assert_int_equal(more[0]->kind, RECORD_SERIES);
		assert_int_equal(more[1]->kind, RECORD_SOURCE);
		assert_int_equal(more[1]->source.number, 1);
		book_sent(b, more, n);
		book_sent(b, &own, 1);
		assert_int_equal(book_same(b, &o, BOOK_LIVE, NULL), BOOK_UNDER_WAY);
		assert_true(book_stands(b, &o));
		struct record **none;
		size_t n_none;
		assert_int_equal(book_missing(b, &own, 1, &none, &n_none, &e), 0); /* stands behind the first */
		assert_int_equal(n_none, 0);
		free(none);
		if (round == 0) {
			book_rollback(b);
			assert_int_equal(book_same(b, &o, BOOK_LIVE, NULL), BOOK_NEW);
			assert_int_equal(book_find_source(b, "report"), 0);
			assert_int_equal(book_missing(b, &own, 1, &none, &n_none, &e), ERR_UNAVAILABLE); /* its source is gone */
		} else {
			own->observation.seq = 2;
			for (size_t i = 0; i < n; i++)
				assert_int_equal(book_apply(b, more[i], &e), 0);
			assert_int_equal(book_apply(b, own, &e), 0);
			assert_int_equal(book_same(b, &o, BOOK_LIVE, NULL), BOOK_KNOWN);
			book_rollback(b);
			assert_int_equal(book_same(b, &o, BOOK_LIVE, NULL), BOOK_KNOWN);
		}
		for (size_t i = 0; i < n; i++)
			record_destroy(more[i]);
		free(more);
		record_destroy(own);
	}
	assert_true(book_series_durable(b, 1));
	assert_string_equal(book_source(b, 1)->name, "Report");
	assert_int_equal(book_intern_source(b, &s, &again, &changed), 0);
	assert_false(changed);
	s.name = "The report";
	assert_int_equal(book_intern_source(b, &s, &again, &changed), 0);
	assert_true(changed);
	assert_int_equal(again, 1);
	assert_string_equal(book_source(b, 1)->name, "Report");
	assert_string_equal(book_source_newest(b, 1)->name, "The report");
	struct record *version = record_create_source(book_source_newest(b, 1));
	book_sent(b, &version, 1);
	assert_int_equal(book_apply(b, version, &e), 0);
	assert_string_equal(book_source(b, 1)->name, "The report");
	record_destroy(version);
	assert_int_equal(book_totals(b).observations, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(contradictions, setup, teardown),
	    cmocka_unit_test_setup_teardown(ordered, setup, teardown),
	    cmocka_unit_test_setup_teardown(same, setup, teardown),
	    cmocka_unit_test_setup_teardown(same_unattributed, setup, teardown),
	    cmocka_unit_test_setup_teardown(said_before, setup, teardown),
	    cmocka_unit_test_setup_teardown(same_from_files, setup, teardown),
	    cmocka_unit_test_setup_teardown(notes, setup, teardown),
	    cmocka_unit_test_setup_teardown(under_way, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
