/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mappings and the files that they are for; the wanted rows are written out.
 */
#include "base/buf.h"
#include "model/partycode.h"
#include "work/csvfile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char path[64], map_path[64];

static int collect(struct row_sink *sink, const struct row *row)
{
	static const char *const kinds[] = {"source", "observation", "note", "error", "remark", "skipped", "indicator"};
	struct buf *b = sink->arg;

	int rc = buf_addf(b, "%s@%u", kinds[row->kind], row->line);
	for (size_t i = 0; !rc && i < row->n; i++)
		if (strcmp(row->field[i].key, "style") != 0)
			rc = buf_addf(b, " %s=%s", row->field[i].key, row->field[i].value);
	return rc ? rc : buf_addf(b, "\n");
}

static void write_file(const char *to, const char *text)
{
	FILE *f = fopen(to, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* What is made of the file, or "failed: WHY"; the caller's to free. */
static char *mapped(const char *map, const char *file, bool survey)
{
	struct csvfile_order order = {.path = path, .name = "x.csv", .map = map_path, .survey = survey};
	struct buf b;
	struct row_sink sink = {.put = collect, .arg = &b};
	struct err err;

	buf_init(&b, 1 << 20);
	write_file(path, file);
	write_file(map_path, map);
	if (csvfile_parse(&order, &sink, &err) != 0)
		assert_int_equal(buf_addf(&b, "failed: %s", err.text), 0);
	char *text = calloc(1, b.len + 1);
	assert_non_null(text);
	if (b.len)
		memcpy(text, buf_bytes(&b), b.len);
	buf_fini(&b);
	return text;
}

#define GEO "ref_area: { column = \"geo\"; };\n"
#define REST "counterpart = \"W1\"; area = \"trade\"; period: { column = \"year\"; };\n"
#define INDICATOR "indicator: { column = \"what\"; };\n"
#define VALUE "value: { column = \"value\"; };\n"
#define HEAD "geo,what,year,value\n"

static const struct {
	const char *map, *file, *wanted;
} rows[] = {
    {GEO REST INDICATOR VALUE, HEAD "aze,turnover,2023,5\n031,turnover,2024,6\nAzerbaijan,turnover,2025,7\n",
     "observation@2 series=AZ-W1/trade/turnover period=2023 value=5\n"
     "observation@3 series=AZ-W1/trade/turnover period=2024 value=6\n"
     "observation@4 series=AZ-W1/trade/turnover period=2025 value=7\n"},
    /* Columns in any order, others read over, names without regard to case. */
    {GEO REST INDICATOR VALUE, "note;Value;YEAR;What;Geo\nx;5;2023;turnover;az\n",
     "observation@2 series=AZ-W1/trade/turnover period=2023 value=5\n"},
    /* A code that is no party goes on as it is: it may be declared; or it is skipped and counted, or refused. */
    {GEO REST INDICATOR VALUE, HEAD "EAEU,turnover,2023,5\n", "observation@2 series=EAEU-W1/trade/turnover period=2023 value=5\n"},
    {"ref_area: { column = \"geo\"; otherwise = \"skip\"; table = ((\"ussr\", \"SU\")); };" REST INDICATOR VALUE,
     HEAD "yug,turnover,1980,5\nussr,turnover,1980,6\nyug,turnover,1981,7\neun,turnover,1981,8\n",
     "observation@3 series=SU-W1/trade/turnover period=1980 value=6\n"
     "skipped@2 text=ref_area \"yug\" is no party rows=2\nskipped@5 text=ref_area \"eun\" is no party rows=1\n"},
    {"ref_area: { column = \"geo\"; otherwise = \"refuse\"; };" REST INDICATOR VALUE, HEAD "yug,turnover,1980,5\n",
     "error@2 text=ref_area \"yug\" is no party, and not in the mapping's table\n"},
    /* Indicators by a table, with and without an area; what is not in it is refused, or skipped. */
    {GEO REST VALUE "indicator: { column = \"what\"; table = ((\"a\", \"turnover\"), (\"b\", \"tourism/arrivals\")); };",
     HEAD "az,a,2023,5\naz,b,2023,6\naz,c,2023,7\n",
     "observation@2 series=AZ-W1/trade/turnover period=2023 value=5\nobservation@3 series=AZ-W1/tourism/arrivals period=2023 value=6\n"
     "error@4 text=indicator \"c\" is not in the mapping's table\n"},
    {GEO REST VALUE "indicator: { column = \"what\"; table = ((\"a\", \"turnover\")); otherwise = \"skip\"; };",
     HEAD "az,b,2023,5\naz,a,2023,5\n",
     "observation@3 series=AZ-W1/trade/turnover period=2023 value=5\nskipped@2 text=indicator \"b\" is not in the table rows=1\n"},
    /* Codes that are kept become ids, and no two become one. */
    {GEO REST INDICATOR VALUE,
     HEAD "az,NY.GDP.MKTP.CD,2023,1\naz,ny_gdp_mktp_cd,2023,1\naz,gdp_growth,2023,2\naz,2nd,2023,3\naz,%,2023,4\n"
          "az,multisector_cross_cutting_aid_given_percent,2023,5\n",
     "observation@2 series=AZ-W1/trade/ny_gdp_mktp_cd period=2023 value=1\n"
     "error@3 text=the indicators \"NY.GDP.MKTP.CD\" and \"ny_gdp_mktp_cd\" would both be called ny_gdp_mktp_cd; name one of them in the "
     "mapping's table\n"
     "observation@4 series=AZ-W1/trade/gdp_growth_x936c7968 period=2023 value=2\n"
     "observation@5 series=AZ-W1/trade/n2nd period=2023 value=3\nobservation@6 series=AZ-W1/trade/x200c87a0 period=2023 value=4\n"
     "observation@7 series=AZ-W1/trade/multisector_cross_cutting_aid_x4b090915 period=2023 value=5\n"},
    /* Other dimensions, values that are none, a decimal comma, powers of ten. */
    {GEO REST INDICATOR VALUE "where = ({ column = \"sex\"; is = (\"T\", \"all\"); });",
     "geo,what,year,value,sex\naz,a,2023,5,F\naz,a,2023,6,T\naz,a,2024,7,all\n",
     "observation@3 series=AZ-W1/trade/a period=2023 value=6\nobservation@4 series=AZ-W1/trade/a period=2024 value=7\n"
     "skipped@2 text=sex is another than the mapping wants rows=1\n"},
    {GEO REST INDICATOR VALUE "missing = (\"\", \"..\");", HEAD "az,a,2023,\naz,a,2024,..\naz,a,2025,0\n",
     "observation@4 series=AZ-W1/trade/a period=2025 value=0\nskipped@2 text=there is no value rows=2\n"},
    {GEO REST INDICATOR VALUE "decimal = \",\";", "geo;what;year;value\naz;a;2023;1.234,50\n",
     "observation@2 series=AZ-W1/trade/a period=2023 value=1234.50\n"},
    {GEO REST INDICATOR VALUE "unit_mult = 6;", HEAD "az,a,2023,4.40\naz,a,2024,1e3\naz,a,2025,2e-6\n",
     "observation@2 series=AZ-W1/trade/a period=2023 value=4.40e6\nobservation@3 series=AZ-W1/trade/a period=2024 value=1e9\n"
     "observation@4 series=AZ-W1/trade/a period=2025 value=2\n"},
    {GEO REST INDICATOR VALUE "unit_mult: { column = \"m\"; };", "geo,what,year,value,m\naz,a,2023,4,3\naz,a,2023,4,\naz,a,2023,4,x\n",
     "observation@2 series=AZ-W1/trade/a period=2023 value=4e3\nobservation@3 series=AZ-W1/trade/a period=2023 value=4\n"
     "error@4 text=unit_mult \"x\" is no power of ten: write 6 for millions\n"},
    /* A source for the whole file, and one from a column; status by a table. */
    {GEO REST INDICATOR VALUE "source: { id = \"s\"; name = \"A source\"; rank = 50; published = \"2024-01-01\"; };",
     HEAD "az,a,2023,5\naz,a,2024,6\n",
     "source@0 id=s name=A source published=2024-01-01 rank=50\nobservation@2 series=AZ-W1/trade/a period=2023 value=5 source=s\n"
     "observation@3 series=AZ-W1/trade/a period=2024 value=6 source=s\n"},
    {GEO REST INDICATOR VALUE
     "source: { column = \"src\"; }; published = \"2024-01-01\"; status: { column = \"flag\"; table = ((\"\", \"A\"), (\"p\", \"P\")); };",
     "geo,what,year,value,src,flag\naz,a,2023,5,s,p\naz,a,2024,6,t,\n",
     "observation@2 series=AZ-W1/trade/a period=2023 value=5 status=P source=s published=2024-01-01\n"
     "observation@3 series=AZ-W1/trade/a period=2024 value=6 status=A source=t published=2024-01-01\n"},
    /* Files that do not fit. */
    {GEO REST INDICATOR VALUE, "geo,what,yaer,value\naz,a,2023,5\n",
     "error@1 text=the mapping names a column year, which the file does not have; yaer?\n"},
    {GEO REST INDICATOR VALUE, "", "error@0 text=the file is empty; it needs a header row\n"},
    /* Mappings that make no sense. */
    {GEO REST INDICATOR, HEAD, "failed: the mapping does not say the value: value: { column = \"NAME\"; }, or a constant text"},
    {"\nreff_area = \"AZ\";", HEAD, "failed: the mapping, line 2: there is no reff_area; did you mean ref_area?"},
    {"ref_area: { table = ((\"a\", \"b\")); };", HEAD,
     "failed: the mapping, line 1: ref_area needs a column: { column = \"NAME\"; }, or a constant text in its place"},
    {"ref_area: { column = \"geo\"; table = ((\"a\")); };", HEAD,
     "failed: the mapping, line 1: a table holds pairs: ( (\"code\", \"what it is here\"), … )"},
    {"ref_area: { column = \"geo\"; table = ((\"a\", \"b\"), (\"a\", \"c\")); };", HEAD,
     "failed: the mapping, line 1: \"a\" stands twice in the table"},
    {"ref_area: { column = \"geo\"; otherwise = \"drop\"; };", HEAD,
     "failed: the mapping, line 1: otherwise is \"keep\", \"refuse\" or \"skip\""},
    {"source: { name = \"x\"; };", HEAD, "failed: the mapping, line 1: the source needs an id"},
    {"where = \"x\";", HEAD, "failed: the mapping, line 1: where has to be a list: ( { column = \"NAME\"; is = \"text\"; } )"},
    {"ref_area = { ", HEAD, "failed: the mapping, line 1: syntax error"},
    {"@include \"/etc/passwd\"\n", HEAD, "failed: the mapping, line 1: this may not @include"},
};

static void rows_are_as_wanted(void **state)
{
	(void)state;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char *got = mapped(rows[i].map, rows[i].file, false);
		if (strcmp(got, rows[i].wanted) != 0)
			fail_msg("row %zu gave\n%s\nwanted\n%s", i, got, rows[i].wanted);
		free(got);
	}
}

static void a_survey_tells_the_indicators(void **state)
{
	(void)state;

	char *got = mapped(GEO REST INDICATOR VALUE, HEAD "az,A b,2023,5\naz,A b,2024,-6.125\naz,c,2024,x\n", true);
	assert_string_equal(
	    got, "observation@2 series=AZ-W1/trade/a_b period=2023 value=5\nobservation@3 series=AZ-W1/trade/a_b period=2024 value=-6.125\n"
	         "observation@4 series=AZ-W1/trade/c period=2024 value=x\n"
	         "indicator@2 indicator=trade/a_b code=A b rows=2 low=-6.125 high=5 decimals=3\n"
	         "indicator@4 indicator=trade/c code=c rows=1 low=nan high=nan decimals=0\n");
	free(got);
}

static void parties_are_understood(void **state)
{
	static const char *const codes[][2] = {
	    {"AZ", "AZ"},         {"az", "AZ"},         {"AZE", "AZ"},         {"aze", "AZ"},      {"31", "AZ"},
	    {"031", "AZ"},        {"Azerbaijan", "AZ"}, {"Korea, Rep.", "KR"}, {"turkey", "TR"},   {"ru-sta", "RU.STA"},
	    {"RU.STA", "RU.STA"}, {"WORLD", "W1"},      {"w1", "W1"},          {"zzz", NULL},      {"", NULL},
	    {"0", NULL},          {"1234", NULL},       {"a1", NULL},          {"deu_east", NULL}, {"zz-sta", NULL},
	};
	char code[PARTY_CODE_MAX];
	(void)state;

	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
		int rc = partycode_read(codes[i][0], code);
		assert_int_equal(rc, codes[i][1] ? 0 : ERR_UNKNOWN);
		if (!rc)
			assert_string_equal(code, codes[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_are_as_wanted),
	    cmocka_unit_test(a_survey_tells_the_indicators),
	    cmocka_unit_test(parties_are_understood),
	};
	snprintf(path, sizeof path, "/tmp/coopd-mapped-%d.csv", (int)getpid());
	snprintf(map_path, sizeof map_path, "/tmp/coopd-mapped-%d.map", (int)getpid());
	int rc = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	unlink(map_path);
	return rc;
}
