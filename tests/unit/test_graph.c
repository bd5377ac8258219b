/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures are read back: PNG with cairo, pixel by pixel where a pixel is what the test is about; SVG with Python's XML parser, which shares no code with
 * what wrote it.
 */
#include "base/date.h"
#include "work/graph_private.h"

#include <dirent.h>
#include <errno.h>
#include <float.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define N(array) (sizeof(array) / sizeof *(array))
#define IMAGE_MAX ((size_t)64 << 20)

static char dir[64];

/* --- making requests ------------------------------------------------------------------------------------------------------------------- */

/* The `k`th period (from 1) of a year. */
static struct graph_point point(char freq, int year, int k, double value)
{
	int months = freq == 'A' ? 12 : freq == 'S' ? 6 : freq == 'Q' ? 3 : 1;
	int32_t begin = date_from_civil(year, (unsigned)((k - 1) * months) + 1, 1);

	return (struct graph_point){begin, date_add_months(begin, months), value, NAN, NAN, GRAPH_OBSERVED};
}

/* A request of one panel with one series, whose parts a test may change. */
struct simple {
	struct graph_point point[400];
	struct graph_series series;
	struct graph_panel panel;
	struct graph_request request;
};

static struct simple *simple(const char *unit, char freq, int year, size_t n)
{
	struct simple *s = calloc(1, sizeof *s);
	int each = freq == 'A' ? 1 : freq == 'S' ? 2 : freq == 'Q' ? 4 : 12;

	assert_non_null(s);
	for (size_t i = 0; i < n; i++)
		s->point[i] = point(freq, year + (int)i / each, 1 + (int)i % each, 1e9 * (1 + (double)(i * 7 % 5)));
	s->series = (struct graph_series){"Trade turnover", unit, freq, s->point, n};
	s->panel = (struct graph_panel){.title = "Trade turnover", .footer = "Source: here", .series = &s->series, .n_series = 1};
	s->request = (struct graph_request){.width = 500, .height = 300, .title = "", .panels = &s->panel, .n_panels = 1};
	return s;
}

static int draw_in(const struct graph_request *r, const char *tmp, struct buf *image, struct err *err)
{
	buf_init(image, IMAGE_MAX);
	*err = (struct err){0};
	return graph_draw(r, tmp, image, err);
}

static struct buf draw(const struct graph_request *r)
{
	struct buf image;
	struct err err;

	if (draw_in(r, dir, &image, &err) != 0)
		fail_msg("%s", err.text);
	return image;
}

static bool same(const struct buf *a, const struct buf *b)
{
	return a->len == b->len && memcmp(buf_bytes(a), buf_bytes(b), a->len) == 0;
}

static void no_file_is_left(void)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	assert_non_null(d);
	while ((e = readdir(d)))
		if (e->d_name[0] != '.')
			fail_msg("%s is left behind", e->d_name);
	closedir(d);
}

/* --- reading pictures ------------------------------------------------------------------------------------------------------------------ */

