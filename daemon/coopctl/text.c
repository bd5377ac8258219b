/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "coopctl/text.h"

#include "base/num.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Length of the well-formed UTF-8 sequence at `s` (RFC 3629: shortest form, no surrogates), 0 where there is none. */
static size_t sequence_len(const unsigned char *s, size_t n)
{
	size_t len = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : s[0] < 0xf5 ? 4 : 0;

	if (len > n)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf0 && s[1] < 0x90) ||
	    (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return len;
}

void text_clean(char *text, size_t n)
{
	unsigned char *s = (unsigned char *)text;

	for (size_t i = 0; i < n;) {
		size_t len = sequence_len(s + i, n - i);
		if (s[i] == '\t') {
			s[i] = ' ';
		} else if (len == 0 || s[i] < 0x20 || s[i] == 0x7f) {
			s[i] = '?';
			len = 1;
		} else if (len == 2 && s[i] == 0xc2 && s[i + 1] < 0xa0) {
			s[i] = s[i + 1] = '?';
		}
		i += len;
	}
}

static bool number(const char *text, double *out)
{
	return text && num_parse(text, strlen(text), out) == 0;
}

/* Commas between groups of three digits of a plain decimal number. */
static void group(const char *plain, char *out, size_t cap)
{
	size_t start = plain[0] == '-', digits = strspn(plain + start, "0123456789"), to = 0;

	for (size_t i = 0; plain[i] && to + 2 < cap; i++) {
		size_t left = i < start + digits ? start + digits - i : 0;
		if (i > start && left && left % 3 == 0)
			out[to++] = ',';
		out[to++] = plain[i];
	}
	out[to] = '\0';
}

/* "%.*f" without the zeros at its end. */
static void trimmed(double v, int decimals, char *out, size_t cap)
{
	snprintf(out, cap, "%.*f", decimals, v);
	if (!strchr(out, '.'))
		return;
	size_t len = strlen(out);
	while (out[len - 1] == '0')
		out[--len] = '\0';
	if (out[len - 1] == '.')
		out[len - 1] = '\0';
}

/* Writes `v` into `out` and returns the word for its scale, "" for none. Nothing is rounded away: what does not fit four decimals of a scale
 * is written out in full. */
static const char *spelled(double v, char *out, size_t cap)
{
	static const struct {
		double size;
		const char *word;
	} scales[] = {{1e12, " trillion"}, {1e9, " billion"}, {1e6, " million"}};
	char plain[64];

	if (fabs(v) >= 1e15 || (v != 0 && fabs(v) < 1e-6)) {
		num_format(v, plain);
		snprintf(out, cap, "%s", plain);
		return "";
	}
	for (size_t i = 0; i < sizeof scales / sizeof scales[0]; i++) {
		if (fabs(v) < scales[i].size)
			continue;
		trimmed(v / scales[i].size, 4, plain, sizeof plain);
		if (fabs(strtod(plain, NULL) * scales[i].size - v) > fabs(v) * 1e-12)
			break;
		group(plain, out, cap);
		return scales[i].word;
	}
	trimmed(v, fabs(v) >= 1e4 ? 2 : 6, plain, sizeof plain);
	group(plain, out, cap);
	return "";
}

static const char *ordinal_ending(double v)
{
	int n = (int)fmod(v, 100);

	if (n >= 11 && n <= 13)
		return "th";
	return n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th";
}

static const char *hedge(const char *bound)
{
	static const char *const words[][2] = {{"about", "about "}, {"nearly", "nearly "}, {"gt", "over "},
	                                       {"ge", "at least "}, {"lt", "under "},      {"le", "at most "}};

	for (size_t i = 0; bound && i < sizeof words / sizeof words[0]; i++)
		if (strcmp(words[i][0], bound) == 0)
			return words[i][1];
	return "";
}

/* Behind the number: a blank and the unit, unless the number says it all. */
static const char *unit_ending(const char *unit, char *scratch, size_t cap)
{
	static const char *const silent[] = {"", "count", "rank", "edition", "index"};

	if (!unit)
		return "";
	for (size_t i = 0; i < sizeof silent / sizeof silent[0]; i++)
		if (strcmp(unit, silent[i]) == 0)
			return "";
	snprintf(scratch, cap, " %s", strcmp(unit, "percent") == 0 ? "%" : unit);
	return scratch;
}

static double rounded(double v, const char *low, const char *high, const char *basis)
{
	double a, b;

	if (!basis || strcmp(basis, "observed") == 0 || !number(low, &a) || !number(high, &b) || !isfinite(b - a) || !(b > a))
		return v;
	double place = pow(10, floor(log10(b - a)));
	return place >= 1 ? round(v / place) * place : round(v * round(1 / place)) / round(1 / place);
}

