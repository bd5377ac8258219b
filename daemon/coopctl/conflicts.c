/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * conflicts: observations that cannot all be true, what must hold between them, and which of them was set aside by which rule.
 */
#include "coopctl/command.h"
#include "coopctl/member.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Cells of a line: "conflict 1 pair=… rule=… text=…", or "member 1 series=…". */
enum { LINE_KIND, LINE_NUMBER, LINE_PAIR, LINE_RULE, LINE_TEXT, LINE_MEMBER };

static const struct column line_columns[] = {
    {"kind", 1, COLUMN_TEXT, 0},
    {"conflict", 2, COLUMN_NUMBER, 0},
    {"pair", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"rule", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"text", COLUMN_OPTION, COLUMN_TEXT, 0},
    MEMBER_COLUMNS,
    {"aside", COLUMN_OPTION, COLUMN_FLAG, 0},
    {0},
};
enum { LINE_CELLS = LINE_MEMBER + MEMBER_CELLS };

static bool is(const struct rows *lines, size_t i, const char *kind)
{
	return rows_cell(lines, i, LINE_KIND) && strcmp(rows_cell(lines, i, LINE_KIND), kind) == 0;
}

/* The members of the conflict in row `i`: the rows behind it up to the next conflict. */
static struct members members_of(const struct rows *lines, size_t i)
{
	struct members m = {.rows = lines, .from = i + 1, .to = i + 1, .at = LINE_MEMBER, .kind = "member"};

	while (m.to < lines->n && !is(lines, m.to, "conflict"))
		m.to++;
	return m;
}

/* "aside=0" says the same as no aside at all. */
static void settle_asides(const struct rows *lines)
{
	for (size_t i = 0; i < lines->n; i++) {
		char **cell = &lines->cell[i * lines->n_columns + LINE_MEMBER + MEMBER_REMARK];
		if (*cell && strcmp(*cell, "0") == 0) {
			free(*cell);
			*cell = NULL;
		}
	}
}

static const char *or_unsaid(const char *text)
{
	return text ? text : "(unsaid)";
}

static int print_people(const struct rows *lines, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < lines->n && !rc; i++) {
		const char *const *c = rows_at(lines, i);
		if (!is(lines, i, "conflict"))
			continue;
		struct members m = members_of(lines, i);
		printf("%s%s. %s: %s must hold\n", i ? "\n" : "", or_unsaid(c[LINE_NUMBER]), or_unsaid(c[LINE_PAIR]),
		       or_unsaid(c[LINE_TEXT]));
		rc = member_print(&m, "set aside", err);
		if (!rc)
			printf("rule: %s\n", or_unsaid(c[LINE_RULE]));
	}
	return rc;
}

static int print_json(const struct rows *lines)
{
	bool first = true;

	putchar('[');
	for (size_t i = 0; i < lines->n; i++) {
		if (!is(lines, i, "conflict"))
			continue;
		struct members m = members_of(lines, i);
		fputs(first ? "" : ",\n ", stdout);
		for (size_t c = LINE_NUMBER; c < LINE_MEMBER; c++) {
			printf("%c\"%s\":", c == LINE_NUMBER ? '{' : ',', line_columns[c].name);
			output_json_cell(&line_columns[c], rows_cell(lines, i, c));
		}
		fputs(",\"members\":", stdout);
		member_json(&m, line_columns);
		putchar('}');
		first = false;
	}
	fputs("]\n", stdout);
	return 0;
}

/* One row a member, what is said of its conflict in front. */
static int print_rows(const struct rows *lines, enum form form, struct err *err)
{
	const char *const *conflict = NULL, *row[LINE_CELLS];
	struct output o;
	int rc = output_begin(&o, form, line_columns + LINE_NUMBER, err);

	for (size_t i = 0; i < lines->n && !rc; i++) {
		if (is(lines, i, "conflict"))
			conflict = rows_at(lines, i);
		if (!conflict || !is(lines, i, "member"))
			continue;
		memcpy(row, rows_at(lines, i), sizeof row);
		memcpy(row + LINE_NUMBER, conflict + LINE_NUMBER, (LINE_MEMBER - LINE_NUMBER) * sizeof *row);
		rc = output_row(&o, row + LINE_NUMBER, err);
	}
	if (!rc)
		rc = output_end(&o, err);
	output_fini(&o);
	return rc;
}

int conflicts_run(struct call *call, struct err *err)
{
	struct rows lines = {0};
	int64_t n = 0;
	int rc = command_send(call, err);

	if (!rc)
		rc = client_status(&call->client, &n, NULL, err);
	if (!rc)
		rc = rows_read_lines(&lines, &call->client, n, line_columns, err);
	if (!rc && lines.n && !is(&lines, 0, "conflict"))
		rc = err_set(err, CLIENT_BROKEN, "coopd at %s sent a member before its conflict", call->client.path);
	if (!rc) {
		settle_asides(&lines);
		if (n == 0 && call->form == FORM_TABLE)
			puts("no conflicts");
		else if (call->form == FORM_TABLE)
			rc = print_people(&lines, err);
		else
			rc = call->form == FORM_JSON ? print_json(&lines) : print_rows(&lines, call->form, err);
	}
	rows_fini(&lines);
	return rc;
}
