/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store/ledger_rows.h"

#include "base/num.h"

#include <errno.h>
#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX (1u << 28) /* of series and sources: a damaged row must not make us allocate the machine away */

const char *const ledger_rows_insert[4] = {
    [RECORD_SERIES] = "INSERT INTO series(id, key) VALUES(?,?)",
    [RECORD_SOURCE] = "INSERT INTO source(seq, number, id, name, authority, url, published, party, rank, recorded)"
                      " VALUES(?,?,?,?,?,?,?,?,?,?)",
    [RECORD_OBSERVATION] = "INSERT INTO observation(seq, series, period, value, written, high, g, bound, status, source, published,"
                           " recorded, evidence) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [RECORD_NOTE] = "INSERT INTO note(seq, ref, cpt, area, period, kind, text, source, published, recorded) VALUES(?,?,?,?,?,?,?,?,?,?)",
};

const char *const ledger_rows_select[4] = {
    [RECORD_SERIES] = "SELECT id, key FROM series WHERE id > ? ORDER BY id",
    [RECORD_SOURCE] =
        "SELECT seq, number, id, name, authority, url, published, party, rank, recorded FROM source WHERE seq > ? ORDER BY seq",
    [RECORD_OBSERVATION] = "SELECT seq, series, period, value, written, high, g, bound, status, source, published, recorded, evidence"
                           " FROM observation WHERE seq > ? ORDER BY seq",
    [RECORD_NOTE] = "SELECT seq, ref, cpt, area, period, kind, text, source, published, recorded FROM note WHERE seq > ? ORDER BY seq",
};

/* 10^-k for g; exact as the compiler reads them, so that what is written is what is read. */
static const double tenth[] = {1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15};

void ledger_known_fini(struct ledger_known *k)
{
	free(k->series);
	free(k->source);
	memset(k, 0, sizeof *k);
}

enum known ledger_known_series(const struct ledger_known *k, uint32_t id)
{
	return id < k->n_series ? k->series[id] : KNOWN_NOT;
}

static enum known known_source(const struct ledger_known *k, uint32_t number)
{
	return number == SOURCE_UNATTRIBUTED ? KNOWN_KEPT : number < k->n_source ? k->source[number].known : KNOWN_NOT;
}

/* Makes *array hold element `id`; new elements are zero. */
static int widen(void **array, size_t *n, size_t size, uint32_t id, struct err *err)
{
	if (id == 0 || id >= NUMBER_MAX)
		return err_set(err, ERR_DAMAGED, "the number %u of a series or source is out of range", id);
	if (id < *n)
		return 0;
	size_t want = *n + *n / 2 > (size_t)id + 1 ? *n + *n / 2 : (size_t)id + 64;
	void *p = realloc(*array, want * size);
	if (!p)
		return err_set(err, -ENOMEM, "out of memory for the ledger's list of series and sources");
	memset((char *)p + *n * size, 0, (want - *n) * size);
	*array = p;
	*n = want;
	return 0;
}

int ledger_known_note(struct ledger_known *k, const struct record *r, enum known how, struct err *err)
{
	int rc = 0;

	if (r->kind == RECORD_SERIES) {
		rc = widen((void **)&k->series, &k->n_series, sizeof *k->series, r->series.id, err);
		if (rc == 0)
			k->series[r->series.id] = (uint8_t)how;
	} else if (r->kind == RECORD_SOURCE) {
		rc = widen((void **)&k->source, &k->n_source, sizeof *k->source, r->source.number, err);
		if (rc == 0 && k->source[r->source.number].known == KNOWN_NOT)
			k->source[r->source.number] = (struct known_source){.published = r->source.published, .known = (uint8_t)how};
	}
	return rc;
}

void ledger_known_settle(struct ledger_known *k, const struct record *r, bool kept)
{
	uint8_t *known = NULL;

	if (r->kind == RECORD_SERIES && r->series.id < k->n_series)
		known = &k->series[r->series.id];
	else if (r->kind == RECORD_SOURCE && r->source.number < k->n_source)
		known = &k->source[r->source.number].known;
	if (known && *known == KNOWN_TRIED)
		*known = kept ? KNOWN_KEPT : KNOWN_NOT;
}

