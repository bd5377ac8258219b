/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/date.h"

#include "base/err.h"

#include <stdbool.h>
#include <time.h>

#define DAYS_PER_ERA 146097 /* 400 years */
#define DAYS_TO_1970 719468 /* from 0000-03-01 */
#define YEAR_MIN 1000
#define YEAR_MAX 9999

/* Years are counted from March, so that the leap day is a year's last and needs no case of its own. */
int32_t date_from_civil(int year, unsigned month, unsigned day)
{
	int y = year - (month <= 2);
	int era = (y >= 0 ? y : y - 399) / 400;
	int year_of_era = y - era * 400;
	int day_of_year = ((int)month + (month > 2 ? -3 : 9)) * 153;
	day_of_year = (day_of_year + 2) / 5 + (int)day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970;
}

void date_to_civil(int32_t date, int *year, unsigned *month, unsigned *day)
{
	int64_t z = (int64_t)date + DAYS_TO_1970;
	int64_t era = (z >= 0 ? z : z - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
	int day_of_era = (int)(z - era * DAYS_PER_ERA);
	int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int m = (5 * day_of_year + 2) / 153; /* 0 is March */
	*day = (unsigned)(day_of_year - (153 * m + 2) / 5 + 1);
	*month = (unsigned)(m < 10 ? m + 3 : m - 9);
	*year = (int)(era * 400) + year_of_era + (*month <= 2);
}

static unsigned days_in_month(int year, unsigned month)
{
	static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return days[month - 1] + (month == 2 && leap);
}

static bool digits(const char *text, size_t n, unsigned *out)
{
	*out = 0;
	for (size_t i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*out = *out * 10 + (unsigned)(text[i] - '0');
	}
	return true;
}

int date_parse(const char *text, size_t n, int32_t *out)
{
	unsigned year, month, day;

	if (n != DATE_TEXT_MAX - 1 || text[4] != '-' || text[7] != '-')
		return ERR_DATA;
	if (!digits(text, 4, &year) || !digits(text + 5, 2, &month) || !digits(text + 8, 2, &day))
		return ERR_DATA;
	if (year < YEAR_MIN || month < 1 || month > 12 || day < 1 || day > days_in_month((int)year, month))
		return ERR_DATA;
	*out = date_from_civil((int)year, month, day);
	return 0;
}

void date_format(int32_t date, char out[DATE_TEXT_MAX])
{
	static const char shape[DATE_TEXT_MAX] = "0000-00-00";
	int year;
	unsigned month, day;

	date_to_civil(date, &year, &month, &day);
	/* Only the day after 9999-12-31 and DATE_NONE can be outside; four places are all there is. */
	year = year < 0 ? 0 : year > YEAR_MAX ? YEAR_MAX : year;
	for (int i = 0; i < DATE_TEXT_MAX; i++)
		out[i] = shape[i];
	for (int i = 3; i >= 0; i--, year /= 10)
		out[i] = (char)('0' + year % 10);
	out[5] = (char)('0' + month / 10);
	out[6] = (char)('0' + month % 10);
	out[8] = (char)('0' + day / 10);
	out[9] = (char)('0' + day % 10);
}

int32_t date_of_time(int64_t seconds)
{
	int64_t days = seconds / 86400 - (seconds % 86400 < 0);
	return days > INT32_MAX ? INT32_MAX : days <= INT32_MIN ? INT32_MIN + 1 : (int32_t)days;
}

int32_t date_today(void)
{
	return date_of_time((int64_t)time(NULL));
}

int32_t date_add_months(int32_t date, int months)
{
	int year;
	unsigned month, day;

	date_to_civil(date, &year, &month, &day);
	int64_t total = (int64_t)year * 12 + (int)month - 1 + months;
	int64_t y = total / 12 - (total % 12 < 0);
	month = (unsigned)(total - y * 12) + 1;
	unsigned last = days_in_month((int)y, month);
	return date_from_civil((int)y, month, day < last ? day : last);
}
