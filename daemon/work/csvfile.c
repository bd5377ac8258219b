/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file is read in chunks, cut into physical lines, and the lines are pushed through libcsv, which knows no line numbers: a record
 * begins on the line that is pushed while libcsv stands between records. A record that is broken (a stray quote, a quote never closed) is
 * one error row; reading goes on behind its first line, for which the file is wound back when the broken record had swallowed more.
 */
#include "work/csvfile.h"

#include "base/utf8.h"
#include "work/csvcolumns.h"

#include <csv.h>
#include <ctype.h>
#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK 65536
#define RECORD_MAX ROW_BYTES_MAX /* bytes of one record in the file */
#define FIELDS_MAX 64            /* more are counted and not kept */
#define UNCLOSED "a quoted field that begins in this row is not closed within 64 KiB"
#define REWINDS_MAX 100 /* a file of nothing but open quotes must not cost its length squared */

/* Columns that go into an observation row as they are. */
static const struct {
	enum csv_column column;
	const char *key;
} observation_fields[] = {
    {COL_UNIT, "unit"},           {COL_BOUND, "bound"},       {COL_G, "g"},
    {COL_HIGH, "high"},           {COL_STATUS, "status"},     {COL_SOURCE, "source"},
    {COL_PUBLISHED, "published"}, {COL_EVIDENCE, "evidence"}, {COL_NTH, "nth"},
};

struct reader {
	struct row_sink *sink;
	struct csv_parser csv;
	int fd;
	char buf[CHUNK + RECORD_MAX];
	size_t len;      /* bytes in buf */
	uint64_t offset; /* in the file, of buf[0] */
	uint32_t line;   /* the physical line that comes next */
	bool skipping;   /* the rest of an overlong line is thrown away */

	/* the record in hand */
	uint32_t record_line;
	uint64_t second_line; /* offset behind its first line */
	size_t record_bytes;
	bool not_utf8;
	char text[RECORD_MAX + FIELDS_MAX + 1]; /* its fields, each with a NUL */
	size_t text_len;
	size_t field[FIELDS_MAX]; /* where they begin in `text` */
	size_t n_fields;          /* all, also those not kept */

	/* the file */
	struct csv_columns columns;
	size_t n_header; /* fields in the header, 0 before it was read */
	bool rewound;    /* the file was wound back while a line was pushed */
	bool ended;      /* the header makes no sense */
	unsigned n_rewinds;
	void *sources; /* tree of ids that had their source row */
	int rc;        /* of the sink */
};

static void put_error(struct reader *r, uint32_t line, const char *text)
{
	if (!r->rc)
		r->rc = row_put_error(r->sink, line, "%s", text);
}

static const char *cell(const struct reader *r, enum csv_column c)
{
	return r->columns.at[c] < 0 ? "" : r->text + r->field[r->columns.at[c]];
}

static void read_header(struct reader *r)
{
	const char *names[FIELDS_MAX];
	size_t n = r->n_fields < FIELDS_MAX ? r->n_fields : FIELDS_MAX;

	for (size_t i = 0; i < n; i++)
		names[i] = r->text + r->field[i];
	r->n_header = r->n_fields;
	int rc = csvcolumns_read(names, n, r->record_line, &r->columns, r->sink);
	r->rc = rc < 0 ? rc : 0;
	r->ended = rc;
	if (!rc && r->n_fields > FIELDS_MAX) {
		put_error(r, r->record_line, "the header has more than 64 columns");
		r->ended = true;
	}
}

