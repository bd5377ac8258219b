/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/upload.h"
#include "ctl/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reading_transfer {
	struct conn *conn;
	struct slot *slot;
	struct upload *upload;
	bool record;
};

static void on_read(void *arg, const struct import_report *r)
{
	struct reading_transfer *t = arg;
	char text[700];

	if (t->record)
		snprintf(text, sizeof text, "%s: taken=%llu known=%llu refused=%llu notes=%llu sources=%llu", r->name,
		         (unsigned long long)r->taken, (unsigned long long)r->known, (unsigned long long)r->refused,
		         (unsigned long long)r->notes, (unsigned long long)r->sources);
	else
		snprintf(text, sizeof text, "%s: figures=%llu notes=%llu left=%llu", r->name, (unsigned long long)r->taken,
		         (unsigned long long)r->notes, (unsigned long long)r->remarks);
	if (r->failed.code)
		slot_error(t->slot, &r->failed);
	else
		slot_reply(t->slot, &r->lines, r->n_lines, text);
	free(t);
}

static void on_more(void *arg)
{
	conn_body_more(arg);
}

static void on_chunk(void *arg, const char *bytes, size_t n)
{
	struct reading_transfer *t = arg;
	upload_chunk(t->upload, bytes, n, on_more, t->conn);
}

static void on_gone(void *arg)
{
	struct reading_transfer *t = arg;
	upload_abort(t->upload);
}

static int check(const struct request *rq, uint64_t *n_bytes, struct err *err)
{
	const char *name = rq->words.word[1], *dot = strrchr(name, '.'), *record = words_option(&rq->words, "record");
	uint64_t max = rq->core->conf->import.upload_max;
	int rc = command_body_size(rq, n_bytes, err);

	if (!rc)
		rc = import_check_name(name, err);
	if (!rc && (!dot || strcmp(dot, ".txt") != 0))
		rc = err_set(err, ERR_DATA, "%.80s: a report in prose has a name that ends in .txt; IMPORT takes the others", name);
	if (!rc && record && strcmp(record, "1") != 0)
		rc = err_set(err, ERR_USAGE, "record=%.20s: it is record=1, or left out", record);
	if (!rc && *n_bytes > max)
		rc = err_set(err, ERR_LIMIT,
		             "%s has %llu bytes, more than the %llu of import.upload_max: cut it into pieces, or raise the limit", name,
		             (unsigned long long)*n_bytes, (unsigned long long)max);
	return rc;
}

void cmd_read(struct request *rq)
{
	uint64_t n_bytes;
	struct err err;
	struct reading_transfer *t = malloc(sizeof *t);
	int rc = t ? check(rq, &n_bytes, &err) : err_set(&err, ERR_UNAVAILABLE, "out of memory; try again later");

	if (rc) {
		free(t);
		command_refuse_body(rq, &err);
		return;
	}
	const struct words *w = &rq->words;
	const struct report_options report = {
	    .published = words_option(w, "published"),
	    .pair = words_option(w, "pair"),
	    .party = words_option(w, "party"),
	    .status = words_option(w, "status"),
	    .source = words_option(w, "source"),
	    .record = words_option(w, "record") != NULL,
	};
	const struct upload_order order = {.name = w->word[1], .n_bytes = n_bytes, .report = &report};
	t->conn = rq->conn;
	t->record = report.record;
	t->slot = request_defer(rq);
	if (!t->slot) {
		free(t);
		conn_quit(rq->conn);
		return;
	}
	if (upload_begin(&t->upload, rq->core, &order, on_read, t, &err)) {
		slot_error(t->slot, &err);
		conn_body_skip(rq->conn, n_bytes);
		free(t);
		return;
	}
	conn_body(rq->conn, n_bytes, on_chunk, on_gone, t);
}
