/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file is read in chunks, cut into physical lines, and the lines are pushed through libcsv, which knows no line numbers: a record
 * begins on the line that is pushed while libcsv stands between records. A record that is broken (a stray quote, a quote never closed) is
 * one error row; reading goes on behind its first line: the lines that the broken record had swallowed still stand in the buffer.
 */
#include "work/csvfile.h"

#include "base/utf8.h"
#include "work/csvrows.h"
#include "work/infile.h"
#include "work/mapped.h"

#include <csv.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK 65536
#define RECORD_MAX ROW_BYTES_MAX /* bytes of one record in the file */
#define FIELDS_MAX 256           /* more are counted and not kept */
#define UNCLOSED "a quoted field that begins in this row is not closed within 64 KiB"
#define REWINDS_MAX 100 /* a file of nothing but open quotes must not cost its length squared */

struct reader {
	const struct csvfile_order *order;
	struct row_sink *sink;
	struct infile *in;
	struct csv_parser csv;
	char buf[CHUNK + 2 * RECORD_MAX];
	size_t len, at; /* bytes in buf, and those of them that were pushed */
	size_t kept;    /* those pushed that stand before the second line of the record in hand: no longer needed */
	uint32_t line;  /* the physical line that comes next */
	bool skipping;  /* the rest of an overlong line is thrown away */

	/* the record in hand */
	uint32_t record_line;
	size_t record_bytes;
	bool not_utf8;
	char text[RECORD_MAX + FIELDS_MAX + 1]; /* its fields, each with a NUL */
	size_t text_len;
	const char *field[FIELDS_MAX]; /* into text */
	size_t n_fields;               /* all, also those not kept */

	/* the file */
	struct csvrows rows;
	struct mapped *mapped; /* where there is a mapping, in place of rows */
	size_t n_header;       /* fields in the header, 0 before it was read */
	bool rewound;          /* lines that were pushed are to be pushed again */
	bool ended;            /* the header makes no sense */
	unsigned n_rewinds;
	int rc; /* of the sink */
};

static void put_error(struct reader *r, uint32_t line, const char *text)
{
	if (!r->rc)
		r->rc = row_put_error(r->sink, line, "%s", text);
}

static void read_header(struct reader *r)
{
	size_t n = r->n_fields < FIELDS_MAX ? r->n_fields : FIELDS_MAX;

	r->n_header = r->n_fields;
	int rc = r->mapped ? mapped_header(r->mapped, r->field, n, r->record_line) : csvrows_header(&r->rows, r->field, n, r->record_line);
	r->rc = rc < 0 ? rc : 0;
	r->ended = rc;
	if (!rc && r->n_fields > FIELDS_MAX) {
		put_error(r, r->record_line, "the header has more than 256 columns");
		r->ended = true;
	}
}

static bool is_blank(const struct reader *r)
{
	for (size_t i = 0; i < r->n_fields && i < FIELDS_MAX; i++)
		if (*r->field[i])
			return false;
	return true;
}

static void on_field(void *bytes, size_t n, void *arg)
{
	struct reader *r = arg;

	if (r->n_fields < FIELDS_MAX && n < sizeof r->text - r->text_len) {
		r->field[r->n_fields] = r->text + r->text_len;
		if (n)
			memcpy(r->text + r->text_len, bytes, n);
		r->text_len += n;
		r->text[r->text_len++] = '\0';
	}
	r->n_fields++;
}

static void on_record(int end, void *arg)
{
	struct reader *r = arg;
	(void)end;

	if (r->rc || r->ended || is_blank(r)) {
		/* Spreadsheets end with rows of empty cells. */
	} else if (r->not_utf8) {
		put_error(r, r->record_line, "the row is not UTF-8 text (or has a NUL byte); save the file as UTF-8");
		r->ended = !r->n_header;
	} else if (!r->n_header) {
		read_header(r);
	} else if (r->n_fields != r->n_header) {
		r->rc = row_put_error(r->sink, r->record_line, "the row has %zu field%s, the header has %zu", r->n_fields,
		                      r->n_fields == 1 ? "" : "s", r->n_header);
	} else {
		r->rc = r->mapped ? mapped_put(r->mapped, r->field, r->record_line) : csvrows_put(&r->rows, r->field, r->record_line);
	}
	r->n_fields = r->text_len = 0;
	r->not_utf8 = false;
}

