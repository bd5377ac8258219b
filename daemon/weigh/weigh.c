/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The observations of one period stand in this order: rank of the source, then newer vintage, then later seq. All of one source have one rank, so the
 * first of all is the newest of its source. Where it says that there is no value, its source is silent, and the next in order that is
 * the newest of another source is asked. No memory is needed for that, and nearly always the first pass decides.
 */
#include "weigh/weigh.h"

#include "model/series.h"

#include <math.h>
#include <string.h>

/* The observations of one period: entries first <= i < end of the book's series. */
struct span {
	uint32_t series;
	size_t first, end;
};

static struct span span_of(const struct weigh *w, uint32_t series, const struct period *p)
{
	struct span s = {.series = series, .first = book_seek(w->book, series, p)};
	size_t n = book_n_observations(w->book, series);

	for (s.end = s.first; s.end < n; s.end++) {
		struct observation o;
		book_observation(w->book, series, s.end, &o);
		if (period_cmp(&o.period, p) != 0)
			break;
	}
	return s;
}

static bool is_wanted(const struct observation *o, const struct weigh_options *opt)
{
	if (opt->asof != DATE_NONE && o->published > opt->asof)
		return false;
	return opt->outlook ? (o->status & opt->outlook) != 0 : !status_is_outlook(o->status);
}

struct candidate {
	struct observation o;
	int rank;
};

static bool newer(const struct observation *a, const struct observation *b)
{
	return a->published != b->published ? a->published > b->published : a->seq > b->seq;
}

static bool before(const struct candidate *a, const struct candidate *b)
{
	return a->rank != b->rank ? a->rank < b->rank : newer(&a->o, &b->o);
}

static int rank_of(const struct weigh *w, uint32_t source)
{
	const struct source *s = book_source(w->book, source);
	return s ? w->rank(w->rank_arg, s) : SOURCE_RANK_DEFAULT;
}

/* The first in order behind `prev` (NULL: of all). */
static bool next_candidate(const struct weigh *w, const struct span *s, const struct weigh_options *opt, const struct candidate *prev,
                           struct candidate *out)
{
	bool found = false;

	for (size_t i = s->first; i < s->end; i++) {
		struct candidate c;
		book_observation(w->book, s->series, i, &c.o);
		if (!is_wanted(&c.o, opt))
			continue;
		c.rank = s->end - s->first > 1 ? rank_of(w, c.o.source) : 0;
		if (prev && !before(prev, &c))
			continue;
		if (!found || before(&c, out))
			*out = c;
		found = true;
	}
	return found;
}

static bool is_newest_of_source(const struct weigh *w, const struct span *s, const struct weigh_options *opt, const struct observation *of)
{
	for (size_t i = s->first; i < s->end; i++) {
		struct observation o;
		book_observation(w->book, s->series, i, &o);
		if (o.source == of->source && is_wanted(&o, opt) && newer(&o, of))
			return false;
	}
	return true;
}

static bool choose(const struct weigh *w, const struct span *s, const struct weigh_options *opt, struct observation *out)
{
	struct candidate c, prev;

	if (s->end == s->first + 1) {
		book_observation(w->book, s->series, s->first, out);
		return is_wanted(out, opt) && !status_is_missing(out->status) && !isnan(out->value);
	}
	for (bool more = next_candidate(w, s, opt, NULL, &c); more; more = next_candidate(w, s, opt, &prev, &c)) {
		if (!status_is_missing(c.o.status) && !isnan(c.o.value) && is_newest_of_source(w, s, opt, &c.o)) {
			*out = c.o;
			return true;
		}
		prev = c;
	}
	return false;
}

static struct interval interval_of(const struct weigh *w, const struct measure *m, bool hard, const struct observation *o)
{
	return bound_interval(w->policy, o->bound, o->value, o->high, o->g, m->limits, m->kind == COOP_RANK && !m->companion, hard);
}

static double point_of(const struct observation *o)
{
	return o->bound == BOUND_RANGE ? o->value + (o->high - o->value) / 2 : o->value;
}

