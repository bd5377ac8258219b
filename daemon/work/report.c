/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/report.h"

#include "base/date.h"
#include "base/num.h"
#include "base/utf8.h"
#include "base/value.h"
#include "model/observation.h"
#include "plug/plug.h"
#include "read/prose.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define HEADER_LINES_MAX 16
#define HEADER_VALUE_MAX 300
#define DECLARED_MAX 1000
#define NUMBER_MAX 16

struct report_desk {
	struct plug **plugs;
	size_t n_plugs;
};

int report_desk_create(struct report_desk **out, char *const plugin_paths[])
{
	size_t n = 0;

	while (plugin_paths && plugin_paths[n])
		n++;
	struct report_desk *d = calloc(1, sizeof *d);
	*out = d;
	if (!d)
		return -ENOMEM;
	d->plugs = calloc(n + 1, sizeof(struct plug *));
	if (!d->plugs) {
		report_desk_destroy(d);
		*out = NULL;
		return -ENOMEM;
	}
	for (size_t i = 0; i < n; i++) {
		struct err err;
		if (plug_open(&d->plugs[d->n_plugs], plugin_paths[i], &err) == 0)
			d->n_plugs++;
	}
	return 0;
}

void report_desk_destroy(struct report_desk *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->n_plugs; i++)
		plug_close(d->plugs[i]);
	free(d->plugs);
	free(d);
}

/* One file in hand. */
struct report {
	const char *name;
	char *text; /* owned */
	size_t n;
	size_t body; /* where the text begins, behind the header */
	char pair[HEADER_VALUE_MAX], published[HEADER_VALUE_MAX], party[HEADER_VALUE_MAX], source[HEADER_VALUE_MAX], url[HEADER_VALUE_MAX];
	char status[HEADER_VALUE_MAX], id[SOURCE_ID_MAX];
	bool record;
	struct party declared[DECLARED_MAX];
	size_t n_declared;
	struct catalogue *catalogue; /* owned */
	struct prose *prose;         /* owned */
	struct reading reading;
	uint32_t line, line_at; /* the line of the offset asked for last */
};

/* Bytes that are no UTF-8 become question marks and control characters blanks, so that offsets stay what they are. */
static void make_text(struct report *r)
{
	for (size_t at = 0; at < r->n;) {
		size_t good = utf8_prefix(r->text + at, r->n - at);
		at += good;
		if (at < r->n)
			r->text[at++] = '?';
	}
	for (size_t i = 0; i < r->n; i++) {
		unsigned char c = (unsigned char)r->text[i];
		if ((c < ' ' && c != '\n') || c == 0x7f)
			r->text[i] = ' ';
	}
}

static int load(struct report *r, const char *path, struct row_sink *sink, struct err *err)
{
	uint64_t size;
	int fd = rows_open(path, REPORT_BYTES_MAX, &size, err);
	if (fd < 0)
		return fd;
	r->text = malloc(size + 1);
	int rc = r->text ? 0 : err_sys(err, ENOMEM, "%s", r->name);
	while (!rc && r->n < size) {
		ssize_t got = read(fd, r->text + r->n, size - r->n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			rc = err_sys(err, errno, "cannot read %s", path);
		if (got <= 0)
			break;
		r->n += (size_t)got;
	}
	close(fd);
	if (r->text)
		r->text[r->n] = '\0';
	sink->total = r->n;
	if (!rc)
		make_text(r);
	return rc;
}

static const struct {
	const char *key;
	size_t at;
} header_keys[] = {
    {"source", offsetof(struct report, source)}, {"published", offsetof(struct report, published)},
    {"pair", offsetof(struct report, pair)},     {"party", offsetof(struct report, party)},
    {"url", offsetof(struct report, url)},
};

static char *field_of(struct report *r, const char *key, size_t n)
{
	for (size_t i = 0; i < sizeof header_keys / sizeof header_keys[0]; i++)
		if (strlen(header_keys[i].key) == n && strncasecmp(header_keys[i].key, key, n) == 0)
			return (char *)r + header_keys[i].at;
	return NULL;
}

static void set_field(char field[HEADER_VALUE_MAX], const char *value, size_t n)
{
	while (n && isspace((unsigned char)*value)) {
		value++;
		n--;
	}
	while (n && isspace((unsigned char)value[n - 1]))
		n--;
	if (n >= HEADER_VALUE_MAX)
		n = utf8_prefix(value, HEADER_VALUE_MAX - 1);
	memcpy(field, value, n);
	field[n] = '\0';
}

/* Lines "Key: value" at the beginning, of the keys above, up to the first line that is none. */
static void read_header(struct report *r)
{
	const char *at = r->text, *end = r->text + r->n;
	if (r->n >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0)
		at += 3;
	r->body = (size_t)(at - r->text);
	for (int lines = 0; lines < HEADER_LINES_MAX && at < end; lines++) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline ? newline : end, *colon = memchr(at, ':', (size_t)(stop - at));
		char *field = colon ? field_of(r, at, (size_t)(colon - at)) : NULL;
		if (!field)
			break;
		set_field(field, colon + 1, (size_t)(stop - colon - 1));
		at = newline ? newline + 1 : end;
		r->body = (size_t)(at - r->text);
	}
}

