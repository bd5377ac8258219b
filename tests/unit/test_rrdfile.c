/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What rrdfile.c leaves on disk, read with the stock rrdtool (which shares no code with our reader).
 */
#include "base/err.h"
#include "base/period.h"
#include "work/rrdfile.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "seed.h"

#define YEAR 31557600LL
#define ROWS 20
#define N_MAX 40

static char dir[64];
static char path[128];

static void clean(void)
{
	char command[256];
	snprintf(command, sizeof command, "rm -rf %s/* %s/.[!.]*", dir, dir);
	assert_int_equal(system(command), 0);
}

static struct rrdfile_request request(const struct rrdfile_point *points, size_t n)
{
	return (struct rrdfile_request){.path = path, .freq = 'A', .rows = ROWS, .points = points, .n_points = n};
}

static enum rrdfile_outcome write_points(const struct rrdfile_point *points, size_t n)
{
	struct rrdfile_request r = request(points, n);
	enum rrdfile_outcome outcome = RRDFILE_FRESH;
	struct err err = {0};

	if (rrdfile_write(&r, &outcome, &err) != 0)
		fail_msg("%s", err.text);
	return outcome;
}

static bool close_to(double a, double b)
{
	return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b));
}

/* All rows of the file as rrdtool fetches them must be the points, and unknown where there is none. */
static void check_with_rrdtool(const struct rrdfile_point *points, size_t n)
{
	char command[512], line[512];
	size_t seen = 0, expected = 0;
	int64_t last = points[n - 1].row_end;

	snprintf(command, sizeof command, "rrdtool fetch %s AVERAGE -r %lld -s %lld -e %lld", path, YEAR, 11 * YEAR, (long long)last);
	FILE *f = popen(command, "r");
	assert_non_null(f);
	while (fgets(line, sizeof line, f)) {
		long long t;
		char v[4][64];
		if (sscanf(line, "%lld: %63s %63s %63s %63s", &t, v[0], v[1], v[2], v[3]) != 5)
			continue;
		const struct rrdfile_point *p = NULL;
		for (size_t i = 0; i < n; i++)
			if (points[i].row_end == t && t > last - ROWS * YEAR)
				p = &points[i];
		const double want[4] = {p ? p->value : NAN, p ? p->low : NAN, p ? p->high : NAN, p ? p->derived : NAN};
		for (int k = 0; k < 4; k++)
			if (!close_to(strtod(v[k], NULL), isinf(want[k]) ? NAN : want[k]))
				fail_msg("row %lld, data source %d: %s, wanted %g", t, k, v[k], want[k]);
		seen += p != NULL;
	}
	assert_int_equal(pclose(f), 0);
	for (size_t i = 0; i < n; i++)
		expected += points[i].row_end > last - ROWS * YEAR;
	assert_int_equal(seen, expected);
}

static char *slurp(size_t *n)
{
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	char *bytes = malloc(1 << 16);
	*n = fread(bytes, 1, 1 << 16, f);
	fclose(f);
	return bytes;
}

static double random_value(void)
{
	switch (random() % 6) {
	case 0:
		return NAN;
	case 1:
		return (double)(random() % 1000000);
	case 2:
		return (double)random() * 1000 + (double)(random() % 1000) / 1000;
	case 3:
		return -(double)(random() % 10000) / 100;
	case 4:
		return ldexp((double)random(), (int)(random() % 1800) - 900);
	default:
		return random() % 2 ? 0 : INFINITY;
	}
}

static size_t random_points(struct rrdfile_point *p)
{
	size_t n = 1 + (size_t)random() % N_MAX;
	int64_t year = 12 + random() % 10; /* the stock client cannot ask for what was before 1980 */

	for (size_t i = 0; i < n; i++) {
		p[i] = (struct rrdfile_point){year * YEAR, random_value(), random_value(), random_value(), random() % 2};
		year += random() % 5 ? 1 : 1 + random() % 4;
	}
	return n;
}

static void rewritten_is_rebuilt(void **state)
{
	struct rrdfile_point p[N_MAX];
	unsigned seed = seed_begin(0);
	(void)state;

	for (unsigned round = 0; round < 60; round++) {
		/* Making a blank sets librrd's own seed. */
		srandom(seed + round);
		size_t n = random_points(p), first = 1 + (size_t)random() % n, size = 0, size2 = 0;
		clean();
		assert_int_equal(write_points(p, first), RRDFILE_REBUILT);
		assert_int_equal(write_points(p, first), RRDFILE_FRESH);
		assert_int_equal(write_points(p, n), first == n ? RRDFILE_FRESH : RRDFILE_REWRITTEN);
		check_with_rrdtool(p, n);
		char *before = slurp(&size);
		assert_int_equal(unlink(path), 0);
		assert_int_equal(write_points(p, n), RRDFILE_REBUILT);
		check_with_rrdtool(p, n);
		char *after = slurp(&size2);
		assert_int_equal(size, size2);
		assert_memory_equal(before, after, size);
		free(before);
		free(after);
	}
}

