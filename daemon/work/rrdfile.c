/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three ways to the disk, by what stands at the path. Nothing: the file is created there, for a second name would cost a third of the rate. A file of the
 * same kind: it is overwritten, for a file that is replaced frees an inode, and ext4 takes a long time to give out inodes where as many were freed in the
 * last seconds. Anything else: replaced by rename.
 */
#include "work/rrdfile.h"

#include "base/period.h"
#include "work/rrdimage.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MODE 0644
#define BLOCK 512 /* the unit of st_blocks */

/* What is written where. */
struct work {
	const char *path;
	char *tmp; /* owned; the name beside it */
	const struct rrdimage_blank *blank;
	unsigned char *image, *found; /* owned, one after the other: what the file shall hold, and what it held */
};

static int check_request(const struct rrdfile_request *r, int64_t step, struct err *err)
{
	if (!step)
		return err_set(err, ERR_DATA, "%s: frequency '%c' has no RRD file; A, S, Q and M have", r->path, r->freq);
	if (r->rows < 1 || r->rows > RRDFILE_ROWS_MAX)
		return err_set(err, ERR_DATA, "%s: %u rows; an RRD file of ours has 1 to %d", r->path, r->rows, RRDFILE_ROWS_MAX);
	for (size_t i = 0; i < r->n_points; i++) {
		int64_t end = r->points[i].row_end;
		if (end % step || end < 2 * step || end / step > PERIOD_YEAR_MAX * 12)
			return err_set(err, ERR_DATA, "%s: point %zu ends at %lld, which is no row of frequency %c", r->path, i,
			               (long long)end, r->freq);
		if (i && end <= r->points[i - 1].row_end)
			return err_set(err, ERR_DATA, "%s: point %zu does not come after the one before", r->path, i);
	}
	return 0;
}

/* Makes the folders above `path`. */
static int make_folders(const char *path, struct err *err)
{
	char *dir = strdup(path);
	int rc = dir ? 0 : err_sys(err, ENOMEM, "cannot write %s", path);

	for (char *p = dir; dir && !rc && (p = strchr(p + 1, '/'));) {
		*p = '\0';
		if (mkdir(dir, 0755) < 0 && errno != EEXIST)
			rc = err_sys(err, errno, "cannot make the folder %s", dir);
		*p = '/';
	}
	free(dir);
	return rc;
}

/* A new file, open for writing, and the folders above it. The descriptor or -errno. */
static int open_new(const char *path, struct err *err)
{
	int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, fd = open(path, flags, MODE);

	if (fd < 0 && errno == ENOENT) {
		int rc = make_folders(path, err);
		if (rc)
			return rc;
		fd = open(path, flags, MODE);
	}
	if (fd < 0 && errno == EACCES)
		return err_sys(err, errno, "cannot write %s, for the folder is not coopd's to write to", path);
	return fd < 0 ? err_sys(err, errno, "cannot write %s", path) : fd;
}

/* The same under a temporary name, where a worker that was killed may have left one. */
static int open_temporary(const char *tmp, struct err *err)
{
	int fd = open_new(tmp, err);

	if (fd != -EEXIST)
		return fd;
	if (unlink(tmp) < 0)
		return err_sys(err, errno, "cannot remove the old temporary file %s", tmp);
	return open_new(tmp, err);
}

/* 0 or -errno. */
static int write_all(int fd, const unsigned char *bytes, size_t n)
{
	for (size_t at = 0; at < n;) {
		ssize_t k = pwrite(fd, bytes + at, n - at, (off_t)at);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return k < 0 ? -errno : -EIO;
		at += (size_t)k;
	}
	return 0;
}

static bool read_all(int fd, unsigned char *to, size_t n)
{
	for (size_t at = 0; at < n;) {
		ssize_t k = pread(fd, to + at, n - at, (off_t)at);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		at += (size_t)k;
	}
	return true;
}

/* librrd makes the blank under the name that it is given and six letters more. A worker that was killed meanwhile left that, and has the same job again. */
static void sweep(const char *tmp)
{
	const char *base = strrchr(tmp, '/') + 1;
	size_t n = strlen(base);
	char *folder = strndup(tmp, (size_t)(base - tmp));
	DIR *dir = folder ? opendir(folder) : NULL;
	struct dirent *e;

	while (dir && (e = readdir(dir)))
		if (strncmp(e->d_name, base, n) == 0 && strlen(e->d_name) == n + 6)
			unlinkat(dirfd(dir), e->d_name, 0);
	if (dir)
		closedir(dir);
	free(folder);
}

/* The blank of such files, made where it is the first one. It lives as long as the process. */
static int find_blank(const struct rrdfile_request *r, int64_t step, const char *tmp, const struct rrdimage_blank **out, struct err *err)
{
	static struct rrdimage_blank blanks[4]; /* one for each frequency */
	struct rrdimage_blank *blank = blanks, made;

	while (blank < &blanks[3] && blank->bytes && blank->step != step)
		blank++;
	*out = blank;
	if (blank->bytes && blank->step == step && blank->rows == r->rows)
		return 0;
	/* Whatever is wrong with the folder is said by the system here; librrd would not. */
	int fd = open_temporary(tmp, err);
	if (fd < 0)
		return fd;
	close(fd);
	unlink(tmp);
	sweep(tmp);
	int rc = rrdimage_init(&made, step, r->rows, tmp, err);
	if (rc)
		return rc;
	rrdimage_fini(blank);
	*blank = made;
	return 0;
}

