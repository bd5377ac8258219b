/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * OBSERVATIONS and NOTES: the records themselves. Their texts are on disk only, so the reply waits for the commit thread to read them.
 */
#include "base/num.h"
#include "core/claim.h"
#include "ctl/command.h"
#include "ctl/reply.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A record whose text is asked for. */
struct item {
	uint64_t seq;
	union {
		struct observation o;
		struct note note;
	};
};

struct listing {
	struct core *core;
	struct slot *slot;
	const char *word; /* "observations", "notes" */
	bool with_seq;
	int (*line)(struct listing *l, struct buf *out, const struct item *item, const struct ledger_text *text);
	struct series_name name; /* of observations */
	struct item *items;      /* owned */
	size_t n;
};

static void listing_destroy(struct listing *l)
{
	if (l)
		free(l->items);
	free(l);
}

static int by_age(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->o.published != y->o.published)
		return x->o.published < y->o.published ? -1 : 1;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

static void on_texts(void *arg, const struct ledger_text *texts, size_t n, int status, const struct err *err)
{
	struct listing *l = arg;
	size_t max = l->core->conf->socket.output_max;
	struct buf lines;
	struct err why;

	buf_init(&lines, max);
	for (size_t i = 0; i < n && i < l->n && !status; i++)
		if (l->line(l, &lines, &l->items[i], &texts[i]) || buf_add(&lines, "\n", 1))
			status = err_set(&why, ERR_LIMIT, "the reply is longer than %zu bytes (socket.output_max): ask for a period", max);
		else if (texts[i].seq != l->items[i].seq)
			status = err_set(&why, ERR_INTERNAL, "the ledger has no row %llu", (unsigned long long)l->items[i].seq);
	if (status)
		slot_error(l->slot, err && err->code ? err : &why);
	else
		slot_reply(l->slot, &lines, n, l->word);
	buf_fini(&lines);
	listing_destroy(l);
}

/* Asks for the texts; takes the listing. */
static void fetch(struct request *rq, struct listing *l)
{
	uint64_t *seqs = malloc((l->n + 1) * sizeof *seqs);

	if (l->n == 0)
		request_reply(rq, "%s", l->word);
	if (l->n && seqs)
		l->slot = request_defer(rq);
	if (!l->slot) {
		if (l->n && !seqs) {
			request_no_memory(rq);
		}
		free(seqs);
		listing_destroy(l);
		return;
	}
	for (size_t i = 0; i < l->n; i++)
		seqs[i] = l->items[i].seq;
	committer_read(rq->core->committer, seqs, l->n, on_texts, l);
	free(seqs);
}

/* Room for `cap` items; NULL was answered. */
static struct listing *listing_create(struct request *rq, const char *word, size_t cap)
{
	struct listing *l = calloc(1, sizeof *l);

	if (l)
		l->items = malloc((cap + 1) * sizeof *l->items);
	if (!l || !l->items) {
		request_no_memory(rq);
		listing_destroy(l);
		return NULL;
	}
	l->core = rq->core;
	l->word = word;
	return l;
}

static int put_time(struct buf *out, int64_t when)
{
	char text[40];
	struct tm tm;
	time_t t = (time_t)when;

	if (!gmtime_r(&t, &tm) || !strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm))
		return 0;
	return reply_text(out, "recorded", text);
}

/* What sending it again has to say besides. */
static int put_special(struct buf *b, const struct listing *l, const struct observation *o)
{
	size_t before = o->source == SOURCE_UNATTRIBUTED ? book_n_said_before(l->core->book, o) : 0;

	return (l->with_seq && buf_addf(b, " seq=%llu", (unsigned long long)o->seq)) || (before && buf_addf(b, " nth=%zu", before + 1)) ||
	       (claim_needs_force(&l->name.measure, o) && buf_addf(b, " force=1"));
}

