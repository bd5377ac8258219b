/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The layout read here natively is RRD version 0003 as librrd 1.7 writes it on this machine: stat_head, four ds_def, one rra_def,
 * live_head, four pdp_prep, four cdp_prep, one rra_ptr, and the rows, a ring of four doubles each whose newest is at cur_row.
 */
#define RRD_EXPORT_DEPRECATED
#include "work/rrdfile.h"

#include "base/period.h"
#include "work/rrdlayout.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <rrd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define N_DS RRDLAYOUT_N_DS
#define UPDATE_TEXT_MAX (24 + N_DS * (RRDLAYOUT_TEXT_MAX + 1))

struct header {
	stat_head_t stat;
	ds_def_t ds[N_DS];
	rra_def_t rra;
	live_head_t live;
	pdp_prep_t pdp[N_DS];
	cdp_prep_t cdp[N_DS];
	rra_ptr_t ptr;
};
_Static_assert(sizeof(struct header) == RRDLAYOUT_HEADER_SIZE, "the header has no padding between its parts");

/* What a file holds: the newest row and the ring before it. */
struct content {
	int64_t last;  /* row end of the newest row */
	uint32_t rows; /* of the ring */
	uint32_t current;
	double *row; /* owned; N_DS numbers a row */
};

void rrdfile_init(void)
{
	/* Both are lazily made by librrd; the first call of rrd_random seeds by time, which would undo the seed that `create` sets. */
	(void)rrd_set_to_DNAN();
	(void)rrd_random();
}

static bool equal(double a, double b)
{
	if (isnan(a) || isnan(b))
		return isnan(a) && isnan(b);
	return fabs(a - b) <= 1e-12 * fmax(fabs(a), fabs(b));
}

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

static bool header_is_ours(const struct header *h, const struct rrdfile_request *r, int64_t step)
{
	if (memcmp(h->stat.cookie, RRD_COOKIE, 4) != 0 || memcmp(h->stat.version, RRD_VERSION3, 5) != 0 ||
	    h->stat.float_cookie != FLOAT_COOKIE)
		return false;
	if (h->stat.ds_cnt != N_DS || h->stat.rra_cnt != 1 || h->stat.pdp_step != (unsigned long)step)
		return false;
	for (size_t i = 0; i < N_DS; i++) {
		const ds_def_t *d = &h->ds[i];
		if (strncmp(d->ds_nam, rrdlayout_ds[i], DS_NAM_SIZE) != 0 || strncmp(d->dst, "GAUGE", DST_SIZE) != 0)
			return false;
		if (d->par[DS_mrhb_cnt].u_cnt != (unsigned long)step || !isnan(d->par[DS_min_val].u_val) ||
		    !isnan(d->par[DS_max_val].u_val))
			return false;
		if (h->pdp[i].scratch[PDP_unkn_sec_cnt].u_cnt != 0)
			return false;
	}
	if (strncmp(h->rra.cf_nam, "AVERAGE", CF_NAM_SIZE) != 0 || h->rra.row_cnt != r->rows || h->rra.pdp_cnt != 1)
		return false;
	return h->ptr.cur_row < r->rows && h->live.last_up > 0 && h->live.last_up % step == 0 && h->live.last_up_usec == 0;
}

static bool read_all(int fd, void *to, size_t n)
{
	for (size_t got = 0; got < n;) {
		ssize_t k = read(fd, (char *)to + got, n - got);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		got += (size_t)k;
	}
	return true;
}

/* Reads a file of ours. False for whatever is anything else: it will be replaced, so nobody asks why. */
static bool read_content(const char *path, const struct rrdfile_request *r, int64_t step, struct content *c)
{
	struct header h;
	struct stat st;
	size_t size = (size_t)r->rows * N_DS * sizeof(double);

	c->row = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (uint64_t)st.st_size == sizeof h + size && read_all(fd, &h, sizeof h) &&
	    header_is_ours(&h, r, step)) {
		c->row = calloc((size_t)r->rows + 1, N_DS * sizeof(double));
		if (c->row && !read_all(fd, c->row, size)) {
			free(c->row);
			c->row = NULL;
		}
		c->last = h.live.last_up;
		c->rows = r->rows;
		c->current = (uint32_t)h.ptr.cur_row;
	}
	close(fd);
	return c->row != NULL;
}

