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
	rc = rc || reply_text(out, "bound", bound_name(f->bound)) || reply_text(out, "basis", basis_name(f->basis));
	rc = rc || reply_status(out, f->status) || reply_source(out, core, f->source) || reply_date(out, "published", f->published);
	return rc || reply_text(out, "unit", m->unit);
}
