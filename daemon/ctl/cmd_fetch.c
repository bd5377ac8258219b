/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rrdcached's FETCH, as its stock client reads it: six header lines in this order, then exactly (End - Start) / Step rows. Start and End are rounded as
 * librrd's rrd_fetch_r does, so that what rrdtool draws of it is what it draws of the file.
 */
#include "base/num.h"
#include "ctl/command.h"
#include "ctl/rrdnum.h"
#include "ctl/rrdpath.h"
#include "work/rrdlayout.h"

#include <math.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define TIME_MAX 100000000000000LL /* seconds: three million years */
#define DAY_S 86400
#define END_WIDTH 10 /* of a time of now and the 300 years to come */
#define ENDS_KEPT 256
#define HEADERS_MAX 160 /* without the names of the data sources */
#define DS_NAME_MAX 8   /* " derived" */

struct fetch {
	struct request *rq;
	struct points rows;
	int64_t step, start, end;
	uint8_t ds[WORDS_MAX]; /* the data sources asked for, by their place in the file */
	size_t n_ds;
	char (*ends)[END_WIDTH]; /* texts of the first rows of this frequency; those not made yet begin with a NUL */
};

static int check_function(const char *cf, struct err *err)
{
	static const char *const known[] = {"AVERAGE", "MIN", "MAX", "LAST"};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strcasecmp(cf, known[i]) == 0)
			return 0;
	return err_set(err, ERR_DATA,
	               "unknown consolidation function \"%.40s\": AVERAGE, MIN, MAX and LAST are known, and say the same of our files", cf);
}

/* A time from 1 on is one; from 0 down it is so many seconds before now. */
static int parse_time(const char *text, const char *name, int64_t now, int64_t *out, struct err *err)
{
	if (num_parse_int(text, strlen(text), -TIME_MAX, TIME_MAX, out))
		return err_set(err, ERR_DATA, "%s time \"%.40s\" is no whole number of seconds since 1970 (from 0 down: before now)", name,
		               text);
	if (*out <= 0)
		*out += now;
	if (*out < 0)
		*out = 0;
	return 0;
}

static int parse_span(struct fetch *f, struct err *err)
{
	const struct words *w = &f->rq->words;
	int64_t now = time(NULL);

	f->start = now - DAY_S;
	f->end = now;
	int rc = w->n > 3 ? parse_time(w->word[3], "start", now, &f->start, err) : 0;
	if (!rc && w->n > 4)
		rc = parse_time(w->word[4], "end", now, &f->end, err);
	if (rc)
		return rc;
	if (f->end < f->start)
		return err_set(err, ERR_DATA, "the end time %lld is before the start time %lld", (long long)f->end, (long long)f->start);
	f->start -= f->start % f->step;
	f->end += f->step - f->end % f->step;
	if ((f->end - f->start) / f->step > RRDFILE_ROWS_MAX)
		return err_set(err, ERR_LIMIT, "%lld rows from start to end; at most %d are sent at a time: ask for a shorter span",
		               (long long)((f->end - f->start) / f->step), RRDFILE_ROWS_MAX);
	return 0;
}

static int parse_sources(struct fetch *f, struct err *err)
{
	const struct words *w = &f->rq->words;

	for (size_t i = 5; i < w->n; i++) {
		uint8_t ds = 0;
		while (ds < RRDLAYOUT_N_DS && strcmp(w->word[i], rrdlayout_ds[ds]) != 0)
			ds++;
		if (ds == RRDLAYOUT_N_DS)
			return err_set(err, ERR_UNKNOWN, "no data source \"%.40s\": our files have value, low, high and derived",
			               w->word[i]);
		f->ds[f->n_ds++] = ds;
	}
	while (w->n <= 5 && f->n_ds < RRDLAYOUT_N_DS) {
		f->ds[f->n_ds] = (uint8_t)f->n_ds;
		f->n_ds++;
	}
	return 0;
}

/* None of them is below zero. */
static char *put_header(char *at, const char *name, int64_t number)
{
	at = stpcpy(at, name);
	at += num_put_whole((uint64_t)number, at);
	*at++ = '\n';
	return at;
}

