/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "drive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define OUT_MAX (64 << 20)
#define SEND_AHEAD (256 << 10) /* bytes that wait for the socket; beyond them no more is written into the buffer */
#define IN_SIZE (256 << 10)
#define SILENCE_S 120

struct link {
	int fd;            /* -1: closed */
	uint32_t number;   /* of the connection */
	uint64_t to_send;  /* operations that remain */
	uint64_t sent;     /* operations */
	uint32_t statuses; /* status lines of the current operation seen so far */
	uint64_t lines;    /* still to come of the current reply */
	bool proved;
	bool waits_out; /* epoll watches for writing */
	struct buf out;
	size_t in_len;
	char *in;        /* owned, IN_SIZE */
	uint64_t *begun; /* when each operation in flight was written, ns; a ring of in_flight */
};

struct run {
	const struct work *work;
	const struct drive_options *o;
	struct drive_result *r;
	struct link *links; /* owned, o->clients */
	int epoll;
	bool probing;
	bool closing;         /* no new operations */
	uint64_t begun, last; /* ns: of the clock's start, of the last reply */
	uint64_t n_sent;      /* operations since begun */
};

static uint64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static uint64_t op_of(const struct run *run, const struct link *l, uint64_t nth)
{
	return run->o->begin + l->number + nth * run->o->clients;
}

static void hang_up(struct run *run, struct link *l)
{
	close(l->fd);
	l->fd = -1;
	l->to_send = 0;
	run->r->closed++;
}

static int flush(struct run *run, struct link *l)
{
	while (l->out.len) {
		ssize_t n = send(l->fd, buf_bytes(&l->out), l->out.len, MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			break;
		if (n < 0) {
			/* What the server said before it closed may still be read: the end comes with the next read. */
			buf_clear(&l->out);
			l->to_send = 0;
			break;
		}
		buf_take(&l->out, (size_t)n);
	}
	if ((l->out.len > 0) != l->waits_out) {
		l->waits_out = l->out.len > 0;
		struct epoll_event event = {.events = EPOLLIN | (l->waits_out ? EPOLLOUT : 0), .data.ptr = l};
		if (epoll_ctl(run->epoll, EPOLL_CTL_MOD, l->fd, &event) < 0)
			return -errno;
	}
	return 0;
}

/* How many operations the rate allows now. */
static uint64_t allowed(const struct run *run, uint64_t now)
{
	if (run->o->rate <= 0)
		return UINT64_MAX;
	double may = (double)(now - run->begun) / 1e9 * run->o->rate / work_size(run->work);
	return may > (double)run->n_sent ? (uint64_t)may - run->n_sent : 0;
}

/* Writes as many operations as may be in flight. */
static int fill(struct run *run, struct link *l, uint64_t now)
{
	const uint32_t in_flight = run->probing ? 1 : run->o->in_flight;
	uint64_t quota = allowed(run, now);

	if (l->fd < 0 || run->closing || (run->probing && l->number > 0))
		return 0;
	while (l->to_send && quota && l->sent - run->r->done[l->number] < in_flight && l->out.len < SEND_AHEAD) {
		int rc = work_write(run->work, op_of(run, l, l->sent), &l->out);
		if (rc)
			return rc;
		l->begun[l->sent % run->o->in_flight] = now;
		l->sent++;
		l->to_send--;
		run->n_sent++;
		quota--;
	}
	return flush(run, l);
}

static int fill_all(struct run *run)
{
	uint64_t now = now_ns();
	int rc = 0;

	if (run->o->seconds > 0 && !run->probing && (double)(now - run->begun) > run->o->seconds * 1e9)
		run->closing = true;
	for (uint32_t i = 0; i < run->o->clients && !rc; i++)
		rc = fill(run, &run->links[i], now);
	return rc;
}

static void start_clock(struct run *run)
{
	run->probing = false;
	run->r->requests = run->r->lines = 0;
	if (run->o->started)
		run->o->started(run->o->arg);
	run->begun = run->last = now_ns();
	run->n_sent = 0;
}

static void finish_op(struct run *run, struct link *l, uint64_t now)
{
	struct drive_result *r = run->r;

	if (!run->probing)
		hist_add(&r->latency, now - l->begun[r->done[l->number] % run->o->in_flight]);
	r->done[l->number]++;
	r->requests += work_size(run->work);
	r->proved += l->proved;
	l->statuses = 0;
	l->proved = false;
	run->last = now;
	if (run->probing && !r->refused)
		start_clock(run);
}

static void refuse(struct run *run, const char *line, size_t n, uint64_t how_many)
{
	struct drive_result *r = run->r;

	if (r->errors == 0) {
		if (n >= sizeof r->text)
			n = sizeof r->text - 1;
		memcpy(r->text, line, n);
		r->text[n] = '\0';
	}
	r->errors += how_many;
	if (run->probing) {
		r->refused = true;
		run->closing = true;
	}
}

static void take_status(struct run *run, struct link *l, const char *line, size_t n, uint64_t now)
{
	char number[24] = {0};
	memcpy(number, line, n < sizeof number ? n : sizeof number - 1);
	long long status = strtoll(number, NULL, 10);
	bool last = ++l->statuses == run->work->mode->replies;

	if (status < 0 || n == 0 || (line[0] != '-' && (line[0] < '0' || line[0] > '9')))
		refuse(run, line, n, 1);
	else if (last && run->work->mode->counts_errors && status > 0)
		refuse(run, line, n, (uint64_t)status);
	l->lines = status > 0 ? (uint64_t)status : 0;
	if (last && l->lines == 0)
		finish_op(run, l, now);
}

static void take_line(struct run *run, struct link *l, const char *line, size_t n, uint64_t now)
{
	const struct work_mode *mode = run->work->mode;

	if (n && line[n - 1] == '\r')
		n--;
	if (l->lines == 0) {
		take_status(run, l, line, n, now);
		return;
	}
	run->r->lines++;
	if (mode->proves && !l->proved)
		l->proved = mode->proves(run->work, op_of(run, l, run->r->done[l->number]), line, n);
	if (--l->lines == 0 && l->statuses == mode->replies)
		finish_op(run, l, now);
}

static void cut_lines(struct run *run, struct link *l)
{
	const uint64_t now = now_ns();
	char *at = l->in, *end = l->in + l->in_len, *stop;

	while (at < end && (stop = memchr(at, '\n', (size_t)(end - at)))) {
		/* A reply that nobody asked for would be counted for nothing. */
		if (l->sent > run->r->done[l->number])
			take_line(run, l, at, (size_t)(stop - at), now);
		at = stop + 1;
	}
	l->in_len = (size_t)(end - at);
	memmove(l->in, at, l->in_len);
}

static int receive(struct run *run, struct link *l, struct err *err)
{
	if (l->in_len == IN_SIZE)
		return err_set(err, ERR_LIMIT, "the server sent a line of more than %d bytes", IN_SIZE);
	ssize_t n = recv(l->fd, l->in + l->in_len, IN_SIZE - l->in_len, 0);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (n <= 0) {
		hang_up(run, l);
		return 0;
	}
	l->in_len += (size_t)n;
	cut_lines(run, l);
	return 0;
}

static bool finished(const struct run *run)
{
	for (uint32_t i = 0; i < run->o->clients; i++) {
		const struct link *l = &run->links[i];
		if (l->fd >= 0 && (l->sent > run->r->done[i] || (l->to_send && !run->closing)))
			return false;
	}
	return true;
}

static int turn(struct run *run, struct err *err)
{
	struct epoll_event events[64];
	int n = epoll_wait(run->epoll, events, 64, run->o->rate > 0 ? 1 : SILENCE_S * 1000);
	if (n < 0 && errno != EINTR)
		return err_sys(err, errno, "epoll_wait");
	if (n == 0 && now_ns() - run->last > (uint64_t)SILENCE_S * 1000000000)
		return err_set(err, ERR_LIMIT, "no reply for %d s", SILENCE_S);
	for (int i = 0; i < n; i++) {
		struct link *l = events[i].data.ptr;
		int rc = events[i].events & ~(unsigned)EPOLLOUT && l->fd >= 0 ? receive(run, l, err) : 0;
		if (!rc && l->fd >= 0 && run->o->rate <= 0)
			rc = fill(run, l, now_ns());
		if (rc)
			return rc;
	}
	return fill_all(run);
}

static int dial(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof address.sun_path)
		return -ENAMETOOLONG;
	strcpy(address.sun_path, path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	/* Connecting blocks while the server's backlog is full. */
	if (fd < 0)
		return -errno;
	if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0)
		return fd;
	int rc = -errno;
	close(fd);
	return rc;
}

