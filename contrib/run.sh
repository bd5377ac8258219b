#!/usr/bin/env bash
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# run.sh BUILD [--once]: coopd on a state folder inside the checkout (.run), the sample taken in, an overview printed; then it
# runs until Ctrl-C. --once ends after printing.
set -euo pipefail
umask 022

usage() {
	echo "usage: contrib/run.sh BUILD [--once]      BUILD is build/release or the like" >&2
	exit 64
}
[ $# -ge 1 ] && [ $# -le 2 ] && [ "${2:---once}" = --once ] || usage
cd "$(dirname "$0")/.."
build=$1
once=${2:-}
if [ ! -x "$build/coopd" ] || [ ! -x "$build/coopctl" ]; then
	echo "run.sh: no coopd and coopctl in $build; type make first" >&2
	exit 66
fi
build=$(cd "$build" && pwd)
state=$PWD/.run
socket=$state/coopd.sock
# The kernel's limit is 108 bytes with the final NUL.
if [ "$(printf %s "$socket" | wc -c)" -ge 108 ]; then
	socket=${XDG_RUNTIME_DIR:-/tmp}/coopd-$(id -u)-$(printf %s "$state" | cksum | cut -d' ' -f1).sock
fi
ctl() {
	"$build/coopctl" --socket "$socket" "$@"
}
quoted() {
	printf '"%s"' "$(printf %s "$1" | sed 's/[\\"]/\\&/g')"
}

if ctl status >/dev/null 2>&1; then
	echo "run.sh: a coopd already runs on $state (process $(ctl --plain status 2>/dev/null | sed -n 's/^pid[[:blank:]]*//p'))." >&2
	echo "        Ask it with: ${build#"$PWD"/}/coopctl --socket $socket get AZ-RU      or stop it with Ctrl-C where it was started." >&2
	exit 75
fi

# A folder that the group may write to is no place to load code from, and coopd refuses it; a umask of 002 makes one.
chmod go-w "$build" "$build/plugins"
mkdir -p "$state"
cat >"$state/coopd.conf" <<CONF
# Written by contrib/run.sh at each start. conf/coopd.conf shows every key with its default.
state_dir = $(quoted "$state");
plugins_dir = $(quoted "$build/plugins");
socket: {
	path = $(quoted "$socket");
};
CONF

log=$state/coopd.log
"$build/coopd" --config "$state/coopd.conf" >"$log" 2>&1 &
daemon=$!
failed=0
stop() {
	trap '' INT TERM
	kill -TERM "$daemon" 2>/dev/null || true
	code=0
	wait "$daemon" || code=$?
	if [ "$code" -ne 0 ]; then
		echo "run.sh: coopd ended with exit code $code; the end of $log:" >&2
		tail -n 20 "$log" >&2
	fi
	[ "$code" -ne 0 ] || code=$failed
	exit "$code"
}
trap stop INT TERM HUP
trap 'kill -TERM "$daemon" 2>/dev/null || true' EXIT

tries=0
until ctl status >/dev/null 2>&1; do
	tries=$((tries + 1))
	if ! kill -0 "$daemon" 2>/dev/null; then
		code=0
		wait "$daemon" || code=$?
		echo "run.sh: coopd did not start (exit code $code). It said:" >&2
		tail -n 20 "$log" >&2
		exit 70
	fi
	if [ "$tries" -ge 600 ]; then
		echo "run.sh: coopd does not answer on $socket after a minute; see $log" >&2
		stop
	fi
	sleep 0.1
done

for bulletin in conf/bulletins/*.bulletin; do
	[ -e "$bulletin" ] || continue
	if ! ctl import "$bulletin"; then
		echo "run.sh: $bulletin was not taken in completely; the lines above say what and why" >&2
		failed=70
	fi
done
echo
if ! ctl get AZ-RU; then
	echo "run.sh: no overview of AZ-RU; see the line above and $log" >&2
	failed=70
fi

me="${build#"$PWD"/}/coopctl --socket ${socket#"$PWD"/}"
cat <<TEXT

socket     $socket
RRD files  $state/rrd      a folder for each pair and area, rebuilt by coopd whenever they are missing
ledger     $state/ledger.db
spool      $state/spool/incoming      a .bulletin or .csv file moved here is taken in
log        $log
TEXT
if [ -n "$once" ]; then
	stop
fi
cat <<TEXT

coopd runs until Ctrl-C. In another terminal, in this folder:
    $me get AZ-RU/trade/turnover
    $me get AZ-RU/tourism/arrivals 2024-S1 --json
    $me put AZ-RU/transport/flights_weekly 2024-09-01 70
    $me notes AZ-RU
    $me help
TEXT
failed=0
code=0
wait "$daemon" || code=$?
echo "run.sh: coopd ended by itself with exit code $code; the end of $log:" >&2
tail -n 20 "$log" >&2
exit 70
