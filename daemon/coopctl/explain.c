/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * explain: a figure, and the identities and observations that its low and its high rest on.
 */
#include "coopctl/command.h"
#include "coopctl/figure.h"
#include "coopctl/member.h"
#include "coopctl/subject.h"
#include "coopctl/text.h"

#include <stdio.h>
#include <string.h>

/* Cells of a line: "low identity text=…" or "low observation series=…". */
enum { REASON_END, REASON_KIND, REASON_TEXT, REASON_MEMBER, REASON_CELLS = REASON_MEMBER + MEMBER_CELLS };

static const struct column reason_columns[] = {
    {"end", 1, COLUMN_TEXT, 0},
    {"kind", 2, COLUMN_TEXT, 0},
    {"text", COLUMN_OPTION, COLUMN_TEXT, 0},
    MEMBER_COLUMNS,
    {"reading", COLUMN_OPTION, COLUMN_TEXT, 0},
    {0},
};

struct explanation {
	struct subject subject;
	struct rows figure;  /* one row of figure_columns; none where there is no figure */
	struct rows reasons; /* rows of reason_columns */
};

static struct members observations(const struct explanation *e, const char *end)
{
	return (struct members){.rows = &e->reasons, .to = e->reasons.n, .at = REASON_MEMBER, .kind = end, .what = "observation"};
}

static struct members identities(const struct explanation *e, const char *end)
{
	return (struct members){.rows = &e->reasons, .to = e->reasons.n, .kind = end, .what = "identity"};
}

/* The first line of the reply: the word figure, then as GET's. */
static int read_figure(struct explanation *e, struct client *c, struct err *err)
{
	const char *cells[COLUMNS_MAX];
	struct words w;

	e->figure.n_columns = FIGURE_CELLS;
	int rc = client_words(c, &w, err);
	if (rc)
		return rc;
	if (w.n < 3 || strcmp(w.word[0], "figure") != 0)
		return err_set(err, CLIENT_BROKEN, "coopd at %s sent an explanation without a figure", c->path);
	memmove(w.word, w.word + 1, --w.n * sizeof *w.word);
	output_cells(figure_columns, &w, cells);
	return rows_add(&e->figure, cells, err);
}

static void print_identities(const struct explanation *e, const char *end)
{
	struct members m = identities(e, end);

	for (size_t i = m.from; i < m.to; i++)
		if (member_is(&m, i) && rows_cell(m.rows, i, REASON_TEXT))
			printf("  %s\n", rows_cell(m.rows, i, REASON_TEXT));
}

/* The next row of one end from `i` on; reasons.n where there is none. */
static size_t next_reason(const struct explanation *e, size_t i, const char *end)
{
	struct members m = {.rows = &e->reasons, .kind = end};

	while (i < e->reasons.n && !member_is(&m, i))
		i++;
	return i;
}

/* Whether both ends rest on the same, in the same order. */
static bool same_reasons(const struct explanation *e)
{
	const size_t n = e->reasons.n;
	size_t low = next_reason(e, 0, "low"), high = next_reason(e, 0, "high");

	while (low < n && high < n) {
		for (size_t c = REASON_KIND; c < REASON_CELLS; c++) {
			const char *a = rows_cell(&e->reasons, low, c), *b = rows_cell(&e->reasons, high, c);
			if ((a || b) && (!a || !b || strcmp(a, b) != 0))
				return false;
		}
		low = next_reason(e, low + 1, "low");
		high = next_reason(e, high + 1, "high");
	}
	return low == n && high == n;
}

/* What the rows of `end` say for `claim`, a claim of that end or of both. */
static int print_end(const struct explanation *e, const char *end, const char *claim, bool open, struct err *err)
{
	struct members m = observations(e, end);

	if (next_reason(e, 0, end) == e->reasons.n) {
		printf("\n%s: %s\n", claim, open ? "nothing that was said limits it" : "by its kind, not by anything that was said");
		return 0;
	}
	printf("\n%s because:\n", claim);
	print_identities(e, end);
	return member_print(&m, "as logic has it", err);
}

