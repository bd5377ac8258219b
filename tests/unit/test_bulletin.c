/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bulletins as files on disk; the wanted rows are written out.
 */
#include "base/buf.h"
#include "work/bulletin.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#ifdef __SANITIZE_ADDRESS__
/* libconfig 1.5 loses the strings that it had read when it meets a syntax error; the worker is the place to bear that. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libconfig";
}
#endif

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
	if (bulletin_parse(path, "test.bulletin", &sink, &err) != 0)
		fail_msg("%s", err.text);
	char *text = calloc(1, b.len + 1);
	if (b.len)
		memcpy(text, buf_bytes(&b), b.len);
	buf_fini(&b);
	return text;
}

#define SOURCE "source = { id = \"s1\"; published = \"2024-08-09\"; rank = 10; };\npair = \"AZ-RU\";\n"
#define SOURCE_ROW "source@1 id=s1 published=2024-08-09 rank=10\n"

#define NOTHING "error@0 text=its source or pair is wrong, so nothing of this file was taken\n"
#define GOOD_LIST "observations = ( { series = \"a/b/c\"; period = \"2023\"; value = 5; } );\n"
#define GOOD_ROW(line) "observation@" line " series=a/b/c period=2023 value=5 style=prose\n"

static const struct {
	const char *file, *wanted;
} rows[] = {
    {"", ""},
    {SOURCE
     "observations = (\n { series = \"trade/turnover\"; period = \"2023\"; value = \"nearly 4.4 billion USD\";\n   evidence = \"It \"\n"
     "\"grew.\"; },\n { series = \"RU-AZ/trade/turnover-A\"; period = \"2022\"; value = 3700000000; source = \"other\"; force = true; "
     "}\n);\n",
     SOURCE_ROW
     "observation@4 series=AZ-RU/trade/turnover period=2023 value=nearly 4.4 billion USD evidence=It grew. source=s1 style=prose\n"
     "observation@7 series=RU-AZ/trade/turnover-A period=2022 value=3700000000 force=yes source=other style=prose\n"},
    {SOURCE "notes = ( { area = \"energy\"; date = \"2024-08-09\"; kind = \"event\"; text = \"a forum\"; } );",
     SOURCE_ROW "note@3 area=energy date=2024-08-09 kind=event text=a forum pair=AZ-RU source=s1\n"},
    /* One bad row does not hide the good ones. */
    {"observations = (\n{ series = \"a/b/c\"; period = \"2023\"; value = 4.4; },\n{ series = \"a/b/c\"; period = \"2023\"; value = "
     "\"4.4\"; },\n"
     "{ series = \"a/b/c\"; perod = \"2023\"; value = \"1\"; },\n{ series = \"a/b/c\"; value = \"1\"; },\n7,\n"
     "{ series = \"a/b/c\"; period = \"2023\"; value = (1, 2); },\n{ series = \"a/b/c\"; period = 2023; value = true; },\n"
     "{ series = \"a/b/c\"; period = 2023; value = 5; g = \"1\"; bound = \"gt\"; high = 7; status = \"P\"; published = \"2024-01-01\"; } "
     ");",
     "error@2 text=write the value in quotes, so that it is kept as written\n"
     "observation@3 series=a/b/c period=2023 value=4.4 style=prose\n"
     "error@4 text=the observation has no key perod; did you mean period?\n"
     "error@5 text=the observation has no period\n"
     "error@6 text=the observation has to be a group: { key = \"text\"; … }\n"
     "error@7 text=value has to be one text, not a list or group\n"
     "error@8 text=value has to be text\n"
     "observation@9 series=a/b/c period=2023 value=5 bound=gt g=1 high=7 status=P published=2024-01-01 style=prose\n"},
    /* Rows without the source that the file means to give would be believed as nobody's. */
    {"sorce = { id = \"x\"; };\nquux = 1;\npair = 3;\n" GOOD_LIST,
     "error@1 text=a bulletin has no key sorce; did you mean source?\nerror@2 text=a bulletin has no key quux\n"
     "error@3 text=pair has to be text, such as \"AZ-RU\"\n" NOTHING},
    {"par = \"AZ-RU\";\nsource = { id = \"x\"; };\n" GOOD_LIST, "error@1 text=a bulletin has no key par; did you mean pair?\n" NOTHING},
    {"source = { name = \"x\"; };\n" GOOD_LIST, "error@1 text=the source has no id\n" NOTHING},
    {"source = { id = 5; };\n" GOOD_LIST, "error@1 text=write the source's id in quotes\n" NOTHING},
    {"source = \"x\";\n" GOOD_LIST, "error@1 text=the source has to be a group: { key = \"text\"; … }\n" NOTHING},
    {"quux = 1;\n" GOOD_LIST, "error@1 text=a bulletin has no key quux\n" GOOD_ROW("2")},
    {"observations = 5;\nnotes = ( );\n", "error@1 text=observations has to be a list of groups: ( { … }, { … } )\n"},
    {"notes = ( { area = \"x\"; } );", "error@1 text=the note has no date\n"},
    {"pair = \"AZ-RU\";\nobservations = ( { series = }\n", "error@2 text=syntax error; nothing of this file was taken\n"},
    {"pair = \"AZ-RU\";\n@include \"/etc/passwd\"\n", "error@2 text=this may not @include. Nothing of this file was taken\n"},
    {"pair = \"AZ-RU\";\n \t@include \"/etc/passwd\"\n", "error@2 text=this may not @include. Nothing of this file was taken\n"},
    {"\xEF\xBB\xBF@include \"/tmp\"\n", "error@1 text=this may not @include. Nothing of this file was taken\n"},
    {"pair = \"AZ-RU\";\r\n@include\t\"/tmp\"\r\n", "error@2 text=this may not @include. Nothing of this file was taken\n"},
    /* Elsewhere libconfig does not follow it either. */
    {"/* c\n*/@include \"/tmp\"\n", "error@2 text=syntax error; nothing of this file was taken\n"},
    {"pair = \"AZ-RU\"; @include \"/tmp\"\n", "error@1 text=syntax error; nothing of this file was taken\n"},
    {"pair = \"AZ-RU\";\r@include \"/tmp\"\n", "error@1 text=syntax error; nothing of this file was taken\n"},
    {"\n\npair = \"\xFF\";\n", "error@3 text=this is not UTF-8; save the file as UTF-8. Nothing of this file was taken\n"},
    {"\xEF\xBB\xBFpair = \"AZ-RU\";\n", ""},
    /* libconfig alone would make -594967296 of 3700000000 without a word. */
    {"a1 = 0; /* 3700000000 */ # 3700000000\nobservations = ( { series = \"3700000000\"; period = \"2023\"; value = 3700000000; "
     "g=-99999999999L; high = 0x10; } );",
     "error@1 text=a bulletin has no key a1\nerror@2 text=write the high in quotes, so that it is kept as written\n"},
    {"observations = ( { series = \"3700000000\\\"3700000000\"; period = \"2023\"; value = 3700000000; g=-99999999999L; "
     "high=999999999999999999; } );",
     "observation@1 series=3700000000\"3700000000 period=2023 value=3700000000 g=-99999999999 high=999999999999999999 style=prose\n"},
    {"pair = \"A\n//\";\n\nobservations = ( { value = 1000000000000000000; } );",
     "error@4 text=the number is too long to be kept as written; write it in quotes. Nothing of this file was taken\n"},
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

