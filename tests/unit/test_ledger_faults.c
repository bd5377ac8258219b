/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The n-th write, sync, truncate or open fails, for every n until a whole run passes. After each: everything acknowledged is in
 * the ledger, nothing else is but whole batches that ledger_reopen reported, and a copy of the files made at the moment of the failure (what a
 * killed process leaves) holds everything acknowledged too. The faults are made by a shim over SQLite's own VFS.
 */
#include "store/ledger.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BATCHES 12
#define SIZE 40 /* observations in a batch */

enum fault_op { FAULT_WRITE, FAULT_SYNC, FAULT_TRUNCATE, FAULT_OPEN, N_FAULT_OPS };
enum fault_how {
	ONCE,      /* the call fails and does nothing */
	DONE_ONCE, /* the call does its work, or half of it, and says that it failed */
	LASTING,   /* all such calls fail until the fault is mended */
	N_HOWS
};

static struct {
	enum fault_op op;
	enum fault_how how;
	long left; /* calls until it strikes; negative: off */
	bool struck;
} fault;

static sqlite3_vfs shim, *real;

struct shim_file {
	sqlite3_file base;
	sqlite3_file *real; /* behind this struct */
};

/* Whether this call fails. */
static bool strikes(enum fault_op op)
{
	if (fault.op != op || fault.left < 0)
		return false;
	if (fault.left > 0) {
		fault.left--;
		return false;
	}
	fault.struck = true;
	if (fault.how != LASTING)
		fault.left = -1;
	return true;
}

static sqlite3_file *under(sqlite3_file *f)
{
	return ((struct shim_file *)f)->real;
}

static int x_close(sqlite3_file *f)
{
	return under(f)->pMethods->xClose(under(f));
}

static int x_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
	return under(f)->pMethods->xRead(under(f), p, n, at);
}

static int x_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	if (strikes(FAULT_WRITE)) {
		if (fault.how == DONE_ONCE)
			under(f)->pMethods->xWrite(under(f), p, n / 2, at);
		return SQLITE_IOERR_WRITE;
	}
	return under(f)->pMethods->xWrite(under(f), p, n, at);
}

static int x_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	if (strikes(FAULT_TRUNCATE)) {
		if (fault.how == DONE_ONCE)
			under(f)->pMethods->xTruncate(under(f), size);
		return SQLITE_IOERR_TRUNCATE;
	}
	return under(f)->pMethods->xTruncate(under(f), size);
}

/* The page cache has it either way, as on Linux: a row may turn up although its sync failed. */
static int x_sync(sqlite3_file *f, int flags)
{
	return strikes(FAULT_SYNC) ? SQLITE_IOERR_FSYNC : under(f)->pMethods->xSync(under(f), flags & ~SQLITE_SYNC_FULL);
}

static int x_size(sqlite3_file *f, sqlite3_int64 *size)
{
	return under(f)->pMethods->xFileSize(under(f), size);
}

static int x_lock(sqlite3_file *f, int how)
{
	return under(f)->pMethods->xLock(under(f), how);
}

static int x_unlock(sqlite3_file *f, int how)
{
	return under(f)->pMethods->xUnlock(under(f), how);
}

static int x_reserved(sqlite3_file *f, int *out)
{
	return under(f)->pMethods->xCheckReservedLock(under(f), out);
}

static int x_control(sqlite3_file *f, int op, void *arg)
{
	return under(f)->pMethods->xFileControl(under(f), op, arg);
}

static int x_sector(sqlite3_file *f)
{
	return under(f)->pMethods->xSectorSize(under(f));
}

static int x_traits(sqlite3_file *f)
{
	return under(f)->pMethods->xDeviceCharacteristics(under(f));
}

/* Version 1: no shared memory, so that a ledger that is not exclusive could not use WAL at all. */
static const sqlite3_io_methods methods = {1,         x_close,  x_read,   x_write, x_truncate, x_sync, x_size, x_lock, x_unlock, x_reserved,
                                           x_control, x_sector, x_traits, NULL,    NULL,       NULL,   NULL,   NULL,   NULL};

