/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows come in batches. A batch is acknowledged when the last of its rows is answered, so the worker is never more than a few batches ahead of
 * the disk, and a file of any size takes little memory.
 */
#include "core/import.h"

#include "base/words.h"
#include "core/core.h"
#include "core/import_claim.h"
#include "core/intake.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

struct import {
	LIST_ENTRY(import) link;
	struct core *core;
	uint64_t job;
	struct import_report report;
	struct declared *declared; /* owned; of a dry run */
	char *bad_series; /* owned; the last that is none, and why: a table has sixty years of it, and guessing what was meant takes long */
	struct err bad_why;
	size_t n_batches; /* not acknowledged */
	bool parsed;      /* the worker has said its last word */
	bool shown;       /* what was found is told and not recorded */
	import_done *done;
	void *arg;
};

/* A source of the file, which a dry run does not record. */
struct declared {
	struct declared *next;
	char id[];
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
	while (im->declared) {
		struct declared *next = im->declared->next;
		free(im->declared);
		im->declared = next;
	}
	free(im->bad_series);
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

/* Adds the line of a row: its fields `keys` (NULL-terminated), the first of them under the name `what`. */
static void tell_fields(struct import *im, const struct row *row, const char *what, const char *const *keys)
{
	struct import_report *r = &im->report;
	size_t before = r->lines.len;
	int rc = buf_addf(&r->lines, "line=%u", row->line);

	for (size_t i = 0; keys[i] && !rc; i++) {
		const char *text = row_get(row, keys[i]);
		rc = buf_addf(&r->lines, " %s=", i ? keys[i] : what);
		if (!rc)
			rc = words_quote(&r->lines, text ? text : "");
	}
	if (rc || buf_add(&r->lines, "\n", 1))
		r->lines.len = before; /* it is counted all the same */
	else
		r->n_lines++;
}

static void tell_line(struct import *im, const struct row *row, const char *what, const char *const *keys)
{
	if (im->report.n_lines - im->report.n_skipped - im->report.n_unknown < IMPORT_REPORT_LINES)
		tell_fields(im, row, what, keys);
}

/* A thousand refused rows must not hide why others were left out. */
static void tell_skipped(struct import *im, const struct row *row)
{
	uint64_t before = im->report.n_lines;

	if (im->report.n_skipped < IMPORT_REPORT_LINES)
		tell_fields(im, row, "skipped", (const char *const[]){"text", "rows", NULL});
	im->report.n_skipped += im->report.n_lines - before;
}

static void refuse(struct import *im, uint32_t line, const char *text)
{
	struct row row = {.line = line};

	row_add(&row, "text", text);
	im->report.refused++;
	tell_line(im, &row, "refused", (const char *const[]){"text", NULL});
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

static int put_row(struct import *im, const struct row *row, struct passage *p, struct err *err)
{
	struct claim_source source;
	struct claim_note note;
	struct claim claim;

	if (row->kind == ROW_SOURCE) {
		import_source_claim(row, &source);
		return intake_source(im->core, &source, on_recorded, p, err);
	}
	if (row->kind == ROW_NOTE) {
		import_note_claim(row, &note);
		return intake_note(im->core, &note, on_recorded, p, err);
	}
	import_claim(row, &claim);
	return intake_put(im->core, &claim, on_recorded, p, err);
}

/* Dry runs --------------------------------------------------------------------------------------------------------------- */

static bool is_declared(const struct import *im, const char *id)
{
	const struct declared *d = im->declared;

	while (d && strcmp(d->id, id) != 0)
		d = d->next;
	return d != NULL;
}

static int try_source(struct import *im, const struct row *row, struct err *err)
{
	struct claim_source claim;
	struct source source;

	import_source_claim(row, &claim);
	int rc = claim_source(im->core, &claim, &source, err);
	if (rc || is_declared(im, claim.id))
		return rc;
	struct declared *d = malloc(sizeof *d + strlen(claim.id) + 1);
	if (!d)
		return err_sys(err, ENOMEM, "cannot take the source");
	strcpy(d->id, claim.id);
	d->next = im->declared;
	im->declared = d;
	im->report.sources++;
	return 0;
}

static int try_note(struct import *im, const struct row *row, struct err *err)
{
	struct claim_note claim;
	struct note note;

	import_note_claim(row, &claim);
	if (claim.source && is_declared(im, claim.source))
		claim.source = NULL;
	int rc = claim_note(im->core, &claim, &note, err);
	im->report.notes += !rc;
	return rc;
}

/* What put_row would do, counted and not done. */
static int try_row(struct import *im, const struct row *row, struct err *err)
{
	struct claim claim;
	bool known;

	if (row->kind == ROW_SOURCE)
		return try_source(im, row, err);
	if (row->kind == ROW_NOTE)
		return try_note(im, row, err);
	import_claim(row, &claim);
	if (claim.source && is_declared(im, claim.source) && !book_find_source(im->core->book, claim.source))
		claim.source = NULL;
	int rc = intake_try(im->core, &claim, &known, err);
	if (!rc)
		known ? im->report.known++ : im->report.taken++;
	return rc;
}

/* An indicator of a survey: told where the catalogue has none of that name. */
static void survey(struct import *im, const struct row *row)
{
	const char *id = row_get(row, "indicator"), *slash = id ? strchr(id, '/') : NULL;
	struct measure m;
	char area[AREA_ID_MAX];

	if (!slash || (size_t)(slash - id) >= sizeof area || im->report.n_unknown == IMPORT_UNKNOWN_LINES)
		return;
	memcpy(area, id, (size_t)(slash - id));
	area[slash - id] = '\0';
	if (catalogue_measure(im->core->catalogue, area, slash + 1, &m, NULL) == 0)
		return;
	uint64_t before = im->report.n_lines;
	tell_fields(im, row, "unknown", (const char *const[]){"indicator", "code", "rows", "low", "high", "decimals", NULL});
	im->report.n_unknown += im->report.n_lines - before;
}

/* Rows -------------------------------------------------------------------------------------------------------------------- */

/* A row that says something about the file. False: it is one that is to be recorded. */
static bool tell_row(struct import *im, const struct row *row)
{
	const char *text = row_get(row, "text"), *rows = row_get(row, "rows");

	switch (row->kind) {
	case ROW_ERROR:
		refuse(im, row->line, text);
		return true;
	case ROW_REMARK:
		im->report.remarks++;
		tell_line(im, row, "remark", (const char *const[]){"text", NULL});
		return true;
	case ROW_SKIPPED:
		im->report.skipped += rows ? strtoull(rows, NULL, 10) : 0;
		tell_skipped(im, row);
		return true;
	case ROW_INDICATOR:
		survey(im, row);
		return true;
	default:
		return false;
	}
}

static bool is_bad_series(const struct import *im, const struct row *row)
{
	const char *series = im->bad_series && row->kind == ROW_OBSERVATION ? row_get(row, "series") : NULL;

	return series && strcmp(series, im->bad_series) == 0;
}

static void remember_bad_series(struct import *im, const struct row *row)
{
	const char *series = row->kind == ROW_OBSERVATION ? row_get(row, "series") : NULL;
	struct series_name name;
	struct err err;

	if (!series || core_parse_series(im->core, series, &name, NULL, &err) == 0)
		return;
	free(im->bad_series);
	im->bad_series = strdup(series);
	im->bad_why = err;
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
	bool dry = im->report.dry_run;
	struct err err;

	*p = (struct passage){b, row->kind};
	if (im->shown) {
		show_row(im, row);
		return;
	}
	/* What a report says beside its figures is for READ to tell. */
	if (row->kind == ROW_LEFT || tell_row(im, row))
		return;
	if (is_bad_series(im, row))
		refuse(im, row->line, im->bad_why.text);
	else if (dry ? try_row(im, row, &err) : put_row(im, row, p, &err)) {
		if (err.code == -ENOMEM || err.code == ERR_UNAVAILABLE)
			fail(im, &err);
		else
			refuse(im, row->line, err.text);
		if (err.code == ERR_UNKNOWN)
			remember_bad_series(im, row);
	} else if (!dry) {
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
	static const char *const endings[] = {".bulletin", ".csv", ".bulletin.gz", ".csv.gz", ".txt"};
	size_t n = strlen(name), i = 0;

	if (strchr(name, '/') || name[0] == '.' || !name[0])
		return err_set(err, ERR_DATA, "\"%.80s\" is no file name: give the name without its folders", name);
	while (i < sizeof endings / sizeof endings[0] &&
	       (n <= strlen(endings[i]) || strcmp(name + n - strlen(endings[i]), endings[i]) != 0))
		i++;
	if (i == sizeof endings / sizeof endings[0])
		return err_set(
		    err, ERR_DATA,
		    "%.80s: what is in the file is told by the end of its name, .bulletin, .csv or .txt, the first two with .gz behind too",
		    name);
	return 0;
}

int import_file(struct core *core, const struct import_order *order, import_done *done, void *arg, struct err *err)
{
	static const struct report_options plain = {.record = true};
	const struct report_options *report = order->report ? order->report : &plain;
	struct wire_words words;
	int rc = import_check_name(order->name, err);
	if (rc)
		return rc;
	if (core->stopping)
		return err_set(err, ERR_UNAVAILABLE, "coopd is stopping");
	struct import *im = calloc(1, sizeof *im);
	char *copy = strdup(order->name);
	if (!im || !copy) {
		free(im);
		free(copy);
		return err_sys(err, ENOMEM, "%s", order->name);
	}
	im->core = core;
	im->report.name = copy;
	im->report.mapped = order->map != NULL;
	im->report.dry_run = order->dry_run;
	im->done = done;
	im->arg = arg;
	im->shown = !report->record;
	buf_init(&im->report.lines, im->shown ? REPORT_OUTPUT_MAX : (2 * IMPORT_REPORT_LINES + IMPORT_UNKNOWN_LINES) * 1024);
	const struct supervisor_parse handlers = {
	    .rows = on_rows, .done = on_parsed, .arg = im, .map = order->map, .survey = order->dry_run && order->map};
	rc = report_words(core, report, &words) ? err_sys(err, ENOMEM, "%s", order->name) : 0;
	if (!rc) {
		rc = supervisor_submit_report(core->supervisor, order->path, order->name, &words, &handlers, &im->job, err);
		report_words_fini(&words);
	}
	if (rc) {
		import_destroy(im);
		return rc;
	}
	LIST_INSERT_HEAD(&core->imports->running, im, link);
	return 0;
}

void import_counts(const struct import_report *r, char *out, size_t cap)
{
	int n = snprintf(out, cap, "%s: taken=%llu known=%llu refused=%llu notes=%llu sources=%llu", r->name, (unsigned long long)r->taken,
	                 (unsigned long long)r->known, (unsigned long long)r->refused, (unsigned long long)r->notes,
	                 (unsigned long long)r->sources);

	if (r->mapped && n >= 0 && (size_t)n < cap)
		n += snprintf(out + n, cap - (size_t)n, " skipped=%llu", (unsigned long long)r->skipped);
	if (r->dry_run && n >= 0 && (size_t)n < cap)
		snprintf(out + n, cap - (size_t)n, " dry_run=1");
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