static uint32_t big_endian(const char *at)
{
	const unsigned char *u = (const unsigned char *)at;
	return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

static void check_png(const struct buf *image, unsigned width, unsigned height)
{
	assert_true(image->len > 100);
	assert_memory_equal(buf_bytes(image), "\x89PNG\r\n\x1a\n", 8);
	assert_int_equal(big_endian(buf_bytes(image) + 16), width);
	assert_int_equal(big_endian(buf_bytes(image) + 20), height);
}

struct stream {
	const char *at;
	size_t left;
};

static cairo_status_t read_stream(void *arg, unsigned char *to, unsigned n)
{
	struct stream *s = arg;

	if (n > s->left)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(to, s->at, n);
	s->at += n;
	s->left -= n;
	return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *decode(const struct buf *image)
{
	struct stream s = {buf_bytes(image), image->len};
	cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(read_stream, &s);

	assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
	return surface;
}

/* As cairo keeps it: 0xAARRGGBB. */
static uint32_t pixel(cairo_surface_t *s, int x, int y)
{
	const unsigned char *row = cairo_image_surface_get_data(s) + (size_t)y * (size_t)cairo_image_surface_get_stride(s);
	uint32_t p;

	memcpy(&p, row + 4 * (size_t)x, sizeof p);
	return p;
}

/* How many pixels of the picture have the colour 0xRRGGBBAA. */
static size_t count_color(const struct buf *image, uint32_t color)
{
	cairo_surface_t *s = decode(image);
	size_t n = 0;

	for (int y = 0; y < cairo_image_surface_get_height(s); y++)
		for (int x = 0; x < cairo_image_surface_get_width(s); x++)
			n += (pixel(s, x, y) & 0xffffff) == color >> 8;
	cairo_surface_destroy(s);
	return n;
}

/* Well-formed, of that size, each name given once, each name that is used given; says how many titles hold `title`. */
static void check_svg(const struct buf *image, unsigned width, unsigned height, const char *title)
{
	static const char script[] =
	    "import re,sys\n"
	    "import xml.etree.ElementTree as T\n"
	    "s=open(sys.argv[1],'rb').read()\n"
	    "r=T.fromstring(s)\n"
	    "assert r.tag=='{http://www.w3.org/2000/svg}svg',r.tag\n"
	    "assert (r.get('width'),r.get('height'))==(sys.argv[2],sys.argv[3]),r.attrib\n"
	    "ids=[e.get('id') for e in r.iter() if e.get('id')]\n"
	    "assert len(ids)==len(set(ids)),'a name twice'\n"
	    "used=set(re.findall(r'href=\"#([^\"]*)\"',s.decode()))|set(re.findall(r'url\\(#([^)]*)\\)',s.decode()))\n"
	    "assert used<=set(ids),used-set(ids)\n"
	    "t=r.find('{http://www.w3.org/2000/svg}title').text\n"
	    "assert sys.argv[4]=='' or t==sys.argv[4],ascii(t)\n";
	char path[128], script_path[128], command[1024];

	snprintf(path, sizeof path, "%s/.picture.svg", dir);
	snprintf(script_path, sizeof script_path, "%s/.check.py", dir);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(buf_bytes(image), 1, image->len, f), image->len);
	fclose(f);
	f = fopen(script_path, "w");
	assert_non_null(f);
	fputs(script, f);
	fclose(f);
	snprintf(command, sizeof command, "PYTHONUTF8=1 python3 %s %s %u %u '%s'", script_path, path, width, height, title);
	assert_int_equal(system(command), 0);
	unlink(path);
	unlink(script_path);
}

/* --- tests ----------------------------------------------------------------------------------------------------------------------------- */

static void sizes(void **state)
{
	static const struct {
		unsigned width, height, wanted_width, wanted_height;
		size_t panels;
	} rows[] = {
	    {0, 0, 800, 450, 1},          {200, 120, 200, 120, 1},   {300, 150, 300, 150, 1},     {801, 333, 801, 333, 1},
	    {4000, 3000, 4000, 3000, 1},  {4000, 120, 4000, 120, 1}, {200, 3000, 200, 3000, 1},   {1600, 0, 1600, 900, 1},
	    {0, 900, 1600, 900, 1},       {0, 0, 1120, 1400, 8},     {1200, 1600, 1200, 1600, 8}, {0, 0, 2240, 2240, 40},
	    {4000, 3000, 4000, 3000, 40},
	};
	struct graph_panel panels[GRAPH_PANELS_MAX];

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct simple *s = simple("USD", 'A', 2010, 14);
		for (size_t k = 0; k < GRAPH_PANELS_MAX; k++)
			panels[k] = s->panel;
		s->request.panels = panels;
		s->request.n_panels = rows[i].panels;
		s->request.title = rows[i].width && rows[i].height ? "Cooperation at a glance" : "";
		s->request.width = rows[i].width;
		s->request.height = rows[i].height;
		struct buf image = draw(&s->request);
		check_png(&image, rows[i].wanted_width, rows[i].wanted_height);
		buf_fini(&image);
		if (rows[i].panels <= 8) {
			s->request.format = GRAPH_SVG;
			image = draw(&s->request);
			check_svg(&image, rows[i].wanted_width, rows[i].wanted_height,
			          s->request.title[0] ? "Cooperation at a glance" : "Trade turnover");
			buf_fini(&image);
		}
		free(s);
	}
	no_file_is_left();
}

