/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures on their way through the supervisor: orders and images larger than a frame, their place in the queue, workers that die over them. The worker
 * is this binary started again with --worker; what it does is said by the title of each picture. How often it did so is kept in a file, which
 * outlives it.
 */
#include "supervisor_world.h"

#include "base/log.h"
#include "work/scratch.h"
#include "work/wire.h"

#include <signal.h>
#include <sys/resource.h>

#define IMAGE_BYTES (3 * WIRE_PIECE + 17)

/* ---- the worker ---- */

static char image_byte(size_t i)
{
	return (char)(i * 7 + i / 251);
}

static void send_piece(struct buf *out, uint64_t job, uint64_t at, size_t n)
{
	char bytes[WIRE_PIECE];

	for (size_t i = 0; i < n; i++)
		bytes[i] = image_byte(at + i);
	if (wire_put_image(out, job, at, bytes, n) != 0 || frame_send(3, out) != 0)
		_exit(97);
}

/* "abort", "kill N" (the first N times), "abort-once", each in the middle of the image; "hang"; "gap": a piece is missing; "empty"; "refuse". */
static int answer_graph(struct buf *out, uint64_t job, const char *what, const char *file)
{
	struct err e = {0};
	int n = 0, life = count(file);

	if (strcmp(what, "hang") == 0)
		for (;;)
			pause();
	if (strcmp(what, "refuse") == 0)
		(void)err_set(&e, ERR_DATA, "no figure is inside");
	for (size_t at = 0; at < IMAGE_BYTES && !e.code && strcmp(what, "empty") != 0; at += WIRE_PIECE) {
		send_piece(out, job, at, IMAGE_BYTES - at < WIRE_PIECE ? IMAGE_BYTES - at : WIRE_PIECE);
		if (strcmp(what, "abort") == 0 || (strcmp(what, "abort-once") == 0 && life == 1))
			abort();
		if (sscanf(what, "kill %d", &n) == 1 && life <= n)
			raise(SIGKILL);
		if (strcmp(what, "gap") == 0)
			at += WIRE_PIECE;
	}
	return wire_put_graph_done(out, job, &e);
}

static int own_worker(const char *file)
{
	struct buf in, out, order;
	struct frame f;
	struct err none = {0};
	uint64_t job, left;
	const char *bytes;
	size_t n;

	setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
	buf_init(&in, 2 * FRAME_MAX);
	buf_init(&out, 2 * FRAME_MAX);
	buf_init(&order, WIRE_GRAPH_MAX);
	int rc = wire_put_hello(&out);
	while (!rc && frame_send(3, &out) == 0 && frame_wait(3, &in, &f) > 0) {
		if (f.type == WIRE_RRD) {
			struct rrdfile_request r;
			struct rrdfile_point *points;
			rc = wire_get_rrd(&f, &job, &r, &points);
			if (strcmp(r.path, "abort-once") == 0 && count(file) == 1)
				abort();
			free(points);
			if (!rc)
				rc = wire_put_rrd_done(&out, job, RRDFILE_REWRITTEN, &none);
		} else if (f.type == WIRE_GRAPH) {
			rc = wire_get_graph(&f, &job, &left, &bytes, &n);
			if (!rc)
				rc = buf_add(&order, bytes, n);
			if (!rc && !left) {
				struct wire_graph g;
				rc = wire_graph_read(&g, buf_bytes(&order), order.len);
				if (!rc && strcmp(g.tmp, "/tmp/of-the-test") != 0)
					_exit(95);
				if (!rc)
					rc = answer_graph(&out, job, g.request.title, file);
				wire_graph_fini(&g);
				buf_clear(&order);
			}
		}
		frame_drop(&in, &f);
	}
	buf_fini(&in);
	buf_fini(&out);
	buf_fini(&order);
	return rc ? 1 : 0;
}

/* ---- the tests ---- */

struct outcome {
	int n, code, place;
	size_t len;
	char text[ERR_TEXT_MAX];
};

static int n_ended;

static const struct graph_point one_point[] = {{19358, 19723, 630000, 630000, 640000, GRAPH_OBSERVED}};
static const struct graph_series one_series[] = {{"Visitors, yearly", "persons", 'A', one_point, 1}};
static const struct graph_panel one_panel[] = {{.title = "Visitors", .footer = "", .series = one_series, .n_series = 1}};

static void start(unsigned timeout_ms)
{
	const char *plugins[] = {counter};
	struct supervisor_options options = {.plugin_paths = plugins,
	                                     .n_plugins = 1,
	                                     .job_timeout_ms = timeout_ms,
	                                     .backoff_ms = 1,
	                                     .backoff_max_ms = 4,
	                                     .queue_max = 200,
	                                     .tmp_dir = "/tmp/of-the-test"};

	n_ended = 0;
	start_with(&options);
}

