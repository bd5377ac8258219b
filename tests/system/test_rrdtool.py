#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stock rrdtool with --daemon: the same answers as from the files, and the same numbers as GET; FLUSH and what becomes of it; odd folders."""

import os
import re
import select
import signal
import subprocess

from common import Coopd, main, options, wait_for, want

YEAR_S = 31557600
PER_YEAR = {"A": 1, "S": 2, "Q": 4, "M": 12}
ARRIVALS = "AZ-RU/tourism/arrivals-S"
SPAN = ["-s", str(11 * YEAR_S), "-e", str(60 * YEAR_S)]


def rrdtool(d, command, *args, code=0, cwd=None):
    """The output of rrdtool in bytes, with the daemon where there is one."""
    daemon = ["--daemon", "unix:" + d.socket] if d else []
    run = subprocess.run(["rrdtool", command, *daemon, *args], capture_output=True, check=False, cwd=cwd, timeout=120)
    want(run.returncode == code, f"rrdtool {command} {args}: exit code {run.returncode}: {run.stderr.decode()}")
    return run.stdout if code == 0 else run.stderr.decode()


def sample(d):
    d.import_sample()
    for period, value in (("2015-Q1", "12.345"), ("2016-Q3", "0.1"), ("2016-Q4", "7"), ("2019-05", "1234567.89"), ("1960", "5")):
        d.must(f"PUT AZ-RU/transport/passengers {period} {value}")
    want(d.ask("FLUSH")[0] == "0 Done: 1 successful, 0 errors", "FLUSH of all")
    want(d.status()["rrd_pending"] == "0", f"files wait after FLUSH: {d.status()['rrd_pending']}")
    return d


def rows(text):
    """{time: [numbers]} of rrdtool fetch, unknown rows left out."""
    found = {}
    for line in text.decode().splitlines():
        when, colon, numbers = line.partition(":")
        if colon and "nan" not in numbers.split()[0]:
            found[int(when)] = [float(n) for n in numbers.split()]
    return found


def row_end(period):
    year, freq, number = re.fullmatch(r"(\d{4})(?:-([SQ]?)(\d+))?", period).groups()
    return (int(year) - 1970) * YEAR_S + int(number or 1) * YEAR_S // PER_YEAR["A" if number is None else freq or "M"]


def test_fetch_says_what_the_files_and_get_say():
    with sample(Coopd()) as d:
        names = d.rrd_files()
        want(len(names) > 20, f"files {names}")
        for name in names:
            asked, read = (rrdtool(x, "fetch", d.rrd(name), "AVERAGE", *SPAN).replace(b"-nan", b"nan") for x in (d, None))
            want(asked == read, f"{name}: by the daemon\n{asked.decode()}\nfrom the file\n{read.decode()}")
            figures = {row_end(f["period"]): f for f in d.figures(name)}
            got = rows(asked)
            want({t: r[0] for t, r in got.items()} == {t: float(f"{f['value']:.10e}") for t, f in figures.items() if t > 11 * YEAR_S},
                 f"{name}: {got}\nGET says {figures}")  # fmt: skip


def exact(d, name):
    """The numbers of FETCH are those of GET to the last bit, read as anybody reads a number."""
    _, lines = d.ask(f"FETCH {d.rrd(name)} AVERAGE 1 {60 * YEAR_S} value low high")
    got = {int(t): [float(n) for n in numbers.split()] for t, numbers in (line.split(":") for line in lines[6:])}
    got = {t: n for t, n in got.items() if n[0] == n[0]}
    wanted = {}
    for line in d.must(f"GET {name}"):
        period, value = line.split()[:2]
        wanted[row_end(period)] = [float(value), float(options(line)["low"]), float(options(line)["high"])]
    want(got == wanted, f"{name}: FETCH {got}\nGET {wanted}")


def test_fetch_is_exact():
    with sample(Coopd()) as d:
        for name in ("AZ-RU/trade/turnover-A", "AZ-RU/transport/passengers-Q", "AZ-RU/transport/passengers-M", ARRIVALS):
            exact(d, name)


