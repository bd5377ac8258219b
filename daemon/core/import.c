/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows come in batches. A batch is acknowledged when the last of its rows is answered, so the worker is never more than a few batches ahead of
 * the disk, and a file of any size takes little memory.
 */
#include "core/import.h"

#include "base/words.h"
#include "core/core.h"
#include "core/intake.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

struct import {
	LIST_ENTRY(import) link;
	struct core *core;
	uint64_t job;
	struct import_report report;
	size_t n_batches; /* not acknowledged */
	bool parsed;      /* the worker has said its last word */
	bool shown;       /* what was found is told and not recorded */
	import_done *done;
	void *arg;
};

struct imports {
	LIST_HEAD(, import) running;
};

/* One row on its way to the ledger. */
struct passage {
	struct batch *batch;
	enum row_kind kind;
};

struct batch {
	struct import *import;
	size_t n_left; /* rows not answered, and one for the loop that hands them over */
	struct passage passage[];
};

int imports_create(struct imports **out)
{
	*out = calloc(1, sizeof **out);
	return *out ? 0 : -ENOMEM;
}

void imports_destroy(struct imports *im)
{
	free(im);
}

static void import_destroy(struct import *im)
{
	free(im->report.name);
	buf_fini(&im->report.lines);
	free(im);
}

static void finish(struct import *im)
{
	if (!im->parsed || im->n_batches)
		return;
	LIST_REMOVE(im, link);
	im->done(im->arg, &im->report);
	import_destroy(im);
}

static void name_line(struct import *im, uint32_t line, const char *what, const char *text)
{
	struct import_report *r = &im->report;
	size_t before = r->lines.len;

	if (r->n_lines == IMPORT_REPORT_LINES)
		return;
	if (buf_addf(&r->lines, "line=%u %s=", line, what) || words_quote(&r->lines, text) || buf_add(&r->lines, "\n", 1))
		r->lines.len = before; /* it is counted all the same */
	else
		r->n_lines++;
}

static void refuse(struct import *im, uint32_t line, const char *text)
{
	im->report.refused++;
	name_line(im, line, "refused", text);
}

/* Not the row's fault: the file as a whole is to be sent again. */
static void fail(struct import *im, const struct err *err)
{
	if (im->report.failed.code)
		return;
	im->report.failed = *err;
	im->report.failed.code = ERR_UNAVAILABLE;
}

static void batch_answered(struct batch *b)
{
	struct import *im = b->import;

	if (--b->n_left)
		return;
	free(b);
	im->n_batches--;
	if (!im->parsed && im->core->supervisor)
		supervisor_parse_more(im->core->supervisor, im->job);
	finish(im);
}

static void on_recorded(void *arg, int status, bool known, const struct err *err)
{
	struct passage *p = arg;
	struct import *im = p->batch->import;

	if (status)
		fail(im, err);
	else if (known)
		im->report.known += p->kind == ROW_OBSERVATION;
	else if (p->kind == ROW_OBSERVATION)
		im->report.taken++;
	else if (p->kind == ROW_NOTE)
		im->report.notes++;
	else
		im->report.sources++;
	batch_answered(p->batch);
}

static int put_row(struct core *core, const struct row *row, struct passage *p, struct err *err)
{
	const char *force = row_get(row, "force"), *style = row_get(row, "style");

	if (row->kind == ROW_SOURCE)
		return intake_source(core,
		                     &(struct claim_source){
		                         .id = row_get(row, "id"),
		                         .name = row_get(row, "name"),
		                         .authority = row_get(row, "authority"),
		                         .url = row_get(row, "url"),
		                         .published = row_get(row, "published"),
		                         .party = row_get(row, "party"),
		                         .rank = row_get(row, "rank"),
		                     },
		                     on_recorded, p, err);
	if (row->kind == ROW_NOTE)
		return intake_note(core,
		                   &(struct claim_note){
		                       .pair = row_get(row, "pair"),
		                       .area = row_get(row, "area"),
		                       .date = row_get(row, "date"),
		                       .kind = row_get(row, "kind"),
		                       .text = row_get(row, "text"),
		                       .source = row_get(row, "source"),
		                   },
		                   on_recorded, p, err);
	return intake_put(core,
	                  &(struct claim){
	                      .series = row_get(row, "series"),
	                      .period = row_get(row, "period"),
	                      .value = row_get(row, "value"),
	                      .bound = row_get(row, "bound"),
	                      .g = row_get(row, "g"),
	                      .high = row_get(row, "high"),
	                      .status = row_get(row, "status"),
	                      .source = row_get(row, "source"),
	                      .published = row_get(row, "published"),
	                      .evidence = row_get(row, "evidence"),
	                      .number = row_get(row, "number"),
	                      .unit = row_get(row, "unit"),
	                      .nth = row_get(row, "nth"),
	                      .force = force && strcmp(force, "yes") == 0,
	                      .from_file = true,
	                      .style = style && strcmp(style, "prose") == 0 ? VALUE_PROSE : VALUE_TABLE,
	                  },
	                  on_recorded, p, err);
}

