/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GETVAL of collectd: the newest figure of a series, by data source.
 */
#include "base/num.h"
#include "ctl/command.h"
#include "ctl/recording.h"
#include "weigh/figures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void value_line(struct request *rq, const char *name, double v)
{
	char *room = buf_room(&rq->lines, strlen(name) + NUM_TEXT_MAX + 1);

	if (room) {
		char *to = stpcpy(room, name);
		*to++ = '=';
		to = isnan(v) ? stpcpy(to, "NaN") : to + num_format(v, to);
		buf_commit(&rq->lines, (size_t)(to - room));
	}
	request_line_end(rq, !room);
}

/* Nothing there: says of which other frequencies there is something. */
static void no_value(struct request *rq, const struct series_name *name, int found)
{
	static const char *const words[] = {"-A", "-S", "-Q", "-M"};
	char others[40] = "";
	struct err err;

	for (size_t i = 0; i < 4; i++)
		if (found >> i & 1)
			snprintf(others + strlen(others), sizeof others - strlen(others), "%s%s", others[0] ? ", " : "", words[i]);
	if (others[0])
		err_set(&err, ERR_UNKNOWN, "No such value: %s-%c has no figure, there are figures of %s; SERIES lists them", name->key,
		        name->freq, others);
	else
		err_set(&err, ERR_UNKNOWN, "No such value: %s-%c has no figure; SERIES lists those that have", name->key, name->freq);
	request_error(rq, &err);
}

void cmd_getval(struct request *rq)
{
	static const char freqs[] = "ASQM";
	const struct weigh_options options = {.asof = DATE_NONE};
	struct weigh w = core_weigh(rq->core);
	struct series_name name;
	struct figure figures[4];
	struct err err;
	int found = -1;

	if (!recording_series(rq->core, rq->words.word[1], &name, &err))
		found = figures_newest(&w, &name.pair, &name.measure, freqs, &options, figures, &err);
	if (found < 0) {
		request_error(rq, &err);
		return;
	}
	size_t i = (size_t)(strchr(freqs, name.freq) - freqs);
	if (!(found >> i & 1)) {
		no_value(rq, &name, found);
		return;
	}
	value_line(rq, "value", figures[i].value);
	value_line(rq, "low", figures[i].low);
	value_line(rq, "high", figures[i].high);
	value_line(rq, "derived", figures[i].basis != BASIS_OBSERVED);
	request_reply(rq, "Values found");
}
