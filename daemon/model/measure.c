/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of catalogue.h about measures: an indicator's id with the suffixes of its currency and its companion, and what follows from
 * them for unit, kind and limits.
 */
#include "base/spell.h"
#include "model/catalogue.h"
#include "model/currency.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Plausible bounds of what the tables say nothing about; whoever means more insists. */
#define GROWTH_MAX 10000.0 /* percent: a hundredfold and one */
#define INDEX_MAX 1e6
#define RATE_MAX 1e6 /* units of the weakest currencies to one of the strongest */

static const struct {
	const char *suffix, *title;
} companions[] = {
    [COMPANION_NONE] = {"", ""},
    [COMPANION_GROWTH] = {"_growth", ", growth"},
    [COMPANION_CHANGE] = {"_change", ", change"},
    [COMPANION_INDEX] = {"_index", ", index"},
};
#define N_COMPANIONS (sizeof companions / sizeof companions[0])

static const char *const kinds[] = {
    [COOP_FLOW] = "flow", [COOP_STOCK] = "stock", [COOP_RATIO] = "ratio", [COOP_RANK] = "rank", [COOP_ORDINAL] = "ordinal",
};

static const char *const directions[] = {
    [COOP_BETWEEN] = "between", [COOP_BOOKS] = "books", [COOP_GIVES] = "gives",
    [COOP_TAKES] = "takes",     [COOP_WHERE] = "where", [COOP_WHENCE] = "whence",
};

const char *direction_name(enum coop_direction direction)
{
	return direction < sizeof directions / sizeof directions[0] ? directions[direction] : "?";
}

int direction_parse(const char *name, enum coop_direction *out)
{
	for (size_t i = 0; i < sizeof directions / sizeof directions[0]; i++)
		if (strcmp(directions[i], name) == 0) {
			*out = (enum coop_direction)i;
			return 0;
		}
	return ERR_DATA;
}

const char *kind_name(enum coop_kind kind)
{
	return kind >= COOP_FLOW && kind <= COOP_ORDINAL ? kinds[kind] : "unknown";
}

int kind_parse(const char *name, enum coop_kind *out)
{
	for (enum coop_kind k = COOP_FLOW; k <= COOP_ORDINAL; k++)
		if (strcmp(name, kinds[k]) == 0) {
			*out = k;
			return 0;
		}
	return ERR_DATA;
}

static struct interval limits_of(const struct indicator *i)
{
	if (i->kind == COOP_RANK || i->kind == COOP_ORDINAL)
		return (struct interval){1, INFINITY};
	if (i->flags & COOP_SIGNED)
		return (struct interval){-INFINITY, INFINITY};
	return (struct interval){0, i->kind == COOP_RATIO ? 100 : INFINITY};
}

/* The indicator itself, in its own unit or another currency. No rate is known, so a currency only keeps the sign. */
static void fill_level(struct measure *m)
{
	const struct indicator *i = m->indicator;
	double scale = m->currency[0] ? RATE_MAX : 1;
	m->kind = i->kind;
	m->limits = limits_of(i);
	m->whole = i->kind == COOP_RANK || i->kind == COOP_ORDINAL;
	m->plausible_min = m->currency[0] && i->plausible_min > 0 ? 0 : i->plausible_min * scale;
	m->plausible_max = m->currency[0] && i->plausible_max < 0 ? 0 : i->plausible_max * scale;
	snprintf(m->unit, sizeof m->unit, "%s", m->currency[0] ? m->currency : i->unit);
}

/* Turns the level that fill_level has made into its companion. A signed level (a balance) can grow by any percentage. */
static void fill_companion(struct measure *m)
{
	bool is_signed = m->indicator->flags & COOP_SIGNED;
	double reach = fmax(fabs(m->plausible_min), fabs(m->plausible_max));
	double span = m->limits.high - m->limits.low;
	switch (m->companion) {
	case COMPANION_NONE:
		return;
	case COMPANION_GROWTH:
		m->limits = (struct interval){is_signed ? -INFINITY : -100, INFINITY};
		m->plausible_min = is_signed ? -GROWTH_MAX : -100;
		m->plausible_max = GROWTH_MAX;
		strcpy(m->unit, "percent");
		break;
	case COMPANION_CHANGE:
		m->limits = (struct interval){-span, span};
		m->plausible_min = -reach;
		m->plausible_max = reach;
		if (m->kind == COOP_RATIO)
			strcpy(m->unit, "pp");
		break;
	case COMPANION_INDEX:
		m->limits = (struct interval){is_signed ? -INFINITY : 0, INFINITY};
		m->plausible_min = is_signed ? -INDEX_MAX : 0;
		m->plausible_max = INDEX_MAX;
		strcpy(m->unit, "index");
		break;
	}
	m->kind = COOP_RATIO;
	m->whole = false;
}

/* Cuts the companion's suffix off `id`. */
static enum companion take_companion(char *id)
{
	size_t n = strlen(id);
	for (enum companion k = COMPANION_GROWTH; k < N_COMPANIONS; k++) {
		size_t len = strlen(companions[k].suffix);
		if (n > len && strcmp(id + n - len, companions[k].suffix) == 0) {
			id[n - len] = '\0';
			return k;
		}
	}
	return COMPANION_NONE;
}

