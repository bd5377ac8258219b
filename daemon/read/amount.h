/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amount: the numbers of a sentence with scale, currency, unit and hedge: "a record nearly $4.4 billion", "1,000-1,200", "1 million 40
 * thousand", "a third", "doubled", "1.7 times as many", "22nd". What they are numbers of is for others to say. Values are computed by
 * base/value.
 */
#ifndef READ_AMOUNT_H
#define READ_AMOUNT_H

#include "read/sentence.h"

/* Fills s->amounts and s->amount_of; tokens of periods are no amounts. */
void amount_find(struct sentence *s);

#endif
