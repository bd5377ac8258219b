/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "weigh/kin.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct kin {
	uint64_t *known; /* by series: version of the answer and the answer, 0 for none; owned */
	uint32_t cap;
};

static uint64_t pack(uint64_t version, bool alone)
{
	return (version + 1) << 1 | alone;
}

int kin_create(struct kin **out)
{
	*out = calloc(1, sizeof **out);
	return *out ? 0 : -ENOMEM;
}

void kin_destroy(struct kin *k)
{
	if (!k)
		return;
	free(k->known);
	free(k);
}

bool kin_find(const struct kin *k, uint32_t series, uint64_t version, bool *alone)
{
	if (series >= k->cap || k->known[series] >> 1 != version + 1)
		return false;
	*alone = k->known[series] & 1;
	return true;
}

void kin_keep(struct kin *k, uint32_t series, uint64_t version, bool alone)
{
	if (series >= k->cap) {
		uint32_t cap = series + series / 2 + 64;
		uint64_t *grown = realloc(k->known, cap * sizeof *grown);
		if (!grown)
			return;
		memset(grown + k->cap, 0, (cap - k->cap) * sizeof *grown);
		k->known = grown;
		k->cap = cap;
	}
	k->known[series] = pack(version, alone);
}

void kin_forget(struct kin *k)
{
	if (k->cap)
		memset(k->known, 0, k->cap * sizeof *k->known);
}
