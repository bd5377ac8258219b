/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/command.h"

#include "base/num.h"
#include "base/spell.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *const get_options[] = {"asof", "bounds", "status", "assume", NULL};
static const char *const explain_options[] = {"asof", "bounds", "assume", NULL};
static const char *const asof_options[] = {"asof", NULL};
static const char *const observations_options[] = {"asof", "seq", NULL};
static const char *const series_options[] = {"all", NULL};
static const char *const put_options[] = {"bound", "g", "high", "status", "source", "published", "evidence", "force", NULL};
static const char *const source_options[] = {"name", "authority", "url", "published", "party", "rank", NULL};
static const char *const note_options[] = {"kind", "text", "source", "published", NULL};
static const char *const putval_options[] = {
    "interval", "meta:evidence", "meta:source", "meta:published", "meta:status", "meta:bound", NULL,
};
static const char *const flush_options[] = {"timeout", "plugin", "identifier", NULL};
static const char *const graph_options[] = {"format", "theme", "width", "height", "asof", "assume", NULL};
static const char *const import_options[] = {"bytes", "map", "dry_run", NULL};
static const char *const read_options[] = {"bytes", "published", "pair", "party", "record", "status", "source", NULL};

const struct command commands[] = {
    {"HELP", 0, 1, NULL, 0, cmd_help, "[command]", "this list, or one line of it"},
    {"STATUS", 0, 0, NULL, 0, cmd_status, "", "how the daemon is: counts, ledger, RRD files, worker, imports, what was refused"},
    {"AREAS", 0, 0, NULL, 0, cmd_areas, "", "the cooperation areas that are loaded"},
    {"INDICATORS", 0, 1, NULL, 0, cmd_indicators, "[area]", "what is measured, with kind and unit"},
    {"SERIES", 0, 1, series_options, 0, cmd_series, "[glob] [all=1]", "series that have figures, one line for each frequency"},
    {"GET", 1, 2, get_options, 0, cmd_get, "series [period|from..to] [asof=DATE] [bounds=hard] [status=F|T] [assume=even]",
     "the figures of a series with low, high and source"},
    {"EXPLAIN", 2, 2, explain_options, 0, cmd_explain, "series period [asof=DATE] [bounds=hard] [assume=even]",
     "what the low and the high of a figure rest on"},
    {"CONFLICTS", 0, 1, asof_options, 0, cmd_conflicts, "[glob] [asof=DATE]",
     "observations that cannot all be true, and which was set aside"},
    {"PUT", 3, 3, put_options, COMMAND_WRITES, cmd_put,
     "series period value [bound=] [g=] [high=] [status=] [source=] [published=] [evidence=] [force=1]",
     "records an observation; answered when it is on disk"},
    {"SOURCE", 1, 1, source_options, COMMAND_WRITES, cmd_source, "id [name=] [authority=] [url=] [published=] [party=] [rank=]",
     "declares a source, or amends what is known of it"},
    {"SOURCES", 0, 1, NULL, 0, cmd_sources, "[glob]", "the sources that are known"},
    {"NOTE", 2, 2, note_options, COMMAND_WRITES, cmd_note, "pair[/area] date kind=event|statement text= [source=] [published=]",
     "records a dated event or statement without a number"},
    {"NOTES", 1, 2, NULL, 0, cmd_notes, "pair[/area] [period|from..to]", "notes of a pair, oldest first"},
    {"OBSERVATIONS", 1, 2, observations_options, 0, cmd_observations, "series [period|from..to] [asof=DATE] [seq=1]",
     "every observation as it was written, oldest first"},
    {"GAPS", 2, 2, NULL, 0, cmd_gaps, "pair period", "indicators without a figure in a period"},
    {"GRAPH", 1, 9, graph_options, 0, cmd_graph,
     "series… | pair[/area] [period|from..to] [format=png|svg] [theme=light|dark] [width=] [height=] [asof=DATE] [assume=even]",
     "a picture of series, or a page of a pair or an area, in base64"},
    {"WATCH", 0, 1, NULL, 0, cmd_watch, "[glob]", "tells each change of a figure as it comes, until QUIT"},
    {"IMPORT", 1, 1, import_options, COMMAND_BODY, cmd_import, "name bytes=N [map=M] [dry_run=1]",
     "takes in a .bulletin, .csv (both packed with gzip or not) or .txt file whose N bytes follow the line; the first M of them are a "
     "mapping"},
    {"READ", 1, 1, read_options, COMMAND_BODY, cmd_read,
     "name bytes=N [published=DATE] [pair=AZ-RU] [party=AZ] [record=1] [status=A] [source=ID]",
     "finds the figures in a report in prose whose N bytes follow the line; nothing is recorded without record=1"},
    {"LISTVAL", 0, 0, NULL, 0, cmd_listval, "", "collectd's: the series of a frequency, with the end of the newest period as a Unix time"},
    {"GETVAL", 1, 1, NULL, 0, cmd_getval, "identifier", "collectd's: value, low, high and derived of the newest figure of a series"},
    {"PUTVAL", 2, WORDS_MAX, putval_options, COMMAND_WRITES, cmd_putval,
     "identifier [interval=] [meta:evidence=] [meta:source=] [meta:published=] [meta:status=] [meta:bound=] "
     "time:value[:low:high[:derived]]...",
     "collectd's: records observations, all or none; a time is the end of its period"},
    {"PUTNOTIF", 0, 0, NULL, COMMAND_REFUSED, NULL, "",
     "is not taken: coopd keeps no alarms; what happened is recorded with NOTE pair/area date kind=event text="},
    {"GETTHRESHOLD", 0, 0, NULL, COMMAND_REFUSED, NULL, "",
     "has no answer: coopd keeps no thresholds; the low and high of a figure are in GETVAL identifier"},
    {"UPDATE", 2, WORDS_MAX, NULL, COMMAND_WRITES | COMMAND_PATHS | COMMAND_BATCH | COMMAND_MINUS1, cmd_update,
     "path time:value[:low:high[:derived]]...", "rrdcached's: as PUTVAL, by the path of the RRD file"},
    {"BATCH", 0, 0, NULL, 0, cmd_batch, "",
     "rrdcached's: the commands up to a dot on its own line are answered together, by those that failed"},
    {".", 0, 0, NULL, COMMAND_BATCH, cmd_batch_end, "", "ends a BATCH: the number of commands that failed, and a line for each"},
    {"FETCH", 2, WORDS_MAX, NULL, COMMAND_PATHS, cmd_fetch, "path CF [start [end [source...]]]",
     "rrdcached's: the rows of an RRD file, as the figures are now"},
    {"INFO", 1, 1, NULL, COMMAND_PATHS, cmd_info, "path", "rrdcached's: the header of an RRD file"},
    {"FIRST", 1, 2, NULL, COMMAND_PATHS, cmd_first, "path [0]", "rrdcached's: the time of the first row that has a figure"},
    {"LAST", 1, 1, NULL, COMMAND_PATHS, cmd_last, "path", "rrdcached's: the time of the newest row"},
    {"LIST", 1, 2, NULL, COMMAND_PATHS, cmd_list, "[RECURSIVE] /path", "rrdcached's: the RRD files in a folder"},
    {"FLUSH", 0, 1, flush_options, COMMAND_PATHS | COMMAND_REPEATS | COMMAND_BATCH, cmd_flush,
     "path | [timeout=] [plugin=]... [identifier=]...",
     "writes an RRD file (rrdcached's), or those and all (collectd's); answered when they are on disk"},
    {"FLUSHALL", 0, 0, NULL, COMMAND_PATHS, cmd_flushall, "", "rrdcached's: begins to write what waits"},
    {"PENDING", 1, 1, NULL, COMMAND_PATHS, cmd_pending, "path", "rrdcached's: the rows of an RRD file that is still to be written"},
    {"QUEUE", 0, 0, NULL, COMMAND_PATHS, cmd_queue, "", "rrdcached's: the RRD files that are still to be written"},
    {"STATS", 0, 0, NULL, COMMAND_PATHS, cmd_stats, "", "rrdcached's: nine numbers; STATUS has more"},
    {"PING", 0, 0, NULL, COMMAND_PATHS, cmd_ping, "", "rrdcached's: PONG"},
    {"CREATE", 0, 0, NULL, COMMAND_PATHS | COMMAND_REFUSED | COMMAND_BATCH | COMMAND_MINUS1, NULL, "",
     "is not taken: coopd makes the RRD file of a series when it has its first figure; record one with PUT series period value"},
    {"FORGET", 0, 0, NULL, COMMAND_PATHS | COMMAND_REFUSED | COMMAND_BATCH, NULL, "",
     "is not taken: coopd forgets nothing that was said, and holds no RRD file open; FLUSH path writes one"},
    {"TUNE", 0, 0, NULL, COMMAND_PATHS | COMMAND_REFUSED, NULL, "",
     "is not taken: the layout of the RRD files is coopd's; their length is in its configuration (rrd.rows_a and so on)"},
    {"SUSPEND", 0, 0, NULL, COMMAND_PATHS | COMMAND_REFUSED | COMMAND_BATCH, NULL, "",
     "is not taken: coopd replaces RRD files whole, so they may be copied at any time"},
    {"RESUME", 0, 0, NULL, COMMAND_PATHS | COMMAND_REFUSED | COMMAND_BATCH, NULL, "", "is not taken: no RRD file is ever suspended"},
    {"SUSPENDALL", 0, 0, NULL, COMMAND_PATHS | COMMAND_REFUSED | COMMAND_BATCH, NULL, "",
     "is not taken: coopd replaces RRD files whole, so they may be copied at any time"},
    {"RESUMEALL", 0, 0, NULL, COMMAND_PATHS | COMMAND_REFUSED | COMMAND_BATCH, NULL, "", "is not taken: no RRD file is ever suspended"},
    {"DUMP", 0, 0, NULL, COMMAND_PATHS | COMMAND_REFUSED, NULL, "",
     "is not taken: FLUSH path and then rrdtool dump on the file gives it; FETCH has the rows"},
    {"WROTE", 0, 0, NULL, COMMAND_PATHS | COMMAND_REFUSED, NULL, "",
     "is not taken: it is for rrdcached's journal, and coopd has its ledger"},
    {"FETCHBIN", 0, 0, NULL, COMMAND_PATHS | COMMAND_REFUSED, NULL, "",
     "is not taken: replies are lines of text; FETCH has the same numbers, to the last bit"},
    {"QUIT", 0, 0, NULL, COMMAND_BATCH, cmd_quit, "", "ends the connection after the replies that are due"},
    {.name = NULL},
};

