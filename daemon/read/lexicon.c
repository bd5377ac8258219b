/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tree's edges stand in one hash table, keyed by node and word; so do the words. Both are open-addressed, a power of two in size and at most
 * half full. What ends at a node is a list of lexemes.
 */
#include "read/lexicon.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define STEM_MAX 64
#define PHRASE_SLOTS_MAX 12
#define CONTEXT_WORDS_MAX 64
#define PARTY_EDGE UINT32_MAX /* the "word" of the slot @ */
#define REACH_MAX 24          /* tokens that one phrase may cover in a text */

struct stem {
	char *text; /* owned */
	uint32_t number;
};

struct edge {
	uint32_t node, word, to; /* to 0: empty */
};

struct entry {
	struct lexeme lexeme;
	uint16_t n_words;
	uint32_t next; /* of the same node, 0 at the end */
};

struct lexicon {
	struct stem *stems;
	size_t stems_cap, n_stems;
	struct edge *edges;
	size_t edges_cap, n_edges;
	uint32_t *nodes; /* first entry of each, 0 for none */
	size_t nodes_cap, n_nodes;
	struct entry *entries; /* from 1 */
	size_t entries_cap, n_entries;
	void **owned; /* texts and contexts */
	size_t n_owned, owned_cap;
};

int lexicon_create(struct lexicon **out)
{
	struct lexicon *lx = calloc(1, sizeof *lx);
	*out = lx;
	if (!lx)
		return -ENOMEM;
	lx->stems_cap = lx->edges_cap = 1024;
	lx->nodes_cap = lx->entries_cap = 512;
	lx->stems = calloc(lx->stems_cap, sizeof *lx->stems);
	lx->edges = calloc(lx->edges_cap, sizeof *lx->edges);
	lx->nodes = calloc(lx->nodes_cap, sizeof *lx->nodes);
	lx->entries = calloc(lx->entries_cap, sizeof *lx->entries);
	lx->n_nodes = lx->n_entries = 1; /* the root; entry 0 is none */
	if (lx->stems && lx->edges && lx->nodes && lx->entries)
		return 0;
	lexicon_destroy(lx);
	*out = NULL;
	return -ENOMEM;
}

void lexicon_destroy(struct lexicon *lx)
{
	if (!lx)
		return;
	for (size_t i = 0; lx->stems && i < lx->stems_cap; i++)
		free(lx->stems[i].text);
	for (size_t i = 0; i < lx->n_owned; i++)
		free(lx->owned[i]);
	free(lx->owned);
	free(lx->stems);
	free(lx->edges);
	free(lx->nodes);
	free(lx->entries);
	free(lx);
}

/* Lower case, without a plural's s: "Exports" and "export" are one. Not "ss", "us", "is": "gas" has three letters and is left alone. */
static size_t make_stem(const char *bytes, size_t n, char out[STEM_MAX])
{
	if (n >= STEM_MAX)
		n = STEM_MAX - 1;
	for (size_t i = 0; i < n; i++)
		out[i] = (char)tolower((unsigned char)bytes[i]);
	if (n > 3 && out[n - 1] == 's' && !strchr("sui", out[n - 2]))
		n--;
	out[n] = '\0';
	return n;
}

static uint32_t hash_text(const char *s)
{
	uint32_t h = 2166136261u; /* FNV-1a */
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	return h;
}

static uint32_t hash_edge(uint32_t node, uint32_t word)
{
	uint64_t h = ((uint64_t)node << 32 | word) * UINT64_C(0x9e3779b97f4a7c15);
	return (uint32_t)(h >> 32);
}

static struct stem *stem_slot(struct stem *table, size_t cap, const char *text)
{
	size_t i = hash_text(text) & (cap - 1);
	while (table[i].text && strcmp(table[i].text, text) != 0)
		i = (i + 1) & (cap - 1);
	return &table[i];
}

static struct edge *edge_slot(struct edge *table, size_t cap, uint32_t node, uint32_t word)
{
	size_t i = hash_edge(node, word) & (cap - 1);
	while (table[i].to && (table[i].node != node || table[i].word != word))
		i = (i + 1) & (cap - 1);
	return &table[i];
}

