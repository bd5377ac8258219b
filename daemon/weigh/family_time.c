/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "weigh/family_private.h"

#include "base/date.h"
#include "model/series.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool is_state(const struct measure *level)
{
	return measure_is_state(level);
}

struct stretch stretch_of(const struct period *p)
{
	return (struct stretch){p->start, period_end(p)};
}

struct period period_of_stretch(struct stretch s)
{
	struct period p = {.start = s.start, .freq = 'I'};

	for (const char *freq = "ASQMD"; *freq; freq++) {
		struct period regular = period_of_date(s.start, *freq);
		if (regular.start == s.start && period_end(&regular) == s.end)
			return regular;
	}
	for (int months = 1; months < 1200 && date_add_months(s.start, months) <= s.end; months++)
		if (date_add_months(s.start, months) == s.end)
			p.months = (uint16_t)months;
	if (!p.months)
		p.days = (uint16_t)(s.end - s.start);
	return p;
}

struct period year_before(const struct period *p)
{
	struct period q = *p;
	unsigned months = period_freq_months(p->freq);

	if (months)
		return period_step(p, -(int)(DAYS_A_YEAR_MONTHS / months));
	q.start = date_add_months(p->start, -DAYS_A_YEAR_MONTHS);
	return q;
}

int mention(struct family *f, const struct period *p)
{
	if (f->n_mentions && period_cmp(&f->mentions[f->n_mentions - 1], p) == 0)
		return 0;
	if (f->n_mentions == f->cap_mentions) {
		size_t cap = f->cap_mentions ? f->cap_mentions * 2 : 32;
		struct period *grown = realloc(f->mentions, cap * sizeof *grown);
		if (!grown)
			return -ENOMEM;
		f->mentions = grown;
		f->cap_mentions = cap;
	}
	f->mentions[f->n_mentions++] = *p;
	return 0;
}

static int by_period(const void *a, const void *b)
{
	return period_cmp(a, b);
}

void sort_mentions(struct family *f)
{
	size_t n = 0;

	if (f->n_mentions)
		qsort(f->mentions, f->n_mentions, sizeof *f->mentions, by_period);
	for (size_t i = 0; i < f->n_mentions; i++)
		if (!n || period_cmp(&f->mentions[n - 1], &f->mentions[i]) != 0)
			f->mentions[n++] = f->mentions[i];
	f->n_mentions = n;
}

static int by_day(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
	return x < y ? -1 : x > y;
}

/* Where `day` is among the borders, or -1. */
static long border_at(const struct member *m, int32_t day)
{
	const int32_t *at = m->n_borders ? bsearch(&day, m->borders, m->n_borders, sizeof day, by_day) : NULL;
	return at ? at - m->borders : -1;
}

static int make_atoms(struct family *f, struct member *m)
{
	m->borders = malloc((2 * f->n_mentions + 1) * sizeof *m->borders);
	m->atoms = malloc((2 * f->n_mentions + 1) * sizeof *m->atoms);
	if (!m->borders || !m->atoms)
		return -ENOMEM;
	for (size_t i = 0; i < f->n_mentions; i++) {
		struct stretch s = stretch_of(&f->mentions[i]);
		m->borders[2 * i] = s.start;
		m->borders[2 * i + 1] = s.end;
	}
	qsort(m->borders, 2 * f->n_mentions, sizeof *m->borders, by_day);
	for (size_t i = 0; i < 2 * f->n_mentions; i++) {
		m->atoms[i] = -1;
		if (!m->n_borders || m->borders[m->n_borders - 1] != m->borders[i])
			m->borders[m->n_borders++] = m->borders[i];
	}
	for (size_t i = 0; i < f->n_mentions; i++) {
		struct stretch s = stretch_of(&f->mentions[i]);
		long from = border_at(m, s.start), to = border_at(m, s.end);
		for (long k = from; from >= 0 && k < to; k++)
			if (m->atoms[k] < 0 && (m->atoms[k] = system_add_var(f->system, m->m.limits.low, m->m.limits.high)) < 0)
				return -ENOMEM;
	}
	return 0;
}

