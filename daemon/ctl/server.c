/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Connections that have something to do are put on a list, and the list is worked off once a loop turn, just before the
 * loop sleeps: a thousand replies that one commit sets free leave in one write a client.
 */
#include "ctl/server.h"

#include "base/log.h"
#include "conf/conf.h"
#include "core/core.h"
#include "ctl/command.h"
#include "ctl/conn.h"
#include "ctl/conn_private.h"

#include <errno.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 4096 /* the system cuts it to net.core.somaxconn */
#define TICK_MS 1000
#define SLOTS_KEPT 8192

struct server {
	struct core *core;
	uv_pipe_t listen;
	uv_prepare_t prepare;
	uv_timer_t tick;
	struct conn *conns; /* all of them, closing ones too */
	struct conn *dirty;
	size_t n_conns;
	struct watches *watches; /* owned */
	struct pool slots;
	struct buf spare;
	char *path; /* owned; unlinked at the end */
	int n_handles;
	bool unaccepted; /* libuv tells of no other client until this one is accepted */
	bool stopping;
	uint64_t stop_at_ms;
	void (*closed)(void *arg);
	void *closed_arg;
};

void server_dirty(struct server *s, struct conn *c)
{
	if (c->dirty)
		return;
	c->dirty = true;
	c->next_dirty = s->dirty;
	s->dirty = c;
}

void server_forget(struct server *s, struct conn *c)
{
	server_dirty(s, c); /* reaped where nobody holds a pointer into the list */
}

static void unlink_conn(struct server *s, struct conn *c)
{
	if (c->prev)
		c->prev->next = c->next;
	else
		s->conns = c->next;
	if (c->next)
		c->next->prev = c->prev;
	s->n_conns--;
}

static void on_handle_closed(uv_handle_t *handle)
{
	struct server *s = handle->data;

	if (--s->n_handles)
		return;
	void (*closed)(void *) = s->closed;
	void *arg = s->closed_arg;
	pool_fini(&s->slots);
	buf_fini(&s->spare);
	free(s->path);
	free(s);
	if (closed)
		closed(arg);
}

/* When the last connection is gone, so are our handles, and the server with them. */
static void finish_if_empty(struct server *s)
{
	if (!s->stopping || s->conns || uv_is_closing((uv_handle_t *)&s->prepare))
		return;
	s->core->watch = NULL;
	watches_destroy(s->watches);
	uv_close((uv_handle_t *)&s->prepare, on_handle_closed);
	uv_close((uv_handle_t *)&s->tick, on_handle_closed);
}

static void on_prepare(uv_prepare_t *prepare)
{
	struct server *s = prepare->data;

	while (s->dirty) {
		struct conn *c = s->dirty;
		s->dirty = c->next_dirty;
		c->dirty = false;
		conn_turn(c);
		if (c->closed && !c->n_waiting && !c->dirty) {
			unlink_conn(s, c);
			conn_reap(c);
		}
	}
	finish_if_empty(s);
}

static void on_connection(uv_stream_t *listen, int status);

static void on_tick(uv_timer_t *timer)
{
	struct server *s = timer->data;
	uint64_t now = uv_now(timer->loop), idle = s->core->conf->socket.idle_timeout_s * 1000ull;

	for (struct conn *c = s->conns; c; c = c->next) {
		if ((s->stopping && now >= s->stop_at_ms) || (idle && conn_is_idle(c, now, idle)))
			conn_close(c);
	}
	if (s->unaccepted) {
		s->unaccepted = false;
		on_connection((uv_stream_t *)&s->listen, 0);
	}
}

static void on_connection(uv_stream_t *listen, int status)
{
	struct server *s = listen->data;

	if (status < 0) {
		log_warning("a client could not be accepted: %s", uv_strerror(status));
		return;
	}
	struct conn *c = conn_create(s, s->core, listen->loop);
	if (!c) {
		log_error("a client could not be accepted yet: out of memory");
		s->unaccepted = true;
		return;
	}
	c->next = s->conns;
	if (c->next)
		c->next->prev = c;
	s->conns = c;
	s->n_conns++;
	int rc = uv_accept(listen, conn_stream(c));
	if (rc) {
		log_warning("a client could not be accepted: %s", uv_strerror(rc));
		conn_close(c);
	} else if (s->n_conns > s->core->conf->socket.max_clients) {
		conn_refuse(c, "-75 too many clients (socket.max_clients); try again later");
	} else {
		conn_start(c);
	}
}

/* Whether somebody listens at `addr`: 0 nobody, 1 somebody, negative errno. */
static int probe(const struct sockaddr_un *addr)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -errno;
	int rc = connect(fd, (const struct sockaddr *)addr, sizeof *addr) == 0 ? 1 : -errno;
	close(fd);
	if (rc == -EAGAIN || rc == -EINPROGRESS)
		return 1; /* its backlog is full, so it lives */
	return rc == -ECONNREFUSED || rc == -ENOENT ? 0 : rc;
}

