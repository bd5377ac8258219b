# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""cases: the loads that are measured, one row each, and the rounds that go through them peer by peer."""

import statistics
from dataclasses import dataclass, field

from peers import BenchCoopd, Collectd, Echo, Rrdcached, installed
from setting import BATCH, CASE_S, ROUNDS, SERIES, YEARS, program, wanted

PLENTY = 1 << 40  # requests: the clock ends a case, not their number


@dataclass
class Case:
    key: str  # for ONLY
    title: str
    modes: dict  # peer's name: mode, and the limit it is compared with under "echo" or "append"
    clients: int = 1
    in_flight: int = 1
    options: dict = field(default_factory=dict)
    records: bool = False  # new observations: on servers that begin empty; else on servers that hold a history
    once: bool = False  # one request takes so long that a round has no second


PUT = {"coopd": "put", "rrdcached": "update", "collectd": "putval"}
CASES = [
    Case("put", "PUT, 8 clients x 256 in flight", {**PUT, "echo": "echo", "append": 2048}, 8, 256, records=True),
    Case("put", "PUT, 8 x 32", {**PUT, "echo": "echo", "append": 256}, 8, 32, records=True),
    Case("put", "PUT, 64 x 1", {**PUT, "echo": "echo", "append": 64}, 64, 1, records=True),
    Case("put", "PUT, 1 x 1", {**PUT, "echo": "echo", "append": 1}, 1, 1, records=True),
    Case("putval", "PUTVAL, 8 x 256", {"coopd": "putval", "collectd": "putval"}, 8, 256, records=True),
    Case("update", "UPDATE, 8 x 256", {"coopd": "update", "rrdcached": "update"}, 8, 256, records=True),
    Case("batch", f"BATCH of {BATCH} UPDATE, 8 x 1", {"coopd": "batch", "rrdcached": "batch"}, 8, 1, {"batch": BATCH}, records=True),
    Case("get", "GET of one figure, 8 x 32", {"coopd": "get", "collectd": "getval", "echo": "echo"}, 8, 32, {"rows": 1}),
    Case("getval", "GETVAL, 8 x 32", {"coopd": "getval", "collectd": "getval", "echo": "echo"}, 8, 32, {"rows": 1}),
    Case("history", f"GET of {YEARS} figures, 8 x 32", {"coopd": "history", "rrdcached": "fetch", "echo": "echo"}, 8, 32, {"rows": YEARS}),
    Case("fetch", f"FETCH of {YEARS} rows, 8 x 32", {"coopd": "fetch", "rrdcached": "fetch", "echo": "echo"}, 8, 32, {"rows": YEARS}),
    Case("listval", "LISTVAL", {"coopd": "listval", "collectd": "listval", "echo": "echo"}, options={"rows": SERIES}),
    Case("list", "LIST RECURSIVE", {"coopd": "list", "rrdcached": "list", "echo": "echo"}, options={"rows": SERIES}, once=True),
    Case("series", "SERIES *", {"coopd": "series", "collectd": "listval", "echo": "echo"}, options={"rows": SERIES}, once=True),
]


class Figures:
    """What the rounds gave: results[case's title][peer's name] is a list of answers of bench load, one a round."""

    def __init__(self):
        self.results = {}

    def add(self, case, name, answer):
        self.results.setdefault(case.title, {}).setdefault(name, []).append(answer)

    def rate(self, title, name):
        """Median requests a second; None where there are none."""
        rates = [a["requests"] / a["seconds"] for a in self.results.get(title, {}).get(name, []) if not a.get("refused") and a["requests"]]
        return statistics.median(rates) if rates else None

    def median(self, title, name, key):
        found = [key(a) for a in self.results.get(title, {}).get(name, []) if not a.get("refused") and a["requests"]]
        return statistics.median(found) if found else None

    def refusal(self, title, name):
        return next((a["text"] for a in self.results.get(title, {}).get(name, []) if a.get("refused")), None)

    def errors(self, title, name):
        return sum(a.get("errors", 0) for a in self.results.get(title, {}).get(name, []) if not a.get("refused"))

    def ratio(self, title, name, other, other_title=None):
        ours, theirs = self.rate(title, name), self.rate(other_title or title, other)
        return ours / theirs if ours and theirs else None


def chosen(records):
    return [case for case in CASES if case.records == records and wanted(case.key)]


def run_case(case, peer):
    mode = case.modes[peer.name]
    options = dict(case.options)
    if case.records and peer.name != "echo":
        return peer.record(mode, case.clients, case.in_flight, PLENTY, seconds=CASE_S, **options)
    # The newest year of the history is the last lap.
    begin = peer.series * (YEARS - 1) if mode == "get" else 0
    # The probe goes out before the clock begins; a second request is timed.
    requests = 2 if case.once else peer.series if case.key == "get" and peer.name != "echo" else PLENTY
    options.setdefault("rows", 0)
    return peer.load(mode, case.clients, case.in_flight, requests, begin=begin, seconds=CASE_S, **options)


def limit_append(scratch, case):
    return program("append", scratch.path("append"), case.modes["append"], CASE_S / 2, 0)


def one_round(figures, scratch, cases, peers):
    """Every case, one peer after another."""
    for case in cases:
        for peer in peers:
            if peer.name in case.modes:
                figures.add(case, peer.name, run_case(case, peer))
        if "append" in case.modes:
            figures.add(case, "append", limit_append(scratch, case))


def warm(peer):
    """A lap over all series, not counted: the first touch of a series is dearer than the others."""
    peer.record({"coopd": "put", "rrdcached": "update", "collectd": "putval"}[peer.name], 8, 256, peer.series)


def put_rounds(figures, scratch, others, say):
    """The others go on from round to round, warmed once; coopd begins each with an empty ledger, so that it does not grow from round to round."""
    cases = chosen(records=True)
    for peer in others if cases else []:
        if peer.name != "echo":
            warm(peer)
    for n in range(ROUNDS if cases else 0):
        say(f"round {n + 1} of {ROUNDS}: observations")
        with BenchCoopd(scratch) as d:
            warm(d)
            one_round(figures, scratch, cases, [d, *others])


def read_rounds(figures, scratch, coopd, others, say):
    cases = chosen(records=False)
    for n in range(ROUNDS if cases else 0):
        say(f"round {n + 1} of {ROUNDS}: questions")
        one_round(figures, scratch, cases, [coopd, *others])


def others(scratch):
    """Those peers that are here, and the echo server; not started. rrdcached twice would share its files: the caller starts one at a time."""
    return [kind(scratch) for kind in (Rrdcached, Collectd) if installed(kind)] + [Echo(scratch)]


