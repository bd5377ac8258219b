/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * THE FORMAT. One SQLite file, application_id "coop", user_version 1. Four tables, inserted into and never changed; triggers abort
 * every UPDATE and DELETE, whoever opens the file.
 *
 *     series       id, key                the number stands for the key in observations
 *     source       one row per version    a later row with the same number replaces what the earlier said
 *     observation  period and dates as text, numbers as numbers, what is usual as NULL (below)
 *     note         likewise
 *
 * source, observation and note share one count, `seq`, the primary key of each: from 1, no gaps, in the order recorded. There
 * is no index besides: an insert touches the last page of its table and nothing else, and all look-ups are made in memory (book.h).
 *
 * NULL in an observation says: value, high: NaN. written: the shortest text of value. bound: eq. status: A. published: the date of
 * the first version of the source (of the first, because a version may come later and must not move old rows), for the unattributed
 * source the day of `recorded`; '' is "not known". g below zero is a power of ten, -2 for 0.01 (one byte on disk instead of eight).
 * A plain observation takes some 40 bytes.
 *
 * THE INVARIANTS.
 * 1. What ledger_append answered with 0 is on disk: WAL with synchronous=FULL syncs the log before COMMIT returns.
 * 2. After a failed COMMIT nobody knows what is on disk: the frames may lie whole in the log though the sync failed. So the ledger stops
 *    (`stopped`) until ledger_reopen has looked. Whoever sent the records was told that they are not recorded; rows that turn up are given
 *    to the sink, so that memory and disk agree and sending again adds nothing.
 * 3. Rows that turn up are not trusted to the failed sync: Linux may have dropped the dirty pages and marked them clean. The
 *    reopening copies the log into the file (checkpoint, TRUNCATE) and syncs that before it reads a row. The same is done at every open.
 * 4. A transaction is whole or absent, so rows beyond the last acknowledged seq are those of the one failed transaction.
 *    Series have no seq; `known` remembers which of them were acknowledged.
 * 5. One connection: locking_mode=EXCLUSIVE holds the file's lock from the first read to the close, and the log's index is in our memory.
 */
#include "store/ledger.h"
#include "store/ledger_rows.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define APPLICATION_ID 0x636f6f70 /* "coop" */
#define USER_VERSION 1
#define N_KINDS 4

#define GUARD(table)                                                                                                                       \
	"CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table " BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;"       \
	"CREATE TRIGGER " table "_no_delete BEFORE DELETE ON " table " BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;"

static const char schema[] = "CREATE TABLE series(id INTEGER PRIMARY KEY, key TEXT NOT NULL) STRICT;"
                             "CREATE TABLE source(seq INTEGER PRIMARY KEY, number INTEGER NOT NULL, id TEXT NOT NULL, name TEXT,"
                             " authority TEXT, url TEXT, published TEXT, party TEXT, rank INTEGER, recorded INTEGER NOT NULL) STRICT;"
                             "CREATE TABLE observation(seq INTEGER PRIMARY KEY, series INTEGER NOT NULL, period TEXT NOT NULL, value REAL,"
                             " written TEXT, high REAL, g REAL, bound TEXT, status TEXT, source INTEGER NOT NULL, published TEXT,"
                             " recorded INTEGER NOT NULL, evidence TEXT) STRICT;"
                             "CREATE TABLE note(seq INTEGER PRIMARY KEY, ref TEXT NOT NULL, cpt TEXT NOT NULL, area TEXT NOT NULL,"
                             " period TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, source INTEGER NOT NULL, published TEXT,"
                             " recorded INTEGER NOT NULL) STRICT;" GUARD("series") GUARD("source") GUARD("observation") GUARD("note");

struct ledger {
	char *path;  /* owned */
	sqlite3 *db; /* NULL while it could not be opened again */
	sqlite3_stmt *insert[N_KINDS], *text_observation, *text_note;
	struct ledger_known known;
	uint64_t last; /* seq of the last acknowledged row */
	bool stopped;  /* an append failed; see invariant 2 */
};

