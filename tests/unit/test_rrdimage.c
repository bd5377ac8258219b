/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Images against the files that librrd makes of the same points: create, and one update with all of them.
 */
#define RRD_EXPORT_DEPRECATED
#include "base/err.h"
#include "base/period.h"
#include "work/rrdimage.h"
#include "work/rrdlayout.h"

#include <float.h>
#include <math.h>
#include <rrd.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "seed.h"

#define N_MAX 60
#define ROWS_MAX 40
#define SIZE_MAX_ (RRDLAYOUT_HEADER_SIZE + ROWS_MAX * RRDLAYOUT_N_DS * sizeof(double))
#define ROUNDS 400
#define EXACT_MAX 9007199254740992.0 /* 2^53 */
/* Where the numbers are: the last values in the four cdp_prep, and the rows. */
#define PRIMARY(ds)                                                                                                                        \
	(RRDLAYOUT_HEADER_SIZE - sizeof(rra_ptr_t) - (RRDLAYOUT_N_DS - (ds)) * sizeof(cdp_prep_t) + CDP_primary_val * sizeof(unival))

static char dir[64];
static char path[128];

/* Numbers of every kind; `whole`: only such as librrd reads exactly. */
static double random_value(bool whole)
{
	/* Not in the expression: which of two calls comes first there is the compiler's choice. */
	double thousandths = (double)(random() % 1000) / 1000;

	switch (random() % (whole ? 4 : 7)) {
	case 0:
		return NAN;
	case 1:
		return (double)(random() % 1000000);
	case 2:
		return -(double)(random() % 1000);
	case 3:
		return random() % 2 ? 0 : INFINITY;
	case 4:
		return (double)random() * 1000 + thousandths;
	case 5:
		return -(double)(random() % 10000) / 100;
	default:
		return ldexp((double)random(), (int)(random() % 1900) - 950);
	}
}

static size_t random_points(struct rrdfile_point *p, int64_t step, bool whole)
{
	size_t n = 1 + (size_t)random() % (random() % 4 ? N_MAX : 3);
	int64_t row = 2 + random() % 600;

	for (size_t i = 0; i < n; i++) {
		p[i] = (struct rrdfile_point){row * step, random_value(whole), random_value(whole), random_value(whole), random() % 2};
		row += random() % 5 ? 1 : 1 + random() % (2 * ROWS_MAX);
	}
	return n;
}

/* What librrd makes of the points: a file that begins before the first one that is kept, and one update. */
static void write_by_librrd(const struct rrdimage_blank *blank, const struct rrdfile_point *p, size_t n)
{
	static char text[ROWS_MAX][256];
	const char *argv[ROWS_MAX];
	char line[5][64];
	const char *shape[5];
	int64_t step = blank->step, rows = rrdlayout_n_written(p, n, step, blank->rows), begin = p[n - 1].row_end - rows * step;

	for (int64_t k = 0; k < rows; k++) {
		const struct rrdfile_point *at = NULL;
		for (size_t i = 0; i < n; i++)
			if (p[i].row_end == begin + (k + 1) * step)
				at = &p[i];
		int len = snprintf(text[k], sizeof text[k], "%lld", (long long)(begin + (k + 1) * step));
		for (size_t ds = 0; ds < RRDLAYOUT_N_DS; ds++) {
			text[k][len++] = ':';
			len += (int)rrdlayout_text(at ? rrdlayout_number(at, ds) : NAN, text[k] + len);
		}
		argv[k] = text[k];
	}
	for (size_t i = 0; i < 4; i++)
		snprintf(line[i], sizeof line[i], "DS:%s:GAUGE:%lld:U:U", rrdlayout_ds[i], (long long)step);
	snprintf(line[4], sizeof line[4], "RRA:AVERAGE:0.5:1:%u", blank->rows);
	for (size_t i = 0; i < 5; i++)
		shape[i] = line[i];
	rrd_clear_error();
	srandom(1); /* the only thing in a file that librrd leaves to chance is the row that the ring begins with */
	if (rrd_create_r2(path, (unsigned long)step, (time_t)begin, 0, NULL, NULL, 5, shape) || rrd_update_r(path, NULL, (int)rows, argv))
		fail_msg("librrd: %s", rrd_get_error());
}

static void read_file(unsigned char *to, size_t size)
{
	FILE *f = fopen(path, "r");

	assert_non_null(f);
	assert_int_equal(fread(to, 1, size, f), size);
	assert_int_equal(fgetc(f), EOF);
	fclose(f);
}

/* Puts the image's number over librrd's where the two are equal but for what librrd loses. Reading decimal text: it reads 15 digits, up to 2 units off in the
 * last place, and sums up its loss over the powers of ten. And of whole numbers too, that it multiplies by the seconds of the row and divides by them again. */
static void allow_for_parsing(unsigned char *theirs, const unsigned char *ours, size_t at, int64_t step)
{
	double a, b;

	memcpy(&a, theirs + at, sizeof a);
	memcpy(&b, ours + at, sizeof b);
	double lost = b != trunc(b) || fabs(b) >= 1e15 ? 1e-12 : fabs(b) * (double)step >= EXACT_MAX ? 2 * DBL_EPSILON : 0;
	if (fabs(a - b) <= lost * fabs(b))
		memcpy(theirs + at, &b, sizeof b);
}

