/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/graph_private.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define RANGE_MAX 1e290   /* larger values are drawn at the edge */
#define PIXELS_A_TICK 2.6 /* of a label's height */

/* Powers of a thousand that have a name which every reader of reports knows. */
static const struct {
	double one;
	const char *name;
} powers[] = {{1e12, "trillion"}, {1e9, "billion"}, {1e6, "million"}, {1e3, "thousand"}};

/* Units whose own name reads badly on an axis. "" : the scale's word alone, or "Number". */
static const struct {
	const char *unit, *written;
	bool scaled;
} units[] = {{"count", "", true},     {"percent", "percent", false}, {"pp", "percentage points", false}, {"index", "index", false},
             {"rank", "rank", false}, {"edition", "edition", false}, {"m3", "m\xc2\xb3", true}};

static bool is_unit(const char *unit, const char *name)
{
	return strcmp(unit, name) == 0;
}

static void name_unit(struct graph_scale *s, const char *unit, const char *power)
{
	const char *written = unit;

	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (is_unit(unit, units[i].unit))
			written = units[i].written;
	if (!power[0] && !written[0])
		written = "number";
	snprintf(s->unit, sizeof s->unit, "%s%s%.60s", power, power[0] && written[0] ? " " : "", written);
	s->unit[0] = (char)toupper((unsigned char)s->unit[0]);
}

/* The axis's unit, after the largest value. Up to 10,000 figures are written out; beyond quadrillions, and below thousandths, as powers of ten. */
static void choose_unit(struct graph_scale *s, double most, const char *unit)
{
	char power[32] = "";
	bool scaled = true;

	s->one = 1;
	s->percent = is_unit(unit, "percent");
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (is_unit(unit, units[i].unit))
			scaled = units[i].scaled;
	if (most >= 1e16 || (most > 0 && most < 1e-3)) {
		int exponent = (int)floor(log10(most) / 3) * 3;
		s->one = pow(10, exponent);
		snprintf(power, sizeof power, "10^%d", exponent);
	} else if (scaled && most >= 1e4) {
		size_t i = 0;
		while (most < powers[i].one)
			i++;
		s->one = powers[i].one;
		snprintf(power, sizeof power, "%s", powers[i].name);
	}
	name_unit(s, unit, power);
}

/* The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `least`. */
static double round_step(double least)
{
	static const double steps[] = {1, 2, 2.5, 5, 10};
	double power = pow(10, floor(log10(least)));

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (steps[i] * power >= least * (1 - 1e-9))
			return steps[i] * power;
	return 10 * power;
}

static void choose_tick(struct graph_scale *s, const struct graph_extent *e)
{
	double fitting = fmax(2, fmin(GRAPH_TICKS_MAX - 4, e->height / (e->label * PIXELS_A_TICK)));
	double range = fabs(s->high - s->low) / s->one;

	s->tick = round_step(range / fitting);
	/* Of things that are counted there is no half. */
	if (e->whole && s->one == 1 && s->tick < 10)
		s->tick = s->tick < 1.5 ? 1 : s->tick < 4 ? 2 : s->tick < 7 ? 5 : 10;
	/* 2.5 needs one digit more than its power of ten. */
	double place = floor(log10(s->tick) + 1e-9);
	bool half = fabs(s->tick / pow(10, place) - 2.5) < 1e-6;
	s->decimals = (int)fmax(0, fmin(9, -place + half));
	if (half && place >= 1)
		s->decimals = 0;
	s->tick *= s->one;
}

static double clamped(double v)
{
	return fmax(-RANGE_MAX, fmin(RANGE_MAX, v));
}

static void rank_scale(struct graph_scale *s, const struct graph_extent *e)
{
	s->low = e->max + 0.6;
	s->high = e->min < 4 ? 0.4 : e->min - 0.6;
	s->low = fmax(s->low, s->high + 3);
	choose_tick(s, e);
}

