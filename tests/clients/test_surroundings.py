#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same clients elsewhere: RRDCACHED_ADDRESS, symlinks, another working folder, a German locale, socat by hand."""

import os
import re
import shutil

from rows import fetched, info, same, same_rows
from world import COLUMNS, SINCE, UNTIL, World, main, need, run, want

NAME = "AZ-RU/tourism/arrivals-S"


def fetch(path, *more, env=None, cwd=None):
    return run("rrdtool", "fetch", path, "AVERAGE", "-s", str(SINCE), "-e", str(UNTIL - 1), *more, env=env, cwd=cwd).stdout


def away(d):
    """The file is put aside, so that only coopd can have the numbers."""
    os.rename(d.rrd(NAME), d.rrd(NAME) + ".away")


def test_address_in_the_environment():
    with World() as d:
        away(d)
        env = {"RRDCACHED_ADDRESS": d.address}
        same_rows(d, NAME, *fetched(fetch(d.rrd(NAME), env=env)), SINCE, UNTIL - 1)
        last = run("rrdtool", "last", d.rrd(NAME), env=env).stdout.strip()
        want(last == str(max(d.known[NAME])), f"last: {last}")
        listed = run("rrdtool", "list", "-r", "/", env=env).stdout.split()
        want(NAME + ".rrd" in listed, f"list -r: {listed}")


def test_coopd_does_not_ask_itself():
    """RRDCACHED_ADDRESS in coopd's own environment must not send its worker to its own socket."""
    with World(env={"RRDCACHED_ADDRESS": "unix:/nonexistent/socket"}) as d:
        want(d.status()["rrd_failed"] == "0" and len(d.names) > 20, f"files {d.names}, {d.status()['lines']}")


def test_symlinked_state_folder():
    """coopd is told a symlink; clients name the file through the link, through the real folder, and relative to where they stand."""
    with World(link=True) as d:
        want(os.path.islink(d.state), "the state folder is no symlink")
        away(d)
        real = os.path.realpath(d.rrd(NAME))
        folder, file = os.path.split(real)
        beside = os.path.join(d.dir, "beside")
        os.symlink(os.path.join(d.state, "rrd"), beside)
        linked = os.path.join(beside, NAME + ".rrd")
        here = [(file, folder), ("./" + file, folder), (f"../tourism/{file}", folder)]
        for path, cwd in [(d.rrd(NAME), None), (real, None), (linked, None), *here]:
            same_rows(d, NAME, *fetched(fetch(path, "--daemon", d.address, cwd=cwd)), SINCE, UNTIL - 1)
            for command in ("first", "last", "info"):
                want(run("rrdtool", command, "--daemon", d.address, path, cwd=cwd).stdout.strip(), f"{command} {path}")
        # As it is spelt in the configuration, by a client that does not resolve names.
        for path in (d.rrd(NAME), real, "/" + NAME + ".rrd", NAME + ".rrd"):
            status, _ = d.ask(f"LAST {path}")
            want(status == f"0 {max(d.known[NAME])}", f"LAST {path}: {status}")


def test_paths_that_lead_elsewhere():
    """A symlink inside the folder gives no way out of it, and a name outside is not answered by what happens to be called alike."""
    with World() as d:
        outside = os.path.join(d.dir, "outside")
        os.makedirs(os.path.join(outside, "tourism"))
        shutil.copy(d.rrd("AZ-RU/tourism/arrivals-A"), os.path.join(outside, "tourism/arrivals-A.rrd"))
        with open(os.path.join(outside, "tourism/arrivals-A.rrd"), "rb") as f:
            before = f.read()
        os.symlink(outside, os.path.join(d.state, "rrd/AZ-LV"))
        for request in ("UPDATE {} 1672531200:5", "FETCH {} AVERAGE", "INFO {}", "LAST {}", "FLUSH {}", "PENDING {}"):
            for path in (
                f"{d.state}/rrd/AZ-LV/tourism/arrivals-A.rrd",
                f"{outside}/tourism/arrivals-A.rrd",
                f"{d.state}/rrd/../rrd/AZ-RU/tourism/arrivals-A.rrd",
                f"{d.state}/rrdx/AZ-RU/tourism/arrivals-A.rrd",
                "/etc/passwd",
                f"{d.state}/ledger.db",
            ):
                if "AZ-LV" in path and ("UPDATE" in request or "PENDING" in request):
                    continue  # a series like others; its file is coopd's own affair
                status, lines = d.ask(request.format(path))
                want(status.startswith("-") and not lines and re.search(r"-\d+ \w", status), f"{request.format(path)}: {status}")
        d.must("PUT AZ-LV/tourism/arrivals 2022 5")
        d.must("FLUSHALL")
        with open(os.path.join(outside, "tourism/arrivals-A.rrd"), "rb") as f:
            unchanged = f.read() == before
        return None if unchanged else "coopd follows a symlink that somebody put into its own folder"


