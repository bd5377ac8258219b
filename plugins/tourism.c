/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Visitors from the second party in the first: where they are comes first. AZ-RU/tourism/arrivals is Russians in Azerbaijan.
 */
#include <coop/plugin.h>

/* clang-format off */
static const struct coop_indicator indicators[] = {
	{.id = "arrivals", .title = "Visitors", .unit = "persons", .kind = COOP_FLOW, .plausible_max = 1e10, .decimals = 0,
	 .phrases = (const char *const[]){"tourist/visitor arrivals", "arrivals",
	             "number of tourists/visitors/travellers/travelers/holidaymakers/arrivals/guests ! festival/exhibition/fair/forum/expo/conference/museum/stadium/theatre/concert/match/show/congress/zoo",
	             "tourists/visitors/travellers/travelers/holidaymakers ! festival/exhibition/fair/forum/expo/conference/museum/stadium/theatre/concert/match/show/congress/zoo", "tourists/visitors from ! festival/exhibition/fair/forum/expo/conference/museum/stadium/theatre/concert/match/show/congress/zoo", "@ visited", "@ travelling/traveling to",
	             "@ came/travelled/traveled/arrived & visit/holiday/tourist/tourists/tourism/visited",
	             "citizens/nationals/people/residents & visited/visit", "tourist trips/flow/traffic/visits", "arrivals from",
	             "tourist numbers", "visitor numbers", "visited by", "trips to/made & citizens/nationals/residents", "foreign guests & visited", "visits by tourists/citizens",
	             "holidaymakers from", "trips & tourist/tourists/tourism/visit/visited", "guests & visited/tourist/tourism", "vacationers", "vacationers from", "holidaymakers/guests/travellers/visitors/vacationers of & visited/arrived/came", "inbound/foreign visitors/tourists", "holiday/tourist trips/stays", "inflow of visitors/tourists/guests/travellers/holidaymakers", "influx of visitors/tourists/guests/travellers", "flow of visitors/tourists", "@ tourists/visitors/guests/holidaymakers/travellers/vacationers", "guests from", "travellers from", "welcomed/hosted & tourism/tourist/tourists/visitors/visitor/holiday/resort/resorts/hotel/hotels", "@ holidayed/stayed & holiday/hotel/hotels/resort/resorts/tourism/tourist", "people from @ visited", "people from @ & visited/visit/tourism/holiday", "visits by/of @",
	             "@ spent/took/had/spend & holiday/holidays/vacation/vacations/night/nights/weekend",
	             "@ visiting", "@ who visited/came", "number of @ & visiting/visited/arriving/arrived",
	             "visits to @ ! festival/exhibition/fair/governor/governors/delegation/minister/president/presidents", "trips to @ ! festival/fair/governor/governors",
	             NULL},
	 .note = "visitors from the second party in the first",
	 .direction = COOP_WHERE},
	{.id = "source_rank", .title = "Rank among sources of visitors", .unit = "rank", .kind = COOP_RANK, .plausible_max = 260,
	 .decimals = 0,
	 .phrases = (const char *const[]){"source of visitors/tourists/arrivals/tourism", "source market", "source country",
	             "source of inbound/foreign tourists/visitors/tourism", "in terms of number of tourists/visitors/arrivals",
	             "by number of tourists/visitors/arrivals", "in terms of tourist/visitor arrivals/numbers", "among sources/source",
	             "in tourist/visitor arrivals", "market for tourism", "tourism market", "inbound market",
	             "source of foreign guests/visitors/tourists", "tourist source market/country", "supplier of tourists/visitors",
	             "among countries sending tourists/visitors", "in number of tourists/visitors", "in number of foreign/international tourists/visitors", "source countries/markets",
	             "generating market", "in terms of tourists/visitors/tourism", "by tourist/visitor arrivals/numbers",
	             "source of holidaymakers/travellers", "source of/for visitors/tourists/arrivals/guests", "sources of visitors/tourists/arrivals/guests/holidaymakers", "among source/sending countries/markets", "in ranking/list/table of visitors/tourists/arrivals", "among visiting/visitor nations", "source nation", "sender of tourists/visitors", "country of origin & visitors/tourists/arrivals", "by visitors/tourists/arrivals", "among foreign guests/visitors/tourists",
	             NULL},
	 .note = "the second party's place among the countries that the first's visitors come from",
	 .direction = COOP_WHERE},
	{.id = "share", .title = "Share in visitors", .unit = "percent", .kind = COOP_RATIO, .plausible_max = 100, .decimals = 1,
	 .phrases = (const char *const[]){"share of/in tourists/visitors/arrivals", "of all/total tourists/visitors/arrivals",
	             "of all foreign/international/inbound tourists/visitors/arrivals",
	             "of foreign/international/inbound tourists/visitors/arrivals", "of total number of tourists/visitors/arrivals",
	             "of total foreign/international tourists/visitors/arrivals", "share of/in all/total tourists/visitors/arrivals",
	             "of tourist/visitor arrivals/flow", "share of/in all/total foreign/international tourists/visitors/arrivals",
	             "of total number of foreign/international tourists/visitors/arrivals", "of all holidaymakers/guests",
	             "of tourists/visitors/arrivals", "share of/in tourist/visitor arrivals/flow",
	             "share of/in inbound/foreign tourists/visitors/arrivals", "of all visits/travellers/visitors/guests", "of inbound tourism/traffic/arrivals", "of foreign/international guests/travellers", "of total arrivals", "in all/total/foreign arrivals", "of tourist traffic/inflow", "of those who came/visited", "share in/of tourist/visitor inflow/traffic", "in overall tourist/visitor flow", "of overall tourist/visitor flow/number",
	             NULL},
	 .note = "the second party's share in all visitors of the first",
	 .direction = COOP_WHERE},
};
/* clang-format on */

const struct coop_plugin coop_plugin = {
    COOP_PLUGIN_HEAD,
    .name = "tourism",
    .title = "Tourism",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
};
