#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are packed, and foreign tables that a mapping reads: by coopctl import and by the spool folder."""

import gzip
import json
import os

from common import Coopd, main, wait_for, want

LONG = "series,period,value\nAZ-RU/trade/exports,2021,1000000\nAZ-RU/trade/exports,2022,1200000\n"
BULLETIN = 'pair = "AZ-RU";\nobservations = ( { series = "trade/imports"; period = "2023"; value = "900000"; } );\n'
MAP = """\
source: { id = "yearbook"; name = "A yearbook"; published = "2024-02-01"; };
ref_area: { column = "geo"; otherwise = "skip"; };
counterpart = "RU";
area = "trade";
indicator: { column = "flow"; table = ( ("X", "exports"), ("new code", "lemons") ); };
period: { column = "year"; };
value: { column = "mln"; };
unit_mult = 6;
"""
TABLE = "year,geo,flow,mln\n2021,aze,X,1.5\n2022,aze,X,1.75\n2022,eun,X,99\n2022,kaz,new code,7\n2023,kaz,new code,-8.25\n"


def write(d, name, data):
    path = os.path.join(d.dir, name)
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    return path


def packed(text):
    return gzip.compress(text.encode(), mtime=0)


def values(d, series):
    return {f["period"]: f["value"] for f in d.figures(series)}


def test_packed_files():
    with Coopd() as d:
        out = d.ctl("import", write(d, "a.csv.gz", packed(LONG)), write(d, "b.bulletin.gz", packed(BULLETIN)))
        want("a.csv.gz: 2 taken" in out and "b.bulletin.gz: 1 taken" in out, out)
        want(values(d, "AZ-RU/trade/exports-A") == {"2021": 1e6, "2022": 1.2e6}, values(d, "AZ-RU/trade/exports-A"))
        out = d.ctl("import", write(d, "a.csv", LONG))
        want("0 taken, 2 known already" in out, out)


def test_damaged_files():
    """One clear line, and what came before the damage is in, as with a file cut short."""
    many = LONG + "".join(f"AZ-RU/trade/turnover,{1900 + i % 120},{1000000 + i * i * 7919 % 99991}\n" for i in range(4000))
    data = packed(many)
    with Coopd() as d:
        cases = (("cut.csv.gz", data[:-2000], "is cut off"), ("bad.csv.gz", data[:-2000] + b"\xff" * 1000 + data[-1000:], "is damaged"), ("none.csv.gz", LONG.encode(), "is no gzip file"))
        for name, content, words in cases:
            run = d.ctl_run("import", write(d, name, content))
            want(run.returncode != 0 and name in run.stderr and words in run.stderr and len(run.stderr.splitlines()) == 1, f"{name}: {run.returncode} {run.stderr}")
        want(values(d, "AZ-RU/trade/exports-A") == {"2021": 1e6, "2022": 1.2e6}, "the rows before the damage")
        want(d.status()["worker_restarts"] == "0", "the worker ended over it")


def test_bomb():
    """A hundred million empty lines in a hundred kilobytes."""
    with Coopd() as d:
        run = d.ctl_run("import", write(d, "bomb.csv.gz", gzip.compress(b"series,period,value\n" + b"\n" * 100_000_000, 9)))
        want(run.returncode != 0 and "200 times its size" in run.stderr, f"{run.returncode} {run.stderr}")


def test_map():
    with Coopd() as d:
        mapping, table = write(d, "m.map", MAP), write(d, "t.csv.gz", packed(TABLE))
        out = d.ctl("import", table, "--map", mapping, code=65)
        want("2 taken, 0 known already, 2 refused, 0 notes, 1 sources, 1 skipped" in out, out)
        want(':4: skipped: ref_area "eun" is no party (1 rows)' in out and ":5: no indicator lemons in trade" in out, out)
        want(values(d, "AZ-RU/trade/exports-A") == {"2021": 1.5e6, "2022": 1.75e6}, values(d, "AZ-RU/trade/exports-A"))
        found = json.loads(d.ctl("import", table, "--map", mapping, "--json", code=65))[0]
        want((found["known"], found["skipped"], found["refused"]) == (2, 1, 2), found)
        run = d.ctl_run("import", table, "--map", write(d, "bad.map", "ref_area = 5.5;\n"))
        want(run.returncode != 0 and "the mapping, line 1: ref_area has to be a text in quotes" in run.stderr, run.stderr)
        run = d.ctl_run("import", write(d, "b.bulletin", BULLETIN), "--map", mapping)
        want(run.returncode != 0 and "is no .csv file" in run.stderr, run.stderr)


def test_dry_run_and_list():
    """A dry run records nothing; the indicators that it lists are configuration that coopd takes."""
    with Coopd() as d:
        mapping, table = write(d, "m.map", MAP), write(d, "t.csv", TABLE)
        out = d.ctl("import", table, "--map", mapping, "--dry-run", code=65)
        want("2 taken" in out and "nothing was recorded" in out, out)
        want(d.status()["observations"] == "0" and d.status()["sources"] == "0", d.status())
        run = d.ctl_run("import", table, "--map", mapping, "--list-unknown")
        want(run.returncode == 0 and 'area = "trade"; id = "lemons"' in run.stdout and "signed = true" in run.stdout, run.stdout)
        d.configure(run.stdout)
        d.restart()
        out = d.ctl("import", table, "--map", mapping)
        want("4 taken, 0 known already, 0 refused" in out, out)
        want(values(d, "KZ-RU/trade/lemons-A") == {"2022": 7e6, "2023": -8.25e6}, values(d, "KZ-RU/trade/lemons-A"))
        run = d.ctl_run("import", table, "--map", mapping, "--list-unknown")
        want(run.returncode == 0 and "indicators" not in run.stdout, run.stdout)


def test_spool():
    """NAME.map stays beside NAME.csv.gz, which goes to done or rejected."""
    with Coopd() as d:
        incoming = os.path.join(d.state, "spool", "incoming")
        os.rename(write(d, "t.map", MAP), os.path.join(incoming, "t.map"))
        os.rename(write(d, "t.csv.gz", packed(TABLE)), os.path.join(incoming, "t.csv.gz"))
        reason = os.path.join(d.state, "spool", "rejected", "t.csv.gz.reason")
        wait_for(lambda: os.path.exists(reason) and os.path.getsize(reason), "the reason")
        with open(reason, encoding="utf-8") as f:
            told = f.read()
        want("skipped=1" in told and 't.csv.gz:4: skipped: ref_area "eun" is no party (1 rows)' in told and "t.csv.gz:5: refused: no indicator lemons" in told, told)
        want(values(d, "AZ-RU/trade/exports-A") == {"2021": 1.5e6, "2022": 1.75e6}, values(d, "AZ-RU/trade/exports-A"))
        want(os.listdir(incoming) == ["t.map"], os.listdir(incoming))
        os.rename(write(d, "t.csv", "year,geo,flow,mln\n2020,aze,X,1\n"), os.path.join(incoming, "t.csv"))
        wait_for(lambda: os.path.exists(os.path.join(d.state, "spool", "done", "t.csv")), "t.csv to be done")
        want(values(d, "AZ-RU/trade/exports-A")["2020"] == 1e6, "the second file of that name")


if __name__ == "__main__":
    main(test_packed_files, test_damaged_files, test_bomb, test_map, test_dry_run_and_list, test_spool)