static const char *cut_tab(char **rest)
{
	char *first = *rest, *tab = first ? strchr(first, '\t') : NULL;
	if (tab)
		*tab = '\0';
	*rest = tab ? tab + 1 : NULL;
	return first;
}

/* An indicator of the configuration. What does not fit was refused by the core already, so it is left out here. */
static int add_indicator(struct report *r, const char *word)
{
	const char *phrases[65] = {0};
	struct err err;
	size_t n = 0;
	char *copy = strdup(word), *rest = copy;
	if (!copy)
		return -ENOMEM;
	struct indicator_spec spec = {.area = cut_tab(&rest), .id = cut_tab(&rest), .unit = cut_tab(&rest), .kind = cut_tab(&rest)};
	spec.direction = cut_tab(&rest);
	spec.title = spec.id;
	spec.phrases = phrases;
	while (rest && n < 64)
		phrases[n++] = cut_tab(&rest);
	int rc = spec.direction && catalogue_add_indicator(r->catalogue, &spec, &err) == -ENOMEM ? -ENOMEM : 0;
	free(copy);
	return rc;
}

static int read_words(struct report *r, const struct wire_words *words)
{
	for (size_t i = 0; words && i < words->n; i++) {
		const char *key = words->word[i].key, *value = words->word[i].value;
		char *field = strcmp(key, "source") == 0 ? NULL : field_of(r, key, strlen(key));
		if (field) {
			set_field(field, value, strlen(value));
		} else if (strcmp(key, "status") == 0) {
			set_field(r->status, value, strlen(value));
		} else if (strcmp(key, "source") == 0) {
			snprintf(r->id, sizeof r->id, "%s", value);
		} else if (strcmp(key, "record") == 0) {
			r->record = true;
		} else if (strcmp(key, "indicator") == 0 && add_indicator(r, value)) {
			return -ENOMEM;
		} else if (strcmp(key, "party-name") == 0 && r->n_declared < DECLARED_MAX && strchr(value, '\t')) {
			struct party *p = &r->declared[r->n_declared];
			size_t n = strcspn(value, "\t");
			if (n < sizeof p->code) {
				memcpy(p->code, value, n);
				p->name = value + n + 1;
				r->n_declared++;
			}
		}
	}
	return 0;
}

static int build_catalogue(struct report_desk *d, struct report *r, struct err *err)
{
	int rc = catalogue_create(&r->catalogue);
	if (rc)
		return err_sys(err, -rc, "no room for the catalogue");
	for (size_t i = 0; !rc && i < d->n_plugs; i++)
		rc = catalogue_add_plugin(r->catalogue, plug_table(d->plugs[i]), plug_path(d->plugs[i]), err);
	return rc;
}

static int read_options(const struct report *r, struct prose_options *o, struct err *err)
{
	const char *dash = strchr(r->pair, '-');
	*o = (struct prose_options){.published = DATE_NONE, .party = r->party};
	if (!*r->pair)
		return err_set(
		    err, ERR_DATA,
		    "%s does not say which pair it is about: write the line \"Pair: AZ-RU\" before the text, or give the pair with it",
		    r->name);
	if (!dash || (size_t)(dash - r->pair) >= PARTY_CODE_MAX || strlen(dash + 1) >= PARTY_CODE_MAX || dash == r->pair || !dash[1])
		return err_set(err, ERR_DATA, "%s: \"%.40s\" is no pair: write two parties with a hyphen between them, AZ-RU", r->name,
		               r->pair);
	memcpy(o->pair.ref, r->pair, (size_t)(dash - r->pair));
	strcpy(o->pair.cpt, dash + 1);
	if (*r->published && date_parse(r->published, strlen(r->published), &o->published))
		return err_set(err, ERR_DATA, "%s: \"%.40s\" is no date of publication: write it as 2024-08-09", r->name, r->published);
	if (!*r->published && r->record)
		return err_set(err, ERR_DATA,
		               "%s does not say when it was published, so \"last year\" has no meaning: write the line \"Published: "
		               "2024-08-09\" before the text, or give the date with it",
		               r->name);
	return 0;
}

