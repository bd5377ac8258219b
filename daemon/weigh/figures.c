/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "weigh/figures.h"

#include "model/series.h"
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
	return book_series_is_plain(w->book, series) && !has_observations(w, pair, m, COMPANION_GROWTH) &&
	       !has_observations(w, pair, m, COMPANION_CHANGE) && !is_tied(w, pair, m);
}

bool figures_stand_alone(const struct weigh *w, const struct pair *pair, const struct measure *m)
{
	bool alone;

	if (!w->derive)
		return true;
	if (m->companion != COMPANION_NONE || m->kind == COOP_ORDINAL)
		return false;
	uint32_t series = find_series(w, pair, m, COMPANION_NONE);
	uint64_t version = book_group_version(w->book, series);
	if (w->kin && series && kin_find(w->kin, series, version, &alone))
		return alone;
	alone = stands_alone(w, pair, m, series);
	if (w->kin && series)
		kin_keep(w->kin, series, version, alone);
	return alone;
}

bool figures_newest_quick(const struct weigh *w, uint32_t series, struct period *out)
{
	bool alone = !w->derive;

	if (!alone && (!w->kin || !kin_find(w->kin, series, book_group_version(w->book, series), &alone)))
		return false;
	return alone && book_newest_period(w->book, series, out);
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

static int one(const struct weigh *w, const struct pair *pair, const struct measure *m, const struct period *p,
               const struct weigh_options *opt, struct figure *out, struct err *err)
{
	uint32_t series = find_series(w, pair, m, m->companion);
	struct family *f;

	if (is_simple(w, pair, m, opt)) {
		bool found = series && weigh_figure(w, series, m, p, opt, out);
		/* A flow in a period that nobody spoke of may be made of others, and a state is that of every period with the same end. */
		if (found || opt->outlook || (m->kind != COOP_FLOW && !measure_is_state(m)) || m->companion != COMPANION_NONE)
			return found;
	}
	int rc = family_create(&f, w, pair, m, opt, p, 1, err);
	if (rc == ERR_LIMIT)
		return series && weigh_figure(w, series, m, p, opt, out);
	if (rc)
		return rc;
	bool found = family_figure(f, m, p, out);
	rc = found ? 0 : family_failed(f, err);
	family_destroy(f);
	if (rc)
		return rc;
	if (found && opt->even)
		out->basis = BASIS_ASSUMED;
	return found || (series && falls_back(m, p->freq) && weigh_figure(w, series, m, p, opt, out));
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

int figures_each(const struct weigh *w, const struct pair *pair, const struct measure *m, char freq, const struct weigh_options *opt,
                 bool (*each)(void *arg, const struct figure *f), void *arg, struct err *err)
{
	uint32_t series = find_series(w, pair, m, m->companion);
	struct family *f;
	struct period *periods;
	size_t n;

	int rc = is_simple(w, pair, m, opt) ? ERR_LIMIT : family_create(&f, w, pair, m, opt, NULL, 0, err);
	if (rc == ERR_LIMIT) {
		if (series)
			weigh_each(w, series, m, freq, opt, each, arg);
		return 0;
	}
	if (rc)
		return rc;
	rc = list_periods(w, f, series, m, freq, &periods, &n);
	for (size_t i = 0; i < n && !rc; i++) {
		struct figure figure;
		if (i && period_cmp(&periods[i - 1], &periods[i]) == 0)
			continue;
		if (listed(w, f, series, m, freq, &periods[i], opt, &figure) && !each(arg, &figure))
			break;
	}
	free(periods);
	rc = rc ? err_set(err, rc, "out of memory for the figures") : family_failed(f, err);
	family_destroy(f);
	return rc;
}

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

int figures_newest(const struct weigh *w, const struct pair *pair, const struct measure *m, const char *freqs,
                   const struct weigh_options *opt, struct figure out[], struct err *err)
{
	uint32_t series = find_series(w, pair, m, m->companion);
	struct family *f;
	int found = 0;

	int rc = is_simple(w, pair, m, opt) ? ERR_LIMIT : family_create(&f, w, pair, m, opt, NULL, 0, err);
	if (rc == ERR_LIMIT)
		return series ? (int)weigh_newest(w, series, m, freqs, opt, out) : 0;
	if (rc)
		return rc;
	for (size_t k = 0; freqs[k] && rc >= 0; k++) {
		rc = newest_of_family(w, f, series, m, freqs[k], opt, &out[k], err);
		found |= (rc > 0) << k;
	}
	family_destroy(f);
	return rc < 0 ? rc : found;
}
