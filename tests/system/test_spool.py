#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files in: coopctl import and the spool folder. One bad row each: the good rows are in, the bad one is named with file, line and
reason, the second time adds nothing. What is not finished is not read."""

import json
import os
import re

from common import Coopd, main, wait_for, want

# The bad value stands in line 9.
BULLETIN = """\
# made for a test
source = { id = "test.bulletin"; name = "A test"; published = "2024-08-09"; };
pair = "AZ-RU";

observations = (
	{ series = "trade/turnover"; period = "2023"; value = "nearly 4.4 billion USD"; },
	{ series = "tourism/arrivals"; period = "2023";
	  value = "over 630,000"; },
	{ series = "tourism/arrivals"; period = "2024-S3"; value = "360,000"; },
	{ series = "AZ-RU/education/schools"; period = "2024-08-09"; value = "324"; }
);
notes = (
	{ date = "2024-06"; area = "culture"; kind = "event"; text = "Days of culture"; }
);
"""
# The bad number stands in line 4.
CSV = """\
series,period,value,bound,published
AZ-RU/trade/exports,2021,1000000,,2024-08-09
"AZ-RU/trade/exports",2022,1200000,gt,2024-08-09
AZ-RU/trade/exports,2023,12x,,2024-08-09
AZ-RU/trade/imports,2023,900000,about,2024-08-09
"""
# name, text, line of the bad row, [(series, period, value)], notes
FILES = [
    (
        "one.bulletin",
        BULLETIN,
        9,
        [("AZ-RU/trade/turnover", "2023", 4.4e9), ("AZ-RU/tourism/arrivals", "2023", 630000), ("AZ-RU/education/schools", "2024-08-09", 324)],
        1,
    ),
    (
        "two.csv",
        CSV,
        4,
        [("AZ-RU/trade/exports", "2021", 1e6), ("AZ-RU/trade/exports", "2022", 1.2e6), ("AZ-RU/trade/imports", "2023", 9e5)],
        0,
    ),
]


def spool(d, *path):
    return os.path.join(d.state, "spool", *path)


def write(path, text):
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def drop(d, name, text):
    """As a careful sender does it: written beside, renamed into the folder."""
    beside = os.path.join(d.dir, name)
    write(beside, text)
    os.rename(beside, spool(d, "incoming", name))


def gone(d, name):
    wait_for(lambda: not os.path.exists(spool(d, "incoming", name)), f"{name} to be taken out of incoming")


def report(d, name):
    """What is said of a file that was dealt with: (folder, text)."""
    gone(d, name)

    def look():
        for folder in ("done", "rejected"):
            for file in sorted(os.listdir(spool(d, folder))):
                if file.startswith(name.split(".")[0]) and re.search(r"\.(reason|report)$", file):
                    with open(spool(d, folder, file), encoding="utf-8") as f:
                        return folder, f.read()
        return None

    return wait_for(look, f"a report on {name}")


def said(name, line, text):
    want(re.search(rf"{re.escape(name)}.*\b{line}\b", text, re.S), f"the report does not name {name} and line {line}:\n{text}")


def there(d, rows, notes):
    for series, period, value in rows:
        f = d.figures(series, period)
        want(len(f) == 1 and f[0]["value"] == value, f"{series} {period}: {f}")
    status = d.status()
    want(status["observations"] == str(len(rows)), f"{status['observations']} observations, wanted {len(rows)}")
    want(status["notes"] == str(notes), f"{status['notes']} notes, wanted {notes}")


def test_spool():
    for name, text, line, rows, notes in FILES:
        with Coopd() as d:
            drop(d, name, text)
            folder, told = report(d, name)
            said(name, line, told)
            there(d, rows, notes)
            want([f for f in os.listdir(spool(d, folder)) if not re.search(r"\.(reason|report)$", f)], f"{name} itself is not in {folder}")
            drop(d, "again-" + name, text)
            gone(d, "again-" + name)
            there(d, rows, notes)
            d.restart()
            there(d, rows, notes)


def test_same_name_twice_keeps_both():
    with Coopd() as d:
        good = "series,period,value\nAZ-RU/trade/exports,2021,1000000\n"
        for text in (good, good.replace("2021", "2022")):
            drop(d, "same.csv", text)
            gone(d, "same.csv")
        wait_for(lambda: len([f for f in os.listdir(spool(d, "done")) if f.startswith("same")]) >= 2, "both files in done")
        there(d, [("AZ-RU/trade/exports", "2021", 1e6), ("AZ-RU/trade/exports", "2022", 1e6)], 0)


REPORT = """Source: Ministry of Trade
Published: 2024-08-09
Pair: AZ-RU
Party: AZ

