/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * csvcolumns: the header row of a CSV file: which column stands where, under its own name or under the one that SDMX-CSV has for it.
 *
 * A file whose first column is DATAFLOW (SDMX 2.1) or STRUCTURE (SDMX 3.0) is SDMX-CSV: its names are those of SDMX concepts, and the
 * columns that only say what kind of file it is are read over. Names are read without regard to case.
 */
#ifndef WORK_CSVCOLUMNS_H
#define WORK_CSVCOLUMNS_H

#include "work/rows.h"

enum csv_column {
	COL_SERIES,
	COL_PAIR,
	COL_REF_AREA, /* SDMX-CSV has the two halves of the pair */
	COL_COUNTERPART,
	COL_AREA,
	COL_INDICATOR,
	COL_FREQ,
	COL_PERIOD,
	COL_VALUE,   /* as written, in SDMX-CSV the number */
	COL_WRITTEN, /* SDMX-CSV: as written */
	COL_UNIT,
	COL_BOUND,
	COL_G,
	COL_HIGH,
	COL_STATUS,
	COL_SOURCE,
	COL_PUBLISHED,
	COL_EVIDENCE,
	COL_NTH,
	COL_FORCE,
	COL_SOURCE_NAME,
	COL_AUTHORITY,
	COL_URL,
	COL_SOURCE_PUBLISHED,
	COL_PARTY,
	COL_RANK,
	COL_DATAFLOW, /* DATAFLOW or STRUCTURE, and what stands beside it */
	COL_STRUCTURE_ID,
	COL_ACTION,
	N_COLUMNS
};

struct csv_columns {
	int at[N_COLUMNS]; /* place in a row, -1 for none */
	bool sdmx;
};

/* Reads the names. 0; 1 where they make no sense, and the sink has been given an error row for each that does not; or the sink's negative code. */
int csvcolumns_read(const char *const *names, size_t n, uint32_t line, struct csv_columns *out, struct row_sink *sink)
    __attribute__((warn_unused_result));

#endif
