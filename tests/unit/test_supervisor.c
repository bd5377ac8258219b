/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The supervisor with a worker of our own: this binary started again with --worker. What the worker does is said by the path of each job; how
 * often it did so is kept in a file, which outlives it.
 */
#include "supervisor_world.h"

#include "base/log.h"
#include "work/frame.h"
#include "work/job.h"
#include "work/wire.h"
#include "work/worker.h"

#include <signal.h>
#include <sys/resource.h>

/* ---- the worker ---- */

static void hang(void)
{
	for (;;)
		pause();
}

/* "abort", "hang", "exit", "noise", "deaf": always. "kill N": the first N times. "abort-once". Else all is well. */
static void misbehave(const char *what, const char *file)
{
	int n = 0;

	if (strcmp(what, "abort") == 0)
		abort();
	if (strcmp(what, "hang") == 0)
		hang();
	if (strcmp(what, "exit") == 0)
		_exit(3);
	if (strcmp(what, "noise") == 0) {
		if (write(3, "\377\377\377\377\377\377\377\377\377", 9) != 9)
			_exit(98);
		hang();
	}
	if (sscanf(what, "kill %d", &n) == 1 && count(file) <= n)
		raise(SIGKILL);
	if (strcmp(what, "abort-once") == 0 && count(file) == 1)
		abort();
	/* The core sees the end of its input from a process that lives on. */
	if (strcmp(what, "deaf") == 0) {
		close(3);
		hang();
	}
}

/* Yields 2000 rows in batches of 10. "abort-once": dies in the middle. "kill N": is killed N times, each time later, with a frame half sent. */
static void yield_rows(uint64_t job, struct buf *in, struct buf *out, const char *what, const char *file)
{
	struct buf rows;
	struct frame f;
	uint32_t credit = 0, n;
	uint64_t id;
	int kills = 0, life = count(file);
	bool aborts = strcmp(what, "abort-once") == 0 && life == 1, killed = sscanf(what, "kill %d", &kills) == 1 && life <= kills;

	buf_init(&rows, FRAME_MAX);
	for (uint32_t i = 0; i < 2000; i++) {
		struct row row = {.kind = ROW_OBSERVATION, .line = i + 2};
		row_add(&row, "value", "1");
		if (wire_put_row(&rows, &row) != 0)
			_exit(97);
		if (i % 10 != 9)
			continue;
		while (!credit) {
			if (frame_wait(3, in, &f) <= 0 || wire_get_credit(&f, &id, &n) != 0)
				_exit(0);
			credit = n;
			frame_drop(in, &f);
		}
		credit--;
		if (wire_put_rows(out, job, i - 9, i, 2000, 10, &rows) != 0)
			_exit(96);
		if (killed && (int)i > 150 * life) {
			if (write(3, buf_bytes(out), out->len / 2) < 0)
				_exit(95);
			raise(SIGKILL);
		}
		if (frame_send(3, out) != 0)
			_exit(96);
		buf_clear(&rows);
		if (aborts && i > 1000)
			abort();
	}
	buf_fini(&rows);
}

static int own_worker(const char *file)
{
	struct buf in, out;
	struct frame f;
	struct err none = {0};
	struct csvfile_order order;
	char *what;
	uint64_t job;

	setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
	buf_init(&in, 2 * FRAME_MAX);
	buf_init(&out, 2 * FRAME_MAX);
	int rc = wire_put_hello(&out);
	while (!rc && frame_send(3, &out) == 0 && frame_wait(3, &in, &f) > 0) {
		if (f.type == WIRE_RRD) {
			struct rrdfile_request r;
			struct rrdfile_point *points;
			rc = wire_get_rrd(&f, &job, &r, &points);
			misbehave(r.path, file);
			bool tells = strcmp(r.path, "tell") == 0;
			free(points);
			if (!rc)
				rc = wire_put_rrd_done(&out, job, RRDFILE_REWRITTEN, &none);
			if (tells && (rc || frame_send(3, &out) != 0 || !count(file)))
				_exit(94);
			frame_drop(&in, &f);
		} else if (f.type == WIRE_PARSE) {
			struct wire_words words;
			rc = wire_get_parse(&f, &job, &order, &words);
			free(words.word);
			what = strdup(order.path);
			frame_drop(&in, &f);
			yield_rows(job, &in, &out, what, file);
			free(what);
			if (!rc)
				rc = wire_put_parse_done(&out, job, &none);
		} else {
			frame_drop(&in, &f);
		}
	}
	buf_fini(&in);
	buf_fini(&out);
	return rc ? 1 : 0;
}

