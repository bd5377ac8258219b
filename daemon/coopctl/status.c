/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * status: how coopd is. Most lines are a key and a value; some are a key with options, and may stand several times.
 */
#include "base/num.h"
#include "coopctl/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY, VALUE };

static const char *const texts[] = {"version", "state", "ledger", "rrd_dir"};

/* A copy of a value as the wire has it: unquoted where it is one quoted word. */
static char *unquoted(const char *value)
{
	char *copy = strdup(value);
	struct words w;

	if (copy && copy[0] == '"' && words_split(copy, &w, NULL) == 0 && w.n == 1)
		memmove(copy, w.word[0], strlen(w.word[0]) + 1);
	return copy;
}

static bool is_text(const char *key)
{
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (strcmp(texts[i], key) == 0)
			return true;
	return false;
}

/* Whether a value is options, as those of import, aside and plugin_refused are: cuts `value` into `w`. */
static bool is_options(char *value, struct words *w)
{
	return value && words_split(value, w, NULL) == 0 && w->n == 0 && w->n_opt > 0;
}

static void json_value(const char *key, const char *value)
{
	struct column column = {"value", 1, is_text(key) ? COLUMN_TEXT : COLUMN_NUMBER, 0};

	output_json_cell(&column, value);
}

static void json_options(char *value)
{
	struct words w;

	if (!is_options(value, &w))
		return;
	for (size_t i = 0; i < w.n_opt; i++) {
		putchar(i ? ',' : '{');
		output_json_text(w.opt[i].key);
		putchar(':');
		json_value("", w.opt[i].value);
	}
	putchar('}');
}

/* Keys with options become lists of objects, whether they stand once or more often. */
static void json_lines(char **line, size_t n)
{
	const char *before = NULL;
	bool in_list = false;

	for (size_t i = 0; i < n; i++) {
		char *key = line[i], *value = key + strcspn(key, " ");
		if (*value)
			*value++ = '\0';
		struct words w;
		char *copy = strdup(value);
		bool options = is_options(copy, &w);
		free(copy);
		if (in_list && !(options && strcmp(before, key) == 0)) {
			putchar(']');
			in_list = false;
		}
		putchar(i ? ',' : '{');
		if (!in_list) {
			output_json_text(key);
			fputs(options ? ":[" : ":", stdout);
		}
		in_list = options;
		before = key;
		char *text = unquoted(value);
		if (options)
			json_options(value);
		else
			json_value(key, text);
		free(text);
	}
	fputs(in_list ? "]}\n" : n ? "}\n" : "{}\n", stdout);
}

static int row_lines(struct call *call, char **line, size_t n, struct err *err)
{
	struct output o;
	int rc = output_begin(&o, call->form, call->command->columns, err);

	for (size_t i = 0; i < n && !rc; i++) {
		char *value = line[i] + strcspn(line[i], " ");
		if (*value)
			*value++ = '\0';
		char *text = unquoted(value);
		rc = output_row(&o, (const char *const[]){[KEY] = line[i], [VALUE] = text}, err);
		free(text);
	}
	if (!rc)
		rc = output_end(&o, err);
	output_fini(&o);
	return rc;
}

static int by_key(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	size_t nx = strcspn(x, " "), ny = strcspn(y, " ");
	int order = strncmp(x, y, nx < ny ? nx : ny);

	return order ? order : (nx > ny) - (nx < ny);
}

int status_run(struct call *call, struct err *err)
{
	char **line = NULL, *text;
	size_t n = 0;
	int64_t left;
	int rc = command_send(call, err);

	if (!rc)
		rc = client_status(&call->client, &left, NULL, err);
	while (!rc && left-- > 0) {
		rc = client_line(&call->client, &text, err);
		if (rc)
			break;
		char **more = reallocarray(line, n + 1, sizeof *line);
		line = more ? more : line;
		if (!more || !(line[n] = strdup(text)))
			rc = err_set(err, ERR_INTERNAL, "out of memory");
		else
			n++;
	}
	if (!rc && call->form == FORM_JSON) {
		/* One key is one list, wherever its lines stood. */
		if (n)
			qsort(line, n, sizeof *line, by_key);
		json_lines(line, n);
	} else if (!rc) {
		rc = row_lines(call, line, n, err);
	}
	for (size_t i = 0; i < n; i++)
		free(line[i]);
	free(line);
	return rc;
}
