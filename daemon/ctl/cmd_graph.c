/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GRAPH: the figures are gathered here and now; the texts of the events to be marked are then read from disk; then the worker draws.
 */
#include "base/num.h"
#include "ctl/command.h"
#include "ctl/picture.h"

#include <ctype.h>
#include <errno.h>
#include <nettle/base64.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_BYTES 3072 /* of the image in one line of the reply, a multiple of 3: 4096 characters */

/* A request on its way to a picture. */
struct sitting {
	struct core *core;
	struct slot *slot;
	struct picture *picture; /* owned */
	size_t output_max;
};

static void end(struct sitting *s)
{
	picture_destroy(s->picture);
	free(s);
}

static int put_base64(struct buf *out, const char *image, size_t n)
{
	char line[BASE64_ENCODE_RAW_LENGTH(LINE_BYTES) + 1];

	for (size_t at = 0; at < n; at += LINE_BYTES) {
		size_t piece = n - at < LINE_BYTES ? n - at : LINE_BYTES, len = BASE64_ENCODE_RAW_LENGTH(piece);
		base64_encode_raw(line, piece, (const uint8_t *)image + at);
		line[len] = '\n';
		int rc = buf_add(out, line, len + 1);
		if (rc)
			return rc;
	}
	return 0;
}

static int put_summary(struct buf *out, const struct sitting *s, size_t n_bytes)
{
	bool png = picture_request(s->picture)->format == GRAPH_PNG;
	struct picture_summary sum;

	picture_summary(s->picture, &sum);
	return buf_addf(out, "%s bytes=%zu panels=%zu figures=%zu", png ? "image/png" : "image/svg+xml", n_bytes, sum.n_panels,
	                sum.n_figures) ||
	       (sum.n_left_out && buf_addf(out, " left_out=%zu", sum.n_left_out)) ||
	       (sum.n_older && buf_addf(out, " older=%zu", sum.n_older)) || reply_text(out, "title", sum.title) || buf_add(out, "", 1);
}

static void on_image(void *arg, const char *image, size_t n, const struct err *err)
{
	struct sitting *s = arg;
	struct buf lines, text;
	struct err why;

	buf_init(&lines, s->output_max);
	buf_init(&text, 4096);
	if (err->code)
		slot_error(s->slot, err);
	else if (put_base64(&lines, image, n)) {
		(void)err_set(&why, ERR_LIMIT,
		              "the picture of %zu bytes is longer than a reply may be (socket.output_max): ask for a smaller one", n);
		slot_error(s->slot, &why);
	} else if (put_summary(&text, s, n)) {
		(void)err_set(&why, ERR_UNAVAILABLE, "out of memory; try again later");
		slot_error(s->slot, &why);
	} else {
		slot_reply(s->slot, &lines, (n + LINE_BYTES - 1) / LINE_BYTES, buf_bytes(&text));
	}
	buf_fini(&lines);
	buf_fini(&text);
	end(s);
}

static void on_texts(void *arg, const struct ledger_text *texts, size_t n, int status, const struct err *err)
{
	struct sitting *s = arg;
	struct err why;
	int rc = 0;

	for (size_t i = 0; i < n && !status && !rc; i++)
		if (texts[i].evidence && picture_note_text(s->picture, texts[i].seq, texts[i].evidence))
			rc = err_set(&why, ERR_UNAVAILABLE, "out of memory; try again later");
	if (!status && !rc)
		rc = s->core->supervisor ? supervisor_submit_graph(s->core->supervisor, picture_request(s->picture), on_image, s, &why)
		                         : err_set(&why, ERR_UNAVAILABLE, "coopd is stopping");
	if (!status && !rc)
		return;
	slot_error(s->slot, status ? err : &why);
	end(s);
}

static int parse_pixels(const struct words *w, const char *key, unsigned min, unsigned max, unsigned *out, struct err *err)
{
	const char *text = words_option(w, key);
	int64_t n;

	if (!text)
		return 0;
	if (num_parse_int(text, strlen(text), min, max, &n))
		return err_set(err, ERR_DATA, "%s=%.40s is no number of pixels from %u to %u", key, text, min, max);
	*out = (unsigned)n;
	return 0;
}

