/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * mapcode: the codes that stand in a column of a mapped file, each worked out once: what it is here, or why its rows are skipped or refused, and how often
 * it came.
 */
#ifndef WORK_MAPCODE_H
#define WORK_MAPCODE_H

#include "work/mapping.h"

#include <stdint.h>

#define MAPCODE_MAX 100000 /* different codes in one column */

#define MAPCODE_SHOWN 80

enum mapcode_outcome { MAPCODE_TAKEN, MAPCODE_SKIPPED, MAPCODE_REFUSED };

struct mapcode {
	struct mapcode *next; /* in order of first sight */
	enum mapcode_outcome outcome;
	const char *text;              /* TAKEN: what it is here; REFUSED: why */
	uint64_t rows;                 /* counted by whoever uses it */
	uint32_t line;                 /* of the first */
	double low, high;              /* of an indicator's values; NAN before the first */
	int decimals;                  /* of them, the most */
	const char *code;              /* as the file has it */
	char shown[MAPCODE_SHOWN + 1]; /* its beginning, for sentences */
};

struct mapcodes; /* of one column */

int mapcodes_create(struct mapcodes **out, enum map_key key, const struct map_field *field)
    __attribute__((warn_unused_result));   /* 0, -ENOMEM */
void mapcodes_destroy(struct mapcodes *c); /* NULL is fine */

/* *out: valid as long as `c`. 0; ERR_LIMIT: more than MAPCODE_MAX; -ENOMEM. */
int mapcodes_find(struct mapcodes *c, const char *code, struct mapcode **out) __attribute__((warn_unused_result));
struct mapcode *mapcodes_first(const struct mapcodes *c); /* NULL for none; go on by `next` */

#endif
