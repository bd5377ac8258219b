/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * family_private: shared by family.c (members, facts), family_say.c (statements), family_reconcile.c (conflicts), family_time.c (periods to variables), family_ask.c (figures) and family_why.c
 * (explanations).
 */
#ifndef WEIGH_FAMILY_PRIVATE_H
#define WEIGH_FAMILY_PRIVATE_H

#include "weigh/family.h"

#define DAYS_A_YEAR_MONTHS 12

/* A stretch of time, by its first day and the day after its last. */
struct stretch {
	int32_t start, end;
};

/* The variable of a state at an end, or of a share or rank in a period. */
struct slot {
	struct stretch at; /* states: start is not used */
	int var;
};

struct member {
	struct measure m;                                    /* a level */
	uint32_t level, growth, change;                      /* book's numbers of the series, 0 for none */
	size_t first_level, first_growth, first_change, end; /* its facts */
	bool has_data;
	int32_t *borders; /* owned; flows: ascending */
	int *atoms;       /* owned; atoms[i] is the variable from borders[i] to borders[i + 1], -1 where nobody mentioned that time */
	size_t n_borders;
	struct slot *slots; /* owned; other kinds, by time */
	size_t n_slots;
};

/* What a statement of the system says, for explanations. */
struct saying {
	enum { SAYS_LEVEL, SAYS_GROWTH, SAYS_CHANGE, SAYS_IDENTITY, SAYS_ORDER, SAYS_EVEN } kind;
	size_t member;
	struct period period;
	const struct identity *identity;
	int fact; /* or SYSTEM_IDENTITY */
};

struct family {
	const struct weigh *w; /* own_weigh: a family may outlive what the question came with */
	struct weigh own_weigh;
	bool whole;      /* made without `also` */
	unsigned shared; /* by how many more */
	struct pair pair;
	struct weigh_options opt;
	struct member *members; /* owned */
	size_t n_members;
	const struct identity **identities; /* owned; those that tie members */
	size_t n_identities;
	struct period *mentions; /* owned; of any member, by period_cmp, each once: what is said of one is tied to the others */
	size_t n_mentions, cap_mentions;
	struct facts facts;
	struct system *system;  /* owned */
	struct saying *sayings; /* owned; by statement */
	size_t n_sayings, cap_sayings;
	struct conflict *conflicts; /* owned */
	size_t n_conflicts;
	struct term *terms[2]; /* owned: room for all variables, twice */
	size_t n_vars;
	struct err failed; /* of the last question that the solver could not answer; code 0 for none */
};

/* family_time.c */
bool is_state(const struct measure *level);
struct stretch stretch_of(const struct period *p);
struct period period_of_stretch(struct stretch s);
struct period year_before(const struct period *p);
int mention(struct family *f, const struct period *p);  /* 0 or -ENOMEM */
void sort_mentions(struct family *f);                   /* after the last of them */
int make_variables(struct family *f, struct member *m); /* 0 or -ENOMEM */
bool is_mentioned(const struct family *f, const struct period *p);
/* By atom of a flow: whether it is no sum and difference of mentioned periods. The caller frees it; NULL for want of memory. */
bool *find_bare(const struct family *f, const struct member *m);
/* The level of a period as a sum of variables. Their number; 0 where it is none. */
size_t level_terms(const struct family *f, const struct member *m, const struct period *p, struct term *out);

/* family_say.c */
double growth_factor(double percent);
int state_all(struct family *f); /* makes the variables and the system; 0 or -ENOMEM */
/* family_reconcile.c */
int reconcile(struct family *f, struct err *err); /* makes it one that can be true; 0, ERR_INTERNAL, -ENOMEM */
/* family.c */
struct member *find_member(const struct family *f, const struct measure *m);

/* A figure as a question to the system: the sum `num`, or scale * num / den + offset where n_den is not 0. The terms are the family's; the next
 * question overwrites them. */
struct question {
	const struct member *member;
	struct term *num, *den;
	size_t n_num, n_den;
	double scale, offset;
};

/* family_ask.c: false where the figure is none that the system could be asked for. */
bool ask(const struct family *f, const struct measure *m, const struct period *p, struct question *q);
bool ask_share(const struct family *f, const struct measure *m, const struct period *p, struct question *q);
const struct fact *best_fact(const struct family *f, const struct member *m, enum companion companion, const struct period *p);

#endif
