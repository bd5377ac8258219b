#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures by the stock rrdtool: from the socket and from the files the same bytes. contrib/graphs draws every area that has figures."""

import hashlib
import os
import re
import shlex
import subprocess

from world import COLUMNS, JULIAN_YEAR_S, PAIR, World, main, need, row_end, run, want

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GRAPHS = os.path.join(ROOT, "contrib/graphs")
DRAW = os.path.join(GRAPHS, "draw.sh")

# What is drawn of the data sources value, low, high, derived: kinds of elements of rrdtool graph.
KINDS = {
    "area": ["AREA:value#3b6ea5:figures"],
    "line": ["LINE2:value#3b6ea5:figures", "LINE1:low#999999", "LINE1:high#999999::dashes"],
    "band": ["CDEF:band=high,low,-", "AREA:low", "AREA:band#3b6ea540:low to high:STACK", "LINE2:value#3b6ea5"],
    "derived apart": ["CDEF:o=derived,0.5,LT,value,UNKN,IF", "CDEF:g=derived,0.5,GE,value,UNKN,IF", "AREA:o#3b6ea5:said", "AREA:g#b0c8e0"],
    "scaled": ["CDEF:million=value,1e6,/", "LINE2:million#3b6ea5:million"],
    "trend": ["VDEF:slope=value,LSLSLOPE", "VDEF:cut=value,LSLINT", "CDEF:trend=value,POP,slope,COUNT,*,cut,+", "LINE1:trend#aa0000"],
    "numbers": ["VDEF:top=value,MAXIMUM", "VDEF:last=value,LAST", "GPRINT:top:%.3lf", "GPRINT:last:%6.2lf %s", "HRULE:top#aa0000:top"],
    "ticks": ["CDEF:there=value,UN,0,1,IF", "TICK:there#3b6ea560:0.2:known", "LINE1:value#000000"],
    "shift": ["CDEF:before=value", f"SHIFT:before:{JULIAN_YEAR_S}", "LINE2:value#3b6ea5:now", "LINE1:before#aa0000:a year before"],
}


def graph(d, name, kind, file, daemon):
    defs = [f"DEF:{column}={d.rrd(name)}:{column}:AVERAGE" for column in COLUMNS]
    ends = sorted(d.known[name])
    start = max(min(ends[0], row_end("2018")) - 5 * JULIAN_YEAR_S, row_end("1985"))
    span = ["--start", str(start), "--end", str(ends[-1] + JULIAN_YEAR_S)]
    run("rrdtool", "graph", file, *(["--daemon", d.address] if daemon else []), *span, *defs, *kind)
    with open(file, "rb") as f:
        return f.read()


def test_pixel_equal():
    """Every series, every kind of element, all four data sources, frequencies A S Q M."""
    with World() as d:
        pictures = set()
        d.must("FLUSHALL")
        run("rrdtool", "flushcached", "--daemon", d.address, *(d.rrd(name) for name in d.names))
        for name in d.names:
            for label, kind in KINDS.items():
                if max(d.known[name]) < row_end("1986"):
                    continue
                asked = graph(d, name, kind, os.path.join(d.dir, "asked.png"), True)
                read = graph(d, name, kind, os.path.join(d.dir, "read.png"), False)
                want(asked.startswith(b"\x89PNG") and asked == read, f"{name}, {label}: not the same picture from the file")
                pictures.add(hashlib.sha256(asked).digest())
        frequencies = {name[-1] for name in d.names}
        want(frequencies == set("ASQM"), f"frequencies {frequencies}")
        # Empty canvases would be equal too.
        want(len(pictures) > 2 * len(d.names), f"only {len(pictures)} different pictures")
        return f"{len(pictures)} different pictures"


def test_equal_behind_a_flush():
    with World() as d:
        name = "AZ-RU/tourism/arrivals-A"
        before = None
        for year in range(2015, 2021):
            d.must(f"PUT AZ-RU/tourism/arrivals {year} {year * 100}")
            run("rrdtool", "flushcached", "--daemon", d.address, d.rrd(name))
            asked = graph(d, name, KINDS["area"], os.path.join(d.dir, "asked.png"), True)
            read = graph(d, name, KINDS["area"], os.path.join(d.dir, "read.png"), False)
            want(asked == read, f"{year}: the picture from the file is not the same behind a flush")
            want(asked != before, f"{year}: the picture did not change")
            before = asked


def draw(d, *arguments, want_code=0):
    return run("bash", DRAW, *arguments, want_code=want_code)


def drawn(d, what, folder, *options):
    """{name of the picture: its bytes}"""
    names = draw(d, *options, d.state, what, folder).stdout.split()
    there = [os.path.join(folder, name) for name in os.listdir(folder)]
    want(sorted(names) == sorted(there), f"printed {names}, in the folder {there}")
    found = {}
    for name in names:
        with open(name, "rb") as f:
            found[os.path.basename(name)] = f.read()
    return found


def areas():
    return sorted(name[: -len(".graphs")] for name in os.listdir(GRAPHS) if name.endswith(".graphs"))