static int x_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out_flags)
{
	struct shim_file *s = (struct shim_file *)f;

	(void)vfs;
	s->base.pMethods = NULL;
	s->real = (sqlite3_file *)(s + 1);
	if (strikes(FAULT_OPEN))
		return SQLITE_CANTOPEN;
	int rc = real->xOpen(real, name, s->real, flags, out_flags);
	if (rc == SQLITE_OK)
		s->base.pMethods = &methods;
	return rc;
}

static void shim_install(void)
{
	real = sqlite3_vfs_find(NULL);
	shim = *real;
	shim.zName = "faulty";
	shim.szOsFile = (int)sizeof(struct shim_file) + real->szOsFile;
	shim.xOpen = x_open;
	assert_int_equal(sqlite3_vfs_register(&shim, 1), SQLITE_OK);
}

/* How often the disk had more than was acknowledged; the test would say little if that never happened. */
static size_t n_found;

static char folder[] = "/tmp/coopd-faults-XXXXXX", path[60], copy[60];

/* What the model knows of each batch. Batch b has series b + 1 and SIZE observations with the value b. */
struct model {
	bool acked[BATCHES], found[BATCHES]; /* acknowledged; reported by ledger_reopen although it failed */
	size_t seen[BATCHES], keys[BATCHES]; /* rows of it that a sink was given */
};

static int see(void *arg, const struct record *r, struct err *err)
{
	struct model *m = arg;

	(void)err;
	if (r->kind == RECORD_SERIES)
		m->keys[r->series.id - 1]++;
	else
		m->seen[(size_t)r->observation.value]++;
	return 0;
}

static void remove_files(const char *of)
{
	char name[80];

	for (int i = 0; i < 3; i++) {
		snprintf(name, sizeof name, "%s%s", of, i == 0 ? "" : i == 1 ? "-wal" : "-journal");
		unlink(name);
	}
}

static void copy_file(const char *end)
{
	char from[80], to[80], block[65536];
	size_t n;

	snprintf(from, sizeof from, "%s%s", path, end);
	snprintf(to, sizeof to, "%s%s", copy, end);
	FILE *in = fopen(from, "rb"), *out = in ? fopen(to, "wb") : NULL;
	while (in && (n = fread(block, 1, sizeof block, in)) > 0)
		assert_int_equal(fwrite(block, 1, n, out), n);
	if (in) {
		fclose(in);
		fclose(out);
	}
}

/* Opens `which` without faults and compares; `m` has what must be there, `unsure` is a batch that may be there or not (-1: none). */
static void check(const char *which, const struct model *m, int unsure)
{
	struct model now = {0};
	struct ledger *l;
	struct err e = {0};
	long left = fault.left;

	fault.left = -1;
	if (ledger_open(&l, which, &(struct ledger_sink){.row = see, .arg = &now}, &e))
		fail_msg("op %d how %d: %s", fault.op, fault.how, e.text);
	ledger_close(l);
	fault.left = left;
	for (int b = 0; b < BATCHES; b++) {
		bool there = now.seen[b] > 0;
		if (there && (now.seen[b] != SIZE || now.keys[b] != 1))
			fail_msg("op %d how %d: batch %d is there by parts: %zu", fault.op, fault.how, b, now.seen[b]);
		if (b != unsure && there != (m->acked[b] || m->found[b]))
			fail_msg("op %d how %d: batch %d is %s, acknowledged %d, found %d", fault.op, fault.how, b,
			         there ? "there" : "lost", m->acked[b], m->found[b]);
	}
}

/* As a process killed at this moment leaves it; SQLite's locks are on the original, so a copy is looked at. */
static void check_killed(const struct model *m, int unsure)
{
	remove_files(copy);
	copy_file("");
	copy_file("-wal");
	copy_file("-journal");
	check(copy, m, unsure);
}

