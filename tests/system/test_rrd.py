#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""RRD files, looked at with the stock rrdtool: the same numbers as GET, in the right rows; lost and damaged ones; a killed worker."""

import os
import re
import shutil
import signal
import subprocess

from common import Coopd, Failed, main, wait_for, want

JULIAN_YEAR_S = 31557600
PER_YEAR = {"A": 1, "S": 2, "Q": 4, "M": 12}
COLUMNS = ["value", "low", "high", "derived"]
NOBODY = 65534


def rrdtool(*args):
    run = subprocess.run(["rrdtool", *args], capture_output=True, text=True, check=False)
    want(run.returncode == 0, f"rrdtool {' '.join(args)}: {run.stderr}")
    return run.stdout


def row_end(period):
    """End of the nominal row (DESIGN.md section 3), thought out afresh and not read from coopd."""
    found = re.fullmatch(r"(\d{4})(?:-([SQ]?)(\d+))?", period)
    year, freq, number = int(found.group(1)), found.group(2), found.group(3)
    freq = "A" if number is None else (freq or "M")
    return (year - 1970) * JULIAN_YEAR_S + int(number or 1) * JULIAN_YEAR_S // PER_YEAR[freq]


def fetch(path, freq):
    """{end of row: {column: value}} for every row that is known, 1971 to 2100."""
    step = JULIAN_YEAR_S // PER_YEAR[freq]
    dumped = {int(when): dict(zip(COLUMNS, map(float, re.findall("<v>(.*?)</v>", row)))) for when, row in
              re.findall(r"/ (\d+) --> <row>(.*?)</row>", rrdtool("dump", path))}  # fmt: skip
    dumped = {when: row for when, row in dumped.items() if any(value == value for value in row.values())}
    # rrdtool fetches nothing before 1980.
    since = 11 * JULIAN_YEAR_S
    text = rrdtool("fetch", path, "AVERAGE", "-r", str(step), "-s", str(since), "-e", str(130 * JULIAN_YEAR_S))
    lines = [line for line in text.splitlines() if line.strip()]
    want(lines[0].split() == COLUMNS, f"{path}: data sources {lines[0].split()}")
    rows = {}
    for line in lines[1:]:
        when, _, numbers = line.partition(":")
        row = dict(zip(COLUMNS, map(float, numbers.split())))
        if any(value == value for value in row.values()):
            rows[int(when)] = row
    recent = {when: row for when, row in dumped.items() if since < when <= 130 * JULIAN_YEAR_S}
    want(sorted(rows) == sorted(recent), f"{path}: fetch has rows at {sorted(rows)}, dump at {sorted(recent)}")
    for when, row in rows.items():
        want(all(abs(row[c] - recent[when][c]) <= 1e-9 * abs(row[c]) for c in COLUMNS), f"{path}: {row} fetched, {recent[when]} dumped")
    return dumped


def same_as_get(d, name):
    """The file has the rows that GET has, and no other."""
    figures = {row_end(f["period"]): f for f in d.figures(name)}
    rows = fetch(d.rrd(name), name[-1])
    want(sorted(rows) == sorted(figures), f"{name}: rows at {sorted(rows)}, figures at {sorted(figures)}")
    for end, f in figures.items():
        for key in ("value", "low", "high"):
            want(abs(rows[end][key] - f[key]) <= 1e-9 * abs(f[key]), f"{name} {f['period']} {key}: {rows[end][key]}, GET says {f[key]}")
        want(rows[end]["derived"] == (f["basis"] == "derived"), f"{name} {f['period']}: derived {rows[end]['derived']}")
    return len(figures)


def dump(path):
    """What is in a file, without the moment of its last update."""
    return re.sub(r"<lastupdate>.*?</lastupdate>(\s*<!--.*?-->)?", "", rrdtool("dump", path))


def broken(path):
    """Why rrdtool cannot read it, or None."""
    if not os.path.isfile(path):
        return "no file"
    run = subprocess.run(["rrdtool", "info", path], capture_output=True, text=True, check=False)
    return run.stderr if run.returncode else None


def sample(**more):
    d = Coopd(**more)
    d.import_sample()
    d.wait_rrd()
    return d