/* ---- the tests ---- */

struct outcome {
	int n, code;
	enum rrdfile_outcome outcome;
	char text[ERR_TEXT_MAX];
};

static void start(const char *mode, unsigned timeout_ms)
{
	static char mode_text[32];
	const char *plugins[] = {mode_text, counter};
	struct supervisor_options options = {
	    .plugin_paths = plugins, .n_plugins = 2, .job_timeout_ms = timeout_ms, .backoff_ms = 1, .backoff_max_ms = 4};

	snprintf(mode_text, sizeof mode_text, "%s", mode);
	start_with(&options);
}

static void on_rrd(void *arg, enum rrdfile_outcome outcome, const struct err *err)
{
	struct outcome *o = arg;
	o->n++;
	o->code = err->code;
	o->outcome = outcome;
	snprintf(o->text, sizeof o->text, "%s", err->code ? err->text : "");
	n_open--;
}

static void submit(const char *path, struct outcome *o)
{
	*o = (struct outcome){0};
	submit_file(path, on_rrd, o);
	assert_int_equal(o->n, 0); /* never from inside submit */
}

static void jobs_are_done_in_order(void **state)
{
	struct outcome o[100];
	struct supervisor_stats stats;
	(void)state;

	start("own", PATIENT_MS);
	for (int i = 0; i < 100; i++)
		submit("well", &o[i]);
	supervisor_stats(supervisor, &stats);
	assert_int_equal(stats.queued, 100);
	assert_int_equal(stats.state, SUPERVISOR_STARTING);
	run_jobs();
	for (int i = 0; i < 100; i++) {
		assert_int_equal(o[i].n, 1);
		assert_int_equal(o[i].code, 0);
		assert_int_equal(o[i].outcome, RRDFILE_REWRITTEN);
	}
	supervisor_stats(supervisor, &stats);
	assert_int_equal(stats.done, 100);
	assert_int_equal(stats.restarts, 0);
	assert_int_equal(stats.queued, 0);
	assert_int_equal(stats.state, SUPERVISOR_IDLE);
	assert_true(stats.pid > 0);
	stop();
}

static void culprits_are_set_aside(void **state)
{
	static const struct {
		const char *job;
		unsigned timeout_ms;
		int code;
		const char *text;
		unsigned restarts;
	} rows[] = {
	    {"abort", PATIENT_MS, ERR_INTERNAL, "the worker was killed by signal 6 (Aborted) twice while writing abort", 2},
	    {"exit", PATIENT_MS, ERR_INTERNAL, "the worker ended with status 3 twice while writing exit", 2},
	    {"noise", PATIENT_MS, ERR_INTERNAL, "the worker sent what is no answer and was killed twice while writing noise", 2},
	    {"hang", HASTY_MS, ERR_INTERNAL, "the worker gave no answer for 300 ms and was killed twice while writing hang", 2},
	    {"deaf", HASTY_MS, ERR_INTERNAL, "the worker gave no answer for 300 ms and was killed twice while writing deaf", 2},
	    {"abort-once", PATIENT_MS, 0, "", 1},
	    {"kill 10", PATIENT_MS, 0, "", 10},
	    {"kill 11", PATIENT_MS, ERR_UNAVAILABLE, "the worker was killed from outside 11 times while writing kill 11", 11},
	};
	(void)state;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct outcome o;
		struct supervisor_stats stats;
		print_message("%s\n", rows[i].job);
		start("own", rows[i].timeout_ms);
		submit(rows[i].job, &o);
		run_jobs();
		assert_int_equal(o.n, 1);
		assert_int_equal(o.code, rows[i].code);
		assert_string_equal(o.text, rows[i].text);
		supervisor_stats(supervisor, &stats);
		assert_int_equal(stats.n_aside, rows[i].code ? 1 : 0);
		assert_int_equal(stats.n_set_aside, stats.n_aside);
		if (rows[i].code) {
			assert_string_equal(stats.aside[0]->reason, rows[i].text);
			assert_memory_equal(stats.aside[0]->name, "writing ", 8);
			assert_true(stats.aside[0]->time > 0);
		}
		/* The last restart may still be ahead. */
		assert_true(stats.restarts + (stats.state == SUPERVISOR_PAUSED) >= rows[i].restarts);
		assert_true(stats.restarts <= rows[i].restarts);
		stop();
	}
}

