/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * openmetrics: figures as OpenMetrics text with timestamps, as `promtool tsdb create-blocks-from openmetrics` reads it.
 *
 *     coopd_figure_AREA_INDICATOR_UNIT    the values        so that a sum over what one name selects has a meaning, an indicator is a family;
 *     coopd_low_AREA_INDICATOR_UNIT       the low ends      its ends are families with the same labels, so that low and high are drawn and
 *     coopd_high_AREA_INDICATOR_UNIT      the high ends     subtracted without a word about labels
 *
 * The time is the calendar end of the period, midnight UTC behind its last day. A span that is no year, half, quarter, month or day has its length as a
 * label too: the first five months and the last two end at the same time. All of a family stands together, and in it all of one set of labels, in order
 * of time; so series come by indicator, and low and high, which are families of their own, wait in temporary files.
 */
#include "base/num.h"
#include "base/period.h"
#include "coopctl/export.h"
#include "coopctl/figure.h"
#include "coopctl/names.h"
#include "coopctl/rows.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define DAY_S 86400
#define FAMILY_MAX 160
#define BASIS_MAX 16

enum { SERIES_NAME, SERIES_UNIT, SERIES_TITLE, SERIES_FAMILY, SERIES_CELLS };

static const struct column series_columns[] = {
    {"series", 1, COLUMN_TEXT, 0},
    {"unit", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"title", COLUMN_OPTION, COLUMN_TEXT, 0},
    {0},
};

static const struct {
	const char *family, *help;
} kinds[] = {{"figure", ""}, {"low", ": low end"}, {"high", ": high end"}};
#define N_KINDS (sizeof kinds / sizeof kinds[0])

struct point {
	struct period period;
	char basis[BASIS_MAX];
	char number[N_KINDS][NUM_TEXT_MAX];
};

struct request {
	size_t series;
	bool whole; /* without frequency: all periods of it */
};

struct metrics {
	struct call *call;
	char asof[32];
	FILE *file[N_KINDS];        /* owned but the first, which is standard output */
	const char *begun[N_KINDS]; /* family whose header was printed last */
	struct rows series;         /* by family, then name; columns SERIES_CELLS */
	struct request *request;    /* owned */
	size_t n_requests, n_sent;
	struct point *point; /* owned; of the series in hand, all its frequencies */
	size_t n, cap;
	unsigned long n_left_out, n_failed;
	struct err failed; /* of the first series whose figures could not be worked out */
};

/* "trade_turnover_usd" of "AZ-RU/trade/turnover-A": ids and units are letters, digits and underscores. The unit is the end of the name, as # UNIT wants
 * it, but not twice: "agriculture_supplier_rank". */
static void family_of(const char *name, const char *unit, char out[FAMILY_MAX])
{
	char indicator[FAMILY_MAX];

	names_indicator(name, indicator, sizeof indicator);
	const char *last = strrchr(indicator, '_');
	bool has_unit = !*unit || (last && strcasecmp(last + 1, unit) == 0);
	snprintf(out, FAMILY_MAX, "%.100s%s%.40s", indicator, has_unit ? "" : "_", has_unit ? "" : unit);
	for (char *c = out; *c; c++)
		*c = isalnum((unsigned char)*c) ? (char)tolower((unsigned char)*c) : '_';
}

static void put_escaped(FILE *to, const char *text)
{
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			fputc('\\', to);
		if (*text == '\n')
			fputs("\\n", to);
		else
			fputc(*text, to);
	}
}

static void put_header(struct metrics *m, size_t kind, const char *const *series)
{
	const char *unit = series[SERIES_UNIT], *family = series[SERIES_FAMILY], *what = kinds[kind].family;
	FILE *to = m->file[kind];

	if (m->begun[kind] && strcmp(m->begun[kind], family) == 0)
		return;
	m->begun[kind] = family;
	fprintf(to, "# TYPE coopd_%s_%s gauge\n", what, family);
	if (*unit)
		fprintf(to, "# UNIT coopd_%s_%s %s\n", what, family, family + strlen(family) - strlen(unit));
	fprintf(to, "# HELP coopd_%s_%s ", what, family);
	put_escaped(to, series[SERIES_TITLE]);
	fprintf(to, "%s%s%s\n", *unit ? ", " : "", unit, kinds[kind].help);
}

/* The labels that all points of a series have, and those of this one. */
static void put_labels(FILE *to, const char *const *series, const struct point *p)
{
	char base[256], text[PERIOD_TEXT_MAX];

	names_base(series[SERIES_NAME], base, sizeof base);
	int pair = (int)strcspn(base, "/"), ref = (int)strcspn(base, "-");
	const char *area = base + pair + (base[pair] == '/'), *indicator = area + strcspn(area, "/");
	period_format(&p->period, text);
	const char *span = strchr(text, '/');
	fprintf(to, "{pair=\"%.*s\",reference_area=\"%.*s\",counterpart_area=\"%.*s\"", pair, base, ref, base,
	        pair > ref ? pair - ref - 1 : 0, base + ref + 1);
	fprintf(to, ",area=\"%.*s\",indicator=\"%s\",freq=\"%c\"", (int)(indicator - area), area, indicator + (*indicator == '/'),
	        p->period.freq);
	if (span)
		fprintf(to, ",span=\"%s\"", span + 1);
	fprintf(to, ",unit=\"%s\",basis=\"%s\"}", series[SERIES_UNIT], p->basis);
}

