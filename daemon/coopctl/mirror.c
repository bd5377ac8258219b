/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * mirror: what each side's books say of the same, period by period. They are put beside each other and never averaged.
 */
#include "base/num.h"
#include "base/period.h"
#include "coopctl/command.h"
#include "coopctl/figure.h"
#include "coopctl/rows.h"
#include "coopctl/subject.h"
#include "coopctl/text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct column row_columns[] = {
    {"period", 1, COLUMN_TEXT, 0},
    {"first", 2, COLUMN_NUMBER, 0},
    {"first_low", 3, COLUMN_NUMBER, 0},
    {"first_high", 4, COLUMN_NUMBER, 0},
    {"second", 5, COLUMN_NUMBER, 0},
    {"second_low", 6, COLUMN_NUMBER, 0},
    {"second_high", 7, COLUMN_NUMBER, 0},
    {"ratio", 8, COLUMN_NUMBER, 0},
    {"gap", 9, COLUMN_NUMBER, 0},
    {"unit", 10, COLUMN_TEXT, 0},
    {0},
};

/* Both sides of one period, as cells of figure_columns; NULL where a side shows none. */
struct couple {
	struct period period;
	const char *const *side[2];
	double ratio, gap; /* second / first and second - first; nan where there is none */
};

struct mirror {
	char pair[2][64];
	char series[2][256];
	struct subject subject; /* of the first */
	struct rows figures[2];
	struct couple *couples; /* owned; by period */
	size_t n;
};

static int by_period(const void *a, const void *b)
{
	const struct couple *x = a, *y = b;

	return period_cmp(&x->period, &y->period);
}

static bool read_number(const char *const *figure, size_t cell, double *out)
{
	return figure && figure[cell] && num_parse(figure[cell], strlen(figure[cell]), out) == 0 && isfinite(*out);
}

static void compare(struct couple *c)
{
	const char *const *a = c->side[0], *const *b = c->side[1];
	double first, second;

	c->ratio = c->gap = NAN;
	if (!read_number(a, FIGURE_VALUE, &first) || !read_number(b, FIGURE_VALUE, &second))
		return;
	/* Amounts in different units have neither. */
	if (a[FIGURE_UNIT] && b[FIGURE_UNIT] && strcmp(a[FIGURE_UNIT], b[FIGURE_UNIT]) != 0)
		return;
	c->gap = text_difference(first, second);
	if (first != 0)
		c->ratio = second / first;
}

/* Puts the figures of both sides together by their periods. */
static int join(struct mirror *m, const char *path, struct err *err)
{
	size_t n = 0;

	m->couples = calloc(m->figures[0].n + m->figures[1].n + 1, sizeof *m->couples);
	if (!m->couples)
		return err_set(err, -ENOMEM, "out of memory");
	for (size_t s = 0; s < 2; s++)
		for (size_t i = 0; i < m->figures[s].n; i++, n++) {
			const char *const *f = rows_at(&m->figures[s], i);
			struct err why;
			if (!f[FIGURE_VALUE] || period_parse(f[FIGURE_PERIOD], strlen(f[FIGURE_PERIOD]), &m->couples[n].period, &why))
				return err_set(err, CLIENT_BROKEN, "coopd at %s sent a figure without period or value", path);
			m->couples[n].side[s] = f;
		}
	qsort(m->couples, n, sizeof *m->couples, by_period);
	for (size_t i = 0; i < n; i++) {
		struct couple *c = &m->couples[i], *last = m->n ? &m->couples[m->n - 1] : NULL;
		size_t s = c->side[1] != NULL;
		if (last && by_period(last, c) == 0 && !last->side[s])
			last->side[s] = c->side[s];
		else
			m->couples[m->n++] = *c;
	}
	for (size_t i = 0; i < m->n; i++)
		compare(&m->couples[i]);
	return 0;
}

static void figure_text(const struct mirror *m, const char *const *f, char out[TEXT_FIGURE_MAX])
{
	out[0] = '\0';
	if (f)
		text_figure(f[FIGURE_VALUE], f[FIGURE_LOW], f[FIGURE_HIGH], f[FIGURE_BOUND], f[FIGURE_BASIS],
		            f[FIGURE_UNIT] ? f[FIGURE_UNIT] : m->subject.about.unit, out);
}

/* A gap is told to the place that the wider of both intervals leaves open. */
static double readable_gap(const struct couple *c)
{
	double width = 0, low, high;

	for (size_t s = 0; s < 2; s++)
		if (read_number(c->side[s], FIGURE_LOW, &low) && read_number(c->side[s], FIGURE_HIGH, &high))
			width = fmax(width, high - low);
	double place = width > 0 && isfinite(width) ? pow(10, floor(log10(width)) - 1) : 0;
	return place >= 1 ? round(c->gap / place) * place : c->gap;
}

static int people_row(struct output *o, const struct mirror *m, const struct couple *c, const char *period, struct err *err)
{
	char first[TEXT_FIGURE_MAX], second[TEXT_FIGURE_MAX], gap[TEXT_FIGURE_MAX] = "", ratio[48] = "";
	const char *const *any = c->side[0] ? c->side[0] : c->side[1];

	figure_text(m, c->side[0], first);
	figure_text(m, c->side[1], second);
	if (!isnan(c->gap))
		text_change(readable_gap(c), any[FIGURE_UNIT] ? any[FIGURE_UNIT] : m->subject.about.unit, gap);
	if (!isnan(c->ratio))
		snprintf(ratio, sizeof ratio, fabs(c->ratio) < 1e6 && fabs(c->ratio) >= 0.1 ? "%.2f" : "%.2g", c->ratio);
	return output_row(o, (const char *const[]){period, first, second, ratio, gap}, err);
}

