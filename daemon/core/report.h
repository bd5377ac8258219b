/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * report: a report in prose on its way to the worker's reader and back: what was asked of it, what the configuration adds to its words, and the lines of
 * the reply to READ.
 */
#ifndef CORE_REPORT_H
#define CORE_REPORT_H

#include "base/buf.h"
#include "work/rows.h"
#include "work/wire.h"

#include <stdbool.h>

struct core;

#define REPORT_LINES_MAX 100000       /* of a reply; the rest is counted */
#define REPORT_OUTPUT_MAX (32u << 20) /* bytes of it */

/* Each text may be NULL: then the header of the file says it, or nobody. */
struct report_options {
	const char *published, *pair, *party, *status, *source;
	bool record;
};

/* Copies the texts. 0 or -ENOMEM; free with report_options_fini either way. */
int report_options_copy(const struct report_options *from, struct report_options *to) __attribute__((warn_unused_result));
void report_options_fini(struct report_options *o);

/* What the worker is told with the file: the options (may be NULL), the parties and the indicators of the configuration. 0 or -ENOMEM; free with
 * report_words_fini where it is 0. */
int report_words(const struct core *core, const struct report_options *o, struct wire_words *out) __attribute__((warn_unused_result));
void report_words_fini(struct wire_words *words);

/* Appends the line of READ's reply for one row: how many lines (0 for a row that has none), or a negative code where it does not fit. */
int report_line(const struct core *core, const struct row *row, struct buf *out) __attribute__((warn_unused_result));

#endif
