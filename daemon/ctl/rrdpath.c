/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/rrdpath.h"

#include <stdio.h>
#include <string.h>

#define ECHO_MAX 200 /* bytes of a path that an error repeats */

static bool is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f;
}

/* Leaves out empty parts and `.`; a slash in front stays. */
static int clean(const char *path, char out[RRDPATH_MAX], struct err *err)
{
	char *to = out;

	if (strlen(path) + 2 > RRDPATH_MAX)
		return err_set(err, ERR_DATA, "No such file: the path is %zu bytes long, and none of ours is that long", strlen(path));
	if (*path == '/')
		*to++ = '/';
	char *part = to;
	for (const char *at = path;; at++) {
		if (*at && *at != '/') {
			if (is_control(*at))
				return err_set(err, ERR_DATA, "No such file: control character 0x%02x in the path", (unsigned char)*at);
			*to++ = *at;
			continue;
		}
		size_t n = (size_t)(to - part);
		if (n == 2 && part[0] == '.' && part[1] == '.')
			return err_set(err, ERR_DATA, "No such file: %.*s: a path with .. is not followed; write it without", ECHO_MAX,
			               path);
		if (n == 1 && part[0] == '.')
			to = part;
		else if (n && *at)
			*to++ = '/';
		part = to;
		if (!*at)
			break;
	}
	if (to > out + 1 && to[-1] == '/') /* what was behind it is left out */
		to--;
	*to = '\0';
	return 0;
}

/* What stands behind a folder, "" for the folder itself; NULL where the path is not below it. */
static const char *behind(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	if (strncmp(path, folder, n) != 0)
		return NULL;
	return path[n] == '/' ? path + n + 1 : path[n] ? NULL : path + n;
}

int rrdpath_relative(const struct core *core, const char *path, char out[RRDPATH_MAX], struct err *err)
{
	char folder[RRDPATH_MAX], configured[RRDPATH_MAX];
	const char *rest = NULL;

	int rc = clean(path, out, err);
	if (rc)
		return rc;
	if (core->rrd_dir)
		rest = behind(out, core->rrd_dir);
	if (!rest && (size_t)snprintf(folder, sizeof folder, "%s/rrd", core->conf->state_dir) < sizeof folder &&
	    !clean(folder, configured, NULL))
		rest = behind(out, configured);
	if (!rest)
		rest = out[0] == '/' ? out + 1 : out;
	memmove(out, rest, strlen(rest) + 1);
	return 0;
}

int rrdpath_parse(const struct core *core, const char *path, struct series_name *out, struct err *err)
{
	static const char suffix[] = ".rrd";
	char name[RRDPATH_MAX];
	struct err why;

	int rc = rrdpath_relative(core, path, name, err);
	if (rc)
		return rc;
	size_t n = strlen(name), cut = sizeof suffix - 1;
	if (n < cut || strcmp(name + n - cut, suffix) != 0)
		return err_set(err, ERR_UNKNOWN,
		               "No such file: %.*s: the files are named PAIR/AREA/INDICATOR-FREQ.rrd; LIST RECURSIVE / lists them",
		               ECHO_MAX, path);
	name[n - cut] = '\0';
	if (core_parse_series(core, name, out, NULL, &why))
		return err_set(err, ERR_UNKNOWN, "No such file: %.*s: %s", ECHO_MAX, path, why.text);
	if (!out->freq)
		return err_set(err, ERR_UNKNOWN, "No such file: %.*s: a file is of one frequency, -A, -S, -Q or -M", ECHO_MAX, path);
	/* Files are found by their exact names only, whatever else a series may be called. */
	if (n != strlen(out->key) + 2 + cut || strncmp(name, out->key, strlen(out->key)) != 0)
		return err_set(err, ERR_UNKNOWN, "No such file: %.*s; %s-%c.rrd is meant?", ECHO_MAX, path, out->key, out->freq);
	return 0;
}

int rrdpath_rows(const struct core *core, const char *path, struct series_name *out, struct points *rows, struct err *err)
{
	int rc = rrdpath_parse(core, path, out, err);
	if (rc)
		return rc;
	rc = points_collect(rows, core, out, out->freq, err);
	if (!rc && !rows->n)
		rc = err_set(err, ERR_UNKNOWN,
		             "No such file: %.*s: there is no figure of %s-%c from 1971 on; LIST RECURSIVE / lists the files", ECHO_MAX,
		             path, out->key, out->freq);
	if (rc)
		points_fini(rows);
	return rc;
}

void rrdpath_format(const struct core *core, const char *key, char freq, char out[RRDPATH_MAX])
{
	snprintf(out, RRDPATH_MAX, "%s/%s-%c.rrd", core->rrd_dir, key, freq);
}
