#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What questions to families cost in which much hangs together: exports, imports, turnover and its growth of one pair, all with hedges.

    COOPD_BUILD=build/release python3 tests/bench/solve.py [ROUNDS]          20 where left out

Milliseconds, medians over the rounds: one year of turnover, all of it, SERIES of the pair; the first time after a PUT, and again; and the longest that another
client waited for STATUS meanwhile.
"""

import os
import statistics
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "system"))
from common import Coopd, want  # noqa: E402  pylint: disable=wrong-import-position

QUESTIONS = ("GET AZ-RU/trade/turnover %s", "GET AZ-RU/trade/turnover", "SERIES AZ-RU/*")


def years(n):
    return [str(year) for year in range(2024 - n, 2024)]


def months(n):
    return [f"{2024 - n // 12 + i // 12}-{i % 12 + 1:02d}" for i in range(n)]


def family(periods, a_year, turnover=False, hedge=1, wrong=0):
    """Exports and imports grow by some percent a year, and the growth of their sum is known; every other turnover where `turnover`. `wrong`: percent by which
    a growth may be off, so that it contradicts the rest."""
    exports, imports, rows = [], [], []
    for i, period in enumerate(periods):
        exports.append(2000000 * 1.03 ** (i / a_year) * (1 + 0.01 * (i * 7 % 5)))
        imports.append(3000000 * 1.02 ** (i / a_year) * (1 + 0.01 * (i * 3 % 4)))
        total = exports[i] + imports[i]
        rows.append(f"exports {period} {round(exports[i], -4):.0f} bound=about g={10000 * hedge}")
        rows.append(f"imports {period} {round(imports[i], -5):.0f} bound=about g={100000 * hedge}")
        if turnover and i % 2:
            rows.append(f"turnover {period} {round(total, -5):.0f} bound=about g={100000 * hedge}")
        if i >= a_year:
            before = exports[i - a_year] + imports[i - a_year]
            rows.append(f"turnover_growth {period} {(total / before - 1) * 100 + i * 7 % 11 * wrong / 11:.1f} bound=about g=1")
    return rows


def chain(periods):
    """Every twentieth turnover, and the growth of it and of its parts: hardly anything is known but how it went on."""
    rows = []
    for i, period in enumerate(periods):
        if i % 20 == 1:
            rows.append(f"turnover {period} {5000000 * 1.02 ** i:.0f} bound=about g=100000")
        if i:
            rows += [f"{name}_growth {period} {2 + i % 3} bound=about g=1" for name in ("turnover", "exports", "imports")]
    return rows


def year_sums(rows):
    """What the months of each year come to."""
    sums = {}
    for row in rows:
        name, period, value = row.split()[:3]
        if name in ("exports", "imports"):
            sums[name, period[:4]] = sums.get((name, period[:4]), 0) + int(value)
    return [f"{name} {year} {value} bound=about g=500000" for (name, year), value in sums.items()]


FAMILIES = {
    "10 years": family(years(10), 1),
    "60 years": family(years(60), 1),
    "60 years, wide hedges": family(years(60), 1, hedge=20),
    "60 years, every other turnover": family(years(60), 1, turnover=True),
    "60 years of growth": chain(years(60)),
    "60 years, contradictory": family(years(60), 1, wrong=10),
    "10 years of months": family(months(120), 12),
    "10 years of months and years": family(months(120), 12) + year_sums(family(months(120), 12)),
}


class Bystander(threading.Thread):
    """Another client that only wants to know how things are."""

    def __init__(self, d):
        super().__init__(daemon=True)
        self.client, self.took, self.over = d.connect(), [], False

    def run(self):
        while not self.over:
            begin = time.perf_counter()
            self.client.ask("STATUS")
            self.took.append((time.perf_counter() - begin) * 1000)
            time.sleep(0.002)

    def end(self):
        self.over = True
        self.join()
        self.client.close()
        self.took.sort()
        return self.took


def timed(client, request):
    begin = time.perf_counter()
    status, _ = client.ask(request)
    want(int(status.split()[0]) > 0, f"{request}: {status}")
    return (time.perf_counter() - begin) * 1000


def measure(name, rows, rounds):
    with Coopd() as d:
        client = d.connect()
        for row in rows:
            status, _ = client.ask(f"PUT AZ-RU/trade/{row} force=1")
            want(status.startswith("0 "), status)
        d.wait_rrd()
        touched = next(row for row in rows[len(rows) // 2:] if not row.split()[0].endswith("_growth"))
        middle = touched.split()[1]
        first, again = {q: [] for q in QUESTIONS}, {q: [] for q in QUESTIONS}
        bystander = Bystander(d)
        bystander.start()
        for i in range(rounds):
            for q in QUESTIONS:
                request = q % middle if "%" in q else q
                client.ask(f"PUT AZ-RU/trade/{another(touched, i)} force=1")
                first[q].append(timed(client, request))
                again[q].append(timed(client, request))
        waited = bystander.end()
        client.close()
    cells = [f"{statistics.median(first[q]):9.2f} {statistics.median(again[q]):9.2f}" for q in QUESTIONS]
    print(f"{name:32s} {len(rows):5d} " + " ".join(cells) + f" {waited[len(waited) * 99 // 100]:9.2f} {waited[-1]:9.2f}", flush=True)


def another(row, i):
    """The same said a little otherwise, another way each time."""
    name, period, value, rest = row.split(" ", 3)
    return f"{name} {period} {int(value) + 1 + i % 97} {rest}"


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    print(f"{'':32s} facts  one year     again   all years   again   SERIES     again   bystander 99 % and longest (ms)")
    for name, rows in FAMILIES.items():
        measure(name, rows, rounds)


main()
