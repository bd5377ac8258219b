/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "coopctl/revisions.h"

#include "base/num.h"
#include "coopctl/command.h"
#include "coopctl/subject.h"
#include "coopctl/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THRESHOLD_DEFAULT 0.01 /* percent */

static const struct column people_columns[] = {
    {"period", 1, COLUMN_TEXT, COLUMN_KEY},    {"published", 2, COLUMN_TEXT, 0},
    {"source", 3, COLUMN_TEXT, COLUMN_CUT},    {"before", 4, COLUMN_TEXT, COLUMN_RIGHT},
    {"after", 5, COLUMN_TEXT, COLUMN_RIGHT},   {"change", 6, COLUMN_TEXT, COLUMN_RIGHT},
    {"percent", 7, COLUMN_TEXT, COLUMN_RIGHT}, {0},
};

static const struct column row_columns[] = {
    {"period", 1, COLUMN_TEXT, 0},    {"published", 2, COLUMN_TEXT, 0},
    {"source", 3, COLUMN_TEXT, 0},    {"before", 4, COLUMN_NUMBER, 0},
    {"after", 5, COLUMN_NUMBER, 0},   {"change", 6, COLUMN_NUMBER, 0},
    {"percent", 7, COLUMN_NUMBER, 0}, {"kind", 8, COLUMN_TEXT, 0},
    {"status", 9, COLUMN_TEXT, 0},    {0},
};

struct revisions {
	struct subject subject;
	struct rows rows;
	struct statement *statements; /* owned */
	double threshold;
	size_t n_formatting; /* changes left out */
};

/* What a statement says, for people: as it was written, else its number. */
static const char *said(const struct revisions *v, const struct statement *s, char scratch[TEXT_FIGURE_MAX])
{
	const char *const *c = rows_at(&v->rows, s->row);

	if (s->missing)
		return "withdrawn";
	if (c[REVISION_WRITTEN])
		return c[REVISION_WRITTEN];
	text_figure(c[REVISION_VALUE], c[REVISION_VALUE], c[REVISION_HIGH], c[REVISION_BOUND], "observed", v->subject.about.unit, scratch);
	return scratch;
}

static int people_row(struct output *o, const struct revisions *v, const struct revision *r, const char *period, struct err *err)
{
	char before[TEXT_FIGURE_MAX], after[TEXT_FIGURE_MAX], change[TEXT_FIGURE_MAX] = "", percent[48] = "", when[PERIOD_TEXT_MAX + 16];
	const char *outlook = r->after->outlook & STATUS('F') ? " forecast" : r->after->outlook ? " target" : "";

	snprintf(when, sizeof when, "%s%s", period, outlook);
	if (!isnan(r->change))
		text_change(r->change, v->subject.about.unit, change);
	if (!isnan(r->percent))
		snprintf(percent, sizeof percent,
		         fabs(r->percent) < 0.1   ? "%+.2g"
		         : fabs(r->percent) < 1e6 ? "%+.2f"
		                                  : "%+.3g",
		         r->percent);
	return output_row(o,
	                  (const char *const[]){when, r->after->published, r->after->source, said(v, r->before, before),
	                                        said(v, r->after, after), change, percent},
	                  err);
}

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

static int machine_row(struct output *o, const struct revisions *v, const struct revision *r, const char *period, struct err *err)
{
	const char *kind = r->after->missing ? "withdrawn" : r->before->missing ? "restored" : "revised";
	char before[NUM_TEXT_MAX], after[NUM_TEXT_MAX], change[NUM_TEXT_MAX], percent[NUM_TEXT_MAX];

	num_format(r->before->missing ? NAN : revision_value(r->before), before);
	num_format(r->after->missing ? NAN : revision_value(r->after), after);
	num_format(r->change, change);
	num_format(r->percent, percent);
	return output_row(o,
	                  (const char *const[]){period, or_null(r->after->published), or_null(r->after->source), before, after,
	                                        isnan(r->change) ? NULL : change, isnan(r->percent) ? NULL : percent, kind,
	                                        rows_cell(&v->rows, r->after->row, REVISION_STATUS)},
	                  err);
}

