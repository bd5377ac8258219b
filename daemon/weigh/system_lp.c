/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Amounts of 1 and of 1e13 stand in one programme, so it is not put to GLPK as it is. Every variable becomes shift + scale * x, where shift is the low end
 * of what propagation left of it and scale the width (powers of two, which cost no digits), so that x runs from 0 to about 1; every row is divided by
 * its greatest factor. What is computed on the way, and the optimum from the solution, is in long double.
 */
#include "weigh/system_lp_private.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#define POLISH                                                                                                                             \
	64 /* rows up to which an optimum that its prices do not prove is looked for in exact arithmetic; it grows with more than their square */
#define PROOF 1e-12  /* how far the prices may leave it open, relative */
#define FIXED 10     /* steps that a programme costs before its first */
#define PRICE 1e-9   /* less is none: rows and the objective are scaled to 1 */
#define NARROW 1e-12 /* no width is taken for less, relative */
#define FAR 1e15     /* an end so many widths away is none */

/* GLPK ends the process where it runs out of memory or meets a bug. It lets a hook jump out instead, but then everything it holds has to go, of all
 * programmes: theirs of an older generation are gone. Its environment is one by thread, and so is this. */
_Thread_local unsigned system_lp_generation = 1;
static _Thread_local jmp_buf escape;

static void on_error(void *arg)
{
	(void)arg;
	longjmp(escape, 1);
}

bool system_lp_guarded(void (*step)(void *arg), void *arg)
{
	glp_term_out(GLP_OFF);
	glp_error_hook(on_error, NULL);
	if (setjmp(escape)) {
		glp_free_env();
		system_lp_generation++;
		return false;
	}
	step(arg);
	glp_error_hook(NULL, NULL);
	return true;
}

double system_lp_power_of_two(double v)
{
	int exponent;

	frexp(v, &exponent);
	return ldexp(1, exponent);
}

/* Scaling --------------------------------------------------------------------------------------------------------------- */

static double greatest_end(const struct work *w, uint32_t v)
{
	double low = isfinite(w->low[v]) ? fabs(w->low[v]) : 0, high = isfinite(w->high[v]) ? fabs(w->high[v]) : 0;
	return fmax(low, high);
}

/* What the rows suggest for variables without a width: as much as the others in the row move it. Nearer ones first. */
static void scale_by_rows(struct system_lp *lp)
{
	const struct work *w = &lp->s->w;
	bool found = true;

	for (int pass = 0; pass < 8 && found; pass++) {
		found = false;
		for (uint32_t i = 0; i < lp->scope.n_rows; i++) {
			const struct row *r = &w->rows[lp->scope.rows[i]];
			double most = isfinite(r->low) ? fabs(r->low) : isfinite(r->high) ? fabs(r->high) : 0;
			for (uint32_t k = 0; k < r->n; k++) {
				const struct term *t = &w->entries[r->first + k];
				bool point = w->component[t->var] == SYSTEM_NONE;
				double of = point || lp->scale[w->at[t->var]] == 0 ? greatest_end(w, t->var) : lp->scale[w->at[t->var]];
				most = fmax(most, fabs(t->factor) * of);
			}
			for (uint32_t k = 0; k < r->n && most > 0; k++) {
				const struct term *t = &w->entries[r->first + k];
				if (w->component[t->var] == SYSTEM_NONE || lp->scale[w->at[t->var]] != 0)
					continue;
				lp->scale[w->at[t->var]] = system_lp_power_of_two(most / fabs(t->factor));
				found = true;
			}
		}
	}
}

static double scaled_end(const struct system_lp *lp, uint32_t i, double end, double give)
{
	long double x = ((long double)end + give - lp->shift[i]) / lp->scale[i];
	return isinf(end) || fabsl(x) > FAR ? copysign(INFINITY, isinf(end) ? end : give) : (double)x;
}