/* The published date that a row has when none is written. */
static int32_t published_default(const struct ledger_known *k, uint32_t source, int64_t recorded)
{
	return source == SOURCE_UNATTRIBUTED ? date_of_time(recorded) : k->source[source].published;
}

/* Text that SQLite copies, for it lives in a buffer of ours; NULL binds as NULL. */
static void bind_copy(sqlite3_stmt *st, int col, const char *text)
{
	sqlite3_bind_text(st, col, text, -1, SQLITE_TRANSIENT);
}

/* Text of the record, which outlives the step. */
static void bind_text(sqlite3_stmt *st, int col, const char *text)
{
	sqlite3_bind_text(st, col, text, -1, SQLITE_STATIC);
}

static void bind_date(sqlite3_stmt *st, int col, int32_t date)
{
	char text[DATE_TEXT_MAX] = "";

	if (date != DATE_NONE)
		date_format(date, text);
	bind_copy(st, col, text);
}

static void bind_published(sqlite3_stmt *st, int col, int32_t date, int32_t by_default)
{
	if (date == by_default)
		sqlite3_bind_null(st, col);
	else
		bind_date(st, col, date);
}

static void bind_period(sqlite3_stmt *st, int col, const struct period *p)
{
	char text[PERIOD_TEXT_MAX];

	period_format(p, text);
	bind_copy(st, col, text);
}

static void bind_g(sqlite3_stmt *st, int col, double g)
{
	for (size_t i = 1; g > 0 && g < 1 && i < sizeof tenth / sizeof tenth[0]; i++)
		if (g == tenth[i]) {
			sqlite3_bind_double(st, col, -(double)i);
			return;
		}
	sqlite3_bind_double(st, col, g);
}

static bool written_says_more(const struct observation *o)
{
	char text[NUM_TEXT_MAX];

	if (!o->written)
		return false;
	num_format(o->value, text);
	return strcmp(text, o->written) != 0;
}

static void bind_observation(sqlite3_stmt *st, const struct observation *o, const struct ledger_known *k)
{
	char status[STATUS_TEXT_MAX];

	sqlite3_bind_int64(st, 2, o->series);
	bind_period(st, 3, &o->period);
	sqlite3_bind_double(st, 4, o->value); /* SQLite keeps a NaN as NULL */
	bind_text(st, 5, written_says_more(o) ? o->written : NULL);
	sqlite3_bind_double(st, 6, o->high);
	bind_g(st, 7, o->g);
	bind_text(st, 8, o->bound == BOUND_EQ ? NULL : bound_name(o->bound));
	status_format(o->status, status);
	bind_copy(st, 9, o->status == STATUS_NORMAL ? NULL : status);
	sqlite3_bind_int64(st, 10, o->source);
	bind_published(st, 11, o->published, published_default(k, o->source, o->recorded));
	sqlite3_bind_int64(st, 12, o->recorded);
	bind_text(st, 13, o->evidence);
}

static void bind_source(sqlite3_stmt *st, const struct source *s)
{
	sqlite3_bind_int64(st, 2, s->number);
	bind_text(st, 3, s->id);
	bind_text(st, 4, s->name);
	bind_text(st, 5, s->authority);
	bind_text(st, 6, s->url);
	bind_published(st, 7, s->published, DATE_NONE);
	bind_text(st, 8, s->party[0] ? s->party : NULL);
	sqlite3_bind_int(st, 9, s->rank);
	sqlite3_bind_int64(st, 10, s->recorded);
}

static void bind_note(sqlite3_stmt *st, const struct note *n, const struct ledger_known *k)
{
	bind_text(st, 2, n->pair.ref);
	bind_text(st, 3, n->pair.cpt);
	bind_text(st, 4, n->area);
	bind_period(st, 5, &n->period);
	bind_text(st, 6, n->kind == NOTE_EVENT ? "event" : "statement");
	bind_text(st, 7, n->text ? n->text : "");
	sqlite3_bind_int64(st, 8, n->source);
	bind_published(st, 9, n->published, published_default(k, n->source, n->recorded));
	sqlite3_bind_int64(st, 10, n->recorded);
}

