#!/usr/bin/env bash
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# draw.sh: pictures of coopd's figures by rrdtool alone. README.md beside this file says how to use it; draw.sh --help in short.
#
# The pictures of an area are rows of AREA.graphs. A series that no row names gets a picture too, so nothing is left out. Everything
# that a picture says is worked out by rrdtool from the data sources; only the span of years and the scale of the axis are looked up before.
set -euo pipefail
export TZ=UTC LC_ALL=C.UTF-8
unset RRDCACHED_ADDRESS
here=$(cd "$(dirname "$0")" && pwd)

# A row of a yearly file is a Julian year; the row of year Y ends at (Y - 1969) times this.
year_s=31557600
first_year=1980 # rrdtool fetches and draws nothing before
last_year=2100
enough_years=4 # a bar alone would fill the canvas; with a year left free on both sides it is a bar

usage() {
	cat <<TEXT
usage: draw.sh [--daemon unix:SOCKET] [--theme light|dark] [--from YEAR] [--to YEAR] [--width N] [--height N] [--commands]
               STATE PAIR[/AREA[/PICTURE]] FOLDER

STATE is coopd's state folder (or its folder rrd). Writes FOLDER/PAIR-AREA-PICTURE.png for each picture that has figures and prints the
names. --daemon asks coopd for the figures and opens no file. --commands prints the rrdtool commands and draws nothing.
Exit code 64: the command line; 66: no such folder, or no figures to draw; 69: coopd does not answer.
TEXT
}
die() {
	local code=$1
	shift
	echo "draw.sh: $*" >&2
	exit "$code"
}
whole_number() {
	[[ $2 =~ ^[1-9][0-9]{0,3}$ ]] || die 64 "$1 wants a whole number from 1 to 9999, not '$2'"
}

daemon=()
theme=light
from=
to=
width=640
height=260
commands=
arguments=()
while [ $# -gt 0 ]; do
	case $1 in
	--daemon | --theme | --from | --to | --width | --height)
		[ $# -ge 2 ] || die 64 "$1 wants a value; draw.sh --help shows the form"
		case $1 in
		--daemon) daemon=(--daemon "$2") ;;
		--theme) theme=$2 ;;
		*)
			whole_number "$1" "$2"
			declare "${1#--}=$2"
			;;
		esac
		shift
		;;
	--commands) commands=yes ;;
	--help)
		usage
		exit 0
		;;
	-*) die 64 "no option '$1'; draw.sh --help lists them" ;;
	*) arguments+=("$1") ;;
	esac
	shift
