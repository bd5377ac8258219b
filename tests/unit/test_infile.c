/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files packed with zlib here, whole and spoilt, and what infile reads of them.
 */
#include "work/infile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#define PACKED_MAX (1u << 20)

static char path[64];
static unsigned char packed[PACKED_MAX];

/* Appends `n` bytes packed as one gzip member at `at`; the new length. */
static size_t pack(size_t at, const void *bytes, size_t n)
{
	z_stream z = {.next_in = (void *)bytes, .avail_in = (unsigned)n, .next_out = packed + at, .avail_out = (unsigned)(PACKED_MAX - at)};

	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, MAX_WBITS + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);
	return PACKED_MAX - z.avail_out;
}

static void write_file(const void *bytes, size_t n)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	fclose(f);
}

/* The content of the file, `step` bytes at a time, into `out`; its length, or the code of the error. */
static ssize_t content(const char *name, size_t step, char *out, size_t cap, struct err *err)
{
	struct infile *f;
	size_t n = 0;
	ssize_t got;
	int rc = infile_open(&f, path, name, PACKED_MAX, err);

	if (rc)
		return rc;
	while ((got = infile_read(f, out + n, step < cap - n ? step : cap - n, err)) > 0)
		n += (size_t)got;
	if (got == 0) {
		assert_int_equal(infile_read(f, out, 1, err), 0);
		assert_int_equal(infile_done(f), infile_total(f));
	}
	infile_close(f);
	return got < 0 ? got : (ssize_t)n;
}

static void content_is_the_same_packed_or_not(void **state)
{
	static const size_t sizes[] = {0, 1, 2, 3, 1000, 65535, 65536, 65537, 300000}, steps[] = {1, 7, 65536, 400000};
	char *bytes = malloc(300000), *got = malloc(600001);
	struct err err;
	(void)state;

	for (size_t i = 0; i < 300000; i++)
		bytes[i] = (char)(i * 2654435761u >> 13);
	for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++)
		for (size_t k = 0; k < sizeof steps / sizeof steps[0]; k++) {
			write_file(bytes, sizes[s]);
			assert_int_equal(content("x.csv", steps[k], got, 600001, &err), sizes[s]);
			assert_memory_equal(got, bytes, sizes[s]);
			/* Two members one behind the other, and zeros that fill a tape's block. */
			size_t n = pack(pack(0, bytes, sizes[s]), bytes, sizes[s]);
			memset(packed + n, 0, 700);
			write_file(packed, n + (s % 2 ? 700 : 0));
			assert_int_equal(content("x.csv.gz", steps[k], got, 600001, &err), 2 * sizes[s]);
			assert_memory_equal(got + sizes[s], bytes, sizes[s]);
		}
	free(bytes);
	free(got);
}

static void what_is_spoilt_is_told(void **state)
{
	static const char text[] = "series,period,value\nAZ-RU/trade/turnover,2023,5\n";
	char got[200];
	struct err err;
	size_t n = pack(0, text, sizeof text - 1);
	(void)state;

	for (size_t cut = 2; cut < n; cut++) {
		write_file(packed, cut);
		assert_int_equal(content("x.csv.gz", 100, got, sizeof got, &err), ERR_DATA);
		assert_non_null(strstr(err.text, "x.csv.gz is cut off"));
	}
	for (size_t i = n - 8; i < n; i++) {
		packed[i] ^= 0x55;
		write_file(packed, n);
		assert_int_equal(content("x.csv.gz", 100, got, sizeof got, &err), ERR_DATA);
		assert_non_null(strstr(err.text, "x.csv.gz is damaged"));
		packed[i] ^= 0x55;
	}
	memcpy(packed + n, "rest", 4);
	write_file(packed, n + 4);
	assert_int_equal(content("x.csv.gz", 100, got, sizeof got, &err), ERR_DATA);
	write_file(text, sizeof text - 1);
	assert_int_equal(content("x.csv.gz", 100, got, sizeof got, &err), ERR_DATA);
	assert_string_equal(err.text, "x.csv.gz is no gzip file, though its name says so");
}

static void a_bomb_is_not_unpacked(void **state)
{
	size_t cap = INFILE_RATIO_FREE * 3;
	char *zeros = calloc(1, cap);
	struct err err;
	(void)state;

	assert_non_null(zeros);
	write_file(packed, pack(0, zeros, cap));
	assert_int_equal(content("x.csv.gz", 65536, zeros, cap, &err), ERR_DATA);
	assert_non_null(strstr(err.text, "more than 200 times its size"));
	/* A small file may be as monotonous as it likes. */
	write_file(packed, pack(0, zeros, INFILE_RATIO_FREE));
	assert_int_equal(content("x.csv.gz", 65536, zeros, cap, &err), INFILE_RATIO_FREE);
	free(zeros);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(content_is_the_same_packed_or_not),
	    cmocka_unit_test(what_is_spoilt_is_told),
	    cmocka_unit_test(a_bomb_is_not_unpacked),
	};
	snprintf(path, sizeof path, "/tmp/coopd-infile-%d", (int)getpid());
	int rc = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	return rc;
}