static void scale_vars(struct system_lp *lp)
{
	const struct system *s = lp->s;
	const struct work *w = &s->w;

	for (uint32_t i = 0; i < lp->scope.n_vars; i++) {
		uint32_t v = lp->scope.vars[i];
		bool low = isfinite(w->low[v]), high = isfinite(w->high[v]);
		w->at[v] = i;
		lp->shift[i] = low ? w->low[v] : high ? w->high[v] : 0;
		lp->scale[i] = low && high ? system_lp_power_of_two(fmax(w->high[v] - w->low[v], NARROW * greatest_end(w, v))) : 0;
	}
	scale_by_rows(lp);
	for (uint32_t i = 0; i < lp->scope.n_vars; i++) {
		uint32_t v = lp->scope.vars[i];
		double give = lp->scope.slack * greatest_end(w, v);
		if (lp->scale[i] == 0)
			lp->scale[i] = lp->shift[i] != 0 ? system_lp_power_of_two(fabs(lp->shift[i])) : 1;
		lp->low[i] = scaled_end(lp, i, lp->scope.own ? s->own_low[v] : w->low[v], -give);
		lp->high[i] = scaled_end(lp, i, lp->scope.own ? s->own_high[v] : w->high[v], give);
	}
}

/* One row: constants and shifts go to its ends, the rest is divided by the greatest factor. */
static void scale_row(struct system_lp *lp, uint32_t i)
{
	const struct work *w = &lp->s->w;
	const struct row *r = &w->rows[lp->scope.rows[i]];
	long double least = 0, most = 0; /* of what is constant */
	double greatest = isfinite(r->low) ? fabs(r->low) : isfinite(r->high) ? fabs(r->high) : 0, by = 0;
	int first = lp->n_factors;

	for (uint32_t k = 0; k < r->n; k++) {
		const struct term *t = &w->entries[r->first + k];
		uint32_t at = w->at[t->var];
		greatest = fmax(greatest, fabs(t->factor) * greatest_end(w, t->var));
		if (w->component[t->var] == SYSTEM_NONE) {
			least += (long double)t->factor * (t->factor > 0 ? w->low : w->high)[t->var];
			most += (long double)t->factor * (t->factor > 0 ? w->high : w->low)[t->var];
			continue;
		}
		least += (long double)t->factor * lp->shift[at];
		most += (long double)t->factor * lp->shift[at];
		lp->rows[++lp->n_factors] = (int)i + 1;
		lp->cols[lp->n_factors] = (int)at + 1;
		lp->factors[lp->n_factors] = t->factor * lp->scale[at];
		by = fmax(by, fabs(lp->factors[lp->n_factors]));
	}
	by = system_lp_power_of_two(by);
	for (int k = first + 1; k <= lp->n_factors; k++)
		lp->factors[k] /= by;
	double give = lp->scope.slack * greatest;
	lp->row_by[i] = by;
	lp->row_low[i] = isinf(r->low) ? -INFINITY : (double)((r->low - most - give) / by);
	lp->row_high[i] = isinf(r->high) ? INFINITY : (double)((r->high - least + give) / by);
	if (lp->row_low[i] > lp->row_high[i] && r->low <= r->high)
		lp->row_low[i] = lp->row_high[i] = (lp->row_low[i] + lp->row_high[i]) / 2;
}

/* To GLPK ---------------------------------------------------------------------------------------------------------------- */

static int bound_type(double low, double high)
{
	if (isinf(low))
		return isinf(high) ? GLP_FR : GLP_UP;
	return isinf(high) ? GLP_LO : low < high ? GLP_DB : GLP_FX;
}

static void load(void *arg)
{
	struct system_lp *lp = arg;

	lp->p = glp_create_prob();
	lp->generation = system_lp_generation;
	if (lp->scope.n_rows)
		glp_add_rows(lp->p, (int)lp->scope.n_rows);
	glp_add_cols(lp->p, (int)lp->scope.n_vars);
	for (uint32_t i = 0; i < lp->scope.n_rows; i++)
		glp_set_row_bnds(lp->p, (int)i + 1, bound_type(lp->row_low[i], lp->row_high[i]), lp->row_low[i], lp->row_high[i]);
	for (uint32_t i = 0; i < lp->scope.n_vars; i++)
		glp_set_col_bnds(lp->p, (int)i + 1, bound_type(lp->low[i], lp->high[i]), lp->low[i], lp->high[i]);
	glp_load_matrix(lp->p, lp->n_factors, lp->rows, lp->cols, lp->factors);
	glp_adv_basis(lp->p, 0);
}

