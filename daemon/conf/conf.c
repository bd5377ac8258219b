/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "conf/conf.h"

#include "conf/scan.h"
#include "conf/schema.h"

#include <dirent.h>
#include <errno.h>
#include <libconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One file on its way into the struct. */
struct reader {
	struct conf *conf;
	const char *path; /* as the user knows it */
	char *dir;        /* of that file, "." at least */
	struct err *err;
};

static int read_group(struct reader *r, config_setting_t *group, void *base, const char *prefix);

/* "FILE:LINE" of a line; `file` is libconfig's name of an included file, NULL for the file itself. */
static void place(const struct reader *r, const char *file, unsigned line, char *out, size_t cap)
{
	if (file)
		snprintf(out, cap, "%s/%s:%u", r->dir, file, line);
	else
		snprintf(out, cap, "%s:%u", r->path, line);
}

/* Puts the place before the sentence that is already there. */
static int at(const struct reader *r, const config_setting_t *s, int rc)
{
	char where[ERR_TEXT_MAX];

	if (rc != 0 && r->err) {
		place(r, config_setting_source_file(s), config_setting_source_line(s), where, sizeof where);
		err_prefix(r->err, "%s", where);
	}
	return rc;
}

static struct schema_given given(const config_setting_t *s)
{
	switch (config_setting_type(s)) {
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		return (struct schema_given){.type = GIVEN_INT, .whole = config_setting_get_int64(s)};
	case CONFIG_TYPE_FLOAT:
		return (struct schema_given){.type = GIVEN_FLOAT, .real = config_setting_get_float(s)};
	case CONFIG_TYPE_BOOL:
		return (struct schema_given){.type = GIVEN_BOOL, .whole = config_setting_get_bool(s)};
	case CONFIG_TYPE_STRING:
		return (struct schema_given){.type = GIVEN_STRING, .text = config_setting_get_string(s)};
	case CONFIG_TYPE_GROUP:
		return (struct schema_given){.type = GIVEN_GROUP};
	default:
		return (struct schema_given){.type = GIVEN_LIST};
	}
}

/* libconfig knows the line of the last entry of a list of strings only roughly (it has read the next token by then), so such entries are
 * reported at their list. */
static int read_strings(struct reader *r, config_setting_t *list, const struct schema_row *row, void *base)
{
	char where[ERR_TEXT_MAX];

	place(r, config_setting_source_file(list), config_setting_source_line(list), where, sizeof where);
	for (int i = 0; i < config_setting_length(list); i++) {
		struct schema_given g = given(config_setting_get_elem(list, (unsigned)i));
		int rc = schema_add_string(row, base, &g, where, r->err);
		if (rc != 0)
			return at(r, list, rc);
	}
	return 0;
}

static int check_entry(struct reader *r, config_setting_t *entry, const struct schema_row *row)
{
	char prefix[64];

	snprintf(prefix, sizeof prefix, "%s[].", row->path);
	for (size_t i = 0; i < n_schema; i++) {
		if (!schema[i].required || !schema_in_struct(&schema[i], prefix))
			continue;
		const char *name = schema[i].path + strlen(prefix);
		if (!config_setting_get_member(entry, name))
			return at(r, entry,
			          err_set(r->err, ERR_CONFIG, "this entry of \"%s\" has no \"%s\"; write %s = ... (%s)", row->path, name,
			                  name, schema[i].help));
	}
	const char *twin = schema_twin(row, r->conf);
	if (twin)
		return at(r, entry, err_set(r->err, ERR_CONFIG, "this entry of \"%s\" is at %s already; keep one", row->path, twin));
	return 0;
}

