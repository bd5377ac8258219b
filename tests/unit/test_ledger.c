/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store/ledger.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/coopd-ledger-XXXXXX";
static char path[80];

/* Keeps copies of all rows. */
struct rows {
	struct record *all[64];
	size_t n;
};

static int keep(void *arg, const struct record *r, struct err *err)
{
	struct rows *rows = arg;

	(void)err;
	assert_true(rows->n < 64);
	rows->all[rows->n] = record_create(r);
	assert_non_null(rows->all[rows->n++]);
	return 0;
}

static void forget(struct rows *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		record_destroy(rows->all[i]);
	rows->n = 0;
}

static struct ledger *open_into(struct rows *rows)
{
	struct ledger *l;
	struct err e = {0};

	if (ledger_open(&l, path, &(struct ledger_sink){.row = keep, .arg = rows}, &e))
		fail_msg("%s", e.text);
	return l;
}

static struct period period(const char *text)
{
	struct period p;

	assert_int_equal(period_parse(text, strlen(text), &p, NULL), 0);
	return p;
}

static int setup(void **state)
{
	(void)state;
	strcpy(folder + strlen(folder) - 6, "XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/ledger.db", folder);
	return 0;
}

static int teardown(void **state)
{
	static const char *const ends[] = {"", "-wal", "-journal", "-shm"};
	char name[100];

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		snprintf(name, sizeof name, "%s%s", path, ends[i]);
		unlink(name);
	}
	rmdir(path);
	return rmdir(folder);
}

static const char *or_null(const char *s)
{
	return s ? s : "(null)";
}

static void same_observation(const struct observation *a, const struct observation *b)
{
	assert_int_equal(a->seq, b->seq);
	assert_int_equal(a->series, b->series);
	assert_int_equal(a->source, b->source);
	assert_int_equal(period_cmp(&a->period, &b->period), 0);
	assert_int_equal(a->bound, b->bound);
	assert_int_equal(a->status, b->status);
	assert_true(a->value == b->value || (isnan(a->value) && isnan(b->value)));
	assert_true(a->high == b->high || (isnan(a->high) && isnan(b->high)));
	assert_true(a->g == b->g);
	assert_int_equal(a->published, b->published);
	assert_int_equal(a->recorded, b->recorded);
	assert_string_equal(or_null(a->written), or_null(b->written));
	assert_string_equal(or_null(a->evidence), or_null(b->evidence));
}

static const struct source report = {
    .number = 1, .published = 19944, .rank = 10, .recorded = 1723200000, .id = "report", .party = "AZ", .name = "Report"};

/* Each comes back as it went in. */
static const struct observation wanted[] = {
    {.value = 4.4e9,
     .high = NAN,
     .g = 1e8,
     .bound = BOUND_NEARLY,
     .status = STATUS_NORMAL,
     .source = 1,
     .published = 19944,
     .written = "nearly 4.4 billion"},
    {.value = 17.5,
     .high = NAN,
     .g = 0.1,
     .status = STATUS_NORMAL,
     .source = 1,
     .published = 19000,
     .evidence = "increased by 17.5 per cent"},
    {.value = NAN, .high = NAN, .g = 0, .status = STATUS('M'), .source = 0, .published = 19723},
    {.value = 1000, .high = 1200, .g = 100, .bound = BOUND_RANGE, .status = STATUS('P') | STATUS('E'), .source = 0, .published = DATE_NONE},
    {.value = -0.1, .high = NAN, .g = 1e-15, .bound = BOUND_EXACT, .status = STATUS_NORMAL, .source = 1, .published = DATE_NONE},
    {.value = 0, .high = NAN, .g = 0.3, .bound = BOUND_ABOUT, .status = STATUS('T'), .source = 0, .published = 19723},
    {.value = 100.0 / 3, .high = NAN, .g = 1e-20, .bound = BOUND_LE, .status = STATUS_NORMAL, .source = 1, .published = 19944},
};
#define N_WANTED (sizeof wanted / sizeof wanted[0])

