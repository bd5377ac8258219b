/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Interregional cooperation. What regions sign at their forum is counted here; what states sign is in framework.
 */
#include <coop/plugin.h>

/* clang-format off */
static const struct coop_indicator indicators[] = {
	{.id = "forum_number", .title = "Edition of the interregional forum", .unit = "edition", .kind = COOP_ORDINAL,
	 .plausible_max = 1000, .decimals = 0,
	 .phrases = (const char *const[]){"interregional forum", "forum of regions", "forum of interregional/inter-regional cooperation",
	             "inter-regional forum", "interregional cooperation forum", "regional cooperation forum", "regions forum",
	             "forum & interregional/inter-regional", "regional forum", NULL},
	 .note = "the number of the forum held; between the two, as the source orders them"},
	{.id = "agreements", .title = "Agreements between regions", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e5,
	 .decimals = 0,
	 .phrases = (const char *const[]){"agreements/documents/memoranda between regions",
	             "interregional/inter-regional/regional agreements/documents",
	             "agreements/documents/memoranda & region/regions/regional/interregional/inter-regional/province/provinces ! legal/intergovernmental",
	             "agreements signed between regions", "agreements between region/cities/provinces", "agreements at regional level",
	             "partnership/twinning/cooperation agreements & region/regions/regional/provinces", "accords/pacts & region/regions/regional/provinces/interregional", "agreements at level of regions", "agreements of/by region/regions/provinces",
	             NULL},
	 .note = "in force between regions of the two"},
	{.id = "partner_regions", .title = "Partner regions", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e4, .decimals = 0,
	 .phrases = (const char *const[]){
	             "regions/provinces & partners/cooperate/cooperates/cooperation/ties/maintain/maintains/contacts/relations/links/twinned/trade",
	             "regions of", "partner regions", "subjects/regions of federation", "constituent entities", "federal subjects", "regions/provinces/oblasts/states/districts & deal/dealings/direct/ties/contact/contacts/partnership/partnerships/cooperating/maintaining ! agreements/forum", "subjects of @ federation",
	             NULL},
	 .note = "regions of the second party that deal with the first",
	 .direction = COOP_WHERE},
	{.id = "visits", .title = "Visits of regions", .unit = "count", .kind = COOP_FLOW, .plausible_max = 1e5, .decimals = 0,
	 .phrases = (const char *const[]){"visits of regional delegations", "high-level visits & region/regions/regional",
	             "regional delegations", "delegations & region/regions/regional/province/provinces & exchanged/received/sent/hosted", "reciprocal visits & region/regions/regional",
	             "visits & region/regions/regional/governor/governors", "visits & governors/akims/regional",
	             "visits between/of regions/provinces",
	             "trips of/by governors",
	             NULL},
	 .note = "high-level visits of regions, both directions"},
};
/* clang-format on */

const struct coop_plugin coop_plugin = {
    COOP_PLUGIN_HEAD,
    .name = "regions",
    .title = "Regions",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
};
