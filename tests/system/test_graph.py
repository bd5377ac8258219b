#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures from the socket to the file: formats and sizes, pages, events, days gone by; a worker that is killed or stands still; coopctl's files."""

import base64
import json
import os
import re
import shutil
import signal
import struct
import subprocess
import threading
import xml.etree.ElementTree
import zlib

from common import DEADLINE_S, Client, Coopd, main, options, wait_for, want

NOBODY = 65534
WAITING_MAX = 64  # SUPERVISOR_GRAPHS_MAX
PATIENT = "worker: { job_timeout_s = 3600; };"


def decode(reply):
    """(options of the status line, the picture's bytes)"""
    status, lines = reply
    want(re.match(r"[1-9]\d* image/(png|svg\+xml) ", status), f"no picture: {status}")
    want(all(len(line) == 4096 for line in lines[:-1]) and len(lines[-1]) <= 4096, "lines of another length than 4096")
    image = base64.b64decode("".join(lines), validate=True)
    told = options(status)
    want(int(told["bytes"]) == len(image), f"{len(image)} bytes, told {told['bytes']}")
    return told, image


def draw(d, what):
    return decode(d.ask("GRAPH " + what))


def png_size(image):
    """Width and height of a PNG whose every chunk is whole."""
    want(image.startswith(b"\x89PNG\r\n\x1a\n"), f"no PNG: {image[:16]!r}")
    at, names = 8, []
    while at < len(image):
        length, name = struct.unpack_from(">I4s", image, at)
        body = image[at + 4 : at + 8 + length]
        want(struct.unpack_from(">I", image, at + 8 + length)[0] == zlib.crc32(body), f"chunk {name} is damaged")
        names.append(name)
        at += 12 + length
    want(names[0] == b"IHDR" and names[-1] == b"IEND" and b"IDAT" in names, f"chunks {names}")
    return struct.unpack_from(">II", image, 16)


def svg_size(image):
    root = xml.etree.ElementTree.fromstring(image)
    want(root.tag.endswith("}svg"), f"root {root.tag}")
    return tuple(float(re.match(r"[\d.]+", root.get(side)).group()) for side in ("width", "height"))


def sample(config=PATIENT, socket=""):
    """`socket`: settings of the socket beside its path."""
    d = Coopd(start=False)
    try:
        d.configure(config + f' socket: {{ path = "{d.socket}"; {socket} }};')
        d.start()
        d.import_sample()
    except BaseException:
        d.clean()
        raise
    return d


def test_formats_and_sizes():
    with sample() as d:
        for size in ((200, 120), (800, 450), (4000, 3000)):
            ask = f"AZ-RU/trade/turnover width={size[0]} height={size[1]}"
            want(png_size(draw(d, ask)[1]) == size, f"PNG of {size}")
            want(svg_size(draw(d, ask + " format=svg")[1]) == size, f"SVG of {size}")
        light, dark = draw(d, "AZ-RU/trade/turnover")[1], draw(d, "AZ-RU/trade/turnover theme=dark")[1]
        want(light != dark, "light and dark are the same picture")
        want(draw(d, "AZ-RU/trade/turnover")[1] == light, "the same question, another picture")
        width, height = png_size(light)
        want(width >= 400 and height >= 200, f"a size of its own that is {width}x{height}")
        want(not os.listdir(os.path.join(d.state, "tmp")), "files are left in the state's tmp folder")


def test_pages():
    with sample() as d:
        for form, size in (("png", png_size), ("svg", svg_size)):
            for ask, panels in (("AZ-RU", 7), ("AZ-RU/education", 3), ("AZ-RU/tourism/arrivals", 2)):
                told, image = draw(d, f"{ask} format={form}")
                want(int(told["panels"]) == panels, f"{ask}: {told}")
                size(image)
        told, image = draw(d, "AZ-RU width=1600")
        want(png_size(image)[0] == 1600 and told["title"] == "Azerbaijan and Russia" and told["left_out"] == "6", str(told))


def test_as_of():
    with Coopd() as d:
        for year in range(2015, 2024):
            d.must(f"PUT AZ-RU/trade/exports {year} {year}000000 published={year + 1}-02-01")
        d.must("PUT AZ-RU/trade/exports 2020 9000000 published=2023-06-01")
        now, then, before = (draw(d, f"AZ-RU/trade/exports{asof}") for asof in ("", " asof=2023-03-01", " asof=2023-07-01"))
        want([int(told["figures"]) for told, _ in (now, then, before)] == [9, 8, 8], f"{now[0]} {then[0]} {before[0]}")
        want(len({now[1], then[1], before[1]}) == 3, "the revision of 2020 does not show")


