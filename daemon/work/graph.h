/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * graph: pictures of figures, drawn with librrd. Worker only; core code includes this header for the request's types alone.
 *
 * Everything that the picture shows is in the request: the core has weighed the figures and found the words. A picture of one panel is one graph; of several
 * it is a page, the panels in a grid under the request's title.
 */
#ifndef WORK_GRAPH_H
#define WORK_GRAPH_H

#include "base/buf.h"
#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

#define GRAPH_WIDTH_MIN 200
#define GRAPH_WIDTH_MAX 4000 /* pixels, the whole picture */
#define GRAPH_HEIGHT_MIN 120
#define GRAPH_HEIGHT_MAX 3000
#define GRAPH_SERIES_MAX 8    /* of one panel */
#define GRAPH_PANELS_MAX 40   /* of one picture */
#define GRAPH_POINTS_MAX 4000 /* of one series */
#define GRAPH_NOTES_MAX 40    /* of one panel */

enum graph_format { GRAPH_PNG, GRAPH_SVG };
enum graph_theme { GRAPH_LIGHT, GRAPH_DARK };
enum graph_basis { GRAPH_OBSERVED, GRAPH_DERIVED, GRAPH_ASSUMED, GRAPH_FORECAST, GRAPH_TARGET };

/* One figure: low <= value <= high; a bound that is open (infinite) or unknown (NAN) is not drawn. A value that is NAN leaves the band alone, where there
 * is one. */
struct graph_point {
	int32_t begin, end; /* days since 1970-01-01 (base/date.h): the period is [begin, end); a day of a stock: end = begin + 1 */
	double value, low, high;
	enum graph_basis basis;
};

struct graph_series {
	const char *label;                /* for the legend: "Visitors, yearly", "Trade turnover" */
	const char *unit;                 /* "USD", "persons", "percent"; the scale (thousand, million, billion) is graph's to choose */
	char freq;                        /* 'A' 'S' 'Q' 'M', 'D' for days of a stock, 'I' for other spans */
	const struct graph_point *points; /* by begin, the longer first; never NULL where n_points > 0 */
	size_t n_points;
};

/* A dated event, as a mark at its day. */
struct graph_note {
	int32_t day;
	const char *text;
};

struct graph_panel {
	const char *title;                 /* "Trade turnover of Azerbaijan and Russia, per year" */
	const char *footer;                /* "Source: az-cabinet-2024-08-09. As of 2024-08-09." ; "" for none */
	const struct graph_series *series; /* at least one; each unit has a plot of its own, over one axis of time */
	size_t n_series;
	const struct graph_note *notes;
	size_t n_notes;
};

struct graph_request {
	enum graph_format format;
	enum graph_theme theme;
	unsigned width, height;           /* of the whole picture in pixels; 0: what suits it */
	const char *title;                /* of a page; "" for a picture of one panel */
	const struct graph_panel *panels; /* at least one */
	size_t n_panels;
};

/* Call once before the first picture. */
void graph_init(void);

/* Draws; the file's bytes are appended to `image`. Years 1000 to 9999 can be drawn. A panel without a figure says so; a request without one is ERR_DATA. Events
 * far from the figures, and more than there is room to list, are counted below the list.
 *
 * 0; ERR_DATA (a request that makes no sense, or with nothing to draw), ERR_LIMIT (too large, or too small for what it shall show), -errno, ERR_DAMAGED (what
 * librrd or cairo said). The temporary file is in a folder of its own under `tmp` (graph-XXXXXX) and is removed with it; what a killed worker has left
 * there is the caller's to sweep. LC_NUMERIC must be C. Never in two threads at once. */
int graph_draw(const struct graph_request *request, const char *tmp, struct buf *image, struct err *err)
    __attribute__((warn_unused_result));

#endif
