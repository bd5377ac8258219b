/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * who_private: what who.c and who_names.c share.
 */
#ifndef READ_WHO_PRIVATE_H
#define READ_WHO_PRIVATE_H

#include "read/who.h"

#include <string.h>

static inline bool in_pair(const struct pair *p, const char *code)
{
	return strcmp(p->ref, code) == 0 || strcmp(p->cpt, code) == 0;
}

static inline const char *other_of(const struct pair *p, const char *code)
{
	return strcmp(p->ref, code) == 0 ? p->cpt : p->ref;
}

/* The pronoun at token i stands in a relative clause ("…, which was its"): the name that the clause is about. */
bool who_relative(const struct sentence *s, size_t i, const struct name **antecedent);

/* A preposition stands before the name: it is not the subject. */
bool who_governed(const struct sentence *s, const struct name *n);

#endif
