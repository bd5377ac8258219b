/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A good area with a bad review: it never returns.
 */
#include <coop/plugin.h>

#include <unistd.h>

static const struct coop_indicator indicators[] = {
    {.id = "waits", .title = "Waits", .unit = "count", .kind = COOP_FLOW, .plausible_max = 1000000},
};

static void review(const struct coop_claim *claims, size_t n, void (*remark)(void *arg, size_t i, const char *text), void *arg)
{
	(void)claims, (void)n, (void)remark, (void)arg;
	for (;;)
		pause();
}

const struct coop_plugin coop_plugin = {
    COOP_PLUGIN_HEAD,
    .name = "hangy",
    .title = "A test",
    .indicators = indicators,
    .n_indicators = sizeof indicators / sizeof indicators[0],
    .review = review,
};