static int compare_ids(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* True the first time that an id is asked about. */
static bool is_new_source(struct reader *r, const char *id)
{
	if (tfind(id, &r->sources, compare_ids))
		return false;
	char *own = strdup(id);
	if (!own || !tsearch(own, &r->sources, compare_ids)) {
		free(own);
		r->rc = -ENOMEM;
	}
	return true;
}

static void put_source(struct reader *r)
{
	/* Where the file has the dates of its sources, it says all of them, and an id that is merely named is a source too. */
	bool complete = r->columns.at[COL_SOURCE_PUBLISHED] >= 0;
	const struct {
		enum csv_column column;
		const char *key;
	} fields[] = {
	    {COL_SOURCE, "id"},
	    {COL_SOURCE_NAME, "name"},
	    {COL_AUTHORITY, "authority"},
	    {COL_URL, "url"},
	    {complete ? COL_SOURCE_PUBLISHED : COL_PUBLISHED, "published"},
	    {COL_PARTY, "party"},
	    {COL_RANK, "rank"},
	};
	bool described = complete || *cell(r, COL_SOURCE_NAME) || *cell(r, COL_AUTHORITY) || *cell(r, COL_URL) || *cell(r, COL_PARTY) ||
	                 *cell(r, COL_RANK);
	struct row row = {.kind = ROW_SOURCE, .line = r->record_line};

	if (!described || !*cell(r, COL_SOURCE) || !is_new_source(r, cell(r, COL_SOURCE)) || r->rc)
		return;
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		row_add(&row, fields[i].key, cell(r, fields[i].column));
	r->rc = row_put(r->sink, &row);
}

static const char *read_force(const char *text)
{
	static const char *const words[][2] = {{"yes", "yes"}, {"true", "yes"}, {"1", "yes"}, {"no", "no"}, {"false", "no"}, {"0", "no"}};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcasecmp(text, words[i][0]) == 0)
			return words[i][1];
	return NULL;
}

/* The series from its parts, on the heap; "" where a part is missing, NULL where memory is short. */
static char *series_of(const struct reader *r)
{
	const char *freq = cell(r, COL_FREQ), *pair = cell(r, r->columns.sdmx ? COL_REF_AREA : COL_PAIR);
	const char *dash = r->columns.sdmx ? "-" : "", *counterpart = cell(r, COL_COUNTERPART);
	char *series;

	if (*cell(r, COL_SERIES))
		return strdup(cell(r, COL_SERIES));
	if (!*pair || (r->columns.sdmx && !*counterpart) || !*cell(r, COL_AREA) || !*cell(r, COL_INDICATOR))
		return strdup("");
	/* SDMX has a letter for days and for irregular spans; a series has none, and the period says it. */
	if (r->columns.sdmx && (strcmp(freq, "D") == 0 || strcmp(freq, "I") == 0))
		freq = "";
	int n = asprintf(&series, "%s%s%s/%s/%s%s%s", pair, dash, counterpart, cell(r, COL_AREA), cell(r, COL_INDICATOR), *freq ? "-" : "",
	                 freq);
	return n < 0 ? NULL : series;
}

/* The value as the long form has it, as written; SDMX-CSV has the number, and what was written beside it. */
static void add_value(const struct reader *r, struct row *row)
{
	const char *number = cell(r, COL_VALUE), *written = cell(r, COL_WRITTEN);

	if (r->columns.sdmx && (strcasecmp(number, "NaN") == 0 || (!*number && *cell(r, COL_STATUS))))
		number = "nan";
	row_add(row, "value", *written ? written : number);
	row_add(row, "number", r->columns.sdmx && *written ? number : NULL);
}

/* What is wrong with the row by its form; NULL for nothing. */
static const char *check_form(const struct reader *r, const char *series)
{
	if (!*series && r->columns.sdmx)
		return "the row does not say which series; it needs REF_AREA, COUNTERPART_AREA, AREA and INDICATOR";
	if (!*series)
		return "the row does not say which series; it needs series, or pair, area and indicator";
	if (*cell(r, COL_FORCE) && !read_force(cell(r, COL_FORCE)))
		return "force is written yes or no";
	if (strcasecmp(cell(r, COL_ACTION), "D") == 0)
		return "ACTION D: nothing is ever deleted; withdraw a value by an observation without one, status M";
	return NULL;
}

static void put_observation(struct reader *r)
{
	struct row row = {.kind = ROW_OBSERVATION, .line = r->record_line};
	char *series = series_of(r);
	const char *wrong = series ? check_form(r, series) : NULL;

	if (!series) {
		r->rc = -ENOMEM;
	} else if (wrong) {
		put_error(r, r->record_line, wrong);
	} else {
		put_source(r);
		row_add(&row, "series", series);
		row_add(&row, "period", cell(r, COL_PERIOD));
		add_value(r, &row);
		for (size_t i = 0; i < sizeof observation_fields / sizeof observation_fields[0]; i++)
			row_add(&row, observation_fields[i].key, cell(r, observation_fields[i].column));
		row_add(&row, "force", read_force(cell(r, COL_FORCE)));
		row_add(&row, "style", "table");
		if (!r->rc)
			r->rc = row_put(r->sink, &row);
	}
	free(series);
}