static const struct rrdfile_point sample[] = {{50 * YEAR, 100, 95, 105, false},
                                              {51 * YEAR, 4.4e9, 4.3e9, 4.4e9, false},
                                              {53 * YEAR, 17.5, NAN, NAN, true},
                                              {54 * YEAR, 0, 0, 0, true}};
#define N_SAMPLE (sizeof sample / sizeof sample[0])

static void late_and_changed_points_are_written(void **state)
{
	struct rrdfile_point p[N_SAMPLE + 1];
	(void)state;

	clean();
	assert_int_equal(write_points(sample, N_SAMPLE), RRDFILE_REBUILT);
	memcpy(p, sample, sizeof sample);
	p[1].low = 4.2e9;
	assert_int_equal(write_points(p, N_SAMPLE), RRDFILE_REWRITTEN);
	check_with_rrdtool(p, N_SAMPLE);
	assert_int_equal(write_points(p, N_SAMPLE - 1), RRDFILE_REWRITTEN); /* the last one has gone */
	check_with_rrdtool(p, N_SAMPLE - 1);
	assert_int_equal(write_points(p, N_SAMPLE), RRDFILE_REWRITTEN);
	p[2] = (struct rrdfile_point){52 * YEAR, 1, 1, 1, false}; /* a late one in the gap, another one gone */
	assert_int_equal(write_points(p, N_SAMPLE), RRDFILE_REWRITTEN);
	check_with_rrdtool(p, N_SAMPLE);
	assert_int_equal(write_points(p, 0), RRDFILE_REMOVED);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(write_points(p, 0), RRDFILE_REMOVED);
}

static void damage_is_repaired(void **state)
{
	/* Where each field of the header begins; see rrd_format.h. */
	static const struct {
		const char *what;
		size_t at;
	} fields[] = {
	    {"cookie", 0},    {"version", 4},          {"float_cookie", 16},     {"ds_cnt", 24},        {"rra_cnt", 32},
	    {"pdp_step", 40}, {"ds name", 128},        {"ds type", 148},         {"heartbeat", 168},    {"minimum", 176},
	    {"maximum", 184}, {"fourth ds name", 488}, {"rra function", 608},    {"row_cnt", 632},      {"pdp_cnt", 640},
	    {"last_up", 728}, {"usec", 736},           {"unknown seconds", 776}, {"current row", 1512}, {"first row", 1520},
	};
	struct rrdfile_point longer[N_SAMPLE + 1];
	size_t size, repaired;
	(void)state;

	clean();
	write_points(sample, N_SAMPLE);
	char *good = slurp(&size);
	assert_int_equal(size, 1520 + 32 * ROWS);
	memcpy(longer, sample, sizeof sample);
	longer[N_SAMPLE] = (struct rrdfile_point){55 * YEAR, 5, 5, 5, false};
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		for (int kind = 0; kind < 3; kind++) {
			char *bad = malloc(size);
			memcpy(bad, good, size);
			if (kind == 0)
				memset(bad + fields[i].at, 0x5A, 8);
			if (kind == 1)
				memset(bad, 0, fields[i].at + 8);
			FILE *f = fopen(path, "w");
			assert_non_null(f);
			assert_int_equal(fwrite(bad, 1, kind == 2 ? fields[i].at : size, f), kind == 2 ? fields[i].at : size);
			fclose(f);
			free(bad);
			print_message("%s, %s\n", fields[i].what,
			              kind == 0   ? "overwritten"
			              : kind == 1 ? "zeroed up to it"
			                          : "truncated there");
			assert_int_equal(write_points(i % 2 ? longer : sample, i % 2 ? N_SAMPLE + 1 : N_SAMPLE),
			                 kind == 0 && fields[i].at >= 728 ? RRDFILE_REWRITTEN : RRDFILE_REBUILT);
			check_with_rrdtool(i % 2 ? longer : sample, i % 2 ? N_SAMPLE + 1 : N_SAMPLE);
		}
	write_points(sample, N_SAMPLE);
	char *again = slurp(&repaired);
	assert_int_equal(size, repaired);
	assert_memory_equal(good, again, size);
	free(again);
	free(good);
}

