/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/party.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define COUNTRY_LEN 2
#define REGION_LEN_MAX 3 /* of ISO 3166-2, behind the country */
#define ECHO_MAX 40      /* bytes of a wrong text that an error repeats */

struct parties {
	struct party *declared; /* owned, with their names; sorted by code */
	size_t n_declared;
	struct pair *pairs; /* owned, each with the smaller code first; sorted */
	size_t n_pairs;     /* 0: all pairs are taken */
};

static const struct party built_in[] = {{"W1", "Rest of the world"}};

/* What people write for a code that ISO 3166 has under another name. */
static const struct {
	const char *wrong, *right;
} mistaken[] = {{"UK", "GB"}, {"EL", "GR"}, {"USA", "US"}, {"UAE", "AE"}, {"PRC", "CN"}, {"RF", "RU"}};

static int compare_party(const void *a, const void *b)
{
	return strcmp(((const struct party *)a)->code, ((const struct party *)b)->code);
}

static int compare_pair(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	int c = strcmp(x->ref, y->ref);
	return c ? c : strcmp(x->cpt, y->cpt);
}

static const struct party *find_in(const struct party *list, size_t n, const char *code)
{
	struct party key;
	if (n == 0 || strlen(code) >= sizeof key.code)
		return NULL;
	strcpy(key.code, code);
	return bsearch(&key, list, n, sizeof *list, compare_party);
}

/* Declared before built in: who declares W1 may call it otherwise. */
static const struct party *find(const struct parties *p, const char *code)
{
	const struct party *found = find_in(iso3166, n_iso3166, code);
	if (!found)
		found = find_in(p->declared, p->n_declared, code);
	if (!found)
		found = find_in(built_in, sizeof built_in / sizeof built_in[0], code);
	return found;
}

