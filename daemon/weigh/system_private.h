/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * system_private: what the files of system share, and nobody else includes.
 *
 * Statements are kept as they were said; everything else is work, made from them when it is asked for and thrown away with every change:
 *
 *     rows         statements as linear inequalities: one for a sum, up to three for a ratio (both ends; the denominator, where it could be negative)
 *     low, high    of every variable: at first its own, then as propagated
 *     components   of the variables that are no points, found breadth first, which is also the order in which two sweeps settle a tree. A row that
 *                  holds whatever its variables are between low and high is spare and connects nothing: what it had to say is in them. So what hung
 *                  together for propagation mostly falls into trees and small loops before anything is solved.
 */
#ifndef WEIGH_SYSTEM_PRIVATE_H
#define WEIGH_SYSTEM_PRIVATE_H

#include "weigh/system.h"

#define SYSTEM_NONE UINT32_MAX

struct statement {
	double low, high;
	size_t first; /* of its terms, num before den */
	uint32_t n_num, n_den;
	int fact;
	bool ratio;
};

struct row {
	double low, high;
	size_t first; /* of its entries; no variable twice, no factor 0 */
	uint32_t n, statement;
	bool spare; /* low and high of its variables leave nothing to say for it: it connects nothing */
};

struct component {
	uint32_t first_var, n_vars, first_row, n_rows;
	bool loop;
	double slack;         /* how far the statements had to give to hold together, relative */
	struct system_lp *lp; /* owned; with the variables' propagated bounds; NULL until it is needed */
};

struct work {
	struct row *rows;
	struct term *entries;
	uint32_t n_rows;
	size_t n_entries;
	uint32_t *row_of; /* first row by statement, and one more for the end */
	size_t *seen_by;  /* first place in `seen` by variable, and one more */
	uint32_t *seen;   /* rows by variable */
	double *low, *high;
	int32_t *why_low, *why_high; /* the row that an end came from; -1: the variable's own */
	double *least, *greatest;    /* what the programme answered, in a component with a loop; NAN while it was not asked */
	uint32_t *component;         /* by variable; SYSTEM_NONE: a point */
	struct component *components;
	uint32_t n_components;
	uint32_t *vars, *order; /* variables and rows by component */
	uint32_t *stamp;        /* scratch by variable, for rows and components */
	uint32_t *at;           /* scratch by variable, for whoever merges terms or makes columns */
	uint32_t bad;           /* the statement at which a contradiction was met */
	uint32_t bad_row,
	    bad_var;   /* by propagation: the row whose word crossed the other end of the variable; SYSTEM_NONE where it was not so */
	bool bad_high; /* the word was one on its high end */
};

struct system {
	double *own_low, *own_high;
	uint32_t n_vars, cap_vars;
	struct statement *statements;
	uint32_t n_statements, cap_statements;
	struct term *terms;
	size_t n_terms, cap_terms;
	bool built;
	int verdict; /* of system_check; 1 while it was not asked */
	struct system *
	    core; /* owned; a copy of statements that contradicted each other the last time, and often do in more than one way; NULL for none */
	uint32_t *core_of; /* owned; by statement of the core, which of this system it is */
	bool rough;
	uint64_t n_rough;
	struct err why;
	struct work w;
};

/* system_build.c. Points and spare rows connect nothing: what counts is low and high as they are now. */
int system_build(struct system *s) __attribute__((warn_unused_result)); /* rows, low and high; 0 or -ENOMEM */
void system_unbuild(struct system *s);
int system_components(struct system *s) __attribute__((warn_unused_result)); /* 0 or -ENOMEM */
bool system_is_point(double low, double high);

/* system_propagate.c. 0, ERR_CONFLICT (work.bad says where) or -ENOMEM. */
int system_propagate(struct system *s) __attribute__((warn_unused_result));

void system_drop_core(struct system *s);

/* Adds to system_effort. */
void system_count(uint64_t effort);

/* Whether the variables exist and the factors are numbers. */
bool system_is_sane(const struct system *s, const struct term *terms, size_t n);

/* Whether the row holds for all that low and high leave to its variables. */
bool system_is_spare(const struct work *w, const struct row *r);

/* Marks the statements that led to one end of a variable as propagated. `marks` by statement. 0 or -ENOMEM. */
int system_walk(const struct system *s, uint32_t var, bool high, bool *marks) __attribute__((warn_unused_result));

/* The same for the contradiction that propagation met, where work.bad_row says that it did. */
int system_walk_bad(const struct system *s, bool *marks) __attribute__((warn_unused_result));

#endif
