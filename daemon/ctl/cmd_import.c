/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/upload.h"
#include "ctl/command.h"

#include <stdio.h>
#include <stdlib.h>

struct transfer {
	struct conn *conn;
	struct slot *slot;
	struct upload *upload;
};

static void on_imported(void *arg, const struct import_report *r)
{
	struct transfer *t = arg;
	char text[700];

	snprintf(text, sizeof text, "%s: taken=%llu known=%llu refused=%llu notes=%llu sources=%llu", r->name, (unsigned long long)r->taken,
	         (unsigned long long)r->known, (unsigned long long)r->refused, (unsigned long long)r->notes,
	         (unsigned long long)r->sources);
	if (r->failed.code) {
		struct err err = r->failed;
		if (r->taken || r->known || r->notes || r->sources)
			err_prefix(&err, "%s, then", text);
		slot_error(t->slot, &err);
	} else {
		slot_reply(t->slot, &r->lines, r->n_lines, text);
	}
	free(t);
}

static void on_more(void *arg)
{
	conn_body_more(arg);
}

static void on_chunk(void *arg, const char *bytes, size_t n)
{
	struct transfer *t = arg;
	upload_chunk(t->upload, bytes, n, on_more, t->conn);
}

static void on_gone(void *arg)
{
	struct transfer *t = arg;
	upload_abort(t->upload);
}

static int check(const struct request *rq, uint64_t *n_bytes, struct err *err)
{
	uint64_t max = rq->core->conf->import.upload_max;
	int rc = command_body_size(rq, n_bytes, err);

	if (!rc)
		rc = import_check_name(rq->words.word[1], err);
	if (!rc && *n_bytes > max)
		rc = err_set(err, ERR_LIMIT,
		             "%s has %llu bytes, more than the %llu of import.upload_max: cut it into pieces, or raise the limit",
		             rq->words.word[1], (unsigned long long)*n_bytes, (unsigned long long)max);
	return rc;
}

void cmd_import(struct request *rq)
{
	uint64_t n_bytes;
	struct err err;
	struct transfer *t = malloc(sizeof *t);
	int rc = t ? check(rq, &n_bytes, &err) : err_set(&err, ERR_UNAVAILABLE, "out of memory; try again later");

	if (rc) {
		free(t);
		command_refuse_body(rq, &err);
		return;
	}
	t->conn = rq->conn;
	t->slot = request_defer(rq);
	if (!t->slot) {
		free(t);
		conn_quit(rq->conn);
		return;
	}
	if (upload_begin(&t->upload, rq->core, rq->words.word[1], n_bytes, NULL, on_imported, t, &err)) {
		slot_error(t->slot, &err);
		conn_body_skip(rq->conn, n_bytes);
		free(t);
		return;
	}
	conn_body(rq->conn, n_bytes, on_chunk, on_gone, t);
}