static void wrong_requests(void **state)
{
	static const char *const wanted[] = {
	    "199 pixels wide",
	    "4001 pixels wide",
	    "119 pixels high",
	    "3001 pixels high",
	    "9 series",
	    "4001 figures",
	    "41 notes",
	    "41 panels",
	    "no figure to draw",
	    "no figure to draw",
	    "known frequency",
	    "no period",
	    "begins before",
	    "no basis",
	    "no series",
	    "no series",
	    "needs a title",
	    "needs a title",
	    "without a text",
	    "panels do not fit",
	    "no room to plot 8",
	    "cannot use the folder",
	    "years 1000 and 9999",
	};
	static struct graph_panel panels[GRAPH_PANELS_MAX + 1];
	static struct graph_note notes[GRAPH_NOTES_MAX + 1];
	static struct graph_point points[GRAPH_POINTS_MAX + 1];
	static char unit[8][8];
	struct graph_series series[GRAPH_SERIES_MAX + 1];

	(void)state;
	for (size_t i = 0; i < N(wanted); i++) {
		struct simple *s = simple("USD", 'A', 2010, 14);
		struct buf image;
		struct err err;
		int code = i < 8 || i == 19 || i == 20 ? ERR_LIMIT : i == 21 ? -ENOENT : ERR_DATA;
		for (size_t k = 0; k < N(panels); k++)
			panels[k] = s->panel;
		for (size_t k = 0; k < N(series); k++)
			series[k] = s->series;
		for (size_t k = 0; k < N(notes); k++)
			notes[k] = (struct graph_note){date_from_civil(2015, 1, 1), "event"};
		for (size_t k = 0; k < N(points); k++)
			points[k] = point('M', 1600 + (int)k / 12, 1 + (int)k % 12, 1);
		switch (i) {
		case 0:
			s->request.width = 199;
			break;
		case 1:
			s->request.width = 4001;
			break;
		case 2:
			s->request.height = 119;
			break;
		case 3:
			s->request.height = 3001;
			break;
		case 4:
			s->panel.series = series;
			s->panel.n_series = GRAPH_SERIES_MAX + 1;
			break;
		case 5:
			s->series.points = points;
			s->series.n_points = GRAPH_POINTS_MAX + 1;
			break;
		case 6:
			s->panel.notes = notes;
			s->panel.n_notes = GRAPH_NOTES_MAX + 1;
			break;
		case 7:
			s->request.panels = panels;
			s->request.n_panels = GRAPH_PANELS_MAX + 1;
			break;
		case 8:
			s->series.n_points = 0;
			break;
		case 9:
			for (size_t k = 0; k < s->series.n_points; k++)
				s->point[k].value = k % 2 ? NAN : INFINITY;
			break;
		case 10:
			s->series.freq = 'H';
			break;
		case 11:
			s->point[3].end = s->point[3].begin;
			break;
		case 12:
			s->point[3].begin = s->point[1].begin;
			break;
		case 13:
			s->point[3].basis = (enum graph_basis)17;
			break;
		case 14:
			s->panel.n_series = 0;
			break;
		case 15:
			s->panel.footer = NULL;
			break;
		case 16:
			s->request.n_panels = 0;
			break;
		case 17:
			s->request.format = (enum graph_format)2;
			break;
		case 18:
			notes[0].text = NULL;
			s->panel.notes = notes;
			s->panel.n_notes = 1;
			break;
		case 19:
			s->request.panels = panels;
			s->request.n_panels = GRAPH_PANELS_MAX;
			break;
		case 20:
			for (size_t k = 0; k < GRAPH_SERIES_MAX; k++) {
				snprintf(unit[k], sizeof unit[k], "u%zu", k);
				series[k].unit = unit[k];
			}
			s->panel.series = series;
			s->panel.n_series = GRAPH_SERIES_MAX;
			break;
		case 22:
			s->point[0].begin = -2000000;
			break;
		default:
			break;
		}
		int rc = draw_in(&s->request, i == 21 ? "/nowhere/at/all" : dir, &image, &err);
		if (rc != code || err.code != code || !strstr(err.text, wanted[i]))
			fail_msg("row %zu: %d, \"%s\"; wanted %d, \"%s\"", i, rc, err.text, code, wanted[i]);
		assert_int_equal(image.len, 0);
		buf_fini(&image);
		free(s);
	}
	no_file_is_left();
}

static void image_too_large_for_its_buffer(void **state)
{
	struct simple *s = simple("USD", 'A', 2010, 14);
	struct buf image;
	struct err err = {0};

	(void)state;
	buf_init(&image, 1000);
	assert_int_equal(graph_draw(&s->request, dir, &image, &err), ERR_LIMIT);
	assert_non_null(strstr(err.text, "smaller"));
	assert_int_equal(image.len, 0);
	buf_fini(&image);
	no_file_is_left();
	free(s);
}

static const char *const hostile[] = {
    "a:b:c",
    "100% %s %n %lf %%",
    "back\\slash \\: \\\\ \\",
    "\"double\" 'single' `back`",
    "<b>bold</b> &amp; & < > ]]>",
    "two\nlines\r\nand\ta tab",
    "\xf0\x9f\x98\x80 emoji \xf0\x9f\x87\xa6\xf0\x9f\x87\xbf",
    "Az\xc9\x99rbaycan \xd0\xa0\xd0\xbe\xd1\x81\xd1\x81\xd0\xb8\xd1\x8f \xe4\xb8\xad\xe5\x9b\xbd \xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a",
    "cut \xc3",
    "not UTF-8 \xff\xfe \x80\x80 \xed\xa0\x80",
    "control \x01\x02\x1b[31m \x7f \xc2\x85 \xe2\x80\xa8 end",
    "no character of XML \xef\xbf\xbe \xef\xbf\xbf",
    "right to left \xe2\x80\xae override",
    "#000000 AREA:x#ff0000 DEF:a=/etc/passwd:v:AVERAGE",
    "",
    " ",
};

