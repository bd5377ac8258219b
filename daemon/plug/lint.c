/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * plug_lint: one plugin by itself. What an identity says of other areas is checked when the catalogue is sealed.
 */
#include "plug/plug.h"

#include "model/catalogue.h"
#include "model/indicator.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int check_table(const char *what, const void *rows, size_t n, size_t min, size_t max, struct err *err)
{
	if (n < min || n > max)
		return err_set(err, ERR_DATA, "n_%s is %zu: it must be %zu to %zu", what, n, min, max);
	if (n && !rows)
		return err_set(err, ERR_DATA, "%s is NULL, n_%s says %zu: point it to the table or write 0", what, what, n);
	return 0;
}

static const struct coop_indicator *find(const struct coop_plugin *t, const char *id)
{
	for (size_t i = 0; i < t->n_indicators; i++)
		if (strcmp(t->indicators[i].id, id) == 0)
			return &t->indicators[i];
	return NULL;
}

struct named_phrase {
	const char *phrase, *id;
};

static int compare_phrase(const void *a, const void *b)
{
	return strcmp(((const struct named_phrase *)a)->phrase, ((const struct named_phrase *)b)->phrase);
}

/* A phrase that names two indicators of one area would name neither. */
static int check_phrases_differ(const struct coop_plugin *t, struct err *err)
{
	static const char *const none[] = {NULL};
	struct named_phrase *all = calloc(t->n_indicators * INDICATOR_PHRASES_MAX, sizeof *all);
	size_t n = 0;
	int rc = 0;
	if (!all)
		return err_set(err, -ENOMEM, "out of memory");
	for (size_t i = 0; i < t->n_indicators; i++)
		for (const char *const *p = t->indicators[i].phrases ? t->indicators[i].phrases : none; *p; p++)
			all[n++] = (struct named_phrase){*p, t->indicators[i].id};
	qsort(all, n, sizeof *all, compare_phrase);
	for (size_t i = 1; rc == 0 && i < n; i++)
		if (strcmp(all[i - 1].phrase, all[i].phrase) == 0)
			rc = err_set(err, ERR_DATA, "phrase \"%s\" stands twice, for %s and %s: keep it for the one that it means",
			             all[i].phrase, all[i - 1].id, all[i].id);
	free(all);
	return rc;
}

static int check_indicators(const struct coop_plugin *t, struct err *err)
{
	for (size_t i = 0; i < t->n_indicators; i++) {
		int rc = indicator_check(&t->indicators[i], err);
		if (rc)
			return rc;
		for (size_t k = 0; k < i; k++)
			if (strcmp(t->indicators[k].id, t->indicators[i].id) == 0)
				return err_set(err, ERR_DATA, "indicator %s stands twice, in rows %zu and %zu: remove or rename one",
				               t->indicators[i].id, k + 1, i + 1);
	}
	for (size_t i = 0; i < t->n_indicators; i++)
		if (t->indicators[i].mirror && !find(t, t->indicators[i].mirror))
			return err_set(err, ERR_DATA, "indicator %s: its mirror %s is no indicator of this area", t->indicators[i].id,
			               t->indicators[i].mirror);
	return check_phrases_differ(t, err);
}

/* "area/id" of another area; it may be loaded later, or never. */
static bool is_foreign(const char *ref)
{
	char area[AREA_ID_MAX];
	const char *slash = strchr(ref, '/');
	size_t n = slash ? (size_t)(slash - ref) : 0;
	if (n == 0 || n >= sizeof area)
		return false;
	memcpy(area, ref, n);
	area[n] = '\0';
	return indicator_is_area_id(area) && slash[1] && !strchr(slash + 1, '/');
}

/* The local indicator that `ref` names into `out`, NULL for one of another area. */
static int check_ref(const struct coop_plugin *t, size_t row, const char *ref, const struct coop_indicator **out, struct err *err)
{
	*out = NULL;
	if (!indicator_is_line(ref))
		return err_set(err, ERR_DATA, "identity %zu: an indicator's name is missing", row);
	*out = find(t, ref);
	if (*out || is_foreign(ref))
		return 0;
	if (strchr(ref, '/'))
		return err_set(err, ERR_DATA, "identity %zu: \"%s\" is not written area/indicator", row, ref);
	return err_set(err, ERR_DATA, "identity %zu: no indicator %s in this area: correct it, or write area/%s if it is another area's",
	               row, ref, ref);
}

