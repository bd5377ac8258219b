/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * prose: finds the figures in a report in English prose, offline, by tables and rules; no guess is taken for a figure. prose.c begins with the
 * algorithm and the list of rules.
 *
 * A reader holds the words of its catalogue and may read any number of texts. One thread.
 */
#ifndef READ_PROSE_H
#define READ_PROSE_H

#include "model/catalogue.h"
#include "model/party.h"
#include "read/reading.h"

#include <stddef.h>
#include <stdint.h>

#define PROSE_BYTES_MAX (64u << 20)

struct prose_options {
	int32_t published; /* DATE_NONE where not known: relative periods are then left */
	struct pair pair;  /* of the report */
	const char *party; /* whose authority speaks; NULL: the first of the pair */
};

struct prose;

/* `catalogue` and `declared` (parties of the configuration; their names are words too) are used as long as the reader lives. */
int prose_create(struct prose **out, const struct catalogue *catalogue, const struct party *declared, size_t n_declared, struct err *err)
    __attribute__((warn_unused_result));
void prose_destroy(struct prose *p);

/* Reads `n` bytes into `out`, which the caller has zeroed and frees with reading_fini. Any bytes are taken; what is no text has no figures.
 * 0, -ENOMEM, or ERR_LIMIT (more than PROSE_BYTES_MAX). */
int prose_read(struct prose *p, const char *text, size_t n, const struct prose_options *options, struct reading *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
