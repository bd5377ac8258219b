/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How it is kept: areas stand in an array in order of loading, each with an array of its indicators; two hash tables, by "trade"
 * and by "trade/turnover", point to the same structs. Every struct is allocated by itself and never moves, for measures and
 * identities keep pointers. Identities wait as names until the seal, because the area that they mean may be loaded later.
 */
#include "model/catalogue.h"

#include "model/indicator.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An element that found no memory has no table: hash_add looks there. */
#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(element) ((void)(element))
#include <uthash.h>

#define KEY_MAX (AREA_ID_MAX + INDICATOR_ID_MAX)
#define PLAUSIBLE_UNSAID 1e15

struct area_entry {
	struct area area; /* owns title, file, the array (not what is in it) */
	UT_hash_handle hh;
};

struct indicator_entry {
	struct indicator indicator; /* owns title, note, phrases */
	char key[KEY_MAX];
	UT_hash_handle hh;
};

struct pending {
	enum coop_identity_kind kind;
	const struct area *area;
	char *name[1 + COOP_TERMS_MAX]; /* the result, then the terms; owned */
	size_t n_terms;
};

struct catalogue {
	struct area_entry **areas; /* owned, with the entries */
	size_t n_areas;
	struct area_entry *area_hash;
	struct indicator_entry *indicator_hash; /* owns the entries */
	struct pending *pending;                /* owned */
	size_t n_pending;
	struct identity *identities; /* owned */
	size_t n_identities, n_sleeping;
};

int catalogue_create(struct catalogue **out)
{
	*out = calloc(1, sizeof **out);
	return *out ? 0 : -ENOMEM;
}

static void free_phrases(char **phrases)
{
	for (size_t i = 0; phrases && phrases[i]; i++)
		free(phrases[i]);
	free(phrases);
}

static void free_indicator(struct indicator_entry *e)
{
	free(e->indicator.title);
	free(e->indicator.note);
	free_phrases(e->indicator.phrases);
	free(e);
}

static void free_area(struct area_entry *e)
{
	free(e->area.title);
	free(e->area.file);
	free(e->area.indicators);
	free(e);
}

static void free_pending(struct pending *p)
{
	for (size_t i = 0; i < sizeof p->name / sizeof p->name[0]; i++)
		free(p->name[i]);
}

void catalogue_destroy(struct catalogue *c)
{
	if (!c)
		return;
	struct indicator_entry *e = c->indicator_hash, *next;
	HASH_CLEAR(hh, c->indicator_hash); /* the elements stay in a list */
	for (; e; e = next) {
		next = e->hh.next;
		free_indicator(e);
	}
	HASH_CLEAR(hh, c->area_hash);
	for (size_t i = 0; i < c->n_areas; i++)
		free_area(c->areas[i]);
	for (size_t i = 0; i < c->n_pending; i++)
		free_pending(&c->pending[i]);
	free(c->areas);
	free(c->pending);
	free(c->identities);
	free(c);
}

static struct area_entry *find_area(const struct catalogue *c, const char *id)
{
	struct area_entry *e;
	HASH_FIND_STR(c->area_hash, id, e);
	return e;
}

static struct indicator_entry *find_indicator(const struct catalogue *c, const char *key)
{
	struct indicator_entry *e;
	HASH_FIND_STR(c->indicator_hash, key, e);
	return e;
}

const struct area *catalogue_find_area(const struct catalogue *c, const char *id)
{
	const struct area_entry *e = find_area(c, id);
	return e ? &e->area : NULL;
}

const struct indicator *catalogue_find_indicator(const struct catalogue *c, const char *area, const char *id)
{
	char key[KEY_MAX];
	if (snprintf(key, sizeof key, "%s/%s", area, id) >= (int)sizeof key)
		return NULL;
	const struct indicator_entry *e = find_indicator(c, key);
	return e ? &e->indicator : NULL;
}

/* A copy of a NULL-terminated list, which may be NULL; never NULL but for want of memory. */
static char **copy_phrases(const char *const *phrases)
{
	size_t n = 0;
	while (phrases && phrases[n])
		n++;
	char **copy = calloc(n + 1, sizeof *copy);
	for (size_t i = 0; copy && i < n; i++)
		if (!(copy[i] = strdup(phrases[i]))) {
			free_phrases(copy);
			return NULL;
		}
	return copy;
}