static int check_terms(const struct coop_plugin *t, size_t row, const struct coop_identity *identity, size_t *n_terms, struct err *err)
{
	const char *const *terms = identity->terms;
	size_t n = 0;
	while (n < COOP_TERMS_MAX && terms[n])
		n++;
	for (size_t i = n; i < COOP_TERMS_MAX; i++)
		if (terms[i])
			return err_set(err, ERR_DATA, "identity %zu: term %zu is empty and a later one is not: close the gap", row, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct coop_indicator *unused;
		int rc = check_ref(t, row, terms[i], &unused, err);
		if (rc)
			return rc;
		if (strcmp(terms[i], identity->result) == 0)
			return err_set(err, ERR_DATA, "identity %zu: %s is its own term: remove it from the terms", row, terms[i]);
		for (size_t k = 0; k < i; k++)
			if (strcmp(terms[k], terms[i]) == 0)
				return err_set(err, ERR_DATA, "identity %zu: term %s stands twice: remove one", row, terms[i]);
	}
	*n_terms = n;
	return 0;
}

/* Amounts are compared with amounts of the same unit and kind; the result of a share is a ratio instead. */
static int check_identity_kinds(const struct coop_plugin *t, size_t row, const struct coop_identity *identity, size_t n_terms,
                                struct err *err)
{
	const struct coop_indicator *first = identity->kind == COOP_SHARE ? NULL : find(t, identity->result);
	const struct coop_indicator *result = find(t, identity->result);
	if (identity->kind == COOP_SHARE && result && result->kind != COOP_RATIO)
		return err_set(err, ERR_DATA, "identity %zu: %s is a share, so its kind must be COOP_RATIO", row, result->id);
	for (size_t i = 0; i <= n_terms; i++) {
		const struct coop_indicator *one = i < n_terms ? find(t, identity->terms[i]) : first;
		if (!one)
			continue;
		if (one->kind != COOP_FLOW && one->kind != COOP_STOCK)
			return err_set(err, ERR_DATA, "identity %zu: %s is a %s: only flows and stocks can be added or compared", row,
			               one->id, kind_name(one->kind));
		if (first && (strcmp(first->unit, one->unit) != 0 || first->kind != one->kind))
			return err_set(err, ERR_DATA, "identity %zu: %s (%s, %s) and %s (%s, %s) are not the same sort of amount", row,
			               first->id, kind_name(first->kind), first->unit, one->id, kind_name(one->kind), one->unit);
		first = one;
	}
	return 0;
}

static int check_identity(const struct coop_plugin *t, size_t row, const struct coop_identity *identity, struct err *err)
{
	static const struct {
		size_t min, max;
		const char *name;
	} wanted[] = {
	    [COOP_SUM] = {2, COOP_TERMS_MAX, "sum"},
	    [COOP_DIFFERENCE] = {2, 2, "difference"},
	    [COOP_SHARE] = {2, 2, "share"},
	    [COOP_PART] = {1, COOP_TERMS_MAX, "part"},
	};
	if (identity->kind < COOP_SUM || identity->kind > COOP_PART)
		return err_set(err, ERR_DATA, "identity %zu: kind %d is none of enum coop_identity_kind: 1 to 4", row, (int)identity->kind);
	const struct coop_indicator *unused;
	size_t n_terms = 0;
	int rc = check_ref(t, row, identity->result, &unused, err);
	if (rc == 0)
		rc = check_terms(t, row, identity, &n_terms, err);
	if (rc)
		return rc;
	if (n_terms < wanted[identity->kind].min || n_terms > wanted[identity->kind].max)
		return err_set(err, ERR_DATA, "identity %zu: a %s takes %zu to %zu terms, this has %zu", row, wanted[identity->kind].name,
		               wanted[identity->kind].min, wanted[identity->kind].max, n_terms);
	return check_identity_kinds(t, row, identity, n_terms, err);
}

int plug_lint(const struct coop_plugin *t, struct err *err)
{
	if (!indicator_is_area_id(t->name))
		return err_set(err, ERR_DATA, "name: an area's id is a to z and 0 to 9, a letter first, at most %d characters",
		               AREA_ID_MAX - 1);
	if (!indicator_is_line(t->title))
		return err_set(err, ERR_DATA, "title: write one line of at most %d bytes", INDICATOR_TEXT_MAX);
	int rc = check_table("indicators", t->indicators, t->n_indicators, 1, PLUG_ROWS_MAX, err);
	if (rc == 0)
		rc = check_table("identities", t->identities, t->n_identities, 0, PLUG_ROWS_MAX, err);
	if (rc == 0)
		rc = check_indicators(t, err);
	for (size_t i = 0; rc == 0 && i < t->n_identities; i++)
		rc = check_identity(t, i + 1, &t->identities[i], err);
	return rc;
}
