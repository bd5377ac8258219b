/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "conf/schema.h"

#include "base/num.h"
#include "base/spell.h"
#include "conf/conf.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const log_levels[] = {"error", "warning", "notice", "info", "debug", NULL}; /* enum log_level */
static const char *const kinds[] = {"flow", "stock", "ratio", "rank", "ordinal", NULL};
static const char *const directions[] = {"between", "books", "gives", "takes", "where", "whence", NULL};

#define AT(field) .offset = offsetof(struct conf, field)
#define UINT(def, lo, hi) .type = SCHEMA_UINT, .number = def, .min = lo, .max = hi
#define BYTES(def, lo, hi) .type = SCHEMA_UINT64, .number = def, .min = lo, .max = hi
#define BOOL(def) .type = SCHEMA_BOOL, .number = def
#define TEXT(def, lo, hi) .type = SCHEMA_STRING, .text = def, .min = lo, .max = hi
#define WIDTH(def) .type = SCHEMA_FLOAT, .number = def, .min = 0, .max = 1000
#define LIST(array, entry)                                                                                                                 \
	.type = SCHEMA_LIST, AT(array), .n_offset = offsetof(struct conf, n_##array), .size = sizeof(struct entry),                        \
	.where_offset = offsetof(struct entry, where)
#define PARTY(field) .offset = offsetof(struct conf_party, field)
#define SOURCE(field) .offset = offsetof(struct conf_source, field)
#define INDICATOR(field) .offset = offsetof(struct conf_indicator, field)

/* clang-format off */
const struct schema_row schema[] = {
	{"state_dir", AT(state_dir), TEXT("/var/lib/coopd", 1, 4000), .restart = true, .help = "folder of the ledger, the RRD files and the spool"},
	{"plugins_dir", AT(plugins_dir), TEXT("/usr/lib/coopd", 1, 4000), .restart = true, .help = "folder of the area plugins"},
	{"log_level", .type = SCHEMA_WORD, AT(log_level), .number = LOG_LEVEL_NOTICE, .words = log_levels, .help = "what is worth a line in the log"},

	/* 107: what sockaddr_un holds beside its NUL. */
	{"socket.path", AT(socket.path), TEXT("/run/coopd/coopd.sock", 1, 107), .restart = true, .help = "the Unix socket"},
	{"socket.mode", .type = SCHEMA_MODE, AT(socket.mode), .number = 0660, .min = 0, .max = 0777, .help = "permissions of the socket"},
	{"socket.group", AT(socket.group), TEXT("", 0, 32), .help = "group of the socket; empty: unchanged"},
	{"socket.max_clients", AT(socket.max_clients), UINT(10000, 1, 1000000), .help = "connections at the same time"},
	{"socket.line_max", AT(socket.line_max), UINT(65536, 1024, 16777216), .help = "longest request line, bytes"},
	{"socket.output_max", AT(socket.output_max), UINT(16777216, 65536, 1073741824), .help = "most output that waits for one client, bytes"},
	{"socket.idle_timeout_s", AT(socket.idle_timeout_s), UINT(0, 0, 31536000), .help = "silent clients are closed after this; 0: never"},

	{"ledger.group_max", AT(ledger.group_max), UINT(10000, 1, 1000000), .help = "most records in one commit"},

	{"import.upload_max", AT(import.upload_max), BYTES(1073741824, 1024, 1099511627776), .help = "largest file to import, bytes"},
	{"import.spool", AT(import.spool), BOOL(1), .help = "take files from the folder spool/incoming"},
	{"import.spool_rescan_s", AT(import.spool_rescan_s), UINT(60, 1, 86400), .help = "the spool is looked through at least this often"},

	{"rrd.enabled", AT(rrd.enabled), BOOL(1), .help = "keep RRD files of all series"},
	{"rrd.rows_a", AT(rrd.rows_a), UINT(130, 2, 10000), .help = "years that a file holds"},
	{"rrd.rows_s", AT(rrd.rows_s), UINT(260, 2, 20000), .help = "half-years that a file holds"},
	{"rrd.rows_q", AT(rrd.rows_q), UINT(520, 2, 40000), .help = "quarters that a file holds"},
	{"rrd.rows_m", AT(rrd.rows_m), UINT(1560, 2, 120000), .help = "months that a file holds"},

	{"worker.job_timeout_s", AT(worker.job_timeout_s), UINT(30, 1, 86400), .help = "a job that takes longer is ended"},
	{"worker.backoff_ms", AT(worker.backoff_ms), UINT(100, 1, 3600000), .help = "first pause before a failed worker is started again"},
	{"worker.backoff_max_ms", AT(worker.backoff_max_ms), UINT(10000, 1, 3600000), .help = "longest pause; each is twice the one before"},

	{"hedge.eq", AT(hedge.eq), WIDTH(0.5), .help = "no hedge: to either side"},
	{"hedge.about", AT(hedge.about), WIDTH(1), .help = "about: to either side"},
	{"hedge.nearly", AT(hedge.nearly), WIDTH(1), .help = "nearly: below"},
	{"hedge.over", AT(hedge.over), WIDTH(1), .help = "more than, at least: above"},
	{"hedge.under", AT(hedge.under), WIDTH(1), .help = "less than, at most: below"},

	{"weigh.derive", AT(weigh.derive), BOOL(1), .help = "work out figures that follow from others"},
	{"weigh.revision_threshold", AT(weigh.revision_threshold), WIDTH(0.01), .help = "percent; smaller changes are formatting"},

	{"parties", LIST(parties, conf_party), .help = "codes beside ISO 3166"},
	{"parties[].code", PARTY(code), TEXT("", 1, 11), .required = true, .key = true, .help = "capitals, digits, dots"},
	{"parties[].name", PARTY(name), TEXT("", 1, 200), .required = true, .help = "short English name"},

	{"pairs", .type = SCHEMA_STRINGS, AT(pairs), .n_offset = offsetof(struct conf, n_pairs), .where_offset = offsetof(struct conf, pairs_where), .min = 3, .max = 23,
	 .help = "only these pairs and their mirrors are taken; empty: all"},

	{"sources", LIST(sources, conf_source), .help = "ranks of sources, for conflicts"},
	{"sources[].id", SOURCE(id), TEXT("", 1, 63), .required = true, .key = true, .help = "the source"},
	{"sources[].rank", .type = SCHEMA_INT, SOURCE(rank), .min = 1, .max = 9999, .required = true, .help = "the smaller, the better"},

	{"indicators", LIST(indicators, conf_indicator), .help = "indicators of your own in the areas of the plugins"},
	{"indicators[].area", INDICATOR(area), TEXT("", 1, 24), .required = true, .key = true, .help = "an area that a plugin brings"},
	{"indicators[].id", INDICATOR(id), TEXT("", 1, 40), .required = true, .key = true, .help = "its name on the wire"},
	{"indicators[].title", INDICATOR(title), TEXT("", 1, 200), .required = true, .help = "its name for people"},
	{"indicators[].unit", INDICATOR(unit), TEXT("", 1, 15), .required = true, .help = "USD, persons, count, percent"},
	{"indicators[].kind", INDICATOR(kind), TEXT("", 1, 15), .words = kinds, .required = true, .help = "flow, stock, ratio, rank or ordinal"},
	{"indicators[].note", INDICATOR(note), TEXT("", 0, 1000), .help = "a line on its meaning"},
	{"indicators[].signed", INDICATOR(is_signed), BOOL(0), .help = "may be negative"},
	{"indicators[].plausible_min", .type = SCHEMA_FLOAT, INDICATOR(plausible_min), .number = -INFINITY, .min = -1e300, .max = 1e300,
	 .help = "values below are doubted"},
	{"indicators[].plausible_max", .type = SCHEMA_FLOAT, INDICATOR(plausible_max), .number = INFINITY, .min = -1e300, .max = 1e300,
	 .help = "values above are doubted"},
	{"indicators[].decimals", .type = SCHEMA_INT, INDICATOR(decimals), .number = 0, .min = -12, .max = 9, .help = "digits behind the point"},
	{"indicators[].direction", INDICATOR(direction), TEXT("between", 1, 15), .words = directions,
	 .help = "whose pair it is: between, books, gives, takes, where or whence"},
	{"indicators[].phrases", .type = SCHEMA_STRINGS, INDICATOR(phrases), .n_offset = SCHEMA_NO_OFFSET, .min = 1, .max = 200,
	 .help = "words that name it in reports"},
};
/* clang-format on */
const size_t n_schema = sizeof schema / sizeof schema[0];

const struct schema_row *schema_find(const char *prefix, const char *name)
{
	size_t n = strlen(prefix);
	for (size_t i = 0; i < n_schema; i++)
		if (strncmp(schema[i].path, prefix, n) == 0 && strcmp(schema[i].path + n, name) == 0)
			return &schema[i];
	return NULL;
}

bool schema_is_group(const char *prefix, const char *name)
{
	size_t n = strlen(prefix), n_name = strlen(name);
	for (size_t i = 0; i < n_schema; i++) {
		const char *path = schema[i].path;
		if (strncmp(path, prefix, n) == 0 && strncmp(path + n, name, n_name) == 0 && path[n + n_name] == '.')
			return !strchr(name, '.') && !strchr(name, '[');
	}
	return false;
}

bool schema_in_struct(const struct schema_row *row, const char *prefix)
{
	size_t n = strlen(prefix);
	return strncmp(row->path, prefix, n) == 0 && !strchr(row->path + n, '[');
}

int schema_unknown(const char *prefix, const char *name, struct err *err)
{
	char known[400] = "", in[64] = "", names[32][48];
	size_t n_names = 0, n = strlen(prefix);
	struct spell spell;

	spell_start(&spell, name);
	for (size_t i = 0; i < n_schema && n_names < 32; i++) {
		if (!schema_in_struct(&schema[i], prefix))
			continue;
		size_t len = strcspn(schema[i].path + n, ".");
		if (n_names && strlen(names[n_names - 1]) == len && memcmp(names[n_names - 1], schema[i].path + n, len) == 0)
			continue;
		memcpy(names[n_names], schema[i].path + n, len);
		names[n_names][len] = '\0';
		if (n_names)
			strcat(known, ", ");
		strcat(known, names[n_names]);
		spell_offer(&spell, names[n_names++]);
	}
	if (n) {
		strcpy(in, " in \"");
		strncat(in, prefix, strcspn(prefix, ".["));
		strcat(in, "\"");
	}
	if (spell_answer(&spell))
		return err_set(err, ERR_CONFIG, "no setting \"%.60s\"%s; \"%s\" is meant?", name, in, spell_answer(&spell));
	return err_set(err, ERR_CONFIG, "no setting \"%.60s\"%s; there are %s", name, in, known);
}
