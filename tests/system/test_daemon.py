#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The daemon as an administrator and a rude client meet it: arguments, configuration, signals, the socket's file, plugins, crowds."""

import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import threading

from common import BUILD, ROOT, Client, Coopd, main, wait_for, want

BAD = os.path.join(BUILD, "tests/plugins")
ASAN = os.path.basename(BUILD) == "asan"


def run(*args, **more):
    return subprocess.run([os.path.join(BUILD, "coopd"), *args], capture_output=True, text=True, timeout=120, check=False, **more)


def refused(d, pattern, code=None):
    """coopd ends at once with one clear line."""
    process = run("--config", d.config_file, *d.args)
    want(process.returncode != 0 and (code is None or process.returncode == code), f"exit code {process.returncode}, wanted {code}: {process.stderr}")
    want(re.search(pattern, process.stderr), f"no word of /{pattern}/ in: {process.stderr}")


# Arguments and configuration


def test_arguments():
    version = run("--version")
    want(version.returncode == 0 and re.search(r"coopd \d+\.\d+", version.stdout), f"--version: {version}")
    for args in (["--no-such"], ["--config"], ["stray"]):
        process = run(*args)
        want(process.returncode == 64 and process.stderr, f"{args}: {process}")
    want(run("--config", "/nowhere/coopd.conf", "--check-config").returncode in (66, 78), "a missing file was taken")


def check_config(d):
    return run("--config", d.config_file, "--check-config")


def test_check_config():
    with Coopd(start=False) as d:
        want(check_config(d).returncode == 0, f"a good one: {check_config(d)}")
        # text, line in the file (three lines stand before), words that the message must hold
        for text, line, words in (
            ("stat_dir = \"x\";", 4, ["stat_dir", "state_dir"]),
            ("# comment\nlog_levl = \"info\";", 5, ["log_levl"]),
            ("pairs = (\"AZ-UK\");", 4, ["GB"]),
            ("pairs = [", 5, ["the line before"]),
        ):
            d.configure(text)
            got = check_config(d)
            want(got.returncode == 78, f"{text}: exit code {got.returncode}: {got.stderr}")
            for word in [d.config_file, *words]:
                want(word in got.stderr, f"{text}: no {word} in: {got.stderr}")
            want(re.search(rf"\b{line}\b", got.stderr.replace(d.config_file, "")), f"{text}: line {line} is not named: {got.stderr}")
    shipped = os.path.join(ROOT, "conf/coopd.conf")
    got = run("--config", shipped, "--check-config")
    want(got.returncode == 0, f"the shipped one: {got.stderr}")


def test_check_plugin():
    for name in sorted(os.listdir(os.path.join(BUILD, "plugins"))):
        if name.endswith(".so"):
            got = run("--check-plugin", os.path.join(BUILD, "plugins", name))
            want(got.returncode == 0, f"{name}: {got.stderr}")
    bad = [name for name in os.listdir(BAD) if name.endswith(".so") and not name.startswith(("crash", "hang"))]
    want(len(bad) >= 3, f"bad plugins to try in {BAD}: {bad}")
    for name in sorted(bad):
        got = run("--check-plugin", os.path.join(BAD, name))
        want(got.returncode > 0 and len((got.stderr + got.stdout).strip().splitlines()) == 1, f"{name}: {got}")


# Signals


def test_hup_good_and_bad():
    with Coopd() as d:
        def reload(config):
            before = len(d.log())
            d.configure(config)
            d.process.send_signal(signal.SIGHUP)
            return wait_for(lambda: "configuration" in d.log()[before:] and d.log()[before:], "a word on the configuration")

        want(d.ask("PUT AZ-XYZ/tourism/arrivals 2023 1")[0].startswith("-66"), "a party that nobody declared was taken")
        reload('parties = ( { code = "XYZ"; name = "Anywhere"; } );')
        want(d.ask("PUT AZ-XYZ/tourism/arrivals 2023 1")[0] == "0 recorded", f"a declared party is refused: {d.log_tail()}")
        said = reload("no_such_key = 1;")
        want("no_such_key" in said, f"why the new one was not taken: {said}")
        want(d.ask("PUT AZ-XYZ/tourism/arrivals 2024 1")[0] == "0 recorded", "the old configuration is not in force any more")
        want(d.status()["state"] == "ready", "not ready after a bad reload")