static int check_companion(const struct measure *m, struct err *err)
{
	enum coop_kind kind = m->indicator->kind;
	bool amount = kind == COOP_FLOW || kind == COOP_STOCK;
	if (m->companion == COMPANION_NONE || amount || (kind == COOP_RATIO && m->companion == COMPANION_CHANGE))
		return 0;
	const char *id = m->indicator->id, *suffix = companions[m->companion].suffix;
	if (kind == COOP_RATIO)
		return err_set(err, ERR_DATA, "%s is a ratio and has no %s; %s_change takes percentage points", id, suffix, id);
	return err_set(err, ERR_DATA, "%s is %s and has no %s: give its value of each period", id,
	               kind == COOP_RANK ? "a rank" : "an ordinal", suffix);
}

int catalogue_check_area(const struct catalogue *c, const char *area, struct err *err)
{
	struct spell spell;

	if (catalogue_find_area(c, area))
		return 0;
	spell_start(&spell, area);
	for (size_t i = 0; i < catalogue_n_areas(c); i++)
		spell_offer(&spell, catalogue_area(c, i)->id);
	const char *meant = spell_answer(&spell);
	if (meant)
		return err_set(err, ERR_UNKNOWN, "no area %.40s; %s?", area, meant);
	return err_set(err, ERR_UNKNOWN, "no area %.40s; AREAS lists those that are", area);
}

static int unknown_measure(const struct area *area, const char *id, struct err *err)
{
	char candidate[MEASURE_ID_MAX], best[MEASURE_ID_MAX] = "";
	struct spell spell;
	spell_start(&spell, id);
	for (size_t i = 0; i < area->n_indicators; i++)
		for (size_t k = 0; k < N_COMPANIONS; k++) {
			unsigned before = spell.distance;
			snprintf(candidate, sizeof candidate, "%s%s", area->indicators[i]->id, companions[k].suffix);
			spell_offer(&spell, candidate);
			if (spell.distance < before) {
				strcpy(best, candidate);
				spell.best = best; /* the candidate's buffer is written again */
			}
		}
	if (spell_answer(&spell))
		return err_set(err, ERR_UNKNOWN, "no indicator %.60s in %s; %s?", id, area->id, best);
	return err_set(err, ERR_UNKNOWN, "no indicator %.60s in %s; INDICATORS %s lists those that are", id, area->id, area->id);
}

/* "turnover_eur" where "turnover" is money. 1 found, 0 not, or the error. */
static int take_currency(const struct catalogue *c, const char *area, char *id, struct measure *m, struct err *err)
{
	char *suffix = strrchr(id, '_');
	if (!suffix || !currency_from_suffix(suffix + 1, strlen(suffix + 1), m->currency)) {
		m->currency[0] = '\0';
		return 0;
	}
	*suffix = '\0';
	m->indicator = catalogue_find_indicator(c, area, id);
	*suffix = '_';
	if (!m->indicator)
		return 0;
	const char *unit = m->indicator->unit;
	if (strcmp(unit, m->currency) == 0)
		return err_set(err, ERR_DATA, "%s is in %s already: leave _%s off", m->indicator->id, unit, suffix + 1);
	if (!currency_known(unit))
		return err_set(err, ERR_DATA, "%s is in %s, not in money: there is no %s", m->indicator->id, unit, id);
	return 1;
}

int catalogue_measure(const struct catalogue *c, const char *area, const char *id, struct measure *out, struct err *err)
{
	const struct area *home = catalogue_find_area(c, area);
	if (!home)
		return catalogue_check_area(c, area, err);
	struct measure m = {.companion = COMPANION_NONE};
	char base[MEASURE_ID_MAX];
	if (snprintf(base, sizeof base, "%s", id) >= (int)sizeof base)
		return unknown_measure(home, id, err);
	m.companion = take_companion(base);
	m.indicator = catalogue_find_indicator(c, area, base);
	if (!m.indicator) {
		int rc = take_currency(c, area, base, &m, err);
		if (rc <= 0)
			return rc ? rc : unknown_measure(home, id, err);
	}
	int rc = check_companion(&m, err);
	if (rc)
		return rc;
	fill_level(&m);
	fill_companion(&m);
	*out = m;
	return 0;
}

void measure_title(const struct measure *m, char *out, size_t cap)
{
	snprintf(out, cap, "%s%s%s%s", m->indicator->title, m->currency[0] ? " in " : "", m->currency, companions[m->companion].title);
}

void measure_id(const struct measure *m, char out[MEASURE_ID_MAX])
{
	char *to = stpcpy(out, m->indicator->id);
	if (m->currency[0])
		*to++ = '_';
	for (size_t i = 0; m->currency[i]; i++)
		*to++ = (char)(m->currency[i] - 'A' + 'a');
	strcpy(to, companions[m->companion].suffix);
}
