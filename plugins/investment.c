/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Direct investment by the books of the first party: inward is the second's money in the first, outward the first's money in
 * the second. Stocks are what has been accumulated, flows what came in a period; the two never add up exactly, because
 * values change and profits leave, so no identity is declared between them.
 */
#include <coop/plugin.h>

/* clang-format off */
static const struct coop_indicator indicators[] = {
	{.id = "inward_stock", .title = "Inward investment, accumulated", .unit = "USD", .kind = COOP_STOCK, .plausible_max = 1e14,
	 .decimals = 0,
	 .phrases = (const char *const[]){"accumulated investment from", "investments accumulated from",
	             "has been invested in the economy of", "invested in the economy", NULL},
	 .note = "the second party's investment in the first, all to date"},
	{.id = "outward_stock", .title = "Outward investment, accumulated", .unit = "USD", .kind = COOP_STOCK, .plausible_max = 1e14,
	 .decimals = 0,
	 .phrases = (const char *const[]){"accumulated investment in", "has invested in", "investments accumulated in", NULL},
	 .note = "the first party's investment in the second, all to date"},
	{.id = "inward_flow", .title = "Inward direct investment", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e13, .decimals = 0,
	 .phrases = (const char *const[]){"direct investment from", "investment inflow from", "inflow of direct investment",
	             "direct investment amounted to", NULL},
	 .note = "the second party's direct investment in the first within the period, gross: what was withdrawn is not taken off"},
	{.id = "outward_flow", .title = "Outward direct investment", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e13, .decimals = 0,
	 .phrases = (const char *const[]){"direct investment in the economy of", "investment outflow to", "outflow of direct investment",
	             NULL},
	 .note = "the first party's direct investment in the second within the period, gross: what was withdrawn is not taken off"},
	{.id = "inward_companies", .title = "Companies with capital of the other", .unit = "count", .kind = COOP_STOCK,
	 .plausible_max = 1e7, .decimals = 0,
	 .phrases = (const char *const[]){"companies with capital from", "enterprises with capital from", "joint ventures",
	             "joint ventures operate", "companies operating in", NULL},
	 .note = "firms in the first party that have capital of the second, joint ventures among them"},
	{.id = "outward_companies", .title = "Companies with own capital abroad", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e7,
	 .decimals = 0,
	 .phrases = (const char *const[]){"companies with its capital abroad", "enterprises opened in", NULL},
	 .note = "firms in the second party that have capital of the first"},
	{.id = "projects", .title = "Joint investment projects", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e6, .decimals = 0,
	 .phrases = (const char *const[]){"joint investment projects", "investment projects", "projects worth", "joint projects", NULL},
	 .note = "projects under way; joint production counts as industry/projects"},
	{.id = "projects_value", .title = "Value of joint investment projects", .unit = "USD", .kind = COOP_STOCK, .plausible_max = 1e14,
	 .decimals = 0,
	 .phrases = (const char *const[]){"total value of investment projects", "projects totalling", "cost of investment projects", NULL},
	 .note = "of the projects that investment/projects counts"},
};
/* clang-format on */

const struct coop_plugin coop_plugin = {
    COOP_PLUGIN_HEAD,
    .name = "investment",
    .title = "Investment",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
};
