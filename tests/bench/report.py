# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""report: the tables, in Markdown."""

from cases import CASES


def rate(v):
    if v is None:
        return "-"
    for limit, divisor, unit in ((1e6, 1e6, "M/s"), (1e4, 1e3, "k/s")):
        if v >= limit:
            return f"{v / divisor:.{2 if v / divisor < 10 else 0}f}{unit}"
    return f"{v:.0f}/s" if v >= 10 else f"{1000 / v:.0f} ms"


def micro(v):
    return "-" if v is None else f"{v:.0f}" if v >= 100 else f"{v:.1f}"


def size(v):
    return "-" if v is None else f"{v / 1e6:.1f} MB" if v >= 1e6 else f"{v:.0f} B"


def factor(v):
    return "-" if v is None else f"{v:.2f}" if v < 10 else f"{v:.0f}"


def table(title, head, rows, say):
    """Columns as wide as their widest cell; the first to the left, the others to the right."""
    width = [max(len(str(row[i])) for row in [head, *rows]) for i in range(len(head))]

    def line(cells):
        return "| " + " | ".join(str(c).ljust(w) if i == 0 else str(c).rjust(w) for i, (c, w) in enumerate(zip(cells, width))) + " |"

    say(f"\n{title}\n\n{line(head)}\n|{'|'.join('-' * (w + 2) for w in width)}|")
    for row in rows:
        say(line(row))


def cpu(answer):
    """Microseconds of the server's CPU for a request, its other processes too."""
    return sum(answer["cpu_s"]) / answer["requests"] * 1e6


def cell(figures, case, name):
    if name not in case.modes:
        return "-"
    if figures.refusal(case.title, name):
        return "refused"
    text = rate(figures.rate(case.title, name))
    if "cpu_s" in (figures.results.get(case.title, {}).get(name) or [{}])[0] and text != "-":
        text += f", {micro(figures.median(case.title, name, cpu))} µs"
    errors = figures.errors(case.title, name)
    return text + (f", {errors} errors" if errors else "")


def limit(figures, case):
    return " / ".join(rate(figures.rate(case.title, name)) for name in ("append", "echo") if name in case.modes) or "-"


def loads(figures, title, say):
    rows = []
    for case in CASES:
        if case.title not in figures.results:
            continue
        tail = [micro(figures.median(case.title, "coopd", lambda a, p=p: a[p])) for p in ("p50", "p99", "p99.9")]
        rows.append([case.title, *(cell(figures, case, name) for name in ("coopd", "rrdcached", "collectd")),
                     factor(figures.ratio(case.title, "coopd", "rrdcached")), factor(figures.ratio(case.title, "coopd", "collectd")),
                     limit(figures, case), " ".join(tail)])  # fmt: skip
    head = ["load", "coopd, CPU each", "rrdcached", "collectd", "to rrdcached", "to collectd", "limit: append / echo", "coopd's p50 p99 p99.9, µs"]
    if rows:
        table(title, head, rows, say)
    for case in CASES:
        for name in ("coopd", "rrdcached", "collectd"):
            if figures.refusal(case.title, name):
                say(f"{case.title}: {name} says: {figures.refusal(case.title, name)}")
