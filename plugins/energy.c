/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Supplies from the first party to the second: the supplier stands first. What flows back is the other pair.
 */
#include <coop/plugin.h>

/* clang-format off */
static const struct coop_indicator indicators[] = {
	{.id = "oil", .title = "Oil supplies", .unit = "tonnes", .kind = COOP_FLOW, .plausible_max = 1e10, .decimals = 0,
	 .phrases = (const char *const[]){"oil supplies", "supplies of oil", "oil was supplied", "crude oil", "oil deliveries", "oil",
	             NULL},
	 .note = "crude oil from the first party to the second; products as the source counts them"},
	{.id = "gas", .title = "Gas supplies", .unit = "m3", .kind = COOP_FLOW, .plausible_max = 1e13, .decimals = 0,
	 .phrases = (const char *const[]){"gas supplies", "supplies of gas", "natural gas", "gas was supplied", "gas deliveries",
	             "cubic metres of gas", "cubic meters of gas", "gas", NULL},
	 .note = "natural gas from the first party to the second"},
	{.id = "coal", .title = "Coal supplies", .unit = "tonnes", .kind = COOP_FLOW, .plausible_max = 1e10, .decimals = 0,
	 .phrases = (const char *const[]){"coal supplies", "supplies of coal", "coal deliveries", "coal", NULL},
	 .note = "from the first party to the second"},
	{.id = "electricity", .title = "Electricity supplies", .unit = "kWh", .kind = COOP_FLOW, .plausible_max = 1e14, .decimals = 0,
	 .phrases = (const char *const[]){"electricity supplies", "supplies of electricity", "electricity exports",
	             "electricity was supplied", "electricity", "kwh", NULL},
	 .note = "from the first party to the second"},
	{.id = "projects", .title = "Joint energy projects", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e5, .decimals = 0,
	 .phrases = (const char *const[]){"joint energy projects", "energy projects", "projects in the energy sector", NULL},
	 .note = "under way between the two, as the source orders them"},
};
/* clang-format on */

const struct coop_plugin coop_plugin = {
    COOP_PLUGIN_HEAD,
    .name = "energy",
    .title = "Energy",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
};
