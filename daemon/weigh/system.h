/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * system: some unknown amounts and what is said of them, as linear statements with intervals. It answers with the tightest interval that all
 * statements together leave to an amount, to a sum of amounts, to a ratio of sums; says on which facts an end of it rests; and where the statements
 * contradict each other, which facts cannot all be true. It knows nothing of trade or time. One thread; not shared.
 *
 *     sum     low <= f1*x1 + f2*x2 + ... <= high
 *     ratio   low * (sum of den) <= (sum of num) <= high * (sum of den)         den cannot be negative
 *
 * Variables that are known exactly connect nothing; the rest falls into components. Where a component has no loop (its graph of variables and
 * statements is a forest), propagating intervals to a fixed point gives the tightest interval of every variable; where it has one, and for sums and
 * ratios of several variables of one component, a linear programme does (GLPK; a ratio by a few of them, system_lp_ratio.c).
 *
 * Arithmetic is in doubles: statements count as contradicting each other only beyond SYSTEM_TOLERANCE, relative to the numbers in them.
 */
#ifndef WEIGH_SYSTEM_H
#define WEIGH_SYSTEM_H

#include "base/bound.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SYSTEM_TOLERANCE 1e-9
#define SYSTEM_IDENTITY (-1) /* the statement always holds; it is nobody's fact and is never given up */

struct system;

struct term {
	uint32_t var;
	double factor;
};

int system_create(struct system **out) __attribute__((warn_unused_result)); /* 0 or -ENOMEM */
void system_destroy(struct system *s);                                      /* NULL is fine */

/* A variable, and what it can be at all (-INFINITY and INFINITY where open). Its number, from 0, or -ENOMEM. */
int system_add_var(struct system *s, double low, double high) __attribute__((warn_unused_result));

/* A statement; terms are copied, several of one variable add up. `fact` is the caller's number of the observation behind it, >= 0, or SYSTEM_IDENTITY; several
 * statements may have the same fact. Its number, from 0, or -ENOMEM. */
int system_add_sum(struct system *s, const struct term *terms, size_t n, double low, double high, int fact)
    __attribute__((warn_unused_result));
int system_add_ratio(struct system *s, const struct term *num, size_t n_num, const struct term *den, size_t n_den, double low, double high,
                     int fact) __attribute__((warn_unused_result));

/* Other ends for a statement; -INFINITY and INFINITY switch it off. */
void system_set(struct system *s, int statement, double low, double high);

/* 0: the statements can all be true. ERR_CONFLICT: they cannot. Else an error (-ENOMEM, ERR_INTERNAL: the solver failed, and what it said). */
int system_check(struct system *s, struct err *err) __attribute__((warn_unused_result));

/* After ERR_CONFLICT: a smallest set of facts that cannot all be true beside the identities (without any one of them the others can), ascending. The caller frees
 * *facts. n is 0 where the identities alone contradict each other. */
int system_conflict(struct system *s, int **facts, size_t *n, struct err *err) __attribute__((warn_unused_result));

/* The tightest interval; ends may be infinite. Call system_check first: ERR_CONFLICT where it would say so. */
int system_range(struct system *s, const struct term *terms, size_t n, struct interval *out, struct err *err)
    __attribute__((warn_unused_result));
/* Of num / den; den at 0 opens the upper end. */
int system_ratio_range(struct system *s, const struct term *num, size_t n_num, const struct term *den, size_t n_den, struct interval *out,
                       struct err *err) __attribute__((warn_unused_result));

/* While rough, a system answers with what propagation left where a programme would be needed: sound, but wider than the tightest. Answers that it has already
 * are told as they are. */
void system_set_rough(struct system *s, bool rough);
uint64_t system_n_rough(const struct system *s); /* how many ends it told so */

/* What all systems of this thread have been worked on: about the same number for the same questions wherever they are asked, and some 10 ns each. */
uint64_t system_effort(void);

/* The statements that the low (or the high) end rests on: those with a price in the dual solution, ascending. n_den 0: of the sum `num`. The caller frees
 * *statements. None where the end is that of the variables' own bounds, or infinite. */
int system_support(struct system *s, const struct term *num, size_t n_num, const struct term *den, size_t n_den, bool high,
                   int **statements, size_t *n, struct err *err) __attribute__((warn_unused_result));

/* Whether the variables fall into one component with a loop (then answers cost a linear programme each): for benchmarks and tests. */
bool system_has_loop(struct system *s, uint32_t var);

#endif