def test_events_are_marked():
    with Coopd() as d:
        for year in range(2015, 2024):
            d.must(f"PUT AZ-RU/trade/exports {year} {year}000000 published=2024-02-01")
        plain = draw(d, "AZ-RU/trade/exports asof=2024-03-01")[1]
        note = 'NOTE AZ-RU/{} {} kind={} text="Größe & <Maß>: 100 % \\\\ \\"zu\\"" published={}'
        for area, day, kind, published in (("tourism", "2019-05-01", "event", "2019-06-01"), ("trade", "2019-05-01", "statement", "2019-06-01"),
                                           ("trade", "2031-05-01", "event", "2019-06-01"), ("trade", "2019-05-01", "event", "2024-06-01")):
            d.must(note.format(area, day, kind, published))
        want(draw(d, "AZ-RU/trade/exports asof=2024-03-01")[1] == plain, "a mark for what is no event of this picture")
        d.must(note.format("trade", "2019-05-02", "event", "2019-06-01"))
        want(draw(d, "AZ-RU/trade/exports asof=2024-03-01")[1] != plain, "the event is not marked")
        svg_size(draw(d, "AZ-RU/trade/exports format=svg")[1])
        for number in range(60):
            d.must(note.format("trade", f"2018-{number // 28 + 1:02d}-{number % 28 + 1:02d}", "event", "2019-06-01"))
        svg_size(draw(d, "AZ-RU/trade/exports format=svg")[1])


def test_large():
    """More days than a line holds, more months than a page's line does."""
    with Coopd() as d:
        rows = ["series,period,value,published"]
        for year in range(2000, 2024):
            rows += [f"AZ-RU/transport/checkpoints,{year}-{m:02d}-{day:02d},{day + m},2024-01-01" for m in range(1, 13) for day in range(1, 29)]
        for year in range(1960, 2024):
            rows += [f"AZ-RU/tourism/arrivals,{year}-{m:02d},{1000 + year * m},2024-01-01" for m in range(1, 13)]
        d.ctl("import", "-", "--name", "large.csv", data="\n".join(rows) + "\n")
        told, image = draw(d, "AZ-RU/transport/checkpoints")
        want(told["figures"] == "4000" and told["older"] == str(24 * 12 * 28 - 4000), str(told))
        png_size(image)
        told, image = draw(d, "AZ-RU/tourism/arrivals-M")
        want(told["figures"] == str(64 * 12) and "older" not in told, str(told))
        told, image = draw(d, "AZ-RU")
        want(told["figures"] == "1000" and told["panels"] == "2", str(told))
        png_size(image)


def worker(d):
    return int(d.status()["worker_pid"])