/* Neither field nor record in hand. (pstate is a public field; 0 is where libcsv starts and where every record ends.) */
static bool between_records(const struct reader *r)
{
	return r->csv.pstate == 0;
}

static bool csv_start(struct reader *r, unsigned char separator)
{
	if (csv_init(&r->csv, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return false;
	csv_set_delim(&r->csv, separator);
	return true;
}

/* The separator that the header line uses most, outside quotes. */
static unsigned char detect_separator(const char *line, size_t n)
{
	static const char candidates[] = ",;\t";
	size_t count[3] = {0}, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < n; i++) {
		const char *c = line[i] ? strchr(candidates, line[i]) : NULL;
		if (line[i] == '"')
			quoted = !quoted;
		else if (c && !quoted)
			count[c - candidates]++;
	}
	for (size_t i = 1; i < 3; i++)
		if (count[i] > count[best])
			best = i;
	return (unsigned char)candidates[best];
}

/* One error row for the record in hand, and reading goes on behind its first line. */
static void give_up_record(struct reader *r, const char *why)
{
	unsigned char separator = csv_get_delim(&r->csv);
	bool swallowed = r->line > r->record_line + 1 && !r->skipping;

	put_error(r, r->record_line, why);
	if (!r->n_header)
		r->ended = true;
	csv_free(&r->csv);
	if (!csv_start(r, separator))
		r->rc = -ENOMEM;
	r->n_fields = r->text_len = 0;
	r->not_utf8 = false;
	if (!swallowed || r->rc || r->ended || r->n_rewinds++ >= REWINDS_MAX)
		return;
	r->at = r->kept;
	r->line = r->record_line + 1;
	r->rewound = true;
}

/* Pushes the physical line before r->at, with its line end where it has one. */
static void push_line(struct reader *r, const char *line, size_t n)
{
	if (between_records(r)) {
		r->record_line = r->line;
		r->kept = r->at;
		r->record_bytes = 0;
	}
	r->line++;
	r->record_bytes += n;
	if (utf8_prefix(line, n) != n)
		r->not_utf8 = true;
	if (r->record_bytes > RECORD_MAX)
		give_up_record(r, n == r->record_bytes ? "the line is longer than 64 KiB" : UNCLOSED);
	else if (csv_parse(&r->csv, line, n, on_field, on_record, r) != n && !r->rc)
		give_up_record(r, "a quote stands where none may be; a field with quotes is written \"like \"\"this\"\"\"");
	if (between_records(r))
		r->not_utf8 = false;
}

/* Pushes the whole lines of the buffer, at the end of the file the rest too. */
static void push_whole_lines(struct reader *r, bool at_end)
{
	while (r->at < r->len && !r->rc && !r->ended && !r->rewound) {
		const char *line = r->buf + r->at, *newline = memchr(line, '\n', r->len - r->at);
		if (!newline && !at_end)
			return;
		size_t n = newline ? (size_t)(newline - line) + 1 : r->len - r->at;
		bool was_skipping = r->skipping;
		r->skipping = false;
		r->at += n;
		if (!was_skipping)
			push_line(r, line, n);
	}
}

/* No line end in a whole record's length. A record that is open here had swallowed it: the rows in between are read again. */
static void skip_long_line(struct reader *r)
{
	if (!r->skipping && !between_records(r)) {
		give_up_record(r, UNCLOSED);
		if (r->rewound)
			return;
	}
	if (!r->skipping && !r->rc && !r->ended) {
		r->record_line = r->line++;
		r->skipping = true;
		give_up_record(r, "the line is longer than 64 KiB");
	}
	r->at = r->len;
}

/* Pushes what can be pushed, and makes room for more. */
static void push_lines(struct reader *r, bool at_end)
{
	do {
		r->rewound = false;
		push_whole_lines(r, at_end);
		if (r->len - r->at >= RECORD_MAX && !r->rc && !r->ended && !r->rewound)
			skip_long_line(r);
	} while (r->rewound && !r->rc && !r->ended);
	/* The lines behind the first of an open record may have to be read again. */
	size_t gone = between_records(r) ? r->at : r->kept;
	memmove(r->buf, r->buf + gone, r->len - gone);
	r->len -= gone;
	r->at -= gone;
	r->kept = 0;
}

/* Skips a byte order mark and chooses the separator from what has been read first. */
static void begin(struct reader *r)
{
	size_t bom = r->len >= 3 && memcmp(r->buf, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

	if (r->len >= 2 && (memcmp(r->buf, "\xFF\xFE", 2) == 0 || memcmp(r->buf, "\xFE\xFF", 2) == 0)) {
		put_error(r, 1, "the file is UTF-16; save it as UTF-8");
		r->ended = true;
		return;
	}
	if (bom)
		memmove(r->buf, r->buf + bom, r->len - bom);
	r->len -= bom;
	/* Blank lines before the header do not choose. */
	size_t start = 0;
	while (start < r->len && isspace((unsigned char)r->buf[start]) && r->buf[start] != '\t')
		start++;
	const char *newline = memchr(r->buf + start, '\n', r->len - start);
	csv_set_delim(&r->csv, detect_separator(r->buf + start, newline ? (size_t)(newline - r->buf) - start : r->len - start));
}

static int read_on(struct reader *r, struct err *err)
{
	for (bool begun = false; !r->rc && !r->ended; begun = true) {
		ssize_t n = infile_read(r->in, r->buf + r->len, sizeof r->buf - r->len, err);
		if (n < 0)
			return (int)n;
		r->len += (size_t)n;
		r->sink->done = infile_done(r->in);
		if (!begun)
			begin(r);
		push_lines(r, n == 0);
		if (n || r->rc || r->ended)
			continue;
		/* The end of the file; a last row without a line end is whole, one with an open quote is not. */
		if (!between_records(r) && csv_fini(&r->csv, on_field, on_record, r) != 0)
			give_up_record(r, "a quoted field that begins in this row is not closed before the end of the file");
		if (!r->rewound)
			break;
	}
	return r->rc;
}

static int parse(struct reader *r, struct err *err)
{
	const struct csvfile_order *order = r->order;
	int rc = order->map ? mapped_create(&r->mapped, order->map, order->survey, r->sink, err) : 0;

	if (!rc)
		rc = infile_open(&r->in, order->path, order->name, CSVFILE_BYTES_MAX, err);
	if (rc)
		return rc;
	r->sink->done = 0;
	r->sink->total = infile_total(r->in);
	rc = read_on(r, err);
	if (!rc && !r->n_header && !r->ended)
		rc = row_put_error(r->sink, 0,
		                   order->map ? "the file is empty; it needs a header row"
		                              : "the file is empty; it needs a header row: series,period,value");
	return !rc && r->mapped ? mapped_end(r->mapped) : rc;
}

int csvfile_parse(const struct csvfile_order *order, struct row_sink *sink, struct err *err)
{
	struct reader *r = calloc(1, sizeof *r);

	if (!r || !csv_start(r, CSV_COMMA)) {
		free(r);
		return err_sys(err, ENOMEM, "cannot read %s", order->name);
	}
	r->order = order;
	r->sink = r->rows.sink = sink;
	r->line = 1;
	int rc = parse(r, err);
	csv_free(&r->csv);
	csvrows_fini(&r->rows);
	mapped_destroy(r->mapped);
	infile_close(r->in);
	free(r);
	return rc;
}
