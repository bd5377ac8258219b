/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PUTVAL of collectd. Its meta data come as options, meta:source=id, or, as collectd writes them, as a quoted word that holds
 * quotes: "meta:source=\"id\"". Either way they count for all value lists of the request.
 */
#include "ctl/command.h"
#include "ctl/recording.h"

#include <stdio.h>
#include <string.h>

#define META "meta:"

/* Where the claim keeps the value of a key; NULL for a key that nobody knows. */
static const char **meta_of(struct claim *claim, const char *key)
{
	const struct {
		const char *key;
		const char **value;
	} known[] = {
	    {"evidence", &claim->evidence}, {"source", &claim->source}, {"published", &claim->published},
	    {"status", &claim->status},     {"bound", &claim->bound},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strcmp(known[i].key, key) == 0)
			return known[i].value;
	return NULL;
}

static int set_meta(struct claim *claim, const char *key, const char *value, struct err *err)
{
	const char **to = meta_of(claim, key);

	if (!to)
		return err_set(err, ERR_USAGE, "no meta data \"%.30s\": there are evidence, source, published, status and bound", key);
	if (*to)
		return err_set(err, ERR_USAGE, "meta:%s stands twice", key);
	*to = value;
	return 0;
}

/* meta:KEY="VALUE", behind "meta:"; cut in place. The outer quotes and their backslashes are gone already. */
static int read_quoted_meta(struct claim *claim, char *text, struct err *err)
{
	char *value = strstr(text, "=\""), *end = value ? strchr(value + 2, '\0') - 1 : NULL;

	if (!value || end < value + 2 || *end != '"')
		return err_set(err, ERR_USAGE, "meta data are texts: write %sKEY=\"TEXT\", and not \"%.60s\"", META, text);
	char *to = value + 2;
	for (char *in = to; in < end; in++) {
		in += in[0] == '\\' && in + 1 < end && (in[1] == '"' || in[1] == '\\');
		*to++ = *in;
	}
	*to = '\0';
	*value = '\0';
	return set_meta(claim, text, value + 2, err);
}

/* What stands among the value lists in quotes, and the options. `lists` gets the rest. */
static int read_words(struct words *w, struct claim *claim, char *lists[], size_t *n, struct err *err)
{
	const size_t prefix = strlen(META);
	int rc = 0;

	*n = 0;
	for (size_t i = 0; i < w->n_opt && !rc; i++)
		if (strncmp(w->opt[i].key, META, prefix) == 0)
			rc = set_meta(claim, w->opt[i].key + prefix, w->opt[i].value, err);
	for (size_t i = 2; i < w->n && !rc; i++) {
		if (w->quoted[i] && strncmp(w->word[i], META, prefix) == 0)
			rc = read_quoted_meta(claim, w->word[i] + prefix, err);
		else
			lists[(*n)++] = w->word[i];
	}
	if (!rc && !*n)
		rc = err_set(err, ERR_USAGE, "PUTVAL needs a value list behind its options: TIME:VALUE");
	return rc;
}

void cmd_putval(struct request *rq)
{
	struct claim common = {0};
	char *lists[WORDS_MAX], text[60];
	struct series_name name;
	struct err err;
	size_t n;

	if (recording_series(rq->core, rq->words.word[1], &name, &err) || read_words(&rq->words, &common, lists, &n, &err)) {
		request_error(rq, &err);
		return;
	}
	snprintf(text, sizeof text, "Success: %zu value%s been dispatched.", n, n == 1 ? " has" : "s have");
	recording_lists(rq, &name, lists, n, &common, text);
}
