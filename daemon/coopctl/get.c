/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * get: the figures of one series. (Those of a pair are in overview.c.)
 */
#include "coopctl/command.h"
#include "coopctl/figure.h"
#include "coopctl/names.h"
#include "coopctl/subject.h"

#include <stdio.h>
#include <string.h>

static const struct column statement_columns[] = {
    {"date", 1, COLUMN_TEXT, 0},
    {"area", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"kind", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"text", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"source", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"published", COLUMN_OPTION, COLUMN_TEXT, 0},
    {0},
};
enum { STATEMENT_KIND = 2 };

static int print_statements(struct call *call, struct err *err)
{
	const char *cells[COLUMNS_MAX];
	char scope[256];
	struct words w;
	int64_t n = 0;
	bool first = true;

	names_scope(call->args[0], scope, sizeof scope);
	int rc = client_sendf(&call->client, err, "NOTES %s", scope);
	if (!rc)
		rc = client_status(&call->client, &n, NULL, err);
	fputs(",\"notes\":[", stdout);
	while (!rc && n-- > 0) {
		rc = client_words(&call->client, &w, err);
		if (rc)
			break;
		output_cells(statement_columns, &w, cells);
		if (!cells[STATEMENT_KIND] || strcmp(cells[STATEMENT_KIND], "statement") != 0)
			continue;
		fputs(first ? "" : ",", stdout);
		output_json_object(statement_columns, cells);
		first = false;
	}
	putchar(']');
	return rc;
}

static void json_head(const struct subject *s, const char *unit)
{
	const struct {
		const char *key, *value;
	} fields[] = {{"series", s->series}, {"title", s->about.title}, {"unit", unit ? unit : s->about.unit}, {"kind", s->about.kind}};

	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		printf("%c\"%s\":", i ? ',' : '{', fields[i].key);
		if (*fields[i].value)
			output_json_text(fields[i].value);
		else
			fputs("null", stdout);
	}
	fputs(",\"figures\":[", stdout);
}

static int print_json(struct call *call, const struct subject *s, int64_t n, struct err *err)
{
	const char *cells[COLUMNS_MAX];
	struct words w;
	int rc = 0;

	if (n == 0)
		json_head(s, NULL);
	for (int64_t i = 0; i < n && !rc; i++) {
		rc = figure_read(&call->client, &w, err);
		if (rc)
			break;
		output_cells(figure_json_columns, &w, cells);
		if (i == 0)
			json_head(s, words_option(&w, "unit"));
		else
			putchar(',');
		output_json_object(figure_json_columns, cells);
	}
	if (rc)
		return rc;
	putchar(']');
	if (n == 0)
		rc = print_statements(call, err);
	if (!rc)
		fputs("}\n", stdout);
	return rc;
}

static int print_people(struct call *call, const struct subject *s, int64_t n, struct err *err)
{
	const char *cells[COLUMNS_MAX];
	struct output o;
	struct words w;
	int rc = output_begin(&o, FORM_TABLE, figure_people_columns, err);

	subject_print(s);
	while (!rc && n-- > 0) {
		rc = figure_read(&call->client, &w, err);
		if (rc)
			break;
		output_cells(figure_columns, &w, cells);
		rc = figure_people_row(&o, cells, s->about.unit, err);
	}
	if (!rc)
		rc = output_end(&o, err);
	output_fini(&o);
	return rc;
}

static int print_rows(struct call *call, int64_t n, struct err *err)
{
	const char *cells[COLUMNS_MAX];
	struct output o;
	struct words w;
	int rc = output_begin(&o, call->form, figure_columns, err);

	while (!rc && n-- > 0) {
		rc = figure_read(&call->client, &w, err);
		if (rc)
			break;
		output_cells(figure_columns, &w, cells);
		rc = output_row(&o, cells, err);
	}
	if (!rc)
		rc = output_end(&o, err);
	output_fini(&o);
	return rc;
}

static bool is_pair(const char *name)
{
	const char *slash = strchr(name, '/');

	return !slash || !strchr(slash + 1, '/');
}

int get_run(struct call *call, struct err *err)
{
	struct subject s = {0};
	int64_t n;
	char *text;

	if (is_pair(call->args[0]))
		return overview_run(call, err);
	bool described = call->form == FORM_TABLE || call->form == FORM_JSON;
	int rc = described ? client_sendf(&call->client, err, "INDICATORS") : 0;
	if (!rc)
		rc = command_send(call, err);
	if (!rc && described)
		rc = subject_read(&s, &call->client, call->args[0], call->n_args > 1 ? call->args[1] : NULL, err);
	if (!rc)
		rc = client_status(&call->client, &n, &text, err);
	if (rc)
		return rc;
	if (call->form == FORM_JSON)
		return print_json(call, &s, n, err);
	/* A script that reads columns gets none; the sentence is for whoever looks on. */
	if (n == 0)
		fprintf(call->form == FORM_TABLE ? stdout : stderr, "%s\n", *text ? text : "no figure");
	if (n == 0 && call->form == FORM_TABLE)
		return 0;
	return call->form == FORM_TABLE ? print_people(call, &s, n, err) : print_rows(call, n, err);
}
