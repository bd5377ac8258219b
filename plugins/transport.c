/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Carriage between the two parties, in both directions, the pair as the source orders it. Transit is what crosses the
 * first party's country; it is not part of freight, which begins and ends in the two.
 */
#include <coop/plugin.h>

/* clang-format off */
static const struct coop_indicator indicators[] = {
	{.id = "freight", .title = "Freight", .unit = "tonnes", .kind = COOP_FLOW, .plausible_max = 1e11, .decimals = 0,
	 .phrases = (const char *const[]){"freight traffic", "cargo transportation", "freight transportation", "cargo traffic",
	             "freight turnover", "volume of cargo", "cargo transported", "freight", NULL},
	 .note = "carried between the two by all modes, pipelines as the source counts them"},
	{.id = "road_freight", .title = "Freight by road", .unit = "tonnes", .kind = COOP_FLOW, .plausible_max = 1e11, .decimals = 0,
	 .phrases = (const char *const[]){"carried by road", "transported by road", "road freight", "freight by road", "trucking", NULL},
	 .note = "part of freight"},
	{.id = "rail_freight", .title = "Freight by rail", .unit = "tonnes", .kind = COOP_FLOW, .plausible_max = 1e11, .decimals = 0,
	 .phrases = (const char *const[]){"carried by rail", "transported by rail", "rail freight", "freight by rail",
	             "rail transportation", NULL},
	 .note = "part of freight"},
	{.id = "sea_freight", .title = "Freight by sea", .unit = "tonnes", .kind = COOP_FLOW, .plausible_max = 1e11, .decimals = 0,
	 .phrases = (const char *const[]){"carried by sea", "transported by sea", "sea freight", "freight by sea",
	             "maritime transportation", NULL},
	 .note = "part of freight; by river and lake too"},
	{.id = "transit", .title = "Transit", .unit = "tonnes", .kind = COOP_FLOW, .plausible_max = 1e11, .decimals = 0,
	 .phrases = (const char *const[]){"transit through", "transit traffic", "transit cargo", "transit of goods", "in transit", NULL},
	 .note = "through the first party's country, to or from the second"},
	{.id = "corridor_freight", .title = "Freight on the North-South corridor", .unit = "tonnes", .kind = COOP_FLOW,
	 .plausible_max = 1e11, .decimals = 0,
	 .phrases = (const char *const[]){"north-south corridor", "north-south transport corridor", "along the north-south", "north-south",
	             NULL},
	 .note = "on the international transport corridor North-South"},
	{.id = "containers", .title = "Containers", .unit = "TEU", .kind = COOP_FLOW, .plausible_max = 1e9, .decimals = 0,
	 .phrases = (const char *const[]){"containers", "container traffic", "container transportation", "twenty-foot equivalent", NULL},
	 .note = "carried between the two, in twenty-foot units"},
	{.id = "passengers", .title = "Passengers", .unit = "persons", .kind = COOP_FLOW, .plausible_max = 1e10, .decimals = 0,
	 .phrases = (const char *const[]){"passengers carried", "passenger traffic", "passengers transported", "passengers", NULL},
	 .note = "carried between the two by all modes"},
	{.id = "crossings", .title = "Border crossings of vehicles", .unit = "vehicles", .kind = COOP_FLOW, .plausible_max = 1e10,
	 .decimals = 0,
	 .phrases = (const char *const[]){"vehicles crossed the border", "trucks crossed the border", "crossed the border",
	             "border crossings", NULL},
	 .note = "vehicles at the common border, both directions"},
	{.id = "flights_weekly", .title = "Flights a week", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e6, .decimals = 0,
	 .phrases = (const char *const[]){"flights a week", "flights per week", "weekly flights", NULL},
	 .note = "regular flights between the two, each way counted as the source counts"},
	{.id = "checkpoints", .title = "Border checkpoints", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e4, .decimals = 0,
	 .phrases = (const char *const[]){"border checkpoints", "checkpoints on the border", "checkpoints", NULL},
	 .note = "at the common border"},
};
/* clang-format on */

static const struct coop_identity identities[] = {
    {.kind = COOP_PART, .result = "freight", .terms = {"road_freight", "rail_freight", "sea_freight"}},
};

const struct coop_plugin coop_plugin = {
    COOP_PLUGIN_HEAD,
    .name = "transport",
    .title = "Transport",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
    .identities = identities,
    .n_identities = sizeof identities / sizeof identities[0],
};
