/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The half of schema.h that handles values: checking, storing, printing, freeing what a row of the table describes.
 */
#include "base/num.h"
#include "base/spell.h"
#include "conf/schema.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const given_names[] = {
    [GIVEN_INT] = "a whole number", [GIVEN_FLOAT] = "a number with a point",
    [GIVEN_BOOL] = "true or false", [GIVEN_STRING] = "a string",
    [GIVEN_GROUP] = "a group",      [GIVEN_LIST] = "a list",
};

/* Fields are reached by memcpy, for their types are known to the table only. */
static void *load_pointer(const void *base, size_t offset)
{
	void *p;
	memcpy(&p, (const char *)base + offset, sizeof p);
	return p;
}

static void store_pointer(void *base, size_t offset, void *p)
{
	memcpy((char *)base + offset, &p, sizeof p);
}

static size_t load_count(const void *base, size_t offset)
{
	size_t n;
	memcpy(&n, (const char *)base + offset, sizeof n);
	return n;
}

static void store_count(void *base, size_t offset, size_t n)
{
	memcpy((char *)base + offset, &n, sizeof n);
}

int schema_wrong_type(const char *path, enum schema_given_type given, const char *wanted, struct err *err)
{
	return err_set(err, ERR_CONFIG, "\"%s\" is %s; write %s", path, given_names[given], wanted);
}

/* What to write for a number: "a whole number from 1 to 100". */
static void describe_range(const struct schema_row *row, char *out, size_t cap)
{
	char lo[NUM_TEXT_MAX], hi[NUM_TEXT_MAX];
	num_format(row->min, lo);
	num_format(row->max, hi);
	snprintf(out, cap, "%s from %s to %s", row->type == SCHEMA_FLOAT ? "a number" : "a whole number", lo, hi);
}

static void store_number(const struct schema_row *row, void *base, double v)
{
	void *at = (char *)base + row->offset;
	unsigned u;
	int i;
	uint64_t w;
	bool b;

	switch (row->type) {
	case SCHEMA_INT:
		i = (int)v;
		memcpy(at, &i, sizeof i);
		break;
	case SCHEMA_UINT64:
		w = (uint64_t)v;
		memcpy(at, &w, sizeof w);
		break;
	case SCHEMA_BOOL:
		b = v != 0;
		memcpy(at, &b, sizeof b);
		break;
	case SCHEMA_FLOAT:
		memcpy(at, &v, sizeof v);
		break;
	default: /* SCHEMA_UINT, SCHEMA_WORD, SCHEMA_MODE */
		u = (unsigned)v;
		memcpy(at, &u, sizeof u);
	}
}

static int take_number(const struct schema_row *row, void *base, const struct schema_given *given, struct err *err)
{
	char range[100], text[NUM_TEXT_MAX];

	describe_range(row, range, sizeof range);
	if (given->type != GIVEN_INT && !(given->type == GIVEN_FLOAT && row->type == SCHEMA_FLOAT))
		return schema_wrong_type(row->path, given->type, range, err);
	/* Limits of whole numbers are far below 2^53, so that a rounded one is out of range anyway. */
	double v = given->type == GIVEN_INT ? (double)given->whole : given->real;
	if (!(v >= row->min && v <= row->max)) {
		num_format(v, text);
		return err_set(err, ERR_CONFIG, "\"%s\" is %s; write %s", row->path, text, range);
	}
	store_number(row, base, v);
	return 0;
}

/* Length of the UTF-8 character at `s` that may stand in a text, 0 for none: a control, a stray, overlong or surrogate code. */
static size_t character(const unsigned char *s)
{
	if (s[0] < 0x80)
		return s[0] >= 0x20 && s[0] != 0x7f;
	size_t n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf0 && s[1] < 0x90) ||
	    (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n == 2 && s[0] == 0xc2 && s[1] < 0xa0 ? 0 : n;
}

static int check_text(const struct schema_row *row, const char *text, struct err *err)
{
	size_t len = strlen(text);
	for (size_t i = 0, n; i < len; i += n) {
		n = character((const unsigned char *)text + i);
		if (n == 0)
			return err_set(err, ERR_CONFIG,
			               "\"%s\" has a control character or a byte that is not UTF-8 at place %zu; write plain UTF-8",
			               row->path, i + 1);
	}
	if (len == 0 && row->min > 0)
		return err_set(err, ERR_CONFIG, "\"%s\" is empty; write %s", row->path, row->help);
	if ((double)len < row->min || (double)len > row->max)
		return err_set(err, ERR_CONFIG, "\"%s\" has %zu bytes; write %.0f to %.0f", row->path, len, row->min, row->max);
	return 0;
}

