/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/rrdnum.h"

#include "base/num.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXACT_MAX 9007199254740992.0 /* 2^53: whole numbers up to here are doubles, and so is every step on the way to them */
#define TRIES 24
#define DIGITS_MAX 1.8e19 /* what a uint64_t holds, about */

/* Whole numbers, and those with decimals that one division gives back; 0 for all others. */
static size_t put_plain(double v, char *out)
{
	static const struct {
		unsigned places;
		uint64_t power;
	} row[] = {{1, 10}, {2, 100}, {4, 10000}, {8, 100000000}, {16, 10000000000000000}};

	if (v < EXACT_MAX && v == (double)(int64_t)v) /* signed: that is one instruction each way */
		return num_put_whole((uint64_t)v, out);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		double whole = v * (double)row[i].power;
		if (whole >= EXACT_MAX)
			return 0;
		whole = rint(whole);
		if (whole / (double)row[i].power != v)
			continue;
		size_t n = num_put_whole((uint64_t)whole / row[i].power, out);
		out[n++] = '.';
		num_put_padded((uint64_t)whole % row[i].power, row[i].places, out + n);
		return n + row[i].places;
	}
	return 0;
}

/* What librrd makes of `whole` with `exponent` behind it. */
static double read_back(uint64_t whole, int exponent)
{
	char digits[24];
	size_t n = num_put_whole(whole, digits);
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
			size_t n = num_put_whole(whole, out);
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
