/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "coopctl/sorted.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

int sorted_open(struct sorted *s, struct err *err)
{
	*s = (struct sorted){.file = tmpfile()};
	return s->file ? 0 : err_sys(err, errno, "cannot make a temporary file");
}

int sorted_add(struct sorted *s, uint64_t number, struct err *err)
{
	int64_t end = ftello(s->file);

	if (end < 0 || ferror(s->file))
		return err_sys(err, errno ? errno : EIO, "cannot write a temporary file");
	if (s->n == s->cap) {
		size_t cap = s->cap ? 2 * s->cap : 1024;
		struct sorted_piece *piece = reallocarray(s->piece, cap, sizeof *piece);
		if (!piece)
			return err_set(err, -ENOMEM, "out of memory");
		s->piece = piece;
		s->cap = cap;
	}
	s->piece[s->n++] = (struct sorted_piece){number, s->end, end};
	s->end = end;
	return 0;
}

static int by_number(const void *a, const void *b)
{
	const struct sorted_piece *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

int sorted_print(struct sorted *s, FILE *to, struct err *err)
{
	if (!s->n || !s->end)
		return 0;
	if (fflush(s->file))
		return err_sys(err, errno, "cannot write a temporary file");
	char *text = mmap(NULL, (size_t)s->end, PROT_READ, MAP_PRIVATE, fileno(s->file), 0);
	if (text == MAP_FAILED)
		return err_sys(err, errno, "cannot read a temporary file");
	qsort(s->piece, s->n, sizeof *s->piece, by_number);
	int rc = 0;
	for (size_t i = 0; i < s->n && !rc; i++) {
		size_t len = (size_t)(s->piece[i].end - s->piece[i].at);
		if (fwrite(text + s->piece[i].at, 1, len, to) != len)
			rc = err_set(err, -EIO, "cannot write the output");
	}
	munmap(text, (size_t)s->end);
	return rc;
}

void sorted_close(struct sorted *s)
{
	if (s->file)
		fclose(s->file);
	free(s->piece);
	*s = (struct sorted){0};
}
