/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/upload.h"

#include "core/core.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct upload {
	struct core *core;
	char *path, *name; /* owned */
	char *map_path;    /* owned; NULL where there is no mapping */
	int fd, map_fd;
	bool dry_run;
	uint64_t left;
	uint64_t map_left; /* of the mapping, which comes first */
	char *piece;       /* owned: being written */
	size_t piece_len, piece_at;
	uint64_t offset;
	uv_fs_t req;
	bool writing, aborted;
	struct err failed;
	void (*more)(void *arg);
	void *more_arg;
	import_done *done;
	void *arg;
	bool is_report;
	struct report_options report; /* its texts are owned */
};

static void write_piece(struct upload *u);

static int upload_dir(const struct core *core, char *out, size_t cap, struct err *err)
{
	int n = snprintf(out, cap, "%s/upload", core->conf->state_dir);
	return n < 0 || (size_t)n >= cap ? err_set(err, ERR_CONFIG, "state_dir is too long") : 0;
}

int upload_clean(struct core *core, struct err *err)
{
	char dir[4200];
	int rc = upload_dir(core, dir, sizeof dir, err);
	if (rc)
		return rc;
	if (mkdir(dir, 0700) && errno != EEXIST)
		return err_sys(err, errno, "cannot make the folder %s", dir);
	DIR *d = opendir(dir);
	if (!d)
		return err_sys(err, errno, "cannot read the folder %s", dir);
	for (const struct dirent *e = readdir(d); e; e = readdir(d))
		if (e->d_type == DT_REG)
			unlinkat(dirfd(d), e->d_name, 0);
	closedir(d);
	return 0;
}

static void upload_destroy(struct upload *u)
{
	if (u->fd >= 0)
		close(u->fd);
	if (u->map_fd >= 0)
		close(u->map_fd);
	if (u->path)
		unlink(u->path);
	if (u->map_path)
		unlink(u->map_path);
	free(u->path);
	free(u->map_path);
	free(u->name);
	free(u->piece);
	report_options_fini(&u->report);
	free(u);
}

static void end(struct upload *u, const struct import_report *report)
{
	u->done(u->arg, report);
	upload_destroy(u);
}

static void on_imported(void *arg, const struct import_report *report)
{
	end(arg, report);
}

/* All bytes are there, or none will be. */
static void finish(struct upload *u)
{
	struct import_report report = {.name = u->name};

	if (u->aborted)
		err_set(&u->failed, ERR_UNAVAILABLE, "the connection was closed before all of %s had come; nothing of it was taken",
		        u->name);
	if (!u->failed.code) {
		close(u->fd);
		u->fd = -1;
		const struct import_order order = {.path = u->path,
		                                   .name = u->name,
		                                   .map = u->map_path,
		                                   .dry_run = u->dry_run,
		                                   .report = u->is_report ? &u->report : NULL};
		if (import_file(u->core, &order, on_imported, u, &u->failed) == 0)
			return;
	}
	report.failed = u->failed;
	end(u, &report);
}

static void on_written(uv_fs_t *req)
{
	struct upload *u = req->data;
	ssize_t n = req->result;

	uv_fs_req_cleanup(req);
	u->writing = false;
	if (n < 0) {
		err_sys(&u->failed, (int)-n, "%s cannot be kept in the state folder", u->name);
		u->failed.code = ERR_UNAVAILABLE;
	} else {
		u->piece_at += (size_t)n;
		u->offset += (uint64_t)n;
		if (u->map_left && (u->map_left -= (uint64_t)n) == 0)
			u->offset = 0; /* of the file */
	}
	if (u->piece_at < u->piece_len && !u->failed.code && !u->aborted) {
		write_piece(u);
		return;
	}
	free(u->piece);
	u->piece = NULL;
	if (u->aborted) {
		finish(u);
		return;
	}
	bool last = u->left == 0;
	u->more(u->more_arg);
	if (last)
		finish(u);
}

static void write_piece(struct upload *u)
{
	/* Once writing has failed the rest is swallowed, at the same pace: a write of nothing. */
	size_t len = u->failed.code ? 0 : u->piece_len - u->piece_at;
	if (u->map_left && len > u->map_left)
		len = (size_t)u->map_left;
	uv_buf_t buf = uv_buf_init(u->piece + u->piece_at, (unsigned)len);

	u->req.data = u;
	u->writing = true;
	uv_fs_write(u->core->loop, &u->req, u->map_left ? u->map_fd : u->fd, &buf, 1, (int64_t)u->offset, on_written);
}

static int open_new(struct upload *u, const char *path, int *fd, struct err *err)
{
	*fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (*fd >= 0)
		return 0;
	err_sys(err, errno, "cannot keep %s in the state folder", u->name);
	return err->code = ERR_UNAVAILABLE;
}

static int open_files(struct upload *u, const char *dir, bool mapped, struct err *err)
{
	static unsigned serial;

	serial++;
	if (asprintf(&u->path, "%s/%u", dir, serial) < 0)
		u->path = NULL;
	if (mapped && asprintf(&u->map_path, "%s/%u.map", dir, serial) < 0)
		u->map_path = NULL;
	if (!u->name || !u->path || (mapped && !u->map_path))
		return err_sys(err, ENOMEM, "cannot keep the file");
	int rc = open_new(u, u->path, &u->fd, err);
	return !rc && mapped ? open_new(u, u->map_path, &u->map_fd, err) : rc;
}

int upload_begin(struct upload **out, struct core *core, const struct upload_order *order, import_done *done, void *arg, struct err *err)
{
	char dir[4200];
	int rc = upload_dir(core, dir, sizeof dir, err);
	if (rc)
		return rc;
	struct upload *u = calloc(1, sizeof *u);
	if (!u)
		return err_sys(err, ENOMEM, "%s", order->name);
	u->core = core;
	u->fd = u->map_fd = -1;
	u->left = order->n_bytes;
	u->map_left = order->map_bytes;
	u->dry_run = order->dry_run;
	u->done = done;
	u->arg = arg;
	u->name = strdup(order->name);
	u->is_report = order->report != NULL;
	rc = order->report && report_options_copy(order->report, &u->report) ? err_sys(err, ENOMEM, "%s", order->name) : 0;
	if (!rc)
		rc = open_files(u, dir, order->map_bytes > 0, err);
	if (rc) {
		upload_destroy(u);
		return rc;
	}
	*out = u;
	if (order->n_bytes == 0)
		finish(u);
	return 0;
}

static void nothing(void *arg)
{
	(void)arg;
}

void upload_chunk(struct upload *u, const char *bytes, size_t n, void (*more)(void *arg), void *more_arg)
{
	u->piece = malloc(n);
	if (u->piece)
		memcpy(u->piece, bytes, n);
	else
		err_sys(&u->failed, ENOMEM, "%s", u->name);
	u->piece_len = u->piece ? n : 0;
	u->piece_at = 0;
	u->left -= n;
	u->more = more;
	u->more_arg = more_arg;
	write_piece(u);
}

void upload_abort(struct upload *u)
{
	u->aborted = true;
	u->more = nothing;
	if (!u->writing) {
		/* From the loop, not from here: a write of nothing comes back as one. */
		u->piece_len = u->piece_at = 0;
		u->req.data = u;
		u->writing = true;
		uv_buf_t none = uv_buf_init(NULL, 0);
		uv_fs_write(u->core->loop, &u->req, u->fd, &none, 1, -1, on_written);
	}
}
