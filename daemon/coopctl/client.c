/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "coopctl/client.h"

#include "base/num.h"
#include "coopctl/text.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sysexits.h>
#include <unistd.h>

#define READ_STEP 65536

int client_open(struct client *c, const char *path, struct err *err)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};

	*c = (struct client){.fd = -1, .path = path};
	buf_init(&c->in, CLIENT_LINE_MAX + 2 * READ_STEP);
	if (strlen(path) >= sizeof to.sun_path)
		return err_set(err, ERR_USAGE, "the socket's path is longer than %zu bytes: %s", sizeof to.sun_path - 1, path);
	memcpy(to.sun_path, path, strlen(path));
	c->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->fd < 0)
		return err_sys(err, errno, "cannot make a socket");
	if (connect(c->fd, (struct sockaddr *)&to, sizeof to) == 0)
		return 0;
	int why = errno;
	if (why == EACCES || why == EPERM)
		return err_set(err, -why, "cannot reach coopd at %s: %s; coopd's users belong to the group that owns the socket", path,
		               strerror(why));
	return err_set(err, -ECONNREFUSED,
	               "cannot reach coopd at %s: %s; is it running? systemctl status coopd, or make run in the checkout", path,
	               strerror(why));
}

void client_close(struct client *c)
{
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
	buf_fini(&c->in);
}

int client_send(struct client *c, const void *bytes, size_t n, struct err *err)
{
	const char *from = bytes;

	while (n && !c->cannot_send) {
		ssize_t sent = send(c->fd, from, n, MSG_NOSIGNAL);
		if (sent >= 0) {
			from += sent;
			n -= (size_t)sent;
		} else if (errno == EPIPE || errno == ECONNRESET) {
			c->cannot_send = true;
		} else if (errno != EINTR) {
			return err_sys(err, errno, "cannot send to coopd at %s", c->path);
		}
	}
	return 0;
}

int client_sendf(struct client *c, struct err *err, const char *fmt, ...)
{
	char line[8192];
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(line, sizeof line - 1, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof line - 1)
		return err_set(err, ERR_LIMIT, "the request is longer than %zu bytes", sizeof line - 2);
	line[n] = '\n';
	return client_send(c, line, (size_t)n + 1, err);
}

/* More bytes behind those in the buffer. */
static int receive(struct client *c, struct err *err)
{
	char *room = buf_room(&c->in, READ_STEP);

	if (!room)
		return err_set(err, CLIENT_BROKEN, "coopd at %s sent a line of more than %d bytes", c->path, CLIENT_LINE_MAX);
	for (;;) {
		ssize_t got = recv(c->fd, room, READ_STEP, 0);
		if (got > 0) {
			buf_commit(&c->in, (size_t)got);
			return 0;
		}
		if (got == 0 || errno == ECONNRESET)
			return err_set(err, CLIENT_CLOSED, "coopd at %s closed the connection before its reply was complete", c->path);
		if (errno != EINTR)
			return err_sys(err, errno, "cannot read from coopd at %s", c->path);
	}
}

int client_line(struct client *c, char **line, struct err *err)
{
	size_t seen = 0;
	char *end;

	buf_take(&c->in, c->taken);
	c->taken = 0;
	while (!c->in.len || !(end = memchr(c->in.data + c->in.off + seen, '\n', c->in.len - seen))) {
		seen = c->in.len;
		int rc = receive(c, err);
		if (rc)
			return rc;
	}
	*line = c->in.data + c->in.off;
	c->taken = (size_t)(end - *line) + 1;
	if (end > *line && end[-1] == '\r')
		end--;
	*end = '\0';
	if (!c->raw)
		text_clean(*line, (size_t)(end - *line));
	return 0;
}

static int broken(const struct client *c, const char *what, const char *line, struct err *err)
{
	return err_set(err, CLIENT_BROKEN, "coopd at %s sent a reply that is not understood (%s): %.200s", c->path, what, line);
}

int client_words(struct client *c, struct words *w, struct err *err)
{
	char *line, start[201];
	struct err why;
	int rc = client_line(c, &line, err);

	if (rc)
		return rc;
	snprintf(start, sizeof start, "%s", line);
	return words_split(line, w, &why) ? broken(c, why.text, start, err) : 0;
}

int client_status(struct client *c, int64_t *n_lines, char **text, struct err *err)
{
	char *line;
	int64_t n;
	int rc = client_line(c, &line, err);

	if (rc)
		return rc;
	size_t len = strcspn(line, " ");
	if (num_parse_int(line, len, INT32_MIN, INT64_MAX, &n))
		return broken(c, "no status line", line, err);
	char *rest = line + len + strspn(line + len, " ");
	if (n < 0)
		return err_set(err, CLIENT_REFUSED(n < -125 ? EX_SOFTWARE : (int)-n), "%s", *rest ? rest : "refused without a reason");
	*n_lines = n;
	if (text)
		*text = rest;
	return 0;
}

int client_skip(struct client *c, int64_t n, struct err *err)
{
	char *line;
	int rc = 0;

	while (n-- > 0 && !rc)
		rc = client_line(c, &line, err);
	return rc;
}

bool client_readable(const struct client *c, int timeout_ms)
{
	struct pollfd fd = {.fd = c->fd, .events = POLLIN};

	return c->in.len > c->taken || poll(&fd, 1, timeout_ms) > 0;
}

int client_exit_code(int code)
{
	if (code <= CLIENT_REFUSED(0))
		return CLIENT_REFUSED(0) - code;
	switch (code) {
	case CLIENT_BROKEN:
		return EX_PROTOCOL;
	case CLIENT_CLOSED:
		return EX_UNAVAILABLE;
	default:
		return err_exit_code(code);
	}
}
