/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rrdcached's PING, STATS, QUEUE and PENDING.
 */
#include "core/view.h"
#include "ctl/command.h"
#include "ctl/rrdnum.h"
#include "ctl/rrdpath.h"
#include "work/rrdlayout.h"

#include <stdio.h>
#include <sys/stat.h>

void cmd_ping(struct request *rq)
{
	request_reply(rq, "PONG");
}

static unsigned long long file_size(const char *folder, const char *name)
{
	char path[RRDPATH_MAX];
	struct stat st;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	return stat(path, &st) == 0 ? (unsigned long long)st.st_size : 0;
}

/* Its nine keys, in its order, with what is the same here (PROTOCOL.md). */
void cmd_stats(struct request *rq)
{
	const struct core *core = rq->core;
	size_t n_series = book_totals(core->book).series;
	struct view_stats v;

	view_get_stats(core->view, &v);
	request_line(rq, "QueueLength: %zu", v.pending);
	request_line(rq, "UpdatesReceived: %llu", (unsigned long long)v.changes);
	request_line(rq, "FlushesReceived: %llu", (unsigned long long)v.flushes);
	request_line(rq, "UpdatesWritten: %llu", (unsigned long long)v.written);
	request_line(rq, "DataSetsWritten: %llu", (unsigned long long)v.rows);
	request_line(rq, "TreeNodesNumber: %zu", n_series);
	request_line(rq, "TreeDepth: %d", n_series ? 1 : 0);
	request_line(rq, "JournalBytes: %llu",
	             file_size(core->conf->state_dir, "ledger.db") + file_size(core->conf->state_dir, "ledger.db-wal"));
	request_line(rq, "JournalRotate: 0");
	request_reply(rq, "Statistics follow");
}

static bool add_pending(void *arg, uint32_t series, char freq)
{
	struct request *rq = arg;
	char path[RRDPATH_MAX];

	rrdpath_format(rq->core, book_series_key(rq->core->book, series), freq, path);
	request_line_end(rq, buf_addf(&rq->lines, "1 %s", path));
	return !rq->overflow;
}

void cmd_queue(struct request *rq)
{
	view_each_pending(rq->core->view, add_pending, rq);
	request_reply(rq, "in queue.");
}

static void add_row(struct request *rq, const struct rrdfile_point *p)
{
	int rc = buf_addf(&rq->lines, "%lld", (long long)p->row_end);

	for (size_t ds = 0; ds < RRDLAYOUT_N_DS && !rc; ds++) {
		char text[RRDNUM_TEXT_MAX];
		size_t n = rrdnum_format(rrdlayout_number(p, ds), text);
		rc = buf_addf(&rq->lines, ":%.*s", (int)n, text);
	}
	request_line_end(rq, rc);
}

/* A file is written as a whole, so all rows of one that is stale are pending. */
void cmd_pending(struct request *rq)
{
	struct series_name name;
	struct points points = {0};
	struct err err;

	int rc = rrdpath_parse(rq->core, rq->words.word[1], &name, &err);
	if (!rc && view_is_pending(rq->core->view, book_find_series(rq->core->book, name.key), name.freq))
		rc = points_collect(&points, rq->core, &name, name.freq, &err);
	for (size_t i = 0; i < points.n && !rc && !rq->overflow; i++)
		add_row(rq, &points.at[i]);
	if (rc)
		request_error(rq, &err);
	else
		request_reply(rq, "updates pending");
	points_fini(&points);
}
