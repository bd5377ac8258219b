/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The commit thread under a real loop and a real ledger whose disk can be made to fail its syncs.
 */
#include "store/book.h"
#include "store/committer.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- a disk whose syncs fail while `broken` ---- */

static atomic_bool broken;
static atomic_int n_syncs;
static sqlite3_vfs shim, *real;
static sqlite3_io_methods methods[2]; /* of the database, of other files */
static const sqlite3_io_methods *real_methods[2];

static int sync_of(int which, sqlite3_file *f, int flags)
{
	n_syncs++;
	return broken ? SQLITE_IOERR_FSYNC : real_methods[which]->xSync(f, flags);
}

static int sync_main(sqlite3_file *f, int flags)
{
	return sync_of(0, f, flags);
}

static int sync_other(sqlite3_file *f, int flags)
{
	return sync_of(1, f, flags);
}

static int x_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out_flags)
{
	int which = flags & SQLITE_OPEN_MAIN_DB ? 0 : 1, rc = real->xOpen(real, name, f, flags, out_flags);

	(void)vfs;
	if (rc != SQLITE_OK)
		return rc;
	real_methods[which] = f->pMethods;
	methods[which] = *f->pMethods;
	methods[which].iVersion = 1;
	methods[which].xSync = which == 0 ? sync_main : sync_other;
	f->pMethods = &methods[which];
	return rc;
}

/* ---- what every test has ---- */

#define PRODUCERS 8
#define ROUNDS 200

struct world {
	uv_loop_t loop;
	struct ledger *ledger;
	struct committer *committer;
	struct book *book;
	char folder[40], path[60];
	struct op ops[PRODUCERS * ROUNDS + 8];
	size_t n_ops, n_done, n_good, n_failed, n_found, n_retried, n_recovered;
	size_t echo_at; /* when so many ops have failed, one more is submitted, from inside `done` */
	size_t left;    /* rounds that producers have still to submit */
	uint64_t last_seq;
	char why[ERR_TEXT_MAX]; /* of the last op that failed */
	void (*then)(struct world *w);
};

static struct world w;

static int load(void *arg, const struct record *r, struct err *err)
{
	(void)arg;
	return book_apply(w.book, r, err);
}

static int found(void *arg, const struct record *r, struct err *err)
{
	(void)arg;
	assert_int_equal(w.n_recovered, 0);
	assert_true(w.n_failed > 0);
	w.n_found++;
	return book_apply(w.book, r, err);
}

static void failed(void *arg, const struct err *e)
{
	(void)arg;
	assert_true(e->code < 0);
	assert_true(w.n_failed > 0); /* the answers come first */
}

static void retried(void *arg, const struct err *e)
{
	(void)arg;
	assert_true(e->code < 0);
	w.n_retried++;
	broken = false;
}

static void recovered(void *arg)
{
	(void)arg;
	w.n_recovered++;
	book_rollback(w.book);
	if (w.then)
		w.then(&w);
}

static int setup(void **state)
{
	struct err e = {0};

	(void)state;
	memset(&w, 0, sizeof w);
	broken = false;
	strcpy(w.folder, "/tmp/coopd-commit-XXXXXX");
	assert_non_null(mkdtemp(w.folder));
	snprintf(w.path, sizeof w.path, "%s/ledger.db", w.folder);
	assert_int_equal(book_create(&w.book), 0);
	assert_int_equal(uv_loop_init(&w.loop), 0);
	assert_int_equal(ledger_open(&w.ledger, w.path, &(struct ledger_sink){.row = load}, &e), 0);
	struct committer_hooks hooks = {.found = {.row = found}, .failed = failed, .retried = retried, .recovered = recovered};
	assert_int_equal(committer_start(&w.committer, &w.loop, w.ledger, 64, &hooks, &e), 0);
	return 0;
}

static void stop(void)
{
	if (w.committer)
		committer_stop(w.committer);
	w.committer = NULL;
}

/* Ends everything, then counts what a new process finds. */
static size_t rows_on_disk(void)
{
	struct err e = {0};

	stop();
	uv_run(&w.loop, UV_RUN_DEFAULT);
	ledger_close(w.ledger);
	w.ledger = NULL;
	book_destroy(w.book);
	assert_int_equal(book_create(&w.book), 0);
	if (ledger_open(&w.ledger, w.path, &(struct ledger_sink){.row = load}, &e))
		fail_msg("%s", e.text);
	return book_totals(w.book).observations;
}

