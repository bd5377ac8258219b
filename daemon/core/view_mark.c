/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/view_private.h"

#include "base/log.h"
#include "weigh/figures.h"

#include <stdlib.h>
#include <string.h>

#define SOON_MS 50

bool view_hold_series(struct view *v, uint32_t series)
{
	if (series < v->cap)
		return true;
	uint32_t cap = v->cap ? v->cap : 1024;
	while (cap <= series)
		cap *= 2;
	uint8_t *waiting = realloc(v->waiting, cap);
	if (waiting)
		v->waiting = waiting;
	uint8_t *broken = realloc(v->broken, cap);
	if (broken)
		v->broken = broken;
	if (!waiting || !broken)
		return false;
	memset(waiting + v->cap, 0, cap - v->cap);
	memset(broken + v->cap, 0, cap - v->cap);
	v->cap = cap;
	return true;
}

static bool hold_queue(struct view *v)
{
	if (v->n < v->queue_cap)
		return true;
	if (v->head > v->queue_cap / 2) {
		v->n -= v->head;
		memmove(v->queue, v->queue + v->head, v->n * sizeof *v->queue);
		v->head = 0;
		return true;
	}
	size_t cap = v->queue_cap ? v->queue_cap * 2 : 1024;
	struct view_mark *queue = realloc(v->queue, cap * sizeof *queue);
	if (!queue)
		return false;
	v->queue = queue;
	v->queue_cap = cap;
	return true;
}

void view_mark(struct view *v, uint32_t series, uint8_t freq)
{
	if (!v->core->conf->rrd.enabled)
		return;
	if (!view_hold_series(v, series) || !hold_queue(v)) {
		log_error("no memory to note that an RRD file is stale; it is written at the next change or start");
		return;
	}
	if (v->waiting[series] & 1u << freq)
		return;
	v->waiting[series] |= (uint8_t)(1u << freq);
	v->queue[v->n++] = (struct view_mark){series, freq};
	v->stats.pending++;
}

static void mark(struct view *v, uint32_t series, char freq)
{
	view_mark(v, series, (uint8_t)(strchr(view_freqs, freq) - view_freqs));
}

void view_mark_broken(struct view *v)
{
	for (uint32_t s = 1; s < v->cap; s++)
		for (uint8_t i = 0; view_freqs[i] && v->broken[s]; i++)
			if (v->broken[s] & 1u << i)
				view_mark(v, s, i);
}

/* The files that a period of this series is in. */
static void mark_period(struct view *v, uint32_t series, const struct measure *m, const struct period *p)
{
	if (period_freq_months(p->freq)) {
		mark(v, series, p->freq);
	} else if (p->freq == 'D' && measure_is_state(m)) {
		mark(v, series, 'A');
		mark(v, series, 'S');
	}
}

/* What hangs together with the series may have other figures too; looked up later, once however often the series changes. */
static void touch(struct view *v, uint32_t series)
{
	if (!view_hold_series(v, series) || v->waiting[series] & VIEW_TOUCHED)
		return;
	if (!v->core->conf->rrd.enabled && v->waiting[series] & VIEW_NAMED)
		return; /* there are no files to be marked */
	if (v->n_touched == v->touched_cap && v->touched_head > v->touched_cap / 2) {
		v->n_touched -= v->touched_head;
		memmove(v->touched, v->touched + v->touched_head, v->n_touched * sizeof *v->touched);
		v->touched_head = 0;
	}
	if (v->n_touched == v->touched_cap) {
		size_t cap = v->touched_cap ? v->touched_cap * 2 : 1024;
		uint32_t *grown = realloc(v->touched, cap * sizeof *grown);
		if (!grown)
			return;
		v->touched = grown;
		v->touched_cap = cap;
	}
	v->waiting[series] |= VIEW_TOUCHED;
	v->touched[v->n_touched++] = series;
}

/* How far down the frequencies reach of what was said of a measure: an index into view_freqs, and one more; 0 for nothing. Halves make a year, never the
 * other way round. */
static unsigned reach(const struct view *v, const struct pair *pair, const struct measure *m)
{
	const struct book *book = v->core->book;
	char key[SERIES_KEY_MAX];
	unsigned found = 0;

	series_key(pair, m, key);
	uint32_t series = book_find_series(book, key);
	for (size_t i = 0; series && i < book_n_observations(book, series); i++) {
		struct observation o;
		book_observation(book, series, i, &o);
		const char *at = strchr(view_freqs, o.period.freq == 'D' ? 'S' : o.period.freq);
		if (at && (unsigned)(at - view_freqs) + 1 > found)
			found = (unsigned)(at - view_freqs) + 1;
	}
	return found;
}

