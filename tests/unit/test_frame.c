/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/err.h"
#include "work/wire.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "seed.h"

static void values_come_back(void **state)
{
	struct buf b;
	struct frame_writer w;
	struct frame f;
	(void)state;

	buf_init(&b, 1 << 16);
	frame_begin(&w, &b, 7);
	frame_put_u8(&w, 200);
	frame_put_u32(&w, 4000000000u);
	frame_put_u64(&w, UINT64_MAX);
	frame_put_f64(&w, -0.1);
	frame_put_text(&w, "größe");
	frame_put_text(&w, "");
	assert_int_equal(frame_end(&w), 0);
	assert_int_equal(frame_peek(&b, &f), 1);
	assert_int_equal(f.type, 7);
	assert_int_equal(frame_get_u8(&f), 200);
	assert_int_equal(frame_get_u32(&f), 4000000000u);
	assert_true(frame_get_u64(&f) == UINT64_MAX);
	assert_true(frame_get_f64(&f) == -0.1);
	assert_string_equal(frame_get_text(&f), "größe");
	assert_int_equal(frame_finish(&f), ERR_DAMAGED); /* not all read */
	assert_string_equal(frame_get_text(&f), "");
	assert_int_equal(frame_finish(&f), 0);
	assert_int_equal(frame_get_u8(&f), 0); /* beyond the end */
	assert_int_equal(frame_finish(&f), ERR_DAMAGED);
	frame_drop(&b, &f);
	assert_int_equal(b.len, 0);
	buf_fini(&b);
}

static void parts_are_not_a_frame(void **state)
{
	struct buf whole, part;
	struct frame f;
	struct err e = {.code = ERR_DATA, .text = "why"};
	(void)state;

	buf_init(&whole, 1 << 16);
	assert_int_equal(wire_put_parse_done(&whole, 5, &e), 0);
	for (size_t n = 1; n < whole.len; n++) {
		buf_init(&part, 1 << 16);
		assert_int_equal(buf_add(&part, buf_bytes(&whole), n), 0);
		assert_int_equal(frame_peek(&part, &f), 0);
		buf_fini(&part);
	}
	buf_fini(&whole);
}

static void caps_hold(void **state)
{
	struct buf b;
	struct frame_writer w;
	struct frame f;
	uint32_t head[2] = {FRAME_MAX + 1, 1};
	char *text = malloc(FRAME_MAX + 1);
	(void)state;

	memset(text, 'x', FRAME_MAX);
	text[FRAME_MAX] = '\0';
	buf_init(&b, 4 * FRAME_MAX);
	assert_int_equal(wire_put_hello(&b), 0);
	size_t before = b.len;
	frame_begin(&w, &b, 1);
	frame_put_text(&w, text); /* the length and the NUL are too much */
	assert_int_equal(frame_end(&w), ERR_LIMIT);
	assert_int_equal(b.len, before);
	frame_begin(&w, &b, 1);
	frame_put_bytes(&w, text, FRAME_MAX);
	assert_int_equal(frame_end(&w), 0);
	buf_clear(&b);
	assert_int_equal(buf_add(&b, head, sizeof head), 0);
	assert_int_equal(frame_peek(&b, &f), ERR_DAMAGED);
	buf_fini(&b);
	free(text);
}

static void bad_texts_are_refused(void **state)
{
	static const struct {
		uint32_t n;
		const char *bytes;
		size_t len;
	} rows[] = {
	    {3, "ab\0", 3},      /* no room for the NUL */
	    {3, "abcd", 4},      /* no NUL */
	    {3, "a\0c\0", 4},    /* a NUL inside */
	    {UINT32_MAX, "", 1}, /* far beyond */
	};
	(void)state;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct buf b;
		struct frame_writer w;
		struct frame f;
		buf_init(&b, 1024);
		frame_begin(&w, &b, 1);
		frame_put_u32(&w, rows[i].n);
		frame_put_bytes(&w, rows[i].bytes, rows[i].len);
		assert_int_equal(frame_end(&w), 0);
		assert_int_equal(frame_peek(&b, &f), 1);
		assert_string_equal(frame_get_text(&f), "");
		assert_true(f.bad);
		buf_fini(&b);
	}
}

