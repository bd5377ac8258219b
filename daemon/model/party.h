/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * party: who cooperates: ISO 3166-1 alpha-2 codes ("AZ"), ISO 3166-2 regions written with a dot ("RU.STA"), and codes
 * declared in the configuration ("EAEU", "W1"). A pair is two of them, the reference area first.
 */
#ifndef MODEL_PARTY_H
#define MODEL_PARTY_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define PARTY_CODE_MAX 12 /* with NUL: 11 characters of [A-Z0-9.], a letter first */
#define PAIR_TEXT_MAX (2 * PARTY_CODE_MAX)

struct party {
	char code[PARTY_CODE_MAX];
	const char *name; /* short English name: "Azerbaijan" */
};

struct pair {
	char ref[PARTY_CODE_MAX], cpt[PARTY_CODE_MAX];
};

/* All ISO 3166-1 countries, ordered by code. */
extern const struct party iso3166[];
extern const size_t n_iso3166;

/* The parties and pairs that are taken; built from the configuration, immutable afterwards. */
struct parties;

/* `declared`: extra codes (copied). `pairs`: when n_pairs > 0, only these pairs are taken ("AZ-RU" allows RU-AZ too: the mirror).
 * `pairs_where`: what to put before an error of each, "FILE:LINE"; may be NULL. */
int parties_create(struct parties **out, const struct party *declared, size_t n_declared, const char *const *pairs,
                   const char *const *pairs_where, size_t n_pairs, struct err *err) __attribute__((warn_unused_result));
void parties_destroy(struct parties *p);

/* 0, or ERR_DATA / ERR_UNKNOWN with a hint: "UK" at GB, "RU-STA" at RU.STA, lower case at upper case. */
int party_check(const struct parties *p, const char *code, struct err *err) __attribute__((warn_unused_result));

/* "AZ-RU", `n` bytes: both parties valid and different, the pair among those taken. */
int pair_parse(const struct parties *p, const char *text, size_t n, struct pair *out, struct err *err) __attribute__((warn_unused_result));
void pair_format(const struct pair *pair, char out[PAIR_TEXT_MAX]);

/* "Azerbaijan" for AZ, "RU.STA (Russia)" for a region, the declared name, else the code itself. Valid as long as `p` and `code`;
 * `scratch` holds what has to be put together. */
const char *party_name(const struct parties *p, const char *code, char *scratch, size_t cap);

#endif
