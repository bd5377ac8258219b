/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * graph_private: what the rooms of graph share.
 *
 *   graph.c          checks the request, lays panels out on a page
 *   graph_panel.c    one panel: what it says above, beside and below its plots, and how much room each gets
 *   graph_strip.c    one plot: the series of one unit over one axis of time, with grid, numbers and dots
 *   graph_marks.c    figures as marks, column by column: graph_bars.c and graph_lines.c
 *   graph_plate.c    columns to a picture: the temporary RRD file and librrd
 *   graph_scale.c    values: round ticks, "billion USD"
 *   graph_axis.c     time: which span, which labels
 *   graph_legend.c   the legend
 *   graph_notes.c    events: their marks, badges and list
 *   graph_look.c     colours
 *   graph_text.c     words (pango)
 *   graph_canvas.c   the paper: one PNG or SVG that words and plates are put on (cairo)
 *
 * librrd bins time in fixed seconds, calendar years are not fixed, and it can graph nothing before 1980. So a plate's time is not the calendar's: one
 * row of its RRD file is one column of pixels, and its values are pixels above the zero line. Calendar and scale are ours, every year can be drawn,
 * bars have gaps, and the edges of a bar fall on whole pixels. No text of the request reaches librrd.
 */
#ifndef WORK_GRAPH_PRIVATE_H
#define WORK_GRAPH_PRIVATE_H

#include "work/graph.h"

#include <cairo.h>
#include <math.h>
#include <stdbool.h>

#define GRAPH_LABEL_MAX 48
#define GRAPH_LAYERS_MAX (GRAPH_SERIES_MAX * 16)
#define GRAPH_TICKS_MAX 12

/* Colours are 0xRRGGBBAA. */
struct graph_look {
	uint32_t back, ink, muted, grid, zero;
	uint32_t series[GRAPH_SERIES_MAX];
};

const struct graph_look *graph_look(enum graph_theme theme);
uint32_t graph_mix(uint32_t a, uint32_t b, double part_of_b);
uint32_t graph_alpha(uint32_t color, double alpha);
/* The same in the legend and in the plot: a figure that is not observed, a target, a whisker. */
uint32_t graph_pale(const struct graph_look *look, uint32_t color, enum graph_basis basis);
uint32_t graph_target_color(const struct graph_look *look, uint32_t color);
uint32_t graph_whisker_color(const struct graph_look *look);
/* A dot in a line, about `radius` large, whose shape tells the basis. */
void graph_dot(cairo_t *cr, const struct graph_look *look, uint32_t color, enum graph_basis basis, double x, double y, double radius);
void graph_ink(cairo_t *cr, uint32_t color); /* makes it the source */

/* --- the paper ------------------------------------------------------------------------------------------------------------------------- */

struct graph_canvas {
	cairo_t *cr; /* draw here; another one after each graph_canvas_put */
	cairo_surface_t *surface;
	enum graph_format format;
	unsigned width, height;
	unsigned n_layers;
	struct buf layer; /* SVG: what cairo writes for the layer being drawn */
	struct buf out;   /* the file so far */
};

int graph_canvas_open(struct graph_canvas *c, const struct graph_request *r, unsigned width, unsigned height, struct err *err)
    __attribute__((warn_unused_result));
/* Puts a picture in the canvas's format, as librrd made it, on what is there. */
int graph_canvas_put(struct graph_canvas *c, const struct buf *picture, double x, double y, struct err *err)
    __attribute__((warn_unused_result));
/* Ends the file and appends it to `image`. */
int graph_canvas_close(struct graph_canvas *c, struct buf *image, struct err *err) __attribute__((warn_unused_result));
void graph_canvas_fini(struct graph_canvas *c);

/* --- words ----------------------------------------------------------------------------------------------------------------------------- */

struct graph_text {
	const char *text; /* any bytes; what is not UTF-8 or not printable is replaced */
	double size;      /* pixels */
	bool bold;
	uint32_t color;
	double width;   /* pixels to wrap at; 0: as wide as it is */
	unsigned lines; /* the last ends in an ellipsis where the text is longer; 0: one */
	uint32_t halo;  /* a rim in this colour, so that the words can be read over lines; 0: none */
	double align;   /* graph_text_draw's x is the text's left end (0), middle (0.5), right end (1) */
};

