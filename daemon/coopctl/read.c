/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * read: sends a report in prose and shows what coopd found in it.
 */
#include "base/num.h"
#include "base/utf8.h"
#include "coopctl/command.h"
#include "coopctl/import.h"
#include "coopctl/rows.h"
#include "coopctl/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define READ_BYTES_MAX ((size_t)32 << 20)
#define CONTEXT_BEFORE 48 /* bytes of the sentence that a table shows around the number */
#define CONTEXT_BEHIND 40
#define MARKED_MAX 400

enum {
	CELL_KIND,
	CELL_SERIES,
	CELL_PERIOD,
	CELL_VALUE,
	CELL_LOW,
	CELL_HIGH,
	CELL_BOUND,
	CELL_UNIT,
	CELL_STATUS,
	CELL_RULE,
	CELL_OFFSET,
	CELL_LENGTH,
	CELL_AT,
	CELL_WRITTEN,
	CELL_EVIDENCE,
	CELL_PAIR,
	CELL_AREA,
	CELL_DATE,
	CELL_NOTE_KIND,
	CELL_TEXT,
	CELL_REASON
};

/* One for each cell above; a line has those of its kind. */
static const struct column read_columns[] = {
    {"what", 1, COLUMN_TEXT, 0},
    {"series", 2, COLUMN_TEXT, 0},
    {"period", 3, COLUMN_TEXT, 0},
    {"value", 4, COLUMN_NUMBER, 0},
    {"low", COLUMN_OPTION, COLUMN_NUMBER, 0},
    {"high", COLUMN_OPTION, COLUMN_NUMBER, 0},
    {"bound", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"unit", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"status", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"rule", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"offset", COLUMN_OPTION, COLUMN_NUMBER, 0},
    {"length", COLUMN_OPTION, COLUMN_NUMBER, 0},
    {"at", COLUMN_OPTION, COLUMN_NUMBER, 0},
    {"written", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"evidence", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"pair", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"area", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"date", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"kind", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"text", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"reason", COLUMN_OPTION, COLUMN_TEXT, 0},
    {.name = NULL},
};

static const struct column figure_people[] = {{"series", 1, COLUMN_TEXT, COLUMN_KEY},
                                              {"period", 2, COLUMN_TEXT, 0},
                                              {"figure", 3, COLUMN_TEXT, COLUMN_RIGHT},
                                              {"bound", 4, COLUMN_TEXT, 0},
                                              {"status", 5, COLUMN_TEXT, 0},
                                              {"in the report", 6, COLUMN_TEXT, COLUMN_CUT},
                                              {.name = NULL}};
static const struct column note_people[] = {{"note", 1, COLUMN_TEXT, COLUMN_KEY},
                                            {"date", 2, COLUMN_TEXT, 0},
                                            {"area", 3, COLUMN_TEXT, 0},
                                            {"in the report", 4, COLUMN_TEXT, COLUMN_CUT},
                                            {.name = NULL}};
static const struct column left_people[] = {
    {"left", 1, COLUMN_TEXT, COLUMN_KEY}, {"because", 2, COLUMN_TEXT, 0}, {"in the report", 3, COLUMN_TEXT, COLUMN_CUT}, {.name = NULL}};

/* All bytes of a file or of standard input. */
static int load(const char *file, struct buf *out, struct err *err)
{
	int fd = strcmp(file, "-") == 0 ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);
	int rc = fd < 0 ? err_set(err, -ENOENT, "%s: %s", file, strerror(errno)) : 0;

	while (!rc) {
		char bytes[65536];
		ssize_t n = read(fd, bytes, sizeof bytes);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			rc = err_set(err, -ENOENT, "%s: %s", file, strerror(errno));
		else if (n == 0)
			break;
		else if (buf_add(out, bytes, (size_t)n))
			rc = err_set(err, ERR_LIMIT, "%s is larger than %zu MiB: cut it into pieces", file, READ_BYTES_MAX >> 20);
	}
	if (fd > STDIN_FILENO)
		close(fd);
	return rc;
}

/* The name that coopd is told: without folders, and ending in .txt, for what is sent is a text. */
static int wire_name(const char *file, char *out, size_t cap, struct err *err)
{
	const char *slash = strrchr(file, '/'), *base = slash ? slash + 1 : file;
	size_t n = strlen(base);
	bool txt = n > 4 && strcmp(base + n - 4, ".txt") == 0;

	if (strcmp(file, "-") == 0)
		base = "report";
	int len = snprintf(out, cap, "%s%s%s", *base == '.' ? "_" : "", base, txt ? "" : ".txt");
	return len < 0 || (size_t)len >= cap ? err_set(err, ERR_USAGE, "%s: the name is too long", file) : 0;
}

