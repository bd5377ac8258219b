/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The process and the socket are two handles with one owner: the child frees itself in the close callback that comes last. The end of
 * the process and the end of the socket arrive in either order; `gone` waits for the process and then reads what is left in the
 * socket itself, so that an answer sent just before the end still counts.
 */
#include "work/child.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* More than the socket holds. libuv goes on reading as long as what it gets fills its buffer, and meanwhile nobody else is heard. */
#define READ_CHUNK (256 * 1024)

struct child {
	struct child_handlers handlers;
	uv_process_t process;
	uv_pipe_t pipe;
	bool has_process; /* the process handle is open */
	bool has_pipe;
	bool muted;
	bool nonsense;
	bool ended; /* the process has been waited for: its id may be somebody else's by now */
	struct buf in;
};

struct sending {
	uv_write_t req;
	char bytes[];
};

static void free_when_closed(struct child *c)
{
	if (c->has_process || c->has_pipe)
		return;
	buf_fini(&c->in);
	free(c);
}

static void process_closed(uv_handle_t *h)
{
	struct child *c = h->data;
	c->has_process = false;
	free_when_closed(c);
}

static void pipe_closed(uv_handle_t *h)
{
	struct child *c = h->data;
	c->has_pipe = false;
	free_when_closed(c);
}

static void close_pipe(struct child *c)
{
	if (c->has_pipe && !uv_is_closing((uv_handle_t *)&c->pipe))
		uv_close((uv_handle_t *)&c->pipe, pipe_closed);
}

static void hand_over(struct child *c)
{
	struct frame f;
	int rc;

	while (!c->muted && (rc = frame_peek(&c->in, &f)) != 0) {
		if (rc > 0)
			rc = c->handlers.frame(c->handlers.arg, &f);
		if (rc < 0) {
			c->nonsense = c->muted = true;
			child_kill(c);
			return;
		}
		frame_drop(&c->in, &f);
	}
	if (c->muted)
		buf_clear(&c->in);
}

static void give_room(uv_handle_t *h, size_t suggested, uv_buf_t *out)
{
	struct child *c = h->data;
	(void)suggested;
	char *room = buf_room(&c->in, READ_CHUNK);
	*out = uv_buf_init(room, room ? READ_CHUNK : 0);
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *b)
{
	struct child *c = stream->data;
	(void)b;
	if (n > 0) {
		buf_commit(&c->in, (size_t)n);
		hand_over(c);
	} else if (n == UV_EOF || n == UV_ECONNRESET) {
		/* It has died, and how will be told; or it lives on deaf and mute, which the limit on its silence ends. A kill of ours here would
		 * look like one from outside. */
		uv_read_stop(stream);
	} else if (n < 0) {
		uv_read_stop(stream);
		child_kill(c);
	}
}

static void read_rest(struct child *c)
{
	uv_os_fd_t fd;

	if (!c->has_pipe || uv_is_closing((uv_handle_t *)&c->pipe) || uv_fileno((uv_handle_t *)&c->pipe, &fd) != 0)
		return;
	uv_read_stop((uv_stream_t *)&c->pipe);
	/* A callback may close the socket meanwhile; whoever does so mutes the child first. */
	while (!c->muted) {
		char *room = buf_room(&c->in, READ_CHUNK);
		ssize_t n = room ? recv(fd, room, READ_CHUNK, MSG_DONTWAIT) : 0;
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		buf_commit(&c->in, (size_t)n);
		hand_over(c);
	}
}

static void on_end(uv_process_t *process, int64_t status, int signal)
{
	struct child *c = process->data;

	c->ended = true;
	read_rest(c);
	c->muted = true;
	close_pipe(c);
	c->handlers.gone(c->handlers.arg, (int)status, signal, c->nonsense);
	uv_close((uv_handle_t *)process, process_closed);
}

static int spawn(struct child *c, uv_loop_t *loop, const char *exe, char **argv, int fd, struct err *err)
{
	uv_stdio_container_t stdio[] = {
	    {.flags = UV_IGNORE},
	    {.flags = UV_INHERIT_FD, .data.fd = STDERR_FILENO},
	    {.flags = UV_INHERIT_FD, .data.fd = STDERR_FILENO},
	    {.flags = UV_INHERIT_FD, .data.fd = fd},
	};
	uv_process_options_t options = {.file = exe, .args = argv, .exit_cb = on_end, .stdio = stdio, .stdio_count = 4};

	c->process.data = c;
	c->has_process = true;
	int rc = uv_spawn(loop, &c->process, &options);
	if (rc) {
		uv_close((uv_handle_t *)&c->process, process_closed);
		return err_sys(err, -rc, "cannot start the worker %s", exe);
	}
	return 0;
}

/* Our own binary. By its path, which debuggers and valgrind understand; where an upgrade has put another one there, or none, through the link
 * that still leads to ours. */
static const char *own_exe(char *path, size_t cap)
{
	static const char link[] = "/proc/self/exe", gone[] = " (deleted)";
	ssize_t n = readlink(link, path, cap - 1);

	if (n <= 0 || (size_t)n == cap - 1)
		return link;
	path[n] = '\0';
	return strstr(path, gone) ? link : path;
}

int child_start(struct child **out, uv_loop_t *loop, const char *exe, char **argv, const struct child_handlers *handlers, struct err *err)
{
	char path[4096];
	int fd[2], rc;

	struct child *c = calloc(1, sizeof *c);
	if (!c)
		return err_sys(err, ENOMEM, "cannot start the worker");
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) < 0) {
		rc = err_sys(err, errno, "cannot make a socket for the worker");
		free(c);
		return rc;
	}
	c->handlers = *handlers;
	buf_init(&c->in, FRAME_MAX + FRAME_HEAD + READ_CHUNK);

	uv_pipe_init(loop, &c->pipe, 0);
	c->pipe.data = c;
	c->has_pipe = true;
	rc = uv_pipe_open(&c->pipe, fd[0]);
	if (rc) {
		close(fd[0]);
		rc = err_sys(err, -rc, "cannot use the worker's socket");
	} else {
		rc = spawn(c, loop, exe ? exe : own_exe(path, sizeof path), argv, fd[1], err);
	}
	close(fd[1]);
	if (rc) {
		close_pipe(c);
		return rc;
	}
	uv_read_start((uv_stream_t *)&c->pipe, give_room, on_read);
	*out = c;
	return 0;
}

static void on_written(uv_write_t *req, int status)
{
	(void)status;
	free(req->data);
}

void child_send(struct child *c, const void *bytes, size_t n)
{
	if (!c->has_pipe || uv_is_closing((uv_handle_t *)&c->pipe))
		return;
	struct sending *s = malloc(sizeof *s + n);
	if (!s)
		return;
	memcpy(s->bytes, bytes, n);
	s->req.data = s;
	uv_buf_t b = uv_buf_init(s->bytes, (unsigned)n);
	if (uv_write(&s->req, (uv_stream_t *)&c->pipe, &b, 1, on_written) != 0)
		free(s);
}

void child_mute(struct child *c)
{
	c->muted = true;
}

void child_hang_up(struct child *c)
{
	close_pipe(c);
}

void child_kill(struct child *c)
{
	if (!c->ended)
		uv_process_kill(&c->process, SIGKILL);
}

pid_t child_pid(const struct child *c)
{
	return uv_process_get_pid(&c->process);
}
