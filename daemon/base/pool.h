/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pool: pieces of one size that come and go by the thousand: what is given back is kept for the next. One thread. Under the address
 * sanitizer every piece is malloc's own, so that a use after the giving back shows.
 */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>

struct pool {
	size_t size;        /* of a piece; at least that of a pointer */
	size_t n, max;      /* pieces kept; at most */
	struct piece *free; /* owned */
};

#define POOL_INIT(type, keep) ((struct pool){.size = sizeof(type), .max = (keep)})

void *pool_take(struct pool *p) __attribute__((warn_unused_result)); /* not cleared; NULL when memory is short */
void pool_give(struct pool *p, void *piece);
void pool_fini(struct pool *p); /* frees what is kept; pieces that are out may still be given back */

#endif