def test_same_numbers_in_the_right_rows():
    with sample() as d:
        for name, rows in (("AZ-RU/tourism/arrivals-S", 3), ("AZ-RU/tourism/arrivals-A", 1), ("AZ-RU/framework/agreements-A", 1)):
            n = same_as_get(d, name)
            want(n == rows, f"{name}: {n} figures, wanted {rows}")
        half = fetch(d.rrd("AZ-RU/tourism/arrivals-S"), "S")
        want(half[54 * JULIAN_YEAR_S + JULIAN_YEAR_S // 2]["value"] == 360000, f"2024-S1: {half}")
        year = fetch(d.rrd("AZ-RU/tourism/arrivals-A"), "A")
        want(year[54 * JULIAN_YEAR_S]["low"] == 630000, f"2023: {year}")


def test_every_file_agrees():
    with sample() as d:
        names = d.rrd_files()
        listed = [line.split()[0] for line in d.must("SERIES")]
        wanted = sorted(s for s in listed if re.search(r"-[ASQM]$", s))
        want(names == wanted, f"files {names}\nseries {wanted}")
        for name in names:
            same_as_get(d, name)


def test_gaps_revisions_and_the_past():
    with Coopd() as d:
        for period, value in (("2001", 10), ("2010", 20), ("1995", 5), ("2023", 30), ("2010", 21), ("1960", 1), ("1971", 2), ("1970", 3)):
            want(d.ask(f"PUT AZ-RU/tourism/arrivals {period} {value}")[0] == "0 recorded", period)
            d.wait_rrd()
        for number in (7, 1, 12, 3):
            d.must(f"PUT AZ-RU/tourism/arrivals 2024-{number:02d} {100 + number}")
        for number in (4, 2):
            d.must(f"PUT AZ-RU/tourism/arrivals 2022-Q{number} {200 + number}")
        d.wait_rrd()
        rows = {end // JULIAN_YEAR_S + 1969: row["value"] for end, row in fetch(d.rrd("AZ-RU/tourism/arrivals-A"), "A").items()}
        want(rows == {1971: 2, 1995: 5, 2001: 10, 2010: 21, 2023: 30}, f"rows {rows}")
        early = {f["period"] for f in d.figures("AZ-RU/tourism/arrivals-A")}
        want({"1960", "1970"} <= early, f"GET lost what is too early for a file: {early}")
        for freq, n in (("Q", 2), ("M", 4)):
            want(same_as_get(d, f"AZ-RU/tourism/arrivals-{freq}") == n, freq)


def test_withdrawn_is_unknown():
    with Coopd() as d:
        d.must("PUT AZ-RU/tourism/arrivals 2022 10 published=2023-01-01")
        d.must("PUT AZ-RU/tourism/arrivals 2023 11 published=2024-01-01")
        d.wait_rrd()
        d.must("PUT AZ-RU/tourism/arrivals 2023 nan status=M published=2024-02-01")
        d.wait_rrd()
        want(same_as_get(d, "AZ-RU/tourism/arrivals-A") == 1, "a withdrawn figure is still there")


def test_all_deleted_all_back():
    with sample() as d:
        before = {name: dump(d.rrd(name)) for name in d.rrd_files()}
        want(before, "no RRD files at all")
        shutil.rmtree(os.path.join(d.state, "rrd"))
        d.must("STATUS")
        d.restart()
        d.wait_rrd()
        after = {name: dump(d.rrd(name)) for name in d.rrd_files()}
        want(sorted(after) == sorted(before), f"files before {sorted(before)}\nafter {sorted(after)}")
        changed = [name for name in before if before[name] != after[name]]
        want(not changed, f"not the same as before: {changed}")


def truncate(path):
    os.truncate(path, os.path.getsize(path) // 2)


def cut_to_nothing(path):
    os.truncate(path, 0)


def zero(path):
    size = os.path.getsize(path)
    with open(path, "r+b") as f:
        f.write(bytes(size))


def scribble(path):
    with open(path, "r+b") as f:
        f.seek(os.path.getsize(path) // 3)
        f.write(b"\xff" * 64)


def other_file(path):
    os.unlink(path)
    rrdtool("create", path, "--step", "300", "--start", "1000000000", "DS:load:GAUGE:600:0:U", "RRA:AVERAGE:0.5:1:10")


def directory(path):
    os.unlink(path)
    os.mkdir(path)
    with open(os.path.join(path, "mine"), "w", encoding="utf-8") as f:
        f.write("not to be lost")


DAMAGES = [truncate, cut_to_nothing, zero, scribble, other_file, directory]
VICTIM = "AZ-RU/tourism/arrivals-A"
OTHER = "AZ-RU/tourism/arrivals-S"


def others_well(d, value):
    """The rest of the daemon: an answer, a new observation, and its row in another file."""
    want(d.figures("AZ-RU/tourism/arrivals", "2023")[0]["value"] == 630000, "the damaged file changed the figure")
    d.must(f"PUT AZ-RU/tourism/arrivals 2022-S1 {value}")
    d.wait_rrd()
    same_as_get(d, OTHER)


def test_damage_under_the_running_daemon():
    for number, damage in enumerate(DAMAGES):
        with sample() as d:
            damage(d.rrd(VICTIM))
            want(d.ask(f"PUT AZ-RU/tourism/arrivals 2022 {500000 + number}")[0] == "0 recorded", damage.__name__)
            d.wait_rrd()
            others_well(d, 300000 + number)
            if damage is directory:
                want(os.path.isfile(d.rrd(VICTIM)) or int(d.status()["rrd_failed"]) > 0, "a folder in the file's place is not told of")
            else:
                same_as_get(d, VICTIM)


def test_damage_found_at_start():
    for number, damage in enumerate(DAMAGES):
        with sample() as d:
            d.stop()
            damage(d.rrd(VICTIM))
            d.start()
            d.wait_rrd()
            others_well(d, 300000 + number)
            if damage is not directory:
                why = broken(d.rrd(VICTIM))
                want(not why, f"{damage.__name__}: not rebuilt at start: {why}")
                same_as_get(d, VICTIM)


def test_unwritable_folder_hurts_only_itself():
    if os.getuid() != 0:
        d = sample()
    else:
        if not shutil.which("setpriv"):
            return "left out: no setpriv, and root may write everywhere"
        d = sample(user=NOBODY)
    with d:
        folder = os.path.join(d.state, "rrd/AZ-RU/tourism")
        os.chmod(folder, 0o555)
        os.chmod(d.rrd(VICTIM), 0o444)
        want(d.ask("PUT AZ-RU/tourism/arrivals 2022 500000")[0] == "0 recorded", "not taken for want of a file")
        d.must("PUT AZ-RU/trade/turnover 2022 3.7e9")
        wait_for(lambda: int(d.status()["rrd_failed"]) > 0 or d.status()["rrd_pending"] == "0", "a word on the unwritable folder")
        want(d.figures("AZ-RU/tourism/arrivals", "2022")[0]["value"] == 500000, "not answered for want of a file")
        wait_for(lambda: len(fetch(d.rrd("AZ-RU/trade/turnover-A"), "A")) == 2, "the row of another folder's file")
        os.chmod(folder, 0o755)
        d.restart()
        d.wait_rrd()
        same_as_get(d, VICTIM)


def test_worker_killed_ten_times():
    with sample() as d:
        killed = set()
        for number in range(10):
            pid = int(wait_for(lambda: other(d, killed), f"a new worker after {number} kills"))
            killed.add(pid)
            os.kill(pid, signal.SIGKILL)
            want(d.ask(f"PUT AZ-RU/tourism/arrivals {2010 + number} {1000 + number}")[0] == "0 recorded", f"kill {number}")
        d.wait_rrd()
        want(same_as_get(d, VICTIM) == 11, f"rows lost: {d.figures(VICTIM)}")
        want(int(d.status()["worker_restarts"]) >= 10, f"worker_restarts {d.status()['worker_restarts']}")
        want(not [line for line in d.status()["lines"] if line.startswith("aside ")], "a job was set aside for kills between jobs")


def other(d, killed):
    pid = d.status().get("worker_pid", "0")
    return pid if pid not in ("0", "-1", "") and int(pid) not in killed and alive(int(pid)) else None


def alive(pid):
    try:
        os.kill(pid, 0)
        with open(f"/proc/{pid}/stat", encoding="utf-8") as f:
            return f.read().rsplit(")", 1)[1].split()[0] != "Z"
    except (OSError, IndexError):
        return False


def test_worker_ends_with_its_daemon():
    d = Coopd()
    try:
        d.must("PUT AZ-RU/tourism/arrivals 2023 1")
        d.wait_rrd()
        pid = int(d.status()["worker_pid"])
        want(alive(pid), f"worker {pid} is not there")
        d.kill()
        wait_for(lambda: not alive(pid), "the worker of a killed daemon to end")
    except Failed:
        print(d.log_tail())
        raise
    finally:
        d.clean()


main(
    test_same_numbers_in_the_right_rows,
    test_every_file_agrees,
    test_gaps_revisions_and_the_past,
    test_withdrawn_is_unknown,
    test_all_deleted_all_back,
    test_damage_under_the_running_daemon,
    test_damage_found_at_start,
    test_unwritable_folder_hurts_only_itself,
    test_worker_killed_ten_times,
    test_worker_ends_with_its_daemon,
)
