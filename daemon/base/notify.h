/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * notify: tells systemd how the daemon is (sd_notify(3), done by hand: one datagram).
 */
#ifndef BASE_NOTIFY_H
#define BASE_NOTIFY_H

/* Sends `state` ("READY=1", "STOPPING=1", "RELOADING=1", "WATCHDOG=1", "STATUS=…"; several joined by newlines) to
 * $NOTIFY_SOCKET; does nothing where that is unset. Never fails: systemd's absence is not our error. */
void notify_send(const char *state);

#endif