static void end(struct outcome *o, const struct err *err)
{
	o->n++;
	o->code = err->code;
	o->place = n_ended++;
	snprintf(o->text, sizeof o->text, "%s", err->code ? err->text : "");
	n_open--;
}

static void on_graph(void *arg, const char *image, size_t n, const struct err *err)
{
	struct outcome *o = arg;

	o->len = n;
	for (size_t i = 0; i < n; i++)
		if (image[i] != image_byte(i))
			fail_msg("byte %zu of the image is another one", i);
	end(o, err);
}

static void on_rrd(void *arg, enum rrdfile_outcome outcome, const struct err *err)
{
	(void)outcome;
	end(arg, err);
}

static int try_graph(const char *title, struct outcome *o, struct err *err)
{
	struct graph_request r = {.title = title, .panels = one_panel, .n_panels = 1};

	*o = (struct outcome){0};
	int rc = supervisor_submit_graph(supervisor, &r, on_graph, o, err);
	n_open += rc == 0;
	assert_int_equal(o->n, 0); /* never from inside submit */
	return rc;
}

static void submit_graph(const char *title, struct outcome *o)
{
	struct err err;
	if (try_graph(title, o, &err) != 0)
		fail_msg("%s", err.text);
}

static void submit_rrd(const char *path, struct outcome *o)
{
	*o = (struct outcome){0};
	submit_file(path, on_rrd, o);
}

/* Whatever a worker does over a picture, there is one answer, and the image is whole. */
static void one_answer_whatever_happens(void **state)
{
	static const struct {
		const char *title;
		unsigned timeout_ms;
		int code;
		const char *text;
		unsigned restarts;
		size_t n_aside;
	} rows[] = {
	    {"well", PATIENT_MS, 0, "", 0, 0},
	    {"refuse", PATIENT_MS, ERR_DATA, "no figure is inside", 0, 0},
	    {"abort-once", PATIENT_MS, 0, "", 1, 0},
	    {"kill 10", PATIENT_MS, 0, "", 10, 0},
	    {"kill 11", PATIENT_MS, ERR_UNAVAILABLE, "the worker was killed from outside 11 times while drawing kill 11", 11, 1},
	    {"abort", PATIENT_MS, ERR_INTERNAL, "the worker was killed by signal 6 (Aborted) twice while drawing abort", 2, 1},
	    {"gap", PATIENT_MS, ERR_INTERNAL, "the worker sent what is no answer and was killed twice while drawing gap", 2, 1},
	    {"empty", PATIENT_MS, ERR_INTERNAL, "the worker sent what is no answer and was killed twice while drawing empty", 2, 1},
	    {"hang", HASTY_MS, ERR_INTERNAL, "the worker gave no answer for 300 ms and was killed twice while drawing hang", 2, 1},
	};
	(void)state;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct supervisor_stats stats;
		struct outcome o, next;
		print_message("%s\n", rows[i].title);
		start(rows[i].timeout_ms);
		submit_graph(rows[i].title, &o);
		run_jobs();
		assert_int_equal(o.n, 1);
		assert_string_equal(o.text, rows[i].text);
		assert_int_equal(o.code, rows[i].code);
		assert_int_equal(o.len, rows[i].code ? 0 : IMAGE_BYTES);
		supervisor_stats(supervisor, &stats);
		assert_int_equal(stats.n_aside, rows[i].n_aside);
		assert_true(stats.restarts + (stats.state == SUPERVISOR_PAUSED) >= rows[i].restarts);
		assert_true(stats.restarts <= rows[i].restarts);
		submit_graph("well", &next);
		run_jobs();
		assert_int_equal(next.code, 0);
		stop();
	}
}

static void pictures_go_before_files(void **state)
{
	struct outcome file[200], picture[3];
	struct err err;
	(void)state;

	start(PATIENT_MS);
	for (int i = 0; i < 200; i++)
		submit_rrd("well", &file[i]);
	for (int i = 0; i < 3; i++)
		submit_graph("well", &picture[i]); /* although the queue is full for files */
	struct rrdfile_request more = {.path = "well", .freq = 'A', .rows = 1};
	assert_int_equal(supervisor_submit_rrd(supervisor, &more, on_rrd, &file[0], &err), ERR_LIMIT);
	run_jobs();
	for (int i = 0; i < 3; i++)
		assert_int_equal(picture[i].place, i);
	for (int i = 0; i < 200; i++)
		assert_int_equal(file[i].place, 3 + i);
	stop();
}

