/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Refused, but only for its last identity: compiled against a later header of the same ABI, whose structures have grown at their ends. Who
 * steps through its rows by the wrong length finds another fault, or none.
 */
#include <coop/plugin.h>

struct newer_indicator {
	struct coop_indicator known;
	const char *colour;
	double weight;
};

struct newer_identity {
	struct coop_identity known;
	double tolerance;
};

struct newer_plugin {
	struct coop_plugin known;
	void (*dance)(void);
};

static const struct newer_indicator indicators[] = {
    {.known = {.id = "things", .title = "Things", .unit = "count", .kind = COOP_FLOW, .plausible_max = 10}, .colour = "red"},
    {.known = {.id = "red_things", .title = "Red things", .unit = "count", .kind = COOP_FLOW, .plausible_max = 10}, .weight = 2},
    {.known = {.id = "blue_things", .title = "Blue things", .unit = "count", .kind = COOP_FLOW, .plausible_max = 10}, .weight = 2},
};

static const struct newer_identity identities[] = {
    {.known = {.kind = COOP_PART, .result = "things", .terms = {"red_things"}}, .tolerance = 1},
    {.known = {.kind = COOP_SUM, .result = "things", .terms = {"red_things", "blue_things"}}, .tolerance = 2},
    {.known = {.kind = COOP_PART, .result = "things", .terms = {"green_things"}}, .tolerance = 3},
};

/* The header declares the symbol as the structure that it knows, so the longer one gets it by its assembler name. */
extern const struct newer_plugin newer_plugin __asm__("coop_plugin");
const struct newer_plugin newer_plugin = {
    .known = {.abi = COOP_PLUGIN_ABI,
              .size = sizeof(struct newer_plugin),
              .indicator_size = sizeof(struct newer_indicator),
              .identity_size = sizeof(struct newer_identity),
              .name = "newer",
              .title = "Newer",
              .indicators = &indicators[0].known,
              .n_indicators = sizeof indicators / sizeof indicators[0],
              .identities = &identities[0].known,
              .n_identities = sizeof identities / sizeof identities[0]},
};
