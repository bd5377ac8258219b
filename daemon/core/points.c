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

static bool add_point(void *arg, const struct figure *f)
{
	struct sink *sink = arg;
	struct points *p = sink->points;
	int64_t end = period_rrd_end(&f->period);

	if (!end) /* before 1971: in the ledger only */
		return true;
	if (p->n == p->cap) {
		size_t cap = p->cap ? p->cap * 2 : 64;
		struct rrdfile_point *grown = realloc(p->at, cap * sizeof *grown);
		sink->failed = !grown;
		if (!grown)
			return false;
		p->at = grown;
		p->cap = cap;
	}
	p->propagated |= f->propagated;
	p->at[p->n++] = (struct rrdfile_point){end, f->value, f->low, f->high, f->basis == BASIS_DERIVED};
	return true;
}

int points_collect(struct points *out, const struct core *core, const struct series_name *name, char freq, struct err *err)
{
	const struct weigh_options options = {.asof = DATE_NONE};
	struct weigh w = core_weigh(core);
	struct sink sink = {.points = out};

	*out = (struct points){0};
	if (!figures_are_kept(&w, &name->pair, &name->measure))
		return 0;
	int rc = figures_each(&w, &name->pair, &name->measure, freq, &options, add_point, &sink, err);
	return rc ? rc : sink.failed ? err_sys(err, ENOMEM, "the rows of %s-%c", name->key, freq) : 0;
}

void points_fini(struct points *p)
{
	free(p->at);
}
