/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * kin: remembers of each series whether it stands alone (figures.h), which takes dozens of look-ups to find out and hardly ever changes. An answer holds as
 * long as the book's group of the series is as it was, and the catalogue is. Loop thread only.
 */
#ifndef WEIGH_KIN_H
#define WEIGH_KIN_H

#include <stdbool.h>
#include <stdint.h>

struct kin;

int kin_create(struct kin **out) __attribute__((warn_unused_result)); /* 0 or -ENOMEM */
void kin_destroy(struct kin *k);

/* `version`: book_group_version of the series. Returns whether an answer is known; then it is in *alone. */
bool kin_find(const struct kin *k, uint32_t series, uint64_t version, bool *alone);
void kin_keep(struct kin *k, uint32_t series, uint64_t version, bool alone); /* where memory is short it is not kept */
void kin_forget(struct kin *k);                                              /* the catalogue or the configuration is another */

#endif