static void hostile_texts(void **state)
{
	char *longest = malloc(100001);

	(void)state;
	assert_non_null(longest);
	/* Four bytes each, so that every cut is in the middle of one. */
	for (size_t i = 0; i < 25000; i++)
		memcpy(longest + 4 * i, "\xf0\x9f\x98\x80", 4);
	longest[100000] = '\0';
	longest[0] = 'x';
	for (size_t i = 0; i <= N(hostile); i++) {
		const char *text = i < N(hostile) ? hostile[i] : longest;
		struct simple *s = simple("USD", 'A', 2010, 14);
		struct graph_series series[2] = {s->series, s->series};
		struct graph_note note = {date_from_civil(2015, 3, 3), text};
		series[0].label = series[1].label = text;
		series[0].unit = series[1].unit = text;
		s->panel = (struct graph_panel){text, text, series, 2, &note, 1};
		s->request.title = text;
		struct buf image = draw(&s->request);
		check_png(&image, 500, 300);
		buf_fini(&image);
		s->request.format = GRAPH_SVG;
		image = draw(&s->request);
		check_svg(&image, 500, 300, "");
		buf_fini(&image);
		free(s);
	}
	free(longest);
}

/* What an XML reader finds in the title is what was asked for. */
static void title_in_svg(void **state)
{
	static const char title[] = "Exports & imports <2023>: 100% of \"all\" \\ \xe2\x82\xac";
	struct simple *s = simple("USD", 'A', 2010, 14);

	(void)state;
	s->panel.title = title;
	s->request.format = GRAPH_SVG;
	struct buf image = draw(&s->request);
	check_svg(&image, 500, 300, title);
	buf_fini(&image);
	free(s);
}

static void cleaned_texts(void **state)
{
	static const struct {
		const char *text, *wanted;
	} rows[] = {
	    {"", ""},
	    {"plain", "plain"},
	    {"a\nb\tc", "a b c"},
	    {"a\xff"
	     "b",
	     "a\xef\xbf\xbd"
	     "b"},
	    {"\xc2\x85"
	     "x\xe2\x80\xa8y",
	     " x y"},
	    {"end\xe2\x82", "end\xef\xbf\xbd\xef\xbf\xbd"},
	    {"\xe2\x80\xae", "\xe2\x80\xae"},
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		char *clean = graph_text_clean(rows[i].text);
		assert_string_equal(clean, rows[i].wanted);
		free(clean);
	}
}

static void what_changes_the_picture(void **state)
{
	static const struct graph_note note = {.text = "Forum"};
	struct graph_note dated = note;
	struct simple *s = simple("USD", 'A', 2010, 14);
	struct buf image[9];

	(void)state;
	dated.day = date_from_civil(2015, 6, 1);
	image[0] = draw(&s->request);
	s->point[5].low = s->point[5].value * 0.8;
	s->point[5].high = s->point[5].value * 1.1;
	image[1] = draw(&s->request);
	s->point[5].high = s->point[5].value * 1.05;
	image[2] = draw(&s->request);
	for (int basis = GRAPH_DERIVED; basis <= GRAPH_TARGET; basis++) {
		s->point[5].basis = (enum graph_basis)basis;
		image[2 + basis] = draw(&s->request);
	}
	s->panel.notes = &dated;
	s->panel.n_notes = 1;
	image[7] = draw(&s->request);
	s->request.theme = GRAPH_DARK;
	image[8] = draw(&s->request);
	for (size_t i = 0; i < N(image); i++)
		for (size_t k = 0; k < i; k++)
			if (same(&image[i], &image[k]))
				fail_msg("pictures %zu and %zu are the same", k, i);
	struct buf again = draw(&s->request);
	assert_true(same(&again, &image[8]));
	buf_fini(&again);
	for (size_t i = 0; i < N(image); i++)
		buf_fini(&image[i]);
	free(s);
}

