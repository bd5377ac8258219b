/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CSV files as files on disk; the wanted rows are written out.
 */
#include "base/buf.h"
#include "work/csvfile.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char path[64];

/* Rows as text: "observation@2 series=… period=…" and a newline each. */
static int collect(struct row_sink *sink, const struct row *row)
{
	static const char *const kinds[] = {"source", "observation", "note", "error", "remark"};
	struct buf *b = sink->arg;

	int rc = buf_addf(b, "%s@%u", kinds[row->kind], row->line);
	for (size_t i = 0; !rc && i < row->n; i++)
		rc = buf_addf(b, " %s=%s", row->field[i].key, row->field[i].value);
	return rc ? rc : buf_addf(b, "\n");
}

static void write_file(const void *bytes, size_t n)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	fclose(f);
}

/* What the parser makes of `bytes`; the caller's to free. */
static char *parsed(const void *bytes, size_t n)
{
	struct buf b;
	struct row_sink sink = {.put = collect, .arg = &b};
	struct err err;

	buf_init(&b, 64 << 20);
	write_file(bytes, n);
	if (csvfile_parse(&(struct csvfile_order){.path = path, .name = "test.csv"}, &sink, &err) != 0)
		fail_msg("%s", err.text);
	char *text = calloc(1, b.len + 1);
	if (b.len)
		memcpy(text, buf_bytes(&b), b.len);
	buf_fini(&b);
	return text;
}

#define HEAD "series,period,value\n"

