/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The series' colours are those of Okabe and Ito ("Color Universal Design", 2008), which people with any of the common kinds of colour blindness tell
 * apart; black and yellow, which vanish on one of the two grounds, are moved.
 */
#include "work/graph_private.h"

static const struct graph_look looks[] = {
    [GRAPH_LIGHT] = {.back = 0xffffffff,
                     .ink = 0x1f2933ff,
                     .muted = 0x5f6b78ff,
                     .grid = 0xe3e7ebff,
                     .zero = 0x7b8794ff,
                     .series = {0x0072b2ff, 0xe69f00ff, 0x009e73ff, 0xd55e00ff, 0xcc79a7ff, 0x56b4e9ff, 0x8a7a00ff, 0x4d4d4dff}},
    [GRAPH_DARK] = {.back = 0x161b22ff,
                    .ink = 0xe6edf3ff,
                    .muted = 0x9aa7b4ff,
                    .grid = 0x2b333dff,
                    .zero = 0x76828eff,
                    .series = {0x4aa3e0ff, 0xf0b429ff, 0x2dc295ff, 0xf07b3fff, 0xdb92bbff, 0x9bd3f5ff, 0xf0e442ff, 0xc9d1d9ff}},
};

const struct graph_look *graph_look(enum graph_theme theme)
{
	return &looks[theme];
}

uint32_t graph_mix(uint32_t a, uint32_t b, double part_of_b)
{
	uint32_t mixed = 0;

	for (int shift = 0; shift < 32; shift += 8) {
		double from = a >> shift & 0xff, to = b >> shift & 0xff;
		mixed |= (uint32_t)lround(from + (to - from) * part_of_b) << shift;
	}
	return mixed;
}

uint32_t graph_alpha(uint32_t color, double alpha)
{
	return (color & 0xffffff00) | (uint32_t)lround(alpha * 255);
}

uint32_t graph_pale(const struct graph_look *look, uint32_t color, enum graph_basis basis)
{
	return graph_mix(color, look->back, basis == GRAPH_ASSUMED ? 0.7 : 0.62);
}

uint32_t graph_target_color(const struct graph_look *look, uint32_t color)
{
	return graph_mix(color, look->ink, 0.45);
}

uint32_t graph_whisker_color(const struct graph_look *look)
{
	return graph_mix(look->ink, look->back, 0.1);
}

void graph_ink(cairo_t *cr, uint32_t color)
{
	cairo_set_source_rgba(cr, (color >> 24) / 255.0, (color >> 16 & 0xff) / 255.0, (color >> 8 & 0xff) / 255.0, (color & 0xff) / 255.0);
}

/* Full and round is observed; hollow and round derived, square assumed, on its point a forecast. */
void graph_dot(cairo_t *cr, const struct graph_look *look, uint32_t color, enum graph_basis basis, double x, double y, double radius)
{
	bool hollow = basis != GRAPH_OBSERVED;
	double r = hollow ? radius * 0.85 : radius;

	cairo_new_path(cr);
	if (basis == GRAPH_FORECAST) {
		cairo_move_to(cr, x, y - 1.3 * r);
		cairo_line_to(cr, x + 1.3 * r, y);
		cairo_line_to(cr, x, y + 1.3 * r);
		cairo_line_to(cr, x - 1.3 * r, y);
		cairo_close_path(cr);
	} else if (basis == GRAPH_ASSUMED) {
		cairo_rectangle(cr, x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
	} else {
		cairo_arc(cr, x, y, r, 0, 2 * M_PI);
	}
	graph_ink(cr, hollow ? look->back : color);
	cairo_fill_preserve(cr);
	graph_ink(cr, hollow ? color : look->back);
	cairo_set_line_width(cr, (hollow ? 0.5 : 0.3) * radius);
	cairo_stroke(cr);
}
