/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store/snapshot.h"

#include "store/book_rows.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define MAGIC "coopd book"
#define VERSION 2

struct head {
	char magic[16];
	uint32_t version, entry_size, block_size, context_size; /* of another build, another form */
	uint64_t seq, stamp;
	uint32_t n_series, reserved; /* the highest number */
};

struct series_head {
	uint32_t number, n, n_blocks; /* number 0 ends the series */
	uint16_t key_len;
	char freq;
	uint8_t rivals, repeats, odd;
	uint16_t unused;
};

struct tail {
	uint32_t n_contexts, crc; /* of all before it, n_contexts included */
};

/* ---- writing ---- */

struct snapshot {
	const struct book *book;
	struct head head;
	uint32_t at; /* the next series; 0 before the head is out */
	uint32_t crc;
	uint64_t *counts; /* observations written, by context; owned */
	uint32_t counts_cap;
};

struct snapshot *snapshot_begin(const struct book *b, uint64_t seq, uint64_t stamp)
{
	struct snapshot *s = calloc(1, sizeof *s);

	if (!s)
		return NULL;
	s->book = b;
	s->head = (struct head){.magic = MAGIC,
	                        .version = VERSION,
	                        .entry_size = sizeof(struct entry),
	                        .block_size = sizeof(struct block),
	                        .context_size = sizeof((struct context *)0)->key,
	                        .seq = seq,
	                        .stamp = stamp,
	                        .n_series = b->n_series};
	s->crc = (uint32_t)crc32(0, NULL, 0);
	return s;
}

void snapshot_end(struct snapshot *s)
{
	if (s)
		free(s->counts);
	free(s);
}

uint64_t snapshot_seq(const struct snapshot *s)
{
	return s->head.seq;
}

static int hold_counts(struct snapshot *s)
{
	uint32_t cap = s->book->n_contexts;

	if (cap <= s->counts_cap)
		return 0;
	uint64_t *grown = realloc(s->counts, cap * sizeof *grown);
	if (!grown)
		return -ENOMEM;
	memset(grown + s->counts_cap, 0, (cap - s->counts_cap) * sizeof *grown);
	s->counts = grown;
	s->counts_cap = cap;
	return 0;
}

static int put_block(struct snapshot *s, const struct block *b, struct buf *out)
{
	struct entry entries[BLOCK_MAX];
	struct block bare = *b;

	bare.cap = b->len;
	block_read(b, entries);
	for (size_t i = 0; i < b->n; i++)
		s->counts[entries[i].context]++;
	return buf_add(out, &bare, sizeof bare) || buf_add(out, b->bytes, b->len);
}

static int put_series(struct snapshot *s, const struct series *series, struct buf *out)
{
	struct series_head head = {.number = series->number,
	                           .n = series->n,
	                           .n_blocks = series->n_blocks,
	                           .key_len = (uint16_t)strlen(series->key),
	                           .freq = series->freq,
	                           .rivals = series->rivals,
	                           .repeats = series->repeats,
	                           .odd = series->odd};
	int rc = buf_add(out, &head, sizeof head) || buf_add(out, series->key, head.key_len);

	for (uint32_t i = 0; i < series->n_blocks && !rc; i++)
		rc = put_block(s, series->n_blocks > 1 ? series->many[i] : series->one, out);
	return rc;
}

static int put_end(struct snapshot *s, struct buf *out)
{
	const struct series_head none = {0};
	const struct book *b = s->book;
	int rc = buf_add(out, &none, sizeof none);

	for (uint32_t i = 0; i < b->n_contexts && !rc; i++)
		rc = buf_add(out, &b->contexts[i]->key, sizeof b->contexts[i]->key) || buf_add(out, &s->counts[i], sizeof s->counts[i]);
	return rc || buf_add(out, &b->n_contexts, sizeof b->n_contexts);
}

int snapshot_next(struct snapshot *s, size_t bytes, struct buf *out)
{
	const struct book *b = s->book;
	size_t before = out->len;
	int rc = hold_counts(s);

	if (s->at == 0 && !rc) {
		rc = buf_add(out, &s->head, sizeof s->head);
		s->at = 1;
	}
	for (; s->at <= s->head.n_series && out->len - before < bytes && !rc; s->at++) {
		const struct series *series = book_series_at(b, s->at);
		if (series && series->durable)
			rc = put_series(s, series, out);
	}
	bool last = s->at > s->head.n_series;
	if (!rc && last)
		rc = put_end(s, out);
	if (rc)
		return -ENOMEM;
	s->crc = (uint32_t)crc32(s->crc, (const Bytef *)buf_bytes(out) + before, (uInt)(out->len - before));
	if (last && buf_add(out, &s->crc, sizeof s->crc))
		return -ENOMEM;
	return !last;
}

/* ---- reading ---- */

struct reader {
	const uint8_t *at, *end;
	bool bad;
};

static void get(struct reader *r, void *out, size_t n)
{
	if ((size_t)(r->end - r->at) < n) {
		r->bad = true;
		memset(out, 0, n);
		return;
	}
	memcpy(out, r->at, n);
	r->at += n;
}

static int get_block(struct reader *r, struct block **out)
{
	struct block head;

	get(r, &head, sizeof head);
	if (r->bad || head.n == 0 || head.n > BLOCK_MAX || (size_t)(r->end - r->at) < head.len) {
		r->bad = true;
		return ERR_DAMAGED;
	}
	struct block *b = malloc(sizeof *b + head.len);
	if (!b)
		return -ENOMEM;
	*b = head;
	get(r, b->bytes, b->len);
	*out = b;
	return 0;
}