static void blame_is_told(void **state)
{
	static const struct {
		const char *reasons[13]; /* of one end after the other; NULL: killed from outside */
		const char *text;        /* after the last one; NULL: the job is done again */
		size_t n;
	} rows[] = {
	    {{"fell"}, NULL, 1},
	    {{"fell", "fell"}, "the worker fell twice while writing x", 2},
	    {{"fell", "hung"}, "the worker fell, and the second time it hung, while writing x", 2},
	    {{NULL}, NULL, 10},
	    {{NULL}, "the worker was killed from outside 11 times while writing x", 11},
	    {{"fell", NULL}, NULL, 11},
	    {{NULL, NULL, "fell", NULL, "fell"}, "the worker fell twice while writing x", 5},
	};
	(void)state;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct job *job = NULL;
		struct err err = {0};
		int rc = 0;
		assert_int_equal(job_create(&job, 1, JOB_RRD, "x", &err), 0);
		for (size_t k = 0; k < rows[i].n; k++) {
			assert_int_equal(rc, 0);
			rc = job_blame(job, rows[i].reasons[k] ? rows[i].reasons[k] : "was killed", !rows[i].reasons[k], &err);
		}
		assert_int_equal(rc, !rows[i].text ? 0 : strstr(rows[i].text, "from outside") ? ERR_UNAVAILABLE : ERR_INTERNAL);
		if (rows[i].text)
			assert_string_equal(err.text, rows[i].text);
		job_destroy(job);
	}
}

/* The core was held up for longer than the limit and the answer lies in its socket: nobody is killed for that. */
static void a_slow_core_kills_nobody(void **state)
{
	struct outcome o;
	struct supervisor_stats stats;
	(void)state;

	start("own", HASTY_MS);
	submit("tell", &o);
	do {
		uv_run(&loop, UV_RUN_ONCE);
		supervisor_stats(supervisor, &stats);
	} while (stats.state == SUPERVISOR_STARTING);
	uint64_t begin = uv_hrtime();
	while (access(counter, F_OK) != 0 || uv_hrtime() - begin < 2 * HASTY_MS * 1000000ull)
		;
	run_jobs();
	assert_int_equal(o.code, 0);
	submit("well", &o);
	run_jobs();
	assert_int_equal(o.code, 0);
	supervisor_stats(supervisor, &stats);
	assert_int_equal(stats.restarts, 0);
	stop();
}

static void others_go_on(void **state)
{
	struct outcome o[3 * SUPERVISOR_ASIDE_MAX];
	struct supervisor_stats stats;
	(void)state;

	start("own", PATIENT_MS);
	for (int i = 0; i < 3 * SUPERVISOR_ASIDE_MAX; i++)
		submit(i % 2 ? "well" : "exit", &o[i]);
	run_jobs();
	for (int i = 0; i < 3 * SUPERVISOR_ASIDE_MAX; i++) {
		assert_int_equal(o[i].n, 1);
		assert_int_equal(o[i].code, i % 2 ? 0 : ERR_INTERNAL);
	}
	supervisor_stats(supervisor, &stats);
	assert_int_equal(stats.n_aside, SUPERVISOR_ASIDE_MAX); /* bounded */
	assert_int_equal(stats.n_set_aside, 3 * SUPERVISOR_ASIDE_MAX / 2);
	stop();
}

