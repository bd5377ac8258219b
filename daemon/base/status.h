/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * status: SDMX CL_OBS_STATUS letters as a set (bit 0 = A … bit 25 = Z), and T (target), which is coopd's own.
 */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

typedef uint32_t status_set;

#define STATUS(letter) (1u << ((letter) - 'A'))
#define STATUS_NORMAL STATUS('A')
#define STATUS_TEXT_MAX 27

struct status_row {
	char letter;
	const char *name;
};

/* The code list, letter order, ended by letter 0. */
extern const struct status_row status_rows[];

/* "A", "PE" …: 0, or ERR_DATA naming the letter that is none, or that stands twice. */
int status_parse(const char *text, status_set *out, struct err *err) __attribute__((warn_unused_result));
void status_format(status_set s, char out[STATUS_TEXT_MAX]);

/* The observation says that there is no value: M (cannot exist), O (missing), L (not collected), Q (suppressed). */
bool status_is_missing(status_set s);

/* It speaks of what is not yet: F (forecast) or T (target). Never a figure unless asked for. */
bool status_is_outlook(status_set s);

#endif
