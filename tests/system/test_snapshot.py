#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The snapshot of the book: a start from it, with rows behind it, after SIGKILL, with a damaged one, with another ledger beside it, without it;
all of them answer the same."""

import os
import shutil
import threading

from common import Coopd, main, want

ROWS = 60000  # above what coopd finds worth a snapshot
SERIES = ("AZ-RU/trade/turnover", "AZ-RU/trade/turnover_growth", "GE-TR/tourism/arrivals", "KZ-UZ/transport/freight")


def put(daemon, first, n):
    client = daemon.connect()
    lines = (f"PUT {SERIES[i % 4]} {1950 + i // 4 % 400:04d}-{1 + i // 1600 % 12:02d} {10 + i % 977}\n" for i in range(first, first + n))
    sender = threading.Thread(target=lambda: client.send("".join(lines)))
    sender.start()
    for _ in range(n):
        status = client.line()
        want(not status.startswith("-"), status)
    sender.join()
    client.close()


def answers(daemon):
    found = [daemon.must(f"GET {name} 1960-01..1975-12") for name in SERIES]
    found += [daemon.must("SERIES"), daemon.must("SOURCES"), daemon.must(f"OBSERVATIONS {SERIES[0]} 2001-05")]
    return found + [daemon.status()["observations"]]


def test():
    with Coopd("weigh: { derive = false; };\nrrd: { enabled = false; };") as d:
        snapshot, ledger = os.path.join(d.state, "book.snapshot"), os.path.join(d.state, "ledger.db")
        d.must('SOURCE report name="A report" published=2024-01-02')
        d.must("PUT AZ-RU/trade/turnover 2001-05 77 source=report")
        put(d, 0, ROWS)
        wanted = answers(d)
        d.stop()
        want(os.path.exists(snapshot), "no snapshot after a clean stop")

        def check(what):
            want(answers(d) == wanted, f"other answers {what}")

        d.start()
        check("from the snapshot")
        put(d, ROWS, 5000)
        d.must('SOURCE other name="Another" published=2024-02-02')
        d.must("PUT AZ-RU/trade/turnover 2001-05 78 source=other")
        wanted = answers(d)
        d.kill()
        d.start()
        check("from the snapshot and the rows behind it")
        d.stop()
        old = ledger + ".old"
        shutil.copy(ledger, old)

        with open(snapshot, "r+b") as f:
            f.seek(5000)
            byte = f.read(1)
            f.seek(5000)
            f.write(bytes([byte[0] ^ 255]))
        d.start()
        want("takes longer" in d.log(), "a damaged snapshot is not told")
        check("beside a damaged snapshot")
        put(d, ROWS + 5000, ROWS)
        d.stop()
        shutil.copy(old, ledger)
        d.start()
        check("from an older ledger, restored from a backup")
        d.stop()
        os.unlink(snapshot)
        os.mkdir(snapshot)
        d.start()
        check("with a folder in the place of the snapshot")
        d.stop()
        want("no snapshot of the book" in d.log(), "a snapshot that cannot be written is not told")
        os.rmdir(snapshot)
        d.start()
        check("without a snapshot")


main(test)
