/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The least that durable group commit costs on a disk: records go out in one write, then fdatasync. A file that grows makes the file system write its
 * own journal with every fdatasync; one whose blocks are there already, as those of a write-ahead log that is used again, does not.
 */
#include "bench.h"

#include "base/num.h"
#include "hist.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define RECORD 100
#define GROUP_MAX 100000
#define READY_MAX (1 << 30)

static double now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int append(int fd, const char *records, size_t n, off_t at, struct err *err)
{
	for (size_t done = 0; done < n;) {
		ssize_t wrote = pwrite(fd, records + done, n - done, at + (off_t)done);
		if (wrote < 0)
			return err_sys(err, errno, "write");
		done += (size_t)wrote;
	}
	return fdatasync(fd) < 0 ? err_sys(err, errno, "fdatasync") : 0;
}

/* Gives the file `ready` bytes and brings them to the disk. */
static int prepare(int fd, const char *records, size_t n, off_t ready, struct err *err)
{
	for (off_t at = 0; at < ready; at += (off_t)n)
		if (pwrite(fd, records, n, at) != (ssize_t)n)
			return err_sys(err, errno, "write");
	return fsync(fd) < 0 ? err_sys(err, errno, "fsync") : 0;
}

static int run(int fd, const char *records, int64_t group, double seconds, off_t ready, struct err *err)
{
	static struct hist each;
	const size_t n = (size_t)group * RECORD;
	off_t place = 0;
	int rc = prepare(fd, records, n, ready, err);
	double begun = now_s(), at = begun, next;
	uint64_t commits = 0;

	while (!rc && at - begun < seconds) {
		rc = append(fd, records, n, place, err);
		place += (off_t)n;
		if (ready && place + (off_t)n > ready)
			place = 0;
		next = now_s();
		hist_add(&each, (uint64_t)((next - at) * 1e9));
		at = next;
		commits++;
	}
	if (!rc)
		printf("{\"requests\":%llu,\"seconds\":%.6f,\"p50\":%.1f,\"p99\":%.1f}\n",
		       (unsigned long long)commits * (unsigned long long)group, at - begun, (double)hist_at(&each, 0.5) / 1000,
		       (double)hist_at(&each, 0.99) / 1000);
	return rc;
}

int bench_append(int argc, char **argv, struct err *err)
{
	int64_t group, ready;
	double seconds;

	if (argc != 5 || num_parse_int(argv[2], strlen(argv[2]), 1, GROUP_MAX, &group) || num_parse(argv[3], strlen(argv[3]), &seconds) ||
	    num_parse_int(argv[4], strlen(argv[4]), 0, READY_MAX, &ready))
		return err_set(err, ERR_USAGE, "append FILE GROUP SECONDS READY, a group of at most %d", GROUP_MAX);
	int fd = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_sys(err, errno, "cannot write %s", argv[1]);
	char *records = calloc((size_t)group, RECORD);
	int rc = records ? run(fd, records, group, seconds, (off_t)ready, err) : err_sys(err, ENOMEM, "cannot begin");
	free(records);
	close(fd);
	unlink(argv[1]);
	return rc;
}