static int by_time(const void *a, const void *b)
{
	const struct slot *x = a, *y = b;

	if (x->at.end != y->at.end)
		return x->at.end < y->at.end ? -1 : 1;
	return x->at.start < y->at.start ? -1 : x->at.start > y->at.start;
}

static struct slot slot_of(const struct member *m, const struct period *p)
{
	struct slot s = {.at = stretch_of(p), .var = -1};
	/* A state is that of the end of its period; a span has no end that a state could be of. */
	if (is_state(&m->m))
		s.at.start = 0;
	return s;
}

static int make_slots(struct family *f, struct member *m)
{
	m->slots = malloc((f->n_mentions + 1) * sizeof *m->slots);
	if (!m->slots)
		return -ENOMEM;
	for (size_t i = 0; i < f->n_mentions; i++)
		m->slots[i] = slot_of(m, &f->mentions[i]);
	qsort(m->slots, f->n_mentions, sizeof *m->slots, by_time);
	for (size_t i = 0; i < f->n_mentions; i++)
		if (!m->n_slots || by_time(&m->slots[m->n_slots - 1], &m->slots[i]) != 0)
			m->slots[m->n_slots++] = m->slots[i];
	for (size_t i = 0; i < m->n_slots; i++)
		if ((m->slots[i].var = system_add_var(f->system, m->m.limits.low, m->m.limits.high)) < 0)
			return -ENOMEM;
	return 0;
}

static size_t root_of(size_t *parent, size_t i)
{
	while (parent[i] != i)
		i = parent[i] = parent[parent[i]];
	return i;
}

bool *find_bare(const struct family *f, const struct member *m)
{
	size_t *parent = malloc((m->n_borders + 1) * sizeof *parent);
	bool *bare = calloc(m->n_borders + 1, sizeof *bare);

	for (size_t i = 0; parent && i < m->n_borders; i++)
		parent[i] = i;
	for (size_t i = 0; parent && i < f->n_mentions; i++) {
		struct stretch s = stretch_of(&f->mentions[i]);
		long from = border_at(m, s.start), to = border_at(m, s.end);
		if (from >= 0 && to >= 0)
			parent[root_of(parent, (size_t)from)] = root_of(parent, (size_t)to);
	}
	for (size_t i = 0; parent && bare && i + 1 < m->n_borders; i++)
		bare[i] = m->atoms[i] >= 0 && root_of(parent, i) != root_of(parent, i + 1);
	if (!parent) {
		free(bare);
		bare = NULL;
	}
	free(parent);
	return bare;
}

bool is_mentioned(const struct family *f, const struct period *p)
{
	return f->n_mentions && bsearch(p, f->mentions, f->n_mentions, sizeof *p, by_period);
}

int make_variables(struct family *f, struct member *m)
{
	return m->m.kind == COOP_FLOW ? make_atoms(f, m) : make_slots(f, m);
}

size_t level_terms(const struct family *f, const struct member *m, const struct period *p, struct term *out)
{
	size_t n = 0;

	(void)f;
	if (m->m.kind != COOP_FLOW) {
		struct slot wanted = slot_of(m, p);
		const struct slot *s = m->n_slots ? bsearch(&wanted, m->slots, m->n_slots, sizeof *m->slots, by_time) : NULL;
		if (!s)
			return 0;
		out[0] = (struct term){(uint32_t)s->var, 1};
		return 1;
	}
	struct stretch s = stretch_of(p);
	long from = border_at(m, s.start), to = border_at(m, s.end);
	if (from < 0 || to < 0)
		return 0;
	for (long k = from; k < to; k++) {
		if (m->atoms[k] < 0)
			return 0;
		out[n++] = (struct term){(uint32_t)m->atoms[k], 1};
	}
	return n;
}
