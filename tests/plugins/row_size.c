/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Refused: rows shorter than the first version of the structure.
 */
#include <coop/plugin.h>

static const struct coop_indicator indicators[] = {
    {.id = "things", .title = "Things", .unit = "count", .kind = COOP_FLOW, .plausible_max = 10},
};

const struct coop_plugin coop_plugin = {
    .abi = COOP_PLUGIN_ABI,
    .size = sizeof(struct coop_plugin),
    .indicator_size = 12,
    .identity_size = sizeof(struct coop_identity),
    .name = "rowsize",
    .title = "A test",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
};