static int get_blocks(struct reader *r, struct book *b, struct series *s, uint32_t n)
{
	int rc = 0;

	if (n > 1) {
		s->many = calloc(n, sizeof(struct block *));
		if (!s->many)
			return -ENOMEM;
	}
	s->n_blocks = n;
	for (uint32_t i = 0; i < n && !rc; i++) {
		struct block **to = n > 1 ? &s->many[i] : &s->one;
		rc = get_block(r, to);
		b->bytes += rc ? 0 : sizeof **to + (*to)->len;
	}
	return rc;
}

/* 1: a series; 0: there are no more. */
static int get_series(struct reader *r, struct book *b)
{
	struct series_head head;
	char key[UINT16_MAX + 1];
	uint32_t n = 0;

	get(r, &head, sizeof head);
	if (r->bad || head.number == 0)
		return r->bad ? ERR_DAMAGED : 0;
	get(r, key, head.key_len);
	key[head.key_len] = '\0';
	const struct record record = {.kind = RECORD_SERIES, .series = {head.number, key}};
	if (r->bad || book_apply(b, &record, NULL))
		return r->bad ? ERR_DAMAGED : -ENOMEM;
	struct series *s = book_series_at(b, head.number);
	int rc = get_blocks(r, b, s, head.n_blocks);
	if (rc)
		return rc;
	for (uint32_t i = 0; i < s->n_blocks; i++) {
		const struct block *k = s->n_blocks > 1 ? s->many[i] : s->one;
		n += k->n;
		s->newest = k->last.period.start;
	}
	s->n = head.n;
	s->freq = head.freq;
	s->rivals = head.rivals;
	s->repeats = head.repeats;
	s->odd = head.odd;
	s->group->version++;
	b->n_observations += n;
	return n == head.n ? 1 : ERR_DAMAGED;
}

/* The contexts, from the end of the file backwards, because the series in front of them name them. */
static int get_contexts(struct reader *r, struct book *b)
{
	struct tail tail;
	const size_t key = sizeof((struct context *)0)->key, size = key + sizeof(uint64_t);

	if ((size_t)(r->end - r->at) < sizeof tail)
		return ERR_DAMAGED;
	memcpy(&tail, r->end - sizeof tail, sizeof tail);
	r->end -= sizeof tail;
	if (tail.n_contexts > (size_t)(r->end - r->at) / size)
		return ERR_DAMAGED;
	r->end -= tail.n_contexts * size;
	for (uint32_t i = 0; i < tail.n_contexts; i++) {
		uint64_t n;
		memcpy(&n, r->end + i * size + key, sizeof n);
		if (book_rows_add_context(b, r->end + i * size) || book_rows_count(b, b->contexts[i]->key.source, n))
			return -ENOMEM;
	}
	return 0;
}

/* Whole, and of this build and this ledger. */
static int check(const uint8_t *bytes, size_t n, struct ledger *ledger, const char *path, struct head *head, struct err *err)
{
	const struct head ours = {.magic = MAGIC,
	                          .version = VERSION,
	                          .entry_size = sizeof(struct entry),
	                          .block_size = sizeof(struct block),
	                          .context_size = sizeof((struct context *)0)->key};
	uint32_t crc;
	uint64_t stamp;

	if (n < sizeof *head + sizeof(struct tail))
		return err_set(err, ERR_DAMAGED, "%s is cut short", path);
	memcpy(head, bytes, sizeof *head);
	if (memcmp(head, &ours, offsetof(struct head, seq)) != 0)
		return err_set(err, ERR_DAMAGED, "%s was written by another version of coopd", path);
	int rc = ledger_stamp(ledger, head->seq, &stamp, err);
	if (rc)
		return rc;
	if (stamp != head->stamp)
		return err_set(err, ERR_DAMAGED, "%s is of another ledger than the one beside it", path);
	memcpy(&crc, bytes + n - sizeof crc, sizeof crc);
	if (crc32_z(crc32(0, NULL, 0), bytes, n - sizeof crc) != crc)
		return err_set(err, ERR_DAMAGED, "%s is damaged", path);
	return 0;
}

static int fill(const uint8_t *bytes, size_t n, const char *path, struct book *b, struct err *err)
{
	struct reader r = {.at = bytes + sizeof(struct head), .end = bytes + n};
	int rc = get_contexts(&r, b);

	while (!rc) {
		rc = get_series(&r, b);
		if (rc != 1)
			break;
		rc = 0;
	}
	if (rc == ERR_DAMAGED || (!rc && (r.bad || r.at != r.end)))
		return err_set(err, -EIO, "%s has a good checksum and makes no sense; remove it and start again", path);
	return rc ? err_sys(err, -rc, "%s", path) : 0;
}

int snapshot_load(const char *path, struct ledger *ledger, struct book *b, uint64_t *seq, struct err *err)
{
	struct stat st;
	struct head head;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*seq = 0;
	if (fd < 0)
		return errno == ENOENT ? err_set(err, ERR_UNKNOWN, "there is no %s", path)
		                       : err_set(err, ERR_DAMAGED, "%s cannot be opened: %s", path, strerror(errno));
	size_t n = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? (size_t)st.st_size : 0;
	void *bytes = n ? mmap(NULL, n, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0) : MAP_FAILED;
	close(fd);
	if (bytes == MAP_FAILED)
		return err_set(err, ERR_DAMAGED, "%s cannot be read", path);
	int rc = check(bytes, n, ledger, path, &head, err);
	if (!rc)
		rc = fill(bytes, n, path, b, err);
	munmap(bytes, n);
	if (!rc)
		*seq = b->last_seq = head.seq;
	return rc;
}
