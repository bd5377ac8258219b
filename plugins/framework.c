/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The legal and institutional framework between the two, the pair as the source orders it.
 */
#include <coop/plugin.h>

/* clang-format off */
static const struct coop_indicator indicators[] = {
	{.id = "agreements", .title = "Agreements in force", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e5, .decimals = 0,
	 .phrases = (const char *const[]){"signed agreements", "agreements in force", "legal framework", "bilateral agreements",
	             "intergovernmental agreements", "bilateral documents", NULL},
	 .note = "agreements in the legal framework, all to date"},
	{.id = "documents_signed", .title = "Documents signed", .unit = "count", .kind = COOP_FLOW, .plausible_max = 1e5, .decimals = 0,
	 .phrases = (const char *const[]){"documents were signed", "documents signed", "agreements were signed", "memorandums were signed",
	             "memoranda were signed", NULL},
	 .note = "signed within the period"},
	{.id = "meeting_number", .title = "Meeting of the intergovernmental commission", .unit = "edition", .kind = COOP_ORDINAL,
	 .plausible_max = 1000, .decimals = 0,
	 .phrases = (const char *const[]){"meeting of the intergovernmental commission",
	             "meeting of the joint intergovernmental commission", "intergovernmental commission", "meeting of the commission",
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
