/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Propagation: what a row leaves to each of its variables, given the intervals of the others. In a tree two sweeps are enough, from the leaves to the
 * root and back; what still changes after them (a loop, or points found on the way) goes through a queue of rows. In a loop that can go on
 * for ever, each time less, so every row has its turns counted: the linear programme does the rest.
 */
#include "weigh/system_private.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#define TURNS_LOOP 8
#define TURNS_TREE 1000
/* What is less than this, relative to the numbers it was computed from, is rounding and no news. */
#define NEWS 1e-14
#define STEP 2
/* What a row could still cut off of its variables, relative to the numbers in it, and is called spare all the same. */
#define SPARE 1e-15

struct queue {
	uint32_t *rows; /* a ring of n */
	uint32_t n, head, used;
	bool *queued;
	uint16_t *turns;
};

/* The sum of a row's entries, each at the end that makes it least (or most). */
struct activity {
	long double sum; /* of the finite ones */
	double scale;    /* the greatest of them */
	uint32_t open;   /* how many are not finite */
};

static double end_of(const struct work *w, const struct term *t, bool most)
{
	return (t->factor > 0) == most ? w->high[t->var] : w->low[t->var];
}

static struct activity activity_of(const struct work *w, const struct row *r, bool most)
{
	struct activity a = {0};

	for (uint32_t i = 0; i < r->n; i++) {
		const struct term *t = &w->entries[r->first + i];
		double end = end_of(w, t, most);
		if (isinf(end)) {
			a.open++;
			continue;
		}
		a.sum += (long double)t->factor * end;
		a.scale = fmax(a.scale, fabs(t->factor * end));
	}
	return a;
}

bool system_is_spare(const struct work *w, const struct row *r)
{
	/* What one variable is told it takes over whole, but for rounding. */
	const double give = r->n == 1 ? 2 * NEWS : SPARE;

	if (isfinite(r->low) || r->low > 0) {
		struct activity least = activity_of(w, r, false);
		if (least.open || least.sum < r->low - (long double)(give * fmax(fabs(r->low), least.scale)))
			return false;
	}
	if (isfinite(r->high) || r->high < 0) {
		struct activity most = activity_of(w, r, true);
		if (most.open || most.sum > r->high + (long double)(give * fmax(fabs(r->high), most.scale)))
			return false;
	}
	return true;
}

/* What remains of `limit` for the entry t after the others took `a` without it; false where they can take anything. */
static bool remains(const struct work *w, const struct activity *a, bool most, const struct term *t, double limit, double *out)
{
	double end = end_of(w, t, most);

	if (a->open > (isinf(end) ? 1 : 0))
		return false;
	long double others = isinf(end) ? a->sum : a->sum - (long double)t->factor * end;
	*out = (double)((limit - others) / t->factor);
	return isfinite(*out);
}

/* Round a loop that contradicts itself an end can grow with every turn, and with numbers out of nowhere the tolerance, which is relative, grows too. After the
 * first word of a row of several variables, ends in a loop move in steps; what is lost is the programme's to find. */
static bool runs_away(const struct work *w, uint32_t v, double from, double to, uint32_t row, int32_t last)
{
	uint32_t c = w->component[v];

	if (c == SYSTEM_NONE || !w->components[c].loop || w->rows[row].n == 1 || last < 0 || w->rows[last].n == 1)
		return false;
	return isfinite(from) && fabs(to) > STEP * fabs(from);
}

