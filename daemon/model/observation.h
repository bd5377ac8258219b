/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * observation: what one source says of one series in one period; source: who said it; note: a dated event or statement without a
 * number. These are the records of the ledger. They are never changed and never deleted: a correction is a newer record.
 */
#ifndef MODEL_OBSERVATION_H
#define MODEL_OBSERVATION_H

#include "base/bound.h"
#include "base/date.h"
#include "base/period.h"
#include "base/status.h"
#include "model/party.h"

#include <stdint.h>

#define SOURCE_ID_MAX 64
#define SOURCE_RANK_DEFAULT 100 /* the smaller, the better; 1 to 9999 */
#define SOURCE_UNATTRIBUTED 0   /* number of the source that stands for none */

/* Longest texts that are taken, in bytes. */
#define WRITTEN_MAX 200
#define EVIDENCE_MAX 4000
#define NOTE_TEXT_MAX 4000
#define SOURCE_TEXT_MAX 1000

struct observation {
	uint64_t seq;    /* place in the ledger, from 1; 0 before it is there */
	uint32_t series; /* number of the series key, see book.h */
	uint32_t source; /* number of the source, see book.h */
	struct period period;
	enum bound bound;
	status_set status;
	double value;         /* in the measure's unit; NAN for a missing value */
	double high;          /* upper end of a range, else NAN */
	double g;             /* place of the last digit written, >= 0 */
	int32_t published;    /* vintage: day */
	int64_t recorded;     /* when coopd took it, Unix seconds */
	const char *written;  /* the number as the source wrote it; NULL where that is num_format(value) */
	const char *evidence; /* the sentence; NULL for none */
};

struct source {
	uint32_t number;   /* dense, from 1, in order of first mention; 0 is the unattributed source */
	int32_t published; /* DATE_NONE where not said */
	int32_t rank;      /* as declared with the source; 0 where not said (then SOURCE_RANK_DEFAULT) */
	int64_t recorded;
	char id[SOURCE_ID_MAX];             /* [A-Za-z0-9._:-]+ */
	char party[PARTY_CODE_MAX];         /* whose authority speaks; "" where not said */
	const char *name, *authority, *url; /* NULL where not said */
};

struct note {
	uint64_t seq;
	uint32_t source;
	struct period period; /* day, month, or longer */
	int32_t published;
	int64_t recorded;
	struct pair pair;
	char area[32]; /* "" for the pair as a whole */
	enum note_kind { NOTE_EVENT, NOTE_STATEMENT } kind;
	const char *text;
};

#endif
