/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/rrdnum.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXACT_MAX 9007199254740992.0 /* 2^53: whole numbers up to here are doubles, and so is every step on the way to them */
#define TRIES 24
#define DIGITS_MAX 1.8e19 /* what a uint64_t holds, about */

/* "00" to "99": two digits at a time halve the divisions. */
static const char pairs[] = "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
                            "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

static size_t put_digits(uint64_t whole, unsigned n_min, char out[24])
{
	char back[24], *end = back + sizeof back, *at = end;

	for (; whole >= 100; whole /= 100)
		memcpy(at -= 2, pairs + whole % 100 * 2, 2);
	if (whole >= 10)
		memcpy(at -= 2, pairs + whole * 2, 2);
	else if (whole)
		*--at = (char)('0' + whole);
	while (end - at < (ptrdiff_t)n_min)
		*--at = '0';
	memcpy(out, at, (size_t)(end - at));
	return (size_t)(end - at);
}

static size_t put_decimal(uint64_t whole, unsigned places, char *out)
{
	char digits[24];
	size_t n = put_digits(whole, places + 1, digits), point = n - places;

	memcpy(out, digits, point);
	if (!places)
		return point;
	out[point] = '.';
	memcpy(out + point + 1, digits + point, places);
	return n + 1;
}

/* Whole numbers, and those with decimals that one division gives back; 0 for all others. */
static size_t put_plain(double v, char *out)
{
	static const struct {
		unsigned places;
		double power;
	} row[] = {{0, 1e0}, {1, 1e1}, {2, 1e2}, {4, 1e4}, {8, 1e8}, {16, 1e16}};

	if (v < EXACT_MAX && v == (double)(uint64_t)v)
		return put_digits((uint64_t)v, 1, out);
	for (size_t i = 1; i < sizeof row / sizeof row[0]; i++) {
		double whole = v * row[i].power;
		if (whole >= EXACT_MAX)
			return 0;
		whole = rint(whole);
		if (whole / row[i].power == v)
			return put_decimal((uint64_t)whole, row[i].places, out);
	}
	return 0;
}

/* What librrd makes of `whole` with `exponent` behind it. */
static double read_back(uint64_t whole, int exponent)
{
	char digits[24];
	size_t n = put_digits(whole, 1, digits);
	double v = 0, power = 10;

	for (size_t i = 0; i < n; i++)
		v = v * 10 + (digits[i] - '0');
	for (int e = abs(exponent); e; e >>= 1, power *= power)
		if (e & 1)
			v = exponent < 0 ? v / power : v * power;
	return v;
}

/* A whole number near v / 10^exponent that is read back to v. Beyond 2^53 rounding on the way makes it a matter of luck which one is, so several about
 * each double are tried. */
static bool find_whole(double v, int exponent, uint64_t *out)
{
	double near = exponent < 0 ? v * pow(10, -exponent) : v / pow(10, exponent);

	if (!(near >= 1 && near < DIGITS_MAX))
		return false;
	double step = fmax(1, (nextafter(near, INFINITY) - near) / 8);
	for (int i = 0; i <= 2 * TRIES; i++) {
		int away = i & 1 ? i / 2 + 1 : -(i / 2);
		*out = (uint64_t)rint(near + away * step);
		if (read_back(*out, exponent) == v)
			return true;
	}
	return false;
}

/* 16 digits and more: fewer are not fine enough. */
static size_t put_searched(double v, char *out)
{
	int own = (int)floor(log10(v));
	uint64_t whole;

	for (int n_digits = 15; n_digits < 19; n_digits++)
		if (find_whole(v, own - n_digits, &whole)) {
			size_t n = put_digits(whole, 1, out);
			return n + (size_t)snprintf(out + n, RRDNUM_TEXT_MAX - n, "e%d", own - n_digits);
		}
	return (size_t)snprintf(out, RRDNUM_TEXT_MAX - 1, "%.17e", v);
}

size_t rrdnum_format(double v, char out[RRDNUM_TEXT_MAX])
{
	size_t sign = 0;

	if (isnan(v) || isinf(v))
		return (size_t)(stpcpy(out, isnan(v) ? "nan" : v < 0 ? "-inf" : "inf") - out);
	if (v < 0) {
		out[sign++] = '-';
		v = -v;
	}
	size_t n = put_plain(v, out + sign);
	return sign + (n ? n : put_searched(v, out + sign));
}