/* The job that a worker died over comes first, for all of its rows may not have come. */
static void behind_the_second_attempt(void **state)
{
	struct outcome file, picture;
	struct supervisor_stats stats;
	(void)state;

	start(PATIENT_MS);
	submit_rrd("abort-once", &file);
	do {
		uv_run(&loop, UV_RUN_ONCE);
		supervisor_stats(supervisor, &stats);
	} while (stats.state != SUPERVISOR_PAUSED);
	submit_graph("well", &picture);
	run_jobs();
	assert_int_equal(file.place, 0);
	assert_int_equal(file.code, 0);
	assert_int_equal(picture.place, 1);
	stop();
}

static void only_so_many_wait(void **state)
{
	static struct outcome o[SUPERVISOR_GRAPHS_MAX + 1];
	struct supervisor_stats stats;
	struct err err;
	(void)state;

	start(PATIENT_MS);
	for (int i = 0; i < SUPERVISOR_GRAPHS_MAX; i++)
		submit_graph("well", &o[i]);
	assert_int_equal(try_graph("well", &o[SUPERVISOR_GRAPHS_MAX], &err), ERR_UNAVAILABLE);
	assert_string_equal(err.text, "64 pictures wait to be drawn already; try again later");
	supervisor_stats(supervisor, &stats);
	assert_int_equal(stats.queued, SUPERVISOR_GRAPHS_MAX);
	run_jobs();
	for (int i = 0; i < SUPERVISOR_GRAPHS_MAX; i++) {
		assert_int_equal(o[i].code, 0);
		assert_int_equal(o[i].place, i);
	}
	submit_graph("well", &o[0]);
	supervisor_stop(supervisor, on_stopped, NULL);
	assert_int_equal(o[0].code, ERR_UNAVAILABLE);
	assert_int_equal(try_graph("well", &o[1], &err), ERR_UNAVAILABLE);
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(uv_loop_close(&loop), 0);
}

/* ---- orders ---- */

/* `n_panels` panels of as many series and points as one may have. */
static struct graph_panel *make_panels(size_t n_panels, size_t n_points)
{
	static struct graph_point points[GRAPH_POINTS_MAX + 1];
	static struct graph_series series[GRAPH_SERIES_MAX];
	static const struct graph_note notes[] = {{19944, "Größe: \"100 %\" \\"}, {-719162, ""}};
	static struct graph_panel panels[GRAPH_PANELS_MAX + 1];

	for (size_t i = 0; i < n_points; i++)
		points[i] = (struct graph_point){(int32_t)i - 500, (int32_t)i, (double)i / 7, -1e300, 1e300, (enum graph_basis)(i % 5)};
	for (size_t i = 0; i < GRAPH_SERIES_MAX; i++)
		series[i] = (struct graph_series){"label", "USD", 'S', points, n_points};
	for (size_t i = 0; i < n_panels; i++)
		panels[i] = (struct graph_panel){"title", "footer", series, GRAPH_SERIES_MAX, notes, 2};
	return panels;
}

/* The order, put together from its frames. */
static void join(const struct graph_request *r, struct buf *order)
{
	struct buf frames;
	struct frame f;
	uint64_t job, left = 1;
	const char *bytes;
	size_t n;

	buf_init(&frames, WIRE_GRAPH_MAX + FRAME_MAX);
	buf_init(order, WIRE_GRAPH_MAX);
	assert_int_equal(wire_put_graph(&frames, 42, "/tmp/x", r), 0);
	while (frame_peek(&frames, &f) == 1) {
		assert_true(left > 0);
		assert_int_equal(wire_get_graph(&f, &job, &left, &bytes, &n), 0);
		assert_int_equal(job, 42);
		assert_int_equal(buf_add(order, bytes, n), 0);
		frame_drop(&frames, &f);
	}
	assert_int_equal(left, 0);
	assert_int_equal(frames.len, 0);
	buf_fini(&frames);
}

static void orders_read_back(void **state)
{
	struct graph_request r = {GRAPH_SVG, GRAPH_DARK, 4000, 120, "A page", make_panels(3, 4000), 3}, *back;
	struct wire_graph g;
	struct buf order;
	(void)state;

	join(&r, &order);
	assert_true(order.len > 3 * FRAME_MAX);
	assert_int_equal(wire_graph_read(&g, buf_bytes(&order), order.len), 0);
	back = &g.request;
	assert_string_equal(g.tmp, "/tmp/x");
	assert_int_equal(back->format, GRAPH_SVG);
	assert_int_equal(back->theme, GRAPH_DARK);
	assert_int_equal(back->width, 4000);
	assert_int_equal(back->height, 120);
	assert_string_equal(back->title, "A page");
	assert_int_equal(back->n_panels, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_string_equal(back->panels[i].footer, "footer");
		assert_int_equal(back->panels[i].n_notes, 2);
		assert_string_equal(back->panels[i].notes[0].text, "Größe: \"100 %\" \\");
		assert_int_equal(back->panels[i].notes[1].day, -719162);
		assert_int_equal(back->panels[i].n_series, GRAPH_SERIES_MAX);
		for (size_t k = 0; k < GRAPH_SERIES_MAX; k++) {
			const struct graph_series *s = &back->panels[i].series[k];
			assert_int_equal(s->freq, 'S');
			assert_int_equal(s->n_points, 4000);
			for (size_t j = 0; j < 4000; j++) {
				const struct graph_point *got = &s->points[j], *sent = &r.panels[0].series[0].points[j];
				assert_true(got->begin == sent->begin && got->end == sent->end && got->value == sent->value &&
				            got->low == sent->low && got->high == sent->high && got->basis == sent->basis);
			}
		}
	}
	wire_graph_fini(&g);
	buf_fini(&order);
}

