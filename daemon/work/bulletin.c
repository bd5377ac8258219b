/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/bulletin.h"

#include "base/spell.h"
#include "work/cfgtext.h"

#include <errno.h>
#include <inttypes.h>
#include <libconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEYS_MAX 16

/* What may stand in a group. The order is the order of the row's fields. */
struct group {
	const char *what;
	enum row_kind kind;
	const char *keys[KEYS_MAX];
	const char *required[4];
};

static const struct group source_group = {
    "the source", ROW_SOURCE, {"id", "name", "authority", "url", "published", "party", "rank"}, {"id"}};
static const struct group observation_group = {
    "the observation",
    ROW_OBSERVATION,
    {"series", "period", "value", "bound", "g", "high", "status", "evidence", "force", "source", "published"},
    {"series", "period", "value"}};
static const struct group note_group = {"the note", ROW_NOTE, {"pair", "area", "date", "kind", "text", "source"}, {"date", "kind", "text"}};
static const char *const top_keys[KEYS_MAX] = {"source", "pair", "observations", "notes"};

/* Defaults of the rows below. */
struct bulletin {
	struct row_sink *sink;
	const char *pair, *source; /* NULL where the file does not say */
	bool unusable;             /* the file tries to say them, and what it says is wrong */
};

static uint32_t line_of(const config_setting_t *s)
{
	return (uint32_t)config_setting_source_line(s);
}

static bool is_key(const char *const *keys, const char *name)
{
	for (size_t i = 0; i < KEYS_MAX && keys[i]; i++)
		if (strcmp(keys[i], name) == 0)
			return true;
	return false;
}

/* *meant: the key that was probably meant, or NULL. */
static int put_unknown_key(struct row_sink *sink, const config_setting_t *s, const char *const *keys, const char *where, const char **meant)
{
	const char *name = config_setting_name(s);
	struct spell spell;

	spell_start(&spell, name);
	for (size_t i = 0; i < KEYS_MAX && keys[i]; i++)
		spell_offer(&spell, keys[i]);
	const char *likely = *meant = spell_answer(&spell);
	if (likely)
		return row_put_error(sink, line_of(s), "%s has no key %s; did you mean %s?", where, name, likely);
	return row_put_error(sink, line_of(s), "%s has no key %s", where, name);
}

/* A setting as text: strings as they are, whole numbers as digits, yes and no. NULL after an error row (rc 1) or a failing sink (rc < 0). */
static const char *setting_text(struct row_sink *sink, const config_setting_t *s, char scratch[32], int *rc)
{
	switch (config_setting_type(s)) {
	case CONFIG_TYPE_STRING:
		return config_setting_get_string(s);
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		if (config_setting_get_format(s) == CONFIG_FORMAT_HEX)
			goto quotes;
		snprintf(scratch, 32, "%lld", config_setting_get_int64(s));
		return scratch;
	case CONFIG_TYPE_BOOL:
		if (strcmp(config_setting_name(s), "force") == 0)
			return config_setting_get_bool(s) ? "yes" : "no";
		*rc = row_put_error(sink, line_of(s), "%s has to be text", config_setting_name(s));
		break;
	case CONFIG_TYPE_FLOAT:
	quotes:
		*rc = row_put_error(sink, line_of(s), "write the %s in quotes, so that it is kept as written", config_setting_name(s));
		break;
	default:
		*rc = row_put_error(sink, line_of(s), "%s has to be one text, not a list or group", config_setting_name(s));
	}
	if (!*rc)
		*rc = 1;
	return NULL;
}

/* Fills `row` from a group. 0; 1 after an error row about it; negative from the sink. `scratch` holds its numbers. */
static int read_group(struct row_sink *sink, config_setting_t *s, const struct group *g, struct row *row, char scratch[KEYS_MAX][32])
{
	const char *meant;
	int rc = 0;

	*row = (struct row){.kind = g->kind, .line = line_of(s)};
	if (!config_setting_is_group(s)) {
		rc = row_put_error(sink, line_of(s), "%s has to be a group: { key = \"text\"; … }", g->what);
		return rc ? rc : 1;
	}
	for (int i = 0; i < config_setting_length(s); i++) {
		const config_setting_t *key = config_setting_get_elem(s, (unsigned)i);
		if (is_key(g->keys, config_setting_name(key)))
			continue;
		rc = put_unknown_key(sink, key, g->keys, g->what, &meant);
		return rc ? rc : 1;
	}
	for (size_t i = 0; i < KEYS_MAX && g->keys[i]; i++) {
		const config_setting_t *key = config_setting_get_member(s, g->keys[i]);
		if (!key)
			continue;
		const char *text = setting_text(sink, key, scratch[i], &rc);
		if (!text)
			return rc;
		row_add(row, g->keys[i], text);
	}
	for (size_t i = 0; i < 4 && g->required[i]; i++)
		if (!row_get(row, g->required[i])) {
			rc = row_put_error(sink, row->line, "%s has no %s", g->what, g->required[i]);
			return rc ? rc : 1;
		}
	return 0;
}

static void replace(struct row *row, const char *key, const char *value)
{
	for (size_t i = 0; i < row->n; i++)
		if (strcmp(row->field[i].key, key) == 0) {
			row->field[i].value = value;
			return;
		}
	row_add(row, key, value);
}

