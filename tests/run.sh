#!/usr/bin/env bash
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# run.sh BUILD [PATTERN]: every test, or those whose name holds PATTERN. One line a test: ok, FAIL or skip, two at a time; the
# output of those that fail. A test says "skip" by exit code 77, the reason in its last line. Ends with the counts; exit code 1
# where something failed.
set -u
cd "$(dirname "$0")/.." || exit 70
if [ $# -lt 1 ] || [ ! -x "$1/coopd" ]; then
	echo "usage: tests/run.sh BUILD [PATTERN]      BUILD is build/release or the like, made by make" >&2
	exit 64
fi
COOPD_BUILD=$(cd "$1" && pwd)
export COOPD_BUILD ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 PYTHONDONTWRITEBYTECODE=1
mode=$(basename "$COOPD_BUILD")
pattern=${2:-}
# A folder that the group may write to is no place to load code from, and coopd refuses it; a umask of 002 makes one.
for folder in "$COOPD_BUILD" "$COOPD_BUILD/plugins" "$COOPD_BUILD/tests/plugins"; do
	[ -d "$folder" ] && chmod go-w "$folder"
done
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
n=0
running=0

run() {
	local name=$1
	shift
	[[ $name == *"$pattern"* ]] || return 0
	n=$((n + 1))
	if [ "$running" -ge 2 ]; then
		wait -n
		running=$((running - 1))
	fi
	one "$logs/$n" "$name" "$@" &
	running=$((running + 1))
}
one() {
	local log=$1 name=$2 code=0 begin=$SECONDS took=
	shift 2
	timeout --kill-after=10 "${TEST_TIMEOUT_S:-600}" "$@" >"$log" 2>&1 </dev/null || code=$?
	[ $((SECONDS - begin)) -lt 2 ] || took=" ($((SECONDS - begin)) s)"
	case $code in
	0) echo "ok   $name$took" && echo ok >"$log.result" ;;
	77) echo "skip $name: $(tail -n 1 "$log")" && echo skip >"$log.result" ;;
	*)
		[ "$code" -ne 124 ] || echo "ended after ${TEST_TIMEOUT_S:-600} s" >>"$log"
		# One write, so that two logs do not mix.
		printf '%s\n' "FAIL $name (exit code $code)$took
$(tail -n 120 "$log" | sed 's/^/     | /')"
		echo FAIL >"$log.result"
		;;
	esac
}
tracked() {
	git ls-files --cached --others --exclude-standard -- "$@" 2>/dev/null | grep . || find daemon plugins include tests -name '*.[ch]'
}
format_check() {
	tracked '*.c' '*.h' | while read -r file; do [ -e "$file" ] && echo "$file"; done | xargs -r clang-format --dry-run -Werror
}
unit() {
	if [ "$mode" = asan ] || [ ! -e "$1" ]; then
		"$1"
	else
		# What malloc hands out and takes back is filled, so that a read of it shows in every build.
		MALLOC_PERTURB_=165 "$1"
	fi
}
# One file a run: over several, clang-tidy 14 forgets va_start and reports every vsnprintf.
tidy() {
	system=$(pkg-config --cflags-only-I pangocairo | sed 's/-I/-isystem /g')
	export system
	printf '%s\n' daemon/*.c daemon/*/*.c plugins/*.c |
		xargs -n 1 -P "${TIDY_JOBS:-1}" sh -c 'clang-tidy --quiet "$@" -- -std=gnu11 -D_GNU_SOURCE "-DCOOPD_VERSION=\"\"" -Idaemon -Iinclude $system' tidy
}
export mode
export -f unit tidy format_check tracked

# The longest first.
if [ "$mode" = release ]; then
	run clang-tidy bash -c tidy
fi
for file in tests/system/test_*.py; do
	run "system/$(basename "$file" .py)" python3 "$file"
done
for file in tests/clients/test_*.py; do
	run "clients/$(basename "$file" .py)" python3 "$file"
done
if [ "$mode" = release ]; then
	run valgrind python3 tests/system/valgrind.py
	QUICK=1 ROUNDS= ONLY= SERIES= MILLION= run bench python3 tests/bench/bench.py
fi
for file in tests/talk/*.talk; do
	run "talk/$(basename "$file" .talk)" python3 tests/talk/talk.py "$file"
done
for file in "$COOPD_BUILD"/tests/unit/test_*; do
	[ -x "$file" ] && [ -f "$file" ] || continue
	case ${file##*/} in *.*) continue ;; esac
	run "unit/$(basename "$file")" bash -c 'unit "$0"' "$file"
done
run check-layers contrib/check-layers.sh
run check-layers/self-test contrib/check-layers.sh --self-test
run check-example contrib/check-example.sh
run format bash -c format_check
wait

count() {
	cat "$logs"/*.result 2>/dev/null | grep -c "^$1\$"
}
failed=$(count FAIL)
echo "$(count ok) passed, $failed failed, $(count skip) skipped"
[ "$failed" -eq 0 ] && [ "$n" -gt 0 ]