static int read_entries(struct reader *r, config_setting_t *list, const struct schema_row *row, void *base)
{
	char prefix[64], where[ERR_TEXT_MAX];

	snprintf(prefix, sizeof prefix, "%s[].", row->path);
	for (int i = 0; i < config_setting_length(list); i++) {
		config_setting_t *s = config_setting_get_elem(list, (unsigned)i);
		if (!config_setting_is_group(s))
			return at(
			    r, list,
			    err_set(r->err, ERR_CONFIG, "entry %d of \"%s\" is no group; write { name = value; ... }", i + 1, row->path));
		place(r, config_setting_source_file(s), config_setting_source_line(s), where, sizeof where);
		char *copy = strdup(where);
		void *entry = copy ? schema_add_entry(row, base, copy) : NULL;
		if (!entry)
			return err_set(r->err, -ENOMEM, "no memory for \"%s\"", row->path);
		int rc = read_group(r, s, entry, prefix);
		if (rc == 0)
			rc = check_entry(r, s, row);
		if (rc != 0)
			return rc;
	}
	return 0;
}

static int read_setting(struct reader *r, config_setting_t *s, void *base, const char *prefix)
{
	const char *name = config_setting_name(s);
	const struct schema_row *row = schema_find(prefix, name);
	struct schema_given g = given(s);
	char path[64];

	if (!row && schema_is_group(prefix, name)) {
		if (g.type != GIVEN_GROUP)
			return at(r, s, schema_wrong_type(name, g.type, "a group, { name = value; ... }", r->err));
		snprintf(path, sizeof path, "%s%s.", prefix, name);
		return read_group(r, s, base, path);
	}
	if (!row)
		return at(r, s, schema_unknown(prefix, name, r->err));
	if (row->type != SCHEMA_LIST && row->type != SCHEMA_STRINGS)
		return at(r, s, schema_store(row, base, &g, r->err));
	if (g.type != GIVEN_LIST)
		return at(
		    r, s,
		    schema_wrong_type(row->path, g.type,
		                      row->type == SCHEMA_LIST ? "a list of groups, ( { ... }, { ... } )" : "a list, ( \"...\", \"...\" )",
		                      r->err));
	return row->type == SCHEMA_LIST ? read_entries(r, s, row, base) : read_strings(r, s, row, base);
}

static int read_group(struct reader *r, config_setting_t *group, void *base, const char *prefix)
{
	int rc = 0;
	for (int i = 0; i < config_setting_length(group) && rc == 0; i++)
		rc = read_setting(r, config_setting_get_elem(group, (unsigned)i), base, prefix);
	return rc;
}

static int syntax_error(const struct reader *r, const config_t *file)
{
	const char *text = config_error_text(file), *advice = "";
	char where[ERR_TEXT_MAX];

	place(r, config_error_file(file), (unsigned)config_error_line(file), where, sizeof where);
	if (strcmp(text, "duplicate setting name") == 0) {
		text = "this setting stands twice in its group";
		advice = "; keep one";
	} else if (strcmp(text, "syntax error") == 0) {
		advice = "; a setting is name = value; with the semicolon, look at the line before too";
	} else if (strcmp(text, "mismatched element type in array") == 0) {
		advice = "; values between [ ] are of one type";
	}
	return err_set(r->err, ERR_CONFIG, "%s: %s%s", where, text, advice);
}

static int read_parsed(struct reader *r, const char *text)
{
	config_t file;

	config_init(&file);
	config_set_include_dir(&file, r->dir);
	int rc = config_read_string(&file, text) == CONFIG_TRUE ? read_group(r, config_root_setting(&file), r->conf, "")
	                                                        : syntax_error(r, &file);
	config_destroy(&file);
	return rc;
}

