# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""rows: what rrdtool prints, read back and compared with figures."""

from world import COLUMNS, step_of, want

NEAR = 1e-10  # rrdtool prints 11 digits


def same(got, wanted, what):
    if wanted != wanted:
        want(got != got, f"{what}: {got}, coopctl has no figure")
    else:
        want(abs(got - wanted) <= NEAR * abs(wanted), f"{what}: {got}, coopctl says {wanted}")


def fetched(text):
    """{end of row: {data source: number}} of what rrdtool fetch prints."""
    lines = [line for line in text.splitlines() if line.strip()]
    columns = lines[0].split()
    rows = {}
    for line in lines[1:]:
        when, _, numbers = line.partition(":")
        rows[int(when)] = dict(zip(columns, (float(number.replace(",", ".")) for number in numbers.split())))
    return columns, rows


def same_rows(d, name, columns, rows, start, end):
    """Every row of the span, known and unknown, in its place."""
    want(columns == COLUMNS, f"{name}: data sources {columns}")
    step = step_of(name)
    want(sorted(rows) == list(range(start - start % step + step, end - end % step + step + 1, step)), f"{name}: rows at {sorted(rows)}")
    for when, row in rows.items():
        known = d.known[name].get(when, {})
        for column in COLUMNS:
            same(row[column], known.get(column, float("nan")), f"{name} row {when} {column}")


def plain(text):
    """Without what differs for no reason: the sign of an unknown number."""
    return text.replace("-nan", "nan")


def info(text):
    found = dict(line.split(" = ", 1) for line in text.splitlines())
    return {key: plain(value).lower() for key, value in found.items()}
