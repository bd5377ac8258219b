/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Refused: an identity that points nowhere.
 */
#include <coop/plugin.h>

static const struct coop_indicator indicators[] = {
    {.id = "things", .title = "Things", .unit = "count", .kind = COOP_FLOW, .plausible_max = 10},
};

static const struct coop_identity identities[] = {
    {.kind = COOP_PART, .result = "things", .terms = {"parts"}},
};

const struct coop_plugin coop_plugin = {
    COOP_PLUGIN_HEAD,
    .name = "danglingref",
    .title = "A test",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
    .identities = identities,
    .n_identities = sizeof identities / sizeof identities[0],
};
