/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * coopd: arguments, the start column, the loop, the stop column.
 */
#include "base/log.h"
#include "base/notify.h"
#include "core/core.h"
#include "core/import.h"
#include "core/intake.h"
#include "core/saver.h"
#include "core/spool.h"
#include "core/upload.h"
#include "core/view.h"
#include "ctl/server.h"
#include "work/worker.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#define STOP_GRACE_MS 5000
#define STOP_TICK_MS 10
#define DEFAULT_CONF "/etc/coopd/coopd.conf"

static const char usage[] =
    "usage: coopd [--config FILE] [--state DIR] [--socket PATH] [--plugins DIR]\n"
    "       coopd --check-config [--config FILE]     read the configuration, say what is wrong, end (0 or 78)\n"
    "       coopd --check-plugin FILE                the same for an area plugin (0 or 65)\n"
    "       coopd --version | --help\n"
    "\n"
    "coopd keeps the official figures of cooperation between two parties. It runs in the foreground and logs to standard\n"
    "error; SIGHUP reads the configuration again, SIGTERM finishes what is in hand and ends. Without --config it reads\n" DEFAULT_CONF
    " where that exists.\n";

struct daemon {
	struct core core;
	uv_loop_t loop;
	uv_signal_t term, interrupt, hangup;
	uv_timer_t watchdog, stopper;
	uint64_t stop_at_ms;
	bool has_worker, check_config;
	const char *check_plugin;
};

/* Arguments ---------------------------------------------------------------------------------------------------------- */

static int parse_args(struct daemon *d, int argc, char **argv)
{
	static const struct option options[] = {
	    {"config", required_argument, NULL, 'c'},
	    {"state", required_argument, NULL, 's'},
	    {"socket", required_argument, NULL, 'S'},
	    {"plugins", required_argument, NULL, 'p'},
	    {"check-config", no_argument, NULL, 'C'},
	    {"check-plugin", required_argument, NULL, 'P'},
	    {"version", no_argument, NULL, 'V'},
	    {"help", no_argument, NULL, 'h'},
	    {NULL, 0, NULL, 0},
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case 'c':
			d->core.conf_path = optarg;
			break;
		case 's':
			d->core.state_dir = optarg;
			break;
		case 'S':
			d->core.socket_path = optarg;
			break;
		case 'p':
			d->core.plugins_dir = optarg;
			break;
		case 'C':
			d->check_config = true;
			break;
		case 'P':
			d->check_plugin = optarg;
			break;
		case 'V':
			printf("coopd %s (plugin ABI %d)\n", COOPD_VERSION, COOP_PLUGIN_ABI);
			exit(0);
		case 'h':
			fputs(usage, stdout);
			exit(0);
		default:
			fputs(usage, stderr);
			return EX_USAGE;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "coopd: unexpected argument \"%s\"\n%s", argv[optind], usage);
		return EX_USAGE;
	}
	if (!d->core.conf_path && access(DEFAULT_CONF, F_OK) == 0)
		d->core.conf_path = DEFAULT_CONF;
	return 0;
}

static int check_plugin(const char *path)
{
	struct plug *plug;
	struct err err;

	if (plug_open(&plug, path, &err)) {
		fprintf(stderr, "coopd: plugin refused: %s\n", err.text);
		return EX_DATAERR;
	}
	const struct coop_plugin *t = plug_table(plug);
	printf("%s: area %s, %zu indicators, %zu identities: good\n", path, t->name, t->n_indicators, t->n_identities);
	plug_close(plug);
	return 0;
}

/* The whole configuration: the files, and what they say of areas where the plugins are at hand. */
static int check_config(struct core *core)
{
	struct err err;
	int rc = core_load_conf(core, &core->conf, &err);
	if (!rc && access(core->conf->plugins_dir, F_OK) == 0) {
		rc = core_load_plugins(core, &err);
		if (!rc)
			rc = core_build_model(core, core->conf, &core->parties, &core->catalogue, &err);
	}
	if (rc)
		fprintf(stderr, "coopd: %s\n", err.text);
	else
		printf("%s: good\n", core->conf_path ? core->conf_path : "built-in defaults");
	core_fini(core);
	return rc ? EX_CONFIG : 0;
}

/* Starting ------------------------------------------------------------------------------------------------------------ */

/* A row that is on disk although its sender was told of a failure. */
static int on_found(void *arg, const struct record *r, struct err *err)
{
	struct core *core = arg;
	int rc = book_apply(core->book, r, err);
	if (!rc && r->kind == RECORD_OBSERVATION)
		core_changed(core, r->observation.series, &r->observation.period);
	return rc;
}

static void on_ledger_failed(void *arg, const struct err *e)
{
	struct core *core = arg;
	core->ledger_failed = true;
	log_error("ledger: %s; nothing is taken until it is open again", e->text);
}

