/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * text: foreign bytes made harmless, and numbers as people write them.
 */
#ifndef COOPCTL_TEXT_H
#define COOPCTL_TEXT_H

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

#endif
