/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why a figure is what it is, in words: the statements that the solver says an end rests on, each with what it says and who said it.
 */
#include "weigh/family_private.h"

#include "base/buf.h"
#include "base/date.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Words ---------------------------------------------------------------------------------------------------------------------- */

/* "2023", or "turnover 2023" where the family has several levels. A text that does not fit is cut. */
static void name(const struct family *f, const struct member *m, const struct period *p, char *out, size_t cap)
{
	char id[MEASURE_ID_MAX], when[PERIOD_TEXT_MAX];

	measure_id(&m->m, id);
	period_format(p, when);
	snprintf(out, cap, "%s%s%s", f->n_members > 1 ? id : "", f->n_members > 1 ? " " : "", when);
}

static void add(char *out, size_t cap, const char *text)
{
	size_t n = strlen(out);
	snprintf(out + n, cap - n, "%s", text);
}

/* "2023 = 2023-S1 + 2023-S2"; empty where the period is a single stretch. */
static void say_parts(const struct family *f, const struct member *m, const struct period *p, char *out, size_t cap)
{
	struct stretch whole = stretch_of(p);
	char text[120];
	size_t n = 0;

	out[0] = '\0';
	if (m->m.kind != COOP_FLOW)
		return;
	for (size_t i = 0; i + 1 < m->n_borders; i++)
		n += m->borders[i] >= whole.start && m->borders[i + 1] <= whole.end;
	if (n < 2)
		return;
	name(f, m, p, out, cap);
	add(out, cap, " =");
	for (size_t i = 0, k = 0; i + 1 < m->n_borders; i++) {
		if (m->borders[i] < whole.start || m->borders[i + 1] > whole.end)
			continue;
		struct period part = period_of_stretch((struct stretch){m->borders[i], m->borders[i + 1]});
		name(f, m, &part, text, sizeof text);
		add(out, cap, k++ ? " + " : " ");
		add(out, cap, text);
	}
}

static void say_identity(const struct identity *id, const struct period *p, char *out, size_t cap)
{
	char when[PERIOD_TEXT_MAX], text[160];

	period_format(p, when);
	if (id->kind == COOP_SHARE) {
		snprintf(out, cap, "%s %s = 100 * %s / %s", id->result->id, when, id->terms[0]->id,
		         id->n_terms > 1 ? id->terms[1]->id : "?");
		return;
	}
	snprintf(out, cap, "%s %s %s", id->result->id, when, id->kind == COOP_PART ? ">=" : "=");
	for (size_t k = 0; k < id->n_terms; k++) {
		const struct indicator *t = id->terms[k];
		bool other = t->area != id->result->area;
		snprintf(text, sizeof text, " %s%s%s%s %s",
		         k == 0                        ? ""
		         : id->kind == COOP_DIFFERENCE ? "- "
		                                       : "+ ",
		         other ? t->area->id : "", other ? "/" : "", t->id, when);
		add(out, cap, text);
	}
}

/* What the statement says beside its number; empty where it says nothing but that. */
static void say(const struct family *f, const struct saying *s, char *out, size_t cap)
{
	const struct member *m = &f->members[s->member];
	struct period before = year_before(&s->period);
	char now[90], then[90], when[PERIOD_TEXT_MAX];

	out[0] = '\0';
	period_format(&s->period, when);
	name(f, m, &s->period, now, sizeof now);
	name(f, m, &before, then, sizeof then);
	switch (s->kind) {
	case SAYS_LEVEL:
		say_parts(f, m, &s->period, out, cap);
		break;
	case SAYS_GROWTH:
		snprintf(out, cap, "%s = %s * (1 + growth %s / 100)", now, then, when);
		break;
	case SAYS_CHANGE:
		snprintf(out, cap, "%s = %s + change %s", now, then, when);
		break;
	case SAYS_IDENTITY:
		say_identity(s->identity, &s->period, out, cap);
		break;
	case SAYS_EVEN:
		snprintf(out, cap, "assumed: %s has its share of its year by months", now);
		break;
	case SAYS_ORDER:
		snprintf(out, cap, "%s never falls", m->m.indicator->id);
		break;
	}
}

/* Reasons ---------------------------------------------------------------------------------------------------------------------- */

struct reasons {
	struct reason *all;
	size_t n;
};

void family_fact_measure(const struct family *f, const struct fact *fact, struct measure *out)
{
	size_t k = (size_t)(fact - f->facts.all);

	*out = (struct measure){0};
	for (size_t i = 0; i < f->n_members; i++) {
		const struct member *m = &f->members[i];
		if (k < m->first_level || k >= m->end)
			continue;
		char id[MEASURE_ID_MAX];
		*out = m->m;
		out->companion = k < m->first_growth ? COMPANION_NONE : k < m->first_change ? COMPANION_GROWTH : COMPANION_CHANGE;
		measure_id(out, id);
		if (catalogue_measure(f->w->catalogue, m->m.indicator->area->id, id, out, NULL))
			*out = m->m;
	}
}

