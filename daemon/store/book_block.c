/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store/book_block.h"

#include "base/date.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define GROW 64        /* bytes that a block grows by */
#define DECIMALS 4     /* digits behind the point that are tried */
#define WHOLE_MAX 1e15 /* integers below it are exact, and shorter than a double */

enum head {
	PERIOD_NEXT = 0,
	PERIOD_SAME = 1,
	PERIOD_STEP = 2,
	PERIOD_FULL = 3,
	PERIOD_BITS = 3,
	VALUE_INTEGER = 0 << 2,
	VALUE_DECIMAL = 1 << 2,
	VALUE_RAW = 2 << 2,
	VALUE_NONE = 3 << 2,
	VALUE_BITS = 3 << 2,
	OTHER_SEQ = 1 << 4,
	OTHER_CONTEXT = 1 << 5,
};

static const double tens[DECIMALS + 1] = {1, 10, 100, 1000, 10000};

bool entry_is_before(const struct entry *e, const struct period *p, uint64_t seq)
{
	int cmp = period_cmp(&e->period, p);

	return cmp < 0 || (cmp == 0 && e->seq < seq);
}

/* ---- bytes ---- */

static uint8_t *put_varint(uint8_t *to, uint64_t v)
{
	for (; v >= 0x80; v >>= 7)
		*to++ = (uint8_t)(v | 0x80);
	*to++ = (uint8_t)v;
	return to;
}

static inline const uint8_t *get_varint(const uint8_t *at, uint64_t *v)
{
	uint64_t byte = *at++;

	*v = byte & 0x7f;
	for (unsigned shift = 7; byte & 0x80; shift += 7) {
		byte = *at++;
		*v |= (byte & 0x7f) << shift;
	}
	return at;
}

static uint64_t zigzag(int64_t v)
{
	return ((uint64_t)v << 1) ^ (uint64_t)(v >> 63);
}

