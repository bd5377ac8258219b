/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A snapshot is written piece by piece while the book goes on changing; the snapshot and the ledger's rows behind it then make the same book again.
 */
#include "store/snapshot.h"

#include "base/date.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "seed.h"

#define N_SERIES 40
#define N_SOURCES 5
#define ROWS 4000

static struct {
	char folder[64], ledger_path[96], path[96];
	struct ledger *ledger;
	struct book *book;
	uint32_t n_series, n_sources;
} w;

static int apply(void *arg, const struct record *r, struct err *err)
{
	return book_apply(arg, r, err);
}

static void record(const struct record *like)
{
	struct record *r = record_create(like);
	struct err e;

	assert_int_equal(ledger_append(w.ledger, &r, 1, &e), 0);
	record_take_seq(r);
	assert_int_equal(book_apply(w.book, r, &e), 0);
	record_destroy(r);
}

static void any_row(void)
{
	static const char freqs[] = "ASQMD";

	if (w.n_series < N_SERIES && rand() % 20 == 0) {
		char key[40];
		snprintf(key, sizeof key, "%c-B/area/measure%u", 'A' + (char)(rand() % 4), w.n_series);
		record(&(struct record){.kind = RECORD_SERIES, .series = {++w.n_series, key}});
	}
	if (w.n_sources < N_SOURCES && rand() % 50 == 0) {
		struct source s = {.number = ++w.n_sources, .published = 19000, .recorded = 1};
		snprintf(s.id, sizeof s.id, "source-%u", w.n_sources);
		record(&(struct record){.kind = RECORD_SOURCE, .source = s});
	}
	if (w.n_series == 0)
		return;
	struct observation o = {.series = 1 + (uint32_t)rand() % w.n_series,
	                        .source = (uint32_t)rand() % (w.n_sources + 1),
	                        .period =
	                            period_of_date(date_from_civil(1960 + rand() % 80, 1 + (unsigned)rand() % 12, 1), freqs[rand() % 5]),
	                        .bound = (enum bound)(rand() % 3),
	                        .status = STATUS_NORMAL,
	                        .value = rand() % 9 ? rand() / 7.0 : NAN,
	                        .high = NAN,
	                        .published = 19000 + rand() % 3,
	                        .recorded = 1700000000 + rand() % 1000};
	record(&(struct record){.kind = RECORD_OBSERVATION, .observation = o});
}

static int setup(void **state)
{
	struct err e;

	(void)state;
	memset(&w, 0, sizeof w);
	srand(seed_begin(0));
	strcpy(w.folder, "/tmp/coopd-snapshot-XXXXXX");
	assert_non_null(mkdtemp(w.folder));
	snprintf(w.ledger_path, sizeof w.ledger_path, "%s/ledger.db", w.folder);
	snprintf(w.path, sizeof w.path, "%s/book.snapshot", w.folder);
	assert_int_equal(book_create(&w.book), 0);
	assert_int_equal(ledger_open(&w.ledger, w.ledger_path, &(struct ledger_sink){apply, w.book}, &e), 0);
	for (size_t i = 0; i < ROWS; i++)
		any_row();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	ledger_close(w.ledger);
	book_destroy(w.book);
	unlink(w.ledger_path);
	unlink(w.path);
	return rmdir(w.folder);
}

/* Writes one; `between` rows come in between two pieces. */
static void write_snapshot(size_t between)
{
	FILE *f = fopen(w.path, "w");
	struct buf piece;
	uint64_t stamp, seq = book_last_seq(w.book);
	struct err e;
	int more = 1;

	assert_non_null(f);
	buf_init(&piece, SIZE_MAX / 2);
	assert_int_equal(ledger_stamp(w.ledger, seq, &stamp, &e), 0);
	struct snapshot *s = snapshot_begin(w.book, seq, stamp);
	assert_non_null(s);
	assert_int_equal(snapshot_seq(s), seq);
	while (more > 0) {
		more = snapshot_next(s, 1000, &piece);
		assert_int_equal(fwrite(buf_bytes(&piece), 1, piece.len, f), piece.len);
		buf_clear(&piece);
		for (size_t i = 0; i < between; i++)
			any_row();
	}
	assert_int_equal(more, 0);
	snapshot_end(s);
	buf_fini(&piece);
	assert_int_equal(fclose(f), 0);
}