/* The place of `text` among the words, or -1 with the sentence. */
static int find_word(const struct schema_row *row, const char *text, struct err *err)
{
	char all[200] = "";
	struct spell spell;

	spell_start(&spell, text);
	for (int i = 0; row->words[i]; i++) {
		if (strcmp(row->words[i], text) == 0)
			return i;
		spell_offer(&spell, row->words[i]);
		size_t len = strlen(all);
		snprintf(all + len, sizeof all - len, "%s%s", i ? ", " : "", row->words[i]);
	}
	if (spell_answer(&spell))
		err_set(err, ERR_CONFIG, "\"%s\" is \"%.60s\"; \"%s\" is meant? It is one of %s", row->path, text, spell_answer(&spell),
		        all);
	else
		err_set(err, ERR_CONFIG, "\"%s\" is \"%.60s\"; write one of %s", row->path, text, all);
	return -1;
}

static int store_text(const struct schema_row *row, void *base, const char *text)
{
	char *copy = strdup(text);
	if (!copy)
		return -ENOMEM;
	free(load_pointer(base, row->offset));
	store_pointer(base, row->offset, copy);
	return 0;
}

static int take_mode(const struct schema_row *row, void *base, const char *text, struct err *err)
{
	size_t len = strlen(text);
	if (len < 3 || len > 4 || strspn(text, "01234567") != len || (len == 4 && text[0] != '0'))
		return err_set(err, ERR_CONFIG, "\"%s\" is \"%.60s\"; write three octal digits behind a 0, such as \"0660\"", row->path,
		               text);
	store_number(row, base, (double)strtoul(text, NULL, 8));
	return 0;
}

static int take_text(const struct schema_row *row, void *base, const char *text, struct err *err)
{
	int word = row->words ? find_word(row, text, err) : 0;
	if (word < 0)
		return ERR_CONFIG;
	if (row->type == SCHEMA_WORD) {
		store_number(row, base, word);
		return 0;
	}
	int rc = check_text(row, text, err);
	if (rc == 0 && store_text(row, base, text) != 0)
		rc = err_set(err, -ENOMEM, "no memory for \"%s\"", row->path);
	return rc;
}

int schema_store(const struct schema_row *row, void *base, const struct schema_given *given, struct err *err)
{
	switch (row->type) {
	case SCHEMA_BOOL:
		if (given->type != GIVEN_BOOL)
			return schema_wrong_type(row->path, given->type, "true or false", err);
		store_number(row, base, (double)given->whole);
		return 0;
	case SCHEMA_MODE:
		if (given->type != GIVEN_STRING)
			return schema_wrong_type(row->path, given->type, "a string of octal digits, such as \"0660\"", err);
		return take_mode(row, base, given->text, err);
	case SCHEMA_STRING:
	case SCHEMA_WORD:
		if (given->type != GIVEN_STRING)
			return schema_wrong_type(row->path, given->type, "a string between quotes", err);
		return take_text(row, base, given->text, err);
	case SCHEMA_STRINGS:
	case SCHEMA_LIST:
		return err_set(err, ERR_INTERNAL, "\"%s\" is a list", row->path);
	default:
		return take_number(row, base, given, err);
	}
}

/* Text number `n` of the NULL-terminated list at `offset`: 0 or -ENOMEM. */
static int append_text(void *base, size_t offset, size_t n, const char *text)
{
	char **all = load_pointer(base, offset), *copy = strdup(text);
	char **grown = copy ? realloc(all, (n + 2) * sizeof *grown) : NULL;

	if (!grown) {
		free(copy);
		return -ENOMEM;
	}
	grown[n] = copy;
	grown[n + 1] = NULL;
	store_pointer(base, offset, grown);
	return 0;
}

int schema_add_string(const struct schema_row *row, void *base, const struct schema_given *given, const char *where, struct err *err)
{
	char **all = load_pointer(base, row->offset);
	size_t n = 0;

	if (given->type != GIVEN_STRING)
		return err_set(err, ERR_CONFIG, "an entry of \"%s\" is %s; write a string between quotes", row->path,
		               given_names[given->type]);
	int rc = check_text(row, given->text, err);
	if (rc != 0)
		return rc;
	for (; all && all[n]; n++)
		if (strcmp(all[n], given->text) == 0)
			return err_set(err, ERR_CONFIG, "\"%s\" stands twice in \"%s\"; keep one", given->text, row->path);

	rc = append_text(base, row->offset, n, given->text);
	if (rc == 0 && row->where_offset)
		rc = append_text(base, row->where_offset, n, where);
	if (rc != 0)
		return err_set(err, rc, "no memory for \"%s\"", row->path);
	if (row->n_offset != SCHEMA_NO_OFFSET)
		store_count(base, row->n_offset, n + 1);
	return 0;
}