/* Takes over a new end. 1: it was news, 0: it was not, ERR_CONFLICT. */
static int set_end(struct work *w, uint32_t v, bool high, double to, double scale, uint32_t row)
{
	double *end = high ? &w->high[v] : &w->low[v], other = high ? w->low[v] : w->high[v];
	double beyond = high ? other - to : to - other; /* how far it is past the other end */

	if (high ? !(to < *end) : !(to > *end))
		return 0;
	if (beyond > SYSTEM_TOLERANCE * fmax(scale, fmax(fabs(to), fabs(other)))) {
		w->bad = w->rows[row].statement;
		w->bad_row = row;
		w->bad_var = v;
		w->bad_high = high;
		return ERR_CONFLICT;
	}
	if (fabs(to - *end) <= NEWS * fmax(scale, fabs(to)))
		return 0;
	if (runs_away(w, v, *end, to, row, high ? w->why_high[v] : w->why_low[v]))
		return 0;
	if (beyond > 0)
		to = other;
	if (*end == to)
		return 0;
	*end = to;
	*(high ? &w->why_high[v] : &w->why_low[v]) = (int32_t)row;
	return 1;
}

static void enqueue_seen(struct work *w, struct queue *q, uint32_t v, uint32_t but)
{
	for (size_t k = w->seen_by[v]; q && k < w->seen_by[v + 1]; k++) {
		uint32_t r = w->seen[k];
		if (r == but || q->queued[r])
			continue;
		q->queued[r] = true;
		q->rows[(q->head + q->used++) % q->n] = r;
	}
}

/* What a row says to its variables; those that hear news have their other rows queued (where there is a queue). */
static int revise(struct system *s, uint32_t index, struct queue *q)
{
	struct work *w = &s->w;
	const struct row *r = &w->rows[index];
	const bool low = isfinite(r->low), high = isfinite(r->high);
	struct activity least = {0}, most = {0};

	if ((r->n == 0 && (r->low > 0 || r->high < 0)) ||
	    (low && high && r->low - r->high > SYSTEM_TOLERANCE * fmax(fabs(r->low), fabs(r->high)))) {
		w->bad = r->statement;
		return ERR_CONFLICT;
	}
	if (high)
		least = activity_of(w, r, false);
	if (low)
		most = activity_of(w, r, true);
	for (uint32_t i = 0; i < r->n; i++) {
		const struct term t = w->entries[r->first + i];
		double to_high = NAN, to_low = NAN, by = fabs(t.factor);
		/* Both before either is set: the activities hold this variable's ends of that time. */
		bool is_high = high && remains(w, &least, false, &t, r->high, &to_high);
		bool is_low = low && remains(w, &most, true, &t, r->low, &to_low);
		int news = 0, e = 0;
		if (is_high)
			e = set_end(w, t.var, t.factor > 0, to_high, fmax(fabs(r->high), least.scale) / by, index);
		if (e >= 0 && is_low) {
			news = e;
			e = set_end(w, t.var, t.factor < 0, to_low, fmax(fabs(r->low), most.scale) / by, index);
		}
		if (e < 0)
			return e;
		if (e || news)
			enqueue_seen(w, q, t.var, index);
	}
	return 0;
}

static int sweep(struct system *s, struct queue *q)
{
	struct work *w = &s->w;
	int e = 0;

	for (uint32_t v = 0; v < s->n_vars; v++)
		if (w->low[v] - w->high[v] > SYSTEM_TOLERANCE * fmax(fabs(w->low[v]), fabs(w->high[v])) || w->low[v] == INFINITY ||
		    w->high[v] == -INFINITY) {
			w->bad = SYSTEM_NONE;
			return ERR_CONFLICT;
		}
	for (uint32_t r = 0; r < w->n_rows && !e; r++) {
		bool connects = false;
		for (uint32_t i = 0; i < w->rows[r].n && !connects; i++)
			connects = w->component[w->entries[w->rows[r].first + i].var] != SYSTEM_NONE;
		if (!connects)
			e = revise(s, r, q);
	}
	for (uint32_t c = 0; c < w->n_components && !e; c++) {
		const uint32_t *order = w->order + w->components[c].first_row;
		uint32_t n = w->components[c].n_rows;
		for (uint32_t i = n; i-- && !e;)
			e = revise(s, order[i], NULL);
		for (uint32_t i = 0; i < n && !e; i++)
			e = revise(s, order[i], q);
	}
	return e;
}

