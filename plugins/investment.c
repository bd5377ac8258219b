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
	 .phrases = (const char *const[]){"accumulated inward investment", "inward investment stock", "stock of inward investment",
	             "inward fdi stock", "accumulated foreign direct investment from", "stock of fdi from", "direct investment stock from",
	             NULL},
	 .note = "the second party's investment in the first, all to date",
	 .direction = COOP_TAKES, .mirror = "outward_stock"},
	{.id = "outward_stock", .title = "Outward investment, accumulated", .unit = "USD", .kind = COOP_STOCK, .plausible_max = 1e14,
	 .decimals = 0,
	 .phrases = (const char *const[]){"direct investment & %state", "investment & %state", "invested & %state",
	             "accumulated investment/capital", "accumulated direct investment", "investment stock", "stock of direct/investment",
	             "volume of accumulated investment", "cumulative investment",
	             "put & investors/investor/companies/company/businesses/firms/firm/business & %state",
	             "poured/placed & investors/investor/companies/businesses/firms/business & %state", "fdi & %state",
	             "capital investment & %state", "outward investment stock", "investment portfolio & %state", "poured/placed/sunk/ploughed/plowed/pumped/injected/channelled/committed/spent & investors/investor/companies/company/businesses/firms/business/capital & %state", "accumulated & investors/investor/capital/investment/investments & %state", "stock of direct investment", "stock of investment/investments/capital", "direct investment stock", "invested capital & %state", "direct capital & %state", "investments & accumulated/stock", "fdi stock", "stock of fdi", "capital & invested/accumulated & %state",
	             "put & authority/fund/funds/investment & %state",
	             NULL},
	 .note = "the first party's investment in the second, all to date",
	 .direction = COOP_GIVES, .mirror = "inward_stock"},
	{.id = "inward_flow", .title = "Inward direct investment", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e13, .decimals = 0,
	 .phrases = (const char *const[]){"inward investment", "investment inflow & %span", "inflow of direct/investment",
	             "investment received", "received investment", NULL},
	 .note = "the second party's direct investment in the first within the period, gross: what was withdrawn is not taken off",
	 .direction = COOP_TAKES, .mirror = "outward_flow"},
	{.id = "outward_flow", .title = "Outward direct investment", .unit = "USD", .kind = COOP_FLOW, .plausible_max = 1e13, .decimals = 0,
	 .phrases = (const char *const[]){"direct investment & %span", "investment & %span", "invested & %span", "fdi & %span",
	             "flow of direct/investment", "capital investment & %span",
	             "put & investors/investor/companies/company/businesses/firms/firm/business & %span", "poured/placed/sunk/ploughed/plowed/pumped/injected/channelled & investors/investor/companies/company/businesses/firms/business/capital & %span", "direct investments & %span", "new investment & %span", "fdi inflow/inflows/flow/flows & %span", "inflow/inflows of capital & %span", "direct capital & %span",
	             NULL},
	 .note = "the first party's direct investment in the second within the period, gross: what was withdrawn is not taken off",
	 .direction = COOP_GIVES, .mirror = "inward_flow"},
	{.id = "inward_companies", .title = "Companies with capital of the other", .unit = "count", .kind = COOP_STOCK,
	 .plausible_max = 1e7, .decimals = 0,
	 .phrases = (const char *const[]){"companies with foreign capital from", "inward companies", NULL},
	 .note = "firms in the first party that have capital of the second, joint ventures among them",
	 .direction = COOP_TAKES, .mirror = "outward_companies"},
	{.id = "outward_companies", .title = "Companies with own capital abroad", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e7,
	 .decimals = 0,
	 .phrases = (const char *const[]){"companies/firms/enterprises/businesses/entities with capital",
	             "companies/firms/enterprises with participation/investment/shareholding",
	             "with capital & company/companies/firm/firms/enterprise/enterprises/businesses/entities", "number of companies/firms/enterprises", "joint ventures",
	             "joint companies",
	             "companies/firms/enterprises/businesses & own/owned/operate/operating/registered/active/present/work/working/run/established",
	             "subsidiaries & own/operate/operating/registered/active", "enterprises with mixed capital", "companies/firms/enterprises/businesses with stake/equity/shareholder/shareholders/owners/founders/ownership/partners", "companies/firms/enterprises/businesses & business/represented/based/settled/founded/founders/stake/subsidiary/subsidiaries/presence/active/activity/functioning/function", "joint enterprises", "@-owned companies/firms/enterprises/businesses", "joint-stock companies & capital", "legal entities & capital/registered",
	             NULL},
	 .note = "firms in the second party that have capital of the first",
	 .direction = COOP_GIVES, .mirror = "inward_companies"},
	{.id = "projects", .title = "Joint investment projects", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e6, .decimals = 0,
	 .phrases = (const char *const[]){"joint investment projects", "investment projects", "projects & investment/invested/invest",
	             "joint projects & investment/invested/invest/investors/investor/fdi", "projects & investors/investor/capital ! energy/industrial/production", "investment agreements & projects",
	             NULL},
	 .note = "projects under way; joint production counts as industry/projects"},
	{.id = "projects_value", .title = "Value of joint investment projects", .unit = "USD", .kind = COOP_STOCK, .plausible_max = 1e14,
	 .decimals = 0,
	 .phrases = (const char *const[]){"investment projects worth/valued/totalling/totaling/costing",
	             "investment projects in @ worth/valued/totalling/totaling/costing",
	             "projects in @ worth/valued/totalling/totaling & investment", "total value/cost of investment projects", "value/cost of investment projects",
	             "projects worth/valued/totalling/totaling & investment",
	             "projects with total/combined/overall value/cost of & investment", "projects to tune of & investment",
	             "investment projects with total value of", "investment projects to value/amount/sum/tune of", "projects to value/amount/sum/tune of & investment", "investment projects for total of", "investment projects with total/combined/overall/aggregate value/cost/volume/budget of", "investment projects with value/cost/budget of", "projects with total/combined/overall/aggregate value/cost/volume/budget & investment", "investment projects representing", "investment projects valued at", "investment projects that cost",
	             NULL},
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