/* Every row of the ring says what the points up to its newest row say. `behind`: index of the first point that is not in the file yet. */
static bool content_agrees(const struct content *c, const struct rrdfile_request *r, int64_t step, size_t *behind)
{
	size_t i = r->n_points;
	while (i && r->points[i - 1].row_end > c->last)
		i--;
	*behind = i;
	for (uint32_t k = 0; k < c->rows; k++) {
		const double *row = &c->row[(size_t)((c->current + c->rows - k) % c->rows) * N_DS];
		const struct rrdfile_point *p = i && r->points[i - 1].row_end == c->last - (int64_t)k * step ? &r->points[--i] : NULL;
		for (size_t ds = 0; ds < N_DS; ds++)
			if (!equal(row[ds], p ? rrdlayout_number(p, ds) : NAN))
				return false;
	}
	return true;
}

/* The file says everything, and no more. */
static bool file_is_complete(const char *path, const struct rrdfile_request *r, int64_t step)
{
	struct content c;
	size_t behind;

	if (!read_content(path, r, step, &c))
		return false;
	bool complete = c.last == r->points[r->n_points - 1].row_end && content_agrees(&c, r, step, &behind);
	free(c.row);
	return complete;
}

static void format_update(char *to, int64_t end, const struct rrdfile_point *p)
{
	int at = snprintf(to, 24, "%lld", (long long)end);

	for (size_t ds = 0; ds < N_DS; ds++) {
		to[at++] = ':';
		at += (int)rrdlayout_text(p ? rrdlayout_number(p, ds) : NAN, to + at);
	}
}

static int rrd_failed(const char *what, const char *path, struct err *err)
{
	return err_set(err, ERR_DAMAGED, "librrd cannot %s %s: %s", what, path, rrd_test_error() ? rrd_get_error() : "no reason given");
}

/* Writes the rows after `last` with one call, an explicit unknown for every period without a point. */
static int update(const char *path, const struct rrdfile_request *r, int64_t step, int64_t last, struct err *err)
{
	size_t n = (size_t)((r->points[r->n_points - 1].row_end - last) / step), i = 0;
	char *text = calloc(n + 1, UPDATE_TEXT_MAX);
	const char **argv = calloc(n + 1, sizeof *argv);
	int rc = 0;

	if (!text || !argv) {
		rc = err_sys(err, ENOMEM, "cannot update %s", path);
		goto out;
	}
	while (r->points[i].row_end <= last)
		i++;
	for (size_t k = 0; k < n; k++) {
		int64_t end = last + (int64_t)(k + 1) * step;
		format_update(text + k * UPDATE_TEXT_MAX, end, r->points[i].row_end == end ? &r->points[i] : NULL);
		if (r->points[i].row_end == end)
			i++;
		argv[k] = text + k * UPDATE_TEXT_MAX;
	}
	rrd_clear_error();
	if (rrd_update_r(path, NULL, (int)n, argv) != 0)
		rc = rrd_failed("update", path, err);
out:
	free(argv);
	free(text);
	return rc;
}

static int create(const char *path, const struct rrdfile_request *r, int64_t step, int64_t last, struct err *err)
{
	char line[N_DS + 1][64];
	const char *argv[N_DS + 1];

	for (size_t i = 0; i < N_DS; i++)
		snprintf(line[i], sizeof line[i], "DS:%s:GAUGE:%lld:U:U", rrdlayout_ds[i], (long long)step);
	snprintf(line[N_DS], sizeof line[N_DS], "RRA:AVERAGE:0.5:1:%u", r->rows);
	for (size_t i = 0; i <= N_DS; i++)
		argv[i] = line[i];

	/* librrd begins the ring at a random row; the same seed makes the same file of the same points. */
	srandom(1);
	rrd_clear_error();
	if (rrd_create_r2(path, (unsigned long)step, (time_t)last, 0, NULL, NULL, N_DS + 1, argv) != 0)
		return rrd_failed("create", path, err);
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

/* librrd writes a new file under the name that it is given and six letters more. A worker killed meanwhile leaves both. */
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

/* What is wrong with the folder, in the system's words, after librrd could not make the file: 0 where it is not the folder. */
static int examine_folder(const char *tmp, struct err *err)
{
	int fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);

	if (fd < 0 && errno == EACCES)
		return err_sys(err, errno, "cannot write %s, for the folder is not coopd's to write to", tmp);
	if (fd < 0)
		return err_sys(err, errno, "cannot write %s", tmp);
	close(fd);
	unlink(tmp);
	return 0;
}