static int observation_line(struct listing *l, struct buf *b, const struct item *item, const struct ledger_text *text)
{
	const struct observation *o = &item->o;
	char value[NUM_TEXT_MAX];

	num_format(o->value, value);
	int rc = buf_addf(b, "%s ", l->name.key) || reply_period(b, &o->period) || buf_addf(b, " %s", value);
	if (o->bound == BOUND_RANGE)
		rc |= reply_number(b, "high", o->high);
	rc |= reply_number(b, "g", o->g) || reply_text(b, "bound", bound_name(o->bound)) || reply_status(b, o->status);
	rc |= reply_source(b, l->core, o->source) || reply_date(b, "published", o->published) || put_time(b, text->recorded);
	rc |= put_special(b, l, o);
	return rc || reply_text(b, "written", text->written) || reply_text(b, "evidence", text->evidence);
}

void cmd_observations(struct request *rq)
{
	struct core *core = rq->core;
	struct series_name name;
	struct span span;
	struct err err;

	int32_t asof;

	if (core_parse_series(core, rq->words.word[1], &name, NULL, &err) ||
	    span_parse(rq->words.n > 2 ? rq->words.word[2] : NULL, &span, &err) || reply_asof(&rq->words, &asof, &err)) {
		request_error(rq, &err);
		return;
	}
	uint32_t series = book_find_series(core->book, name.key);
	size_t n = series ? book_n_observations(core->book, series) : 0;
	struct listing *l = listing_create(rq, "observations", n);
	if (!l)
		return;
	l->name = name;
	l->with_seq = words_option(&rq->words, "seq");
	l->line = observation_line;
	for (size_t i = 0; i < n; i++) {
		struct item *item = &l->items[l->n];
		book_observation(core->book, series, i, &item->o);
		item->seq = item->o.seq;
		if ((asof == DATE_NONE || item->o.published <= asof) && span_holds(&span, &item->o.period) &&
		    (!name.freq || name.freq == item->o.period.freq))
			l->n++;
	}
	qsort(l->items, l->n, sizeof *l->items, by_age);
	fetch(rq, l);
}

static int note_line(struct listing *l, struct buf *b, const struct item *item, const struct ledger_text *text)
{
	const struct note *n = &item->note;
	char pair[PAIR_TEXT_MAX];

	pair_format(&n->pair, pair);
	int rc = reply_period(b, &n->period) || reply_text(b, "pair", pair) || reply_text(b, "area", n->area);
	rc |= reply_text(b, "kind", n->kind == NOTE_EVENT ? "event" : "statement") || reply_text(b, "text", text->evidence);
	return rc || reply_source(b, l->core, n->source) || reply_date(b, "published", n->published);
}

/* Notes are of all lengths: a span asked for takes every note that begins in it. */
static bool begins_in(const struct span *s, const struct period *p)
{
	return s->kind == SPAN_ALL || (p->start >= s->from.start && p->start < period_end(&s->to));
}

void cmd_notes(struct request *rq)
{
	const char *text = rq->words.word[1], *slash = strchr(text, '/');
	struct core *core = rq->core;
	struct pair pair;
	struct span span;
	struct err err;

	if (pair_parse(core->parties, text, slash ? (size_t)(slash - text) : strlen(text), &pair, &err) ||
	    (slash && catalogue_check_area(core->catalogue, slash + 1, &err)) ||
	    span_parse(rq->words.n > 2 ? rq->words.word[2] : NULL, &span, &err)) {
		request_error(rq, &err);
		return;
	}
	size_t n = book_n_notes(core->book, &pair);
	struct listing *l = listing_create(rq, "notes", n);
	if (!l)
		return;
	l->line = note_line;
	for (size_t i = 0; i < n; i++) {
		const struct note *note = book_note(core->book, &pair, i);
		if ((!slash || strcmp(note->area, slash + 1) == 0) && begins_in(&span, &note->period))
			l->items[l->n++] = (struct item){.seq = note->seq, .note = *note};
	}
	fetch(rq, l);
}