static int add_reason(struct reasons *r, const struct reason *reason)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->all[i].kind == reason->kind && r->all[i].fact == reason->fact && strcmp(r->all[i].text, reason->text) == 0)
			return 0;
	struct reason *grown = realloc(r->all, (r->n + 1) * sizeof *grown);
	if (!grown)
		return -ENOMEM;
	r->all = grown;
	r->all[r->n++] = *reason;
	return 0;
}

static int add_fact(const struct family *f, struct reasons *r, const struct fact *fact)
{
	struct reason reason = {.kind = REASON_FACT, .fact = fact};
	family_fact_measure(f, fact, &reason.measure);
	return add_reason(r, &reason);
}

static int add_words(const struct family *f, struct reasons *r, const struct saying *s)
{
	struct reason reason = {.kind = REASON_IDENTITY};

	say(f, s, reason.text, sizeof reason.text);
	return reason.text[0] ? add_reason(r, &reason) : 0;
}

int family_explain(struct family *f, const struct measure *m, const struct period *p, bool high, struct reason **reasons, size_t *n,
                   struct err *err)
{
	const struct member *member = find_member(f, m);
	struct reasons r = {0};
	struct question q;
	int *statements = NULL, rc = 0;
	size_t n_statements = 0;

	*reasons = NULL;
	*n = 0;
	if (ask(f, m, p, &q))
		rc = system_support(f->system, q.num, q.n_num, q.den, q.n_den, high, &statements, &n_statements, err);
	if (!rc && !n_statements && ask_share(f, m, p, &q))
		rc = system_support(f->system, q.num, q.n_num, q.den, q.n_den, high, &statements, &n_statements, err);
	if (rc)
		return rc;
	/* What asks for the parts of a whole rests on their adding up too. */
	if (n_statements > 0 && m->companion == COMPANION_NONE && q.n_num > 1) {
		struct saying s = {.kind = SAYS_LEVEL, .member = (size_t)(member - f->members), .period = *p, .fact = SYSTEM_IDENTITY};
		rc = add_words(f, &r, &s);
	}
	for (size_t i = 0; i < n_statements && !rc; i++)
		rc = add_words(f, &r, &f->sayings[statements[i]]);
	for (size_t i = 0; i < n_statements && !rc; i++)
		if (f->sayings[statements[i]].fact >= 0)
			rc = add_fact(f, &r, &f->facts.all[f->sayings[statements[i]].fact]);
	const struct fact *own = member ? best_fact(f, member, m->companion, p) : NULL;
	if (!rc && !n_statements && own)
		rc = add_fact(f, &r, own);
	free(statements);
	if (rc) {
		free(r.all);
		return err_set(err, rc, "out of memory for the explanation");
	}
	*reasons = r.all;
	*n = r.n;
	return 0;
}

/* The facts of a conflict that speak of `indicator` in the period, by any of its measures. */
static bool touches(const struct family *f, const struct conflict *c, const struct indicator *indicator, const struct period *p)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct fact *fact = &f->facts.all[c->facts[i]];
		struct measure m;
		family_fact_measure(f, fact, &m);
		if (m.indicator == indicator && period_cmp(&fact->o.period, p) == 0)
			return true;
	}
	return false;
}

/* Whether the conflict holds two states of the member, of different ends. */
static bool touches_twice(const struct family *f, const struct conflict *c, const struct member *m)
{
	int32_t end = 0;
	bool any = false;

	for (size_t i = 0; i < c->n; i++) {
		const struct fact *fact = &f->facts.all[c->facts[i]];
		if (c->facts[i] < m->first_level || c->facts[i] >= m->first_growth)
			continue;
		if (any && period_end(&fact->o.period) != end)
			return true;
		end = period_end(&fact->o.period);
		any = true;
	}
	return false;
}

/* Adds a sentence that is not there yet. */
static void add_sentence(char *out, size_t cap, const char *text)
{
	if (!text[0] || strstr(out, text))
		return;
	add(out, cap, out[0] ? "; " : "");
	add(out, cap, text);
}

void family_conflict_text(const struct family *f, const struct conflict *c, char *out, size_t cap)
{
	char text[256];

	out[0] = '\0';
	for (size_t i = 0; i < c->n; i++)
		for (size_t s = 0; s < f->n_sayings; s++) {
			if (f->sayings[s].fact != (int)c->facts[i])
				continue;
			say(f, &f->sayings[s], text, sizeof text);
			add_sentence(out, cap, text);
		}
	/* The identities between two or more of them, and that they never fall. */
	for (size_t s = 0; s < f->n_sayings; s++) {
		const struct saying *identity = &f->sayings[s];
		if (identity->kind == SAYS_ORDER && touches_twice(f, c, &f->members[identity->member])) {
			say(f, identity, text, sizeof text);
			add_sentence(out, cap, text);
		}
		if (identity->kind != SAYS_IDENTITY || identity->fact >= 0)
			continue;
		size_t touched = touches(f, c, identity->identity->result, &identity->period);
		for (size_t k = 0; k < identity->identity->n_terms; k++)
			touched += touches(f, c, identity->identity->terms[k], &identity->period);
		if (touched < 2)
			continue;
		say(f, identity, text, sizeof text);
		add_sentence(out, cap, text);
	}
	if (!out[0])
		snprintf(out, cap, "they speak of the same figure");
}