/* READ: a row becomes a line of the reply. */
static void show_row(struct import *im, const struct row *row)
{
	struct import_report *r = &im->report;
	size_t before = r->lines.len;

	r->taken += row->kind == ROW_OBSERVATION;
	r->notes += row->kind == ROW_NOTE;
	r->remarks += row->kind == ROW_LEFT;
	int n = r->n_lines < REPORT_LINES_MAX ? report_line(im->core, row, &r->lines) : 0;
	if (n < 0)
		r->lines.len = before;
	else
		r->n_lines += (uint64_t)n;
}

static void take_row(struct import *im, struct batch *b, const struct row *row, struct passage *p)
{
	struct err err;

	*p = (struct passage){b, row->kind};
	if (im->shown) {
		show_row(im, row);
	} else if (row->kind == ROW_LEFT) {
		/* What a report says beside its figures is for READ to tell. */
	} else if (row->kind == ROW_ERROR) {
		refuse(im, row->line, row_get(row, "text"));
	} else if (row->kind == ROW_REMARK) {
		im->report.remarks++;
		name_line(im, row->line, "remark", row_get(row, "text"));
	} else if (put_row(im->core, row, p, &err)) {
		if (err.code == -ENOMEM || err.code == ERR_UNAVAILABLE)
			fail(im, &err);
		else
			refuse(im, row->line, err.text);
	} else {
		b->n_left++;
	}
}

static void on_rows(void *arg, const struct row *rows, size_t n, uint64_t done, uint64_t total)
{
	struct import *im = arg;
	struct batch *b = malloc(sizeof *b + n * sizeof *b->passage);

	im->report.done_bytes = done;
	im->report.total_bytes = total;
	if (!b) {
		struct err err;
		err_sys(&err, ENOMEM, "cannot take the rows");
		fail(im, &err);
		supervisor_parse_more(im->core->supervisor, im->job);
		return;
	}
	b->import = im;
	b->n_left = 1;
	im->n_batches++;
	for (size_t i = 0; i < n; i++)
		take_row(im, b, &rows[i], &b->passage[i]);
	batch_answered(b);
}

static void on_parsed(void *arg, const struct err *err)
{
	struct import *im = arg;

	im->parsed = true;
	if (err->code && !im->report.failed.code)
		im->report.failed = *err;
	finish(im);
}

int import_check_name(const char *name, struct err *err)
{
	const char *dot = strrchr(name, '.');

	if (strchr(name, '/') || name[0] == '.' || !name[0])
		return err_set(err, ERR_DATA, "\"%.80s\" is no file name: give the name without its folders", name);
	if (!dot || (strcmp(dot, ".bulletin") != 0 && strcmp(dot, ".csv") != 0 && strcmp(dot, ".txt") != 0))
		return err_set(err, ERR_DATA, "%.80s: what is in the file is told by the end of its name, .bulletin, .csv or .txt", name);
	return 0;
}

int import_file(struct core *core, const char *path, const char *name, import_done *done, void *arg, struct err *err)
{
	return import_reading(core, path, name, &(struct report_options){.record = true}, done, arg, err);
}

int import_reading(struct core *core, const char *path, const char *name, const struct report_options *report, import_done *done, void *arg,
                   struct err *err)
{
	struct wire_words words;
	int rc = import_check_name(name, err);
	if (rc)
		return rc;
	if (core->stopping)
		return err_set(err, ERR_UNAVAILABLE, "coopd is stopping");
	struct import *im = calloc(1, sizeof *im);
	char *copy = strdup(name);
	if (!im || !copy) {
		free(im);
		free(copy);
		return err_sys(err, ENOMEM, "%s", name);
	}
	im->core = core;
	im->report.name = copy;
	im->done = done;
	im->arg = arg;
	im->shown = report && !report->record;
	buf_init(&im->report.lines, im->shown ? REPORT_OUTPUT_MAX : IMPORT_REPORT_LINES * 1024);
	const struct supervisor_parse handlers = {.rows = on_rows, .done = on_parsed, .arg = im};
	rc = report_words(core, report, &words) ? err_sys(err, ENOMEM, "%s", name) : 0;
	if (!rc) {
		rc = supervisor_submit_report(core->supervisor, path, name, &words, &handlers, &im->job, err);
		report_words_fini(&words);
	}
	if (rc) {
		import_destroy(im);
		return rc;
	}
	LIST_INSERT_HEAD(&core->imports->running, im, link);
	return 0;
}

size_t imports_n(const struct imports *im)
{
	const struct import *i;
	size_t n = 0;

	LIST_FOREACH (i, &im->running, link)
		n++;
	return n;
}

void imports_each(const struct imports *im, void (*each)(void *arg, const struct import_report *r), void *arg)
{
	const struct import *i;

	LIST_FOREACH (i, &im->running, link)
		each(arg, &i->report);
}
