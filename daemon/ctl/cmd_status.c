/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/import.h"
#include "core/view.h"
#include "ctl/command.h"
#include "ctl/reply.h"
#include "weigh/answers.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static void count(struct request *rq, const char *key, unsigned long long n)
{
	request_line(rq, "%s %llu", key, n);
}

/* "key" and its attributes; begun here, ended with request_line_end. */
static int begin(struct request *rq, const char *key)
{
	return buf_addf(&rq->lines, "%s", key);
}

static void text_line(struct request *rq, const char *key, const char *text)
{
	request_line_end(rq, buf_addf(&rq->lines, "%s ", key) || words_quote(&rq->lines, text));
}

static void store_lines(struct request *rq)
{
	const struct core *core = rq->core;
	struct book_totals t = book_totals(core->book);

	request_line(rq, "state %s", core->ledger_failed ? "ledger-failed" : "ready");
	int rc = buf_addf(&rq->lines, "ledger ");
	char path[4400];
	snprintf(path, sizeof path, "%s/ledger.db", core->conf->state_dir);
	request_line_end(rq, rc || words_quote(&rq->lines, path));
	count(rq, "observations", t.observations);
	count(rq, "series", t.series);
	count(rq, "sources", t.sources);
	count(rq, "notes", t.notes);
	count(rq, "orphans", core->n_orphans);
	count(rq, "memory_bytes", t.bytes);
	request_line_end(rq, buf_addf(&rq->lines, "revision_threshold") || reply_bare(&rq->lines, core->conf->weigh.revision_threshold));
	count(rq, "clients", server_n_clients(core->server));
	struct answers_stats a;
	answers_get_stats(core->answers, &a);
	count(rq, "answers", a.kept);
	count(rq, "answers_bytes", a.bytes);
	count(rq, "answers_begun", a.begun);
	count(rq, "answers_found", a.found);
	count(rq, "answers_missed", a.missed);
}

static void view_lines(struct request *rq)
{
	struct view_stats v;
	char path[4400];

	view_get_stats(rq->core->view, &v);
	snprintf(path, sizeof path, "%s/rrd", rq->core->conf->state_dir);
	text_line(rq, "rrd_dir", path);
	count(rq, "rrd_written", v.written);
	count(rq, "rrd_fresh", v.fresh);
	count(rq, "rrd_failed", v.failed);
	count(rq, "rrd_broken", v.broken);
	count(rq, "rrd_pending", v.pending);
	if (v.last_error[0])
		text_line(rq, "rrd_error", v.last_error);
}

static void aside_line(struct request *rq, const struct supervisor_aside *a)
{
	char since[40] = "";
	struct tm tm;
	time_t t = (time_t)a->time;

	if (gmtime_r(&t, &tm))
		strftime(since, sizeof since, "%Y-%m-%dT%H:%M:%SZ", &tm);
	int rc = begin(rq, "aside") || reply_text(&rq->lines, "job", a->name) || reply_text(&rq->lines, "reason", a->reason);
	request_line_end(rq, rc || reply_text(&rq->lines, "since", since));
}

static void worker_lines(struct request *rq)
{
	struct supervisor_stats s;

	supervisor_stats(rq->core->supervisor, &s);
	request_line(rq, "worker_state %s", supervisor_state_name(s.state));
	count(rq, "worker_pid", (unsigned long long)s.pid);
	count(rq, "worker_restarts", s.restarts);
	count(rq, "worker_jobs", s.done);
	count(rq, "worker_queue", s.queued);
	count(rq, "worker_aside", s.n_set_aside);
	for (size_t i = 0; i < s.n_aside; i++)
		aside_line(rq, s.aside[i]);
}

static void import_line(void *arg, const struct import_report *r)
{
	struct request *rq = arg;

	int rc = begin(rq, "import") || reply_text(&rq->lines, "name", r->name);
	request_line_end(rq, rc || buf_addf(&rq->lines, " done=%llu total=%llu taken=%llu known=%llu refused=%llu",
	                                    (unsigned long long)r->done_bytes, (unsigned long long)r->total_bytes,
	                                    (unsigned long long)r->taken, (unsigned long long)r->known, (unsigned long long)r->refused));
}

void cmd_status(struct request *rq)
{
	const struct core *core = rq->core;

	request_line(rq, "version %s", COOPD_VERSION);
	count(rq, "pid", (unsigned long long)getpid());
	count(rq, "uptime_s", (uv_now(core->loop) - core->started_ms) / 1000);
	store_lines(rq);
	view_lines(rq);
	worker_lines(rq);
	imports_each(core->imports, import_line, rq);
	for (size_t i = 0; i < core->n_refused; i++) {
		int rc = begin(rq, "plugin_refused") || reply_text(&rq->lines, "file", core->refused[i].path);
		request_line_end(rq, rc || reply_text(&rq->lines, "reason", core->refused[i].reason));
	}
	request_reply(rq, "status");
}
