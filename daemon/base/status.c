/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/status.h"

#include <stddef.h>

const struct status_row status_rows[] = {
    {'A', "normal"},
    {'B', "break in the series"},
    {'D', "definition differs"},
    {'E', "estimated"},
    {'F', "forecast"},
    {'G', "experimental"},
    {'H', "holiday or weekend"},
    {'I', "imputed by the receiver"},
    {'J', "derogation"},
    {'K', "included in another category"},
    {'L', "missing: exists, not collected"},
    {'M', "missing: cannot exist"},
    {'N', "not significant"},
    {'O', "missing"},
    {'P', "provisional"},
    {'Q', "missing: suppressed"},
    {'S', "strike or other special event"},
    {'T', "target"},
    {'U', "low reliability"},
    {'V', "unvalidated"},
    {'W', "includes another category"},
    {0, NULL},
};

static const struct status_row *find(char letter)
{
	for (const struct status_row *r = status_rows; r->letter; r++)
		if (r->letter == letter)
			return r;
	return NULL;
}

static int unknown_letter(char c, struct err *err)
{
	char upper = (char)(c & ~0x20);
	char all[STATUS_TEXT_MAX];
	status_set every = 0;

	if (c >= 'a' && c <= 'z' && find(upper))
		return err_set(err, ERR_DATA, "status letters are capitals: %c, not %c", upper, c);
	for (const struct status_row *r = status_rows; r->letter; r++)
		every |= STATUS(r->letter);
	status_format(every, all);
	if (c > 0x20 && c < 0x7f)
		return err_set(err, ERR_DATA, "%c is no status letter; the letters are %s", c, all);
	return err_set(err, ERR_DATA, "a status is written in letters of %s", all);
}

int status_parse(const char *text, status_set *out, struct err *err)
{
	status_set s = 0;

	if (!*text)
		return err_set(err, ERR_DATA, "the status is empty; A is the normal one");
	for (; *text; text++) {
		if (!find(*text))
			return unknown_letter(*text, err);
		if (s & STATUS(*text))
			return err_set(err, ERR_DATA, "status letter %c stands twice", *text);
		s |= STATUS(*text);
	}
	*out = s;
	return 0;
}

void status_format(status_set s, char out[STATUS_TEXT_MAX])
{
	for (int letter = 'A'; letter <= 'Z'; letter++)
		if (s & STATUS(letter))
			*out++ = (char)letter;
	*out = '\0';
}

bool status_is_missing(status_set s)
{
	return s & (STATUS('M') | STATUS('O') | STATUS('L') | STATUS('Q'));
}

bool status_is_outlook(status_set s)
{
	return s & (STATUS('F') | STATUS('T'));
}
