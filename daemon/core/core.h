/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * core: the running daemon: what every command and job works on. One per process, made by main.c, loop thread only.
 *
 *     claim.c   what is said in words, checked: an observation, a source, a note
 *     intake.c  a checked claim on its way to the ledger and the book
 *     view.c    keeps the RRD files as the figures are
 *     import.c  files: the worker parses, intake takes
 *     spool.c   the folder that files are dropped into
 */
#ifndef CORE_CORE_H
#define CORE_CORE_H

#include "conf/conf.h"
#include "model/catalogue.h"
#include "model/party.h"
#include "model/series.h"
#include "plug/plug.h"
#include "store/book.h"
#include "store/committer.h"
#include "store/ledger.h"
#include "weigh/weigh.h"
#include "work/supervisor.h"

#include <uv.h>

struct server;
struct view;
struct intake;
struct imports;
struct spool;

struct core_refused { /* a plugin that was not taken */
	char *path, *reason;
};

struct core {
	uv_loop_t *loop;
	const char *conf_path;                             /* NULL where none was given */
	const char *state_dir, *socket_path, *plugins_dir; /* of the command line, stronger than the configuration; NULL where not given */
	struct conf *conf;                                 /* owned; swapped whole at reload */
	char *rrd_dir;                                     /* owned; real path of the folder of RRD files, as it was at the start */
	struct parties *parties;                           /* owned; swapped with conf */
	struct catalogue *catalogue;                       /* owned; swapped with conf */
	struct plug **plugs;                               /* owned */
	size_t n_plugs;
	struct core_refused *refused; /* owned */
	size_t n_refused;
	struct book *book;
	struct ledger *ledger;
	struct committer *committer;
	struct supervisor *supervisor;
	struct intake *intake;
	struct view *view;
	struct imports *imports;
	struct spool *spool;
	struct server *server;
	struct saver *saver;
	uint64_t saved_seq;                                                        /* of the newest snapshot of the book */
	struct kin *kin;                                                           /* owned */
	struct answers *answers;                                                   /* owned */
	struct names *names;                                                       /* owned */
	void (*watch)(struct core *core, uint32_t series, const struct period *p); /* the server's ear for changes; NULL for none */
	size_t n_orphans;                                                          /* observations whose area or indicator is not loaded */
	bool ledger_failed; /* a commit failed and the ledger is being brought back */
	bool stopping;
	uint64_t started_ms;
};

/* Opens the plugins of conf->plugins_dir; those that are refused are listed in core->refused, and the rest goes on. An empty folder is an error
 * only where there is none. */
int core_load_plugins(struct core *core, struct err *err) __attribute__((warn_unused_result));

/* The configuration with what the command line says over it. */
int core_load_conf(const struct core *core, struct conf **out, struct err *err) __attribute__((warn_unused_result));

/* Builds parties and catalogue as `conf` and the loaded plugins say; ERR_CONFIG names file and line of what does not fit. */
int core_build_model(const struct core *core, const struct conf *conf, struct parties **parties, struct catalogue **catalogue,
                     struct err *err) __attribute__((warn_unused_result));

/* Reads the configuration again and puts it in force, or keeps the old one and says why in `err`. What needs a restart is logged. */
int core_reload(struct core *core, struct err *err) __attribute__((warn_unused_result));

/* The empty book, and what is remembered about it. 0 or -ENOMEM. */
int core_create_book(struct core *core) __attribute__((warn_unused_result));

/* A series as written in a request: as series_parse with our parties and catalogue. `number` (may be NULL): that of the book, 0 where it has none. */
int core_parse_series(const struct core *core, const char *text, struct series_name *out, uint32_t *number, struct err *err)
    __attribute__((warn_unused_result));

/* What `weigh` needs to know, as things are now. The effort that figures_each may spend on long lists, about 50 ms, begins with the call: once for each request. */
struct weigh core_weigh(const struct core *core);

/* The series behind a book's number; negative where its area or indicator is not loaded (an orphan). */
int core_series_name(const struct core *core, uint32_t series, struct series_name *out);

/* Fills core->rrd_dir. The state folder must be there; the folder of RRD files need not. 0 or a negative errno. */
int core_find_rrd_dir(struct core *core, struct err *err) __attribute__((warn_unused_result));

/* Rows of an RRD file of frequency 'A' 'S' 'Q' 'M', as configured. */
uint32_t core_rrd_rows(const struct core *core, char freq);

/* Counts core->n_orphans anew: once the ledger is loaded, and when the catalogue has changed. */
void core_count_orphans(struct core *core);

/* Tells everybody who keeps a view of a figure (RRD files, WATCH) that it may have changed. */
void core_changed(struct core *core, uint32_t series, const struct period *p);

/* Frees what is left of a core whose loop has ended. */
void core_fini(struct core *core);

#endif