static void foreign_files_are_replaced(void **state)
{
	static const char *const commands[] = {
	    "rrdtool create %s --step 300 --start 1000000000 DS:load:GAUGE:600:0:U RRA:AVERAGE:0.5:1:10",
	    "rrdtool create %s --step 31557600 --start 1577880000 DS:value:GAUGE:31557600:U:U DS:min:GAUGE:31557600:U:U "
	    "DS:max:GAUGE:31557600:U:U DS:derived:GAUGE:31557600:U:U RRA:AVERAGE:0.5:1:20",
	    "rrdtool create %s --step 31557600 --start 1577880000 DS:value:COUNTER:31557600:U:U DS:low:GAUGE:31557600:U:U "
	    "DS:high:GAUGE:31557600:U:U DS:derived:GAUGE:31557600:U:U RRA:AVERAGE:0.5:1:20",
	    "rrdtool create %s --step 31557600 --start 1577880000 DS:value:GAUGE:31557600:U:U DS:low:GAUGE:31557600:U:U "
	    "DS:high:GAUGE:31557600:U:U DS:derived:GAUGE:31557600:U:U RRA:LAST:0.5:1:20",
	    "head -c 2160 /dev/urandom >%s",
	    "ln -s /etc/hostname %s",
	    "mkfifo %s",
	    "touch %s",
	    "head -c 2160 /dev/zero >%s",
	    "head -c 1000 /dev/zero >%s",
	    "truncate -s 10G %s",
	};
	char command[1024];
	struct stat st;
	(void)state;

	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		clean();
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(command, sizeof command, commands[i], path);
#pragma GCC diagnostic pop
		print_message("%s\n", command);
		assert_int_equal(system(command), 0);
		assert_int_equal(write_points(sample, N_SAMPLE), RRDFILE_REBUILT);
		assert_int_equal(lstat(path, &st), 0);
		assert_true(S_ISREG(st.st_mode));
		assert_int_equal(st.st_mode & 07777, 0644);
		check_with_rrdtool(sample, N_SAMPLE);
	}
}

static void put_file(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

/* A worker that was killed while librrd made a blank, or while a file was replaced: its files go, a stranger's stay. */
static void leftovers_are_swept(void **state)
{
	static const struct {
		const char *name;
		bool stays;
	} rows[] = {
	    {".file.rrd.new", false},     {".file.rrd.newAbC123", false}, {".file.rrd.new000000", false}, {".file.rrd.newAbC12", true},
	    {"file.rrd.newAbC123", true}, {".file.rrd.newAbC1234", true}, {".other.rrd.newAbC123", true},
	};
	struct rrdfile_request r = request(sample, N_SAMPLE);
	enum rrdfile_outcome outcome;
	struct err err = {0};
	char name[160];
	(void)state;

	clean();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		snprintf(name, sizeof name, "%s/%s", dir, rows[i].name);
		put_file(name, "");
	}
	r.rows = ROWS + 1; /* another length has a blank of its own */
	assert_int_equal(rrdfile_write(&r, &outcome, &err), 0);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		snprintf(name, sizeof name, "%s/%s", dir, rows[i].name);
		assert_int_equal(access(name, F_OK), rows[i].stays ? 0 : -1);
		unlink(name);
	}

	assert_int_equal(write_points(sample, N_SAMPLE), RRDFILE_REBUILT);
	snprintf(name, sizeof name, "%s/.file.rrd.new", dir);
	for (int kind = 0; kind < 2; kind++) {
		put_file(name, "half");
		put_file(path, "of another size");
		assert_int_equal(write_points(sample, kind ? 0 : N_SAMPLE), kind ? RRDFILE_REMOVED : RRDFILE_REBUILT);
		assert_int_equal(access(name, F_OK), -1);
	}
}

