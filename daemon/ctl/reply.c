/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/reply.h"

#include "base/num.h"
#include "base/words.h"

#include <string.h>

int span_parse(const char *text, struct span *out, struct err *err)
{
	*out = (struct span){.kind = SPAN_ALL};
	if (!text)
		return 0;
	const char *dots = strstr(text, "..");
	int rc = period_parse(text, dots ? (size_t)(dots - text) : strlen(text), &out->from, err);
	out->kind = SPAN_ONE;
	out->to = out->from;
	if (rc || !dots)
		return rc;
	out->kind = SPAN_RANGE;
	rc = period_parse(dots + 2, strlen(dots + 2), &out->to, err);
	if (rc)
		return rc;
	if (out->from.freq != out->to.freq || out->from.freq == 'I')
		return err_set(err, ERR_DATA, "%.60s: both ends must be years, or halves, quarters, months, days", text);
	if (period_cmp(&out->from, &out->to) > 0)
		return err_set(err, ERR_DATA, "%.60s ends before it begins", text);
	return 0;
}

bool span_holds(const struct span *s, const struct period *p)
{
	switch (s->kind) {
	case SPAN_ONE:
		return period_cmp(p, &s->from) == 0;
	case SPAN_RANGE:
		return p->freq == s->from.freq && period_cmp(p, &s->from) >= 0 && period_cmp(p, &s->to) <= 0;
	default:
		return true;
	}
}

int reply_asof(const struct words *w, int32_t *out, struct err *err)
{
	const char *asof = words_option(w, "asof");

	*out = DATE_NONE;
	if (asof && date_parse(asof, strlen(asof), out))
		return err_set(err, ERR_DATA, "asof=%.40s is no date: write it as 2024-03-01", asof);
	return 0;
}

static int key(struct buf *out, const char *name)
{
	return buf_add(out, " ", 1) || buf_add(out, name, strlen(name)) || buf_add(out, "=", 1);
}

int reply_text(struct buf *out, const char *name, const char *value)
{
	if (!value || !value[0])
		return 0;
	return key(out, name) || words_quote(out, value);
}

int reply_date(struct buf *out, const char *name, int32_t date)
{
	char text[DATE_TEXT_MAX];

	if (date == DATE_NONE)
		return 0;
	date_format(date, text);
	return reply_text(out, name, text);
}

static int number(struct buf *out, double v)
{
	char text[NUM_TEXT_MAX];
	return buf_add(out, text, num_format(v, text));
}

int reply_bare(struct buf *out, double v)
{
	return buf_add(out, " ", 1) || number(out, v);
}

int reply_number(struct buf *out, const char *name, double v)
{
	return key(out, name) || number(out, v);
}

int reply_status(struct buf *out, status_set status)
{
	char text[STATUS_TEXT_MAX];

	status_format(status, text);
	return reply_text(out, "status", text);
}

int reply_source(struct buf *out, const struct core *core, uint32_t source)
{
	const struct source *s = book_source(core->book, source);
	return reply_text(out, "source", s ? s->id : NULL);
}

int reply_period(struct buf *out, const struct period *p)
{
	char text[PERIOD_TEXT_MAX];

	period_format(p, text);
	return buf_add(out, text, strlen(text));
}

int reply_figure(struct buf *out, const struct core *core, const struct measure *m, const struct figure *f)
{
	int rc = reply_period(out, &f->period) || buf_add(out, " ", 1) || number(out, f->value);

	rc = rc || reply_number(out, "low", f->low) || reply_number(out, "high", f->high);
	rc = rc || reply_text(out, "bound", bound_name(f->bound)) || reply_text(out, "basis", basis_name(f->basis)) ||
	     reply_text(out, "assume", f->basis == BASIS_ASSUMED ? "even" : NULL) ||
	     reply_text(out, "bounds", f->propagated ? "propagated" : NULL);
	rc = rc || reply_status(out, f->status) || reply_source(out, core, f->source) || reply_date(out, "published", f->published);
	return rc || reply_text(out, "unit", m->unit);
}

int reply_fact(struct buf *out, const struct core *core, const struct pair *pair, const struct measure *m, const struct fact *fact)
{
	const struct interval i = fact->is_hard ? fact->hard : fact->soft;
	char pair_text[PAIR_TEXT_MAX], id[MEASURE_ID_MAX], period[PERIOD_TEXT_MAX];

	pair_format(pair, pair_text);
	measure_id(m, id);
	period_format(&fact->o.period, period);
	return buf_addf(out, " series=%s/%s/%s period=%s", pair_text, m->indicator->area->id, id, period) ||
	       reply_number(out, "value", fact->o.value) || reply_number(out, "low", i.low) || reply_number(out, "high", i.high) ||
	       reply_text(out, "bound", bound_name(fact->o.bound)) || reply_text(out, "unit", m->unit) ||
	       reply_source(out, core, fact->o.source) || reply_date(out, "published", fact->o.published) ||
	       reply_text(out, "reading", fact->is_hard ? "hard" : NULL);
}
