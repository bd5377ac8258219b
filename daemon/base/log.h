/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * log: one line per event on standard error.
 *
 * Under systemd (JOURNAL_STREAM set) each line begins with its syslog priority as `<N>` and without a time, for journald
 * adds its own; on a terminal or in a file it begins with UTC time and the level's name. Control characters in the
 * message become `?`, so that input from outside cannot forge a line. Safe from any thread: one write(2) a line.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_NOTICE, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* Messages above `level` are dropped. `who` (static text, e.g. "coopd", "worker") stands in every line. */
void log_init(enum log_level level, const char *who);
void log_set_level(enum log_level level);

/* Level by its name in the configuration ("error" … "debug"); 0 or -1. */
int log_level_parse(const char *name, enum log_level *out);

void log_line(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#define log_error(...) log_line(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warning(...) log_line(LOG_LEVEL_WARNING, __VA_ARGS__)
#define log_notice(...) log_line(LOG_LEVEL_NOTICE, __VA_ARGS__)
#define log_info(...) log_line(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(...) log_line(LOG_LEVEL_DEBUG, __VA_ARGS__)

#endif
