/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store/record.h"

#include <stdlib.h>
#include <string.h>

#define STRINGS_MAX 3

/* The string fields of a record, so that all kinds are copied by the same lines. */
static size_t strings_of(struct record *r, const char **field[STRINGS_MAX])
{
	switch (r->kind) {
	case RECORD_SERIES:
		field[0] = &r->series.key;
		return 1;
	case RECORD_SOURCE:
		field[0] = &r->source.name;
		field[1] = &r->source.authority;
		field[2] = &r->source.url;
		return 3;
	case RECORD_OBSERVATION:
		field[0] = &r->observation.written;
		field[1] = &r->observation.evidence;
		return 2;
	case RECORD_NOTE:
		field[0] = &r->note.text;
		return 1;
	}
	return 0;
}

struct record *record_create(const struct record *from)
{
	struct record like = *from;
	const char **field[STRINGS_MAX];
	size_t n = strings_of(&like, field), size = sizeof like;

	for (size_t i = 0; i < n; i++)
		size += *field[i] ? strlen(*field[i]) + 1 : 0;
	struct record *r = malloc(size);
	if (!r)
		return NULL;
	char *at = (char *)(r + 1);
	for (size_t i = 0; i < n; i++) {
		if (!*field[i])
			continue;
		size_t len = strlen(*field[i]) + 1;
		memcpy(at, *field[i], len);
		*field[i] = at;
		at += len;
	}
	*r = like;
	return r;
}

struct record *record_create_series(uint32_t id, const char *key)
{
	return record_create(&(struct record){.kind = RECORD_SERIES, .series = {.id = id, .key = key}});
}

struct record *record_create_source(const struct source *s)
{
	return record_create(&(struct record){.kind = RECORD_SOURCE, .source = *s});
}

struct record *record_create_observation(const struct observation *o)
{
	return record_create(&(struct record){.kind = RECORD_OBSERVATION, .observation = *o});
}

struct record *record_create_note(const struct note *n)
{
	return record_create(&(struct record){.kind = RECORD_NOTE, .note = *n});
}

void record_destroy(struct record *r)
{
	free(r);
}

void record_take_seq(struct record *r)
{
	if (r->kind == RECORD_OBSERVATION)
		r->observation.seq = r->seq;
	else if (r->kind == RECORD_NOTE)
		r->note.seq = r->seq;
}
