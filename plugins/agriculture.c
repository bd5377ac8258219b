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
	 .phrases = (const char *const[]){
	             "trade in agricultural/agri-food/agrifood/farm/food/agro-industrial products/goods/commodities/produce",
	             "agricultural/agri-food/agrifood/farm/food trade", "agricultural/agri-food/agrifood/farm/food trade turnover",
	             "agricultural/agri-food/agrifood turnover", "turnover of/in agricultural/agri-food/farm/food products/goods",
	             "trade in farm/food/agriculture", "trade in farm and food products",
	             "trade turnover of/in agricultural/agri-food/farm/food products/goods", "trade in agricultural goods and food",
	             "trade in agricultural products and food", "mutual/bilateral trade in agricultural/farm/food products/goods/produce",
	             "agricultural/agri-food/agro-food/agrarian/farm/food trade/commerce", "trade in food/foodstuffs/produce", "trade in agricultural and food products/goods", "agro-food/agrarian trade turnover",
	             NULL},
	 .note = "exports plus imports of farm and food products",
	 .direction = COOP_BOOKS},
	{.id = "exports", .title = "Exports of farm and food products", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e13,
	 .decimals = 0,
	 .phrases = (const char *const[]){
	             "exports of agricultural/agri-food/agrifood/farm/food/agro-industrial products/goods/commodities/produce",
	             "agricultural/agri-food/agrifood/farm/food/agro-industrial exports", "exports of food",
	             "exports of farm and food products", "exports of food and agricultural products",
	             "supplies/deliveries/shipments/sales of agricultural/agri-food/farm/food products/goods to",
	             "exported agricultural/farm/food products/goods/produce", "exports of agricultural products and food",
	             "agricultural exports to", "sold agricultural/farm/food products/goods/produce", "exports of foodstuffs",
	             "food and agricultural exports", "farm and food exports", "exports of agricultural and food products/goods", "exports of foodstuffs/produce", "agro-food/agrarian/foodstuff exports", "food/farm/agricultural shipments/deliveries/sales to", "exports of farm produce", "farm produce exports", "exports of food and drink", "food and drink exports", "shipped/sold/exported food", "agricultural and food exports", "sold/shipped/exported agri-food products/goods",
	             NULL},
	 .note = "the first party's exports to the second",
	 .direction = COOP_GIVES, .mirror = "imports"},
	{.id = "imports", .title = "Imports of farm and food products", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e13,
	 .decimals = 0,
	 .phrases = (const char *const[]){
	             "imports of agricultural/agri-food/agrifood/farm/food/agro-industrial products/goods/commodities/produce",
	             "agricultural/agri-food/agrifood/farm/food/agro-industrial imports", "imports of food",
	             "imports of farm and food products", "imports of food and agricultural products",
	             "imported agricultural/farm/food products/goods/produce", "imports of agricultural products and food",
	             "bought agricultural/farm/food products/goods/produce", "food and agricultural imports", "farm and food imports",
	             "imports of foodstuffs", "imports of agricultural and food products/goods", "imports of foodstuffs/produce", "agro-food/agrarian/foodstuff imports", "food/farm/agricultural purchases from", "imports of farm produce", "imports of food and drink", "food and drink imports", "bought/purchased/imported food", "agricultural and food imports", "bought/imported agri-food products/goods",
	             NULL},
	 .note = "the first party's imports from the second",
	 .direction = COOP_TAKES, .mirror = "exports"},
	{.id = "fruit_veg_exports", .title = "Exports of fruits and vegetables", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e12,
	 .decimals = 0,
	 .phrases = (const char *const[]){"exports of fruits/fruit and vegetables/vegetable", "fruit and vegetable exports",
	             "exports of vegetables and fruits/fruit", "exports of fresh fruits/fruit and vegetables",
	             "supplies/deliveries/shipments of fruits/fruit and vegetables/vegetable",
	             "fruit and vegetable shipments/supplies/deliveries", "exports of fruit and vegetable products",
	             "vegetable and fruit exports", "worth of fruit/fruits and vegetables & exported/sold/shipped/exports/supplied", "fruits/fruit and vegetables alone/earned & exports/exported", "exported fruits/fruit and vegetables", "fruits/fruit and vegetables/vegetable to",
	             "sales of fruits/fruit and vegetables/vegetable",
	             "exports of fruits/fruit and vegetables/vegetable to",
	             "shipped/sold/sent fruits/fruit and vegetables/vegetable",
	             "fruits/fruit and vegetables & exported/shipped/sold/exports",
	             "exports of fresh vegetables and fruits/fruit",
	             "fresh produce exports",
	             NULL},
	 .note = "part of the first party's exports to the second",
	 .direction = COOP_GIVES},
	{.id = "supplier_rank", .title = "Rank among suppliers of farm products", .unit = "rank", .kind = COOP_RANK, .plausible_max = 260,
	 .decimals = 0,
	 .phrases = (const char *const[]){
	             "supplier/suppliers of agricultural/agri-food/agrifood/farm/food/agro-industrial products/goods/commodities/produce",
	             "supplier of food", "food supplier", "exporter of food", "supplier of farm and food products",
	             "exporter of agricultural/farm/food/agri-food products/goods", "supplier of food and agricultural products",
	             "supplier of agricultural products and food", "source of agricultural/food/farm imports",
	             "agricultural/agri-food/farm supplier", "supplier of foodstuffs",
	             "among suppliers of agricultural/farm/food products", "source of/for food/agricultural/farm products/imports", "exporter of foodstuffs/produce", "food/agricultural/farm/agri-food exporter/exporters", "supplier of farm produce", "supplier of agricultural and food products/goods", "suppliers of food/foodstuffs/produce", "source of foodstuffs", "provider of food/agricultural products", "seller of food/agricultural/farm products",
	             NULL},
	 .note = "the second party's place among the suppliers of the first: AZ among Russia's suppliers is RU-AZ",
	 .direction = COOP_WHERE},
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
