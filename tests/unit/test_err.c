/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/err.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void setting(void **state)
{
	(void)state;
	struct err e;

	assert_int_equal(err_set(&e, ERR_DATA, "period \"%s\" in row %d", "2024-S3", 7), ERR_DATA);
	assert_int_equal(e.code, ERR_DATA);
	assert_string_equal(e.text, "period \"2024-S3\" in row 7");

	assert_int_equal(err_sys(&e, ENOENT, "cannot open %s", "/x"), -ENOENT);
	assert_int_equal(e.code, -ENOENT);
	assert_string_equal(e.text, "cannot open /x: No such file or directory");

	assert_int_equal(err_prefix(&e, "%s:%d", "coopd.conf", 12), -ENOENT);
	assert_string_equal(e.text, "coopd.conf:12: cannot open /x: No such file or directory");

	assert_int_equal(err_set(NULL, ERR_LIMIT, "%d", 1), ERR_LIMIT);
	assert_int_equal(err_sys(NULL, EIO, "%d", 1), -EIO);
}

/* Every length of prefix before every length of text: the prefix first, as much of the text as fits behind it, one NUL inside. */
static void long_texts_are_cut(void **state)
{
	(void)state;
	char prefix[2 * ERR_TEXT_MAX], text[2 * ERR_TEXT_MAX], wanted[4 * ERR_TEXT_MAX];
	for (size_t np = 0; np<600; np += np> 490 && np < 520 ? 1 : 17)
		for (size_t nt = 0; nt<600; nt += nt> 490 && nt < 520 ? 1 : 13) {
			struct {
				struct err e;
				char guard[16];
			} box;
			memset(&box, '#', sizeof box);
			memset(prefix, 'p', np);
			prefix[np] = '\0';
			memset(text, 't', nt);
			text[nt] = '\0';
			err_set(&box.e, ERR_DAMAGED, "%s", text);
			assert_int_equal(strlen(box.e.text), nt < ERR_TEXT_MAX ? nt : ERR_TEXT_MAX - 1);
			assert_int_equal(err_prefix(&box.e, "%s", prefix), ERR_DAMAGED);
			assert_memory_equal(box.guard, "################", sizeof box.guard);

			/* At least the two characters behind the prefix always stand. */
			prefix[np < ERR_TEXT_MAX - 3 ? np : ERR_TEXT_MAX - 3] = '\0';
			strcpy(wanted, prefix);
			strcat(wanted, ": ");
			strcat(wanted, text);
			wanted[ERR_TEXT_MAX - 1] = '\0';
			assert_string_equal(box.e.text, wanted);
		}
}

static void the_system_has_no_room(void **state)
{
	(void)state;
	char text[2 * ERR_TEXT_MAX], wanted[2 * ERR_TEXT_MAX + 64];
	for (size_t n = ERR_TEXT_MAX - 40; n < ERR_TEXT_MAX + 10; n++) {
		struct err e;
		memset(text, 't', n);
		text[n] = '\0';
		assert_int_equal(err_sys(&e, ENOSPC, "%s", text), -ENOSPC);
		strcpy(wanted, text);
		wanted[ERR_TEXT_MAX - 1] = '\0';
		strcat(wanted, ": No space left on device");
		wanted[ERR_TEXT_MAX - 1] = '\0';
		assert_string_equal(e.text, wanted);
	}
}

static void exit_codes(void **state)
{
	(void)state;
	static const struct {
		int code, wanted;
	} rows[] = {
	    {0, 0},           {ERR_USAGE, 64},       {ERR_DATA, 65},      {ERR_CONFLICT, 65},
	    {ERR_LIMIT, 65},  {ERR_DAMAGED, 65},     {ERR_UNKNOWN, 66},   {-ENOENT, 66},
	    {ERR_CONFIG, 78}, {ERR_UNAVAILABLE, 75}, {ERR_INTERNAL, 70},  {-ENOMEM, 70},
	    {-EACCES, 77},    {-EPERM, 77},          {-ECONNREFUSED, 69}, {-EIO, 74},
	    {-ENOSPC, 74},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(err_exit_code(rows[i].code), rows[i].wanted);
	/* No failure is ever told as a success, and none leaves the range of sysexits.h. */
	for (int code = -1100; code < 0; code++)
		assert_in_range(err_exit_code(code), 64, 78);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(setting),
	    cmocka_unit_test(long_texts_are_cut),
	    cmocka_unit_test(the_system_has_no_room),
	    cmocka_unit_test(exit_codes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
