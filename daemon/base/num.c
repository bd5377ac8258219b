/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/num.h"

#include "base/err.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_IN_MAX 400 /* longer "numbers" are an attack or a slip */
#define EXACT_POWER 22  /* the largest power of ten that a double holds exactly */

static const double power[EXACT_POWER + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                              1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* What the grammar found: the digits as one whole number (as long as it stays exact) and the place of the last. */
struct decimal {
	bool negative, exact;
	uint64_t digits;
	long exponent;
};

static bool scan(const char *at, const char *end, struct decimal *d)
{
	*d = (struct decimal){.exact = true};
	if (at < end && (*at == '-' || *at == '+'))
		d->negative = *at++ == '-';
	const char *first = at, *point = NULL;
	for (; at < end && (is_digit(*at) || (*at == '.' && !point && at > first)); at++) {
		if (*at == '.') {
			point = at;
			continue;
		}
		if (d->digits > (UINT64_C(1) << 53) / 10 - 1)
			d->exact = false;
		else
			d->digits = d->digits * 10 + (uint64_t)(*at - '0');
		d->exponent -= point != NULL;
	}
	if (at == first || at[-1] == '.')
		return false;
	if (at == end)
		return true;
	if (*at != 'e' && *at != 'E')
		return false;
	at++;
	bool down = false;
	long e = 0;
	if (at < end && (*at == '-' || *at == '+'))
		down = *at++ == '-';
	if (at == end)
		return false;
	for (; at < end && is_digit(*at); at++)
		e = e < 100000 ? e * 10 + (*at - '0') : e;
	d->exponent += down ? -e : e;
	return at == end;
}

int num_parse(const char *text, size_t n, double *out)
{
	char copy[TEXT_IN_MAX + 1];
	struct decimal d;

	if (n == 3 && (memcmp(text, "nan", 3) == 0 || memcmp(text, "inf", 3) == 0)) {
		*out = text[0] == 'n' ? (double)NAN : (double)INFINITY;
		return 0;
	}
	if (n == 4 && memcmp(text, "-inf", 4) == 0) {
		*out = -(double)INFINITY;
		return 0;
	}
	if (n == 0 || n > TEXT_IN_MAX || !scan(text, text + n, &d))
		return ERR_DATA;
	/* Two exact doubles and one operation: correctly rounded without strtod. */
	if (d.exact && d.exponent >= -EXACT_POWER && d.exponent <= EXACT_POWER) {
		double v = (double)d.digits;
		v = d.exponent < 0 ? v / power[-d.exponent] : v * power[d.exponent];
		*out = d.negative ? -v : v;
		return 0;
	}
	memcpy(copy, text, n);
	copy[n] = '\0';
	double v = strtod(copy, NULL);
	if (isinf(v))
		return ERR_DATA;
	*out = v;
	return 0;
}

int num_parse_int(const char *text, size_t n, int64_t min, int64_t max, int64_t *out)
{
	size_t i = n > 0 && (text[0] == '-' || text[0] == '+');
	bool negative = i && text[0] == '-';
	int64_t v = 0; /* kept negative: that side reaches one further */

	if (i == n)
		return ERR_DATA;
	for (; i < n; i++)
		if (!is_digit(text[i]) || __builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, text[i] - '0', &v))
			return ERR_DATA;
	if (!negative && __builtin_sub_overflow((int64_t)0, v, &v))
		return ERR_DATA;
	if (v < min || v > max)
		return ERR_DATA;
	*out = v;
	return 0;
}

/* "00" to "99": two digits at a time halve the divisions. */
static const char pairs[] = "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
                            "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

/* From the number of bits, 1233 / 4096 being log10(2) nearly, which is right or one too many. 0 counts as 1. */
static unsigned count_digits(uint64_t v)
{
	static const uint64_t powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,
	                                  1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19};
	unsigned n = (unsigned)(64 - __builtin_clzll(v | 1)) * 1233 >> 12;

	return n + ((v | 1) >= powers[n]);
}

