/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * text: foreign bytes made harmless, and numbers as people write them.
 */
#ifndef COOPCTL_TEXT_H
#define COOPCTL_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#define TEXT_FIGURE_MAX 192

/* Makes `n` bytes safe for a terminal and for JSON, in place: control characters (C1 too) and what is no UTF-8 become `?`, a tab a blank. */
void text_clean(char *text, size_t n);

/* A figure as its words on the wire say it, for people: "nearly 4.4 billion USD", "over 260", "17.5 %", "3rd", "among the top 10". Words that
 * are no number are given as they stand. Derived figures are rounded to what their interval leaves open. Any argument but `value` may be NULL. */
void text_figure(const char *value, const char *low, const char *high, const char *bound, const char *basis, const char *unit,
                 char out[TEXT_FIGURE_MAX]);

/* "4.35..4.45 billion", "630,000..640,000", "630,000.." where an end is open; "" where low and high are one, or either is not known. */
void text_interval(const char *low, const char *high, char out[TEXT_FIGURE_MAX]);

/* One end of that interval by itself, rounded alike: "4.35 billion USD". False where it is open or not known. */
bool text_end(const char *low, const char *high, bool upper, const char *unit, char out[TEXT_FIGURE_MAX]);

/* to - from, without the noise behind the digits that they have: 17.5 - 17.2 is 0.3. */
double text_difference(double from, double to);

/* A difference with its sign: "+17.2 million USD", "-0.3 pp". */
void text_change(double change, const char *unit, char out[TEXT_FIGURE_MAX]);

#endif