static int parse_options(const struct words *w, struct picture_ask *out, struct err *err)
{
	const char *format = words_option(w, "format"), *theme = words_option(w, "theme");

	if (format && strcmp(format, "png") != 0 && strcmp(format, "svg") != 0)
		return err_set(err, ERR_USAGE, "format=%.40s is neither png nor svg", format);
	if (theme && strcmp(theme, "light") != 0 && strcmp(theme, "dark") != 0)
		return err_set(err, ERR_USAGE, "theme=%.40s is neither light nor dark", theme);
	out->format = format && strcmp(format, "svg") == 0 ? GRAPH_SVG : GRAPH_PNG;
	out->theme = theme && strcmp(theme, "dark") == 0 ? GRAPH_DARK : GRAPH_LIGHT;
	int rc = parse_pixels(w, "width", GRAPH_WIDTH_MIN, GRAPH_WIDTH_MAX, &out->width, err);
	if (!rc)
		rc = parse_pixels(w, "height", GRAPH_HEIGHT_MIN, GRAPH_HEIGHT_MAX, &out->height, err);
	return rc ? rc : command_weigh_options(w, &out->options, err);
}

/* "AZ-RU" or "AZ-RU/trade": a page. */
static bool is_scope(const char *word)
{
	const char *slash = strchr(word, '/');
	return !slash || !strchr(slash + 1, '/');
}

static int add_page(struct picture *p, const struct core *core, const char *word, struct err *err)
{
	const char *slash = strchr(word, '/');
	struct pair pair;

	int rc = pair_parse(core->parties, word, slash ? (size_t)(slash - word) : strlen(word), &pair, err);
	if (!rc && slash)
		rc = catalogue_check_area(core->catalogue, slash + 1, err);
	return rc ? rc : picture_add_page(p, &pair, slash ? slash + 1 : NULL, err);
}

static int add_series(struct picture *p, const struct core *core, char *const *words, size_t n, const struct span *span, struct err *err)
{
	struct series_name names[PICTURE_SERIES_MAX];

	if (n > PICTURE_SERIES_MAX)
		return err_set(err, ERR_LIMIT, "%zu series are more than the %d that one picture may have", n, PICTURE_SERIES_MAX);
	for (size_t i = 0; i < n; i++) {
		if (is_scope(words[i]))
			return err_set(err, ERR_USAGE,
			               "%.60s is no series PAIR/AREA/INDICATOR; a page of a pair or an area is asked for alone", words[i]);
		int rc = core_parse_series(core, words[i], &names[i], NULL, err);
		if (!rc && span->kind != SPAN_ALL)
			rc = series_check_period(&names[i], &span->from, err);
		if (rc)
			return rc;
		for (size_t k = 0; k < i; k++)
			if (strcmp(names[k].key, names[i].key) == 0 && (names[k].freq == names[i].freq || !names[k].freq || !names[i].freq))
				return err_set(err, ERR_USAGE, "%s stands twice", words[i]);
	}
	return picture_add_series(p, names, n, err);
}

/* Series or a page, and a period behind them: that begins with a digit, and no party does. */
static int make_picture(struct picture **out, struct request *rq, struct err *err)
{
	struct picture_ask ask = {.options = {.asof = DATE_NONE}};
	size_t n = rq->words.n - 1;
	char **words = rq->words.word + 1;
	const char *period = n > 1 && isdigit((unsigned char)words[n - 1][0]) ? words[--n] : NULL;

	*out = NULL;
	int rc = parse_options(&rq->words, &ask, err);
	if (!rc)
		rc = span_parse(period, &ask.span, err);
	if (rc)
		return rc;
	*out = picture_create(rq->core, &ask);
	if (!*out)
		return err_set(err, ERR_UNAVAILABLE, "out of memory; try again later");
	if (n == 1 && is_scope(words[0]))
		rc = add_page(*out, rq->core, words[0], err);
	else
		rc = add_series(*out, rq->core, words, n, &ask.span, err);
	return rc ? rc : picture_finish(*out, err);
}

void cmd_graph(struct request *rq)
{
	struct picture *picture;
	struct err err;
	size_t n;

	if (make_picture(&picture, rq, &err)) {
		request_error(rq, &err);
		picture_destroy(picture);
		return;
	}
	struct sitting *s = calloc(1, sizeof *s);
	if (!s || !(s->slot = request_defer(rq))) {
		if (!s)
			request_no_memory(rq);
		free(s);
		picture_destroy(picture);
		return;
	}
	s->core = rq->core;
	s->picture = picture;
	s->output_max = rq->core->conf->socket.output_max;
	const uint64_t *seqs = picture_notes(picture, &n);
	if (n)
		committer_read(rq->core->committer, seqs, n, on_texts, s);
	else
		on_texts(s, NULL, 0, 0, NULL);
}
