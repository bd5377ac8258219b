/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Refused: an id that ends like a companion.
 */
#include <coop/plugin.h>

static const struct coop_indicator indicators[] = {
    {.id = "things_growth", .title = "Things", .unit = "count", .kind = COOP_FLOW, .plausible_max = 10},
};

const struct coop_plugin coop_plugin = {
    COOP_PLUGIN_HEAD,
    .name = "badid",
    .title = "A test",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
};