static void idle_death_costs_nothing(void **state)
{
	struct outcome o;
	struct supervisor_stats stats;
	pid_t before = 0;
	(void)state;

	start("own", PATIENT_MS);
	for (int i = 0; i < 10; i++) {
		submit("well", &o);
		run_jobs();
		assert_int_equal(o.code, 0);
		supervisor_stats(supervisor, &stats);
		assert_int_equal(stats.restarts, i);
		assert_int_not_equal(stats.pid, before);
		before = stats.pid;
		assert_int_equal(kill(before, SIGKILL), 0);
		do {
			uv_run(&loop, UV_RUN_ONCE);
			supervisor_stats(supervisor, &stats);
		} while (stats.pid == before || stats.state != SUPERVISOR_IDLE);
	}
	assert_int_equal(stats.n_aside, 0);
	stop();
}

static void no_worker_is_told(void **state)
{
	static const char *const modes[] = {"dies-at-start", "no-such-file"};
	(void)state;

	for (size_t i = 0; i < 2; i++) {
		struct supervisor_options options = {
		    .exe = "/no/such/file", .job_timeout_ms = PATIENT_MS, .backoff_ms = 1, .backoff_max_ms = 1};
		struct outcome o;
		struct supervisor_stats stats;
		struct err err;
		if (i == 0) {
			start(modes[0], PATIENT_MS);
		} else {
			n_open = 0;
			assert_int_equal(uv_loop_init(&loop), 0);
			assert_int_equal(supervisor_start(&supervisor, &loop, &options, &err), 0);
		}
		submit("well", &o);
		run_jobs();
		assert_int_equal(o.code, ERR_UNAVAILABLE);
		assert_non_null(strstr(o.text, i ? "No such file" : "ended with status 4"));
		supervisor_stats(supervisor, &stats);
		assert_int_equal(stats.n_aside, 0);
		stop();
	}
}

static void stopping_answers_all(void **state)
{
	struct outcome o[5];
	struct rrdfile_request r = {.path = "well", .freq = 'A', .rows = 1};
	struct supervisor_stats stats;
	(void)state;

	start("own", PATIENT_MS);
	submit("hang", &o[0]);
	for (int i = 1; i < 5; i++)
		submit("well", &o[i]);
	do {
		uv_run(&loop, UV_RUN_ONCE);
		supervisor_stats(supervisor, &stats);
	} while (stats.state != SUPERVISOR_BUSY);
	assert_int_equal(stats.queued, 4);
	/* A worker that hangs would be given its 5 s. */
	kill(stats.pid, SIGKILL);
	supervisor_stop(supervisor, on_stopped, NULL);
	assert_int_equal(n_open, 0);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(o[i].n, 1);
		assert_int_equal(o[i].code, ERR_UNAVAILABLE);
	}
	assert_int_equal(supervisor_submit_rrd(supervisor, &r, on_rrd, &o[0], NULL), ERR_UNAVAILABLE);
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_true(stopped);
	assert_int_equal(uv_loop_close(&loop), 0);
}

struct reading {
	uint64_t id;
	uint32_t next_line;
	unsigned calls, held, most_held, n_done;
	unsigned kills; /* of the worker, one at every other call, until there were so many */
	int code;
	char text[ERR_TEXT_MAX];
	bool hold; /* acknowledge later and not at once */
	uv_idle_t idle;
};

static void on_rows(void *arg, const struct row *rows, size_t n, uint64_t done, uint64_t total)
{
	struct reading *r = arg;
	struct supervisor_stats stats;

	assert_true(n > 0 && done <= total);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(rows[i].line, r->next_line++); /* each once, in order */
	r->calls++;
	if (r->kills && r->calls % 2) {
		r->kills--;
		supervisor_stats(supervisor, &stats);
		kill(stats.pid, SIGKILL);
	}
	r->held++;
	if (r->held > r->most_held)
		r->most_held = r->held;
	if (!r->hold) {
		r->held--;
		supervisor_parse_more(supervisor, r->id);
	}
}

