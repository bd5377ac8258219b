/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Supplies from the first party to the second: the supplier stands first. What flows back is the other pair.
 */
#include <coop/plugin.h>

/* clang-format off */
static const struct coop_indicator indicators[] = {
	{.id = "oil", .title = "Oil supplies", .unit = "tonnes", .kind = COOP_FLOW, .plausible_max = 1e10, .decimals = 0,
	 .phrases = (const char *const[]){"oil supplies/deliveries/exports/imports/shipments/purchases", "oil sales/flows/volumes",
	             "supplies/deliveries/exports/imports/shipments/purchases of oil/crude", "crude oil", "oil", "crude",
	             "crude exports/supplies/deliveries/imports/shipments", "crude oil exports/supplies/deliveries/imports/shipments",
	             "petroleum", "oil and oil products", "tonnes/tons/barrels of crude",
	             NULL},
	 .note = "crude oil from the first party to the second; products as the source counts them",
	 .direction = COOP_WHENCE},
	{.id = "gas", .title = "Gas supplies", .unit = "m3", .kind = COOP_FLOW, .plausible_max = 1e13, .decimals = 0,
	 .phrases = (const char *const[]){"gas supplies/deliveries/exports/imports/shipments/purchases", "gas sales/flows/volumes",
	             "supplies/deliveries/exports/imports/shipments/purchases of gas",
	             "supplies/deliveries/exports/imports/purchases of natural gas", "natural gas",
	             "natural gas supplies/deliveries/exports/imports", "gas", "cubic metres/meters of gas",
	             "cubic metres/meters of natural gas", "m3 of gas", "blue fuel", NULL},
	 .note = "natural gas from the first party to the second",
	 .direction = COOP_WHENCE},
	{.id = "coal", .title = "Coal supplies", .unit = "tonnes", .kind = COOP_FLOW, .plausible_max = 1e10, .decimals = 0,
	 .phrases = (const char *const[]){"coal supplies/deliveries/exports/imports/shipments/purchases",
	             "supplies/deliveries/exports/imports/shipments/purchases of coal", "coal", NULL},
	 .note = "from the first party to the second",
	 .direction = COOP_WHENCE},
	{.id = "electricity", .title = "Electricity supplies", .unit = "kWh", .kind = COOP_FLOW, .plausible_max = 1e14, .decimals = 0,
	 .phrases = (const char *const[]){"electricity supplies/deliveries/exports/imports/purchases", "electricity sales/flows/shipments", "power deliveries/purchases/sales/flows",
	             "supplies/deliveries/exports/imports/purchases of electricity/power", "electricity", "kwh", "mwh", "gwh", "twh",
	             "electric power/energy", "power & kwh/mwh/gwh/twh/hours", "kilowatt/megawatt/gigawatt/terawatt hours/hour", "power supplies/exports/imports", NULL},
	 .note = "from the first party to the second",
	 .direction = COOP_WHENCE},
	{.id = "projects", .title = "Joint energy projects", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e5, .decimals = 0,
	 .phrases = (const char *const[]){"joint energy projects", "energy projects", "projects in energy sector/field/sphere",
	             "power projects", "joint projects & energy/power/nuclear/hydropower/solar/electricity ! investment/industrial", "energy/power projects", "projects in energy", "projects & energy & joint", "joint power/gas/oil/nuclear/solar/wind projects",
	             NULL},
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