const struct command *command_find(const char *name, size_t n)
{
	for (const struct command *c = commands; c->name; c++)
		if (n && (c->name[0] | 0x20) == (name[0] | 0x20) && strncasecmp(c->name, name, n) == 0 && c->name[n] == '\0')
			return c;
	return NULL;
}

/* FLUSH is collectd's where it stands alone or options follow, rrdcached's where a path does. */
static bool has_options(const struct command *cmd, const char *line)
{
	line += strspn(line, " \t");
	line += strcspn(line, " \t");
	line += strspn(line, " \t");
	if (!*line)
		return true;
	for (const char *const *o = cmd->options; o && *o; o++)
		if (strncmp(line, *o, strlen(*o)) == 0 && line[strlen(*o)] == '=')
			return true;
	return false;
}

int command_split(const struct command *cmd, char *line, struct words *out, struct err *err)
{
	if (cmd && (cmd->flags & COMMAND_PATHS) && !has_options(cmd, line))
		return words_split_paths(line, out, err);
	return words_split(line, out, err);
}

static int unknown_command(const char *name, struct err *err)
{
	struct spell spell;
	char upper[32];
	size_t n = 0;

	for (; name[n] && n < sizeof upper - 1; n++)
		upper[n] = (char)toupper((unsigned char)name[n]);
	upper[n] = '\0';
	spell_start(&spell, upper);
	for (const struct command *c = commands; c->name; c++)
		spell_offer(&spell, c->name);
	const char *meant = spell_answer(&spell);
	if (meant)
		return err_set(err, ERR_USAGE, "no command \"%.30s\"; %s is meant?", name, meant);
	return err_set(err, ERR_USAGE, "no command \"%.30s\"; HELP lists them", name);
}