/* The sentence for what SQLite just said. `doing`: "opened", "written", "read". */
static int refuse(struct ledger *l, int rc, const char *doing, struct err *err)
{
	int number = l->db ? sqlite3_system_errno(l->db) : 0;

	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(err, ERR_UNAVAILABLE, "the ledger %s is in use by another coopd", l->path);
	case SQLITE_NOTADB:
		return err_set(err, ERR_DAMAGED, "%s is not a ledger of coopd; move it away or name another file", l->path);
	case SQLITE_CORRUPT:
		return err_set(err, ERR_DAMAGED, "the ledger %s is damaged; restore it from a backup", l->path);
	case SQLITE_FULL:
		return err_sys(err, ENOSPC, "the ledger %s cannot be %s", l->path, doing);
	case SQLITE_NOMEM:
		return err_sys(err, ENOMEM, "the ledger %s cannot be %s", l->path, doing);
	case SQLITE_READONLY:
		return err_set(err, -EROFS, "the ledger %s cannot be written: it is read-only for this user", l->path);
	case SQLITE_CANTOPEN:
		return err_sys(err, number ? number : EIO, "the ledger %s cannot be opened", l->path);
	case SQLITE_CONSTRAINT:
	case SQLITE_MISUSE:
		return err_set(err, ERR_INTERNAL, "the ledger %s cannot be %s: %s", l->path, doing, sqlite3_errmsg(l->db));
	default:
		if (number)
			return err_sys(err, number, "the ledger %s cannot be %s: %s", l->path, doing, sqlite3_errstr(rc));
		return err_set(err, -EIO, "the ledger %s cannot be %s: %s", l->path, doing, sqlite3_errstr(rc));
	}
}

static int run(struct ledger *l, const char *sql, const char *doing, struct err *err)
{
	int rc = sqlite3_exec(l->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : refuse(l, rc, doing, err);
}

/* The one number that `sql` yields; 0 for NULL. */
static int ask(struct ledger *l, const char *sql, int64_t *out, struct err *err)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(l->db, sql, -1, &st, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		*out = sqlite3_column_int64(st, 0);
	int code = rc == SQLITE_ROW ? 0 : refuse(l, rc, "read", err);
	sqlite3_finalize(st);
	return code;
}

/* Ours, empty (`*empty`), or refused; nothing is written before this is known. */
static int check_identity(struct ledger *l, bool *empty, struct err *err)
{
	int64_t application = 0, version = 0, tables = 0;
	int rc = ask(l, "PRAGMA application_id", &application, err);

	if (rc == 0)
		rc = ask(l, "PRAGMA user_version", &version, err);
	if (rc == 0)
		rc = ask(l, "SELECT count(*) FROM sqlite_master", &tables, err);
	if (rc)
		return rc;
	*empty = application == 0 && version == 0 && tables == 0;
	if (*empty)
		return 0;
	if (application != APPLICATION_ID)
		return err_set(err, ERR_DAMAGED, "%s is a database of another program, not a ledger of coopd; name another file", l->path);
	if (version > USER_VERSION)
		return err_set(
		    err, ERR_DAMAGED,
		    "the ledger %s is of format %lld, written by a newer coopd; this one reads up to format %d, so install the newer",
		    l->path, (long long)version, USER_VERSION);
	if (version != USER_VERSION)
		return err_set(err, ERR_DAMAGED, "the ledger %s says format %lld, which never was; restore it from a backup", l->path,
		               (long long)version);
	return 0;
}

static int create_tables(struct ledger *l, struct err *err)
{
	char sql[sizeof schema + 160];

	snprintf(sql, sizeof sql, "BEGIN IMMEDIATE; PRAGMA application_id = %d; PRAGMA user_version = %d; %s COMMIT;", APPLICATION_ID,
	         USER_VERSION, schema);
	return run(l, sql, "created", err);
}

/* PRAGMAs that answer with a row saying whether they were obeyed. */
static int set_mode(struct ledger *l, const char *sql, const char *wanted, struct err *err)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(l->db, sql, -1, &st, NULL), code;

	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	const char *got = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(st, 0) : NULL;
	if (!got)
		code = refuse(l, rc, "opened", err);
	else if (strcmp(got, wanted) != 0)
		code = err_set(err, -EIO, "the ledger %s cannot be opened: \"%s\" is answered with %s; is its folder on a local disk?",
		               l->path, sql, got);
	else
		code = 0;
	sqlite3_finalize(st);
	return code;
}

