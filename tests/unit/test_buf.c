/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/buf.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define MODEL_MAX 3000

static void nothing_fits_anywhere(void **state)
{
	(void)state;
	static const size_t max[] = {0, 1, 100};
	for (size_t i = 0; i < sizeof max / sizeof max[0]; i++) {
		struct buf b;
		buf_init(&b, max[i]);
		assert_int_equal(buf_add(&b, "", 0), 0);
		assert_int_equal(buf_add(&b, NULL, 0), 0);
		assert_int_equal(buf_addf(&b, "%s", ""), 0);
		assert_int_equal(b.len, 0);
		buf_fini(&b);
	}
}

static void the_maximum(void **state)
{
	(void)state;
	/* 511 and 512 lie on either side of what buf_addf writes on its stack. */
	static const size_t sizes[] = {1, 2, 255, 256, 257, 511, 512, 513, 5000};
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		size_t n = sizes[i];
		char *text = malloc(n + 1);
		memset(text, 'x', n);
		text[n] = '\0';
		for (int way = 0; way < 3; way++) {
			struct buf b;
			buf_init(&b, n + 1);
			assert_int_equal(buf_add(&b, "a", 1), 0);
			assert_int_equal(way == 1 ? buf_addf(&b, "%s", text) : buf_add(&b, text, n), 0);
			assert_int_equal(b.len, n + 1);
			assert_true(b.cap <= b.max);
			assert_memory_equal(buf_bytes(&b) + 1, text, n);
			assert_int_equal(buf_add(&b, "b", 1), -ENOBUFS);
			assert_int_equal(buf_addf(&b, "%s", text), -ENOBUFS);
			assert_int_equal(buf_add(&b, text, SIZE_MAX), -ENOBUFS);
			assert_null(buf_room(&b, 1));
			assert_int_equal(b.len, n + 1);
			assert_memory_equal(buf_bytes(&b) + 1, text, n);
			/* What was taken makes room again. */
			buf_take(&b, 1);
			assert_int_equal(buf_add(&b, "b", 1), 0);
			assert_int_equal(buf_bytes(&b)[n], 'b');
			buf_fini(&b);
			assert_int_equal(b.max, n + 1);
		}
		free(text);
	}
}

static void no_memory(void **state)
{
	(void)state;
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
	skip(); /* a sanitizer ends the process where malloc would return NULL */
#endif
	struct buf b;
	buf_init(&b, SIZE_MAX);
	assert_int_equal(buf_add(&b, "kept", 4), 0);
	assert_null(buf_room(&b, SIZE_MAX / 2 + 1)); /* no doubling gets there */
	assert_null(buf_room(&b, SIZE_MAX - 3));
	assert_int_equal(b.len, 4);
	assert_memory_equal(buf_bytes(&b), "kept", 4);
	buf_fini(&b);
}

static void clearing(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, 10);
	assert_int_equal(buf_addf(&b, "%d-%s", 12, "ab"), 0);
	buf_take(&b, 2);
	assert_int_equal(b.len, 3);
	assert_memory_equal(buf_bytes(&b), "-ab", 3);
	buf_clear(&b);
	assert_int_equal(b.len, 0);
	assert_int_equal(buf_add(&b, "0123456789", 10), 0);
	buf_fini(&b);
	assert_null(b.data);
	assert_int_equal(buf_add(&b, "again", 5), 0);
	buf_fini(&b);
}

struct model {
	char bytes[MODEL_MAX];
	size_t len, max;
};

static int model_add(struct model *m, const char *bytes, size_t n)
{
	if (n > m->max - m->len)
		return -ENOBUFS;
	memcpy(m->bytes + m->len, bytes, n);
	m->len += n;
	return 0;
}

static int one_step(struct buf *b, struct model *m)
{
	char text[1200];
	size_t n = (size_t)random() % (random() % 4 ? 60 : sizeof text);
	for (size_t i = 0; i < n; i++)
		text[i] = (char)('a' + random() % 26);
	text[n ? n - 1 : 0] = '\0';
	switch (random() % 4) {
	case 0: {
		char *room = buf_room(b, n);
		int wanted = model_add(m, text, n / 2);
		if (!room && n > m->max - m->len + (wanted ? 0 : n / 2)) { /* rightly refused: the model takes its piece back */
			m->len -= wanted ? 0 : n / 2;
			return 0;
		}
		if (!room)
			return -1;
		memcpy(room, text, n / 2);
		buf_commit(b, n / 2);
		return wanted;
	}
	case 1:
		return buf_addf(b, "%s", text) - model_add(m, text, strlen(text));
	case 2:
		n = m->len ? (size_t)random() % (m->len + 1) : 0;
		buf_take(b, n);
		memmove(m->bytes, m->bytes + n, m->len - n);
		m->len -= n;
		return 0;
	default:
		return buf_add(b, text, n) - model_add(m, text, n);
	}
}

/* Against a plain array that is moved on every take. */
static void like_a_plain_array(void **state)
{
	(void)state;
	unsigned seed = (unsigned)time(NULL);
	print_message("seed %u\n", seed);
	srandom(seed);
	for (int round = 0; round < 300; round++) {
		static struct model m;
		struct buf b;
		m.len = 0;
		m.max = (size_t)random() % (random() % 3 ? MODEL_MAX : 300);
		buf_init(&b, m.max);
		for (int step = 0; step < 300; step++) {
			if (one_step(&b, &m) || b.len != m.len || (m.len && memcmp(buf_bytes(&b), m.bytes, m.len) != 0))
				fail_msg("seed %u, round %d, step %d: %zu bytes for %zu", seed, round, step, b.len, m.len);
			assert_true(b.cap <= b.max || b.max == 0);
			assert_true(b.off + b.len <= b.cap);
		}
		buf_fini(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_fits_anywhere), cmocka_unit_test(the_maximum), cmocka_unit_test(no_memory), cmocka_unit_test(clearing),
	    cmocka_unit_test(like_a_plain_array),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
