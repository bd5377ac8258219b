#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stock rrdtool with --daemon: fetch, xport, graph, graphv, info, first, last, lastupdate, list, flushcached, update."""

import datetime
import json
import os
import re

from rows import fetched, info, plain, same, same_rows
from world import COLUMNS, PAIR, SINCE, UNTIL, World, main, need, printed, row_end, run, step_of, want


def fetch(d, name, *more, cf="AVERAGE", start=SINCE, end=UNTIL - 1):
    return run("rrdtool", "fetch", d.rrd(name), cf, "-s", str(start), "-e", str(end), *more).stdout


def test_fetch():
    with World() as d:
        numbers = 0
        for name in d.names:
            for cf in ("AVERAGE", "MIN", "MAX", "LAST"):
                text = fetch(d, name, "--daemon", d.address, cf=cf)
                same_rows(d, name, *fetched(text), SINCE, UNTIL - 1)
                want(plain(text) == plain(fetch(d, name, cf=cf)), f"{name} {cf}: not as from the file")
                numbers += len(fetched(text)[1]) * len(COLUMNS)
        return f"{numbers} numbers of {len(d.names)} series"


# In steps, from the row before the last but one: on, before and behind the ends of rows.
SPANS = [(0, 0.1), (-0.1, 0), (0, 1), (0.1, 0.9), (-1, 1), (-5.3, 2.7), (-0.001, 1.001), (10, 20)]


def test_fetch_spans():
    """coopd rounds a span as librrd does."""
    with World() as d:
        for name in ("AZ-RU/tourism/arrivals-S", f"{PAIR}/transport/passengers-A", f"{PAIR}/investment/inward_stock-M"):
            step = step_of(name)
            middle = max(d.known[name]) - 2 * step
            for start, end in SPANS:
                start, end = round(start * step), round(end * step)
                got = fetch(d, name, "--daemon", d.address, start=middle + start, end=middle + end)
                wanted = fetch(d, name, start=middle + start, end=middle + end)
                want(plain(got) == plain(wanted), f"{name} {start}..{end}:\n{got}\nfrom the file:\n{wanted}")


def test_without_files():
    """fetch, xport, graph and graphv come from memory: the file may be gone."""
    with World() as d:
        name = "AZ-RU/tourism/arrivals-S"
        os.rename(d.rrd(name), d.rrd(name) + ".away")
        same_rows(d, name, *fetched(fetch(d, name, "--daemon", d.address)), SINCE, UNTIL - 1)
        text = graph(d, name, "VDEF:last=value,LAST", "PRINT:last:%.0lf")
        want(text.split()[1:] == ["360000"], f"graph without a file: {text}")
        text = graph(d, name, "XPORT:value", command="xport", span=(2022, 2025))
        want("3.6000000000e+05" in text, f"xport without a file: {text}")


def graph(d, name, *more, command="graph", span=(1990, 2025)):
    start, end = (row_end(str(year)) for year in span)
    defs = [f"DEF:{column}={d.rrd(name)}:{column}:AVERAGE" for column in COLUMNS]
    # Room for every row, or rows are merged.
    where = ["--maxrows", "1000"] if command == "xport" else ["/dev/null", "--width", "1000"]
    return run("rrdtool", command, *where, "--daemon", d.address, "--start", str(start), "--end", str(end - 1), *defs, *more).stdout


def inside(d, name, span):
    """Known values whose row lies in a span of years, by time."""
    start, end = (row_end(str(year)) for year in span)
    return [row for when, row in sorted(d.known[name].items()) if start < when <= end]


def test_graph_and_graphv_print():
    with World() as d:
        for name in d.names:
            rows = inside(d, name, (1990, 2025))
            if not rows:
                continue
            prints = [f"VDEF:{column}{of.lower()}={column},{of}" for column in COLUMNS for of in ("MAXIMUM", "MINIMUM", "FIRST", "LAST")]
            prints += [f"PRINT:{column}{of.lower()}:%.10le" for column in COLUMNS for of in ("MAXIMUM", "MINIMUM", "FIRST", "LAST")]
            wanted = []
            for column in COLUMNS:
                numbers = [row[column] for row in rows]
                wanted += [max(numbers), min(numbers), numbers[0], numbers[-1]]
            got = graph(d, name, *prints).split()[1:]  # behind the size of the picture
            for number, text in zip(wanted, got):
                same(float(text), number, f"graph {name}")
            want(len(got) == len(wanted), f"graph {name}: {len(got)} numbers, wanted {len(wanted)}")
            text = graph(d, name, *prints, command="graphv")
            got = re.findall(r'^print\[\d+\] = "(.*)"$', text, re.M)
            want([float(t) for t in got] == [printed(float(t)) for t in got] and len(got) == len(wanted), f"graphv {name}: {text}")
            for number, text in zip(wanted, got):
                same(float(text), number, f"graphv {name}")