static void image_is_what_librrd_writes(void **state)
{
	static unsigned char theirs[SIZE_MAX_], ours[SIZE_MAX_];
	struct rrdfile_point p[N_MAX];
	unsigned from = seed_begin(0);
	(void)state;

	for (unsigned round = 0; round < ROUNDS; round++) {
		struct rrdimage_blank blank;
		struct err err = {0};
		bool whole = round % 2;
		srandom(from + round);
		int64_t step = period_rrd_step("ASQM"[round / 2 % 4]);
		uint32_t rows = 1 + (uint32_t)random() % ROWS_MAX;
		size_t n = random_points(p, step, whole);
		if (rrdimage_init(&blank, step, rows, path, &err))
			fail_msg("%s", err.text);
		assert_int_equal(access(path, F_OK), -1);
		write_by_librrd(&blank, p, n);
		read_file(theirs, blank.size);
		memset(ours, 0xA5, sizeof ours);
		rrdimage_fill(&blank, p, n, ours);
		for (size_t ds = 0; ds < RRDLAYOUT_N_DS && !whole; ds++)
			allow_for_parsing(theirs, ours, PRIMARY(ds), step);
		for (size_t at = RRDLAYOUT_HEADER_SIZE; at < blank.size && !whole; at += sizeof(double))
			allow_for_parsing(theirs, ours, at, step);
		for (size_t at = 0; at < blank.size; at++)
			if (theirs[at] != ours[at])
				fail_msg("round %u, %zu points, %u rows: byte %zu", round, n, rows, at);
		assert_true(rrdimage_is_kin(&blank, theirs));
		assert_int_equal(rrdimage_last(theirs), p[n - 1].row_end);
		rrdimage_fini(&blank);
		unlink(path);
	}
}

/* librrd goes on from an image as from a file of its own. */
static void librrd_updates_an_image(void **state)
{
	static unsigned char theirs[SIZE_MAX_], ours[SIZE_MAX_];
	struct rrdfile_point p[N_MAX];
	unsigned from = seed_begin(0);
	(void)state;

	for (unsigned round = 0; round < 50; round++) {
		struct rrdimage_blank blank;
		struct err err = {0};
		char text[64];
		const char *argv[] = {text};
		srandom(from + round);
		int64_t step = period_rrd_step("ASQM"[round % 4]);
		size_t n = random_points(p, step, true);
		int64_t next = p[n - 1].row_end + step;
		if (rrdimage_init(&blank, step, ROWS_MAX, path, &err))
			fail_msg("%s", err.text);
		snprintf(text, sizeof text, "%lld:%u:U:-7:1", (long long)next, round);
		for (int who = 0; who < 2; who++) {
			write_by_librrd(&blank, p, n);
			if (who) {
				FILE *f = fopen(path, "r+");
				assert_non_null(f);
				rrdimage_fill(&blank, p, n, ours);
				assert_int_equal(fwrite(ours, 1, blank.size, f), blank.size);
				assert_int_equal(fclose(f), 0);
			}
			rrd_clear_error();
			if (rrd_update_r(path, NULL, 1, argv))
				fail_msg("librrd: %s", rrd_get_error());
			read_file(who ? ours : theirs, blank.size);
		}
		assert_memory_equal(theirs, ours, blank.size);
		rrdimage_fini(&blank);
		unlink(path);
	}
}

static void values_are_exact(void **state)
{
	static const double values[] = {0.1, 1 / 3.0, -12.345, 4.4e9 + 1e-6, 1.7976931348623157e289, -1e-289, 123456789012345678.0};
	static unsigned char image[SIZE_MAX_];
	struct rrdimage_blank blank;
	struct err err = {0};
	double newest[4];
	(void)state;

	if (rrdimage_init(&blank, period_rrd_step('M'), 3, path, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
		struct rrdfile_point p = {500 * blank.step, values[i], -values[i], NAN, true};
		rrdimage_fill(&blank, &p, 1, image);
		memcpy(newest, image + RRDLAYOUT_HEADER_SIZE + rrdlayout_current(1, 3) * sizeof newest, sizeof newest);
		assert_true(newest[0] == values[i] && newest[1] == -values[i] && isnan(newest[2]) && newest[3] == 1);
	}
	rrdimage_fini(&blank);
	rrdimage_fini(&blank);
}

static void blank_that_cannot_be_made(void **state)
{
	struct rrdimage_blank blank;
	struct err err = {0};
	char nowhere[160];
	(void)state;

	snprintf(nowhere, sizeof nowhere, "%s/no/such/folder", dir);
	assert_int_equal(rrdimage_init(&blank, period_rrd_step('A'), 5, nowhere, &err), ERR_DAMAGED);
	assert_non_null(strstr(err.text, nowhere));
	assert_null(blank.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(image_is_what_librrd_writes),
	    cmocka_unit_test(librrd_updates_an_image),
	    cmocka_unit_test(values_are_exact),
	    cmocka_unit_test(blank_that_cannot_be_made),
	};
	snprintf(dir, sizeof dir, "/tmp/coopd-rrdimage-XXXXXX");
	if (!mkdtemp(dir))
		return 1;
	snprintf(path, sizeof path, "%s/file.rrd", dir);
	setenv("TZ", "UTC", 1);
	int rc = cmocka_run_group_tests(tests, NULL, NULL);
	rmdir(dir);
	return rc;
}