/* Pixels of a colour in the plot of two years, the second of that basis. */
static size_t pixels_of(enum graph_basis basis, bool band, uint32_t color)
{
	struct simple *s = simple("USD", 'A', 2020, 2);

	s->request.width = 800;
	s->request.height = 500;
	s->point[0].value = s->point[1].value = 4e9;
	s->point[1].basis = basis;
	s->point[1].low = band ? 2e9 : NAN;
	s->point[1].high = band ? 5e9 : NAN;
	struct buf image = draw(&s->request);
	size_t n = count_color(&image, color);
	buf_fini(&image);
	free(s);
	return n;
}

/* How each basis and a band look in the plot itself; what the legend needs for them is far less than what is asked for here. */
static void marks_in_the_plot(void **state)
{
	const struct graph_look *look = graph_look(GRAPH_LIGHT);
	const uint32_t color = look->series[0];
	size_t full = pixels_of(GRAPH_OBSERVED, false, color), bar = full / 2;

	(void)state;
	assert_true(bar > 15000);
	/* A legend makes the plot a little lower. */
	assert_in_range(pixels_of(GRAPH_DERIVED, false, color), bar * 9 / 10, bar * 11 / 10);
	assert_in_range(pixels_of(GRAPH_DERIVED, false, graph_pale(look, color, GRAPH_DERIVED)), bar * 8 / 10, bar);
	assert_in_range(pixels_of(GRAPH_ASSUMED, false, graph_pale(look, color, GRAPH_ASSUMED)), bar * 8 / 10, bar * 11 / 10);
	assert_in_range(pixels_of(GRAPH_FORECAST, false, color), bar * 13 / 10, bar * 16 / 10);
	assert_in_range(pixels_of(GRAPH_TARGET, false, color), bar * 9 / 10, bar * 11 / 10);
	assert_in_range(pixels_of(GRAPH_TARGET, false, graph_target_color(look, color)), 200, 1000);
	assert_in_range(pixels_of(GRAPH_OBSERVED, true, graph_whisker_color(look)), 150, 400);
	assert_in_range(pixels_of(GRAPH_OBSERVED, false, graph_whisker_color(look)), 0, 50);
}

/* An open bound is not drawn, and says nothing in the legend. */
static void open_bounds(void **state)
{
	struct simple *s = simple("USD", 'A', 2010, 14);
	struct buf bare = draw(&s->request);

	(void)state;
	for (size_t i = 0; i < s->series.n_points; i++) {
		s->point[i].low = i % 2 ? -INFINITY : s->point[i].value;
		s->point[i].high = i % 2 ? s->point[i].value : INFINITY;
	}
	struct buf open = draw(&s->request);
	assert_true(same(&bare, &open));
	buf_fini(&bare);
	buf_fini(&open);
	free(s);
}

static void extremes(void **state)
{
	static const double values[] = {1e-9,   1e15, -1e15, 0,    NAN,  1e-300, 1e300,   -1e300, DBL_MAX, -DBL_MAX,
	                                5e-324, 1,    -1,    1e16, 1e18, 0.1,    1 / 3.0, 999999, 1e4,     -0.0};
	static const char *const units[] = {"USD", "percent", "rank", "count", "index", "pp"};
	static const char freqs[] = "ASQMDI";

	(void)state;
	for (size_t i = 0; i < N(values); i++)
		for (size_t k = 0; k < N(values); k++) {
			struct simple *s = simple(units[(i + k) % N(units)], 'A', 2010, 3);
			s->series.freq = freqs[(i * 3 + k) % 6];
			s->point[0].value = s->point[2].value = values[i];
			s->point[1].value = values[k];
			s->point[1].low = values[k] - fabs(values[i]);
			s->point[1].high = values[k] + fabs(values[i]);
			s->point[2].basis = (enum graph_basis)(k % 5);
			s->request.format = k % 2 ? GRAPH_SVG : GRAPH_PNG;
			struct buf image;
			struct err err;
			int rc = draw_in(&s->request, dir, &image, &err);
			bool nothing = isnan(values[i]) && isnan(values[k]);
			if (rc != (nothing ? ERR_DATA : 0))
				fail_msg("%g and %g: %d %s", values[i], values[k], rc, err.text);
			if (!rc && memmem(buf_bytes(&image), image.len, "nan", 3) && s->request.format == GRAPH_SVG)
				fail_msg("%g and %g: the SVG has a nan in it", values[i], values[k]);
			buf_fini(&image);
			free(s);
		}
	no_file_is_left();
}

