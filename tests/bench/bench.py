#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench: coopd beside rrdcached and collectd where they are installed, and beside what the machine can do at most.

    make bench [ROUNDS=5] [SERIES=100000] [ONLY=put,get,…] [MILLION=1] [QUICK=1]

ONLY leaves in some of: put putval update batch get getval history fetch listval list series (loads), limits, kills, strain, foreign, growth, weigh.
MILLION=1 adds a million series to the growth table: some ten minutes and 12 GB of disk. QUICK=1 sees in under a minute that all of it works.
The peers take turns within every round, and each case is told as the median of its rounds. CPU is the server's, of all its processes, per request.
The tables go to standard output, in Markdown; what is being done, to standard error.
"""

import contextlib
import os
import platform
import statistics
import subprocess
import sys
import tempfile

import setting  # noqa: F401  first: it tells Python where `common` is
import cases
import foreign
import history
import report
import safety
import verdict
from common import BUILD
from peers import BenchCoopd, Collectd, Rrdcached, installed
from setting import HERE, ONLY, QUICK, ROUNDS, SERIES, YEARS, Scratch, on_disk, program, resident, wanted

DESCRIBED = "put putval update batch get getval history fetch listval list series limits kills strain foreign growth weigh".split()
QUESTIONS = [case.key for case in cases.CASES if not case.records]
OBSERVATIONS = [case.key for case in cases.CASES if case.records]


def say(text):
    print(text, flush=True)


def progress(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def machine():
    """The line that says where the numbers come from."""
    with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as f:
        model = next((line.split(":")[1].strip() for line in f if line.startswith("model name")), platform.machine())
    say(f"{SERIES} series, medians of {ROUNDS} rounds; {os.cpu_count()} x {model}, Linux {platform.release()}, load {os.getloadavg()[0]:.1f}")
    if QUICK:
        say("A quick run: it shows that the bench works; its numbers mean nothing.")
    for kind in (Rrdcached, Collectd):
        if not installed(kind):
            say(f"{kind.name} is not installed: coopd is measured without it.")


def limit_of_append(scratch, group, ready):
    found = [program("append", scratch.path("append"), group, 0.1 if QUICK else 0.5, ready) for _ in range(ROUNDS)]
    rate = statistics.median(f["requests"] / f["seconds"] for f in found)
    return [f"{'overwrite' if ready else 'append'} of {group} records of 100 B, fdatasync", report.rate(rate), f"p50 {report.micro(statistics.median(f['p50'] for f in found))} µs"]


def limit_of_librrd(scratch, sources, n):
    """(files a second, rows added a second, bytes and blocks of a file)"""
    made, added = [], []
    for _ in range(ROUNDS):
        folder = tempfile.mkdtemp(prefix="librrd", dir=scratch.dir)  # left alone: see history.librrd_alone
        made.append(n / program("rrd", folder, scratch.names, n, sources, YEARS)["seconds"])
        size, blocks = on_disk(folder)
        added.append(n / program("rrd", folder, scratch.names, n, sources, 0)["seconds"])
    return statistics.median(made), statistics.median(added), f"{size / n:.0f} B, {blocks / n:.0f} B of blocks"


def limits(scratch):
    """What the disk and librrd do at most."""
    progress("limits")
    rows = [limit_of_append(scratch, group, ready) for ready in (0, 1 << 26) for group in (1, 64, 2048, 10000)]
    for sources in (1, 4):
        made, added, sizes = limit_of_librrd(scratch, sources, 200 if QUICK else 5000)
        rows.append([f"librrd: new file, {sources} sources, {YEARS} rows written", report.rate(made), sizes])
        rows.append([f"librrd: one row more, {sources} sources", report.rate(added), ""])
    report.table("What the machine can do", ["work", "rate", ""], rows, say)


def files_for_rrdcached(scratch):
    os.mkdir(scratch.path("rrd"))
    if installed(Rrdcached) and wanted("kills", *OBSERVATIONS, *QUESTIONS):
        progress(f"{SERIES} RRD files for rrdcached")
        program("rrd", scratch.path("rrd"), scratch.names, SERIES, 1, YEARS)


def observe(scratch, figures):
    """The rounds of PUT and its like, and what the peers hold in memory after one value of each series."""
    if not wanted(*OBSERVATIONS):
        return
    with contextlib.ExitStack() as stack:
        others = [stack.enter_context(peer) for peer in cases.others(scratch)]
        rows = []
        for peer in others:
            if peer.name != "echo":
                progress(f"warming {peer.name}")
                before = resident(peer.pids()[0])
                cases.warm(peer)
                rows.append([f"{peer.name}: memory per series, one value each", report.size((resident(peer.pids()[0]) - before) / SERIES)])
                if peer.name == "rrdcached":
                    rows.append(["rrdcached: journal per value (as far as it is in the file)", report.size(peer.journal_bytes() / SERIES)])
        cases.put_rounds(figures, scratch, others, progress)
    report.table("What the peers take", ["", ""], rows, say)


def ask(scratch, figures, reached):
    """The rounds of questions, on a coopd with a history, and what goes with it."""
    if not wanted("strain", *QUESTIONS):
        return
    with contextlib.ExitStack() as stack:
        d = stack.enter_context(BenchCoopd(scratch))
        found = history.prepare(scratch, d, progress)
        others = [stack.enter_context(peer) for peer in cases.others(scratch)]
        for peer in others:
            if peer.name == "collectd":
                cases.warm(peer)
        cases.read_rounds(figures, scratch, d, others, progress)
        told = [["history recorded by PUT", report.rate(found["load"]["requests"] / found["load"]["seconds"])],
                ["ledger per observation", f"{found['ledger']:.1f} B"], ["start to the first right answer", f"{found['start']:.3f} s"],
                ["resident per series, all asked", report.size(found["memory"])],
                ["RRD files written; by librrd alone", f"{report.rate(found['rrd'])}; {report.rate(found['librrd'])}"],
                ["RRD file, bytes and blocks", f"{found['rrd bytes'][0]:.0f} B, {found['rrd bytes'][1]:.0f} B"]]  # fmt: skip
        report.table(f"coopd with {SERIES} series of {YEARS} yearly figures", ["", ""], told, say)
        reached.update(found)
        if wanted("strain"):
            reached.update(history.strain(scratch, d, say, progress))


def weigh():
    """The bench of derived figures, which has a client of its own."""
    progress("weigh")
    args = ["20000", "1"] if QUICK else ["1000000", str(ROUNDS)]
    run = subprocess.run([sys.executable, os.path.join(HERE, "weigh.py"), *args], env=dict(os.environ, COOPD_BUILD=BUILD), capture_output=True, text=True, check=True)
    say("\nWhat deriving figures costs\n\n" + run.stdout.rstrip())


def main():
    unknown = [word for word in ONLY if word not in DESCRIBED]
    if unknown:
        sys.exit(f"bench: nothing is called {', '.join(unknown)}; there are {' '.join(DESCRIBED)}")
    figures = cases.Figures()
    reached = {}  # what is not a load: start, memory, files, latency under strain, losses
    machine()
    with Scratch() as scratch:
        if wanted("limits"):
            limits(scratch)
        files_for_rrdcached(scratch)
        observe(scratch, figures)
        ask(scratch, figures, reached)
        report.loads(figures, "Loads (a row of the limits: raw append with fdatasync in groups of that size / libuv echo)", say)
        if wanted("kills"):
            reached["lost"] = safety.kills(scratch, say, progress)
        if wanted("foreign"):
            reached.update(foreign.run(scratch, say, progress))
        if wanted("growth"):
            history.growth(scratch, say, progress)
    if wanted("weigh"):
        weigh()
    verdict.table(figures, reached, say)
    return 1 if reached.get("lost") else 0


if __name__ == "__main__":
    sys.exit(main())
