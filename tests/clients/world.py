# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""world: a coopd with figures of every kind, and the stock programs of collectd and rrdtool beside it.

    with World() as d:                            a Coopd (tests/system/common.py) with the sample and the series below
        run("rrdtool", "last", path).stdout       a stock program; want_code names the exit code that is expected

What is compared is always figures of `coopctl get --json` on one side and what a stock program printed on the other.
"""

import os
import re
import shutil
import struct
import subprocess
import sys
from random import Random

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "system"))
from common import Coopd, Failed, main, skip, wait_for, want  # noqa: E402,F401

JULIAN_YEAR_S = 31557600
PER_YEAR = {"A": 1, "S": 2, "Q": 4, "M": 12}
COLUMNS = ["value", "low", "high", "derived"]
SINCE = 11 * JULIAN_YEAR_S  # rrdtool asks for nothing before 1980
UNTIL = 131 * JULIAN_YEAR_S
PAIR = "GE-AM"

# One row of numbers that are hard to carry as text: thirds, 17 digits, and values just beside a short decimal.
HARD = [1 / 3, 2 / 3, 0.1, 0.2, 0.3, 12.345, 4.35, 1e-7, 98.999999999999986, 33.333333333333336, 0.1 + 0.2, 57.295779513082323]
# Beyond what is plausible of anything.
FORCED = [(2010, "1e15"), (2011, "999999999999999"), (2013, "0"), (2014, "1e-7"), (2015, "123456789.123456789")]


def series():
    """CSV rows of series, period, value, bound, g: years, half-years with gaps, quarters, months, decimals, negative numbers."""
    for year in range(1975, 2025):
        yield f"{PAIR}/transport/passengers", year, 100000 + year * 7919 % 65536, "eq", 1
    for year in range(2005, 2024):
        for half in (1, 2):
            if (year * 2 + half) % 7:
                yield f"{PAIR}/tourism/arrivals", f"{year}-S{half}", 10000 + year * 104729 % 9999, "about", 100
    for number, value in enumerate(HARD):
        yield f"{PAIR}/trade/share", 2000 + number + number // 5, repr(value), "exact", ""
    for year in range(2008, 2024):
        yield f"{PAIR}/trade/balance", year, (year * 15485863 % 2000003 - 1000000) * 1000.25, "eq", 1000
    for year in range(2019, 2023):
        for quarter in range(1, 5):
            yield f"{PAIR}/energy/coal", f"{year}-Q{quarter}", 1000 * quarter + year / 8, "eq", 10
    # To 2037: python3-rrdtool cuts later times to 32 bits.
    for number, value in enumerate(chance(720)):
        yield f"{PAIR}/investment/inward_stock", f"{1978 + number // 12}-{number % 12 + 1:02}", repr(value), "exact", ""
    yield f"{PAIR}/trade/services", 1971, 5e6, "gt", 1e6  # before 1980: in the file, out of reach of rrdtool's clients


def chance(count):
    """Numbers with 17 significant digits, from 0.1 to 1e8, the same ones each time."""
    random = Random(20240809)
    return [random.uniform(1, 10) * 10 ** random.randrange(-1, 8) for _ in range(count)]


def csv():
    rows = ["series,period,value,bound,g"]
    rows += [",".join(str(field) for field in row) for row in series()]
    return "\n".join(rows) + "\n"


class World(Coopd):
    """A running daemon with everything in and every RRD file written."""

    def __init__(self, link=False, **more):
        super().__init__(start=False, **more)
        try:
            if link:  # the state folder is a symlink to it
                os.rename(self.state, self.state + "-itself")
                os.symlink(self.state + "-itself", self.state)
            self.start()
            self.import_sample()
            path = os.path.join(self.dir, "world.csv")
            with open(path, "w", encoding="utf-8") as f:
                f.write(csv())
            self.ctl("import", path)
            for year, value in FORCED:
                self.must(f"PUT {PAIR}/energy/gas {year} {value} bound=exact force=1")
            self.wait_rrd()
        except BaseException:
            self.clean()
            raise
        self.names = self.rrd_files()
        self.known = {name: self.rows(name) for name in self.names}

    @property
    def address(self):
        return "unix:" + self.socket

    def rows(self, name):
        """{end of the nominal row: {data source: number}} of a series and frequency, as coopctl has it."""
        found = {}
        for f in self.figures(name):
            row = {key: float("nan") if f.get(key) is None else float(f[key]) for key in ("value", "low", "high")}
            found[row_end(f["period"])] = dict(row, derived=float(f["basis"] == "derived"))
        return found


def row_end(period):
    """End of the nominal row (DESIGN.md section 3), thought out afresh and not read from coopd."""
    found = re.fullmatch(r"(\d{4})(?:-([SQ]?)(\d+))?", period)
    year, freq, number = int(found.group(1)), found.group(2), found.group(3)
    freq = "A" if number is None else (freq or "M")
    return (year - 1970) * JULIAN_YEAR_S + int(number or 1) * JULIAN_YEAR_S // PER_YEAR[freq]


def step_of(name):
    return JULIAN_YEAR_S // PER_YEAR[name[-1]]


def need(*programs):
    missing = [program for program in programs if not shutil.which(program)]
    if missing:
        skip(f"not installed: {' '.join(missing)}")


def run(*command, want_code=0, env=None, cwd=None, data=None, text=True):
    """Runs a stock program. Its environment has nothing of rrdtool's but what `env` gives."""
    done = subprocess.run(command, capture_output=True, text=text, check=False, timeout=120, cwd=cwd, input=data,
                          env=dict(os.environ, TZ="UTC", **(env or {})))  # fmt: skip
    want(want_code is None or done.returncode == want_code,
         f"{' '.join(map(str, command))}: exit code {done.returncode}, wanted {want_code}\n{done.stdout}{done.stderr}")  # fmt: skip
    return done


def ulps(one, other):
    """How many doubles lie between two numbers; 0 for the same and for two unknown ones."""
    if one != one or other != other:
        return 0 if one != one and other != other else 2**63
    return abs(ordinal(one) - ordinal(other))


def ordinal(number):
    bits = struct.unpack("<q", struct.pack("<d", number))[0]
    return bits if bits >= 0 else -(bits & 0x7FFFFFFFFFFFFFFF)


def printed(number, digits=10):
    """A number as rrdtool prints it: 11 significant digits."""
    return float(f"{number:.{digits}e}")