static int send_report(struct call *call, const struct buf *text, struct err *err)
{
	char name[300], bytes[32];
	int rc = wire_name(call->args[0], name, sizeof name, err);

	snprintf(bytes, sizeof bytes, "bytes=%zu", text->len);
	if (!rc) {
		struct buf line;
		buf_init(&line, CLIENT_REQUEST_MAX);
		rc = buf_add(&line, "READ ", 5);
		rc = rc ? rc : words_quote(&line, name);
		rc = rc ? rc : buf_addf(&line, " %s", bytes);
		for (size_t i = 0; !rc && call->command->flags[i].name; i++)
			if (call->flag_value[i] && call->command->flags[i].key) {
				rc = buf_addf(&line, " %s=", call->command->flags[i].key);
				rc = rc ? rc : words_quote(&line, call->flag_value[i]);
			}
		rc = rc ? rc : buf_add(&line, "\n", 1);
		rc = rc ? err_set(err, ERR_LIMIT, "the request is too long") : client_send(&call->client, buf_bytes(&line), line.len, err);
		buf_fini(&line);
	}
	return rc ? rc : client_send(&call->client, buf_bytes(text), text->len, err);
}

static size_t number_of(const char *text)
{
	double v;
	return text && num_parse(text, strlen(text), &v) == 0 && v >= 0 && v < 1e9 ? (size_t)v : 0;
}

/* The place in a sentence, the number in brackets: "…comprising [over 260] signed agreements". */
static void mark(const struct rows *r, size_t row, char out[MARKED_MAX])
{
	const char *sentence = rows_cell(r, row, CELL_EVIDENCE);
	size_t n = sentence ? strlen(sentence) : 0,
	       first = number_of(rows_cell(r, row, CELL_OFFSET)) - number_of(rows_cell(r, row, CELL_AT));
	size_t last = first + number_of(rows_cell(r, row, CELL_LENGTH));

	*out = '\0';
	if (!sentence || last > n || last < first || last - first > 150) {
		snprintf(out, MARKED_MAX, "%.*s", sentence ? (int)utf8_prefix(sentence, n < 200 ? n : 200) : 0, sentence ? sentence : "");
		return;
	}
	size_t from = first > CONTEXT_BEFORE ? first - CONTEXT_BEFORE : 0, to = n - last > CONTEXT_BEHIND ? last + CONTEXT_BEHIND : n;
	while (from > 0 && from < first && sentence[from - 1] != ' ')
		from++;
	while (to < n && to > last && sentence[to] != ' ')
		to--;
	snprintf(out, MARKED_MAX, "%s%.*s[%.*s]%.*s%s", from ? "…" : "", (int)(first - from), sentence + from, (int)(last - first),
	         sentence + first, (int)(to - last), sentence + last, to < n ? "…" : "");
}

static bool is_kind(const struct rows *r, size_t row, const char *kind)
{
	const char *cell = rows_cell(r, row, CELL_KIND);
	return cell && strcmp(cell, kind) == 0;
}

/* The rows of one kind as a table; `fill` makes its cells. */
typedef void fill_row(const struct rows *r, size_t row, char text[2][MARKED_MAX], const char **cells);

static void fill_figure(const struct rows *r, size_t row, char text[2][MARKED_MAX], const char **cells)
{
	text_figure(rows_cell(r, row, CELL_VALUE), rows_cell(r, row, CELL_LOW), rows_cell(r, row, CELL_HIGH), rows_cell(r, row, CELL_BOUND),
	            NULL, rows_cell(r, row, CELL_UNIT), text[0]);
	mark(r, row, text[1]);
	cells[0] = rows_cell(r, row, CELL_SERIES);
	cells[1] = rows_cell(r, row, CELL_PERIOD);
	cells[2] = text[0];
	cells[3] = rows_cell(r, row, CELL_BOUND);
	cells[4] = rows_cell(r, row, CELL_STATUS);
	cells[5] = text[1];
}

static void fill_note(const struct rows *r, size_t row, char text[2][MARKED_MAX], const char **cells)
{
	const char *sentence = rows_cell(r, row, CELL_TEXT);
	size_t n = sentence ? strlen(sentence) : 0;
	snprintf(text[0], MARKED_MAX, "%.*s", sentence ? (int)utf8_prefix(sentence, n < 300 ? n : 300) : 0, sentence ? sentence : "");
	cells[0] = rows_cell(r, row, CELL_NOTE_KIND);
	cells[1] = rows_cell(r, row, CELL_DATE);
	cells[2] = rows_cell(r, row, CELL_AREA);
	cells[3] = text[0];
}

static void fill_left(const struct rows *r, size_t row, char text[2][MARKED_MAX], const char **cells)
{
	mark(r, row, text[0]);
	cells[0] = rows_cell(r, row, CELL_TEXT);
	cells[1] = rows_cell(r, row, CELL_REASON);
	cells[2] = text[0];
}

