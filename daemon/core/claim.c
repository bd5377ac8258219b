/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/claim.h"

#include "base/num.h"
#include "core/core.h"
#include "model/currency.h"

#include <math.h>
#include <string.h>

/* Dates and sources ---------------------------------------------------------------------------------------------------- */

/* Tomorrow is here already somewhere. */
static bool is_to_come(int32_t date)
{
	return date > date_today() + 1;
}

/* The day on which a source said it. `force`: a day to come is taken. */
static int read_published(const char *text, bool force, int32_t *out, struct err *err)
{
	if (date_parse(text, strlen(text), out))
		return err_set(err, ERR_DATA, "published \"%.40s\" is no date: write it as 2024-08-09", text);
	if (is_to_come(*out) && !force)
		return err_set(err, ERR_DATA, "published %s is in the future: it is the day on which the source said it", text);
	return 0;
}

/* Who says it and since when: the date said, else that of the source, else today. */
static int read_origin(const struct core *core, const char *id, const char *published, bool force, uint32_t *source, int32_t *date,
                       struct err *err)
{
	*source = SOURCE_UNATTRIBUTED;
	*date = DATE_NONE;
	if (id) {
		*source = book_find_source(core->book, id);
		if (!*source)
			return err_set(err, ERR_UNKNOWN,
			               "no source \"%.64s\": declare it first with SOURCE %.64s name=\"…\" published=DATE", id, id);
		*date = book_source_newest(core->book, *source)->published;
	}
	int rc = published ? read_published(published, force, date, err) : 0;
	if (rc)
		return rc;
	if (*date == DATE_NONE)
		*date = date_today();
	return 0;
}

/* Values ---------------------------------------------------------------------------------------------------------------- */

static bool is_counted(const char *unit)
{
	static const char *const units[] = {"count", "persons", "vehicles", "TEU"};

	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
		if (strcmp(unit, units[i]) == 0)
			return true;
	return false;
}

/* The unit written must be the measure's; things that are counted pass for each other ("1,700 trucks" of an indicator in units). */
static int check_unit(const struct measure *m, const struct value *v, struct err *err)
{
	char id[MEASURE_ID_MAX];

	if (!v->unit[0] || strcmp(v->unit, m->unit) == 0 || (is_counted(v->unit) && is_counted(m->unit)))
		return 0;
	measure_id(m, id);
	if (m->companion == COMPANION_NONE && currency_known(m->unit) && strcmp(v->unit, m->indicator->unit) == 0)
		return err_set(err, ERR_DATA, "the value is in %s and %s is in %s: put it as %s", v->unit, id, m->unit, m->indicator->id);
	if (m->companion == COMPANION_NONE && currency_known(v->unit) && currency_known(m->unit))
		return err_set(err, ERR_DATA, "the value is in %s and %s is in %s: put it as %s_%c%c%c", v->unit, id, m->unit,
		               m->indicator->id, v->unit[0] | 0x20, v->unit[1] | 0x20, v->unit[2] | 0x20);
	if (m->companion == COMPANION_NONE && strcmp(v->unit, "percent") == 0 && (m->kind == COOP_FLOW || m->kind == COOP_STOCK))
		return err_set(err, ERR_DATA, "the value is in percent and %s is in %s: is %s_growth meant?", id, m->unit, id);
	return err_set(err, ERR_DATA, "the value is in %s and %s is in %s", v->unit, id, m->unit);
}