static int check_options(const struct command *cmd, const struct words *w, struct err *err)
{
	for (size_t i = 0; i < w->n_opt; i++) {
		const char *const *known = cmd->options;
		while (known && *known && strcmp(*known, w->opt[i].key) != 0)
			known++;
		if (!known || !*known)
			return err_set(err, ERR_USAGE, "%s has no option \"%.30s\": %s %s", cmd->name, w->opt[i].key, cmd->name,
			               cmd->syntax);
		for (size_t j = 0; j < i && !(cmd->flags & COMMAND_REPEATS); j++)
			if (strcmp(w->opt[j].key, w->opt[i].key) == 0)
				return err_set(err, ERR_USAGE, "option \"%s\" stands twice", w->opt[i].key);
	}
	return 0;
}

void command_run(const struct command *cmd, struct request *rq)
{
	struct err err;
	const struct words *w = &rq->words;

	if (!cmd) {
		unknown_command(w->n ? w->word[0] : w->opt[0].key, &err);
	} else if (conn_in_batch(rq->conn) && !(cmd->flags & COMMAND_BATCH)) {
		err_set(&err, ERR_USAGE, "%s cannot stand in a batch: end it first, with a dot on its own line", cmd->name);
	} else if (cmd->flags & COMMAND_REFUSED) {
		err_set(&err, ERR_USAGE, "%s %s", cmd->name, cmd->help);
	} else if (w->n - 1 < cmd->min || w->n - 1 > cmd->max) {
		err_set(&err, ERR_USAGE, "%s takes %s words than that: %s %s", cmd->name, w->n - 1 < cmd->min ? "more" : "fewer", cmd->name,
		        cmd->syntax);
	} else if (!check_options(cmd, w, &err)) {
		cmd->run(rq);
		return;
	}
	if (cmd && (cmd->flags & COMMAND_BODY))
		command_refuse_body(rq, &err);
	else
		request_error(rq, &err);
}

int command_body_size(const struct request *rq, uint64_t *n, struct err *err)
{
	const char *bytes = words_option(&rq->words, "bytes");
	int64_t size;

	if (!bytes)
		return err_set(err, ERR_USAGE, "bytes=N is missing: how many bytes follow the line");
	if (num_parse_int(bytes, strlen(bytes), 0, INT64_MAX, &size))
		return err_set(err, ERR_USAGE, "bytes=%.40s is no number of bytes", bytes);
	*n = (uint64_t)size;
	return 0;
}

void command_refuse_body(struct request *rq, const struct err *err)
{
	uint64_t n;

	request_error(rq, err);
	if (command_body_size(rq, &n, NULL))
		conn_quit(rq->conn);
	else
		conn_body_skip(rq->conn, n);
}
