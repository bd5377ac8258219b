/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/report.h"

#include "base/num.h"
#include "base/words.h"
#include "core/core.h"
#include "model/series.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define OPTION_WORDS 6

static int copy_text(const char *from, const char **to)
{
	*to = from ? strdup(from) : NULL;
	return from && !*to ? -ENOMEM : 0;
}

int report_options_copy(const struct report_options *from, struct report_options *to)
{
	*to = (struct report_options){.record = from->record};
	int rc = copy_text(from->published, &to->published) | copy_text(from->pair, &to->pair) | copy_text(from->party, &to->party) |
	         copy_text(from->status, &to->status) | copy_text(from->source, &to->source);
	return rc ? -ENOMEM : 0;
}

void report_options_fini(struct report_options *o)
{
	free((char *)o->published);
	free((char *)o->pair);
	free((char *)o->party);
	free((char *)o->status);
	free((char *)o->source);
	*o = (struct report_options){0};
}

static int add_word(struct wire_words *w, const char *key, const char *value)
{
	char *copy = value ? strdup(value) : NULL;
	if (value && !copy)
		return -ENOMEM;
	if (copy)
		w->word[w->n++] = (struct row_field){.key = key, .value = copy};
	return 0;
}

static int add_party(struct wire_words *w, const struct conf_party *p)
{
	char *text;
	if (asprintf(&text, "%s\t%s", p->code, p->name) < 0)
		return -ENOMEM;
	w->word[w->n++] = (struct row_field){.key = "party-name", .value = text};
	return 0;
}

static int add_indicator(struct wire_words *w, const struct conf_indicator *i)
{
	struct buf b;
	buf_init(&b, 65536);
	int rc = buf_addf(&b, "%s\t%s\t%s\t%s\t%s", i->area, i->id, i->unit, i->kind, i->direction);
	for (char **p = i->phrases; !rc && p && *p; p++)
		rc = buf_addf(&b, "\t%s", *p);
	if (!rc)
		rc = buf_add(&b, "", 1);
	/* More phrases than fit are too many to be meant. */
	if (!rc)
		rc = add_word(w, "indicator", buf_bytes(&b));
	buf_fini(&b);
	return rc == -ENOBUFS ? 0 : rc;
}

int report_words(const struct core *core, const struct report_options *o, struct wire_words *out)
{
	const struct conf *conf = core->conf;
	size_t n_parties = conf->n_parties < 1000 ? conf->n_parties : 1000,
	       n_indicators = conf->n_indicators < 1000 ? conf->n_indicators : 1000;
	int rc = 0;

	*out = (struct wire_words){.word = calloc(OPTION_WORDS + n_parties + n_indicators, sizeof *out->word)};
	if (!out->word)
		return -ENOMEM;
	if (o)
		rc = add_word(out, "published", o->published) | add_word(out, "pair", o->pair) | add_word(out, "party", o->party) |
		     add_word(out, "status", o->status) | add_word(out, "source", o->source) |
		     add_word(out, "record", o->record ? "yes" : NULL);
	for (size_t i = 0; !rc && i < n_parties; i++)
		rc = add_party(out, &conf->parties[i]);
	for (size_t i = 0; !rc && i < n_indicators; i++)
		rc = add_indicator(out, &conf->indicators[i]);
	if (rc)
		report_words_fini(out);
	return rc ? -ENOMEM : 0;
}

void report_words_fini(struct wire_words *words)
{
	for (size_t i = 0; i < words->n; i++)
		free((char *)words->word[i].value);
	free(words->word);
	*words = (struct wire_words){0};
}

static int add_option(struct buf *out, const char *key, const char *value)
{
	if (!value)
		return 0;
	int rc = buf_addf(out, " %s=", key);
	return rc ? rc : words_quote(out, value);
}

static double number_of(const struct row *row, const char *key, double otherwise)
{
	const char *text = row_get(row, key);
	double v;
	return text && num_parse(text, strlen(text), &v) == 0 ? v : otherwise;
}

/* The measure of "PAIR/AREA/INDICATOR", whatever the pair: a report may speak of parties that nobody has declared here. */
static int measure_of(const struct core *core, const char *series, struct measure *out)
{
	char text[SERIES_KEY_MAX];
	const char *slash = series ? strchr(series, '/') : NULL;

	if (!slash || (size_t)snprintf(text, sizeof text, "%s", slash + 1) >= sizeof text)
		return ERR_DATA;
	char *id = strchr(text, '/');
	if (!id)
		return ERR_DATA;
	*id++ = '\0';
	return catalogue_measure(core->catalogue, text, id, out, NULL);
}

/* Low and high as people read them, by the hedges of the configuration. */
static int add_interval(const struct core *core, const struct row *row, struct buf *out)
{
	struct measure m;
	enum bound bound;
	char low[NUM_TEXT_MAX], high[NUM_TEXT_MAX];
	const char *said = row_get(row, "read_bound");

	if (measure_of(core, row_get(row, "series"), &m) || !said || bound_parse(said, &bound))
		return 0;
	struct interval i = bound_interval(&core->conf->hedge, bound, number_of(row, "number", NAN), number_of(row, "read_high", NAN),
	                                   number_of(row, "read_g", 0), m.limits, m.kind == COOP_RANK, false);
	num_format(i.low, low);
	num_format(i.high, high);
	return buf_addf(out, " low=%s high=%s", low, high);
}

static int figure_line(const struct core *core, const struct row *row, struct buf *out)
{
	int rc = buf_addf(out, "figure %s %s %s", row_get(row, "series"), row_get(row, "period"), row_get(row, "number"));
	if (!rc)
		rc = add_interval(core, row, out);
	static const struct {
		const char *key, *field;
	} options[] = {{"bound", "read_bound"}, {"unit", "unit"},     {"status", "status"},
	               {"rule", "rule"},        {"offset", "offset"}, {"at", "at"},
	               {"length", "length"},    {"written", "value"}, {"evidence", "evidence"}};
	for (size_t i = 0; !rc && i < sizeof options / sizeof options[0]; i++)
		rc = add_option(out, options[i].key, row_get(row, options[i].field));
	return rc;
}

static int keyed_line(const struct row *row, const char *const *keys, struct buf *out)
{
	int rc = 0;
	for (; !rc && *keys; keys++)
		rc = add_option(out, *keys, row_get(row, *keys));
	return rc;
}

int report_line(const struct core *core, const struct row *row, struct buf *out)
{
	static const char *const note_keys[] = {"pair", "area", "date", "kind", "offset", "text", NULL};
	static const char *const left_keys[] = {"offset", "length", "at", "reason", "text", "evidence", NULL};
	int rc;

	if (row->kind == ROW_OBSERVATION) {
		rc = figure_line(core, row, out);
	} else if (row->kind == ROW_NOTE) {
		rc = buf_add(out, "note", 4);
		rc = rc ? rc : keyed_line(row, note_keys, out);
	} else if (row->kind == ROW_LEFT) {
		rc = buf_add(out, "left", 4);
		rc = rc ? rc : keyed_line(row, left_keys, out);
	} else {
		return 0;
	}
	rc = rc ? rc : buf_add(out, "\n", 1);
	return rc ? rc : 1;
}
