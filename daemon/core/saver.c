/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/saver.h"

#include "base/log.h"
#include "store/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME "book.snapshot"
#define TICK_MS 30000
#define ROWS_MIN 50000    /* new rows that are worth a snapshot at the end; so many are read in a twentieth of a second */
#define ROWS_MANY 1000000 /* new rows that are worth one while coopd runs */
#define PIECE (256 * 1024)

struct saver {
	struct core *core;
	uv_timer_t timer;
	uv_fs_t fs;
	struct snapshot *snapshot; /* under way, or NULL */
	struct buf piece;
	uint64_t asked; /* seq of the last attempt: the next waits for as many rows again, however it went */
	int fd;
	bool busy, ended, stopping, closed; /* ended: the piece in hand is the last */
};

static void path_of(const struct core *core, const char *name, char out[4400])
{
	snprintf(out, 4400, "%s/%s", core->conf->state_dir, name);
}

/* ---- at the start ---- */

static int apply_row(void *arg, const struct record *r, struct err *err)
{
	return book_apply(arg, r, err);
}

int saver_open_ledger(struct core *core, const char *path, struct err *err)
{
	char snapshot[4400];
	struct err why;
	int rc = ledger_attach(&core->ledger, path, err);

	if (rc)
		return rc;
	path_of(core, NAME, snapshot);
	rc = snapshot_load(snapshot, core->ledger, core->book, &core->saved_seq, &why);
	if (rc == ERR_DAMAGED)
		log_notice("the start takes longer: %s; it is made anew", why.text);
	else if (rc && rc != ERR_UNKNOWN)
		return err_set(err, rc, "%s", why.text);
	return ledger_load(core->ledger, core->saved_seq, &(struct ledger_sink){apply_row, core->book}, err);
}

/* ---- while coopd runs ---- */

static void maybe_free(struct saver *s)
{
	if (!s->closed || s->busy)
		return;
	buf_fini(&s->piece);
	free(s);
}

/* Nothing is under way any more. */
static void rest(struct saver *s)
{
	snapshot_end(s->snapshot);
	s->snapshot = NULL;
	buf_fini(&s->piece);
	s->busy = false;
	maybe_free(s);
}

static void finish(struct saver *s, int rc)
{
	char from[4400], to[4400];

	path_of(s->core, NAME ".new", from);
	path_of(s->core, NAME, to);
	close(s->fd);
	if (!rc && !s->stopping && rename(from, to))
		rc = -errno;
	if (rc || s->stopping)
		unlink(from);
	else
		s->core->saved_seq = snapshot_seq(s->snapshot);
	if (rc && !s->stopping)
		log_warning("no snapshot of the book: %s: %s; the next start takes longer", from, strerror(-rc));
	rest(s);
}

static void on_piece(uv_fs_t *fs);

/* Writes what is in hand, or the next piece; the last write's end is the end of it. */
static void write_on(struct saver *s)
{
	int more = 1;

	while (!s->piece.len && more > 0 && !s->stopping)
		more = snapshot_next(s->snapshot, PIECE, &s->piece);
	if (more < 0 || s->stopping || !s->piece.len) {
		finish(s, more < 0 ? more : 0);
		return;
	}
	s->ended = more == 0;
	uv_buf_t b = uv_buf_init((char *)buf_bytes(&s->piece), (unsigned)s->piece.len);
	s->fs.data = s;
	int rc = uv_fs_write(s->core->loop, &s->fs, s->fd, &b, 1, -1, on_piece);
	if (rc)
		finish(s, rc);
}

static void on_piece(uv_fs_t *fs)
{
	struct saver *s = fs->data;
	ssize_t n = fs->result;

	uv_fs_req_cleanup(fs);
	if (n <= 0) {
		finish(s, n ? (int)n : -EIO);
		return;
	}
	buf_take(&s->piece, (size_t)n);
	if (s->ended && !s->piece.len)
		finish(s, 0);
	else
		write_on(s);
}

static void on_stamp(void *arg, uint64_t stamp, int status, const struct err *err)
{
	struct saver *s = arg;
	char path[4400];

	(void)err; /* the ledger's trouble is told elsewhere */
	path_of(s->core, NAME ".new", path);
	s->snapshot = status || s->stopping ? NULL : snapshot_begin(s->core->book, s->asked, stamp);
	if (!s->snapshot) {
		rest(s);
		return;
	}
	s->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (s->fd < 0) {
		log_warning("no snapshot of the book: %s: %s; the next start takes longer", path, strerror(errno));
		rest(s);
		return;
	}
	buf_init(&s->piece, SIZE_MAX / 2);
	write_on(s);
}

static void on_tick(uv_timer_t *timer)
{
	struct saver *s = timer->data;
	uint64_t last = book_last_seq(s->core->book);
	uint64_t before = s->asked > s->core->saved_seq ? s->asked : s->core->saved_seq;

	if (s->busy || s->core->ledger_failed || last < before + ROWS_MANY)
		return;
	s->busy = true;
	s->asked = last;
	committer_stamp(s->core->committer, last, on_stamp, s);
}

int saver_create(struct saver **out, struct core *core)
{
	struct saver *s = *out = calloc(1, sizeof *s);

	if (!s)
		return -ENOMEM;
	s->core = core;
	uv_timer_init(core->loop, &s->timer);
	s->timer.data = s;
	uv_timer_start(&s->timer, on_tick, TICK_MS, TICK_MS);
	return 0;
}

static void on_closed(uv_handle_t *handle)
{
	struct saver *s = handle->data;

	s->closed = true;
	maybe_free(s);
}

void saver_stop(struct saver *s)
{
	if (!s)
		return;
	s->stopping = true;
	uv_close((uv_handle_t *)&s->timer, on_closed);
}

/* ---- at the end ---- */

static int write_all(int fd, struct buf *piece)
{
	while (piece->len) {
		ssize_t n = write(fd, buf_bytes(piece), piece->len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n ? -errno : -EIO;
		buf_take(piece, (size_t)n);
	}
	return 0;
}

void saver_save_now(struct core *core)
{
	char from[4400], to[4400];
	struct buf piece;
	uint64_t stamp, last = core->book ? book_last_seq(core->book) : 0;

	if (!core->ledger || last < core->saved_seq + ROWS_MIN || ledger_stamp(core->ledger, last, &stamp, NULL))
		return;
	path_of(core, NAME ".last", from); /* a thread of the pool may still write to the other */
	path_of(core, NAME, to);
	struct snapshot *s = snapshot_begin(core->book, last, stamp);
	int fd = open(from, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
	int rc = !s ? -ENOMEM : fd < 0 ? -errno : 0, more = 1;
	buf_init(&piece, SIZE_MAX / 2);
	while (!rc && more) {
		more = snapshot_next(s, PIECE, &piece);
		rc = more < 0 ? more : write_all(fd, &piece);
	}
	if (fd >= 0 && close(fd) && !rc)
		rc = -errno;
	if (!rc && rename(from, to))
		rc = -errno;
	if (rc) {
		unlink(from);
		log_warning("no snapshot of the book: %s: %s; the next start takes longer", from, strerror(-rc));
	}
	buf_fini(&piece);
	snapshot_end(s);
}
