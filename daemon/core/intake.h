/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * intake: the one way in. PUT, files and (later) prose end here: the same words, the same checks (claim.h), the same ledger.
 *
 * What is wrong is refused at once with a sentence, and nothing has happened. What is right goes to the ledger, and `done` is called on the
 * loop, never from inside the call, when it is on disk (status 0) or could not be put there (negative, with the reason). What was
 * known already is a success that adds nothing; it is answered when that which it repeats is on disk.
 */
#ifndef CORE_INTAKE_H
#define CORE_INTAKE_H

#include "core/claim.h"

struct intake;

/* `status` 0: it is in the ledger; `known`: it was before. */
typedef void intake_done(void *arg, int status, bool known, const struct err *err);

int intake_create(struct intake **out) __attribute__((warn_unused_result)); /* 0 or -ENOMEM */
void intake_destroy(struct intake *in);

int intake_put(struct core *core, const struct claim *claim, intake_done *done, void *arg, struct err *err)
    __attribute__((warn_unused_result));
/* The checks of intake_put and nothing else. *known: it would add nothing. */
int intake_try(struct core *core, const struct claim *claim, bool *known, struct err *err) __attribute__((warn_unused_result));
int intake_source(struct core *core, const struct claim_source *claim, intake_done *done, void *arg, struct err *err)
    __attribute__((warn_unused_result));
int intake_note(struct core *core, const struct claim_note *claim, intake_done *done, void *arg, struct err *err)
    __attribute__((warn_unused_result));

#endif