static int grow_stems(struct lexicon *lx)
{
	struct stem *grown = calloc(2 * lx->stems_cap, sizeof *grown);
	if (!grown)
		return -ENOMEM;
	for (size_t i = 0; i < lx->stems_cap; i++)
		if (lx->stems[i].text)
			*stem_slot(grown, 2 * lx->stems_cap, lx->stems[i].text) = lx->stems[i];
	free(lx->stems);
	lx->stems = grown;
	lx->stems_cap *= 2;
	return 0;
}

static int grow_edges(struct lexicon *lx)
{
	struct edge *grown = calloc(2 * lx->edges_cap, sizeof *grown);
	if (!grown)
		return -ENOMEM;
	for (size_t i = 0; i < lx->edges_cap; i++)
		if (lx->edges[i].to)
			*edge_slot(grown, 2 * lx->edges_cap, lx->edges[i].node, lx->edges[i].word) = lx->edges[i];
	free(lx->edges);
	lx->edges = grown;
	lx->edges_cap *= 2;
	return 0;
}

static int own(struct lexicon *lx, void *block)
{
	if (lx->n_owned == lx->owned_cap) {
		size_t cap = lx->owned_cap ? 2 * lx->owned_cap : 256;
		void **grown = realloc(lx->owned, cap * sizeof *grown);
		if (!grown) {
			free(block);
			return -ENOMEM;
		}
		lx->owned = grown;
		lx->owned_cap = cap;
	}
	lx->owned[lx->n_owned++] = block;
	return 0;
}

static int number_word(struct lexicon *lx, const char *bytes, size_t n, uint32_t *out)
{
	char text[STEM_MAX];
	if (n == 1 && *bytes == '@') {
		*out = PARTY_EDGE;
		return 0;
	}
	make_stem(bytes, n, text);
	if (2 * (lx->n_stems + 1) > lx->stems_cap && grow_stems(lx))
		return -ENOMEM;
	struct stem *s = stem_slot(lx->stems, lx->stems_cap, text);
	if (!s->text) {
		s->text = strdup(text);
		if (!s->text)
			return -ENOMEM;
		s->number = (uint32_t)++lx->n_stems;
	}
	*out = s->number;
	return 0;
}

uint32_t lexicon_word(const struct lexicon *lx, const char *bytes, size_t n)
{
	char text[STEM_MAX];
	make_stem(bytes, n, text);
	const struct stem *s = stem_slot(lx->stems, lx->stems_cap, text);
	return s->text ? s->number : 0;
}

void lexicon_number(const struct lexicon *lx, const char *text, struct token *tokens, size_t n)
{
	for (size_t i = 0; i < n; i++)
		tokens[i].word = lexicon_word(lx, text + tokens[i].at, tokens[i].len);
}

static int step(struct lexicon *lx, uint32_t node, uint32_t word, uint32_t *to)
{
	if (2 * (lx->n_edges + 1) > lx->edges_cap && grow_edges(lx))
		return -ENOMEM;
	struct edge *e = edge_slot(lx->edges, lx->edges_cap, node, word);
	if (!e->to) {
		if (lx->n_nodes == lx->nodes_cap) {
			uint32_t *grown = realloc(lx->nodes, 2 * lx->nodes_cap * sizeof *grown);
			if (!grown)
				return -ENOMEM;
			memset(grown + lx->nodes_cap, 0, lx->nodes_cap * sizeof *grown);
			lx->nodes = grown;
			lx->nodes_cap *= 2;
		}
		*e = (struct edge){node, word, (uint32_t)lx->n_nodes++};
		lx->n_edges++;
	}
	*to = e->to;
	return 0;
}

static int add_entry(struct lexicon *lx, uint32_t node, const struct lexeme *as, size_t n_words)
{
	if (lx->n_entries == lx->entries_cap) {
		struct entry *grown = realloc(lx->entries, 2 * lx->entries_cap * sizeof *grown);
		if (!grown)
			return -ENOMEM;
		lx->entries = grown;
		lx->entries_cap *= 2;
	}
	lx->entries[lx->n_entries] = (struct entry){*as, (uint16_t)n_words, lx->nodes[node]};
	lx->nodes[node] = (uint32_t)lx->n_entries++;
	return 0;
}

/* One phrase on its way into the tree: its slots as they stand in the table, "agri-food/farm". */
struct adding {
	struct lexicon *lx;
	struct lexeme as;
	size_t n_slots;
	struct {
		const char *at;
		size_t len;
	} slots[PHRASE_SLOTS_MAX];
};

