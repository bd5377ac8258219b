/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * progress: a line on the terminal that says how far an import is. Nothing is shown where standard error is no terminal, nor before half a
 * second has gone.
 */
#ifndef COOPCTL_PROGRESS_H
#define COOPCTL_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	const char *name; /* not owned */
	bool terminal, shown;
	int64_t started_ms, drawn_ms;
};

void progress_begin(struct progress *p, const char *name);
/* Whether it is time to draw again: at most ten times a second. */
bool progress_due(struct progress *p);
/* A bar for done of total, with `what` behind it. */
void progress_draw(struct progress *p, double done, double total, const char *what);
void progress_end(struct progress *p); /* wipes the line */

#endif