static void mark_measure(struct view *v, const struct pair *pair, const struct measure *m, unsigned n_freqs)
{
	char key[SERIES_KEY_MAX];
	uint32_t series;

	series_key(pair, m, key);
	for (unsigned i = 0; i < n_freqs; i++)
		if (!book_intern_series(v->core->book, key, &series))
			mark(v, series, view_freqs[i]);
}

static bool companion_of(const struct view *v, const struct measure *level, enum companion companion, struct measure *out)
{
	char id[MEASURE_ID_MAX];

	*out = *level;
	out->companion = companion;
	measure_id(out, id);
	return catalogue_measure(v->core->catalogue, level->indicator->area->id, id, out, NULL) == 0;
}

static bool has_series(const struct view *v, const struct pair *pair, const struct measure *m)
{
	char key[SERIES_KEY_MAX];
	series_key(pair, m, key);
	return book_find_series(v->core->book, key);
}

/* The relatives of a series: the levels that hang together with it, and the index of those of which only the growth is known. Which of them has
 * figures shows when their files are due; one that has none has no file. */
static void mark_relatives(struct view *v, uint32_t series)
{
	struct weigh w = core_weigh(v->core);
	struct series_name name;
	struct measure *levels, m;
	size_t n;
	unsigned n_freqs = 0;

	if (core_series_name(v->core, series, &name) || figures_stand_alone(&w, &name.pair, &name.measure))
		return;
	if (family_levels(&w, &name.pair, &name.measure, &levels, &n)) {
		log_error("no memory to note which RRD files are stale; they are written at the next change or start");
		return;
	}
	for (size_t i = 0; i < n; i++)
		for (enum companion c = COMPANION_NONE; c <= COMPANION_CHANGE; c++) {
			unsigned r = companion_of(v, &levels[i], c, &m) ? reach(v, &name.pair, &m) : 0;
			n_freqs = r > n_freqs ? r : n_freqs;
		}
	for (size_t i = 0; i < n; i++) {
		mark_measure(v, &name.pair, &levels[i], n_freqs);
		/* Kept, or not any more: a file that is not is removed. */
		if (companion_of(v, &levels[i], COMPANION_INDEX, &m) &&
		    (figures_are_kept(&w, &name.pair, &m) || has_series(v, &name.pair, &m)))
			mark_measure(v, &name.pair, &m, 1);
	}
	free(levels);
}

static void settle(struct view *v, uint32_t *touched)
{
	uint32_t series = *touched;

	*touched = 0;
	if (!series)
		return;
	v->waiting[series] = (uint8_t)((v->waiting[series] & ~VIEW_TOUCHED) | VIEW_NAMED);
	mark_relatives(v, series);
}

void view_settle_next(struct view *v)
{
	settle(v, &v->touched[v->touched_head++]);
	v->touched_turn++;
	if (v->touched_head == v->n_touched)
		v->touched_head = v->n_touched = 0;
}

void view_settle_pair(struct view *v, const char *key)
{
	size_t n = (size_t)(strchrnul(key, '/') - key) + 1;

	for (size_t i = v->touched_head; i < v->n_touched; i++)
		if (v->touched[i] && strncmp(book_series_key(v->core->book, v->touched[i]), key, n) == 0)
			settle(v, &v->touched[i]);
}

void view_changed(struct view *v, uint32_t series, const struct period *p)
{
	struct series_name name;

	if (core_series_name(v->core, series, &name))
		return;
	mark_period(v, series, &name.measure, p);
	touch(v, series);
	v->stats.changes++;
	/* Not at once: more changes of the same files are likely on their heels, and answers go first. */
	if (!uv_is_active((uv_handle_t *)&v->soon))
		view_run_soon(v, SOON_MS);
}

void view_mark_all(struct view *v)
{
	for (uint32_t s = 1; s <= book_n_series(v->core->book); s++) {
		struct series_name name;
		size_t n = book_n_observations(v->core->book, s);
		if (!n || core_series_name(v->core, s, &name))
			continue;
		const struct period like = {.freq = book_series_freq(v->core->book, s)};
		for (size_t i = 0; i < n && !like.freq; i++) {
			struct observation o;
			book_observation(v->core->book, s, i, &o);
			mark_period(v, s, &name.measure, &o.period);
		}
		mark_period(v, s, &name.measure, &like);
		if (s < v->cap)
			v->waiting[s] &= (uint8_t)~VIEW_NAMED;
		touch(v, s);
	}
	view_run_soon(v, 0);
}
