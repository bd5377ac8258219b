/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * librrd alone: what it costs to make RRD files, and the files that rrdcached is measured with.
 */
#include "bench.h"

#include "base/num.h"
#include "names.h"

#include <errno.h>
#include <rrd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define STEP_A 31557600
#define ROWS 130
#define VALUES_MAX ROWS
#define PATH_BYTES 1400
#define TEXT_BYTES 128

static const char *const sources[] = {"DS:value:GAUGE:31557600:U:U", "DS:low:GAUGE:31557600:U:U", "DS:high:GAUGE:31557600:U:U",
                                      "DS:derived:GAUGE:31557600:U:U"};
#define SOURCES_MAX (int)(sizeof sources / sizeof sources[0])

struct shape {
	int n_sources;
	int n_values;
	char (*text)[TEXT_BYTES]; /* owned, n_values of them */
	const char **argv;        /* owned, into text */
};

static int failed(const char *what, const char *path, struct err *err)
{
	int rc = err_set(err, ERR_DAMAGED, "librrd cannot %s %s: %s", what, path, rrd_get_error());
	rrd_clear_error();
	return rc;
}

/* The folders of PAIR/AREA above a file. */
static int make_folders(char *path, size_t top, struct err *err)
{
	for (char *p = path + top; (p = strchr(p + 1, '/'));) {
		*p = '\0';
		int rc = mkdir(path, 0755) < 0 && errno != EEXIST ? err_sys(err, errno, "cannot make the folder %s", path) : 0;
		*p = '/';
		if (rc)
			return rc;
	}
	return 0;
}

static int create(const struct shape *s, const char *path, struct err *err)
{
	const char *argv[SOURCES_MAX + 1];
	char rra[32];

	for (int i = 0; i < s->n_sources; i++)
		argv[i] = sources[i];
	snprintf(rra, sizeof rra, "RRA:AVERAGE:0.5:1:%d", ROWS);
	argv[s->n_sources] = rra;
	return rrd_create_r2(path, STEP_A, STEP_A, 0, NULL, NULL, s->n_sources + 1, argv) ? failed("create", path, err) : 0;
}

static int shape_init(struct shape *s, int64_t first_row, struct err *err)
{
	s->text = calloc((size_t)s->n_values, sizeof *s->text);
	s->argv = calloc((size_t)s->n_values, sizeof *s->argv);
	if (!s->text || !s->argv)
		return err_sys(err, ENOMEM, "cannot begin");
	for (int i = 0; i < s->n_values; i++) {
		int n = snprintf(s->text[i], TEXT_BYTES, "%lld", (long long)(first_row + i) * STEP_A);
		for (int d = 0; d < s->n_sources; d++)
			n += snprintf(s->text[i] + n, TEXT_BYTES - (size_t)n, ":%d", 100001 + 10 * i);
		s->argv[i] = s->text[i];
	}
	return 0;
}

static int make_file(const struct shape *s, char *path, size_t top, bool is_new, struct err *err)
{
	int rc = is_new ? make_folders(path, top, err) : 0;
	if (!rc && is_new)
		rc = create(s, path, err);
	if (!rc && rrd_updatex_r(path, NULL, 0, s->n_values, s->argv))
		rc = failed("update", path, err);
	return rc;
}

static int run(const struct shape *s, const char *dir, const struct names *names, bool is_new, struct err *err)
{
	char path[PATH_BYTES];
	struct timespec from, to;
	int rc = 0;

	clock_gettime(CLOCK_MONOTONIC, &from);
	for (uint32_t i = 0; i < names->n && !rc; i++) {
		snprintf(path, sizeof path, "%s/%.*s-A.rrd", dir, (int)names->name[i].len, names->name[i].text);
		rc = make_file(s, path, strlen(dir), is_new, err);
	}
	clock_gettime(CLOCK_MONOTONIC, &to);
	if (!rc)
		printf("{\"requests\":%u,\"seconds\":%.6f}\n", names->n,
		       (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9);
	return rc;
}

int bench_rrd(int argc, char **argv, struct err *err)
{
	struct names names = {0};
	int64_t n, n_sources, n_values;

	if (argc != 6 || strlen(argv[1]) > 1024 || num_parse_int(argv[3], strlen(argv[3]), 1, 100000000, &n) ||
	    num_parse_int(argv[4], strlen(argv[4]), 1, SOURCES_MAX, &n_sources) ||
	    num_parse_int(argv[5], strlen(argv[5]), 0, VALUES_MAX, &n_values))
		return err_set(err, ERR_USAGE, "rrd FOLDER NAMES N SOURCES VALUES, at most %d and %d of the latter", SOURCES_MAX,
		               VALUES_MAX);
	/* Without values: the row behind those that the peers' files begin with. */
	struct shape s = {.n_sources = (int)n_sources, .n_values = n_values ? (int)n_values : 1};
	rrd_set_to_DNAN();
	rrd_random();
	int rc = shape_init(&s, n_values ? 2 : VALUES_MAX + 2, err);
	if (!rc)
		rc = names_read(&names, argv[2], (uint32_t)n, err);
	if (!rc)
		rc = run(&s, argv[1], &names, n_values > 0, err);
	names_free(&names);
	free(s.argv);
	free(s.text);
	return rc;
}
