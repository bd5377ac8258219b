/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * csvrows: a record of a CSV file in long form or SDMX-CSV as rows: the observation, and before the first use of a source what the record says of it.
 * The columns are described in csvfile.h. (Files of other forms: mapped.h.)
 */
#ifndef WORK_CSVROWS_H
#define WORK_CSVROWS_H

#include "work/csvcolumns.h"

struct csvrows { /* all zero but for the sink */
	struct row_sink *sink;
	struct csv_columns columns;
	void *sources; /* tree of ids that had their source row */

	/* the record in hand */
	const char *const *field;
	uint32_t line;
	int rc; /* of the sink */
};

/* As csvcolumns_read. */
int csvrows_header(struct csvrows *r, const char *const *names, size_t n, uint32_t line) __attribute__((warn_unused_result));
/* A record with as many fields as the header. 0, or what the sink said. */
int csvrows_put(struct csvrows *r, const char *const *field, uint32_t line) __attribute__((warn_unused_result));
void csvrows_fini(struct csvrows *r);

#endif