def state_of(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as f:
        return f.read().rsplit(")", 1)[1].split()[0]


def freeze(d):
    """The worker stands still, with nothing in hand."""
    wait_for(lambda: d.status()["worker_state"] == "idle" and d.status()["rrd_pending"] == "0", "an idle worker")
    pid = worker(d)
    os.kill(pid, signal.SIGSTOP)
    wait_for(lambda: state_of(pid) == "T", "the worker to stand still")
    return pid


def test_worker_killed_in_the_middle():
    with sample() as d:
        draw(d, "AZ-RU")
        for _ in range(3):
            pid = freeze(d)
            leftover = os.path.join(d.state, "tmp", "of-a-dead-worker")
            os.mkdir(leftover)
            with open(os.path.join(leftover, "half.png"), "wb") as f:
                f.write(b"\x89PNG")
            client = d.connect()
            client.send("GRAPH AZ-RU\n")
            wait_for(lambda: d.status()["worker_state"] == "busy", "the worker to have the order")
            os.kill(pid, signal.SIGKILL)
            png_size(decode(client.reply())[1])
            client.close()
            want(worker(d) != pid, "the worker is the same")
            want(not os.path.exists(leftover), "what the dead worker left is still there")
        want(int(d.status()["worker_restarts"]) == 3, d.status()["worker_restarts"])
        want(not [line for line in d.status()["lines"] if line.startswith("aside ")], "a picture was set aside")


def test_hanging_worker():
    """A worker that never answers is ended, the order is tried again, and then given up."""
    with sample(config="worker: { job_timeout_s = 1; backoff_ms = 1; backoff_max_ms = 1; };") as d:
        freeze(d)
        stop, stopped = threading.Event(), []

        def freeze_each_new():
            while not stop.is_set():
                status = d.status()
                pid = int(status["worker_pid"])
                if status["worker_state"] == "busy" and pid not in stopped:
                    os.kill(pid, signal.SIGSTOP)
                    stopped.append(pid)

        client = d.connect()
        client.send("GRAPH AZ-RU width=4000 height=3000\n")
        thread = threading.Thread(target=freeze_each_new)
        thread.start()
        status, _ = client.reply()
        stop.set()
        thread.join()
        client.close()
        # The second worker may have been faster than our look at it.
        want(re.match(r"-70 the worker gave no answer for 1000 ms and was killed twice while drawing Azerbaijan and Russia$", status) or
             re.match(r"\d+ image/png ", status), status)
        png_size(draw(d, "AZ-RU/trade/turnover")[1])


def test_seventy_at_once():
    with sample() as d:
        pid = freeze(d)
        clients = [Client(d.socket) for _ in range(70)]
        for number, client in enumerate(clients):
            client.send("GRAPH AZ-RU/trade/turnover\n")
            # One is in hand, the others wait, those beyond are turned away at once.
            if number <= WAITING_MAX:
                wait_for(lambda n=number: int(d.status()["worker_queue"]) >= n, f"{number} waiting")
        for client in clients[WAITING_MAX + 1 :]:
            want(client.reply() == (f"-75 {WAITING_MAX} pictures wait to be drawn already; try again later", []), "one too many was taken")
        want(d.ask("PUT AZ-RU/trade/exports 2023 1000000")[0] == "0 recorded", "nothing is taken while pictures wait")
        os.kill(pid, signal.SIGCONT)
        images = {decode(client.reply())[1] for client in clients[: WAITING_MAX + 1]}
        want(len(images) == 1, f"{len(images)} different pictures of the same figures")
        for client in clients:
            client.close()


def test_client_gone_and_stop():
    """Nobody waits for the picture any more, and the daemon ends with one in hand: no harm (and, under asan, no leak)."""
    with sample() as d:
        pid = freeze(d)
        for _ in range(5):
            client = d.connect()
            client.send("GRAPH AZ-RU\n")
            client.close()
        wait_for(lambda: int(d.status()["worker_queue"]) >= 4, "orders in the queue")
        os.kill(pid, signal.SIGCONT)
        wait_for(lambda: d.status()["worker_state"] == "idle", "the pictures to be drawn for nobody")
        client = d.connect()
        client.send("GRAPH AZ-RU\n")
        client.close()


def test_reply_limit():
    with sample(socket="output_max = 65536;") as d:
        status, _ = d.ask("GRAPH AZ-RU width=4000")
        want(re.match(r"-65 the picture of \d+ bytes is longer than a reply may be \(socket.output_max\): ask for a smaller one$", status), status)
        png_size(draw(d, "AZ-RU/trade/turnover")[1])


def test_numbers_that_are_free_after_a_restart():
    """The RRD files' series are numbered although nobody spoke of them; after a restart these numbers lead to nothing."""
    with sample() as d:
        d.wait_rrd()
        d.must("PUT AZ-RU/energy/oil 2023 1000")
        d.wait_rrd()
        before = d.must("SERIES")
        d.restart()
        d.must("SERIES")
        png_size(draw(d, "AZ-RU/trade")[1])
        d.wait_rrd()
        want(d.must("SERIES") == before, "other series after a restart")
        png_size(draw(d, "AZ-RU")[1])


def read(path):
    with open(path, "rb") as f:
        return f.read()


def test_coopctl_files():
    with sample() as d:
        folder = os.path.join(d.dir, "pictures")
        os.mkdir(folder)
        png, svg = os.path.join(folder, "a.PNG"), os.path.join(folder, "b.svg")
        want(d.ctl("graph", "AZ-RU", "-o", png) == f"{png}: Azerbaijan and Russia (7 panels, 11 figures; indicators with fewer figures, left out: 6)\n",
             "the line about a page")
        want(png_size(read(png)) == png_size(draw(d, "AZ-RU")[1]), "another size")
        with open(svg, "w", encoding="utf-8") as f:
            f.write("what was there before")
        old = os.umask(0o027)
        want(d.ctl("graph", "AZ-RU/trade/turnover", "2022..2023", "-o", svg, "--theme=dark", "--width", "500") ==
             f"{svg}: Azerbaijan and Russia: trade turnover, yearly (2 figures)\n", "the line about a series")
        os.umask(old)
        want(svg_size(read(svg))[0] == 500, "another width")
        want(os.stat(svg).st_mode & 0o777 == 0o640, f"mode {os.stat(svg).st_mode:o}")
        want(sorted(os.listdir(folder)) == ["a.PNG", "b.svg"], f"left behind: {os.listdir(folder)}")
        told = json.loads(d.ctl("graph", "AZ-RU/trade/turnover", "AZ-RU/energy/oil", "-o", svg, "--json"))
        want(told == [{"file": svg, "title": "Azerbaijan and Russia: trade turnover, yearly", "panels": 1, "figures": 2, "left_out": 1,
                       "older": None, "bytes": os.path.getsize(svg)}], str(told))  # fmt: skip


def run(d, *args, cwd=None, user=None):
    command = [os.path.join(os.environ["COOPD_BUILD"], "coopctl"), "--socket", d.socket, "graph", *args]
    as_user = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user is not None else []
    return subprocess.run(as_user + command, capture_output=True, cwd=cwd, timeout=DEADLINE_S, check=False)


def test_coopctl_names_the_file():
    with sample() as d:
        folder = os.path.join(d.dir, "here")
        os.mkdir(folder)
        done = run(d, "AZ-RU/tourism/arrivals-S", cwd=folder)
        want(done.stdout == b"AZ-RU-tourism-arrivals-S.png: Visitors from Russia in Azerbaijan, half-yearly (3 figures)\n", str(done))
        png_size(read(os.path.join(folder, "AZ-RU-tourism-arrivals-S.png")))
        done = run(d, "AZ-RU", "--format", "svg", cwd=folder)
        want(done.stdout.startswith(b"AZ-RU.svg: "), str(done))
        svg_size(read(os.path.join(folder, "AZ-RU.svg")))
        done = run(d, "AZ-RU/trade/turnover", "-o", "-", cwd=folder)
        png_size(done.stdout)
        want(done.stderr == b"-: Azerbaijan and Russia: trade turnover, yearly (2 figures)\n", done.stderr.decode())
        want(sorted(os.listdir(folder)) == ["AZ-RU-tourism-arrivals-S.png", "AZ-RU.svg"], str(os.listdir(folder)))


def test_coopctl_leaves_nothing_behind():
    with sample(socket='mode = "0666";') as d:
        os.chmod(d.dir, 0o755)
        folder = os.path.join(d.dir, "shut")
        os.mkdir(folder, 0o755)
        a_folder = os.path.join(folder, "folder.png")
        os.mkdir(a_folder)
        rows = [
            (("AZ-RU", "-o", a_folder), 74, "is there and is no file", None),
            (("AZ-RU", "-o", os.path.join(folder, "no/such.png")), 74, "cannot write", None),
            (("AZ-RU", "-o", os.path.join(folder, "x" * 260 + ".png")), 74, "File name too long", None),
            (("AZ-RU", "-o", os.path.join(folder, "a.jpg")), 64, "neither in .png nor in .svg", None),
            (("AZ-RU", "-o", os.path.join(folder, "a.png"), "--format", "svg"), 64, "does not end in .svg", None),
            (("AZ-RU", "--format", "gif"), 64, "png or svg", None),
            (("AZ-RU/energy", "-o", os.path.join(folder, "a.png")), 66, "no figure to draw of AZ-RU/energy", None),
            (("AZ-RU", "-o", os.path.join(folder, "a.png"), "--width", "9"), 65, "width=9", None),
        ]
        # Root may write everywhere.
        if os.getuid() != 0 or shutil.which("setpriv"):
            os.chmod(folder, 0o555)
            rows.append((("AZ-RU", "-o", os.path.join(folder, "a.png")), 77, "Permission denied", NOBODY if os.getuid() == 0 else None))
        for args, code, text, user in rows:
            done = run(d, *args, cwd=folder, user=user)
            want(done.returncode == code and text in done.stderr.decode() and not done.stdout, f"{args}: {done}")
            want(os.listdir(folder) == ["folder.png"] and not os.listdir(a_folder), f"{args}: left {os.listdir(folder)}")


def test_coopctl_on_a_terminal():
    with sample() as d:
        main_end, end = os.openpty()
        command = [os.path.join(os.environ["COOPD_BUILD"], "coopctl"), "--socket", d.socket, "graph", "AZ-RU", "-o", "-"]
        done = subprocess.run(command, stdout=end, stderr=subprocess.PIPE, timeout=DEADLINE_S, check=False)
        os.close(end)
        os.close(main_end)
        want(done.returncode == 64 and b"terminal" in done.stderr, str(done))


main(
    test_formats_and_sizes,
    test_pages,
    test_as_of,
    test_events_are_marked,
    test_large,
    test_worker_killed_in_the_middle,
    test_hanging_worker,
    test_seventy_at_once,
    test_client_gone_and_stop,
    test_reply_limit,
    test_numbers_that_are_free_after_a_restart,
    test_coopctl_files,
    test_coopctl_names_the_file,
    test_coopctl_leaves_nothing_behind,
    test_coopctl_on_a_terminal,
)
