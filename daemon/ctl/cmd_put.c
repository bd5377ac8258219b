/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PUT, SOURCE and NOTE: answered when what they say is on disk.
 */
#include "core/intake.h"
#include "ctl/command.h"

#include <string.h>

static void on_recorded(void *arg, int status, bool known, const struct err *err)
{
	if (status)
		slot_error(arg, err);
	else
		slot_constant(arg, known ? "0 known already\n" : "0 recorded\n");
}

/* The reply to what intake said: later, or at once. */
static void answer(struct slot *slot, int rc, const struct err *err)
{
	if (rc)
		slot_error(slot, err);
}

static int read_force(const struct words *w, bool *out, struct err *err)
{
	const char *text = words_option(w, "force");

	*out = text && strcmp(text, "1") == 0;
	if (text && !*out && strcmp(text, "0") != 0)
		return err_set(err, ERR_USAGE, "force=%.40s: write force=1, or leave it out", text);
	return 0;
}

void cmd_put(struct request *rq)
{
	const struct words *w = &rq->words;
	struct err err;
	struct claim claim = {
	    .series = w->word[1],
	    .period = w->word[2],
	    .value = w->word[3],
	    .bound = words_option(w, "bound"),
	    .g = words_option(w, "g"),
	    .high = words_option(w, "high"),
	    .status = words_option(w, "status"),
	    .source = words_option(w, "source"),
	    .published = words_option(w, "published"),
	    .evidence = words_option(w, "evidence"),
	    .style = VALUE_TABLE,
	};
	if (read_force(w, &claim.force, &err)) {
		request_error(rq, &err);
		return;
	}
	struct slot *slot = request_defer(rq);
	if (slot)
		answer(slot, intake_put(rq->core, &claim, on_recorded, slot, &err), &err);
}

void cmd_source(struct request *rq)
{
	const struct words *w = &rq->words;
	struct err err;
	const struct claim_source claim = {
	    .id = w->word[1],
	    .name = words_option(w, "name"),
	    .authority = words_option(w, "authority"),
	    .url = words_option(w, "url"),
	    .published = words_option(w, "published"),
	    .party = words_option(w, "party"),
	    .rank = words_option(w, "rank"),
	};
	struct slot *slot = request_defer(rq);
	if (slot)
		answer(slot, intake_source(rq->core, &claim, on_recorded, slot, &err), &err);
}

void cmd_note(struct request *rq)
{
	const struct words *w = &rq->words;
	struct err err;
	const struct claim_note claim = {
	    .pair = w->word[1],
	    .date = w->word[2],
	    .kind = words_option(w, "kind"),
	    .text = words_option(w, "text"),
	    .source = words_option(w, "source"),
	    .published = words_option(w, "published"),
	};
	struct slot *slot = request_defer(rq);
	if (slot)
		answer(slot, intake_note(rq->core, &claim, on_recorded, slot, &err), &err);
}
