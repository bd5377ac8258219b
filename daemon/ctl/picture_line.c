/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/picture_private.h"
#include "weigh/figures.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define DAYS_A_YEAR 366
#define PAGE_DERIVE_MAX 60 /* observations that hang together */
#define STATES_FEW 4
#define EVEN_MAX 200 /* periods that an assumption is worked out for: each takes a solver */

const char line_freqs[] = "ASQMDI";

struct gathering {
	struct lines *out;
	const struct span *span;
	size_t max;
	status_set outlook;
	int32_t first, end; /* the stretch of time that anything is known of; first > end: none */
	bool no_memory;
};

static enum graph_basis basis_of(const struct figure *f, status_set outlook)
{
	if (outlook)
		return outlook & STATUS('T') ? GRAPH_TARGET : GRAPH_FORECAST;
	return f->basis == BASIS_DERIVED ? GRAPH_DERIVED : f->basis == BASIS_ASSUMED ? GRAPH_ASSUMED : GRAPH_OBSERVED;
}

/* Room for one more point; where there are twice too many the older half goes. */
static bool hold(struct line *l, size_t max)
{
	if (l->n < l->cap)
		return true;
	if (l->n >= 2 * max) {
		memmove(l->points, l->points + max, (l->n - max) * sizeof *l->points);
		l->n -= max;
		l->n_older += max;
		return true;
	}
	size_t cap = l->cap ? l->cap * 2 : 16;
	if (cap > 2 * max)
		cap = 2 * max;
	struct graph_point *grown = realloc(l->points, cap * sizeof *grown);
	if (!grown)
		return false;
	l->points = grown;
	l->cap = cap;
	return true;
}

static void note_source(struct line *l, uint32_t source)
{
	for (size_t i = 0; i < l->n_sources; i++)
		if (l->sources[i] == source)
			return;
	if (l->n_sources < LINE_SOURCES_MAX)
		l->sources[l->n_sources++] = source;
	else
		l->more_sources = true;
}

static void note_published(struct line *l, int32_t day)
{
	if (day == DATE_NONE)
		return;
	if (l->published_first == DATE_NONE || day < l->published_first)
		l->published_first = day;
	if (l->published_last == DATE_NONE || day > l->published_last)
		l->published_last = day;
}

static void note_figure(struct line *l, const struct figure *f)
{
	l->derived |= f->basis == BASIS_DERIVED;
	l->assumed |= f->basis == BASIS_ASSUMED;
	if (f->basis != BASIS_OBSERVED)
		return;
	note_source(l, f->source);
	note_published(l, f->published);
}

/* Who spoke of a series in the time of the line, and a year around it, for growth reaches so far. */
static void note_series(struct line *l, const struct book *book, const char *key, int32_t asof)
{
	int32_t from = l->points[0].begin - DAYS_A_YEAR, to = l->points[l->n - 1].end + DAYS_A_YEAR;
	uint32_t series = book_find_series(book, key);

	for (size_t i = 0, n = series ? book_n_observations(book, series) : 0; i < n; i++) {
		struct observation o;
		book_observation(book, series, i, &o);
		if (o.period.start >= to || period_end(&o.period) <= from || (asof != DATE_NONE && o.published > asof) ||
		    status_is_missing(o.status) || status_is_outlook(o.status))
			continue;
		note_source(l, o.source);
		note_published(l, o.published);
	}
}

/* Calls `each` for what hangs together with a measure: levels, their growth and their change. 0 or -ENOMEM. */
static int each_relative(const struct weigh *w, const struct series_name *name, void (*each)(void *arg, const char *key), void *arg)
{
	char key[SERIES_KEY_MAX];
	struct measure *levels;
	size_t n;

	int rc = family_levels(w, &name->pair, &name->measure, &levels, &n);
	if (rc)
		return rc;
	for (size_t i = 0; i < n; i++)
		for (enum companion c = COMPANION_NONE; c <= COMPANION_CHANGE; c++) {
			struct measure m = levels[i];
			m.companion = c;
			series_key(&name->pair, &m, key);
			each(arg, key);
		}
	free(levels);
	return 0;
}

