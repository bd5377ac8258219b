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

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct core;
struct imports;

#define IMPORT_REPORT_LINES 1000  /* refused rows and remarks that are named, and as many reasons for skipping; the rest is counted */
#define IMPORT_UNKNOWN_LINES 5000 /* indicators that a survey names */
#define IMPORT_MAP_BYTES_MAX ((uint64_t)4 << 20)

struct import_order {
	const char *path,
	    *name;       /* of the file; its kind is told by the suffix of the name: .bulletin, .csv, either with .gz behind, .txt */
	const char *map; /* path of the mapping that a .csv file is read by; NULL: none */
	bool dry_run;    /* nothing is recorded, everything is counted as if it were */
	/* What was asked of a report in prose (.txt), not kept; NULL: to record it. Where it does not say `record`, nothing is recorded: the lines are what was
	 * found, as READ answers it, `taken` counts the figures, `notes` the notes and `remarks` what was left. */
	const struct report_options *report;
};

struct import_report {
	char *name; /* the file's, for people; owned */
	uint64_t taken, known, refused, notes, sources, remarks;
	uint64_t skipped; /* rows that the mapping leaves out */
	bool mapped, dry_run;
	uint64_t done_bytes, total_bytes;
	/* `line=12 refused="…"`, `line=9 remark="…"`, `line=7 skipped="…" rows=120`; of a dry run with a mapping also the indicators that are not in the
	 * catalogue, `line=2 unknown=AREA/ID code="…" rows=60 low=1 high=9.5 decimals=1`; each ended by LF. */
	struct buf lines;
	uint64_t n_lines, n_skipped, n_unknown; /* all; and those of them that are skipped= and unknown= */
	/* Code not 0: the file was not dealt with to its end, and what was counted above is in all the same. ERR_UNAVAILABLE: through no fault of
	 * the file; it may be sent again as it is. */
	struct err failed;
};

/* Called once on the loop when all rows are in the ledger or refused. */
typedef void import_done(void *arg, const struct import_report *report);

int imports_create(struct imports **out) __attribute__((warn_unused_result)); /* 0 or -ENOMEM */
void imports_destroy(struct imports *im);

/* Takes a file. The order's texts are copied. */
int import_file(struct core *core, const struct import_order *order, import_done *done, void *arg, struct err *err)
    __attribute__((warn_unused_result));

/* Whether a file of this name can be taken: the suffix, and that it is a name and no path. 0 or ERR_DATA. */
int import_check_name(const char *name, struct err *err) __attribute__((warn_unused_result));

/* "x.csv: taken=18 known=0 refused=1 notes=12 sources=1", with skipped= and dry_run=1 behind it where there is a mapping, or nothing was recorded. */
void import_counts(const struct import_report *r, char *out, size_t cap);

size_t imports_n(const struct imports *im);
/* For STATUS: calls `each` for the imports that run. */
void imports_each(const struct imports *im, void (*each)(void *arg, const struct import_report *r), void *arg);

#endif