static struct indicator_entry *copy_indicator(const struct area *area, const struct coop_indicator *from, bool configured)
{
	struct indicator_entry *e = calloc(1, sizeof *e);
	if (!e)
		return NULL;
	struct indicator *to = &e->indicator;
	to->area = area;
	to->kind = from->kind;
	to->flags = from->flags;
	to->plausible_min = from->plausible_min;
	to->plausible_max = from->plausible_max;
	to->decimals = from->decimals;
	to->configured = configured;
	to->direction = from->direction;
	snprintf(to->mirror, sizeof to->mirror, "%s", from->mirror ? from->mirror : "");
	snprintf(to->id, sizeof to->id, "%s", from->id);
	snprintf(to->unit, sizeof to->unit, "%s", from->unit);
	snprintf(e->key, sizeof e->key, "%s/%s", area->id, to->id);
	to->title = strdup(from->title);
	to->note = from->note ? strdup(from->note) : NULL;
	to->phrases = copy_phrases(from->phrases);
	if (!to->title || (from->note && !to->note) || !to->phrases) {
		free_indicator(e);
		return NULL;
	}
	return e;
}

static int add_indicator(struct catalogue *c, struct area *area, const struct coop_indicator *from, bool configured, struct err *err)
{
	struct indicator **grown = realloc(area->indicators, (area->n_indicators + 1) * sizeof *grown);
	if (!grown)
		return err_set(err, -ENOMEM, "out of memory");
	area->indicators = grown;
	struct indicator_entry *e = copy_indicator(area, from, configured);
	if (!e)
		return err_set(err, -ENOMEM, "out of memory");
	if (find_indicator(c, e->key)) {
		err_set(err, ERR_CONFLICT, "%s exists already: take another id", e->key);
		free_indicator(e);
		return ERR_CONFLICT;
	}
	HASH_ADD_STR(c->indicator_hash, key, e);
	if (!e->hh.tbl) {
		free_indicator(e);
		return err_set(err, -ENOMEM, "out of memory");
	}
	area->indicators[area->n_indicators++] = &e->indicator;
	return 0;
}

static int add_area(struct catalogue *c, const struct coop_plugin *plugin, const char *file, struct area **out, struct err *err)
{
	struct area_entry **grown = realloc(c->areas, (c->n_areas + 1) * sizeof(struct area_entry *));
	struct area_entry *e = NULL;
	if (!grown)
		return err_set(err, -ENOMEM, "out of memory");
	c->areas = grown;
	if (!(e = calloc(1, sizeof *e)) || !(e->area.title = strdup(plugin->title)) || (file && !(e->area.file = strdup(file))))
		goto fail;
	snprintf(e->area.id, sizeof e->area.id, "%s", plugin->name);
	HASH_ADD_KEYPTR(hh, c->area_hash, e->area.id, strlen(e->area.id), e);
	if (!e->hh.tbl)
		goto fail;
	c->areas[c->n_areas++] = e;
	*out = &e->area;
	return 0;
fail:
	if (e)
		free_area(e);
	return err_set(err, -ENOMEM, "out of memory");
}

static int add_pending(struct catalogue *c, const struct area *area, const struct coop_identity *from, struct err *err)
{
	struct pending *grown = realloc(c->pending, (c->n_pending + 1) * sizeof *grown);
	if (!grown)
		return err_set(err, -ENOMEM, "out of memory");
	c->pending = grown;
	struct pending *p = &grown[c->n_pending++];
	*p = (struct pending){.kind = from->kind, .area = area};
	bool ok = (p->name[0] = strdup(from->result)) != NULL;
	for (size_t i = 0; ok && i < COOP_TERMS_MAX && from->terms[i]; i++)
		ok = (p->name[1 + p->n_terms++] = strdup(from->terms[i])) != NULL;
	return ok ? 0 : err_set(err, -ENOMEM, "out of memory");
}

int catalogue_add_plugin(struct catalogue *c, const struct coop_plugin *plugin, const char *file, struct err *err)
{
	const struct area_entry *other = find_area(c, plugin->name);
	if (other)
		return err_set(err, ERR_CONFLICT, "%s: area %s is loaded already%s%s", file ? file : plugin->name, plugin->name,
		               other->area.file ? " from " : "", other->area.file ? other->area.file : "");
	struct area *area = NULL;
	int rc = add_area(c, plugin, file, &area, err);
	for (size_t i = 0; rc == 0 && i < plugin->n_indicators; i++)
		rc = add_indicator(c, area, &plugin->indicators[i], false, err);
	for (size_t i = 0; rc == 0 && i < plugin->n_identities; i++)
		rc = add_pending(c, area, &plugin->identities[i], err);
	return rc;
}

