/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Events, exchanges and centres: where they are comes first.
 */
#include <coop/plugin.h>

/* clang-format off */
static const struct coop_indicator indicators[] = {
	{.id = "events", .title = "Cultural events", .unit = "count", .kind = COOP_FLOW, .plausible_max = 1e6, .decimals = 0,
	 .phrases = (const char *const[]){"cultural events", "events & culture/cultural/days", "festivals", "festivals of",
	             "days of culture", "exhibitions", "concerts", "film screenings", "cultural evenings",
	             "cultural and humanitarian events", "joint cultural/artistic events", "cultural occasions/performances/programmes", "events of culture", "concerts and exhibitions", "culture events", "performances & culture/cultural", "events & festival/festivals/jubilee/exhibition/exhibitions/concerts/concert",
	             NULL},
	 .note = "festivals, days of culture, exhibitions of the second party in the first",
	 .direction = COOP_WHERE},
	{.id = "exchanges", .title = "Exchanges", .unit = "count", .kind = COOP_FLOW, .plausible_max = 1e6, .decimals = 0,
	 .phrases = (const char *const[]){"youth/scientific/cultural/academic/student exchanges", "exchange programmes/programs",
	             "exchanges & youth/cultural/scientific", NULL},
	 .note = "youth and scientific exchanges between the two"},
	{.id = "centres", .title = "Cultural centres", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e5, .decimals = 0,
	 .phrases = (const char *const[]){"cultural/culture centres/centers", "houses of culture",
	             "cultural and information centres/centers", "cultural institutes", "language and cultural centres/centers", "houses of friendship & culture/cultural", "cultural/culture institute", "culture houses",
	             NULL},
	 .note = "of the second party in the first",
	 .direction = COOP_WHERE},
};
/* clang-format on */

const struct coop_plugin coop_plugin = {
    COOP_PLUGIN_HEAD,
    .name = "culture",
    .title = "Culture",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
};
