/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/picture.h"

#include "base/utf8.h"
#include "ctl/picture_private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOTE_LONG 200 /* bytes of an event's text: a mark has room for less */

struct picture *picture_create(struct core *core, const struct picture_ask *ask)
{
	struct picture *p = calloc(1, sizeof *p);
	if (!p)
		return NULL;
	p->core = core;
	p->ask = *ask;
	return p;
}

void picture_destroy(struct picture *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->n_panels; i++) {
		for (size_t k = 0; k < p->panels[i]->n_lines; k++)
			line_fini(&p->panels[i]->lines[k]);
		free(p->panels[i]);
		if (p->drawn) {
			free((void *)p->drawn[i].series);
			free((void *)p->drawn[i].notes);
		}
	}
	for (size_t i = 0; i < p->n_texts; i++)
		free(p->texts[i]);
	free(p->texts);
	free(p->drawn);
	free(p->seqs);
	free(p);
}

struct panel *picture_panel(struct picture *p)
{
	struct panel *panel = p->n_panels < GRAPH_PANELS_MAX ? calloc(1, sizeof *panel) : NULL;
	if (panel)
		p->panels[p->n_panels++] = panel;
	return panel;
}

void panel_take(struct panel *panel, struct line *line)
{
	panel->lines[panel->n_lines++] = *line;
	*line = (struct line){0};
}

/* Series that were asked for ------------------------------------------------------------------------------------------- */

/* Whether two lines can be compared by eye: in one unit, and flows in one frequency, for a year's bar hides those of its halves. */
static bool go_together(const struct line *a, const struct line *b)
{
	bool flow = a->name.measure.kind == COOP_FLOW || b->name.measure.kind == COOP_FLOW;
	return strcmp(a->name.measure.unit, b->name.measure.unit) == 0 && (!flow || a->freq == b->freq);
}

static struct panel *panel_for(struct picture *p, const struct line *l)
{
	for (size_t i = 0; i < p->n_panels; i++)
		if (p->panels[i]->n_lines < GRAPH_SERIES_MAX && go_together(&p->panels[i]->lines[0], l))
			return p->panels[i];
	return picture_panel(p);
}

static int place(struct picture *p, struct lines *lines, struct err *err)
{
	for (size_t i = 0; i < LINE_FREQS; i++) {
		if (!lines->of[i].n)
			continue;
		struct panel *panel = panel_for(p, &lines->of[i]);
		if (!panel && p->n_panels == GRAPH_PANELS_MAX)
			return err_set(err, ERR_LIMIT, "that makes more than %d panels: ask for fewer series, or for one frequency of each",
			               GRAPH_PANELS_MAX);
		if (!panel)
			return err_sys(err, ENOMEM, "no room for the picture");
		panel_take(panel, &lines->of[i]);
	}
	return 0;
}

/* ERR_UNKNOWN, with what there is instead: "…; there are yearly figures 2022 to 2023". */
static int say_what_there_is(const struct picture *p, const struct series_name *name, struct err *err)
{
	struct picture_ask all = p->ask;
	struct picture whole = {.core = p->core};
	struct series_name any = *name;
	char text[300] = "", first[PERIOD_TEXT_MAX], last[PERIOD_TEXT_MAX];
	struct lines lines = {0};

	all.span.kind = SPAN_ALL;
	all.options.even = false;
	whole.ask = all;
	any.freq = 0;
	int rc = lines_gather(&lines, &whole, &any, GRAPH_POINTS_MAX, err);
	for (size_t i = 0, n = 0; i < LINE_FREQS && !rc; i++) {
		const struct line *l = &lines.of[i];
		if (!l->n)
			continue;
		struct period a = period_of_date(l->points[0].begin, l->freq), b = period_of_date(l->points[l->n - 1].begin, l->freq);
		period_format(&a, first);
		period_format(&b, last);
		const char *word = period_freq_word(l->freq);
		if (!word)
			word = line_freqs[i] == 'D' ? "dated" : "other";
		snprintf(text + n, sizeof text - n, "%s %s ones %s to %s", n ? "," : "; there are", word, first, last);
		n = strlen(text);
	}
	lines_fini(&lines);
	return rc ? rc : err_set(err, ERR_UNKNOWN, "no figure of %s to draw%s", name->key, text);
}

int picture_add_series(struct picture *p, const struct series_name *names, size_t n, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < n && !rc; i++) {
		struct lines lines = {0};
		bool any = false;
		rc = lines_gather(&lines, p, &names[i], GRAPH_POINTS_MAX, err);
		for (size_t k = 0; k < LINE_FREQS; k++)
			any |= lines.of[k].n > 0;
		p->n_left_out += !any;
		if (!rc)
			rc = place(p, &lines, err);
		lines_fini(&lines);
	}
	return !rc && !p->n_panels ? say_what_there_is(p, &names[0], err) : rc;
}

/* The order -------------------------------------------------------------------------------------------------------------- */

/* A copy that the order may point to; NULL where memory is short. */
static const char *keep(struct picture *p, const char *text)
{
	char **grown = realloc(p->texts, (p->n_texts + 1) * sizeof *grown);
	if (!grown)
		return NULL;
	p->texts = grown;
	grown[p->n_texts] = strdup(text);
	return grown[p->n_texts] ? grown[p->n_texts++] : NULL;
}