def test_xport():
    with World() as d:
        for name in d.names:
            step, span = step_of(name), (1990, 2024)
            exports = [f"XPORT:{column}:{column}" for column in COLUMNS]
            start, end = (row_end(str(year)) for year in span)
            defs = [f"DEF:{column}={d.rrd(name)}:{column}:AVERAGE" for column in COLUMNS]
            command = ["rrdtool", "xport", "--maxrows", "1000", "--daemon", d.address, "-s", str(start), "-e", str(end), *defs, *exports]
            for kind in ("xml", "json"):
                text = run(*command, *(["--json"] if kind == "json" else [])).stdout
                first, rows = exported(text, kind, step)
                want(rows, f"xport {name}: no rows in {text}")
                for number, row in enumerate(rows):
                    known = d.known[name].get(first + number * step, {})
                    for column, got in zip(COLUMNS, row):
                        same(got, known.get(column, float("nan")), f"xport {kind} {name} row {number} {column}")
                expected = [when for when in d.known[name] if start < when <= end]
                want(sum(row[0] == row[0] for row in rows) == len(expected), f"xport {kind} {name}: not the rows at {sorted(expected)}")


def exported(text, kind, step):
    """Time of the first row and the rows."""
    if kind == "json":
        whole = json.loads(text)
        want(whole["meta"]["legend"] == COLUMNS and whole["meta"]["step"] == step, f"xport --json: {whole['meta']}")
        return whole["meta"]["start"] + 0, [[float("nan") if n is None else n for n in row] for row in whole["data"]]
    times = [int(when) for when in re.findall(r"<t>(\d+)</t>", text)]
    rows = [[float(n) for n in re.findall(r"<v>(.*?)</v>", row)] for row in re.findall(r"<row>(.*?)</row>", text)]
    first = times[0] if times else int(re.search(r"<start>(\d+)</start>", text).group(1))
    return first, rows


def test_info():
    """As from the file, but for the row that the ring happens to stand at."""
    with World() as d:
        for name in d.names:
            got = info(run("rrdtool", "info", "--daemon", d.address, d.rrd(name)).stdout)
            wanted = info(run("rrdtool", "info", d.rrd(name)).stdout)
            for free in ("rra[0].cur_row",):
                want(free in got and free in wanted, f"info {name}: no {free}")
                got[free] = wanted[free]
            keys = [key for key in sorted({*got, *wanted}) if got.get(key) != wanted.get(key)]
            differ = [f"{key}: {got.get(key)}, from the file {wanted.get(key)}" for key in keys]
            want(not differ, f"info {name}: {'; '.join(differ)}")
            want(run("rrdtool", "info", "--noflush", "--daemon", d.address, d.rrd(name)).stdout, f"info --noflush {name}")


def test_first_last_lastupdate():
    with World() as d:
        for name in d.names:
            ends = sorted(d.known[name])
            for command, wanted in (("first", ends[0]), ("last", ends[-1])):
                got = run("rrdtool", command, "--daemon", d.address, d.rrd(name)).stdout.strip()
                want(got == str(wanted), f"{command} {name}: {got}, wanted {wanted}")
            want(run("rrdtool", "first", "--rraindex", "0", "--daemon", d.address, d.rrd(name)).stdout.strip() == str(ends[0]), name)
            columns, rows = fetched(run("rrdtool", "lastupdate", "--daemon", d.address, d.rrd(name)).stdout)
            want(columns == COLUMNS and list(rows) == ends[-1:], f"lastupdate {name}: {rows}")
            for column in COLUMNS:
                same(rows[ends[-1]][column], d.known[name][ends[-1]][column], f"lastupdate {name} {column}")
        bad = run("rrdtool", "first", "--rraindex", "1", "--daemon", d.address, d.rrd(d.names[0]), want_code=1)
        want(re.search(r"ERROR: .*\w", bad.stderr), f"first of an RRA that is not there: {bad.stderr!r}")


def test_list():
    with World() as d:
        top = os.path.join(d.state, "rrd")
        for flags in ((), ("--noflush",)):
            got = run("rrdtool", "list", "-r", *flags, "--daemon", d.address, "/").stdout.split("\n")[:-1]
            want(sorted(got) == sorted(name + ".rrd" for name in d.names), f"list -r: {sorted(got)}")
        for folder in ("/", "/AZ-RU", "/AZ-RU/tourism", f"/{PAIR}/trade/"):
            for recursive in ((), ("-r",)):
                got = run("rrdtool", "list", *recursive, "--daemon", d.address, folder).stdout.split("\n")[:-1]
                wanted = run("rrdtool", "list", *recursive, top + folder).stdout.split("\n")[:-1]
                want(sorted(got) == sorted(wanted), f"list {recursive} {folder}: {sorted(got)}, on the files {sorted(wanted)}")
        bad = run("rrdtool", "list", "--daemon", d.address, "/AZ-XX", want_code=None)
        want(bad.returncode == 1 and "AZ-XX" in bad.stderr, f"list of no folder: {bad.returncode} {bad.stdout}{bad.stderr}")