/* As OpenMetrics spells the three that are no digits. */
static const char *spelling(const char *number)
{
	return strcmp(number, "inf") == 0 ? "+Inf" : strcmp(number, "-inf") == 0 ? "-Inf" : strcmp(number, "nan") == 0 ? "NaN" : number;
}

static int by_labels(const struct point *a, const struct point *b)
{
	if (a->period.freq != b->period.freq)
		return a->period.freq < b->period.freq ? -1 : 1;
	if (a->period.freq == 'I' && a->period.months != b->period.months)
		return a->period.months < b->period.months ? -1 : 1;
	if (a->period.freq == 'I' && a->period.days != b->period.days)
		return a->period.days < b->period.days ? -1 : 1;
	return strcmp(a->basis, b->basis);
}

static int by_labels_and_time(const void *a, const void *b)
{
	const struct point *x = a, *y = b;
	int order = by_labels(x, y);
	int32_t x_end = period_end(&x->period), y_end = period_end(&y->period);

	if (order || x_end != y_end)
		return order ? order : x_end < y_end ? -1 : 1;
	return x->period.start < y->period.start ? -1 : x->period.start > y->period.start;
}

/* Of one set of labels and one time there can be one number. Years of a state come twice, as the year and as the year of its days; two spans of months that
 * end on one day, for want of a 31st, are two. */
static void drop_twins(struct metrics *m)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->n; i++) {
		const struct point *last = kept ? &m->point[kept - 1] : NULL;
		if (last && by_labels(last, &m->point[i]) == 0 && period_end(&last->period) == period_end(&m->point[i].period))
			m->n_left_out += last->period.start != m->point[i].period.start;
		else
			m->point[kept++] = m->point[i];
	}
	m->n = kept;
}

static void print_series(struct metrics *m, const char *const *series)
{
	if (m->n)
		qsort(m->point, m->n, sizeof *m->point, by_labels_and_time);
	drop_twins(m);
	for (size_t kind = 0; kind < N_KINDS; kind++)
		for (size_t i = 0; i < m->n; i++) {
			const struct point *p = &m->point[i];
			put_header(m, kind, series);
			fprintf(m->file[kind], "coopd_%s_%s", kinds[kind].family, series[SERIES_FAMILY]);
			put_labels(m->file[kind], series, p);
			fprintf(m->file[kind], " %s %lld\n", spelling(p->number[kind]), (long long)period_end(&p->period) * DAY_S);
		}
	m->n = 0;
}

static int add_point(struct metrics *m, const struct words *w, struct err *err)
{
	const char *cells[COLUMNS_MAX];
	struct point p;

	output_cells(figure_columns, w, cells);
	if (period_parse(cells[FIGURE_PERIOD], strlen(cells[FIGURE_PERIOD]), &p.period, err))
		return err->code = CLIENT_BROKEN;
	const char *const numbers[N_KINDS] = {cells[FIGURE_VALUE], cells[FIGURE_LOW], cells[FIGURE_HIGH]};
	for (size_t i = 0; i < N_KINDS; i++)
		snprintf(p.number[i], sizeof p.number[i], "%s", numbers[i] ? numbers[i] : "nan");
	snprintf(p.basis, sizeof p.basis, "%s", cells[FIGURE_BASIS] ? cells[FIGURE_BASIS] : "");
	if (m->n == m->cap) {
		size_t cap = m->cap ? 2 * m->cap : 256;
		struct point *grown = reallocarray(m->point, cap, sizeof *grown);
		if (!grown)
			return err_set(err, -ENOMEM, "out of memory");
		m->point = grown;
		m->cap = cap;
	}
	m->point[m->n++] = p;
	return 0;
}

static bool same_base(const struct rows *series, size_t a, size_t b)
{
	char one[256], other[256];

	names_base(rows_cell(series, a, SERIES_NAME), one, sizeof one);
	names_base(rows_cell(series, b, SERIES_NAME), other, sizeof other);
	return strcmp(one, other) == 0;
}

/* A name with and without its frequency: without, it answers days and spans too; with, the years and halves that days count for. */
static int plan(struct metrics *m, struct err *err)
{
	const struct rows *s = &m->series;

	m->request = calloc(2 * s->n + 1, sizeof *m->request);
	if (!m->request)
		return err_set(err, -ENOMEM, "out of memory");
	for (size_t i = 0; i < s->n; i++) {
		if (!i || !same_base(s, i - 1, i))
			m->request[m->n_requests++] = (struct request){i, true};
		if (names_freq(rows_cell(s, i, SERIES_NAME)))
			m->request[m->n_requests++] = (struct request){i, false};
	}
	return 0;
}

