/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/rows.h"

#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void row_add(struct row *row, const char *key, const char *value)
{
	if (!value || !*value || row->n == ROW_FIELDS_MAX)
		return;
	row->field[row->n++] = (struct row_field){key, value};
}

const char *row_get(const struct row *row, const char *key)
{
	for (size_t i = 0; i < row->n; i++)
		if (strcmp(row->field[i].key, key) == 0)
			return row->field[i].value;
	return NULL;
}

int row_put(struct row_sink *sink, const struct row *row)
{
	size_t bytes = 0;
	for (size_t i = 0; i < row->n; i++)
		bytes += strlen(row->field[i].key) + strlen(row->field[i].value);
	if (bytes > ROW_BYTES_MAX)
		return row_put_error(sink, row->line, "the row holds more than %d bytes of text; shorten it", ROW_BYTES_MAX);
	return sink->put(sink, row);
}

int row_put_error(struct row_sink *sink, uint32_t line, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX] = "";
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	struct row row = {.kind = ROW_ERROR, .line = line};
	/* A cut in the middle of a character would no longer be UTF-8. */
	text[utf8_prefix(text, strlen(text))] = '\0';
	row_add(&row, "text", text);
	return sink->put(sink, &row);
}

int rows_open(const char *path, uint64_t max, uint64_t *size, struct err *err)
{
	struct stat st;

	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 && errno == ELOOP)
		return err_set(err, ERR_DATA, "%s is a symbolic link; give the file itself", path);
	if (fd < 0)
		return err_sys(err, errno, "cannot open %s", path);
	if (fstat(fd, &st) < 0) {
		int rc = err_sys(err, errno, "cannot examine %s", path);
		close(fd);
		return rc;
	}
	if (!S_ISREG(st.st_mode)) {
		close(fd);
		return err_set(err, ERR_DATA, "%s is not a regular file", path);
	}
	if ((uint64_t)st.st_size > max) {
		close(fd);
		return err_set(err, ERR_LIMIT, "%s is larger than %llu MiB; split it", path, (unsigned long long)(max >> 20));
	}
	*size = (uint64_t)st.st_size;
	return fd;
}