/* Opens what stands there, to write where that is allowed. */
static int open_found(const char *path, bool *writable)
{
	int flags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, fd = open(path, O_RDWR | flags);

	*writable = fd >= 0;
	return fd < 0 && (errno == EACCES || errno == EROFS || errno == EPERM) ? open(path, O_RDONLY | flags) : fd;
}

/* Readers that use librrd hold a lock of this kind on the whole file while they read, and so does an update; the system drops ours when the file is closed. */
static bool lock(int fd)
{
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

	return fcntl(fd, F_SETLK, &whole) == 0;
}

/* Makes a file of the same kind hold the image, without a new inode. False, and the file as it was: it has to be replaced. A second name of the file may
 * be somebody's copy, and a file with holes may need space that is not there. */
static bool use_found(const struct work *w, enum rrdfile_outcome *out)
{
	struct stat st;
	size_t size = w->blank->size;
	bool writable, done = false;
	int fd = open_found(w->path, &writable);

	if (fd < 0)
		return false;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || (uint64_t)st.st_size != size || !read_all(fd, w->found, size))
		goto out;
	*out = memcmp(w->found, w->image, size) == 0 ? RRDFILE_FRESH : RRDFILE_REWRITTEN;
	done = *out == RRDFILE_FRESH;
	if (done || !writable || st.st_nlink != 1 || (uint64_t)st.st_blocks * BLOCK < size || !rrdimage_is_kin(w->blank, w->found) ||
	    !lock(fd))
		goto out;
	done = write_all(fd, w->image, size) == 0;
	if (!done)
		(void)write_all(fd, w->found, size);
out:
	close(fd);
	return done;
}

/* Writes a file that was just made, and closes it. What could not be written whole goes. */
static int fill_new(int fd, const char *path, const struct work *w, struct err *err)
{
	int rc = write_all(fd, w->image, w->blank->size);

	if (rc)
		rc = err_sys(err, -rc, "cannot write %s", path);
	else if (fchmod(fd, MODE) < 0)
		rc = err_sys(err, errno, "cannot set the mode of %s", path);
	close(fd);
	if (rc)
		unlink(path);
	return rc;
}

static int replace(const struct work *w, struct err *err)
{
	int fd = open_temporary(w->tmp, err);
	int rc = fd < 0 ? fd : fill_new(fd, w->tmp, w, err);

	if (!rc && rename(w->tmp, w->path) < 0) {
		rc = err_sys(err, errno, "cannot put %s in its place", w->path);
		unlink(w->tmp);
	}
	return rc;
}

static int bring_about(const struct work *w, bool is_there, enum rrdfile_outcome *out, struct err *err)
{
	if (is_there && use_found(w, out))
		return 0;
	*out = RRDFILE_REBUILT;
	int fd = is_there ? -EEXIST : open_new(w->path, err);
	if (fd == -EEXIST)
		return replace(w, err);
	return fd < 0 ? fd : fill_new(fd, w->path, w, err);
}

static int work_init(struct work *w, const struct rrdfile_request *r, int64_t step, struct err *err)
{
	const char *base = strrchr(r->path, '/');
	size_t dir = base ? (size_t)(base - r->path) + 1 : 0;

	*w = (struct work){.path = r->path};
	if (asprintf(&w->tmp, "%.*s.%s.new", dir ? (int)dir : 2, dir ? r->path : "./", r->path + dir) < 0) {
		w->tmp = NULL;
		return err_sys(err, ENOMEM, "cannot write %s", r->path);
	}
	if (!r->n_points)
		return 0;
	int rc = find_blank(r, step, w->tmp, &w->blank, err);
	if (rc)
		return rc;
	w->image = malloc(2 * w->blank->size);
	if (!w->image)
		return err_sys(err, ENOMEM, "cannot write %s", r->path);
	w->found = w->image + w->blank->size;
	rrdimage_fill(w->blank, r->points, r->n_points, w->image);
	return 0;
}

static void work_fini(struct work *w)
{
	free(w->image);
	free(w->tmp);
}

static int remove_file(const struct work *w, enum rrdfile_outcome *out, struct err *err)
{
	*out = RRDFILE_REMOVED;
	unlink(w->tmp);
	if (unlink(w->path) < 0 && errno != ENOENT && errno != ENOTDIR)
		return err_sys(err, errno, "cannot remove %s", w->path);
	return 0;
}

int rrdfile_write(const struct rrdfile_request *r, enum rrdfile_outcome *out, struct err *err)
{
	int64_t step = period_rrd_step(r->freq);
	struct work w;
	struct stat st;

	int rc = check_request(r, step, err);
	if (rc)
		return rc;
	bool is_there = lstat(r->path, &st) == 0;
	if (is_there && S_ISDIR(st.st_mode))
		return err_set(err, ERR_CONFLICT, "%s is a folder, where the RRD file belongs; move it away", r->path);
	rc = work_init(&w, r, step, err);
	if (!rc)
		rc = r->n_points ? bring_about(&w, is_there, out, err) : remove_file(&w, out, err);
	work_fini(&w);
	return rc;
}