static void settle(const struct weigh *w, const struct measure *m, const struct weigh_options *opt, const struct observation *o,
                   struct figure *out)
{
	struct interval i = interval_of(w, m, opt->hard, o);

	*out = (struct figure){
	    .period = o->period,
	    .value = point_of(o),
	    .low = i.low,
	    .high = i.high,
	    .bound = o->bound,
	    .basis = BASIS_OBSERVED,
	    .status = o->status,
	    .source = o->source,
	    .published = o->published,
	    .seq = o->seq,
	};
}

static bool span_figure(const struct weigh *w, const struct span *s, const struct measure *m, const struct weigh_options *opt,
                        struct figure *out)
{
	struct observation o;

	if (!choose(w, s, opt, &o))
		return false;
	settle(w, m, opt, &o, out);
	return true;
}

static bool exact_figure(const struct weigh *w, uint32_t series, const struct measure *m, const struct period *p,
                         const struct weigh_options *opt, struct figure *out)
{
	struct span s = span_of(w, series, p);

	return span_figure(w, &s, m, opt, out);
}

/* The state at the latest day inside `p` that is known. */
static bool latest_day(const struct weigh *w, uint32_t series, const struct measure *m, const struct period *p,
                       const struct weigh_options *opt, struct figure *out)
{
	struct period day = period_of_date(period_end(p), 'D');
	size_t i = book_seek(w->book, series, &day);

	while (i--) {
		struct observation o;
		book_observation(w->book, series, i, &o);
		if (o.period.start < p->start)
			return false;
		/* Of a day's observations the last one met leads back to all of them; the others of the day then fail the same way. */
		if (o.period.freq == 'D' && exact_figure(w, series, m, &o.period, opt, out)) {
			out->period = *p;
			return true;
		}
	}
	return false;
}

static bool counts_days(const struct measure *m, char freq)
{
	return (freq == 'A' || freq == 'S') && measure_is_state(m);
}

bool weigh_figure(const struct weigh *w, uint32_t series, const struct measure *m, const struct period *p, const struct weigh_options *opt,
                  struct figure *out)
{
	if (exact_figure(w, series, m, p, opt, out))
		return true;
	return counts_days(m, p->freq) && latest_day(w, series, m, p, opt, out);
}

/* Each observation is a figure. */
static size_t each_simple(const struct weigh *w, uint32_t series, const struct measure *m, char freq, const struct weigh_options *opt,
                          bool (*each)(void *arg, const struct figure *f), void *arg)
{
	struct entry run[BLOCK_MAX];
	const struct entry *entries;
	struct observation o = {0};
	struct figure f;
	uint32_t context = UINT32_MAX;
	size_t calls = 0;

	if (freq && book_series_freq(w->book, series) != freq)
		return 0;
	for (size_t first = 0, n; (entries = book_entries(w->book, series, first, &n)) != NULL; first += n) {
		memcpy(run, entries, n * sizeof *run); /* `each` may ask for others */
		for (size_t i = 0; i < n; i++) {
			if (run[i].context != context)
				book_common(w->book, context = run[i].context, &o);
			o.seq = run[i].seq;
			o.period = run[i].period;
			o.value = run[i].value;
			if (!is_wanted(&o, opt))
				continue;
			settle(w, m, opt, &o, &f);
			calls++;
			if (!each(arg, &f))
				return calls;
		}
	}
	return calls;
}

size_t weigh_rows(const struct weigh *w, uint32_t series, const struct measure *m, size_t first, struct weigh_row out[BLOCK_MAX])
{
	struct observation o = {0};
	uint32_t context = UINT32_MAX;
	size_t n;
	const struct entry *entries = book_entries(w->book, series, first, &n);

	for (size_t i = 0; i < n; i++) {
		if (entries[i].context != context)
			book_common(w->book, context = entries[i].context, &o);
		o.value = entries[i].value;
		struct interval it = interval_of(w, m, false, &o);
		out[i] = (struct weigh_row){entries[i].period, point_of(&o), it.low, it.high};
	}
	return n;
}