def test_contrib_draws_each_area():
    with World() as d:
        there = {tuple(name.split("/")[:2]) for name in d.names}
        for pair in ("AZ-RU", "RU-AZ", PAIR):
            for area in areas():
                folder = os.path.join(d.dir, f"{pair}-{area}")
                if (pair, area) not in there:
                    said = draw(d, d.state, f"{pair}/{area}", folder, want_code=66).stderr
                    want(f"no figures of {pair}/{area}" in said, f"an area without figures: {said}")
                    draw(d, "--daemon", d.address, d.state, f"{pair}/{area}", folder, want_code=66)
                    continue
                for theme in ("light", "dark"):
                    read = drawn(d, f"{pair}/{area}", folder + theme, "--theme", theme)
                    asked = drawn(d, f"{pair}/{area}", folder + theme + "-asked", "--theme", theme, "--daemon", d.address)
                    want(list(read) == list(asked) and read, f"{pair}/{area}: pictures {sorted(read)} and by the daemon {sorted(asked)}")
                    differ = [name for name in read if read[name] != asked[name]]
                    want(not differ, f"{pair}/{area}: not the same by the daemon: {differ}")
        everything = drawn(d, "AZ-RU", os.path.join(d.dir, "everything"))
        indicators = {name.rsplit("-", 1)[0].replace("/", "-") for name in d.names if name.startswith("AZ-RU/")}
        missing = [name for name in indicators if not any(picture.startswith(name) for picture in everything)]
        want(not missing, f"no picture of {missing}")
        return f"{len(everything)} pictures of AZ-RU"


def test_contrib_tables_fit_the_catalogue():
    """Each area has its table, and a table names what the area has and all of it."""
    with World() as d:
        wanted = {}
        for line in d.must("INDICATORS"):
            area, indicator = line.split()[0].split("/")
            wanted.setdefault(area, set()).add(indicator)
        want(sorted(wanted) == areas(), f"areas {sorted(wanted)}, tables {areas()}")
        for area, indicators in wanted.items():
            with open(os.path.join(GRAPHS, area + ".graphs"), encoding="utf-8") as f:
                rows = [[field.strip() for field in line.split("|")] for line in f if not line.startswith("#")]
            want(all(len(row) == 4 for row in rows), f"{area}: {rows}")
            named = {item.split("=")[0].strip() for row in rows for item in row[3].split(",")}
            want(named == indicators, f"{area}: the table differs from the catalogue by {named ^ indicators}")


def test_contrib_options():
    with World() as d:
        one = drawn(d, "AZ-RU/tourism/arrivals", os.path.join(d.dir, "one"))
        want(list(one) == ["AZ-RU-tourism-arrivals.png"], f"one picture: {list(one)}")
        options = ["--width", "900", "--height", "500", "--from", "2020", "--to", "2025"]
        wide = drawn(d, "AZ-RU/tourism/arrivals", os.path.join(d.dir, "wide"), *options)
        size = [int.from_bytes(wide["AZ-RU-tourism-arrivals.png"][at:at + 4], "big") for at in (16, 20)]
        want(size[0] > 900 and size[1] > 500, f"size {size}")
        draw(d, "--from", "1990", "--to", "1995", d.state, "AZ-RU/tourism", os.path.join(d.dir, "empty"), want_code=66)
        commands = draw(d, "--commands", d.state, "AZ-RU/trade/turnover", d.dir).stdout
        want(commands.startswith("TZ=UTC rrdtool graph ") and commands.count("\n") == 1, f"commands {commands}")
        subprocess.run(["sh", "-c", commands], check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(d.dir, "AZ-RU-trade-turnover.png"), "rb") as f:
            again = drawn(d, "AZ-RU/trade/turnover", os.path.join(d.dir, "again"))["AZ-RU-trade-turnover.png"]
            want(f.read() == again, "the printed command draws another picture")
        for arguments, code in (
            (("--theme", "pink", d.state, "AZ-RU", d.dir), 64),
            (("--from", "abc", d.state, "AZ-RU", d.dir), 64),
            (("--from", "2020", "--to", "2010", d.state, "AZ-RU", d.dir), 64),
            ((d.state, "AZ-RU"), 64),
            ((d.state, "nonsense", d.dir), 64),
            (("--nonsense", d.state, "AZ-RU", d.dir), 64),
            (("--daemon",), 64),
            (("/nonexistent", "AZ-RU", d.dir), 66),
            ((d.state, "AZ-XX", d.dir), 66),
            (("--daemon", "unix:/nonexistent", d.state, "AZ-RU", d.dir), 69),
        ):
            said = draw(d, *arguments, want_code=code)
            want(re.search(r"\w", said.stderr), f"draw.sh {shlex.join(arguments)}: not a word")
        want("usage" in draw(d, "--help").stdout, "--help")


need("rrdtool", "bash")
main(
    test_pixel_equal,
    test_equal_behind_a_flush,
    test_contrib_draws_each_area,
    test_contrib_tables_fit_the_catalogue,
    test_contrib_options,
)
