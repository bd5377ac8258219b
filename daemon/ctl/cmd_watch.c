/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A change is told as "SERIES-F" and the figure as GET would answer it now, or the period and nan where there is none any more. A day of a stock
 * is told for itself, and for the year and the half-year that it counts for.
 */
#include "ctl/command.h"
#include "ctl/reply.h"
#include "weigh/figures.h"

#include <stdio.h>

void cmd_watch(struct request *rq)
{
	const char *glob = rq->words.n > 1 ? rq->words.word[1] : "*";

	if (conn_watch(rq->conn, glob)) {
		request_no_memory(rq);
		return;
	}
	request_reply(rq, "watching %s", glob);
}

static void tell(struct core *core, const struct series_name *name, const struct period *p)
{
	const struct weigh_options options = {.asof = DATE_NONE};
	struct weigh w = core_weigh(core);
	char with_freq[SERIES_KEY_MAX + 2];
	struct figure f;
	struct buf line;

	snprintf(with_freq, sizeof with_freq, period_freq_months(p->freq) ? "%s-%c" : "%s", name->key, p->freq);
	buf_init(&line, 4096);
	int rc = buf_addf(&line, "%s ", with_freq);
	if (figures_one(&w, &name->pair, &name->measure, p, &options, &f, NULL) > 0)
		rc |= reply_figure(&line, core, &name->measure, &f);
	else
		rc |= reply_period(&line, p) || buf_add(&line, " nan", 4) || reply_text(&line, "unit", name->measure.unit);
	rc |= buf_add(&line, "", 1);
	if (!rc)
		server_changed(core->server, with_freq, buf_bytes(&line));
	buf_fini(&line);
}

void watch_changed(struct core *core, uint32_t series, const struct period *p)
{
	struct series_name name;

	if (!server_n_watching(core->server) || core_series_name(core, series, &name))
		return;
	tell(core, &name, p);
	if (p->freq == 'D' && measure_is_state(&name.measure)) {
		struct period year = period_of_date(p->start, 'A'), half = period_of_date(p->start, 'S');
		tell(core, &name, &year);
		tell(core, &name, &half);
	}
}
