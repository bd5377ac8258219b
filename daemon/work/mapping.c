/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * libconfig's tree is kept as long as the mapping, which points into it.
 */
#include "work/mapping.h"

#include "base/spell.h"
#include "work/cfgtext.h"

#include <errno.h>
#include <libconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME "the mapping"

static const char *const key_names[MAP_KEYS] = {
    [MAP_REF_AREA] = "ref_area",
    [MAP_COUNTERPART] = "counterpart",
    [MAP_AREA] = "area",
    [MAP_INDICATOR] = "indicator",
    [MAP_FREQ] = "freq",
    [MAP_PERIOD] = "period",
    [MAP_VALUE] = "value",
    [MAP_UNIT_MULT] = "unit_mult",
    [MAP_UNIT] = "unit",
    [MAP_BOUND] = "bound",
    [MAP_G] = "g",
    [MAP_HIGH] = "high",
    [MAP_STATUS] = "status",
    [MAP_SOURCE] = "source",
    [MAP_PUBLISHED] = "published",
    [MAP_EVIDENCE] = "evidence",
};

/* What the mapping points into. */
struct mapping_memory {
	config_t config;
	void **blocks; /* owned */
	size_t n_blocks;
};

struct loader {
	struct mapping *m;
	struct err *err;
};

const char *mapping_key_name(enum map_key key)
{
	return key_names[key];
}

static int compare_codes(const void *a, const void *b)
{
	return strcmp(((const struct map_code *)a)->code, ((const struct map_code *)b)->code);
}

const char *mapping_look_up(const struct map_field *f, const char *code)
{
	struct map_code key = {code, NULL}, *found = NULL;

	if (f->n_table)
		found = bsearch(&key, f->table, f->n_table, sizeof key, compare_codes);
	return found ? found->is : NULL;
}

/* Zeroed memory that lives as long as the mapping; NULL (and the error is filled) where there is none. */
static void *take(struct loader *l, size_t n, size_t size)
{
	struct mapping_memory *mem = l->m->memory;
	void **grown = realloc(mem->blocks, (mem->n_blocks + 1) * sizeof *grown), *block = grown ? calloc(n ? n : 1, size) : NULL;

	if (grown)
		mem->blocks = grown;
	if (block)
		mem->blocks[mem->n_blocks++] = block;
	else
		err_sys(l->err, ENOMEM, NAME);
	return block;
}

/* Puts the line before the sentence that is there. */
static int at(const struct loader *l, const config_setting_t *s)
{
	err_prefix(l->err, NAME ", line %u", config_setting_source_line(s));
	return ERR_DATA;
}

static int unknown(struct loader *l, const config_setting_t *s, const char *const *names, size_t n)
{
	const char *name = config_setting_name(s);
	struct spell spell;

	spell_start(&spell, name);
	for (size_t i = 0; i < n; i++)
		spell_offer(&spell, names[i]);
	const char *likely = spell_answer(&spell);
	if (likely)
		err_set(l->err, ERR_DATA, "there is no %.60s; did you mean %s?", name, likely);
	else
		err_set(l->err, ERR_DATA, "there is no %.60s here", name);
	return at(l, s);
}

/* A text or a whole number as text. */
static int read_text(struct loader *l, const config_setting_t *s, const char **out)
{
	char *digits;

	switch (config_setting_type(s)) {
	case CONFIG_TYPE_STRING:
		*out = config_setting_get_string(s);
		return 0;
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		digits = take(l, 24, 1);
		if (!digits)
			return -ENOMEM;
		snprintf(digits, 24, "%lld", config_setting_get_int64(s));
		*out = digits;
		return 0;
	default:
		err_set(l->err, ERR_DATA, "%s has to be a text in quotes", config_setting_name(s) ? config_setting_name(s) : "this");
		return at(l, s);
	}
}

/* A text, or a list of them. */
static int read_texts(struct loader *l, const config_setting_t *s, const char ***out, size_t *n)
{
	bool list = config_setting_is_list(s) || config_setting_is_array(s);
	size_t len = list ? (size_t)config_setting_length(s) : 1;
	int rc = 0;

	*out = take(l, len, sizeof **out);
	if (!*out)
		return -ENOMEM;
	for (size_t i = 0; i < len && !rc; i++)
		rc = read_text(l, list ? config_setting_get_elem(s, (unsigned)i) : s, &(*out)[i]);
	*n = len;
	return rc;
}

static int read_code(struct loader *l, const config_setting_t *s, struct map_code *out)
{
	if (!config_setting_is_list(s) || config_setting_length(s) != 2) {
		err_set(l->err, ERR_DATA, "a table holds pairs: ( (\"code\", \"what it is here\"), … )");
		return at(l, s);
	}
	int rc = read_text(l, config_setting_get_elem(s, 0), &out->code);
	return rc ? rc : read_text(l, config_setting_get_elem(s, 1), &out->is);
}