static uint16_t turns_of(const struct work *w, uint32_t row)
{
	const struct row *r = &w->rows[row];

	for (uint32_t i = 0; i < r->n; i++) {
		uint32_t c = w->component[w->entries[r->first + i].var];
		if (c != SYSTEM_NONE)
			return w->components[c].loop ? TURNS_LOOP : TURNS_TREE;
	}
	return TURNS_TREE;
}

int system_propagate(struct system *s)
{
	struct work *w = &s->w;
	struct queue q = {.n = w->n_rows + 1};
	int e = -ENOMEM;

	q.rows = malloc(q.n * sizeof *q.rows);
	q.queued = calloc(q.n, sizeof *q.queued);
	q.turns = calloc(q.n, sizeof *q.turns);
	if (!q.rows || !q.queued || !q.turns)
		goto out;
	e = sweep(s, &q);
	while (q.used && !e) {
		uint32_t r = q.rows[q.head];
		q.head = (q.head + 1) % q.n;
		q.used--;
		q.queued[r] = false;
		if (q.turns[r]++ < turns_of(w, r))
			e = revise(s, r, &q);
	}
out:
	free(q.rows);
	free(q.queued);
	free(q.turns);
	return e;
}

/* Where a walk has been and still has to go: ends, as 2 * variable, and one more for its high end. */
struct walk {
	bool *been;
	size_t *todo;
	size_t n;
};

static int init_walk(const struct system *s, struct walk *k)
{
	size_t n = 2 * (size_t)s->n_vars + 1;

	*k = (struct walk){.been = calloc(n, sizeof *k->been), .todo = malloc(n * sizeof *k->todo)};
	return k->been && k->todo ? 0 : -ENOMEM;
}

static void fini_walk(struct walk *k)
{
	free(k->been);
	free(k->todo);
}

static void go_to(struct walk *k, uint32_t var, bool high)
{
	size_t end = 2 * (size_t)var + high;

	if (!k->been[end])
		k->todo[k->n++] = end;
	k->been[end] = true;
}

/* The row gave an end of `var`: from its own high end, if `upper`, and the least of the others, or the other way round. */
static void go_to_others(const struct system *s, struct walk *k, const struct row *r, uint32_t var, bool high, bool *marks)
{
	bool upper = true;

	marks[r->statement] = true;
	for (uint32_t i = 0; i < r->n; i++)
		if (s->w.entries[r->first + i].var == var)
			upper = (s->w.entries[r->first + i].factor > 0) == high;
	for (uint32_t i = 0; i < r->n; i++) {
		const struct term *t = &s->w.entries[r->first + i];
		if (t->var != var)
			go_to(k, t->var, (t->factor > 0) != upper);
	}
}

/* Back from the ends to the rows they came from, by way of the ends that those used. */
static void walk(const struct system *s, struct walk *k, bool *marks)
{
	while (k->n) {
		size_t at = k->todo[--k->n];
		uint32_t v = (uint32_t)(at / 2);
		int32_t index = at % 2 ? s->w.why_high[v] : s->w.why_low[v];
		if (index >= 0)
			go_to_others(s, k, &s->w.rows[index], v, at % 2, marks);
	}
}

int system_walk(const struct system *s, uint32_t var, bool high, bool *marks)
{
	struct walk k;
	int e = init_walk(s, &k);

	if (!e) {
		go_to(&k, var, high);
		walk(s, &k, marks);
	}
	fini_walk(&k);
	return e;
}

int system_walk_bad(const struct system *s, bool *marks)
{
	struct walk k;
	int e = init_walk(s, &k);

	if (!e) {
		go_to(&k, s->w.bad_var, !s->w.bad_high);
		go_to_others(s, &k, &s->w.rows[s->w.bad_row], s->w.bad_var, s->w.bad_high, marks);
		walk(s, &k, marks);
	}
	fini_walk(&k);
	return e;
}