static bool is_code_char(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* A letter, then letters and digits, with single dots between them. Codes are folder names: this is also what keeps them tame. */
static bool is_well_formed(const char *code)
{
	size_t n = strlen(code);
	if (n == 0 || n >= PARTY_CODE_MAX || code[0] < 'A' || code[0] > 'Z')
		return false;
	for (size_t i = 1; i < n; i++)
		if (!is_code_char(code[i]) && (code[i] != '.' || i + 1 == n || code[i + 1] == '.'))
			return false;
	return true;
}

/* The country that a region code begins with, or NULL where `code` is not written like a region. */
static const struct party *region_country(const struct parties *p, const char *code)
{
	size_t n = strlen(code);
	if (n < COUNTRY_LEN + 2 || n > COUNTRY_LEN + 1 + REGION_LEN_MAX || code[COUNTRY_LEN] != '.' || strchr(code + COUNTRY_LEN + 1, '.'))
		return NULL;
	char country[COUNTRY_LEN + 1] = {code[0], code[1], '\0'};
	return find(p, country);
}

static bool is_taken(const struct parties *p, const char *code)
{
	return is_well_formed(code) && (find(p, code) || region_country(p, code));
}

/* The code that was probably meant by a text that is none, written into `out`. */
static bool guess(const struct parties *p, const char *text, char out[PARTY_CODE_MAX])
{
	for (size_t i = 0; i < n_iso3166; i++)
		if (strcasecmp(text, iso3166[i].name) == 0) {
			strcpy(out, iso3166[i].code);
			return true;
		}
	if (strlen(text) >= PARTY_CODE_MAX)
		return false;
	size_t n = 0;
	for (; text[n]; n++)
		out[n] = text[n] == '-' || text[n] == '_' ? '.' : (char)toupper((unsigned char)text[n]);
	out[n] = '\0';
	for (size_t i = 0; i < sizeof mistaken / sizeof mistaken[0]; i++)
		if (strcmp(out, mistaken[i].wrong) == 0) {
			strcpy(out, mistaken[i].right);
			return true;
		}
	return strcmp(out, text) != 0 && is_taken(p, out);
}

int party_check(const struct parties *p, const char *code, struct err *err)
{
	if (is_taken(p, code))
		return 0;
	char meant[PARTY_CODE_MAX], name[64];
	if (guess(p, code, meant))
		return err_set(err, ERR_UNKNOWN, "no party %.*s; write %s (%s)", ECHO_MAX, code, meant,
		               party_name(p, meant, name, sizeof name));
	if (!is_well_formed(code))
		return err_set(err, ERR_DATA,
		               "\"%.*s\" is no party code: write an ISO 3166 country (AZ), a region (RU.STA) or a declared code (EAEU)",
		               ECHO_MAX, code);
	if (strchr(code, '.'))
		return err_set(err, ERR_UNKNOWN,
		               "no party %s: a region is a country's code, a dot and up to three letters or digits (RU.STA)", code);
	return err_set(err, ERR_UNKNOWN,
	               "no party %s: ISO 3166 has no such country; declare other codes under parties in the configuration", code);
}

/* The pair and its mirror as one: the smaller code first. */
static struct pair ordered(const struct pair *pair)
{
	struct pair mirror;
	if (strcmp(pair->ref, pair->cpt) <= 0)
		return *pair;
	memcpy(mirror.ref, pair->cpt, sizeof mirror.ref);
	memcpy(mirror.cpt, pair->ref, sizeof mirror.cpt);
	return mirror;
}

static int read_side(const struct parties *p, const char *text, size_t n, char out[PARTY_CODE_MAX], struct err *err)
{
	char code[ECHO_MAX + 1];
	if (n > ECHO_MAX)
		return err_set(err, ERR_DATA, "\"%.*s…\" is no party code: it has at most %d characters", PARTY_CODE_MAX, text,
		               PARTY_CODE_MAX - 1);
	memcpy(code, text, n);
	code[n] = '\0';
	int rc = party_check(p, code, err);
	if (rc == 0)
		memcpy(out, code, n + 1);
	return rc;
}

/* Two valid and different parties, whether the pair is taken or not. */
static int read_pair(const struct parties *p, const char *text, size_t n, struct pair *out, struct err *err)
{
	int echo = n < ECHO_MAX ? (int)n : ECHO_MAX;
	const char *dash = memchr(text, '-', n), *end = text + n;
	if (!dash || memchr(text, '\0', n))
		return err_set(err, ERR_DATA, "\"%.*s\" is no pair: write two parties with a hyphen between them, AZ-RU", echo, text);
	if (memchr(dash + 1, '-', (size_t)(end - dash - 1)))
		return err_set(err, ERR_DATA, "\"%.*s\" has more than one hyphen: write two parties, and a region with a dot, AZ-RU.STA",
		               echo, text);
	struct pair pair = {0};
	int rc = read_side(p, text, (size_t)(dash - text), pair.ref, err);
	if (rc == 0)
		rc = read_side(p, dash + 1, (size_t)(end - dash - 1), pair.cpt, err);
	if (rc)
		return rc;
	if (strcmp(pair.ref, pair.cpt) == 0)
		return err_set(err, ERR_DATA, "%s-%s: a party makes no pair with itself", pair.ref, pair.cpt);
	*out = pair;
	return 0;
}

int pair_parse(const struct parties *p, const char *text, size_t n, struct pair *out, struct err *err)
{
	struct pair pair;
	int rc = read_pair(p, text, n, &pair, err);
	if (rc)
		return rc;
	struct pair key = ordered(&pair);
	if (p->n_pairs && !bsearch(&key, p->pairs, p->n_pairs, sizeof key, compare_pair))
		return err_set(err, ERR_UNKNOWN, "pair %s-%s is not taken here: add it to pairs in the configuration", pair.ref, pair.cpt);
	*out = pair;
	return 0;
}

void pair_format(const struct pair *pair, char out[PAIR_TEXT_MAX])
{
	char *to = stpcpy(out, pair->ref);
	*to++ = '-';
	strcpy(to, pair->cpt);
}

const char *party_name(const struct parties *p, const char *code, char *scratch, size_t cap)
{
	const struct party *found = find(p, code);
	if (found)
		return found->name;
	found = region_country(p, code);
	if (!found)
		return code;
	snprintf(scratch, cap, "%s (%s)", code, found->name);
	return scratch;
}

static int add_declared(struct parties *p, const struct party *one, struct err *err)
{
	const struct party *country = find_in(iso3166, n_iso3166, one->code);
	if (!is_well_formed(one->code))
		return err_set(err, ERR_CONFIG, "parties: \"%s\" is no code: up to %d of A-Z and 0-9, a letter first", one->code,
		               PARTY_CODE_MAX - 1);
	if (country)
		return err_set(err, ERR_CONFIG, "parties: %s is %s in ISO 3166: take another code", one->code, country->name);
	for (size_t i = 0; i < p->n_declared; i++)
		if (strcmp(p->declared[i].code, one->code) == 0)
			return err_set(err, ERR_CONFIG, "parties: %s is declared twice", one->code);
	struct party *to = &p->declared[p->n_declared];
	*to = *one;
	to->name = strdup(one->name && one->name[0] ? one->name : one->code);
	if (!to->name)
		return err_set(err, -ENOMEM, "out of memory");
	p->n_declared++;
	return 0;
}

int parties_create(struct parties **out, const struct party *declared, size_t n_declared, const char *const *pairs,
                   const char *const *pairs_where, size_t n_pairs, struct err *err)
{
	struct parties *p = calloc(1, sizeof *p);
	int rc = -ENOMEM;
	if (!p || !(p->declared = calloc(n_declared + 1, sizeof *p->declared)) || !(p->pairs = calloc(n_pairs + 1, sizeof *p->pairs))) {
		err_set(err, rc, "out of memory");
		goto fail;
	}
	for (size_t i = 0; i < n_declared; i++)
		if ((rc = add_declared(p, &declared[i], err)))
			goto fail;
	qsort(p->declared, p->n_declared, sizeof *p->declared, compare_party);

	for (size_t i = 0; i < n_pairs; i++) {
		struct pair pair;
		if ((rc = read_pair(p, pairs[i], strlen(pairs[i]), &pair, err))) {
			if (err)
				err_prefix(err, "%s", pairs_where ? pairs_where[i] : "pairs");
			goto fail;
		}
		p->pairs[p->n_pairs++] = ordered(&pair);
	}
	qsort(p->pairs, p->n_pairs, sizeof *p->pairs, compare_pair);
	*out = p;
	return 0;
fail:
	parties_destroy(p);
	return rc;
}

void parties_destroy(struct parties *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->n_declared; i++)
		free((char *)p->declared[i].name);
	free(p->declared);
	free(p->pairs);
	free(p);
}
