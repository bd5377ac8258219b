/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "coopctl/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 500
#define EVERY_MS 100
#define BAR_WIDTH 30

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void progress_begin(struct progress *p, const char *name)
{
	const char *term = getenv("TERM");

	*p = (struct progress){.name = name, .started_ms = now_ms()};
	p->terminal = isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb") != 0;
}

bool progress_due(struct progress *p)
{
	if (!p->terminal)
		return false;
	int64_t now = now_ms();
	return now - p->started_ms >= PATIENCE_MS && now - p->drawn_ms >= EVERY_MS;
}

void progress_draw(struct progress *p, double done, double total, const char *what)
{
	double part = total > 0 ? done / total : 0;
	char bar[BAR_WIDTH + 1];

	part = part < 0 ? 0 : part > 1 ? 1 : part;
	size_t full = (size_t)(part * BAR_WIDTH);
	memset(bar, ' ', BAR_WIDTH);
	memset(bar, '#', full);
	bar[BAR_WIDTH] = '\0';
	fprintf(stderr, "\r%.30s [%s] %3.0f %% %s\033[K", p->name, bar, 100 * part, what);
	fflush(stderr);
	p->drawn_ms = now_ms();
	p->shown = true;
}

void progress_end(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
	p->shown = false;
}