struct relatives {
	const struct book *book;
	struct line *line;
	int32_t asof;
	size_t n_observations;
};

static void note_relative(void *arg, const char *key)
{
	struct relatives *r = arg;
	note_series(r->line, r->book, key, r->asof);
}

static void count_relative(void *arg, const char *key)
{
	struct relatives *r = arg;
	uint32_t series = book_find_series(r->book, key);
	r->n_observations += series ? book_n_observations(r->book, series) : 0;
}

/* How `weigh` is to look at the series: for a page, which asks for so much at once, nothing is derived where it would take the solver long. */
static int look(struct weigh *out, const struct picture *p, const struct series_name *name)
{
	*out = core_weigh(p->core);
	struct relatives r = {.book = out->book};
	if (!p->is_page || !out->derive)
		return 0;
	int rc = each_relative(out, name, count_relative, &r);
	out->derive = r.n_observations <= PAGE_DERIVE_MAX;
	return rc;
}

static bool add_figure(void *arg, const struct figure *f)
{
	struct gathering *g = arg;
	struct line *l = &g->out->of[strchr(line_freqs, f->period.freq) - line_freqs];

	if (!span_holds(g->span, &f->period))
		return true;
	if (!hold(l, g->max)) {
		g->no_memory = true;
		return false;
	}
	l->points[l->n++] =
	    (struct graph_point){f->period.start, period_end(&f->period), f->value, f->low, f->high, basis_of(f, g->outlook)};
	note_figure(l, f);
	return true;
}

static bool widen(void *arg, const struct figure *f)
{
	struct gathering *g = arg;
	int32_t end = period_end(&f->period);

	g->first = f->period.start < g->first ? f->period.start : g->first;
	g->end = end > g->end ? end : g->end;
	return true;
}

static bool has_point(const struct line *l, const struct period *p)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->points[i].begin == p->start && l->points[i].end == period_end(p) && l->points[i].basis < GRAPH_FORECAST)
			return true;
	return false;
}

/* What has no figure gets an assumed one, between the first and the last day that anything is known of. */
static int add_assumed(struct gathering *g, const struct weigh *w, const struct series_name *n, const struct weigh_options *options,
                       char freq, struct err *err)
{
	const struct line *l = &g->out->of[strchr(line_freqs, freq) - line_freqs];
	struct figure f;
	size_t asked = 0;

	if (g->first > g->end)
		return 0;
	struct period p = g->span->kind == SPAN_RANGE ? g->span->from : period_of_date(g->first, freq);
	struct period last = g->span->kind == SPAN_RANGE ? g->span->to : period_of_date(g->end - 1, freq);
	for (; period_cmp(&p, &last) <= 0; p = period_step(&p, 1)) {
		if (has_point(l, &p))
			continue;
		if (++asked > EVEN_MAX)
			return err_set(err, ERR_LIMIT, "assume=even is worked out for at most %d periods at once: ask for fewer", EVEN_MAX);
		int rc = figures_one(w, &n->pair, &n->measure, &p, options, &f, err);
		if (rc < 0)
			return rc;
		if (rc && !add_figure(g, &f))
			return 0;
	}
	return 0;
}

static int each(struct gathering *g, const struct weigh *w, const struct series_name *n, const struct weigh_options *options, char freq,
                struct err *err)
{
	g->outlook = options->outlook;
	return figures_each(w, &n->pair, &n->measure, freq, options, add_figure, g, err);
}

static int one(struct gathering *g, const struct weigh *w, const struct series_name *n, const struct weigh_options *options,
               struct err *err)
{
	struct figure f;

	g->outlook = options->outlook;
	int rc = figures_one(w, &n->pair, &n->measure, &g->span->from, options, &f, err);
	if (rc > 0)
		add_figure(g, &f);
	return rc < 0 ? rc : 0;
}

static int gather_even(struct gathering *g, const struct weigh *w, const struct series_name *n, const struct weigh_options *options,
                       char freq, struct err *err)
{
	struct weigh_options plain = *options;

	if (!options->even || g->span->kind == SPAN_ONE)
		return 0;
	if (!period_freq_months(freq))
		return err_set(err, ERR_USAGE, "assume=even needs a frequency: write %s-S, or a stretch of periods", n->key);
	plain.even = false;
	g->outlook = 0;
	int rc = figures_each(w, &n->pair, &n->measure, 0, &plain, widen, g, err);
	return rc ? rc : add_assumed(g, w, n, options, freq, err);
}

