/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amount_share: what one amount of a sentence takes from another: its currency, its unit, its hedge. Part of amount, which calls them in this order
 * when all amounts of the sentence are found.
 */
#ifndef READ_AMOUNT_SHARE_H
#define READ_AMOUNT_SHARE_H

#include "read/sentence.h"

/* One amount in two currencies: sets `twin` and `bracket`, and hands the hedge on. */
void amount_find_twins(struct sentence *s);

/* Bare millions and billions behind an amount of money take its currency. */
void amount_share_money(struct sentence *s);

/* The items of a list take the unit that stands at its end. */
void amount_share_listed(struct sentence *s);

#endif
