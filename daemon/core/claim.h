/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * claim: what somebody says, in words, and the checks that make a record of it. Nothing here changes anything: a claim that
 * passes is still to be put into the ledger (intake.h). Errors are ERR_DATA, ERR_UNKNOWN, ERR_USAGE, with a sentence for the sender.
 */
#ifndef CORE_CLAIM_H
#define CORE_CLAIM_H

#include "base/err.h"
#include "base/value.h"
#include "model/observation.h"
#include "model/series.h"

#include <stdbool.h>

struct core;

/* All texts may be NULL where the claim does not say them. UTF-8. */
struct claim {
	const char *series; /* PAIR/AREA/INDICATOR[-F] */
	const char *period;
	const char *value; /* "4.4e9", "nearly 4.4 billion USD", "nan" */
	const char *bound, *g, *high, *status, *source, *published, *evidence;
	const char *number;     /* the value again, as a plain number: the two must agree */
	const char *unit;       /* what the number is in: must be the measure's */
	const char *nth;        /* from a file: which time it is said on its published date: "2" where it had been corrected in between */
	bool force;             /* take it although it is outside the plausible range, or published in the future */
	bool from_file;         /* it may be said again, word for word, when the file is read again */
	enum value_style style; /* how trailing zeros of a plain number are read; words are always read as prose */
};

struct claim_source {
	const char *id, *name, *authority, *url, *published, *party, *rank;
};

struct claim_note {
	const char *pair; /* "AZ-RU" or "AZ-RU/energy" */
	const char *area; /* instead of one behind `pair` */
	const char *date, *kind, *text, *source, *published;
};

/* An observation that passed. `o.series` is 0 where the book does not know it; `o.seq` and `o.recorded` are 0; `o.written` and `o.evidence` point into the claim. */
struct claimed {
	struct series_name name;
	struct observation o;
	size_t n_before; /* how often it must have been said before this, on its published date */
};

/* Whether an observation that was taken once would be taken now only with `force`. */
bool claim_needs_force(const struct measure *m, const struct observation *o);

int claim_observation(const struct core *core, const struct claim *claim, struct claimed *out, struct err *err)
    __attribute__((warn_unused_result));

/* The newest version of the source with what the claim says over it. Texts point into the claim or into the book's version. */
int claim_source(const struct core *core, const struct claim_source *claim, struct source *out, struct err *err)
    __attribute__((warn_unused_result));

/* `out->text` points into the claim. */
int claim_note(const struct core *core, const struct claim_note *claim, struct note *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