void graph_text_measure(cairo_t *cr, const struct graph_text *t, double *width, double *height);
double graph_text_width(cairo_t *cr, const char *text, double size);
/* `y` is the upper edge. Returns the height. */
double graph_text_draw(cairo_t *cr, const struct graph_text *t, double x, double y);
/* A readable copy: UTF-8 without control characters. To be freed; NULL without memory. */
char *graph_text_clean(const char *text);

/* --- values ---------------------------------------------------------------------------------------------------------------------------- */

struct graph_scale {
	double low, high; /* at the lower and the upper edge; the other way round where the first rank is on top */
	double tick;
	double one;   /* what one of the axis's unit is worth: 1e9 */
	int decimals; /* of the ticks */
	bool percent, whole;
	char unit[96]; /* "Billion USD" */
};

/* What a scale has to hold. */
struct graph_extent {
	double min, max; /* of what is drawn */
	bool zero;       /* the zero line belongs to it */
	bool whole;      /* whole numbers only */
	double height;   /* of the plot, in pixels */
	double label;    /* pixels that a label needs */
};

void graph_scale_make(struct graph_scale *s, const struct graph_extent *e, const char *unit);
size_t graph_scale_ticks(const struct graph_scale *s, double out[GRAPH_TICKS_MAX]);
/* The part of the plot's height below the value; may be outside 0..1. */
double graph_scale_part(const struct graph_scale *s, double value);
void graph_scale_tick_text(const struct graph_scale *s, double value, char out[GRAPH_LABEL_MAX]);
void graph_scale_value_text(const struct graph_scale *s, double value, char out[GRAPH_LABEL_MAX]);

/* --- time ------------------------------------------------------------------------------------------------------------------------------ */

struct graph_axis {
	int32_t begin, end; /* days, [begin, end) */
	char finest;        /* the finest frequency of the panel, for the labels: 'A' 'S' 'Q' 'M' 'D' */
	double x, width;    /* pixels */
	double size;        /* of the letters */
};

/* The span of the panel's figures with some context; false where there is no figure. */
bool graph_axis_span(struct graph_axis *a, const struct graph_panel *p);
double graph_axis_x(const struct graph_axis *a, double day); /* pixels from the plot's left edge */
unsigned graph_axis_rows(const struct graph_axis *a, cairo_t *cr);
void graph_axis_draw(const struct graph_axis *a, cairo_t *cr, const struct graph_look *look, double y);

/* --- plates ---------------------------------------------------------------------------------------------------------------------------- */

/* Areas from the zero line, or from the layer before where `stacked`; or a line. */
struct graph_layer {
	double *column; /* owned by the plate: pixels above the zero line, NAN where there is nothing */
	uint32_t color; /* 0: invisible, a ground to stack on */
	double line;    /* its width; 0: an area */
	const char *dashes;
	bool stacked;
	unsigned order;
};

struct graph_plate {
	unsigned width, height;
	double zero; /* pixels of the zero line above the lower edge; may be outside */
	size_t n;
	struct graph_layer layer[GRAPH_LAYERS_MAX];
};

void graph_plate_init(void);
/* The layer at `order`, made empty where there is none yet; NULL without memory. Layers are drawn by `order`, the lowest first. */
struct graph_layer *graph_plate_layer(struct graph_plate *p, unsigned order, uint32_t color);
/* Draws the areas, or the lines, on nothing. `image` stays empty where the plate has none. `folder` is for the temporary file. */
int graph_plate_draw(const struct graph_plate *p, bool lines, enum graph_format format, const char *folder, struct buf *image,
                     struct err *err) __attribute__((warn_unused_result));
void graph_plate_fini(struct graph_plate *p);

/* --- plots ----------------------------------------------------------------------------------------------------------------------------- */

enum graph_form { GRAPH_BAR, GRAPH_LINE, GRAPH_STEP, GRAPH_STRETCH };

