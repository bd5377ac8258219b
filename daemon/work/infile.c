/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/infile.h"

#include "work/rows.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define CHUNK 65536
#define GZIP_WINDOW (MAX_WBITS + 16) /* gzip's header and check sum, not zlib's */

struct infile {
	int fd;
	char *name; /* owned */
	uint64_t total, done, unpacked;
	bool is_gzip, begun, ended; /* ended: the file, not the content */
	bool in_member;             /* a gzip member has begun and not ended */
	bool after_member;          /* one has ended: zeros may fill the file's last block */
	z_stream z;
	unsigned char packed[CHUNK];
};

static int open_gzip(struct infile *f, struct err *err)
{
	f->z.next_in = f->packed;
	f->is_gzip = inflateInit2(&f->z, GZIP_WINDOW) == Z_OK;
	return f->is_gzip ? 0 : err_sys(err, ENOMEM, "cannot unpack %s", f->name);
}

static ssize_t read_some(struct infile *f, void *to, size_t n, struct err *err)
{
	ssize_t got;

	do
		got = read(f->fd, to, n);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return err_sys(err, errno, "cannot read %s", f->name);
	f->done += (uint64_t)got;
	return got;
}

static bool ends_with_gz(const char *name)
{
	size_t n = strlen(name);
	return n > 3 && strcmp(name + n - 3, ".gz") == 0;
}

/* Looks at the first bytes. */
static int begin(struct infile *f, struct err *err)
{
	size_t n = 0;
	ssize_t got;

	do {
		got = read_some(f, f->packed + n, sizeof f->packed - n, err);
		if (got < 0)
			return (int)got;
		n += (size_t)got;
	} while (got && n < 2);
	f->begun = true;
	bool gzip = n >= 2 && f->packed[0] == 0x1f && f->packed[1] == 0x8b;
	if (!gzip && ends_with_gz(f->name))
		return err_set(err, ERR_DATA, "%s is no gzip file, though its name says so", f->name);
	f->z.next_in = f->packed;
	f->z.avail_in = (unsigned)n;
	return gzip ? open_gzip(f, err) : 0;
}

int infile_open(struct infile **out, const char *path, const char *name, uint64_t max, struct err *err)
{
	uint64_t size;
	int fd = rows_open(path, max, &size, err);

	if (fd < 0)
		return fd;
	struct infile *f = calloc(1, sizeof *f);
	char *copy = strdup(name);
	if (!f || !copy) {
		free(f);
		free(copy);
		close(fd);
		return err_sys(err, ENOMEM, "cannot read %s", name);
	}
	f->fd = fd;
	f->name = copy;
	f->total = size;
	int rc = begin(f, err);
	if (rc)
		infile_close(f);
	else
		*out = f;
	return rc;
}

void infile_close(struct infile *f)
{
	if (!f)
		return;
	if (f->is_gzip)
		inflateEnd(&f->z);
	close(f->fd);
	free(f->name);
	free(f);
}

/* More packed bytes. */
static int refill(struct infile *f, struct err *err)
{
	ssize_t got = read_some(f, f->packed, sizeof f->packed, err);

	if (got < 0)
		return (int)got;
	f->ended = got == 0;
	f->z.next_in = f->packed;
	f->z.avail_in = (unsigned)got;
	return 0;
}

static int broken(const struct infile *f, const char *how, struct err *err)
{
	return err_set(err, ERR_DATA, "%s %s after %llu bytes of its content; pack it or send it again", f->name, how,
	               (unsigned long long)f->unpacked);
}

/* Where a member is to begin: behind the last one there may be another, nothing, or zeros to the end. 1: a member begins; 0: that was all. */
static int next_member(struct infile *f, struct err *err)
{
	while (f->after_member && f->z.avail_in && !*f->z.next_in) {
		f->z.next_in++;
		f->z.avail_in--;
		if (!f->z.avail_in && refill(f, err))
			return err->code;
	}
	if (!f->z.avail_in && f->ended)
		return 0;
	if (f->after_member && inflateReset(&f->z) != Z_OK)
		return err_sys(err, ENOMEM, "cannot unpack %s", f->name);
	f->in_member = true;
	return 1;
}

static int check_bomb(const struct infile *f, struct err *err)
{
	if (f->unpacked <= INFILE_RATIO_FREE || f->unpacked / INFILE_RATIO_MAX <= f->done)
		return 0;
	return err_set(err, ERR_DATA,
	               "%s unpacks to more than %d times its size, as no table does; unpack it yourself and send what is in it", f->name,
	               INFILE_RATIO_MAX);
}

/* One call of inflate. *got: bytes that came of it. */
static int inflate_some(struct infile *f, void *to, size_t n, size_t *got, struct err *err)
{
	f->z.next_out = to;
	f->z.avail_out = n > UINT_MAX ? UINT_MAX : (unsigned)n;
	unsigned room = f->z.avail_out;
	int rc = inflate(&f->z, Z_NO_FLUSH);

	*got = room - f->z.avail_out;
	f->unpacked += *got;
	if (rc == Z_STREAM_END) {
		f->in_member = false;
		f->after_member = true;
	} else if (rc == Z_MEM_ERROR) {
		return err_sys(err, ENOMEM, "cannot unpack %s", f->name);
	} else if (rc != Z_OK && rc != Z_BUF_ERROR) {
		return broken(f, "is damaged", err);
	}
	return check_bomb(f, err);
}

static ssize_t read_gzip(struct infile *f, void *to, size_t n, struct err *err)
{
	size_t got = 0;

	while (!got) {
		int rc = f->z.avail_in || f->ended ? 0 : refill(f, err);
		if (rc)
			return rc;
		if (!f->in_member && (rc = next_member(f, err)) <= 0)
			return rc;
		/* What is still in zlib's window comes without further input. */
		rc = inflate_some(f, to, n, &got, err);
		if (rc)
			return rc;
		if (!got && f->in_member && f->ended)
			return broken(f, "is cut off", err);
	}
	return (ssize_t)got;
}

ssize_t infile_read(struct infile *f, void *to, size_t n, struct err *err)
{
	if (f->is_gzip)
		return read_gzip(f, to, n, err);
	if (!f->z.avail_in)
		return read_some(f, to, n, err);
	size_t first = n < f->z.avail_in ? n : f->z.avail_in;
	memcpy(to, f->z.next_in, first);
	f->z.next_in += first;
	f->z.avail_in -= (unsigned)first;
	return (ssize_t)first;
}

uint64_t infile_done(const struct infile *f)
{
	return f->done;
}

uint64_t infile_total(const struct infile *f)
{
	return f->total;
}