static void comes_back(void **state)
{
	static const char *const periods[N_WANTED] = {"2023",       "2024-S1",        "2024-Q3",       "2024-07",
	                                              "2024-08-09", "2024-01-01/P5M", "2024-03-20/P5M"};
	struct record *batch[16];
	struct rows rows = {0};
	struct err e = {0};
	size_t n = 0;
	struct ledger *l = open_into(&rows);

	(void)state;
	assert_int_equal(rows.n, 0);
	batch[n++] = record_create_series(7, "AZ-RU/trade/turnover");
	batch[n++] = record_create_source(&report);
	for (size_t i = 0; i < N_WANTED; i++) {
		struct observation o = wanted[i];
		o.series = 7;
		o.period = period(periods[i]);
		o.recorded = 19723 * 86400 + 5;
		batch[n++] = record_create_observation(&o);
	}
	struct note note = {.source = 1,
	                    .period = period("2024-05"),
	                    .published = 19944,
	                    .recorded = 9,
	                    .pair = {"AZ", "RU.STA"},
	                    .area = "trade",
	                    .kind = NOTE_EVENT,
	                    .text = "a forum was held"};
	batch[n++] = record_create_note(&note);
	struct source second = report;
	second.published = 20000;
	second.name = NULL;
	batch[n++] = record_create_source(&second);
	assert_int_equal(ledger_append(l, batch, n, &e), 0);
	for (size_t i = 0; i < n; i++)
		record_take_seq(batch[i]);
	assert_int_equal(batch[2]->observation.seq, 2);
	ledger_close(l);
	l = open_into(&rows);
	assert_int_equal(rows.n, n);
	assert_int_equal(rows.all[0]->series.id, 7);
	assert_string_equal(rows.all[0]->series.key, "AZ-RU/trade/turnover");
	assert_string_equal(rows.all[1]->source.name, "Report");
	assert_string_equal(rows.all[1]->source.party, "AZ");
	assert_int_equal(rows.all[1]->source.published, 19944);
	for (size_t i = 0; i < N_WANTED; i++)
		same_observation(&rows.all[2 + i]->observation, &batch[2 + i]->observation);
	assert_string_equal(rows.all[n - 2]->note.text, "a forum was held");
	assert_string_equal(rows.all[n - 2]->note.pair.cpt, "RU.STA");
	assert_int_equal(rows.all[n - 2]->note.published, 19944);
	assert_null(rows.all[n - 1]->source.name);
	assert_int_equal(rows.all[n - 1]->source.published, 20000);
	ledger_close(l);
	forget(&rows);
	for (size_t i = 0; i < n; i++)
		record_destroy(batch[i]);
}

static void take_text(void *arg, const struct ledger_text *t)
{
	char *out = arg;

	sprintf(out + strlen(out), "%d:%s:%s ", (int)t->seq, or_null(t->written), or_null(t->evidence));
}

static void texts_are_read(void **state)
{
	struct rows rows = {0};
	struct err e = {0};
	struct ledger *l = open_into(&rows);
	char out[200] = "";
	struct observation o = {
	    .series = 1, .period = period("2023"), .value = 5, .high = NAN, .status = STATUS_NORMAL, .written = "5", .evidence = "five"};
	struct note note = {.period = period("2023"), .pair = {"AZ", "RU"}, .text = "noted"};
	struct record *batch[4] = {record_create_series(1, "k"), record_create_observation(&o)};

	(void)state;
	o.written = "5.0";
	batch[2] = record_create_observation(&o);
	batch[3] = record_create_note(&note);
	assert_int_equal(ledger_append(l, batch, 4, &e), 0);
	assert_int_equal(ledger_text(l, (uint64_t[]){3, 9, 1, 2}, 4, take_text, out, &e), 0);
	assert_string_equal(out, "3:(null):noted 1:(null):five 2:5.0:five ");
	ledger_close(l);
	for (size_t i = 0; i < 4; i++)
		record_destroy(batch[i]);
}

/* What points at nothing is refused whole, and the ledger works again after it was reopened. */
static void bad_batches(void **state)
{
	struct rows rows = {0};
	struct err e = {0};
	struct ledger *l = open_into(&rows);
	struct observation good = {.series = 1, .period = period("2023"), .high = NAN, .status = STATUS_NORMAL}, bad[] = {good, good};

	(void)state;
	bad[0].series = 2;
	bad[1].source = 1;
	for (size_t i = 0; i < 2; i++) {
		struct record *batch[] = {record_create_series(1, "k"), record_create_observation(&good),
		                          record_create_observation(&bad[i])};
		assert_int_equal(ledger_append(l, batch, 3, &e), ERR_INTERNAL);
		assert_int_equal(batch[1]->seq, 0);
		assert_int_equal(ledger_append(l, batch, 2, &e), ERR_UNAVAILABLE);
		assert_int_equal(ledger_reopen(l, &(struct ledger_sink){.row = keep, .arg = &rows}, &e), 0);
		assert_int_equal(rows.n, 0);
		for (size_t k = 0; k < 3; k++)
			record_destroy(batch[k]);
	}
	struct record *twice[] = {record_create_series(1, "k"), record_create_series(1, "k")};
	assert_int_equal(ledger_append(l, twice, 2, &e), ERR_INTERNAL);
	assert_int_equal(ledger_reopen(l, &(struct ledger_sink){.row = keep, .arg = &rows}, &e), 0);
	assert_int_equal(ledger_append(l, twice, 1, &e), 0);
	assert_int_equal(ledger_last_seq(l), 0);
	ledger_close(l);
	record_destroy(twice[0]);
	record_destroy(twice[1]);
}