static void on_ledger_retried(void *arg, const struct err *e)
{
	(void)arg;
	log_warning("ledger: still not open: %s", e->text);
}

static void on_ledger_recovered(void *arg)
{
	struct core *core = arg;
	book_rollback(core->book);
	core->ledger_failed = false;
	log_notice("ledger: open again, and all that was acknowledged is there");
}

static int open_store(struct daemon *d, struct err *err)
{
	struct core *core = &d->core;
	char path[4096];

	if (mkdir(core->conf->state_dir, 0755) && errno != EEXIST)
		return err_sys(err, errno, "cannot make the state folder %s", core->conf->state_dir);
	if ((size_t)snprintf(path, sizeof path, "%s/ledger.db", core->conf->state_dir) >= sizeof path)
		return err_set(err, ERR_CONFIG, "state_dir is too long");
	if (core_create_book(core))
		return err_sys(err, ENOMEM, "book");
	int rc = saver_open_ledger(core, path, err);
	if (rc)
		return rc;
	const struct committer_hooks hooks = {
	    .found = {on_found, core},
	    .failed = on_ledger_failed,
	    .retried = on_ledger_retried,
	    .recovered = on_ledger_recovered,
	    .arg = core,
	};
	core_count_orphans(core);
	return committer_start(&core->committer, core->loop, core->ledger, core->conf->ledger.group_max, &hooks, err);
}

static int start_worker(struct daemon *d, struct err *err)
{
	struct core *core = &d->core;
	struct supervisor_options options = {
	    .job_timeout_ms = core->conf->worker.job_timeout_s * 1000u,
	    .backoff_ms = core->conf->worker.backoff_ms,
	    .backoff_max_ms = core->conf->worker.backoff_max_ms,
	};
	char tmp[4200];
	if ((size_t)snprintf(tmp, sizeof tmp, "%s/tmp", core->conf->state_dir) >= sizeof tmp)
		return err_set(err, ERR_CONFIG, "state_dir is too long");
	options.tmp_dir = tmp;
	const char **paths = calloc(core->n_plugs + 1, sizeof *paths);
	if (!paths)
		return err_sys(err, ENOMEM, "worker");
	for (size_t i = 0; i < core->n_plugs; i++)
		paths[i] = plug_path(core->plugs[i]);
	options.plugin_paths = paths;
	options.n_plugins = core->n_plugs;
	int rc = supervisor_start(&core->supervisor, core->loop, &options, err);
	free(paths);
	return rc;
}

static int start(struct daemon *d, struct err *err)
{
	struct core *core = &d->core;
	int rc = core_load_conf(core, &core->conf, err);
	if (rc)
		return rc;
	log_set_level(core->conf->log_level);
	if ((rc = core_load_plugins(core, err)) || (rc = core_build_model(core, core->conf, &core->parties, &core->catalogue, err)))
		return rc;
	if ((rc = open_store(d, err)) || (rc = start_worker(d, err)))
		return rc;
	if (intake_create(&core->intake) || imports_create(&core->imports) || view_create(&core->view, core) ||
	    saver_create(&core->saver, core))
		return err_sys(err, ENOMEM, "start");
	if ((rc = core_find_rrd_dir(core, err)) || (rc = upload_clean(core, err)) || (rc = server_open(&core->server, core, err)))
		return rc;
	if (core->conf->import.spool && (rc = spool_create(&core->spool, core, err)))
		return rc;
	view_mark_all(core->view);
	return 0;
}

/* Stopping -------------------------------------------------------------------------------------------------------------- */

/* Nothing new is let in; what was asked for is finished and answered, what changed is written, as far as STOP_GRACE_MS goes. Then the worker goes, the
 * commit thread, and the loop for want of handles. */
static void close_rest(struct daemon *d)
{
	if (d->core.committer)
		committer_stop(d->core.committer);
	saver_stop(d->core.saver);
	saver_save_now(&d->core);
	view_destroy(d->core.view);
	uv_close((uv_handle_t *)&d->term, NULL);
	uv_close((uv_handle_t *)&d->interrupt, NULL);
	uv_close((uv_handle_t *)&d->hangup, NULL);
	uv_close((uv_handle_t *)&d->watchdog, NULL);
	uv_close((uv_handle_t *)&d->stopper, NULL);
}

static void on_worker_stopped(void *arg)
{
	struct daemon *d = arg;
	d->has_worker = false;
}

static void on_server_closed(void *arg)
{
	struct daemon *d = arg;
	d->core.server = NULL;
}

static bool is_idle(const struct core *core)
{
	struct view_stats stats = {0};
	if (core->view)
		view_get_stats(core->view, &stats);
	return !core->server && !stats.pending && (!core->imports || imports_n(core->imports) == 0);
}

