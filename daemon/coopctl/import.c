/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "coopctl/import.h"

#include "base/num.h"
#include "coopctl/progress.h"
#include "coopctl/text.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STEP 65536
#define POLL_MS 200
#define MAP_MAX (4 * 1024 * 1024)

/* What goes with every file. */
struct settings {
	struct buf map; /* the mapping; empty: none */
	bool dry_run;
};

/* One file on its way. */
struct upload {
	const char *file; /* as the user calls it */
	const char *name; /* as coopd is told: without the folders */
	int fd;
	int64_t size;
	struct progress progress;
	struct client second; /* asks for STATUS while the first waits; opened when it is needed */
	bool asked;
};

/* The size has to be said first, so what comes through a pipe is kept in a temporary file. Replaces *fd. */
static int spool(int *fd, const char *file, struct err *err)
{
	char bytes[STEP];
	FILE *temporary = tmpfile();
	ssize_t got;

	if (!temporary)
		return err_sys(err, errno, "%s: cannot make a temporary file", file);
	while ((got = read(*fd, bytes, sizeof bytes)) > 0 || (got < 0 && errno == EINTR))
		if (got > 0 && fwrite(bytes, 1, (size_t)got, temporary) != (size_t)got)
			break;
	int why = errno, copy = fflush(temporary) ? -1 : dup(fileno(temporary));
	bool failed = got != 0 || copy < 0;
	fclose(temporary);
	if (failed) {
		if (copy >= 0)
			close(copy);
		return err_sys(err, why ? why : EIO, "%s: cannot be read into a temporary file", file);
	}
	if (*fd != STDIN_FILENO)
		close(*fd);
	*fd = copy;
	return lseek(copy, 0, SEEK_SET) < 0 ? err_sys(err, errno, "%s", file) : 0;
}

static int upload_open(struct upload *u, const char *file, const char *name, struct err *err)
{
	const char *slash = strrchr(file, '/');
	struct stat st;
	int rc = 0;

	*u = (struct upload){.file = file, .fd = -1, .second.fd = -1};
	bool standard_input = strcmp(file, "-") == 0;
	if (standard_input && !name)
		return err_set(err, ERR_USAGE, "- needs --name NAME: its ending says what the bytes are (.csv, .bulletin, .txt)");
	u->name = standard_input ? name : slash ? slash + 1 : file;
	u->file = standard_input ? name : file;
	u->fd = standard_input ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);
	if (u->fd < 0 || fstat(u->fd, &st)) {
		/* Whatever keeps it from being read, it is the input that is missing. */
		int why = errno;
		return err_set(err, -ENOENT, "%s: %s", file, strerror(why));
	}
	if (S_ISDIR(st.st_mode))
		return err_set(err, -ENOENT, "%s: is a folder; name the files in it", file);
	bool whole = S_ISREG(st.st_mode) && lseek(u->fd, 0, SEEK_CUR) == 0;
	if (!whole) {
		rc = spool(&u->fd, u->file, err);
		if (!rc && fstat(u->fd, &st))
			rc = err_sys(err, errno, "%s", u->file);
	}
	u->size = rc ? 0 : (int64_t)st.st_size;
	return rc;
}

static void upload_close(struct upload *u)
{
	if (u->fd > STDIN_FILENO)
		close(u->fd);
	client_close(&u->second);
}

static int read_map(const char *path, struct buf *out, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), rc = 0;
	ssize_t got = fd < 0 ? -1 : 1;

	while (got > 0 && !rc) {
		char *room = buf_room(out, STEP);
		if (!room) {
			rc = err_set(err, ERR_LIMIT, "%s: is too large for a mapping", path);
			break;
		}
		got = read(fd, room, STEP);
		if (got > 0)
			buf_commit(out, (size_t)got);
	}
	if (got < 0)
		rc = err_set(err, -ENOENT, "%s: %s", path, strerror(errno));
	else if (!rc && !out->len)
		rc = err_set(err, ERR_DATA, "%s: is empty; a mapping says what the columns mean", path);
	if (fd >= 0)
		close(fd);
	return rc;
}

static int send_request(struct upload *u, const struct settings *s, struct client *c, struct err *err)
{
	struct buf line;

	buf_init(&line, CLIENT_REQUEST_MAX);
	int rc = buf_add(&line, "IMPORT ", 7);
	if (!rc)
		rc = words_quote(&line, u->name);
	if (!rc)
		rc = buf_addf(&line, " bytes=%" PRId64, u->size + (int64_t)s->map.len);
	if (!rc && s->map.len)
		rc = buf_addf(&line, " map=%zu", s->map.len);
	if (!rc)
		rc = buf_addf(&line, "%s\n", s->dry_run ? " dry_run=1" : "");
	rc = rc ? err_set(err, ERR_LIMIT, "%s: the name is too long", u->file) : client_send(c, buf_bytes(&line), line.len, err);
	if (!rc && s->map.len)
		rc = client_send(c, buf_bytes(&s->map), s->map.len, err);
	buf_fini(&line);
	return rc;
}

