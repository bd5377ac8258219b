/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/series.h"

#include <stdio.h>
#include <string.h>

#define ECHO_MAX 120 /* bytes of a wrong text that an error repeats */

static const char *freq_word(char freq)
{
	const char *word = period_freq_word(freq);
	return word ? word : freq == 'D' ? "a single day" : "an irregular span";
}

/* What stands behind the last hyphen of the measure: 'A' 'S' 'Q' 'M'. */
static int read_freq(const char *text, char *out, struct err *err)
{
	if (text[0] && !text[1] && period_freq_months(text[0])) {
		*out = text[0];
		return 0;
	}
	if (strcmp(text, "H") == 0 || strcmp(text, "h") == 0)
		return err_set(err, ERR_DATA, "no frequency -%s: half-yearly is written -S", text);
	return err_set(err, ERR_DATA,
	               "no frequency -%.20s: write -A (yearly), -S (half-yearly), -Q (quarterly), -M (monthly), or leave it off", text);
}

void series_key(const struct pair *pair, const struct measure *m, char out[SERIES_KEY_MAX])
{
	pair_format(pair, out);
	char *to = out + strlen(out);
	*to++ = '/';
	to = stpcpy(to, m->indicator->area->id);
	*to++ = '/';
	measure_id(m, to);
}

int series_parse(const struct parties *parties, const struct catalogue *catalogue, const char *text, struct series_name *out,
                 struct err *err)
{
	struct series_name s = {0};
	const char *area = strchr(text, '/'), *id = area ? strchr(area + 1, '/') : NULL;
	if (!id || strchr(id + 1, '/'))
		return err_set(err, ERR_DATA, "\"%.*s\" is no series: write PAIR/AREA/INDICATOR, as in AZ-RU/trade/turnover-A", ECHO_MAX,
		               text);
	area++;
	id++;
	int rc = pair_parse(parties, text, (size_t)(area - 1 - text), &s.pair, err);
	if (rc)
		return rc;

	char area_id[AREA_ID_MAX + 16], measure[MEASURE_ID_MAX + 24];
	size_t n_area = (size_t)(id - 1 - area), n_measure = strlen(id);
	const char *dash = strrchr(id, '-');
	if (dash) {
		n_measure = (size_t)(dash - id);
		rc = read_freq(dash + 1, &s.freq, err);
		if (rc)
			return rc;
	}
	if (n_area >= sizeof area_id || n_measure >= sizeof measure)
		return err_set(err, ERR_UNKNOWN, "\"%.*s\" is no series: its area or its indicator is longer than any that is known",
		               ECHO_MAX, text);
	memcpy(area_id, area, n_area);
	area_id[n_area] = '\0';
	memcpy(measure, id, n_measure);
	measure[n_measure] = '\0';
	rc = catalogue_measure(catalogue, area_id, measure, &s.measure, err);
	if (rc)
		return rc;

	series_key(&s.pair, &s.measure, s.key);
	*out = s;
	return 0;
}

int series_check_period(const struct series_name *s, const struct period *p, struct err *err)
{
	if (s->freq == 0 || s->freq == p->freq)
		return 0;
	if (p->freq == 'D' && (s->freq == 'A' || s->freq == 'S') && measure_is_state(&s->measure))
		return 0;
	char text[PERIOD_TEXT_MAX];
	period_format(p, text);
	return err_set(err, ERR_DATA, "period %s is %s, the series is written -%c (%s): change one or leave the letter off", text,
	               freq_word(p->freq), s->freq, freq_word(s->freq));
}

bool measure_is_state(const struct measure *m)
{
	return m->companion == COMPANION_NONE && (m->kind == COOP_STOCK || m->kind == COOP_ORDINAL);
}
