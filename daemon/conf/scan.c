/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "conf/scan.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define INCLUDE_DEPTH_MAX 8 /* libconfig's own is 10 */
#define READ_CHUNK 65536

struct scan {
	const char *path, *dir;
	const char *at, *end;
	unsigned line, depth;
	bool line_start; /* nothing but blanks before `at` in its line */
	struct err *err;
};

static int scan_depth(const char *path, const char *dir, const char *text, size_t n, unsigned depth, struct err *err);

static int read_all(int fd, const char *path, struct buf *out, struct err *err)
{
	for (;;) {
		char *room = buf_room(out, READ_CHUNK);
		if (!room)
			return err_set(err, -ENOMEM, "no memory to read %s", path);
		ssize_t got = read(fd, room, READ_CHUNK - 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_sys(err, errno, "cannot read %s", path);
		room[got] = '\0';
		if (got == 0)
			return 0;
		buf_commit(out, (size_t)got);
		if (out->len > SCAN_FILE_MAX)
			return err_set(err, ERR_CONFIG, "%s is larger than %u bytes; split it into several files of conf.d", path,
			               SCAN_FILE_MAX);
	}
}

int scan_read(const char *path, struct buf *out, struct err *err)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return err_sys(err, errno, "cannot open %s", path);
	int rc;
	if (fstat(fd, &st) != 0)
		rc = err_sys(err, errno, "cannot look at %s", path);
	else if (!S_ISREG(st.st_mode))
		rc = err_set(err, ERR_CONFIG, "%s is no regular file; name the configuration file", path);
	else
		rc = read_all(fd, path, out, err);
	close(fd);
	return rc;
}

static void step(struct scan *s)
{
	if (*s->at == '\n') {
		s->line++;
		s->line_start = true;
	} else if (*s->at != ' ' && *s->at != '\t') {
		s->line_start = false;
	}
	s->at++;
}

static bool begins(const struct scan *s, const char *text)
{
	size_t n = strlen(text);
	return (size_t)(s->end - s->at) >= n && memcmp(s->at, text, n) == 0;
}

static void skip_line(struct scan *s)
{
	while (s->at < s->end && *s->at != '\n')
		step(s);
}

static int skip_comment(struct scan *s)
{
	unsigned line = s->line;
	while (s->at < s->end && !begins(s, "*/"))
		step(s);
	if (s->at == s->end)
		return err_set(s->err, ERR_CONFIG, "%s:%u: the comment that begins here has no end; write */ behind it", s->path, line);
	s->at += 2;
	return 0;
}

static int skip_string(struct scan *s)
{
	unsigned line = s->line;
	for (step(s); s->at < s->end && *s->at != '"'; step(s))
		if (*s->at == '\\' && s->at + 1 < s->end)
			step(s);
	if (s->at == s->end)
		return err_set(s->err, ERR_CONFIG, "%s:%u: the string that begins here has no end; write \" behind it", s->path, line);
	step(s);
	return 0;
}

static bool in_name(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '_' || c == '*';
}

/* At the first digit. Floats are libconfig's business. */
static int check_whole(struct scan *s)
{
	const char *start = s->at;
	char *stop;

	errno = 0;
	bool hex = begins(s, "0x") || begins(s, "0X");
	unsigned long long v = strtoull(start, &stop, hex ? 16 : 10);
	bool huge = errno == ERANGE || v > LLONG_MAX;
	int n = (int)(stop - start);
	s->line_start = false;
	s->at = stop;
	if (!hex && (*stop == '.' || *stop == 'e' || *stop == 'E')) {
		while (s->at < s->end && (in_name(*s->at) || *s->at == '.' || *s->at == '+'))
			s->at++;
		return 0;
	}
	bool wide = *stop == 'L';
	while (s->at < s->end && *s->at == 'L')
		s->at++;
	if (huge)
		return err_set(s->err, ERR_CONFIG, "%s:%u: %.*s is too large for a whole number; write a smaller one", s->path, s->line,
		               n < 60 ? n : 60, start);
	if (!wide && v > (hex ? UINT_MAX : INT_MAX))
		return err_set(s->err, ERR_CONFIG, "%s:%u: %.*s needs more than 32 bits; write %.*sL", s->path, s->line, n, start, n,
		               start);
	return 0;
}

static int follow(struct scan *s, const char *name, size_t n)
{
	char *path = NULL;
	struct buf text;

	if (n == 0 || *name == '/')
		return err_set(s->err, ERR_CONFIG, "%s:%u: @include \"%.*s\" names no file beside this one; write its path relative to %s",
		               s->path, s->line, (int)n, name, s->dir);
	if (s->depth >= INCLUDE_DEPTH_MAX)
		return err_set(s->err, ERR_CONFIG, "%s:%u: files include each other more than %d deep; take this @include out", s->path,
		               s->line, INCLUDE_DEPTH_MAX);
	if (asprintf(&path, "%s/%.*s", s->dir, (int)n, name) < 0)
		return err_set(s->err, -ENOMEM, "no memory to read %s", s->path);
	buf_init(&text, SCAN_FILE_MAX + 2 * READ_CHUNK);
	int rc = scan_read(path, &text, s->err);
	if (rc != 0) {
		if (s->err)
			err_prefix(s->err, "%s:%u: @include", s->path, s->line);
	} else if (text.len > 0) {
		rc = scan_depth(path, s->dir, buf_bytes(&text), text.len, s->depth + 1, s->err);
	}
	buf_fini(&text);
	free(path);
	return rc;
}

static int include(struct scan *s)
{
	bool first = s->line_start;

	s->at += strlen("@include");
	s->line_start = false;
	while (s->at < s->end && (*s->at == ' ' || *s->at == '\t'))
		s->at++;
	const char *name = s->at + 1, *quote = s->at < s->end && *s->at == '"' ? memchr(name, '"', (size_t)(s->end - name)) : NULL;
	if (!first || !quote || memchr(name, '\n', (size_t)(quote - name)) || memchr(name, '\\', (size_t)(quote - name)))
		return err_set(s->err, ERR_CONFIG, "%s:%u: this @include is not understood; write @include \"name\" on a line of its own",
		               s->path, s->line);
	s->at = quote + 1;
	return follow(s, name, (size_t)(quote - name));
}

static int token(struct scan *s)
{
	if (*s->at == '\0')
		return err_set(s->err, ERR_CONFIG, "%s:%u: a NUL byte; the file has to be plain text", s->path, s->line);
	if (*s->at == '"')
		return skip_string(s);
	if (*s->at == '#' || begins(s, "//")) {
		skip_line(s);
		return 0;
	}
	if (begins(s, "/*"))
		return skip_comment(s);
	if (begins(s, "@include"))
		return include(s);
	if (isdigit((unsigned char)*s->at))
		return check_whole(s);
	if (in_name(*s->at) && *s->at != '-') {
		while (s->at < s->end && in_name(*s->at))
			step(s);
		return 0;
	}
	step(s);
	return 0;
}

static int scan_depth(const char *path, const char *dir, const char *text, size_t n, unsigned depth, struct err *err)
{
	struct scan s = {.path = path, .dir = dir, .at = text, .end = text + n, .line = 1, .depth = depth, .line_start = true, .err = err};
	const char *nul = memchr(text, '\0', n);
	int rc = 0;

	if (nul)
		s.end = nul + 1;
	while (rc == 0 && s.at < s.end)
		rc = token(&s);
	return rc;
}

int scan_text(const char *path, const char *dir, const char *text, size_t n, struct err *err)
{
	return scan_depth(path, dir, text, n, 0, err);
}
