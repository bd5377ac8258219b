#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stock collectdctl (listval, getval, putval, flush) and collectd-nagios."""

import datetime
import re

from world import COLUMNS, PAIR, World, main, need, row_end, run, want

SERVER_ERROR = 255  # exit code of collectdctl where the server refused


def ctl(d, *arguments, want_code=0, env=None):
    return run("collectdctl", "-s", d.socket, *arguments, want_code=want_code, env=env)


def refused(d, *arguments):
    """What coopd said, as collectdctl passes it on."""
    text = ctl(d, *arguments, want_code=SERVER_ERROR).stderr
    found = re.fullmatch(r"ERROR: Server error: (.*\S)\n", text)
    want(found, f"{arguments}: {text!r}")
    return found.group(1)


def midnight(text):
    return str(int(datetime.datetime.fromisoformat(text + "T00:00:00+00:00").timestamp()))


def newest(d, name):
    return d.known[name][max(d.known[name])]


def test_listval():
    with World() as d:
        got = ctl(d, "listval").stdout.splitlines()
        wanted = [line.split()[0] for line in d.must("SERIES")]
        wanted = sorted(name for name in wanted if re.search("-[ASQM]$", name))
        want(got == wanted, f"listval: {got}\nSERIES: {wanted}")
        want(set(d.names) <= set(got), "a file without a value")
        for line in d.must("LISTVAL"):
            when, name = line.split(" ", 1)
            periods = [f["period"] for f in d.figures(name)]
            want(float(when) == calendar_end(max(periods, key=row_end)), f"LISTVAL {line}: the newest of {periods[-3:]}")


def calendar_end(period):
    year, _, part = period.partition("-")
    freq, number = ("A", 1) if not part else (part[0], int(part[1:])) if part[0] in "SQ" else ("M", int(part))
    months = {"A": 12, "S": 6, "Q": 3, "M": 1}[freq] * number
    return int(midnight(f"{int(year) + months // 12:04}-{months % 12 + 1:02}-01"))


def test_getval():
    with World() as d:
        for name in d.names:
            got = dict(line.split("=") for line in ctl(d, "getval", name).stdout.splitlines())
            want(list(got) == COLUMNS, f"getval {name}: {got}")
            for column in COLUMNS:
                known = newest(d, name)[column]
                # collectdctl prints %e.
                want(got[column] == f"{known:e}", f"getval {name} {column}: {got[column]}, coopctl {known!r}")
            exact = {key: float(value) for key, value in (line.split("=") for line in d.must(f'GETVAL "{name}"'))}
            want(exact == newest(d, name), f"GETVAL {name}: {exact}, coopctl {newest(d, name)}")


def test_getval_of_what_is_not_there():
    with World() as d:
        for name, word in (
            (f"{PAIR}/energy/oil-A", "No such value"),
            ("AZ-RU/nonsense/x-A", "nonsense"),
            ("AZ-RU/tourism/arrivals", "arrivals"),
            ("AZ-RU/tourism/arrivals-X", "-X"),
            ("AZ-RU/tourism/arri vals-A", "arri vals"),
            ('AZ-RU/tourism/arri"vals-A', 'arri"vals'),
            ("AZ-RU/tourism/arri\\vals-A", "arri\\vals"),
            ("host/cpu-0/cpu-idle", "host"),
            ("tourism/arrivals-A", ""),  # collectdctl puts the name of the machine before it
        ):
            said = refused(d, "getval", name)
            want(word in said, f"getval {name}: {said}")
            want("AZ-RU/tourism/arrivals-A" in ctl(d, "listval").stdout.splitlines(), "coopd after it")


def test_putval():
    """Times are ends of periods; a point makes collectdctl send a gauge, so that negative numbers arrive."""
    with World() as d:
        name = "AZ-RU/tourism/arrivals-A"
        for arguments, period, wanted in (
            ((f"{midnight('2023-01-01')}:500001",), "2022", 500001),
            ((f"{row_end('2021')}:500002",), "2021", 500002),
            (("interval=31536000", f"{midnight('2020-12-31')}:1234.5"), "2020", 1234.5),
            ((f"{midnight('2019-01-01')}:11", f"{midnight('2020-01-01')}:12"), "2019", 12),
        ):
            ctl(d, "putval", name, *arguments)
            got = d.figures(name, period)
            want(got and got[0]["value"] == wanted, f"putval {arguments}: {got}")
        want(d.figures(name, "2018")[0]["value"] == 11, "the first of two value lists")
        ctl(d, "putval", name, f"{midnight('2018-01-01')}:700.0:650.0:750.0")
        got = d.figures(name, "2017")[0]
        want((got["value"], got["low"], got["high"]) == (700, 650, 750), f"value, low and high: {got}")
        ctl(d, "putval", f"{PAIR}/trade/balance-A", f"{midnight('2025-01-01')}:-5.5")
        want(d.figures(f"{PAIR}/trade/balance-A", "2024")[0]["value"] == -5.5, "a negative value")
        got = ctl(d, "getval", f"{PAIR}/trade/balance-A").stdout.splitlines()
        want(got[0] == "value=-5.500000e+00", f"getval behind putval: {got}")