/* Reads both ends and rounds them: three significant digits of a width are what people read. */
static bool ends(const char *low, const char *high, double *a, double *b)
{
	if (!number(low, a) || !number(high, b) || isnan(*a) || isnan(*b))
		return false;
	double place = isfinite(*b - *a) && *a != *b ? pow(10, floor(log10(fabs(*b - *a))) - 2) : 0;
	if (place >= 1) {
		*a = round(*a / place) * place;
		*b = round(*b / place) * place;
	} else if (place > 1e-9) {
		double parts = round(1 / place);
		*a = round(*a * parts) / parts;
		*b = round(*b * parts) / parts;
	}
	return true;
}

/* Both ends of a range: as a source gave them, or, where they follow from others, rounded. */
static bool range_ends(const char *low, const char *high, const char *basis, double *a, double *b)
{
	if (basis && strcmp(basis, "observed") != 0)
		return ends(low, high, a, b) && isfinite(*a) && isfinite(*b);
	return number(low, a) && number(high, b) && isfinite(*a) && isfinite(*b);
}

void text_figure(const char *value, const char *low, const char *high, const char *bound, const char *basis, const char *unit,
                 char out[TEXT_FIGURE_MAX])
{
	char digits[64], upper[64], scratch[32];
	double v, to;

	if (!number(value, &v)) {
		snprintf(out, TEXT_FIGURE_MAX, "%.60s", value ? value : "");
		return;
	}
	if (isnan(v)) {
		snprintf(out, TEXT_FIGURE_MAX, "missing");
		return;
	}
	bool places = unit && (strcmp(unit, "rank") == 0 || strcmp(unit, "edition") == 0) && v >= 1 && v < 1e9 && v == floor(v);
	const char *end = unit_ending(unit, scratch, sizeof scratch);
	const char *scale = spelled(rounded(v, low, high, basis), digits, sizeof digits);
	if (places && bound && strcmp(bound, "le") == 0) {
		snprintf(out, TEXT_FIGURE_MAX, "among the top %s", digits);
	} else if (places) {
		snprintf(out, TEXT_FIGURE_MAX, "%s%s%s", hedge(bound), digits, ordinal_ending(v));
	} else if (bound && strcmp(bound, "range") == 0 && range_ends(low, high, basis, &v, &to)) {
		scale = spelled(v, digits, sizeof digits);
		const char *upper_scale = spelled(to, upper, sizeof upper);
		snprintf(out, TEXT_FIGURE_MAX, "%s%s to %s%s%.20s", digits, scale, upper, upper_scale, end);
	} else {
		snprintf(out, TEXT_FIGURE_MAX, "%s%s%s%.20s", hedge(bound), digits, scale, end);
	}
}

void text_interval(const char *low, const char *high, char out[TEXT_FIGURE_MAX])
{
	char from[48] = "", to[48] = "";
	const char *from_scale = "", *to_scale = "";
	double a, b;

	out[0] = '\0';
	if (!ends(low, high, &a, &b) || a == b)
		return;
	if (isfinite(a))
		from_scale = spelled(a, from, sizeof from);
	if (isfinite(b))
		to_scale = spelled(b, to, sizeof to);
	snprintf(out, TEXT_FIGURE_MAX, "%s%s..%s%s", from, strcmp(from_scale, to_scale) == 0 ? "" : from_scale, to, to_scale);
}

bool text_end(const char *low, const char *high, bool upper, const char *unit, char out[TEXT_FIGURE_MAX])
{
	char digits[64], scratch[32];
	double a, b;

	if (!ends(low, high, &a, &b) || !isfinite(upper ? b : a))
		return false;
	const char *scale = spelled(upper ? b : a, digits, sizeof digits);
	snprintf(out, TEXT_FIGURE_MAX, "%s%s%.20s", digits, scale, unit_ending(unit, scratch, sizeof scratch));
	return true;
}

double text_difference(double from, double to)
{
	double d = to - from, size = fmax(fabs(from), fabs(to));
	int decimals = size > 0 && isfinite(d) ? 14 - (int)floor(log10(size)) : 0;
	char text[400];

	if (decimals <= 0 || decimals > 300)
		return d;
	snprintf(text, sizeof text, "%.*f", decimals, d);
	return strtod(text, NULL);
}

void text_change(double change, const char *unit, char out[TEXT_FIGURE_MAX])
{
	char digits[64], scratch[32];
	const char *scale = spelled(fabs(change), digits, sizeof digits);

	/* The difference of two percentages is percentage points. */
	if (unit && strcmp(unit, "percent") == 0)
		unit = "pp";
	snprintf(out, TEXT_FIGURE_MAX, "%s%s%s%.20s",
	         change < 0   ? "-"
	         : change > 0 ? "+"
	                      : "",
	         digits, scale, unit_ending(unit, scratch, sizeof scratch));
}
