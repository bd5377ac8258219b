/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * plug: brings area plugins in: dlopen, ABI check, table lint. (dlfcn.h lives here and nowhere else.)
 *
 * Order of the checks: the file (regular, owned by root or by us, not writable by group or others, the same for its folder),
 * dlopen (RTLD_NOW | RTLD_LOCAL), the symbol, abi and size before anything else is read, the name against the file name, then
 * the tables (plug_lint). Refusal is one sentence that says which and why.
 */
#ifndef PLUG_PLUG_H
#define PLUG_PLUG_H

#include "base/err.h"
#include "coop/plugin.h"

#include <stddef.h>

#define PLUG_ROWS_MAX 1000 /* indicators, and identities, of one plugin */

struct plug; /* one open plugin */

/* The plugin's tables are valid until plug_close. Tables shorter than ours (an older plugin) are widened into copies. */
int plug_open(struct plug **out, const char *path, struct err *err) __attribute__((warn_unused_result));
void plug_close(struct plug *p);
const struct coop_plugin *plug_table(const struct plug *p);
const char *plug_path(const struct plug *p);

/* Everything of the tables that can be wrong: ids, duplicates, kinds, units, ranges, identities that point nowhere. */
int plug_lint(const struct coop_plugin *t, struct err *err) __attribute__((warn_unused_result));

/* The *.so files of a folder, sorted by name; each path malloc'd. 0 or a negative errno. Free with plug_free_list. */
int plug_list(const char *dir, char ***paths, size_t *n, struct err *err) __attribute__((warn_unused_result));
void plug_free_list(char **paths, size_t n);

#endif
