/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/batch.h"

#include <inttypes.h>
#include <stdlib.h>

#define TEXT_MAX (BATCH_LINES_MAX * 1100) /* a status line is shorter than 1024 bytes */

struct batch {
	uint64_t command, n_failed, last_failed;
	struct buf lines; /* of the first BATCH_LINES_MAX that failed */
};

struct batch *batch_create(void)
{
	struct batch *b = calloc(1, sizeof *b);
	if (b)
		buf_init(&b->lines, TEXT_MAX);
	return b;
}

void batch_destroy(struct batch *b)
{
	if (!b)
		return;
	buf_fini(&b->lines);
	free(b);
}

void batch_next(struct batch *b)
{
	b->command++;
}

uint64_t batch_command(const struct batch *b)
{
	return b->command;
}

int batch_fail(struct batch *b, uint64_t command, const char *line, size_t n)
{
	b->last_failed = command;
	return b->n_failed++ < BATCH_LINES_MAX ? buf_add(&b->lines, line, n) : 0;
}

int batch_report(const struct batch *b, struct buf *out, size_t *n_lines)
{
	int rc = b->lines.len ? buf_add(out, buf_bytes(&b->lines), b->lines.len) : 0;

	*n_lines = b->n_failed < BATCH_LINES_MAX ? (size_t)b->n_failed : BATCH_LINES_MAX;
	if (rc || b->n_failed <= BATCH_LINES_MAX)
		return rc;
	++*n_lines;
	return buf_addf(out, "%" PRIu64 " is the last of %" PRIu64 " more commands that failed\n", b->last_failed,
	                b->n_failed - BATCH_LINES_MAX);
}
