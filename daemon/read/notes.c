/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "read/notes.h"

#include "base/date.h"
#include "read/english.h"

#include <string.h>

static bool has_class(const struct sentence *s, enum word_class class)
{
	for (size_t i = 0; i < s->n; i++)
		if (sentence_has(s, i, class))
			return true;
	return false;
}

/* The area that the sentence speaks of first and that is loaded; -1 for none. */
static int area_of(const struct scribe *w)
{
	for (size_t i = 0; i < w->s->n; i++) {
		const struct hit *h = sentence_hit(w->s, i, CLASS_AREA);
		if (h && catalogue_find_area(w->catalogue, english_areas[h->lexeme->n]))
			return h->lexeme->n;
	}
	return -1;
}

/* The day, or the month, that has passed when the report came out. */
static bool event_time(const struct scribe *w, struct period *out)
{
	const struct sentence *s = w->s;
	for (size_t k = 0; k < s->n_whens; k++) {
		const struct when *o = &s->whens[k];
		bool day = o->sort == WHEN_DAY, month = o->sort == WHEN_SPAN && o->period.freq == 'M';
		if ((!day && !month) || o->base || (w->options.published != DATE_NONE && o->period.start > w->options.published))
			continue;
		*out = o->period;
		return true;
	}
	return false;
}

static void put_note(struct scribe *w, int area, const struct period *p, bool event)
{
	struct note_read n = {.pair = w->cast.pair, .period = *p, .event = event, .quote = {.at = w->s->cut.at, .len = w->s->cut.len}};
	if (area >= 0)
		memcpy(n.area, english_areas[area], strlen(english_areas[area]) + 1);
	int rc = reading_add_note(w->out, &n);
	if (rc && !w->rc)
		w->rc = rc;
}

void notes_read(struct scribe *w, bool has_figures)
{
	const struct sentence *s = w->s;
	struct period p = {0};
	int area = area_of(w);

	if (has_class(s, CLASS_RETRACT))
		return;
	if (has_class(s, CLASS_EVENT) && event_time(w, &p)) {
		/* A figure of the sentence says better what it is about. */
		const char *own = has_figures ? w->out->figures[w->out->n_figures - 1].indicator->area->id : NULL;
		for (int k = 0; own && k < ENGLISH_AREAS; k++)
			if (strcmp(english_areas[k], own) == 0)
				area = k;
		put_note(w, area, &p, true);
		return;
	}
	if (has_figures || area < 0 || w->stated >> area & 1 || !has_class(s, CLASS_STATEMENT) || w->options.published == DATE_NONE)
		return;
	w->stated |= 1u << area;
	p = (struct period){.start = w->options.published, .days = 1, .freq = 'D'};
	for (size_t k = 0; k < s->n_whens; k++)
		if (s->whens[k].sort == WHEN_SPAN && !s->whens[k].base && !s->whens[k].by)
			p = s->whens[k].period;
	put_note(w, area, &p, false);
}
