#!/usr/bin/env bash
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# make.sh COOPCTL SOCKET: draws the pictures of this folder anew, from a coopd with the sample in (make run).
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: contrib/pictures/make.sh build/release/coopctl .run/coopd.sock" >&2; exit 64; }
ctl=$(realpath "$1") socket=$(realpath "$2")
cd "$(dirname "$0")"
for theme in light dark; do
	draw() { "$ctl" --socket "$socket" graph "$1" --theme "$theme" -o "$2-$theme.png"; }
	draw AZ-RU AZ-RU
	draw AZ-RU/trade/turnover turnover
	draw AZ-RU/tourism/arrivals arrivals
	for area in $("$ctl" --socket "$socket" --plain areas | cut -f1); do
		"$ctl" --socket "$socket" --plain list "AZ-RU/$area/*" | grep -q . || continue
		draw "AZ-RU/$area" "$area"
	done
done
