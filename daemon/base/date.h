/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * date: days of the proleptic Gregorian calendar, counted from 1970-01-01 = 0. Years 1000 to 9999. No time zone: an
 * official date is a date; "today" is today in UTC.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stddef.h>
#include <stdint.h>

#define DATE_TEXT_MAX 11    /* "2024-08-09" and its NUL */
#define DATE_NONE INT32_MIN /* no date known */

/* Civil date and day number (Howard Hinnant's days_from_civil, "chrono-Compatible Low-Level Date Algorithms"). */
int32_t date_from_civil(int year, unsigned month, unsigned day);
void date_to_civil(int32_t date, int *year, unsigned *month, unsigned *day);

/* "2024-08-09" exactly, `n` bytes. 0, or ERR_DATA where it is no date of the calendar (2023-02-29). */
int date_parse(const char *text, size_t n, int32_t *out) __attribute__((warn_unused_result));
void date_format(int32_t date, char out[DATE_TEXT_MAX]);

/* The day of a Unix time in seconds, and of now. */
int32_t date_of_time(int64_t seconds);
int32_t date_today(void);

/* Months since January 1970 of the month that begins on `date`, which must be the first of a month. Quicker than date_to_civil: 4800 months are 146097
 * days, and no month begins further than half a month from where it would if all were equally long. */
static inline int date_month_index(int32_t date)
{
	int64_t n = (int64_t)date * 4800 + 146097 / 2;
	return (int)(n >= 0 ? n / 146097 : -((146096 - n) / 146097));
}

/* The same day `months` later (earlier where negative); the last of the month where that day does not exist. */
int32_t date_add_months(int32_t date, int months);

#endif
