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
	 .phrases = (const char *const[]){"joint production projects", "industrial projects", "joint industrial projects",
	             "industrial cooperation projects", "joint production",
	             "projects & industrial/industry/production/factory/factories/plant/plants/manufacturing ! investment",
	             "joint industrial enterprises", "cooperation projects & industrial/industry", "production projects", "joint projects & industrial/industry/manufacturing/production/factory/factories ! investment/energy", "joint manufacturing/industrial/assembly ventures/projects", "joint plants/factories",
	             NULL},
	 .note = "joint production only; other joint projects are investment/projects"},
	{.id = "projects_value", .title = "Value of joint production projects", .unit = "USD", .kind = COOP_STOCK, .plausible_max = 1e14,
	 .decimals = 0,
	 .phrases = (const char *const[]){"value/cost of industrial projects",
	             "industrial projects worth/valued/totalling/totaling/costing",
	             "projects to tune of & industrial/industry/production/manufacturing",
	             "projects worth/valued/totalling/totaling/costing & industrial/industry/production/manufacturing",
	             "projects with total/combined/overall value/cost of & industrial/industry/production/manufacturing",
	             "industrial projects to tune of", "industrial projects with total value/cost of",
	             "projects for total of & industrial/industry/production", NULL},
	 .note = "of the projects that industry/projects counts"},
	{.id = "jobs", .title = "Jobs in joint production", .unit = "persons", .kind = COOP_STOCK, .plausible_max = 1e8, .decimals = 0,
	 .phrases = (const char *const[]){"jobs", "jobs created", "give/gives/giving work to",
	             "provide/provides/providing work/jobs for/to",
	             "work for & people/persons & plant/plants/factory/factories/project/projects/venture/ventures",
	             "employ/employs/employed/employing & joint/industrial/factory/factories/plant/plants/venture/ventures/production/project/projects",
	             "workplaces", "people/workers/persons & work/works/working/employed & joint/venture/ventures ! commission",
	             "people & employed/employs/employ & joint/industrial/factory/factories/plant/plants/venture/ventures/production/project/projects",
	             "provide/provides/gives/give/offer/offers employment to/for", "employ/employs/employing & ventures/plants/factories/works/lines/enterprises", "people work & joint/factory/factories/plant/plants/venture/ventures/assembly", "workers & joint/factory/factories/plant/plants/venture/ventures/assembly", "employees & joint/factory/factories/plant/plants/venture/ventures/assembly", "workforce & joint/factory/factories/plant/plants/venture/ventures/assembly", "earn living/bread & plant/plants/factory/factories",
	             NULL},
	 .note = "people employed in joint production"},
	{.id = "vehicles_assembled", .title = "Vehicles assembled jointly", .unit = "count", .kind = COOP_FLOW, .plausible_max = 1e8,
	 .decimals = 0,
	 .phrases = (const char *const[]){"assembled vehicles/cars/trucks/tractors/buses/lorries",
	             "vehicles/cars/trucks/tractors/buses/lorries assembled",
	             "vehicles/cars/trucks/tractors/buses/lorries & assembled/assembly/assemble/assembling/assembles", "assembled",
	             "assembly of vehicles/cars/trucks/tractors/buses",
	             "vehicles/cars/trucks/tractors/buses & turned/rolled/produced/built & joint/plant/plants/factory/factories ! border", "output & assembled/assembly/assembles", "vehicles/cars/trucks/tractors/buses/lorries & assembled/assemble/line/lines/plant & joint/jointly",
	             "tractors/buses & plant/factory/joint",
	             "rolled off & cars/vehicles/tractors/trucks/buses/lorries",
	             "built/produced cars/vehicles/tractors/trucks/buses/lorries & joint/jointly/plant",
	             NULL},
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