int ledger_rows_bind(sqlite3_stmt *st, const struct record *r, uint64_t seq, const struct ledger_known *k, struct err *err)
{
	sqlite3_bind_int64(st, 1, (sqlite3_int64)seq);
	switch (r->kind) {
	case RECORD_SERIES:
		sqlite3_bind_int64(st, 1, r->series.id);
		bind_text(st, 2, r->series.key);
		return 0;
	case RECORD_SOURCE:
		bind_source(st, &r->source);
		return 0;
	case RECORD_OBSERVATION:
		if (ledger_known_series(k, r->observation.series) == KNOWN_NOT)
			return err_set(err, ERR_INTERNAL, "an observation names series number %u, which the ledger does not have",
			               r->observation.series);
		if (known_source(k, r->observation.source) == KNOWN_NOT)
			return err_set(err, ERR_INTERNAL, "an observation names source number %u, which the ledger does not have",
			               r->observation.source);
		bind_observation(st, &r->observation, k);
		return 0;
	case RECORD_NOTE:
		if (known_source(k, r->note.source) == KNOWN_NOT)
			return err_set(err, ERR_INTERNAL, "a note names source number %u, which the ledger does not have", r->note.source);
		bind_note(st, &r->note, k);
		return 0;
	}
	return err_set(err, ERR_INTERNAL, "a record of kind %d is none that the ledger knows", (int)r->kind);
}

static const char *text_of(sqlite3_stmt *st, int col)
{
	return (const char *)sqlite3_column_text(st, col);
}

static double real_of(sqlite3_stmt *st, int col)
{
	return sqlite3_column_type(st, col) == SQLITE_NULL ? NAN : sqlite3_column_double(st, col);
}

static int damaged(struct err *err, sqlite3_stmt *st, const char *table, const char *what)
{
	return err_set(err, ERR_DAMAGED, "row %lld of the ledger's table %s has %s; restore the file from a backup",
	               (long long)sqlite3_column_int64(st, 0), table, what);
}

static int number_of(sqlite3_stmt *st, int col, uint32_t *out)
{
	sqlite3_int64 v = sqlite3_column_int64(st, col);

	*out = (uint32_t)v;
	return v >= 0 && v < NUMBER_MAX ? 0 : -1;
}

static int published_of(sqlite3_stmt *st, int col, int32_t by_default, int32_t *out)
{
	const char *text = text_of(st, col);

	*out = text ? DATE_NONE : by_default;
	return text && text[0] ? date_parse(text, strlen(text), out) : 0;
}

/* The same periods come again and again; reading one anew takes longer than all else in a row. */
static int period_of(sqlite3_stmt *st, int col, struct ledger_known *k, struct period *out)
{
	const char *text = text_of(st, col);
	size_t len = text ? strlen(text) : 0, slot = 0;

	if (!text)
		return -1;
	for (size_t i = 0; i < len; i++)
		slot = slot * 31 + (unsigned char)text[i];
	struct ledger_period *memo = &k->periods[slot % LEDGER_PERIODS];
	if (strcmp(memo->text, text) != 0) {
		if (len >= sizeof memo->text || period_parse(text, len, &memo->period, NULL)) {
			memo->text[0] = '\0';
			return -1;
		}
		memcpy(memo->text, text, len + 1);
	}
	*out = memo->period;
	return len ? 0 : -1;
}

static int copy_of(sqlite3_stmt *st, int col, char *out, size_t cap)
{
	const char *text = text_of(st, col);
	size_t len = text ? strlen(text) : 0;

	if (len >= cap)
		return -1;
	memcpy(out, text ? text : "", len + 1);
	return 0;
}

