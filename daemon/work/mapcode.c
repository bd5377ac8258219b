/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/mapcode.h"

#include "base/utf8.h"
#include "model/catalogue.h"
#include "model/currency.h"
#include "model/partycode.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(obj) ((obj)->hashed = false)
#include <uthash.h>

#define ID_MAX (INDICATOR_ID_MAX - 1)
#define TAIL_MAX 10 /* "_x" and eight hexadecimal digits */

struct entry {
	struct mapcode code;
	char *text; /* owned; NULL where code.text is the mapping's */
	bool hashed;
	UT_hash_handle hh;    /* by code */
	UT_hash_handle by_id; /* by text, of indicators whose code was kept */
	char own[];           /* the code */
};

struct mapcodes {
	enum map_key key;
	const struct map_field *field;
	struct entry *by_code, *by_id, *last; /* by_code owns them */
	struct mapcode *first, **end;
	size_t n;
};

int mapcodes_create(struct mapcodes **out, enum map_key key, const struct map_field *field)
{
	struct mapcodes *c = *out = calloc(1, sizeof *c);

	if (!c)
		return -ENOMEM;
	c->key = key;
	c->field = field;
	c->end = &c->first;
	return 0;
}

void mapcodes_destroy(struct mapcodes *c)
{
	if (!c)
		return;
	HASH_CLEAR(by_id, c->by_id);
	HASH_CLEAR(hh, c->by_code);
	for (struct mapcode *m = c->first, *next; m; m = next) {
		next = m->next;
		struct entry *e = (struct entry *)m;
		free(e->text);
		free(e);
	}
	free(c);
}

struct mapcode *mapcodes_first(const struct mapcodes *c)
{
	return c->first;
}

/* What every indicator has as a companion, and currencies, end a name of their own. */
static bool is_reserved(const char *id)
{
	const char *suffix = strrchr(id, '_');
	char currency[CURRENCY_MAX];

	return suffix && (strcmp(suffix, "_growth") == 0 || strcmp(suffix, "_change") == 0 || strcmp(suffix, "_index") == 0 ||
	                  currency_from_suffix(suffix + 1, strlen(suffix + 1), currency));
}

static uint32_t fnv1a(const char *text)
{
	uint32_t h = 2166136261u;

	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 16777619u;
	return h;
}

/* The code as an id: "NY.GDP.MKTP.CD" becomes "ny_gdp_mktp_cd". */
static void make_id(const char *code, char id[INDICATOR_ID_MAX])
{
	size_t n = 0;
	bool cut = false;

	for (const char *p = code; *p && !cut; p++) {
		char c = (char)(*p >= 'A' && *p <= 'Z' ? *p + ('a' - 'A') : *p);
		bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		if (!good && (!n || id[n - 1] == '_'))
			continue;
		if (good && !n && c <= '9')
			id[n++] = 'n';
		cut = n == ID_MAX;
		if (!cut)
			id[n++] = (char)(good ? c : '_');
	}
	while (n && id[n - 1] == '_')
		n--;
	id[n] = '\0';
	if (n && !cut && !is_reserved(id))
		return;
	n = n > ID_MAX - TAIL_MAX ? ID_MAX - TAIL_MAX : n;
	while (n && id[n - 1] == '_')
		n--;
	snprintf(id + n, INDICATOR_ID_MAX - n, "%s%08x", n ? "_x" : "x", fnv1a(code));
}

static int set_text(struct entry *e, enum mapcode_outcome outcome, const char *text)
{
	e->text = strdup(text);
	e->code.text = e->text;
	e->code.outcome = outcome;
	return e->text ? 0 : -ENOMEM;
}

/* Two codes must not become one indicator in silence. */
static int keep_indicator(struct mapcodes *c, struct entry *e)
{
	char id[INDICATOR_ID_MAX] = "", why[ERR_TEXT_MAX];
	struct entry *twin;

	make_id(e->own, id);
	HASH_FIND(by_id, c->by_id, id, strlen(id), twin);
	if (twin) {
		snprintf(why, sizeof why,
		         "the indicators \"%s\" and \"%s\" would both be called %s; name one of them in the mapping's table",
		         twin->code.shown, e->code.shown, id);
		return set_text(e, MAPCODE_REFUSED, why);
	}
	int rc = set_text(e, MAPCODE_TAKEN, id);
	if (rc)
		return rc;
	e->hashed = true;
	HASH_ADD_KEYPTR(by_id, c->by_id, e->text, strlen(e->text), e);
	return e->hashed ? 0 : -ENOMEM;
}

static int decide(struct mapcodes *c, struct entry *e)
{
	const char *found = mapping_look_up(c->field, e->own);
	bool party = c->key == MAP_REF_AREA || c->key == MAP_COUNTERPART;
	char code[PARTY_CODE_MAX], why[ERR_TEXT_MAX];

	if (found) {
		e->code.text = found;
		return 0;
	}
	if (party && partycode_read(e->own, code) == 0)
		return set_text(e, MAPCODE_TAKEN, code);
	if (c->field->otherwise == MAP_SKIP) {
		e->code.outcome = MAPCODE_SKIPPED;
		return 0;
	}
	if (c->field->otherwise == MAP_KEEP && c->key == MAP_INDICATOR && e->own[0])
		return keep_indicator(c, e);
	if (c->field->otherwise == MAP_KEEP) {
		e->code.text = e->own;
		return 0;
	}
	snprintf(why, sizeof why, "%s \"%s\" is %sin the mapping's table", mapping_key_name(c->key), e->code.shown,
	         party ? "no party, and not " : "not ");
	return set_text(e, MAPCODE_REFUSED, why);
}

static int add(struct mapcodes *c, const char *code, struct entry **out)
{
	size_t n = strlen(code);
	struct entry *e = c->n < MAPCODE_MAX ? calloc(1, sizeof *e + n + 1) : NULL;

	if (!e)
		return c->n < MAPCODE_MAX ? -ENOMEM : ERR_LIMIT;
	memcpy(e->own, code, n + 1);
	e->code.code = e->own;
	memcpy(e->code.shown, code, utf8_prefix(code, n < MAPCODE_SHOWN ? n : MAPCODE_SHOWN));
	e->code.low = e->code.high = NAN;
	*c->end = &e->code;
	c->end = &e->code.next;
	c->n++;
	e->hashed = true;
	HASH_ADD_KEYPTR(hh, c->by_code, e->own, n, e);
	*out = e;
	return e->hashed ? decide(c, e) : -ENOMEM;
}

int mapcodes_find(struct mapcodes *c, const char *code, struct mapcode **out)
{
	struct entry *e = c->last;
	int rc = 0;

	/* Rows of a series mostly follow each other. */
	if (!e || strcmp(e->own, code) != 0) {
		HASH_FIND_STR(c->by_code, code, e);
		if (!e)
			rc = add(c, code, &e);
		if (rc)
			return rc;
		c->last = e;
	}
	*out = &e->code;
	return 0;
}