static int teardown(void **state)
{
	char name[80];

	(void)state;
	stop();
	uv_run(&w.loop, UV_RUN_DEFAULT);
	ledger_close(w.ledger);
	assert_int_equal(uv_loop_close(&w.loop), 0);
	book_destroy(w.book);
	for (size_t i = 0; i < w.n_ops; i++) {
		for (size_t k = 0; k < w.ops[i].n; k++)
			record_destroy(w.ops[i].records[k]);
		free(w.ops[i].records);
	}
	for (int i = 0; i < 2; i++) {
		snprintf(name, sizeof name, "%s%s", w.path, i ? "-wal" : "");
		unlink(name);
	}
	return rmdir(w.folder);
}

static void submit(const char *key, double value);

static void done(struct op *op, int status, const struct err *e)
{
	struct err err = {0};

	if (op != &w.ops[w.n_done])
		fail_msg("op %td is answered where op %zu was to be", op - w.ops, w.n_done);
	w.n_done++;
	if (status) {
		w.n_failed++;
		assert_int_equal(e->code, status);
		snprintf(w.why, sizeof w.why, "%s", e->text);
	}
	if (status)
		book_dropped(w.book, op->records, op->n);
	for (size_t i = 0; i < op->n; i++) {
		struct record *r = op->records[i];
		if (status && r->kind == RECORD_OBSERVATION)
			assert_int_equal(r->observation.seq, 0);
		if (status)
			continue;
		assert_int_equal(book_apply(w.book, r, &err), 0);
		if (r->kind == RECORD_OBSERVATION) {
			assert_true(r->observation.seq > w.last_seq);
			w.last_seq = r->observation.seq;
		}
	}
	w.n_good += status == 0;
	if (status && w.n_failed == w.echo_at)
		submit("c", 3);
	if (op->arg && w.left > 0) { /* a producer goes on */
		char key[40];
		snprintf(key, sizeof key, "series %zu", w.left % 37);
		w.left--;
		submit(key, (double)w.left);
		w.ops[w.n_ops - 1].arg = op->arg;
	}
}

/* One observation, with its series in front where that has to be sent. */
static void submit(const char *key, double value)
{
	struct observation o = {.value = value, .high = NAN, .status = STATUS_NORMAL, .recorded = 1};
	struct record **more;
	struct op *op = &w.ops[w.n_ops++];
	struct err e;
	size_t n;

	assert_int_equal(book_intern_series(w.book, key, &o.series), 0);
	o.period = period_of_date(0, 'A');
	o.evidence = key;
	struct record *own = record_create_observation(&o);
	assert_int_equal(book_missing(w.book, &own, 1, &more, &n, &e), 0);
	op->records = realloc(more, (n + 1) * sizeof *more);
	op->records[n] = own;
	op->n = n + 1;
	op->done = done;
	op->arg = NULL;
	book_sent(w.book, op->records, op->n);
	committer_submit(w.committer, op);
}

static void submit_nothing(void)
{
	struct op *op = &w.ops[w.n_ops++];

	*op = (struct op){.done = done};
	committer_submit(w.committer, op);
}

/* Series 4000 was never given: the ledger refuses the transaction. */
static void submit_bad(void)
{
	struct observation o = {.series = 4000, .period = period_of_date(0, 'A'), .high = NAN, .status = STATUS_NORMAL};
	struct op *op = &w.ops[w.n_ops++];

	*op = (struct op){.records = malloc(sizeof *op->records), .n = 1, .done = done};
	op->records[0] = record_create_observation(&o);
	committer_submit(w.committer, op);
}

static void run_until(const size_t *counter, size_t wanted)
{
	while (*counter < wanted)
		uv_run(&w.loop, UV_RUN_ONCE);
}

/* ---- the tests ---- */

static void in_order(void **state)
{
	(void)state;
	w.left = PRODUCERS * (ROUNDS - 1);
	for (size_t i = 0; i < PRODUCERS; i++) {
		submit("first", (double)i);
		w.ops[w.n_ops - 1].arg = &w;
	}
	assert_int_equal(w.n_done, 0); /* never from inside submit */
	assert_int_equal(committer_pending(w.committer), PRODUCERS);
	run_until(&w.n_done, PRODUCERS * ROUNDS);
	assert_int_equal(committer_pending(w.committer), 0);
	assert_int_equal(w.n_good, PRODUCERS * ROUNDS);
	assert_int_equal(book_totals(w.book).observations, PRODUCERS * ROUNDS);
	assert_int_equal(rows_on_disk(), PRODUCERS * ROUNDS);
}