static int read_observation(sqlite3_stmt *st, struct observation *o, struct ledger_known *k, struct err *err)
{
	const char *bound = text_of(st, 7), *status = text_of(st, 8);
	double g = sqlite3_column_double(st, 6);

	o->seq = (uint64_t)sqlite3_column_int64(st, 0);
	if (number_of(st, 1, &o->series) || ledger_known_series(k, o->series) == KNOWN_NOT)
		return damaged(err, st, "observation", "a series that does not exist");
	if (period_of(st, 2, k, &o->period))
		return damaged(err, st, "observation", "a period that is none");
	o->value = real_of(st, 3);
	o->written = text_of(st, 4);
	o->high = real_of(st, 5);
	const size_t n_tenth = sizeof tenth / sizeof tenth[0];
	if (g < 0 && (g != floor(g) || -g >= (double)n_tenth))
		return damaged(err, st, "observation", "a precision that is none");
	o->g = g < 0 ? tenth[(int)-g] : g;
	o->bound = BOUND_EQ;
	if (bound && bound_parse(bound, &o->bound))
		return damaged(err, st, "observation", "a bound that is none");
	o->status = STATUS_NORMAL;
	if (status && status_parse(status, &o->status, NULL))
		return damaged(err, st, "observation", "a status that is none");
	if (number_of(st, 9, &o->source) || known_source(k, o->source) == KNOWN_NOT)
		return damaged(err, st, "observation", "a source that does not exist");
	o->recorded = sqlite3_column_int64(st, 11);
	if (published_of(st, 10, published_default(k, o->source, o->recorded), &o->published))
		return damaged(err, st, "observation", "a published date that is none");
	o->evidence = text_of(st, 12);
	return 0;
}

static int read_source(sqlite3_stmt *st, struct source *s, struct err *err)
{
	if (number_of(st, 1, &s->number) || s->number == SOURCE_UNATTRIBUTED)
		return damaged(err, st, "source", "a number that is none");
	if (copy_of(st, 2, s->id, sizeof s->id) || copy_of(st, 7, s->party, sizeof s->party))
		return damaged(err, st, "source", "an id or party that is too long");
	s->name = text_of(st, 3);
	s->authority = text_of(st, 4);
	s->url = text_of(st, 5);
	if (published_of(st, 6, DATE_NONE, &s->published))
		return damaged(err, st, "source", "a published date that is none");
	s->rank = sqlite3_column_int(st, 8);
	s->recorded = sqlite3_column_int64(st, 9);
	return 0;
}

static int read_note(sqlite3_stmt *st, struct note *n, struct ledger_known *k, struct err *err)
{
	const char *kind = text_of(st, 5);

	n->seq = (uint64_t)sqlite3_column_int64(st, 0);
	if (copy_of(st, 1, n->pair.ref, sizeof n->pair.ref) || copy_of(st, 2, n->pair.cpt, sizeof n->pair.cpt) ||
	    copy_of(st, 3, n->area, sizeof n->area))
		return damaged(err, st, "note", "a pair or area that is too long");
	if (period_of(st, 4, k, &n->period))
		return damaged(err, st, "note", "a period that is none");
	n->kind = kind && strcmp(kind, "event") == 0 ? NOTE_EVENT : NOTE_STATEMENT;
	n->text = text_of(st, 6);
	if (number_of(st, 7, &n->source) || known_source(k, n->source) == KNOWN_NOT)
		return damaged(err, st, "note", "a source that does not exist");
	n->recorded = sqlite3_column_int64(st, 9);
	if (published_of(st, 8, published_default(k, n->source, n->recorded), &n->published))
		return damaged(err, st, "note", "a published date that is none");
	return 0;
}

int ledger_rows_read(sqlite3_stmt *st, enum record_kind kind, struct record *out, struct ledger_known *k, struct err *err)
{
	memset(out, 0, sizeof *out);
	out->kind = kind;
	switch (kind) {
	case RECORD_SERIES:
		out->series.key = text_of(st, 1);
		if (number_of(st, 0, &out->series.id) || out->series.id == 0 || !out->series.key)
			return damaged(err, st, "series", "a number or key that is none");
		return 0;
	case RECORD_SOURCE:
		return read_source(st, &out->source, err);
	case RECORD_OBSERVATION:
		return read_observation(st, &out->observation, k, err);
	case RECORD_NOTE:
		return read_note(st, &out->note, k, err);
	}
	return ERR_INTERNAL;
}
