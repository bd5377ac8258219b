/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "weigh/figures.h"

#include "model/series.h"
#include "weigh/answers.h"
#include "weigh/kin.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

static uint32_t find_series(const struct weigh *w, const struct pair *pair, const struct measure *of, enum companion companion)
{
	struct measure m = *of;
	char key[SERIES_KEY_MAX];

	m.companion = companion;
	series_key(pair, &m, key);
	return book_find_series(w->book, key);
}

static bool has_observations(const struct weigh *w, const struct pair *pair, const struct measure *m, enum companion companion)
{
	uint32_t series = find_series(w, pair, m, companion);
	return series && book_n_observations(w->book, series);
}

/* An identity with data at a second of its members. */
static bool is_tied(const struct weigh *w, const struct pair *pair, const struct measure *m)
{
	for (size_t i = 0; i < catalogue_n_identities(w->catalogue); i++) {
		const struct identity *id = catalogue_identity(w->catalogue, i);
		bool mine = id->result == m->indicator, other = false;
		for (size_t k = 0; k < id->n_terms; k++)
			mine |= id->terms[k] == m->indicator;
		for (size_t k = 0; mine && !other && k <= id->n_terms; k++) {
			const struct indicator *in = k < id->n_terms ? id->terms[k] : id->result;
			struct measure level = {.indicator = in};
			if (in != m->indicator)
				other = has_observations(w, pair, &level, COMPANION_NONE) ||
				        has_observations(w, pair, &level, COMPANION_GROWTH) ||
				        has_observations(w, pair, &level, COMPANION_CHANGE);
		}
		if (mine && other)
			return true;
	}
	return false;
}

static bool stands_alone(const struct weigh *w, const struct pair *pair, const struct measure *m, uint32_t series)
{
	return m->companion == COMPANION_NONE && m->kind != COOP_ORDINAL && book_series_is_plain(w->book, series) &&
	       !has_observations(w, pair, m, COMPANION_GROWTH) && !has_observations(w, pair, m, COMPANION_CHANGE) && !is_tied(w, pair, m);
}

/* What is kept does not say whether anything is to be derived: one picture or list may ask otherwise than the configuration does. */
bool figures_stand_alone(const struct weigh *w, const struct pair *pair, const struct measure *m)
{
	bool alone;
	uint32_t series = find_series(w, pair, m, m->companion);
	uint64_t version = book_group_version(w->book, series);

	if (!w->kin || !series || !kin_find(w->kin, series, version, &alone)) {
		alone = stands_alone(w, pair, m, series);
		if (w->kin && series)
			kin_keep(w->kin, series, version, alone);
	}
	return alone || !w->derive;
}

/* What kin knows of a series was found out with its measure: one whose indicator is not loaded is never answered for. */
bool figures_newest_quick(const struct weigh *w, uint32_t series, struct period *out)
{
	bool alone;

	return w->kin && kin_find(w->kin, series, book_group_version(w->book, series), &alone) && (alone || !w->derive) &&
	       book_newest_period(w->book, series, out);
}

bool figures_are_kept(const struct weigh *w, const struct pair *pair, const struct measure *m)
{
	if (m->companion == COMPANION_NONE || has_observations(w, pair, m, m->companion))
		return true;
	return m->companion == COMPANION_INDEX && has_observations(w, pair, m, COMPANION_GROWTH) &&
	       !has_observations(w, pair, m, COMPANION_NONE);
}

/* Forecasts and targets are what they are: nothing is derived from them; nor from an index, whose base nobody knows. */
static bool is_simple(const struct weigh *w, const struct pair *pair, const struct measure *m, const struct weigh_options *opt)
{
	if (m->companion == COMPANION_INDEX)
		return opt->outlook || !w->derive || has_observations(w, pair, m, COMPANION_INDEX);
	return opt->outlook || figures_stand_alone(w, pair, m);
}

/* The states of days count for years and halves; those have no variable in a family. */
static bool falls_back(const struct measure *m, char freq)
{
	return measure_is_state(m) && (freq == 'A' || freq == 'S');
}

/* What is kept ---------------------------------------------------------------------------------------------------------------- */

static bool find_kept(const struct weigh *w, enum answer_kind kind, const struct pair *pair, const struct measure *m,
                      const struct period *p, const struct weigh_options *opt, const struct figure **figures, size_t *n)
{
	struct answer_key key;

	if (!w->answers)
		return false;
	answers_key(&key, kind, pair, m, p, opt);
	return answers_find(w->answers, w->book, &key, figures, n);
}