def test_info_first_last():
    with sample(Coopd()) as d:
        for name in d.rrd_files():
            path = d.rrd(name)
            for command in ("info", "last", "lastupdate"):
                want(rrdtool(d, command, path) == rrdtool(None, command, path), f"{command} {name}: not as the file has it")
            first = min(row_end(f["period"]) for f in d.figures(name))
            want(int(rrdtool(d, "first", path)) == first, f"first {name}: {rrdtool(d, 'first', path)}, wanted {first}")
        want("invalid archive" in rrdtool(d, "first", "--rraindex", "1", path, code=1), "rraindex 1")
        # A row put before the others makes the file anew, one put behind them is appended: cur_row is as in a new file.
        d.must("PUT AZ-RU/transport/passengers 2016-Q2 3")
        want(rrdtool(d, "info", d.rrd("AZ-RU/transport/passengers-Q")) == rrdtool(None, "info", d.rrd("AZ-RU/transport/passengers-Q")),
             "info of a file made anew")  # fmt: skip


def test_list_is_the_folder():
    with sample(Coopd()) as d:
        top = os.path.join(d.state, "rrd")
        for path in ("/", "/AZ-RU", "/AZ-RU/tourism", "/AZ-RU/tourism/arrivals-A.rrd", "/*", "/AZ-RU/*", "/AZ-RU/tourism/arr*", "/*/trade"):
            for recursive in ([], ["-r"]):
                if recursive and "*" in path:
                    continue
                asked, read = (sorted(rrdtool(*a).split()) for a in ((d, "list", *recursive, path), (None, "list", *recursive, top + path)))
                want(asked == read, f"list {recursive} {path}: {asked}\nthe folder {read}")
        want("No such file or directory" in rrdtool(d, "list", "/nosuch", code=1), "a folder that is not there")


def draw(d, folder, name, command="graph"):
    path = d.rrd(name).replace(":", r"\:")
    picture = os.path.join(folder, "picture.png")
    args = [picture, "--start", str(40 * YEAR_S), "--end", str(56 * YEAR_S), "-l", "0", "-w", "500", "-h", "200",
            f"DEF:v={path}:value:AVERAGE", f"DEF:h={path}:high:MAX", "AREA:v#3b6ea5:value", "LINE1:h#000000:high", "PRINT:v:MAX:%.15lg"]  # fmt: skip
    return args, picture, command


def test_pictures_are_equal():
    with sample(Coopd()) as d:
        for name in (ARRIVALS, "AZ-RU/trade/turnover-A", "AZ-RU/transport/passengers-Q"):
            for command in ("graph", "graphv"):
                drawn = []
                for daemon in (d, None):
                    args, picture, _ = draw(d, d.dir, name, command)
                    text = rrdtool(daemon, command, *args)
                    with open(picture, "rb") as f:
                        drawn.append((text, f.read()))
                want(drawn[0] == drawn[1], f"{command} {name}: not the same picture: {drawn[0][0]} {drawn[1][0]}")
            args = ["--start", str(40 * YEAR_S), "--end", str(56 * YEAR_S), f"DEF:v={d.rrd(name)}:value:AVERAGE", "XPORT:v:value"]
            for form in ([], ["--json"]):
                want(rrdtool(d, "xport", *form, *args) == rrdtool(None, "xport", *form, *args), f"xport {form} {name}")


def flushed(d, path):
    """The file is on disk when this returns. Whether FLUSH had it written or came after that is a matter of luck."""
    status = d.ask(f"FLUSH {path}")[0]
    want(re.match(r"0 (Successfully flushed|Nothing to flush:) /.*\.rrd\.$", status), f"FLUSH {path}: {status}")


