/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/worker.h"

#include "base/log.h"
#include "work/bulletin.h"
#include "work/csvfile.h"
#include "work/frame.h"
#include "work/graph.h"
#include "work/report.h"
#include "work/review.h"
#include "work/rrdfile.h"
#include "work/scratch.h"
#include "work/wire.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <time.h>

#define NICE 5 /* the core, which somebody waits for, comes first where both want a processor */
#define MEMORY_MAX ((rlim_t)2 << 30)

struct worker {
	int fd;
	struct buf in, out;
	struct review *review;
	struct buf order; /* the pieces of a GRAPH so far */
	uint64_t order_job;
	bool can_draw;            /* the first picture's preparations are made */
	struct report_desk *desk; /* what reads reports */
};

/* One file being parsed: rows are gathered into batches, and a batch goes when the core has given credit for it. */
struct parse {
	struct worker *worker;
	uint64_t job;
	uint32_t credit;
	struct buf rows;
	uint32_t n_rows;
	uint64_t first; /* ordinal of the batch's first row */
};

static void live_alone(void)
{
	sigset_t none;

	for (int i = 1; i < NSIG; i++)
		signal(i, SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	/* ^C in a terminal reaches the whole group; the core decides when the worker ends. */
	signal(SIGINT, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpriority(PRIO_PROCESS, 0, NICE);
	unsetenv("RRDCACHED_ADDRESS");
	unsetenv("RRDCACHED_STRIPPATH");
	unsetenv("RRD_DEFAULT_FONT");
	setenv("TZ", "UTC", 1);
	tzset();
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	setrlimit(RLIMIT_AS, &(struct rlimit){MEMORY_MAX, MEMORY_MAX});
#endif
}

/* Frames as one answer: what cannot be framed or sent ends the worker, and the core sees that. */
static int answer(struct worker *w, int rc)
{
	return rc ? rc : frame_send(w->fd, &w->out);
}

static int do_rrd(struct worker *w, struct frame *f)
{
	struct rrdfile_request request;
	struct rrdfile_point *points;
	enum rrdfile_outcome outcome = RRDFILE_FRESH;
	struct err err = {0};
	uint64_t job;

	int rc = wire_get_rrd(f, &job, &request, &points);
	if (!rc) {
		if (rrdfile_write(&request, &outcome, &err) == 0)
			err.code = 0;
		rc = answer(w, wire_put_rrd_done(&w->out, job, outcome, &err));
	}
	free(points);
	return rc;
}

/* 0; -EPIPE when the core has gone or has begun to talk of other things. */
static int wait_for_credit(struct parse *p)
{
	struct worker *w = p->worker;
	struct frame f;
	uint64_t job;
	uint32_t n = 0;

	while (!p->credit) {
		if (frame_wait(w->fd, &w->in, &f) <= 0 || f.type != WIRE_CREDIT || wire_get_credit(&f, &job, &n) != 0)
			return -EPIPE;
		/* Credit for a file that has ended already is late, not wrong. */
		if (job == p->job)
			p->credit += n;
		frame_drop(&w->in, &f);
	}
	return 0;
}

static int flush_rows(struct parse *p, const struct row_sink *sink)
{
	if (!p->n_rows)
		return 0;
	int rc = wait_for_credit(p);
	if (rc)
		return rc;
	p->credit--;
	rc = answer(p->worker, wire_put_rows(&p->worker->out, p->job, p->first, sink->done, sink->total, p->n_rows, &p->rows));
	p->first += p->n_rows;
	p->n_rows = 0;
	buf_clear(&p->rows);
	return rc;
}

static int put_row(struct row_sink *sink, const struct row *row)
{
	struct parse *p = sink->arg;

	int rc = wire_put_row(&p->rows, row);
	if (rc)
		return rc;
	p->n_rows++;
	if (row->kind == ROW_OBSERVATION)
		review_note(p->worker->review, row);
	return p->n_rows >= WIRE_BATCH_ROWS || p->rows.len >= WIRE_BATCH_BYTES ? flush_rows(p, sink) : 0;
}

static bool has_suffix(const char *name, const char *suffix)
{
	size_t n = strlen(name), k = strlen(suffix);
	return n > k && strcmp(name + n - k, suffix) == 0;
}

static int parse_file(struct worker *w, const struct csvfile_order *order, const struct wire_words *words, struct row_sink *sink,
                      struct err *err)
{
	const char *name = order->name;

	if (order->map && !has_suffix(name, ".csv") && !has_suffix(name, ".csv.gz"))
		return err_set(err, ERR_DATA, "%s is no .csv file, and only those are read by a mapping", name);
	if (has_suffix(name, ".bulletin") || has_suffix(name, ".bulletin.gz"))
		return bulletin_parse(order->path, name, sink, err);
	if (has_suffix(name, ".csv") || has_suffix(name, ".csv.gz"))
		return csvfile_parse(order, sink, err);
	if (has_suffix(name, ".txt"))
		return report_parse(w->desk, order->path, name, words, sink, err);
	return err_set(err, ERR_DATA, "%s is neither a .bulletin nor a .csv nor a .txt file", name);
}

/* The words point into a frame that is about to go: copies, freed by drop_words. Those that could not be copied are not there any more. */
static int keep_words(struct wire_words *words)
{
	size_t n = words->n;
	for (size_t i = 0; i < n; i++) {
		struct row_field *f = &words->word[i];
		char *key = strdup(f->key), *value = strdup(f->value);
		*f = (struct row_field){key, value};
		words->n = i + 1;
		if (!key || !value)
			return -ENOMEM;
	}
	return 0;
}

static void drop_words(struct wire_words *words)
{
	for (size_t i = 0; i < words->n; i++) {
		free((char *)words->word[i].key);
		free((char *)words->word[i].value);
	}
	free(words->word);
}

/* Texts of its own: the order's frame stands in `in`, which waiting for credit changes. */
static int copy_order(struct csvfile_order *to, const struct csvfile_order *from)
{
	to->survey = from->survey;
	to->path = strdup(from->path);
	to->name = strdup(from->name);
	to->map = from->map ? strdup(from->map) : NULL;
	return to->path && to->name && (to->map || !from->map) ? 0 : -ENOMEM;
}

static void free_order(struct csvfile_order *o)
{
	free((char *)o->path);
	free((char *)o->name);
	free((char *)o->map);
}

static int do_parse(struct worker *w, struct frame *f)
{
	struct parse p = {.worker = w};
	struct row_sink sink = {.put = put_row, .arg = &p};
	struct csvfile_order there, order;
	struct err err = {0};
	struct wire_words words;

	int rc = wire_get_parse(f, &p.job, &there, &words);
	if (rc) {
		free(words.word);
		return rc;
	}
	rc = copy_order(&order, &there) || keep_words(&words) ? -ENOMEM : 0;
	frame_drop(&w->in, f);
	f->len = 0;
	buf_init(&p.rows, FRAME_MAX);
	rc = rc ? err_sys(&err, ENOMEM, "cannot read the file") : parse_file(w, &order, &words, &sink, &err);
	if (!rc) {
		err.code = 0;
		/* A review that brings us down must not take the rows with it. */
		rc = flush_rows(&p, &sink);
		if (!rc)
			rc = review_run(w->review, &sink);
	}
	review_clear(w->review);
	/* An error with a sentence is about the file; one without is about us and the core. */
	if (!rc || err.code) {
		rc = flush_rows(&p, &sink);
		if (!rc)
			rc = answer(w, wire_put_parse_done(&w->out, p.job, &err));
	}
	buf_fini(&p.rows);
	free_order(&order);
	drop_words(&words);
	return rc;
}

/* What a worker before us left of its picture is removed: there is one worker at a time. Not at the start, for most workers never draw. */
static int prepare_drawing(struct worker *w, const char *tmp, struct err *err)
{
	if (!tmp[0])
		return err_set(err, ERR_UNAVAILABLE, "there is no folder to draw in");
	int rc = w->can_draw ? 0 : scratch_clear(tmp, err);
	if (rc)
		return rc;
	if (!w->can_draw)
		graph_init();
	w->can_draw = true;
	return 0;
}

static int send_image(struct worker *w, const struct buf *image)
{
	int rc = 0;

	for (size_t at = 0; at < image->len && !rc; at += WIRE_PIECE) {
		size_t n = image->len - at < WIRE_PIECE ? image->len - at : WIRE_PIECE;
		rc = answer(w, wire_put_image(&w->out, w->order_job, at, buf_bytes(image) + at, n));
	}
	return rc;
}

static int draw(struct worker *w)
{
	struct wire_graph g;
	struct buf image;
	struct err err = {0};

	buf_init(&image, WIRE_IMAGE_MAX);
	int rc = wire_graph_read(&g, buf_bytes(&w->order), w->order.len);
	if (!rc) {
		if (prepare_drawing(w, g.tmp, &err) == 0 && graph_draw(&g.request, g.tmp, &image, &err) == 0) {
			err.code = 0;
			rc = send_image(w, &image);
		}
		if (!rc)
			rc = answer(w, wire_put_graph_done(&w->out, w->order_job, &err));
	}
	wire_graph_fini(&g);
	buf_fini(&image);
	return rc;
}

/* A piece of an order; with the last one it is carried out. */
static int do_graph(struct worker *w, struct frame *f)
{
	const char *bytes;
	uint64_t job, left;
	size_t n;

	int rc = wire_get_graph(f, &job, &left, &bytes, &n);
	if (!rc && w->order.len && job != w->order_job)
		rc = ERR_DAMAGED;
	if (!rc)
		rc = buf_add(&w->order, bytes, n);
	w->order_job = job;
	if (rc || left)
		return rc;
	rc = draw(w);
	buf_fini(&w->order);
	return rc;
}

static int serve(struct worker *w)
{
	struct frame f;
	int rc;

	while ((rc = frame_wait(w->fd, &w->in, &f)) > 0) {
		bool parse = f.type == WIRE_PARSE;
		if (parse)
			rc = do_parse(w, &f);
		else if (f.type == WIRE_RRD)
			rc = do_rrd(w, &f);
		else if (f.type == WIRE_GRAPH)
			rc = do_graph(w, &f);
		else
			rc = f.type == WIRE_CREDIT ? 0 : ERR_DAMAGED;
		if (rc)
			return rc;
		if (!parse)
			frame_drop(&w->in, &f);
	}
	return rc;
}

int worker_main(int fd, char *const plugin_paths[])
{
	struct worker w = {.fd = fd};

	log_init(LOG_LEVEL_NOTICE, "worker");
	live_alone();
	buf_init(&w.in, 2 * (FRAME_MAX + FRAME_HEAD));
	buf_init(&w.out, 2 * (FRAME_MAX + FRAME_HEAD));
	buf_init(&w.order, WIRE_GRAPH_MAX);
	int rc = review_create(&w.review, plugin_paths);
	if (!rc)
		rc = report_desk_create(&w.desk, plugin_paths);
	if (!rc)
		rc = answer(&w, wire_put_hello(&w.out));
	if (!rc)
		rc = serve(&w);
	review_destroy(w.review);
	report_desk_destroy(w.desk);
	buf_fini(&w.in);
	buf_fini(&w.out);
	buf_fini(&w.order);
	/* A core that has gone is the end of the work, not a failure of it. */
	if (!rc || rc == -EPIPE || rc == -ECONNRESET)
		return 0;
	log_error("what the core sent was not understood (%d)", rc);
	return EX_SOFTWARE;
}
