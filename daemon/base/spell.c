/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/spell.h"

#include <limits.h>
#include <string.h>

#define NAME_MAX_LEN 63

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

unsigned spell_distance(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b);
	if (na > NAME_MAX_LEN || nb > NAME_MAX_LEN)
		return UINT_MAX;

	unsigned d[NAME_MAX_LEN + 1][NAME_MAX_LEN + 1];
	for (size_t i = 0; i <= na; i++)
		d[i][0] = (unsigned)i;
	for (size_t j = 0; j <= nb; j++)
		d[0][j] = (unsigned)j;
	for (size_t i = 1; i <= na; i++)
		for (size_t j = 1; j <= nb; j++) {
			unsigned change = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			d[i][j] = least(change, least(d[i - 1][j], d[i][j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	return d[na][nb];
}

void spell_start(struct spell *s, const char *wanted)
{
	*s = (struct spell){.wanted = wanted, .distance = UINT_MAX};
}

void spell_offer(struct spell *s, const char *candidate)
{
	unsigned d = spell_distance(s->wanted, candidate);
	if (d < s->distance) {
		s->distance = d;
		s->best = candidate;
	}
}

const char *spell_answer(const struct spell *s)
{
	size_t n = strlen(s->wanted);
	unsigned near = n < 4 ? 1 : n < 8 ? 2 : 3;
	return s->distance <= near ? s->best : NULL;
}
