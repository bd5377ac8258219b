/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A PNG is one surface, painted from back to front. Of an SVG cairo and librrd each write documents of their own; the canvas nests them in one, from
 * back to front too: the root of each is written anew, and the names in it get the layer's number, for cairo calls the glyphs of every document
 * "glyph0-0". Both speak cairo's dialect: double quotes, names in id="…", href="#…" and url(#…), no text but attributes.
 */
#include "work/graph_private.h"

#include <cairo-svg.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX_BYTES ((size_t)64 << 20)

static int failed(struct err *err, cairo_status_t status)
{
	if (status == CAIRO_STATUS_NO_MEMORY)
		return err_sys(err, ENOMEM, "cannot draw the picture");
	return err_set(err, ERR_DAMAGED, "cairo cannot draw the picture: %s", cairo_status_to_string(status));
}

static int no_room(struct err *err, int rc)
{
	if (rc == -ENOBUFS)
		return err_set(err, ERR_LIMIT, "the picture comes to more bytes than are allowed; ask for a smaller one");
	return err_sys(err, -rc, "cannot draw the picture");
}

static cairo_status_t write_bytes(void *to, const unsigned char *bytes, unsigned n)
{
	return buf_add(to, bytes, n) ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

struct reader {
	const char *at;
	size_t left;
};

static cairo_status_t read_bytes(void *from, unsigned char *bytes, unsigned n)
{
	struct reader *r = from;

	if (n > r->left)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(bytes, r->at, n);
	r->at += n;
	r->left -= n;
	return CAIRO_STATUS_SUCCESS;
}

static void surface_drop(struct graph_canvas *c)
{
	if (c->cr)
		cairo_destroy(c->cr);
	if (c->surface)
		cairo_surface_destroy(c->surface);
	c->cr = NULL;
	c->surface = NULL;
}

static int surface_make(struct graph_canvas *c, struct err *err)
{
	if (c->format == GRAPH_PNG)
		c->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)c->width, (int)c->height);
	else
		c->surface = cairo_svg_surface_create_for_stream(write_bytes, &c->layer, c->width, c->height);
	c->cr = cairo_create(c->surface);
	return cairo_status(c->cr) ? failed(err, cairo_status(c->cr)) : 0;
}

/* --- nesting --------------------------------------------------------------------------------------------------------------------------- */

/* Where a name stands in cairo's documents: the text before it. */
static const char *const before_name[] = {" id=\"", "href=\"#", "url(#"};

/* The first name at or after `at`: where it begins, or NULL. */
static const char *find_name(const char *at, const char *end)
{
	const char *first = NULL;

	for (size_t i = 0; i < sizeof before_name / sizeof *before_name; i++) {
		size_t n = strlen(before_name[i]);
		const char *found = memmem(at, (size_t)((first ? first : end) - at), before_name[i], n);
		if (found)
			first = found + n;
	}
	return first;
}

static int add_renamed(struct buf *out, const char *at, const char *end, unsigned layer)
{
	int rc = 0;

	while (!rc && at < end) {
		const char *name = find_name(at, end);
		rc = buf_add(out, at, (size_t)((name ? name : end) - at));
		if (!rc && name)
			rc = buf_addf(out, "L%u-", layer);
		at = name ? name : end;
	}
	return rc;
}

/* The numbers of viewBox="0 0 w h", as text. */
static const char *view_box(const char *root, const char *end, size_t *n)
{
	static const char key[] = "viewBox=\"";
	const char *at = memmem(root, (size_t)(end - root), key, sizeof key - 1);
	const char *close = at ? memchr(at + sizeof key - 1, '"', (size_t)(end - at) - (sizeof key - 1)) : NULL;

	*n = close ? (size_t)(close - at) - (sizeof key - 1) : 0;
	return close ? at + sizeof key - 1 : NULL;
}

static int nest(struct graph_canvas *c, const struct buf *document, double x, double y, struct err *err)
{
	const char *begin = buf_bytes(document), *end = begin + document->len;
	const char *root = memmem(begin, document->len, "<svg", 4);
	const char *inside = root ? memchr(root, '>', (size_t)(end - root)) : NULL;
	const char *close = inside ? memrchr(inside, '<', (size_t)(end - inside)) : NULL;
	size_t n = 0;
	const char *box = inside ? view_box(root, inside, &n) : NULL;

	if (!box || !close)
		return err_set(err, ERR_DAMAGED, "the SVG that was drawn is none that cairo writes");
	/* The view box says the size as well; a nested document is clipped to it. */
	const char *width = memrchr(box, ' ', n), *cut = width ? memrchr(box, ' ', (size_t)(width - box)) : NULL;
	if (!cut)
		return err_set(err, ERR_DAMAGED, "the SVG that was drawn has no size");
	int rc = buf_addf(&c->out, "<svg x=\"%.0f\" y=\"%.0f\" width=\"%.*s\" height=\"%.*s\" viewBox=\"%.*s\">", x, y,
	                  (int)(width - cut - 1), cut + 1, (int)(box + n - width - 1), width + 1, (int)n, box);
	if (!rc)
		rc = add_renamed(&c->out, inside + 1, close, ++c->n_layers);
	if (!rc)
		rc = buf_addf(&c->out, "</svg>\n");
	return rc ? no_room(err, rc) : 0;
}