static void same_books(const struct book *a, const struct book *b)
{
	const struct book_totals x = book_totals(a), y = book_totals(b);

	assert_int_equal(x.observations, y.observations);
	assert_int_equal(x.series, y.series);
	assert_int_equal(x.sources, y.sources);
	assert_int_equal(book_last_seq(a), book_last_seq(b));
	for (uint32_t s = 0; s <= N_SOURCES; s++)
		assert_int_equal(book_source_observations(a, s), book_source_observations(b, s));
	for (uint32_t s = 1; s <= book_n_series(a); s++) {
		assert_string_equal(book_series_key(a, s), book_series_key(b, s));
		assert_int_equal(book_n_observations(a, s), book_n_observations(b, s));
		assert_int_equal(book_series_freq(a, s), book_series_freq(b, s));
		assert_int_equal(book_series_is_plain(a, s), book_series_is_plain(b, s));
		for (size_t i = 0; i < book_n_observations(a, s); i++) {
			struct observation m, n;
			book_observation(a, s, i, &m);
			book_observation(b, s, i, &n);
			assert_int_equal(m.seq, n.seq);
			assert_int_equal(period_cmp(&m.period, &n.period), 0);
			assert_int_equal(m.period.freq, n.period.freq);
			assert_true(m.value == n.value || (isnan(m.value) && isnan(n.value)));
			assert_int_equal(m.source, n.source);
			assert_int_equal(m.published, n.published);
			assert_int_equal(m.bound, n.bound);
		}
	}
}

/* Opens everything anew. Returns what snapshot_load said. */
static int open_again(struct ledger **ledger, struct book **book, uint64_t *seq)
{
	struct err e;

	assert_int_equal(book_create(book), 0);
	assert_int_equal(ledger_attach(ledger, w.ledger_path, &e), 0);
	int rc = snapshot_load(w.path, *ledger, *book, seq, &e);
	if (rc && rc != ERR_UNKNOWN)
		print_message("%s\n", e.text);
	assert_int_equal(ledger_load(*ledger, *seq, &(struct ledger_sink){apply, *book}, &e), 0);
	return rc;
}

static void check_again(int wanted)
{
	struct ledger *ledger;
	struct book *book;
	uint64_t seq, last = ledger_last_seq(w.ledger);

	ledger_close(w.ledger);
	w.ledger = NULL;
	int rc = open_again(&ledger, &book, &seq);
	assert_int_equal(rc, wanted);
	assert_int_equal(seq != 0, rc == 0);
	assert_int_equal(ledger_last_seq(ledger), last);
	same_books(w.book, book);
	book_destroy(w.book);
	w.ledger = ledger;
	w.book = book;
}

static void the_same_book_again(void **state)
{
	(void)state;
	check_again(ERR_UNKNOWN);
	write_snapshot(0);
	check_again(0);
	write_snapshot(30);
	check_again(0);
	for (size_t i = 0; i < 500; i++)
		any_row();
	check_again(0);
	write_snapshot(7); /* of a book that came from one */
	check_again(0);
}

static void what_is_wrong_is_not_believed(void **state)
{
	struct err e;
	char other[96];

	(void)state;
	write_snapshot(3);
	FILE *f = fopen(w.path, "r+");
	assert_non_null(f);
	assert_int_equal(fseek(f, 3000, SEEK_SET), 0);
	int c = fgetc(f);
	assert_int_equal(fseek(f, 3000, SEEK_SET), 0);
	fputc(c ^ 1, f);
	assert_int_equal(fclose(f), 0);
	check_again(ERR_DAMAGED);
	write_snapshot(0);
	assert_int_equal(truncate(w.path, 2000), 0);
	check_again(ERR_DAMAGED);
	assert_int_equal(truncate(w.path, 10), 0);
	check_again(ERR_DAMAGED);
	assert_int_equal(truncate(w.path, 0), 0);
	check_again(ERR_DAMAGED);

	/* A ledger of its own, as long as this one. */
	write_snapshot(0);
	ledger_close(w.ledger);
	snprintf(other, sizeof other, "%s/other.db", w.folder);
	assert_int_equal(rename(w.ledger_path, other), 0);
	book_destroy(w.book);
	w.n_series = w.n_sources = 0;
	assert_int_equal(book_create(&w.book), 0);
	assert_int_equal(ledger_open(&w.ledger, w.ledger_path, &(struct ledger_sink){apply, w.book}, &e), 0);
	for (size_t i = 0; i < ROWS; i++)
		any_row();
	check_again(ERR_DAMAGED);
	unlink(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(the_same_book_again, setup, teardown),
	    cmocka_unit_test_setup_teardown(what_is_wrong_is_not_believed, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
