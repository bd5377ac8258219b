/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "read/reading.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOOK_BACK 400 /* figures among which a repeat is looked for: a report has fewer, and the work stays linear */

void reading_fini(struct reading *r)
{
	free(r->figures);
	free(r->notes);
	free(r->left);
	*r = (struct reading){0};
}

/* Room for one more of `size` bytes; 1 where READING_ITEMS_MAX are there. */
static int grow(void **items, size_t n, size_t *cap, size_t size)
{
	if (n >= READING_ITEMS_MAX)
		return 1;
	if (n < *cap)
		return 0;
	size_t more = *cap ? 2 * *cap : 32;
	void *grown = realloc(*items, more * size);
	if (!grown)
		return -ENOMEM;
	*items = grown;
	*cap = more;
	return 0;
}

static bool same_series(const struct figure_read *a, const struct figure_read *b)
{
	return a->indicator == b->indicator && a->growth == b->growth && a->change == b->change && strcmp(a->pair.ref, b->pair.ref) == 0 &&
	       strcmp(a->pair.cpt, b->pair.cpt) == 0 && strcmp(a->currency, b->currency) == 0;
}

static bool same_number(double a, double b)
{
	return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b));
}

/* The number of an edition is one event, whatever day was found for it. */
static bool is_repeat(const struct figure_read *a, const struct figure_read *b)
{
	if (!same_series(a, b) || a->status != b->status || !same_number(a->value, b->value) || !same_number(a->high, b->high))
		return false;
	return period_cmp(&a->period, &b->period) == 0 || a->indicator->kind == COOP_ORDINAL;
}

int reading_add_figure(struct reading *r, const struct figure_read *f)
{
	for (size_t i = r->n_figures; i > 0 && r->n_figures - i < LOOK_BACK; i--) {
		struct figure_read *old = &r->figures[i - 1];
		if (!is_repeat(old, f))
			continue;
		if (!old->again.len)
			old->again = f->quote;
		return 0;
	}
	int rc = grow((void **)&r->figures, r->n_figures, &r->cap_figures, sizeof *r->figures);
	if (rc) {
		r->n_more += rc > 0;
		return rc < 0 ? rc : 0;
	}
	r->figures[r->n_figures++] = *f;
	return 0;
}

int reading_add_note(struct reading *r, const struct note_read *n)
{
	int rc = grow((void **)&r->notes, r->n_notes, &r->cap_notes, sizeof *r->notes);
	if (rc) {
		r->n_more += rc > 0;
		return rc < 0 ? rc : 0;
	}
	r->notes[r->n_notes++] = *n;
	return 0;
}

int reading_add_left(struct reading *r, const struct quote *q, const char *reason)
{
	int rc = grow((void **)&r->left, r->n_left, &r->cap_left, sizeof *r->left);
	if (rc) {
		r->n_more += rc > 0;
		return rc < 0 ? rc : 0;
	}
	struct left_read *l = &r->left[r->n_left++];
	l->quote = *q;
	snprintf(l->reason, sizeof l->reason, "%s", reason);
	return 0;
}

void reading_series(const struct figure_read *f, char out[READING_SERIES_MAX])
{
	char currency[6] = "";
	for (size_t i = 0; f->currency[i] && i < 3; i++) {
		currency[0] = '_';
		currency[i + 1] = (char)tolower((unsigned char)f->currency[i]);
		currency[i + 2] = '\0';
	}
	snprintf(out, READING_SERIES_MAX, "%s-%s/%s/%s%s%s", f->pair.ref, f->pair.cpt, f->indicator->area->id, f->indicator->id, currency,
	         f->growth   ? "_growth"
	         : f->change ? "_change"
	                     : "");
}

const char *reading_unit(const struct figure_read *f)
{
	if (f->growth)
		return "percent";
	if (f->change && f->indicator->kind == COOP_RATIO)
		return "pp";
	return *f->currency ? f->currency : f->indicator->unit;
}
