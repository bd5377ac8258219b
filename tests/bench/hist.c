/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "hist.h"

/* Values below 64 have a slot each; above, every power of two has 32. */
static unsigned slot_of(uint64_t value)
{
	if (value < 64)
		return (unsigned)value;
	unsigned power = 63 - (unsigned)__builtin_clzll(value);
	return (power - 5) * 32 + (unsigned)(value >> (power - 5));
}

static uint64_t upper_edge(unsigned slot)
{
	if (slot < 64)
		return slot;
	unsigned power = slot / 32 + 4;
	return (((uint64_t)slot - (power - 5) * 32 + 1) << (power - 5)) - 1;
}

void hist_add(struct hist *h, uint64_t value)
{
	h->n++;
	h->count[slot_of(value)]++;
	if (value > h->max)
		h->max = value;
}

uint64_t hist_at(const struct hist *h, double share)
{
	uint64_t seen = 0;
	double wanted = share * (double)h->n;

	for (unsigned slot = 0; slot < HIST_SLOTS; slot++) {
		seen += h->count[slot];
		if (seen > 0 && (double)seen >= wanted) {
			uint64_t edge = upper_edge(slot);
			return edge < h->max ? edge : h->max;
		}
	}
	return 0;
}