static void unload(void *arg)
{
	struct system_lp *lp = arg;

	if (lp->p && lp->generation == system_lp_generation)
		glp_delete_prob(lp->p);
	lp->p = NULL;
}

int system_lp_load(struct system_lp *lp, struct err *err)
{
	if (lp->p && lp->generation == system_lp_generation)
		return 0;
	if (system_lp_guarded(load, lp))
		return 0;
	lp->p = NULL;
	return err_set(err, ERR_INTERNAL, "the solver could not take a programme of %u amounts and %u statements", lp->scope.n_vars,
	               lp->scope.n_rows);
}

int system_lp_open(struct system *s, const struct system_lp_scope *scope, struct system_lp **out)
{
	struct system_lp *lp = calloc(1, sizeof *lp);
	size_t n = scope->n_vars, m = scope->n_rows, k = 1;

	if (!lp)
		return -ENOMEM;
	lp->s = s;
	lp->scope = *scope;
	for (size_t i = 0; i < m; i++)
		k += s->w.rows[scope->rows[i]].n;
	double *numbers = malloc((4 * n + 3 * m + k) * sizeof *numbers);
	lp->rows = malloc(2 * k * sizeof *lp->rows);
	if (!numbers || !lp->rows) {
		free(numbers);
		free(lp->rows);
		free(lp);
		return -ENOMEM;
	}
	lp->shift = numbers; /* One piece of memory, cut up. */
	lp->scale = lp->shift + n;
	lp->low = lp->scale + n;
	lp->high = lp->low + n;
	lp->row_low = lp->high + n;
	lp->row_high = lp->row_low + m;
	lp->row_by = lp->row_high + m;
	lp->factors = lp->row_by + m;
	lp->cols = lp->rows + k;
	scale_vars(lp);
	for (uint32_t i = 0; i < scope->n_rows; i++)
		scale_row(lp, i);
	*out = lp;
	return 0;
}

void system_lp_close(struct system_lp *lp)
{
	if (!lp)
		return;
	system_lp_guarded(unload, lp);
	free(lp->shift);
	free(lp->rows);
	free(lp);
}

/* Solving ---------------------------------------------------------------------------------------------------------------- */

struct attempt {
	glp_prob *p;
	enum { FROM_LAST, FROM_START, EXACTLY } how;
	bool best;  /* the best solution is asked for, not any */
	int *index; /* room for a column, from 1 */
	double *factor;
	int status; /* GLP_OPT, GLP_UNBND, GLP_NOFEAS; else it failed */
};

/* From the basis that the simplex method took for the best: where its tolerances hid a better one, the answer is the exact one. */
static int polish(glp_prob *p, const glp_smcp *how)
{
	glp_smcp exactly = *how;
	bool had = glp_get_status(p) == GLP_OPT;
	double before = glp_get_obj_val(p), sign = glp_get_obj_dir(p) == GLP_MAX ? 1 : -1;

	exactly.it_lim = 500;
	if (glp_exact(p, &exactly) == 0) {
		int status = glp_get_status(p);
		/* Exact means: of the factors as fractions, which GLPK rounds (set_d_eps). Where the rows leave no room that is another programme, which can
		 * be told by its worse answer. */
		if (status == GLP_UNBND ||
		    (status == GLP_OPT && !(had && sign * (glp_get_obj_val(p) - before) < -1e-9 * fmax(1, fabs(before)))))
			return 0;
	}
	glp_adv_basis(p, 0);
	return glp_simplex(p, how);
}

/* What a price takes from an interval at least: weak duality. Not finite where it asks for an end that is not there. */
static long double least_of(long double price, double low, double high)
{
	return price > 0 ? price * low : price < 0 ? price * high : 0;
}