static int nest_layer(struct graph_canvas *c, struct err *err)
{
	cairo_surface_finish(c->surface);
	cairo_status_t status = cairo_surface_status(c->surface);
	surface_drop(c);
	int rc = status ? failed(err, status) : nest(c, &c->layer, 0, 0, err);
	buf_clear(&c->layer);
	return rc;
}

/* --- the file -------------------------------------------------------------------------------------------------------------------------- */

static int add_escaped(struct buf *out, const char *text)
{
	char *clean = graph_text_clean(text);
	int rc = clean ? 0 : -ENOMEM;

	for (const char *at = clean; !rc && *at; at++) {
		const char *entity = *at == '<' ? "&lt;" : *at == '>' ? "&gt;" : *at == '&' ? "&amp;" : NULL;
		/* U+FFFE and U+FFFF are UTF-8 but no characters of XML. */
		bool none = memcmp(at, "\xef\xbf", strnlen(at, 2)) == 0 && ((unsigned char)at[2] == 0xbe || (unsigned char)at[2] == 0xbf);
		rc = entity ? buf_add(out, entity, strlen(entity)) : buf_add(out, none ? "???" : at, none ? 3 : 1);
		at += none ? 2 : 0;
	}
	free(clean);
	return rc;
}

static int begin_svg(struct graph_canvas *c, const struct graph_request *r, struct err *err)
{
	int rc = buf_addf(&c->out,
	                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
	                  "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" role=\"img\" width=\"%u\" height=\"%u\" "
	                  "viewBox=\"0 0 %u %u\">\n<title>",
	                  c->width, c->height, c->width, c->height);
	if (!rc)
		rc = add_escaped(&c->out, r->title[0] ? r->title : r->panels[0].title);
	if (!rc)
		rc = buf_addf(&c->out, "</title>\n");
	return rc ? no_room(err, rc) : 0;
}

int graph_canvas_open(struct graph_canvas *c, const struct graph_request *r, unsigned width, unsigned height, struct err *err)
{
	*c = (struct graph_canvas){.format = r->format, .width = width, .height = height};
	buf_init(&c->layer, FILE_MAX_BYTES);
	buf_init(&c->out, FILE_MAX_BYTES);
	int rc = c->format == GRAPH_SVG ? begin_svg(c, r, err) : 0;
	if (!rc)
		rc = surface_make(c, err);
	if (!rc) {
		graph_ink(c->cr, graph_look(r->theme)->back);
		cairo_paint(c->cr);
	}
	return rc;
}

static int paint_png(struct graph_canvas *c, const struct buf *picture, double x, double y, struct err *err)
{
	struct reader reader = {.at = buf_bytes(picture), .left = picture->len};
	cairo_surface_t *image = cairo_image_surface_create_from_png_stream(read_bytes, &reader);

	cairo_save(c->cr);
	cairo_set_source_surface(c->cr, image, x, y);
	cairo_paint(c->cr);
	cairo_restore(c->cr);
	cairo_status_t status = cairo_surface_status(image);
	cairo_surface_destroy(image);
	if (!status)
		status = cairo_status(c->cr);
	return status ? failed(err, status) : 0;
}

int graph_canvas_put(struct graph_canvas *c, const struct buf *picture, double x, double y, struct err *err)
{
	if (c->format == GRAPH_PNG)
		return paint_png(c, picture, x, y, err);
	int rc = nest_layer(c, err);
	if (!rc)
		rc = nest(c, picture, x, y, err);
	return rc ? rc : surface_make(c, err);
}

int graph_canvas_close(struct graph_canvas *c, struct buf *image, struct err *err)
{
	cairo_status_t status = cairo_status(c->cr);
	int rc = 0;

	if (status)
		return failed(err, status);
	if (c->format == GRAPH_SVG) {
		rc = nest_layer(c, err);
		if (!rc && buf_addf(&c->out, "</svg>\n") != 0)
			rc = no_room(err, -ENOBUFS);
	} else {
		status = cairo_surface_write_to_png_stream(c->surface, write_bytes, &c->out);
		if (status)
			rc = status == CAIRO_STATUS_WRITE_ERROR ? no_room(err, -ENOBUFS) : failed(err, status);
	}
	if (!rc) {
		rc = buf_add(image, buf_bytes(&c->out), c->out.len);
		if (rc)
			rc = no_room(err, rc);
	}
	return rc;
}

void graph_canvas_fini(struct graph_canvas *c)
{
	surface_drop(c);
	buf_fini(&c->layer);
	buf_fini(&c->out);
}
