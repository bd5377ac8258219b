/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rrdcached's INFO, FIRST and LAST: what librrd would say of a file that had just been made of the figures as they are.
 */
#include "base/num.h"
#include "ctl/command.h"
#include "ctl/rrdpath.h"
#include "work/rrdlayout.h"

#include <string.h>

/* How the client reads a value. */
enum info_type { INFO_DOUBLE, INFO_COUNT, INFO_TEXT };

static void count(struct request *rq, const char *key, long long n)
{
	request_line(rq, "%s %d %lld", key, INFO_COUNT, n);
}

static void source_lines(struct request *rq, size_t ds, long long step, double newest)
{
	const char *name = rrdlayout_ds[ds];
	char text[RRDLAYOUT_TEXT_MAX];

	rrdlayout_text(newest, text);
	request_line(rq, "ds[%s].index %d %zu", name, INFO_COUNT, ds);
	request_line(rq, "ds[%s].type %d GAUGE", name, INFO_TEXT);
	request_line(rq, "ds[%s].minimal_heartbeat %d %lld", name, INFO_COUNT, step);
	request_line(rq, "ds[%s].min %d NaN", name, INFO_DOUBLE);
	request_line(rq, "ds[%s].max %d NaN", name, INFO_DOUBLE);
	request_line(rq, "ds[%s].last_ds %d %s", name, INFO_TEXT, text);
	request_line(rq, "ds[%s].value %d %0.10e", name, INFO_DOUBLE, 0.0);
	request_line(rq, "ds[%s].unknown_sec %d 0", name, INFO_COUNT);
}

static void archive_lines(struct request *rq, uint32_t rows, uint32_t current)
{
	request_line(rq, "rra[0].cf %d AVERAGE", INFO_TEXT);
	count(rq, "rra[0].rows", rows);
	count(rq, "rra[0].cur_row", current);
	count(rq, "rra[0].pdp_per_row", 1);
	/* A half without a point: rrdtool reads it by atof, and in a German locale that would see 5. */
	request_line(rq, "rra[0].xff %d 5e-01", INFO_DOUBLE);
	for (int ds = 0; ds < RRDLAYOUT_N_DS; ds++) {
		request_line(rq, "rra[0].cdp_prep[%d].value %d NaN", ds, INFO_DOUBLE);
		request_line(rq, "rra[0].cdp_prep[%d].unknown_datapoints %d 0", ds, INFO_COUNT);
	}
}

void cmd_info(struct request *rq)
{
	struct series_name name;
	struct points points;
	struct err err;
	char path[RRDPATH_MAX];

	if (rrdpath_rows(rq->core, rq->words.word[1], &name, &points, &err)) {
		request_error(rq, &err);
		return;
	}
	const struct rrdfile_point *newest = &points.at[points.n - 1];
	long long step = period_rrd_step(name.freq);
	uint32_t rows = core_rrd_rows(rq->core, name.freq);
	rrdpath_format(rq->core, name.key, name.freq, path);
	int rc = buf_addf(&rq->lines, "filename %d %s", INFO_TEXT, path);
	request_line_end(rq, rc);
	request_line(rq, "rrd_version %d 0003", INFO_TEXT);
	count(rq, "step", step);
	count(rq, "last_update", newest->row_end);
	count(rq, "header_size", RRDLAYOUT_HEADER_SIZE);
	for (size_t ds = 0; ds < RRDLAYOUT_N_DS; ds++)
		source_lines(rq, ds, step, rrdlayout_number(newest, ds));
	archive_lines(rq, rows, rrdlayout_current(rrdlayout_n_written(points.at, points.n, step, rows), rows));
	request_reply(rq, "Info for %s follows", path);
	points_fini(&points);
}

/* The end of a row in the status line itself, where the client looks for it. */
static void answer_row(struct request *rq, bool first)
{
	struct series_name name;
	struct points points;
	struct err err;

	if (rrdpath_rows(rq->core, rq->words.word[1], &name, &points, &err)) {
		request_error(rq, &err);
		return;
	}
	request_reply(rq, "%lld", (long long)points.at[first ? 0 : points.n - 1].row_end);
	points_fini(&points);
}

void cmd_first(struct request *rq)
{
	const char *archive = rq->words.n > 2 ? rq->words.word[2] : "0";
	int64_t index;
	struct err err;

	if (num_parse_int(archive, strlen(archive), 0, 0, &index)) {
		err_set(&err, ERR_DATA, "invalid archive \"%.40s\": our files have one, 0", archive);
		request_error(rq, &err);
		return;
	}
	answer_row(rq, true);
}

void cmd_last(struct request *rq)
{
	answer_row(rq, false);
}