/* What the words of the value left open, or the options say of it: bound, high and g. */
static int read_bound(const struct claim *c, struct value *v, struct err *err)
{
	enum bound bound;

	if (c->high) {
		double high;
		if (num_parse(c->high, strlen(c->high), &high) || !isfinite(high))
			return err_set(err, ERR_DATA, "high=%.40s is no number", c->high);
		if (!isnan(v->high) && v->high != high)
			return err_set(err, ERR_DATA, "high=%.40s contradicts the range in the value", c->high);
		v->high = high;
		if (!v->hedged)
			v->bound = BOUND_RANGE;
	}
	if (c->bound) {
		if (bound_parse(c->bound, &bound))
			return err_set(err, ERR_DATA, "bound=%.40s is none of eq about gt ge lt le nearly range exact", c->bound);
		if (v->hedged && bound != v->bound)
			return err_set(err, ERR_DATA, "bound=%s contradicts the value, which says %s", c->bound, bound_name(v->bound));
		v->bound = bound;
	}
	if (isnan(v->number) && c->high)
		return err_set(err, ERR_DATA, "a value of nan has no upper end: leave high=%.40s off", c->high);
	if (v->bound == BOUND_RANGE && isnan(v->high))
		return err_set(err, ERR_DATA, "a range needs its upper end: high=NUMBER");
	if (v->bound != BOUND_RANGE && !isnan(v->high))
		return err_set(err, ERR_DATA, "high= belongs to bound=range, not to bound=%s", bound_name(v->bound));
	if (v->bound == BOUND_RANGE && v->high < v->number)
		return err_set(err, ERR_DATA, "the upper end of the range is below the lower one");
	if (c->g) {
		if (num_parse(c->g, strlen(c->g), &v->g) || !isfinite(v->g) || v->g < 0)
			return err_set(err, ERR_DATA, "g=%.40s: it is the place of the last digit written, 0 or more (10000 for 630,000)",
			               c->g);
	}
	if (v->bound == BOUND_EXACT)
		v->g = 0;
	return 0;
}

/* What a quantity of this kind cannot be, whoever insists. */
static int check_limits(const struct measure *m, double v, struct err *err)
{
	char id[MEASURE_ID_MAX], text[NUM_TEXT_MAX], limit[NUM_TEXT_MAX];

	measure_id(m, id);
	num_format(v, text);
	if (!isfinite(v))
		return err_set(err, ERR_DATA, "the value is not finite");
	if (m->whole && v != rint(v))
		return err_set(err, ERR_DATA, "%s is %s: it must be a whole number, not %s", id,
		               m->kind == COOP_RANK ? "a rank" : "an ordinal", text);
	if (v >= m->limits.low && v <= m->limits.high)
		return 0;
	num_format(v < m->limits.low ? m->limits.low : m->limits.high, limit);
	return err_set(err, ERR_DATA, "%s cannot be %s than %s, and the value is %s", id, v < m->limits.low ? "less" : "more", limit, text);
}

static bool is_plausible(const struct measure *m, double v)
{
	return v >= m->plausible_min && v <= m->plausible_max;
}

bool claim_needs_force(const struct measure *m, const struct observation *o)
{
	return (o->published != DATE_NONE && is_to_come(o->published)) || (!isnan(o->value) && !is_plausible(m, o->value)) ||
	       (!isnan(o->high) && !is_plausible(m, o->high));
}

static int check_plausible(const struct measure *m, double v, struct err *err)
{
	char id[MEASURE_ID_MAX], text[NUM_TEXT_MAX], min[NUM_TEXT_MAX], max[NUM_TEXT_MAX];

	if (is_plausible(m, v))
		return 0;
	measure_id(m, id);
	num_format(v, text);
	num_format(m->plausible_min, min);
	num_format(m->plausible_max, max);
	return err_set(err, ERR_DATA, "%s %s is not plausible for %s (%s to %s): look again, or insist with force=1", text, m->unit, id,
	               min, max);
}

static int read_status(const struct claim *c, bool has_value, status_set *out, struct err *err)
{
	*out = STATUS_NORMAL;
	int rc = c->status ? status_parse(c->status, out, err) : 0;
	if (rc)
		return rc;
	if (!has_value && !status_is_missing(*out))
		return err_set(err, ERR_DATA, "a value of nan needs a status that says why: M (withdrawn, cannot exist), O, L or Q");
	if (has_value && status_is_missing(*out))
		return err_set(err, ERR_DATA, "status %s says that there is no value: write nan for it", c->status);
	return 0;
}

