/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "seed.h"

#define N(a) (sizeof(a) / sizeof(a)[0])

/* In memory of exactly that size, so that a read behind the end is seen. */
static size_t prefix_of(const void *text, size_t n)
{
	char *copy = malloc(n ? n : 1);

	assert_non_null(copy);
	memcpy(copy, text, n);
	size_t got = utf8_prefix(copy, n);
	free(copy);
	return got;
}

static void rows(void **state)
{
	static const struct {
		const char *text;
		size_t n, good;
	} row[] = {
	    {"", 0, 0},
	    {"AZ-RU\t\n\x7f", 8, 8},
	    {"a\0b", 3, 1},
	    {"\0", 1, 0},
	    {"\xc3\xa9", 2, 2},
	    {"\xe2\x82\xac", 3, 3},
	    {"\xf0\x9f\x98\x80!", 5, 5},
	    {"\xef\xbb\xbfx", 4, 4},            /* a byte order mark is a character like others */
	    {"\xef\xbf\xbe\xef\xb7\x90", 6, 6}, /* non-characters are well-formed */
	    {"ab\x80", 3, 2},                   /* a continuation without a start */
	    {"ab\xff", 3, 2},
	    {"\xfe", 1, 0},
	    {"\xc3", 1, 0}, /* cut short */
	    {"x\xe2\x82", 3, 1},
	    {"xy\xf0\x9f\x98", 5, 2},
	    {"\xc3\xa9\xc3", 3, 2},
	    {"\xe2\x82z", 3, 0},
	    {"\xc0\x80", 2, 0}, /* overlong */
	    {"\xc1\xbf", 2, 0},
	    {"\xe0\x80\x80", 3, 0},
	    {"\xe0\x9f\xbf", 3, 0},
	    {"\xf0\x80\x80\x80", 4, 0},
	    {"\xf0\x8f\xbf\xbf", 4, 0},
	    {"\xed\xa0\x80", 3, 0}, /* surrogates */
	    {"\xed\xbf\xbf", 3, 0},
	    {"\xed\x9f\xbf\xee\x80\x80", 6, 6}, /* their neighbours */
	    {"\xf4\x8f\xbf\xbf", 4, 4},         /* the last character, and one more */
	    {"\xf4\x90\x80\x80", 4, 0},
	    {"\xf5\x80\x80\x80", 4, 0},
	    {"\xf8\x88\x80\x80\x80", 5, 0},
	};

	(void)state;
	for (size_t i = 0; i < N(row); i++)
		if (prefix_of(row[i].text, row[i].n) != row[i].good)
			fail_msg("row %zu: %zu, not %zu", i, prefix_of(row[i].text, row[i].n), row[i].good);
}

/* Table 3-7 of the Unicode standard: the bytes of a character of that many bytes, each from and to. */
static const struct {
	size_t n;
	unsigned char from[4], to[4];
} forms[] = {
    {1, {0x01}, {0x7f}},
    {2, {0xc2, 0x80}, {0xdf, 0xbf}},
    {3, {0xe0, 0xa0, 0x80}, {0xe0, 0xbf, 0xbf}},
    {3, {0xe1, 0x80, 0x80}, {0xec, 0xbf, 0xbf}},
    {3, {0xed, 0x80, 0x80}, {0xed, 0x9f, 0xbf}},
    {3, {0xee, 0x80, 0x80}, {0xef, 0xbf, 0xbf}},
    {4, {0xf0, 0x90, 0x80, 0x80}, {0xf0, 0xbf, 0xbf, 0xbf}},
    {4, {0xf1, 0x80, 0x80, 0x80}, {0xf3, 0xbf, 0xbf, 0xbf}},
    {4, {0xf4, 0x80, 0x80, 0x80}, {0xf4, 0x8f, 0xbf, 0xbf}},
};

/* How long the character at `text` is; 0 for none. */
static size_t character(const unsigned char *text, size_t n)
{
	for (size_t f = 0; f < N(forms); f++) {
		size_t k = 0;
		while (k < forms[f].n && k < n && text[k] >= forms[f].from[k] && text[k] <= forms[f].to[k])
			k++;
		if (k == forms[f].n)
			return k;
	}
	return 0;
}

static size_t naive_prefix(const unsigned char *text, size_t n)
{
	size_t at = 0, len;

	while (at < n && (len = character(text + at, n - at)) > 0)
		at += len;
	return at;
}

static void compare(const unsigned char *text, size_t n)
{
	size_t got = utf8_prefix((const char *)text, n), want = naive_prefix(text, n);

	if (got != want)
		fail_msg("%02x %02x %02x %02x, %zu bytes: %zu, not %zu", text[0], text[1], text[2], text[3], n, got, want);
}

/* Every one, two and three bytes, and four of the bytes at which something changes. */
static void all_short(void **state)
{
	static const unsigned char edge[] = {0x00, 0x01, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf,
	                                     0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf7, 0xf8, 0xff};
	unsigned char text[4] = {0};

	(void)state;
	for (uint32_t i = 0; i < 1u << 24; i++) {
		text[0] = (unsigned char)(i >> 16);
		text[1] = (unsigned char)(i >> 8);
		text[2] = (unsigned char)i;
		compare(text, 3);
		if (!text[2])
			compare(text, 2);
		if (!text[2] && !text[1])
			compare(text, 1);
	}
	for (size_t i = 0; i < N(edge) * N(edge) * N(edge) * N(edge); i++) {
		size_t rest = i;
		for (size_t k = 0; k < 4; k++, rest /= N(edge))
			text[k] = edge[rest % N(edge)];
		compare(text, 4);
	}
}

/* Good text with one byte changed, cut anywhere. */
static void spoilt(void **state)
{
	static const char good[] =
	    "Trade grew by 17.5 % to \u20ac4.4 bn; \u0442\u0443\u0440\u0438\u0437\u043c \U0001f600 \u2265 360\u202f000";
	unsigned char text[sizeof good];

	(void)state;
	srand(seed_begin(0));
	assert_int_equal(utf8_prefix(good, sizeof good - 1), sizeof good - 1);
	assert_int_equal(utf8_prefix(good, sizeof good), sizeof good - 1);
	for (int i = 0; i < 20000; i++) {
		size_t n = (size_t)rand() % sizeof good;
		memcpy(text, good, sizeof good);
		text[(size_t)rand() % sizeof good] = (unsigned char)rand();
		assert_int_equal(prefix_of(text, n), naive_prefix(text, n));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows),
	    cmocka_unit_test(all_short),
	    cmocka_unit_test(spoilt),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
