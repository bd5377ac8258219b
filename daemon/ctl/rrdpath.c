/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/rrdpath.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What stands behind "FOLDER/rrd/", or NULL. */
static const char *behind(const char *path, const char *folder)
{
	size_t n = strlen(folder);
	return strncmp(path, folder, n) == 0 && strncmp(path + n, "/rrd/", 5) == 0 ? path + n + 5 : NULL;
}

int rrdpath_parse(const struct core *core, const char *path, struct series_name *out, struct err *err)
{
	char real[PATH_MAX], name[SERIES_KEY_MAX + 2];
	const char *rest = behind(path, core->conf->state_dir);

	if (!rest && realpath(core->conf->state_dir, real))
		rest = behind(path, real);
	size_t n = rest ? strlen(rest) : 0;
	if (!rest || n < 4 || strcmp(rest + n - 4, ".rrd") != 0)
		return err_set(err, ERR_UNKNOWN, "%.200s is no file of coopd: they are %s/rrd/PAIR/AREA/INDICATOR-FREQ.rrd", path,
		               core->conf->state_dir);
	if ((size_t)snprintf(name, sizeof name, "%.*s", (int)(n - 4), rest) >= sizeof name)
		return err_set(err, ERR_UNKNOWN, "%.200s is longer than any file of coopd", path);
	int rc = series_parse(core->parties, core->catalogue, name, out, err);
	if (!rc && !out->freq)
		rc = err_set(err, ERR_UNKNOWN, "%.200s has no frequency in its name: -A, -S, -Q or -M", path);
	return rc;
}
