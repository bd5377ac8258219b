/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

void err_fill(struct err *e, int code, const char *fmt, ...)
{
	if (e) {
		va_list ap;
		va_start(ap, fmt);
		vsnprintf(e->text, sizeof e->text, fmt, ap);
		va_end(ap);
		e->code = code;
	}
}

void err_fill_sys(struct err *e, int number, const char *fmt, ...)
{
	if (e) {
		va_list ap;
		va_start(ap, fmt);
		vsnprintf(e->text, sizeof e->text, fmt, ap);
		va_end(ap);
		size_t len = strlen(e->text);
		snprintf(e->text + len, sizeof e->text - len, ": %s", strerror(number));
		e->code = -number;
	}
}

int err_prefix(struct err *e, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX - 2];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	size_t len = strlen(text), rest = strlen(e->text);
	if (len + 2 + rest >= sizeof e->text)
		rest = sizeof e->text - len - 3 < sizeof e->text ? sizeof e->text - len - 3 : 0;
	memmove(e->text + len + 2, e->text, rest);
	memcpy(e->text, text, len);
	memcpy(e->text + len, ": ", 2);
	e->text[len + 2 + rest] = '\0';
	return e->code;
}

int err_exit_code(int code)
{
	switch (code) {
	case 0:
		return 0;
	case ERR_USAGE:
		return EX_USAGE;
	case ERR_DATA:
	case ERR_CONFLICT:
	case ERR_LIMIT:
	case ERR_DAMAGED:
		return EX_DATAERR;
	case ERR_UNKNOWN:
	case -ENOENT:
		return EX_NOINPUT;
	case ERR_CONFIG:
		return EX_CONFIG;
	case ERR_UNAVAILABLE:
		return EX_TEMPFAIL;
	case ERR_INTERNAL:
	case -ENOMEM:
		return EX_SOFTWARE;
	case -EACCES:
	case -EPERM:
		return EX_NOPERM;
	case -ECONNREFUSED:
		return EX_UNAVAILABLE;
	default:
		return EX_IOERR;
	}
}