def test_flushcached():
    """Answered when the file has it: what is put is in the file behind a flush, each time."""
    with World() as d:
        names = ["AZ-RU/tourism/arrivals-A", f"{PAIR}/transport/passengers-A"]
        for number in range(20):
            for name in names:
                d.must(f"PUT {name[:-2]} {2000 + number} {number + 1}000.5 bound=exact")
            run("rrdtool", "flushcached", "--daemon", d.address, *(d.rrd(name) for name in names))
            for name in names:
                columns, rows = fetched(fetch(d, name))
                got = rows[row_end(str(2000 + number))]["value"]
                want(got == number * 1000 + 1000.5 and columns == COLUMNS, f"{name} {2000 + number} in the file behind a flush: {got}")
        bad = run("rrdtool", "flushcached", "--daemon", d.address, d.rrd("AZ-RU/tourism/nothing-A"), want_code=1)
        want("nothing" in bad.stderr, f"flushcached of no series: {bad.stderr}")


def midnight(text):
    return int(datetime.datetime.fromisoformat(text + "T00:00:00+00:00").timestamp())


def test_update():
    """An update is an observation: its time is the end of a period, by the calendar or by the file."""
    with World() as d:
        path = d.rrd("AZ-RU/tourism/arrivals-A")
        for arguments, period, value in (
            ([f"{midnight('2023-01-01')}:500001"], "2022", 500001),
            ([f"{row_end('2021')}:500002"], "2021", 500002),
            ([f"{midnight('2019-12-31')}:500003", f"{midnight('2020-12-31')}:500004"], "2020", 500004),
        ):
            run("rrdtool", "update", "--daemon", d.address, path, *arguments)
            got = d.figures("AZ-RU/tourism/arrivals-A", period)
            want(got and got[0]["value"] == value, f"update {arguments}: {got}")
        want(d.figures("AZ-RU/tourism/arrivals-A", "2019")[0]["value"] == 500003, "the first of two values of one update")
        run("rrdtool", "update", "--daemon", d.address, path, f"{row_end('2018')}:700:650:750")
        got = d.figures("AZ-RU/tourism/arrivals-A", "2018")[0]
        want((got["value"], got["low"], got["high"]) == (700, 650, 750), f"update with low and high: {got}")
        before = d.rows("AZ-RU/tourism/arrivals-A")
        for arguments, word in (([f"{midnight('2022-05-01')}:1"], "2022-01-01"), ([f"{midnight('2023-01-01')}:1junk"], "1junk"),
                                ([f"{midnight('2023-01-01')}:1:2:3:4:5"], ""), ([f"{midnight('2023-01-01')}:"], ""),
                                ([f"{midnight('2024-01-01')}:9", f"{midnight('2022-05-01')}:1"], "2022-01-01")):  # fmt: skip
            bad = run("rrdtool", "update", "--daemon", d.address, path, *arguments, want_code=1)
            want(re.search(r"ERROR: \S", bad.stderr) and word in bad.stderr, f"update {arguments}: {bad.stderr!r}")
        want(d.rows("AZ-RU/tourism/arrivals-A") == before, "a refused update changed a figure")


def test_create_is_refused():
    """rrdtool create must not be told that it made a file."""
    with World() as d:
        new = d.rrd("AZ-RU/tourism/hotels-A")
        bad = run("rrdtool", "create", "--daemon", d.address, new, "DS:v:GAUGE:600:U:U", "RRA:AVERAGE:0.5:1:10", want_code=1)
        want(re.search(r"ERROR: .*\w", bad.stderr), f"create: {bad.stderr!r}")
        want(not os.path.exists(new), "rrdtool create made a file in coopd's folder")


def test_newline_in_a_name():
    """rrdtool sends it as it stands: two requests, and coopd answers both."""
    with World() as d:
        bad = run("rrdtool", "last", "--daemon", d.address, f"{d.state}/rrd/nl.rrd\nPING", want_code=1)
        want("nl" in bad.stderr, f"last of a name with a newline: {bad.stderr!r}")
        want(d.ask("PING")[0] == "0 PONG", "coopd behind it")


need("rrdtool")
main(
    test_fetch,
    test_fetch_spans,
    test_without_files,
    test_graph_and_graphv_print,
    test_xport,
    test_info,
    test_first_last_lastupdate,
    test_list,
    test_flushcached,
    test_update,
    test_create_is_refused,
    test_newline_in_a_name,
)