def test_term_finishes_what_is_in_hand():
    with Coopd() as d:
        client = d.connect()
        client.send("".join(f"PUT AZ-RU/tourism/arrivals {1971 + i // 12}-{i % 12 + 1:02d} {1000 + i}\n" for i in range(1200)))
        want(client.line() == "0 recorded", "the first reply")
        d.stop()
        acknowledged = 1
        try:
            while client.line() == "0 recorded":
                acknowledged += 1
        except (EOFError, ConnectionError):
            pass
        want(not os.path.exists(d.socket), "the socket's file is left behind")
        d.start()
        lines = d.must("OBSERVATIONS AZ-RU/tourism/arrivals")
        want(acknowledged <= len(lines) <= 1200, f"{acknowledged} acknowledged, {len(lines)} there")
        d.stop(signal.SIGINT)
        d.start()


def test_second_daemon_on_the_same_state_is_refused():
    with Coopd() as d:
        d.must("PUT AZ-RU/tourism/arrivals 2023 1")
        with open(d.config_file, encoding="utf-8") as f:
            text = f.read()
        other = os.path.join(d.dir, "other.conf")
        with open(other, "w", encoding="utf-8") as f:
            f.write(text.replace(f'"{d.socket}"', f'"{d.socket}2"'))
        got = run("--config", other)
        want(got.returncode > 0 and d.state in got.stderr, f"two daemons on one ledger: {got}")
        want(d.ask("PUT AZ-RU/tourism/arrivals 2024 1")[0] == "0 recorded", "the first daemon was hurt")


# The socket's file


def test_stale_socket_is_taken_over():
    with Coopd() as d:
        d.kill()
        want(os.path.exists(d.socket), "a killed daemon leaves its socket")
        d.start()


def test_live_socket_is_refused():
    with Coopd() as d:
        inode = os.stat(d.socket).st_ino
        with Coopd(start=False) as e:
            e.args = ["--socket", d.socket]
            refused(e, re.escape(d.socket))
        want(os.stat(d.socket).st_ino == inode, "the socket of the first daemon was replaced")
        d.must("STATUS")


def test_file_in_the_way_is_refused():
    with Coopd(start=False) as d:
        with open(d.socket, "w", encoding="utf-8") as f:
            f.write("mine")
        refused(d, re.escape(d.socket))
        with open(d.socket, encoding="utf-8") as f:
            want(f.read() == "mine", "somebody's file was overwritten")


def test_over_long_socket_path_is_refused():
    with Coopd(start=False) as d:
        d.args = ["--socket", os.path.join(d.dir, "x" * 120)]
        refused(d, "socket.path.*write 1 to 107")
        want(not [f for f in os.listdir(d.dir) if f.startswith("xxx")], "a socket with a cut name was made")


def test_mode_of_the_socket():
    with Coopd() as d:
        want(os.stat(d.socket).st_mode & 0o007 == 0, f"anybody may write to the socket: {oct(os.stat(d.socket).st_mode)}")


# Plugins


def folder_of_plugins(d, config=""):
    folder = os.path.join(d.dir, "plugins")
    os.mkdir(folder, 0o755)
    for name in os.listdir(os.path.join(BUILD, "plugins")):
        if name.endswith(".so"):
            shutil.copy2(os.path.join(BUILD, "plugins", name), folder)
    d.plugins = folder
    d.configure(config)
    return folder