done
if [ ${#arguments[@]} -ne 3 ]; then
	usage >&2
	exit 64
fi
IFS=/ read -r pair only_area only_picture <<<"${arguments[1]}"
folder=${arguments[2]}
[[ $pair =~ ^[A-Za-z0-9.]+-[A-Za-z0-9.]+$ ]] || die 64 "'$pair' is no pair; one is written like AZ-RU"
if [ -n "$from" ] && [ -n "$to" ] && [ "$from" -gt "$to" ]; then
	die 64 "--from $from is after --to $to"
fi

rrd=${arguments[0]%/}
[ ! -d "$rrd/rrd" ] || rrd=$rrd/rrd
[ -d "$rrd" ] || die 66 "no folder $rrd; STATE is coopd's state folder, /var/lib/coopd where it is installed"
[ -n "$commands" ] || mkdir -p "$folder"

case $theme in
light)
	colours=(-c BACK#ffffff -c CANVAS#ffffff -c FONT#2b2f36 -c GRID#e3e6ea -c MGRID#c9ced6 -c AXIS#6b7280 -c ARROW#6b728000 -c FRAME#ffffff)
	observed=(2f6db3 12803c c2571a 7a4bb5 8a8f00)
	pale=(a9c8ec 9ed8b4 f3bd9b cdb8ec d9db8a)
	band=1f2937
	canvas=ffffff
	;;
dark)
	colours=(-c BACK#15191f -c CANVAS#15191f -c FONT#d5dae1 -c GRID#262c35 -c MGRID#39414d -c AXIS#8b95a3 -c ARROW#8b95a300 -c FRAME#15191f)
	observed=(6aa9ea 52c98a f0935a b594ea d2d85a)
	pale=(2c4a6b 24583f 6b4128 4d3f6b 575a26)
	band=f3f4f6
	canvas=15191f
	;;
*) die 64 "no theme '$theme'; there are light and dark" ;;
esac

# Names of the pair's series, as AREA/INDICATOR-F, sorted.
list() {
	if [ ${#daemon[@]} -gt 0 ]; then
		rrdtool list -r "${daemon[@]}" "/$pair" 2>"$errors" || return 1
	else
		(cd "$rrd/$pair" 2>/dev/null && find . -mindepth 2 -maxdepth 2 -name '*.rrd' -printf '%P\n') || true
	fi | sed -n 's/\.rrd$//p' | LC_ALL=C sort
}
has() {
	grep -qxF -- "$1" "$names"
}
# In an argument of rrdtool graph a colon ends a field.
colons() {
	printf '%s' "${1//:/\\:}"
}

# survey NAME…: first and last year with a figure, smallest and largest number, "whole" where all values are whole, "derived" where one
# is, "interval" where a low is visibly below its high. Nothing without figures.
survey() {
	local name
	for name in "$@"; do
		rrdtool fetch "$rrd/$pair/$name.rrd" AVERAGE "${daemon[@]}" --start $(((${from:-$first_year} - 1970) * year_s)) \
			--end $(((${to:-$last_year} - 1969) * year_s - 1)) 2>"$errors" || die 69 "$pair/$name: $(cat "$errors")"
	done | awk -v year_s=$year_s '
	$1 ~ /^[0-9]+:$/ && $2 !~ /nan/ {
		year = int(($1 - 1) / year_s) + 1970
		if (!n++ || year < first) first = year
		if (n == 1 || year > last) last = year
		if ($2 != int($2) || $3 != int($3) || $4 != int($4)) broken = 1
		if ($5 > 0.5) derived = 1
		if ($4 - $3 > wide) wide = $4 - $3
		for (i = 2; i <= 4; i++) {
			if ($i ~ /nan/) continue
			if ($i + 0 < low) low = $i + 0
			if ($i + 0 > high) high = $i + 0
		}
	}
	END {
		if (!n)
			exit
		peak = high > -low ? high : -low
		print first, last, low + 0, high + 0, (broken ? "broken" : "whole"), (derived ? "derived" : "observed"),
			(wide > 0.002 * peak ? "interval" : "exact")
	}'
}
# scale LOW HIGH whole|broken: divisor, its word and the decimals of a number in the legend. No letters for powers of ten: 4.4 billion, not 4.4 G.
scale() {
	awk -v low="$1" -v high="$2" -v kind="$3" 'BEGIN {
		peak = high > -low ? high : -low
		split("1e12 1e9 1e6 1e3", size)
		split("trillion billion million thousand", word)
		for (i = 1; i <= 4 && peak < (size[i] == "1e3" ? 1e4 : size[i]); i++)
			;
		if (i <= 4)
			print size[i], word[i], (peak / size[i] >= 100 ? 1 : 2)
		else if (kind == "whole")
			print 1, "-", 0
		else if (peak >= 0.01 || peak == 0)
			print 1, "-", (peak >= 10 ? 1 : 2)
		else {
			for (power = 0; peak < 1; power--)
				peak *= 10
			print "1e" power, "1e" power, 2
		}
	}'
}
# every YEARS: how many years from one label of the axis to the next, so that they do not touch.
every() {
	local step
	for step in 1 2 5 10 20 50; do
		if [ $(($1 * 38)) -le $((width * step)) ]; then
			break
		fi
	done
	echo $step
}

freq_word() {
	case $1 in
	A) echo yearly ;;
	S) echo half-yearly ;;
	Q) echo quarterly ;;
	M) echo monthly ;;
	esac
}
per_year() {
	case $1 in
	A) echo 1 ;;
	S) echo 2 ;;
	Q) echo 4 ;;
	M) echo 12 ;;
	esac
}

