/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/indicator.h"

#include "model/catalogue.h"
#include "model/currency.h"

#include <math.h>
#include <string.h>

#define DECIMALS_MAX 12

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Reads at most `max` + 1 characters, so that a pointer to something endless is refused, not followed. */
static bool is_id(const char *id, size_t max, bool underscore)
{
	if (!id || !is_lower(id[0]))
		return false;
	size_t n = 1;
	for (; n <= max && id[n]; n++)
		if (!is_lower(id[n]) && !is_digit(id[n]) && !(underscore && id[n] == '_'))
			return false;
	return n <= max;
}

bool indicator_is_area_id(const char *id)
{
	return is_id(id, AREA_ID_MAX - 1, false);
}

bool indicator_is_line(const char *text)
{
	if (!text || !text[0])
		return false;
	size_t n = 0;
	for (; n <= INDICATOR_TEXT_MAX && text[n]; n++)
		if ((unsigned char)text[n] < 0x20 || text[n] == 0x7f)
			return false;
	return n <= INDICATOR_TEXT_MAX;
}

static bool is_unit(const char *unit)
{
	if (!unit || !unit[0])
		return false;
	size_t n = 0;
	for (; n < UNIT_MAX && unit[n]; n++)
		if (!is_lower(unit[n]) && !is_digit(unit[n]) && !(unit[n] >= 'A' && unit[n] <= 'Z'))
			return false;
	return n < UNIT_MAX;
}

/* The unit that a kind always has, or NULL where it is free. */
static const char *unit_of_kind(enum coop_kind kind)
{
	switch (kind) {
	case COOP_RATIO:
		return "percent";
	case COOP_RANK:
		return "rank";
	case COOP_ORDINAL:
		return "edition";
	default:
		return NULL;
	}
}

static int check_id(const char *id, struct err *err)
{
	if (!is_id(id, INDICATOR_ID_MAX - 1, true))
		return err_set(err, ERR_DATA, "indicator \"%.50s\": an id is a to z, 0 to 9 and _, a letter first, at most %d characters",
		               id ? id : "(null)", INDICATOR_ID_MAX - 1);
	const char *suffix = strrchr(id, '_');
	char currency[CURRENCY_MAX];
	if (!suffix)
		return 0;
	if (strcmp(suffix, "_growth") == 0 || strcmp(suffix, "_change") == 0 || strcmp(suffix, "_index") == 0)
		return err_set(err, ERR_DATA, "indicator %s: an id must not end in %s, for every indicator has that companion anyway", id,
		               suffix);
	if (currency_from_suffix(suffix + 1, strlen(suffix + 1), currency))
		return err_set(err, ERR_DATA, "indicator %s: an id must not end in %s, which means the currency %s", id, suffix, currency);
	return 0;
}

static int check_kind(const struct coop_indicator *i, struct err *err)
{
	if (i->kind < COOP_FLOW || i->kind > COOP_ORDINAL)
		return err_set(err, ERR_DATA, "indicator %s: kind %d is none of enum coop_kind: 1 to 5", i->id, (int)i->kind);
	if (i->flags & ~(uint32_t)COOP_SIGNED)
		return err_set(err, ERR_DATA, "indicator %s: flags 0x%x has bits that enum coop_flag does not know", i->id,
		               (unsigned)i->flags);
	if ((i->flags & COOP_SIGNED) && (i->kind == COOP_RANK || i->kind == COOP_ORDINAL))
		return err_set(err, ERR_DATA, "indicator %s: a %s is counted from 1 and cannot be signed", i->id, kind_name(i->kind));
	if (!is_unit(i->unit))
		return err_set(err, ERR_DATA, "indicator %s: a unit is one word of letters and digits, at most %d characters", i->id,
		               UNIT_MAX - 1);
	if (i->direction > COOP_WHENCE)
		return err_set(err, ERR_DATA, "indicator %s: direction %d is none of enum coop_direction: 0 to 5", i->id,
		               (int)i->direction);
	const char *must = unit_of_kind(i->kind);
	if (must && strcmp(must, i->unit) != 0)
		return err_set(err, ERR_DATA, "indicator %s: a %s has the unit %s, not %s", i->id, kind_name(i->kind), must, i->unit);
	for (enum coop_kind k = COOP_FLOW; !must && k <= COOP_ORDINAL; k++)
		if (unit_of_kind(k) && strcmp(unit_of_kind(k), i->unit) == 0)
			return err_set(err, ERR_DATA, "indicator %s: the unit %s belongs to the kind %s", i->id, i->unit, kind_name(k));
	return 0;
}

static int check_range(const struct coop_indicator *i, struct err *err)
{
	bool is_signed = i->flags & COOP_SIGNED;
	if (!isfinite(i->plausible_min) || !isfinite(i->plausible_max) || i->plausible_min >= i->plausible_max)
		return err_set(err, ERR_DATA, "indicator %s: plausible_min %g must be below plausible_max %g", i->id, i->plausible_min,
		               i->plausible_max);
	if (i->plausible_min < 0 && !is_signed)
		return err_set(err, ERR_DATA, "indicator %s: plausible_min %g is negative: set COOP_SIGNED if it can be", i->id,
		               i->plausible_min);
	if (i->kind == COOP_RATIO && i->plausible_max > 100 && !is_signed)
		return err_set(err, ERR_DATA, "indicator %s: plausible_max %g is above 100 per cent: a ratio is a part of something", i->id,
		               i->plausible_max);
	if (i->decimals < -DECIMALS_MAX || i->decimals > DECIMALS_MAX)
		return err_set(err, ERR_DATA, "indicator %s: decimals %d is not between -%d and %d", i->id, (int)i->decimals, DECIMALS_MAX,
		               DECIMALS_MAX);
	return 0;
}

static int check_phrases(const struct coop_indicator *i, struct err *err)
{
	if (!i->phrases)
		return 0;
	for (size_t k = 0; i->phrases[k]; k++) {
		const char *phrase = i->phrases[k];
		if (k == INDICATOR_PHRASES_MAX)
			return err_set(err, ERR_DATA, "indicator %s: more than %d phrases; is the NULL at their end missing?", i->id,
			               INDICATOR_PHRASES_MAX);
		if (!indicator_is_line(phrase))
			return err_set(err, ERR_DATA, "indicator %s: phrase %zu is empty, too long, or not one line", i->id, k + 1);
		for (const char *c = phrase; *c; c++)
			if (*c >= 'A' && *c <= 'Z')
				return err_set(err, ERR_DATA, "indicator %s: phrase \"%s\" must be in lower case", i->id, phrase);
	}
	return 0;
}

int indicator_check(const struct coop_indicator *i, struct err *err)
{
	int rc = check_id(i->id, err);
	if (rc)
		return rc;
	if (!indicator_is_line(i->title))
		return err_set(err, ERR_DATA, "indicator %s: a title is one line of at most %d bytes", i->id, INDICATOR_TEXT_MAX);
	if (i->note && !indicator_is_line(i->note))
		return err_set(err, ERR_DATA, "indicator %s: a note is one line of at most %d bytes, or NULL", i->id, INDICATOR_TEXT_MAX);
	rc = check_kind(i, err);
	if (rc == 0)
		rc = check_range(i, err);
	if (rc == 0)
		rc = check_phrases(i, err);
	return rc;
}
