# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""setting: what a bench runs with, from the environment (make bench ROUNDS=5 ONLY=put,get SERIES=100000 MILLION=1 QUICK=1), and its scratch folder."""

import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "system"))
from common import BUILD, Coopd, want  # noqa: E402  pylint: disable=wrong-import-position

PROGRAM = os.path.join(BUILD, "tests/bench/bench")
YEARS = 60  # of history: 1964 to 2023
FIRST_YEAR = 1964
STEP_A = 31557600  # seconds of a row of yearly figures
QUICK = os.environ.get("QUICK", "") not in ("", "0")
MILLION = os.environ.get("MILLION", "") not in ("", "0")
ONLY = [word for word in os.environ.get("ONLY", "").split(",") if word]
ROUNDS = int(os.environ.get("ROUNDS") or (1 if QUICK else 5))
# A multiple, so that each series stays with one connection and its values go out in the order of their periods.
BATCH = 64 if QUICK else 256
SERIES = -(-int(os.environ.get("SERIES") or (1000 if QUICK else 100000)) // (8 * BATCH)) * 8 * BATCH
KILLS = 2 if QUICK else 20
CASE_S = 0.1 if QUICK else 1.0  # of load for each case and peer in a round
ENOUGH = 100 * 2048  # names that there are at least; few series would go round their periods in a long load

# Levels that no identity ties to one another, so that made up numbers contradict nothing.
LEVELS = """trade/turnover trade/services tourism/arrivals transport/freight transport/passengers transport/containers transport/transit
education/students_abroad education/language_learners energy/oil energy/gas energy/coal energy/electricity investment/inward_stock
investment/outward_stock investment/inward_flow investment/outward_flow industry/vehicles_assembled industry/projects_value""".split()


def wanted(*keys):
    """Whether ONLY leaves any of these in."""
    return not ONLY or any(key in ONLY for key in keys)


class Scratch:
    """A folder that is gone afterwards, and the file with the names of all series in it."""

    def __enter__(self):
        self.dir = tempfile.mkdtemp(prefix="coopd-bench-")
        self.names = os.path.join(self.dir, "names")
        self.series = self.write_names()
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.dir, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.dir, name)

    def write_names(self):
        """All pairs of all countries that coopd knows, times LEVELS, as many as are needed."""
        need = max(SERIES, ENOUGH, 1000000 if MILLION else 0)
        with Coopd(config="rrd: { enabled = false; };") as d:
            letters = [chr(c) for c in range(ord("A"), ord("Z") + 1)]
            client = d.connect()
            codes = [a + b for a in letters for b in letters if not client.ask(f"GET {a + b}-{'RU' if a + b != 'RU' else 'AZ'}/{LEVELS[0]} 2020")[0].startswith("-")]
            levels = [level for level in LEVELS if client.ask(f"PUT AZ-RU/{level} 2020 1100001")[0].startswith("0")]
            client.close()
        names = [f"{a}-{b}/{level}" for a in codes for b in codes if a != b for level in levels[: -(-need // (len(codes) * (len(codes) - 1))) + 16]]
        want(len(names) >= need, f"coopd's catalogue gives {len(names)} series, {need} are needed")
        with open(self.names, "w", encoding="ascii") as f:
            f.write("\n".join(names[:need]) + "\n")
        return names[:need]


def program(*args, begun=None):
    """The answer of the C program. `begun` is called when a load that announces it has its first reply."""
    command = [PROGRAM, *(str(a) for a in args)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        if begun and run.stderr.readline() == "begun\n":
            begun()
        out, said = run.communicate(timeout=3600)
    want(run.returncode == 0, f"{' '.join(command)}: {said.strip()}")
    return json.loads(out)


def resident(pid):
    """Resident bytes of a process."""
    with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as f:
        return next((int(line.split()[1]) * 1024 for line in f if line.startswith("VmRSS:")), 0)


def on_disk(path):
    """(bytes of the files, bytes of the blocks that hold them) under a path."""
    sizes = blocks = 0
    for folder, _, files in os.walk(path) if os.path.isdir(path) else [("", None, [path])]:
        for name in files:
            s = os.stat(os.path.join(folder, name))
            sizes, blocks = sizes + s.st_size, blocks + s.st_blocks * 512
    return sizes, blocks
