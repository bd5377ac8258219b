/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The least that a line protocol over a Unix socket costs with libuv: bytes in, lines cut, a line or a table of ready rows out.
 */
#include "bench.h"

#include "base/buf.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#define OUT_MAX (1 << 30)
#define IN_SIZE 65536

static const char row[] = "1609437600: 2.02002500000000000e+04\n";

struct peer {
	uv_pipe_t pipe; /* first: a handle is its peer */
	struct buf in;
	char bytes[IN_SIZE];
};

struct answer {
	uv_write_t request;
	struct buf out;
};

static void closed(uv_handle_t *handle)
{
	struct peer *p = (struct peer *)handle;
	buf_fini(&p->in);
	free(p);
}

static void hang_up(struct peer *p)
{
	if (!uv_is_closing((uv_handle_t *)&p->pipe))
		uv_close((uv_handle_t *)&p->pipe, closed);
}

static void room(uv_handle_t *handle, size_t hint, uv_buf_t *buf)
{
	(void)hint;
	struct peer *p = (struct peer *)handle;
	*buf = uv_buf_init(p->bytes, sizeof p->bytes);
}

static void written(uv_write_t *request, int status)
{
	(void)status;
	struct answer *a = (struct answer *)request;
	buf_fini(&a->out);
	free(a);
}

static int reply(struct buf *out, const char *line, size_t n)
{
	long rows = n > 5 ? strtol(line + 5, NULL, 10) : 0;
	int rc = rows > 0 ? buf_addf(out, "%ld rows\n", rows) : buf_add(out, "0 recorded\n", 11);

	for (long i = 0; i < rows && !rc; i++)
		rc = buf_add(out, row, sizeof row - 1);
	return rc;
}

static int reply_all(struct peer *p, struct buf *out)
{
	int rc = 0;

	for (char *stop; !rc && p->in.len && (stop = memchr(buf_bytes(&p->in), '\n', p->in.len));) {
		size_t n = (size_t)(stop - buf_bytes(&p->in));
		rc = reply(out, buf_bytes(&p->in), n);
		buf_take(&p->in, n + 1);
	}
	return rc;
}

static void have_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct peer *p = (struct peer *)stream;
	struct answer *a = n > 0 ? calloc(1, sizeof *a) : NULL;

	if (n == 0)
		return;
	if (!a || buf_add(&p->in, buf->base, (size_t)n)) {
		free(a);
		hang_up(p);
		return;
	}
	buf_init(&a->out, OUT_MAX);
	uv_buf_t out = {0};
	bool failed = reply_all(p, &a->out) != 0;
	if (!failed && a->out.len)
		out = uv_buf_init(a->out.data + a->out.off, (unsigned)a->out.len);
	if (failed || !out.len || uv_write(&a->request, stream, &out, 1, written) != 0) {
		written(&a->request, 0);
		if (failed)
			hang_up(p);
	}
}

static void have_client(uv_stream_t *server, int status)
{
	struct peer *p = status == 0 ? calloc(1, sizeof *p) : NULL;
	if (!p || uv_pipe_init(server->loop, &p->pipe, 0)) {
		free(p);
		return;
	}
	buf_init(&p->in, 1 << 20);
	if (uv_accept(server, (uv_stream_t *)&p->pipe) || uv_read_start((uv_stream_t *)&p->pipe, room, have_read))
		hang_up(p);
}

int bench_echo(int argc, char **argv, struct err *err)
{
	uv_loop_t *loop = uv_default_loop();
	uv_pipe_t server;

	if (argc != 2)
		return err_set(err, ERR_USAGE, "echo SOCKET");
	if (!loop || uv_pipe_init(loop, &server, 0) || uv_pipe_bind(&server, argv[1]) ||
	    uv_listen((uv_stream_t *)&server, 128, have_client))
		return err_set(err, ERR_UNAVAILABLE, "cannot listen on %s", argv[1]);
	return uv_run(loop, UV_RUN_DEFAULT);
}
