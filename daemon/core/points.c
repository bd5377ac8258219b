/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/points.h"

#include "weigh/figures.h"

#include <errno.h>
#include <stdlib.h>

struct sink {
	struct points *points;
	bool failed;
};

/* Room for one more. */
static bool hold(struct points *p)
{
	if (p->n < p->cap)
		return true;
	size_t cap = p->cap ? p->cap * 2 : 64;
	struct rrdfile_point *grown = realloc(p->at, cap * sizeof *grown);
	if (!grown)
		return false;
	p->at = grown;
	p->cap = cap;
	return true;
}

static bool add_point(void *arg, const struct figure *f)
{
	struct sink *sink = arg;
	struct points *p = sink->points;
	int64_t end = period_rrd_end(&f->period);

	if (!end) /* before 1971: in the ledger only */
		return true;
	sink->failed = !hold(p);
	if (sink->failed)
		return false;
	p->propagated |= f->propagated;
	p->at[p->n++] = (struct rrdfile_point){end, f->value, f->low, f->high, f->basis == BASIS_DERIVED};
	return true;
}

/* What was said is the figures. */
static bool add_said(struct points *p, const struct weigh *w, uint32_t series, const struct measure *m)
{
	struct weigh_row rows[BLOCK_MAX];

	for (size_t first = 0, n; (n = weigh_rows(w, series, m, first, rows)) > 0; first += n)
		for (size_t i = 0; i < n; i++) {
			const struct weigh_row *r = &rows[i];
			int64_t end = period_rrd_end(&r->period);
			if (!end)
				continue;
			if (!hold(p))
				return false;
			p->at[p->n++] = (struct rrdfile_point){end, r->value, r->low, r->high, false};
		}
	return true;
}

int points_collect(struct points *out, const struct core *core, const struct series_name *name, char freq, struct err *err)
{
	const struct weigh_options options = {.asof = DATE_NONE};
	struct weigh w = core_weigh(core);
	struct sink sink = {.points = out};
	int rc = 0;

	*out = (struct points){0};
	uint32_t said = figures_are_said(&w, &name->pair, &name->measure, freq);
	if (said)
		sink.failed = !add_said(out, &w, said, &name->measure);
	else if (figures_are_kept(&w, &name->pair, &name->measure))
		rc = figures_each(&w, &name->pair, &name->measure, freq, &options, add_point, &sink, err);
	return rc ? rc : sink.failed ? err_sys(err, ENOMEM, "the rows of %s-%c", name->key, freq) : 0;
}

void points_fini(struct points *p)
{
	free(p->at);
}