static int prepare(struct ledger *l, struct err *err)
{
	int rc = SQLITE_OK;

	for (int k = 0; k < N_KINDS && rc == SQLITE_OK; k++)
		rc = sqlite3_prepare_v3(l->db, ledger_rows_insert[k], -1, SQLITE_PREPARE_PERSISTENT, &l->insert[k], NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(l->db, "SELECT recorded, written, evidence FROM observation WHERE seq = ?", -1,
		                        &l->text_observation, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(l->db, "SELECT recorded, NULL, text FROM note WHERE seq = ?", -1, &l->text_note, NULL);
	return rc == SQLITE_OK ? 0 : refuse(l, rc, "read", err);
}

static void detach(struct ledger *l)
{
	for (int k = 0; k < N_KINDS; k++) {
		sqlite3_finalize(l->insert[k]);
		l->insert[k] = NULL;
	}
	sqlite3_finalize(l->text_observation);
	sqlite3_finalize(l->text_note);
	l->text_observation = l->text_note = NULL;
	sqlite3_close(l->db);
	l->db = NULL;
}

/* Opens the file and leaves it checked, in its modes, with an empty log, ready to read and write. */
static int attach(struct ledger *l, struct err *err)
{
	bool empty = false;
	int rc = sqlite3_open_v2(l->path, &l->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);

	if (rc != SQLITE_OK) {
		rc = refuse(l, rc, "opened", err);
		goto fail;
	}
	sqlite3_extended_result_codes(l->db, 1);
	rc = set_mode(l, "PRAGMA locking_mode = EXCLUSIVE", "exclusive", err);
	if (rc == 0)
		rc = check_identity(l, &empty, err);
	if (rc == 0)
		rc = set_mode(l, "PRAGMA journal_mode = WAL", "wal", err);
	if (rc == 0)
		rc = run(l, "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 2000", "opened", err);
	if (rc == 0 && empty)
		rc = create_tables(l, err);
	if (rc == 0) {
		rc = sqlite3_wal_checkpoint_v2(l->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
		rc = rc == SQLITE_OK ? prepare(l, err) : refuse(l, rc, "written", err);
	}
	if (rc == 0)
		return 0;
fail:
	detach(l);
	return rc;
}

/* Series beyond those known, and none of those known missing. */
static int stream_series(struct ledger *l, const struct ledger_sink *sink, struct err *err)
{
	sqlite3_stmt *st = NULL;
	struct record r;
	size_t kept = 0, found = 0;
	int rc, code = 0;

	for (size_t i = 0; i < l->known.n_series; i++)
		kept += l->known.series[i] == KNOWN_KEPT;
	rc = sqlite3_prepare_v2(l->db, ledger_rows_select[RECORD_SERIES], -1, &st, NULL);
	sqlite3_bind_int64(st, 1, -1);
	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		rc = sqlite3_step(st);
		if (rc != SQLITE_ROW)
			break;
		code = ledger_rows_read(st, RECORD_SERIES, &r, &l->known, err);
		if (code == 0 && ledger_known_series(&l->known, r.series.id) == KNOWN_KEPT) {
			found++;
			continue;
		}
		if (code == 0)
			code = ledger_known_note(&l->known, &r, KNOWN_TRIED, err);
		if (code == 0)
			code = sink->row(sink->arg, &r, err);
		if (code)
			break;
	}
	if (code == 0 && rc != SQLITE_DONE)
		code = refuse(l, rc, "read", err);
	sqlite3_finalize(st);
	if (code == 0 && found != kept)
		code = err_set(err, ERR_DAMAGED, "the ledger %s has lost %zu series that were on disk; restore it from a backup", l->path,
		               kept - found);
	return code;
}

/* One of the three tables that share seq, read in order. */
struct cursor {
	sqlite3_stmt *st;
	enum record_kind kind;
	uint64_t seq; /* of the row it stands on; UINT64_MAX at the end */
};

static int cursor_step(struct ledger *l, struct cursor *c, struct err *err)
{
	int rc = sqlite3_step(c->st);

	c->seq = rc == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(c->st, 0) : UINT64_MAX;
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? 0 : refuse(l, rc, "read", err);
}

/* `after`: observations up to there are passed over. */
static int stream_rows(struct ledger *l, uint64_t *last, uint64_t after, const struct ledger_sink *sink, struct err *err)
{
	struct cursor c[] = {{.kind = RECORD_SOURCE}, {.kind = RECORD_OBSERVATION}, {.kind = RECORD_NOTE}};
	const size_t n = sizeof c / sizeof c[0];
	struct record r;
	int rc = 0;

	for (size_t i = 0; i < n && rc == 0; i++) {
		rc = sqlite3_prepare_v2(l->db, ledger_rows_select[c[i].kind], -1, &c[i].st, NULL);
		sqlite3_bind_int64(c[i].st, 1, (sqlite3_int64)(c[i].kind == RECORD_OBSERVATION && after > *last ? after : *last));
		rc = rc == SQLITE_OK ? cursor_step(l, &c[i], err) : refuse(l, rc, "read", err);
	}
	while (rc == 0) {
		struct cursor *next = &c[0];
		for (size_t i = 1; i < n; i++)
			next = c[i].seq < next->seq ? &c[i] : next;
		if (next->seq == UINT64_MAX)
			break;
		if (next->seq > after && next->seq != (*last < after ? after : *last) + 1) {
			rc = err_set(err, ERR_DAMAGED, "the ledger %s has row %llu where row %llu was expected; restore it from a backup",
			             l->path, (unsigned long long)next->seq, (unsigned long long)(*last < after ? after : *last) + 1);
			break;
		}
		rc = ledger_rows_read(next->st, next->kind, &r, &l->known, err);
		if (rc == 0)
			rc = ledger_known_note(&l->known, &r, KNOWN_TRIED, err);
		if (rc == 0)
			rc = sink->row(sink->arg, &r, err);
		*last = next->seq;
		if (rc == 0)
			rc = cursor_step(l, next, err);
	}
	*last = *last < after ? after : *last;
	for (size_t i = 0; i < n; i++)
		sqlite3_finalize(c[i].st);
	return rc;
}

/* What was tried and read becomes kept, or is forgotten. */
static void settle_all(struct ledger *l, bool kept)
{
	const uint8_t to = kept ? KNOWN_KEPT : KNOWN_NOT;

	for (size_t i = 0; i < l->known.n_series; i++)
		if (l->known.series[i] == KNOWN_TRIED)
			l->known.series[i] = to;
	for (size_t i = 0; i < l->known.n_source; i++)
		if (l->known.source[i].known == KNOWN_TRIED)
			l->known.source[i].known = to;
}

/* Everything acknowledged is there; what is beyond goes to the sink and is acknowledged from now on. */
static int catch_up(struct ledger *l, uint64_t after, const struct ledger_sink *sink, struct err *err)
{
	int64_t found = 0;
	uint64_t last = l->last;
	int rc = ask(l,
	             "SELECT max(ifnull((SELECT max(seq) FROM source), 0), ifnull((SELECT max(seq) FROM observation), 0),"
	             " ifnull((SELECT max(seq) FROM note), 0))",
	             &found, err);

	if (rc == 0 && (uint64_t)found < l->last)
		rc = err_set(err, ERR_DAMAGED, "the ledger %s ends at row %lld, but rows up to %llu were on disk; restore it from a backup",
		             l->path, (long long)found, (unsigned long long)l->last);
	if (rc == 0)
		rc = stream_series(l, sink, err);
	if (rc == 0)
		rc = stream_rows(l, &last, after, sink, err);
	settle_all(l, rc == 0);
	if (rc == 0)
		l->last = last;
	return rc;
}

int ledger_attach(struct ledger **out, const char *path, struct err *err)
{
	struct ledger *l = calloc(1, sizeof *l);

	*out = NULL;
	if (l)
		l->path = strdup(path);
	if (!l || !l->path) {
		free(l);
		return err_sys(err, ENOMEM, "the ledger %s cannot be opened", path);
	}
	int rc = attach(l, err);
	if (rc) {
		ledger_close(l);
		return rc;
	}
	l->stopped = true;
	*out = l;
	return 0;
}

int ledger_load(struct ledger *l, uint64_t after, const struct ledger_sink *sink, struct err *err)
{
	int rc = catch_up(l, after, sink, err);

	l->stopped = rc != 0;
	return rc;
}

int ledger_open(struct ledger **out, const char *path, const struct ledger_sink *sink, struct err *err)
{
	int rc = ledger_attach(out, path, err);

	if (rc == 0)
		rc = ledger_load(*out, 0, sink, err);
	if (rc) {
		ledger_close(*out);
		*out = NULL;
	}
	return rc;
}

/* FNV-1a, 64 bits (Fowler, Noll, Vo). */
static uint64_t mix(uint64_t h, const void *bytes, size_t n)
{
	for (const unsigned char *c = bytes; n--; c++)
		h = (h ^ *c) * 1099511628211u;
	return h;
}

int ledger_stamp(struct ledger *l, uint64_t seq, uint64_t *out, struct err *err)
{
	sqlite3_stmt *st = NULL;
	uint64_t h = mix(14695981039346656037u, &seq, sizeof seq);
	int rc = sqlite3_prepare_v2(l->db, "SELECT series, recorded, value, period FROM observation WHERE seq IN (?, ?, ?) ORDER BY seq",
	                            -1, &st, NULL);

	for (int i = 1; i <= 3 && rc == SQLITE_OK; i++)
		rc = sqlite3_bind_int64(st, i, (sqlite3_int64)(seq * (uint64_t)i / 3));
	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		rc = sqlite3_step(st);
		if (rc != SQLITE_ROW)
			break;
		int64_t whole[] = {sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1)};
		double value = sqlite3_column_double(st, 2);
		h = mix(mix(h, whole, sizeof whole), &value, sizeof value);
		h = mix(h, sqlite3_column_blob(st, 3), (size_t)sqlite3_column_bytes(st, 3));
	}
	*out = h;
	rc = rc == SQLITE_DONE ? 0 : refuse(l, rc, "read", err);
	sqlite3_finalize(st);
	return rc;
}

