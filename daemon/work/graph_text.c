/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text is set as text, never as markup, so that nothing in it has a meaning.
 */
#include "work/graph_private.h"

#include "base/utf8.h"

#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#define FONT "DejaVu Sans" /* librrd's own, and so always there */
#define TEXT_MAX 4000      /* bytes of one text; more fits on no picture */
#define REPLACEMENT "\xef\xbf\xbd"

#ifdef __SANITIZE_ADDRESS__
/* The patterns that pango keeps of fonts until the process ends are kept where the leak checker does not look. They do not grow with pictures. */
/* Weak: a test has its own. */
const char *__lsan_default_suppressions(void) __attribute__((weak));
const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig";
}
const char *__lsan_default_options(void) __attribute__((weak));
const char *__lsan_default_options(void)
{
	return "print_suppressions=0";
}
#endif

#ifdef __SANITIZE_THREAD__
/* pango reads the fonts on a thread of its own and waits for it by means that the sanitizer does not see. */
const char *__tsan_default_suppressions(void);
const char *__tsan_default_suppressions(void)
{
	return "called_from_lib:libfontconfig.so\ncalled_from_lib:libpangoft2-1.0.so\ncalled_from_lib:libglib-2.0.so\n";
}
#endif

/* Bytes of the character at `at` where it must not be drawn as it is, else 0. C1 controls and the separators U+2028, U+2029 end lines too. */
static size_t unprintable(const char *at)
{
	const unsigned char *u = (const unsigned char *)at;

	if (u[0] < 0x20 || u[0] == 0x7f)
		return 1;
	if (u[0] == 0xc2 && u[1] >= 0x80 && u[1] < 0xa0)
		return 2;
	if (u[0] == 0xe2 && u[1] == 0x80 && (u[2] == 0xa8 || u[2] == 0xa9))
		return 3;
	return 0;
}

char *graph_text_clean(const char *text)
{
	size_t n = strnlen(text, TEXT_MAX), at = 0, used = 0;
	char *clean = malloc(3 * n + 1);

	while (clean && at < n) {
		size_t good = utf8_prefix(text + at, n - at);
		for (const char *end = text + at + good; text + at < end;) {
			size_t skip = unprintable(text + at);
			clean[used++] = skip ? ' ' : text[at];
			at += skip ? skip : 1;
		}
		if (at == n)
			break;
		/* Of a sequence that is no UTF-8 every byte is shown as one, but for one that TEXT_MAX has cut. */
		if (n < TEXT_MAX || at + 4 < n) {
			memcpy(clean + used, REPLACEMENT, 3);
			used += 3;
		}
		at++;
	}
	if (clean)
		clean[used] = '\0';
	return clean;
}

static PangoLayout *layout_create(cairo_t *cr, const struct graph_text *t)
{
	PangoLayout *layout = pango_cairo_create_layout(cr);
	PangoFontDescription *font = pango_font_description_new();
	char *clean = graph_text_clean(t->text);

	pango_font_description_set_family_static(font, FONT);
	pango_font_description_set_absolute_size(font, t->size * PANGO_SCALE);
	pango_font_description_set_weight(font, t->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_single_paragraph_mode(layout, TRUE);
	pango_layout_set_text(layout, clean ? clean : "", -1);
	if (t->width > 0) {
		pango_layout_set_width(layout, (int)(t->width * PANGO_SCALE));
		pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
		pango_layout_set_height(layout, t->lines ? -(int)t->lines : -1);
		pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	}
	free(clean);
	return layout;
}

void graph_text_measure(cairo_t *cr, const struct graph_text *t, double *width, double *height)
{
	PangoLayout *layout = layout_create(cr, t);
	PangoRectangle box;

	pango_layout_get_extents(layout, NULL, &box);
	if (width)
		*width = (double)box.width / PANGO_SCALE;
	if (height)
		*height = t->text[0] ? (double)box.height / PANGO_SCALE : 0;
	g_object_unref(layout);
}

double graph_text_width(cairo_t *cr, const char *text, double size)
{
	double width;

	graph_text_measure(cr, &(struct graph_text){.text = text, .size = size}, &width, NULL);
	return width;
}

double graph_text_draw(cairo_t *cr, const struct graph_text *t, double x, double y)
{
	if (!t->text[0])
		return 0;
	PangoLayout *layout = layout_create(cr, t);
	PangoRectangle box;

	pango_layout_get_extents(layout, NULL, &box);
	/* Whole pixels keep letters sharp. */
	cairo_move_to(cr, rint(x - t->align * box.width / PANGO_SCALE - (double)box.x / PANGO_SCALE), rint(y));
	if (t->halo) {
		double at_x, at_y;
		cairo_get_current_point(cr, &at_x, &at_y);
		pango_cairo_layout_path(cr, layout);
		graph_ink(cr, t->halo);
		cairo_set_line_width(cr, t->size * 0.25);
		cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
		cairo_stroke(cr);
		cairo_move_to(cr, at_x, at_y);
	}
	graph_ink(cr, t->color);
	pango_cairo_show_layout(cr, layout);
	g_object_unref(layout);
	return (double)box.height / PANGO_SCALE;
}