static void on_read_done(void *arg, const struct err *err)
{
	struct reading *r = arg;
	r->n_done++;
	r->code = err->code;
	snprintf(r->text, sizeof r->text, "%s", err->code ? err->text : "");
	n_open--;
}

static void on_idle(uv_idle_t *idle)
{
	struct reading *r = idle->data;
	static unsigned turn;
	/* Not before all credit is used up. */
	if (r->held == SUPERVISOR_CREDIT && ++turn % 8 == 0) {
		r->held--;
		supervisor_parse_more(supervisor, r->id);
	}
}

static void rows_come_once_whatever_happens(void **state)
{
	(void)state;

	static const struct {
		const char *path;
		bool hold;
		unsigned restarts;
	} rows[] = {
	    {"well", false, 0},      {"well", true, 0},      {"abort-once", false, 1},
	    {"abort-once", true, 1}, {"kill 10", false, 10}, {"kill 10", true, 10},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		bool hold = rows[i].hold;
		struct reading r = {.next_line = 2, .hold = hold};
		struct supervisor_parse handlers = {.rows = on_rows, .done = on_read_done, .arg = &r};
		struct supervisor_stats stats;
		struct err err;
		start("own", PATIENT_MS);
		r.idle.data = &r;
		uv_idle_init(&loop, &r.idle);
		uv_idle_start(&r.idle, on_idle);
		n_open++;
		assert_int_equal(supervisor_submit_parse(supervisor, rows[i].path, "f.csv", &handlers, &r.id, &err), 0);
		run_jobs();
		assert_int_equal(r.n_done, 1);
		assert_int_equal(r.code, 0);
		assert_int_equal(r.next_line, 2002);
		supervisor_stats(supervisor, &stats);
		assert_int_equal(stats.restarts, rows[i].restarts);
		assert_int_equal(stats.n_aside, 0);
		if (hold)
			assert_int_equal(r.most_held, SUPERVISOR_CREDIT);
		supervisor_parse_more(supervisor, r.id); /* late: no harm */
		uv_close((uv_handle_t *)&r.idle, NULL);
		stop();
	}
}

static void the_real_worker_reads_a_file(void **state)
{
	char path[80];
	struct reading r = {.next_line = 2};
	struct supervisor_parse handlers = {.rows = on_rows, .done = on_read_done, .arg = &r};
	struct err err;
	(void)state;

	snprintf(path, sizeof path, "%s.csv", counter);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs("series,period,value\n", f);
	for (int i = 0; i < 5000; i++)
		fprintf(f, "AZ-RU/trade/turnover,%d,%d\n", 1000 + i, i);
	fclose(f);
	start("real", PATIENT_MS);
	n_open++;
	assert_int_equal(supervisor_submit_parse(supervisor, path, "f.csv", &handlers, &r.id, &err), 0);
	run_jobs();
	assert_int_equal(r.code, 0);
	assert_int_equal(r.next_line, 5002);
	/* Killed ten times while it reads. */
	r.next_line = 2;
	r.kills = 10;
	n_open++;
	assert_int_equal(supervisor_submit_parse(supervisor, path, "f.csv", &handlers, &r.id, &err), 0);
	run_jobs();
	assert_int_equal(r.kills, 0);
	assert_int_equal(r.code, 0);
	assert_int_equal(r.next_line, 5002);
	n_open++;
	assert_int_equal(supervisor_submit_parse(supervisor, path, "f.pdf", &handlers, &r.id, &err), 0);
	run_jobs();
	assert_int_equal(r.code, ERR_DATA);
	unlink(path);
	n_open++;
	assert_int_equal(supervisor_submit_parse(supervisor, path, "f.csv", &handlers, &r.id, &err), 0);
	run_jobs();
	assert_int_equal(r.code, -2);
	stop();
}

