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

/* A preposition stands before the name: it is not the subject. */
bool who_governed(const struct sentence *s, const struct name *n);

#endif
