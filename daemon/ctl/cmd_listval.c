/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * LISTVAL of collectd: what SERIES lists and has a frequency, each with the end of its newest figure's period.
 */
#include "base/period_time.h"
#include "ctl/command.h"
#include "ctl/listing.h"
#include "weigh/figures.h"

#include <inttypes.h>
#include <stdlib.h>

/* Behind one key the letters in the order of strcmp; that of the keys is the same with a hyphen behind them, for no key holds a smaller character. */
static const char freqs[] = "AMQS";

/* The lines of one measure of one pair. */
static int value_lines(struct request *rq, const struct weigh *w, const struct series_name *name, struct err *err)
{
	const struct weigh_options options = {.asof = DATE_NONE};
	struct figure newest[4];

	int found = figures_newest(w, &name->pair, &name->measure, freqs, &options, newest, err);
	for (size_t i = 0; found > 0 && i < 4; i++)
		if (found >> i & 1)
			request_line_end(
			    rq, buf_addf(&rq->lines, "%" PRId64 ".000 %s-%c", period_time_end(&newest[i].period), name->key, freqs[i]));
	return found < 0 ? found : 0;
}

void cmd_listval(struct request *rq)
{
	struct weigh w = core_weigh(rq->core);
	struct series_name name;
	struct err err;
	size_t n;
	uint32_t *all = listing_series(rq->core->book, &n);
	int rc = 0;

	if (!all) {
		request_no_memory(rq);
		return;
	}
	for (size_t i = 0; i < n && !rq->overflow && !rc; i++)
		if (!core_series_name(rq->core, all[i], &name) && figures_are_kept(&w, &name.pair, &name.measure))
			rc = value_lines(rq, &w, &name, &err);
	free(all);
	if (rc)
		request_error(rq, &err);
	else
		request_reply(rq, "Value%s found", rq->n_lines == 1 ? "" : "s");
}
