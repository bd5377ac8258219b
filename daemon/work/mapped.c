/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/mapped.h"

#include "base/num.h"
#include "base/spell.h"
#include "work/mapcode.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SERIES_MAX 256
#define VALUE_MAX 256
#define NOWHERE (-1)

/* Keys that are a row's own; the others make up its series and its value. */
static const enum map_key plain[] = {MAP_UNIT, MAP_BOUND, MAP_G, MAP_HIGH, MAP_STATUS, MAP_SOURCE, MAP_PUBLISHED, MAP_EVIDENCE};
static const enum map_key in_series[] = {MAP_REF_AREA, MAP_COUNTERPART, MAP_AREA, MAP_INDICATOR, MAP_FREQ};

struct tally {
	uint64_t rows;
	uint32_t line; /* the first */
};

struct mapped {
	struct mapping *mapping; /* owned */
	struct row_sink *sink;
	bool survey, described;           /* described: the source has had its row */
	int at[MAP_KEYS];                 /* columns */
	int *where_at;                    /* owned */
	struct mapcodes *codes[MAP_KEYS]; /* owned; NULL where cells are taken as they are */
	struct tally *filtered;           /* owned; one for each `where` */
	struct tally missing;

	/* the record in hand */
	const char *text[MAP_KEYS];
	struct mapcode *indicator; /* NULL where it is a constant */
	char series[SERIES_MAX], value[VALUE_MAX];
	const char *series_of[MAP_KEYS]; /* the texts that `series` was made of */
};

void mapped_destroy(struct mapped *m)
{
	if (!m)
		return;
	for (size_t k = 0; k < MAP_KEYS; k++)
		mapcodes_destroy(m->codes[k]);
	mapping_destroy(m->mapping);
	free(m->where_at);
	free(m->filtered);
	free(m);
}

/* Columns of codes: those with a table, and those that are understood without one. */
static bool has_codes(size_t key, const struct map_field *f)
{
	return f->column && (f->table || f->otherwise != MAP_KEEP || key == MAP_REF_AREA || key == MAP_COUNTERPART || key == MAP_INDICATOR);
}

int mapped_create(struct mapped **out, const char *path, bool survey, struct row_sink *sink, struct err *err)
{
	struct mapped *m = calloc(1, sizeof *m);
	int rc = m ? mapping_load(&m->mapping, path, err) : err_sys(err, ENOMEM, "cannot read the mapping");

	*out = NULL;
	if (rc) {
		mapped_destroy(m);
		return rc;
	}
	m->sink = sink;
	m->survey = survey;
	m->where_at = calloc(m->mapping->n_where + 1, sizeof *m->where_at);
	m->filtered = calloc(m->mapping->n_where + 1, sizeof *m->filtered);
	for (size_t k = 0; k < MAP_KEYS && !rc; k++)
		if (has_codes(k, &m->mapping->field[k]))
			rc = mapcodes_create(&m->codes[k], (enum map_key)k, &m->mapping->field[k]);
	if (rc || !m->where_at || !m->filtered) {
		mapped_destroy(m);
		return err_sys(err, ENOMEM, "cannot read the mapping");
	}
	*out = m;
	return 0;
}

/* The place of a column; an error row where it is not there. */
static int find_column(struct mapped *m, const char *wanted, const char *const *names, size_t n, uint32_t line, int *at, bool *wrong)
{
	struct spell spell;

	spell_start(&spell, wanted);
	for (size_t i = 0; i < n; i++) {
		if (strcasecmp(names[i], wanted) == 0) {
			*at = (int)i;
			return 0;
		}
		spell_offer(&spell, names[i]);
	}
	*wrong = true;
	const char *likely = spell_answer(&spell);
	if (likely)
		return row_put_error(m->sink, line, "the mapping names a column %.80s, which the file does not have; %.80s?", wanted,
		                     likely);
	return row_put_error(m->sink, line, "the mapping names a column %.80s, which the file does not have", wanted);
}

int mapped_header(struct mapped *m, const char *const *names, size_t n, uint32_t line)
{
	const struct mapping *map = m->mapping;
	bool wrong = false;
	int rc = 0;

	for (size_t k = 0; k < MAP_KEYS && !rc; k++) {
		m->at[k] = NOWHERE;
		if (map->field[k].column)
			rc = find_column(m, map->field[k].column, names, n, line, &m->at[k], &wrong);
	}
	for (size_t i = 0; i < map->n_where && !rc; i++)
		rc = find_column(m, map->where[i].column, names, n, line, &m->where_at[i], &wrong);
	return rc ? rc : wrong;
}

static bool is_among(const char *text, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(text, list[i]) == 0)
			return true;
	return false;
}

static void count(struct tally *t, uint32_t line)
{
	if (!t->rows++)
		t->line = line;
}

