/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * With real files: the plugins and the bad plugins that make has built into $COOPD_BUILD.
 */
#include "plug/plug.h"

#include "model/catalogue.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof(a)[0])

static const char *build;
static char folder[] = "/tmp/test_plug.XXXXXX"; /* mkdtemp makes it 0700 */

static int setup(void **state)
{
	(void)state;
	build = getenv("COOPD_BUILD");
	if (!build)
		build = "build/release";
	return mkdtemp(folder) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	return rmdir(folder);
}

static void write_file(const char *path, const void *data, size_t n, mode_t mode)
{
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static char *read_file(const char *path, size_t *n)
{
	struct stat st;
	FILE *f = fopen(path, "rb");
	if (!f)
		fail_msg("%s: %s; COOPD_BUILD names the build folder", path, strerror(errno));
	assert_int_equal(fstat(fileno(f), &st), 0);
	char *data = malloc((size_t)st.st_size);
	assert_non_null(data);
	*n = fread(data, 1, (size_t)st.st_size, f);
	assert_int_equal(*n, st.st_size);
	fclose(f);
	return data;
}

/* Has to be refused, with one line that begins with the file's name and holds `hint`. */
static void refused(const char *path, const char *hint)
{
	struct plug *p = NULL;
	struct err err = {0};
	const char *file = strrchr(path, '/') + 1;
	int rc = plug_open(&p, path, &err);
	if (rc >= 0 || p)
		fail_msg("%s was taken", path);
	assert_int_equal(err.code, rc);
	if (strncmp(err.text, file, strlen(file)) != 0 || strchr(err.text, '\n') || !strstr(err.text, hint))
		fail_msg("%s: no \"%s\" in \"%s\"", file, hint, err.text);
}

static void every_area(void **state)
{
	(void)state;
	static const struct {
		const char *area;
		size_t n_indicators;
	} rows[] = {{"agriculture", 5}, {"culture", 3}, {"education", 6}, {"energy", 5}, {"framework", 3}, {"industry", 4},
	            {"investment", 8},  {"regions", 4}, {"tourism", 3},   {"trade", 11}, {"transport", 11}};
	char dir[500];
	char **paths = NULL;
	size_t n = 0;
	struct catalogue *c = NULL;
	struct err err = {0};
	snprintf(dir, sizeof dir, "%s/plugins", build);
	assert_int_equal(catalogue_create(&c), 0);
	if (plug_list(dir, &paths, &n, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < n; i++) {
		struct plug *p = NULL;
		if (i)
			assert_true(strcmp(paths[i - 1], paths[i]) < 0);
		if (plug_open(&p, paths[i], &err) || catalogue_add_plugin(c, plug_table(p), plug_path(p), &err))
			fail_msg("%s", err.text);
		assert_string_equal(plug_path(p), paths[i]);
		plug_close(p); /* the catalogue has copies */
	}
	plug_free_list(paths, n);
	if (catalogue_seal(c, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < N(rows); i++) {
		const struct area *area = catalogue_find_area(c, rows[i].area);
		if (!area || area->n_indicators < rows[i].n_indicators)
			fail_msg("%s: %zu indicators", rows[i].area, area ? area->n_indicators : 0);
		for (size_t k = 0; k < area->n_indicators; k++)
			if (!area->indicators[k]->phrases[0] || !area->indicators[k]->note)
				fail_msg("%s/%s has no phrases or no note", area->id, area->indicators[k]->id);
	}
	assert_int_equal(catalogue_n_sleeping(c), 0);
	catalogue_destroy(c);
}

/* The identities of CATALOGUE.md, each by its words. */
static void identities(void **state)
{
	(void)state;
	static const struct {
		const char *area;
		struct coop_identity identity;
	} rows[] = {
	    {"trade", {COOP_SUM, "turnover", {"exports", "imports"}}},
	    {"trade", {COOP_DIFFERENCE, "balance", {"exports", "imports"}}},
	    {"trade", {COOP_PART, "exports", {"nonoil_exports"}}},
	    {"trade", {COOP_PART, "turnover", {"nonoil_turnover"}}},
	    {"agriculture", {COOP_SUM, "turnover", {"exports", "imports"}}},
	    {"agriculture", {COOP_PART, "exports", {"fruit_veg_exports"}}},
	    {"agriculture", {COOP_PART, "trade/exports", {"exports"}}},
	    {"transport", {COOP_PART, "freight", {"road_freight", "rail_freight", "sea_freight"}}},
	};
	for (size_t i = 0; i < N(rows); i++) {
		char path[500];
		struct plug *p = NULL;
		struct err err = {0};
		const struct coop_identity *want = &rows[i].identity;
		snprintf(path, sizeof path, "%s/plugins/%s.so", build, rows[i].area);
		if (plug_open(&p, path, &err))
			fail_msg("%s", err.text);
		bool found = false;
		for (size_t k = 0; k < plug_table(p)->n_identities; k++) {
			const struct coop_identity *is = &plug_table(p)->identities[k];
			bool same = is->kind == want->kind && strcmp(is->result, want->result) == 0;
			for (size_t t = 0; same && t < COOP_TERMS_MAX; t++)
				same = want->terms[t] ? is->terms[t] && strcmp(is->terms[t], want->terms[t]) == 0 : !is->terms[t];
			found |= same;
		}
		if (!found)
			fail_msg("%s: no identity for %s with %s", rows[i].area, want->result, want->terms[0]);
		plug_close(p);
	}
}

static void bad_plugins(void **state)
{
	(void)state;
	static const struct {
		const char *file, *hint;
	} rows[] = {
	    {"wrong_abi.so",
	     "wrong_abi.so: compiled for plugin ABI 7, this coopd knows 1: recompile it against this include/coop/plugin.h"},
	    {"wrong_size.so", "16 bytes"},
	    {"long_size.so", "4096 bytes"},
	    {"row_size.so", "row_size.so: says that an indicator has 12 bytes"},
	    {"no_symbol.so", "exports no coop_plugin"},
	    {"function.so", "not a struct coop_plugin"},
	    {"bad_name.so", "is the area sports: name the file sports.so"},
	    {"dupid.so", "indicator things stands twice, in rows 1 and 3"},
	    {"badkind.so", "kind 9"},
	    {"badid.so", "must not end in _growth"},
	    {"danglingref.so", "no indicator parts"},
	    {"nulltables.so", "indicators is NULL"},
	    {"newer.so", "identity 3: no indicator green_things"},
	};
	for (size_t i = 0; i < N(rows); i++) {
		char path[500];
		snprintf(path, sizeof path, "%s/tests/plugins/%s", build, rows[i].file);
		if (access(path, R_OK))
			fail_msg("%s is not built", path);
		refused(path, rows[i].hint);
	}
}

/* Good tables whose functions are not: the core never calls them, so they are taken. */
static void bad_reviews(void **state)
{
	(void)state;
	static const char *const names[] = {"crashy", "hangy"};
	for (size_t i = 0; i < N(names); i++) {
		char path[500];
		struct plug *p = NULL;
		struct err err = {0};
		snprintf(path, sizeof path, "%s/tests/plugins/%s.so", build, names[i]);
		if (plug_open(&p, path, &err))
			fail_msg("%s", err.text);
		assert_string_equal(plug_table(p)->name, names[i]);
		assert_non_null(plug_table(p)->review);
		plug_close(p);
	}
}

static void bad_files(void **state)
{
	(void)state;
	char good[500], path[600];
	size_t n = 0;
	snprintf(good, sizeof good, "%s/plugins/trade.so", build);
	char *data = read_file(good, &n);
	snprintf(path, sizeof path, "%s/trade.so", folder);
	const struct {
		const void *data;
		size_t n;
		mode_t mode;
		const char *hint;
	} rows[] = {
	    {data, 0, 0755, "not a shared object"},
	    {data, 3, 0755, "not a shared object"},
	    {data, 4, 0755, "cut off"},
	    {data, 63, 0755, "cut off"},
	    {data, 64, 0755, "cut off"},
	    {data, 100, 0755, "cut off"},
	    {data, n / 2, 0755, "cut off"},
	    {data, n - 1, 0755, "cut off"},
	    {"a text, and not a short one: it has more bytes than the header of a shared object would have", 90, 0644,
	     "not a shared object"},
	    {data, n, 0775, "chmod go-w"},
	    {data, n, 0757, "chmod go-w"},
	};
	for (size_t i = 0; i < N(rows); i++) {
		write_file(path, rows[i].data, rows[i].n, rows[i].mode);
		refused(path, rows[i].hint);
		unlink(path);
	}

	struct plug *p = NULL;
	struct err err = {0};
	write_file(path, data, n, 0755);
	if (plug_open(&p, path, &err))
		fail_msg("the whole file: %s", err.text);
	plug_close(p);
	assert_int_equal(chmod(folder, 0770), 0);
	refused(path, "its folder");
	assert_int_equal(chmod(folder, 0700), 0);

	char other[600];
	snprintf(other, sizeof other, "%s/sports.so", folder);
	assert_int_equal(symlink(path, other), 0);
	refused(other, "symbolic link");
	unlink(other);
	assert_int_equal(mkdir(other, 0700), 0);
	refused(other, "not a regular file");
	rmdir(other);
	assert_int_equal(mkfifo(other, 0600), 0);
	refused(other, "not a regular file");
	unlink(other);
	refused(other, "No such file");
	if (geteuid() == 0) {
		assert_int_equal(chown(path, 12345, 0), 0);
		refused(path, "belongs to user 12345");
	}
	unlink(path);
	free(data);
}

/* Cut at every place that the headers speak of and at many others: refused or a clean message from ld.so, but no SIGBUS. */
static void cut_anywhere(void **state)
{
	(void)state;
	char good[500], path[600];
	size_t n = 0;
	snprintf(good, sizeof good, "%s/plugins/culture.so", build);
	char *data = read_file(good, &n);
	snprintf(path, sizeof path, "%s/culture.so", folder);
	for (size_t len = 1; len < n; len += 1 + n / 97) {
		write_file(path, data, len, 0755);
		refused(path, "culture.so");
		unlink(path);
	}
	free(data);
}

static void listing(void **state)
{
	(void)state;
	static const char *const names[] = {"b.so", "a.so", ".hidden.so", "c.txt", ".so", "Z.so", "a.so.1"};
	static const char *const want[] = {"Z.so", "a.so", "b.so"};
	char path[600];
	char **paths = NULL;
	size_t n = 0;
	struct err err = {0};
	for (size_t i = 0; i < N(names); i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		write_file(path, "x", 1, 0644);
	}
	assert_int_equal(plug_list(folder, &paths, &n, &err), 0);
	assert_int_equal(n, N(want));
	for (size_t i = 0; i < n; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, want[i]);
		assert_string_equal(paths[i], path);
	}
	plug_free_list(paths, n);
	for (size_t i = 0; i < N(names); i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		unlink(path);
	}
	assert_int_equal(plug_list(folder, &paths, &n, &err), 0);
	assert_int_equal(n, 0);
	plug_free_list(paths, n);
	assert_int_equal(plug_list("/nowhere/at/all", &paths, &n, &err), -ENOENT);
	assert_non_null(strstr(err.text, "/nowhere/at/all"));
}

static const char *const shouting[] = {"Things", NULL};
static const char *const hushed[] = {"things", NULL};
static const char *const empty[] = {"", NULL};

/* A good table of two amounts and a ratio, and what is changed in it to make it bad. */
static void lint(void **state)
{
	(void)state;
	static const struct coop_indicator good = {
	    .id = "things", .title = "Things", .unit = "count", .kind = COOP_FLOW, .plausible_max = 10};
	static const struct {
		struct coop_indicator row;
		const char *hint; /* NULL: good */
	} rows[] = {
	    {{"things", "Things", "count", COOP_FLOW, 0, 0, 10, 0, hushed, "a note", COOP_BETWEEN, NULL}, NULL},
	    {{"things", "Things", "USD", COOP_FLOW, COOP_SIGNED, -10, 10, -3, NULL, NULL, COOP_BETWEEN, NULL}, NULL},
	    {{"drift", "Drift", "percent", COOP_RATIO, COOP_SIGNED, -500, 500, 0, NULL, NULL, COOP_BETWEEN, NULL}, NULL},
	    {{NULL, "Things", "count", COOP_FLOW, 0, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "a to z"},
	    {{"", "Things", "count", COOP_FLOW, 0, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "a to z"},
	    {{"Things", "Things", "count", COOP_FLOW, 0, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "a to z"},
	    {{"9things", "Things", "count", COOP_FLOW, 0, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "a to z"},
	    {{"thi-ngs", "Things", "count", COOP_FLOW, 0, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "a to z"},
	    {{"thingsthingsthingsthingsthingsthingsthing", "Things", "count", COOP_FLOW, 0, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL},
	     "at most 40"},
	    {{"things_change", "Things", "count", COOP_FLOW, 0, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "_change"},
	    {{"things_index", "Things", "count", COOP_FLOW, 0, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "_index"},
	    {{"things_eur", "Things", "count", COOP_FLOW, 0, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "currency EUR"},
	    {{"things", NULL, "count", COOP_FLOW, 0, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "title"},
	    {{"things", "two\nlines", "count", COOP_FLOW, 0, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "title"},
	    {{"things", "Things", NULL, COOP_FLOW, 0, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "a unit is"},
	    {{"things", "Things", "so many things of it", COOP_FLOW, 0, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "a unit is"},
	    {{"things", "Things", "sixteencharacter", COOP_FLOW, 0, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "a unit is"},
	    {{"things", "Things", "count", (enum coop_kind)0, 0, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "kind 0"},
	    {{"things", "Things", "count", COOP_RATIO, 0, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "percent, not count"},
	    {{"things", "Things", "count", COOP_RANK, 0, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "rank, not count"},
	    {{"things", "Things", "percent", COOP_FLOW, 0, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "belongs to the kind ratio"},
	    {{"things", "Things", "rank", COOP_RANK, COOP_SIGNED, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "counted from 1"},
	    {{"things", "Things", "count", COOP_FLOW, 2, 0, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "flags"},
	    {{"things", "Things", "count", COOP_FLOW, 0, 0, 0, 0, NULL, NULL, COOP_BETWEEN, NULL}, "plausible_min"},
	    {{"things", "Things", "count", COOP_FLOW, 0, 0, NAN, 0, NULL, NULL, COOP_BETWEEN, NULL}, "plausible_min"},
	    {{"things", "Things", "count", COOP_FLOW, 0, 0, INFINITY, 0, NULL, NULL, COOP_BETWEEN, NULL}, "plausible_min"},
	    {{"things", "Things", "count", COOP_FLOW, 0, -1, 10, 0, NULL, NULL, COOP_BETWEEN, NULL}, "COOP_SIGNED"},
	    {{"things", "Things", "percent", COOP_RATIO, 0, 0, 101, 0, NULL, NULL, COOP_BETWEEN, NULL}, "100 per cent"},
	    {{"things", "Things", "count", COOP_FLOW, 0, 0, 10, 13, NULL, NULL, COOP_BETWEEN, NULL}, "decimals"},
	    {{"things", "Things", "count", COOP_FLOW, 0, 0, 10, 0, shouting, NULL, COOP_BETWEEN, NULL}, "lower case"},
	    {{"things", "Things", "count", COOP_FLOW, 0, 0, 10, 0, empty, NULL, COOP_BETWEEN, NULL}, "phrase 1"},
	    {{"things", "Things", "count", COOP_FLOW, 0, 0, 10, 0, NULL, "two\nlines", COOP_BETWEEN, NULL}, "note"},
	    {{"things", "Things", "count", COOP_FLOW, 0, 0, 10, 0, NULL, NULL, (enum coop_direction)6, NULL}, "direction 6"},
	    {{"things", "Things", "count", COOP_FLOW, 0, 0, 10, 0, NULL, NULL, COOP_GIVES, "thongs"}, "thongs"},
	};
	struct coop_plugin t = {COOP_PLUGIN_HEAD, .name = "area", .title = "Area", .indicators = &good, .n_indicators = 1};
	assert_int_equal(plug_lint(&t, NULL), 0);
	for (size_t i = 0; i < N(rows); i++) {
		struct err err = {0};
		t.indicators = &rows[i].row;
		int rc = plug_lint(&t, &err);
		if (rc != (rows[i].hint ? ERR_DATA : 0) || (rows[i].hint && !strstr(err.text, rows[i].hint)))
			fail_msg("row %zu: %d, no \"%s\" in \"%s\"", i, rc, rows[i].hint ? rows[i].hint : "", err.text);
	}

	static const struct {
		const char *name, *title;
		size_t n_indicators, n_identities;
		const char *hint;
	} heads[] = {
	    {NULL, "Area", 1, 0, "name"},
	    {"my_area", "Area", 1, 0, "name"},
	    {"Area", "Area", 1, 0, "name"},
	    {"abcdefghijklmnopqrstuvwxy", "Area", 1, 0, "at most 24"},
	    {"area", "", 1, 0, "title"},
	    {"area", "Area", 0, 0, "n_indicators"},
	    {"area", "Area", SIZE_MAX, 0, "n_ind"},
	    {"area", "Area", 1, 2, "identities is NULL"},
	};
	for (size_t i = 0; i < N(heads); i++) {
		struct err err = {0};
		struct coop_plugin bad = {COOP_PLUGIN_HEAD,
		                          .name = heads[i].name,
		                          .title = heads[i].title,
		                          .indicators = &good,
		                          .n_indicators = heads[i].n_indicators,
		                          .n_identities = heads[i].n_identities};
		if (plug_lint(&bad, &err) != ERR_DATA || !strstr(err.text, heads[i].hint))
			fail_msg("head %zu: \"%s\"", i, err.text);
	}
}

static void lint_identities(void **state)
{
	(void)state;
	static const struct coop_indicator indicators[] = {
	    {.id = "whole", .title = "Whole", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 10, .phrases = hushed},
	    {.id = "half", .title = "Half", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 10},
	    {.id = "rest", .title = "Rest", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 10},
	    {.id = "stock", .title = "Stock", .unit = "USD", .kind = COOP_STOCK, .plausible_max = 10},
	    {.id = "people", .title = "People", .unit = "persons", .kind = COOP_FLOW, .plausible_max = 10},
	    {.id = "share", .title = "Share", .unit = "percent", .kind = COOP_RATIO, .plausible_max = 10},
	};
	static const struct {
		struct coop_identity identity;
		const char *hint; /* NULL: good */
	} rows[] = {
	    {{COOP_SUM, "whole", {"half", "rest"}}, NULL},
	    {{COOP_SUM, "whole", {"half", "other/rest"}}, NULL},
	    {{COOP_DIFFERENCE, "rest", {"whole", "half"}}, NULL},
	    {{COOP_SHARE, "share", {"half", "whole"}}, NULL},
	    {{COOP_PART, "other/whole", {"whole"}}, NULL},
	    {{COOP_PART, "whole", {"half", "rest"}}, NULL},
	    {{(enum coop_identity_kind)0, "whole", {"half", "rest"}}, "kind 0"},
	    {{COOP_SUM, NULL, {"half", "rest"}}, "missing"},
	    {{COOP_SUM, "hole", {"half", "rest"}}, "no indicator hole"},
	    {{COOP_SUM, "whole", {"half", "res"}}, "area/res"},
	    {{COOP_SUM, "whole", {"half", "Other/rest"}}, "area/indicator"},
	    {{COOP_SUM, "whole", {"half", "other/"}}, "area/indicator"},
	    {{COOP_SUM, "whole", {"half"}}, "2 to 8 terms"},
	    {{COOP_SUM, "whole", {NULL}}, "2 to 8 terms"},
	    {{COOP_SUM, "whole", {"half", NULL, "rest"}}, "close the gap"},
	    {{COOP_SUM, "whole", {"half", "whole"}}, "its own term"},
	    {{COOP_SUM, "whole", {"half", "half"}}, "stands twice"},
	    {{COOP_DIFFERENCE, "whole", {"half", "rest", "other/x"}}, "2 to 2 terms"},
	    {{COOP_SHARE, "whole", {"half", "rest"}}, "COOP_RATIO"},
	    {{COOP_SHARE, "share", {"half", "people"}}, "same sort"},
	    {{COOP_SHARE, "share", {"half", "share"}}, "its own term"},
	    {{COOP_SUM, "whole", {"half", "share"}}, "share is a ratio"},
	    {{COOP_SUM, "whole", {"half", "people"}}, "same sort"},
	    {{COOP_PART, "whole", {"stock"}}, "same sort"},
	};
	for (size_t i = 0; i < N(rows); i++) {
		struct err err = {0};
		struct coop_plugin t = {COOP_PLUGIN_HEAD,
		                        .name = "area",
		                        .title = "Area",
		                        .indicators = indicators,
		                        .n_indicators = N(indicators),
		                        .identities = &rows[i].identity,
		                        .n_identities = 1};
		int rc = plug_lint(&t, &err);
		if (rc != (rows[i].hint ? ERR_DATA : 0) || (rows[i].hint && !strstr(err.text, rows[i].hint)))
			fail_msg("row %zu: %d, no \"%s\" in \"%s\"", i, rc, rows[i].hint ? rows[i].hint : "", err.text);
	}

	struct coop_indicator twice[2] = {indicators[0], indicators[1]};
	struct coop_plugin t = {COOP_PLUGIN_HEAD, .name = "area", .title = "Area", .indicators = twice, .n_indicators = 2};
	struct err err = {0};
	twice[1].phrases = hushed;
	assert_int_equal(plug_lint(&t, &err), ERR_DATA);
	assert_non_null(strstr(err.text, "phrase \"things\" stands twice, for"));
}

static void count_remark(void *arg, size_t i, const char *text)
{
	unsigned *seen = arg;
	assert_true(i < 32 && strlen(text) > 20 && !strchr(text, '\n'));
	assert_false(*seen & 1u << i);
	*seen |= 1u << i;
}

static void education_review(void **state)
{
	(void)state;
	static const struct coop_claim claims[] = {
	    {"AZ-RU", "pupils_taught", "2023", 800000, 1},        /* remarked: row 2 */
	    {"AZ-RU", "language_learners", "2022", 800000, 2},    /* another period */
	    {"AZ-RU", "language_learners", "2023", 800000, 3},    /* */
	    {"AZ-GE", "pupils_taught", "2023", 800000, 4},        /* another pair */
	    {"AZ-RU", "pupils_taught", "2022", 150000, 5},        /* another value */
	    {"AZ-RU", "schools", "2021", 5, 6},                   /* */
	    {"AZ-RU", "pupils_taught", "2021", 5, 7},             /* another indicator */
	    {"AZ-RU", "pupils_taught", "2020", NAN, 8},           /* not understood */
	    {"AZ-RU", "language_learners", "2020", NAN, 9},       /* */
	    {"AZ-RU", "pupils_taught", "2023", 800000, 10},       /* remarked */
	    {"AZ-RU", "pupils_taught_growth", "2019", 5, 11},     /* a companion */
	    {"AZ-RU", "language_learners_growth", "2019", 5, 12}, /* */
	};
	char path[500];
	struct plug *p = NULL;
	struct err err = {0};
	unsigned seen = 0;
	snprintf(path, sizeof path, "%s/plugins/education.so", build);
	if (plug_open(&p, path, &err))
		fail_msg("%s", err.text);
	plug_table(p)->review(claims, N(claims), count_remark, &seen);
	assert_int_equal(seen, 1u << 0 | 1u << 9);
	seen = 0;
	plug_table(p)->review(claims, 0, count_remark, &seen);
	assert_int_equal(seen, 0);
	plug_close(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_area),       cmocka_unit_test(identities), cmocka_unit_test(bad_plugins),
	    cmocka_unit_test(bad_reviews),      cmocka_unit_test(bad_files),  cmocka_unit_test(cut_anywhere),
	    cmocka_unit_test(listing),          cmocka_unit_test(lint),       cmocka_unit_test(lint_identities),
	    cmocka_unit_test(education_review),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
