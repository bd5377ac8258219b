/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * picture_private: what the files of picture.h share.
 */
#ifndef CTL_PICTURE_PRIVATE_H
#define CTL_PICTURE_PRIVATE_H

#include "ctl/picture.h"

#define LINE_SOURCES_MAX 16
#define LINE_FREQS 6
extern const char line_freqs[]; /* "ASQMDI", the coarsest first */

/* Figures of one series in one frequency: what graph.h calls a series. */
struct line {
	struct series_name name;
	char freq;
	struct graph_point *points; /* owned; by begin, the longer first */
	size_t n, cap;
	size_t n_older; /* left out */
	uint32_t sources
	    [LINE_SOURCES_MAX]; /* of what was observed, or led to what was derived, in order of appearance; 0 is who was not named */
	size_t n_sources;
	bool more_sources;
	int32_t published_first, published_last; /* by those; DATE_NONE for none */
	bool derived, assumed;                   /* some of it */
};

/* By place in line_freqs; those without points are empty. */
struct lines {
	struct line of[LINE_FREQS];
};

struct panel {
	struct line lines[GRAPH_SERIES_MAX];
	size_t n_lines;
};

struct picture {
	struct core *core;
	struct picture_ask ask;
	bool is_page;
	bool pair_is_told, measure_is_told;     /* by the title of the whole */
	struct pair pair;                       /* of a page */
	char area[AREA_ID_MAX];                 /* of a page; "" for all */
	struct panel *panels[GRAPH_PANELS_MAX]; /* owned */
	size_t n_panels;
	size_t n_left_out;

	struct graph_request request;
	struct graph_panel *drawn; /* owned; with their arrays */
	char **texts;              /* owned; what the order's texts point to */
	size_t n_texts;
	uint64_t *seqs; /* owned; of the notes of all panels, one panel behind the other */
	size_t n_notes;
};

/* All figures of the series in the span asked for; `max`: the newest that a line keeps. lines_fini follows in every case. 0, ERR_LIMIT, ERR_DATA, ERR_INTERNAL,
 * -ENOMEM. */
int lines_gather(struct lines *out, const struct picture *p, const struct series_name *name, size_t max, struct err *err)
    __attribute__((warn_unused_result));
void lines_fini(struct lines *l);
void line_fini(struct line *l);

/* A new panel with no line; NULL where memory is short or there are GRAPH_PANELS_MAX. */
struct panel *picture_panel(struct picture *p) __attribute__((warn_unused_result));
/* Moves the line into the panel, which has room for it. */
void panel_take(struct panel *panel, struct line *line);

/* A line of text being written; what does not fit is cut, at a character. */
#define TEXT_LINE_MAX 400
struct text {
	char s[TEXT_LINE_MAX];
	size_t n;
};

/* The words: UTF-8 of one line, written to an empty `out`. */
void words_page_title(struct picture *p, struct text *out); /* before those of its panels */
void words_panel_title(const struct picture *p, const struct panel *panel, struct text *out);
void words_label(const struct picture *p, const struct panel *panel, const struct line *line, struct text *out); /* for the legend */
void words_footer(const struct picture *p, const struct panel *panel, struct text *out);

#endif