/* What a table says of the value beside it. */
static int check_beside(const struct claim *c, const struct measure *m, const struct value *v, struct err *err)
{
	char id[MEASURE_ID_MAX];
	double number;

	measure_id(m, id);
	if (c->unit && strcmp(c->unit, m->unit) != 0)
		return err_set(err, ERR_DATA, "the unit is %.40s and %s is in %s", c->unit, id, m->unit);
	if (!c->number)
		return 0;
	if (num_parse(c->number, strlen(c->number), &number))
		return err_set(err, ERR_DATA, "the number %.40s is no plain number", c->number);
	if (number != v->number && !(isnan(number) && isnan(v->number)))
		return err_set(err, ERR_DATA, "the number %.40s contradicts what was written, \"%.80s\"", c->number, c->value);
	return 0;
}

static int read_nth(const char *text, size_t *n_before, struct err *err)
{
	int64_t nth = 1;

	if (text && num_parse_int(text, strlen(text), 1, INT32_MAX, &nth))
		return err_set(err, ERR_DATA, "nth %.40s: it is a whole number from 1, which time it is that the same is said that day",
		               text);
	*n_before = (size_t)nth - 1;
	return 0;
}

static int read_value(const struct claim *c, const struct measure *m, struct value *v, struct err *err)
{
	bool percent = strcmp(m->unit, "percent") == 0 || strcmp(m->unit, "pp") == 0;
	int rc = value_parse(c->value, c->style, percent, v, err);
	if (!rc && c->style == VALUE_TABLE && !v->plain)
		rc = value_parse(c->value, VALUE_PROSE, percent, v, err);
	if (rc || (rc = check_unit(m, v, err)) || (rc = check_beside(c, m, v, err)) || (rc = read_bound(c, v, err)))
		return rc;
	if (!c->bound && !c->g)
		value_settle_exact(v, m->unit);
	if (isnan(v->number))
		return 0;
	rc = check_limits(m, v->number, err);
	if (!rc && !isnan(v->high))
		rc = check_limits(m, v->high, err);
	if (!rc && !c->force)
		rc = check_plausible(m, v->number, err);
	if (!rc && !c->force && !isnan(v->high))
		rc = check_plausible(m, v->high, err);
	return rc;
}

/* The number as the source wrote it, where that says more than the number itself. */
static const char *written_of(const struct claim *c, const struct value *v)
{
	char text[NUM_TEXT_MAX];

	num_format(v->number, text);
	return strcmp(c->value, text) == 0 ? NULL : c->value;
}

static int check_text(const char *text, size_t max, const char *what, struct err *err)
{
	if (text && strlen(text) > max)
		return err_set(err, ERR_DATA, "%s is longer than %zu bytes", what, max);
	return 0;
}

int claim_observation(const struct core *core, const struct claim *c, struct claimed *out, struct err *err)
{
	struct observation *o = &out->o;
	struct value v;

	memset(out, 0, sizeof *out);
	if (!c->series || !c->period || !c->value)
		return err_set(err, ERR_DATA, "the %s is missing", !c->series ? "series" : !c->period ? "period" : "value");
	int rc = core_parse_series(core, c->series, &out->name, &o->series, err);
	if (!rc)
		rc = period_parse(c->period, strlen(c->period), &o->period, err);
	if (!rc)
		rc = series_check_period(&out->name, &o->period, err);
	if (!rc && (rc = check_text(c->value, WRITTEN_MAX, "the value", err)) == 0)
		rc = read_value(c, &out->name.measure, &v, err);
	if (!rc)
		rc = read_status(c, !isnan(v.number), &o->status, err);
	if (!rc)
		rc = read_origin(core, c->source, c->published, c->force, &o->source, &o->published, err);
	if (!rc)
		rc = read_nth(c->nth, &out->n_before, err);
	if (!rc)
		rc = check_text(c->evidence, EVIDENCE_MAX, "the evidence", err);
	if (rc)
		return rc;
	o->value = v.number;
	o->high = v.high;
	o->g = v.g;
	o->bound = v.bound;
	o->written = written_of(c, &v);
	o->evidence = c->evidence && c->evidence[0] ? c->evidence : NULL;
	return 0;
}

/* Sources and notes ------------------------------------------------------------------------------------------------------ */

