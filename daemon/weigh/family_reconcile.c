/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What cannot stand beside the rest: taken as logic has it, or set aside.
 */
#include "weigh/family_private.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* What cannot stand ------------------------------------------------------------------------------------------------------------ */

/* The statements of a fact, with the ends that it has now. */
static void restate(struct family *f, size_t k)
{
	const struct fact *fact = &f->facts.all[k];
	struct interval i = fact->aside ? (struct interval){-INFINITY, INFINITY} : fact->is_hard ? fact->hard : fact->soft;

	for (size_t s = 0; s < f->n_sayings; s++) {
		if (f->sayings[s].fact != (int)k)
			continue;
		struct interval ends = i;
		if (f->sayings[s].kind == SAYS_GROWTH && !fact->aside)
			ends = (struct interval){growth_factor(i.low), growth_factor(i.high)};
		else if (f->sayings[s].kind == SAYS_IDENTITY && !fact->aside)
			ends = (struct interval){i.low / 100, i.high / 100};
		else if (fact->aside && (f->sayings[s].kind == SAYS_GROWTH || f->sayings[s].kind == SAYS_IDENTITY))
			ends = (struct interval){0, INFINITY};
		system_set(f->system, (int)s, ends.low, ends.high);
	}
}

/* Of the facts in the set the one that yields first, of those that logic leaves wider if `relax`; -1 for none. */
static long choose_yielding(const struct family *f, const int *set, size_t n, bool relax)
{
	long found = -1;

	for (size_t i = 0; i < n; i++) {
		const struct fact *fact = &f->facts.all[set[i]];
		bool wider = !fact->is_hard && (fact->hard.low < fact->soft.low || fact->hard.high > fact->soft.high);
		if (relax && !wider)
			continue;
		if (found < 0 || fact_yields(fact, &f->facts.all[found]))
			found = set[i];
	}
	return found;
}

static int note_conflict(struct family *f, const int *set, size_t n, size_t aside)
{
	struct conflict *grown = realloc(f->conflicts, (f->n_conflicts + 1) * sizeof *grown);
	size_t *facts = malloc((n ? n : 1) * sizeof *facts);

	if (grown)
		f->conflicts = grown;
	if (!grown || !facts) {
		free(facts);
		return -ENOMEM;
	}
	for (size_t i = 0; i < n; i++)
		facts[i] = (size_t)set[i];
	f->conflicts[f->n_conflicts++] = (struct conflict){facts, n, aside};
	return 0;
}

/* Makes the system one that can be true. */
int reconcile(struct family *f, struct err *err)
{
	int rc = system_check(f->system, err);

	while (rc == ERR_CONFLICT) {
		int *set;
		size_t n;
		if ((rc = system_conflict(f->system, &set, &n, err)))
			break;
		long k = choose_yielding(f, set, n, true);
		if (k >= 0) {
			f->facts.all[k].is_hard = true;
		} else if ((k = choose_yielding(f, set, n, false)) >= 0) {
			f->facts.all[k].aside = true;
			rc = note_conflict(f, set, n, (size_t)k);
		} else {
			rc = err_set(err, ERR_INTERNAL, "the identities of the areas contradict each other");
		}
		free(set);
		if (k >= 0)
			restate(f, (size_t)k);
		if (!rc)
			rc = system_check(f->system, err);
	}
	return rc;
}
