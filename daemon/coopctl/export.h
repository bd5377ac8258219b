/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * export: what the forms of an export share.
 */
#ifndef COOPCTL_EXPORT_H
#define COOPCTL_EXPORT_H

#include "coopctl/command.h"

/* Requests on the way at once, ahead of the reply that is being read: far less than a socket holds. */
#define EXPORT_WINDOW 32

/* The option of a request that asks for the state of an earlier day, " asof=2024-03-01", "" for today's. ERR_DATA for what is no date. */
int export_asof(const struct call *call, char out[32], struct err *err) __attribute__((warn_unused_result));

/* The figures of all series as OpenMetrics text. */
int openmetrics_run(struct call *call, struct err *err) __attribute__((warn_unused_result));

#endif