static int print_revisions(struct revisions *v, struct output *o, struct err *err)
{
	const struct statement *before = NULL;
	char period[PERIOD_TEXT_MAX];
	struct revision r;
	bool valued = false; /* this line has had a value; its first is no revision */
	int rc = 0;

	for (size_t i = 0; i < v->rows.n && !rc; i++) {
		const struct statement *s = &v->statements[i];
		if (before && !revision_same_line(before, s))
			valued = false;
		if (!valued || !revision_between(&v->rows, before, s, &r)) {
			valued |= !s->missing;
			before = s;
			continue;
		}
		/* What is left out stays what the next is compared with, so that many small steps add up to a change. */
		if (revision_is_formatting(&r, v->threshold)) {
			v->n_formatting++;
			continue;
		}
		period_format(&s->period, period);
		rc = o->form == FORM_TABLE ? people_row(o, v, &r, period, err) : machine_row(o, v, &r, period, err);
		before = s;
	}
	return rc;
}

static void print_left_out(const struct revisions *v, FILE *to)
{
	char threshold[NUM_TEXT_MAX];

	num_format(v->threshold, threshold);
	if (v->n_formatting)
		fprintf(to, "%zu %s below %s %% left out as formatting (--threshold)\n", v->n_formatting,
		        v->n_formatting == 1 ? "change" : "changes", threshold);
}

static int print(struct revisions *v, enum form form, struct err *err)
{
	struct output o;
	int rc = output_begin(&o, form, form == FORM_TABLE ? people_columns : row_columns, err);

	if (!rc && form == FORM_TABLE)
		subject_print(&v->subject);
	if (!rc)
		rc = print_revisions(v, &o, err);
	if (!rc)
		rc = output_end(&o, err);
	if (!rc && form == FORM_TABLE && !o.n_rows)
		printf("no revisions of %s\n", v->subject.series);
	/* A script's columns are not mixed with sentences. */
	if (!rc)
		print_left_out(v, form == FORM_TABLE ? stdout : stderr);
	output_fini(&o);
	return rc;
}

/* The flag's, else the daemon's, which STATUS tells. */
static int read_threshold(struct call *call, double *out, struct err *err)
{
	const char *text = command_flag(call, "--threshold");
	struct words w;
	int64_t n = 0;

	*out = THRESHOLD_DEFAULT;
	if (text) {
		if (num_parse(text, strlen(text), out) || !isfinite(*out) || *out < 0)
			return err_set(err, ERR_USAGE, "--threshold is a percentage such as 0.01, not %.100s", text);
		return 0;
	}
	int rc = client_sendf(&call->client, err, "STATUS");
	if (!rc)
		rc = client_status(&call->client, &n, NULL, err);
	while (!rc && n-- > 0) {
		double said;
		rc = client_words(&call->client, &w, err);
		if (!rc && w.n == 2 && strcmp(w.word[0], "revision_threshold") == 0 && !num_parse(w.word[1], strlen(w.word[1]), &said))
			*out = said;
	}
	return rc;
}

int revisions_run(struct call *call, struct err *err)
{
	struct revisions v = {0};
	struct client *c = &call->client;
	const char *period = call->n_args > 1 ? call->args[1] : NULL;
	int rc = read_threshold(call, &v.threshold, err);

	if (!rc)
		rc = client_sendf(c, err, "INDICATORS");
	if (!rc)
		rc = command_send(call, err);
	if (!rc)
		rc = subject_read(&v.subject, c, call->args[0], period, err);
	if (!rc)
		rc = rows_read(&v.rows, c, revision_columns, err);
	if (!rc)
		rc = revision_statements(&v.rows, &v.statements, err);
	if (!rc)
		rc = print(&v, call->form, err);
	free(v.statements);
	rows_fini(&v.rows);
	return rc;
}
