/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rrdcached's LIST: the tree PAIR/AREA/FILE as the folder of RRD files has it, out of memory. Wildcards match within one part of a path, as they do for
 * rrdtool: they stand for what they match, and not for what is in it.
 */
#include "base/glob.h"
#include "ctl/command.h"
#include "ctl/rrdpath.h"
#include "weigh/figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define N_PARTS 3    /* of the path of a file */
#define LOOKAHEAD 16 /* series */

static const char freqs[] = "ASQM";

struct list {
	struct request *rq;
	char *want[N_PARTS]; /* parts of the path asked for */
	size_t n_want;
	bool recursive, wild;
	size_t depth; /* the part that a line shows, or begins with */
	char last[SERIES_KEY_MAX + 8];
};

/* Cuts the path asked for into its parts. False where it has more of them than any file. */
static bool cut(struct list *l, char *path)
{
	char *save = NULL;

	for (char *part = strtok_r(path, "/", &save); part; part = strtok_r(NULL, "/", &save)) {
		if (l->n_want == N_PARTS)
			return false;
		l->want[l->n_want++] = part;
		l->wild = l->wild || (!l->recursive && strpbrk(part, "*?"));
	}
	/* A folder shows what is in it; a file, and what wildcards match, themselves. */
	l->depth = l->n_want == N_PARTS || l->wild ? l->n_want - 1 : l->n_want;
	return true;
}

/* Where part `i` of a path begins. */
static const char *part(const char *path, size_t i)
{
	while (i--)
		path = strchr(path, '/') + 1;
	return path;
}

static bool part_matches(const struct list *l, const char *path, size_t i)
{
	char text[SERIES_KEY_MAX + 8];
	const char *at = part(path, i);

	snprintf(text, sizeof text, "%.*s", (int)strcspn(at, "/"), at);
	return l->wild ? glob_match(l->want[i], text) : strcmp(l->want[i], text) == 0;
}

/* The path up to and with the part that is shown: what one line stands for. */
static size_t shown(const struct list *l, const char *path)
{
	const char *at = part(path, l->depth);
	return l->recursive ? strlen(path) : (size_t)(at - path) + strcspn(at, "/");
}

static bool is_listed(const struct list *l, const char *path)
{
	return strncmp(l->last, path, shown(l, path)) == 0 && l->last[shown(l, path)] == '\0';
}

static void add_line(struct list *l, const char *path)
{
	size_t n = shown(l, path);
	const char *from = part(path, l->depth);

	memcpy(l->last, path, n);
	l->last[n] = '\0';
	request_line(l->rq, "%.*s", (int)(n - (size_t)(from - path)), from);
}

static bool add_freq(void *arg, const struct figure *f)
{
	unsigned *found = arg;
	const char *at = period_rrd_end(&f->period) ? strchr(freqs, f->period.freq) : NULL;

	if (at)
		*found |= 1u << (at - freqs);
	return *found != 15;
}

/* The frequencies of which the series has a file. */
static int find_files(const struct weigh *w, const struct series_name *name, unsigned *found, struct err *err)
{
	const struct weigh_options options = {.asof = DATE_NONE};

	*found = 0;
	if (!figures_are_kept(w, &name->pair, &name->measure))
		return 0;
	int rc = figures_each(w, &name->pair, &name->measure, 0, &options, add_freq, found, err);
	/* The days of a state count for years and halves, which only those who ask for these see. */
	for (int i = 0; i < 2 && !rc && measure_is_state(&name->measure); i++)
		rc = figures_each(w, &name->pair, &name->measure, freqs[i], &options, add_freq, found, err);
	return rc;
}

static int add_series(struct list *l, const struct weigh *w, uint32_t series, struct err *err)
{
	const char *key = book_series_key(l->rq->core->book, series);
	char path[SERIES_KEY_MAX + 8];
	struct series_name name;
	unsigned found;

	/* What needs no figure to know comes first. */
	for (size_t i = 0; i < l->n_want && i < N_PARTS - 1; i++)
		if (!part_matches(l, key, i))
			return 0;
	if ((!l->recursive && l->depth < N_PARTS - 1 && is_listed(l, key)) || core_series_name(l->rq->core, series, &name))
		return 0;
	int rc = find_files(w, &name, &found, err);
	for (size_t i = 0; freqs[i] && !rc; i++) {
		snprintf(path, sizeof path, "%s-%c.rrd", name.key, freqs[i]);
		if (found & 1u << i && !is_listed(l, path) && (l->n_want < N_PARTS || part_matches(l, path, N_PARTS - 1)))
			add_line(l, path);
	}
	return rc;
}

/* All files are wanted, and the series has one, of which nothing need be weighed: there may be a million of them. */
static bool add_quickly(struct list *l, const struct weigh *w, uint32_t series)
{
	struct period newest;

	if (!figures_newest_quick(w, series, &newest))
		return false;
	if (!period_rrd_end(&newest))
		return true;
	const char *key = book_series_key(w->book, series);
	size_t n = strlen(key);
	char *room = buf_room(&l->rq->lines, n + 8);
	if (room) {
		char *to = mempcpy(room, key, n);
		*to++ = '-';
		*to++ = newest.freq;
		to = stpcpy(to, ".rrd");
		buf_commit(&l->rq->lines, (size_t)(to - room));
	}
	request_line_end(l->rq, !room);
	return true;
}

static int add_all(struct list *l, struct err *err)
{
	struct weigh w = core_weigh(l->rq->core);
	size_t n;
	const uint32_t *all = book_sorted(l->rq->core->book, &n);
	int rc = all ? 0 : err_set(err, ERR_UNAVAILABLE, "out of memory; try again later");

	for (size_t i = 0; i < n && !rc && !l->rq->overflow; i++) {
		if (i + LOOKAHEAD < n)
			book_prefetch(l->rq->core->book, all[i + LOOKAHEAD]);
		if (!l->recursive || l->n_want || !add_quickly(l, &w, all[i]))
			rc = add_series(l, &w, all[i], err);
	}
	return rc;
}

void cmd_list(struct request *rq)
{
	struct list l = {.rq = rq, .recursive = rq->words.n > 2};
	char path[RRDPATH_MAX];
	struct err err;

	const char *asked = rq->words.word[rq->words.n - 1];
	int rc = 0;
	if (l.recursive && strcasecmp(rq->words.word[1], "RECURSIVE") != 0)
		rc = err_set(&err, ERR_USAGE, "LIST \"%.40s\": LIST [RECURSIVE] /path", rq->words.word[1]);
	if (!rc)
		rc = rrdpath_relative(rq->core, asked, path, &err);
	if (!rc && cut(&l, path))
		rc = add_all(&l, &err);
	if (!rc && l.n_want && !rq->n_lines)
		rc = err_set(&err, ERR_UNKNOWN, "No such file or directory: %.200s; LIST RECURSIVE / lists all files", asked);
	if (rc)
		request_error(rq, &err);
	else
		request_reply(rq, "RRDs");
}
