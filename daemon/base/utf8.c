/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

#define ONES 0x0101010101010101u
#define HIGH 0x8080808080808080u

/* Eight bytes of ASCII without a NUL. */
static bool is_plain(const char *text)
{
	uint64_t v;

	memcpy(&v, text, sizeof v);
	return !((v | (v - ONES)) & HIGH);
}

size_t utf8_prefix(const char *text, size_t n)
{
	size_t i = 0;

	while (i < n) {
		utf8proc_int32_t character;
		if (n - i >= 8 && is_plain(text + i)) {
			i += 8;
			continue;
		}
		if ((unsigned char)text[i] - 1u < 0x7f) { /* ASCII but NUL: nearly everything */
			i++;
			continue;
		}
		/* It looks at four bytes at most, whatever the length. */
		utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)text + i, (utf8proc_ssize_t)(n - i), &character);
		if (len < 2)
			break;
		i += (size_t)len;
	}
	return i;
}