/* "az-cabinet-2024-08-09": letters and digits of the source's name, or of the file's, and the date. */
static void make_id(struct report *r)
{
	char slug[SOURCE_ID_MAX - 12];
	size_t n = 0;
	const char *from = *r->source ? r->source : r->name;
	size_t len = strlen(from) - (!*r->source && strlen(from) > 4 ? 4 : 0);

	if (*r->id)
		return;
	for (size_t i = 0; i < len && n < sizeof slug - 1; i++) {
		unsigned char c = (unsigned char)from[i];
		if (isalnum(c))
			slug[n++] = (char)tolower(c);
		else if (n && slug[n - 1] != '-')
			slug[n++] = '-';
	}
	while (n && slug[n - 1] == '-')
		n--;
	slug[n] = '\0';
	snprintf(r->id, sizeof r->id, "%s%s%.10s", n ? slug : "report", *r->published ? "-" : "", r->published);
}

static int put_source(struct report *r, struct row_sink *sink)
{
	struct row row = {.kind = ROW_SOURCE, .line = 1};
	make_id(r);
	row_add(&row, "id", r->id);
	row_add(&row, "name", *r->source ? r->source : r->name);
	row_add(&row, "url", r->url);
	row_add(&row, "published", r->published);
	row_add(&row, "party", r->party);
	return row_put(sink, &row);
}

static uint32_t line_of(struct report *r, uint32_t at)
{
	if (at < r->line_at || r->line == 0) {
		r->line = 1;
		r->line_at = 0;
	}
	for (; r->line_at < at; r->line_at++)
		r->line += r->text[r->line_at] == '\n';
	return r->line;
}

/* A copy of a stretch of the text as one line of at most `max` bytes; the caller frees it. */
static char *stretch(const struct report *r, uint32_t at, uint32_t n, size_t max)
{
	char *copy = malloc(n + 1u);
	if (!copy)
		return NULL;
	memcpy(copy, r->text + at, n);
	copy[n] = '\0';
	if (n > max)
		copy[utf8_prefix(copy, max)] = '\0';
	for (char *p = copy; *p; p++)
		if (*p == '\n')
			*p = ' ';
	return copy;
}

/* The number as the report wrote it, where that says exactly what was read: the ledger keeps it so. */
static bool says_the_same(const char *written, const struct figure_read *f)
{
	struct value v;
	struct err err;
	bool percent = strcmp(reading_unit(f), "percent") == 0;
	if (value_parse(written, VALUE_PROSE, percent, &v, &err))
		return false;
	value_settle_exact(&v, reading_unit(f));
	bool same_high = (isnan(v.high) && isnan(f->high)) || v.high == f->high;
	bool unit = !*v.unit || strcmp(v.unit, reading_unit(f)) == 0;
	return v.number == f->value && same_high && v.bound == f->bound && v.g == f->g && unit;
}

static int put_figure(struct report *r, struct row_sink *sink, const struct figure_read *f)
{
	char series[READING_SERIES_MAX], period[PERIOD_TEXT_MAX], value[NUM_TEXT_MAX], g[NUM_TEXT_MAX], high[NUM_TEXT_MAX],
	    status[3] = {f->status};
	char offset[NUMBER_MAX], length[NUMBER_MAX], at[NUMBER_MAX];
	struct row row = {.kind = ROW_OBSERVATION, .line = line_of(r, f->quote.at)};

	char *written = stretch(r, f->quote.number, f->quote.number_len, WRITTEN_MAX),
	     *evidence = stretch(r, f->quote.at, f->quote.len, EVIDENCE_MAX);
	int rc = written && evidence ? 0 : -ENOMEM;
	reading_series(f, series);
	period_format(&f->period, period);
	num_format(f->value, value);
	num_format(f->g, g);
	num_format(f->high, high);
	snprintf(offset, sizeof offset, "%u", f->quote.number);
	snprintf(length, sizeof length, "%u", f->quote.number_len);
	snprintf(at, sizeof at, "%u", f->quote.at);
	row_add(&row, "series", series);
	row_add(&row, "period", period);
	bool same = !rc && says_the_same(written, f);
	row_add(&row, "value", same ? written : value);
	row_add(&row, "style", "prose");
	if (!same) {
		row_add(&row, "bound", bound_name(f->bound));
		row_add(&row, "g", g);
		row_add(&row, "high", isnan(f->high) ? NULL : high);
	}
	row_add(&row, "status", f->status == 'A' ? r->status : status);
	row_add(&row, "source", r->id);
	row_add(&row, "evidence", evidence);
	row_add(&row, "number", value);
	row_add(&row, "read_bound", bound_name(f->bound));
	row_add(&row, "read_g", g);
	row_add(&row, "read_high", isnan(f->high) ? NULL : high);
	row_add(&row, "unit", reading_unit(f));
	row_add(&row, "rule", f->rule);
	row_add(&row, "offset", offset);
	row_add(&row, "length", length);
	row_add(&row, "at", at);
	if (!rc)
		rc = row_put(sink, &row);
	free(written);
	free(evidence);
	return rc;
}