void graph_scale_make(struct graph_scale *s, const struct graph_extent *e, const char *unit)
{
	double min = clamped(e->min), max = clamped(e->max), head = fmin(0.3, e->label * 1.5 / fmax(e->height, 1));

	*s = (struct graph_scale){.whole = e->whole};
	if (e->zero) {
		min = fmin(min, 0);
		max = fmax(max, 0);
	}
	choose_unit(s, fmax(fabs(min), fabs(max)), unit);
	if (is_unit(unit, "rank")) {
		rank_scale(s, e);
		return;
	}
	double range = max - min;
	if (range < fmax(fabs(min), fabs(max)) * 1e-9 || range == 0) {
		range = fmax(fabs(max) * 0.2, s->one);
		min -= e->zero ? 0 : range / 2;
		max = min + range;
	}
	/* Labels stand over what goes up and under what goes down. */
	double pixel = range / (1 - head * ((max > 0 || !e->zero) + (min < 0 || !e->zero)));
	s->high = max > 0 || !e->zero ? max + pixel * head : max;
	s->low = min < 0 || !e->zero ? min - pixel * head : min;
	if (min >= 0 && s->low < 0)
		s->low = 0;
	choose_tick(s, e);
	/* A grid line that is nearly there closes the plot. */
	double next = ceil(s->high / s->tick - 1e-9) * s->tick;
	if (next - s->high < 0.1 * (s->high - s->low))
		s->high = next;
}

size_t graph_scale_ticks(const struct graph_scale *s, double out[GRAPH_TICKS_MAX])
{
	double from = fmin(s->low, s->high), to = fmax(s->low, s->high);
	size_t n = 0;

	/* The first rank is a tick, whatever the step. */
	double offset = s->low > s->high ? fmod(1, s->tick) : 0;
	for (double k = ceil((from - offset) / s->tick - 1e-9); n < GRAPH_TICKS_MAX && k * s->tick + offset <= to + 1e-9 * s->tick; k++)
		out[n++] = k * s->tick + offset + 0.0;
	return n;
}

double graph_scale_part(const struct graph_scale *s, double value)
{
	return (clamped(value) - s->low) / (s->high - s->low);
}

/* The digits with a comma between thousands, and a minus sign that is one. */
static void write_number(double v, int decimals, char *to, size_t cap)
{
	char digits[400];
	bool negative = v < 0;
	size_t used = 0;

	int n = snprintf(digits, sizeof digits, "%.*f", decimals, fabs(v));
	int whole = decimals ? n - decimals - 1 : n;
	if (strspn(digits, "0.") == (size_t)n)
		negative = false;
	if (negative)
		used += (size_t)snprintf(to, cap, "\xe2\x88\x92");
	for (int i = 0; i < n && used + 3 < cap; i++) {
		if (i && i < whole && (whole - i) % 3 == 0)
			to[used++] = ',';
		to[used++] = digits[i];
	}
	to[used] = '\0';
}

void graph_scale_tick_text(const struct graph_scale *s, double value, char out[GRAPH_LABEL_MAX])
{
	write_number(value / s->one, s->decimals, out, GRAPH_LABEL_MAX - 1);
	if (s->percent)
		strcat(out, "%");
}

void graph_scale_value_text(const struct graph_scale *s, double value, char out[GRAPH_LABEL_MAX])
{
	double v = value / s->one, size = fabs(v);
	int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size > 0 ? (int)fmin(9, 1 - floor(log10(size)) + 1) : 0;

	if (s->whole && s->one == 1)
		decimals = 0;
	write_number(v, decimals, out, GRAPH_LABEL_MAX - 1);
	/* No digits that say nothing: 4.40 is 4.4. */
	if (decimals) {
		size_t n = strlen(out);
		while (out[n - 1] == '0')
			n--;
		n -= out[n - 1] == '.';
		out[n] = '\0';
	}
	if (s->percent)
		strcat(out, "%");
}