/* What waits is committed together: far fewer syncs than ops. The first may go alone. */
static void in_groups(void **state)
{
	int before = n_syncs;

	(void)state;
	for (size_t i = 0; i < 1000; i++)
		submit("k", (double)i);
	stop();
	assert_int_equal(w.n_good, 1000);
	assert_true(n_syncs - before < 500);
	assert_int_equal(rows_on_disk(), 1000);
}

static size_t n_read, n_texts;

static void read_done(void *arg, const struct ledger_text *texts, size_t n, int status, const struct err *e)
{
	(void)arg;
	(void)e;
	n_read++;
	n_texts = n;
	assert_int_equal(status, 0);
	assert_int_equal(w.n_done, 2);
	assert_string_equal(texts[0].evidence, "b");
	assert_string_equal(texts[1].evidence, "a");
	assert_null(texts[0].written);
}

static void read_your_writes(void **state)
{
	(void)state;
	n_read = 0;
	submit("a", 1);
	submit("b", 2);
	committer_read(w.committer, (uint64_t[]){2, 99, 1}, 3, read_done, NULL);
	submit("c", 3);
	run_until(&n_read, 1);
	assert_int_equal(n_texts, 2);
	run_until(&w.n_done, 3);
}

static void again(struct world *world)
{
	(void)world;
	submit("a", 1);
	submit("b", 2);
	submit_nothing();
}

/* A transaction that fails takes with it what stands behind it; afterwards the same works, series keys and all. */
static void failure(void **state)
{
	(void)state;
	w.then = again;
	w.echo_at = 4; /* submitted while the ledger is down: answered all the same */
	submit_bad();
	submit("a", 1);
	submit("b", 2);
	submit_nothing();
	run_until(&w.n_failed, 5);
	assert_non_null(strstr(w.why, "is being reopened after: an observation names series number 4000"));
	assert_non_null(strstr(w.why, "nothing was recorded; send it again"));
	run_until(&w.n_good, 3);
	assert_int_equal(w.n_found, 0);
	assert_int_equal(w.n_recovered, 1);
	assert_int_equal(rows_on_disk(), 2);
}

/* The commit's sync fails, but the rows are there: memory hears of them before anything else is taken. */
static void found_again(void **state)
{
	struct observation o = {.value = 1, .high = NAN, .status = STATUS_NORMAL, .period = period_of_date(0, 'A')};

	(void)state;
	submit("z", 0); /* frames in the log, so that the closing has to sync, fails too, and leaves the log as it is */
	run_until(&w.n_good, 1);
	broken = true;
	submit("a", 1);
	run_until(&w.n_failed, 1);
	assert_non_null(strstr(w.why, "send it again"));
	run_until(&w.n_recovered, 1);
	assert_true(w.n_retried > 0);
	assert_int_equal(w.n_found, 2);
	o.series = book_find_series(w.book, "a");
	assert_int_equal(book_same(w.book, &o, BOOK_LIVE, NULL), BOOK_KNOWN);
	submit("a", 2);
	run_until(&w.n_good, 2);
	assert_int_equal(rows_on_disk(), 3);
}

/* Stopping while the disk is broken answers everything and does not wait for the disk. */
static void stop_while_down(void **state)
{
	(void)state;
	broken = true;
	w.echo_at = 1;
	submit("a", 1);
	run_until(&w.n_failed, 1);
	stop();
	assert_int_equal(w.n_failed, 2);
	broken = false;
}

static int install(void **state)
{
	(void)state;
	real = sqlite3_vfs_find(NULL);
	shim = *real;
	shim.zName = "fragile";
	shim.xOpen = x_open;
	return sqlite3_vfs_register(&shim, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(in_order, setup, teardown),
	    cmocka_unit_test_setup_teardown(in_groups, setup, teardown),
	    cmocka_unit_test_setup_teardown(read_your_writes, setup, teardown),
	    cmocka_unit_test_setup_teardown(failure, setup, teardown),
	    cmocka_unit_test_setup_teardown(found_again, setup, teardown),
	    cmocka_unit_test_setup_teardown(stop_while_down, setup, teardown),
	};
	return cmocka_run_group_tests(tests, install, NULL);
}
