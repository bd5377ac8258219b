/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * catalogue: what is measured. Areas with their indicators (from the plugins and from the configuration), the companions
 * that every indicator has, and the identities between them. Built at start and at reload, immutable afterwards; may be
 * read from any thread.
 *
 * An indicator written `id[_cur][_growth|_change|_index]` is a measure: turnover, turnover_eur, turnover_growth, turnover_eur_growth.
 *     _growth  percent on the same period a year before (flows and stocks)
 *     _change  absolute, on the same period a year before (flows, stocks; percentage points "pp" for ratios)
 *     _index   first known year = 100 (flows and stocks)
 *     _cur     money in another currency than the indicator's own: a lower-case ISO 4217 code
 */
#ifndef MODEL_CATALOGUE_H
#define MODEL_CATALOGUE_H

#include "base/bound.h"
#include "base/err.h"
#include "coop/plugin.h"

#include <stdbool.h>
#include <stddef.h>

#define AREA_ID_MAX 25
#define INDICATOR_ID_MAX 41
#define MEASURE_ID_MAX 56 /* id, currency, companion */
#define UNIT_MAX 16

struct area;

struct indicator {
	const struct area *area;
	char id[INDICATOR_ID_MAX];
	char unit[UNIT_MAX];
	enum coop_kind kind;
	unsigned flags;
	double plausible_min, plausible_max;
	int decimals;
	char *title, *note; /* owned by the catalogue; note may be NULL */
	char **phrases;     /* NULL-terminated, owned; never NULL */
	bool configured;    /* from the configuration, not from a plugin */
	enum coop_direction direction;
	char mirror[INDICATOR_ID_MAX]; /* "" for none */
};

struct area {
	char id[AREA_ID_MAX];
	char *title;
	char *file;                    /* the plugin's path, NULL where there is none */
	struct indicator **indicators; /* in the plugin's order, configured ones behind */
	size_t n_indicators;
};

struct identity {
	enum coop_identity_kind kind;
	const struct indicator *result;
	const struct indicator *terms[COOP_TERMS_MAX];
	size_t n_terms;
};

enum companion { COMPANION_NONE, COMPANION_GROWTH, COMPANION_CHANGE, COMPANION_INDEX };

/* An indicator or one of its companions: a small value, copied freely; points into the catalogue. */
struct measure {
	const struct indicator *indicator;
	enum companion companion;
	char currency[4];       /* "EUR", "" for the indicator's own unit */
	char unit[UNIT_MAX];    /* resolved: "percent" for a growth, "pp" for a change of a ratio, "index" */
	enum coop_kind kind;    /* growth, change and index are COOP_RATIO */
	struct interval limits; /* what a value can be at all: growth >= -100, stocks >= 0, shares 0..100, ranks >= 1 */
	double plausible_min, plausible_max;
	bool whole; /* ranks and ordinals */
};

struct catalogue;

int catalogue_create(struct catalogue **out) __attribute__((warn_unused_result));
void catalogue_destroy(struct catalogue *c);

/* What the configuration says of an own indicator. */
struct indicator_spec {
	const char *area, *id, *title, *unit, *kind, *note; /* kind: "flow" "stock" "ratio" "rank" "ordinal" */
	bool is_signed;
	double plausible_min, plausible_max; /* -INFINITY and INFINITY, or both 0, where not said */
	int decimals;
	const char *const *phrases; /* NULL-terminated, may be NULL */
	const char *direction;      /* "between" "books" "gives" "takes" "where" "whence"; NULL is "between" */
};

/* Copies everything: the plugin may be closed afterwards. Tables were linted by plug/. ERR_CONFLICT where the area exists. */
int catalogue_add_plugin(struct catalogue *c, const struct coop_plugin *plugin, const char *file, struct err *err)
    __attribute__((warn_unused_result));

/* An indicator of the user's own, to an area that exists. ERR_UNKNOWN (area), ERR_CONFLICT (id), ERR_DATA. */
int catalogue_add_indicator(struct catalogue *c, const struct indicator_spec *spec, struct err *err) __attribute__((warn_unused_result));

/* After the last add: resolves identities across areas. Identities whose other area is not loaded sleep (counted, not an error). */
int catalogue_seal(struct catalogue *c, struct err *err) __attribute__((warn_unused_result));

size_t catalogue_n_areas(const struct catalogue *c);
const struct area *catalogue_area(const struct catalogue *c, size_t i); /* in order of loading */
const struct area *catalogue_find_area(const struct catalogue *c, const char *id);
/* 0, or ERR_UNKNOWN with the likely name. */
int catalogue_check_area(const struct catalogue *c, const char *area, struct err *err) __attribute__((warn_unused_result));
size_t catalogue_n_identities(const struct catalogue *c);
const struct identity *catalogue_identity(const struct catalogue *c, size_t i);
size_t catalogue_n_sleeping(const struct catalogue *c); /* identities whose other area is not loaded */

/* "turnover" in "trade", without companion or currency; NULL where there is none. */
const struct indicator *catalogue_find_indicator(const struct catalogue *c, const char *area, const char *id);

/* "turnover_growth" in "trade". 0, or ERR_UNKNOWN with the likely name ("no indicator turnovr in trade; turnover?"), or ERR_DATA for a companion
 * that this kind does not have. */
int catalogue_measure(const struct catalogue *c, const char *area, const char *id, struct measure *out, struct err *err)
    __attribute__((warn_unused_result));

/* "Trade turnover", "Trade turnover, growth", "Trade turnover in EUR, change". */
void measure_title(const struct measure *m, char *out, size_t cap);
/* "turnover_eur_growth" */
void measure_id(const struct measure *m, char out[MEASURE_ID_MAX]);

const char *kind_name(enum coop_kind kind); /* "flow" … "ordinal" */
int kind_parse(const char *name, enum coop_kind *out);

const char *direction_name(enum coop_direction direction); /* "between" … "whence" */
int direction_parse(const char *name, enum coop_direction *out);

#endif
