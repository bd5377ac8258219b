#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What deriving figures costs: taking in N exact yearly observations with weigh.derive on and off in turns, and the time from a PUT to the answer that
follows from it, in a pair of two thousand figures.

    COOPD_BUILD=build/release python3 tests/bench/weigh.py [N] [ROUNDS]          1000000 and 5 where left out

Medians of the rounds, and their ratio.
"""

import os
import statistics
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "system"))
from common import Coopd, want  # noqa: E402  pylint: disable=wrong-import-position

CODES = "AT BE BG BR CA CH CN CZ DE DK EE EG ES FI FR GE GR HU IE IN IR IT JP KG KZ LT LV MD NL NO PL PT RO SE SK TJ TM TR UA UZ".split()
LEVELS = ("trade/exports", "trade/imports", "trade/turnover", "tourism/arrivals", "transport/freight", "transport/passengers", "transport/containers",
          "education/students_abroad", "energy/oil", "energy/gas")  # fmt: skip
YEARS = range(1959, 2024)


def table(path, n):
    """Exports, imports and their sum, and seven levels that stand alone, of as many pairs as it takes."""
    with open(path, "w", encoding="utf-8") as f:
        f.write("series,period,value,bound\n")
        for a in CODES:
            for b in CODES:
                for year in YEARS if a != b else ():
                    exports, imports = 1000003 + 7 * n % 99991, 2000003 + 11 * n % 99991
                    for name, value in zip(LEVELS, (exports, imports, exports + imports, *(500001 + k for k in range(7)))):
                        f.write(f"{a}-{b}/{name},{year},{value},exact\n")
                        n -= 1
                        if not n:
                            return


def take_in(path, n, derive):
    with Coopd(config=f"weigh: {{ derive = {derive}; }};") as d:
        begin = time.monotonic()
        d.ctl("import", path)
        took = time.monotonic() - begin
        want(d.status()["observations"] == str(n), "not all was taken in")
    return took


def two_thousand(d):
    """Sixty-five years of hedged figures of the flows of one pair, many of them tied."""
    names = [line.split()[0] for line in d.must("INDICATORS") if "kind=flow" in line and "signed" not in line]
    lines = [f"PUT AZ-RU/{name} {year} {100000 + 1000 * (year % 17)} bound=about g=40000 force=1\n" for name in names for year in range(1959, 2024)]
    lines = lines[:2000]
    client = d.connect()
    for i in range(0, len(lines), 500):
        client.send("".join(lines[i:i + 500]))
        for _ in lines[i:i + 500]:
            status, _ = client.reply()
            want(status.startswith("0 "), status)
    return client, len(lines)


def reweigh(rounds):
    took = []
    with Coopd() as d:
        client, n = two_thousand(d)
        d.wait_rrd()
        for i in range(200 * rounds):
            client.send(f"PUT AZ-RU/trade/exports 2015 {100000 + i} bound=about g=40000 force=1\n")
            client.reply()
            begin = time.perf_counter()
            client.send("GET AZ-RU/trade/balance 2015\n")
            status, _ = client.reply()
            took.append((time.perf_counter() - begin) * 1000)
            want(status.startswith("1 "), status)
        client.close()
    return n, took


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    times = {"true": [], "false": []}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "exact.csv")
        table(path, n)
        for _ in range(rounds):
            for derive, row in times.items():
                row.append(take_in(path, n, derive))
    on, off = (statistics.median(times[key]) for key in ("true", "false"))
    print(f"{n} exact yearly observations taken in: derive on {on:.2f} s, off {off:.2f} s, ratio {on / off:.3f}  (medians of {rounds} rounds)")
    n, took = reweigh(rounds)
    took.sort()
    print(f"one PUT in a pair of {n} figures, then GET of what follows: median {took[len(took) // 2]:.3f} ms, 99th percentile {took[len(took) * 99 // 100]:.3f} ms")


main()