static void messages_come_back(void **state)
{
	struct rrdfile_point points[] = {{63115200, 1.5, NAN, INFINITY, true}, {94672800, NAN, 2, 3, false}};
	struct rrdfile_request r = {.path = "/a b", .freq = 'A', .rows = 130, .points = points, .n_points = 2}, back;
	struct rrdfile_point *got;
	struct row row = {.kind = ROW_NOTE, .line = 12};
	struct wire_batch batch;
	struct buf b, rows;
	struct frame f;
	uint64_t job;
	(void)state;

	buf_init(&b, 1 << 16);
	buf_init(&rows, 1 << 16);
	assert_int_equal(wire_put_rrd(&b, 9, &r), 0);
	assert_int_equal(frame_peek(&b, &f), 1);
	assert_int_equal(wire_get_rrd(&f, &job, &back, &got), 0);
	assert_int_equal(job, 9);
	assert_string_equal(back.path, "/a b");
	assert_int_equal(back.freq, 'A');
	assert_int_equal(back.rows, 130);
	assert_int_equal(back.n_points, 2);
	assert_true(got[0].row_end == 63115200 && got[0].value == 1.5 && isnan(got[0].low) && isinf(got[0].high) && got[0].derived);
	assert_true(got[1].high == 3 && !got[1].derived);
	free(got);
	frame_drop(&b, &f);

	row_add(&row, "text", "said");
	row_add(&row, "area", "");
	assert_int_equal(row.n, 1);
	assert_int_equal(wire_put_row(&rows, &row), 0);
	assert_int_equal(wire_put_rows(&b, 9, 4, 10, 20, 1, &rows), 0);
	assert_int_equal(frame_peek(&b, &f), 1);
	assert_int_equal(wire_get_rows(&f, &batch), 0);
	assert_true(batch.job == 9 && batch.first == 4 && batch.done == 10 && batch.total == 20 && batch.n == 1);
	assert_int_equal(batch.rows[0].kind, ROW_NOTE);
	assert_string_equal(row_get(&batch.rows[0], "text"), "said");
	free(batch.rows);
	buf_fini(&b);
	buf_fini(&rows);
}

/* Whatever bytes a dying worker leaves behind: an answer, no crash (the asan build sees reads beyond the end). */
static void noise_is_survived(void **state)
{
	(void)state;

	srandom(seed_begin(20240809));
	for (int i = 0; i < 20000; i++) {
		char *bytes = malloc(200);
		size_t n = (size_t)random() % 200;
		for (size_t k = 0; k < n; k++)
			bytes[k] = (char)(random() % 3 ? 0 : random() % 8);
		bytes = realloc(bytes, n + 1);
		struct frame f = {.data = bytes, .len = n}, g = f, h = f;
		struct rrdfile_request r;
		struct rrdfile_point *points;
		struct wire_batch batch;
		enum rrdfile_outcome outcome;
		struct err e;
		uint64_t job;
		int rc = wire_get_rrd(&f, &job, &r, &points);
		assert_true(rc <= 0);
		free(points);
		rc = wire_get_rows(&g, &batch);
		assert_true(rc <= 0);
		free(batch.rows);
		rc = wire_get_rrd_done(&h, &job, &outcome, &e);
		assert_true(rc <= 0);
		free(bytes);
	}
}

static void waiting_ends(void **state)
{
	struct buf out, in;
	struct frame f;
	int fd[2];
	(void)state;

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), 0);
	buf_init(&out, 1024);
	buf_init(&in, 1 << 20);
	assert_int_equal(wire_put_hello(&out), 0);
	assert_int_equal(wire_put_credit(&out, 1, 4), 0);
	assert_int_equal(frame_send(fd[0], &out), 0);
	close(fd[0]);
	assert_int_equal(frame_wait(fd[1], &in, &f), 1);
	assert_int_equal(f.type, WIRE_HELLO);
	frame_drop(&in, &f);
	assert_int_equal(frame_wait(fd[1], &in, &f), 1);
	assert_int_equal(f.type, WIRE_CREDIT);
	frame_drop(&in, &f);
	assert_int_equal(frame_wait(fd[1], &in, &f), 0);
	close(fd[1]);
	buf_fini(&in);
	buf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_come_back),      cmocka_unit_test(parts_are_not_a_frame), cmocka_unit_test(caps_hold),
	    cmocka_unit_test(bad_texts_are_refused), cmocka_unit_test(messages_come_back),    cmocka_unit_test(noise_is_survived),
	    cmocka_unit_test(waiting_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
