/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/recording.h"

#include "core/intake.h"
#include "ctl/valuelist.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* One that is on its way: as many answers of intake are due as were sent, and one more while they are being sent. */
struct recording {
	struct slot *slot;
	size_t n_due;
	struct err failed; /* the first that failed */
	char text[100];
};

static void finish_one(struct recording *r)
{
	if (--r->n_due)
		return;
	if (r->failed.code)
		slot_error(r->slot, &r->failed);
	else
		slot_reply(r->slot, NULL, 0, r->text);
	free(r);
}

static void on_recorded(void *arg, int status, bool known, const struct err *err)
{
	struct recording *r = arg;

	(void)known;
	if (status && !r->failed.code)
		r->failed = *err;
	finish_one(r);
}

static void record(struct request *rq, const struct claim *claims, size_t n, const char *text)
{
	struct recording *r = calloc(1, sizeof *r);

	if (!r) {
		request_no_memory(rq);
		return;
	}
	r->slot = request_defer(rq);
	if (!r->slot) {
		free(r);
		return;
	}
	snprintf(r->text, sizeof r->text, "%s", text);
	r->n_due = 1;
	for (size_t i = 0; i < n && !r->failed.code; i++)
		if (!intake_put(rq->core, &claims[i], on_recorded, r, &r->failed))
			r->n_due++;
	finish_one(r);
}

/* Reads and checks all of them. A single one is checked by intake. */
static int read_lists(const struct core *core, const struct series_name *name, char *const lists[], size_t n, const struct claim *common,
                      struct valuelist *v, struct claim *claims, struct err *err)
{
	double now = (double)time(NULL);
	struct claimed claimed;
	int rc = 0;

	for (size_t i = 0; i < n; i++) {
		claims[i] = *common;
		claims[i].series = name->key;
		rc = valuelist_parse(lists[i], name, now, &v[i], err);
		if (!rc)
			rc = valuelist_claim(&v[i], &claims[i], err);
		if (!rc && n > 1)
			rc = claim_observation(core, &claims[i], &claimed, err);
		if (rc)
			return n > 1 ? err_prefix(err, "value list %zu, nothing was recorded", i + 1) : rc;
	}
	return 0;
}

void recording_lists(struct request *rq, const struct series_name *name, char *const lists[], size_t n, const struct claim *common,
                     const char *text)
{
	struct valuelist *v = calloc(n, sizeof *v);
	struct claim *claims = calloc(n, sizeof *claims);
	struct err err;

	if (!v || !claims)
		request_no_memory(rq);
	else if (read_lists(rq->core, name, lists, n, common, v, claims, &err))
		request_error(rq, &err);
	else
		record(rq, claims, n, text);
	free(claims);
	free(v);
}

int recording_series(const struct core *core, const char *text, struct series_name *out, struct err *err)
{
	int rc = core_parse_series(core, text, out, NULL, err);
	if (!rc && !out->freq)
		rc = err_set(err, ERR_DATA, "%s has no frequency: write %s-A (yearly), -S, -Q or -M", out->key, out->key);
	return rc;
}
