#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""SIGKILL at random moments of a pipelined PUT load: whatever was acknowledged is there afterwards, and nothing that was not sent.

$COOPD_KILLS rounds (30), $COOPD_SEED for the same moments again. How fast a restart is ready is told, not judged.
"""

import os
import random
import re
import threading
import time

from common import Coopd, main, want

KILLS = int(os.environ.get("COOPD_KILLS", "30"))
SEED = int(os.environ.get("COOPD_SEED", str(random.SystemRandom().randrange(1 << 32))))
# Every round has a pair of its own, so that what it left is looked at alone.
CODES = "AT BE BG BR CA CH CN CZ DE DK EE EG ES FI FR GE GR HU IE IN IR IT JP KG KZ LT LV MD NL NO PL PT RO SE SK TJ TM TR UA UZ".split()
WRITERS = 3
ROUNDS = 20  # on one ledger, which grows from kill to kill


class Writer(threading.Thread):
    """Sends numbered PUTs without waiting for their replies; a second thread counts the acknowledgements, which come in order."""

    def __init__(self, daemon, pair, number):
        super().__init__(daemon=True)
        self.client = daemon.connect()
        self.series = f"{pair}/{('tourism/arrivals', 'transport/passengers', 'transport/containers')[number]}"
        self.sent = 0
        self.acknowledged = 0
        self.errors = []

    def run(self):
        reader = threading.Thread(target=self.read, daemon=True)
        reader.start()
        try:
            while self.sent < 100000:
                batch = "".join(f"PUT {self.series} {period(i)} {1000 + i}\n" for i in range(self.sent, self.sent + 50))
                self.sent += 50
                self.client.send(batch)
        except OSError:
            pass
        reader.join()
        self.client.close()

    def read(self):
        try:
            while True:
                status = self.client.line()
                if status != "0 recorded":
                    self.errors.append(status)
                    return
                self.acknowledged += 1
        except (OSError, EOFError):
            pass


def period(i):
    return f"{1971 + i // 12 % 129}-{i % 12 + 1:02d}"


def look(daemon, writer):
    """How many of the writer's observations are there; fails where an acknowledged one is missing or an unknown one is found."""
    found = set()
    for line in daemon.must(f"OBSERVATIONS {writer.series}"):
        series, when, value = line.split()[:3]
        i = int(value) - 1000
        want(series == writer.series and 0 <= i < writer.sent and when == period(i), f"never sent: {line}")
        want(i not in found, f"there twice: {line}")
        found.add(i)
    missing = [i for i in range(writer.acknowledged) if i not in found]
    want(not missing, f"{writer.series}: {len(missing)} acknowledged observations lost, the first: {period(missing[0]) if missing else ''}")
    return len(found)


def test_kill():
    print(f"COOPD_SEED={SEED} COOPD_KILLS={KILLS}", flush=True)
    chance = random.Random(SEED)
    pairs = [f"{a}-{b}" for a in CODES for b in CODES if a != b]
    chance.shuffle(pairs)
    slowest = total = 0
    for first in range(0, KILLS, ROUNDS):
        with Coopd() as d:
            kept = 0
            for number in range(first, min(first + ROUNDS, KILLS)):
                writers = [Writer(d, pairs[number], i) for i in range(WRITERS)]
                for writer in writers:
                    writer.start()
                # At first moments before the first commit, later in the middle of many.
                time.sleep(chance.choice((0.01, 0.1, 0.4)) * chance.random())
                d.kill()
                for writer in writers:
                    writer.join()
                    want(not writer.errors, f"round {number}: {writer.errors}")
                d.start()
                slowest = max(slowest, d.ready_s)
                for writer in writers:
                    kept += look(d, writer)
            want(d.status()["observations"] == str(kept), f"{d.status()['observations']} observations, {kept} were seen after the kills")
            want(re.fullmatch(r"ready", d.status()["state"]), d.status()["state"])
            total += kept
    want(total > 0, "no observation was taken before any of the kills")
    return f"{KILLS} kills, {total} observations, slowest restart {slowest:.3f} s"


main(test_kill)