def test_bad_plugins_are_refused_and_the_rest_works():
    with Coopd(start=False) as d:
        folder = folder_of_plugins(d)
        bad = []
        for name in sorted(os.listdir(BAD)):
            if name.endswith(".so") and not name.startswith(("crash", "hang")):
                shutil.copy2(os.path.join(BAD, name), folder)
                bad.append(name)
        trade = os.path.join(folder, "trade.so")
        with open(trade, "rb") as f:
            start = f.read(os.path.getsize(trade) // 2)
        made = {"truncated.so": start[:3000], "empty.so": b"", "text.so": b"not a plugin\n"}
        for name, data in made.items():
            with open(os.path.join(folder, name), "wb") as f:
                f.write(data)
            os.chmod(os.path.join(folder, name), 0o644)
        shutil.copy2(trade, os.path.join(folder, "othername.so"))
        os.chmod(os.path.join(folder, "energy.so"), 0o775)
        os.symlink("/nowhere.so", os.path.join(folder, "dangling.so"))
        bad += [*made, "othername.so", "energy.so", "dangling.so"]
        d.start()
        lines = [line for line in d.status()["lines"] if line.startswith("plugin_refused ")]
        log = d.log()
        for name in bad:
            told = [line for line in lines if f"/{name} " in line or f"file={name} " in line]
            want(len(told) == 1 and re.search(r'reason="?.{8}', told[0]), f"{name}: STATUS says {told} of {lines}")
            want(name in log, f"{name}: no word in the log")
        areas = {line.split()[0] for line in d.must("AREAS")}
        want("energy" not in areas and {"trade", "tourism", "education"} <= areas, f"areas {areas}")
        want(d.ask("PUT AZ-RU/trade/turnover 2023 4.4e9")[0] == "0 recorded", "the good plugins do not work")
        want(d.ask("GET AZ-RU/energy/oil")[0].startswith("-66"), "a refused area is answered")


def test_what_follows_is_listed_without_files():
    with Coopd(config="rrd: { enabled = false; };") as d:
        for what in ("exports 2023 5000000", "imports 2023 3000000"):
            d.must(f"PUT AZ-RU/trade/{what}")
        wait_for(lambda: any(line.startswith("AZ-RU/trade/turnover-A ") for line in d.must("SERIES")), "the turnover that follows")
        d.stop()
        d.start()
        wait_for(lambda: any(line.startswith("AZ-RU/trade/turnover-A ") for line in d.must("SERIES")), "the same after a restart")


def test_observations_outlive_their_plugin():
    with Coopd(start=False) as d:
        folder = folder_of_plugins(d)
        d.start()
        d.must("PUT AZ-RU/energy/oil 2023 1000")
        d.must("PUT AZ-RU/trade/turnover 2023 4.4e9")
        d.stop()
        os.rename(os.path.join(folder, "energy.so"), os.path.join(d.dir, "energy.so"))
        for config in ("", "weigh: { derive = false; };"):
            d.configure(config)
            d.start()
            for lists in ("LISTVAL", "LIST RECURSIVE /", "SERIES"):
                want(not any("energy" in line for line in d.must(lists)), f"{lists} names what is not loaded, {config}")
            d.stop()
        d.start()
        want(d.status()["orphans"] == "1", f"orphans {d.status()['orphans']}")
        want(len(d.must("GET AZ-RU/trade/turnover")) == 1, "the others")
        d.stop()
        os.rename(os.path.join(d.dir, "energy.so"), os.path.join(folder, "energy.so"))
        d.start()
        want(len(d.must("GET AZ-RU/energy/oil")) == 1, "an observation was lost with its plugin")


def review(kind):
    """A plugin whose review() crashes or hangs: the import of its area is reported as failed or without remarks, the daemon goes on."""
    with Coopd(start=False) as d:
        folder = folder_of_plugins(d, "worker: { job_timeout_s = 2; };")
        names = [name for name in os.listdir(BAD) if name.startswith(kind) and name.endswith(".so")]
        want(names, f"no plugin {kind}*.so in {BAD}")
        shutil.copy2(os.path.join(BAD, names[0]), folder)
        d.start()
        area = names[0][:-3]
        indicator = next(line.split()[0].split("/")[1] for line in d.must(f"INDICATORS {area}"))
        body = f"series,period,value\nAZ-RU/{area}/{indicator},2023,12\nAZ-RU/trade/exports,2023,1000000\n".encode()
        client = d.connect()
        client.send(f"IMPORT bad.csv bytes={len(body)}\n".encode() + body)
        # While the worker is at it, observations are accepted all the same.
        want(d.ask("PUT AZ-RU/tourism/arrivals 2023 630000")[0] == "0 recorded", "a PUT during the import")
        status, _ = client.reply()
        client.close()
        again = b"series,period,value\nAZ-RU/trade/imports,2023,1000000\n"
        client = d.connect()
        client.send(f"IMPORT good.csv bytes={len(again)}\n".encode() + again)
        after = client.reply()[0]
        want(" taken=1 " in after, f"the import after it: {after}")
        client.close()
        d.wait_rrd()
        want(int(d.status()["worker_restarts"]) > 0, f"the worker was never restarted; the import said: {status}")
        return status


def test_crash_in_review():
    return review("crash")


def test_hang_in_review():
    return review("hang")


# Crowds and rude clients


def test_two_thousand_clients():
    n = 2000
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard != resource.RLIM_INFINITY and hard < n + 200:
        return f"left out: at most {hard} open files here"
    resource.setrlimit(resource.RLIMIT_NOFILE, (n + 200, hard))
    with Coopd() as d:
        clients = [d.connect() for _ in range(n)]
        for i, client in enumerate(clients):
            client.send(f"PUT AZ-RU/tourism/arrivals {1971 + i % 120}-{i // 120 % 12 + 1:02d} {i + 1}\nGET AZ-RU/tourism/arrivals 1971-01\n")
        for client in clients:
            want(client.reply()[0].startswith("0 "), "a PUT")
            want(client.reply()[0].startswith("1 "), "a GET")
        want(int(d.status()["clients"]) >= n, f"clients {d.status()['clients']}")
        for client in clients:
            client.close()
        wait_for(lambda: int(d.status()["clients"]) == 1, "the clients to be forgotten")
    return None


def memory_kb(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as f:
        return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1))