static int check_id(const char *id, struct err *err)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-";

	if (!id || !id[0])
		return err_set(err, ERR_DATA, "the source has no id");
	if (strlen(id) >= SOURCE_ID_MAX)
		return err_set(err, ERR_DATA, "source id \"%.20s…\" is longer than %d characters", id, SOURCE_ID_MAX - 1);
	if (id[strspn(id, allowed)])
		return err_set(err, ERR_DATA, "source id \"%s\" may hold letters, digits, dots, colons, hyphens and underscores only", id);
	return 0;
}

static int read_source_date(const char *text, struct source *s, struct err *err)
{
	char known[DATE_TEXT_MAX];
	int32_t date;
	int rc = read_published(text, false, &date, err);

	if (rc)
		return rc;
	if (s->published != DATE_NONE && s->published != date) {
		date_format(s->published, known);
		return err_set(err, ERR_CONFLICT,
		               "source %s is known as published %s: that cannot be changed, a later publication is another source", s->id,
		               known);
	}
	s->published = date;
	return 0;
}

static int read_rank(const char *text, int32_t *out, struct err *err)
{
	int64_t rank;

	if (num_parse_int(text, strlen(text), 1, 9999, &rank))
		return err_set(err, ERR_DATA, "rank \"%.40s\": it is a whole number from 1 (believed first) to 9999", text);
	*out = (int32_t)rank;
	return 0;
}

int claim_source(const struct core *core, const struct claim_source *c, struct source *out, struct err *err)
{
	int rc = check_id(c->id, err);
	if (rc)
		return rc;
	uint32_t number = book_find_source(core->book, c->id);
	if (number)
		*out = *book_source_newest(core->book, number);
	else
		*out = (struct source){.published = DATE_NONE};
	out->recorded = 0;
	strcpy(out->id, c->id);
	out->name = c->name ? c->name : out->name;
	out->authority = c->authority ? c->authority : out->authority;
	out->url = c->url ? c->url : out->url;
	if ((rc = check_text(c->name, SOURCE_TEXT_MAX, "name", err)) ||
	    (rc = check_text(c->authority, SOURCE_TEXT_MAX, "authority", err)) || (rc = check_text(c->url, SOURCE_TEXT_MAX, "url", err)))
		return rc;
	if (c->published)
		rc = read_source_date(c->published, out, err);
	if (!rc && c->rank)
		rc = read_rank(c->rank, &out->rank, err);
	if (!rc && c->party) {
		rc = party_check(core->parties, c->party, err);
		if (!rc)
			strcpy(out->party, c->party);
	}
	return rc;
}

static int read_area(const struct core *core, const char *area, char out[sizeof((struct note *)0)->area], struct err *err)
{
	int rc = catalogue_check_area(core->catalogue, area, err);
	if (!rc)
		strcpy(out, area);
	return rc;
}

int claim_note(const struct core *core, const struct claim_note *c, struct note *out, struct err *err)
{
	*out = (struct note){.text = c->text};
	if (!c->pair || !c->date)
		return err_set(err, ERR_DATA, "the %s is missing", c->pair ? "date" : "pair");
	if (!c->kind || !c->text || !c->text[0])
		return err_set(err, ERR_USAGE, "a note needs kind=event or kind=statement, and text=\"…\"");
	const char *slash = strchr(c->pair, '/');
	int rc = pair_parse(core->parties, c->pair, slash ? (size_t)(slash - c->pair) : strlen(c->pair), &out->pair, err);
	if (!rc && slash && c->area && strcmp(slash + 1, c->area) != 0)
		return err_set(err, ERR_DATA, "area %.40s contradicts %.60s: keep one of them", c->area, c->pair);
	if (!rc && (slash || c->area))
		rc = read_area(core, slash ? slash + 1 : c->area, out->area, err);
	if (!rc)
		rc = period_parse(c->date, strlen(c->date), &out->period, err);
	if (rc)
		return rc;
	if (strcmp(c->kind, "event") == 0)
		out->kind = NOTE_EVENT;
	else if (strcmp(c->kind, "statement") == 0)
		out->kind = NOTE_STATEMENT;
	else
		return err_set(err, ERR_DATA, "kind \"%.40s\" is neither event nor statement", c->kind);
	rc = check_text(c->text, NOTE_TEXT_MAX, "the text", err);
	return rc ? rc : read_origin(core, c->source, c->published, false, &out->source, &out->published, err);
}
