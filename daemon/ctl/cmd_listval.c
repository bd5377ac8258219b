/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * LISTVAL of collectd: what SERIES lists and has a frequency, each with the end of its newest figure's period.
 */
#include "base/num.h"
#include "base/period_time.h"
#include "ctl/command.h"
#include "weigh/figures.h"

#include <inttypes.h>
#include <string.h>

/* Behind one key the letters in the order of strcmp; that of the keys is the same with a hyphen behind them, for no key holds a smaller character. */
static const char freqs[] = "AMQS";

#define LOOKAHEAD 16 /* series */

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

/* "1704067200.000 AZ-RU/trade/turnover-A", without a printf: there may be a million of them. */
static void quick_line(struct request *rq, uint32_t series, const struct period *newest)
{
	const char *key = book_series_key(rq->core->book, series);
	size_t n = strlen(key);
	char *room = buf_room(&rq->lines, NUM_TEXT_MAX + n + 8);

	if (room) {
		char *to = room + num_format((double)period_time_end(newest), room);
		to = stpcpy(to, ".000 ");
		to = mempcpy(to, key, n);
		*to++ = '-';
		*to++ = newest->freq;
		buf_commit(&rq->lines, (size_t)(to - room));
	}
	request_line_end(rq, !room);
}

void cmd_listval(struct request *rq)
{
	struct weigh w = core_weigh(rq->core);
	struct series_name name;
	struct period newest;
	struct err err;
	size_t n;
	const uint32_t *all = book_sorted(rq->core->book, &n);
	int rc = 0;

	if (!all) {
		request_no_memory(rq);
		return;
	}
	for (size_t i = 0; i < n && !rq->overflow && !rc; i++) {
		if (i + LOOKAHEAD < n)
			book_prefetch(rq->core->book, all[i + LOOKAHEAD]);
		if (figures_newest_quick(&w, all[i], &newest))
			quick_line(rq, all[i], &newest);
		else if (!core_series_name(rq->core, all[i], &name) && figures_are_kept(&w, &name.pair, &name.measure))
			rc = value_lines(rq, &w, &name, &err);
	}
	if (rc)
		request_error(rq, &err);
	else
		request_reply(rq, "Value%s found", rq->n_lines == 1 ? "" : "s");
}