/* memcpy of two bytes is an instruction. */
static void put_pair(unsigned v, char *out)
{
	memcpy(out, pairs + (size_t)v * 2, 2);
}

void num_put_padded(uint64_t v, unsigned n, char *out)
{
	for (; n >= 4; v /= 10000) {
		unsigned low = (unsigned)(v % 10000);
		put_pair(low % 100, out + (n -= 2));
		put_pair(low / 100, out + (n -= 2));
	}
	if (n >= 2) {
		put_pair((unsigned)(v % 100), out + (n -= 2));
		v /= 100;
	}
	if (n)
		out[0] = (char)('0' + v % 10);
}

size_t num_put_whole(uint64_t v, char out[NUM_WHOLE_MAX])
{
	unsigned n = count_digits(v);

	num_put_padded(v, n, out);
	return n;
}

/* Writes `n` digits whose first stands at 10^exponent: plainly where that needs few filling zeros, else d.ddde+21. */
static size_t put_digits(const char *digits, size_t n, int exponent, char *out)
{
	char *to = out;
	int n_digits = (int)n;

	if (exponent >= -5 && exponent < 0) {
		*to++ = '0';
		*to++ = '.';
		for (int i = -1; i > exponent; i--)
			*to++ = '0';
		memcpy(to, digits, n);
		to += n;
	} else if (exponent >= 0 && exponent < 17 && (exponent < 15 || n_digits > exponent)) {
		for (int i = 0; i <= exponent || i < n_digits; i++) {
			if (i == exponent + 1)
				*to++ = '.';
			*to++ = i < n_digits ? digits[i] : '0';
		}
	} else {
		*to++ = digits[0];
		if (n > 1) {
			*to++ = '.';
			memcpy(to, digits + 1, n - 1);
			to += n - 1;
		}
		*to++ = 'e';
		*to++ = exponent < 0 ? '-' : '+';
		to += num_put_whole((uint64_t)abs(exponent), to);
	}
	return (size_t)(to - out);
}

/* The general case, v > 0 and finite: the fewest digits from 15 that read back. Below DBL_MIN doubles have fewer digits than that. */
static size_t put_shortest(double v, char *out)
{
	char text[40], digits[20] = "0";
	int precision = v < DBL_MIN ? 0 : 14;

	do
		snprintf(text, sizeof text, "%.*e", precision, v);
	while (strtod(text, NULL) != v && ++precision <= 16); /* NOLINT(cert-err34-c): our own text */

	size_t n = 0;
	const char *at = text;
	for (; *at != 'e'; at++)
		if (is_digit(*at))
			digits[n++] = *at;
	while (n > 1 && digits[n - 1] == '0')
		n--;
	return put_digits(digits, n, (int)strtol(at + 1, NULL, 10), out);
}

/* Decimals with at most 15 digits and 6 places, v > 0: whole / 10^places is correctly rounded, so where it gives v back the text does too, and
 * the fewest places are the shortest text. 0 where v is none of these. */
static size_t put_short_decimal(double v, char *out)
{
	for (int places = 1; places <= 6; places++) {
		double whole = rint(v * power[places]);
		if (whole >= 1e15)
			return 0;
		if (whole / power[places] != v)
			continue;
		char digits[20] = "0";
		size_t n = num_put_whole((uint64_t)whole, digits);
		return put_digits(digits, n, (int)n - 1 - places, out);
	}
	return 0;
}

size_t num_format(double v, char out[NUM_TEXT_MAX])
{
	char *to = out;

	if (isnan(v)) {
		memcpy(out, "nan", 4);
		return 3;
	}
	if (v < 0) {
		*to++ = '-';
		v = -v;
	}
	if (isinf(v)) {
		memcpy(to, "inf", 3);
		to += 3;
	} else if (v < 1e15 && v == (double)(uint64_t)v) {
		to += num_put_whole((uint64_t)v, to);
	} else {
		size_t n = v > 1e-5 && v < 1e14 ? put_short_decimal(v, to) : 0;
		to += n ? n : put_shortest(v, to);
	}
	*to = '\0';
	return (size_t)(to - out);
}
