/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "coopctl/subject.h"

#include "coopctl/rows.h"

#include <stdio.h>

void subject_name(struct subject *s, const char *series, const char *period)
{
	char freq = names_freq(series) || !period ? 0 : names_period_freq(period);

	snprintf(s->series, sizeof s->series, freq ? "%s-%c" : "%s", series, freq);
}

int subject_read(struct subject *s, struct client *c, const char *series, const char *period, struct err *err)
{
	char indicator[256];
	struct rows known = {0};

	subject_name(s, series, period);
	names_indicator(series, indicator, sizeof indicator);
	int rc = rows_read(&known, c, names_indicator_columns, err);
	if (!rc)
		names_describe(&known, indicator, &s->about);
	rows_fini(&known);
	return rc <= CLIENT_REFUSED(0) ? 0 : rc;
}

void subject_print(const struct subject *s)
{
	if (*s->about.title)
		printf("%s (%s)\n", s->about.title, s->series);
}
