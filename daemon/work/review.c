/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/review.h"

#include "base/utf8.h"
#include "base/value.h"
#include "plug/plug.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct area {
	struct plug *plug;
	const struct coop_plugin *table;
	struct coop_claim *claims; /* their texts are owned too */
	size_t n_claims, cap;
	struct row_sink *sink; /* while `review` runs */
	int rc;
};

struct review {
	struct area *areas; /* of plugins that have a review */
	size_t n_areas;
	size_t n_claims;
};

int review_create(struct review **out, char *const plugin_paths[])
{
	size_t n = 0;

	*out = NULL;
	while (plugin_paths && plugin_paths[n])
		n++;
	struct review *r = calloc(1, sizeof *r);
	if (!r)
		return -ENOMEM;
	r->areas = calloc(n + 1, sizeof *r->areas);
	if (!r->areas) {
		free(r);
		return -ENOMEM;
	}
	for (size_t i = 0; i < n; i++) {
		struct plug *p;
		struct err err;
		if (plug_open(&p, plugin_paths[i], &err) != 0)
			continue;
		if (plug_table(p)->review)
			r->areas[r->n_areas++] = (struct area){.plug = p, .table = plug_table(p)};
		else
			plug_close(p);
	}
	*out = r;
	return 0;
}

void review_clear(struct review *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->n_areas; i++) {
		struct area *a = &r->areas[i];
		for (size_t k = 0; k < a->n_claims; k++)
			free((char *)a->claims[k].pair); /* one block holds all three texts */
		free(a->claims);
		a->claims = NULL;
		a->n_claims = a->cap = 0;
	}
	r->n_claims = 0;
}

void review_destroy(struct review *r)
{
	if (!r)
		return;
	review_clear(r);
	for (size_t i = 0; i < r->n_areas; i++)
		plug_close(r->areas[i].plug);
	free(r->areas);
	free(r);
}

static struct area *find_area(struct review *r, const char *name, size_t n)
{
	for (size_t i = 0; i < r->n_areas; i++)
		if (strlen(r->areas[i].table->name) == n && memcmp(r->areas[i].table->name, name, n) == 0)
			return &r->areas[i];
	return NULL;
}

/* The number in the indicator's unit; NAN where it is not understood or was written in another unit. */
static double claimed_value(const struct area *a, const char *indicator, const struct row *row)
{
	const char *text = row_get(row, "value"), *style = row_get(row, "style");
	struct value v;
	struct err err;

	if (!text || value_parse(text, style && strcmp(style, "table") == 0 ? VALUE_TABLE : VALUE_PROSE, false, &v, &err) != 0)
		return NAN;
	for (size_t i = 0; *v.unit && i < a->table->n_indicators; i++)
		if (strcmp(a->table->indicators[i].id, indicator) == 0 && strcmp(a->table->indicators[i].unit, v.unit) != 0)
			return NAN;
	return v.number;
}

void review_note(struct review *r, const struct row *row)
{
	const char *series = row_get(row, "series"), *period = row_get(row, "period");
	const char *slash = series ? strchr(series, '/') : NULL, *second = slash ? strchr(slash + 1, '/') : NULL;

	if (!r || !second || !period || r->n_claims >= REVIEW_CLAIMS_MAX)
		return;
	struct area *a = find_area(r, slash + 1, (size_t)(second - slash - 1));
	if (!a)
		return;
	if (a->n_claims == a->cap) {
		size_t cap = a->cap ? 2 * a->cap : 64;
		struct coop_claim *grown = realloc(a->claims, cap * sizeof *grown);
		if (!grown)
			return;
		a->claims = grown;
		a->cap = cap;
	}
	/* "AZ-RU\0turnover\02023\0" */
	size_t n_series = strlen(series), n_period = strlen(period);
	char *text = malloc(n_series + n_period + 2);
	if (!text)
		return;
	memcpy(text, series, n_series + 1);
	memcpy(text + n_series + 1, period, n_period + 1);
	text[slash - series] = '\0';
	char *indicator = text + (second - series) + 1, *freq = strrchr(indicator, '-');
	if (freq)
		*freq = '\0';
	a->claims[a->n_claims++] = (struct coop_claim){
	    .pair = text,
	    .indicator = indicator,
	    .period = text + n_series + 1,
	    .value = claimed_value(a, indicator, row),
	    .line = row->line,
	};
	r->n_claims++;
}

static void on_remark(void *arg, size_t i, const char *text)
{
	struct area *a = arg;

	/* The plugin is somebody else's code: a number out of range or bytes that are no text are its slip, not the file's. */
	if (a->rc || i >= a->n_claims || !text || utf8_prefix(text, strlen(text)) != strlen(text))
		return;
	char line[ERR_TEXT_MAX];
	snprintf(line, sizeof line, "%s", text);
	line[utf8_prefix(line, strlen(line))] = '\0';
	for (char *p = line; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7F)
			*p = ' ';
	struct row row = {.kind = ROW_REMARK, .line = a->claims[i].line};
	row_add(&row, "text", line);
	row_add(&row, "area", a->table->name);
	a->rc = row_put(a->sink, &row);
}

int review_run(struct review *r, struct row_sink *sink)
{
	for (size_t i = 0; r && i < r->n_areas; i++) {
		struct area *a = &r->areas[i];
		if (!a->n_claims)
			continue;
		a->sink = sink;
		a->rc = 0;
		a->table->review(a->claims, a->n_claims, on_remark, a);
		if (a->rc)
			return a->rc;
	}
	return 0;
}
