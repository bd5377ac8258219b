/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * server: the Unix socket: listening, who is connected, and the stream of changes to those who WATCH. Loop thread only.
 */
#ifndef CTL_SERVER_H
#define CTL_SERVER_H

#include "base/err.h"
#include "core/core.h"

#include <stddef.h>
#include <uv.h>

struct server;

/* Listens at conf->socket.path. A socket file left by a dead coopd is taken over; one that answers is another daemon's and is
 * refused, as is anything that is not a socket, and a path that does not fit into sockaddr_un. On failure *out, where it is not NULL, must
 * be closed all the same. */
int server_open(struct server **out, struct core *core, struct err *err) __attribute__((warn_unused_result));

/* Gives the socket's file the mode and group of the configuration as it is now. */
int server_apply_conf(struct server *s, struct err *err) __attribute__((warn_unused_result));

/* Stops listening, lets every connection have the replies to what it had asked (for at most `grace_ms`), closes, then calls `closed`
 * once. The server is freed after that. */
void server_close(struct server *s, unsigned grace_ms, void (*closed)(void *arg), void *arg);

size_t server_n_clients(const struct server *s);

#endif