/* Whether the record is another dimension's, or has no value. */
static bool is_left_out(struct mapped *m, const char *const *field, uint32_t line)
{
	const struct mapping *map = m->mapping;

	for (size_t i = 0; i < map->n_where; i++)
		if (!is_among(field[m->where_at[i]], map->where[i].is, map->where[i].n_is)) {
			count(&m->filtered[i], line);
			return true;
		}
	if (m->at[MAP_VALUE] == NOWHERE || !is_among(field[m->at[MAP_VALUE]], map->missing, map->n_missing))
		return false;
	count(&m->missing, line);
	return true;
}

/* The texts of all keys. 0; 1 where the row is dealt with; or a negative code. */
static int read_keys(struct mapped *m, const char *const *field, uint32_t line)
{
	m->indicator = NULL;
	for (size_t k = 0; k < MAP_KEYS; k++) {
		struct mapcode *code;
		m->text[k] = m->at[k] == NOWHERE ? m->mapping->field[k].constant : field[m->at[k]];
		if (!m->codes[k])
			continue;
		int rc = mapcodes_find(m->codes[k], m->text[k], &code);
		if (rc == ERR_LIMIT) {
			rc = row_put_error(m->sink, line, "column %.80s holds more than %d different codes, and this is one more",
			                   m->mapping->field[k].column, MAPCODE_MAX);
			return rc ? rc : 1;
		}
		if (rc)
			return rc;
		if (!code->rows++)
			code->line = line;
		if (code->outcome == MAPCODE_REFUSED)
			rc = row_put_error(m->sink, line, "%s", code->text);
		if (rc || code->outcome != MAPCODE_TAKEN)
			return rc ? rc : 1;
		m->text[k] = code->text;
		if (k == MAP_INDICATOR)
			m->indicator = code;
	}
	return 0;
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

/* "AZ-W1/education/literacy-A". 0, or 1 where it is too long to be any. */
static int make_series(struct mapped *m)
{
	const char *const *t = m->text;
	const char *indicator = or_empty(t[MAP_INDICATOR]), *area = strchr(indicator, '/') ? "" : or_empty(t[MAP_AREA]);
	bool same = true;

	for (size_t i = 0; i < sizeof in_series / sizeof in_series[0]; i++) {
		enum map_key k = in_series[i];
		/* What stands in a cell is overwritten by the next record; what a code means is not. */
		bool stays = m->at[k] == NOWHERE || m->codes[k];
		same = same && stays && m->series_of[k] == t[k];
		m->series_of[k] = t[k];
	}
	if (same)
		return 0;
	int n = snprintf(m->series, sizeof m->series, "%s-%s/%s%s%s%s%s", or_empty(t[MAP_REF_AREA]), or_empty(t[MAP_COUNTERPART]), area,
	                 *area ? "/" : "", indicator, t[MAP_FREQ] && *t[MAP_FREQ] ? "-" : "", or_empty(t[MAP_FREQ]));
	if (n >= 0 && (size_t)n < sizeof m->series)
		return 0;
	m->series_of[MAP_REF_AREA] = NULL;
	m->series[0] = '\0';
	return 1;
}

/* The power of ten goes behind the number, so that its digits stay as they were written. */
static bool add_power(char *value, size_t n, size_t cap, const char *text)
{
	char *e = strpbrk(value, "eE");
	int64_t power, more = 0;

	if (num_parse_int(text, strlen(text), -99, 99, &power))
		return false;
	if (e && num_parse_int(e + 1, strlen(e + 1), -999, 999, &more) == 0)
		n = (size_t)(e - value);
	if (power + more)
		snprintf(value + n, cap - n, "e%d", (int)(power + more));
	else
		value[n] = '\0';
	return true;
}

/* *out: the value as coopd reads it. 0; 1 after an error row; or a negative code. */
static int make_value(struct mapped *m, uint32_t line, const char **out)
{
	const char *text = or_empty(m->text[MAP_VALUE]), *power = m->text[MAP_UNIT_MULT];
	bool comma = m->mapping->decimal == ',';
	size_t n = 0;
	int rc;

	*out = text;
	if (!comma && (!power || !*power))
		return 0;
	if (strlen(text) >= sizeof m->value - 8) {
		rc = row_put_error(m->sink, line, "the value is longer than any number");
		return rc ? rc : 1;
	}
	for (const char *p = text; *p; p++)
		if (!comma || (*p != '.' && *p != ' '))
			m->value[n++] = (char)(comma && *p == ',' ? '.' : *p);
	m->value[n] = '\0';
	*out = m->value;
	if (!power || !*power || add_power(m->value, n, sizeof m->value, power))
		return 0;
	rc = row_put_error(m->sink, line, "unit_mult \"%.40s\" is no power of ten: write 6 for millions", power);
	return rc ? rc : 1;
}

/* What somebody who describes the indicator wants to know of its values. */
static void note_value(struct mapcode *indicator, const char *value)
{
	const char *point = strchr(value, '.');
	double v;

	if (num_parse(value, strlen(value), &v) || !isfinite(v))
		return;
	indicator->low = fmin(v, indicator->low);
	indicator->high = fmax(v, indicator->high);
	int decimals = point ? (int)strspn(point + 1, "0123456789") : 0;
	if (decimals > indicator->decimals)
		indicator->decimals = decimals;
}

/* The source of the whole file, before its first observation. */
static int put_source(struct mapped *m)
{
	const struct map_source *s = &m->mapping->source;
	struct row row = {.kind = ROW_SOURCE};

	if (m->described || !s->id)
		return 0;
	m->described = true;
	row_add(&row, "id", s->id);
	row_add(&row, "name", s->name);
	row_add(&row, "authority", s->authority);
	row_add(&row, "url", s->url);
	row_add(&row, "published", s->published);
	row_add(&row, "party", s->party);
	row_add(&row, "rank", s->rank);
	return row_put(m->sink, &row);
}

static int put_observation(struct mapped *m, uint32_t line)
{
	struct row row = {.kind = ROW_OBSERVATION, .line = line};
	const char *value;

	if (make_series(m))
		return row_put_error(m->sink, line, "the names of parties, area and indicator are too long to be any");
	int rc = make_value(m, line, &value);
	if (!rc)
		rc = put_source(m);
	if (rc)
		return rc < 0 ? rc : 0;
	if (m->survey && m->indicator)
		note_value(m->indicator, value);
	row_add(&row, "series", m->series);
	row_add(&row, "period", m->text[MAP_PERIOD]);
	row_add(&row, "value", value);
	for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
		row_add(&row, mapping_key_name(plain[i]), m->text[plain[i]]);
	row_add(&row, "style", "table");
	return row_put(m->sink, &row);
}

int mapped_put(struct mapped *m, const char *const *field, uint32_t line)
{
	if (is_left_out(m, field, line))
		return 0;
	int rc = read_keys(m, field, line);
	if (rc)
		return rc < 0 ? rc : 0;
	return put_observation(m, line);
}

/* The end ---------------------------------------------------------------------------------------------------------------- */

static int put_skipped(struct mapped *m, uint32_t line, uint64_t rows, const char *text)
{
	struct row row = {.kind = ROW_SKIPPED, .line = line};
	char number[24];

	if (!rows)
		return 0;
	snprintf(number, sizeof number, "%llu", (unsigned long long)rows);
	row_add(&row, "text", text);
	row_add(&row, "rows", number);
	return row_put(m->sink, &row);
}

static int put_skipped_codes(struct mapped *m, size_t key)
{
	const char *what = key == MAP_REF_AREA || key == MAP_COUNTERPART ? "is no party" : "is not in the table";
	char text[200];
	int rc = 0;

	for (const struct mapcode *c = m->codes[key] ? mapcodes_first(m->codes[key]) : NULL; c && !rc; c = c->next)
		if (c->outcome == MAPCODE_SKIPPED) {
			snprintf(text, sizeof text, "%s \"%s\" %s", mapping_key_name((enum map_key)key), c->shown, what);
			rc = put_skipped(m, c->line, c->rows, text);
		}
	return rc;
}

static int put_indicator(struct mapped *m, const struct mapcode *c)
{
	struct row row = {.kind = ROW_INDICATOR, .line = c->line};
	char rows[24], decimals[12], low[NUM_TEXT_MAX], high[NUM_TEXT_MAX], id[SERIES_MAX];
	const char *area = m->mapping->field[MAP_AREA].constant;

	snprintf(id, sizeof id, "%s%s%s", area && !strchr(c->text, '/') ? area : "", area && !strchr(c->text, '/') ? "/" : "", c->text);
	snprintf(rows, sizeof rows, "%llu", (unsigned long long)c->rows);
	snprintf(decimals, sizeof decimals, "%d", c->decimals);
	num_format(c->low, low);
	num_format(c->high, high);
	row_add(&row, "indicator", id);
	row_add(&row, "code", c->code);
	row_add(&row, "rows", rows);
	row_add(&row, "low", low);
	row_add(&row, "high", high);
	row_add(&row, "decimals", decimals);
	return row_put(m->sink, &row);
}

int mapped_end(struct mapped *m)
{
	const struct mapping *map = m->mapping;
	char text[200];
	int rc = 0;

	for (size_t i = 0; i < map->n_where && !rc; i++) {
		snprintf(text, sizeof text, "%.80s is another than the mapping wants", map->where[i].column);
		rc = put_skipped(m, m->filtered[i].line, m->filtered[i].rows, text);
	}
	if (!rc)
		rc = put_skipped(m, m->missing.line, m->missing.rows, "there is no value");
	for (size_t k = 0; k < MAP_KEYS && !rc; k++)
		rc = put_skipped_codes(m, k);
	const struct mapcodes *indicators = m->survey ? m->codes[MAP_INDICATOR] : NULL;
	for (const struct mapcode *c = indicators ? mapcodes_first(indicators) : NULL; c && !rc; c = c->next)
		if (c->outcome == MAPCODE_TAKEN)
			rc = put_indicator(m, c);
	return rc;
}
