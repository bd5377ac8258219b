#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""talk.py FILE.talk …: dialogues with a real coopd on an empty state folder. Reports the first difference with its line.

    # comment                  also behind nothing else: a # inside a request belongs to it
    @ key = value;             a line of the configuration (before the first request, or before ! hup and ! restart)
    > REQUEST                  sent as it stands; requests that follow one another are sent in one write (pipelined)
    >crlf REQUEST              the same, ended by CRLF
    >raw TEXT                  the same, ended by nothing
    >long N TEXT               TEXT, then the letter x until the line has N bytes
    >times N TEXT              N requests; every {i} is the number, from 1
    > A{N*TEXT}B               TEXT stands N times there
    >bytes TEXT                the same as >, with \\xff for that byte
    | LINE                     a raw line behind `> IMPORT name bytes=@`; @ becomes the number of bytes
    < REPLY                    the next line of the reply: * stands for anything, all else for itself
    < ...                      the rest of this reply, whatever it is
    <times N REPLY             N lines; every {i} is the number, from 1
    2> 2< …                    the same on a second connection (any digit)
    ! restart   ! kill9   ! hup
    ! read                     coopd has what was sent, also what has no end of line yet
    ! closed                   coopd has closed the connection
    ! close                    the client closes every connection, whatever is owed