In 2023, trade turnover increased by 17.5 per cent, reaching nearly $4.4 billion. The delegation met 55 exhibitors.
"""


def test_report_in_prose():
    with Coopd() as d:
        drop(d, "visit.txt", REPORT)
        wait_for(lambda: d.status()["observations"] == "2", "both figures of the report")
        there(d, [("AZ-RU/trade/turnover", "2023", 4.4e9), ("AZ-RU/trade/turnover_growth", "2023", 17.5)], 0)
        drop(d, "again.txt", REPORT)
        gone(d, "again.txt")
        there(d, [("AZ-RU/trade/turnover", "2023", 4.4e9), ("AZ-RU/trade/turnover_growth", "2023", 17.5)], 0)
        drop(d, "nobody.txt", "Trade was $5 billion in 2023.")
        folder, told = report(d, "nobody.txt")
        want(folder == "rejected" and "Pair: AZ-RU" in told, f"a report without its pair: {folder}, {told}")
        path = os.path.join(d.dir, "told.txt")
        write(path, REPORT)
        found = json.loads(d.ctl("read", "--json", path))
        want([f["series"] for f in found["figures"]] == ["AZ-RU/trade/turnover_growth", "AZ-RU/trade/turnover"], f"{found}")
        want(REPORT.encode()[found["figures"][1]["offset"] :].startswith(b"nearly $4.4 billion"), f"{found['figures'][1]}")
        want([x["text"] for x in found["left"]] == ["55"] and found["notes"] == [], f"{found}")


def test_import():
    for name, text, line, rows, notes in FILES:
        with Coopd() as d:
            path = os.path.join(d.dir, name)
            write(path, text)
            first = d.ctl_run("import", path)
            want(first.returncode == 65, f"{name}: exit code {first.returncode} with a bad row:\n{first.stdout}{first.stderr}")
            said(name, line, first.stdout + first.stderr)
            there(d, rows, notes)
            second = d.ctl_run("import", path)
            said(name, line, second.stdout + second.stderr)
            there(d, rows, notes)


def test_import_over_the_wire_counts():
    with Coopd() as d:
        for name, text, line, rows, notes in FILES:
            body = text.encode()
            client = d.connect()
            for taken, known in ((len(rows), 0), (0, len(rows))):
                client.send(f"IMPORT {name} bytes={len(body)}\n".encode() + body + b"STATUS\n")
                status, lines = client.reply()
                for count in (f" taken={taken}", f" known={known}", " refused=1"):
                    want(count + " " in status + " ", f"{name}: {status}")
                want(len(lines) == 1 and lines[0].startswith(f"line={line} refused="), f"{name}: {lines}")
                want(client.reply()[1], "no STATUS behind the import")
            client.close()


def test_unreadable_files_are_rejected():
    bad = [
        ("syntax.bulletin", 'source = { id = "x" \n observations = (\n'),
        ("header.csv", "this,that\n1,2\n"),
        ("bytes.csv", "series,period,value\nAZ-RU/trade/exports,2021,1\n\udcff\udcfe,2022,1\n"),
        ("kind.xlsx", "PK"),
    ]
    with Coopd() as d:
        for name, text in bad:
            beside = os.path.join(d.dir, name)
            with open(beside, "wb") as f:
                f.write(text.encode("utf-8", "surrogateescape"))
            os.rename(beside, spool(d, "incoming", name))
            folder, told = report(d, name)
            want(folder == "rejected" or name == "bytes.csv", f"{name} went to {folder}")
            want(name in told and len(told.strip()) > len(name), f"{name}: no reason: {told!r}")
        d.must("PUT AZ-RU/trade/exports 2020 1000")
        want(d.status()["state"] == "ready", "not ready after bad files")


def test_half_written_is_not_read():
    good = "series,period,value\nAZ-RU/trade/exports,2021,1000000\n"
    with Coopd() as d:
        slow = open(spool(d, "incoming", "slow.csv"), "w", encoding="utf-8")
        slow.write(good)
        slow.flush()
        # Two files that come later are dealt with; the open one is not touched.
        for name in ("b.csv", "c.csv"):
            drop(d, name, good.replace("exports", "imports"))
            gone(d, name)
        want(os.path.exists(spool(d, "incoming", "slow.csv")), "a file that is still open was taken away")
        want(d.figures("AZ-RU/trade/exports") == [], "a file that is still open was read")
        slow.write("AZ-RU/trade/exports,2022,1100000\n")
        slow.close()
        gone(d, "slow.csv")
        wait_for(lambda: len(d.figures("AZ-RU/trade/exports")) == 2, "both rows of the file that was closed")


def test_hidden_names_and_folders_are_left_alone():
    good = "series,period,value\nAZ-RU/trade/exports,2021,1000000\n"
    with Coopd() as d:
        write(spool(d, "incoming", ".hidden.csv"), good)
        os.mkdir(spool(d, "incoming", "folder.csv"))
        os.symlink("/etc/passwd", spool(d, "incoming", "link.csv"))
        drop(d, "b.csv", good.replace("exports", "imports"))
        gone(d, "b.csv")
        want(os.path.exists(spool(d, "incoming", ".hidden.csv")), "a hidden file was taken")
        want(d.figures("AZ-RU/trade/exports") == [], "a hidden file was read")
        os.rename(spool(d, "incoming", ".hidden.csv"), spool(d, "incoming", "shown.csv"))
        gone(d, "shown.csv")
        wait_for(lambda: len(d.figures("AZ-RU/trade/exports")) == 1, "the renamed file's row")


def test_files_that_were_there_before():
    good = "series,period,value\nAZ-RU/trade/exports,2021,1000000\n"
    with Coopd() as d:
        d.stop()
        write(spool(d, "incoming", "early.csv"), good)
        d.start()
        gone(d, "early.csv")
        wait_for(lambda: len(d.figures("AZ-RU/trade/exports")) == 1, "the row of a file that lay there before the start")


def test_kill_in_the_middle():
    rows = 20000
    text = "series,period,value\n" + "".join(f"AZ-RU/trade/exports,{1900 + i // 12 % 200}-{i % 12 + 1:02d},{1000 + i}\n" for i in range(rows))
    with Coopd() as d:
        drop(d, "big.csv", text)
        wait_for(lambda: int(d.status()["observations"]) > 0, "the first rows")
        d.kill()
        d.start()
        gone(d, "big.csv")
        wait_for(lambda: d.status()["observations"] == str(rows), f"all {rows} rows, once each")


def test_export_reads_back():
    with Coopd() as a, Coopd() as b:
        a.import_sample()
        text = a.ctl("export")
        path = os.path.join(b.dir, "export.csv")
        write(path, text)
        b.ctl("import", path)
        want(b.status()["observations"] == a.status()["observations"], f"{b.status()['observations']} of {a.status()['observations']} observations")
        for series in [line.split()[0] for line in a.must("SERIES")]:
            there_, here = a.must(f"GET {series}"), b.must(f"GET {series}")
            want(there_ == here, f"{series}:\n{there_}\n{here}")


main(
    test_spool,
    test_same_name_twice_keeps_both,
    test_report_in_prose,
    test_import,
    test_import_over_the_wire_counts,
    test_unreadable_files_are_rejected,
    test_half_written_is_not_read,
    test_hidden_names_and_folders_are_left_alone,
    test_files_that_were_there_before,
    test_kill_in_the_middle,
    test_export_reads_back,
)