def german(d):
    """The environment of a German client, or None where there is no such locale."""
    if not shutil.which("localedef") or not os.path.exists("/usr/share/i18n/locales/de_DE"):
        return None
    made = run("localedef", "-i", "de_DE", "-f", "UTF-8", os.path.join(d.dir, "de_DE.UTF-8"), want_code=None)
    if made.returncode > 1:
        return None
    return {"LOCPATH": d.dir, "LC_ALL": "de_DE.UTF-8"}


def test_german_client():
    with World() as d:
        env = german(d)
        if not env:
            return "left out: no German locale here (package locales)"
        text = fetch(d.rrd(NAME), "--daemon", d.address, env=env)
        want("3,6000000000e+05" in text, f"rrdtool does not speak German:\n{text[-400:]}")
        same_rows(d, NAME, *fetched(text), SINCE, UNTIL - 1)
        got = info(run("rrdtool", "info", "--daemon", d.address, d.rrd(NAME), env=env).stdout)
        want(float(got["rra[0].xff"].replace(",", ".")) == 0.5, f"xff of a German client: {got['rra[0].xff']}")
        for line in run("collectdctl", "-s", d.socket, "getval", NAME, env=env).stdout.splitlines():
            column, _, number = line.partition("=")
            want(number.replace(",", ".") == f"{d.known[NAME][max(d.known[NAME])][column]:e}", f"getval of a German client: {line}")
        picture = [os.path.join(d.dir, name) for name in ("asked.png", "read.png")]
        for file, more in zip(picture, (["--daemon", d.address], [])):
            drawn = [f"DEF:v={d.rrd(NAME)}:value:AVERAGE", "AREA:v#3b6ea5", "GPRINT:v:MAX:%.3lf"]
            run("rrdtool", "graph", file, *more, "-s", "1577880000", "-e", "1735668000", *drawn, env=env)
        with open(picture[0], "rb") as asked, open(picture[1], "rb") as read:
            want(asked.read() == read.read(), "the pictures of a German client differ")
        return None


def by_hand(d, request):
    return run("socat", "-t", "10", "-", f"UNIX-CONNECT:{d.socket}", data=request).stdout.split("\n")[:-1]


def test_socat():
    """What a person types: both vocabularies over one connection, LF and CRLF."""
    if not shutil.which("socat"):
        return "left out: no socat"
    with World() as d:
        end = max(d.known[NAME])
        step = 15778800
        for newline in ("\n", "\r\n"):
            lines = by_hand(d, newline.join((f"GETVAL {NAME}", f"FETCH {d.rrd(NAME)} AVERAGE {end - step} {end - 1}", "PING", "QUIT", "")))
            want(lines[0] == "4 Values found", f"GETVAL: {lines[0]}")
            for column, line in zip(COLUMNS, lines[1:5]):
                same(float(line.partition("=")[2]), d.known[NAME][end][column], f"GETVAL {line}")
            want(re.match(r"7 ", lines[5]), f"FETCH: {lines[5]}")
            named = dict(line.split(": ", 1) for line in lines[6:] if ": " in line)
            want(named["Step"] == str(step) and named["DSCount"] == "4" and named["DSName"].split() == COLUMNS, f"FETCH: {lines[5:12]}")
            numbers = [float(number) for number in named[str(end)].split()]
            for column, number in zip(COLUMNS, numbers):
                same(number, d.known[NAME][end][column], f"FETCH {column}")
            want("0 PONG" in lines, f"PING: {lines[-3:]}")
    return None


need("rrdtool", "collectdctl")
main(
    test_address_in_the_environment,
    test_coopd_does_not_ask_itself,
    test_symlinked_state_folder,
    test_paths_that_lead_elsewhere,
    test_german_client,
    test_socat,
)