static void entry_prefix(const struct schema_row *list, char out[64])
{
	snprintf(out, 64, "%s[].", list->path);
}

void *schema_add_entry(const struct schema_row *row, void *base, char *where)
{
	size_t n = load_count(base, row->n_offset);
	char *all = realloc(load_pointer(base, row->offset), (n + 1) * row->size), prefix[64];

	if (!all) {
		free(where);
		return NULL;
	}
	store_pointer(base, row->offset, all);
	store_count(base, row->n_offset, n + 1); /* from here on schema_free finds it */
	char *entry = all + n * row->size;
	memset(entry, 0, row->size);
	store_pointer(entry, row->where_offset, where);
	entry_prefix(row, prefix);
	return schema_defaults(entry, prefix) == 0 ? entry : NULL;
}

const char *schema_twin(const struct schema_row *row, const void *base)
{
	const char *all = load_pointer(base, row->offset);
	size_t n = load_count(base, row->n_offset);
	char prefix[64];

	entry_prefix(row, prefix);
	for (size_t i = 0; i + 1 < n; i++) {
		bool same = true;
		for (size_t k = 0; k < n_schema && same; k++)
			if (schema[k].key && schema_in_struct(&schema[k], prefix))
				same = strcmp(load_pointer(all + i * row->size, schema[k].offset),
				              load_pointer(all + (n - 1) * row->size, schema[k].offset)) == 0;
		if (same)
			return load_pointer(all + i * row->size, row->where_offset);
	}
	return NULL;
}

int schema_defaults(void *base, const char *prefix)
{
	for (size_t i = 0; i < n_schema; i++) {
		const struct schema_row *row = &schema[i];
		if (!schema_in_struct(row, prefix) || row->type == SCHEMA_STRINGS || row->type == SCHEMA_LIST)
			continue;
		if (row->type != SCHEMA_STRING)
			store_number(row, base, row->number);
		else if (store_text(row, base, row->text) != 0)
			return -ENOMEM;
	}
	return 0;
}

int schema_format(const struct schema_row *row, const void *base, struct buf *out)
{
	const void *at = (const char *)base + row->offset;
	char text[NUM_TEXT_MAX];
	unsigned u;
	int i;
	uint64_t w;
	bool b;
	double v;

	switch (row->type) {
	case SCHEMA_INT:
		memcpy(&i, at, sizeof i);
		return buf_addf(out, "%d", i);
	case SCHEMA_UINT64:
		memcpy(&w, at, sizeof w);
		return buf_addf(out, "%llu", (unsigned long long)w);
	case SCHEMA_BOOL:
		memcpy(&b, at, sizeof b);
		return buf_addf(out, "%s", b ? "true" : "false");
	case SCHEMA_FLOAT:
		memcpy(&v, at, sizeof v);
		num_format(v, text);
		return buf_addf(out, "%s", text);
	case SCHEMA_STRING:
		return buf_addf(out, "\"%s\"", (const char *)load_pointer(base, row->offset));
	case SCHEMA_STRINGS:
	case SCHEMA_LIST:
		return 0;
	default:
		memcpy(&u, at, sizeof u);
		if (row->type == SCHEMA_WORD)
			return buf_addf(out, "\"%s\"", row->words[u]);
		return buf_addf(out, row->type == SCHEMA_MODE ? "\"%04o\"" : "%u", u);
	}
}

static void free_texts(char **all)
{
	for (size_t i = 0; all && all[i]; i++)
		free(all[i]);
	free(all);
}

static void free_entries(const struct schema_row *row, void *base)
{
	char *all = load_pointer(base, row->offset), prefix[64];
	size_t n = load_count(base, row->n_offset);

	entry_prefix(row, prefix);
	for (size_t i = 0; i < n; i++) {
		schema_free(all + i * row->size, prefix);
		free(load_pointer(all + i * row->size, row->where_offset));
	}
	free(all);
}

void schema_free(void *base, const char *prefix)
{
	for (size_t i = 0; i < n_schema; i++) {
		const struct schema_row *row = &schema[i];
		if (!schema_in_struct(row, prefix))
			continue;
		if (row->type == SCHEMA_STRING) {
			free(load_pointer(base, row->offset));
		} else if (row->type == SCHEMA_STRINGS) {
			free_texts(load_pointer(base, row->offset));
			if (row->where_offset)
				free_texts(load_pointer(base, row->where_offset));
		} else if (row->type == SCHEMA_LIST) {
			free_entries(row, base);
		}
	}
}
