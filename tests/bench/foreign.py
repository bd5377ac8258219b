# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""foreign: somebody else's table of millions of rows, packed with gzip, into a coopd that has never seen its indicators; beside it the sqlite3 program
with the same rows, unpacked, into an indexed table on the same disk. Then the RRD files of all series, beside librrd alone.

The table is $FOREIGN, a .csv.gz with the columns ref_area,indicator,time_period,obs_value; where it is not there, nothing is measured."""

import gzip
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import time

import history
from common import BUILD, want
from peers import BenchCoopd
from report import factor, micro, rate, table
from setting import HERE, QUICK, ROUNDS

FILE = os.environ.get("FOREIGN") or os.path.join(HERE, "../../../shared/data/sg_country_year.csv.gz")
QUICK_ROWS = 20000
MAP = """\
source: {{ id = "foreign"; name = "A foreign table"; published = "2026-01-01"; }};
ref_area: {{ column = "ref_area"; otherwise = "skip"; table = ( {table} ); }};
counterpart = "W1"; area = "industry";
indicator: {{ column = "indicator"; }}; period: {{ column = "time_period"; }}; value: {{ column = "obs_value"; }};
"""


def unpack(scratch):
    """The table as it is, and packed; paths."""
    plain, packed = scratch.path("foreign.csv"), scratch.path("foreign.csv.gz")
    with gzip.open(FILE, "rb") as f, open(plain, "wb") as out:
        if QUICK:
            out.writelines(line for line, _ in zip(f, range(QUICK_ROWS + 1)))
        else:
            shutil.copyfileobj(f, out, 1 << 20)
    if QUICK:
        with open(plain, "rb") as f, gzip.open(packed, "wb") as out:
            shutil.copyfileobj(f, out)
    else:
        shutil.copy(FILE, packed)
    return plain, packed


def write_map(scratch, codes):
    path = scratch.path("foreign.map")
    with open(path, "w", encoding="ascii") as f:
        f.write(MAP.format(table=", ".join(f'("{code}", "{party}")' for code, party in codes.items())))
    return path


def describe(scratch, packed):
    """(configuration that makes coopd take all of the table, path of the mapping), as coopctl says what is missing."""
    with BenchCoopd(scratch) as d:
        run = d.ctl_run("import", packed, "--map", write_map(scratch, {}), "--list-unknown")
        want(run.returncode == 0, run.stderr[-2000:])
        names = sorted(set(re.findall(r'skipped: ref_area "([^"]*)" is no party', run.stderr)))
        parties = {name: f"X{n:03d}" for n, name in enumerate(names)}
    declared = "parties = (" + ",".join(f'{{ code = "{code}"; name = "{name}"; }}' for name, code in parties.items()) + ");\n"
    return declared + run.stdout, write_map(scratch, parties)


def sqlite_import(scratch, plain):
    """Seconds; the index is there before the rows, as coopd's is."""
    path = scratch.path("foreign.db")
    commands = ["CREATE TABLE t(ref_area TEXT, indicator TEXT, time_period TEXT, obs_value REAL)", "CREATE INDEX i ON t(ref_area, indicator, time_period)",
                ".mode csv", f".import --skip 1 {plain} t"]  # fmt: skip
    begin = time.monotonic()
    # It warns of rows with too many fields, and takes what it can.
    subprocess.run(["sqlite3", path, *commands], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    took = time.monotonic() - begin
    rows = int(subprocess.run(["sqlite3", path, "SELECT count(*) FROM t"], check=True, capture_output=True, text=True).stdout)
    os.remove(path)
    return took, rows


class Import:
    """coopctl at work on the table."""

    def __init__(self, d, packed, mapping):
        command = [os.path.join(BUILD, "coopctl"), "--socket", d.socket, "import", packed, "--map", mapping]
        self.begin = time.monotonic()
        self.took = 0.0
        # A file, for nobody reads a pipe before the end, and what was refused may fill it.
        self.told = tempfile.TemporaryFile("w+")  # pylint: disable=consider-using-with
        self.process = subprocess.Popen(command, stdout=self.told, stderr=self.told)  # pylint: disable=consider-using-with

    def busy(self):
        if self.process.poll() is None:
            return True
        self.took = self.took or time.monotonic() - self.begin
        return False

    def finish(self):
        """(seconds, rows taken)"""
        self.process.wait()
        self.busy()
        self.told.seek(0)
        out = self.told.read()
        self.told.close()
        found = re.search(r": (\d+) taken", out)
        want(found, f"coopctl import: {out[-2000:]}")
        return self.took, int(found.group(1))


def fresh(scratch, conf):
    d = BenchCoopd(scratch, start=False)
    d.extra += "\n" + conf
    d.configure(d.extra)
    d.start()
    return d


def files(d, conf):
    """RRD files a second of all series in d, of librrd alone, and how many they are."""
    d.stop()
    d.configure(conf)
    made, alone = history.write_files(d, 43)
    return made, alone, len(d.rrd_files())


def run(scratch, say, progress):
    """Says the table. Returns {"foreign": ratio to sqlite3, "foreign rrd": ratio to librrd}, or {}."""
    if not shutil.which("sqlite3") or not os.path.exists(FILE):
        say("\nNo foreign table: sqlite3 or the file is not there.")
        return {}
    plain, packed = unpack(scratch)
    progress("foreign: what coopd does not know")
    conf, mapping = describe(scratch, packed)
    theirs, ours = [], []
    for n in range(ROUNDS):
        progress(f"foreign: round {n + 1} of {ROUNDS}")
        took, rows = sqlite_import(scratch, plain)
        theirs.append(took)
        with fresh(scratch, conf) as d:
            took, taken = Import(d, packed, mapping).finish()
            ours.append(took)
    progress("foreign: GETs meanwhile, RRD files")
    with fresh(scratch, conf) as d:
        history.fill_one(d)
        work = Import(d, packed, mapping)
        p50, p99, worst = history.gets_of_one(d, work.busy)
        work.finish()
        made, alone, n_files = files(d, conf)
    ratio = statistics.median(o / t for o, t in zip(ours, theirs))
    body = [["sqlite3, unpacked, one index", f"{rows}", f"{statistics.median(theirs):.2f} s", rate(rows / statistics.median(theirs))],
            ["coopctl import, packed, mapped", f"{taken}", f"{statistics.median(ours):.2f} s, {factor(ratio)} of sqlite3", rate(taken / statistics.median(ours))],
            ["librrd alone, 4 sources, 43 rows", "", "", rate(alone)],
            ["RRD files of all series", f"{n_files}", f"{factor(made / alone)} of librrd", rate(made)]]  # fmt: skip
    table("A foreign table", ["", "rows or files", "time", "a second"], body, say)
    say(f"\nGET of one figure meanwhile, in chunks of 2 s: p50 {micro(p50)} µs, worst p99 {micro(p99)} µs, worst {micro(worst)} µs.")
    return {"foreign": ratio, "foreign rrd": made / alone}
