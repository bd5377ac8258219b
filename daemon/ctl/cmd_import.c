/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/num.h"
#include "core/upload.h"
#include "ctl/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct transfer {
	struct conn *conn;
	struct slot *slot;
	struct upload *upload;
};

static void on_imported(void *arg, const struct import_report *r)
{
	struct transfer *t = arg;
	char text[800];

	import_counts(r, text, sizeof text);
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

static int read_map_bytes(const struct request *rq, uint64_t n_bytes, uint64_t *out, struct err *err)
{
	const char *text = words_option(&rq->words, "map");
	int64_t n = 0;

	if (text && (num_parse_int(text, strlen(text), 1, (int64_t)IMPORT_MAP_BYTES_MAX, &n) || (uint64_t)n > n_bytes))
		return err_set(err, ERR_DATA, "map=%.40s: it says how many of the bytes, the first ones, are a mapping; at most %llu", text,
		               (unsigned long long)IMPORT_MAP_BYTES_MAX);
	*out = (uint64_t)n;
	return 0;
}

static int read_dry_run(const struct request *rq, bool *out, struct err *err)
{
	const char *text = words_option(&rq->words, "dry_run");

	if (text && strcmp(text, "0") != 0 && strcmp(text, "1") != 0)
		return err_set(err, ERR_DATA, "dry_run=%.40s: it is 0 or 1", text);
	*out = text && *text == '1';
	return 0;
}

static int check(const struct request *rq, struct upload_order *order, struct err *err)
{
	uint64_t max = rq->core->conf->import.upload_max;
	int rc = command_body_size(rq, &order->n_bytes, err);

	order->name = rq->words.word[1];
	if (!rc)
		rc = import_check_name(order->name, err);
	if (!rc && order->n_bytes > max)
		rc = err_set(err, ERR_LIMIT,
		             "%s has %llu bytes, more than the %llu of import.upload_max: cut it into pieces, or raise the limit",
		             order->name, (unsigned long long)order->n_bytes, (unsigned long long)max);
	if (!rc)
		rc = read_map_bytes(rq, order->n_bytes, &order->map_bytes, err);
	return rc ? rc : read_dry_run(rq, &order->dry_run, err);
}

void cmd_import(struct request *rq)
{
	struct upload_order order = {0};
	struct err err;
	struct transfer *t = malloc(sizeof *t);
	int rc = t ? check(rq, &order, &err) : err_set(&err, ERR_UNAVAILABLE, "out of memory; try again later");

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
	if (upload_begin(&t->upload, rq->core, &order, on_imported, t, &err)) {
		slot_error(t->slot, &err);
		conn_body_skip(rq->conn, order.n_bytes);
		free(t);
		return;
	}
	conn_body(rq->conn, order.n_bytes, on_chunk, on_gone, t);
}
