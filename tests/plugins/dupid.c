/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Refused: one id in two rows.
 */
#include <coop/plugin.h>

static const struct coop_indicator indicators[] = {
    {.id = "things", .title = "Things", .unit = "count", .kind = COOP_FLOW, .plausible_max = 10},
    {.id = "others", .title = "Things", .unit = "count", .kind = COOP_FLOW, .plausible_max = 10},
    {.id = "things", .title = "Things", .unit = "count", .kind = COOP_FLOW, .plausible_max = 10},
};

const struct coop_plugin coop_plugin = {
    COOP_PLUGIN_HEAD,
    .name = "dupid",
    .title = "A test",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
};