/* Every frequency over short and long spans on narrow and wide pictures. */
static void spans_and_widths(void **state)
{
	static const unsigned widths[] = {200, 260, 333, 512, 801, 1500, 4000};
	static const char freqs[] = "ASQMD";

	(void)state;
	for (size_t w = 0; w < N(widths); w++)
		for (size_t f = 0; f < sizeof freqs - 1; f++)
			for (size_t n = 1; n <= 300; n = n * 3 + 1) {
				struct simple *s = simple("persons", freqs[f] == 'D' ? 'M' : freqs[f], 1950 + (int)(n % 60), n);
				s->series.freq = freqs[f];
				s->request.width = widths[w];
				s->request.height = w == 6 ? 400 : 160;
				s->request.format = n % 2 ? GRAPH_SVG : GRAPH_PNG;
				struct buf image = draw(&s->request);
				assert_true(image.len > 1000);
				buf_fini(&image);
				free(s);
			}
}

/* A panel, and a unit in a panel, may be without a figure where another has one. */
static void nothing_beside_something(void **state)
{
	struct simple *s = simple("USD", 'A', 2010, 5);
	struct graph_series both[2] = {s->series, {"Growth", "percent", 'A', NULL, 0}};
	struct graph_panel panels[2] = {{"One", "", both, 2, NULL, 0}, {"Other", "", &both[1], 1, NULL, 0}};

	(void)state;
	s->request = (struct graph_request){.title = "Both", .panels = panels, .n_panels = 2};
	for (int format = GRAPH_PNG; format <= GRAPH_SVG; format++) {
		s->request.format = (enum graph_format)format;
		struct buf image = draw(&s->request);
		assert_true(image.len > 5000);
		buf_fini(&image);
	}
	free(s);
}

/* Years at the calendar's ends, and none of the years that librrd cannot graph are lost. */
static void far_years(void **state)
{
	static const int years[] = {1000, 1900, 1960, 1979, 2100, 9990};

	(void)state;
	for (size_t i = 0; i < N(years); i++) {
		struct simple *s = simple("USD", 'A', years[i], 6);
		struct buf image = draw(&s->request);
		assert_true(count_color(&image, graph_look(GRAPH_LIGHT)->series[0]) > 5000);
		buf_fini(&image);
		free(s);
	}
	struct simple *s = simple("USD", 'A', 1000, 2);
	s->point[1] = point('A', 9999, 1, 1e9);
	struct buf image = draw(&s->request);
	buf_fini(&image);
	free(s);
}

/* --- plates ---------------------------------------------------------------------------------------------------------------------------- */

/* Which pixels librrd colours: column for column and row for row what the plate says. */
static void plate_pixels(void **state)
{
	struct graph_plate *plate = calloc(1, sizeof *plate);
	struct buf image;
	struct err err = {0};

	(void)state;
	assert_non_null(plate);
	plate->width = 50;
	plate->height = 40;
	plate->zero = 10;
	double *up = graph_plate_layer(plate, 1, 0xff0000ff)->column;
	double *ground = graph_plate_layer(plate, 2, 0)->column;
	struct graph_layer *stack = graph_plate_layer(plate, 3, 0x0000ffff);
	stack->stacked = true;
	up[0] = 20;
	up[7] = 5;
	up[8] = -5;
	up[49] = 30;
	ground[20] = 10;
	stack->column[20] = 10;
	buf_init(&image, IMAGE_MAX);
	assert_int_equal(graph_plate_draw(plate, false, GRAPH_PNG, dir, &image, &err), 0);
	cairo_surface_t *s = decode(&image);
	assert_in_range(cairo_image_surface_get_width(s), 50, 51);
	assert_int_equal(cairo_image_surface_get_height(s), 40);
	for (int x = 0; x < 50; x++)
		for (int y = 0; y < 40; y++) {
			double above = 30 - y - 0.5; /* the pixel's middle over the zero line */
			uint32_t wanted = 0;
			if (!isnan(up[x]) && (up[x] > 0 ? above > 0 && above < up[x] : above < 0 && above > up[x]))
				wanted = 0xffff0000;
			if (x == 20 && above > 10 && above < 20)
				wanted = 0xff0000ff;
			/* A fifth of a pixel beyond the zero line is librrd's way. */
			if (pixel(s, x, y) >> 24 < 0x80 ? wanted != 0 : pixel(s, x, y) != wanted)
				fail_msg("pixel %d, %d is %08x; wanted %08x", x, y, pixel(s, x, y), wanted);
		}
	cairo_surface_destroy(s);
	buf_fini(&image);
	graph_plate_fini(plate);
	free(plate);
}

static void a_plate_without_lines_has_no_picture_of_them(void **state)
{
	struct graph_plate *plate = calloc(1, sizeof *plate);
	struct buf image;
	struct err err = {0};

	(void)state;
	assert_non_null(plate);
	plate->width = plate->height = 50;
	graph_plate_layer(plate, 1, 0xff0000ff)->column[3] = 4;
	buf_init(&image, IMAGE_MAX);
	assert_int_equal(graph_plate_draw(plate, true, GRAPH_PNG, dir, &image, &err), 0);
	assert_int_equal(image.len, 0);
	graph_plate_fini(plate);
	free(plate);
}

