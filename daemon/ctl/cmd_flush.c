/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * FLUSH of both vocabularies: rrdcached's names a file, collectd's has options or stands alone. Either is answered when what it asked for is on disk.
 */
#include "base/num.h"
#include "core/view.h"
#include "ctl/command.h"
#include "ctl/rrdpath.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether there is a file, or one to be removed: a file that has lost its last row waits for that. 0, or as points_collect, or ERR_UNKNOWN. */
static int check_file(const struct core *core, const struct series_name *name, struct err *err)
{
	struct points rows;

	if (view_is_pending(core->view, book_find_series(core->book, name->key), name->freq))
		return 0;
	int rc = points_collect(&rows, core, name, name->freq, err);
	if (!rc && !rows.n)
		rc = err_set(err, ERR_UNKNOWN, "there is no figure of %s-%c from 1971 on; LIST RECURSIVE / lists the files", name->key,
		             name->freq);
	points_fini(&rows);
	return rc;
}

/* rrdcached's ------------------------------------------------------------------------------------------------------------------ */

struct wait {
	struct slot *slot;
	char path[RRDPATH_MAX];
};

static void on_flushed(void *arg, const struct err *err)
{
	struct wait *w = arg;
	char text[RRDPATH_MAX + 40];

	if (err->code) {
		slot_error(w->slot, err);
	} else {
		snprintf(text, sizeof text, "Successfully flushed %s.", w->path);
		slot_reply(w->slot, NULL, 0, text);
	}
	free(w);
}

/* Once a job is asked for there is no way back, so the slot comes first. */
static void flush_file(struct request *rq, const struct series_name *file)
{
	struct wait *w = malloc(sizeof *w);
	struct err err;

	if (!w) {
		request_no_memory(rq);
		return;
	}
	rrdpath_format(rq->core, file->key, file->freq, w->path);
	w->slot = request_defer(rq);
	if (!w->slot) {
		free(w);
		return;
	}
	int rc = view_flush(rq->core->view, file, on_flushed, w, &err);
	if (rc > 0)
		return;
	if (rc < 0) {
		slot_error(w->slot, &err);
	} else {
		char text[RRDPATH_MAX + 40];
		snprintf(text, sizeof text, "Nothing to flush: %s.", w->path);
		slot_reply(w->slot, NULL, 0, text);
	}
	free(w);
}

static void flush_path(struct request *rq)
{
	struct series_name name;
	struct err err;

	if (rq->words.n_opt) {
		err_set(&err, ERR_USAGE, "FLUSH takes a path, or options, and not both");
		request_error(rq, &err);
		return;
	}
	int rc = rrdpath_parse(rq->core, rq->words.word[1], &name, &err);
	if (!rc && (rc = check_file(rq->core, &name, &err)))
		err_prefix(&err, "No such file: %.200s", rq->words.word[1]);
	if (rc)
		request_error(rq, &err);
	else
		flush_file(rq, &name);
}

/* collectd's ------------------------------------------------------------------------------------------------------------------- */

/* One request of collectd's: parts are waited for together. */
struct group {
	struct slot *slot;
	size_t n_open; /* parts not answered yet, and one more while they are being asked for */
	unsigned long long n_good, n_bad;
	char why[600]; /* what went wrong, "; " before each */
};

static void note_bad(struct group *g, unsigned long long times, const char *what, const char *why)
{
	size_t n = strlen(g->why);

	g->n_bad += times;
	snprintf(g->why + n, sizeof g->why - n, "; %.200s%s%s", what, *what && *why ? ": " : "", why);
}

static void close_part(struct group *g)
{
	char text[700];

	if (--g->n_open)
		return;
	snprintf(text, sizeof text, "Done: %llu successful, %llu errors%s", g->n_good, g->n_bad, g->why);
	slot_reply(g->slot, NULL, 0, text);
	free(g);
}

/* A part is asked for once, however many plugins it is counted for. */
struct part {
	struct group *group;
	unsigned long long times;
	char what[SERIES_KEY_MAX + 2];
};

static void end_part(struct part *p, bool good, const char *why)
{
	struct group *g = p->group;

	if (good)
		g->n_good += p->times;
	else
		note_bad(g, p->times, p->what, why);
	free(p);
	close_part(g);
}