def test_flush_is_on_disk():
    with Coopd() as d:
        path = d.rrd("AZ-RU/transport/passengers-A")
        for number in range(20):
            want(d.ask(f"PUT AZ-RU/transport/passengers {2000 + number} {number}")[0] == "0 recorded", "PUT")
            flushed(d, path)
            want(f" {number} {number} {number} 0" in rrdtool(None, "lastupdate", path).decode(), f"{number} is not in the file")
        # Of many at once the one asked for, and of relatives those that change with it.
        d.import_sample()
        d.must("PUT AZ-RU/trade/turnover 2021 3000000000")
        flushed(d, "AZ-RU/trade/turnover-A.rrd")
        want(rrdtool(d, "flushcached", d.rrd("AZ-RU/trade/turnover-A"), path) == b"", "flushcached")
        got = rows(rrdtool(None, "fetch", d.rrd("AZ-RU/trade/turnover-A"), "AVERAGE", *SPAN))
        want(got[52 * YEAR_S][0] == 3e9 and 53 * YEAR_S in got, f"turnover in the file: {got}")
        d.must("PUT AZ-RU/trade/turnover_growth 2021 10")
        flushed(d, "AZ-RU/trade/turnover-A.rrd")
        got = rows(rrdtool(None, "fetch", d.rrd("AZ-RU/trade/turnover-A"), "AVERAGE", *SPAN))
        want(51 * YEAR_S in got, f"turnover 2020 follows from the growth of 2021, and is not in the file: {got}")
        # What was flushed and has lost its last row is gone.
        d.must("PUT AZ-RU/culture/events 2023 5 published=2024-01-01")
        flushed(d, "AZ-RU/culture/events-A.rrd")
        d.must("PUT AZ-RU/culture/events 2023 nan status=M published=2024-02-01")
        want(d.ask("FLUSH")[0] == "0 Done: 1 successful, 0 errors", "flush of a file to be removed")
        want(not os.path.exists(d.rrd("AZ-RU/culture/events-A")), "it is still there")
        want(d.ask("FLUSH AZ-RU/culture/events-A.rrd")[0].startswith("-66 No such file"), "flush of a file that is gone")


def test_flush_that_fails_says_why():
    with Coopd() as d:
        path = d.rrd("AZ-RU/transport/passengers-A")
        os.makedirs(path)
        d.must("PUT AZ-RU/transport/passengers 2020 1")
        for request in (f"FLUSH {path}", f"FLUSH {path}"):  # tried again each time it is asked for
            status = d.ask(request)[0]
            want(status.startswith("-") and "is a folder" in status, f"{request}: {status}")
        status = d.ask("FLUSH")[0]
        want(status.startswith("0 Done: 0 successful, 1 errors; 1 files: ") and "is a folder" in status, status)
        status = d.ask("FLUSH identifier=AZ-RU/transport/passengers-A plugin=rrdtool")[0]
        want(status.startswith("0 Done: 0 successful, 1 errors; AZ-RU/transport/passengers-A: ") and "is a folder" in status, status)
        want(d.ask(f"PENDING {path}")[0] == "1 updates pending", d.ask(f"PENDING {path}")[0])
        os.rmdir(path)
        flushed(d, path)  # the folder is out of the way


def with_sleeping_worker(d):
    """Files that wait for a worker that does nothing; connections that wait for them."""
    d.must("PUT AZ-RU/transport/passengers 2019 1")
    want(d.ask("FLUSH")[0].startswith("0 Done"), "flush")
    pid = int(d.status()["worker_pid"])
    os.kill(pid, signal.SIGSTOP)
    # More files than are with the worker at a time.
    for partner in ("RU", "TR", "GE", "KZ", "UZ", "TM", "KG", "TJ", "BY", "MD", "AM", "IR"):
        d.must(f"PUT AZ-{partner}/transport/passengers 2020 1")
    waiting = []
    for request in ("FLUSH AZ-RU/transport/passengers-A.rrd", "FLUSH", "FLUSH AZ-RU/transport/passengers-A.rrd"):
        waiting.append(d.connect())
        waiting[-1].send(request + "\n")
    wait_for(lambda: len(d.ask("QUEUE")[1]) == 12, "all files in the queue")
    early = select.select([client.sock for client in waiting], [], [], 0)[0]
    want(not early, "FLUSH was answered while the worker slept")
    return pid, waiting


def test_flush_outlives_a_killed_worker():
    with Coopd() as d:
        pid, waiting = with_sleeping_worker(d)
        want(f"1 {os.path.realpath(d.rrd('AZ-RU/transport/passengers-A'))}" in d.ask("QUEUE")[1], f"QUEUE {d.ask('QUEUE')}")
        want(d.ask("PENDING AZ-RU/transport/passengers-A.rrd")[1][-1] == f"{51 * YEAR_S}:1:1:1:0", "PENDING")
        waiting[2].close()
        os.kill(pid, signal.SIGKILL)
        want(waiting[0].reply()[0].startswith("0 Success"), "the flush of one")
        want(waiting[1].reply()[0] == "0 Done: 1 successful, 0 errors", "the flush of all")
        want(len([name for name in d.rrd_files() if name.endswith("/transport/passengers-A")]) == 12, f"files {d.rrd_files()}")