/* Growth goes up and down from the same line: as many pixels of colour over it as under it. */
static void bars_both_ways(void **state)
{
	struct simple *s = simple("percent", 'A', 2020, 2);

	(void)state;
	s->point[0].value = 10;
	s->point[1].value = -10;
	s->request.width = 700;
	s->request.height = 500;
	struct buf image = draw(&s->request);
	cairo_surface_t *surface = decode(&image);
	uint32_t color = graph_look(GRAPH_LIGHT)->series[0] >> 8;
	int top[2] = {9999, 9999}, bottom[2] = {0, 0}, split = 0;
	for (int x = 60; x < 700; x++)
		for (int y = 0; y < 500; y++) {
			if ((pixel(surface, x, y) & 0xffffff) != color)
				continue;
			/* The first column of the left bar tells where the right one is not yet. */
			split = split ? split : x + 100;
			int bar = x < split ? 0 : 1;
			top[bar] = y < top[bar] ? y : top[bar];
			bottom[bar] = y > bottom[bar] ? y : bottom[bar];
		}
	assert_true(top[0] < top[1]);
	assert_in_range(bottom[0], top[1] - 3, top[1] + 3);
	assert_in_range(bottom[1] - top[1], bottom[0] - top[0] - 2, bottom[0] - top[0] + 2);
	cairo_surface_destroy(surface);
	buf_fini(&image);
	free(s);
}

/* A folder whose name has what librrd reads as marks. */
static void folder_with_marks(void **state)
{
	char odd[128];
	struct simple *s = simple("USD", 'A', 2010, 14);
	struct buf image;
	struct err err;

	(void)state;
	snprintf(odd, sizeof odd, "%s/a:b\\c\\:%%d #e", dir);
	assert_int_equal(mkdir(odd, 0700), 0);
	if (draw_in(&s->request, odd, &image, &err) != 0)
		fail_msg("%s", err.text);
	check_png(&image, 500, 300);
	buf_fini(&image);
	assert_int_equal(rmdir(odd), 0);
	free(s);
}

/* --- scales and axes ------------------------------------------------------------------------------------------------------------------- */

static void scales(void **state)
{
	static const struct {
		double min, max;
		bool zero, whole;
		const char *unit, *wanted_unit, *first, *last;
		double value;
		const char *wanted_value;
	} rows[] = {
	    {1.8e9, 4.4e9, true, false, "USD", "Billion USD", "0", "5", 4.4e9, "4.4"},
	    {0, 630000, true, true, "persons", "Thousand persons", "0", "700", 630000, "630"},
	    {0, 324, true, true, "count", "Number", "0", "350", 324, "324"},
	    {0, 26000, true, true, "count", "Thousand", "0", "30", 26040, "26"},
	    {0, 9400, true, true, "vehicles", "Vehicles", "0", "10,000", 9400, "9,400"},
	    {-25, 20.5, true, false, "percent", "Percent",
	     "\xe2\x88\x92"
	     "20%",
	     "20%", -17.5,
	     "\xe2\x88\x92"
	     "17.5%"},
	    {-2, 3, true, false, "pp", "Percentage points",
	     "\xe2\x88\x92"
	     "2",
	     "3", 0.04, "0.04"},
	    {95, 132, false, false, "index", "Index", "100", "130", 117.5, "118"},
	    {0, 0, true, true, "USD", "USD", "0", "1", 0, "0"},
	    {1e-9, 3e-9, true, false, "USD", "10^-9 USD", "0.0", "3.5", 1e-9, "1"},
	    {0, 2.5e18, true, false, "USD", "10^18 USD", "0.0", "2.5", 2.5e18, "2.5"},
	    {0, 8e12, true, false, "m3", "Trillion m\xc2\xb3", "0", "8", 1.234e12, "1.23"},
	    {1, 5, false, true, "rank", "Rank", "1", "5", 3, "3"},
	    {3, 3, false, true, "rank", "Rank", "1", "3", 3, "3"},
	    {0, 3, true, true, "count", "Number", "0", "3", 3, "3"},
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct graph_extent e = {rows[i].min, rows[i].max, rows[i].zero, rows[i].whole, 300, 12};
		struct graph_scale s;
		double tick[GRAPH_TICKS_MAX];
		char first[GRAPH_LABEL_MAX], last[GRAPH_LABEL_MAX], value[GRAPH_LABEL_MAX];

		graph_scale_make(&s, &e, rows[i].unit);
		size_t n = graph_scale_ticks(&s, tick);
		assert_in_range(n, 2, GRAPH_TICKS_MAX - 1);
		graph_scale_tick_text(&s, tick[0], first);
		graph_scale_tick_text(&s, tick[n - 1], last);
		graph_scale_value_text(&s, rows[i].value, value);
		if (strcmp(s.unit, rows[i].wanted_unit) != 0 || strcmp(first, rows[i].first) != 0 || strcmp(last, rows[i].last) != 0 ||
		    strcmp(value, rows[i].wanted_value) != 0)
			fail_msg("row %zu: %s, %s to %s, %s; wanted %s, %s to %s, %s", i, s.unit, first, last, value, rows[i].wanted_unit,
			         rows[i].first, rows[i].last, rows[i].wanted_value);
		assert_true(graph_scale_part(&s, rows[i].min) >= 0 && graph_scale_part(&s, rows[i].min) <= 1);
		assert_true(graph_scale_part(&s, rows[i].max) >= 0 && graph_scale_part(&s, rows[i].max) <= 1);
	}
	/* The first rank is on top. */
	struct graph_scale s;
	graph_scale_make(&s, &(struct graph_extent){1, 5, false, true, 300, 12}, "rank");
	assert_true(graph_scale_part(&s, 1) > graph_scale_part(&s, 5));
}

