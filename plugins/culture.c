/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Events, exchanges and centres: where they are comes first.
 */
#include <coop/plugin.h>

/* clang-format off */
static const struct coop_indicator indicators[] = {
	{.id = "events", .title = "Cultural events", .unit = "count", .kind = COOP_FLOW, .plausible_max = 1e6, .decimals = 0,
	 .phrases = (const char *const[]){"days of culture", "cultural events", "festivals", "festival", "exhibitions", "concerts", NULL},
	 .note = "festivals, days of culture, exhibitions of the second party in the first"},
	{.id = "exchanges", .title = "Exchanges", .unit = "count", .kind = COOP_FLOW, .plausible_max = 1e6, .decimals = 0,
	 .phrases = (const char *const[]){"youth exchanges", "scientific exchanges", "cultural exchanges", "exchange programmes",
	             "exchange programs", NULL},
	 .note = "youth and scientific exchanges between the two"},
	{.id = "centres", .title = "Cultural centres", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e5, .decimals = 0,
	 .phrases = (const char *const[]){"cultural centres", "cultural centers", "culture centres", "houses of culture", NULL},
	 .note = "of the second party in the first"},
};
/* clang-format on */

const struct coop_plugin coop_plugin = {
    COOP_PLUGIN_HEAD,
    .name = "culture",
    .title = "Culture",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
};
