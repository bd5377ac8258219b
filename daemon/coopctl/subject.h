/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * subject: the series that a question is about, in the catalogue's words.
 */
#ifndef COOPCTL_SUBJECT_H
#define COOPCTL_SUBJECT_H

#include "coopctl/client.h"
#include "coopctl/names.h"

struct subject {
	char series[256]; /* with its frequency, where the user or the period says it */
	struct names_indicator about;
};

/* Reads the reply to INDICATORS, which has been asked for on this connection. `period` may be NULL. The catalogue's refusal is no matter: the
 * request behind it will say what is wrong with the name. */
int subject_read(struct subject *s, struct client *c, const char *series, const char *period, struct err *err)
    __attribute__((warn_unused_result));

/* The name of the series as asked for, and its frequency where the period says it. Part of subject_read. */
void subject_name(struct subject *s, const char *series, const char *period);

/* "Trade turnover (AZ-RU/trade/turnover-A)" on a line of its own, for people; nothing where the catalogue does not know it. */
void subject_print(const struct subject *s);

#endif