static int clear_way(const char *path, struct err *err)
{
	struct sockaddr_un addr = {.sun_family = AF_UNIX};
	struct stat st;

	if (strlen(path) >= sizeof addr.sun_path)
		return err_set(err, ERR_CONFIG, "socket path %s is %zu bytes long, the system takes %zu: choose a shorter one", path,
		               strlen(path), sizeof addr.sun_path - 1);
	memcpy(addr.sun_path, path, strlen(path));
	if (lstat(path, &st))
		return errno == ENOENT ? 0 : err_sys(err, errno, "socket %s", path);
	if (!S_ISSOCK(st.st_mode))
		return err_set(err, ERR_CONFIG, "%s is there and is no socket: move it away or choose another socket.path", path);
	int rc = probe(&addr);
	if (rc > 0)
		return err_set(err, ERR_CONFLICT, "another daemon answers at socket %s: stop it or choose another socket.path", path);
	if (rc < 0)
		return err_sys(err, -rc, "socket %s", path);
	log_notice("taking over the socket %s left by a coopd that is gone", path);
	return unlink(path) ? err_sys(err, errno, "cannot remove the old socket %s", path) : 0;
}

static int set_access(const struct conf *conf, struct err *err)
{
	const char *path = conf->socket.path;

	if (conf->socket.group[0]) {
		const struct group *group = getgrnam(conf->socket.group);
		if (!group)
			return err_set(err, ERR_CONFIG, "no group \"%s\" on this system (socket.group)", conf->socket.group);
		if (chown(path, (uid_t)-1, group->gr_gid))
			return err_sys(err, errno, "cannot give socket %s to group %s", path, conf->socket.group);
	}
	return chmod(path, conf->socket.mode) ? err_sys(err, errno, "cannot set the mode of socket %s", path) : 0;
}

static void on_ready(void *reader)
{
	struct conn *c = reader;
	server_dirty(c->server, c);
}

static void on_changed(struct core *core, uint32_t series, const struct period *p)
{
	watches_changed(core->server->watches, series, p);
}

struct watches *server_watches(struct server *s)
{
	return s->watches;
}

int server_open(struct server **out, struct core *core, struct err *err)
{
	const struct conf *conf = core->conf;
	int rc = clear_way(conf->socket.path, err);
	if (rc)
		return rc;

	struct server *s = calloc(1, sizeof *s);
	char *path = strdup(conf->socket.path);
	if (!s || !path || watches_create(&s->watches, core, on_ready)) {
		free(s);
		free(path);
		return err_sys(err, ENOMEM, "the socket");
	}
	s->core = core;
	s->path = path;
	s->slots = POOL_INIT(struct slot, SLOTS_KEPT);
	uv_pipe_init(core->loop, &s->listen, 0);
	uv_prepare_init(core->loop, &s->prepare);
	uv_timer_init(core->loop, &s->tick);
	s->listen.data = s->prepare.data = s->tick.data = s;
	s->n_handles = 3;
	*out = s;

	/* Nobody may connect before mode and group are set: the file is born closed. */
	mode_t old = umask(0177);
	rc = uv_pipe_bind(&s->listen, path);
	umask(old);
	if (rc)
		return err_sys(err, -rc, "cannot make the socket %s", path);
	rc = set_access(conf, err);
	if (rc)
		return rc;
	rc = uv_listen((uv_stream_t *)&s->listen, BACKLOG, on_connection);
	if (rc)
		return err_sys(err, -rc, "cannot listen at %s", path);
	uv_prepare_start(&s->prepare, on_prepare);
	uv_timer_start(&s->tick, on_tick, TICK_MS, TICK_MS);
	core->watch = on_changed;
	return 0;
}

int server_apply_conf(struct server *s, struct err *err)
{
	return set_access(s->core->conf, err);
}

void server_close(struct server *s, unsigned grace_ms, void (*closed)(void *arg), void *arg)
{
	s->stopping = true;
	s->closed = closed;
	s->closed_arg = arg;
	s->stop_at_ms = uv_now(s->core->loop) + grace_ms;
	/* libuv removes the socket's file as it closes the listening handle. */
	uv_close((uv_handle_t *)&s->listen, on_handle_closed);
	for (struct conn *c = s->conns; c; c = c->next) {
		conn_finish(c);
		server_dirty(s, c);
	}
	if (!uv_is_active((uv_handle_t *)&s->prepare))
		uv_prepare_start(&s->prepare, on_prepare);
	/* Wakes the loop even where no client is there to do so. */
	uv_timer_start(&s->tick, on_tick, 10, 100);
}

size_t server_n_clients(const struct server *s)
{
	return s->n_conns;
}

struct buf *server_spare(struct server *s)
{
	return &s->spare;
}

struct pool *server_slots(struct server *s)
{
	return &s->slots;
}