int catalogue_add_indicator(struct catalogue *c, const struct indicator_spec *spec, struct err *err)
{
	struct area_entry *e = find_area(c, spec->area);
	if (!e)
		return err_set(err, ERR_UNKNOWN, "indicator %s: no area %s is loaded", spec->id, spec->area);
	struct coop_indicator row = {.id = spec->id,
	                             .title = spec->title ? spec->title : spec->id,
	                             .unit = spec->unit,
	                             .flags = spec->is_signed ? COOP_SIGNED : 0,
	                             .plausible_min = spec->plausible_min,
	                             .plausible_max = spec->plausible_max,
	                             .decimals = spec->decimals,
	                             .phrases = spec->phrases,
	                             .note = spec->note};
	if (!spec->kind || kind_parse(spec->kind, &row.kind) != 0)
		return err_set(err, ERR_DATA, "indicator %s/%s: kind must be flow, stock, ratio, rank or ordinal", spec->area, spec->id);
	if (spec->direction && direction_parse(spec->direction, &row.direction) != 0)
		return err_set(err, ERR_DATA, "indicator %s/%s: direction must be between, books, gives, takes, where or whence",
		               spec->area, spec->id);
	bool unsaid = row.plausible_min == 0 && row.plausible_max == 0;
	if (unsaid || !isfinite(row.plausible_max))
		row.plausible_max = row.kind == COOP_RATIO ? 100 : PLAUSIBLE_UNSAID;
	if (unsaid || !isfinite(row.plausible_min))
		row.plausible_min = spec->is_signed ? -row.plausible_max : 0;
	int rc = indicator_check(&row, err);
	if (rc) {
		if (err)
			err_prefix(err, "area %s", spec->area);
		return rc;
	}
	return add_indicator(c, &e->area, &row, true, err);
}

enum found { FOUND, ASLEEP, NOWHERE };

static enum found resolve_name(const struct catalogue *c, const struct area *home, const char *name, const struct indicator **out)
{
	const char *slash = strchr(name, '/');
	if (slash) {
		char area[AREA_ID_MAX];
		if (snprintf(area, sizeof area, "%.*s", (int)(slash - name), name) >= (int)sizeof area ||
		    !(home = catalogue_find_area(c, area)))
			return ASLEEP;
		name = slash + 1;
	}
	*out = catalogue_find_indicator(c, home->id, name);
	return *out ? FOUND : NOWHERE;
}

/* Across areas nobody could check the units before: amounts must be of one unit, but for the percent of a share. */
static int check_units(const struct area *area, const struct identity *identity, struct err *err)
{
	const struct indicator *measure = identity->kind == COOP_SHARE ? identity->terms[0] : identity->result;
	for (size_t i = 0; i < identity->n_terms; i++) {
		const struct indicator *term = identity->terms[i];
		if (strcmp(term->unit, measure->unit) != 0 || term->kind != measure->kind)
			return err_set(err, ERR_DATA, "area %s: an identity cannot hold between %s/%s (%s, %s) and %s/%s (%s, %s)",
			               area->id, measure->area->id, measure->id, kind_name(measure->kind), measure->unit, term->area->id,
			               term->id, kind_name(term->kind), term->unit);
	}
	return 0;
}

static int resolve_identity(struct catalogue *c, const struct pending *p, struct err *err)
{
	struct identity *to = &c->identities[c->n_identities];
	*to = (struct identity){.kind = p->kind, .n_terms = p->n_terms};
	bool asleep = false;
	for (size_t i = 0; i <= p->n_terms; i++)
		switch (resolve_name(c, p->area, p->name[i], i ? &to->terms[i - 1] : &to->result)) {
		case FOUND:
			break;
		case ASLEEP:
			asleep = true;
			break;
		case NOWHERE:
			return err_set(err, ERR_UNKNOWN, "area %s: an identity names %s, which that area does not have", p->area->id,
			               p->name[i]);
		}
	if (asleep) {
		c->n_sleeping++;
		return 0;
	}
	int rc = check_units(p->area, to, err);
	if (rc == 0)
		c->n_identities++;
	return rc;
}

int catalogue_seal(struct catalogue *c, struct err *err)
{
	free(c->identities);
	c->n_identities = c->n_sleeping = 0;
	c->identities = calloc(c->n_pending + 1, sizeof *c->identities);
	if (!c->identities)
		return err_set(err, -ENOMEM, "out of memory");
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < c->n_pending; i++)
		rc = resolve_identity(c, &c->pending[i], err);
	return rc;
}

size_t catalogue_n_areas(const struct catalogue *c)
{
	return c->n_areas;
}

const struct area *catalogue_area(const struct catalogue *c, size_t i)
{
	return &c->areas[i]->area;
}

size_t catalogue_n_identities(const struct catalogue *c)
{
	return c->n_identities;
}

const struct identity *catalogue_identity(const struct catalogue *c, size_t i)
{
	return &c->identities[i];
}

size_t catalogue_n_sleeping(const struct catalogue *c)
{
	return c->n_sleeping;
}
