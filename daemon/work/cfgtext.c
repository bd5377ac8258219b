/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/cfgtext.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "work/infile.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK 65536

/* libconfig would follow an @include, and so show a stranger's bulletin any file that coopd can read. */
static const char *find_include(const char *text)
{
	for (const char *line = text;; line++) {
		const char *word = line + strspn(line, " \t");
		if (strncmp(word, "@include", 8) == 0)
			return word;
		line = strchr(line, '\n');
		if (!line)
			return NULL;
	}
}

/* Where the string or comment that begins at `p` ends; `p` itself where none does. */
static const char *skip_quiet(const char *p)
{
	if (*p == '"') {
		for (p++; *p && *p != '"'; p++)
			p += *p == '\\' && p[1];
		return *p ? p + 1 : p;
	}
	if (*p == '#' || (p[0] == '/' && p[1] == '/'))
		return p + strcspn(p, "\n");
	if (p[0] == '/' && p[1] == '*') {
		const char *end = strstr(p + 2, "*/");
		return end ? end + 2 : p + strlen(p);
	}
	return p;
}

/* libconfig 1.5 cuts a whole number to 32 bits without a word unless an L stands behind it: 3700000000 becomes -594967296. So a copy of the
 * text gets the L's that it lacks. *too_long: a number that 64 bits do not hold either, or NULL. */
static char *widen_integers(const char *text, size_t n, const char **too_long)
{
	static const char word[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_*-+.";
	char *out = malloc(n + n / 10 + 2), *to = out;

	*too_long = NULL;
	for (const char *p = text; out && *p;) {
		const char *end = skip_quiet(p);
		size_t len = end > p ? (size_t)(end - p) : strspn(p, word);
		bool token = end == p && len;
		if (!len)
			len = 1;
		size_t sign = *p == '-' || *p == '+', digits = token ? strspn(p + sign, "0123456789") : 0;
		bool whole = digits && (sign + digits == len || p[sign + digits] == 'L');
		if (whole && digits > 18 && !*too_long)
			*too_long = p;
		memcpy(to, p, len);
		to += len;
		if (whole && digits > 9 && sign + digits == len)
			*to++ = 'L';
		p += len;
	}
	if (out)
		*to = '\0';
	return out;
}

int cfgtext_read(struct cfgtext *t, const char *path, const char *name, size_t max, struct err *err)
{
	struct infile *f;
	struct buf b;
	ssize_t got = 1;

	*t = (struct cfgtext){0};
	int rc = infile_open(&f, path, name, max, err);
	if (rc)
		return rc;
	buf_init(&b, max + 2 * CHUNK);
	while (got > 0 && b.len <= max) {
		char *room = buf_room(&b, CHUNK);
		got = room ? infile_read(f, room, CHUNK, err) : err_sys(err, ENOMEM, "cannot read %s", name);
		if (got > 0)
			buf_commit(&b, (size_t)got);
	}
	infile_close(f);
	rc = got < 0 ? (int)got : b.len > max ? err_set(err, ERR_LIMIT, "%s is larger than %zu MiB; split it", name, max >> 20) : 0;
	if (!rc && !(t->text = malloc(b.len + 1)))
		rc = err_sys(err, ENOMEM, "cannot read %s", name);
	if (!rc) {
		if (b.len)
			memcpy(t->text, buf_bytes(&b), b.len);
		t->text[b.len] = '\0';
		t->len = b.len;
	}
	buf_fini(&b);
	return rc;
}

void cfgtext_fini(struct cfgtext *t)
{
	free(t->text);
	*t = (struct cfgtext){0};
}

static uint32_t line_at(const char *text, size_t at)
{
	uint32_t line = 1;
	for (const char *p = text; (p = memchr(p, '\n', (size_t)(text + at - p))); p++)
		line++;
	return line;
}

uint32_t cfgtext_check(struct cfgtext *t, struct err *err)
{
	size_t good = utf8_prefix(t->text, t->len);
	const char *bad = NULL;

	if (good < t->len) {
		if (!t->text[good])
			err_set(err, ERR_DATA, "there is a NUL byte here, so this is no text file");
		else
			err_set(err, ERR_DATA, "this is not UTF-8; save the file as UTF-8");
		return line_at(t->text, good);
	}
	if (t->len >= 3 && memcmp(t->text, "\xEF\xBB\xBF", 3) == 0)
		memmove(t->text, t->text + 3, (t->len -= 3) + 1);
	if ((bad = find_include(t->text))) {
		err_set(err, ERR_DATA, "this may not @include");
		return line_at(t->text, (size_t)(bad - t->text));
	}
	char *wide = widen_integers(t->text, t->len, &bad);
	if (!wide || bad) {
		err_set(err, ERR_DATA, wide ? "the number is too long to be kept as written; write it in quotes" : "out of memory");
		free(wide);
		return bad ? line_at(t->text, (size_t)(bad - t->text)) : 1;
	}
	free(t->text);
	t->text = wide;
	t->len = strlen(wide);
	return 0;
}