# sources I NAME DIVISOR: data sources of series I: v value, b low, w from low to high, o and g the value where it was observed and where it was
# derived, y and n the year and the number in the year of the period; …last: of the newest figure.
sources() {
	local i=$1 file per
	file=$(colons "$rrd/$pair/$2.rrd")
	per=$(per_year "${2##*-}")
	command+=(
		"DEF:rv$i=$file:value:AVERAGE" "DEF:rl$i=$file:low:AVERAGE" "DEF:rh$i=$file:high:AVERAGE" "DEF:d$i=$file:derived:AVERAGE"
		"CDEF:v$i=rv$i,$3,/"
		"CDEF:b$i=rl$i,UN,rv$i,rl$i,IF,$3,/" "CDEF:h$i=rh$i,UN,rv$i,rh$i,IF,$3,/" "CDEF:w$i=h$i,b$i,-"
		"CDEF:o$i=d$i,0.5,LT,v$i,UNKN,IF" "CDEF:g$i=d$i,0.5,GE,v$i,UNKN,IF"
		"CDEF:y$i=v$i,UN,UNKN,TIME,1,-,$year_s,/,FLOOR,1970,+,IF" "CDEF:n$i=v$i,UN,UNKN,TIME,1,-,$year_s,%,$per,*,$year_s,/,FLOOR,1,+,IF"
		"VDEF:vlast$i=v$i,LAST" "VDEF:blast$i=b$i,LAST" "VDEF:hlast$i=h$i,LAST" "VDEF:ylast$i=y$i,LAST" "VDEF:nlast$i=n$i,LAST")
}
# newest I FREQ DECIMALS UNIT exact|interval: the newest figure, for the legend: 2024-S1: 360.0 (355.0 to 365.0) thousand persons
newest() {
	command+=("GPRINT:ylast$1:  %.0lf\\g")
	case $2 in
	S | Q) command+=("GPRINT:nlast$1:-$2%.0lf\\g") ;;
	M) command+=("GPRINT:nlast$1:-%02.0lf\\g") ;;
	esac
	command+=("GPRINT:vlast$1:\\: %.$3lf\\g")
	[ "$5" = exact ] || command+=("GPRINT:blast$1: (%.$3lf\\g" "GPRINT:hlast$1: to %.$3lf)\\g")
	command+=("COMMENT: $(colons "$4")\\l")
}
# The ways to show series I, called LABEL. Bars from zero: one series, longer periods behind, shorter ones before them, low to high as a shade.
bars() {
	local i=$1 label=$2 derived='' shade='' strong=${observed[0]} light=${pale[0]}
	[ "$3" = observed ] || derived=": derived"
	[ "$4" = exact ] || shade=" low to high"
	[ "$i" -eq 0 ] || light=$strong
	command+=("AREA:o$i#$light:$label" "AREA:g$i#${light}70$derived"
		"AREA:b$i" "AREA:w$i#${band}30:$shade:STACK" "LINE1.5:o$i#$strong" "LINE1.5:g$i#$strong::dashes=5,3")
}
# Steps: several series, a colour each.
steps() {
	local i=$1 label=$2 derived='' strong=${observed[$1 % ${#observed[@]}]}
	[ "$3" = observed ] || derived=" derived"
	command+=("AREA:b$i" "AREA:w$i#${strong}30::STACK" "LINE2:o$i#$strong:$label" "LINE2:g$i#$strong:$derived:dashes=5,3")
}

# frame FILE TITLE UNIT FIRST LAST: the command up to the first data source.
frame() {
	local step year
	step=$(every $(($5 - $4 + 1)))
	command=(rrdtool graph "$1" "${daemon[@]}" --start $((($4 - 1970) * year_s)) --end $((($5 - 1969) * year_s))
		--width "$width" --height "$height" --border 0 --disable-rrdtool-tag --units-exponent 0 "${colours[@]}"
		--font "DEFAULT:8:Sans" --font "TITLE:11:Sans Bold" --title "$pair: $2" --vertical-label "$3"
		--x-grid "YEAR:1:YEAR:$step:YEAR:$step:$year_s:%Y")
	for ((year = $4 + 1; year <= $5; year++)); do
		command+=("VRULE:$(((year - 1970) * year_s))#$canvas")
	done
}
# draw FILE: runs the command, or prints it.
draw() {
	drawn=$((drawn + 1))
	if [ -n "$commands" ]; then
		printf 'TZ=UTC'
		printf ' %q' "${command[@]}"
		echo
		return
	fi
	"${command[@]}" >/dev/null 2>"$errors" || die 69 "$1: $(cat "$errors")"
	echo "$1"
}
# picture WAY NAME TITLE UNIT SERIES=LABEL…: one picture; none where no series has a figure in the span.
picture() {
	local way=$1 file=$folder/$pair-$2.png title=$3 unit=$4 found first last low high kind basis certain divisor word decimals item i=0
	shift 4
	found=$(survey "${@%%=*}")
	[ -n "$found" ] || return 0
	read -r first last low high kind basis certain <<<"$found"
	read -r divisor word decimals <<<"$(scale "$low" "$high" "$kind")"
	[ "$word" = - ] || unit="$word${unit:+ $unit}"
	[ $((last - first + 1)) -ge $enough_years ] || first=$((first - 1)) last=$((last + 1))
	frame "$file" "$title" "$unit" "${from:-$((first < first_year ? first_year : first))}" "${to:-$last}"
	[[ $low == -* ]] || command+=(--lower-limit 0)
	if [ "$divisor $kind" = "1 whole" ] && [ $((high - low)) -le 8 ]; then
		command+=(--y-grid 1:1 --left-axis-format %.0lf --upper-limit $((high + 1)))
	fi
	for item in "$@"; do
		sources $i "${item%%=*}" "$divisor"
		$way $i "$(colons " ${item#*=}")" "$basis" "$certain"
		item=${item%%=*}
		newest $i "${item##*-}" "$decimals" "$unit" "$certain"
		i=$((i + 1))
	done
	draw "$file"
}

# one AREA PICTURE UNIT TITLE INDICATOR: a picture of the years with the half-years before them, one of the quarters, one of the months.
one() {
	local area=$1 name=$2 unit=$3 title=$4 series=() freq
	! has "$area/$5-A" || series+=("$area/$5-A=yearly")
	! has "$area/$5-S" || series+=("$area/$5-S=half-yearly")
	[ ${#series[@]} -eq 0 ] || picture bars "$area-$name" "$title" "$unit" "${series[@]}"
	for freq in Q M; do
		! has "$area/$5-$freq" || picture bars "$area-$name-$freq" "$title" "$unit" "$area/$5-$freq=$(freq_word $freq)"
	done
}
# several AREA PICTURE UNIT TITLE INDICATOR=LABEL…: a picture for each frequency, PICTURE-S and so on where it is not the year.
several() {
	local area=$1 name=$2 unit=$3 title=$4 series freq item file
	shift 4
	for freq in A S Q M; do
		series=()
		for item in "$@"; do
			! has "$area/${item%%=*}-$freq" || series+=("$area/${item%%=*}-$freq=${item#*=}")
		done
		file=$area-$name
		[ $freq = A ] || file=$file-$freq
		[ ${#series[@]} -eq 0 ] || picture steps "$file" "$title, $(freq_word $freq)" "$unit" "${series[@]}"
	done
}
trim() {
	local text=${1#"${1%%[![:space:]]*}"}
	printf '%s' "${text%"${text##*[![:space:]]}"}"
}
# rows AREA: what its table says. Fills titles and units by indicator.
rows() {
	local area=$1 name unit title list items item i
	while IFS='|' read -r name unit title list; do
		name=$(trim "$name") unit=$(trim "$unit") title=$(trim "$title")
		IFS=, read -ra items <<<"$list"
		for i in "${!items[@]}"; do
			item=$(trim "${items[i]}")
			items[i]=$item
			titles[${item%%=*}]=$title
			[ ${#items[@]} -eq 1 ] || titles[${item%%=*}]=${item#*=}
			units[${item%%=*}]=$unit
		done
		wanted "$name" || continue
		if [ ${#items[@]} -eq 1 ]; then
			one "$area" "$name" "$unit" "$title" "${items[0]}"
		else
			several "$area" "$name" "$unit" "$title" "${items[@]}"
		fi
	done < <(grep -v -e '^[[:space:]]*#' -e '^[[:space:]]*$' "$here/$area.graphs")
}
wanted() {
	[ -z "$only_picture" ] || [ "$only_picture" = "$1" ]
}
# rest AREA: companions (growth, change, index, another currency) and whatever else the table does not name.
rest() {
	local area=$1 name base unit title
	for name in $(sed -n "s|^$area/\(.*\)-[ASQM]\$|\1|p" "$names" | sort -u); do
		if [ -n "${titles[$name]:-}" ] || ! wanted "$name"; then
			continue
		fi
		base=${name%_*}
		title=${titles[$base]:-${base//_/ }}
		unit=${units[$base]:-}
		case $name in
		*_growth) one "$area" "$name" "per cent" "$title, growth on the year before" "$name" ;;
		*_change) one "$area" "$name" "$unit" "$title, change on the year before" "$name" ;;
		*_index) one "$area" "$name" "" "$title, index" "$name" ;;
		*_[a-z][a-z][a-z])
			unit=${name##*_}
			one "$area" "$name" "${unit^^}" "$title in ${unit^^}" "$name"
			;;
		*) one "$area" "$name" "" "${name//_/ }" "$name" ;;
		esac
	done
}

names=$(mktemp)
errors=$(mktemp)
trap 'rm -f "$names" "$errors"' EXIT
list >"$names" || die 69 "${daemon[1]}: $(cat "$errors")"
drawn=0
for area in $(cut -d/ -f1 "$names" | sort -u); do
	[ -z "$only_area" ] || [ "$only_area" = "$area" ] || continue
	declare -A titles=() units=()
	[ ! -e "$here/$area.graphs" ] || rows "$area"
	rest "$area"
done
[ $drawn -gt 0 ] || die 66 "no figures of ${arguments[1]}${from:+ from $from}${to:+ to $to}"