static void too_much_is_no_order(void **state)
{
	struct graph_request many = {.title = "", .n_panels = GRAPH_PANELS_MAX + 1}, large = {.title = "", .n_panels = GRAPH_PANELS_MAX},
	                     points = {.title = "", .n_panels = 1};
	struct buf out;
	(void)state;

	buf_init(&out, 2 * WIRE_GRAPH_MAX);
	many.panels = make_panels(GRAPH_PANELS_MAX + 1, 1);
	assert_int_equal(wire_put_graph(&out, 1, "", &many), ERR_LIMIT);
	large.panels = make_panels(GRAPH_PANELS_MAX, 4000);
	assert_int_equal(wire_put_graph(&out, 1, "", &large), ERR_LIMIT);
	points.panels = make_panels(1, GRAPH_POINTS_MAX + 1);
	assert_int_equal(wire_put_graph(&out, 1, "", &points), ERR_LIMIT);
	assert_int_equal(out.len, 0);
	buf_fini(&out);
}

/* Cut anywhere or with any byte changed: refused or read, never beyond its end (for the sanitizers). */
static void damaged_orders_are_refused(void **state)
{
	struct graph_request r = {.title = "A page", .panels = make_panels(1, 2), .n_panels = 1};
	struct wire_graph g;
	struct buf order;
	(void)state;

	join(&r, &order);
	for (size_t n = 0; n < order.len; n++) {
		char *cut = malloc(n + 1);
		assert_non_null(cut);
		memcpy(cut, buf_bytes(&order), n);
		assert_int_equal(wire_graph_read(&g, cut, n), ERR_DAMAGED);
		wire_graph_fini(&g);
		free(cut);
	}
	for (size_t i = 0; i < order.len; i++) {
		char *bytes = order.data + order.off, kept = bytes[i];
		bytes[i] = (char)(kept + 131);
		int rc = wire_graph_read(&g, bytes, order.len);
		assert_true(rc == 0 || rc == ERR_DAMAGED);
		wire_graph_fini(&g);
		bytes[i] = kept;
	}
	buf_fini(&order);
}

static void write_file(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0);
	close(fd);
}

static void scratch_is_emptied(void **state)
{
	char top[96], path[200], outside[96];
	struct err err;
	(void)state;

	snprintf(top, sizeof top, "%s-tmp", counter);
	snprintf(outside, sizeof outside, "%s-outside", counter);
	assert_int_equal(scratch_clear(top, &err), 0); /* made */
	assert_int_equal(mkdir(outside, 0700), 0);
	snprintf(path, sizeof path, "%s/a", top);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof path, "%s/a/b", top);
	write_file(path);
	snprintf(path, sizeof path, "%s/link", top);
	assert_int_equal(symlink(outside, path), 0);
	snprintf(path, sizeof path, "%s/kept", outside);
	write_file(path);
	assert_int_equal(scratch_clear(top, &err), 0);
	assert_int_equal(access(path, F_OK), 0); /* what a link leads to is not ours */
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(outside), 0);
	assert_int_equal(rmdir(top), 0); /* empty, so it goes */
	write_file(top);
	assert_int_equal(scratch_clear(top, &err), -20);
	assert_int_equal(unlink(top), 0);
	snprintf(path, sizeof path, "%s/no/such", top);
	assert_int_equal(scratch_clear(path, &err), -2);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_answer_whatever_happens),
	    cmocka_unit_test(pictures_go_before_files),
	    cmocka_unit_test(behind_the_second_attempt),
	    cmocka_unit_test(only_so_many_wait),
	    cmocka_unit_test(orders_read_back),
	    cmocka_unit_test(too_much_is_no_order),
	    cmocka_unit_test(damaged_orders_are_refused),
	    cmocka_unit_test(scratch_is_emptied),
	};

	if (argc >= 3 && strcmp(argv[1], "--worker") == 0)
		return own_worker(argv[2]);
	log_init(LOG_LEVEL_ERROR, "test");
	snprintf(counter, sizeof counter, "/tmp/coopd-supervisor-graph-%d", (int)getpid());
	int rc = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(counter);
	return rc;
}
