#!/usr/bin/env bash
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# deps.sh [build] [check]: installs the Debian packages that are missing for building (build) and for testing (check).
# Prints nothing and changes nothing where all of them are there.
set -euo pipefail

build="gcc libc6-dev make pkg-config libuv1-dev librrd-dev libpango1.0-dev libcairo2-dev libconfig-dev libsqlite3-dev libjansson-dev libcsv-dev libsmartcols-dev libutf8proc-dev libglpk-dev zlib1g-dev uthash-dev nettle-dev"
check="libcmocka-dev rrdtool collectd-utils python3 python3-rrdtool socat valgrind clang-format clang-tidy"

wanted=
for group in "${@:-build}"; do
	case $group in
	build) wanted="$wanted $build" ;;
	check) wanted="$wanted $check" ;;
	*)
		echo "deps.sh: no group of packages named '$group'; there are build and check" >&2
		exit 64
		;;
	esac
done

if ! command -v dpkg-query >/dev/null; then
	echo "deps.sh: this is no Debian system; going on as if these were there:$wanted" >&2
	exit 0
fi

missing=
for package in $wanted; do
	state=$(dpkg-query -W -f='${db:Status-Status} ' "$package" 2>/dev/null || true)
	case " $state" in
	*" installed "*) ;;
	*) missing="$missing $package" ;;
	esac
done
[ -n "$missing" ] || exit 0

echo "Missing packages, to be installed with apt-get:$missing"
as_root=
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null; then
		echo "deps.sh: neither root nor sudo here; ask an administrator for: apt-get install --no-install-recommends$missing" >&2
		exit 77
	fi
	as_root="sudo"
fi
install() {
	# shellcheck disable=SC2086
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" $missing
}
update() {
	$as_root apt-get update -q
}

# The lists are fetched where apt does not know a package yet, and where what they promise is no longer there.
if ! install --simulate >/dev/null 2>&1; then
	update
	install
elif ! install; then
	update
	install
fi
