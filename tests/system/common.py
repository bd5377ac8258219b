# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""common: a real coopd on a folder of its own, for the tests.

    with Coopd() as d:
        d.ask("PUT AZ-RU/tourism/arrivals 2024 1")     one request, (status line, [lines])
        d.ctl("get", "AZ-RU/trade/turnover", "--json")  coopctl's output

$COOPD_BUILD names the build (build/release). Waiting is polling with a deadline that only a hanging daemon reaches; nothing
is judged by how long it took. stop() wants exit code 0 and a log without a word from a sanitizer.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.abspath(os.environ.get("COOPD_BUILD", os.path.join(ROOT, "build/release")))
SAMPLE = os.path.join(ROOT, "conf/bulletins")
SKIP = 77
DEADLINE_S = 120
SANITIZER = re.compile(r"AddressSanitizer|LeakSanitizer|ThreadSanitizer|runtime error:")
os.environ.setdefault("ASAN_OPTIONS", "detect_leaks=1")
os.environ["LC_ALL"] = "C.UTF-8"
for name in ("RRDCACHED_ADDRESS", "NOTIFY_SOCKET", "JOURNAL_STREAM", "NO_COLOR"):
    os.environ.pop(name, None)


class Failed(Exception):
    """What was wanted did not happen; the text says what did."""


def want(condition, text):
    if not condition:
        raise Failed(text)


def skip(reason):
    print(reason)
    sys.exit(SKIP)


def wait_for(check, what, deadline_s=DEADLINE_S):
    """Polls until check() is true and returns its value."""
    end = time.monotonic() + deadline_s
    while True:
        value = check()
        if value:
            return value
        if time.monotonic() > end:
            raise Failed(f"waited {deadline_s} s in vain: {what}")
        time.sleep(0.02)


def options(line):
    """The key=value words of a reply line, quotes taken off."""
    found = {}
    for key, quoted, bare in re.findall(r'(?:^| )([a-z][a-z0-9_]*)=(?:"((?:[^"\\]|\\.)*)"|(\S*))', line):
        found[key] = re.sub(r"\\(.)", r"\1", quoted) if quoted else bare
    return found


class Client:
    """One connection: requests out, framed replies in."""

    def __init__(self, path, timeout_s=DEADLINE_S):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(timeout_s)
        end = time.monotonic() + timeout_s
        while True:
            try:
                self.sock.connect(path)
                break
            except BlockingIOError:  # more clients at once than the system's backlog takes
                if time.monotonic() > end:
                    raise
                time.sleep(0.01)
        self.buffer = b""

    def send(self, data):
        self.sock.sendall(data if isinstance(data, bytes) else data.encode())

    def line(self):
        while b"\n" not in self.buffer:
            got = self.sock.recv(65536)
            if not got:
                raise EOFError("coopd closed the connection")
            self.buffer += got
        text, self.buffer = self.buffer.split(b"\n", 1)
        return text.decode()

    def reply(self):
        """(status line, [the lines that it announces])"""
        status = self.line()
        found = re.match(r"(-?\d+)( |$)", status)
        want(found, f"no status line: {status!r}")
        return status, [self.line() for _ in range(max(0, int(found.group(1))))]

    def ask(self, request):
        self.send(request + "\n")
        return self.reply()

    def close(self):
        self.sock.close()