int ledger_reopen(struct ledger *l, const struct ledger_sink *sink, struct err *err)
{
	l->stopped = true;
	detach(l);
	int rc = attach(l, err);
	if (rc == 0)
		rc = catch_up(l, 0, sink, err);
	if (rc) {
		detach(l);
		return rc;
	}
	l->stopped = false;
	return 0;
}

static int insert(struct ledger *l, struct record *r, uint64_t *seq, struct err *err)
{
	int code = ledger_known_series(&l->known, r->kind == RECORD_SERIES ? r->series.id : 0) == KNOWN_NOT
	               ? ledger_known_note(&l->known, r, KNOWN_TRIED, err)
	               : err_set(err, ERR_INTERNAL, "series number %u is sent to the ledger twice", r->series.id);
	if (code)
		return code;
	uint64_t mine = r->kind == RECORD_SERIES ? 0 : ++*seq;
	code = ledger_rows_bind(l->insert[r->kind], r, mine, &l->known, err);
	if (code)
		return code;
	int rc = sqlite3_step(l->insert[r->kind]);
	sqlite3_reset(l->insert[r->kind]);
	if (rc != SQLITE_DONE)
		return refuse(l, rc, "written", err);
	r->seq = mine;
	return 0;
}

int ledger_append(struct ledger *l, struct record *const records[], size_t n, struct err *err)
{
	uint64_t seq = l->last;

	if (l->stopped || !l->db)
		return err_set(err, ERR_UNAVAILABLE, "the ledger %s has to be opened again after a failure", l->path);
	if (n == 0)
		return 0;
	int rc = run(l, "BEGIN IMMEDIATE", "written", err);
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = insert(l, records[i], &seq, err);
	if (rc == 0)
		rc = run(l, "COMMIT", "written", err);
	for (size_t i = 0; i < n; i++) {
		ledger_known_settle(&l->known, records[i], rc == 0);
		if (rc)
			records[i]->seq = 0;
	}
	if (rc == 0) {
		l->last = seq;
	} else {
		l->stopped = true;
		sqlite3_exec(l->db, "ROLLBACK", NULL, NULL, NULL); /* often rolled back already; the reopening finds out */
	}
	return rc;
}