static void on_stopper(uv_timer_t *timer)
{
	struct daemon *d = timer->data;

	if (d->core.supervisor && (is_idle(&d->core) || uv_now(&d->loop) >= d->stop_at_ms)) {
		struct supervisor *s = d->core.supervisor;
		d->core.supervisor = NULL; /* nobody submits any more */
		supervisor_stop(s, on_worker_stopped, d);
		view_stop(d->core.view);
	}
	if (!d->has_worker && !d->core.server) {
		uv_timer_stop(timer);
		close_rest(d);
	}
}

static void stop(struct daemon *d)
{
	if (d->core.stopping)
		return;
	d->core.stopping = true;
	notify_send("STOPPING=1");
	d->stop_at_ms = uv_now(&d->loop) + STOP_GRACE_MS;
	d->has_worker = d->core.supervisor;
	spool_destroy(d->core.spool);
	d->core.spool = NULL;
	if (d->core.server)
		server_close(d->core.server, STOP_GRACE_MS, on_server_closed, d);
	uv_timer_start(&d->stopper, on_stopper, 0, STOP_TICK_MS);
}

static void on_stop_signal(uv_signal_t *handle, int number)
{
	log_notice("%s: finishing what is in hand", number == SIGTERM ? "SIGTERM" : "SIGINT");
	stop(handle->data);
}

static void on_hangup(uv_signal_t *handle, int number)
{
	struct daemon *d = handle->data;
	struct err err;

	(void)number;
	if (d->core.stopping)
		return;
	notify_send("RELOADING=1");
	if (core_reload(&d->core, &err))
		log_error("reload: the old configuration stays in force: %s", err.text);
	else if (server_apply_conf(d->core.server, &err))
		log_error("reload: %s", err.text);
	else
		log_notice("reload: the configuration was read again");
	notify_send("READY=1");
}

static void on_watchdog(uv_timer_t *timer)
{
	(void)timer;
	notify_send("WATCHDOG=1");
}

static void catch_signals(struct daemon *d)
{
	uv_signal_init(&d->loop, &d->term);
	uv_signal_init(&d->loop, &d->interrupt);
	uv_signal_init(&d->loop, &d->hangup);
	uv_timer_init(&d->loop, &d->watchdog);
	uv_timer_init(&d->loop, &d->stopper);
	d->stopper.data = d;
	d->term.data = d->interrupt.data = d->hangup.data = d;
	uv_signal_start(&d->term, on_stop_signal, SIGTERM);
	uv_signal_start(&d->interrupt, on_stop_signal, SIGINT);
	uv_signal_start(&d->hangup, on_hangup, SIGHUP);
	const char *usec = getenv("WATCHDOG_USEC");
	uint64_t every_ms = usec ? strtoull(usec, NULL, 10) / 2000 : 0;
	if (every_ms)
		uv_timer_start(&d->watchdog, on_watchdog, every_ms, every_ms);
}

/* Thousands of clients need as many descriptors as we may have. */
static void raise_file_limit(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max < 65536 ? limit.rlim_max : 65536;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

static int run(struct daemon *d)
{
	struct err err;

	uv_loop_init(&d->loop);
	d->core.loop = &d->loop;
	catch_signals(d);
	int rc = start(d, &err);
	if (rc) {
		log_error("cannot start: %s", err.text);
		stop(d);
	} else {
		uv_update_time(&d->loop);
		d->core.started_ms = uv_now(&d->loop);
		struct book_totals t = book_totals(d->core.book);
		log_notice("ready: %zu areas, %zu observations of %zu series, socket %s", catalogue_n_areas(d->core.catalogue),
		           t.observations, t.series, d->core.conf->socket.path);
		notify_send("READY=1");
	}
	uv_run(&d->loop, UV_RUN_DEFAULT);
	imports_destroy(d->core.imports);
	intake_destroy(d->core.intake);
	core_fini(&d->core);
	if (uv_loop_close(&d->loop))
		log_warning("a handle was left open");
	if (!rc)
		log_notice("stopped");
	return rc ? err_exit_code(rc) : 0;
}

int main(int argc, char **argv)
{
	static struct daemon d;

	if (argc >= 2 && strcmp(argv[1], "--worker") == 0) {
		log_init(LOG_LEVEL_NOTICE, "worker");
		return worker_main(3, argv + 2);
	}
	log_init(LOG_LEVEL_NOTICE, "coopd");
	signal(SIGPIPE, SIG_IGN);
	umask(022);
	int rc = parse_args(&d, argc, argv);
	if (rc)
		return rc;
	if (d.check_plugin)
		return check_plugin(d.check_plugin);
	if (d.check_config)
		return check_config(&d.core);
	raise_file_limit();
	return run(&d);
}