/* Makes the file new under its temporary name. Nothing is put there first: librrd would replace it, and ext4 takes a long time to give out inodes
 * where as many were freed a moment ago. */
static int create_temporary(const char *tmp, const struct rrdfile_request *r, int64_t step, int64_t last, struct err *err)
{
	struct err folder;

	if (unlink(tmp) == 0)
		sweep(tmp);
	else if (errno != ENOENT && errno != ENOTDIR)
		return err_sys(err, errno, "cannot remove the old temporary file %s", tmp);
	int rc = create(tmp, r, step, last, err), why = rc ? examine_folder(tmp, &folder) : 0;
	if (why == -ENOENT) {
		rc = make_folders(r->path, err);
		if (rc)
			return rc;
		rc = create(tmp, r, step, last, err);
		why = rc ? examine_folder(tmp, &folder) : 0;
	}
	if (why) {
		*err = folder;
		return why;
	}
	return !rc && chmod(tmp, 0644) < 0 ? err_sys(err, errno, "cannot set the mode of %s", tmp) : rc;
}

static int rebuild(const struct rrdfile_request *r, int64_t step, struct err *err)
{
	char *tmp = NULL;
	const char *base = strrchr(r->path, '/');
	size_t dir = base ? (size_t)(base - r->path) + 1 : 0, n_dir = dir ? dir : 2;
	int64_t last = r->points[r->n_points - 1].row_end - step * rrdlayout_n_written(r->points, r->n_points, step, r->rows);
	int rc;

	if (asprintf(&tmp, "%.*s.%s.new", (int)n_dir, dir ? r->path : "./", r->path + dir) < 0)
		return err_sys(err, ENOMEM, "cannot write %s", r->path);
	rc = create_temporary(tmp, r, step, last, err);
	if (!rc)
		rc = update(tmp, r, step, last, err);
	if (!rc && !file_is_complete(tmp, r, step))
		rc = err_set(err, ERR_DAMAGED, "librrd wrote %s, but not what it was given", tmp);
	if (!rc && rename(tmp, r->path) < 0)
		rc = err_sys(err, errno, "cannot put %s in its place", r->path);
	if (rc)
		unlink(tmp);
	free(tmp);
	return rc;
}

static int remove_file(const struct rrdfile_request *r, enum rrdfile_outcome *out, struct err *err)
{
	*out = RRDFILE_REMOVED;
	if (unlink(r->path) < 0 && errno != ENOENT && errno != ENOTDIR)
		return err_sys(err, errno, "cannot remove %s", r->path);
	return 0;
}

int rrdfile_write(const struct rrdfile_request *r, enum rrdfile_outcome *out, struct err *err)
{
	int64_t step = period_rrd_step(r->freq);
	struct stat st;
	struct content c;
	size_t behind = 0;

	int rc = check_request(r, step, err);
	if (rc)
		return rc;
	if (lstat(r->path, &st) == 0 && S_ISDIR(st.st_mode))
		return err_set(err, ERR_CONFLICT, "%s is a folder, where the RRD file belongs; move it away", r->path);
	if (!r->n_points)
		return remove_file(r, out, err);

	if (read_content(r->path, r, step, &c)) {
		bool agrees = content_agrees(&c, r, step, &behind);
		free(c.row);
		*out = RRDFILE_FRESH;
		if (agrees && c.last == r->points[r->n_points - 1].row_end)
			return 0;
		/* A ring that the gap would run through more than once is cheaper to make anew. */
		*out = RRDFILE_APPENDED;
		if (agrees && behind && behind < r->n_points && r->points[r->n_points - 1].row_end - c.last < (int64_t)r->rows * step &&
		    update(r->path, r, step, c.last, err) == 0 && file_is_complete(r->path, r, step))
			return 0;
	}
	*out = RRDFILE_REBUILT;
	return rebuild(r, step, err);
}