static void keep(const struct weigh *w, enum answer_kind kind, const struct pair *pair, const struct measure *m, const struct period *p,
                 const struct weigh_options *opt, const struct family *f, const struct figure *figures, size_t n)
{
	struct answer_key key;

	if (!w->answers)
		return;
	answers_key(&key, kind, pair, m, p, opt);
	answers_keep(w->answers, w->book, &key, f, figures, n);
}

/* One period ------------------------------------------------------------------------------------------------------------------- */

static int one(const struct weigh *w, const struct pair *pair, const struct measure *m, const struct period *p,
               const struct weigh_options *opt, struct figure *out, struct err *err)
{
	uint32_t series = find_series(w, pair, m, m->companion);
	const struct figure *kept;
	struct family *f;
	size_t n;

	if (is_simple(w, pair, m, opt)) {
		bool found = series && weigh_figure(w, series, m, p, opt, out);
		/* A flow in a period that nobody spoke of may be made of others, and a state is that of every period with the same end. */
		if (found || opt->outlook || (m->kind != COOP_FLOW && !measure_is_state(m)) || m->companion != COMPANION_NONE)
			return found;
	}
	if (find_kept(w, ANSWER_ONE, pair, m, p, opt, &kept, &n)) {
		if (n)
			*out = kept[0];
		return n != 0;
	}
	int rc = family_create(&f, w, pair, m, opt, p, 1, err);
	if (rc == ERR_LIMIT)
		return series && weigh_figure(w, series, m, p, opt, out);
	if (rc)
		return rc;
	bool found = family_figure(f, m, p, out);
	rc = found ? 0 : family_failed(f, err);
	if (found && opt->even)
		out->basis = BASIS_ASSUMED;
	found = found || (!rc && series && falls_back(m, p->freq) && weigh_figure(w, series, m, p, opt, out));
	if (!rc)
		keep(w, ANSWER_ONE, pair, m, p, opt, f, out, found);
	family_destroy(f);
	return rc ? rc : found;
}

int figures_one(const struct weigh *w, const struct pair *pair, const struct measure *m, const struct period *p,
                const struct weigh_options *opt, struct figure *out, struct err *err)
{
	struct weigh_options plain = *opt;

	/* An assumption is for what cannot be answered without it. */
	plain.even = false;
	int rc = one(w, pair, m, p, &plain, out, err);
	if (rc || !opt->even || !w->derive || opt->outlook)
		return rc;
	rc = one(w, pair, m, p, opt, out, err);
	return rc == ERR_INTERNAL ? err_set(err, ERR_DATA, "assume=even contradicts what was said") : rc;
}

/* Lists ------------------------------------------------------------------------------------------------------------------------ */

static bool is_vague(const struct figure *f)
{
	return f->basis == BASIS_DERIVED && f->low < f->high / 2;
}

static int by_period(const void *a, const void *b)
{
	return period_cmp(a, b);
}

/* Adds the years or halves that hold days of the series. 0 or -ENOMEM. */
static int add_days(const struct weigh *w, uint32_t series, char freq, struct period **periods, size_t *n)
{
	size_t n_days = series ? book_n_observations(w->book, series) : 0;
	struct period *grown = realloc(*periods, (*n + n_days + 1) * sizeof *grown);

	if (!grown)
		return -ENOMEM;
	*periods = grown;
	for (size_t i = 0; i < n_days; i++) {
		struct observation o;
		book_observation(w->book, series, i, &o);
		if (o.period.freq == 'D')
			grown[(*n)++] = period_of_date(o.period.start, freq);
	}
	qsort(grown, *n, sizeof *grown, by_period);
	return 0;
}

/* The periods that may have a listed figure, in order; one may stand twice. The caller frees them. 0 or -ENOMEM. */
static int list_periods(const struct weigh *w, struct family *f, uint32_t series, const struct measure *m, char freq,
                        struct period **periods, size_t *n)
{
	int rc = family_periods(f, m, freq, periods, n);
	if (!rc && falls_back(m, freq))
		rc = add_days(w, series, freq, periods, n);
	return rc;
}

/* Whether the period has a figure that is listed. */
static bool listed(const struct weigh *w, struct family *f, uint32_t series, const struct measure *m, char freq, const struct period *p,
                   const struct weigh_options *opt, struct figure *out)
{
	bool found = family_figure(f, m, p, out) || (series && falls_back(m, freq) && weigh_figure(w, series, m, p, opt, out));
	return found && !is_vague(out);
}

/* A question for a list, and what it is asked of. */
struct asked {
	const struct weigh *w;
	const struct pair *pair;
	const struct measure *m;
	const struct weigh_options *opt;
	uint32_t series;
	char freq;
	struct answer_key key;
};