static int64_t unzigzag(uint64_t v)
{
	return (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
}

/* ---- periods ---- */

/* Regular periods and days are counted, so that steps between them are numbers. */
static bool is_counted(const struct period *p)
{
	return p->freq == 'D' || period_freq_months(p->freq);
}

static int64_t count_of(const struct period *p)
{
	if (p->freq == 'D')
		return p->start;
	return (date_month_index(p->start) + 1970 * 12) / (int)period_freq_months(p->freq);
}

static struct period period_at(char freq, int64_t count)
{
	unsigned months = period_freq_months(freq);

	if (freq == 'D')
		return (struct period){.start = (int32_t)count, .days = 1, .freq = 'D'};
	int64_t month = count * months;
	return (struct period){
	    .start = date_from_civil((int)(month / 12), (unsigned)(month % 12) + 1, 1), .months = (uint16_t)months, .freq = freq};
}

static uint8_t *put_period(uint8_t *to, uint8_t *head, const struct period *last, const struct period *p)
{
	if (last->start == p->start && last->months == p->months && last->days == p->days && last->freq == p->freq) {
		*head |= PERIOD_SAME;
		return to;
	}
	if (last->freq == p->freq && is_counted(p)) {
		int64_t step = count_of(p) - count_of(last);
		*head |= step == 1 ? PERIOD_NEXT : PERIOD_STEP;
		return step == 1 ? to : put_varint(to, zigzag(step));
	}
	*head |= PERIOD_FULL;
	*to++ = (uint8_t)p->freq;
	return put_varint(put_varint(put_varint(to, zigzag(p->start)), p->months), p->days);
}

/* What is read on the way through a block: the entry, and the count of its period where it is counted. */
struct reading {
	struct entry e;
	int64_t count;
};

static bool is_leap(int64_t year)
{
	return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
}

static const uint8_t *get_full_period(const uint8_t *at, struct reading *r)
{
	struct period *p = &r->e.period;
	uint64_t start, months, days;

	p->freq = (char)*at++;
	at = get_varint(get_varint(get_varint(at, &start), &months), &days);
	p->start = (int32_t)unzigzag(start);
	p->months = (uint16_t)months;
	p->days = (uint16_t)days;
	r->count = is_counted(p) ? count_of(p) : 0;
	return at;
}

static inline const uint8_t *get_period(const uint8_t *at, uint8_t head, struct reading *r)
{
	uint64_t step;

	switch (head & PERIOD_BITS) {
	case PERIOD_SAME:
		return at;
	case PERIOD_NEXT:
		r->count++;
		if (r->e.period.freq == 'A') { /* nearly all of them */
			r->e.period.start += is_leap(r->count - 1) ? 366 : 365;
			return at;
		}
		break;
	case PERIOD_STEP:
		at = get_varint(at, &step);
		r->count += unzigzag(step);
		break;
	default:
		return get_full_period(at, r);
	}
	r->e.period = period_at(r->e.period.freq, r->count);
	return at;
}

/* ---- values ---- */

static uint8_t *put_value(uint8_t *to, uint8_t *head, double v)
{
	if (isnan(v)) {
		*head |= VALUE_NONE;
		return to;
	}
	for (unsigned k = 0; k <= DECIMALS && fabs(v) < WHOLE_MAX / tens[k] && !(v == 0 && signbit(v)); k++) {
		double m = rint(v * tens[k]);
		if (m / tens[k] != v)
			continue;
		*head |= k ? VALUE_DECIMAL : VALUE_INTEGER;
		if (k)
			*to++ = (uint8_t)k;
		return put_varint(to, zigzag((int64_t)m));
	}
	*head |= VALUE_RAW;
	memcpy(to, &v, sizeof v);
	return to + sizeof v;
}

static inline const uint8_t *get_value(const uint8_t *at, uint8_t head, double *v)
{
	uint64_t m;
	unsigned k = 0;

	switch (head & VALUE_BITS) {
	case VALUE_NONE:
		*v = NAN;
		return at;
	case VALUE_RAW:
		memcpy(v, at, sizeof *v);
		return at + sizeof *v;
	case VALUE_DECIMAL:
		k = *at++;
		at = get_varint(at, &m);
		*v = (double)unzigzag(m) / tens[k];
		return at;
	default:
		at = get_varint(at, &m);
		*v = (double)unzigzag(m);
		return at;
	}
}

/* ---- entries ---- */

static size_t put_entry(uint8_t *to, const struct entry *last, const struct entry *e)
{
	uint8_t *at = to + 1, head = 0;

	at = put_period(at, &head, &last->period, &e->period);
	if (e->seq != last->seq + 1) {
		head |= OTHER_SEQ;
		at = put_varint(at, zigzag((int64_t)(e->seq - last->seq - 1)));
	}
	if (e->context != last->context) {
		head |= OTHER_CONTEXT;
		at = put_varint(at, e->context);
	}
	at = put_value(at, &head, e->value);
	*to = head;
	return (size_t)(at - to);
}

/* `r` has the last one, and gets the next. Most of a question's time for a history is spent here. */
static inline __attribute__((always_inline)) const uint8_t *get_entry(const uint8_t *at, struct reading *r)
{
	struct entry *e = &r->e;
	uint8_t head = *at++;
	uint64_t v;

	at = get_period(at, head, r);
	e->seq++;
	if (head & OTHER_SEQ) {
		at = get_varint(at, &v);
		e->seq += (uint64_t)unzigzag(v);
	}
	if (head & OTHER_CONTEXT) {
		at = get_varint(at, &v);
		e->context = (uint32_t)v;
	}
	return get_value(at, head, &e->value);
}

struct block *block_create(const struct entry *entries, size_t n)
{
	uint8_t bytes[BLOCK_MAX * BLOCK_ENTRY_BYTES_MAX];
	struct entry last = {0};
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		len += put_entry(bytes + len, &last, &entries[i]);
		last = entries[i];
	}
	struct block *b = malloc(sizeof *b + len);
	if (!b)
		return NULL;
	*b = (struct block){.last = last, .len = (uint16_t)len, .cap = (uint16_t)len, .n = (uint8_t)n};
	memcpy(b->bytes, bytes, len);
	return b;
}

int block_append(struct block **b, const struct entry *e)
{
	uint8_t bytes[BLOCK_ENTRY_BYTES_MAX];
	size_t len = put_entry(bytes, &(*b)->last, e), have = (*b)->len;

	if (have + len > (*b)->cap) {
		size_t cap = have + len + GROW;
		struct block *grown = realloc(*b, sizeof *grown + cap);
		if (!grown)
			return -ENOMEM;
		grown->cap = (uint16_t)cap;
		*b = grown;
	}
	memcpy((*b)->bytes + have, bytes, len);
	(*b)->len = (uint16_t)(have + len);
	(*b)->last = *e;
	(*b)->n++;
	return 0;
}

void block_read(const struct block *b, struct entry out[BLOCK_MAX])
{
	struct reading r = {0};
	const uint8_t *at = b->bytes;

	for (size_t i = 0; i < b->n; i++) {
		at = get_entry(at, &r);
		out[i] = r.e;
	}
}

void block_first(const struct block *b, struct entry *out)
{
	struct reading r = {0};

	if (b->n)
		get_entry(b->bytes, &r);
	*out = r.e;
}