/* A file of ours is overwritten where nobody can be harmed by that, and replaced where the old bytes belong to somebody. */
static void old_bytes_are_kept_for_others(void **state)
{
	enum { ALONE, LINKED, HOLE, READ };
	char other[160];
	struct stat before, after;
	(void)state;

	snprintf(other, sizeof other, "%s/copy", dir);
	for (int kind = ALONE; kind <= READ; kind++) {
		struct rrdfile_request r = request(sample, N_SAMPLE);
		enum rrdfile_outcome outcome;
		struct err err = {0};
		int ready[2], done[2];
		pid_t reader = 0;
		clean();
		write_points(sample, N_SAMPLE - 1);
		if (kind == LINKED)
			assert_int_equal(link(path, other), 0);
		if (kind == HOLE) { /* our header, and rows that were never written */
			r.rows = 1000;
			assert_int_equal(truncate(path, 1520), 0);
			assert_int_equal(rrdfile_write(&r, &outcome, &err), 0);
			assert_int_equal(truncate(path, 1520), 0);
			assert_int_equal(truncate(path, 1520 + 32 * 1000), 0);
		}
		if (kind == READ) {
			assert_int_equal(pipe(ready), 0);
			assert_int_equal(pipe(done), 0);
			reader = fork();
			if (!reader) {
				struct flock l = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
				int fd = open(path, O_RDONLY);
				char c = fd < 0 || fcntl(fd, F_SETLK, &l) < 0;
				close(done[1]);
				_exit(write(ready[1], &c, 1) != 1 || read(done[0], &c, 1) != 0);
			}
			char c = 1;
			close(done[0]);
			assert_int_equal(read(ready[0], &c, 1), 1);
			assert_int_equal(c, 0);
		}
		assert_int_equal(stat(path, &before), 0);
		assert_int_equal(rrdfile_write(&r, &outcome, &err), 0);
		assert_int_equal(outcome, kind == ALONE ? RRDFILE_REWRITTEN : RRDFILE_REBUILT);
		assert_int_equal(stat(path, &after), 0);
		assert_int_equal(before.st_ino == after.st_ino, kind == ALONE);
		if (kind == READ) {
			int status;
			close(done[1]);
			close(ready[0]);
			close(ready[1]);
			assert_int_equal(waitpid(reader, &status, 0), reader);
			assert_int_equal(status, 0);
		}
		check_with_rrdtool(sample, N_SAMPLE);
		if (kind == LINKED) {
			assert_int_equal(rename(other, path), 0);
			check_with_rrdtool(sample, N_SAMPLE - 1);
		}
	}
}

/* As somebody who is not root, for root may write everywhere. 0, or the error and its text. */
static int as_nobody(const struct rrdfile_request *r, struct err *err)
{
	enum rrdfile_outcome outcome;
	bool root = geteuid() == 0;

	if (root)
		assert_int_equal(seteuid(65534), 0);
	int rc = rrdfile_write(r, &outcome, err);
	if (root)
		assert_int_equal(seteuid(0), 0);
	return rc;
}

static void what_stands_in_the_way_is_told(void **state)
{
	struct rrdfile_request r = request(sample, N_SAMPLE);
	enum rrdfile_outcome outcome;
	struct err err = {0};
	char deep[160];
	struct stat st;
	(void)state;

	clean();
	snprintf(deep, sizeof deep, "%s/inside", path);
	assert_int_equal(mkdir(path, 0755), 0);
	assert_int_equal(mkdir(deep, 0755), 0);
	assert_int_equal(rrdfile_write(&r, &outcome, &err), ERR_CONFLICT);
	assert_non_null(strstr(err.text, "is a folder"));
	assert_int_equal(access(deep, F_OK), 0);

	/* A folder that is not ours, with a file that is closed to us, one that cannot be appended to, and none. */
	for (int kind = 0; kind < 3 && geteuid() == 0; kind++) {
		size_t before_size = 0, after_size = 0;
		clean();
		write_points(sample, N_SAMPLE - 1);
		assert_int_equal(chmod(path, kind ? 0444 : 0), 0);
		assert_int_equal(chmod(dir, 0755), 0);
		char *before = slurp(&before_size);
		if (kind == 2)
			unlink(path);
		assert_int_equal(as_nobody(&r, &err), -EACCES);
		assert_non_null(strstr(err.text, "is not coopd's to write to: Permission denied"));
		if (kind < 2) {
			char *after = slurp(&after_size);
			assert_int_equal(before_size, after_size);
			assert_memory_equal(before, after, before_size);
			free(after);
		}
		free(before);
	}

	/* A folder where the temporary file belongs. */
	clean();
	put_file(path, "of another size");
	snprintf(deep, sizeof deep, "%s/.file.rrd.new", dir);
	assert_int_equal(mkdir(deep, 0755), 0);
	assert_true(rrdfile_write(&r, &outcome, &err) < 0);
	assert_non_null(strstr(err.text, deep));
	assert_int_equal(rmdir(deep), 0);
	assert_int_equal(write_points(sample, N_SAMPLE), RRDFILE_REBUILT);

	clean();
	snprintf(deep, sizeof deep, "%s/AZ-RU/trade/turnover-A.rrd", path);
	r.path = deep;
	assert_int_equal(rrdfile_write(&r, &outcome, &err), 0); /* folders are made */
	assert_int_equal(stat(deep, &st), 0);
	clean();
	put_file(path, "");
	assert_int_equal(rrdfile_write(&r, &outcome, &err), -ENOTDIR);
	assert_int_equal(stat(path, &st), 0);
}

