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
	             "tourists/visitors/travellers/travelers/holidaymakers ! festival/exhibition/fair/forum/expo/conference/museum/stadium/theatre/concert/match/show/congress/zoo", "tourists/visitors from ! festival/exhibition/fair/forum/expo/conference/museum/stadium/theatre/concert/match/show/congress/zoo", "@ visited", "@ travelling/traveling to", "@ visiting @", "@ who visited",
	             "@ travelled/traveled/came/went/flew to @ ! delegation/delegations/forum/talks/work/study/studying/fair/conference/festival/games/congress/exhibition", "@ who came/travelled/traveled/went to", "@ tourists/citizens/nationals visiting @",
	             "@ came/travelled/traveled/arrived & visit/holiday/tourist/tourists/tourism/visited",
	             "citizens/nationals/people/residents & visited/visit", "tourist trips/flow/traffic/visits", "arrivals from",
	             "tourist numbers", "visitor numbers", "visited by", "trips to/made & citizens/nationals/residents", "foreign guests & visited", "visits by tourists/citizens",
	             "holidaymakers from",
	             "@ citizens/nationals/people/residents/holidaymakers & travelled/traveled/came/arrived/went/flew/crossed/entered ! border/checkpoint/checkpoints/study/studying",
	             "citizens/nationals/residents/people of @ & travelled/traveled/came/arrived/went/flew/entered ! study/studying",
	             "@ welcomed/hosted/received/greeted/attracted/drew ! delegation/delegations/summit/forum/students/scholarships/investment/tonnes/tons/goods",
	             "@ also/alone/itself/then welcomed/hosted/received/greeted/attracted/drew ! delegation/delegations/summit/forum/students/scholarships/investment/tonnes/tons/goods",
	             "went/travelled/traveled/flew to @ & visit/holiday/tourist/tourists/tourism/visited/visitors/holidays", "overnight guests", "@ spent/spend holidays/holiday/vacation/vacations/summer", "@ holidayed in", "@ went on holiday",
	             "people/persons came/arrived/travelled/traveled to/from & tourism/tourist/tourists/holiday/holidays/visitors", "trips/journeys from @", "trips/journeys to @", "trips/journeys between",
	             "welcomed/hosted/received/greeted & tourists/visitors/tourism/holidaymakers/travellers/tourist/visitor ! delegation/delegations/students/scholarships/investment/goods",
	             "guests from ! festival/exhibition/fair/forum/expo/conference/museum/stadium/theatre/concert/match/show/congress/zoo/wedding/dinner/talks",
	             "trips & tourist/tourists/tourism/visit/visited", "guests & visited/tourist/tourism", NULL},
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
	             "source of holidaymakers/travellers", "among visitors/tourists/guests/arrivals", "among foreign/international visitors/tourists/guests/arrivals",
	             "in ranking/list/table/statistics of visitors/tourists/arrivals", "among nationalities & visitors/tourists/arrivals/tourism",
	             "among markets & visitors/tourists/arrivals/tourism", "source of guests", "group of visitors/tourists/guests",
	             "nationality among visitors/tourists/guests", "group/nationality among foreign visitors/tourists/guests",
	             "group of foreign/international visitors/tourists/guests", NULL},
	 .note = "the second party's place among the countries that the first's visitors come from",
	 .direction = COOP_WHERE},
	{.id = "share", .title = "Share in visitors", .unit = "percent", .kind = COOP_RATIO, .plausible_max = 100, .decimals = 1,
	 .phrases = (const char *const[]){"share of/in tourists/visitors/arrivals", "of all/total tourists/visitors/arrivals",
	             "of all foreign/international/inbound tourists/visitors/arrivals",
	             "of foreign/international/inbound tourists/visitors/arrivals", "of total number of tourists/visitors/arrivals",
	             "of total foreign/international tourists/visitors/arrivals", "share of/in all/total tourists/visitors/arrivals",
	             "of tourist/visitor arrivals/flow", "share of/in all/total foreign/international tourists/visitors/arrivals",
	             "of total number of foreign/international tourists/visitors/arrivals", "of all holidaymakers/guests", "of all/foreign/international guests/travellers/holidaymakers",
	             "of tourists/visitors/arrivals", "share of/in tourist/visitor arrivals/flow",
	             "share of/in inbound/foreign tourists/visitors/arrivals", NULL},
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