/* Periods that are asked for by what is said of them, each once: no day stands for another period. */
static size_t each_exact(const struct weigh *w, uint32_t series, const struct measure *m, char freq, const struct weigh_options *opt,
                         bool (*each)(void *arg, const struct figure *f), void *arg)
{
	size_t n = book_n_observations(w->book, series), calls = 0;
	struct observation o, next;

	if (n)
		book_observation(w->book, series, 0, &next);
	for (struct span s = {.series = series}; s.first < n; s.first = s.end) {
		struct figure f;
		o = next;
		for (s.end = s.first + 1; s.end < n; s.end++) {
			book_observation(w->book, series, s.end, &next);
			if (period_cmp(&next.period, &o.period) != 0)
				break;
		}
		if ((freq && o.period.freq != freq) || !span_figure(w, &s, m, opt, &f))
			continue;
		calls++;
		if (!each(arg, &f))
			break;
	}
	return calls;
}

/* Of a state: its days stand for years and halves too. */
static size_t each_state(const struct weigh *w, uint32_t series, const struct measure *m, char freq, const struct weigh_options *opt,
                         bool (*each)(void *arg, const struct figure *f), void *arg)
{
	size_t n = book_n_observations(w->book, series), calls = 0;
	bool days = counts_days(m, freq);
	struct period last = {0};

	for (size_t i = 0; i < n; i++) {
		struct observation o;
		struct figure f;
		book_observation(w->book, series, i, &o);
		if (days && o.period.freq == 'D')
			o.period = period_of_date(o.period.start, freq);
		else if (freq && o.period.freq != freq)
			continue;
		if (last.freq && period_cmp(&o.period, &last) == 0)
			continue;
		last = o.period;
		if (!weigh_figure(w, series, m, &last, opt, &f))
			continue;
		calls++;
		if (!each(arg, &f))
			break;
	}
	return calls;
}

size_t weigh_each(const struct weigh *w, uint32_t series, const struct measure *m, char freq, const struct weigh_options *opt,
                  bool (*each)(void *arg, const struct figure *f), void *arg)
{
	bool simple = book_series_is_simple(w->book, series);

	if (measure_is_state(m) && !(simple && book_series_freq(w->book, series) != 'D'))
		return each_state(w, series, m, freq, opt, each, arg);
	return (simple ? each_simple : each_exact)(w, series, m, freq, opt, each, arg);
}

/* Backwards too, the periods that observations count for come in order: one without a figure need not be tried twice. */
unsigned weigh_newest(const struct weigh *w, uint32_t series, const struct measure *m, const char *freqs, const struct weigh_options *opt,
                      struct figure out[])
{
	struct period tried[4] = {0};
	unsigned found = 0, all = (1u << strlen(freqs)) - 1;
	struct observation newest;

	if (!opt->outlook && opt->asof == DATE_NONE && book_newest(w->book, series, &newest) && newest.period.freq != 'D') {
		const char *at = strchr(freqs, newest.period.freq);
		if (at)
			settle(w, m, opt, &newest, &out[at - freqs]);
		return at ? 1u << (at - freqs) : 0;
	}

	for (size_t i = book_n_observations(w->book, series); i-- > 0 && found != all;) {
		struct observation o;
		book_observation(w->book, series, i, &o);
		for (size_t k = 0; k < 4 && freqs[k]; k++) {
			struct period p = o.period;
			if (p.freq == 'D' && counts_days(m, freqs[k]))
				p = period_of_date(p.start, freqs[k]);
			if (p.freq != freqs[k] || (found & 1u << k) || (tried[k].freq && period_cmp(&p, &tried[k]) == 0))
				continue;
			tried[k] = p;
			if (weigh_figure(w, series, m, &p, opt, &out[k]))
				found |= 1u << k;
		}
	}
	return found;
}

const char *basis_name(enum basis b)
{
	static const char *const names[] = {"observed", "derived", "assumed"};
	return names[b];
}
