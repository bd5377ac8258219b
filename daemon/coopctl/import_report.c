/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "coopctl/import.h"

#include "coopctl/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

static const char *const counts[] = {"taken", "known", "refused", "notes", "sources", "skipped", "dry_run"};
enum { REFUSED = 2, SKIPPED = 5, DRY_RUN = 6, N_COUNTS = 7 };

static const struct column row_columns[] = {
    {"file", 1, COLUMN_TEXT, 0}, {"line", 2, COLUMN_NUMBER, 0}, {"kind", 3, COLUMN_TEXT, 0}, {"reason", 4, COLUMN_TEXT, 0}, {0}};

int import_report_begin(struct import_report *r, enum form form, bool list_unknown, struct err *err)
{
	*r = (struct import_report){.form = list_unknown ? FORM_TABLE : form, .list_unknown = list_unknown};
	form = r->form;
	return form == FORM_CSV || form == FORM_PLAIN ? output_begin(&r->rows, form, row_columns, err) : 0;
}

static void add_exit_code(struct import_report *r, int code)
{
	if (!r->exit_code)
		r->exit_code = code;
}

static void json_between(struct import_report *r)
{
	fputs(r->begun ? ",\n " : "[", stdout);
	r->begun = true;
}

void import_report_failure(struct import_report *r, const char *file, struct err *why)
{
	if (file)
		err_prefix(why, "%.200s", file);
	text_clean(why->text, strlen(why->text));
	fflush(stdout);
	fprintf(stderr, "coopctl: %s\n", why->text);
	add_exit_code(r, client_exit_code(why->code));
	if (r->form == FORM_JSON) {
		json_between(r);
		fputs("{\"error\":", stdout);
		output_json_text(why->text);
		putchar('}');
	}
}

/* "NAME: taken=18 known=0 …": the name may hold anything, so the counts are looked for from the end. */
static int read_counts(char *text, const char *count[N_COUNTS], struct words *w)
{
	char *start = NULL;

	for (char *at = text; (at = strstr(at, "taken=")); at++)
		start = at;
	if (!start || words_split(start, w, NULL))
		return -1;
	for (size_t i = 0; i < N_COUNTS; i++) {
		count[i] = words_option(w, counts[i]);
		if (!count[i] && i < SKIPPED)
			count[i] = "0";
	}
	return 0;
}

static void print_counts(struct import_report *r, const char *file, const char *const count[N_COUNTS])
{
	struct column number = {"", 1, COLUMN_NUMBER, 0};

	if (r->form == FORM_TABLE) {
		FILE *to = r->list_unknown ? stderr : stdout;
		fprintf(to, "%s: %s taken, %s known already, %s refused, %s notes, %s sources", file, count[0], count[1], count[2],
		        count[3], count[4]);
		if (count[SKIPPED])
			fprintf(to, ", %s skipped", count[SKIPPED]);
		fputs(count[DRY_RUN] ? "; a dry run: nothing was recorded\n" : "\n", to);
	}
	if (r->form != FORM_JSON)
		return;
	json_between(r);
	fputs("{\"file\":", stdout);
	output_json_text(file);
	for (size_t i = 0; i < N_COUNTS; i++) {
		if (!count[i])
			continue;
		printf(",\"%s\":", counts[i]);
		output_json_cell(&number, count[i]);
	}
	fputs(",\"rows\":[", stdout);
}

/* What the line is about, and its words; "unknown" for an indicator that is not in the catalogue. */
static const char *kind_of(const struct words *w, const char **reason)
{
	static const char *const kinds[] = {"refused", "remark", "skipped", "unknown"};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if ((*reason = words_option(w, kinds[i])))
			return kinds[i];
	*reason = "";
	return "remark";
}

static int print_row(struct import_report *r, const char *file, const struct words *w, bool first, struct err *err)
{
	const char *line = words_option(w, "line"), *rows = words_option(w, "rows"), *reason, *kind = kind_of(w, &reason);

	if (r->list_unknown && strcmp(kind, "unknown") == 0) {
		import_unknown_print(w, !r->in_list);
		r->in_list = true;
		return 0;
	}
	switch (r->form) {
	case FORM_TABLE:
		fprintf(r->list_unknown ? stderr : stdout, "  %s:%s: %s%s%s%s%s%s\n", file, line ? line : "?",
		        strcmp(kind, "refused") == 0 ? "" : kind, strcmp(kind, "refused") == 0 ? "" : ": ", reason, rows ? " (" : "",
		        rows ? rows : "", rows ? " rows)" : "");
		return 0;
	case FORM_JSON:
		fputs(first ? "" : ",", stdout);
		output_json_object(row_columns + 1, (const char *const[]){line, kind, reason});
		return 0;
	default:
		return output_row(&r->rows, (const char *const[]){file, line, kind, reason}, err);
	}
}

int import_report_file(struct import_report *r, struct client *c, const char *path, struct err *err)
{
	const char *count[N_COUNTS] = {0};
	struct words w, counted;
	int64_t n = 0;
	char *text = NULL, *counts_text = NULL, *file = strdup(path);

	if (!file)
		return err_set(err, ERR_INTERNAL, "out of memory");
	int rc = client_status(c, &n, &text, err);

	if (!rc) {
		text_clean(file, strlen(file));
		counts_text = strdup(text);
		if (!counts_text || read_counts(counts_text, count, &counted))
			rc = err_set(err, CLIENT_BROKEN, "coopd at %s sent a report that is not understood: %.200s", c->path, text);
	}
	if (!rc) {
		print_counts(r, file, count);
		if (strcmp(count[REFUSED], "0") != 0 && !r->list_unknown)
			add_exit_code(r, EX_DATAERR);
	}
	int64_t refused = 0;
	for (int64_t i = 0; i < n && !rc; i++) {
		rc = client_words(c, &w, err);
		if (rc)
			break;
		refused += words_option(&w, "refused") != NULL;
		rc = print_row(r, file, &w, i == 0, err);
	}
	if (!rc && r->form == FORM_JSON)
		fputs("]}", stdout);
	if (!rc && r->form == FORM_TABLE && !r->list_unknown && strtoll(count[REFUSED], NULL, 10) > refused)
		printf("  and %lld refused rows more\n", strtoll(count[REFUSED], NULL, 10) - (long long)refused);
	free(counts_text);
	free(file);
	return rc;
}

int import_report_end(struct import_report *r, struct err *err)
{
	if (r->list_unknown)
		import_unknown_end(r->in_list);
	if (r->form == FORM_JSON)
		fputs(r->begun ? "]\n" : "[]\n", stdout);
	return r->form == FORM_CSV || r->form == FORM_PLAIN ? output_end(&r->rows, err) : 0;
}