static bool is_blank(const struct reader *r)
{
	for (size_t i = 0; i < r->n_fields && i < FIELDS_MAX; i++)
		if (r->text[r->field[i]])
			return false;
	return true;
}

static void on_field(void *bytes, size_t n, void *arg)
{
	struct reader *r = arg;

	if (r->n_fields < FIELDS_MAX && n < sizeof r->text - r->text_len) {
		r->field[r->n_fields] = r->text_len;
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
		put_observation(r);
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
	if (lseek(r->fd, (off_t)r->second_line, SEEK_SET) < 0)
		return;
	r->offset = r->second_line;
	r->len = 0;
	r->line = r->record_line + 1;
	r->rewound = true;
}

/* Pushes one physical line, with its line end where it has one, that ends at file offset `end`. */
static void push_line(struct reader *r, const char *line, size_t n, uint64_t end)
{
	if (between_records(r)) {
		r->record_line = r->line;
		r->second_line = end;
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
static void push_lines(struct reader *r, bool at_end)
{
	size_t at = 0;

	while (at < r->len && !r->rc && !r->ended) {
		const char *newline = memchr(r->buf + at, '\n', r->len - at);
		if (!newline && !at_end)
			break;
		size_t n = newline ? (size_t)(newline - r->buf) + 1 - at : r->len - at;
		uint64_t end = r->offset + at + n;
		bool was_skipping = r->skipping;
		r->skipping = false;
		if (!was_skipping)
			push_line(r, r->buf + at, n, end);
		if (r->rewound)
			return;
		at += n;
		r->sink->done = end;
	}
	memmove(r->buf, r->buf + at, r->len - at);
	r->len -= at;
	r->offset += at;
	if (r->len >= RECORD_MAX && !r->rc && !r->ended) {
		/* No line end in a whole record's length. A record that is open here had swallowed it: the rows in between are read again. */
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
		r->offset += r->len;
		r->len = 0;
	}
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
	r->offset = bom;
	/* Blank lines before the header do not choose. */
	size_t start = 0;
	while (start < r->len && isspace((unsigned char)r->buf[start]) && r->buf[start] != '\t')
		start++;
	const char *newline = memchr(r->buf + start, '\n', r->len - start);
	csv_set_delim(&r->csv, detect_separator(r->buf + start, newline ? (size_t)(newline - r->buf) - start : r->len - start));
}

static int read_on(struct reader *r, const char *path, struct err *err)
{
	for (bool begun = false; !r->rc && !r->ended; begun = true) {
		ssize_t n = read(r->fd, r->buf + r->len, sizeof r->buf - r->len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(err, errno, "cannot read %s", path);
		r->len += (size_t)n;
		r->rewound = false;
		if (!begun)
			begin(r);
		push_lines(r, n == 0);
		if (n || r->rewound || r->rc || r->ended)
			continue;
		/* The end of the file; a last row without a line end is whole, one with an open quote is not. */
		if (!between_records(r) && csv_fini(&r->csv, on_field, on_record, r) != 0)
			give_up_record(r, "a quoted field that begins in this row is not closed before the end of the file");
		if (!r->rewound)
			break;
	}
	return r->rc;
}

int csvfile_parse(const char *path, struct row_sink *sink, struct err *err)
{
	uint64_t size;
	int rc;

	int fd = rows_open(path, CSVFILE_BYTES_MAX, &size, err);
	if (fd < 0)
		return fd;
	struct reader *r = calloc(1, sizeof *r);
	if (!r || !csv_start(r, CSV_COMMA)) {
		free(r);
		close(fd);
		return err_sys(err, ENOMEM, "cannot read %s", path);
	}
	r->sink = sink;
	r->fd = fd;
	r->line = 1;
	sink->done = 0;
	sink->total = size;
	rc = read_on(r, path, err);
	if (!rc && !r->n_header && !r->ended)
		rc = row_put_error(sink, 0, "the file is empty; it needs a header row: series,period,value");
	csv_free(&r->csv);
	tdestroy(r->sources, free);
	free(r);
	close(fd);
	return rc;
}
