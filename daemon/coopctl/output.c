/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "coopctl/output.h"

#include "base/num.h"
#include "coopctl/table.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

void output_cells(const struct column *columns, const struct words *w, const char *cells[COLUMNS_MAX])
{
	for (size_t i = 0; columns[i].name; i++) {
		size_t word = (size_t)columns[i].word;
		if (columns[i].word == COLUMN_OPTION)
			cells[i] = words_option(w, columns[i].name);
		else
			cells[i] = word <= w->n ? w->word[word - 1] : NULL;
	}
}

void output_json_text(const char *text)
{
	json_t *string = json_string(text);

	if (string)
		json_dumpf(string, stdout, JSON_ENCODE_ANY);
	else
		fputs("null", stdout);
	json_decref(string);
}

void output_json_cell(const struct column *column, const char *cell)
{
	char text[NUM_TEXT_MAX];
	double v;

	if (column->type == COLUMN_FLAG) {
		fputs(cell && strcmp(cell, "0") != 0 ? "true" : "false", stdout);
	} else if (!cell) {
		fputs("null", stdout);
	} else if (column->type == COLUMN_NUMBER && num_parse(cell, strlen(cell), &v) == 0) {
		num_format(v, text);
		fputs(isfinite(v) ? text : "null", stdout);
	} else {
		output_json_text(cell);
	}
}

void output_json_object(const struct column *columns, const char *const *cells)
{
	for (size_t i = 0; columns[i].name; i++) {
		putchar(i ? ',' : '{');
		output_json_text(columns[i].name);
		putchar(':');
		output_json_cell(&columns[i], cells[i]);
	}
	putchar('}');
}

static void put_csv(FILE *to, const char *text)
{
	if (!text)
		return;
	if (!strpbrk(text, ",\"\r\n") && text[0] != ' ' && !(text[0] && text[strlen(text) - 1] == ' ')) {
		fputs(text, to);
		return;
	}
	fputc('"', to);
	for (; *text; text++) {
		if (*text == '"')
			fputc('"', to);
		fputc(*text, to);
	}
	fputc('"', to);
}

void output_csv_row(FILE *to, const struct column *columns, const char *const *cells)
{
	for (size_t i = 0; columns[i].name; i++) {
		if (i)
			fputc(',', to);
		put_csv(to, cells ? cells[i] : columns[i].name);
	}
	fputs("\r\n", to);
}

static void plain_row(const struct column *columns, const char *const *cells)
{
	for (size_t i = 0; columns[i].name; i++) {
		if (i)
			putchar('\t');
		fputs(cells[i] ? cells[i] : "", stdout);
	}
	putchar('\n');
}

int output_begin(struct output *o, enum form form, const struct column *columns, struct err *err)
{
	*o = (struct output){.form = form, .columns = columns};
	if (form == FORM_CSV)
		output_csv_row(stdout, columns, NULL);
	if (form == FORM_TABLE && !(o->table = table_create(columns)))
		return err_set(err, -ENOMEM, "out of memory");
	return 0;
}

int output_row(struct output *o, const char *const *cells, struct err *err)
{
	switch (o->form) {
	case FORM_TABLE:
		if (table_row(o->table, cells))
			return err_set(err, -ENOMEM, "out of memory");
		break;
	case FORM_JSON:
		if (!o->stream)
			fputs(o->n_rows ? ",\n " : "[", stdout);
		output_json_object(o->columns, cells);
		if (o->stream)
			putchar('\n');
		break;
	case FORM_CSV:
		output_csv_row(stdout, o->columns, cells);
		break;
	case FORM_PLAIN:
		plain_row(o->columns, cells);
		break;
	}
	o->n_rows++;
	return ferror(stdout) ? err_set(err, -EIO, "cannot write the output") : 0;
}

int output_end(struct output *o, struct err *err)
{
	if (o->form == FORM_TABLE && table_print(o->table))
		return err_set(err, -EIO, "cannot write the table");
	if (o->form == FORM_JSON && !o->stream)
		fputs(o->n_rows ? "]\n" : "[]\n", stdout);
	return 0;
}

void output_fini(struct output *o)
{
	table_destroy(o->table);
	o->table = NULL;
}