static void add_headers(struct fetch *f)
{
	struct request *rq = f->rq;
	char *room = buf_room(&rq->lines, HEADERS_MAX + f->n_ds * DS_NAME_MAX), *at = room;

	rq->n_lines += 6;
	rq->overflow = !room;
	if (!room)
		return;
	at = put_header(at, "FlushVersion: ", 1);
	at = put_header(at, "Start: ", f->start);
	at = put_header(at, "End: ", f->end);
	at = put_header(at, "Step: ", f->step);
	at = put_header(at, "DSCount: ", (int64_t)f->n_ds);
	at = stpcpy(at, "DSName:");
	for (size_t i = 0; i < f->n_ds; i++) {
		*at++ = ' ';
		at = stpcpy(at, rrdlayout_ds[f->ds[i]]);
	}
	*at++ = '\n';
	buf_commit(&rq->lines, (size_t)(at - room));
}

/* The time a row ends, in ten columns, as rrdcached has it. Those that are mostly asked for are kept. */
static size_t put_end(const struct fetch *f, int64_t row, char *out)
{
	char *kept = row < ENDS_KEPT ? f->ends[row] : NULL;

	if (!kept || !*kept) {
		size_t n = num_put_whole((uint64_t)(row * f->step), out), pad = n < END_WIDTH ? END_WIDTH - n : 0;
		memmove(out + pad, out, n);
		memset(out, ' ', pad);
		if (!kept || n > END_WIDTH)
			return pad + n;
		memcpy(kept, out, END_WIDTH);
	}
	memcpy(out, kept, END_WIDTH);
	return END_WIDTH;
}

/* "1704110400: 334977.5 324561 345394 1" and the end of the line. Returns its length. */
static size_t put_row(const struct fetch *f, int64_t row, const struct rrdfile_point *p, char *out)
{
	size_t at = put_end(f, row, out);

	out[at++] = ':';
	for (size_t i = 0; i < f->n_ds; i++) {
		out[at++] = ' ';
		if (p && f->ds[i] == RRDLAYOUT_DERIVED)
			out[at++] = p->derived ? '1' : '0';
		else
			at += rrdnum_format(p ? rrdlayout_number(p, f->ds[i]) : NAN, out + at);
	}
	out[at++] = '\n';
	return at;
}

static void add_rows(struct fetch *f)
{
	struct request *rq = f->rq;
	const struct rrdfile_point *p = f->rows.at, *last = p + f->rows.n;
	const size_t row_max = NUM_WHOLE_MAX + 2 + f->n_ds * (RRDNUM_TEXT_MAX + 1);
	const int64_t last_row = f->end / f->step;

	while (p < last && p->row_end <= f->start)
		p++;
	for (int64_t row = f->start / f->step + 1; row <= last_row && !rq->overflow; row++) {
		bool known = p < last && p->row_end == row * f->step;
		char *room = buf_room(&rq->lines, row_max);
		rq->overflow = !room;
		if (room)
			buf_commit(&rq->lines, put_row(f, row, known ? p : NULL, room));
		rq->n_lines++;
		p += known;
	}
}

void cmd_fetch(struct request *rq)
{
	static const char freqs[] = "ASQM";
	static char ends[sizeof freqs - 1][ENDS_KEPT][END_WIDTH];
	struct fetch f = {.rq = rq};
	struct series_name name;
	struct err err;

	int rc = check_function(rq->words.word[2], &err);
	if (!rc)
		rc = rrdpath_rows(rq->core, rq->words.word[1], &name, &f.rows, &err);
	if (rc) {
		request_error(rq, &err);
		return;
	}
	f.step = period_rrd_step(name.freq);
	f.ends = ends[strchr(freqs, name.freq) - freqs];
	if (parse_span(&f, &err) || parse_sources(&f, &err)) {
		request_error(rq, &err);
	} else {
		add_headers(&f);
		add_rows(&f);
		request_reply(rq, "Success");
	}
	points_fini(&f.rows);
}
