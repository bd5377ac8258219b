# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""safety: SIGKILL in the middle of a load, a restart, and a question for every single observation that was acknowledged."""

import random
import time

from common import want
from peers import BenchCoopd, Collectd, Rrdcached, installed
from report import table
from setting import ENOUGH, KILLS

CLIENTS, IN_FLIGHT = 8, 256
PLENTY = 1 << 40


def killed_load(peer, mode, chance):
    """(first request, answer of a load) during which the server was killed, at a random moment after the first acknowledgement."""
    begin = peer.seq

    def kill():
        time.sleep(chance.choice((0.002, 0.1, 0.5)) * chance.random())
        peer.kill()

    answer = peer.record(mode, CLIENTS, IN_FLIGHT, PLENTY, seconds=60, begun=kill)
    want(answer["closed"] == CLIENTS, "the load ended before the server was killed")
    return begin, answer


def prove(peer, mode, begin, answer):
    """How many of the acknowledged observations are still there."""
    sends = ",".join(str(n) for n in answer["done"])
    return peer.load(mode, CLIENTS, 32, begin=begin, sends=sends)


def coopd_row(scratch, chance):
    with BenchCoopd(scratch, ENOUGH) as d:
        acknowledged = lost = 0
        slowest = 0.0
        for _ in range(KILLS):
            begin, answer = killed_load(d, "put", chance)
            slowest = max(slowest, d.time_start(lambda client: client.ask("STATUS")[0].startswith(tuple("123456789"))))
            found = prove(d, "get", begin, answer)
            acknowledged += sum(answer["done"])
            lost += sum(answer["done"]) - found["proved"]
        want(d.seq < ENOUGH * 130, "so many observations that periods came twice: nothing is proved")
    return ["coopd", KILLS, acknowledged, lost, f"{slowest:.2f} s"], lost


def rrdcached_row(scratch, chance):
    """Its journal is replayed before it answers; what it held is pending then. Where it was killed early, the journal is still empty."""
    with Rrdcached(scratch) as d:
        begin, answer = killed_load(d, "update", chance)
        took = d.time_start(lambda client: client.ask("PING")[0] == "0 PONG")
        found = prove(d, "pending", begin, answer)
        acknowledged = sum(answer["done"])
    return ["rrdcached, with a journal", 1, acknowledged, acknowledged - found["proved"], f"{took:.2f} s"]


def collectd_row(scratch, chance):
    """It keeps the newest value of a series alone: a series that it answers counts as kept, whatever the value."""
    with Collectd(scratch) as d:
        begin, answer = killed_load(d, "putval", chance)
        took = d.time_start(lambda client: client.ask("LISTVAL")[0].startswith("0 "))
        found = prove(d, "getval", begin, answer)
    return ["collectd", 1, sum(answer["done"]), found["errors"], f"{took:.2f} s, and knows nothing"]


def kills(scratch, say, progress):
    """The table; returns how many acknowledged observations coopd lost."""
    seed = random.SystemRandom().randrange(1 << 32)
    chance = random.Random(seed)
    progress(f"{KILLS} kills of coopd")
    row, lost = coopd_row(scratch, chance)
    rows = [row]
    for kind, function in ((Rrdcached, rrdcached_row), (Collectd, collectd_row)):
        if installed(kind):
            progress(f"kill of {kind.name}")
            rows.append(function(scratch, chance))
    table(f"kill -9 while observations come, {CLIENTS} x {IN_FLIGHT} (seed {seed})",
          ["server", "kills", "acknowledged", "of these lost", "slowest restart to the first right answer"], rows, say)  # fmt: skip
    return lost
