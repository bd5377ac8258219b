/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * reply: what several commands read and write alike: periods asked for, figures, keys with their values. The functions that append to a buffer return 0, or
 * something else where it is full; chain them with ||, for C does not say which side of | is called first.
 */
#ifndef CTL_REPLY_H
#define CTL_REPLY_H

#include "base/buf.h"
#include "base/period.h"
#include "base/words.h"
#include "core/core.h"
#include "weigh/fact.h"

/* What was asked for: everything, one period, or all periods of one frequency from `from` to `to`. */
struct span {
	enum { SPAN_ALL, SPAN_ONE, SPAN_RANGE } kind;
	struct period from, to;
};

/* "2023", "2021..2023"; NULL is everything. 0 or ERR_DATA. */
int span_parse(const char *text, struct span *out, struct err *err) __attribute__((warn_unused_result));
bool span_holds(const struct span *s, const struct period *p);

/* asof=DATE of a request; DATE_NONE where it has none. 0 or ERR_DATA. */
int reply_asof(const struct words *w, int32_t *out, struct err *err) __attribute__((warn_unused_result));

/* ` key=value`; nothing where there is no value. */
int reply_text(struct buf *out, const char *key, const char *value) __attribute__((warn_unused_result));
int reply_date(struct buf *out, const char *key, int32_t date) __attribute__((warn_unused_result));
int reply_number(struct buf *out, const char *key, double v) __attribute__((warn_unused_result));
int reply_status(struct buf *out, status_set status) __attribute__((warn_unused_result));
int reply_source(struct buf *out, const struct core *core, uint32_t source) __attribute__((warn_unused_result));

/* A number, bare, behind a blank. */
int reply_bare(struct buf *out, double v) __attribute__((warn_unused_result));

/* A period, bare. */
int reply_period(struct buf *out, const struct period *p) __attribute__((warn_unused_result));

/* "2023 4400000000 low=4300000000 high=4400000000 bound=nearly basis=observed status=A source=… published=… unit=USD" */
int reply_figure(struct buf *out, const struct core *core, const struct measure *m, const struct figure *f)
    __attribute__((warn_unused_result));

/* " series=AZ-RU/trade/turnover period=2023 value= low= high= bound= unit= source= published=", and reading=hard where it was widened. */
int reply_fact(struct buf *out, const struct core *core, const struct pair *pair, const struct measure *m, const struct fact *fact)
    __attribute__((warn_unused_result));

#endif
