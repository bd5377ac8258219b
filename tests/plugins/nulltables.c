/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Refused: rows are announced and there is no table.
 */
#include <coop/plugin.h>

const struct coop_plugin coop_plugin = {
    COOP_PLUGIN_HEAD,
    .name = "nulltables",
    .title = "A test",
    .n_indicators = 3,
};