static const struct {
	const char *file, *wanted;
} rows[] = {
    {"", "error@0 text=the file is empty; it needs a header row: series,period,value\n"},
    {HEAD, ""},
    {HEAD "a/b/c,2023,5\n", "observation@2 series=a/b/c period=2023 value=5 style=table\n"},
    {HEAD "a/b/c,2023,5", "observation@2 series=a/b/c period=2023 value=5 style=table\n"},
    {"\xEF\xBB\xBF" HEAD "a/b/c,2023,5\n", "observation@2 series=a/b/c period=2023 value=5 style=table\n"},
    {"Value;Period;Series\r\n\"1,5\";2023;a/b/c\r\n\r\n2;2024;a/b/c\r\n",
     "observation@2 series=a/b/c period=2023 value=1,5 style=table\nobservation@4 series=a/b/c period=2024 value=2 style=table\n"},
    /* A byte order mark before a quoted name, CRLF everywhere, inside a field too; empty cells beside tabs. */
    {"\xEF\xBB\xBF\"series\",\"period\",\"value\",\"evidence\"\r\n\"a/b/c\",\"2023\",\"5\",\"two\r\nlines\"\r\n\"a/b/c\",2024,6,\"say "
     "\"\"x\"\"\"\r\n",
     "observation@2 series=a/b/c period=2023 value=5 evidence=two\r\nlines style=table\n"
     "observation@4 series=a/b/c period=2024 value=6 evidence=say \"x\" style=table\n"},
    {"series\tperiod\tvalue\tbound\tg\n\t2023\t5\t\t\na/b/c\t2023\t5\t\t1\n",
     "error@2 text=the row does not say which series; it needs series, or pair, area and indicator\n"
     "observation@3 series=a/b/c period=2023 value=5 g=1 style=table\n"},
    {"series\tperiod\tvalue\na/b/c\t2023\t1,000\n", "observation@2 series=a/b/c period=2023 value=1,000 style=table\n"},
    {"pair,area,indicator,freq,period,value,status\nAZ-RU,trade,turnover,A,2023,5,P\nAZ-RU,trade,turnover,,2023,5,\n,trade,x,,2023,5,\n",
     "observation@2 series=AZ-RU/trade/turnover-A period=2023 value=5 status=P style=table\n"
     "observation@3 series=AZ-RU/trade/turnover period=2023 value=5 style=table\n"
     "error@4 text=the row does not say which series; it needs series, or pair, area and indicator\n"},
    /* Line numbers are those of the physical line where a record begins. */
    {"series,period,value,evidence\na/b/c,2023,5,\"two\nlines\"\n\"a/b/\nc\",2024,6,x\na/b/c,2025,7,y\n",
     "observation@2 series=a/b/c period=2023 value=5 evidence=two\nlines style=table\n"
     "observation@4 series=a/b/\nc period=2024 value=6 evidence=x style=table\n"
     "observation@6 series=a/b/c period=2025 value=7 evidence=y style=table\n"},
    /* One bad row does not hide the good ones. */
    {HEAD "a/b/c,2023\na/b/c,2023,1,2,3\n,,\nx\na/b/c,2024,6\n",
     "error@2 text=the row has 2 fields, the header has 3\nerror@3 text=the row has 5 fields, the header has 3\n"
     "error@5 text=the row has 1 field, the header has 3\nobservation@6 series=a/b/c period=2024 value=6 style=table\n"},
    {HEAD "a/b/c,20\xFF"
          "23,5\na/b/c,2024,6\n\xC3,\xA4,1\n\xED\xA0\x80,2023,1\nä,2023,1\n",
     "error@2 text=the row is not UTF-8 text (or has a NUL byte); save the file as UTF-8\nobservation@3 series=a/b/c period=2024 value=6 "
     "style=table\n"
     "error@4 text=the row is not UTF-8 text (or has a NUL byte); save the file as UTF-8\nerror@5 text=the row is not UTF-8 text (or has a "
     "NUL byte); save the file as UTF-8\n"
     "observation@6 series=ä period=2023 value=1 style=table\n"},
    {HEAD "a/\"b,2023,5\na/b/c,2024,6\n",
     "error@2 text=a quote stands where none may be; a field with quotes is written \"like \"\"this\"\"\"\n"
     "observation@3 series=a/b/c period=2024 value=6 style=table\n"},
    {HEAD "\"a/b/c,2023,5\na/b/c,2024,6\na/b/c,2025,7\n",
     "error@2 text=a quoted field that begins in this row is not closed before the end of the file\n"
     "observation@3 series=a/b/c period=2024 value=6 style=table\nobservation@4 series=a/b/c period=2025 value=7 style=table\n"},
    {HEAD "\"a/b/c,2023,5\na/b/c,2024,6\n\"a/b/c\",2025,7\n",
     "error@2 text=a quote stands where none may be; a field with quotes is written \"like \"\"this\"\"\"\n"
     "observation@3 series=a/b/c period=2024 value=6 style=table\nobservation@4 series=a/b/c period=2025 value=7 style=table\n"},
    {"series,period,vlaue\na/b/c,2023,5\n", "error@1 text=no column is called vlaue; did you mean value?\n"},
    {"series,period,value,\n", "error@1 text=the header has a column without a name; remove it\n"},
    {"AZ-RU/trade/turnover,2023,5\n",
     "error@1 text=no column is called \"AZ-RU/trade/turnover\"; there are series, period, value, bound, g, high, status, source, "
     "published, evidence and others\n"
     "error@1 text=no column is called \"2023\"; there are series, period, value, bound, g, high, status, source, published, evidence "
     "and others\n"
     "error@1 text=no column is called \"5\"; there are series, period, value, bound, g, high, status, source, published, evidence and "
     "others\n"},
    {"series,period,value,series\n", "error@1 text=the column series stands twice\n"},
    {"series,value\n", "error@1 text=the header lacks the column period\n"},
    {"series,period\n", "error@1 text=the header lacks the column value\n"},
    {"pair,area,period,value\n", "error@1 text=the header lacks the column series (or pair, area and indicator)\n"},
    {"\xFF\xFEs\n", "error@1 text=the file is UTF-16; save it as UTF-8\n"},
    {"series,period,value,source,source_name,published,rank,force\nx,1,1,s1,One,2024-01-01,5,TRUE\nx,2,1,s1,One,2024-01-02,5,no\nx,3,1,s2,,"
     ",,\n"
     "x,4,1,s2,Two,,,\nx,5,1,,Three,,,maybe\n",
     "source@2 id=s1 name=One published=2024-01-01 rank=5\n"
     "observation@2 series=x period=1 value=1 source=s1 published=2024-01-01 force=yes style=table\n"
     "observation@3 series=x period=2 value=1 source=s1 published=2024-01-02 force=no style=table\n"
     "observation@4 series=x period=3 value=1 source=s2 style=table\n"
     "source@5 id=s2 name=Two\n"
     "observation@5 series=x period=4 value=1 source=s2 style=table\n"
     "error@6 text=force is written yes or no\n"},
    /* With the dates of the sources in it the file describes all of them. */
    {"series,period,value,source,published,source_published,unit,nth\nx,1,1,s1,2024-01-01,,USD,2\nx,2,1,s2,2024-01-01,2023-12-31,,\n",
     "source@2 id=s1\nobservation@2 series=x period=1 value=1 unit=USD source=s1 published=2024-01-01 nth=2 style=table\n"
     "source@3 id=s2 published=2023-12-31\nobservation@3 series=x period=2 value=1 source=s2 published=2024-01-01 style=table\n"},
    /* SDMX-CSV: two areas make the pair, days and spans have no letter, the number stands beside what was written. */
    {"DATAFLOW,FREQ,REF_AREA,COUNTERPART_AREA,AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,WRITTEN,OBS_STATUS,UNIT_MEASURE,COMMENT_OBS\n"
     "x,A,AZ,RU,trade,turnover,2023,5,,A,USD,\nx,D,AZ,RU,trade,turnover,2023-01-02,5,\"about 5\",A,,said\nx,I,AZ,RU,trade,turnover,"
     "2023-01-01/"
     "P5M,NaN,,M,,\nx,A,AZ,RU,trade,turnover,2023,,,M,,\nx,A,AZ,,trade,turnover,2023,1,,,,\nx,H,AZ,RU,trade,turnover,2023,1,,,,\n",
     "observation@2 series=AZ-RU/trade/turnover-A period=2023 value=5 unit=USD status=A style=table\n"
     "observation@3 series=AZ-RU/trade/turnover period=2023-01-02 value=about 5 number=5 status=A evidence=said style=table\n"
     "observation@4 series=AZ-RU/trade/turnover period=2023-01-01/P5M value=nan status=M style=table\n"
     "observation@5 series=AZ-RU/trade/turnover-A period=2023 value=nan status=M style=table\n"
     "error@6 text=the row does not say which series; it needs REF_AREA, COUNTERPART_AREA, AREA and INDICATOR\n"
     "observation@7 series=AZ-RU/trade/turnover-H period=2023 value=1 style=table\n"},
    {"STRUCTURE;STRUCTURE_ID;ACTION;REF_AREA;COUNTERPART_AREA;AREA;INDICATOR;TIME_PERIOD;OBS_VALUE\n"
     "dataflow;c:d(1.0);I;AZ;RU;trade;turnover;2023;5\ndataflow;c:d(1.0);D;AZ;RU;trade;turnover;2023;5\n",
     "observation@2 series=AZ-RU/trade/turnover period=2023 value=5 style=table\n"
     "error@3 text=ACTION D: nothing is ever deleted; withdraw a value by an observation without one, status M\n"},
    {"DATAFLOW,REF_AREA,AREA,INDICATOR,TIME_PERIOD,OBS_VALUE\n",
     "error@1 text=the header lacks the columns REF_AREA, COUNTERPART_AREA, AREA and INDICATOR\n"},
    {"DATAFLOW,REF_AREA,COUNTERPART_AREA,AREA,INDICATOR,TIME_PERIOD,OBS_VALU\n",
     "error@1 text=no column is called OBS_VALU; did you mean OBS_VALUE?\n"},
    {"DATAFLOW,REF_AREA,COUNTERPART_AREA,AREA,INDICATOR,TIME_PERIOD\n", "error@1 text=the header lacks the column OBS_VALUE\n"},
};

