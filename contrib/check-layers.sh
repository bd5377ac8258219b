#!/usr/bin/env bash
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check-layers.sh [TREE]: every #include "…" goes to a room that this room may see, and every foreign header stays in its home.
# check-layers.sh --self-test: makes a tree that breaks every rule once and wants each breach named.
set -euo pipefail

# room: rooms it may include beside itself
rooms='
base:
conf: base
model: base coop
plug: base model coop
store: base model
weigh: base model store
read: base model coop
work: base model plug read coop
core: base conf model plug store weigh read work coop
ctl: base conf model plug store weigh read work core coop
coopctl: base
main: base conf model plug store weigh read work core ctl coop
plugins: coop
include:
'
# foreign header: files it may be included in (shell patterns)
homes='
rrd.h: daemon/work/rrdimage.c daemon/work/graph_plate.c
cairo.h: daemon/work/graph*
cairo-svg.h: daemon/work/graph_canvas.c
pango/pangocairo.h: daemon/work/graph_text.c
csv.h: daemon/work/* daemon/coopctl/*
sqlite3.h: daemon/store/ledger*
libconfig.h: daemon/conf/* daemon/work/bulletin.c daemon/work/mapping.c
zlib.h: daemon/store/snapshot.c daemon/work/infile.c
dlfcn.h: daemon/plug/*
glpk.h: daemon/weigh/*
jansson.h: daemon/coopctl/*
nettle/base64.h: daemon/ctl/cmd_graph.c daemon/coopctl/graph.c
libsmartcols.h: daemon/coopctl/*
libsmartcols/libsmartcols.h: daemon/coopctl/*
'
# What include/ and plugins/ may take from the system: the C standard library.
libc='assert complex ctype errno fenv float inttypes iso646 limits locale math stdalign stdarg stdbool stddef stdint stdio stdlib string tgmath time wchar wctype'

check() {
	local tree=$1
	(
		cd "$tree"
		find daemon include plugins -name '*.[ch]' -print0 2>/dev/null | sort -z |
			xargs -0 -r grep -HnE '^[[:blank:]]*#[[:blank:]]*include\>' || true
	) | awk -v rooms="$rooms" -v homes="$homes" -v libc="$libc" '
	function matches(file, list,    n, pattern, i, re) {
		n = split(list, pattern, " ")
		for (i = 1; i <= n; i++) {
			re = pattern[i]
			gsub(/[.]/, "[.]", re)
			gsub(/[*]/, ".*", re)
			if (file ~ "^" re "$")
				return 1
		}
		return 0
	}
	function breach(text) {
		print text
		bad++
	}
	BEGIN {
		n = split(rooms, row, "\n")
		for (i = 1; i <= n; i++)
			if (row[i] ~ /:/)
				may[substr(row[i], 1, index(row[i], ":") - 1)] = substr(row[i], index(row[i], ":") + 1) " "
		n = split(homes, row, "\n")
		for (i = 1; i <= n; i++)
			if (row[i] ~ /:/)
				home[substr(row[i], 1, index(row[i], ":") - 1)] = substr(row[i], index(row[i], ":") + 2)
		n = split(libc, row, " ")
		for (i = 1; i <= n; i++)
			standard[row[i] ".h"] = 1
	}
	{
		split($0, part, ":")
		file = part[1]
		where = file ":" part[2]
		text = $0
		sub(/^[^:]*:[^:]*:/, "", text)
		if (!match(text, /["<][^">]+[">]/)) {
			breach(where ": an include that names no header: " text)
			next
		}
		ours = substr(text, RSTART, 1) == "\""
		header = substr(text, RSTART + 1, RLENGTH - 2)
		n = split(file, folder, "/")
		if (folder[1] == "daemon")
			room = n == 2 ? "main" : folder[2]
		else
			room = folder[1]
		if (!(room in may)) {
			breach(where ": no such room: " room "; a new one needs a row in contrib/check-layers.sh and in README.md")
			next
		}
		if (header in home) {
			if (!matches(file, home[header]))
				breach(where ": " header " lives in " home[header] " and nowhere else")
			next
		}
		split(header, step, "/")
		to = step[1]
		if (to == "coop" && header ~ /^coop\//) {
			if (room != "include" && index(may[room], " coop ") == 0)
				breach(where ": " room " may not see " header)
		} else if (ours) {
			if (header !~ /\// || header ~ /^[.]/)
				breach(where ": write the room into the name: \"" room "/" header "\"")
			else if (to != room && index(may[room], " " to " ") == 0)
				breach(where ": " room " may not see " header)
		} else if ((room == "plugins" || room == "include") && !(header in standard))
			breach(where ": " room " may include coop/ and the C standard library, not " header)
	}
	END {
		exit bad > 0
	}'
}

self_test() {
	local failed=0 n=0
	tree=$(mktemp -d) # global: the trap runs after this function is gone
	trap 'rm -rf "$tree"' EXIT
	# file|include|wanted (ok or the words of the complaint)
	while IFS='|' read -r file include wanted; do
		[ -n "$file" ] || continue
		n=$((n + 1))
		rm -rf "${tree:?}"/*
		mkdir -p "$tree/$(dirname "$file")"
		printf '/* made up */\n#include %s\n' "$include" >"$tree/$file"
		local said code=0
		said=$(check "$tree") || code=$?
		if [ "$wanted" = ok ]; then
			[ "$code" -eq 0 ] && [ -z "$said" ] && continue
		elif [ "$code" -ne 0 ] && [[ $said == "$file:2: "*"$wanted"* ]]; then
			continue
		fi
		echo "self-test: $file with $include: wanted '$wanted', exit code $code, said '$said'"
		failed=1
	done <<-'ROWS'
		daemon/base/a.c|"base/err.h"|ok
		daemon/base/a.c|"model/party.h"|base may not see model/party.h
		daemon/base/a.c|<coop/plugin.h>|base may not see coop/plugin.h
		daemon/model/a.h|"coop/plugin.h"|ok
		daemon/model/a.h|"store/book.h"|model may not see
		daemon/conf/a.c|"model/party.h"|conf may not see
		daemon/conf/a.c|<libconfig.h>|ok
		daemon/store/ledger_read.c|<sqlite3.h>|ok
		daemon/store/book.c|<sqlite3.h>|sqlite3.h lives in
		daemon/store/book.c|"weigh/weigh.h"|store may not see
		daemon/weigh/a.c|"store/book.h"|ok
		daemon/weigh/a.c|"plug/plug.h"|weigh may not see
		daemon/weigh/a.c|<glpk.h>|ok
		daemon/core/a.c|"work/pool.h"|ok
		daemon/core/a.c|"ctl/ctl.h"|core may not see
		daemon/core/a.c|<rrd.h>|rrd.h lives in
		daemon/work/rrdimage.c|<rrd.h>|ok
		daemon/work/rrdfile.c|<rrd.h>|rrd.h lives in
		daemon/work/a.c|<rrd.h>|rrd.h lives in
		daemon/work/graph_panel.c|<cairo.h>|ok
		daemon/work/a.c|<cairo.h>|cairo.h lives in
		daemon/work/a.c|"plug/plug.h"|ok
		daemon/work/a.c|"core/core.h"|work may not see
		daemon/work/bulletin.c|<libconfig.h>|ok
		daemon/work/table.c|<libconfig.h>|libconfig.h lives in
		daemon/ctl/a.c|"core/core.h"|ok
		daemon/ctl/a.c|"coopctl/table.h"|ctl may not see
		daemon/ctl/a.c|<dlfcn.h>|dlfcn.h lives in
		daemon/ctl/a.c|<jansson.h>|jansson.h lives in
		daemon/plug/a.c|<dlfcn.h>|ok
		daemon/coopctl/a.c|"base/buf.h"|ok
		daemon/coopctl/a.c|"ctl/ctl.h"|coopctl may not see
		daemon/coopctl/a.c|<libsmartcols/libsmartcols.h>|ok
		daemon/main.c|"ctl/ctl.h"|ok
		daemon/main.c|"err.h"|write the room into the name
		daemon/main.c|"../base/err.h"|write the room into the name
		daemon/main.c|  <glpk.h>|glpk.h lives in
		daemon/attic/a.c|"base/err.h"|no such room
		plugins/trade.c|<coop/plugin.h>|ok
		plugins/trade.c|<math.h>|ok
		plugins/trade.c|<unistd.h>|C standard library
		plugins/trade.c|"base/err.h"|plugins may not see
		include/coop/plugin.h|<stdint.h>|ok
		include/coop/plugin.h|"base/err.h"|include may not see
	ROWS
	[ "$failed" -eq 0 ] && echo "check-layers: self-test passed, $n rows"
	return "$failed"
}

case ${1:-} in
--self-test) self_test ;;
-*)
	echo "usage: contrib/check-layers.sh [TREE | --self-test]" >&2
	exit 64
	;;
*) check "${1:-$(dirname "$0")/..}" ;;
esac