static int print_kind(const struct rows *r, const char *kind, const struct column *columns, fill_row *fill, size_t *printed,
                      struct err *err)
{
	char text[2][MARKED_MAX];
	const char *cells[COLUMNS_MAX];
	struct output o;
	bool begun = false;
	int rc = 0;

	for (size_t i = 0; i < r->n && !rc; i++) {
		if (!is_kind(r, i, kind))
			continue;
		if (!begun) {
			if ((*printed)++)
				putchar('\n');
			rc = output_begin(&o, FORM_TABLE, columns, err);
			begun = true;
		}
		fill(r, i, text, cells);
		if (!rc)
			rc = output_row(&o, cells, err);
	}
	if (begun && !rc)
		rc = output_end(&o, err);
	if (begun)
		output_fini(&o);
	return rc;
}

static int print_people(const struct rows *r, const char *summary, struct err *err)
{
	size_t printed = 0;
	int rc = print_kind(r, "figure", figure_people, fill_figure, &printed, err);
	if (!rc)
		rc = print_kind(r, "note", note_people, fill_note, &printed, err);
	if (!rc)
		rc = print_kind(r, "left", left_people, fill_left, &printed, err);
	if (!rc)
		printf("%s%s\n", printed ? "\n" : "", summary);
	return rc;
}

static void json_list(const struct rows *r, const char *kind, const unsigned char *cells, size_t n_cells)
{
	bool first = true;
	putchar('[');
	for (size_t i = 0; i < r->n; i++) {
		if (!is_kind(r, i, kind))
			continue;
		fputs(first ? "{" : ",{", stdout);
		first = false;
		for (size_t k = 0; k < n_cells; k++) {
			printf("%s\"%s\":", k ? "," : "", read_columns[cells[k]].name);
			output_json_cell(&read_columns[cells[k]], rows_cell(r, i, cells[k]));
		}
		putchar('}');
	}
	putchar(']');
}

static void print_json(const struct rows *r)
{
	static const unsigned char figure[] = {CELL_SERIES, CELL_PERIOD, CELL_VALUE,    CELL_LOW,    CELL_HIGH, CELL_BOUND,
	                                       CELL_UNIT,   CELL_STATUS, CELL_EVIDENCE, CELL_OFFSET, CELL_RULE};
	static const unsigned char note[] = {CELL_PAIR, CELL_AREA, CELL_DATE, CELL_NOTE_KIND, CELL_TEXT, CELL_OFFSET};
	static const unsigned char left[] = {CELL_TEXT, CELL_OFFSET, CELL_REASON};

	fputs("{\"figures\":", stdout);
	json_list(r, "figure", figure, sizeof figure);
	fputs(",\"notes\":", stdout);
	json_list(r, "note", note, sizeof note);
	fputs(",\"left\":", stdout);
	json_list(r, "left", left, sizeof left);
	fputs("}\n", stdout);
}

static int print_rows(const struct call *call, const struct rows *r, struct err *err)
{
	struct output o;
	int rc = output_begin(&o, call->form, read_columns, err);
	for (size_t i = 0; i < r->n && !rc; i++)
		rc = output_row(&o, rows_at(r, i), err);
	if (!rc)
		rc = output_end(&o, err);
	output_fini(&o);
	return rc;
}

static int show(struct call *call, struct err *err)
{
	struct rows r = {.n_columns = sizeof read_columns / sizeof read_columns[0] - 1};
	char *text, summary[300];
	int64_t n;
	int rc = client_status(&call->client, &n, &text, err);

	if (rc)
		return rc;
	snprintf(summary, sizeof summary, "%s", text);
	rc = rows_read_lines(&r, &call->client, n, read_columns, err);
	if (!rc && call->form == FORM_JSON)
		print_json(&r);
	else if (!rc)
		rc = call->form == FORM_TABLE ? print_people(&r, summary, err) : print_rows(call, &r, err);
	rows_fini(&r);
	return rc;
}

static int show_recorded(struct call *call, struct err *err)
{
	struct import_report report;
	int rc = import_report_begin(&report, call->form, false, err);

	if (!rc)
		rc = import_report_file(&report, &call->client, call->args[0], err);
	if (!rc)
		rc = import_report_end(&report, err);
	output_fini(&report.rows);
	return rc ? rc : report.exit_code;
}

int read_run(struct call *call, struct err *err)
{
	struct buf text;

	buf_init(&text, READ_BYTES_MAX);
	int rc = load(call->args[0], &text, err);
	if (!rc)
		rc = send_report(call, &text, err);
	if (!rc)
		rc = command_flag(call, "--record") ? show_recorded(call, err) : show(call, err);
	buf_fini(&text);
	return rc;
}
