/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turns: lines are made for SLICE_NS, by whichever readers have room, then a timer lets the loop do everything else first. After a slice in which a figure
 * took the solver the pause is four times as long as the slice was, so that answers rarely wait for it. While the timer runs nobody is told anything. Who
 * was told goes to the end of the queue.
 */
#include "ctl/watch.h"

#include "base/glob.h"
#include "ctl/reply.h"
#include "weigh/figures.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

/* Without this, uthash ends the process when memory is short. */
#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(obj) ((obj)->hashed = false)
#include <uthash.h>

#define SLICE_NS 2000000u

/* No padding: it is compared byte by byte. */
struct item_key {
	uint32_t series;
	int32_t start;
	uint16_t months, days;
	uint32_t freq;
};

/* A period that is to be told. */
struct item {
	struct item_key key;
	uint64_t changes;
	bool hashed;
	UT_hash_handle hh;
};

struct watch {
	TAILQ_ENTRY(watch) link;
	struct watches *all;
	void *reader;
	char *glob;         /* owned */
	struct item *items; /* owned; the longest waiting first */
	uint64_t lost;
};

struct watches {
	struct core *core;
	void (*ready)(void *reader);
	TAILQ_HEAD(, watch) list; /* who was told last stands first */
	size_t n_items;           /* of all */
	uv_timer_t pause;
	uint64_t slice_began; /* 0: not yet */
	bool solved;          /* a figure of this slice took the solver */
};

bool watch_pending(const struct watch *w)
{
	return w && (w->items || w->lost);
}

static void on_pause_over(uv_timer_t *timer)
{
	struct watches *all = timer->data;
	const struct watch *w;

	all->slice_began = 0;
	all->solved = false;
	TAILQ_FOREACH(w, &all->list, link)
	if (watch_pending(w))
		all->ready(w->reader);
}

int watches_create(struct watches **out, struct core *core, void (*ready)(void *reader))
{
	struct watches *all = *out = calloc(1, sizeof *all);

	if (!all)
		return -ENOMEM;
	all->core = core;
	all->ready = ready;
	TAILQ_INIT(&all->list);
	uv_timer_init(core->loop, &all->pause);
	all->pause.data = all;
	return 0;
}

static void on_closed(uv_handle_t *handle)
{
	free(handle->data);
}

void watches_destroy(struct watches *all)
{
	if (all)
		uv_close((uv_handle_t *)&all->pause, on_closed);
}

int watch_create(struct watch **out, struct watches *all, const char *glob, void *reader)
{
	struct watch *w = calloc(1, sizeof *w);
	char *copy = strdup(glob);

	if (!w || !copy) {
		free(w);
		free(copy);
		return -ENOMEM;
	}
	w->all = all;
	w->reader = reader;
	w->glob = copy;
	TAILQ_INSERT_TAIL(&all->list, w, link);
	*out = w;
	return 0;
}

static void drop(struct watch *w, struct item *item)
{
	HASH_DEL(w->items, item);
	free(item);
	w->all->n_items--;
}

void watch_destroy(struct watch *w)
{
	if (!w)
		return;
	while (w->items)
		drop(w, w->items);
	TAILQ_REMOVE(&w->all->list, w, link);
	free(w->glob);
	free(w);
}

static void note(struct watch *w, const struct item_key *key)
{
	struct item *item;

	HASH_FIND(hh, w->items, key, sizeof *key, item);
	if (item) {
		item->changes++;
		return;
	}
	if (HASH_COUNT(w->items) < WATCH_PERIODS_MAX && w->all->n_items < WATCH_PERIODS_ALL)
		item = malloc(sizeof *item);
	if (item) {
		*item = (struct item){.key = *key, .changes = 1, .hashed = true};
		HASH_ADD(hh, w->items, key, sizeof item->key, item);
		if (item->hashed) {
			w->all->n_items++;
			return;
		}
		free(item);
	}
	w->lost++;
}

