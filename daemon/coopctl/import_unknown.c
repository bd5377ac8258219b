/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a machine can know of an indicator is guessed from its values, and the rest is left to whoever pastes it: unit and kind are said to be looked at.
 */
#include "coopctl/import.h"

#include "base/num.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TITLE_MAX 180

static double number(const struct words *w, const char *key)
{
	const char *text = words_option(w, key);
	double v;

	return text && num_parse(text, strlen(text), &v) == 0 ? v : 0;
}

/* "life_expectancy_years" as "Life expectancy years"; quotes and backslashes have no place in it. */
static void make_title(const char *code, char out[TITLE_MAX + 1])
{
	size_t n = 0;

	for (; *code && n < TITLE_MAX; code++)
		out[n++] = *code == '_' || *code == '"' || *code == '\\' ? ' ' : *code;
	while (n && ((unsigned char)out[n - 1] & 0xc0) == 0x80 && *code)
		n--; /* no half characters */
	if (n && *code && (unsigned char)out[n - 1] >= 0xc0)
		n--;
	out[n] = '\0';
	out[0] = (char)toupper((unsigned char)out[0]);
}

void import_unknown_print(const struct words *w, bool first)
{
	const char *id = words_option(w, "unknown"), *slash = id ? strchr(id, '/') : NULL, *code = words_option(w, "code");
	const char *low = words_option(w, "low"), *high = words_option(w, "high");
	char title[TITLE_MAX + 1];
	double lowest = number(w, "low"), highest = number(w, "high");
	bool is_signed = lowest < 0;

	if (!slash)
		return;
	if (first)
		fputs("# Look over titles, units and kinds, then put this into conf.d and reload coopd.\nindicators = (\n", stdout);
	make_title(code && *code ? code : slash + 1, title);
	printf(
	    "%s\t# %s rows, %s to %s\n\t{ area = \"%.*s\"; id = \"%s\"; title = \"%s\"; unit = \"units\"; kind = \"stock\"; decimals = %d;",
	    first ? "" : ",\n", words_option(w, "rows") ? words_option(w, "rows") : "?", low ? low : "?", high ? high : "?",
	    (int)(slash - id), id, slash + 1, title, (int)(number(w, "decimals") > 9 ? 9 : number(w, "decimals")));
	if (is_signed)
		fputs(" signed = true;", stdout);
	if (highest >= 1e14)
		fputs(" plausible_max = 1e300;", stdout);
	if (lowest <= -1e14)
		fputs(" plausible_min = -1e300;", stdout);
	fputs(" }", stdout);
}

void import_unknown_end(bool any)
{
	fputs(any ? "\n);\n" : "# coopd knows every indicator of these files.\n", stdout);
}
