/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Trade in goods and services, by the books of the first party: AZ-RU/trade/exports is what Azerbaijan says that it sold to Russia.
 * Russia's figure of the same goods is RU-AZ/trade/imports; the two differ in the world of customs, and are kept apart.
 */
#include <coop/plugin.h>

/* clang-format off */
static const struct coop_indicator indicators[] = {
	{.id = "turnover", .title = "Trade turnover", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e14, .decimals = 0,
	 .phrases = (const char *const[]){"trade turnover", "mutual trade", "bilateral trade", "trade volume", "volume of trade",
	             "two-way trade", "commodity turnover", "foreign trade turnover", "trade between", NULL},
	 .note = "exports plus imports of the first party with the second"},
	{.id = "exports", .title = "Exports", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e14, .decimals = 0,
	 .phrases = (const char *const[]){"exports to", "export to", "exports", "exported", "supplies to", "deliveries to", "shipments to",
	             NULL},
	 .note = "the first party's exports to the second; what it says of the other's exports to it is imports"},
	{.id = "imports", .title = "Imports", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e14, .decimals = 0,
	 .phrases = (const char *const[]){"imports from", "import from", "imports", "imported", "supplies from", "deliveries from",
	             "shipments from", NULL},
	 .note = "the first party's imports from the second"},
	{.id = "balance", .title = "Trade balance", .unit = "USD", .kind = COOP_FLOW, .flags = COOP_SIGNED, .plausible_min = -1e14,
	 .plausible_max = 1e14, .decimals = 0,
	 .phrases = (const char *const[]){"trade balance", "trade surplus", "trade deficit", "surplus", "deficit", NULL},
	 .note = "exports minus imports: a surplus of the first party is positive, its deficit negative"},
	{.id = "services", .title = "Trade in services", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e14, .decimals = 0,
	 .phrases = (const char *const[]){"trade in services", "services trade", "exchange of services", NULL},
	 .note = "services in both directions; not part of turnover, which is goods"},
	{.id = "nonoil_turnover", .title = "Non-oil trade turnover", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e14, .decimals = 0,
	 .phrases = (const char *const[]){"non-oil trade turnover", "non-oil trade", "trade in the non-oil sector", NULL},
	 .note = "turnover without oil and gas"},
	{.id = "nonoil_exports", .title = "Non-oil exports", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e14, .decimals = 0,
	 .phrases = (const char *const[]){"non-oil exports", "non-oil export", "exports of non-oil products", "non-oil and gas exports",
	             "non-resource exports", NULL},
	 .note = "exports without oil and gas"},
	{.id = "partner_rank", .title = "Rank among trading partners", .unit = "rank", .kind = COOP_RANK, .plausible_max = 260,
	 .decimals = 0,
	 .phrases = (const char *const[]){"largest trading partner", "trading partner", "trade partner", "main trading partners", NULL},
	 .note = "the second party's place among all trading partners of the first"},
	{.id = "nonoil_export_rank", .title = "Rank among non-oil export markets", .unit = "rank", .kind = COOP_RANK, .plausible_max = 260,
	 .decimals = 0,
	 .phrases = (const char *const[]){"partner in terms of non-oil exports", "market for non-oil exports",
	             "destination of non-oil exports", "buyer of non-oil products", NULL},
	 .note = "the second party's place among the first's markets for what is not oil and gas"},
	{.id = "share", .title = "Share in foreign trade", .unit = "percent", .kind = COOP_RATIO, .plausible_max = 100, .decimals = 1,
	 .phrases = (const char *const[]){"share in foreign trade", "share in total trade", "share in trade turnover",
	             "share of foreign trade", NULL},
	 .note = "the second party's share in all foreign trade of the first"},
	{.id = "national_currency_share", .title = "Settlements in national currencies", .unit = "percent", .kind = COOP_RATIO,
	 .plausible_max = 100, .decimals = 0,
	 .phrases = (const char *const[]){"settlements in national currencies", "payments in national currencies",
	             "share of national currencies", "mutual settlements", NULL},
	 .note = "share of mutual payments made in the two parties' own currencies"},
};
/* clang-format on */

static const struct coop_identity identities[] = {
    {.kind = COOP_SUM, .result = "turnover", .terms = {"exports", "imports"}},
    {.kind = COOP_DIFFERENCE, .result = "balance", .terms = {"exports", "imports"}},
    {.kind = COOP_PART, .result = "exports", .terms = {"nonoil_exports"}},
    {.kind = COOP_PART, .result = "turnover", .terms = {"nonoil_turnover"}},
    {.kind = COOP_PART, .result = "nonoil_turnover", .terms = {"nonoil_exports"}},
};

const struct coop_plugin coop_plugin = {
    COOP_PLUGIN_HEAD,
    .name = "trade",
    .title = "Trade",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
    .identities = identities,
    .n_identities = sizeof identities / sizeof identities[0],
};