static int insert(struct adding *a, uint32_t node, size_t slot, size_t n_words);

/* One alternative of a slot, `n` bytes: several words where it has hyphens. */
static int insert_words(struct adding *a, uint32_t node, size_t slot, size_t n_words, const char *at, size_t n)
{
	while (n) {
		size_t len = 0;
		uint32_t word;
		while (len < n && (at[len] != '-' || len == 0))
			len++;
		int rc = number_word(a->lx, at, len, &word);
		if (!rc)
			rc = step(a->lx, node, word, &node);
		if (rc)
			return rc;
		n_words++;
		len += len < n;
		at += len;
		n -= len;
	}
	return insert(a, node, slot + 1, n_words);
}

static int insert(struct adding *a, uint32_t node, size_t slot, size_t n_words)
{
	if (slot == a->n_slots)
		return add_entry(a->lx, node, &a->as, n_words);
	const char *at = a->slots[slot].at, *end = at + a->slots[slot].len;
	while (at < end) {
		const char *slash = memchr(at, '/', (size_t)(end - at));
		size_t len = slash ? (size_t)(slash - at) : (size_t)(end - at);
		int rc = len ? insert_words(a, node, slot, n_words, at, len) : ERR_DATA;
		if (rc)
			return rc;
		at += len + (slash != NULL);
	}
	return 0;
}

/* "word/word" into numbers; how many, or a negative code. */
static int number_group(struct lexicon *lx, const char *at, size_t n, uint32_t *out, size_t max)
{
	size_t k = 0;
	for (const char *end = at + n; at < end;) {
		const char *slash = memchr(at, '/', (size_t)(end - at));
		size_t len = slash ? (size_t)(slash - at) : (size_t)(end - at);
		if (k == max || len == 0)
			return ERR_DATA;
		int rc = number_word(lx, at, len, &out[k++]);
		if (rc)
			return rc;
		at += len + (slash != NULL);
	}
	return (int)k;
}

static int keep_words(struct lexicon *lx, const uint32_t *words, size_t n, const uint32_t **out)
{
	uint32_t *copy = malloc(n * sizeof *copy);
	if (!copy)
		return -ENOMEM;
	memcpy(copy, words, n * sizeof *copy);
	*out = copy;
	return own(lx, copy);
}

/* The contexts behind the slots: `at` stands at & or !. */
static int read_contexts(struct adding *a, const char *at, const char *end)
{
	uint32_t needs[CONTEXT_WORDS_MAX], lacks[CONTEXT_WORDS_MAX];
	size_t n_needs = 0, n_lacks = 0;
	while (at < end) {
		bool need = *at == '&';
		for (at++; at < end && *at == ' ';)
			at++;
		const char *stop = at;
		while (stop < end && *stop != ' ')
			stop++;
		uint32_t *to = need ? needs + n_needs : lacks + n_lacks;
		int n = number_group(a->lx, at, (size_t)(stop - at), to, CONTEXT_WORDS_MAX - 2 - (need ? n_needs : n_lacks));
		if (n <= 0)
			return n ? n : ERR_DATA;
		if (need) {
			n_needs += (size_t)n;
			needs[n_needs++] = 0;
		} else {
			n_lacks += (size_t)n;
		}
		for (at = stop; at < end && *at == ' ';)
			at++;
		if (at < end && *at != '&' && *at != '!')
			return ERR_DATA;
	}
	int rc = 0;
	needs[n_needs++] = 0;
	lacks[n_lacks++] = 0;
	if (n_needs > 1)
		rc = keep_words(a->lx, needs, n_needs, &a->as.needs);
	if (!rc && n_lacks > 1)
		rc = keep_words(a->lx, lacks, n_lacks, &a->as.lacks);
	return rc;
}

static int add_phrase(struct lexicon *lx, const char *at, size_t n, const struct lexeme *as)
{
	struct adding a = {.lx = lx, .as = *as};
	const char *end = at + n;

	char *text = strndup(at, n);
	if (!text)
		return -ENOMEM;
	a.as.text = text;
	int rc = own(lx, text);
	while (!rc && at < end && *at != '&' && *at != '!') {
		size_t len = 0;
		while (at + len < end && at[len] != ' ')
			len++;
		if (a.n_slots == PHRASE_SLOTS_MAX)
			return ERR_DATA;
		a.slots[a.n_slots].at = at;
		a.slots[a.n_slots++].len = len;
		for (at += len; at < end && *at == ' ';)
			at++;
	}
	if (!rc && !a.n_slots)
		return ERR_DATA;
	if (!rc && at < end)
		rc = read_contexts(&a, at, end);
	return rc ? rc : insert(&a, 0, 0, 0);
}