/* A file that may not be read or written is no obstacle where the folder is ours, whether it is up to date or not. */
static void closed_file_is_replaced(void **state)
{
	static const mode_t modes[] = {0444, 0222, 0};
	(void)state;

	if (geteuid() == 0)
		assert_int_equal(chown(dir, 65534, (gid_t)-1), 0);
	for (size_t i = 0; i < 3; i++)
		for (size_t lack = 0; lack < 2; lack++) {
			struct rrdfile_request r = request(sample, N_SAMPLE);
			struct err err = {0};
			clean();
			write_points(sample, N_SAMPLE - lack);
			assert_int_equal(chmod(path, modes[i]), 0);
			if (as_nobody(&r, &err) != 0)
				fail_msg("%s", err.text);
			check_with_rrdtool(sample, N_SAMPLE);
		}
	if (geteuid() == 0)
		assert_int_equal(chown(dir, 0, (gid_t)-1), 0);
}

/* A disk that takes no more: what was begun goes, what stood there stays. RLIMIT_FSIZE stands for it, in a child, which it would end later. */
static void full_disk_is_told(void **state)
{
	size_t before_size, after_size;
	char tmp[160];
	(void)state;

	snprintf(tmp, sizeof tmp, "%s/.file.rrd.new", dir);
	for (int there = 0; there < 2; there++) {
		clean();
		write_points(sample, N_SAMPLE - 1);
		char *before = slurp(&before_size);
		if (!there)
			assert_int_equal(unlink(path), 0);
		pid_t child = fork();
		if (!child) {
			struct rrdfile_request r = request(sample, N_SAMPLE);
			enum rrdfile_outcome outcome;
			struct err err = {0};
			signal(SIGXFSZ, SIG_IGN);
			setrlimit(RLIMIT_FSIZE, &(struct rlimit){1600, 1600});
			int rc = rrdfile_write(&r, &outcome, &err);
			_exit(rc == -EFBIG && strstr(err.text, "cannot write") ? 0 : 1);
		}
		int status;
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
		assert_int_equal(access(tmp, F_OK), -1);
		assert_int_equal(access(path, F_OK), there ? 0 : -1);
		if (there) {
			char *after = slurp(&after_size);
			assert_int_equal(before_size, after_size);
			assert_memory_equal(before, after, before_size);
			free(after);
		}
		free(before);
	}
}

static void requests_without_sense_are_refused(void **state)
{
	static const struct {
		char freq;
		uint32_t rows;
		int64_t first, second;
	} rows[] = {
	    {'D', ROWS, 50 * YEAR, 51 * YEAR},
	    {'A', 0, 50 * YEAR, 51 * YEAR},
	    {'A', RRDFILE_ROWS_MAX + 1, 50 * YEAR, 51 * YEAR},
	    {'A', ROWS, 50 * YEAR + 1, 52 * YEAR},
	    {'A', ROWS, 51 * YEAR, 51 * YEAR},
	    {'A', ROWS, YEAR, 2 * YEAR},
	    {'A', ROWS, -YEAR, YEAR},
	    {'A', ROWS, 50 * YEAR, INT64_MAX / YEAR * YEAR},
	};
	(void)state;

	clean();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct rrdfile_point p[] = {{rows[i].first, 1, 1, 1, false}, {rows[i].second, 1, 1, 1, false}};
		struct rrdfile_request r = {path, rows[i].freq, rows[i].rows, p, 2};
		enum rrdfile_outcome outcome;
		struct err err = {0};
		assert_int_equal(rrdfile_write(&r, &outcome, &err), ERR_DATA);
		assert_int_equal(access(path, F_OK), -1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rewritten_is_rebuilt),    cmocka_unit_test(late_and_changed_points_are_written),
	    cmocka_unit_test(damage_is_repaired),      cmocka_unit_test(foreign_files_are_replaced),
	    cmocka_unit_test(leftovers_are_swept),     cmocka_unit_test(what_stands_in_the_way_is_told),
	    cmocka_unit_test(closed_file_is_replaced), cmocka_unit_test(old_bytes_are_kept_for_others),
	    cmocka_unit_test(full_disk_is_told),       cmocka_unit_test(requests_without_sense_are_refused),
	};
	snprintf(dir, sizeof dir, "/tmp/coopd-rrdfile-XXXXXX");
	if (!mkdtemp(dir))
		return 1;
	snprintf(path, sizeof path, "%s/file.rrd", dir);
	setenv("TZ", "UTC", 1);
	int rc = cmocka_run_group_tests(tests, NULL, NULL);
	clean();
	rmdir(dir);
	return rc;
}
