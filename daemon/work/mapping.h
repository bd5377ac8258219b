/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * mapping: how somebody else's CSV is to be read: a file in libconfig's syntax that says what each column means here.
 *
 *     source: { id = "sg-2026"; name = "Systema Globalis"; published = "2026-01-01"; };     the whole file's; name authority url party rank too
 *     ref_area:  { column = "geo"; table = ( ("ussr", "SU"), ("eun", "EU27") ); otherwise = "skip"; };
 *     counterpart = "W1";                                                                  a constant: what has no column
 *     area = "education";
 *     indicator: { column = "indicator"; table = ( ("lit", "literacy"), ("gdp", "trade/gdp") ); };
 *     period:    { column = "year"; };
 *     value:     { column = "value"; };
 *
 * Keys: ref_area counterpart area indicator freq period value unit_mult unit bound g high status source published evidence. Each is a constant text,
 * or a group with `column` and, where the cells are codes, `table`, pairs of a code of the file and what it is here. `otherwise` says what
 * becomes of a code that is not understood: "refuse" the row, "skip" it (counted, no error), or "keep" the code as it is, which is so where there is no
 * table. Parties are understood without a table too (partycode.h). An indicator may be written with its area; a code that is kept becomes an id: lower
 * case, anything but letters and digits a low line, what is too long cut, with eight digits that keep it apart.
 *
 *     where   = ( { column = "sex"; is = ("T", "total"); } );     rows in which another text stands are skipped: a file's other dimensions
 *     missing = ( "", "..", "n/a" );                             rows with such a value are skipped; without it they are refused
 *     decimal = ",";                                             31.250,5 is 31250.5
 *     unit_mult = 6;                                             as in SDMX, the power of ten that the value is in: millions
 *
 * Worker only.
 */
#ifndef WORK_MAPPING_H
#define WORK_MAPPING_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define MAPPING_BYTES_MAX ((size_t)4 << 20)

enum map_key {
	MAP_REF_AREA,
	MAP_COUNTERPART,
	MAP_AREA,
	MAP_INDICATOR,
	MAP_FREQ,
	MAP_PERIOD,
	MAP_VALUE,
	MAP_UNIT_MULT,
	MAP_UNIT,
	MAP_BOUND,
	MAP_G,
	MAP_HIGH,
	MAP_STATUS,
	MAP_SOURCE,
	MAP_PUBLISHED,
	MAP_EVIDENCE,
	MAP_KEYS
};

enum map_otherwise { MAP_KEEP, MAP_REFUSE, MAP_SKIP };

struct map_code {
	const char *code, *is;
};

/* Neither column nor constant: the mapping does not say it. */
struct map_field {
	const char *column, *constant;
	enum map_otherwise otherwise;
	struct map_code *table; /* sorted by code; NULL where there is none */
	size_t n_table;
};

struct map_where {
	const char *column;
	const char **is;
	size_t n_is;
};

struct map_source {
	const char *id, *name, *authority, *url, *published, *party, *rank; /* NULL where not said */
};

/* Owns all that it points to. */
struct mapping {
	struct map_field field[MAP_KEYS];
	struct map_source source; /* id NULL: no source is described */
	struct map_where *where;
	size_t n_where;
	const char **missing;
	size_t n_missing;
	char decimal; /* '.' or ',' */
	struct mapping_memory *memory;
};

const char *mapping_key_name(enum map_key key);

/* What stands for `code` in the field's table; NULL where it is not there. */
const char *mapping_look_up(const struct map_field *f, const char *code);

/* 0; ERR_DATA names the line that is wrong ("the mapping, line 3: …"); else why the file cannot be read. */
int mapping_load(struct mapping **out, const char *path, struct err *err) __attribute__((warn_unused_result));
void mapping_destroy(struct mapping *m); /* NULL is fine */

#endif