static void rows_are_as_wanted(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char *got = parsed(rows[i].file, strlen(rows[i].file));
		if (strcmp(got, rows[i].wanted) != 0)
			fail_msg("row %zu\n%s\ngave\n%s\nwanted\n%s", i, rows[i].file, got, rows[i].wanted);
		free(got);
	}
}

/* Long lines, long fields and many rows, across every chunk border. */
static void length_is_bounded(void **state)
{
	struct buf b;
	char *long_line = malloc(400001);
	(void)state;

	memset(long_line, 'x', 400000);
	long_line[400000] = '\0';
	buf_init(&b, 8 << 20);
	assert_int_equal(buf_addf(&b, "series,period,value,evidence\nx,1,1,%s\nx,2,1,\nx,3,1,%.70000s\n", long_line, long_line), 0);
	assert_int_equal(buf_addf(&b, "x,4,1,\"%.40000s\n%.40000s\"\nx,5,1,%.60000s\nx,6,1,y\n", long_line, long_line, long_line), 0);
	char *got = parsed(buf_bytes(&b), b.len);
	static const char *const wanted[] = {
	    "error@2 text=the line is longer than 64 KiB\n",
	    "observation@3 series=x period=2 ",
	    "error@4 text=the line is longer than 64 KiB\n",
	    "error@5 text=a quoted field that begins in this row is not closed within 64 KiB\n",
	    "error@6 text=a quote stands",
	    "observation@7 series=x period=5 ",
	    "observation@8 series=x period=6 value=1 evidence=y ",
	};
	const char *at = got;
	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
		if (strncmp(at, wanted[i], strlen(wanted[i])) != 0)
			fail_msg("line %zu is %.100s", i, at);
		at = strchr(at, '\n') + 1;
	}
	assert_string_equal(at, "");
	free(got);

	/* A stray quote before an overlong line hides neither the rows in between nor those behind. */
	for (int length = 65000; length < 400000; length += 60000) {
		buf_clear(&b);
		assert_int_equal(buf_addf(&b, "series,period,value\n\"x,1,1\nx,2,1\nx,3,1\nx,4,%.*s\nx,5,1\n", length, long_line), 0);
		got = parsed(buf_bytes(&b), b.len);
		assert_memory_equal(got, "error@2 text=a quoted field", 27);
		assert_non_null(strstr(got, "\nobservation@3 series=x period=2 "));
		assert_non_null(strstr(got, "\nobservation@4 series=x period=3 "));
		assert_non_null(strstr(got, length > 65530 ? "\nerror@5 text=the line is longer than 64 KiB\n" : "\nobservation@5 "));
		assert_non_null(strstr(got, "\nobservation@6 series=x period=5 "));
		free(got);
	}

	/* More cells than are kept. */
	buf_clear(&b);
	assert_int_equal(buf_addf(&b, "series,period,value\n"), 0);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(buf_addf(&b, "x,"), 0);
	assert_int_equal(buf_addf(&b, "\nx,1,2\n"), 0);
	got = parsed(buf_bytes(&b), b.len);
	assert_string_equal(
	    got, "error@2 text=the row has 1001 fields, the header has 3\nobservation@3 series=x period=1 value=2 style=table\n");
	free(got);

	buf_clear(&b);
	assert_int_equal(buf_addf(&b, "series,period,value\n"), 0);
	for (int i = 0; i < 60000; i++)
		assert_int_equal(buf_addf(&b, "x,%d,%.*s\n", i, 1 + i % 37, long_line), 0);
	got = parsed(buf_bytes(&b), b.len);
	at = got;
	for (int i = 0; i < 60000; i++) {
		char line[128];
		int n = snprintf(line, sizeof line, "observation@%d series=x period=%d value=%.*s style=table\n", i + 2, i, 1 + i % 37,
		                 long_line);
		if (strncmp(at, line, (size_t)n) != 0)
			fail_msg("row %d is %.80s", i, at);
		at += n;
	}
	free(got);

	/* Nothing but open quotes: every line winds back, up to a limit. */
	buf_clear(&b);
	assert_int_equal(buf_addf(&b, "series,period,value\n"), 0);
	for (int i = 0; i < 200000; i++)
		assert_int_equal(buf_addf(&b, "a,\"b\"c\n\"\n"), 0);
	free(parsed(buf_bytes(&b), b.len));
	buf_fini(&b);
	free(long_line);
}

