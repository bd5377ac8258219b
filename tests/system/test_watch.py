#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""WATCH and those who do not read: a million changes pass, memory stays bounded, others are answered, and then lines and counts add up.

$COOPD_CHANGES for another number of changes. A sanitizer's build takes fewer.
"""

import json
import os
import random
import re
import select
import signal
import socket
import subprocess
import threading

from common import BUILD, DEADLINE_S, Client, Coopd, main, options, wait_for, want

SLOW_BUILD = os.path.basename(BUILD) in ("asan", "tsan", "cov")
CHANGES = int(os.environ.get("COOPD_CHANGES", "50000" if SLOW_BUILD else "1000000"))
PERIODS_MAX = 65536  # that one watcher is kept; more are counted as lost
PARTIES = "AZ RU TR GE KZ DE FR IT ES PT GB IE US CA MX BR AR CL PE CO".split()
PAIRS = [f"{a}-{b}" for a in PARTIES for b in PARTIES if a != b]
COOPCTL = os.path.join(BUILD, "coopctl")
QUIET = "rrd: { enabled = false; };\nweigh: { derive = false; };\n"


class Watcher(Client):
    def __init__(self, d, glob="*", buffer=0):
        super().__init__(d.socket)
        if buffer:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        want(self.ask("WATCH " + glob)[0].startswith("0 watching"), "WATCH is refused")
        self.newest, self.changes, self.lost, self.lines = {}, 0, 0, 0

    def take(self):
        """One line."""
        line = self.line()
        if line.startswith("lost "):
            self.lost += int(line.split()[1])
            return line
        series, period, number = line.split()[:3]
        self.newest[(series, period)] = number
        self.changes += int(options(line).get("changes", "1"))
        self.lines += 1
        return line

    def take_until(self, total):
        while self.changes + self.lost < total:
            self.take()
        want(self.changes + self.lost == total, f"{self.changes} changes and {self.lost} lost make more than {total}")


def memory(d):
    with open(f"/proc/{d.process.pid}/status", encoding="ascii") as f:
        return int(re.search(r"VmRSS:\s+(\d+) kB", f.read()).group(1)) * 1024


def table(rows):
    return ("series,period,value,published\n" + "".join(f"{s},{p},{v},2024-01-01\n" for s, p, v in rows)).encode()


def do_import(client, rows):
    body = table(rows)
    client.send(f"IMPORT a.csv bytes={len(body)}\n".encode() + body)
    status = client.reply()[0]
    want(f"taken={len(rows)} " in status, status)


def changes_of(n_periods, n):
    """n values in rounds over so many periods: what changed last is what is true."""
    keys = [(f"{pair}/tourism/arrivals", str(year)) for year in range(1000, 3000) for pair in PAIRS][:n_periods]
    want(len(keys) == n_periods, "not so many periods")
    for i in range(n):
        yield (*keys[i % n_periods], 1000 + i // n_periods)


def test_a_million_changes_and_nobody_reads():
    with Coopd(config=QUIET) as d:
        deaf, few, gone = Watcher(d, "*", 4096), Watcher(d, "AZ-RU/*-A"), Watcher(d)
        importer, other = d.connect(), d.connect()
        gone.close()
        rows = list(changes_of(20000, CHANGES))
        asked, stop = [], threading.Event()

        def ask():
            while not stop.is_set():
                asked.append(other.ask("STATUS")[0])

        asker = threading.Thread(target=ask)
        asker.start()
        try:
            for i in range(0, CHANGES, 100000):
                do_import(importer, rows[i:i + 100000])
        finally:
            stop.set()
            asker.join()
        want(len(asked) > 10 and not any(a.startswith("-") for a in asked), f"others were answered {len(asked)} times")
        before = memory(d)
        deaf.take_until(CHANGES)
        want(deaf.lost == 0, f"{deaf.lost} of changes in 20,000 periods are lost")
        want(deaf.lines < CHANGES / 2 + 1000, f"{deaf.lines} lines for {CHANGES} changes of 20,000 periods")
        true = {(s + "-A", p): str(v) for s, p, v in rows}
        want(deaf.newest == true, "what was told last is not what is true")
        mine = [r for r in rows if r[0].startswith("AZ-RU/")]
        few.take_until(len(mine))
        want(few.newest == {k: v for k, v in true.items() if k[0].startswith("AZ-RU/")}, "the other glob is told something else")
        observations = int(d.status()["memory_bytes"])
        limit = observations * 2 + (1 << 30 if SLOW_BUILD else 160 << 20)
        want(before < limit, f"{before >> 20} MiB of memory with a deaf watcher, {observations >> 20} of them are observations")
        want(d.ask("PUT AZ-RU/tourism/arrivals 1999 7")[0] == "0 recorded", "PUT")
        want(deaf.take().startswith("AZ-RU/tourism/arrivals-A 1999 7 "), "a caught-up watcher is told the next change")
        for c in (deaf, few, importer, other):
            c.close()
        return f"{CHANGES} changes in {deaf.lines} lines, {len(asked)} answers meanwhile, {before >> 20} MiB"


def test_more_periods_than_are_kept():
    n = 150000
    with Coopd(config=QUIET) as d:
        deaf, importer = Watcher(d, "*", 4096), d.connect()
        do_import(importer, list(changes_of(n, n)))
        deaf.take_until(n)
        want(deaf.lost > 0 and deaf.lines >= PERIODS_MAX, f"{deaf.lines} lines, {deaf.lost} lost")
        want(all(v == "1000" for v in deaf.newest.values()), "a wrong figure")
        importer.close()
        deaf.close()
        return f"{deaf.lines} told, {deaf.lost} lost"


def test_watching_an_import():
    n = 20000 if SLOW_BUILD else 100000
    with Coopd() as d:
        readers, importer = [Watcher(d, g) for g in ("*", "AZ-*", "*-S")], d.connect()
        chance = random.Random(5)
        keys = sorted({(f"{chance.choice(PAIRS)}/trade/{chance.choice(['exports', 'imports', 'services'])}", f"{chance.randrange(1990, 2030)}{chance.choice(['', '-S1'])}")
                       for _ in range(n // 10)})
        rows = [(*keys[i % len(keys)], 1000000 + i) for i in range(n)]
        worker = threading.Thread(target=do_import, args=(importer, rows))
        worker.start()
        wanted = [n, sum(r[0].startswith("AZ-") for r in rows), sum("-S" in r[1] for r in rows)]
        for reader, total in zip(readers, wanted):
            reader.take_until(total)
        worker.join()
        true = {(s + ("-S" if "-S" in p else "-A"), p): v for s, p, v in rows}
        want(readers[0].lost == 0 and readers[0].newest.keys() == true.keys(), f"{readers[0].lost} lost")
        # What hangs together is told in the state that it had then: the others of its pair may have come later.
        for (series, period), number in chance.sample(sorted(readers[0].newest.items()), 100):
            if "services" in series:
                want(d.must(f"GET {series} {period}")[0].split()[1] == number == str(true[(series, period)]), f"{series} {period}")
        for c in readers + [importer]:
            c.close()
        return f"{n} rows in {readers[0].lines} lines"


def test_days_ends_and_refusals():
    with Coopd() as d:
        one = Watcher(d, "*/education/*")
        d.must("PUT AZ-RU/education/schools 2024-08-09 324")
        told = sorted(" ".join(one.take().split()[:3]) for _ in range(3))
        want(told == ["AZ-RU/education/schools 2024-08-09 324", "AZ-RU/education/schools-A 2024 324", "AZ-RU/education/schools-S 2024-S2 324"], f"{told}")
        d.must("PUT AZ-RU/education/schools 2024-08-09 nan status=M published=2999-01-01 force=1")
        told = sorted(" ".join(one.take().split()[:3]) for _ in range(3))
        want([t.split()[-1] for t in told] == ["nan"] * 3, f"{told}")
        want(one.ask("GET AZ-RU/education/schools")[0].startswith("-64"), "GET while watching")
        want(one.ask("WATCH")[0].startswith("-64"), "WATCH while watching")
        want(one.ask("QUIT")[0] == "0 bye", "QUIT")
        half = Watcher(d)
        half.sock.shutdown(socket.SHUT_WR)
        want(half.sock.recv(10) == b"", "the stream ends when the reader closes its side")
        last = Watcher(d)
        client = d.connect()
        client.send("PUT AZ-RU/education/schools 2020-01-01 300\n")
        want(client.reply()[0] == "0 recorded", "PUT")
        d.process.send_signal(signal.SIGTERM)
        want([last.take().split()[0] for _ in range(3)][-1].startswith("AZ-RU/education/schools"), "what was recorded before the stop is told")
        want(last.sock.recv(10) == b"", "then the stream ends")
        d.ended(0)


def watching(d, *args):
    """coopctl watch, in force: a change has come through."""
    ctl = subprocess.Popen([COOPCTL, "--socket", d.socket, "watch", *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    value = iter(range(10**6, 10**9))

    def spoke():
        d.must(f"PUT AZ-RU/trade/services 2024 {next(value)}")
        return select.select([ctl.stdout], [], [], 0)[0]

    wait_for(spoke, "a change to come through")
    return ctl


def line_with(ctl, text):
    """The next line of it that holds the text."""
    line = "-"
    while line and text not in line:
        line = ctl.stdout.readline()
    return line


def test_coopctl():
    with Coopd() as d:
        with watching(d, "AZ-RU/*", "--json") as lines, watching(d) as people, watching(d, "--plain") as pipe, watching(d) as interrupted:
            d.must("PUT AZ-RU/tourism/arrivals 2024 5")
            want(json.loads(line_with(lines, "arrivals"))["value"] == 5, "a JSON object a line, at once")
            want(line_with(people, "arrivals").startswith("AZ-RU/tourism/arrivals-A  2024  "), "a line for people, at once")
            line_with(pipe, "arrivals")
            pipe.stdout.close()
            want(pipe.wait(DEADLINE_S) == 0, f"a closed pipe ends it quietly, though nothing changes: {pipe.returncode}")
            want(pipe.stderr.read() == "", "a closed pipe is nothing to talk about")
            interrupted.send_signal(signal.SIGINT)
            want(interrupted.wait(DEADLINE_S) == -signal.SIGINT and interrupted.stderr.read() == "", "Ctrl-C ends it quietly")
            d.stop()
            for ctl in (lines, people):
                want(ctl.wait(DEADLINE_S) == 69, f"the daemon's end: {ctl.returncode}")
                want("has ended" in ctl.stderr.read(), "the daemon's end is told")


if __name__ == "__main__":
    main(test_a_million_changes_and_nobody_reads, test_more_periods_than_are_kept, test_watching_an_import, test_days_ends_and_refusals, test_coopctl)