static struct asked asked_for(const struct weigh *w, const struct pair *pair, const struct measure *m, char freq,
                              const struct weigh_options *opt)
{
	return (struct asked){w, pair, m, opt, find_series(w, pair, m, m->companion), freq, {.freq = 0}};
}

/* The answer that is kept; *q gets its key. */
static bool find_list(struct asked *q, const struct figure **figures, size_t *n)
{
	answers_key(&q->key, ANSWER_LIST, q->pair, q->m, &(struct period){.freq = q->freq}, q->opt);
	return q->w->answers && answers_find(q->w->answers, q->w->book, &q->key, figures, n);
}

/* The family of all periods, made or taken over from the last question. As family_create has it; end it with leave_family. */
static int whole_family(struct family **out, const struct weigh *w, const struct pair *pair, const struct measure *m,
                        const struct weigh_options *opt, struct err *err)
{
	*out = w->answers ? answers_last_family(w->answers, w->book, pair, m, opt) : NULL;
	return *out ? 0 : family_create(out, w, pair, m, opt, NULL, 0, err);
}

/* `failed`: others had better begin anew. */
static void leave_family(const struct weigh *w, struct family *f, bool failed)
{
	if (w->answers)
		answers_keep_family(w->answers, w->book, failed ? NULL : f);
	family_destroy(f);
}

/* Makes the family, and room for its figures. 0, ERR_LIMIT (nothing is begun), or another error. */
static int begin(const struct asked *q, struct begun *b, struct err *err)
{
	*b = (struct begun){0};
	int rc = whole_family(&b->family, q->w, q->pair, q->m, q->opt, err);
	if (rc)
		return rc;
	rc = list_periods(q->w, b->family, q->series, q->m, q->freq, &b->periods, &b->n_periods);
	if (!rc) {
		b->figures = malloc((b->n_periods + 1) * sizeof *b->figures);
		rc = b->figures ? 0 : -ENOMEM;
	}
	if (!rc)
		return 0;
	begun_fini(b);
	return err_set(err, rc, "out of memory for the figures");
}

/* Goes on until it is through or the effort is spent, but by one period at least. 1: through; 0: not; or an error. */
static int go_on(const struct asked *q, struct begun *b, struct err *err)
{
	const uint64_t until = q->w->effort_until;
	bool first = true;

	for (; b->next < b->n_periods && (first || !until || system_effort() < until); b->next++, first = false) {
		const struct period *p = &b->periods[b->next];
		if (b->next && period_cmp(p - 1, p) == 0)
			continue;
		if (listed(q->w, b->family, q->series, q->m, q->freq, p, q->opt, &b->figures[b->n]))
			b->n++;
	}
	int rc = family_failed(b->family, err);
	return rc ? rc : b->next == b->n_periods;
}

/* Takes the question up where it was left, or begins. What go_on says; ERR_LIMIT; or another error, and nothing is begun. */
static int take_up(const struct asked *q, struct begun *b, struct err *err)
{
	int rc = 0;

	if (!q->w->answers || !answers_take_up(q->w->answers, q->w->book, &q->key, b))
		rc = begin(q, b, err);
	if (!rc && (rc = go_on(q, b, err)) < 0) {
		leave_family(q->w, b->family, true);
		b->family = NULL;
		begun_fini(b);
	}
	return rc;
}

/* Ends with what take_up gave: a finished answer is kept, what is not is put aside. */
static void leave(const struct asked *q, struct begun *b, bool through)
{
	if (q->w->answers)
		answers_keep_family(q->w->answers, q->w->book, b->family);
	if (q->w->answers && through)
		answers_keep(q->w->answers, q->w->book, &q->key, b->family, b->figures, b->n);
	else if (q->w->answers)
		answers_put_aside(q->w->answers, q->w->book, &q->key, b);
	begun_fini(b);
}

static bool tell(const struct figure *figures, size_t n, bool (*each)(void *arg, const struct figure *f), void *arg)
{
	for (size_t i = 0; i < n; i++)
		if (!each(arg, &figures[i]))
			return false;
	return true;
}

/* The rest of the list, as far as propagation knows it. */
static void tell_rough(const struct asked *q, struct begun *b, bool (*each)(void *arg, const struct figure *f), void *arg)
{
	struct figure figure;

	family_set_rough(b->family, true);
	for (size_t i = b->next; i < b->n_periods; i++) {
		const struct period *p = &b->periods[i];
		if (i && period_cmp(p - 1, p) == 0)
			continue;
		if (listed(q->w, b->family, q->series, q->m, q->freq, p, q->opt, &figure) && !each(arg, &figure))
			break;
	}
	family_set_rough(b->family, false);
}