static void nul_bytes_cost_their_row(void **state)
{
	static const char file[] = "series,period,value\na/\0b,1,2\nb,2,3\n";
	(void)state;

	char *got = parsed(file, sizeof file - 1);
	assert_string_equal(got, "error@2 text=the row is not UTF-8 text (or has a NUL byte); save the file as UTF-8\n"
	                         "observation@3 series=b period=2 value=3 style=table\n");
	free(got);
}

static int refuse(struct row_sink *sink, const struct row *row)
{
	(void)sink;
	(void)row;
	return -EPIPE;
}

static void what_is_no_file_is_told(void **state)
{
	struct buf b;
	struct row_sink sink = {.put = collect, .arg = &b};
	struct err err;
	(void)state;

	buf_init(&b, 1 << 20);
	unlink(path);
	assert_int_equal(csvfile_parse(&(struct csvfile_order){.path = path, .name = "test.csv"}, &sink, &err), -ENOENT);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(csvfile_parse(&(struct csvfile_order){.path = path, .name = "test.csv"}, &sink, &err), ERR_DATA);
	rmdir(path);
	assert_int_equal(mkfifo(path, 0600), 0); /* nobody writes: must not wait */
	assert_int_equal(csvfile_parse(&(struct csvfile_order){.path = path, .name = "test.csv"}, &sink, &err), ERR_DATA);
	unlink(path);
	assert_int_equal(symlink("/etc/hostname", path), 0);
	assert_int_equal(csvfile_parse(&(struct csvfile_order){.path = path, .name = "test.csv"}, &sink, &err), ERR_DATA);
	unlink(path);
	assert_int_equal(b.len, 0);
	buf_fini(&b);
}