static int ask_ahead(struct metrics *m, size_t at, struct err *err)
{
	char name[256];
	int rc = 0;

	while (!rc && m->n_sent < m->n_requests && m->n_sent < at + EXPORT_WINDOW) {
		const struct request *r = &m->request[m->n_sent++];
		const char *full = rows_cell(&m->series, r->series, SERIES_NAME);
		names_base(full, name, sizeof name);
		rc = client_sendf(&m->call->client, err, "GET %s%s", r->whole ? name : full, m->asof);
	}
	return rc;
}

static int read_figures(struct metrics *m, struct err *err)
{
	struct words w;
	int64_t n;
	int rc = client_status(&m->call->client, &n, NULL, err);

	/* One that cannot be answered does not hide the others. */
	if (rc <= CLIENT_REFUSED(0)) {
		if (!m->n_failed++)
			m->failed = *err;
		return 0;
	}
	while (!rc && n-- > 0) {
		rc = figure_read(&m->call->client, &w, err);
		if (!rc)
			rc = add_point(m, &w, err);
	}
	return rc;
}

static int print_all(struct metrics *m, struct err *err)
{
	int rc = plan(m, err);

	for (size_t i = 0; i < m->n_requests && !rc; i++) {
		rc = ask_ahead(m, i, err);
		if (!rc)
			rc = read_figures(m, err);
		if (!rc && (i + 1 == m->n_requests || m->request[i + 1].whole))
			print_series(m, rows_at(&m->series, m->request[i].series));
		if (!rc && ferror(stdout))
			rc = err_set(err, -EIO, "cannot write the output");
	}
	return rc;
}

static int append(FILE *from, FILE *to, struct err *err)
{
	char bytes[65536];
	size_t n;

	if (fflush(from) || fseek(from, 0, SEEK_SET))
		return err_sys(err, errno, "cannot read a temporary file");
	while ((n = fread(bytes, 1, sizeof bytes, from)) > 0)
		if (fwrite(bytes, 1, n, to) != n)
			return err_set(err, -EIO, "cannot write the output");
	return ferror(from) ? err_set(err, -EIO, "cannot read a temporary file") : 0;
}

static int by_family(const void *a, const void *b)
{
	char *const *x = a, *const *y = b;
	int order = strcmp(x[SERIES_FAMILY], y[SERIES_FAMILY]);

	return order ? order : strcmp(x[SERIES_NAME], y[SERIES_NAME]);
}

/* The names with their families, in the order in which they are printed. */
static int read_names(struct metrics *m, struct err *err)
{
	struct rows got = {0};
	char family[FAMILY_MAX];

	int rc = rows_read(&got, &m->call->client, series_columns, err);
	m->series.n_columns = SERIES_CELLS;
	for (size_t i = 0; i < got.n && !rc; i++) {
		const char *const *c = rows_at(&got, i);
		const char *unit = c[SERIES_UNIT] ? c[SERIES_UNIT] : "", *title = c[SERIES_TITLE] ? c[SERIES_TITLE] : c[SERIES_NAME];
		family_of(c[SERIES_NAME], unit, family);
		rc = rows_add(&m->series, (const char *const[SERIES_CELLS]){c[SERIES_NAME], unit, title, family}, err);
	}
	rows_fini(&got);
	if (!rc && m->series.n)
		qsort(m->series.cell, m->series.n, SERIES_CELLS * sizeof *m->series.cell, by_family);
	return rc;
}

static int run(struct metrics *m, struct err *err)
{
	int rc = export_asof(m->call, m->asof, err);

	if (!rc)
		rc = command_send(m->call, err);
	if (!rc)
		rc = read_names(m, err);
	m->file[0] = stdout;
	for (size_t kind = 1; kind < N_KINDS && !rc; kind++)
		if (!(m->file[kind] = tmpfile()))
			rc = err_sys(err, errno, "cannot make a temporary file");
	if (!rc)
		rc = print_all(m, err);
	for (size_t kind = 1; kind < N_KINDS && !rc; kind++)
		rc = append(m->file[kind], stdout, err);
	if (rc)
		return rc;
	fputs("# EOF\n", stdout);
	if (m->n_left_out)
		fprintf(stderr, "coopctl: %lu figures are left out: another span of the same length ends on the same day\n", m->n_left_out);
	if (m->n_failed)
		return err_set(err, m->failed.code, "%lu questions for figures were not answered, and those are left out; the first: %s",
		               m->n_failed, m->failed.text);
	return 0;
}

int openmetrics_run(struct call *call, struct err *err)
{
	struct metrics m = {.call = call};
	int rc = run(&m, err);

	for (size_t kind = 1; kind < N_KINDS; kind++)
		if (m.file[kind])
			fclose(m.file[kind]);
	free(m.request);
	free(m.point);
	rows_fini(&m.series);
	return rc;
}