static double low_of(int type, double low)
{
	return type == GLP_FR || type == GLP_UP ? -INFINITY : low;
}

static double high_of(int type, double high)
{
	return type == GLP_FR || type == GLP_LO ? INFINITY : high;
}

/* Whether the prices of the rows prove the optimum: whatever they are, no solution is better than what they take from the rows, plus what is then left of
 * the objective takes from the variables. `index` and `factor`: room for a column, from 1. */
static bool is_proved(glp_prob *p, int *index, double *factor)
{
	const int rows = glp_get_num_rows(p), cols = glp_get_num_cols(p);
	const double sign = glp_get_obj_dir(p) == GLP_MAX ? -1 : 1;
	long double bound = 0;

	for (int i = 1; i <= rows; i++) {
		int type = glp_get_row_type(p, i);
		double price = glp_get_row_stat(p, i) == GLP_BS ? 0 : sign * glp_get_row_dual(p, i);
		bound += least_of(price, low_of(type, glp_get_row_lb(p, i)), high_of(type, glp_get_row_ub(p, i)));
	}
	for (int j = 1; j <= cols; j++) {
		long double left = sign * glp_get_obj_coef(p, j);
		int n = glp_get_mat_col(p, j, index, factor), type = glp_get_col_type(p, j);
		for (int k = 1; k <= n; k++)
			if (glp_get_row_stat(p, index[k]) != GLP_BS)
				left -= (long double)factor[k] * sign * glp_get_row_dual(p, index[k]);
		/* A variable without an end can take anything from what rounding leaves: then nothing is proved. */
		bound += least_of(left, low_of(type, glp_get_col_lb(p, j)), high_of(type, glp_get_col_ub(p, j)));
	}
	/* Relative to the answer itself, which may be small beside what it is scaled by. */
	return fabsl(sign * glp_get_obj_val(p) - bound) <= PROOF * fabs(glp_get_obj_val(p));
}

static void solve(void *arg)
{
	struct attempt *a = arg;
	glp_smcp how;
	int e;

	glp_init_smcp(&how);
	how.msg_lev = GLP_MSG_OFF;
	how.tol_bnd = 1e-10;
	how.tol_dj = a->how == FROM_LAST ? 1e-12 : 1e-10;
	how.tol_piv = 1e-11;
	/* From the last optimum it is not far; who goes on for long runs in circles, which a start with wider tolerances ends. */
	const int size = glp_get_num_rows(a->p) + glp_get_num_cols(a->p);
	how.it_lim = a->how == FROM_LAST ? 200 + 2 * size : 20000 + 50 * size;
	if (a->how != FROM_LAST)
		glp_adv_basis(a->p, 0);
	if (a->how == EXACTLY) {
		how.it_lim = 5000;
		e = glp_exact(a->p, &how);
	} else {
		e = glp_simplex(a->p, &how);
		bool proved = !e && a->best && glp_get_status(a->p) == GLP_OPT && is_proved(a->p, a->index, a->factor);
		if (!e && !proved && (a->best || glp_get_status(a->p) == GLP_NOFEAS) && glp_get_num_rows(a->p) <= POLISH)
			e = polish(a->p, &how);
	}
	a->status = e ? GLP_UNDEF : glp_get_status(a->p);
	/* What the last steps left in the numbers goes: they follow from the basis alone. */
	if (a->status == GLP_OPT && glp_factorize(a->p) == 0)
		glp_warm_up(a->p);
}

/* What is known to have a solution is asked again where it seems to have none. */
static int try_all(struct attempt *a, bool known)
{
	for (int how = FROM_LAST; how <= EXACTLY; how++) {
		a->how = how;
		if (!system_lp_guarded(solve, a))
			return GLP_UNDEF;
		if (a->status == GLP_OPT || a->status == GLP_UNBND || (a->status == GLP_NOFEAS && !known))
			return a->status;
	}
	return GLP_UNDEF;
}