static int machine_row(struct output *o, const struct couple *c, const char *period, struct err *err)
{
	const char *const none[FIGURE_CELLS] = {0}, *const *a = c->side[0] ? c->side[0] : none, *const *b = c->side[1] ? c->side[1] : none;
	char ratio[NUM_TEXT_MAX], gap[NUM_TEXT_MAX];

	num_format(c->ratio, ratio);
	num_format(c->gap, gap);
	return output_row(o,
	                  (const char *const[]){period, a[FIGURE_VALUE], a[FIGURE_LOW], a[FIGURE_HIGH], b[FIGURE_VALUE], b[FIGURE_LOW],
	                                        b[FIGURE_HIGH], isnan(c->ratio) ? NULL : ratio, isnan(c->gap) ? NULL : gap,
	                                        a[FIGURE_UNIT] ? a[FIGURE_UNIT] : b[FIGURE_UNIT]},
	                  err);
}

static int print_rows(const struct mirror *m, enum form form, struct err *err)
{
	const struct column people_columns[] = {
	    {"period", 1, COLUMN_TEXT, COLUMN_KEY},  {m->pair[0], 2, COLUMN_TEXT, COLUMN_RIGHT}, {m->pair[1], 3, COLUMN_TEXT, COLUMN_RIGHT},
	    {"ratio", 4, COLUMN_TEXT, COLUMN_RIGHT}, {"gap", 5, COLUMN_TEXT, COLUMN_RIGHT},      {0},
	};
	char period[PERIOD_TEXT_MAX];
	struct output o;
	int rc = output_begin(&o, form, form == FORM_TABLE ? people_columns : row_columns, err);

	if (!rc && form == FORM_TABLE && m->n)
		printf("%s%s%s beside %s\n", m->subject.about.title, *m->subject.about.title ? ": " : "", m->series[0], m->series[1]);
	for (size_t i = 0; i < m->n && !rc; i++) {
		const struct couple *c = &m->couples[i];
		period_format(&c->period, period);
		rc = form == FORM_TABLE ? people_row(&o, m, c, period, err) : machine_row(&o, c, period, err);
	}
	if (!rc)
		rc = output_end(&o, err);
	output_fini(&o);
	return rc;
}

static void json_pair(const char *key, double number)
{
	char text[NUM_TEXT_MAX];

	num_format(number, text);
	printf(",\"%s\":%s", key, isfinite(number) ? text : "null");
}

static int print_json(const struct mirror *m)
{
	static const char *const keys[] = {"first", "second"};
	char period[PERIOD_TEXT_MAX];

	fputs("{\"first\":", stdout);
	output_json_text(m->series[0]);
	fputs(",\"second\":", stdout);
	output_json_text(m->series[1]);
	fputs(",\"periods\":[", stdout);
	for (size_t i = 0; i < m->n; i++) {
		const struct couple *c = &m->couples[i];
		period_format(&c->period, period);
		printf("%s{\"period\":\"%s\"", i ? ",\n " : "\n ", period);
		for (size_t s = 0; s < 2; s++) {
			printf(",\"%s\":", keys[s]);
			if (c->side[s])
				output_json_object(figure_columns, c->side[s]);
			else
				fputs("null", stdout);
		}
		json_pair("ratio", c->ratio);
		json_pair("gap", c->gap);
		putchar('}');
	}
	fputs("]}\n", stdout);
	return 0;
}

static int read_side(struct mirror *m, size_t s, struct call *call, struct err *err)
{
	int64_t n;
	char *text;
	int rc = client_status(&call->client, &n, &text, err);

	if (!rc && n == 0)
		fprintf(call->form == FORM_TABLE ? stdout : stderr, "%s\n", *text ? text : "no figure");
	return rc ? rc : rows_read_lines(&m->figures[s], &call->client, n, figure_columns, err);
}

static int name_both(struct mirror *m, const struct call *call, struct err *err)
{
	const char *pair = call->args[0], *indicator = call->args[1], *with = command_flag(call, "--with");
	char counterpart[128];

	if (strchr(pair, '/') || !strchr(indicator, '/'))
		return err_set(err, ERR_USAGE, "mirror takes the pair and the indicator apart: coopctl mirror AZ-RU trade/turnover");
	names_counterpart(indicator, counterpart, sizeof counterpart);
	snprintf(m->pair[0], sizeof m->pair[0], "%s", pair);
	names_mirror(pair, m->pair[1], sizeof m->pair[1]);
	snprintf(m->series[0], sizeof m->series[0], "%s/%.128s", m->pair[0], indicator);
	snprintf(m->series[1], sizeof m->series[1], "%s/%.128s", m->pair[1], with ? with : counterpart);
	return 0;
}

int mirror_run(struct call *call, struct err *err)
{
	struct mirror m = {0};
	struct client *c = &call->client;
	const char *period = call->n_args > 2 ? call->args[2] : NULL;
	int rc = name_both(&m, call, err);

	if (!rc)
		rc = client_sendf(c, err, "INDICATORS");
	for (size_t s = 0; s < 2 && !rc; s++)
		rc = command_send_words(call, "GET", (const char *const[]){m.series[s], period}, period ? 2 : 1, err);
	if (!rc)
		rc = subject_read(&m.subject, c, m.series[0], period, err);
	for (size_t s = 0; s < 2 && !rc; s++)
		rc = read_side(&m, s, call, err);
	if (!rc)
		rc = join(&m, c->path, err);
	if (!rc)
		rc = call->form == FORM_JSON ? print_json(&m) : print_rows(&m, call->form, err);
	for (size_t s = 0; s < 2; s++)
		rows_fini(&m.figures[s]);
	free(m.couples);
	return rc;
}