int figures_each(const struct weigh *w, const struct pair *pair, const struct measure *m, char freq, const struct weigh_options *opt,
                 bool (*each)(void *arg, const struct figure *f), void *arg, struct err *err)
{
	struct asked q = asked_for(w, pair, m, freq, opt);
	const struct figure *kept;
	struct begun b;
	size_t n;

	int rc = is_simple(w, pair, m, opt) ? ERR_LIMIT : 0;
	if (!rc && find_list(&q, &kept, &n)) {
		tell(kept, n, each, arg);
		return 0;
	}
	rc = rc ? rc : take_up(&q, &b, err);
	if (rc == ERR_LIMIT) {
		if (q.series)
			weigh_each(w, q.series, m, freq, opt, each, arg);
		return 0;
	}
	if (rc < 0)
		return rc;
	if (tell(b.figures, b.n, each, arg) && !rc)
		tell_rough(&q, &b, each, arg);
	leave(&q, &b, rc);
	return 0;
}

uint32_t figures_are_said(const struct weigh *w, const struct pair *pair, const struct measure *m, char freq)
{
	static const struct weigh_options now = {.asof = DATE_NONE};
	uint32_t series = find_series(w, pair, m, m->companion);
	bool said = series && book_series_freq(w->book, series) == freq && freq != 'D' && book_series_is_simple(w->book, series);

	return said && is_simple(w, pair, m, &now) ? series : 0;
}

bool figures_prepare(const struct weigh *w, const struct pair *pair, const struct measure *m, char freq, const struct weigh_options *opt)
{
	struct asked q = asked_for(w, pair, m, freq, opt);
	const struct figure *kept;
	struct begun b;
	struct err err;
	size_t n;

	if (!w->answers || is_simple(w, pair, m, opt) || find_list(&q, &kept, &n))
		return true;
	int rc = take_up(&q, &b, &err);
	if (rc >= 0)
		leave(&q, &b, rc);
	return rc != 0;
}

/* Newest ----------------------------------------------------------------------------------------------------------------------- */

static int newest_of_family(const struct weigh *w, struct family *f, uint32_t series, const struct measure *m, char freq,
                            const struct weigh_options *opt, struct figure *out, struct err *err)
{
	struct period *periods;
	bool found = false;
	size_t n;

	int rc = list_periods(w, f, series, m, freq, &periods, &n);
	if (rc)
		err_set(err, rc, "out of memory for the figures");
	while (!rc && !found && n--)
		found = listed(w, f, series, m, freq, &periods[n], opt, out);
	free(periods);
	rc = rc ? rc : family_failed(f, err);
	return rc ? rc : found;
}

/* The last of a kept list, or what was kept of an earlier question of this kind. */
static bool find_newest(const struct asked *q, char freq, struct figure *out, bool *found)
{
	static const enum answer_kind kinds[] = {ANSWER_LIST, ANSWER_NEWEST};
	const struct period like = {.freq = freq};
	const struct figure *kept;
	size_t n;

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (find_kept(q->w, kinds[i], q->pair, q->m, &like, q->opt, &kept, &n)) {
			*found = n != 0;
			if (n)
				*out = kept[n - 1];
			return true;
		}
	return false;
}

int figures_newest(const struct weigh *w, const struct pair *pair, const struct measure *m, const char *freqs,
                   const struct weigh_options *opt, struct figure out[], struct err *err)
{
	struct asked q = asked_for(w, pair, m, 0, opt);
	struct family *f = NULL;
	int told = 0, rc = is_simple(w, pair, m, opt) ? ERR_LIMIT : 0;

	for (size_t k = 0; freqs[k] && !rc; k++) {
		bool found;
		if (!find_newest(&q, freqs[k], &out[k], &found)) {
			rc = f ? 0 : whole_family(&f, w, pair, m, opt, err);
			if (rc || (rc = newest_of_family(w, f, q.series, m, freqs[k], opt, &out[k], err)) < 0)
				break;
			found = rc;
			rc = 0;
			keep(w, ANSWER_NEWEST, pair, m, &(struct period){.freq = freqs[k]}, opt, f, &out[k], found);
		}
		told |= found << k;
	}
	if (f)
		leave_family(w, f, rc < 0);
	if (rc == ERR_LIMIT)
		return q.series ? (int)weigh_newest(w, q.series, m, freqs, opt, out) : 0;
	return rc ? rc : told;
}