/* Folder of a path, malloc'd, without the slash. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return strdup(".");
	return slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
}

static int read_file(struct conf *c, const char *path, struct err *err)
{
	struct reader r = {.conf = c, .path = path, .dir = folder_of(path), .err = err};
	struct buf text;

	if (!r.dir)
		return err_set(err, -ENOMEM, "no memory to read %s", path);
	buf_init(&text, 2 * SCAN_FILE_MAX);
	int rc = scan_read(path, &text, err);
	if (rc == 0 && text.len > 0) {
		rc = scan_text(path, r.dir, buf_bytes(&text), text.len, err);
		if (rc == 0)
			rc = read_parsed(&r, buf_bytes(&text));
	}
	buf_fini(&text);
	free(r.dir);
	return rc;
}

static int is_conf_name(const struct dirent *e)
{
	size_t n = strlen(e->d_name);
	return e->d_name[0] != '.' && n > 5 && strcmp(e->d_name + n - 5, ".conf") == 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int read_folder(struct conf *c, const char *main_path, struct err *err)
{
	const char *slash = strrchr(main_path, '/');
	int n_dir = slash ? (int)(slash - main_path) + 1 : 0, rc = 0;
	struct dirent **entry = NULL;
	char *dir = NULL;

	if (asprintf(&dir, "%.*sconf.d", n_dir, main_path) < 0)
		return err_set(err, -ENOMEM, "no memory to read %s", main_path);
	int n = scandir(dir, &entry, is_conf_name, by_bytes);
	if (n < 0 && errno != ENOENT)
		rc = err_sys(err, errno, "cannot read the folder %s", dir);
	for (int i = 0; i < n; i++) {
		char *path = NULL;
		if (rc == 0 && asprintf(&path, "%s/%s", dir, entry[i]->d_name) < 0)
			rc = err_set(err, -ENOMEM, "no memory to read %s", dir);
		if (rc == 0)
			rc = read_file(c, path, err);
		if (path)
			free(path);
		free(entry[i]);
	}
	free(entry);
	free(dir);
	return rc;
}

/* What no single row can say. The values may come from different files, so only the main file's name can be given. */
static int check_together(const struct conf *c, const char *path, struct err *err)
{
	if (c->worker.backoff_ms > c->worker.backoff_max_ms)
		return err_set(err, ERR_CONFIG, "%s: \"worker.backoff_ms\" is %u, above \"worker.backoff_max_ms\" (%u); write at most that",
		               path, c->worker.backoff_ms, c->worker.backoff_max_ms);
	if (c->socket.output_max < c->socket.line_max)
		return err_set(err, ERR_CONFIG, "%s: \"socket.output_max\" is %u, below \"socket.line_max\" (%u); write at least that",
		               path, c->socket.output_max, c->socket.line_max);
	for (size_t i = 0; i < c->n_indicators; i++)
		if (c->indicators[i].plausible_min > c->indicators[i].plausible_max)
			return err_set(err, ERR_CONFIG, "%s: \"plausible_min\" is above \"plausible_max\"; exchange them",
			               c->indicators[i].where);
	return 0;
}

int conf_load(struct conf **out, const char *path, struct err *err)
{
	struct conf *c = calloc(1, sizeof *c);
	int rc = c ? schema_defaults(c, "") : -ENOMEM;

	if (rc != 0)
		err_set(err, rc, "no memory for the configuration");
	if (rc == 0 && path) {
		rc = read_file(c, path, err);
		if (rc == 0)
			rc = read_folder(c, path, err);
		if (rc == 0)
			rc = check_together(c, path, err);
	}
	if (rc != 0)
		conf_destroy(c);
	else
		*out = c;
	return rc;
}

void conf_destroy(struct conf *c)
{
	if (!c)
		return;
	schema_free(c, "");
	free(c);
}

int conf_override(struct conf *c, const char *key, const char *text, struct err *err)
{
	const struct schema_row *row = schema_find("", key);
	if (!row || !schema_in_struct(row, "") || row->type != SCHEMA_STRING)
		return err_set(err, ERR_UNKNOWN, "no text setting \"%s\"", key);
	return schema_store(row, c, &(struct schema_given){.type = GIVEN_STRING, .text = text}, err);
}

int conf_check_restart(const struct conf *old, const struct conf *new, struct buf *names)
{
	int n = 0, rc = 0;

	for (size_t i = 0; i < n_schema && rc == 0; i++) {
		struct buf a, b;
		if (!schema[i].restart)
			continue;
		buf_init(&a, 16384);
		buf_init(&b, 16384);
		rc = schema_format(&schema[i], old, &a);
		if (rc == 0)
			rc = schema_format(&schema[i], new, &b);
		if (rc == 0 && (a.len != b.len || memcmp(buf_bytes(&a), buf_bytes(&b), a.len) != 0))
			rc = buf_addf(names, "%s%s", n++ ? ", " : "", schema[i].path);
		buf_fini(&a);
		buf_fini(&b);
	}
	return rc != 0 ? rc : n;
}