static int print_people(const struct explanation *e, struct err *err)
{
	const char *const *f = rows_at(&e->figure, 0), *low = f[FIGURE_LOW], *high = f[FIGURE_HIGH];
	const char *unit = f[FIGURE_UNIT] ? f[FIGURE_UNIT] : e->subject.about.unit;
	char from[TEXT_FIGURE_MAX] = "", to[TEXT_FIGURE_MAX] = "", claim[2 * TEXT_FIGURE_MAX + 32];
	struct output o;

	subject_print(&e->subject);
	int rc = output_begin(&o, FORM_TABLE, figure_people_columns, err);
	if (!rc)
		rc = figure_people_row(&o, f, e->subject.about.unit, err);
	if (!rc)
		rc = output_end(&o, err);
	output_fini(&o);
	if (rc)
		return rc;
	bool below = text_end(low, high, false, unit, from), above = text_end(low, high, true, unit, to);
	if (below && above && same_reasons(e)) {
		if (strcmp(from, to) == 0)
			snprintf(claim, sizeof claim, "exactly %s", from);
		else
			snprintf(claim, sizeof claim, "at least %s and at most %s", from, to);
		return print_end(e, "low", claim, false, err);
	}
	snprintf(claim, sizeof claim, below ? "at least %s" : "no low end%s", from);
	rc = print_end(e, "low", claim, !below, err);
	snprintf(claim, sizeof claim, above ? "at most %s" : "no high end%s", to);
	return rc ? rc : print_end(e, "high", claim, !above, err);
}

static void json_end(const struct explanation *e, const char *end)
{
	struct members i = identities(e, end), o = observations(e, end);
	bool first = true;

	printf(",\n\"%s\":{\"identities\":[", end);
	for (size_t row = i.from; row < i.to; row++) {
		const char *text = rows_cell(i.rows, row, REASON_TEXT);
		if (!text || !member_is(&i, row))
			continue;
		fputs(first ? "" : ",", stdout);
		output_json_text(text);
		first = false;
	}
	fputs("],\n \"observations\":", stdout);
	member_json(&o, reason_columns);
	putchar('}');
}

static int print_json(const struct explanation *e, const char *period)
{
	fputs("{\"series\":", stdout);
	output_json_text(e->subject.series);
	fputs(",\"period\":", stdout);
	output_json_text(e->figure.n ? rows_cell(&e->figure, 0, FIGURE_PERIOD) : period);
	fputs(",\n\"figure\":", stdout);
	if (e->figure.n)
		output_json_object(figure_columns, rows_at(&e->figure, 0));
	else
		fputs("null", stdout);
	json_end(e, "low");
	json_end(e, "high");
	fputs("}\n", stdout);
	return 0;
}

/* A row for the figure, its basis in the place of the kind, then a row for each reason. */
static int print_rows(const struct explanation *e, enum form form, struct err *err)
{
	struct output o;
	int rc = output_begin(&o, form, reason_columns, err);

	if (!rc && e->figure.n) {
		const char *const *f = rows_at(&e->figure, 0), *row[REASON_CELLS] = {"figure", f[FIGURE_BASIS], NULL, e->subject.series};
		row[REASON_MEMBER + MEMBER_PERIOD] = f[FIGURE_PERIOD];
		row[REASON_MEMBER + MEMBER_VALUE] = f[FIGURE_VALUE];
		row[REASON_MEMBER + MEMBER_LOW] = f[FIGURE_LOW];
		row[REASON_MEMBER + MEMBER_HIGH] = f[FIGURE_HIGH];
		row[REASON_MEMBER + MEMBER_BOUND] = f[FIGURE_BOUND];
		row[REASON_MEMBER + MEMBER_UNIT] = f[FIGURE_UNIT];
		row[REASON_MEMBER + MEMBER_SOURCE] = f[FIGURE_SOURCE];
		row[REASON_MEMBER + MEMBER_PUBLISHED] = f[FIGURE_PUBLISHED];
		rc = output_row(&o, row, err);
	}
	for (size_t i = 0; i < e->reasons.n && !rc; i++)
		rc = output_row(&o, rows_at(&e->reasons, i), err);
	if (!rc)
		rc = output_end(&o, err);
	output_fini(&o);
	return rc;
}

static int print(const struct call *call, const struct explanation *e, struct err *err)
{
	if (call->form == FORM_JSON)
		return print_json(e, call->args[1]);
	if (call->form != FORM_TABLE)
		return print_rows(e, call->form, err);
	return e->figure.n ? print_people(e, err) : 0;
}

int explain_run(struct call *call, struct err *err)
{
	struct explanation e = {0};
	struct client *c = &call->client;
	int64_t n = 0;
	char *text;

	int rc = client_sendf(c, err, "INDICATORS");
	if (!rc)
		rc = command_send(call, err);
	if (!rc)
		rc = subject_read(&e.subject, c, call->args[0], call->args[1], err);
	if (!rc)
		rc = client_status(c, &n, &text, err);
	/* A script that reads columns gets none; the sentence is for whoever looks on. */
	if (!rc && n == 0)
		fprintf(call->form == FORM_TABLE ? stdout : stderr, "%s\n", *text ? text : "no figure");
	if (!rc && n > 0)
		rc = read_figure(&e, c, err);
	if (!rc && n > 0)
		rc = rows_read_lines(&e.reasons, c, n - 1, reason_columns, err);
	if (!rc)
		rc = print(call, &e, err);
	rows_fini(&e.figure);
	rows_fini(&e.reasons);
	return rc;
}
