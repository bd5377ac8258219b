/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Refused: another ABI. Nothing behind the first fields may be looked at: the name is not even a pointer.
 */
#include <coop/plugin.h>

static const struct coop_indicator indicators[] = {
    {.id = "things", .title = "Things", .unit = "count", .kind = COOP_FLOW, .plausible_max = 10},
};

const struct coop_plugin coop_plugin = {
    .abi = 7,
    .size = sizeof(struct coop_plugin),
    .name = (const char *)1,
    .title = "A test",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
};
