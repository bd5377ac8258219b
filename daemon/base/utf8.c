/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/utf8.h"

#include <stdint.h>
#include <utf8proc.h>

size_t utf8_prefix(const char *text, size_t n)
{
	size_t i = 0;

	while (i < n) {
		utf8proc_int32_t character;
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
