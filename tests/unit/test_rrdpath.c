/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/rrdpath.h"

#include "core/names.h"
#include "weigh/kin.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof(a)[0])

static const struct coop_indicator rows_of_area[] = {
    {.id = "arrivals", .title = "Visitors", .unit = "persons", .kind = COOP_FLOW, .plausible_max = 1e10},
};
static const struct coop_plugin tourism = {COOP_PLUGIN_HEAD, .name = "tourism", .title = "Tourism", .indicators = rows_of_area,
                                           .n_indicators = N(rows_of_area)};

/* A configured spelling with doubled slashes, and a real one elsewhere, as a symbolic link makes it. */
static struct conf conf = {.state_dir = "/var//lib/coopd/"};
static struct core core = {.conf = &conf, .rrd_dir = "/srv/my state:1/rrd"};

static int setup(void **state)
{
	(void)state;
	return parties_create(&core.parties, NULL, 0, NULL, NULL, 0, NULL) || catalogue_create(&core.catalogue) ||
	       catalogue_add_plugin(core.catalogue, &tourism, NULL, NULL) || catalogue_seal(core.catalogue, NULL) ||
	       core_create_book(&core);
}

static int teardown(void **state)
{
	(void)state;
	parties_destroy(core.parties);
	catalogue_destroy(core.catalogue);
	book_destroy(core.book);
	names_destroy(core.names);
	kin_destroy(core.kin);
	return 0;
}

static void relative(void **state)
{
	static const struct {
		const char *path, *wanted; /* NULL: refused */
	} row[] = {
	    {"/srv/my state:1/rrd/AZ-RU/tourism/arrivals-A.rrd", "AZ-RU/tourism/arrivals-A.rrd"},
	    {"/srv/my state:1/rrd", ""},
	    {"/srv/my state:1/rrd/", ""},
	    {"/srv/my state:1/rrdx/y", "srv/my state:1/rrdx/y"},
	    {"/srv/my state:1", "srv/my state:1"},
	    {"/var/lib/coopd/rrd/AZ-RU", "AZ-RU"},
	    {"//var/./lib//coopd/rrd///AZ-RU/", "AZ-RU"},
	    {"/", ""},
	    {"", ""},
	    {".", ""},
	    {"./", ""},
	    {"/AZ-RU/tourism", "AZ-RU/tourism"},
	    {"AZ-RU/./tourism", "AZ-RU/tourism"},
	    {"a/...", "a/..."},
	    {"a/.b", "a/.b"},
	    {"..", NULL},
	    {"/..", NULL},
	    {"a/../b", NULL},
	    {"/srv/my state:1/rrd/../ledger.db", NULL},
	    {"a\nb", NULL},
	    {"a\tb", NULL},
	    {"a\x7f", NULL},
	};

	(void)state;
	for (size_t i = 0; i < N(row); i++) {
		char got[RRDPATH_MAX];
		struct err err = {0};
		int rc = rrdpath_relative(&core, row[i].path, got, &err);
		if (rc != (row[i].wanted ? 0 : ERR_DATA))
			fail_msg("row %zu, %s: %d %s", i, row[i].path, rc, err.text);
		if (row[i].wanted && strcmp(got, row[i].wanted) != 0)
			fail_msg("row %zu, %s: \"%s\"", i, row[i].path, got);
		if (!row[i].wanted && strncmp(err.text, "No such file: ", 14) != 0)
			fail_msg("row %zu, %s: %s", i, row[i].path, err.text);
	}
}

static void long_paths(void **state)
{
	char path[2 * RRDPATH_MAX], got[RRDPATH_MAX];
	struct err err;

	(void)state;
	/* Every length around the limit, of one part and of many. */
	for (size_t n = RRDPATH_MAX - 10; n < RRDPATH_MAX + 10; n++)
		for (int many = 0; many < 2; many++) {
			for (size_t i = 0; i < n; i++)
				path[i] = many && i % 2 ? '/' : 'x';
			path[n] = '\0';
			assert_int_equal(rrdpath_relative(&core, path, got, &err), n + 2 > RRDPATH_MAX ? ERR_DATA : 0);
		}
}

