/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables stand in the order in which the parsers add their fields: then the next field is nearly always the next row of the table.
 */
#include "core/import_claim.h"

#include <stddef.h>
#include <string.h>

struct place {
	const char *key;
	size_t offset; /* of a const char * */
};

#define N(table) (sizeof(table) / sizeof(table)[0])
#define AT(type, field)                                                                                                                    \
	{                                                                                                                                  \
#field, offsetof(struct type, field)                                                                                       \
	}

static void fill(const struct row *row, const struct place *places, size_t n, void *out)
{
	size_t next = 0;

	for (size_t i = 0; i < row->n; i++)
		for (size_t tried = 0; tried < n; tried++) {
			const struct place *p = &places[next];
			next = next + 1 == n ? 0 : next + 1;
			if (strcmp(p->key, row->field[i].key) == 0) {
				*(const char **)((char *)out + p->offset) = row->field[i].value;
				break;
			}
		}
}

void import_claim(const struct row *row, struct claim *out)
{
	/* force and style are no texts of the claim, and are put aside. */
	struct {
		struct claim claim;
		const char *force, *style;
	} all = {.claim.from_file = true};
	const struct place places[] = {
	    AT(claim, series),
	    AT(claim, period),
	    AT(claim, value),
	    AT(claim, number),
	    AT(claim, unit),
	    AT(claim, bound),
	    AT(claim, g),
	    AT(claim, high),
	    AT(claim, status),
	    AT(claim, source),
	    AT(claim, published),
	    AT(claim, evidence),
	    AT(claim, nth),
	    {"force", (size_t)((const char *)&all.force - (const char *)&all)},
	    {"style", (size_t)((const char *)&all.style - (const char *)&all)},
	};

	fill(row, places, N(places), &all);
	*out = all.claim;
	out->force = all.force && strcmp(all.force, "yes") == 0;
	out->style = all.style && strcmp(all.style, "prose") == 0 ? VALUE_PROSE : VALUE_TABLE;
}

void import_source_claim(const struct row *row, struct claim_source *out)
{
	static const struct place places[] = {
	    AT(claim_source, id),        AT(claim_source, name),  AT(claim_source, authority), AT(claim_source, url),
	    AT(claim_source, published), AT(claim_source, party), AT(claim_source, rank),
	};

	*out = (struct claim_source){0};
	fill(row, places, N(places), out);
}

void import_note_claim(const struct row *row, struct claim_note *out)
{
	static const struct place places[] = {
	    AT(claim_note, pair), AT(claim_note, area), AT(claim_note, date),
	    AT(claim_note, kind), AT(claim_note, text), AT(claim_note, source),
	};

	*out = (struct claim_note){0};
	fill(row, places, N(places), out);
}