static int read_table(struct loader *l, const config_setting_t *s, struct map_field *f)
{
	size_t n = (size_t)config_setting_length(s);
	int rc = 0;

	if (!config_setting_is_list(s)) {
		err_set(l->err, ERR_DATA, "table has to be a list of pairs: ( (\"code\", \"what it is here\"), … )");
		return at(l, s);
	}
	f->table = take(l, n, sizeof *f->table);
	if (!f->table)
		return -ENOMEM;
	for (size_t i = 0; i < n && !rc; i++)
		rc = read_code(l, config_setting_get_elem(s, (unsigned)i), &f->table[i]);
	if (rc)
		return rc;
	qsort(f->table, n, sizeof *f->table, compare_codes);
	for (size_t i = 1; i < n; i++)
		if (strcmp(f->table[i].code, f->table[i - 1].code) == 0) {
			err_set(l->err, ERR_DATA, "\"%.80s\" stands twice in the table", f->table[i].code);
			return at(l, s);
		}
	f->n_table = n;
	return 0;
}

static int read_otherwise(struct loader *l, const config_setting_t *s, struct map_field *f)
{
	static const char *const words[] = {[MAP_KEEP] = "keep", [MAP_REFUSE] = "refuse", [MAP_SKIP] = "skip"};
	const char *text = "";
	int rc = read_text(l, s, &text);

	for (size_t i = 0; i < sizeof words / sizeof words[0] && !rc; i++)
		if (strcmp(text, words[i]) == 0) {
			f->otherwise = (enum map_otherwise)i;
			return 0;
		}
	if (rc)
		return rc;
	err_set(l->err, ERR_DATA, "otherwise is \"keep\", \"refuse\" or \"skip\"");
	return at(l, s);
}

static int read_field(struct loader *l, const config_setting_t *s, struct map_field *f)
{
	static const char *const names[] = {"column", "table", "otherwise"};
	bool otherwise = false;
	int rc = 0;

	if (!config_setting_is_group(s))
		return read_text(l, s, &f->constant);
	for (int i = 0; i < config_setting_length(s) && !rc; i++) {
		const config_setting_t *member = config_setting_get_elem(s, (unsigned)i);
		const char *name = config_setting_name(member);
		if (strcmp(name, "column") == 0)
			rc = read_text(l, member, &f->column);
		else if (strcmp(name, "table") == 0)
			rc = read_table(l, member, f);
		else if (strcmp(name, "otherwise") == 0)
			rc = read_otherwise(l, member, f), otherwise = true;
		else
			rc = unknown(l, member, names, sizeof names / sizeof names[0]);
	}
	if (!rc && !f->column) {
		err_set(l->err, ERR_DATA, "%s needs a column: { column = \"NAME\"; }, or a constant text in its place",
		        config_setting_name(s));
		return at(l, s);
	}
	if (f->table && !otherwise)
		f->otherwise = MAP_REFUSE;
	return rc;
}

/* The source of the whole file, described; or a field like any other. */
static int read_source(struct loader *l, const config_setting_t *s)
{
	static const char *const names[] = {"id", "name", "authority", "url", "published", "party", "rank"};
	struct map_source *to = &l->m->source;
	const char **texts[] = {&to->id, &to->name, &to->authority, &to->url, &to->published, &to->party, &to->rank};
	int rc = 0;

	if (!config_setting_is_group(s) || config_setting_get_member(s, "column"))
		return read_field(l, s, &l->m->field[MAP_SOURCE]);
	for (int i = 0; i < config_setting_length(s) && !rc; i++) {
		const config_setting_t *member = config_setting_get_elem(s, (unsigned)i);
		size_t k = 0;
		while (k < sizeof names / sizeof names[0] && strcmp(names[k], config_setting_name(member)) != 0)
			k++;
		rc = k == sizeof names / sizeof names[0] ? unknown(l, member, names, k) : read_text(l, member, texts[k]);
	}
	if (!rc && !to->id) {
		err_set(l->err, ERR_DATA, "the source needs an id");
		return at(l, s);
	}
	l->m->field[MAP_SOURCE].constant = to->id;
	return rc;
}

