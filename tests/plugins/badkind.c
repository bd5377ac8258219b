/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Refused: a kind that does not exist.
 */
#include <coop/plugin.h>

static const struct coop_indicator indicators[] = {
    {.id = "things", .title = "Things", .unit = "count", .kind = (enum coop_kind)9, .plausible_max = 10},
};

const struct coop_plugin coop_plugin = {
    COOP_PLUGIN_HEAD,
    .name = "badkind",
    .title = "A test",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
};