def test_putval_refused():
    with World() as d:
        name = "AZ-RU/tourism/arrivals-A"
        end = midnight("2023-01-01")
        before = d.rows(name)
        for arguments, word in (
            ((f"{midnight('2023-05-01')}:1",), "2023"),
            ((f"{end}:1:2",), ""),
            ((f"{end}:1:2:3:4:5",), ""),
            ((f"{end}:-5",), ""),  # collectdctl makes 18446744073709551611 of it
            ((f"{end}:U",), ""),
        ):
            said = refused(d, "putval", name, *arguments)
            want(word in said, f"putval {arguments}: {said}")
        want(d.rows(name) == before, "a refused value changed a figure")
        refused(d, "putval", "host/cpu/cpu-idle", f"{end}:1")
        refused(d, "putval", "AZ-RU/tourism/nothing-A", f"{end}:1")
        # What collectdctl itself refuses, coopd never sees.
        want(ctl(d, "putval", name, f"{end}:1junk", want_code=None).returncode != 0, "1junk")
        want(ctl(d, "putval", name, want_code=None).returncode != 0, "no value")
        want(d.rows(name) == before, "a refused value changed a figure")


def test_flush():
    """collectdctl prints nothing and exits 0; what was put is in the files behind it."""
    with World() as d:
        for number, arguments in enumerate((
            (),
            ("timeout=10",),
            ("plugin=rrdtool",),
            ("plugin=rrdtool", "plugin=nosuch", "identifier=AZ-RU/tourism/arrivals-A"),
            ("timeout=10", "identifier=AZ-RU/tourism/arrivals-A", "identifier=AZ-RU/tourism/arrivals-S"),
        )):  # fmt: skip
            d.must(f"PUT AZ-RU/tourism/arrivals {2000 + number} {number + 7}")
            ctl(d, "flush", *arguments)
            want(d.status()["rrd_pending"] == "0" or arguments, "rrd_pending behind a flush of everything")
            span = ["-s", str(row_end("1999")), "-e", str(row_end("2010"))]
            text = run("rrdtool", "fetch", d.rrd("AZ-RU/tourism/arrivals-A"), "AVERAGE", *span).stdout
            want(f"{row_end(str(2000 + number))}: {number + 7:.10e} " in text, f"flush {arguments}: not in the file:\n{text}")
        for request, errors in (("FLUSH plugin=nosuch", 1), ("FLUSH identifier=AZ-RU/tourism/nothing-A", 1), ("FLUSH plugin=rrdtool", 0)):
            status, lines = d.ask(request)
            want(re.match(rf"0 Done: \d+ successful, {errors} errors", status) and not lines, f"{request}: {status}")
        for request in ("FLUSH nonsense=1 plugin=rrdtool", "FLUSH timeout=abc"):
            status, lines = d.ask(request)
            want(status.startswith("-") and not lines, f"{request}: {status}")


def test_dialogue():
    """COLLECTD_TRACE shows what went over the wire: one status line for each request."""
    with World() as d:
        text = ctl(d, "getval", "AZ-RU/tourism/arrivals-A", env={"COLLECTD_TRACE": "1"})
        lines = (text.stdout + text.stderr).splitlines()
        want(any('--> GETVAL "AZ-RU/tourism/arrivals-A"' in line for line in lines), f"no request in {lines}")
        got = [line for line in lines if re.search(r"<-- ", line)]
        want(len(got) == 5 and re.search(r"<-- 4 ", got[0]), f"answer {got}")


def nagios(d, name, *arguments, code):
    host, value = name.split("/", 1)
    return run("collectd-nagios", "-s", d.socket, "-H", host, "-n", value, *arguments, want_code=code).stdout


def test_nagios():
    with World() as d:
        name = "AZ-RU/tourism/arrivals-A"
        value = newest(d, name)["value"]
        for limits, code, word in ((("-w", "0:1e6", "-c", "0:1e7"), 0, "OKAY"), (("-w", "0:1000", "-c", "0:1e7"), 1, "WARNING"),
                                   (("-w", "0:1000", "-c", "0:2000"), 2, "CRITICAL")):  # fmt: skip
            text = nagios(d, name, "-d", "value", *limits, code=code)
            want(text.startswith(word) and f"value={value:f};" in text, f"collectd-nagios {limits}: {text}")
        text = nagios(d, name, "-d", "low", "-d", "high", "-g", "average", code=0)
        middle = (newest(d, name)["low"] + newest(d, name)["high"]) / 2
        want(f"{middle:f}" in text or f"{middle:g}" in text, f"average of low and high: {text}")
        want(nagios(d, f"{PAIR}/energy/oil-A", "-d", "value", code=None) is not None, "no figure")


need("collectdctl", "collectd-nagios", "rrdtool")
main(
    test_listval,
    test_getval,
    test_getval_of_what_is_not_there,
    test_putval,
    test_putval_refused,
    test_flush,
    test_dialogue,
    test_nagios,
)
