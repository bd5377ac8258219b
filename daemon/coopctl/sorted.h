/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sorted: pieces of text that come in one order and are to be printed in another. They are kept in a temporary file; memory holds 24 bytes a piece.
 */
#ifndef COOPCTL_SORTED_H
#define COOPCTL_SORTED_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct sorted_piece {
	uint64_t number;
	int64_t at, end; /* in the file */
};

struct sorted {
	FILE *file;                 /* owned; pieces are written here */
	struct sorted_piece *piece; /* owned */
	size_t n, cap;
	int64_t end; /* of the last piece */
};

int sorted_open(struct sorted *s, struct err *err) __attribute__((warn_unused_result));
/* What was written to the file since the last piece is a piece, and has this number. */
int sorted_add(struct sorted *s, uint64_t number, struct err *err) __attribute__((warn_unused_result));
/* All pieces by number; those of one number in the order they came. */
int sorted_print(struct sorted *s, FILE *to, struct err *err) __attribute__((warn_unused_result));
void sorted_close(struct sorted *s); /* also one that was zeroed and never opened */

#endif
