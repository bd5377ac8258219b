/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Refused: exports something, but not coop_plugin.
 */
#include <coop/plugin.h>

extern const int coop_plugins;
const int coop_plugins = COOP_PLUGIN_ABI;