static void note_all(struct watches *all, uint32_t series, const struct period *p)
{
	const struct item_key key = {series, p->start, p->months, p->days, (unsigned char)p->freq};
	char name[SERIES_KEY_MAX + 2];
	struct watch *w;

	snprintf(name, sizeof name, period_freq_months(p->freq) ? "%s-%c" : "%s", book_series_key(all->core->book, series), p->freq);
	TAILQ_FOREACH(w, &all->list, link)
	{
		if (!glob_match(w->glob, name))
			continue;
		bool pending = watch_pending(w);
		note(w, &key);
		if (!pending)
			all->ready(w->reader);
	}
}

void watches_changed(struct watches *all, uint32_t series, const struct period *p)
{
	struct series_name name;

	if (TAILQ_EMPTY(&all->list) || core_series_name(all->core, series, &name))
		return;
	note_all(all, series, p);
	if (p->freq == 'D' && measure_is_state(&name.measure)) {
		struct period year = period_of_date(p->start, 'A'), half = period_of_date(p->start, 'S');
		note_all(all, series, &year);
		note_all(all, series, &half);
	}
}

/* The line of a period, as GET would answer it now. 1 told; 0 there is nothing to tell, ask GET; -ENOMEM. */
static int add_line(struct watches *all, const struct item *item, struct buf *out)
{
	const struct weigh_options options = {.asof = DATE_NONE};
	const struct item_key *k = &item->key;
	const struct period p = {.start = k->start, .months = k->months, .days = k->days, .freq = (char)k->freq};
	struct weigh w = core_weigh(all->core);
	struct series_name name;
	struct figure f;

	if (core_series_name(all->core, k->series, &name))
		return 0; /* its indicator is not loaded any more */
	all->solved |= !figures_stand_alone(&w, &name.pair, &name.measure);
	int found = figures_one(&w, &name.pair, &name.measure, &p, &options, &f, NULL);
	if (found < 0)
		return 0;
	int rc = buf_addf(out, period_freq_months(p.freq) ? "%s-%c " : "%s ", name.key, p.freq);
	if (found)
		rc = rc || reply_figure(out, all->core, &name.measure, &f);
	else
		rc = rc || reply_period(out, &p) || buf_add(out, " nan", 4) || reply_text(out, "unit", name.measure.unit);
	if (item->changes > 1)
		rc = rc || buf_addf(out, " changes=%llu", (unsigned long long)item->changes);
	return rc || buf_add(out, "\n", 1) ? -ENOMEM : 1;
}

static bool slice_is_over(struct watches *all)
{
	uint64_t now = uv_hrtime();

	if (!all->slice_began)
		all->slice_began = now;
	uint64_t took = now - all->slice_began;
	if (took < SLICE_NS)
		return false;
	uv_timer_start(&all->pause, on_pause_over, all->solved ? took * 4 / 1000000 : 0, 0);
	return true;
}

int watch_tell(struct watch *w, struct buf *out, size_t room)
{
	struct watches *all = w->all;

	if (uv_is_active((uv_handle_t *)&all->pause) || !watch_pending(w))
		return 0;
	TAILQ_REMOVE(&all->list, w, link);
	TAILQ_INSERT_HEAD(&all->list, w, link);
	if (slice_is_over(all)) {
		/* An old one, of a turn that was not used up. */
		uv_timer_stop(&all->pause);
		all->slice_began = uv_hrtime();
		all->solved = false;
	}
	for (struct item *item = w->items, *next; item && out->len < room; item = next) {
		int told = add_line(all, item, out);
		next = item->hh.next;
		if (told < 0)
			return told;
		if (!told)
			w->lost += item->changes;
		drop(w, item);
		if (slice_is_over(all))
			break;
	}
	/* Behind the lines: what is lost is to be asked for, and was lost by now. */
	if (w->lost && buf_addf(out, "lost %llu\n", (unsigned long long)w->lost))
		return -ENOMEM;
	w->lost = 0;
	return 0;
}

bool watch_ready(const struct watch *w)
{
	return watch_pending(w) && !uv_is_active((uv_handle_t *)&w->all->pause);
}