/* Killed ten times, each time when it has a job in hand: every file is there in the end. */
static void the_real_worker_loses_no_file(void **state)
{
	static const struct rrdfile_point points[] = {{63115200, 1, 1, 1, false}, {94672800, 2, 2, 2, true}};
	struct outcome o[20];
	struct supervisor_stats stats;
	struct err err;
	char path[20][96];
	pid_t last = 0;
	int kills = 0;
	(void)state;

	start("real", PATIENT_MS);
	for (int i = 0; i < 20; i++) {
		struct rrdfile_request r = {.path = path[i], .freq = 'A', .rows = 130, .points = points, .n_points = 2};
		snprintf(path[i], sizeof path[i], "%s-%d.rrd", counter, i);
		o[i] = (struct outcome){0};
		n_open++;
		assert_int_equal(supervisor_submit_rrd(supervisor, &r, on_rrd, &o[i], &err), 0);
	}
	while (n_open) {
		uv_run(&loop, UV_RUN_ONCE);
		supervisor_stats(supervisor, &stats);
		if (kills < 10 && stats.state == SUPERVISOR_BUSY && stats.pid != last) {
			last = stats.pid;
			kill(last, SIGKILL);
			kills++;
		}
	}
	for (int i = 0; i < 20; i++) {
		assert_int_equal(o[i].n, 1);
		assert_int_equal(o[i].code, 0);
		assert_int_equal(unlink(path[i]), 0);
	}
	stop();
}

/* A plugin whose review brings the worker down costs no row of the file; the job is told of as failed. */
static void rows_outlive_a_bad_review(void **state)
{
	const char *build = getenv("COOPD_BUILD");
	char so[512], path[80];
	const char *plugins[] = {"real", counter, so};
	struct supervisor_options options = {
	    .plugin_paths = plugins, .n_plugins = 3, .job_timeout_ms = PATIENT_MS, .backoff_ms = 1, .backoff_max_ms = 4};
	struct reading r = {.next_line = 2};
	struct supervisor_parse handlers = {.rows = on_rows, .done = on_read_done, .arg = &r};
	struct supervisor_stats stats;
	struct err err;
	(void)state;

	snprintf(so, sizeof so, "%s/tests/plugins/crashy.so", build ? build : "build/release");
	if (access(so, R_OK) != 0)
		fail_msg("%s is not built; COOPD_BUILD names the build folder", so);
	snprintf(path, sizeof path, "%s.csv", counter);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs("series,period,value\nAZ-RU/crashy/booms,2021,1\nAZ-RU/crashy/booms,2022,1\nAZ-RU/trade/turnover,2023,1\n", f);
	fclose(f);
	start_with(&options);
	n_open = 1;
	assert_int_equal(supervisor_submit_parse(supervisor, path, "f.csv", &handlers, &r.id, &err), 0);
	run_jobs();
	unlink(path);
	assert_int_equal(r.next_line, 5);
	assert_int_equal(r.code, ERR_INTERNAL);
	assert_string_equal(r.text, "the worker was killed by signal 6 (Aborted) twice while reading f.csv");
	supervisor_stats(supervisor, &stats);
	assert_int_equal(stats.n_aside, 1);
	stop();
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(jobs_are_done_in_order),
	    cmocka_unit_test(culprits_are_set_aside),
	    cmocka_unit_test(blame_is_told),
	    cmocka_unit_test(a_slow_core_kills_nobody),
	    cmocka_unit_test(others_go_on),
	    cmocka_unit_test(idle_death_costs_nothing),
	    cmocka_unit_test(no_worker_is_told),
	    cmocka_unit_test(stopping_answers_all),
	    cmocka_unit_test(rows_come_once_whatever_happens),
	    cmocka_unit_test(the_real_worker_reads_a_file),
	    cmocka_unit_test(the_real_worker_loses_no_file),
	    cmocka_unit_test(rows_outlive_a_bad_review),
	};

	if (argc >= 4 && strcmp(argv[1], "--worker") == 0) {
		if (strcmp(argv[2], "dies-at-start") == 0)
			return 4;
		return strcmp(argv[2], "real") == 0 ? worker_main(3, argv + 4) : own_worker(argv[3]);
	}
	log_init(LOG_LEVEL_ERROR, "test");
	snprintf(counter, sizeof counter, "/tmp/coopd-supervisor-%d", (int)getpid());
	int rc = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(counter);
	return rc;
}