static void second_is_refused(void **state)
{
	struct rows rows = {0};
	struct err e = {0};
	struct ledger *l = open_into(&rows), *other;
	int status;

	(void)state;
	assert_int_equal(ledger_open(&other, path, &(struct ledger_sink){.row = keep, .arg = &rows}, &e), ERR_UNAVAILABLE);
	assert_non_null(strstr(e.text, "is in use by another coopd"));
	pid_t pid = fork();
	if (pid == 0)
		_exit(ledger_open(&other, path, &(struct ledger_sink){.row = keep, .arg = &rows}, &e) == ERR_UNAVAILABLE ? 0 : 1);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	ledger_close(l);
}

static int shell(const char *sql)
{
	char command[400];

	snprintf(command, sizeof command, "sqlite3 %s \"%s\" >/dev/null 2>&1", path, sql);
	return system(command);
}

/* Files that are not ours, or were changed: the sentence has these words, and the file is as it was. */
static void refusals(void **state)
{
	static const struct {
		const char *sql, *says;
	} row[] = {
	    {"CREATE TABLE t(x)", "database of another program"},
	    {"PRAGMA application_id = 7", "database of another program"},
	    {"PRAGMA application_id = 0x636f6f70; PRAGMA user_version = 2", "newer coopd"},
	    {"PRAGMA application_id = 0x636f6f70", "never was"},
	};
	struct rows rows = {0};
	struct ledger *l;

	(void)state;
	if (system("command -v sqlite3 >/dev/null") != 0)
		skip();
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct err e = {0};
		unlink(path);
		assert_int_equal(shell(row[i].sql), 0);
		assert_int_equal(ledger_open(&l, path, &(struct ledger_sink){.row = keep, .arg = &rows}, &e), ERR_DAMAGED);
		if (!strstr(e.text, row[i].says))
			fail_msg("%s: %s", row[i].sql, e.text);
		assert_null(l);
	}
	unlink(path);
	FILE *f = fopen(path, "w");
	for (int i = 0; i < 500; i++)
		fputs("this is a letter, not a ledger\n", f);
	fclose(f);
	struct err e = {0};
	assert_int_equal(ledger_open(&l, path, &(struct ledger_sink){.row = keep, .arg = &rows}, &e), ERR_DAMAGED);
	assert_non_null(strstr(e.text, "is not a ledger of coopd"));
	unlink(path);
	mkdir(path, 0700);
	assert_true(ledger_open(&l, path, &(struct ledger_sink){.row = keep, .arg = &rows}, &e) < 0);
	assert_non_null(strstr(e.text, "cannot be opened"));
}

/* Nobody changes or removes a row, whoever opens the file; a hole made by force is found. */
static void append_only(void **state)
{
	struct rows rows = {0};
	struct err e = {0};
	struct ledger *l = open_into(&rows);
	struct observation o = {.series = 1, .period = period("2023"), .value = 5, .high = NAN, .status = STATUS_NORMAL};
	struct record *batch[] = {record_create_series(1, "k"), record_create_source(&report), record_create_observation(&o),
	                          record_create_observation(&o)};

	(void)state;
	assert_int_equal(ledger_append(l, batch, 4, &e), 0);
	ledger_close(l);
	for (size_t i = 0; i < 4; i++)
		record_destroy(batch[i]);
	if (system("command -v sqlite3 >/dev/null") != 0)
		skip();
	assert_int_not_equal(shell("UPDATE observation SET value = 6"), 0);
	assert_int_not_equal(shell("UPDATE series SET key = 'x'"), 0);
	assert_int_not_equal(shell("DELETE FROM observation"), 0);
	assert_int_not_equal(shell("DELETE FROM source"), 0);
	l = open_into(&rows);
	assert_int_equal(rows.n, 4);
	assert_true(rows.all[2]->observation.value == 5);
	ledger_close(l);
	forget(&rows);
	assert_int_equal(shell("DROP TRIGGER observation_no_delete; DELETE FROM observation WHERE seq = 2"), 0);
	assert_int_equal(ledger_open(&l, path, &(struct ledger_sink){.row = keep, .arg = &rows}, &e), ERR_DAMAGED);
	assert_non_null(strstr(e.text, "row 3 where row 2 was expected"));
	forget(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(comes_back, setup, teardown),
	    cmocka_unit_test_setup_teardown(texts_are_read, setup, teardown),
	    cmocka_unit_test_setup_teardown(bad_batches, setup, teardown),
	    cmocka_unit_test_setup_teardown(second_is_refused, setup, teardown),
	    cmocka_unit_test_setup_teardown(refusals, setup, teardown),
	    cmocka_unit_test_setup_teardown(append_only, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
