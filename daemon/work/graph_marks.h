/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * graph_marks: how a figure looks. As a bar: observed ones are full, derived ones pale with an outline, assumed ones pale without one, forecasts striped; a
 * target is a thick line across its period. As a line: the way to a figure that is not observed is dashed, to a forecast dotted, and the dots' shapes tell the same where they have room. Low
 * and high are a whisker on a bar, a ribbon along a line.
 */
#ifndef WORK_GRAPH_MARKS_H
#define WORK_GRAPH_MARKS_H

#include "work/graph_private.h"

/* What a series may need, from back to front; then what stands before the bars of all. A layer that is stacked follows its ground. */
enum graph_marks_layer {
	LAYER_FULL,
	LAYER_PALE, /* of a derived figure, and its LAYER_EDGE; then those of an assumed one and of a forecast */
	LAYER_EDGE,
	LAYER_RIBBON_GROUND = LAYER_PALE + 2 * (GRAPH_FORECAST - GRAPH_OBSERVED),
	LAYER_RIBBON,
	LAYER_LINE,
	LAYER_DASHED, /* to a derived or assumed figure */
	LAYER_DOTTED, /* to a forecast */
	N_ROLES,
	LAYER_STEM_GROUND = N_ROLES * GRAPH_SERIES_MAX,
	LAYER_STEM,
	LAYER_LOW_GROUND,
	LAYER_LOW,
	LAYER_HIGH_GROUND,
	LAYER_HIGH,
	LAYER_LEVEL_GROUND, /* of the first series, and its stack; then those of the second */
	N_LAYERS = LAYER_LEVEL_GROUND + 2 * GRAPH_SERIES_MAX
};
_Static_assert(N_LAYERS <= GRAPH_LAYERS_MAX, "a plate has room for every layer");

struct graph_marks {
	struct graph_strip *strip;
	const struct graph_axis *axis;
	const struct graph_look *look;
	struct graph_plate *plate;
	unsigned order[GRAPH_SERIES_MAX]; /* of each series' first layer */
	int rc;
};

double graph_marks_offset(const struct graph_marks *m, double value); /* pixels above the zero line, kept on the plot */
double graph_marks_whole(const struct graph_marks *m, double value);  /* the same, where a row of pixels ends */
long graph_marks_thick(const struct graph_marks *m, double pixels);   /* a stroke's width on this picture, whole pixels */

/* The columns of a layer; NULL without memory, which `rc` then says. */
double *graph_marks_columns(struct graph_marks *m, unsigned layer, uint32_t color, bool stacked);
/* Columns [from, to) of the layer become `v`. */
void graph_marks_paint(struct graph_marks *m, unsigned layer, uint32_t color, bool stacked, long from, long to, double v);
/* An area between two heights: an invisible ground and what is stacked on it, in the layer after. */
void graph_marks_between(struct graph_marks *m, unsigned ground, uint32_t color, long from, long to, double low, double high);
/* A thick line at the value, across [from, to). */
void graph_marks_level(struct graph_marks *m, size_t series, uint32_t color, long from, long to, double value);
/* A spot at `x` (from the plot's left) that tells the point. */
void graph_marks_tell(struct graph_marks *m, size_t series, const struct graph_point *p, double x, double room, bool dot);

/* Bars of the strip's `which`th series, beside those of the others; and other spans, each a level over its own stretch, for a plot that has bars. */
void graph_bars_draw(struct graph_marks *m, size_t which);
void graph_bars_stretches(struct graph_marks *m, size_t series);
/* A line through the middles of the periods; and steps, each state until the next. */
void graph_lines_draw(struct graph_marks *m, size_t series);
void graph_lines_steps(struct graph_marks *m, size_t series);

#endif