static bool draw_series(struct picture *p, const struct panel *panel, struct graph_panel *out)
{
	struct graph_series *all = calloc(panel->n_lines, sizeof *all);

	out->series = all;
	for (size_t i = 0; i < panel->n_lines && all; i++) {
		const struct line *l = &panel->lines[i];
		struct text label = {0};
		words_label(p, panel, l, &label);
		all[i] = (struct graph_series){.label = keep(p, label.s),
		                               .unit = keep(p, l->name.measure.unit),
		                               .freq = l->freq,
		                               .points = l->points,
		                               .n_points = l->n};
		if (!all[i].label || !all[i].unit)
			return false;
		out->n_series = i + 1;
	}
	return all;
}

static bool draw_panel(struct picture *p, const struct panel *panel, struct graph_panel *out)
{
	struct text title = {0}, footer = {0};

	words_panel_title(p, panel, &title);
	words_footer(p, panel, &footer);
	out->title = keep(p, title.s);
	out->footer = keep(p, footer.s);
	return out->title && out->footer && draw_series(p, panel, out);
}

/* Whether an event is for this panel: of its pair, of one of its areas or of none, in the time that is drawn, and known by then. */
static bool is_marked(const struct picture *p, const struct panel *panel, const struct note *n, int32_t from, int32_t to)
{
	if (n->kind != NOTE_EVENT || n->period.start < from || n->period.start >= to ||
	    (p->ask.options.asof != DATE_NONE && n->published > p->ask.options.asof))
		return false;
	for (size_t i = 0; i < panel->n_lines; i++)
		if (!n->area[0] || strcmp(n->area, panel->lines[i].name.measure.indicator->area->id) == 0)
			return true;
	return false;
}

static void find_stretch(const struct panel *panel, int32_t *from, int32_t *to)
{
	*from = INT32_MAX;
	*to = INT32_MIN;
	for (size_t k = 0; k < panel->n_lines; k++)
		for (size_t i = 0; i < panel->lines[k].n; i++) {
			const struct graph_point *point = &panel->lines[k].points[i];
			*from = point->begin < *from ? point->begin : *from;
			*to = point->end > *to ? point->end : *to;
		}
}

/* The newest events of the pair of the first line, oldest first; their texts come later. */
static bool mark_notes(struct picture *p, const struct panel *panel, struct graph_panel *out)
{
	const struct pair *pair = &panel->lines[0].name.pair;
	const struct note *found[GRAPH_NOTES_MAX];
	int32_t from, to;
	size_t n = 0;

	find_stretch(panel, &from, &to);
	for (size_t k = book_n_notes(p->core->book, pair); k-- > 0 && n < GRAPH_NOTES_MAX;) {
		const struct note *note = book_note(p->core->book, pair, k);
		if (is_marked(p, panel, note, from, to))
			found[n++] = note;
	}
	struct graph_note *notes = calloc(n + 1, sizeof *notes);
	uint64_t *seqs = realloc(p->seqs, (p->n_notes + n + 1) * sizeof *seqs);
	out->notes = notes;
	p->seqs = seqs ? seqs : p->seqs;
	if (!notes || !seqs)
		return false;
	while (n-- > 0) {
		notes[out->n_notes++] = (struct graph_note){.day = found[n]->period.start, .text = ""};
		seqs[p->n_notes++] = found[n]->seq;
	}
	return true;
}

int picture_finish(struct picture *p, struct err *err)
{
	struct text title = {0};

	if (!p->n_panels)
		return err_set(err, ERR_UNKNOWN, "no figure to draw");
	if (p->is_page || p->n_panels > 1)
		words_page_title(p, &title);
	p->drawn = calloc(p->n_panels, sizeof *p->drawn);
	bool good = p->drawn;
	for (size_t i = 0; i < p->n_panels && good; i++)
		good = draw_panel(p, p->panels[i], &p->drawn[i]) && mark_notes(p, p->panels[i], &p->drawn[i]);
	p->request = (struct graph_request){.format = p->ask.format,
	                                    .theme = p->ask.theme,
	                                    .width = p->ask.width,
	                                    .height = p->ask.height,
	                                    .title = good ? keep(p, title.s) : NULL,
	                                    .panels = p->drawn,
	                                    .n_panels = p->n_panels};
	if (!p->request.title)
		return err_sys(err, ENOMEM, "no room for the picture");
	return 0;
}

const uint64_t *picture_notes(const struct picture *p, size_t *n)
{
	*n = p->n_notes;
	return p->seqs;
}

int picture_note_text(struct picture *p, uint64_t seq, const char *text)
{
	char cut[NOTE_LONG + 1];

	snprintf(cut, sizeof cut, "%s", text);
	cut[utf8_prefix(cut, strlen(cut))] = '\0';
	const char *kept = keep(p, cut);
	if (!kept)
		return -ENOMEM;
	for (size_t i = 0, k = 0; i < p->n_panels; i++)
		for (size_t j = 0; j < p->drawn[i].n_notes; j++, k++)
			if (p->seqs[k] == seq)
				((struct graph_note *)p->drawn[i].notes)[j].text = kept;
	return 0;
}

const struct graph_request *picture_request(const struct picture *p)
{
	return &p->request;
}

void picture_summary(const struct picture *p, struct picture_summary *out)
{
	*out = (struct picture_summary){.n_panels = p->n_panels, .n_left_out = p->n_left_out, .title = p->request.title};
	if (!out->title[0])
		out->title = p->request.panels[0].title;
	for (size_t i = 0; i < p->n_panels; i++)
		for (size_t k = 0; k < p->panels[i]->n_lines; k++) {
			out->n_figures += p->panels[i]->lines[k].n;
			out->n_older += p->panels[i]->lines[k].n_older;
		}
}
