/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * conf: the configuration, one immutable struct.
 *
 * The main file is read first, then every *.conf file of the folder conf.d beside it, in the order of their names (bytes).
 * A single value that stands in several files is the last one's; lists (parties, pairs, sources, indicators) grow. Each
 * file is parsed on its own, so it has to be well-formed alone. `@include "name"` is relative to the folder of the file
 * that begins the chain (not to the working directory); absolute paths are refused.
 *
 * Which settings there are, their types, defaults and limits: the table in schema.c. What the words mean beyond that (is
 * there such a country, such an area) is for the model to say; `where` tells the place to name then.
 */
#ifndef CONF_CONF_H
#define CONF_CONF_H

#include "base/bound.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In all entries `where` is "FILE:LINE". Texts are UTF-8 without control characters. */
struct conf_party {
	char *code, *name;
	char *where;
};

struct conf_source {
	char *id;
	int rank;
	char *where;
};

struct conf_indicator {
	char *area, *id, *title, *unit, *kind, *note; /* kind: "flow" "stock" "ratio" "rank" "ordinal"; note "" for none */
	bool is_signed;                               /* `signed` in the file */
	double plausible_min, plausible_max;          /* -INFINITY and INFINITY where not said */
	int decimals;
	char **phrases;  /* NULL-terminated, or NULL */
	char *direction; /* "between" "books" "gives" "takes" "where" "whence" */
	char *where;
};

/* Owns all that it points to. Nobody changes it after conf_load and conf_override, so it may be read from any thread. */
struct conf {
	char *state_dir, *plugins_dir;
	enum log_level log_level;
	struct {
		char *path;
		unsigned mode; /* permission bits */
		char *group;   /* "": left as it is */
		unsigned max_clients;
		unsigned line_max, output_max; /* bytes */
		unsigned idle_timeout_s;       /* 0: never */
	} socket;
	struct {
		unsigned group_max; /* records per commit */
	} ledger;
	struct {
		uint64_t upload_max; /* bytes */
		bool spool;
		unsigned spool_rescan_s;
	} import;
	struct {
		bool enabled;
		unsigned rows_a, rows_s, rows_q, rows_m;
	} rrd;
	struct {
		unsigned job_timeout_s;
		unsigned backoff_ms, backoff_max_ms;
	} worker;
	struct hedge_policy hedge;
	struct {
		bool derive;
		double revision_threshold; /* percent */
	} weigh;

	struct conf_party *parties;
	size_t n_parties;
	char **pairs;       /* NULL-terminated, or NULL */
	char **pairs_where; /* of each */
	size_t n_pairs;
	struct conf_source *sources;
	size_t n_sources;
	struct conf_indicator *indicators;
	size_t n_indicators;
};

/* `path` NULL: all defaults. 0, ERR_CONFIG ("FILE:LINE: what is wrong; what to write"), or a negative errno where a file
 * cannot be read (a main file that does not exist is an error). *out is set on success only. */
int conf_load(struct conf **out, const char *path, struct err *err) __attribute__((warn_unused_result));

void conf_destroy(struct conf *c);

/* What a command line option says instead of a setting that is a text ("state_dir", "socket.path"). Checked as in a file;
 * only before the struct is shared. 0, ERR_CONFIG, ERR_UNKNOWN, -ENOMEM. */
int conf_override(struct conf *c, const char *key, const char *text, struct err *err) __attribute__((warn_unused_result));

/* Appends to `names` ("state_dir, socket.path") the settings that differ and that only a restart can change. Their number, or a negative
 * code where they do not fit. */
int conf_check_restart(const struct conf *old, const struct conf *new, struct buf *names) __attribute__((warn_unused_result));

#endif
