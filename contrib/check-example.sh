#!/usr/bin/env bash
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check-example.sh: compiles the example in include/coop/plugin.h as it stands there, the way a plugin is compiled. Exit 0, or 1 with what
# the compiler said. CC names another compiler.
set -euo pipefail
cd "$(dirname "$0")/.."
header=include/coop/plugin.h
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The lines between "@example NAME" and "@end", without the comment's margin.
name=$(sed -n 's/^ \* @example \([a-z][a-z0-9]*\.c\)$/\1/p' "$header")
if [ "$(printf '%s' "$name" | grep -c .)" -ne 1 ]; then
	echo "check-example.sh: $header must have one line \" * @example NAME.c\"" >&2
	exit 1
fi
if ! grep -q '^ \* @end$' "$header"; then
	echo "check-example.sh: $header has no line \" * @end\" behind the example" >&2
	exit 1
fi
sed -n '/^ \* @example /,/^ \* @end$/{/^ \* @/d;s/^ \*$//;s/^ \*     //;p}' "$header" >"$folder/$name"
if ! grep -q 'coop_plugin = {' "$folder/$name"; then
	echo "check-example.sh: the example in $header defines no coop_plugin" >&2
	exit 1
fi

if ! "${CC:-gcc}" -std=gnu11 -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wvla -Werror -fPIC \
	-fvisibility=hidden -shared -Wl,-z,defs -Iinclude -o "$folder/${name%.c}.so" "$folder/$name"; then
	echo "check-example.sh: the example in $header does not compile" >&2
	exit 1
fi
