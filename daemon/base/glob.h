/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * glob: names matched by `*` (any characters, `/` too) and `?` (one character). Linear for every pattern people write,
 * never worse than pattern times name: no pattern can hang the loop.
 */
#ifndef BASE_GLOB_H
#define BASE_GLOB_H

#include <stdbool.h>

bool glob_match(const char *pattern, const char *name);

#endif
