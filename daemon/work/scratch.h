/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * scratch: a folder for files that live as long as one job. Whoever dies in the middle of it leaves them behind.
 */
#ifndef WORK_SCRATCH_H
#define WORK_SCRATCH_H

#include "base/err.h"

/* Makes the folder, or removes everything in it; symbolic links are removed and not followed. 0 or -errno: it is no folder, or something in it could not be
 * removed. */
int scratch_clear(const char *path, struct err *err) __attribute__((warn_unused_result));

#endif
