#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`asof` on a real history of revisions, where ../shared/data has one: 1,000 random questions against a plain look-up of the file.

$COOPD_SEED for the same questions again. Left out where the file is absent.
"""

import csv
import gzip
import os
import random
import sys

from common import ROOT, Coopd, main, want

DATA = os.path.join(ROOT, "..", "shared", "data")
INDICATOR = "exports_percent_of_gdp"
SEED = int(os.environ.get("COOPD_SEED", str(random.SystemRandom().randrange(1 << 32))))
CONFIG = """
parties = ( { code = "W1"; name = "World"; } );
indicators = ( { area = "trade"; id = "exports_gdp"; title = "Exports per GDP"; unit = "points"; kind = "flow"; } );
"""


def history():
    """{(country, year): [(vintage, value or None)]}, the last word of each day, oldest first."""
    with open(os.path.join(DATA, "country_codes.csv"), encoding="utf-8", newline="") as f:
        codes = {row["ISO3166-1-Alpha-3"].lower(): row["ISO3166-1-Alpha-2"] for row in csv.DictReader(f)}
    known = {}
    with gzip.open(os.path.join(DATA, "sg_vintages.csv.gz"), "rt", encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            if row["indicator"] == INDICATOR and row["ref_area"] in codes:
                value = None if row["change"] == "deleted" else row["obs_value"]
                known.setdefault((codes[row["ref_area"]], row["time_period"]), {})[row["vintage_date"]] = value
    return {key: sorted(vintages.items()) for key, vintages in known.items()}


def answer(vintages, day):
    said = [value for vintage, value in vintages if vintage <= day]
    return said[-1] if said else None


def test_asof():
    if not os.path.exists(os.path.join(DATA, "sg_vintages.csv.gz")):
        print("no ../shared/data/sg_vintages.csv.gz here")
        sys.exit(77)
    print(f"COOPD_SEED={SEED}", flush=True)
    chance = random.Random(SEED)
    known = history()
    want(len(known) > 1000, f"{len(known)} series and years of {INDICATOR}")
    with Coopd(config=CONFIG) as d:
        d.must('SOURCE gapminder name="Systema Globalis"')
        lines = ["series,period,value,status,source,published"]
        for (country, year), vintages in known.items():
            for vintage, value in vintages:
                lines.append(f"{country}-W1/trade/exports_gdp,{year},{value or 'nan'},{'A' if value else 'M'},gapminder,{vintage}")
        body = ("\n".join(lines) + "\n").encode()
        client = d.connect()
        client.send(f"IMPORT vintages.csv bytes={len(body)}\n".encode() + body)
        status, refused = client.reply()
        want("refused=0" in status, f"{status}: {refused[:3]}")
        days = sorted({vintage for vintages in known.values() for vintage, _ in vintages})
        keys = sorted(known)
        wrong = revised = 0
        for _ in range(1000):
            country, year = key = chance.choice(keys)
            day = chance.choice(days)
            right = answer(known[key], day)
            got, figures = client.ask(f"GET {country}-W1/trade/exports_gdp {year} asof={day}")
            there = float(figures[0].split()[1]) if figures else None
            if (there is None) != (right is None) or (right is not None and there != float(right)):
                wrong += 1
                print(f"{key} as of {day}: {got} {figures}, the file says {right}")
            revised += len(known[key]) > 1
        want(not wrong, f"{wrong} of 1000 answers are wrong")
    return f"{len(lines) - 1} vintages, 1000 questions, {revised} of them to revised figures"


main(test_asof)