static int link_open(struct run *run, uint32_t number, struct err *err)
{
	const struct drive_options *o = run->o;
	struct link *l = &run->links[number];

	*l = (struct link){.fd = dial(o->socket), .number = number};
	l->to_send = o->sends ? o->sends[number] : o->ops / o->clients + (number < o->ops % o->clients);
	buf_init(&l->out, OUT_MAX);
	if (l->fd < 0)
		return err_sys(err, -l->fd, "cannot connect to %s", o->socket);
	l->in = malloc(IN_SIZE);
	l->begun = calloc(o->in_flight, sizeof *l->begun);
	if (!l->in || !l->begun)
		return err_sys(err, ENOMEM, "cannot open a connection");
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = l};
	if (epoll_ctl(run->epoll, EPOLL_CTL_ADD, l->fd, &event) < 0)
		return err_sys(err, errno, "epoll_ctl");
	return 0;
}

static void links_close(struct run *run, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		struct link *l = &run->links[i];
		if (l->fd >= 0)
			close(l->fd);
		buf_fini(&l->out);
		free(l->in);
		free(l->begun);
	}
	free(run->links);
}

int drive(const struct work *w, const struct drive_options *o, struct drive_result *r, struct err *err)
{
	struct run run = {.work = w, .o = o, .r = r, .probing = o->probe};
	uint32_t n = 0;
	int rc = 0;

	*r = (struct drive_result){0};
	if (o->clients < 1 || o->clients > DRIVE_CLIENTS_MAX || o->in_flight < 1)
		return err_set(err, ERR_USAGE, "1 to %d clients, and at least 1 in flight", DRIVE_CLIENTS_MAX);
	run.epoll = epoll_create1(EPOLL_CLOEXEC);
	run.links = calloc(o->clients, sizeof *run.links);
	if (run.epoll < 0 || !run.links) {
		rc = err_sys(err, errno, "cannot begin");
		goto end;
	}
	while (!rc && n < o->clients)
		rc = link_open(&run, n++, err);
	run.last = now_ns();
	if (!o->probe)
		start_clock(&run);
	if (!rc)
		rc = fill_all(&run);
	while (!rc && !finished(&run))
		rc = turn(&run, err);
	r->seconds = (double)(run.last - run.begun) / 1e9;
end:
	links_close(&run, n);
	if (run.epoll >= 0)
		close(run.epoll);
	return rc && err->code == 0 ? err_set(err, rc, "a request does not fit into its buffer") : rc;
}