int lexicon_add(struct lexicon *lx, const char *phrases, const struct lexeme *as, struct err *err)
{
	for (const char *at = phrases; *at;) {
		size_t n = strcspn(at, "|"), len = n;
		while (len && at[len - 1] == ' ')
			len--;
		int rc = add_phrase(lx, at, len, as);
		if (rc == ERR_DATA)
			return err_set(err, ERR_DATA, "phrase \"%.*s\": write words, \"a/b\" for either, then \"& word\" or \"! word\"",
			               (int)len, at);
		if (rc)
			return err_sys(err, -rc, "no room for the words of the reader");
		at += n + (at[n] == '|');
	}
	return 0;
}

/* A walk down the tree along a sentence. */
struct walk {
	const struct lexicon *lx;
	const char *text;
	const struct token *tokens;
	size_t n, first;
	const int16_t *party_last;
	struct hit *out;
	size_t n_out, max;
};

static bool same_case(const struct walk *w, const struct lexeme *l, size_t last)
{
	const struct token *a = &w->tokens[w->first], *b = &w->tokens[last];
	size_t n = b->at + b->len - a->at;
	return strlen(l->text) == n && memcmp(l->text, w->text + a->at, n) == 0;
}

static bool has_context(const struct lexeme *l)
{
	return l->needs || l->lacks;
}

static void take(struct walk *w, uint32_t node, size_t last)
{
	for (uint32_t e = w->lx->nodes[node]; e; e = w->lx->entries[e].next) {
		const struct entry *entry = &w->lx->entries[e];
		if (entry->lexeme.exact_case && !same_case(w, &entry->lexeme, last))
			continue;
		struct hit hit = {(uint16_t)w->first, (uint16_t)last, entry->n_words, &entry->lexeme};
		/* Phrases with contexts are all kept: which of them holds is not known yet. */
		size_t k = 0;
		while (k < w->n_out && (w->out[k].lexeme->class != hit.lexeme->class || w->out[k].lexeme->ref != hit.lexeme->ref ||
		                        has_context(w->out[k].lexeme) || has_context(hit.lexeme)))
			k++;
		if (k == w->n_out && w->n_out == w->max)
			return;
		if (k == w->n_out)
			w->out[w->n_out++] = hit;
		else if (w->out[k].n_words <= hit.n_words)
			w->out[k] = hit;
	}
}

static bool may_skip(const struct token *t)
{
	return t->kind == TOKEN_GENITIVE || t->mask & CLASS_BIT(CLASS_FILLER);
}

static void descend(struct walk *w, uint32_t node, size_t i)
{
	while (i < w->n && i - w->first < REACH_MAX) {
		const struct token *t = &w->tokens[i];
		const struct edge *e = t->word ? edge_slot(w->lx->edges, w->lx->edges_cap, node, t->word) : NULL;
		if (e && e->to) {
			take(w, e->to, i);
			descend(w, e->to, i + 1);
		}
		if (w->party_last && w->party_last[i] >= 0) {
			const struct edge *p = edge_slot(w->lx->edges, w->lx->edges_cap, node, PARTY_EDGE);
			size_t last = (size_t)w->party_last[i];
			if (p->to) {
				take(w, p->to, last);
				descend(w, p->to, last + 1);
			}
			if (i == w->first)
				return;
			i = last + 1;
			continue;
		}
		bool hyphen = t->kind == TOKEN_SIGN && t->glued && w->text[t->at] != ',' &&
		              (w->text[t->at] == '-' || (unsigned char)w->text[t->at] == 0xe2);
		if (i == w->first || (!may_skip(t) && !hyphen))
			return;
		i++;
	}
}

size_t lexicon_find(const struct lexicon *lx, const char *text, const struct token *tokens, size_t n, size_t i, const int16_t *party_last,
                    struct hit *out, size_t max)
{
	struct walk w = {lx, text, tokens, n, i, party_last, out, 0, max};
	descend(&w, 0, i);
	return w.n_out;
}