static struct ledger *open_stubborn(struct model *m)
{
	struct ledger *l;
	struct err e;

	for (int i = 0; i < 3; i++) {
		struct model now = {0};
		if (ledger_open(&l, path, &(struct ledger_sink){.row = see, .arg = &now}, &e) == 0) {
			for (int b = 0; b < BATCHES; b++)
				assert_int_equal(now.seen[b], m->acked[b] || m->found[b] ? SIZE : 0);
			return l;
		}
		assert_true(fault.struck);
		fault.left = -1; /* mended */
	}
	fail_msg("op %d how %d: cannot be opened after the fault was mended: %s", fault.op, fault.how, e.text);
	return NULL;
}

/* Batch b again and again until it is known to be recorded. */
static void put_batch(struct ledger *l, struct model *m, int b)
{
	struct record *batch[SIZE + 1];
	struct err e = {0};
	char key[40];

	snprintf(key, sizeof key, "AZ-RU/trade/turnover_%d", b);
	batch[0] = record_create_series((uint32_t)b + 1, key);
	for (int i = 0; i < SIZE; i++) {
		struct observation o = {
		    .series = (uint32_t)b + 1, .value = b, .high = NAN, .status = STATUS_NORMAL, .evidence = "so it was said that day"};
		o.period = period_of_date(i * 366, 'A');
		batch[i + 1] = record_create_observation(&o);
	}
	int rc = ledger_append(l, batch, SIZE + 1, &e);
	m->acked[b] = rc == 0;
	for (int tries = 0; rc; tries++) {
		struct model now = {0};
		assert_true(fault.struck);
		assert_true(tries < 4);
		assert_int_equal(batch[1]->seq, 0);
		check_killed(m, b);
		if (tries)
			fault.left = -1; /* mended; before that the reopening meets the lasting fault */
		if (ledger_reopen(l, &(struct ledger_sink){.row = see, .arg = &now}, &e))
			continue;
		m->found[b] = now.seen[b] > 0;
		n_found += m->found[b];
		assert_int_equal(now.seen[b], m->found[b] ? SIZE : 0);
		assert_int_equal(now.keys[b], m->found[b] ? 1 : 0);
		check_killed(m, -1);
		if (m->found[b])
			break;
		rc = ledger_append(l, batch, SIZE + 1, &e);
		m->acked[b] = rc == 0;
	}
	for (int i = 0; i <= SIZE; i++)
		record_destroy(batch[i]);
}

/* One run: batches with a close (checkpoint) and an open in the middle. */
static void play(void)
{
	struct model m = {0};
	struct ledger *l;

	remove_files(path);
	l = open_stubborn(&m);
	for (int b = 0; b < BATCHES; b++) {
		if (b % 5 == 4) {
			ledger_close(l);
			l = open_stubborn(&m);
		}
		put_batch(l, &m, b);
	}
	check_killed(&m, -1);
	ledger_close(l);
	check(path, &m, -1);
	for (int b = 0; b < BATCHES; b++)
		assert_true(m.acked[b] || m.found[b]);
}

static void every_call_fails_once(void **state)
{
	static const char *const names[] = {"write", "sync", "truncate", "open"};

	(void)state;
	for (int op = 0; op < N_FAULT_OPS; op++) {
		for (int how = 0; how < N_HOWS; how++) {
			long n = 0;
			do {
				fault.op = (enum fault_op)op;
				fault.how = (enum fault_how)how;
				fault.left = n++;
				fault.struck = false;
				play();
			} while (fault.struck);
			print_message("%s, way %d: %ld faults\n", names[op], how, n - 1);
			assert_true(n > 1);
		}
	}
	print_message("%zu batches were recorded though their commit failed\n", n_found);
	assert_true(n_found > 0);
}

static int setup(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/ledger.db", folder);
	snprintf(copy, sizeof copy, "%s/copy.db", folder);
	fault.left = -1;
	shim_install();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	remove_files(path);
	remove_files(copy);
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(every_call_fails_once, setup, teardown)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
