/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * seed: where chance begins in a test. It is printed, and COOPD_SEED gives the same chances again. After cmocka.h.
 */
#ifndef TESTS_SEED_H
#define TESTS_SEED_H

#include <stdlib.h>
#include <time.h>

/* COOPD_SEED, or else `usual`; where that is 0, another one each second. */
static inline unsigned seed_begin(unsigned usual)
{
	const char *given = getenv("COOPD_SEED");
	unsigned seed = given ? (unsigned)strtoul(given, NULL, 10) : usual ? usual : (unsigned)time(NULL);

	print_message("COOPD_SEED=%u\n", seed);
	return seed;
}

#endif