class Coopd:
    def __init__(self, config="", plugins=None, start=True, args=(), env=None, wrapper=(), user=None):
        self.dir = tempfile.mkdtemp(prefix="coopd-test-")
        self.state = os.path.join(self.dir, "state")
        self.socket = os.path.join(self.dir, "s")
        self.config_file = os.path.join(self.dir, "coopd.conf")
        self.log_file = os.path.join(self.dir, "log")
        self.plugins = plugins or os.path.join(BUILD, "plugins")
        self.args, self.wrapper, self.user = list(args), list(wrapper), user
        self.env = dict(os.environ, **(env or {}))
        self.process = None
        self.ready_s = None
        os.mkdir(self.state, 0o755)
        if user is not None:
            os.chmod(self.dir, 0o755)
            os.chown(self.dir, user, user)
            os.chown(self.state, user, user)
        self.configure(config)
        if start:
            try:
                self.start()
            except BaseException:
                self.clean()
                raise

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        try:
            if self.process and kind is None:
                self.stop()
            elif self.process:
                self.process.kill()
                self.process.wait()
                print(self.log_tail(), file=sys.stderr)
        finally:
            self.clean()

    def clean(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        subprocess.run(["chmod", "-R", "u+rwX", self.dir], check=False)
        shutil.rmtree(self.dir, ignore_errors=True)

    def configure(self, extra=""):
        with open(self.config_file, "w", encoding="utf-8") as f:
            f.write(f'state_dir = "{self.state}";\nplugins_dir = "{self.plugins}";\n')
            if "socket" not in extra:
                f.write(f'socket: {{ path = "{self.socket}"; }};\n')
            f.write(extra + "\n")

    def command(self):
        run_as = ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups"] if self.user is not None else []
        return run_as + self.wrapper + [os.path.join(BUILD, "coopd"), "--config", self.config_file] + self.args

    def start(self, ready=True):
        begin = time.monotonic()
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen(self.command(), stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=self.env, cwd="/")
        if ready:
            self.wait_ready()
            self.ready_s = time.monotonic() - begin

    def wait_ready(self):
        def ready():
            if self.process.poll() is not None:
                raise Failed(f"coopd ended at once with exit code {self.process.returncode}:\n{self.log_tail()}")
            try:
                return self.ask("STATUS")[0]
            except (OSError, EOFError):
                return None

        wait_for(ready, "coopd to answer STATUS")

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        self.ended(0)

    def ended(self, code):
        """Waits for the end of the daemon and wants this exit code."""
        try:
            got = self.process.wait(DEADLINE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            self.process = None
            raise Failed(f"coopd does not end:\n{self.log_tail()}") from None
        self.process = None
        want(got == code, f"coopd ended with {got}, wanted {code}:\n{self.log_tail()}")
        want(not SANITIZER.search(self.log()), f"a sanitizer spoke:\n{self.log()[-8000:]}")

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process = None

    def restart(self):
        self.stop()
        self.start()

    def log(self):
        with open(self.log_file, encoding="utf-8", errors="replace") as f:
            return f.read()

    def log_tail(self):
        return "---- coopd's log\n" + "\n".join(self.log().splitlines()[-40:])

    def connect(self):
        return Client(self.socket)

    def ask(self, request):
        client = self.connect()
        try:
            return client.ask(request)
        finally:
            client.close()

    def must(self, request):
        """As ask; the reply must be a success. Returns the lines."""
        status, lines = self.ask(request)
        want(not status.startswith("-"), f"{request}: {status}")
        return lines

    def status(self):
        """STATUS as a dictionary; keys that stand several times are lists in `lines`."""
        lines = self.must("STATUS")
        found = {"lines": lines}
        for text in lines:
            key, _, value = text.partition(" ")
            found.setdefault(key, value)
        return found

    def ctl(self, *args, code=0, data=None):
        """coopctl's standard output. It must end with `code`."""
        run = self.ctl_run(*args, data=data)
        want(run.returncode == code, f"coopctl {' '.join(args)}: exit code {run.returncode}, wanted {code}:\n{run.stdout}{run.stderr}")
        return run.stdout

    def ctl_run(self, *args, data=None):
        command = [os.path.join(BUILD, "coopctl"), "--socket", self.socket, *args]
        run = subprocess.run(command, input=data, capture_output=True, text=True, timeout=DEADLINE_S, check=False)
        want(not SANITIZER.search(run.stderr), f"a sanitizer spoke in coopctl {' '.join(args)}:\n{run.stderr}")
        return run

    def figures(self, series, *period):
        """The figures of `coopctl get --json`."""
        text = self.ctl("get", series, *period, "--json")
        try:
            return json.loads(text)["figures"]
        except (ValueError, KeyError, TypeError) as e:
            raise Failed(f"get {series} --json: {e!r} in {text!r}") from None

    def import_sample(self):
        files = sorted(os.path.join(SAMPLE, f) for f in os.listdir(SAMPLE) if f.endswith(".bulletin"))
        want(files, f"no bulletins in {SAMPLE}")
        for file in files:
            self.ctl("import", file)

    def wait_rrd(self):
        """Until every RRD file is written or given up."""
        wait_for(lambda: self.status().get("rrd_pending") == "0", "rrd_pending 0 in STATUS")

    def rrd(self, name):
        return os.path.join(self.state, "rrd", name + ".rrd")

    def rrd_files(self):
        """Names of all RRD files, as PAIR/AREA/INDICATOR-F."""
        top = os.path.join(self.state, "rrd")
        found = []
        for folder, _, files in os.walk(top):
            found += [os.path.relpath(os.path.join(folder, f), top)[:-4] for f in files if f.endswith(".rrd")]
        return sorted(found)


def main(*tests):
    """Runs the tests in order (or those named as arguments), says which failed, exits 0 or 1."""
    failed = 0
    for test in tests:
        if len(sys.argv) > 1 and test.__name__ not in sys.argv[1:]:
            continue
        begin = time.monotonic()
        try:
            remark = test()
        except Exception as e:  # pylint: disable=broad-except
            failed += 1
            print(f"FAIL {test.__name__}: {e if isinstance(e, Failed) else traceback.format_exc()}", flush=True)
        else:
            print(f"ok   {test.__name__} ({time.monotonic() - begin:.1f} s){': ' + remark if remark else ''}", flush=True)
    sys.exit(failed > 0)
