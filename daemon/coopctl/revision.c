/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/num.h"
#include "coopctl/revisions.h"
#include "coopctl/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct column revision_columns[] = {
    {"period", 2, COLUMN_TEXT, 0},
    {"value", 3, COLUMN_TEXT, 0},
    {"high", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"bound", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"status", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"source", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"published", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"written", COLUMN_OPTION, COLUMN_TEXT, 0},
    {0},
};

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static int read_statement(const struct rows *rows, size_t row, struct statement *s, struct err *err)
{
	const char *const *c = rows_at(rows, row);
	status_set status = STATUS_NORMAL;
	struct err why;

	*s = (struct statement){.row = row, .source = or_empty(c[REVISION_SOURCE]), .published = or_empty(c[REVISION_PUBLISHED])};
	if (!c[REVISION_PERIOD] || period_parse(c[REVISION_PERIOD], strlen(c[REVISION_PERIOD]), &s->period, &why) || !c[REVISION_VALUE] ||
	    num_parse(c[REVISION_VALUE], strlen(c[REVISION_VALUE]), &s->value))
		return err_set(err, CLIENT_BROKEN, "coopd sent an observation without a period or a value: %.60s %.60s",
		               or_empty(c[REVISION_PERIOD]), or_empty(c[REVISION_VALUE]));
	if (!c[REVISION_HIGH] || num_parse(c[REVISION_HIGH], strlen(c[REVISION_HIGH]), &s->high) || isnan(s->high))
		s->high = s->value;
	/* A letter that this program does not know changes nothing here. */
	if (c[REVISION_STATUS] && status_parse(c[REVISION_STATUS], &status, &why))
		status = STATUS_NORMAL;
	s->outlook = status & (STATUS('F') | STATUS('T'));
	s->missing = isnan(s->value) || status_is_missing(status);
	return 0;
}

static int by_line(const struct statement *a, const struct statement *b)
{
	int order = period_cmp(&a->period, &b->period);

	if (!order)
		order = strcmp(a->source, b->source);
	return order ? order : (a->outlook > b->outlook) - (a->outlook < b->outlook);
}

static int by_line_and_day(const void *first, const void *second)
{
	const struct statement *a = first, *b = second;
	int order = by_line(a, b);

	if (!order)
		order = strcmp(a->published, b->published);
	return order ? order : (a->row > b->row) - (a->row < b->row);
}

bool revision_same_line(const struct statement *a, const struct statement *b)
{
	return by_line(a, b) == 0;
}

int revision_statements(const struct rows *rows, struct statement **out, struct err *err)
{
	int rc = 0;

	*out = calloc(rows->n + 1, sizeof **out);
	if (!*out)
		return err_set(err, -ENOMEM, "out of memory");
	for (size_t i = 0; i < rows->n && !rc; i++)
		rc = read_statement(rows, i, &(*out)[i], err);
	if (!rc)
		qsort(*out, rows->n, sizeof **out, by_line_and_day);
	return rc;
}

double revision_value(const struct statement *s)
{
	return s->value == s->high ? s->value : s->value / 2 + s->high / 2;
}

bool revision_between(const struct rows *rows, const struct statement *before, const struct statement *after, struct revision *r)
{
	*r = (struct revision){.before = before, .after = after, .change = NAN, .percent = NAN};
	if (before->missing || after->missing)
		return before->missing != after->missing;
	double from = revision_value(before), to = revision_value(after);
	r->change = text_difference(from, to);
	if (from != 0)
		r->percent = r->change / fabs(from) * 100;
	return before->value != after->value || before->high != after->high ||
	       strcmp(or_empty(rows_cell(rows, before->row, REVISION_BOUND)), or_empty(rows_cell(rows, after->row, REVISION_BOUND))) != 0;
}

static bool within(double from, double to, double threshold)
{
	return from == to || fabs(text_difference(from, to)) < fabs(from) / 100 * threshold;
}

bool revision_is_formatting(const struct revision *r, double threshold)
{
	const struct statement *a = r->before, *b = r->after;

	return !a->missing && !b->missing && within(a->value, b->value, threshold) && within(a->high, b->high, threshold);
}