static void axis_spans(void **state)
{
	static const struct {
		char freq;
		int year;
		size_t n;
		int first, last; /* years */
	} rows[] = {
	    {'A', 2023, 1, 2021, 2025}, {'A', 2009, 15, 2009, 2023}, {'A', 2021, 3, 2020, 2024},
	    {'S', 2024, 1, 2023, 2025}, {'S', 2020, 8, 2020, 2023},  {'Q', 2024, 1, 2023, 2024},
	    {'M', 2024, 1, 2024, 2024}, {'M', 2023, 13, 2023, 2024}, {'A', 1950, 80, 1950, 2029},
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct simple *s = simple("USD", rows[i].freq, rows[i].year, rows[i].n);
		struct graph_axis axis = {.width = 1000};
		assert_true(graph_axis_span(&axis, &s->panel));
		assert_int_equal(axis.begin, date_from_civil(rows[i].first, 1, 1));
		assert_int_equal(axis.end, date_from_civil(rows[i].last + 1, 1, 1));
		assert_true(graph_axis_x(&axis, axis.begin) == 0 && graph_axis_x(&axis, axis.end) == 1000);
		free(s);
	}
}

/* A note near the figures widens the span, one far off does not squeeze them. */
static void notes_and_the_span(void **state)
{
	struct simple *s = simple("USD", 'A', 2010, 10);
	struct graph_note note[3] = {
	    {date_from_civil(2024, 8, 9), "near"}, {date_from_civil(1813, 10, 24), "far"}, {date_from_civil(2100, 1, 1), "far"}};
	struct graph_axis axis;

	(void)state;
	s->panel.notes = note;
	s->panel.n_notes = 3;
	assert_true(graph_axis_span(&axis, &s->panel));
	assert_int_equal(axis.begin, date_from_civil(2010, 1, 1));
	assert_int_equal(axis.end, date_from_civil(2025, 1, 1));
	free(s);
}

static int make_dir(void **state)
{
	(void)state;
	snprintf(dir, sizeof dir, "/tmp/coopd-test-graph-XXXXXX");
	graph_init();
	return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **state)
{
	(void)state;
	return rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sizes),
	    cmocka_unit_test(wrong_requests),
	    cmocka_unit_test(image_too_large_for_its_buffer),
	    cmocka_unit_test(hostile_texts),
	    cmocka_unit_test(title_in_svg),
	    cmocka_unit_test(cleaned_texts),
	    cmocka_unit_test(what_changes_the_picture),
	    cmocka_unit_test(marks_in_the_plot),
	    cmocka_unit_test(open_bounds),
	    cmocka_unit_test(extremes),
	    cmocka_unit_test(spans_and_widths),
	    cmocka_unit_test(nothing_beside_something),
	    cmocka_unit_test(far_years),
	    cmocka_unit_test(plate_pixels),
	    cmocka_unit_test(a_plate_without_lines_has_no_picture_of_them),
	    cmocka_unit_test(bars_both_ways),
	    cmocka_unit_test(folder_with_marks),
	    cmocka_unit_test(scales),
	    cmocka_unit_test(axis_spans),
	    cmocka_unit_test(notes_and_the_span),
	};
	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
