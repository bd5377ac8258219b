/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The least that durable group commit costs on a disk: records go out in one write, then fdatasync.
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

static double now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int append(int fd, const char *records, size_t n, struct err *err)
{
	for (size_t done = 0; done < n;) {
		ssize_t wrote = write(fd, records + done, n - done);
		if (wrote < 0)
			return err_sys(err, errno, "write");
		done += (size_t)wrote;
	}
	return fdatasync(fd) < 0 ? err_sys(err, errno, "fdatasync") : 0;
}

static int run(int fd, char *records, int64_t group, double seconds, struct err *err)
{
	static struct hist each;
	double begun = now_s(), at = begun, next;
	uint64_t commits = 0;
	int rc = 0;

	while (!rc && at - begun < seconds) {
		rc = append(fd, records, (size_t)group * RECORD, err);
		next = now_s();
		hist_add(&each, (uint64_t)((next - at) * 1e9));
		at = next;
		commits++;
	}
	if (!rc)
		printf("{\"requests\":%llu,\"seconds\":%.6f,\"p50\":%.1f,\"p99\":%.1f}\n", (unsigned long long)(commits * (uint64_t)group),
		       at - begun, (double)hist_at(&each, 0.5) / 1000, (double)hist_at(&each, 0.99) / 1000);
	return rc;
}

int bench_append(int argc, char **argv, struct err *err)
{
	int64_t group;
	double seconds;

	if (argc != 4 || num_parse_int(argv[2], strlen(argv[2]), 1, GROUP_MAX, &group) || num_parse(argv[3], strlen(argv[3]), &seconds))
		return err_set(err, ERR_USAGE, "append FILE GROUP SECONDS, a group of at most %d", GROUP_MAX);
	int fd = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_sys(err, errno, "cannot write %s", argv[1]);
	char *records = calloc((size_t)group, RECORD);
	int rc = records ? run(fd, records, group, seconds, err) : err_sys(err, ENOMEM, "cannot begin");
	free(records);
	close(fd);
	unlink(argv[1]);
	return rc;
}
