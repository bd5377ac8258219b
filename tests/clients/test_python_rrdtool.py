#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian's python3-rrdtool: librrd's own doubles, compared bit by bit with those of coopctl."""

import os
import sys

try:
    import rrdtool
except ImportError:
    # The package belongs to Debian's python3, which need not be the first on the path.
    if sys.executable != "/usr/bin/python3" and os.access("/usr/bin/python3", os.X_OK):
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    print("not installed: python3-rrdtool")
    sys.exit(77)

from world import COLUMNS, SINCE, UNTIL, World, main, row_end, step_of, ulps, want

# librrd reads decimals by repeated multiplication and division, with an error each time. What people write arrives exactly all the same,
# because coopd writes it in a form that needs one division at most; numbers with all 53 bits in use are off by at most so many doubles.
LONG_ULPS = 2


def exact(number):
    """Whether a number is a whole one below 2^53 with one of the numbers of places that librrd reads without an error."""
    return any(abs(number) * 10**places < 2**53 and round(number * 10**places) / 10**places == number for places in (0, 1, 2, 4, 8))


def test_fetch_doubles():
    with World() as d:
        worst, inexact, count = 0, 0, 0
        for name in d.names:
            span, columns, rows = rrdtool.fetch(d.rrd(name), "AVERAGE", "-s", str(SINCE), "-e", str(UNTIL - 1), "-d", d.address)
            start, end, step = span
            want(step == step_of(name) and list(columns) == COLUMNS and (end - start) % step == 0, f"{name}: {span} {columns}")
            seen = 0
            for number, row in enumerate(rows):
                known = d.known[name].get(start + (number + 1) * step)
                want((row[0] is None) == (known is None), f"{name} row {number}: {row}, coopctl {known}")
                seen += known is not None
                for column, got in zip(COLUMNS, row):
                    if known is None:
                        want(got is None, f"{name} row {number} {column}: {got} where no figure is")
                        continue
                    off = ulps(got, known[column])
                    limit = 0 if exact(known[column]) else LONG_ULPS
                    want(off <= limit, f"{name} row {number} {column}: {got!r}, coopctl {known[column]!r}, {off} doubles apart")
                    worst = max(worst, off)
                    inexact += off > 0
                    count += 1
            want(seen == sum(when > start for when in d.known[name]), f"{name}: {seen} figures of {len(d.known[name])}")
        return f"{count} numbers, {inexact} not equal to the last bit, at most {worst} apart"


def test_info_first_last():
    with World() as d:
        for name in d.names:
            ends = sorted(d.known[name])
            want(rrdtool.first(d.rrd(name), "-d", d.address) == ends[0], f"first {name}")
            want(rrdtool.last(d.rrd(name), "-d", d.address) == ends[-1], f"last {name}")
            found = rrdtool.info("-d", d.address, d.rrd(name))
            alone = rrdtool.info(d.rrd(name))
            want(sorted(found) == sorted(alone), f"info {name}: {sorted(set(found) ^ set(alone))}")
            want((found["step"], found["last_update"]) == (step_of(name), ends[-1]), f"info {name}: {found}")
            for column in COLUMNS:
                got, known = float(found[f"ds[{column}].last_ds"]), d.known[name][ends[-1]][column]
                want(abs(got - known) <= 1e-14 * abs(known), f"info {name} {column}: last_ds {got!r}, coopctl {known!r}")
            update = rrdtool.lastupdate(d.rrd(name), "-d", d.address)
            want(int(update["date"].timestamp()) == ends[-1], f"lastupdate {name}: {update}")
            for column in COLUMNS:
                got, known = float(update["ds"][column]), d.known[name][ends[-1]][column]
                want(abs(got - known) <= 1e-10 * abs(known), f"lastupdate {name} {column}: {got}, coopctl {known}")


def test_xport_and_graphv():
    with World() as d:
        for name in d.names:
            step, (start, end) = step_of(name), (row_end("1990"), row_end("2024"))
            defs = [f"DEF:{column}={d.rrd(name)}:{column}:AVERAGE" for column in COLUMNS]
            command = ["-s", str(start), "-e", str(end), "-d", d.address, *defs]  # and enough room, or rows are merged
            found = rrdtool.xport("-m", "1000", *command, *(f"XPORT:{column}:{column}" for column in COLUMNS))
            want(list(found["meta"]["legend"]) == COLUMNS and found["meta"]["step"] == step, f"xport {name}: {found['meta']}")
            rows = {found["meta"]["start"] + (number + 1) * step: row for number, row in enumerate(found["data"])}
            known = {when: row for when, row in d.known[name].items() if start < when <= end}
            want({when for when, row in rows.items() if row[0] is not None} == set(known), f"xport {name}: rows at {sorted(rows)}")
            for when, row in known.items():
                for column, got in zip(COLUMNS, rows[when]):
                    want(ulps(got, row[column]) <= LONG_ULPS, f"xport {name} {when} {column}: {got!r}, coopctl {row[column]!r}")
            if known:
                found = rrdtool.graphv("-", "-w", "1000", *command, "VDEF:top=value,MAXIMUM", "PRINT:top:%.10le", "LINE1:value#000000")
                top = max(row["value"] for row in known.values())
                want(found["image"].startswith(b"\x89PNG"), f"graphv {name}: no picture")
                want(abs(float(found["print[0]"]) - top) <= 1e-10 * abs(top), f"graphv {name}: {found['print[0]']}, coopctl {top}")


def test_errors_are_exceptions():
    """But for fetch: python3-rrdtool 1.7.2 frees memory twice on any error that a daemon tells it."""
    with World() as d:
        path = d.rrd("AZ-RU/tourism/arrivals-A")
        for function, arguments in (
            (rrdtool.info, (d.rrd("AZ-RU/tourism/nothing-A"), "-d", d.address)),
            (rrdtool.update, (path, "-d", d.address, "1683158400:1")),
            (rrdtool.flushcached, ("-d", d.address, d.rrd("AZ-RU/tourism/nothing-A"))),
            (rrdtool.last, (d.rrd("AZ-RU/tourism/nothing-A"), "-d", d.address)),
        ):
            try:
                got = function(*arguments)
            except (rrdtool.OperationalError, rrdtool.ProgrammingError) as e:
                want(str(e).strip(), f"{function.__name__}{arguments}: an error without a word")
            else:
                want(False, f"{function.__name__}{arguments}: no error but {got}")
        rrdtool.update(path, "-d", d.address, f"{row_end('2012')}:77")
        want(d.figures("AZ-RU/tourism/arrivals-A", "2012")[0]["value"] == 77, "an update behind the errors")


main(test_fetch_doubles, test_info_first_last, test_xport_and_graphv, test_errors_are_exceptions)
