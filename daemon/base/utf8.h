/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * utf8: text from outside is UTF-8 or it is refused.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>

/* How many bytes of `text` are well-formed UTF-8 (RFC 3629) without NUL: `n` when all are, else the offset of the first that is not. */
size_t utf8_prefix(const char *text, size_t n);

#endif
