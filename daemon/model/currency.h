/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * currency: which three letters are a currency (ISO 4217), as a unit ("EUR") and as the suffix of a measure ("turnover_eur").
 */
#ifndef MODEL_CURRENCY_H
#define MODEL_CURRENCY_H

#include <stdbool.h>
#include <stddef.h>

#define CURRENCY_MAX 4

bool currency_known(const char *code); /* "EUR"; NUL-terminated, of any length */

/* "eur", `n` bytes, without the underscore: true with "EUR" in `out`. */
bool currency_from_suffix(const char *suffix, size_t n, char out[CURRENCY_MAX]);

#endif
