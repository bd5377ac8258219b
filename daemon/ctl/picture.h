/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * picture: from a question (GRAPH) to the order that the worker draws: which figures, in which panels, with which words. Loop thread.
 *
 *     picture_line.c   the figures of a series, as lines of one frequency each
 *     picture_page.c   which indicators of an area are worth a panel
 *     picture_words.c  titles, legends, footers
 *     picture.c        the order, put together
 *
 * What is in a finished picture is its own: book, catalogue and configuration may change before it is drawn.
 */
#ifndef CTL_PICTURE_H
#define CTL_PICTURE_H

#include "core/core.h"
#include "ctl/reply.h"
#include "work/graph.h"

#define PICTURE_SERIES_MAX 8 /* of one question */

struct picture_ask {
	struct weigh_options options;
	struct span span;
	enum graph_format format;
	enum graph_theme theme;
	unsigned width, height; /* pixels; 0: what suits the picture */
};

struct picture;

/* NULL: no memory. */
struct picture *picture_create(struct core *core, const struct picture_ask *ask) __attribute__((warn_unused_result));
void picture_destroy(struct picture *p);

/* Adds what is asked for: series, those of one unit (and flows of one frequency) in one panel; or a page of the indicators of an area, of all areas where `area` is NULL. What has no
 * figure is left out and counted. 0; ERR_UNKNOWN: there is nothing to draw; ERR_DATA, ERR_USAGE, ERR_LIMIT, -ENOMEM; ERR_INTERNAL where a figure could
 * not be worked out. */
int picture_add_series(struct picture *p, const struct series_name *names, size_t n, struct err *err) __attribute__((warn_unused_result));
int picture_add_page(struct picture *p, const struct pair *pair, const char *area, struct err *err) __attribute__((warn_unused_result));

/* After the last add: words and order. 0, -ENOMEM. */
int picture_finish(struct picture *p, struct err *err) __attribute__((warn_unused_result));

/* The events that are to be marked, whose texts are on disk: their seqs (valid as long as the picture), and their texts once they were read. One whose text is not
 * given has none. */
const uint64_t *picture_notes(const struct picture *p, size_t *n);
int picture_note_text(struct picture *p, uint64_t seq, const char *text) __attribute__((warn_unused_result)); /* 0 or -ENOMEM */

const struct graph_request *picture_request(const struct picture *p);

struct picture_summary {
	size_t n_panels, n_figures;
	size_t n_left_out; /* series without a figure; of a page: indicators with figures for which there is no panel */
	size_t n_older;    /* figures left out because there are too many for a line */
	const char *title; /* of the page, or of the one panel */
};
void picture_summary(const struct picture *p, struct picture_summary *out);

#endif
