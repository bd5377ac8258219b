/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader of reports over any bytes. clang's libFuzzer: `make fuzz`. The corpus is tests/read; the words are the plugins' of $COOPD_BUILD.
 */
#include "base/date.h"
#include "plug/plug.h"
#include "read/prose.h"

#include <stdio.h>
#include <stdlib.h>

static struct prose *prose;

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static struct catalogue *catalogue;
	char dir[4096], **paths;
	struct err err;
	size_t n;
	(void)argc;
	(void)argv;
	snprintf(dir, sizeof dir, "%s/plugins", getenv("COOPD_BUILD") ? getenv("COOPD_BUILD") : "build/release");
	if (catalogue_create(&catalogue) || plug_list(dir, &paths, &n, &err))
		abort();
	for (size_t i = 0; i < n; i++) {
		struct plug *p;
		if (plug_open(&p, paths[i], &err) || catalogue_add_plugin(catalogue, plug_table(p), paths[i], &err))
			abort();
	}
	return prose_create(&prose, catalogue, NULL, 0, &err) ? -1 : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct prose_options options = {.published = date_from_civil(2024, 8, 9), .pair = {"AZ", "RU"}, .party = "AZ"};
	struct reading r = {0};
	struct err err;
	if (prose_read(prose, (const char *)bytes, n, &options, &r, &err))
		abort();
	reading_fini(&r);
	return 0;
}