static int put_observation(const struct bulletin *b, struct row *row)
{
	const char *series = row_get(row, "series"), *slash = strchr(series, '/');
	char *whole = NULL;

	if (b->pair && slash && !strchr(slash + 1, '/')) {
		if (asprintf(&whole, "%s/%s", b->pair, series) < 0)
			return -ENOMEM;
		replace(row, "series", whole);
	}
	if (!row_get(row, "source"))
		row_add(row, "source", b->source);
	row_add(row, "style", "prose");
	int rc = row_put(b->sink, row);
	free(whole);
	return rc;
}

static int put_note(const struct bulletin *b, struct row *row)
{
	if (!row_get(row, "pair"))
		row_add(row, "pair", b->pair);
	if (!row_get(row, "source"))
		row_add(row, "source", b->source);
	return row_put(b->sink, row);
}

static int read_list(const struct bulletin *b, const config_setting_t *list, const struct group *g)
{
	char scratch[KEYS_MAX][32];
	struct row row;
	int rc = 0;

	if (!list)
		return 0;
	if (!config_setting_is_list(list))
		return row_put_error(b->sink, line_of(list), "%s has to be a list of groups: ( { … }, { … } )", config_setting_name(list));
	for (int i = 0; rc >= 0 && i < config_setting_length(list); i++) {
		rc = read_group(b->sink, config_setting_get_elem(list, (unsigned)i), g, &row, scratch);
		if (rc)
			continue;
		rc = g->kind == ROW_NOTE ? put_note(b, &row) : put_observation(b, &row);
	}
	return rc < 0 ? rc : 0;
}

/* The keys that no bulletin has. Rows without the source or pair that a misspelt key was meant to give would be believed as nobody's. */
static int check_keys(struct bulletin *b, const config_setting_t *root)
{
	for (int i = 0; i < config_setting_length(root); i++) {
		const config_setting_t *s = config_setting_get_elem(root, (unsigned)i);
		const char *meant;
		if (is_key(top_keys, config_setting_name(s)))
			continue;
		int rc = put_unknown_key(b->sink, s, top_keys, "a bulletin", &meant);
		if (rc)
			return rc;
		if (meant && (strcmp(meant, "source") == 0 || strcmp(meant, "pair") == 0))
			b->unusable = true;
	}
	return 0;
}

static int read_source(struct bulletin *b, config_setting_t *source)
{
	char scratch[KEYS_MAX][32];
	struct row row;

	int rc = read_group(b->sink, source, &source_group, &row, scratch);
	/* The scratch goes, the setting stays; an id of digits alone has to be quoted. */
	if (!rc && config_setting_type(config_setting_get_member(source, "id")) != CONFIG_TYPE_STRING) {
		rc = row_put_error(b->sink, row.line, "write the source's id in quotes");
		rc = rc ? rc : 1;
	}
	if (rc) {
		b->unusable = true;
		return rc < 0 ? rc : 0;
	}
	b->source = row_get(&row, "id");
	return b->unusable ? 0 : row_put(b->sink, &row);
}

static int read_top(struct bulletin *b, const config_setting_t *root)
{
	const config_setting_t *pair = config_setting_get_member(root, "pair");
	config_setting_t *source = config_setting_get_member(root, "source");

	int rc = check_keys(b, root);
	if (!rc && pair && config_setting_type(pair) == CONFIG_TYPE_STRING) {
		b->pair = config_setting_get_string(pair);
	} else if (!rc && pair) {
		b->unusable = true;
		rc = row_put_error(b->sink, line_of(pair), "pair has to be text, such as \"AZ-RU\"");
	}
	if (!rc && source)
		rc = read_source(b, source);
	if (!rc && b->unusable)
		rc = row_put_error(b->sink, 0, "its source or pair is wrong, so nothing of this file was taken");
	return rc;
}

static int parse_text(const char *text, struct row_sink *sink)
{
	struct bulletin b = {.sink = sink};
	config_t config;
	int rc;

	config_init(&config);
	if (!config_read_string(&config, text)) {
		rc = row_put_error(sink, (uint32_t)config_error_line(&config), "%s; nothing of this file was taken",
		                   config_error_text(&config));
		goto out;
	}
	const config_setting_t *root = config_root_setting(&config);
	rc = read_top(&b, root);
	if (!rc && !b.unusable)
		rc = read_list(&b, config_setting_get_member(root, "observations"), &observation_group);
	if (!rc && !b.unusable)
		rc = read_list(&b, config_setting_get_member(root, "notes"), &note_group);
out:
	config_destroy(&config);
	return rc;
}

int bulletin_parse(const char *path, const char *name, struct row_sink *sink, struct err *err)
{
	struct cfgtext text;
	struct err why;

	int rc = cfgtext_read(&text, path, name, BULLETIN_BYTES_MAX, err);
	if (rc)
		return rc;
	sink->done = sink->total = text.len;
	uint32_t line = cfgtext_check(&text, &why);
	if (line)
		rc = row_put_error(sink, line, "%s. Nothing of this file was taken", why.text);
	else
		rc = parse_text(text.text, sink);
	cfgtext_fini(&text);
	return rc;
}
