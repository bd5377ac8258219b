# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""history: a coopd that holds sixty yearly figures of every series: what it takes on disk and in memory, how long it takes to start, what questions cost as
the number of series grows, and how long an answer takes while coopd works hard at something else."""

import os
import shutil
import statistics
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

from common import BUILD, wait_for, want
from peers import BenchCoopd
from report import factor, micro, rate, size, table
from setting import CASE_S, FIRST_YEAR, MILLION, QUICK, YEARS, on_disk, program, resident

STARTS = 1 if QUICK else 3
IMPORT_ROWS = 20000 if QUICK else 1000000
LIST_MAX = 1 << 28  # bytes: what a list of a million series takes, which is more than coopd sends unasked
FEW = 1024  # series, of a coopd that takes a table in
CHUNK_S = 0.2 if QUICK else 2.0
PLENTY = 1 << 40


def newest(d):
    """Asks for the last figure that was recorded."""
    name = d.scratch.series[d.series - 1]
    return lambda client: client.ask(f"GET {name} {FIRST_YEAR + YEARS - 1}")[0].startswith("1 ")


def fill(d):
    """Sixty figures for every series, year by year. The answer of bench load."""
    found = d.load("put", 8, 256, d.series * YEARS)
    want(found["errors"] == 0, f"a PUT was refused: {found['text']}")
    d.seq = d.series * YEARS
    return found


def starts(d):
    """Median seconds from exec to the first right answer, with a warm page cache. d is stopped before and runs after it."""
    took = []
    for n in range(STARTS):
        if n:
            d.stop()
        took.append(d.time_start(newest(d)))
    return statistics.median(took)


def asked(d):
    """Resident bytes of the core per series after every series was asked for all its figures."""
    found = d.load("history", 8, 32, d.series)
    want(found["errors"] == 0 and found["lines"] >= (d.series - 1) * YEARS, f"not all figures are there: {found['lines']} lines, {found['text']}")
    return resident(d.pids()[0]) / d.series


def measure(scratch, n):
    """A row of the growth table: name of the figure -> number."""
    with BenchCoopd(scratch, n) as d:
        empty = resident(d.pids()[0])
        loaded = fill(d)
        row = {"series": n, "history": loaded["requests"] / loaded["seconds"]}
        d.stop()
        row["ledger"] = d.ledger_bytes() / (n * YEARS)
        d.extra += f'\nsocket: {{ path = "{d.socket}"; output_max = {LIST_MAX}; }};'
        d.configure(d.extra)
        row["start"] = starts(d)
        row["started"] = resident(d.pids()[0]) / n
        row["memory"] = asked(d) - empty / n
        for key, mode, clients, in_flight, begin in (("get", "get", 8, 32, n * (YEARS - 1)), ("all", "history", 8, 32, 0), ("getval", "getval", 8, 32, 0),
                                                     ("fetch", "fetch", 8, 32, 0), ("series", "series", 1, 1, 0), ("listval", "listval", 1, 1, 0)):  # fmt: skip
            requests = 2 if key in ("series", "listval") else n if key == "get" else PLENTY
            row[key] = d.load(mode, clients, in_flight, requests, begin=begin, seconds=CASE_S)
        row["put"] = d.record("put", 8, 256, PLENTY, seconds=CASE_S)
    return row


def us(answer):
    """CPU of a request and how many a second."""
    if answer["refused"] or not answer["requests"]:
        return "refused"
    return f"{rate(answer['requests'] / answer['seconds'])}, {micro(sum(answer['cpu_s']) / answer['requests'] * 1e6)} µs"


def growth(scratch, say, progress):
    """The same figures at more and more series."""
    rows = []
    for n in (256, 1024) if QUICK else (1000, 10000, 100000) + ((1000000,) if MILLION else ()):
        progress(f"growth: {n} series")
        r = measure(scratch, n)
        rows.append([n, rate(r["history"]), us(r["put"]), us(r["get"]), us(r["all"]), us(r["getval"]), us(r["fetch"]), us(r["series"]), us(r["listval"]),
                     f"{r['start']:.3f} s", size(r["started"]), size(r["memory"]), f"{r['ledger']:.1f} B"])  # fmt: skip
    head = ["series", "PUT of the history", "PUT 8 x 256 on top", "GET 8 x 32", f"GET of {YEARS}", "GETVAL", f"FETCH of {YEARS}", "SERIES", "LISTVAL", "start",
            "memory per series, started", "more than empty, all asked", "ledger per observation"]  # fmt: skip
    table(f"coopd with {YEARS} yearly figures of each series", head, rows, say)


def gets_while(d, busy, begin=None):
    """GETs, one at a time, in chunks for as long as busy() says. (median of the chunks' p50, the worst p99, the worst of all) in µs."""
    chunks = []
    while busy() or not chunks:
        chunks.append(d.load("get", 1, 1, PLENTY, begin=d.series * (YEARS - 1) if begin is None else begin, seconds=CHUNK_S))
        want(chunks[-1]["errors"] == 0, f"a GET failed: {chunks[-1]['text']}")
    return statistics.median(c["p50"] for c in chunks), max(c["p99"] for c in chunks), max(c["max"] for c in chunks)


def fill_one(d):
    """The first year of every series, so that there is something to GET."""
    found = d.load("put", 8, 256, d.series)
    want(found["errors"] == 0, f"a PUT was refused: {found['text']}")


def gets_of_one(d, busy):
    """gets_while on a coopd that fill_one has filled."""
    return gets_while(d, busy, begin=0)


def librrd_alone(scratch, rows, n):
    """Files a second that a bare librrd loop makes on this disk, now: as many files, for the more there are, the slower it goes. They stay until all is over:
    for a minute after many were deleted, ext4 goes through their inodes for every file that is made."""
    folder = tempfile.mkdtemp(prefix="librrd", dir=scratch.dir)
    return n / program("rrd", folder, scratch.names, n, 4, rows)["seconds"]


def write_files(d, rows):
    """Every RRD file anew, and librrd alone before and after it. d is stopped, has none and runs afterwards. (files a second, librrd's better rate)"""
    before = librrd_alone(d.scratch, rows, d.series)
    begin = time.monotonic()
    d.start()
    wait_for(lambda: d.status()["rrd_pending"] == "0", "the RRD files", 1800)
    took = time.monotonic() - begin
    return len(d.rrd_files()) / took, max(before, librrd_alone(d.scratch, rows, d.series))


def rewrite_files(d):
    """One figure more for every series, and GETs while the files are written again. (files a second, µs…)"""
    found = d.record("put", 8, 256, d.series)
    want(found["errors"] == 0, f"a PUT was refused: {found['text']}")
    begin, pending = time.monotonic(), int(d.status()["rrd_pending"])
    took = []

    def busy():
        if d.status()["rrd_pending"] == "0":
            took.append(time.monotonic() - begin)
        return not took

    gets = gets_while(d, busy)
    # The chunk in which the last file was written counts whole: a little less than it was.
    return pending / took[0], *gets


def put_at(d, per_second):
    """GETs while others PUT at this rate. (observations a second that were taken, µs…)"""
    with ThreadPoolExecutor(1) as pool:
        # The rest of what the clients of the load do must not wait for it.
        load = pool.submit(d.record, "put", 8, 256, PLENTY, seconds=2 * CHUNK_S + 1, rate=per_second)
        found = gets_while(d, lambda: not load.done())
        answer = load.result()
    return answer["requests"] / answer["seconds"], *found


def import_table(scratch, first):
    """Rows of the series from this one on, as a table."""
    left = IMPORT_ROWS
    with open(scratch.path("import.csv"), "w", encoding="ascii") as f:
        f.write("series,period,value\n")
        for name in scratch.series[first:]:
            for year in range(FIRST_YEAR, FIRST_YEAR + min(YEARS, left)):
                f.write(f"{name},{year},{100001 + 10 * left % 99991}\n")
            left -= min(YEARS, left)
            if not left:
                break


def importing(scratch, d):
    """coopctl, importing the table."""
    return subprocess.Popen([os.path.join(BUILD, "coopctl"), "--socket", d.socket, "import", scratch.path("import.csv")],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip


def import_alone(scratch, d):
    """Rows a second of coopctl's import of the table."""
    begin = time.monotonic()
    with importing(scratch, d) as p:
        want(p.wait() == 0, f"coopctl import ended with {p.returncode}")
    return IMPORT_ROWS / (time.monotonic() - begin)


def import_rows(scratch, d):
    """GETs meanwhile. (rows a second, µs…)"""
    with importing(scratch, d) as p:
        begin, ended = time.monotonic(), []

        def busy():
            if p.poll() is not None:
                ended.append(time.monotonic() - begin)
            return not ended

        found = gets_while(d, busy)
        want(p.wait() == 0, f"coopctl import ended with {p.returncode}")
    return IMPORT_ROWS / ended[0], *found


def sqlite_rows(scratch):
    """Rows a second of the sqlite3 program with the same table into an indexed one; None where it is not installed."""
    if not shutil.which("sqlite3"):
        return None
    script = (f".mode csv\n.import {scratch.path('import.csv')} raw\nCREATE TABLE t (series TEXT, period INTEGER, value REAL, PRIMARY KEY (series, period)) WITHOUT ROWID;\n"
              "INSERT INTO t SELECT * FROM raw;\n")  # fmt: skip
    begin = time.monotonic()
    subprocess.run(["sqlite3", scratch.path("sqlite.db")], input=script, text=True, check=True, stdout=subprocess.DEVNULL)
    return IMPORT_ROWS / (time.monotonic() - begin)


def prepare(scratch, d, progress):
    """The coopd that the questions go to: history, RRD files, and what that took. Returns a dictionary."""
    progress(f"history: {d.series * YEARS} observations")
    found = {"load": fill(d)}
    d.stop()
    found["ledger"] = d.ledger_bytes() / (d.series * YEARS)
    found["start"] = starts(d)
    found["memory"] = asked(d)
    d.stop()
    d.rrd_enabled(True)
    progress("RRD files")
    found["rrd"], found["librrd"] = write_files(d, YEARS)
    want(len(d.rrd_files()) >= d.series, "RRD files are missing")
    found["rrd bytes"] = tuple(v / d.series for v in on_disk(os.path.join(d.state, "rrd")))
    return found


def strain(scratch, d, say, progress):
    """How long one GET takes while coopd is busy, and how busy it was."""
    idle = gets_while(d, lambda: False)
    progress("GET while a table is imported")
    import_table(scratch, FEW)
    with BenchCoopd(scratch, FEW) as small:
        fill(small)
        rows = import_rows(scratch, small)
    with BenchCoopd(scratch, FEW) as small:
        fill(small)
        alone = import_alone(scratch, small)
    sqlite = sqlite_rows(scratch)
    progress("GET while RRD files are rewritten")
    files = rewrite_files(d)
    progress("GET while observations come")
    puts = put_at(d, 100000)  # last: its RRD files are being written for minutes
    body = [["nothing else", "-", *map(micro, idle)], ["PUT, 100k/s wanted, RRD files written", rate(puts[0]), *map(micro, puts[1:])],
            [f"{d.series} RRD files rewritten", rate(files[0]), *map(micro, files[1:])],
            [f"import of {IMPORT_ROWS} rows", rate(rows[0]), *map(micro, rows[1:])]]  # fmt: skip
    table("GET of one figure, 1 x 1, meanwhile (p99 of the worst 2 s; µs)", ["coopd is busy with", "done", "p50", "p99", "max"], body, say)
    say(f"\nThe sqlite3 program puts these rows into an indexed table at {rate(sqlite)}, coopctl's import without GETs into the ledger at {rate(alone)}: "
        f"{factor(sqlite / alone)} times the time."
        if sqlite else "\nsqlite3 is not installed: nothing to compare the import with.")
    return {"puts": puts, "files": files, "import": rows, "import alone": alone, "sqlite": sqlite}
