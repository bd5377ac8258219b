/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables of words: no phrase stands twice in a class, for the second place would say nothing or something else.
 */
#include "read/english.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct phrase {
	enum word_class class;
	const char *text;
	size_t n;
};

static int by_text(const void *a, const void *b)
{
	const struct phrase *p = a, *q = b;
	size_t n = p->n < q->n ? p->n : q->n;

	if (p->class != q->class)
		return p->class < q->class ? -1 : 1;
	int cmp = memcmp(p->text, q->text, n);
	return cmp ? cmp : (p->n > q->n) - (p->n < q->n);
}

/* All phrases of all rows; the caller frees them. */
static struct phrase *phrases(size_t *n)
{
	struct phrase *all = NULL;

	*n = 0;
	for (const struct word_row *r = english_words; r->phrases; r++)
		for (const char *at = r->phrases; *at; at += *at == '|') {
			struct phrase *grown = realloc(all, (*n + 1) * sizeof *all);
			assert_non_null(grown);
			all = grown;
			all[(*n)++] = (struct phrase){r->class, at, strcspn(at, "|")};
			at += strcspn(at, "|");
		}
	return all;
}

static void once(void **state)
{
	size_t n, twice = 0;
	struct phrase *all = phrases(&n);

	(void)state;
	assert_true(n > 1000);
	qsort(all, n, sizeof *all, by_text);
	for (size_t i = 0; i < n; i++) {
		assert_int_not_equal(all[i].n, 0);
		if (i && by_text(&all[i - 1], &all[i]) == 0) {
			print_error("\"%.*s\" stands twice in class %d\n", (int)all[i].n, all[i].text, (int)all[i].class);
			twice++;
		}
	}
	free(all);
	assert_int_equal(twice, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(once)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
