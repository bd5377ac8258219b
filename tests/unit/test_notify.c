/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/notify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

/* A datagram socket at `name` ("/…" or "@…") as systemd has one. */
static int listen_at(const char *name)
{
	struct sockaddr_un addr = {.sun_family = AF_UNIX};
	size_t len = strlen(name);
	assert_true(len < sizeof addr.sun_path);
	memcpy(addr.sun_path, name, len);
	if (name[0] == '@')
		addr.sun_path[0] = '\0';
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&addr, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)), 0);
	return fd;
}

/* A datagram between sockets of one machine is there when the sender returns: no waiting. */
static void assert_got(int fd, const char *wanted)
{
	char got[256];
	ssize_t n = recv(fd, got, sizeof got - 1, 0);
	if (!wanted) {
		assert_int_equal(n, -1);
		return;
	}
	assert_true(n >= 0);
	got[n] = '\0';
	assert_string_equal(got, wanted);
}

static void by_path_and_abstract(void **state)
{
	(void)state;
	static const char *const states[] = {"READY=1", "STATUS=12 series\nREADY=1", "WATCHDOG=1", "STOPPING=1"};
	char dir[] = "/tmp/test_notify.XXXXXX", path[64], abstract[64], longest[108];
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/n", dir);
	snprintf(abstract, sizeof abstract, "@coopd/test_notify/%d", (int)getpid());
	snprintf(longest, sizeof longest, "%s/%0*d", dir, (int)(sizeof longest - strlen(dir) - 2), 0);
	const char *const names[] = {path, abstract, longest};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		int fd = listen_at(names[i]);
		setenv("NOTIFY_SOCKET", names[i], 1);
		for (size_t k = 0; k < sizeof states / sizeof states[0]; k++)
			notify_send(states[k]);
		for (size_t k = 0; k < sizeof states / sizeof states[0]; k++)
			assert_got(fd, states[k]);
		assert_got(fd, NULL);
		close(fd);
		unlink(names[i]);
	}
	assert_int_equal(rmdir(dir), 0);
}

static int lowest_free_fd(void)
{
	int fd = dup(STDOUT_FILENO);
	close(fd);
	return fd;
}

/* Without systemd, and with an address nobody is at, nothing happens; least of all a leak. */
static void nobody_there(void **state)
{
	(void)state;
	char too_long[200];
	memset(too_long, 'x', sizeof too_long - 1);
	too_long[0] = '/';
	too_long[sizeof too_long - 1] = '\0';
	const char *const names[] = {NULL, "", "/nonexistent/notify", "@coopd/nobody/here", "relative", "vsock:2:1234", "@", "/", too_long};
	int before = lowest_free_fd();
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (names[i])
			setenv("NOTIFY_SOCKET", names[i], 1);
		else
			unsetenv("NOTIFY_SOCKET");
		notify_send("READY=1");
		assert_int_equal(lowest_free_fd(), before);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(by_path_and_abstract),
	    cmocka_unit_test(nobody_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
