/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/pool.h"

#include <stdlib.h>

struct piece {
	struct piece *next;
};

#ifdef __SANITIZE_ADDRESS__
#define KEEPS 0
#else
#define KEEPS 1
#endif

void *pool_take(struct pool *p)
{
	struct piece *piece = p->free;

	if (!piece)
		return malloc(p->size);
	p->free = piece->next;
	p->n--;
	return piece;
}

void pool_give(struct pool *p, void *given)
{
	struct piece *piece = given;

	if (!KEEPS || p->n >= p->max) {
		free(piece);
		return;
	}
	piece->next = p->free;
	p->free = piece;
	p->n++;
}

void pool_fini(struct pool *p)
{
	for (struct piece *piece = p->free, *next; piece; piece = next) {
		next = piece->next;
		free(piece);
	}
	p->free = NULL;
	p->n = p->max = 0;
}
