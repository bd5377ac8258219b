#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is exported reads back: random observations and the sample into one coopd, exported, imported into an empty one, which then answers the same.

And as OpenMetrics: the grammar, and what promtool (Debian: prometheus) makes of it, where that is installed. $COOPD_SEED for the same chances again.
"""

import csv
import gzip
import io
import os
import random
import re
import shutil
import subprocess
import tempfile

from common import BUILD, ROOT, Coopd, Failed, main, options, want, wait_for

SEED = int(os.environ.get("COOPD_SEED", str(random.SystemRandom().randrange(1 << 32))))
SLOW_BUILD = os.path.basename(BUILD) in ("asan", "tsan", "cov")
DATA = os.path.join(ROOT, "..", "shared", "data", "sg_country_year.csv.gz")
# Many, so that what hangs together, and contradicts itself at random, stays small.
PAIRS = ["AZ-RU", "RU-AZ", "AZ-RU.STA", "TR-AZ"] + [f"{a}-{b}" for a in ("DE", "KZ", "GE") for b in ("AZ", "RU", "TR", "US")]
SERIES = {  # unit of size, periods
    "trade/turnover": (1e9, "AQMI"), "trade/exports": (1e9, "ASI"), "trade/imports": (1e9, "A"), "trade/turnover_growth": (20, "AS"),
    "trade/turnover_eur": (1e9, "A"), "trade/turnover_eur_growth": (10, "A"), "tourism/arrivals": (1e5, "ASQMI"), "tourism/arrivals_change": (1e4, "S"),
    "education/schools": (300, "DA"), "education/pupils_taught": (1e5, "D"), "trade/partner_rank": (20, "A"), "framework/meeting_number": (20, "D"),
}
TEXTS = ["", "plain", "a, \"quoted\" word", "back\\slash \\n", " blanks around ", "Əliyev, товарооборот; 貿易", "=1+1;2\t3", "x" * 3000, "'", "nan", "\u0085\u2028 odd breaks"]
RECORDED = re.compile(r" recorded=\S+")


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def period(chance, kind):
    year = chance.choice([1795, 1913, 1969, 1970, 2019, 2021, 2022, 2023, 2024])
    if kind == "I":
        return f"{year}-{chance.randrange(1, 13):02}-{chance.choice([1, 1, 15, 20]):02}/P{chance.randrange(1, 20)}{chance.choice('MD')}"
    return {"A": f"{year}", "S": f"{year}-S{chance.randrange(1, 3)}", "Q": f"{year}-Q{chance.randrange(1, 5)}", "M": f"{year}-{chance.randrange(1, 13):02}",
            "D": f"{year}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"}[kind]


def value(chance, size):
    """Words and options of a PUT."""
    n = chance.uniform(0.1, 1) * size
    whole = max(1, round(n))
    kind = chance.randrange(12)
    if kind < 4:
        return [str(whole)] + ([f"bound={chance.choice('eq about gt ge lt le nearly exact'.split())}"] if chance.random() < 0.5 else [])
    if kind == 4:
        return [f'"{chance.choice(["over", "nearly", "about", "at least"])} {whole:,}"']
    if kind == 5:
        return [f'"{whole}-{whole * 2}"']
    if kind == 6:
        return [str(whole), "bound=range", f"high={whole * 3}", "g=10"]
    if kind == 7:
        return ["nan", f"status={chance.choice(['M', 'O', 'LP'])}"]
    if kind == 8:
        return [str(whole), f"status={chance.choice(['F', 'T', 'PE', 'B'])}"]
    if kind == 9:
        return [repr(n)]
    if kind == 10:  # far beyond what is plausible; of levels that hang together it would be too far for the solver
        return [str(whole * (10**12 if size < 1000 else 1)), "force=1"]
    return [str(whole), "g=0.125"]


def random_puts(chance, n):
    for i in range(12):
        words = [f"SOURCE s{i}"]
        words += [f"{key}={quote(chance.choice(TEXTS[1:7]))}" for key in ("name", "authority", "url") if chance.random() < 0.5]
        words += [word for word in ("published=2024-0%d-11" % (1 + i % 9), "party=AZ", f"rank={10 * (i % 3) + 1}") if chance.random() < 0.6]
        yield " ".join(words)
    for _ in range(n):
        name = chance.choice(sorted(SERIES))
        size, kinds = SERIES[name]
        words = ["PUT", f"{chance.choice(PAIRS)}/{name}", period(chance, chance.choice(kinds))] + value(chance, size)
        if chance.random() < 0.7:
            words.append(f"source=s{chance.randrange(12)}")
        if chance.random() < 0.4:
            words.append(f"published={chance.choice(['2023-01-15', '2024-03-01', '2024-08-09'])}")
        if chance.random() < 0.5:
            words.append("evidence=" + quote(chance.choice(TEXTS[1:])))
        yield " ".join(words)


def fill(d, chance, n):
    """Puts, and puts some of it again with a correction between; the number of observations that were recorded."""
    client = d.connect()
    d.import_sample()
    lines = list(random_puts(chance, n))
    for text in ("5", "6", "5", "6", "5"):
        lines.append(f"PUT AZ-RU/trade/services 2023 {text}e8")
    lines += ["SOURCE bare", "PUT AZ-RU/trade/services 2030 7e8 status=T source=bare", "PUT AZ-TR/trade/services 2020 nan status=M source=bare",
              "PUT AZ-TR/trade/turnover 2024-02-29 5", "PUT AZ-TR/trade/turnover 2999-01-01/P5M 5 published=2999-01-01 force=1"]
    said = []
    for line in lines:
        status = client.ask(line)[0]
        said.append(status)
        want(status[:3] in ("0 r", "0 k", "-65", "-66"), f"{line}: {status}")
    want(sum(s == "0 recorded" for s in said) > n / 3, f"too few of the random observations are possible: {said[:30]}")
    client.close()
    body = 'series,period,value,evidence,source,source_name\nAZ-RU/trade/services,2019,5e8,"two\nlines, ""so"" ",odd,"na\nme"\n'.encode()
    client = d.connect()
    client.send(f"IMPORT odd.csv bytes={len(body)}\n".encode() + body)
    want("taken=1 " in client.reply()[0], "the file with line breaks is refused")


def answers(d, asof=""):
    """All that is to be the same in both."""
    found = {}
    d.wait_rrd()  # series that nobody spoke of and that follow from others are found with their files
    names = [line.split()[0] for line in d.must("SERIES all=1")]
    for name in names:
        found["OBSERVATIONS " + name] = [RECORDED.sub("", line) for line in d.must(f"OBSERVATIONS {name}{asof}")]
        for request in (f"GET {name}", f"GET {name} bounds=hard", f"GET {name} asof=2024-03-01", f"GET {name} status=T"):
            status, lines = d.ask(request)
            found[request] = (status.split(": ")[0] if not lines else status, lines)  # statements are notes, and stay at home
    found["SERIES"] = d.ask("SERIES")
    found["CONFLICTS"] = d.ask("CONFLICTS")
    found["SOURCES"] = sorted(line for line in d.must("SOURCES") if options(line)["observations"] != "0")
    return found


def same(one, other, what):
    for key, wanted in one.items():
        got = other.get(key)
        if got != wanted:
            odd = set(map(str, wanted[-1] if isinstance(wanted, tuple) else wanted)) ^ set(map(str, got[-1] if isinstance(got, tuple) else got or []))
            raise Failed(f"{what}: {key} answers {str(got)[:200]} and not {str(wanted)[:200]}; only one of them has {sorted(odd)[:5]}")
    want(other.keys() == one.keys(), f"{what}: there are other series")


def import_text(d, text, name="back.csv"):
    out = d.ctl("import", "-", "--name", name, "--json", data=text)
    return {key: int(re.search(rf'"{key}": ?(\d+)', out).group(1)) for key in ("taken", "known", "refused", "sources")}


def exported(d, *args):
    """As it is written, CRLF and all."""
    run = subprocess.run([os.path.join(BUILD, "coopctl"), "--socket", d.socket, "export", *args], capture_output=True, check=False)
    want(run.returncode == 0, f"export {args}: {run.returncode} {run.stderr.decode()}")
    return run.stdout.decode()


def test_reads_back():
    print(f"COOPD_SEED={SEED}", flush=True)
    with Coopd() as d:
        fill(d, random.Random(SEED), 240)
        wanted = answers(d)
        n = int(d.status()["observations"])
        files = {form: exported(d, "--format", form) for form in ("csv", "sdmx-csv")}
    for form, text in files.items():
        with Coopd() as d:
            first, again = import_text(d, text), import_text(d, text)
            want((first["taken"], first["known"], first["refused"]) == (n, 0, 0), f"{form}: {first} of {n}")
            want((again["taken"], again["known"], again["refused"], again["sources"]) == (0, n, 0, 0), f"{form}, once more: {again}")
            same(wanted, answers(d), form)
            want(exported(d, "--format", form) == text, f"{form}: the export of the import is another one")
    return f"{n} observations, {len(wanted)} answers"


def test_as_of_and_glob():
    with Coopd() as d:
        # Chance may leave this corner empty.
        d.must('PUT AZ-RU/trade/turnover 2021 "over 3 billion USD" published=2024-02-01')
        d.must("PUT AZ-RU/trade/turnover 2022 3500000000 published=2024-04-01")
        fill(d, random.Random(SEED + 1), 150)
        rows = list(csv.DictReader(io.StringIO(exported(d, "AZ-RU/trade/*-A", "--format", "sdmx-csv", "--as-of", "2024-03-01"), newline="")))
        want(rows and all(r["PUBLISHED"] <= "2024-03-01" and r["AREA"] == "trade" and (r["REF_AREA"], r["COUNTERPART_AREA"]) == ("AZ", "RU") for r in rows), f"{rows[:2]}")
        want(any(r["WRITTEN"] for r in rows) or len(rows) < 10, "nothing is written in words")


def test_what_contradicts_itself_is_refused():
    head = "DATAFLOW,REF_AREA,COUNTERPART_AREA,AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,WRITTEN,UNIT_MEASURE,NTH,BOUND\n"
    rows = [("5000,over 5000,USD,1,gt", ""), ("5001,over 5000,USD,,", "contradicts"), ("5e3,5000,EUR,,", "unit"), ("5,,USD,0,", "nth"), ("5,,USD,x,", "nth"), (",,USD,,", "value"),
            ("x,5,,,", "no plain number")]
    with Coopd() as d:
        body = (head + "".join(f"x,AZ,RU,trade,turnover,{2000 + i},{row}\n" for i, (row, _) in enumerate(rows))).encode()
        client = d.connect()
        client.send(f"IMPORT a.csv bytes={len(body)}\n".encode() + body)
        status, refused = client.reply()
        want("taken=1 " in status and len(refused) == len(rows) - 1, f"{status} {refused}")
        for line, (_, why) in zip(refused, rows[1:]):
            want(why in line, f"{line} says nothing of {why}")


# OpenMetrics ----------------------------------------------------------------------------------------------------------

SAMPLE_LINE = re.compile(r'([a-z_][a-z0-9_]*)(\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*\}) (\S+) (-?\d+)')


def parse(text):
    """{(family, labels, time): value}; Failed where the text is not what the specification demands."""
    want(text.endswith("# EOF\n") and text.count("# EOF") == 1, "no # EOF at the end, or two")
    found, family, done, labels_done, last = {}, None, set(), set(), None
    for line in text.splitlines()[:-1]:
        if line.startswith("# "):
            kind, name, rest = line[2:].split(" ", 2)
            if kind == "TYPE":
                want(name not in done and rest == "gauge", f"a family comes twice: {line}")
                done.add(name)
                family, last, labels_done = name, None, set()
            want(name == family and (kind != "UNIT" or name.endswith("_" + rest)), line)
            continue
        match = SAMPLE_LINE.fullmatch(line)
        want(match and match.group(1) == family, f"no sample of {family}: {line}")
        labels, time = match.group(2), int(match.group(4))
        if last and last[0] != labels:
            labels_done.add(last[0])
        want(labels not in labels_done, f"these labels come apart: {line}")
        want(not last or last[0] != labels or last[1] < time, f"time does not grow: {line}")
        last = (labels, time)
        found[(family, frozenset(re.findall(r'([a-z_]+)="((?:[^"\\]|\\.)*)"', labels)), time)] = float(match.group(3))
    return found


def promtool(text):
    """As parse, from what promtool has stored; None where it is not installed."""
    if not shutil.which("promtool"):
        return None
    with tempfile.TemporaryDirectory(prefix="coopd-prom-") as folder:
        with open(os.path.join(folder, "a.om"), "w", encoding="utf-8") as f:
            f.write(text)
        run = subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics", "a.om", "data"], cwd=folder, capture_output=True, text=True, check=False)
        want(run.returncode == 0, f"promtool: {run.stdout[-500:]}{run.stderr[-2000:]}")
        os.makedirs(os.path.join(folder, "data", "wal"), exist_ok=True)
        run = subprocess.run(["promtool", "tsdb", "dump", f"--min-time={-(1 << 62)}", f"--max-time={1 << 62}", "data"], cwd=folder, capture_output=True, text=True, check=False)
        want(run.returncode == 0, f"promtool dump: {run.stderr[-2000:]}")
    found = {}
    for line in run.stdout.splitlines():
        labels, number, ms = line.rsplit(" ", 2)
        pairs = dict(re.findall(r'([a-z_]+)="((?:[^"\\]|\\.)*)"', labels))
        name = pairs.pop("__name__")
        want(int(ms) % 1000 == 0, line)
        found[(name, frozenset(pairs.items()), int(ms) // 1000)] = float(number)
    return found


def compare(text):
    ours, theirs = parse(text), promtool(text)
    if theirs is None:
        return f"{len(ours)} samples; promtool (package prometheus) is not installed and was not asked"
    for key, number in ours.items():
        want(theirs.get(key) == number, f"{key}: promtool has {theirs.get(key)}, exported was {number}")
    want(len(theirs) == len(ours), f"promtool has {len(theirs)} samples of {len(ours)}")
    return f"{len(ours)} samples, the same in promtool"


def settled(d):
    """Series of which nothing was said but what follows are listed when the RRD files of what they follow from have been looked after."""
    wait_for(lambda: d.status()["rrd_pending"] == "0", "the RRD files")


def test_openmetrics():
    with Coopd() as d:
        fill(d, random.Random(SEED + 2), 150)
        settled(d)
        text = exported(d, "--format", "openmetrics")
        found = parse(text)
        n = 0
        for line in d.must("SERIES"):
            name = line.split()[0]
            series, _, freq = name.rpartition("-") if re.search("-[ASQM]$", name) else (name, "", "")
            pair, area, indicator = series.split("/")
            for figure in d.must(f"GET {name}"):
                words, opts = figure.split(), options(figure)
                wanted = {("pair", pair), ("area", area), ("indicator", indicator), ("basis", opts["basis"]), ("unit", opts["unit"])} | ({("freq", freq)} if freq else set())
                year = re.fullmatch(r"\d{4}", words[0])
                hits = {key[0].split("_")[1]: number for key, number in found.items() if wanted <= key[1] and (not year or key[2] == end_of(int(words[0])))}
                want(not year or (hits == {"figure": float(words[1]), "low": float(opts["low"]), "high": float(opts["high"])}), f"{name} {figure}: {hits}")
                n += bool(year)
        want(n > 20, f"only {n} years")
        want(parse(exported(d, "none*", "--format", "openmetrics")) == {}, "nothing is not empty")
        old = parse(exported(d, "--format", "openmetrics", "--as-of", "2024-03-01"))
        want(0 < len(old) < len(found), f"{len(old)} figures as of 2024-03-01, {len(found)} today")
        return f"{n} years; " + compare(text)


def end_of(year):
    """Seconds to the end of a year, by the days of the Gregorian calendar."""
    days = year * 365 + year // 4 - year // 100 + year // 400
    return (days - (1969 * 365 + 1969 // 4 - 1969 // 100 + 1969 // 400)) * 86400


def test_thousands_of_series():
    if not os.path.exists(DATA):
        return "no ../shared/data here, left out"
    with gzip.open(DATA, "rt", encoding="utf-8", newline="") as f:
        rows = [r for r in csv.DictReader(f) if re.fullmatch(r"1[789]\d5|20\d5", r["time_period"]) and re.fullmatch("[a-z]{3}", r["ref_area"]) and r["obs_value"]]
    per = {}
    for r in rows:
        per[r["indicator"]] = per.get(r["indicator"], 0) + 1
    chosen = {name: i for i, name in enumerate(sorted(per, key=lambda k: (-per[k], k))[:3 if SLOW_BUILD else 8])}
    parties = sorted({r["ref_area"].upper() for r in rows})
    config = "parties = ( " + ", ".join(f'{{ code = "{p}"; name = "{p}"; }}' for p in parties + ["W1"]) + " );\nindicators = ( " + ", ".join(
        f'{{ area = "trade"; id = "x{i}"; title = "{name}"; unit = "points"; kind = "flow"; signed = true; }}' for name, i in chosen.items()) + " );\n"
    with Coopd(config=config) as d:
        body = "series,period,value,published\n" + "".join(
            f"{r['ref_area'].upper()}-W1/trade/x{chosen[r['indicator']]},{r['time_period']},{r['obs_value']},2024-01-01\n" for r in rows if r["indicator"] in chosen)
        got = import_text(d, body)
        want(got["refused"] == 0 and got["taken"] > 2000, f"{got}")
        text = exported(d, "--format", "openmetrics")
        n = len(d.must("SERIES"))
        found = parse(text)
        want(n > 300 and len(found) == 3 * got["taken"] and min(t for _, _, t in found) < 0, f"{n} series, {len(found)} samples")
        with Coopd(config=config) as e:
            back = import_text(e, exported(d, "--format", "sdmx-csv"))
            want(back["taken"] == got["taken"], f"{back}")
            want(exported(e, "--format", "openmetrics") == text, "read back, it gives other figures")
        return f"{n} series; " + compare(text)


if __name__ == "__main__":
    main(test_reads_back, test_as_of_and_glob, test_what_contradicts_itself_is_refused, test_openmetrics, test_thousands_of_series)
