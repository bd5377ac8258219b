/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Visitors from the second party in the first: where they are comes first. AZ-RU/tourism/arrivals is Russians in Azerbaijan.
 */
#include <coop/plugin.h>

/* clang-format off */
static const struct coop_indicator indicators[] = {
	{.id = "arrivals", .title = "Visitors", .unit = "persons", .kind = COOP_FLOW, .plausible_max = 1e10, .decimals = 0,
	 .phrases = (const char *const[]){"tourists visited", "visitors from", "tourist arrivals", "tourist trips", "tourists", "visitors",
	             "visited", NULL},
	 .note = "visitors from the second party in the first"},
	{.id = "source_rank", .title = "Rank among sources of visitors", .unit = "rank", .kind = COOP_RANK, .plausible_max = 260,
	 .decimals = 0,
	 .phrases = (const char *const[]){"leading source of visitors", "source of visitors", "source of tourists", "source market",
	             "in terms of the number of tourists", "in terms of the number of visitors", NULL},
	 .note = "the second party's place among the countries that the first's visitors come from"},
	{.id = "share", .title = "Share in visitors", .unit = "percent", .kind = COOP_RATIO, .plausible_max = 100, .decimals = 1,
	 .phrases = (const char *const[]){"share of tourists", "share of visitors", "of all tourists", "of all visitors", NULL},
	 .note = "the second party's share in all visitors of the first"},
};
/* clang-format on */

const struct coop_plugin coop_plugin = {
    COOP_PLUGIN_HEAD,
    .name = "tourism",
    .title = "Tourism",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
};
