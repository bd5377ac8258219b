# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""peers: the servers that are measured, each on a folder of its own: start, stop, kill, and a load on it.

A peer has: name, socket, pids() with the server first, vocabulary (the arguments that say how it counts time), seq (the first request not sent yet).
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time

from common import Client, Coopd, want, wait_for
from setting import FIRST_YEAR, LEVELS, PROGRAM, SERIES, STEP_A, program


class Peer:
    name = ""
    vocabulary = ()

    def __init__(self, scratch, series=SERIES):
        self.scratch, self.series = scratch, series
        self.seq = 0

    def load(self, mode, clients=1, in_flight=1, requests=1, begin=0, series=None, begun=None, **more):
        """One load; the answer of bench load. `begun` is called when its first reply is there."""
        args = ["load", "--mode", mode, "--socket", self.socket, "--names", self.scratch.names, "--series", series or self.series,
                "--clients", clients, "--in-flight", in_flight, "--requests", requests, "--begin", begin, *self.vocabulary]  # fmt: skip
        for pid in self.pids():
            args += ["--pid", pid]
        for key, value in more.items():
            args += ["--" + key.replace("_", "-"), value]
        return program(*args, *(["--announce"] if begun else []), begun=begun)

    def record(self, mode, clients, in_flight, requests, **more):
        """A load of observations that were never sent before."""
        size = int(more.get("batch", 1))
        self.seq += -self.seq % size
        found = self.load(mode, clients, in_flight, requests, begin=self.seq, **more)
        self.seq += (max(found["done"]) + 1) * clients * size
        return found


class BenchCoopd(Coopd, Peer):
    name = "coopd"

    def __init__(self, scratch, series=SERIES, rrd=False, start=True):
        Peer.__init__(self, scratch, series)
        self.rrd_enabled(rrd, first=True)
        Coopd.__init__(self, config=self.extra, start=start)
        self.vocabulary = ("--first-year", FIRST_YEAR, "--first-time", 2 * STEP_A, "--time-step", STEP_A, "--laps", 130, "--dir", self.state + "/rrd")

    def rrd_enabled(self, enabled, first=False):
        self.extra = "" if enabled else "rrd: { enabled = false; };"
        if not first:
            self.configure(self.extra)

    def pids(self):
        """The core, then the worker."""
        if not self.process:
            return []
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children", encoding="ascii") as f:
            return [self.process.pid, *(int(pid) for pid in f.read().split())]

    def ledger_bytes(self):
        return sum(os.path.getsize(os.path.join(self.state, f)) for f in os.listdir(self.state) if f.startswith("ledger"))

    def time_start(self, ask):
        """Seconds from exec to the first right answer to `ask`, a function of a client."""
        begin = time.monotonic()
        self.start(ready=False)
        return first_answer(self, begin, ask)


class Foreign(Peer):
    """A server that is not ours, in the foreground, its log in a file."""

    def __init__(self, scratch, series=SERIES):
        super().__init__(scratch, series)
        self.dir = tempfile.mkdtemp(prefix=self.name, dir=scratch.dir)
        self.socket = os.path.join(self.dir, "s")
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        if self.process:
            self.kill()

    def pids(self):
        return [self.process.pid] if self.process else []

    def start(self, ready=True):
        with open(os.path.join(self.dir, "log"), "ab") as log:
            self.process = subprocess.Popen(self.command(), stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.dir)
        if ready:
            wait_for(self.answers, f"{self.name} to answer")

    def answers(self):
        want(self.process.poll() is None, f"{self.name} ended at once; see what it says:\n{self.said()}")
        try:
            client = Client(self.socket)
            client.send("PING\n")  # unknown to collectd, which answers all the same
            client.line()
            client.close()
            return True
        except (OSError, EOFError):
            return False

    def said(self):
        with open(os.path.join(self.dir, "log"), encoding="utf-8", errors="replace") as f:
            return f.read()[-2000:]

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = None

    def time_start(self, ask):
        begin = time.monotonic()
        self.start(ready=False)
        return first_answer(self, begin, ask)


class Rrdcached(Foreign):
    """With a journal, and no file written while it is measured. The files are there already: making them is measured as librrd's work."""

    name = "rrdcached"
    program = "rrdcached"

    def __init__(self, scratch, series=SERIES, files=None):
        super().__init__(scratch, series)
        self.files = files or scratch.path("rrd")
        self.vocabulary = ("--first-time", 200 * STEP_A, "--time-step", 3600, "--laps", 1000000000, "--dir", self.files)
        os.makedirs(os.path.join(self.dir, "journal"))

    def command(self):
        return [shutil.which(self.program), "-g", "-l", "unix:" + self.socket, "-p", os.path.join(self.dir, "pid"), "-b", self.files,
                "-j", os.path.join(self.dir, "journal"), "-w", "86400", "-f", "172800"]  # fmt: skip

    def journal_bytes(self):
        return sum(os.path.getsize(os.path.join(self.dir, "journal", f)) for f in os.listdir(os.path.join(self.dir, "journal")))


class Collectd(Foreign):
    """With the unixsock plugin and nothing else: it keeps the newest value of each series in memory."""

    name = "collectd"
    program = "collectd"
    vocabulary = ("--first-time", 1000000000, "--time-step", 1, "--laps", 1000000000)

    def command(self):
        types = sorted({level.split("/")[1] for level in LEVELS})
        with open(os.path.join(self.dir, "types.db"), "w", encoding="ascii") as f:
            f.write("".join(f"{name} value:GAUGE:U:U\n" for name in types))
        with open(os.path.join(self.dir, "conf"), "w", encoding="ascii") as f:
            f.write(f'Hostname "bench"\nFQDNLookup false\nBaseDir "{self.dir}"\nPIDFile "{self.dir}/pid"\nPluginDir "/usr/lib/collectd"\n'
                    f'TypesDB "{self.dir}/types.db"\nInterval 3600\nLoadPlugin unixsock\n<Plugin unixsock>\nSocketFile "{self.socket}"\n'
                    f'SocketGroup "{os.getgid()}"\nSocketPerms "0700"\nDeleteSocket true\n</Plugin>\n')  # fmt: skip
        return [shutil.which(self.program), "-f", "-C", os.path.join(self.dir, "conf")]


class Echo(Foreign):
    """The echo server of bench: what a line protocol costs at the least."""

    name = "echo"

    def command(self):

        return [PROGRAM, "echo", self.socket]


def installed(kind):
    return shutil.which(kind.program, path=os.environ.get("PATH", "") + ":/usr/sbin") is not None


def first_answer(peer, begin, ask):
    """Seconds since `begin` until `ask` was true of an answer. The server was started without waiting for it."""
    while True:
        want(peer.process.poll() is None, f"{peer.name} ended at once")
        want(time.monotonic() - begin < 600, f"{peer.name} gives no right answer for ten minutes")
        try:
            client = Client(peer.socket)
            if ask(client):
                client.close()
                return time.monotonic() - begin
            client.close()
        except (OSError, EOFError):
            pass
        time.sleep(0.001)
