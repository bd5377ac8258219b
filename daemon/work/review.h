/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * review: lets the area plugins look over what a file claims. Worker only.
 */
#ifndef WORK_REVIEW_H
#define WORK_REVIEW_H

#include "work/rows.h"

#define REVIEW_CLAIMS_MAX 100000 /* of one file; later ones are not looked over */

struct review;

/* Opens the plugins; one that is refused is left out. 0 or -ENOMEM. */
int review_create(struct review **out, char *const plugin_paths[]) __attribute__((warn_unused_result));
void review_destroy(struct review *r);

/* Remembers an observation row of the file in hand (NULL `r`: does nothing). */
void review_note(struct review *r, const struct row *row);

/* Calls every plugin's `review` with the claims of its area; remarks are put as rows of one line, cut to ERR_TEXT_MAX. 0 or what the sink said. */
int review_run(struct review *r, struct row_sink *sink) __attribute__((warn_unused_result));

/* Forgets the file. */
void review_clear(struct review *r);

#endif