def test_slow_reader_holds_up_nobody():
    with Coopd() as d:
        for i in range(200):
            d.must(f"PUT AZ-RU/tourism/arrivals {1900 + i} {i + 1}")
        before = memory_kb(d.process.pid)
        slow = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        slow.connect(d.socket)
        slow.setblocking(False)
        request = b"OBSERVATIONS AZ-RU/tourism/arrivals\n"
        pending, asked = b"", 0
        # Sends until coopd reads no more: its answers are 20 KB each, so it would need a gigabyte if it went on.
        while asked < 50000:
            if not pending:
                pending = request * 100
                asked += 100
            try:
                pending = pending[slow.send(pending):]
            except BlockingIOError:
                d.must("STATUS")
                try:
                    pending = pending[slow.send(pending):]
                except BlockingIOError:
                    break
        want(asked < 50000, "coopd reads on, though nobody reads its answers")
        want(d.ask("PUT AZ-RU/trade/turnover 2023 1")[0] == "0 recorded", "others are held up")
        grown = memory_kb(d.process.pid) - before
        want(ASAN or grown < 64 * 1024, f"memory grew by {grown} KB for one client")
        # Once it reads, it gets every answer, in order.
        slow.setblocking(True)
        slow.settimeout(120)
        rest = threading.Thread(target=slow.sendall, args=(pending + b"STATUS\n",), daemon=True)
        rest.start()
        client = Client.__new__(Client)
        client.sock, client.buffer = slow, b""
        for i in range(asked):
            status, lines = client.reply()
            want(len(lines) == 200, f"answer {i}: {status}")
        want(client.reply()[1][0].startswith("version "), "the STATUS at the end")
        rest.join()
        slow.close()