int system_lp_answer(glp_prob *p, bool best, bool known)
{
	const size_t n_rows = (size_t)glp_get_num_rows(p) + 1, size = n_rows + (size_t)glp_get_num_cols(p);
	const unsigned born = system_lp_generation;
	struct attempt a = {.p = p, .best = best, .index = malloc(n_rows * sizeof *a.index), .factor = malloc(n_rows * sizeof *a.factor)};
	const int before = glp_get_it_cnt(p);
	int status = a.index && a.factor ? try_all(&a, known) : GLP_UNDEF;

	free(a.index);
	free(a.factor);
	/* Where GLPK gave up, all of its programmes are gone. */
	int steps = born == system_lp_generation ? glp_get_it_cnt(p) - before : 0;
	system_count((uint64_t)(steps + FIXED) * size);
	return status;
}

int system_lp_no_answer(const struct system_lp *lp, struct err *err)
{
	return err_set(err, ERR_INTERNAL, "the solver found no answer to a programme of %u amounts and %u statements", lp->scope.n_vars,
	               lp->scope.n_rows);
}

int system_lp_check(struct system_lp *lp, struct err *err)
{
	int e = system_lp_load(lp, err);

	if (e)
		return e;
	switch (system_lp_answer(lp->p, false, false)) {
	case GLP_OPT:
	case GLP_UNBND:
		return 0;
	case GLP_NOFEAS:
		return ERR_CONFLICT;
	default:
		return system_lp_no_answer(lp, err);
	}
}

void system_lp_map_vars(const struct system_lp *lp)
{
	for (uint32_t i = 0; i < lp->scope.n_vars; i++)
		lp->s->w.at[lp->scope.vars[i]] = i;
}

/* The greatest factor of a sum in x, and what its shifts are worth. */
double system_lp_measure(const struct system_lp *lp, const struct system_lp_sum *sum, long double *constant)
{
	double by = 0;

	*constant = sum->constant;
	for (size_t i = 0; i < sum->n; i++) {
		uint32_t at = lp->s->w.at[sum->terms[i].var];
		*constant += (long double)sum->terms[i].factor * lp->shift[at];
		by = fmax(by, fabs(sum->terms[i].factor * lp->scale[at]));
	}
	return by;
}

/* Whether a row with this price holds the value back, and at which of its ends. */
double system_lp_price_of(const glp_prob *p, int row, bool most)
{
	double d = glp_get_row_dual((glp_prob *)p, row) * (most ? -1 : 1);
	return fabs(d) > PRICE && glp_get_row_stat((glp_prob *)p, row) != GLP_BS ? d : 0;
}

int system_lp_sum(struct system_lp *lp, const struct system_lp_sum *sum, bool most, double *out, double *prices, struct err *err)
{
	long double value;
	int e = system_lp_load(lp, err);

	if (e)
		return e;
	system_lp_map_vars(lp);
	double by = system_lp_power_of_two(system_lp_measure(lp, sum, &value));
	glp_set_obj_dir(lp->p, most ? GLP_MAX : GLP_MIN);
	for (uint32_t i = 0; i < lp->scope.n_vars; i++)
		glp_set_obj_coef(lp->p, (int)i + 1, 0);
	for (size_t i = 0; i < sum->n; i++) {
		uint32_t at = lp->s->w.at[sum->terms[i].var];
		glp_set_obj_coef(lp->p, (int)at + 1, sum->terms[i].factor * lp->scale[at] / by);
	}
	int status = system_lp_answer(lp->p, true, true);
	if (status == GLP_UNBND) {
		*out = most ? INFINITY : -INFINITY;
		return 0;
	}
	if (status != GLP_OPT)
		return system_lp_no_answer(lp, err);
	for (size_t i = 0; i < sum->n; i++) {
		uint32_t at = lp->s->w.at[sum->terms[i].var];
		value += (long double)sum->terms[i].factor * lp->scale[at] * glp_get_col_prim(lp->p, (int)at + 1);
	}
	*out = (double)value;
	for (uint32_t i = 0; prices && i < lp->scope.n_rows; i++)
		prices[i] = system_lp_price_of(lp->p, (int)i + 1, most);
	return 0;
}