/* A figure that is marked or told beside its bar or line. Pixels from the plot's upper left corner. */
struct graph_spot {
	double x, y;         /* the value's */
	double above, below; /* where a label may stand: over the band, under it */
	double room;         /* width that a label may take */
	size_t series;       /* index into the panel's */
	double value;
	enum graph_basis basis;
	bool dot;
};

struct graph_spots {
	size_t n, cap;
	struct graph_spot *spot; /* owned */
};

/* The series of one unit, in one plot. */
struct graph_strip {
	const struct graph_panel *panel;
	size_t n;
	size_t series[GRAPH_SERIES_MAX]; /* indices into the panel's */
	enum graph_form form[GRAPH_SERIES_MAX];
	struct graph_scale scale;
	double x, y, width, height; /* of the plot */
	double stroke;              /* what is a pixel on a picture of usual size */
	double size;                /* of the letters */
	struct graph_spots spots;   /* filled as it is drawn */
};

bool graph_strip_has_figure(const struct graph_strip *s);
void graph_strip_plan(struct graph_strip *s, const struct graph_axis *axis, double plot_width);
void graph_strip_scale(struct graph_strip *s);
double graph_strip_y(const struct graph_strip *s, double value); /* pixels from the plot's upper edge */
/* Everything but the values' numbers, which come last, over whatever else is drawn on the plot. */
int graph_strip_draw(struct graph_strip *s, const struct graph_axis *axis, struct graph_canvas *c, const struct graph_look *look,
                     const char *folder, struct err *err) __attribute__((warn_unused_result));
void graph_strip_label(const struct graph_strip *s, cairo_t *cr, const struct graph_look *look);
void graph_strip_fini(struct graph_strip *s);
/* Fills the plate and the strip's spots. 0 or -ENOMEM. */
int graph_marks_make(struct graph_strip *s, const struct graph_axis *axis, const struct graph_look *look, struct graph_plate *plate)
    __attribute__((warn_unused_result));

/* A point that can be drawn: it has a value, or a low and a high. */
static inline bool graph_has_band(const struct graph_point *p)
{
	return isfinite(p->low) && isfinite(p->high) && p->low < p->high;
}
static inline bool graph_is_drawn(const struct graph_point *p)
{
	return isfinite(p->value) || graph_has_band(p);
}

/* --- panels ---------------------------------------------------------------------------------------------------------------------------- */

/* What a panel's legend has to explain. */
struct graph_legend {
	const struct graph_panel *panel;
	const struct graph_strip *strips;
	size_t n_strips;
	const struct graph_look *look;
	double size, width;
	unsigned rows_max;
};

/* Draws it with its upper left corner at x, y, or only measures it where `paint` is false. Returns the height, 0 where nothing needs explaining. */
double graph_legend_draw(const struct graph_legend *l, cairo_t *cr, double x, double y, bool paint);

struct graph_notes {
	const struct graph_panel *panel;
	const struct graph_axis *axis;
	const struct graph_look *look;
	double size, width;
	unsigned rows_max;
};

/* The numbered list under the plots, measured or drawn as the legend is. */
double graph_notes_list(const struct graph_notes *n, cairo_t *cr, double x, double y, bool paint);
/* The marks through the plots from `top` to `bottom`, numbered above `top`. */
void graph_notes_marks(const struct graph_notes *n, cairo_t *cr, double top, double bottom);
/* Room that the numbers take above the plots. */
double graph_notes_head(const struct graph_notes *n);

/* What is a pixel on a picture of usual size: strokes and letters grow with the picture, slower than it does, and never past its shorter side. */
static inline double graph_stroke(double width, double height)
{
	return fmax(0.75, fmin(fmin(width / 250, height / 200), fmin(6, pow(width * height / (800.0 * 450.0), 0.38))));
}

static inline double graph_margin(double stroke)
{
	return rint(12 * stroke);
}

struct graph_box {
	double x, y, width, height;
};

int graph_panel_draw(const struct graph_panel *p, const struct graph_box *box, struct graph_canvas *c, const struct graph_look *look,
                     const char *folder, struct err *err) __attribute__((warn_unused_result));

#endif