/* A core that has gone ends the parse with its own code. */
static void sink_can_stop_it(void **state)
{
	static const char good[] = "series,period,value,source,source_name\r\nAZ-RU/trade/turnover,2023,\"5\",s,n\r\n\"a\nb\",1,2,,\r\n";
	struct row_sink sink = {.put = refuse};
	struct err err;
	(void)state;

	write_file(good, sizeof good - 1);
	assert_int_equal(csvfile_parse(&(struct csvfile_order){.path = path, .name = "test.csv"}, &sink, &err), -EPIPE);
}

/* Any change of one byte in a good file: an answer, never a crash or a hang. */
static void changed_bytes_are_survived(void **state)
{
	static const char good[] = "series,period,value,source,source_name\r\nAZ-RU/trade/turnover,2023,\"5\",s,n\r\n\"a\nb\",1,2,,\r\n";
	static const char bytes[] = "\0\"\n\r,;\t{}()=@#\\/\377 a1";
	char changed[sizeof good];
	(void)state;

	for (size_t i = 0; i + 1 < sizeof good; i++)
		for (size_t k = 0; k + 1 < sizeof bytes; k++) {
			memcpy(changed, good, sizeof good);
			changed[i] = bytes[k];
			free(parsed(changed, sizeof good - 1));
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_are_as_wanted),      cmocka_unit_test(length_is_bounded), cmocka_unit_test(nul_bytes_cost_their_row),
	    cmocka_unit_test(what_is_no_file_is_told), cmocka_unit_test(sink_can_stop_it),  cmocka_unit_test(changed_bytes_are_survived),
	};
	snprintf(path, sizeof path, "/tmp/coopd-csvfile-%d", (int)getpid());
	int rc = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	return rc;
}
