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
	             "freight/cargo carried/moved/shipped/handled/exchanged", "freight/cargo volume/volumes/tonnage/haulage", "goods & tonnes/tons & carried/hauled/moved/shipped/transported/traffic", "carriage of freight", "mutual shipments & tonnes/tons",
	             NULL},
	 .note = "carried between the two by all modes, pipelines as the source counts them"},
	{.id = "road_freight", .title = "Freight by road", .unit = "tonnes", .kind = COOP_FLOW, .plausible_max = 1e11, .decimals = 0,
	 .phrases = (const char *const[]){"carried/transported/moved by road/lorry/truck",
	             "road freight/haulage/transport/cargo/transportation/traffic", "freight/cargo by road", "by road",
	             "by lorry/truck/road transport", "trucking", "by motor transport", "road freight traffic/transport/transportation",
	             "hauled/shipped/sent/delivered/hauled/travelled/went/moved by road/lorry/truck/lorries/trucks", "lorries/trucks carried/hauled/moved/transported/delivered/took/brought", "by lorries/trucks/hauliers", "road freight/cargo volume/volumes/shipments/deliveries/haulage", "road hauliers/carriers", "hauliers", "freight/cargo/goods by road/lorry/truck/lorries/trucks", "tonnes/tons by road/lorry/truck", "on road",
	             NULL},
	 .note = "part of freight"},
	{.id = "rail_freight", .title = "Freight by rail", .unit = "tonnes", .kind = COOP_FLOW, .plausible_max = 1e11, .decimals = 0,
	 .phrases = (const char *const[]){"carried/transported/moved by rail/railway/train",
	             "rail/railway freight/traffic/transport/cargo/transportation/shipments", "freight/cargo by rail/railway",
	             "by rail/railway/train/railways", "rail/railway freight traffic/transport/transportation", "railway carriage", "hauled/shipped/sent/delivered/travelled/went/moved by rail/railway/train/trains", "trains/railways/railway carried/hauled/moved/transported/delivered/took", "freight trains & tonnes/tons", "rail/railway shipments/haulage/deliveries/volume/volumes/carriage", "freight/cargo/goods by rail/railway/train", "tonnes/tons by rail/railway/train", "railways & tonnes/tons", "on rails", "by railroad",
	             NULL},
	 .note = "part of freight"},
	{.id = "sea_freight", .title = "Freight by sea", .unit = "tonnes", .kind = COOP_FLOW, .plausible_max = 1e11, .decimals = 0,
	 .phrases = (const char *const[]){"carried/transported/moved by sea/water/ship/ferry",
	             "sea/maritime freight/traffic/transport/cargo/transportation", "freight/cargo by sea", "by sea/water/ship/ferry",
	             "maritime shipments", "hauled/shipped/sent/delivered/travelled/went/moved by sea/ship/ferry/water/boat", "ships/vessels/ferries carried/hauled/moved/transported/delivered/took", "sea/maritime shipments/carriage/freight/volume/volumes", "freight/cargo/goods by sea/ship/ferry/water", "tonnes/tons by sea/ship/ferry/water", "seaborne/waterborne freight/cargo/trade/traffic", "ferries & tonnes/tons", "by vessel",
	             NULL},
	 .note = "part of freight; by river and lake too"},
	{.id = "transit", .title = "Transit", .unit = "tonnes", .kind = COOP_FLOW, .plausible_max = 1e11, .decimals = 0,
	 .phrases = (const char *const[]){"transit through/via/across",
	             "transit traffic/cargo/freight/shipments/volume/flow/transportation", "transit of goods/cargo/freight", "in transit",
	             "transit", "cargo/goods/freight in transit", "transit goods", "goods/cargo/freight & transit", "transited", "crossed in transit", "transit movements/haulage",
	             NULL},
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
	             "twenty-foot containers", "boxes & container/containers/teu", "container trains & teu", "containers carried/moved/transported/handled", "block trains & teu",
	             NULL},
	 .note = "carried between the two, in twenty-foot units"},
	{.id = "passengers", .title = "Passengers", .unit = "persons", .kind = COOP_FLOW, .plausible_max = 1e10, .decimals = 0,
	 .phrases = (const char *const[]){"passengers carried/transported", "passenger traffic/flow/turnover/numbers/transportation",
	             "passengers ! board/aboard", "air/rail/bus passengers", "passengers & flew/flown/carried/travelled/traveled/transported", "passenger journeys/trips/volume", "air/rail/sea/bus/ferry travellers", "travellers & flew/flown/carried/ferried/airlines/trains/train", "people/persons flew", "people/persons & flew/flown/carried/ferried/transported & between", "people/persons travelled/traveled between",
	             NULL},
	 .note = "carried between the two by all modes"},
	{.id = "crossings", .title = "Border crossings of vehicles", .unit = "vehicles", .kind = COOP_FLOW, .plausible_max = 1e10,
	 .decimals = 0,
	 .phrases = (const char *const[]){"vehicles/trucks/cars/lorries crossed/crossing border",
	             "vehicles/trucks/cars/lorries & border/checkpoint/checkpoints/frontier ! assembled/assembly",
	             "border crossings of vehicles", "border crossings & vehicle/vehicles/truck/trucks",
	             "crossings & vehicle/vehicles/truck/trucks/lorry/lorries", "vehicles/trucks/cars/lorries passed/passing through/checkpoint/checkpoints/border", "vehicles/trucks/cars/lorries & crossing/crossings/customs", "vehicle/truck/lorry/car crossings/traffic/movements & border/frontier/checkpoint/checkpoints",
	             NULL},
	 .note = "vehicles at the common border, both directions"},
	{.id = "flights_weekly", .title = "Flights a week", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e6, .decimals = 0,
	 .phrases = (const char *const[]){"flights week", "flights per week", "weekly flights", "flights weekly",
	             "flights each/every week", "regular flights week", "direct flights week", "regular/direct flights per week",
	             "flights & week/weekly", "frequencies week", "weekly frequencies", "weekly air services", "weekly connections/services/departures/rotations", "connections/services/departures/rotations week & air/flights/airlines/airline/fly", "connections/services/departures/rotations per/each/every week & air/flights/airlines/airline", "flights in week", "passenger flights week", "scheduled/nonstop flights week",
	             NULL},
	 .note = "regular flights between the two, each way counted as the source counts"},
	{.id = "checkpoints", .title = "Border checkpoints", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e4, .decimals = 0,
	 .phrases = (const char *const[]){"border checkpoints", "checkpoints on border", "checkpoints", "border crossing points",
	             "crossing points & border", "border posts", "road checkpoints", "automobile checkpoints", "border crossings & operate/operates/operating/open/opened/functioning/function/functions/stations ! vehicles/vehicle/trucks/lorries/cars", "border crossing stations", "border gates", "customs posts & border/frontier", "frontier posts/checkpoints", "international crossings/checkpoints & border/frontier", "crossing points", "road/rail crossing points",
	             NULL},
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
