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
	 .phrases = (const char *const[]){
	             "freight/cargo traffic/transportation/turnover/volume/flow/flows/shipments/transport/carriage/movement",
	             "volume of cargo/freight", "cargo/freight/goods transported/carried/moved", "tonnes/tons of freight/cargo", "tonnes/tons of goods & carried/transported/moved/freight/cargo/traffic/railway/railways/transit/passed",
	             "carriage of goods/cargo", "transportation/transport of goods/cargo/freight", "freight", "cargo",
	             "volume of bilateral/mutual freight/cargo traffic/transportation", "transport volume", "volume of transportation",
	             NULL},
	 .note = "carried between the two by all modes, pipelines as the source counts them"},
	{.id = "road_freight", .title = "Freight by road", .unit = "tonnes", .kind = COOP_FLOW, .plausible_max = 1e11, .decimals = 0,
	 .phrases = (const char *const[]){"carried/transported/moved by road/lorry/truck",
	             "road freight/haulage/transport/cargo/transportation/traffic", "freight/cargo by road", "by road",
	             "by lorry/truck/road transport", "trucking", "by motor transport", "road freight traffic/transport/transportation",
	             NULL},
	 .note = "part of freight"},
	{.id = "rail_freight", .title = "Freight by rail", .unit = "tonnes", .kind = COOP_FLOW, .plausible_max = 1e11, .decimals = 0,
	 .phrases = (const char *const[]){"carried/transported/moved by rail/railway/train",
	             "rail/railway freight/traffic/transport/cargo/transportation/shipments", "freight/cargo by rail/railway",
	             "by rail/railway/train/railways", "rail/railway freight traffic/transport/transportation", "railway carriage", NULL},
	 .note = "part of freight"},
	{.id = "sea_freight", .title = "Freight by sea", .unit = "tonnes", .kind = COOP_FLOW, .plausible_max = 1e11, .decimals = 0,
	 .phrases = (const char *const[]){"carried/transported/moved by sea/water/ship/ferry",
	             "sea/maritime freight/traffic/transport/cargo/transportation", "freight/cargo by sea", "by sea/water/ship/ferry",
	             "maritime shipments", NULL},
	 .note = "part of freight; by river and lake too"},
	{.id = "transit", .title = "Transit", .unit = "tonnes", .kind = COOP_FLOW, .plausible_max = 1e11, .decimals = 0,
	 .phrases = (const char *const[]){"transit through/via/across",
	             "transit traffic/cargo/freight/shipments/volume/flow/transportation", "transit of goods/cargo/freight", "in transit",
	             "transit", "cargo/goods/freight in transit", NULL},
	 .note = "through the first party's country, to or from the second",
	 .direction = COOP_WHERE},
	{.id = "corridor_freight", .title = "Freight on the North-South corridor", .unit = "tonnes", .kind = COOP_FLOW,
	 .plausible_max = 1e11, .decimals = 0,
	 .phrases = (const char *const[]){"north-south corridor", "north-south transport corridor",
	             "international north-south transport corridor", "along/on/through north-south",
	             "north-south & tonnes/tons/tonne/freight/cargo", "middle corridor & north-south", NULL},
	 .note = "on the international transport corridor North-South"},
	{.id = "containers", .title = "Containers", .unit = "TEU", .kind = COOP_FLOW, .plausible_max = 1e9, .decimals = 0,
	 .phrases = (const char *const[]){"teu", "teus", "containers",
	             "container traffic/transportation/transport/shipments/flow/volume/turnover", "twenty-foot equivalent",
	             "twenty-foot containers", NULL},
	 .note = "carried between the two, in twenty-foot units"},
	{.id = "passengers", .title = "Passengers", .unit = "persons", .kind = COOP_FLOW, .plausible_max = 1e10, .decimals = 0,
	 .phrases = (const char *const[]){"passengers carried/transported", "passenger traffic/flow/turnover/numbers/transportation",
	             "passengers", "air/rail/bus passengers", "passengers & flew/flown/carried/travelled/traveled/transported", NULL},
	 .note = "carried between the two by all modes"},
	{.id = "crossings", .title = "Border crossings of vehicles", .unit = "vehicles", .kind = COOP_FLOW, .plausible_max = 1e10,
	 .decimals = 0,
	 .phrases = (const char *const[]){"vehicles/trucks/cars/lorries crossed/crossing border",
	             "vehicles/trucks/cars/lorries & border/checkpoint/checkpoints/frontier ! assembled/assembly",
	             "border crossings of vehicles", "border crossings & vehicle/vehicles/truck/trucks",
	             "crossings & vehicle/vehicles/truck/trucks/lorry/lorries", NULL},
	 .note = "vehicles at the common border, both directions"},
	{.id = "flights_weekly", .title = "Flights a week", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e6, .decimals = 0,
	 .phrases = (const char *const[]){"flights week", "flights per week", "weekly flights", "flights weekly",
	             "flights each/every week", "regular flights week", "direct flights week", "regular/direct flights per week",
	             "flights & week/weekly", "frequencies week", "weekly frequencies", "weekly air services", NULL},
	 .note = "regular flights between the two, each way counted as the source counts"},
	{.id = "checkpoints", .title = "Border checkpoints", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e4, .decimals = 0,
	 .phrases = (const char *const[]){"border checkpoints", "checkpoints on border", "checkpoints", "border crossing points",
	             "crossing points & border", "border posts", "road checkpoints", "automobile checkpoints", NULL},
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