static int read_where(struct loader *l, const config_setting_t *s)
{
	size_t n = (size_t)config_setting_length(s);
	int rc = 0;

	l->m->where = config_setting_is_list(s) ? take(l, n, sizeof *l->m->where) : NULL;
	for (size_t i = 0; i < n && l->m->where && !rc; i++) {
		const config_setting_t *one = config_setting_get_elem(s, (unsigned)i);
		bool group = config_setting_is_group(one);
		const config_setting_t *column = group ? config_setting_get_member(one, "column") : NULL;
		const config_setting_t *is = group ? config_setting_get_member(one, "is") : NULL;
		if (!column || !is || config_setting_length(one) != 2) {
			err_set(l->err, ERR_DATA, "an entry of where is { column = \"NAME\"; is = \"text\"; }");
			return at(l, one);
		}
		rc = read_text(l, column, &l->m->where[i].column);
		if (!rc)
			rc = read_texts(l, is, &l->m->where[i].is, &l->m->where[i].n_is);
	}
	if (config_setting_is_list(s)) {
		l->m->n_where = n;
		return l->m->where ? rc : -ENOMEM;
	}
	err_set(l->err, ERR_DATA, "where has to be a list: ( { column = \"NAME\"; is = \"text\"; } )");
	return at(l, s);
}

static int read_decimal(struct loader *l, const config_setting_t *s)
{
	const char *text = "";
	int rc = read_text(l, s, &text);

	if (rc)
		return rc;
	if (strcmp(text, ".") != 0 && strcmp(text, ",") != 0) {
		err_set(l->err, ERR_DATA, "decimal is \".\" or \",\"");
		return at(l, s);
	}
	l->m->decimal = text[0];
	return 0;
}

static int read_setting(struct loader *l, const config_setting_t *s)
{
	const char *name = config_setting_name(s), *names[MAP_KEYS + 3];
	size_t n = MAP_KEYS;

	if (strcmp(name, "source") == 0)
		return read_source(l, s);
	if (strcmp(name, "where") == 0)
		return read_where(l, s);
	if (strcmp(name, "missing") == 0)
		return read_texts(l, s, &l->m->missing, &l->m->n_missing);
	if (strcmp(name, "decimal") == 0)
		return read_decimal(l, s);
	for (size_t k = 0; k < MAP_KEYS; k++)
		if (strcmp(name, key_names[k]) == 0)
			return read_field(l, s, &l->m->field[k]);
	memcpy(names, key_names, sizeof key_names);
	names[n++] = "where";
	names[n++] = "missing";
	names[n++] = "decimal";
	return unknown(l, s, names, n);
}

/* What no observation can do without. */
static int check_whole(const struct loader *l)
{
	static const enum map_key needed[] = {MAP_REF_AREA, MAP_COUNTERPART, MAP_INDICATOR, MAP_PERIOD, MAP_VALUE};

	for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
		const struct map_field *f = &l->m->field[needed[i]];
		if (!f->column && !f->constant)
			return err_set(l->err, ERR_DATA, NAME " does not say the %s: %s: { column = \"NAME\"; }, or a constant text",
			               key_names[needed[i]], key_names[needed[i]]);
	}
	return 0;
}

static int read_tree(struct loader *l, const char *text)
{
	config_t *config = &l->m->memory->config;
	int rc = 0;

	if (!config_read_string(config, text))
		return err_set(l->err, ERR_DATA, NAME ", line %d: %s", config_error_line(config), config_error_text(config));
	const config_setting_t *root = config_root_setting(config);
	for (int i = 0; i < config_setting_length(root) && !rc; i++)
		rc = read_setting(l, config_setting_get_elem(root, (unsigned)i));
	return rc ? rc : check_whole(l);
}

static struct mapping *mapping_create(void)
{
	struct mapping *m = calloc(1, sizeof *m);

	if (!m || !(m->memory = calloc(1, sizeof *m->memory))) {
		free(m);
		return NULL;
	}
	config_init(&m->memory->config);
	m->decimal = '.';
	return m;
}

int mapping_load(struct mapping **out, const char *path, struct err *err)
{
	struct cfgtext text;
	struct err why;
	int rc = cfgtext_read(&text, path, NAME, MAPPING_BYTES_MAX, err);

	if (rc)
		return rc;
	struct mapping *m = mapping_create();
	uint32_t line = m ? cfgtext_check(&text, &why) : 0;
	if (!m)
		rc = err_sys(err, ENOMEM, NAME);
	else if (line)
		rc = err_set(err, ERR_DATA, NAME ", line %u: %s", line, why.text);
	else
		rc = read_tree(&(struct loader){m, err}, text.text);
	cfgtext_fini(&text);
	if (rc)
		mapping_destroy(m);
	else
		*out = m;
	return rc;
}

void mapping_destroy(struct mapping *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->memory->n_blocks; i++)
		free(m->memory->blocks[i]);
	free(m->memory->blocks);
	config_destroy(&m->memory->config);
	free(m->memory);
	free(m);
}
