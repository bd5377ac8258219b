/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Joint production: pharmaceuticals, assembly of trucks, service of freight vehicles and farm machinery, shipbuilding. Other joint
 * projects are investment/projects. The pair stands as the source orders it.
 */
#include <coop/plugin.h>

/* clang-format off */
static const struct coop_indicator indicators[] = {
	{.id = "projects", .title = "Joint production projects", .unit = "count", .kind = COOP_STOCK, .plausible_max = 1e6, .decimals = 0,
	 .phrases = (const char *const[]){"joint production projects", "industrial projects", "industrial cooperation projects",
	             "joint production", "joint enterprises in industry", NULL},
	 .note = "joint production only; other joint projects are investment/projects"},
	{.id = "projects_value", .title = "Value of joint production projects", .unit = "USD", .kind = COOP_STOCK, .plausible_max = 1e14,
	 .decimals = 0,
	 .phrases = (const char *const[]){"value of industrial projects", "industrial projects worth", "cost of industrial projects", NULL},
	 .note = "of the projects that industry/projects counts"},
	{.id = "jobs", .title = "Jobs in joint production", .unit = "persons", .kind = COOP_STOCK, .plausible_max = 1e8, .decimals = 0,
	 .phrases = (const char *const[]){"jobs were created", "jobs created", "new jobs", "jobs", NULL},
	 .note = "people employed in joint production"},
	{.id = "vehicles_assembled", .title = "Vehicles assembled jointly", .unit = "count", .kind = COOP_FLOW, .plausible_max = 1e8,
	 .decimals = 0,
	 .phrases = (const char *const[]){"trucks assembled", "trucks were assembled", "vehicles assembled", "vehicles were assembled",
	             "cars assembled", "tractors assembled", NULL},
	 .note = "trucks and other vehicles, cars and tractors included"},
};
/* clang-format on */

const struct coop_plugin coop_plugin = {
    COOP_PLUGIN_HEAD,
    .name = "industry",
    .title = "Industry",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
};