static int put_note(struct report *r, struct row_sink *sink, const struct note_read *n)
{
	char pair[PAIR_TEXT_MAX], date[PERIOD_TEXT_MAX], offset[NUMBER_MAX];
	struct row row = {.kind = ROW_NOTE, .line = line_of(r, n->quote.at)};
	char *text = stretch(r, n->quote.at, n->quote.len, NOTE_TEXT_MAX);
	if (!text)
		return -ENOMEM;
	pair_format(&n->pair, pair);
	period_format(&n->period, date);
	snprintf(offset, sizeof offset, "%u", n->quote.at);
	row_add(&row, "pair", pair);
	row_add(&row, "area", n->area);
	row_add(&row, "date", date);
	row_add(&row, "kind", n->event ? "event" : "statement");
	row_add(&row, "text", text);
	row_add(&row, "source", r->id);
	row_add(&row, "offset", offset);
	int rc = row_put(sink, &row);
	free(text);
	return rc;
}

static int put_left(struct report *r, struct row_sink *sink, const struct left_read *l)
{
	char offset[NUMBER_MAX], length[NUMBER_MAX], at[NUMBER_MAX];
	struct row row = {.kind = ROW_LEFT, .line = line_of(r, l->quote.at)};
	char *text = stretch(r, l->quote.number, l->quote.number_len, WRITTEN_MAX),
	     *evidence = stretch(r, l->quote.at, l->quote.len, EVIDENCE_MAX);
	int rc = text && evidence ? 0 : -ENOMEM;
	snprintf(offset, sizeof offset, "%u", l->quote.number);
	snprintf(length, sizeof length, "%u", l->quote.number_len);
	snprintf(at, sizeof at, "%u", l->quote.at);
	row_add(&row, "text", text);
	row_add(&row, "reason", l->reason);
	row_add(&row, "offset", offset);
	row_add(&row, "length", length);
	row_add(&row, "at", at);
	row_add(&row, "evidence", evidence);
	if (!rc)
		rc = row_put(sink, &row);
	free(text);
	free(evidence);
	return rc;
}

/* Offsets of the reading are of the body; rows have the file's. */
static void move(struct quote *q, size_t by)
{
	q->at += (uint32_t)by;
	q->number += (uint32_t)by;
}

static int put_all(struct report *r, struct row_sink *sink)
{
	int rc = put_source(r, sink);
	for (size_t i = 0; !rc && i < r->reading.n_figures; i++) {
		struct figure_read f = r->reading.figures[i];
		move(&f.quote, r->body);
		rc = put_figure(r, sink, &f);
	}
	for (size_t i = 0; !rc && i < r->reading.n_notes; i++) {
		struct note_read n = r->reading.notes[i];
		move(&n.quote, r->body);
		rc = put_note(r, sink, &n);
	}
	for (size_t i = 0; !rc && i < r->reading.n_left; i++) {
		struct left_read l = r->reading.left[i];
		move(&l.quote, r->body);
		rc = put_left(r, sink, &l);
	}
	sink->done = r->n;
	return rc;
}

int report_parse(struct report_desk *d, const char *path, const char *name, const struct wire_words *words, struct row_sink *sink,
                 struct err *err)
{
	struct prose_options options;
	struct report *r = calloc(1, sizeof *r);
	if (!r)
		return err_sys(err, ENOMEM, "%s", name);
	r->name = name;
	strcpy(r->status, "P");
	int rc = load(r, path, sink, err);
	if (!rc)
		rc = build_catalogue(d, r, err);
	if (!rc) {
		read_header(r);
		rc = read_words(r, words) ? err_sys(err, ENOMEM, "%s", name) : 0;
	}
	if (!rc)
		rc = read_options(r, &options, err);
	if (!rc)
		rc = prose_create(&r->prose, r->catalogue, r->declared, r->n_declared, err);
	if (!rc)
		rc = prose_read(r->prose, r->text + r->body, r->n - r->body, &options, &r->reading, err);
	if (!rc)
		rc = put_all(r, sink);
	reading_fini(&r->reading);
	prose_destroy(r->prose);
	catalogue_destroy(r->catalogue);
	free(r->text);
	free(r);
	return rc;
}
