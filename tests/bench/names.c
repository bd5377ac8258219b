/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "names.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int cut(struct names *names, const char *path, size_t size, uint32_t max, struct err *err)
{
	const char *at = names->file, *end = names->file + size;

	while (names->n < max && at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((stop ? stop : end) - at);
		if (len == 0 || len > NAME_MAX_BYTES)
			return err_set(err, ERR_DATA, "%s:%u: a name has 1 to %d bytes", path, names->n + 1, NAME_MAX_BYTES);
		names->name[names->n++] = (struct name){at, (uint32_t)len};
		at += len + 1;
	}
	if (names->n < max || max == 0)
		return err_set(err, ERR_DATA, "%s has %u names, %u are wanted", path, names->n, max);
	return 0;
}

int names_read(struct names *names, const char *path, uint32_t max, struct err *err)
{
	*names = (struct names){0};
	FILE *f = fopen(path, "rb");
	if (!f)
		return err_sys(err, errno, "cannot open %s", path);

	int rc = 0;
	long size = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
	if (size < 0 || fseek(f, 0, SEEK_SET) != 0)
		rc = err_sys(err, errno, "cannot read %s", path);
	else if (!(names->file = malloc((size_t)size + 1)) || !(names->name = calloc((size_t)max + 1, sizeof *names->name)))
		rc = err_sys(err, ENOMEM, "cannot read %s", path);
	else if (fread(names->file, 1, (size_t)size, f) != (size_t)size)
		rc = err_set(err, -EIO, "cannot read %s", path);
	else
		rc = cut(names, path, (size_t)size, max, err);
	fclose(f);
	return rc;
}

void names_free(struct names *names)
{
	free(names->name);
	free(names->file);
	*names = (struct names){0};
}
