#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The seed report: each of its 18 figures with value, bound, low and high, and the areas that have none."""

import json
import re

from common import Coopd, main, want

# series, period, value, bound, low, high (soft intervals)
ROWS = [
    ("AZ-RU/framework/meeting_number", "2024-08-09", 22, "exact", 22, 22),
    ("AZ-RU/framework/agreements", "2024-08-09", 260, "gt", 260, 270),
    ("AZ-RU/trade/partner_rank", "2023", 3, "exact", 3, 3),
    ("AZ-RU/trade/nonoil_export_rank", "2023", 1, "exact", 1, 1),
    ("AZ-RU/trade/turnover_growth", "2023", 17.5, "eq", 17.45, 17.55),
    ("AZ-RU/trade/turnover", "2023", 4.4e9, "nearly", 4.3e9, 4.4e9),
    ("RU-AZ/agriculture/supplier_rank", "2023", 10, "le", 1, 10),
    ("AZ-RU/agriculture/fruit_veg_exports_growth", "2023", 9, "nearly", 8, 9),
    ("AZ-RU/transport/freight_growth", "2023", 10, "gt", 10, 11),
    ("AZ-RU/transport/freight_growth", "2024-S1", 3, "eq", 2.5, 3.5),
    ("AZ-RU/tourism/source_rank", "2023", 1, "exact", 1, 1),
    ("AZ-RU/tourism/arrivals", "2023", 630000, "gt", 630000, 640000),
    ("AZ-RU/tourism/arrivals", "2024-S1", 360000, "eq", 355000, 365000),
    ("AZ-RU/tourism/arrivals_growth", "2024-S1", 20, "eq", 19.5, 20.5),
    ("AZ-RU/education/schools", "2024-08-09", 324, "exact", 324, 324),
    ("AZ-RU/education/language_learners", "2024-08-09", 800000, "about", 700000, 900000),
    ("AZ-RU/education/university_branches", "2024-08-09", 2, "ge", 2, 3),
    ("AZ-RU/regions/forum_number", "2024-02", 12, "exact", 12, 12),
]
# What was said of areas without a number. Area, an indicator, the date of a statement.
SILENT = [("energy", "oil"), ("investment", "inward_stock"), ("industry", "projects")]
EVENTS = ["2022-02-22", "2024-02", "2024-06", "2024-08-09"]


def close(a, b):
    return a is not None and abs(a - b) <= 1e-9 * max(abs(a), abs(b))


def first_day(period):
    """Of the forms that the sample's notes use: 2024-S1, 2024-02, 2024-08-09."""
    period = period.replace("-S1", "-01")
    return period if len(period) == 10 else period + "-01"


def rows(d):
    wrong = []
    for series, period, value, bound, low, high in ROWS:
        figures = d.figures(series, period)
        if len(figures) != 1:
            wrong.append(f"{series} {period}: {len(figures)} figures")
            continue
        f = figures[0]
        good = (
            f["period"] == period and f["bound"] == bound and f["basis"] == "observed" and f.get("source") and f.get("published") == "2024-08-09"
            and close(f["value"], value) and close(f["low"], low) and close(f["high"], high)
        )
        if not good:
            wrong.append(f"{series} {period}: wanted {value} {bound} {low}..{high}, got {f}")
    want(not wrong, "\n".join(wrong))


def test_rows():
    with Coopd() as d:
        d.import_sample()
        rows(d)
        for when in (d.restart, lambda: (d.kill(), d.start())):
            when()
            rows(d)


def test_dated_stock_counts_for_year_and_half():
    with Coopd() as d:
        d.import_sample()
        for period in ("2024", "2024-S2"):
            f = d.figures("AZ-RU/framework/agreements", period)
            want(len(f) == 1 and (f[0]["period"], f[0]["value"], f[0]["low"], f[0]["high"]) == (period, 260, 260, 270), f"{period}: {f}")
        want(d.figures("AZ-RU/framework/agreements", "2024-S1") == [], "the first half of 2024 has a figure from August")


def test_no_figure_is_said_with_its_statement():
    with Coopd() as d:
        d.import_sample()
        for area, indicator in SILENT:
            status, lines = d.ask(f"GET AZ-RU/{area}/{indicator}")
            want(not lines and re.fullmatch(rf"0 no figure for AZ-RU/{area}/{indicator}: 2024-08-09 statement: .+", status), status)
            printed = json.loads(d.ctl("get", f"AZ-RU/{area}/{indicator}", "--json"))
            want(printed["figures"] == [], f"{area}: {printed}")
            want("0" not in {str(f.get("value")) for f in printed["figures"]}, "a missing figure is 0")
        overview = d.ctl("get", "AZ-RU")
        for area, _ in SILENT:
            want(re.search(area, overview, re.I), f"the overview does not name {area}:\n{overview}")
        want("no figure" in overview.lower(), f"the overview does not say `no figure`:\n{overview}")


def test_events():
    with Coopd() as d:
        d.import_sample()
        lines = d.must("NOTES AZ-RU")
        dates = [text.split()[0] for text in lines if " kind=event " in text]
        want(sorted(set(dates)) == EVENTS, f"events on {dates}")
        starts = [first_day(text.split()[0]) for text in lines]
        want(starts == sorted(starts), f"the notes are not in order of time: {starts}")


def test_nothing_else_is_made_up():
    with Coopd() as d:
        d.import_sample()
        want(d.status()["observations"] == str(len(ROWS)), f"{d.status()['observations']} observations from {len(ROWS)} rows")


main(test_rows, test_dated_stock_counts_for_year_and_half, test_no_figure_is_said_with_its_statement, test_events, test_nothing_else_is_made_up)
