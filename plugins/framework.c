/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The legal and institutional framework between the two, the pair as the source orders it.
 */
#include <coop/plugin.h>

/* clang-format off */
static const struct coop_indicator indicators[] = {
	{.id = "agreements", .title = "Agreements in force", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e5, .decimals = 0,
	 .phrases = (const char *const[]){"signed agreements/documents", "agreements/documents/treaties in force",
	             "intergovernmental/bilateral/interstate/international agreements/documents/treaties/acts",
	             "agreements/documents/treaties/acts/memoranda/memorandums & legal/framework/force/basis/contractual ! region/regions/regional/interregional",
	             "legal framework", "legal/contractual/treaty basis", "treaty base", "interdepartmental agreements/documents", "accords/pacts/conventions/instruments & force/legal/framework ! region/regions/regional", "agreements & govern/governs/governed/underpin/underpins/regulate/regulated/concluded ! region/regions/regional/signed", "agreements and treaties/memoranda", "treaties and agreements", "contractual/legal/treaty framework/foundation", "interstate/intergovernmental documents/accords/treaties",
	             NULL},
	 .note = "agreements in the legal framework, all to date"},
	{.id = "documents_signed", .title = "Documents signed", .unit = "count", .kind = COOP_FLOW, .plausible_max = 1e5, .decimals = 0,
	 .phrases = (const char *const[]){
	             "documents/agreements/memoranda/memorandums/papers/contracts/protocols & signed/sign/inked/signing/concluded ! legal/framework/force/basis/region/regions/regional/interregional/since/worth/roadmap/initialled/unsigned",
	             "documents/agreements/memoranda/memorandums were/was signed", "documents signed", "signed package of", "accords/pacts/deals/texts/acts/arrangements & signed/inked/signing ! legal/framework/force/basis/region/regions/regional/since/worth",
	             "memoranda of understanding & signed/sign/inked/signing/concluded",
	             "papers & signed/inked/initialled",
	             NULL},
	 .note = "signed within the period"},
	{.id = "meeting_number", .title = "Meeting of the intergovernmental commission", .unit = "edition", .kind = COOP_ORDINAL,
	 .plausible_max = 1000, .decimals = 0,
	 .phrases = (const char *const[]){
	             "meeting/session/sitting of intergovernmental/joint/bilateral/economic/mixed/inter-governmental/trade & commission/committee",
	             "meeting/session/sitting of commission/committee",
	             "intergovernmental/inter-governmental/bilateral/mixed commission/committee",
	             "joint intergovernmental/economic/bilateral commission/committee", "joint commission/committee",
	             "economic commission/committee & meeting/session/sitting", "joint ministerial/governmental/interministerial/inter-ministerial/trade/cooperation commission/committee",
	             "ministerial/interministerial commission/committee & meeting/session/sitting", "commission for economic/trade/cooperation & meeting/session/sitting",
	             "commission/committee of two countries & meeting/session/sitting", "commission meeting/session", "committee meeting/session",
	             "trade and economic commission", "joint trade and economic commission/committee",
	             "commission/committee on/for economic/trade & meeting/session/sitting", "round of intergovernmental/joint/bilateral/economic commission/committee", "intergovernmental commission/committee on/for", "joint trade commission/committee", "economic/trade committee & meeting/session/sitting", "intergovernmental council & meeting/session/sitting & economic/trade", "joint economic and trade commission/committee", "meeting/session of joint trade/economic", "commission on cooperation & meeting/session/sitting",
	             NULL},
	 .note = "the number of the commission's meeting, and of no other body"},
};
/* clang-format on */

const struct coop_plugin coop_plugin = {
    COOP_PLUGIN_HEAD,
    .name = "framework",
    .title = "Legal framework",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
};