static void nul_bytes_are_refused(void **state)
{
	/* libconfig would see the text before the NUL alone. */
	static const char file[] = GOOD_LIST "\n\0\n@include \"/tmp\"\n";
	(void)state;

	char *got = parsed(file, sizeof file - 1);
	assert_string_equal(got, "error@3 text=there is a NUL byte here, so this is no text file. Nothing of this file was taken\n");
	free(got);
}

/* libconfig's parser has a stack of its own. */
static void depth_is_survived(void **state)
{
	size_t n = 200000;
	char *file = malloc(n);
	(void)state;

	memset(file, '(', n);
	memcpy(file, "notes=", 6);
	char *got = parsed(file, n);
	assert_memory_equal(got, "error@1 text=", 13);
	free(got);
	free(file);
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
	assert_int_equal(bulletin_parse(path, "test.bulletin", &sink, &err), -ENOENT);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(bulletin_parse(path, "test.bulletin", &sink, &err), ERR_DATA);
	rmdir(path);
	assert_int_equal(mkfifo(path, 0600), 0); /* nobody writes: must not wait */
	assert_int_equal(bulletin_parse(path, "test.bulletin", &sink, &err), ERR_DATA);
	unlink(path);
	assert_int_equal(symlink("/etc/hostname", path), 0);
	assert_int_equal(bulletin_parse(path, "test.bulletin", &sink, &err), ERR_DATA);
	unlink(path);
	assert_int_equal(b.len, 0);
	buf_fini(&b);
}

/* A core that has gone ends the parse with its own code. */
static void sink_can_stop_it(void **state)
{
	static const char good[] = "source = { id = \"s1\"; };\npair = \"AZ-RU\";\nobservations = ( { series = \"trade/turnover\"; period "
	                           "= \"2023\"; value = 5; } );\n";
	struct row_sink sink = {.put = refuse};
	struct err err;
	(void)state;

	write_file(good, sizeof good - 1);
	assert_int_equal(bulletin_parse(path, "test.bulletin", &sink, &err), -EPIPE);
}

/* Any change of one byte in a good file: an answer, never a crash or a hang. */
static void changed_bytes_are_survived(void **state)
{
	static const char good[] = "source = { id = \"s1\"; };\npair = \"AZ-RU\";\nobservations = ( { series = \"trade/turnover\"; period "
	                           "= \"2023\"; value = 5; } );\n";
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
	    cmocka_unit_test(rows_are_as_wanted), cmocka_unit_test(nul_bytes_are_refused),
	    cmocka_unit_test(depth_is_survived),  cmocka_unit_test(what_is_no_file_is_told),
	    cmocka_unit_test(sink_can_stop_it),   cmocka_unit_test(changed_bytes_are_survived),
	};
	snprintf(path, sizeof path, "/tmp/coopd-bulletin-%d", (int)getpid());
	int rc = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	return rc;
}
