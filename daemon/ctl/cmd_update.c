/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * UPDATE of rrdcached: observations by the path of the RRD file that will show them.
 */
#include "ctl/command.h"
#include "ctl/recording.h"
#include "ctl/rrdpath.h"

#include <stdio.h>

void cmd_update(struct request *rq)
{
	const struct claim common = {0};
	size_t n = rq->words.n - 2;
	struct series_name name;
	struct err err;
	char text[60];

	if (rrdpath_parse(rq->core, rq->words.word[1], &name, &err)) {
		request_error(rq, &err);
		return;
	}
	snprintf(text, sizeof text, "errors, enqueued %zu value(s).", n);
	recording_lists(rq, &name, rq->words.word + 2, n, &common, text);
}
