/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl/valuelist.h"

#include "base/period_time.h"

#include <ctype.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define FIELDS_MAX 5
#define SHAPE "write TIME:VALUE, TIME:VALUE:LOW:HIGH or TIME:VALUE:LOW:HIGH:DERIVED"

static bool is_unknown(const char *text)
{
	return strcmp(text, "U") == 0 || strcasecmp(text + (text[0] == '-'), "nan") == 0;
}

/* NAN where it is not said. What one reader takes for octal and the other for decimal is refused. */
static int read_number(const char *text, const char *what, double *out, struct err *err)
{
	const char *digits = text + (text[0] == '-' || text[0] == '+');

	*out = NAN;
	if (is_unknown(text))
		return 0;
	if (!text[0])
		return err_set(err, ERR_DATA, "the %s is empty; " SHAPE ", with U for what is not known", what);
	if (digits[0] == '0' && isdigit((unsigned char)digits[1]))
		return err_set(err, ERR_DATA, "the %s %.40s begins with 0, which some read as octal: write it without", what, text);
	if (num_parse(text, strlen(text), out) || !isfinite(*out))
		return err_set(err, ERR_DATA, "the %s \"%.40s\" is no decimal number", what, text);
	return 0;
}

/* Whether `value` is half-way, as far as doubles can tell. */
static bool is_middle(double value, double low, double high)
{
	double off = fabs((value - low) - (high - value));
	return off <= 1e-9 * (high - low) + 4 * DBL_EPSILON * (fabs(low) + fabs(high));
}

static int settle_bound(double value, double low, double high, struct valuelist *out, struct err *err)
{
	out->bound = NULL;
	if (isnan(low) && isnan(high))
		return 0;
	if (isnan(low) || isnan(high))
		return err_set(err, ERR_DATA, "low and high belong together: say both, or U for both");
	if (low > value || value > high)
		return err_set(err, ERR_DATA, "the value %.40s is not between its low and its high", out->value);
	if (!isfinite(high - low))
		return err_set(err, ERR_DATA, "low and high are further apart than a number can tell");
	if (low == high)
		out->bound = "exact";
	else if (value == low)
		out->bound = "ge";
	else if (value == high)
		out->bound = "le";
	else if (is_middle(value, low, high))
		out->bound = "eq";
	else
		return err_set(err, ERR_DATA,
		               "the value %.40s is neither the middle nor an end of its low and high: PUT with bound= and g= says more",
		               out->value);
	/* Two decimals subtracted leave dust in the 16th digit. */
	snprintf(out->g, sizeof out->g, "%.15g", high - low);
	return 0;
}

static int check_derived(double derived, struct err *err)
{
	if (derived == 1)
		return err_set(err, ERR_DATA, "coopd derives by itself: put what was observed, with derived 0, U or left off");
	if (!isnan(derived) && derived != 0)
		return err_set(err, ERR_DATA, "derived is 0 or 1");
	return 0;
}

static int no_withdrawal(const struct series_name *name, const struct valuelist *v, struct err *err)
{
	return err_set(err, ERR_DATA, "the value is unknown; what was said before is withdrawn with PUT %s-%c %s nan status=M", name->key,
	               name->freq, v->period);
}

/* value, low, high and derived. */
static int read_fields(char *const field[], size_t n, const struct series_name *name, struct valuelist *out, struct err *err)
{
	static const char *const names[] = {"value", "low", "high", "derived"};
	double number[4] = {NAN, NAN, NAN, NAN};
	int rc = 0;

	for (size_t i = 0; i < n && !rc; i++)
		rc = read_number(field[i], names[i], &number[i], err);
	if (rc)
		return rc;
	out->value = field[0];
	if (isnan(number[0]))
		return no_withdrawal(name, out, err);
	rc = check_derived(number[3], err);
	return rc ? rc : settle_bound(number[0], number[1], number[2], out, err);
}

int valuelist_parse(char *text, const struct series_name *name, double now, struct valuelist *out, struct err *err)
{
	char *field[FIELDS_MAX] = {NULL}, *rest = text;
	struct period period;
	double seconds;
	size_t n = 0;

	if (!strchr(text, ':'))
		return err_set(err, ERR_DATA, "\"%.60s\" is no value list: " SHAPE ", TIME being the end of the period in Unix seconds",
		               text);
	while (rest && n < FIELDS_MAX)
		field[n++] = strsep(&rest, ":");
	if (rest || n == 3)
		return err_set(err, ERR_DATA, "%s numbers behind the time %.40s: " SHAPE, rest ? "too many" : "two", field[0]);
	int rc = period_time_parse(field[0], strlen(field[0]), now, &seconds, err);
	if (!rc)
		rc = period_time_find(name->freq, seconds, &period, err);
	if (rc)
		return rc;
	period_format(&period, out->period);
	return read_fields(field + 1, n - 1, name, out, err);
}

int valuelist_claim(const struct valuelist *v, struct claim *claim, struct err *err)
{
	if (v->bound && claim->bound)
		return err_set(err, ERR_DATA, "the bound is said twice, by meta:bound and by low and high: leave one off");
	claim->period = v->period;
	claim->value = v->value;
	claim->style = VALUE_TABLE;
	if (v->bound) {
		claim->bound = v->bound;
		claim->g = v->g;
	}
	return 0;
}
