/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Farm and food products by the books of the first party. Everything here is part of trade/…; the identities across the areas
 * sleep where the trade plugin is not loaded.
 */
#include <coop/plugin.h>

/* clang-format off */
static const struct coop_indicator indicators[] = {
	{.id = "turnover", .title = "Trade in farm and food products", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e13,
	 .decimals = 0,
	 .phrases = (const char *const[]){"trade in agricultural products", "agricultural trade turnover", "agricultural trade",
	             "turnover of agricultural products", "trade in agri-food products", NULL},
	 .note = "exports plus imports of farm and food products"},
	{.id = "exports", .title = "Exports of farm and food products", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e13,
	 .decimals = 0,
	 .phrases = (const char *const[]){"exports of agricultural products", "agricultural exports", "exports of food", "food exports",
	             "agri-food exports", NULL},
	 .note = "the first party's exports to the second"},
	{.id = "imports", .title = "Imports of farm and food products", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e13,
	 .decimals = 0,
	 .phrases = (const char *const[]){"imports of agricultural products", "agricultural imports", "imports of food", "food imports",
	             "agri-food imports", NULL},
	 .note = "the first party's imports from the second"},
	{.id = "fruit_veg_exports", .title = "Exports of fruits and vegetables", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e12,
	 .decimals = 0,
	 .phrases = (const char *const[]){"exports of fruits and vegetables", "fruit and vegetable exports",
	             "exports of fruit and vegetables", "exports of vegetables and fruits", NULL},
	 .note = "part of the first party's exports to the second"},
	{.id = "supplier_rank", .title = "Rank among suppliers of farm products", .unit = "rank", .kind = COOP_RANK, .plausible_max = 260,
	 .decimals = 0,
	 .phrases = (const char *const[]){"suppliers of agricultural products", "supplier of agricultural products", "food suppliers",
	             "supplier of food", NULL},
	 .note = "the second party's place among the suppliers of the first: AZ among Russia's suppliers is RU-AZ"},
};
/* clang-format on */

static const struct coop_identity identities[] = {
    {.kind = COOP_SUM, .result = "turnover", .terms = {"exports", "imports"}},
    {.kind = COOP_PART, .result = "exports", .terms = {"fruit_veg_exports"}},
    {.kind = COOP_PART, .result = "trade/turnover", .terms = {"turnover"}},
    {.kind = COOP_PART, .result = "trade/exports", .terms = {"exports"}},
    {.kind = COOP_PART, .result = "trade/imports", .terms = {"imports"}},
};

const struct coop_plugin coop_plugin = {
    COOP_PLUGIN_HEAD,
    .name = "agriculture",
    .title = "Agriculture",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
    .identities = identities,
    .n_identities = sizeof identities / sizeof identities[0],
};
