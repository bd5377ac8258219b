/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * import: a file becomes observations. The worker parses it and hands over rows; intake takes or refuses each; the report says how
 * many of each and names every refused row. One bad row does not hide the good ones. The same file again adds nothing.
 */
#ifndef CORE_IMPORT_H
#define CORE_IMPORT_H

#include "base/buf.h"
#include "base/err.h"
#include "core/report.h"

#include <stdint.h>

struct core;
struct imports;

#define IMPORT_REPORT_LINES 1000 /* refused rows and remarks that are named; the rest is counted */

struct import_report {
	char *name; /* the file's, for people; owned */
	uint64_t taken, known, refused, notes, sources, remarks;
	uint64_t done_bytes, total_bytes;
	struct buf lines; /* `line=12 refused="…"` or `line=9 remark="…"`, each ended by LF */
	uint64_t n_lines;
	/* Code not 0: the file was not dealt with to its end, and what was counted above is in all the same. ERR_UNAVAILABLE: through no fault of
	 * the file; it may be sent again as it is. */
	struct err failed;
};

/* Called once on the loop when all rows are in the ledger or refused. */
typedef void import_done(void *arg, const struct import_report *report);

int imports_create(struct imports **out) __attribute__((warn_unused_result)); /* 0 or -ENOMEM */
void imports_destroy(struct imports *im);

/* As import_file, for a report in prose; `report` (may be NULL) is not kept. Where it does not say `record`, nothing is recorded: the lines are what was found,
 * as READ answers it, `taken` counts the figures, `notes` the notes and `remarks` what was left. */
int import_reading(struct core *core, const char *path, const char *name, const struct report_options *report, import_done *done, void *arg,
                   struct err *err) __attribute__((warn_unused_result));

/* Takes the file at `path`; its kind is told by the suffix of `name` (.bulletin, .csv, .txt). */
int import_file(struct core *core, const char *path, const char *name, import_done *done, void *arg, struct err *err)
    __attribute__((warn_unused_result));

/* Whether a file of this name can be taken: the suffix, and that it is a name and no path. 0 or ERR_DATA. */
int import_check_name(const char *name, struct err *err) __attribute__((warn_unused_result));

size_t imports_n(const struct imports *im);
/* For STATUS: calls `each` for the imports that run. */
void imports_each(const struct imports *im, void (*each)(void *arg, const struct import_report *r), void *arg);

#endif