int ledger_text(struct ledger *l, const uint64_t *seqs, size_t n, void (*cb)(void *arg, const struct ledger_text *t), void *arg,
                struct err *err)
{
	if (l->stopped || !l->db)
		return err_set(err, ERR_UNAVAILABLE, "the ledger %s has to be opened again after a failure", l->path);
	for (size_t i = 0; i < n; i++) {
		sqlite3_stmt *const tables[] = {l->text_observation, l->text_note};
		int rc = SQLITE_DONE;
		for (size_t t = 0; t < 2 && rc == SQLITE_DONE; t++) {
			sqlite3_stmt *st = tables[t];
			sqlite3_bind_int64(st, 1, (sqlite3_int64)seqs[i]);
			rc = sqlite3_step(st);
			if (rc == SQLITE_ROW)
				cb(arg, &(struct ledger_text){.seq = seqs[i],
				                              .recorded = sqlite3_column_int64(st, 0),
				                              .written = (const char *)sqlite3_column_text(st, 1),
				                              .evidence = (const char *)sqlite3_column_text(st, 2)});
			sqlite3_reset(st);
		}
		if (rc != SQLITE_ROW && rc != SQLITE_DONE)
			return refuse(l, rc, "read", err);
	}
	return 0;
}

uint64_t ledger_last_seq(const struct ledger *l)
{
	return l->last;
}

void ledger_close(struct ledger *l)
{
	if (!l)
		return;
	detach(l); /* the last connection's close makes the checkpoint */
	ledger_known_fini(&l->known);
	free(l->path);
	free(l);
}