/* Exactly as many bytes as were announced: what was added to the file meanwhile stays out, a file cut short ends the connection. */
static int send_bytes(struct upload *u, struct client *c, struct err *err)
{
	char bytes[STEP], what[64];
	int64_t sent = 0;

	while (sent < u->size && !c->cannot_send) {
		int64_t left = u->size - sent;
		ssize_t got = read(u->fd, bytes, left < STEP ? (size_t)left : STEP);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_sys(err, errno, "%s: cannot be read further", u->file);
		if (got == 0)
			return err_set(err, -EIO, "%s: became shorter while it was being sent; nothing of it is taken", u->file);
		int rc = client_send(c, bytes, (size_t)got, err);
		if (rc)
			return rc;
		sent += got;
		if (progress_due(&u->progress)) {
			snprintf(what, sizeof what, "%" PRId64 " of %" PRId64 " bytes sent", sent, u->size);
			progress_draw(&u->progress, (double)sent, (double)u->size, what);
		}
	}
	return 0;
}

static double option_number(const struct words *w, const char *key)
{
	const char *text = words_option(w, key);
	double v;

	return text && num_parse(text, strlen(text), &v) == 0 ? v : 0;
}

/* How far coopd is with it, asked on the second connection. A failure only means that nothing is shown. */
static void draw_status(struct upload *u, const char *path)
{
	char *line, what[128];
	struct words w;
	int64_t n;

	if (!u->asked && client_open(&u->second, path, NULL))
		client_close(&u->second);
	u->asked = true;
	if (u->second.fd < 0)
		return;
	if (client_sendf(&u->second, NULL, "STATUS") || client_status(&u->second, &n, NULL, NULL)) {
		client_close(&u->second);
		return;
	}
	while (n-- > 0) {
		if (client_line(&u->second, &line, NULL)) {
			client_close(&u->second);
			return;
		}
		if (strncmp(line, "import ", 7) != 0 || words_split(line, &w, NULL))
			continue;
		const char *name = words_option(&w, "name");
		if (!name || strcmp(name, u->name) != 0)
			continue;
		snprintf(what, sizeof what, "%.0f taken, %.0f known, %.0f refused", option_number(&w, "taken"), option_number(&w, "known"),
		         option_number(&w, "refused"));
		progress_draw(&u->progress, option_number(&w, "done"), option_number(&w, "total"), what);
	}
}

static int upload_send(struct upload *u, const struct settings *s, struct client *c, struct err *err)
{
	progress_begin(&u->progress, u->name);
	int rc = send_request(u, s, c, err);
	if (!rc)
		rc = send_bytes(u, c, err);
	/* Where nobody looks on there is nothing to draw: the reply is simply waited for. */
	while (!rc && u->progress.terminal && !client_readable(c, POLL_MS))
		if (progress_due(&u->progress))
			draw_status(u, c->path);
	progress_end(&u->progress);
	return rc;
}

static int send_all(struct call *call, const struct settings *s, struct import_report *report, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < call->n_args && !rc; i++) {
		struct upload u;
		int opened = upload_open(&u, call->args[i], command_flag(call, "--name"), err);
		if (opened)
			import_report_failure(report, NULL, err);
		else
			rc = upload_send(&u, s, &call->client, err);
		if (!rc && !opened)
			rc = import_report_file(report, &call->client, u.file, err);
		/* A file that coopd does not want as a whole does not keep the others from being read. */
		if (rc <= CLIENT_REFUSED(0)) {
			import_report_failure(report, u.file, err);
			rc = 0;
		}
		upload_close(&u);
	}
	return rc;
}

int import_run(struct call *call, struct err *err)
{
	const char *map = command_flag(call, "--map");
	bool list_unknown = command_flag(call, "--list-unknown");
	struct settings s = {.dry_run = list_unknown || command_flag(call, "--dry-run")};
	struct import_report report;

	if (list_unknown && !map)
		return err_set(err, ERR_USAGE, "--list-unknown goes with --map: it lists what a mapping makes of the file's indicators");
	buf_init(&s.map, 2 * MAP_MAX);
	int rc = map ? read_map(map, &s.map, err) : 0;
	if (!rc) {
		rc = import_report_begin(&report, call->form, list_unknown, err);
		if (!rc)
			rc = send_all(call, &s, &report, err);
		if (!rc)
			rc = import_report_end(&report, err);
		output_fini(&report.rows);
	}
	buf_fini(&s.map);
	return rc ? rc : report.exit_code;
}