static void series(void **state)
{
	static const struct {
		const char *path;
		char freq;        /* 0: refused */
		const char *said; /* in the refusal */
	} row[] = {
	    {"/srv/my state:1/rrd/AZ-RU/tourism/arrivals-A.rrd", 'A', NULL},
	    {"/var/lib/coopd/rrd/AZ-RU/tourism/arrivals-S.rrd", 'S', NULL},
	    {"AZ-RU/tourism/arrivals-Q.rrd", 'Q', NULL},
	    {"/AZ-RU/tourism/arrivals-M.rrd", 'M', NULL},
	    {"AZ-RU/tourism/arrivals.rrd", 0, "-A, -S, -Q or -M"},
	    {"AZ-RU/tourism/arrivals-A", 0, "PAIR/AREA/INDICATOR-FREQ.rrd"},
	    {"AZ-RU/tourism/arrivals-A.RRD", 0, "PAIR/AREA/INDICATOR-FREQ.rrd"},
	    {"AZ-RU/tourism/arrivals-D.rrd", 0, "-D"},
	    {"AZ-RU/tourism/arivals-A.rrd", 0, "arrivals"},
	    {"AZ-RU/trade/arrivals-A.rrd", 0, "trade"},
	    {"AZ-RU/tourism/arrivals-A.rrd.rrd", 0, "rrd"},
	    {"AZ-RU/tourism/arrivals-A.rrd-A.rrd", 0, "rrd"},
	    {"AZ-AZ/tourism/arrivals-A.rrd", 0, "AZ"},
	    {"/etc/passwd.rrd", 0, "/etc/passwd.rrd"},
	    {".rrd", 0, "is no series"},
	    {"rrd", 0, "PAIR/AREA/INDICATOR-FREQ.rrd"},
	    {"", 0, "PAIR/AREA/INDICATOR-FREQ.rrd"},
	};

	(void)state;
	for (size_t i = 0; i < N(row); i++) {
		struct series_name name;
		struct err err = {0};
		int rc = rrdpath_parse(&core, row[i].path, &name, &err);
		if (rc != (row[i].freq ? 0 : ERR_UNKNOWN))
			fail_msg("row %zu, %s: %d %s", i, row[i].path, rc, err.text);
		if (row[i].freq) {
			assert_string_equal(name.key, "AZ-RU/tourism/arrivals");
			assert_int_equal(name.freq, row[i].freq);
		} else if (strncmp(err.text, "No such file: ", 14) != 0 || !strstr(err.text, row[i].said)) {
			fail_msg("row %zu, %s: %s", i, row[i].path, err.text);
		}
	}
}

static void there_and_back(void **state)
{
	char path[RRDPATH_MAX];
	struct series_name name;

	(void)state;
	for (const char *freq = "ASQM"; *freq; freq++) {
		rrdpath_format(&core, "AZ-RU/tourism/arrivals", *freq, path);
		assert_int_equal(rrdpath_parse(&core, path, &name, NULL), 0);
		assert_int_equal(name.freq, *freq);
	}
	assert_string_equal(path, "/srv/my state:1/rrd/AZ-RU/tourism/arrivals-M.rrd");
}

/* The folder as it is found at the start: a link to elsewhere, or not made yet. */
static void found_at_start(void **state)
{
	char dir[] = "/tmp/coopd-rrdpath-XXXXXX", link[64], wanted[64], command[64];
	struct conf here = {.state_dir = link};
	struct core c = {.conf = &here};

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(link, sizeof link, "%s/link", dir);
	snprintf(wanted, sizeof wanted, "%s/real", dir);
	assert_int_equal(core_find_rrd_dir(&c, NULL), -ENOENT);
	assert_int_equal(mkdir(wanted, 0755), 0);
	assert_int_equal(symlink("real", link), 0);
	snprintf(wanted, sizeof wanted, "%s/real/rrd", dir);
	assert_int_equal(core_find_rrd_dir(&c, NULL), 0);
	assert_string_equal(c.rrd_dir, wanted);
	free(c.rrd_dir);
	/* The folder of RRD files may be a link of its own. */
	assert_int_equal(symlink("/usr", wanted), 0);
	assert_int_equal(core_find_rrd_dir(&c, NULL), 0);
	assert_string_equal(c.rrd_dir, "/usr");
	free(c.rrd_dir);
	snprintf(command, sizeof command, "rm -r %s", dir);
	assert_int_equal(system(command), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(relative),       cmocka_unit_test(long_paths),     cmocka_unit_test(series),
	    cmocka_unit_test(there_and_back), cmocka_unit_test(found_at_start),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
