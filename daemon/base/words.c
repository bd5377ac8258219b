/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/words.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_control(char c)
{
	return ((unsigned char)c < 0x20 && c != '\t') || c == 0x7f;
}

/* Copies the quoted text at `in` (behind its opening quote) to *out; returns the place of what ended it: the closing quote, a control
 * character or the end of the line. */
static char *unquote(char *in, char **out)
{
	char *to = *out;
	for (; *in && *in != '"' && !is_control(*in); in++) {
		if (in[0] == '\\' && (in[1] == '"' || in[1] == '\\'))
			in++;
		*to++ = *in;
	}
	*out = to;
	return in;
}

/* Ends the word at `out`, which may be where its blank stands; returns where the next one is looked for. */
static char *end_word(char *in, char *out)
{
	char *next = *in ? in + 1 : in;
	*out = '\0';
	return next;
}

static size_t key_len(const char *word)
{
	size_t n = 0;
	if (!islower((unsigned char)word[0]))
		return 0;
	while (islower((unsigned char)word[n]) || isdigit((unsigned char)word[n]) || word[n] == '_' || word[n] == ':')
		n++;
	return word[n] == '=' ? n : 0;
}

static int keep(struct words *w, char *word, bool quoted, struct err *err)
{
	size_t key = quoted ? 0 : key_len(word);
	if ((key ? w->n_opt : w->n) == WORDS_MAX)
		return err_set(err, ERR_LIMIT, "more than %d words in one line", WORDS_MAX);
	if (key) {
		word[key] = '\0';
		w->opt[w->n_opt].key = word;
		w->opt[w->n_opt++].value = word + key + 1;
	} else {
		w->quoted[w->n] = quoted;
		w->word[w->n++] = word;
	}
	return 0;
}

int words_split(char *line, struct words *w, struct err *err)
{
	char *in = line;

	w->n = w->n_opt = 0;
	for (;;) {
		while (is_blank(*in))
			in++;
		if (!*in)
			return 0;

		char *word = in, *out = in;
		bool quoted = *in == '"';
		while (*in && !is_blank(*in)) {
			if (is_control(*in))
				return err_set(err, ERR_USAGE, "control character 0x%02x in column %td", (unsigned char)*in, in - line + 1);
			if (*in != '"') {
				*out++ = *in++;
				continue;
			}
			char *open = in;
			in = unquote(in + 1, &out);
			if (!*in)
				return err_set(err, ERR_USAGE, "the quote opened in column %td is not closed", open - line + 1);
			if (*in++ != '"')
				return err_set(err, ERR_USAGE, "control character 0x%02x in column %td", (unsigned char)in[-1], in - line);
			if (*in && !is_blank(*in))
				return err_set(err, ERR_USAGE, "a blank must follow the closing quote in column %td", in - line);
		}
		in = end_word(in, out);
		int rc = keep(w, word, quoted, err);
		if (rc)
			return rc;
	}
}

int words_split_paths(char *line, struct words *w, struct err *err)
{
	char *in = line;

	w->n = w->n_opt = 0;
	for (;;) {
		while (is_blank(*in))
			in++;
		if (!*in)
			return 0;

		char *word = in, *out = in;
		while (*in && !is_blank(*in)) {
			if (in[0] == '\\' && (is_blank(in[1]) || in[1] == '\\'))
				in++;
			if (is_control(*in))
				return err_set(err, ERR_USAGE, "control character 0x%02x in column %td", (unsigned char)*in, in - line + 1);
			*out++ = *in++;
		}
		in = end_word(in, out);
		if (w->n == WORDS_MAX)
			return err_set(err, ERR_LIMIT, "more than %d words in one line", WORDS_MAX);
		w->quoted[w->n] = false;
		w->word[w->n++] = word;
	}
}

const char *words_option(const struct words *w, const char *key)
{
	for (size_t i = 0; i < w->n_opt; i++)
		if (strcmp(w->opt[i].key, key) == 0)
			return w->opt[i].value;
	return NULL;
}

int words_quote(struct buf *out, const char *text)
{
	size_t n = strlen(text), n_escaped = 0;
	bool bare = n > 0;
	for (size_t i = 0; i < n; i++) {
		bool escaped = text[i] == '"' || text[i] == '\\';
		n_escaped += escaped;
		bare = bare && (unsigned char)text[i] > 0x20 && text[i] != 0x7f && !escaped;
	}
	if (bare && !key_len(text))
		return buf_add(out, text, n);

	size_t need = n + n_escaped + 2;
	char *room = buf_room(out, need);
	if (!room)
		return need > out->max - out->len ? -ENOBUFS : -ENOMEM;
	char *to = room;
	*to++ = '"';
	for (size_t i = 0; i < n; i++) {
		if (text[i] == '"' || text[i] == '\\')
			*to++ = '\\';
		*to++ = is_control(text[i]) || text[i] == '\t' ? ' ' : text[i];
	}
	*to++ = '"';
	buf_commit(out, need);
	return 0;
}
