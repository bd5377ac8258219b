/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/command.h"

#include <string.h>

static void indicator_line(struct request *rq, const struct indicator *in)
{
	int rc = buf_addf(&rq->lines, "%s/%s kind=%s unit=%s title=", in->area->id, in->id, kind_name(in->kind), in->unit);
	rc |= words_quote(&rq->lines, in->title);
	if (in->note)
		rc |= buf_add(&rq->lines, " note=", 6) || words_quote(&rq->lines, in->note);
	if (in->flags & COOP_SIGNED)
		rc |= buf_addf(&rq->lines, " signed=1");
	rc |= buf_addf(&rq->lines, " origin=%s", in->configured ? "config" : "plugin");
	request_line_end(rq, rc);
}

void cmd_indicators(struct request *rq)
{
	const struct catalogue *c = rq->core->catalogue;
	const char *wanted = rq->words.n > 1 ? rq->words.word[1] : NULL;

	struct err err;

	if (wanted && catalogue_check_area(c, wanted, &err)) {
		request_error(rq, &err);
		return;
	}
	for (size_t i = 0; i < catalogue_n_areas(c); i++) {
		const struct area *area = catalogue_area(c, i);
		for (size_t k = 0; k < area->n_indicators && (!wanted || strcmp(wanted, area->id) == 0); k++)
			indicator_line(rq, area->indicators[k]);
	}
	request_reply(rq, "indicators");
}