static int by_time(const void *a, const void *b)
{
	const struct graph_point *x = a, *y = b;

	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	return (int)x->basis - (int)y->basis;
}

static void settle(struct line *l, size_t max)
{
	if (l->n)
		qsort(l->points, l->n, sizeof *l->points, by_time);
	if (l->n <= max)
		return;
	size_t over = l->n - max;
	memmove(l->points, l->points + over, max * sizeof *l->points);
	l->n = max;
	l->n_older += over;
}

/* A state that is known of a day or two is a dot on an empty canvas; as that of its year it is a bar, which people can read. */
static void widen_few_states(struct lines *out, const struct series_name *name)
{
	struct line *only = NULL;
	size_t n = 0;

	for (size_t i = 0; i < LINE_FREQS; i++)
		if (out->of[i].n && (only || !strchr("QMD", out->of[i].freq)))
			return;
		else if (out->of[i].n)
			only = &out->of[i];
	if (!only || only->n >= STATES_FEW || !measure_is_state(&name->measure))
		return;
	for (size_t i = 0; i < only->n; i++) {
		struct period year = period_of_date(only->points[i].end - 1, 'A');
		if (n && only->points[n - 1].begin == year.start && only->points[n - 1].basis == only->points[i].basis)
			n--; /* the latest of a year is its state */
		only->points[n] = only->points[i];
		only->points[n].begin = year.start;
		only->points[n++].end = period_end(&year);
	}
	only->n = n;
	only->freq = 'A';
}

/* What is, then what was foreseen and what was aimed at. */
int lines_gather(struct lines *out, const struct picture *p, const struct series_name *name, size_t max, struct err *err)
{
	static const status_set outlooks[] = {0, STATUS('F'), STATUS('T')};
	struct weigh w;
	struct gathering g = {.out = out, .span = &p->ask.span, .max = max, .first = INT32_MAX, .end = INT32_MIN};
	char freq = name->freq ? name->freq : g.span->kind == SPAN_RANGE ? g.span->from.freq : 0;
	int rc = look(&w, p, name) ? err_sys(err, ENOMEM, "no room for the figures of %s", name->key) : 0;

	for (size_t i = 0; i < LINE_FREQS; i++)
		out->of[i] = (struct line){.name = *name, .freq = line_freqs[i], .published_first = DATE_NONE, .published_last = DATE_NONE};
	for (size_t i = 0; i < sizeof outlooks / sizeof outlooks[0] && !rc; i++) {
		struct weigh_options options = p->ask.options;
		options.outlook = outlooks[i];
		if (g.span->kind == SPAN_ONE) {
			rc = one(&g, &w, name, &options, err);
			continue;
		}
		options.even = false;
		rc = each(&g, &w, name, &options, freq, err);
		if (!rc && !i)
			rc = gather_even(&g, &w, name, &p->ask.options, freq, err);
	}
	if (!rc && g.no_memory)
		rc = err_sys(err, ENOMEM, "no room for the figures of %s", name->key);
	for (size_t i = 0; i < LINE_FREQS; i++) {
		struct line *l = &out->of[i];
		struct relatives r = {.book = w.book, .line = l, .asof = p->ask.options.asof};
		settle(l, max);
		/* What is derived rests on them. */
		if (!rc && l->n && (l->derived || l->assumed) && each_relative(&w, name, note_relative, &r))
			rc = err_sys(err, ENOMEM, "no room for the sources of %s", name->key);
	}
	if (!rc && !freq && g.span->kind != SPAN_ONE)
		widen_few_states(out, name);
	return rc;
}

void line_fini(struct line *l)
{
	free(l->points);
	*l = (struct line){0};
}

void lines_fini(struct lines *l)
{
	for (size_t i = 0; i < LINE_FREQS; i++)
		line_fini(&l->of[i]);
}