Every reply must be wanted completely: a line of the daemon that no `<` asked for is a difference too. Between BATCH and the dot no reply is owed.
{today} is the date, {state} the state folder.
"""

import datetime
import os
import re
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "system"))
from common import Coopd, Failed, wait_for  # noqa: E402

LINE = re.compile(r"^(\d?)([<>|!@#])(crlf|raw|long|times|bytes)?(?: (.*))?$")


class Wire:
    """One connection of the dialogue: what is to be sent, how many replies are owed, lines of the reply that is being read."""

    def __init__(self, daemon):
        self.client = daemon.connect()
        self.out = bytearray()
        self.owed = 0
        self.lines = 0
        self.watching = False
        self.batch = False
        self.unread = None

    def add(self, text, end=b"\n"):
        self.out += (text.encode() if isinstance(text, str) else text) + end
        line = text.strip()
        if self.batch and line == ".":
            self.batch = False
        if line and end and not self.batch:
            self.owed += 1
        self.batch = self.batch or line in ("BATCH", "batch")

    def flush(self):
        if self.out:
            self.client.send(bytes(self.out))
            self.out = bytearray()

    def next(self):
        self.flush()
        if not self.watching:
            if not self.lines and not self.owed:
                raise Failed("no reply is owed here: more `<` than the requests have answers")
        text = self.client.line()
        if self.lines:
            self.lines -= 1
        else:
            found = re.match(r"(-?\d+) ", text)
            if found:
                self.owed -= 1
                self.lines = max(0, int(found.group(1)))
                self.watching = self.watching or text.startswith("0 watching")
            elif not self.watching:
                raise Failed(f"no status line: {text}")
        return text

    def settle(self):
        """Nothing may be left unread."""
        self.flush()
        if not self.watching and (self.lines or self.owed):
            raise Failed(f"not asked for: < {self.next()}")


def like(wanted, got):
    pattern = ".*".join(re.escape(part) for part in wanted.split("*"))
    return re.fullmatch(pattern, got) is not None


class Talk:
    def __init__(self, path):
        with open(path, encoding="utf-8") as f:
            text = f.read().replace("{today}", datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"))
        self.rows = list(enumerate(text.splitlines(), 1))
        self.config = []
        self.wires = {}
        self.last = None

    def head(self):
        return "\n".join(text[2:] for _, text in self.rows[: self.first()] if text.startswith("@"))

    def first(self):
        for i, (_, text) in enumerate(self.rows):
            if re.match(r"\d?[><!]", text):
                return i
        raise Failed("no request in it")

    def wire(self, daemon, name):
        if name not in self.wires:
            self.wires[name] = Wire(daemon)
        return self.wires[name]

    def forget(self):
        for wire in self.wires.values():
            wire.client.close()
        self.wires = {}

    def act(self, daemon, what):
        if what == "closed":
            for wire in self.wires.values():
                wire.flush()
                if wire.client.buffer or wire.client.sock.recv(1):
                    raise Failed("the connection is still open")
            self.forget()
            return
        if what in ("read", "close"):
            for wire in self.wires.values():
                wire.flush()
            # Who asks later is answered later: the loop reads in the order in which things came.
            daemon.ask("STATUS")
            if what == "close":
                self.forget()
            return
        for wire in self.wires.values():
            wire.settle()
        if what == "hup":
            before = daemon.log()
            daemon.configure("\n".join(self.config))
            daemon.process.send_signal(signal.SIGHUP)
            wait_for(lambda: "configuration" in daemon.log()[len(before):], "a word on the configuration in the log")
            return
        self.forget()
        daemon.configure("\n".join(self.config))
        if what == "restart":
            daemon.restart()
        elif what == "kill9":
            daemon.kill()
            daemon.start()
        else:
            raise Failed(f"no such action: ! {what}")

    def say(self, wire, form, text):
        if form == "long":
            n, _, text = text.partition(" ")
            wire.add(text + "x" * (int(n) - len(text.encode())))
        elif form == "times":
            n, _, text = text.partition(" ")
            for i in range(1, int(n) + 1):
                wire.add(text.replace("{i}", str(i)))
        elif form == "bytes":
            wire.add(re.sub(r"\\x([0-9a-f]{2})", lambda m: chr(int(m.group(1), 16)), text).encode("latin-1"))
        else:
            wire.add(text, {"crlf": b"\r\n", "raw": b""}.get(form, b"\n"))

    def hear(self, wire, form, text):
        if form != "times" and text == "...":
            while wire.lines:
                wire.next()
            return
        n = 1
        if form == "times":
            number, _, text = text.partition(" ")
            n = int(number)
        for i in range(1, n + 1):
            got = wire.next()
            wanted = text.replace("{i}", str(i))
            if not like(wanted, got):
                raise Failed(f"\n    wanted < {wanted}\n    got    < {got}")

    def row(self, daemon, i, text):
        text = re.sub(r"\{(\d+)\*([^}]*)\}", lambda m: m.group(2) * int(m.group(1)), text.replace("{state}", daemon.state))
        found = LINE.match(text)
        if not found:
            raise Failed(f"not a line of a dialogue: {text}")
        name, sign, form, rest = found.group(1), found.group(2), found.group(3), found.group(4) or ""
        if sign == "#" or sign == "|":
            return
        if sign == "@":
            if rest == "nothing":
                self.config = []
            else:
                self.config.append(rest)
        elif sign == "!":
            self.act(daemon, rest)
        elif sign == ">":
            wire = self.wire(daemon, name)
            if self.last != (name, ">"):
                wire.settle()
            raw = [r[1:].removeprefix(" ") for r in self.following(i)]
            body = "".join(r + "\n" for r in raw).encode()
            self.say(wire, form, rest.replace("bytes=@", f"bytes={len(body)}"))
            wire.out += body
        else:
            for wire in self.wires.values():
                wire.flush()
            self.hear(self.wire(daemon, name), form, rest)
        self.last = (name, sign)

    def following(self, i):
        for _, text in self.rows[i + 1:]:
            if not text.startswith("|"):
                return
            yield text

    def run(self):
        number = 0
        try:
            with Coopd(config=self.head()) as daemon:
                for i, (number, text) in enumerate(self.rows):
                    if text.strip():
                        self.row(daemon, i, text)
                for wire in self.wires.values():
                    wire.settle()
                self.forget()
        except (Failed, EOFError, OSError) as e:
            return f"line {number}: {e if isinstance(e, (Failed, EOFError)) else repr(e)}"
        return None


def main():
    failed = 0
    for path in sys.argv[1:]:
        said = Talk(path).run()
        if said:
            failed += 1
            print(f"{path}: {said}")
    sys.exit(failed > 0)


main()