def test_long_lines():
    with Coopd() as d:
        client = d.connect()
        client.send(b"PUT AZ-RU/tourism/arrivals 2023 1 evidence=" + b"x" * 70000 + b"\nSTATUS\n")
        want(client.reply()[0].startswith("-65"), "a line of 70000 bytes")
        want(client.reply()[1], "the request behind it")
        before = memory_kb(d.process.pid)
        for _ in range(64):
            client.send(b"y" * (1 << 20))
        want(d.must("STATUS"), "others")
        grown = memory_kb(d.process.pid) - before
        want(ASAN or grown < 16 * 1024, f"memory grew by {grown} KB for one line")
        client.send(b"\nGET AZ-RU/tourism/arrivals\n")
        want(client.reply()[0].startswith("-65"), "a line of 64 MB")
        want(client.reply()[0].startswith("0 no figure"), "a part of the long line was taken for a request")
        # A line without its end is never run.
        client.send(b"PUT AZ-RU/tourism/arrivals 2023 1")
        client.sock.shutdown(socket.SHUT_WR)
        rest = b""
        while True:
            got = client.sock.recv(4096)
            if not got:
                break
            rest += got
        want(b"recorded" not in rest, f"a line without its end was run: {rest}")
        want(d.must("GET AZ-RU/tourism/arrivals") == [], "a cut line was recorded")


def test_clients_that_go_away():
    with Coopd() as d:
        for i in range(200):
            client = d.connect()
            client.send(f"PUT AZ-RU/tourism/arrivals {1971 + i % 100} {i + 1}\n" * 3 + "STATUS\nIMPORT x.csv bytes=1000\nseries," * (i % 2))
            client.close()
        wait_for(lambda: int(d.status()["clients"]) == 1, "those who left to be forgotten")
        want(d.status()["state"] == "ready", "ready")


def test_bytes_that_are_no_request():
    with Coopd() as d:
        client = d.connect()
        for junk in (b"\x00\x01\x02\n", b"\xff\xfe\xfd\n", b'"\n', b"GET \x1b[31m\n", b"=\n", b"PUT PUT PUT PUT\n", b"\\\n", b"a=b\n"):
            client.send(junk)
            status, lines = client.reply()
            want(status.startswith("-6") and not lines, f"{junk}: {status}")
            want("\x1b" not in status, f"{junk}: sent back as it came: {status!r}")
        client.close()
        want("\x1b" not in d.log(), "a control character got into the log")


# A full disk is tried where it can be made small


def test_ledger_that_cannot_grow():
    with Coopd(start=False) as d:
        d.wrapper = ["bash", "-c", 'trap "" XFSZ; ulimit -f 2048; exec "$0" "$@"']
        d.start()
        client = d.connect()
        recorded, said = [], None
        text = "z" * 3000
        for i in range(2000):
            status, _ = client.ask(f"PUT AZ-RU/tourism/arrivals {1000 + i} {i + 1} evidence={text}")
            if status != "0 recorded":
                said = status
                break
            recorded.append(1000 + i)
        want(said, "the limit of 2 MB was never met")
        want(re.match(r"-7[045] ", said), f"what the client is told: {said}")
        want(len(d.must("AREAS")) > 5, "reading does not go on")
        client.close()
        d.kill()
        d.wrapper = []
        d.start()
        there = {int(line.split()[1]) for line in d.must("OBSERVATIONS AZ-RU/tourism/arrivals")}
        want(set(recorded) <= there, f"{len(set(recorded) - there)} acknowledged observations lost")
        want(d.ask("PUT AZ-RU/tourism/arrivals 2999-01 1")[0] == "0 recorded", "writing again")


main(
    test_arguments,
    test_check_config,
    test_check_plugin,
    test_hup_good_and_bad,
    test_term_finishes_what_is_in_hand,
    test_second_daemon_on_the_same_state_is_refused,
    test_stale_socket_is_taken_over,
    test_live_socket_is_refused,
    test_file_in_the_way_is_refused,
    test_over_long_socket_path_is_refused,
    test_mode_of_the_socket,
    test_bad_plugins_are_refused_and_the_rest_works,
    test_what_follows_is_listed_without_files,
    test_observations_outlive_their_plugin,
    test_crash_in_review,
    test_hang_in_review,
    test_two_thousand_clients,
    test_slow_reader_holds_up_nobody,
    test_long_lines,
    test_clients_that_go_away,
    test_bytes_that_are_no_request,
    test_ledger_that_cannot_grow,
)