static void on_part(void *arg, const struct err *err)
{
	end_part(arg, !err->code, err->text);
}

static void on_all(void *arg, size_t n_failed, const struct err *first)
{
	struct part *p = arg;

	snprintf(p->what, sizeof p->what, "%zu files", n_failed);
	end_part(p, !n_failed, first->text);
}

static struct part *open_part(struct group *g, unsigned long long times, const char *what)
{
	struct part *p = malloc(sizeof *p);

	if (!p) {
		note_bad(g, times, what, "out of memory; try again later");
		return NULL;
	}
	p->group = g;
	p->times = times;
	snprintf(p->what, sizeof p->what, "%s", what);
	g->n_open++;
	return p;
}

static void flush_all(struct request *rq, struct group *g, unsigned long long times)
{
	struct part *p = open_part(g, times, "");
	struct err err;

	if (p && view_flush_all(rq->core->view, on_all, p, &err))
		end_part(p, false, err.text);
}

static void flush_identifier(struct request *rq, struct group *g, unsigned long long times, const char *identifier)
{
	struct series_name name;
	struct err err;

	int rc = core_parse_series(rq->core, identifier, &name, NULL, &err);
	if (!rc && !name.freq)
		rc = err_set(&err, ERR_DATA, "%s: write -A, -S, -Q or -M behind it", name.key);
	if (rc || check_file(rq->core, &name, &err)) {
		note_bad(g, times, "", err.text);
		return;
	}
	struct part *p = open_part(g, times, identifier);
	rc = p ? view_flush(rq->core->view, &name, on_part, p, &err) : 1;
	if (rc <= 0)
		end_part(p, rc == 0, rc ? err.text : "");
}

static int check_timeout(const struct words *w, struct err *err)
{
	const char *timeout = words_option(w, "timeout");
	double seconds;

	if (timeout && (num_parse(timeout, strlen(timeout), &seconds)))
		return err_set(err, ERR_DATA, "timeout=%.40s is no number of seconds", timeout);
	return 0;
}

/* Plugins of collectd that write RRD files: what ours are to those who ask. */
static bool is_our_plugin(const char *name)
{
	return strcmp(name, "rrdtool") == 0 || strcmp(name, "rrdcached") == 0;
}

/* Options are counted: every plugin with every identifier. */
static void flush_options(struct request *rq, struct group *g)
{
	const struct words *w = &rq->words;
	unsigned long long n_plugins = 0, n_known = 0, n_identifiers = 0;

	for (size_t i = 0; i < w->n_opt; i++)
		n_identifiers += strcmp(w->opt[i].key, "identifier") == 0;
	for (size_t i = 0; i < w->n_opt; i++)
		if (strcmp(w->opt[i].key, "plugin") == 0) {
			n_plugins++;
			n_known += is_our_plugin(w->opt[i].value);
			if (!is_our_plugin(w->opt[i].value))
				note_bad(g, n_identifiers ? n_identifiers : 1, w->opt[i].value,
				         "no such plugin; rrdtool stands for our files");
		}
	unsigned long long times = n_plugins ? n_known : 1;
	for (size_t i = 0; i < w->n_opt && times; i++)
		if (strcmp(w->opt[i].key, "identifier") == 0)
			flush_identifier(rq, g, times, w->opt[i].value);
	if (!n_identifiers && times)
		flush_all(rq, g, times);
}

void cmd_flush(struct request *rq)
{
	struct group *g;
	struct err err;

	if (rq->words.n > 1) {
		flush_path(rq);
		return;
	}
	if (check_timeout(&rq->words, &err)) {
		request_error(rq, &err);
		return;
	}
	g = calloc(1, sizeof *g);
	if (!g) {
		request_no_memory(rq);
		return;
	}
	g->slot = request_defer(rq);
	if (!g->slot) {
		free(g);
		return;
	}
	g->n_open = 1;
	flush_options(rq, g);
	close_part(g);
}

void cmd_flushall(struct request *rq)
{
	view_hurry(rq->core->view);
	request_reply(rq, "Started flush.");
}
