# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""verdict: what coopd is to reach, as ratios of what was measured in the same run, and what it reached."""

import report
from cases import CASES

PUT_256, PUT_32, PUT_64, PUT_1 = (case.title for case in CASES if case.key == "put")
TITLE = {case.key: case.title for case in CASES}

# What is compared, of coopd's, with whose, in which row; at least.
RATIOS = [
    ("durable PUT 8 x 256 to rrdcached's UPDATE", PUT_256, "rrdcached", PUT_256, 2),
    ("durable PUT 8 x 256 to collectd's PUTVAL", PUT_256, "collectd", PUT_256, 2),
    ("durable PUT 8 x 32 to rrdcached's UPDATE", PUT_32, "rrdcached", PUT_32, 1),
    ("durable PUT 8 x 32 to collectd's PUTVAL", PUT_32, "collectd", PUT_32, 1),
    ("PUT 64 x 1 to PUT 1 x 1", PUT_64, "coopd", PUT_1, 8),
    ("PUT 1 x 1 to append + fdatasync", PUT_1, "append", PUT_1, 0.7),
    ("FETCH to rrdcached's", TITLE["fetch"], "rrdcached", TITLE["fetch"], 10),
    ("GETVAL to collectd's", TITLE["getval"], "collectd", TITLE["getval"], 4),
    ("LISTVAL to collectd's", TITLE["listval"], "collectd", TITLE["listval"], 8),
    ("LIST RECURSIVE to rrdcached's", TITLE["list"], "rrdcached", TITLE["list"], 100),
]


def others(reached):
    """(what, wanted, reached, whether it is enough) of what is no load."""
    rows = []
    for key, what in (("puts", "100k observations/s are put"), ("files", "RRD files are rewritten"), ("import", "a table is imported")):
        if key in reached:
            done, _, p99, _ = reached[key]
            rows.append((f"p99 of GET while {what}", "< 5000 µs", f"{p99:.0f} µs, {report.rate(done)}", p99 < 5000 and (key != "puts" or done > 95000)))
    for key, what, most, unit in (("start", "start to the first right answer", 1, "s"), ("memory", "resident per series, all asked", 1024, "B"),
                                  ("ledger", "ledger per observation", 48, "B")):  # fmt: skip
        if key in reached:
            rows.append((what, f"<= {most} {unit}", f"{reached[key]:.3g} {unit}" if unit == "s" else f"{reached[key]:.0f} {unit}", reached[key] <= most))
    if reached.get("sqlite"):
        ratio = reached["sqlite"] / reached["import alone"]
        rows.append(("time of import to sqlite3's", "<= 1.50", report.factor(ratio), ratio <= 1.5))
    if "foreign" in reached:
        rows.append(("time of a foreign table to sqlite3's", "<= 1.50", report.factor(reached["foreign"]), reached["foreign"] <= 1.5))
        rows.append(("RRD files of it to librrd alone", ">= 0.70", report.factor(reached["foreign rrd"]), reached["foreign rrd"] >= 0.7))
    if "rrd" in reached and "librrd" in reached:
        ratio = reached["rrd"] / reached["librrd"]
        rows.append(("RRD files to librrd alone", ">= 0.70", report.factor(ratio), ratio >= 0.7))
    if "lost" in reached:
        rows.append(("acknowledged and lost", "0", str(reached["lost"]), reached["lost"] == 0))
    return rows


def ratio_row(figures, what, title, name, other_title, least):
    """A row; None where nothing of it was measured."""
    if title not in figures.results or other_title not in figures.results:
        return None
    ratio = figures.ratio(title, "coopd", name, other_title)
    if ratio is None:
        said = "refused" if figures.refusal(title, "coopd") else "no such peer"
        return what, f">= {least}", said, None
    return what, f">= {least}", report.factor(ratio), ratio >= least


def table(figures, reached, say):
    rows = [row for row in (ratio_row(figures, *r) for r in RATIOS) if row] + others(reached)
    words = {True: "yes", False: "no", None: "-"}
    if rows:
        report.table("Wanted and reached", ["", "wanted", "reached", "enough"], [[*row[:3], words[row[3]]] for row in rows], say)
