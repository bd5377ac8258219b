/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/rows.h"

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
	text[rows_utf8(text, strlen(text))] = '\0';
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

/* Length of the character that begins with `lead`, and the range of its second byte (which shuts out overlong forms, surrogates and what
 * lies beyond U+10FFFF); 0 where no character begins so. */
static size_t utf8_length(unsigned char lead, unsigned char *low, unsigned char *high)
{
	*low = 0x80;
	*high = 0xBF;
	if (lead > 0 && lead < 0x80)
		return 1;
	if (lead >= 0xC2 && lead <= 0xDF)
		return 2;
	if (lead >= 0xE0 && lead <= 0xEF) {
		if (lead == 0xE0)
			*low = 0xA0;
		if (lead == 0xED)
			*high = 0x9F;
		return 3;
	}
	if (lead >= 0xF0 && lead <= 0xF4) {
		if (lead == 0xF0)
			*low = 0x90;
		if (lead == 0xF4)
			*high = 0x8F;
		return 4;
	}
	return 0;
}

size_t rows_utf8(const char *text, size_t n)
{
	const unsigned char *s = (const unsigned char *)text;
	unsigned char low, high;

	for (size_t i = 0; i < n;) {
		size_t len = utf8_length(s[i], &low, &high);
		if (!len || len > n - i)
			return i;
		if (len > 1 && (s[i + 1] < low || s[i + 1] > high))
			return i;
		for (size_t k = 2; k < len; k++)
			if ((s[i + k] & 0xC0) != 0x80)
				return i;
		i += len;
	}
	return n;
}