def test_stop_answers_those_who_wait():
    with Coopd() as d:
        pid, waiting = with_sleeping_worker(d)
        d.process.send_signal(signal.SIGTERM)
        for client in waiting:
            try:
                status = client.reply()[0]
                want(status.startswith("-75") or "1 errors" in status, status)
            except (EOFError, ConnectionError):
                pass  # closed: the time that a stop takes was up
        d.ended(0)
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def everywhere(d, path):
    """rrdtool finds the file by its path, whatever stands in it."""
    want(b"3.6000000000e+05" in rrdtool(d, "fetch", path, "AVERAGE", *SPAN), f"fetch {path}")
    want(rrdtool(d, "last", path) == rrdtool(None, "last", path), f"last {path}")
    want(rrdtool(d, "info", os.path.basename(path), cwd=os.path.dirname(path)), f"info in {os.path.dirname(path)}")
    rrdtool(d, "flushcached", path)


def test_state_behind_a_link():
    d = Coopd(start=False)
    real = os.path.join(d.dir, "real")
    os.rename(d.state, real)
    os.symlink("real", d.state)
    with d:
        d.start()
        sample(d)
        for top in (d.state, real):
            everywhere(d, os.path.join(top, "rrd", ARRIVALS + ".rrd"))
            want(d.ask(f"LAST {top}/rrd/{ARRIVALS}.rrd")[0] == d.ask(f"LAST {ARRIVALS}.rrd")[0], f"LAST below {top}")
        # Another way there is rrdtool's to resolve; coopd follows no link.
        os.symlink(real, os.path.join(d.dir, "other"))
        other = os.path.join(d.dir, "other", "rrd", ARRIVALS + ".rrd")
        everywhere(d, other)
        want(d.ask(f"LAST {other}")[0].startswith("-66 No such file"), "a link that coopd knows nothing of")


def test_blanks_and_colons_in_the_path():
    d = Coopd(start=False)
    d.state = os.path.join(d.dir, "my state: \\1")
    os.mkdir(d.state, 0o755)
    with open(d.config_file, "w", encoding="utf-8") as f:
        f.write(f'plugins_dir = "{d.plugins}";\nsocket: {{ path = "{d.socket}"; }};\n')
    d.args += ["--state", d.state]
    with d:
        d.start()
        sample(d)
        everywhere(d, d.rrd(ARRIVALS))


def test_hostile_clients():
    with sample(Coopd()) as d:
        want("No such file" in rrdtool(d, "last", "nl.rrd\nFLUSHALL", cwd=d.dir, code=1), "a newline in a path")
        for begin in ("PI", "FETCH ", f"FLUSH {ARRIVALS}.rrd", "FLUSH plugin="):
            client = d.connect()
            client.send(begin)
            client.close()
        client = d.connect()
        client.send("PING\n" * 500 + f"FETCH {ARRIVALS}.rrd AVERAGE 1 1800000000\n" * 500)
        for _ in range(500):
            want(client.reply()[0] == "0 PONG", "PING")
        for _ in range(500):
            want(client.reply()[0] == "121 Success", "FETCH")
        want("is not taken" in rrdtool(d, "create", os.path.join(d.dir, "x.rrd"), "DS:v:GAUGE:600:U:U", "RRA:AVERAGE:0.5:1:10", code=1), "create")
        want(not os.path.exists(os.path.join(d.dir, "x.rrd")), "create made a file")
        want("no data source" in d.ask(f"FETCH {ARRIVALS}.rrd AVERAGE 1700000000 1710000000 nosuch")[0], "an unknown data source")


main(
    test_fetch_says_what_the_files_and_get_say,
    test_fetch_is_exact,
    test_info_first_last,
    test_list_is_the_folder,
    test_pictures_are_equal,
    test_flush_is_on_disk,
    test_flush_that_fails_says_why,
    test_flush_outlives_a_killed_worker,
    test_stop_answers_those_who_wait,
    test_state_behind_a_link,
    test_blanks_and_colons_in_the_path,
    test_hostile_clients,
)
