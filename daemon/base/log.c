/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const struct {
	const char *name;
	int priority; /* syslog(3) */
} levels[] = {
    [LOG_LEVEL_ERROR] = {"error", 3}, [LOG_LEVEL_WARNING] = {"warning", 4}, [LOG_LEVEL_NOTICE] = {"notice", 5},
    [LOG_LEVEL_INFO] = {"info", 6},   [LOG_LEVEL_DEBUG] = {"debug", 7},
};

static atomic_int threshold = LOG_LEVEL_NOTICE;
static const char *program = "coopd";
static int to_journal;

void log_init(enum log_level level, const char *who)
{
	threshold = (int)level;
	program = who;
	to_journal = getenv("JOURNAL_STREAM") != NULL;
}

void log_set_level(enum log_level level)
{
	threshold = (int)level;
}

int log_level_parse(const char *name, enum log_level *out)
{
	for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
		if (strcmp(levels[i].name, name) == 0) {
			*out = (enum log_level)i;
			return 0;
		}
	return -1;
}

static size_t put_head(char *line, size_t cap, enum log_level level)
{
	if (to_journal)
		return (size_t)snprintf(line, cap, "<%d>%s: ", levels[level].priority, program);

	struct timespec now;
	struct tm tm;
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	size_t len = strftime(line, cap, "%Y-%m-%dT%H:%M:%S", &tm);
	return len + (size_t)snprintf(line + len, cap - len, ".%03ldZ %s[%d] %s: ", now.tv_nsec / 1000000, program, (int)getpid(),
	                              levels[level].name);
}

void log_line(enum log_level level, const char *fmt, ...)
{
	if ((int)level > threshold)
		return;

	int saved = errno;
	char line[2048];
	size_t head = put_head(line, sizeof line, level);
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(line + head, sizeof line - head - 1, fmt, ap);
	va_end(ap);

	size_t len = strlen(line);
	for (size_t i = head; i < len; i++)
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			line[i] = '?';
	line[len++] = '\n';
	while (write(STDERR_FILENO, line, len) < 0 && errno == EINTR)
		;
	errno = saved;
}
