# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""coopctl against a server of canned replies: every command, every form, exit codes, and replies that are broken.

The binary is $COOPD_BUILD/coopctl. Only Python's standard library is used."""

import contextlib
import csv
import fcntl
import io
import json
import os
import pty
import random
import re
import select
import signal
import socket
import struct
import subprocess
import tempfile
import termios
import threading
import unittest

BUILD = os.environ.get("COOPD_BUILD", "build/release")
COOPCTL = os.path.join(BUILD, "coopctl")
TIMEOUT_S = 60  # a hung client is a failure; nothing depends on how fast it is

INDICATORS = (
    '4 indicators\n'
    'tourism/arrivals kind=flow unit=persons title="Visitors from the counterpart" origin=plugin\n'
    'tourism/source_rank kind=rank unit=rank title="Rank among sources of visitors" origin=plugin\n'
    'education/schools kind=stock unit=count title="Schools that teach in its language" origin=plugin\n'
    'trade/turnover kind=flow unit=USD title="Trade turnover" note="exports + imports" signed=1 origin=config\n'
)
ARRIVALS_2023 = '2023 630000 low=630000 high=640000 bound=gt basis=observed status=A source=caliber published=2024-08-09 unit=persons\n'
ARRIVALS_S1 = '2023-S1 300000 low=295833.3333333333 high=304166.6666666667 bound=eq basis=derived status=A unit=persons\n'
TURNOVER_2023 = '2023 4400000000 low=4300000000 high=4400000000 bound=nearly basis=observed status=A source=caliber published=2024-08-09 unit=USD\n'
TURNOVER_2022 = '2022 3744680851.0638299 low=3657587548 high=3747870528.1 bound=eq basis=derived unit=USD\n'
SCHOOLS = '{} 324 low=324 high=324 bound=exact basis=observed status=A source=caliber published=2024-08-09 unit=count\n'
NOTES = (
    '3 notes\n'
    '2022-02-22 pair=AZ-RU kind=event text="Declaration on Allied Interaction" source=caliber published=2024-08-09\n'
    '2023-05-01 pair=AZ-RU area=energy kind=statement text="an older word" published=2023-05-01\n'
    '2024-08-09 pair=AZ-RU area=energy kind=statement text="a \\"key\\" area" source=caliber published=2024-08-09\n'
)
OBSERVATIONS = (
    '2 observations\n'
    'AZ-RU/trade/turnover 2023 4400000000 g=100000000 bound=nearly status=A source=caliber published=2024-08-09 '
    'recorded=2024-08-10T09:00:00Z written="nearly $4.4 billion" evidence="turnover rose, reaching \\"a record\\""\n'
    'AZ-RU/trade/turnover 2023 4417234567.25 g=0.01 bound=eq status=A published=2024-09-01 recorded=2024-09-02T09:00:00Z\n'
)
SOURCES = '1 source\ncaliber name="Caliber.Az" authority="Cabinet of Ministers" published=2024-08-09 party=AZ rank=100 observations=18\n'
STATUS = (
    '9 status\nversion 0.1\npid 4711\nstate ready\nledger "/var/lib/co opd/ledger.db"\nobservations 18\n'
    'import name=a.csv done=10 total=20 taken=1 known=0 refused=0\nimport name=b.csv done=1 total=2 taken=0 known=0 refused=0\n'
    'aside job=import reason="it crashed twice" since=2024-08-10T09:00:00Z\norphans 0\n'
)
LOW_2022 = (
    'low identity text="2022 = 2023 / (1 + growth 2023)"\n'
    'low observation series=AZ-RU/trade/turnover period=2023 value=4400000000 low=4300000000 high=4400000000 bound=nearly unit=USD '
    'source=caliber published=2024-08-09 written="nearly $4.4 billion" evidence="turnover rose, reaching \\"a record\\""\n'
    'low observation series=AZ-RU/trade/turnover_growth period=2023 value=17.5 low=17.45 high=17.55 bound=eq unit=percent source=stat '
    'published=2024-02-01 reading=hard\n'
)
EXPLAIN_2022 = "7 explanation\nfigure " + TURNOVER_2022 + LOW_2022 + re.sub("(?m)^low", "high", LOW_2022)
EXPLAIN_2023 = (
    "4 explanation\nfigure " + TURNOVER_2023 + "low observation series=AZ-RU/trade/exports period=2023 value=3000000000 low=3000000000 high=3000000000 "
    "bound=exact unit=USD source=stat published=2024-03-01\nhigh observation series=AZ-RU/trade/turnover period=2023 value=4400000000 low=4300000000 "
    'high=4400000000 bound=nearly unit=USD source=caliber published=2024-08-09\nhigh identity text="exports 2023 <= turnover 2023"\n'
)
CONFLICTS = (
    '7 lines\nconflict 1 pair=AZ-RU rule="lower rank" text="turnover 2023 = exports 2023 + imports 2023"\n'
    'member 1 series=AZ-RU/trade/turnover period=2023 value=4400000000 low=4300000000 high=4400000000 bound=nearly unit=USD source=caliber '
    'published=2024-08-09 aside=1 written="nearly $4.4 billion" evidence="a record"\n'
    'member 1 series=AZ-RU/trade/exports period=2023 value=3000000000 low=3000000000 high=3000000000 bound=exact unit=USD source=stat published=2024-03-01\n'
    'member 1 series=AZ-RU/trade/imports period=2023 value=2000000000 low=2000000000 high=2000000000 bound=exact unit=USD source=stat published=2024-03-01 aside=0\n'
    'conflict 2 pair=AZ-TR rule="older" text="arrivals 2022 = S1 + S2"\n'
    'member 2 series=AZ-TR/tourism/arrivals period=2022 value=5 low=5 high=5 bound=exact unit=persons\n'
    'member 2 series=AZ-TR/tourism/arrivals period=2022-S1 value=9 low=9 high=9 bound=exact unit=persons aside=1\n'
)
REVISED = (
    "9 observations\n"
    "AZ-RU/trade/turnover 2022 3700000000 bound=eq status=A source=stat published=2023-02-01\n"
    "AZ-RU/trade/turnover 2023 4400000000 bound=nearly status=P source=stat published=2024-02-01 written=\"nearly $4.4 billion\"\n"
    "AZ-RU/trade/turnover 2023 5000000000 bound=eq status=F source=stat published=2023-02-01\n"
    "AZ-RU/trade/turnover 2023 4400000001 bound=eq status=P source=stat published=2024-03-01\n"
    "AZ-RU/trade/turnover 2023 4290000000 bound=eq status=A source=stat published=2024-09-01\n"
    "AZ-RU/trade/turnover 2023 4100000000 bound=eq status=A source=caliber published=2024-09-02\n"
    "AZ-RU/trade/turnover 2023 nan status=M source=stat published=2024-10-01\n"
    "AZ-RU/trade/turnover 2023 4300000000 bound=eq status=A source=stat published=2024-11-01\n"
    "AZ-RU/trade/turnover 2022 3885000000 bound=eq status=A source=stat published=2024-02-01\n"
)
REPLIES = {
    "EXPLAIN AZ-RU/trade/turnover 2022": EXPLAIN_2022,
    "EXPLAIN AZ-RU/trade/turnover 2023 asof=2024-09-01 bounds=hard": EXPLAIN_2023,
    "EXPLAIN AZ-RU/energy/oil 2023": "0 no figure for AZ-RU/energy/oil 2023\n",
    "EXPLAIN AZ-RU/trade/turnover nonsense": "-65 no period: nonsense\n",
    "CONFLICTS": CONFLICTS,
    "CONFLICTS AZ-RU/* asof=2024-03-01": "0 no conflicts\n",
    "CONFLICTS none*": "0 no conflicts\n",
    "OBSERVATIONS A-B/trade/turnover": REVISED,
    "OBSERVATIONS A-B/trade/turnover 2022 asof=2023-12-31": "1 observations\n" + REVISED.split("\n")[1] + "\n",
    "OBSERVATIONS AZ-RU/trade/turnover asof=2024-08-10 seq=1": "1 observations\n" + OBSERVATIONS.split("\n")[1] + "\n",
    "OBSERVATIONS AZ-RU/trade/turnover asof=2024-08-10": "1 observations\n" + OBSERVATIONS.split("\n")[1] + "\n",
    "GET AZ-RU/trade/turnover": "3 figures\n2023-S1 2000000000 unit=USD\n" + TURNOVER_2022 + TURNOVER_2023,
    "GET RU-AZ/trade/turnover": "2 figures\n2023 4840000000 low=4840000000 high=4840000000 bound=exact basis=observed unit=USD\n"
                                "2021 0 low=0 high=0 bound=exact basis=observed unit=USD\n",
    "GET AZ-RU/trade/exports 2023": "1 figures\n2023 0 low=0 high=0 unit=USD\n",
    "GET RU-AZ/trade/imports 2023": "1 figures\n2023 7 low=7 high=7 unit=USD\n",
    "GET AZ-RU/energy/oil": "0 no figure for AZ-RU/energy/oil\n",
    "GET RU-AZ/energy/oil": "0 no figure for RU-AZ/energy/oil\n",
    "INDICATORS": INDICATORS,
    "INDICATORS trade": INDICATORS,
    "AREAS": '4 areas\ntrade indicators=9 observations=2 title="Trade"\nenergy indicators=5 observations=0 title="Energy"\n'
             'tourism indicators=3 observations=3 title="Tourism"\neducation indicators=6 observations=1 title="Education"\n',
    "GET AZ-RU/tourism/arrivals 2023": "1 figures\n" + ARRIVALS_2023,
    "GET AZ-RU/tourism/arrivals-A": "1 figures\n" + ARRIVALS_2023,
    "GET AZ-RU/tourism/arrivals-S": "1 figures\n" + ARRIVALS_S1,
    "GET AZ-RU/tourism/arrivals": "2 figures\n" + ARRIVALS_2023 + ARRIVALS_S1,
    "GET AZ-RU/tourism/source_rank-A": "1 figures\n2023 10 low=1 high=10 bound=le basis=observed unit=rank\n",
    "GET AZ-RU/trade/turnover-A": "2 figures\n" + TURNOVER_2022 + TURNOVER_2023,
    "GET AZ-RU/trade/turnover 2022": "1 figures\n" + TURNOVER_2022,
    "GET AZ-RU/trade/turnover-A asof=2024-03-01 bounds=hard status=F":
        "1 figures\n2023 4400000000 low=-inf high=4400000000 bound=nearly basis=observed unit=USD\n",
    "GET AZ-RU/trade/turnover_growth 2023": "1 figures\n2023 17.5 low=17.45 high=17.55 bound=eq basis=observed\n",
    "GET AZ-RU/education/schools-A": "1 figures\n" + SCHOOLS.format("2024"),
    "GET AZ-RU/education/schools-S": "1 figures\n" + SCHOOLS.format("2024-S2"),
    "GET AZ-RU/energy/oil 2023": "0 no figure for AZ-RU/energy/oil 2023: 2024-08-09 statement: a key area\n",
    "GET AZ-RU/energy/oil nonsense": "-65 no period: nonsense\n",
    'SERIES "AZ-RU/*"':
        '6 series\nAZ-RU/tourism/arrivals-A figures=1 title="Visitors"\nAZ-RU/tourism/arrivals-S figures=1 title="Visitors"\n'
        'AZ-RU/tourism/source_rank-A figures=1\nAZ-RU/trade/turnover-A figures=2 title="Trade turnover"\n'
        'AZ-RU/education/schools-A figures=1 title="Schools"\nAZ-RU/education/schools-S figures=1 title="Schools"\n',
    'SERIES "AZ-RU/energy/*"': "0 series\n",
    'SERIES "RU-AZ/*"': '1 series\nRU-AZ/agriculture/supplier_rank-A figures=1\n',
    'SERIES "RU-AZ/energy/*"': "0 series\n",
    "SERIES": '2 series\nAZ-RU/trade/turnover-A figures=2 first=2022 last=2023 unit=USD title="Trade turnover"\n'
              'AZ-RU/trade/turnover-S figures=1 first=2024-S1 last=2024-S1 unit=USD title="Trade turnover"\n',
    "SERIES none*": "0 series\n",
    "SERIES all=1 none*": "0 series\n",
    "SERIES all=1 *": '1 series\nAZ-RU/trade/turnover observations=2 unit=USD title="Trade turnover"\n',
    "NOTES AZ-RU": NOTES,
    "NOTES AZ-RU/energy": NOTES,
    "NOTES AZ-XX": "-66 no party XX\n",
    "SOURCES": SOURCES,
    "OBSERVATIONS AZ-RU/trade/turnover": OBSERVATIONS,
    "OBSERVATIONS AZ-RU/trade/turnover seq=1": OBSERVATIONS,
    "GAPS AZ-RU 2023": '1 gaps\ntrade/services title="Trade in services" last=2021\n',
    "STATUS": STATUS,
    'PUT AZ-RU/trade/turnover 2023 "nearly 4.4 billion USD" source=caliber bound=nearly evidence="it \\"rose\\"" force=1': "0 recorded\n",
    "PUT AZ-RU/trade/turnover 2023 -5": "-65 AZ-RU/trade/turnover cannot be negative\n",
    'SOURCE caliber name="Caliber Az" rank=10': "0 known already\n",
    'NOTE AZ-RU/energy 2024-08-09 kind=statement text="oil and gas" source=caliber': "0 recorded\n",
    "WATCH": "0 watching\nAZ-RU/trade/turnover-A " + TURNOVER_2023 + "lost 3\nAZ-RU/tourism/arrivals-A " + ARRIVALS_2023,
}


class Server:
    """Plays replies on a Unix socket: bytes, or a function of the request; then, for WATCH and None, closes."""

    def __init__(self, replies, finish=()):
        self.replies, self.finish = replies, finish
        self.dir = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.dir.name, "coopd.sock")
        self.requests, self.imported = [], []
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen(8)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                conn, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(conn,), daemon=True).start()

    def serve(self, conn):
        # The client may go away at any time: that is what many of these tests are about.
        with contextlib.suppress(OSError), conn, conn.makefile("rwb") as stream:
            for raw in stream:
                if not self.answer(stream, raw.decode().rstrip("\n")):
                    return

    def answer(self, stream, line):
        self.requests.append(line)
        if line.startswith("IMPORT "):
            n = int(re.search(r"bytes=(\d+)$", line).group(1))
            self.imported.append(stream.read(n))
        reply = self.replies.get(line)
        if reply is None:
            reply = self.replies.get("*", "-64 the fake server has no reply to: " + line + "\n")
        for part in [reply] if isinstance(reply, (str, bytes)) else reply:
            stream.write(part.encode() if isinstance(part, str) else part)
        stream.flush()
        return not (line.startswith(("WATCH",)) or line in self.finish)

    def close(self):
        # shutdown(2) wakes the thread in accept(2); close(2) alone does not.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.dir.cleanup()


class Case(unittest.TestCase):
    def serve(self, replies=None, finish=()):
        server = Server(REPLIES if replies is None else replies, finish)
        self.addCleanup(server.close)
        return server

    def run_ctl(self, *args, server=None, stdin=None, env=None):
        server = server or self.serve()
        done = subprocess.run([COOPCTL, "--socket", server.path, *args], input=stdin, capture_output=True, timeout=TIMEOUT_S,
                              env={**os.environ, "LC_ALL": "C", **(env or {})}, check=False)
        self.server, self.err = server, done.stderr.decode()
        self.assertNotIn("Sanitizer", self.err)
        self.assertNotIn("runtime error", self.err)
        return done.returncode, done.stdout.decode()

    def ok(self, *args, **more):
        code, out = self.run_ctl(*args, **more)
        self.assertEqual(code, 0, self.err)
        return out

    def json(self, *args, **more):
        return json.loads(self.ok(*args, "--json", **more))

    def csv(self, *args):
        return list(csv.DictReader(io.StringIO(self.ok(*args, "--csv"), newline="")))

    def plain(self, *args):
        return [line.split("\t") for line in self.ok(*args, "--plain").splitlines()]


class Get(Case):
    FIGURE = {"period": "2023", "value": 630000, "low": 630000, "high": 640000, "bound": "gt", "basis": "observed", "status": "A",
              "source": "caliber", "published": "2024-08-09"}

    def test_json_is_exactly_this(self):
        self.assertEqual(self.ok("get", "AZ-RU/tourism/arrivals", "2023", "--json"),
                         '{"series":"AZ-RU/tourism/arrivals-A","title":"Visitors from the counterpart","unit":"persons","kind":"flow",'
                         '"figures":[{"period":"2023","value":630000,"low":630000,"high":640000,"bound":"gt","basis":"observed",'
                         '"status":"A","source":"caliber","published":"2024-08-09"}]}\n')

    def test_series_has_its_frequency_where_it_is_said(self):
        for args, want in ((["AZ-RU/tourism/arrivals-A"], "AZ-RU/tourism/arrivals-A"), (["AZ-RU/tourism/arrivals"], "AZ-RU/tourism/arrivals"),
                           (["AZ-RU/trade/turnover", "2022"], "AZ-RU/trade/turnover-A")):
            self.assertEqual(self.json("get", *args)["series"], want)

    def test_numbers_read_back(self):
        seed = random.randrange(1 << 32)
        rng = random.Random(seed)
        numbers = [0.1, 1e21, 5e-324, 1.7976931348623157e308, 4.4e9, 123456789012345680.0, -0.5]
        numbers += [struct.unpack("d", rng.randbytes(8))[0] for _ in range(300)]
        numbers = [v for v in numbers if v == v and abs(v) != float("inf")]
        lines = "".join(f"2023 {v!r} bound=eq\n" for v in numbers)
        server = self.serve({**REPLIES, "GET A-B/t/x": f"{len(numbers)} figures\n{lines}"})
        text = self.ok("get", "A-B/t/x", "--json", server=server)
        self.assertEqual([f["value"] for f in json.loads(text)["figures"]], numbers, f"seed {seed}")
        self.assertIn('"value":4400000000,', text)

    def test_unknown_and_open_are_null(self):
        server = self.serve({**REPLIES, "GET A-B/t/x": "1 figures\n2023 nan low=-inf high=inf status=M\n"})
        figure = self.json("get", "A-B/t/x", server=server)["figures"][0]
        self.assertEqual((figure["value"], figure["low"], figure["high"], figure["source"]), (None, None, None, None))
        self.assertIn("missing", self.ok("get", "A-B/t/x", server=server))

    def test_companion(self):
        got = self.json("get", "AZ-RU/trade/turnover_growth", "2023")
        self.assertEqual((got["title"], got["unit"], got["kind"]), ("Trade turnover, growth", "percent", "ratio"))
        self.assertIn("17.5 %", self.ok("get", "AZ-RU/trade/turnover_growth", "2023"))

    def test_people(self):
        out = self.ok("get", "AZ-RU/tourism/arrivals")
        self.assertIn("Visitors from the counterpart (AZ-RU/tourism/arrivals)", out)
        self.assertRegex(out, r"(?m)^period +figure +low\.\.high +basis")
        self.assertRegex(out, r"2023 +over 630,000 persons +630,000\.\.640,000 +observed +A +caliber +2024-08-09")
        self.assertRegex(out, r"2023-S1 +300,000 persons +295,830\.\.304,170 +derived")
        out = self.ok("get", "AZ-RU/trade/turnover-A")
        self.assertRegex(out, r"nearly 4\.4 billion USD +4\.3\.\.4\.4 billion")
        self.assertRegex(out, r"3\.74 billion USD +3\.6576\.\.3\.7479 billion")
        self.assertNotIn("\033", out)

    def test_ranges_are_as_given_or_rounded(self):
        line = "2022 3658017864.74 low=3658017864.74 high=3746275010.64 bound=range basis={} unit=USD\n"
        for basis, want in (("derived", "3.658 billion to 3.7463 billion USD"), ("observed", "3,658,017,864.74 to 3,746,275,010.64 USD")):
            self.assertIn(want, self.ok("get", "A-B/t/x", server=self.serve({**REPLIES, "GET A-B/t/x": "1 figures\n" + line.format(basis)})))

    def test_options_reach_the_wire_from_any_place(self):
        out = self.ok("--plain", "get", "--hard", "AZ-RU/trade/turnover-A", "--as-of=2024-03-01", "--status", "F")
        self.assertEqual(out.split("\t")[:4], ["2023", "4400000000", "-inf", "4400000000"])
        out = self.ok("get", "AZ-RU/trade/turnover-A", "--hard", "--as-of", "2024-03-01", "--status", "F")
        self.assertIn("..4.4 billion", out)

    def test_csv_and_plain(self):
        rows = self.csv("get", "AZ-RU/tourism/arrivals")
        self.assertEqual([r["value"] for r in rows], ["630000", "300000"])
        self.assertEqual(rows[1]["source"], "")
        self.assertTrue(self.ok("get", "AZ-RU/tourism/arrivals", "--csv").startswith("period,value,low,high,bound,basis,status,source,"))
        self.assertEqual(self.plain("get", "AZ-RU/tourism/arrivals", "2023"),
                         [["2023", "630000", "630000", "640000", "gt", "observed", "A", "caliber", "2024-08-09", "persons"]])

    def test_no_figure(self):
        args = ("get", "AZ-RU/energy/oil", "2023")
        self.assertEqual(self.ok(*args), "no figure for AZ-RU/energy/oil 2023: 2024-08-09 statement: a key area\n")
        got = self.json(*args)
        self.assertEqual(got["figures"], [])
        self.assertEqual([n["text"] for n in got["notes"]], ["an older word", 'a "key" area'])
        self.assertEqual(self.csv(*args), [])
        self.assertIn("no figure", self.err)
        self.assertEqual(self.plain(*args), [])

    def test_refusal(self):
        for form in ([], ["--json"], ["--csv"], ["--plain"]):
            code, out = self.run_ctl("get", "AZ-RU/energy/oil", "nonsense", *form)
            self.assertEqual((code, out, self.err), (65, "", "coopctl: no period: nonsense\n"))


class Overview(Case):
    def test_people(self):
        out = self.ok("get", "AZ-RU")
        for want in (r"Trade +Trade turnover +nearly 4\.4 billion USD +4\.3\.\.4\.4 billion +2023 +observed +caliber +2024-08-09",
                     r"Tourism +Visitors +over 630,000 persons", r"among the top 10", r"Education +Schools +324 +2024 ",
                     r"Energy +no figure +2024-08-09 +a \"key\" area +caliber", r"2022-02-22 +Declaration on Allied Interaction"):
            self.assertRegex(out, want)
        self.assertEqual(out.count("324"), 1)  # a state is told once, not for its year and its half
        self.assertNotIn("3.74 billion", out)  # the newest figure only
        self.assertNotIn("an older word", out)
        self.assertLess(out.index("no figure"), out.index("Declaration"))

    def test_json(self):
        got = self.json("get", "AZ-RU")
        self.assertEqual([a["area"] for a in got["areas"]], ["trade", "energy", "tourism", "education"])
        self.assertEqual(got["areas"][0]["figures"][0]["value"], 4400000000)
        self.assertEqual(got["areas"][0]["figures"][0]["kind"], "flow")
        self.assertEqual((got["areas"][1]["figures"], got["areas"][1]["statement"]["text"]), ([], 'a "key" area'))
        self.assertEqual([e["date"] for e in got["events"]], ["2022-02-22"])

    def test_csv_and_plain(self):
        rows = self.csv("get", "AZ-RU")
        self.assertEqual(len(rows), 6)
        energy = [r for r in rows if r["area"] == "energy"][0]
        self.assertEqual((energy["value"], energy["statement"]), ("", 'a "key" area'))
        self.assertTrue(all(len(r) == 15 for r in self.plain("get", "AZ-RU")))

    def test_one_area(self):
        self.assertEqual([a["area"] for a in self.json("get", "AZ-RU/energy")["areas"]], ["energy"])

    def test_one_period(self):
        self.json("get", "AZ-RU", "2023", server=self.serve({**REPLIES, "*": "1 figures\n" + TURNOVER_2023}))
        asked = [r for r in self.server.requests if r.startswith("GET")]
        self.assertEqual(asked.count("GET AZ-RU/tourism/arrivals 2023"), 1)

    def test_unknown_pair(self):
        self.assertEqual(self.run_ctl("get", "AZ-XX")[0], 66)
        self.assertIn("no party XX", self.err)

    def test_many_series(self):
        n = 3000
        names = [f"AZ-RU/trade/x{i}-A" for i in range(n)]
        replies = {**REPLIES, 'SERIES "AZ-RU/*"': f"{n} series\n" + "".join(f"{s} title=T\n" for s in names), "*": "1 figures\n" + TURNOVER_2023}
        self.assertEqual(len(self.csv_of(replies)), n + 3)

    def csv_of(self, replies):
        return list(csv.DictReader(io.StringIO(self.ok("get", "AZ-RU", "--csv", server=self.serve(replies)), newline="")))


class Listings(Case):
    # command, header of the table, first row in plain, a key of JSON's first object and its value
    ROWS = (
        (("list",), r"series +figures +first +last +unit +title", ["AZ-RU/trade/turnover-A", "2", "2022", "2023", "USD", "Trade turnover"], "figures", 2),
        (("areas",), r"area +indicators +observations +title", ["trade", "9", "2", "Trade"], "indicators", 9),
        (("indicators", "trade"), r"indicator +kind +unit +title +note", ["tourism/arrivals", "flow", "persons", "Visitors from the counterpart", "", "", "plugin"], "signed", False),
        (("sources",), r"id +name +authority +published +party +rank", ["caliber", "Caliber.Az", "Cabinet of Ministers", "", "2024-08-09", "AZ", "100", "18"], "rank", 100),
        (("observations", "AZ-RU/trade/turnover"), r"period +value +g +bound", ["AZ-RU/trade/turnover", "2023", "4400000000", "", "100000000", "nearly", "A",
          "caliber", "2024-08-09", "2024-08-10T09:00:00Z", "nearly $4.4 billion", 'turnover rose, reaching "a record"'], "g", 100000000),
        (("notes", "AZ-RU"), r"date +area +kind +text", ["2022-02-22", "AZ-RU", "", "event", "Declaration on Allied Interaction", "caliber", "2024-08-09"], "area", None),
        (("gaps", "AZ-RU", "2023"), r"indicator +title +last", ["trade/services", "Trade in services", "2021"], "last", "2021"),
    )

    def test_all_forms(self):
        for args, header, plain, key, value in self.ROWS:
            with self.subTest(args[0]):
                lines = self.ok(*args).splitlines()
                self.assertRegex(lines[0], "^" + header)
                self.assertEqual(self.plain(*args)[0], plain)
                objects = self.json(*args)
                self.assertEqual(objects[0][key], value)
                rows = self.csv(*args)
                self.assertEqual(list(rows[0].values()), plain)
                self.assertEqual(list(rows[0]), list(objects[0]))
                self.assertTrue(all(line.endswith("\r\n") for line in self.ok(*args, "--csv").splitlines(True)))
                self.assertEqual(len(rows), len(objects))

    def test_numbers_are_right_aligned(self):
        lines = self.ok("areas").splitlines()
        end = lines[0].index("observations") + len("observations")
        self.assertEqual({line[end - 1] for line in lines[1:]}, {"2", "0", "3", "1"})

    def test_recorded_is_a_day_for_people(self):
        out = self.ok("observations", "AZ-RU/trade/turnover")
        self.assertIn("2024-08-10", out)
        self.assertNotIn("T09:00", out)

    def test_nothing(self):
        self.assertEqual(self.ok("list", "none*"), "no series\n")
        self.assertEqual(self.json("list", "none*"), [])
        self.assertEqual(self.csv("list", "none*"), [])
        self.assertEqual(self.ok("list", "none*", "--plain"), "")

    def test_status(self):
        got = self.json("status")
        self.assertEqual((got["version"], got["pid"], got["ledger"]), ("0.1", 4711, "/var/lib/co opd/ledger.db"))
        self.assertEqual([i["name"] for i in got["import"]], ["a.csv", "b.csv"])
        self.assertEqual((got["import"][0]["done"], got["aside"][0]["reason"], got["orphans"]), (10, "it crashed twice", 0))
        self.assertIn(["pid", "4711"], self.plain("status"))
        self.assertEqual(self.csv("status")[3], {"key": "ledger", "value": "/var/lib/co opd/ledger.db"})
        self.assertRegex(self.ok("status"), r"(?m)^state +ready *$")

    def test_huge_reply(self):
        n = 100000
        reply = [f"{n} series\r\n"] + [f'A-B/trade/x{i}-A figures={i} title="T {i}"\r\n' for i in range(n)]
        server = self.serve({"SERIES": reply})
        self.assertEqual(len(self.json("list", server=server)), n)
        lines = self.ok("list", server=server).splitlines()
        self.assertEqual((len(lines), lines[0].split()[0]), (n + 1, "series"))

    def test_long_line(self):
        server = self.serve({"NOTES AZ-RU": '1 notes\n2024-08-09 kind=event text="' + "x" * 300000 + '"\n'})
        self.assertEqual(len(self.json("notes", "AZ-RU", server=server)[0]["text"]), 300000)


class Graph(Case):
    def test_broken_replies_leave_no_file(self):
        head = '1 image/png bytes=3 panels=1 figures=1 title="x"\n'
        for reply, want in ((head + "AAA!\n", "no base64"), (head + "AAA\n", "half a picture"), (head + "AAAA", "before its reply was complete"),
                            ('0 image/png\n', "half a picture"), (head.replace('"x"', '"x') + "AAAA\n", "not understood"),
                            ("-70 the worker was killed\n", "the worker was killed"), ("what\n", "no status line")):
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "a.png")
                code, out = self.run_ctl("graph", "A-B/t/x", "-o", path, server=self.serve({"*": reply.encode()}, finish=("GRAPH A-B/t/x format=png",)))
                self.assertNotEqual(code, 0, reply)
                self.assertEqual(out, "")
                self.assertIn(want, self.err)
                self.assertEqual(os.listdir(folder), [], reply)

    def test_request(self):
        reply = b'1 image/svg+xml bytes=3 panels=2 figures=7 left_out=1 older=5 title="T"\nAAAA\n'
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.svg")
            out = self.ok("graph", "A-B/t/x", "A-B/t/y", "2020..2023", "-o", path, "--theme", "dark", "--as-of=2024-01-01", server=self.serve({"*": reply}))
            self.assertEqual(out, path + ": T (2 panels, 7 figures; series without figures, left out: 1; older figures not drawn: 5)\n")
            with open(path, "rb") as f:
                self.assertEqual(f.read(), bytes(3))
        self.assertEqual(self.server.requests, ["GRAPH A-B/t/x A-B/t/y 2020..2023 format=svg theme=dark asof=2024-01-01"])


class Simple(Case):
    PUT = ("put", "AZ-RU/trade/turnover", "2023", "nearly 4.4 billion USD", "--source", "caliber", "--bound=nearly", "--evidence", 'it "rose"', "--force")

    def test_put_source_note(self):
        self.assertEqual(self.ok(*self.PUT), "recorded\n")
        self.assertEqual(self.ok("source", "caliber", "--name", "Caliber Az", "--rank", "10"), "known already\n")
        self.assertEqual(self.ok("note", "AZ-RU/energy", "2024-08-09", "statement", "oil and gas", "--source", "caliber"), "recorded\n")

    def test_forms(self):
        self.assertEqual(self.ok(*self.PUT, "--json"), '{"result":"recorded"}\n')
        self.assertEqual(self.ok(*self.PUT, "--csv"), "result\r\nrecorded\r\n")
        self.assertEqual(self.ok(*self.PUT, "--plain"), "recorded\n")

    def test_negative_value_is_no_option(self):
        self.assertEqual(self.run_ctl("put", "AZ-RU/trade/turnover", "2023", "-5"), (65, ""))
        self.assertIn("cannot be negative", self.err)

    def test_a_newline_makes_no_second_request(self):
        self.run_ctl("note", "AZ-RU", "2024", "event", "one\nQUIT")
        self.assertEqual(self.server.requests, ['NOTE AZ-RU 2024 kind=event text="one QUIT"'])

    def test_too_long(self):
        self.assertEqual(self.run_ctl("put", "A-B/t/x", "2023", "x" * 100000)[0], 65)
        self.assertEqual(self.server.requests, [])


class Watch(Case):
    def test_forms_and_end(self):
        code, out = self.run_ctl("watch")
        self.assertEqual(code, 69)
        self.assertIn("has ended", self.err)
        self.assertIn("lost", self.err)
        self.assertEqual(out.splitlines()[0], "AZ-RU/trade/turnover-A  2023  nearly 4.4 billion USD  observed  A  caliber  2024-08-09")
        objects = [json.loads(line) for line in self.run_ctl("watch", "--json")[1].splitlines()]
        self.assertEqual([o["value"] for o in objects if "lost" not in o], [4400000000, 630000])
        self.assertEqual(objects[1], {"lost": 3})
        self.assertEqual(self.run_ctl("watch", "--plain")[1].splitlines()[1].split("\t")[:3], ["AZ-RU/tourism/arrivals-A", "2023", "630000"])
        self.assertTrue(self.run_ctl("watch", "--csv")[1].startswith("series,period,value,"))

    def test_each_line_at_once_until_interrupted(self):
        sent, go_on = threading.Event(), threading.Event()

        def parts():
            yield "0 watching\nAZ-RU/tourism/arrivals-A " + ARRIVALS_2023
            sent.set()
            go_on.wait(TIMEOUT_S)

        class Slow(Server):
            def answer(self, stream, line):
                for part in parts():
                    stream.write(part.encode())
                    stream.flush()

        server = Slow({})
        self.addCleanup(server.close)
        with subprocess.Popen([COOPCTL, "watch", "--socket", server.path, "--plain"], stdout=subprocess.PIPE) as ctl:
            self.assertTrue(ctl.stdout.readline().startswith(b"AZ-RU/tourism/arrivals-A\t2023\t630000"))
            ctl.send_signal(signal.SIGINT)
            self.assertEqual(ctl.wait(TIMEOUT_S), -signal.SIGINT)
        go_on.set()


class Import(Case):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.good, self.bad = os.path.join(folder.name, "good file.csv"), os.path.join(folder.name, "bad.csv")
        with open(self.good, "wb") as f:
            f.write(os.urandom(300000))
        with open(self.bad, "w", encoding="ascii") as f:
            f.write("series,period,value\nx\n")
        self.replies = {
            'IMPORT "good file.csv" bytes=300000': "1 good file.csv: taken=18 known=0 refused=0 notes=12 sources=1\nline=9 remark=\"is it so?\"\n",
            "IMPORT bad.csv bytes=22": '1 bad.csv: taken=0 known=2 refused=1 notes=0 sources=0\nline=2 refused="three columns are wanted, not 1"\n',
        }

    def test_good(self):
        server = self.serve(self.replies)
        out = self.ok("import", self.good, server=server)
        with open(self.good, "rb") as f:
            self.assertEqual(server.imported, [f.read()])
        self.assertIn(f"{self.good}: 18 taken, 0 known already, 0 refused, 12 notes, 1 sources\n", out)
        self.assertIn(f"{self.good}:9: remark: is it so?", out)

    def test_refused_rows(self):
        code, out = self.run_ctl("import", self.bad, self.good, server=self.serve(self.replies))
        self.assertEqual(code, 65)
        self.assertIn(f"{self.bad}:2: three columns are wanted, not 1", out)
        self.assertIn("18 taken", out)

    def test_forms(self):
        server = self.serve(self.replies)
        code, out = self.run_ctl("import", self.bad, self.good, "--json", server=server)
        got = json.loads(out)
        self.assertEqual((code, got[0]["refused"], got[0]["rows"], got[1]["taken"]),
                         (65, 1, [{"line": 2, "kind": "refused", "reason": "three columns are wanted, not 1"}], 18))
        out = self.run_ctl("import", self.bad, "--csv", server=server)[1]
        self.assertEqual(out, f'file,line,kind,reason\r\n{self.bad},2,refused,"three columns are wanted, not 1"\r\n')
        self.assertEqual(self.run_ctl("import", self.bad, "--plain", server=server)[1],
                         f"{self.bad}\t2\trefused\tthree columns are wanted, not 1\n")

    def test_standard_input(self):
        server = self.serve({"IMPORT x.csv bytes=5": "0 x.csv: taken=1 known=0 refused=0 notes=0 sources=0\n"})
        self.ok("import", "-", "--name", "x.csv", server=server, stdin=b"a,b\r\n")
        self.assertEqual(server.imported, [b"a,b\r\n"])
        self.assertEqual(self.run_ctl("import", "-", server=server, stdin=b"")[0], 64)

    def test_missing_file_and_refused_file(self):
        server = self.serve({**self.replies, "IMPORT bad.csv bytes=22": "-65 bad.csv: no header row\n"})
        code, out = self.run_ctl("import", "/nowhere/x.csv", self.bad, self.good, server=server)
        self.assertEqual(code, 66)
        self.assertIn("No such file", self.err)
        self.assertIn("no header row", self.err)
        self.assertIn("18 taken", out)

    def test_server_closes_during_the_bytes(self):
        class Rude(Server):
            def answer(self, stream, line):
                stream.write(b"-75 the worker is being brought back\n")
                stream.flush()

        server = Rude({})
        self.addCleanup(server.close)
        with open(self.good, "ab") as f:
            f.write(bytes(5000000))
        self.assertEqual(self.run_ctl("import", self.good, server=server)[0], 75)
        self.assertIn("brought back", self.err)

    def test_more_refused_than_told(self):
        server = self.serve({"IMPORT bad.csv bytes=22": '1 bad.csv: taken=0 known=0 refused=1500 notes=0 sources=0\nline=2 refused=x\n'})
        self.assertIn("1499 refused rows more", self.run_ctl("import", self.bad, server=server)[1])


class Export(Case):
    HEADER = "series,period,value,high,g,bound,status,source,published,evidence,nth,force,source_name,authority,url,source_published,party,rank"

    def test_csv(self):
        out = self.ok("export")
        rows = list(csv.DictReader(io.StringIO(out, newline="")))
        self.assertTrue(out.startswith(self.HEADER + "\r\n"))
        self.assertEqual([r["value"] for r in rows], ["nearly $4.4 billion", "4417234567.25"])
        self.assertEqual((rows[0]["source_name"], rows[0]["rank"], rows[1]["source_name"]), ("Caliber.Az", "100", ""))
        self.assertEqual(rows[0]["evidence"], 'turnover rose, reaching "a record"')
        self.assertEqual(self.server.requests.count("OBSERVATIONS AZ-RU/trade/turnover seq=1"), 1)

    def test_json(self):
        for args in (("export", "--format", "json"), ("export", "--json")):
            rows = json.loads(self.ok(*args))
            self.assertEqual((rows[0]["value"], rows[0]["written"], rows[1]["written"]), (4400000000, "nearly $4.4 billion", None))

    def test_as_of(self):
        rows = self.csv_rows("export", "--as-of", "2024-08-10")
        self.assertEqual([r["published"] for r in rows], ["2024-08-09"])
        self.assertIn("SERIES all=1 *", self.server.requests)  # today's names: the day is asked of the observations
        self.assertEqual(self.run_ctl("export", "--as-of", "2024-02-30"), (65, ""))
        self.assertIn("--as-of is a date", self.err)
        self.assertEqual(len(self.json("observations", "AZ-RU/trade/turnover", "--as-of", "2024-08-10")), 1)

    def csv_rows(self, *args):
        return list(csv.DictReader(io.StringIO(self.ok(*args), newline="")))

    def test_bad_format_and_nothing(self):
        self.assertEqual(self.run_ctl("export", "--format", "xml")[0], 64)
        self.assertEqual(self.ok("export", "none*").strip(), self.HEADER)

    def test_openmetrics_says_what_is_left_out(self):
        figure = "1 figures\n{} low=1 high=inf basis=observed unit=USD\n"
        replies = {"SERIES": '2 series\nA-B/t/x-A figures=1 unit=USD title="So \\"called\\""\nA-B/t/y figures=2\n', "GET A-B/t/x": figure.format("1969 1"),
                   "GET A-B/t/x-A": "-70 the solver found no answer\n",
                   "GET A-B/t/y": "2 figures\n2024-01-30/P1M 2 low=nan high=2\n2024-01-31/P1M 3 low=3 high=3\n"}
        code, out = self.run_ctl("export", "--format", "openmetrics", server=self.serve(replies))
        self.assertEqual(code, 70)
        self.assertRegex(self.err, "1 questions for figures were not answered.*the solver found no answer")
        self.assertIn("1 figures are left out", self.err)
        lines = out.splitlines()
        self.assertEqual(lines[:4], ["# TYPE coopd_figure_t_x_usd gauge", "# UNIT coopd_figure_t_x_usd usd", '# HELP coopd_figure_t_x_usd So \\"called\\", USD',
                                     'coopd_figure_t_x_usd{pair="A-B",reference_area="A",counterpart_area="B",area="t",indicator="x",freq="A",unit="USD",basis="observed"} 1 0'])
        self.assertEqual([line.rsplit("}")[1] for line in lines if "{" in line], [" 1 0", " 2 1709164800", " 1 0", " NaN 1709164800", " +Inf 0", " 2 1709164800"])
        self.assertEqual(lines[-1], "# EOF")

    def test_rows_to_be_read_back_are_in_the_order_recorded(self):
        line = "A-B/t/{} 2023 {} g=1 bound=eq status=A seq={}\n"
        replies = {"SOURCES": "0 sources\n", "SERIES all=1 *": "2 series\nA-B/t/x observations=2 unit=USD\nA-B/t/y observations=2\n",
                   "OBSERVATIONS A-B/t/x seq=1": "2 o\n" + line.format("x", 1, 7) + line.format("x", 2, 9).replace("\n", " force=1 nth=2\n"),
                   "OBSERVATIONS A-B/t/y seq=1": "2 o\n" + line.format("y", 3, 10) + line.format("y", "nan", 2), "STATUS": STATUS.replace("orphans 0", "orphans 3")}
        rows = list(csv.DictReader(io.StringIO(self.ok("export", "--format", "csv", server=self.serve(replies)), newline="")))
        self.assertEqual([(r["series"], r["value"], r["force"], r["nth"]) for r in rows],
                         [("A-B/t/y", "nan", "", ""), ("A-B/t/x", "1", "", ""), ("A-B/t/x", "2", "yes", "2"), ("A-B/t/y", "3", "", "")])
        self.assertIn("3 observations are not in this export", self.err)
        rows = list(csv.DictReader(io.StringIO(self.ok("export", "--format", "sdmx-csv", server=self.serve(replies)), newline="")))
        self.assertEqual([(r["REF_AREA"], r["COUNTERPART_AREA"], r["AREA"], r["INDICATOR"], r["FREQ"], r["OBS_VALUE"], r["UNIT_MEASURE"]) for r in rows[:2]],
                         [("A", "B", "t", "y", "A", "NaN", ""), ("A", "B", "t", "x", "A", "1", "USD")])
        replies["OBSERVATIONS A-B/t/y seq=1"] = "1 o\n" + line.format("y", 3, "x")
        self.assertEqual(self.run_ctl("export", server=self.serve(replies))[0], 76)

    def test_many_series_with_large_replies(self):
        n = 2000
        line = OBSERVATIONS.split("\n", 2)[1] + "\n"
        replies = {"SOURCES": SOURCES, "SERIES all=1 *": f"{n} series\n" + "".join(f"A-B/t/x{i} observations=50\n" for i in range(n)),
                   "STATUS": STATUS, "*": "50 o\n" + line * 50}
        self.assertEqual(self.ok("export", server=self.serve(replies)).count("\r\n"), 50 * n + 1)


class Explain(Case):
    ARGS = ("explain", "AZ-RU/trade/turnover", "2022")

    def test_people_say_it_once_where_both_ends_rest_on_the_same(self):
        out = self.ok(*self.ARGS)
        for want in (r"(?m)^Trade turnover \(AZ-RU/trade/turnover-A\)$", r"2022 +3\.74 billion USD +3\.6576\.\.3\.7479 billion +derived",
                     r"(?m)^at least 3\.6576 billion USD and at most 3\.7479 billion USD because:$", r"(?m)^  2022 = 2023 / \(1 \+ growth 2023\)$",
                     r"nearly \$4\.4 billion +4\.3\.\.4\.4 billion +AZ-RU/trade/turnover +2023 +caliber +2024-08-09 +turnover rose, reaching \"a record\"",
                     r"17\.5 % +17\.45\.\.17\.55 +AZ-RU/trade/turnover_growth +2023 +stat +2024-02-01 +as logic has it"):
            self.assertRegex(out, want)
        self.assertEqual(out.count("because"), 1)
        self.assertEqual(out.count("turnover rose"), 1)

    def test_people_hear_each_end(self):
        out = self.ok("explain", "AZ-RU/trade/turnover", "2023", "--hard", "--as-of", "2024-09-01")
        low, high = out.index("at least 4.3 billion USD because:"), out.index("at most 4.4 billion USD because:")
        self.assertLess(low, high)
        self.assertRegex(out[low:high], r"3 billion USD +AZ-RU/trade/exports")
        self.assertNotIn("exports 2023 <=", out[low:high])
        self.assertRegex(out[high:], r"(?m)^  exports 2023 <= turnover 2023$")
        self.assertNotIn("remark", out)

    def test_ends_without_reasons(self):
        server = self.serve({**REPLIES, "EXPLAIN A-B/t/x 2023": "1 explanation\nfigure 2023 5 low=0 high=inf unit=USD\n"})
        out = self.ok("explain", "A-B/t/x", "2023", server=server)
        self.assertNotIn("because", out)
        self.assertIn("at least 0 USD: by its kind", out.replace("and at most", ""))
        self.assertIn("no high end: nothing that was said limits it", out)

    def test_json(self):
        got = self.json(*self.ARGS)
        self.assertEqual(list(got), ["series", "period", "figure", "low", "high"])
        self.assertEqual((got["series"], got["period"], got["figure"]["basis"]), ("AZ-RU/trade/turnover-A", "2022", "derived"))
        self.assertEqual(got["low"], got["high"])
        self.assertEqual(got["low"]["identities"], ["2022 = 2023 / (1 + growth 2023)"])
        self.assertEqual([(o["value"], o["reading"]) for o in got["low"]["observations"]], [(4400000000, None), (17.5, "hard")])
        self.assertEqual(got["low"]["observations"][0]["evidence"], 'turnover rose, reaching "a record"')

    def test_csv_and_plain(self):
        rows = self.csv(*self.ARGS)
        self.assertEqual([(r["end"], r["kind"]) for r in rows], [("figure", "derived")] + [(e, k) for e in ("low", "high") for k in ("identity", "observation", "observation")])
        self.assertEqual((rows[0]["series"], rows[0]["period"], rows[0]["high"]), ("AZ-RU/trade/turnover-A", "2022", "3747870528.1"))
        self.assertEqual((rows[2]["value"], rows[2]["written"], rows[3]["reading"]), ("4400000000", "nearly $4.4 billion", "hard"))
        self.assertEqual([r for r in self.plain(*self.ARGS)], [list(r.values()) for r in rows])

    def test_no_figure_and_errors(self):
        args = ("explain", "AZ-RU/energy/oil", "2023")
        self.assertEqual(self.ok(*args), "no figure for AZ-RU/energy/oil 2023\n")
        got = self.json(*args)
        self.assertEqual((got["figure"], got["low"]), (None, {"identities": [], "observations": []}))
        self.assertEqual(self.csv(*args), [])
        self.assertIn("no figure", self.err)
        for form in ([], ["--json"], ["--csv"], ["--plain"]):
            self.assertEqual(self.run_ctl("explain", "AZ-RU/trade/turnover", "nonsense", *form), (65, ""))
        self.assertEqual(self.run_ctl("explain", "AZ-RU/trade/turnover")[0], 64)
        server = self.serve({**REPLIES, "EXPLAIN A-B/t/x 2023": "1 explanation\nlow identity text=x\n"})
        self.assertEqual(self.run_ctl("explain", "A-B/t/x", "2023", server=server), (76, ""))


class Conflicts(Case):
    def test_people(self):
        out = self.ok("conflicts")
        first, second = out.split("\n\n")
        self.assertTrue(first.startswith("1. AZ-RU: turnover 2023 = exports 2023 + imports 2023 must hold\n"))
        self.assertRegex(first, r"nearly \$4\.4 billion +4\.3\.\.4\.4 billion +AZ-RU/trade/turnover +2023 +caliber +2024-08-09 +set aside +a record")
        self.assertRegex(first, r"2 billion USD +AZ-RU/trade/imports +2023 +stat")
        self.assertEqual(first.count("set aside"), 1)
        self.assertTrue(first.endswith("rule: lower rank"))
        self.assertTrue(second.startswith("2. AZ-TR: "))
        self.assertRegex(second, r"9 persons +AZ-TR/tourism/arrivals +2022-S1 +set aside")

    def test_forms(self):
        got = self.json("conflicts")
        self.assertEqual([(c["conflict"], c["pair"], c["rule"], len(c["members"])) for c in got], [(1, "AZ-RU", "lower rank", 3), (2, "AZ-TR", "older", 2)])
        self.assertEqual([m["aside"] for m in got[0]["members"]], [True, False, False])
        self.assertEqual(got[0]["members"][0]["low"], 4300000000)
        rows = self.csv("conflicts")
        self.assertEqual([(r["conflict"], r["text"][:8], r["aside"]) for r in rows],
                         [("1", "turnover", "1"), ("1", "turnover", ""), ("1", "turnover", ""), ("2", "arrivals", ""), ("2", "arrivals", "1")])
        self.assertEqual(self.plain("conflicts"), [list(r.values()) for r in rows])

    def test_none_and_broken(self):
        self.assertEqual(self.ok("conflicts", "none*"), "no conflicts\n")
        self.assertEqual(self.json("conflicts", "AZ-RU/*", "--as-of", "2024-03-01"), [])
        self.assertEqual(self.ok("conflicts", "none*", "--plain"), "")
        code, out = self.run_ctl("conflicts", server=self.serve({"CONFLICTS": "1 lines\nmember 1 series=x period=2023 value=1\n"}))
        self.assertEqual((code, out), (76, ""))
        self.assertIn("before its conflict", self.err)


class Revisions(Case):
    ARGS = ("revisions", "A-B/trade/turnover")

    def test_people(self):
        out = self.ok(*self.ARGS)
        lines = out.splitlines()
        self.assertRegex(lines[1], r"^period +published +source +before +after +change +percent")
        self.assertRegex(lines[2], r"^2022 +2024-02-01 +stat +3\.7 billion USD +3\.885 billion USD +\+185 million USD +\+5\.00")
        self.assertRegex(lines[3], r"^2023 +2024-09-01 +stat +nearly \$4\.4 billion +4\.29 billion USD +-110 million USD +-2\.50")
        self.assertRegex(lines[4], r"^2023 +2024-10-01 +stat +4\.29 billion USD +withdrawn *$")
        self.assertRegex(lines[5], r"^2023 +2024-11-01 +stat +withdrawn +4\.3 billion USD *$")
        self.assertEqual(lines[6:], ["1 change below 0.01 % left out as formatting (--threshold)"])

    def test_forms(self):
        got = self.json(*self.ARGS)
        self.assertEqual([(r["period"], r["published"], r["before"], r["after"], r["change"], r["kind"]) for r in got],
                         [("2022", "2024-02-01", 3700000000, 3885000000, 185000000, "revised"), ("2023", "2024-09-01", 4400000000, 4290000000, -110000000, "revised"),
                          ("2023", "2024-10-01", 4290000000, None, None, "withdrawn"), ("2023", "2024-11-01", None, 4300000000, None, "restored")])
        self.assertEqual([r["percent"] for r in got], [5, -2.5, None, None])
        self.assertIn("1 change below", self.err)
        rows = self.csv(*self.ARGS)
        self.assertEqual(list(rows[0])[:7], ["period", "published", "source", "before", "after", "change", "percent"])
        self.assertEqual([r["after"] for r in rows], ["3885000000", "4290000000", "nan", "4300000000"])
        self.assertEqual(self.plain(*self.ARGS), [list(r.values()) for r in rows])

    def test_threshold(self):
        self.assertEqual([r["published"] for r in self.json(*self.ARGS, "--threshold", "3")], ["2024-02-01", "2024-10-01", "2024-11-01"])
        self.assertIn("2 changes below 3 %", self.err)
        self.assertEqual(len(self.json(*self.ARGS, "--threshold=0")), 5)
        self.assertNotIn("left out", self.err)
        for bad in ("x", "-1", "nan", "inf", ""):
            code, out = self.run_ctl(*self.ARGS, f"--threshold={bad}")
            self.assertEqual((code, out, self.server.requests), (64, "", []))

    def test_first_values_are_no_revisions(self):
        self.assertEqual(self.ok(*self.ARGS, "2022", "--as-of", "2023-12-31"), "Trade turnover (A-B/trade/turnover-A)\nno revisions of A-B/trade/turnover-A\n")
        line = "A-B/t/x 2023 {} status={} source=s published=2024-0{}-01\n"
        for values, want in ((("nan M", "5 A"), 0), (("nan M", "5 A", "6 A"), 1), (("5 F", "6 A"), 0), (("5 F", "6 F"), 1), (("5 T", "6 F"), 0), (("nan M", "nan O"), 0),
                             (("5 A", "nan M", "nan M"), 1), (("5 A", "5 P"), 0)):
            text = f"{len(values)} o\n" + "".join(line.format(*v.split(), i + 1) for i, v in enumerate(values))
            self.assertEqual(len(self.json("revisions", "A-B/t/x", server=self.serve({**REPLIES, "OBSERVATIONS A-B/t/x": text}))), want, values)
            self.assertNotIn("left out", self.err)

    def test_many_small_steps_add_up(self):
        values = [1000 + i * 0.06 for i in range(6)]  # each 0.006 % from the last
        text = f"{len(values)} o\n" + "".join(f"A-B/t/x 2023 {v!r} source=s published=2024-01-0{i + 1}\n" for i, v in enumerate(values))
        got = self.json("revisions", "A-B/t/x", server=self.serve({**REPLIES, "OBSERVATIONS A-B/t/x": text}))
        self.assertEqual([(r["before"], r["after"], r["change"]) for r in got], [(1000, 1000.12, 0.12), (1000.12, 1000.24, 0.12)])
        self.assertIn("3 changes below", self.err)

    def test_ranges_change_by_their_middle(self):
        text = "3 o\nA-B/t/x 2023 100 high=200 bound=range\nA-B/t/x 2023 100 high=220 bound=range\nA-B/t/x 2023 90 high=230 bound=range\n"
        got = self.json("revisions", "A-B/t/x", server=self.serve({**REPLIES, "OBSERVATIONS A-B/t/x": text}))
        self.assertEqual([(r["before"], r["after"], r["change"]) for r in got], [(150, 160, 10), (160, 160, 0)])

    def test_arithmetic(self):
        """What was said, first value and changes added up, is what is said last; percent and change agree; nothing is lost or made up."""
        seed = random.randrange(1 << 32)
        rng = random.Random(seed)
        for _ in range(30):
            n, digits = rng.randrange(2, 60), rng.randrange(0, 4)
            said, lines = {}, []
            for i in range(n):
                key = (str(rng.randrange(2015, 2024)), rng.choice(["stat", "customs", "mfa"]))
                value = round(rng.uniform(-1, 1) * 10 ** rng.randrange(0, 10), digits)
                lines.append(f"A-B/trade/turnover {key[0]} {value!r} bound=eq source={key[1]} published=2024-{i // 28 + 1:02}-{i % 28 + 1:02}\n")
                said.setdefault(key, []).append(value)
            server = self.serve({**REPLIES, "OBSERVATIONS A-B/trade/turnover": f"{n} o\n" + "".join(lines)})
            rows = self.json("revisions", "A-B/trade/turnover", "--threshold", "0", server=server)
            self.assertEqual([(r["period"], r["source"]) for r in rows], sorted((r["period"], r["source"]) for r in rows), f"seed {seed}")
            for key, values in said.items():
                mine = [r for r in rows if (r["period"], r["source"]) == key]
                want = [(a, b) for a, b in zip(values, values[1:]) if a != b]
                self.assertEqual([(r["before"], r["after"]) for r in mine], want, f"seed {seed}")
                self.assertAlmostEqual(values[0] + sum(r["change"] for r in mine), values[-1], delta=1e-5, msg=f"seed {seed}")
                for r in mine:
                    self.assertEqual(r["change"], round(r["change"], digits + 3), f"seed {seed}: no noise behind the digits")
                    if r["before"]:
                        self.assertAlmostEqual(r["percent"] / (r["change"] / abs(r["before"]) * 100), 1, msg=f"seed {seed}")
                    else:
                        self.assertIsNone(r["percent"])


class Mirror(Case):
    ARGS = ("mirror", "AZ-RU", "trade/turnover")

    def test_people(self):
        lines = self.ok(*self.ARGS).splitlines()
        self.assertEqual(lines[0], "Trade turnover: AZ-RU/trade/turnover beside RU-AZ/trade/turnover")
        self.assertRegex(lines[1], r"^period +AZ-RU +RU-AZ +ratio +gap")
        self.assertRegex(lines[2], r"^2021 +0 USD *$")
        self.assertRegex(lines[3], r"^2022 +3\.74 billion USD *$")
        self.assertRegex(lines[4], r"^2023 +nearly 4\.4 billion USD +4\.84 billion USD +1\.10 +\+440 million USD *$")
        self.assertRegex(lines[5], r"^2023-S1 +2 billion USD *$")
        self.assertEqual(len(lines), 6)
        self.assertEqual([r for r in self.server.requests if r.startswith("GET")], ["GET AZ-RU/trade/turnover", "GET RU-AZ/trade/turnover"])

    def test_forms(self):
        got = self.json(*self.ARGS)
        self.assertEqual((got["first"], got["second"]), ("AZ-RU/trade/turnover", "RU-AZ/trade/turnover"))
        self.assertEqual([(p["period"], p["first"] and p["first"]["value"], p["second"] and p["second"]["value"], p["ratio"], p["gap"]) for p in got["periods"]],
                         [("2021", None, 0, None, None), ("2022", 3744680851.0638299, None, None, None), ("2023", 4400000000, 4840000000, 1.1, 440000000),
                          ("2023-S1", 2000000000, None, None, None)])
        rows = self.csv(*self.ARGS)
        self.assertEqual([(r["first"], r["second"], r["ratio"], r["gap"]) for r in rows][2], ("4400000000", "4840000000", "1.1", "440000000"))
        self.assertEqual((rows[0]["first"], rows[1]["second"], rows[2]["first_low"], rows[0]["unit"]), ("", "", "4300000000", "USD"))
        self.assertEqual(self.plain(*self.ARGS), [list(r.values()) for r in rows])

    def test_exports_stand_beside_imports(self):
        got = self.json("mirror", "AZ-RU", "trade/exports", "2023")
        self.assertEqual((got["second"], got["periods"][0]["ratio"], got["periods"][0]["gap"]), ("RU-AZ/trade/imports", None, 7))
        for name, want in (("trade/imports_growth", "trade/exports_growth"), ("investment/inward_flow", "investment/outward_flow"), ("trade/exports-A", "trade/imports-A"),
                           ("trade/nonoil_exports", "trade/nonoil_exports"), ("t/exportsx", "t/exportsx")):
            self.ok("mirror", "AZ-RU", name, server=self.serve({**REPLIES, "*": "0 no figure\n"}))
            self.assertEqual(self.server.requests[-1], "GET RU-AZ/" + want)
        self.ok("mirror", "AZ-RU", "trade/exports", "2023", "--with", "trade/exports", "--as-of", "2024-03-01", server=self.serve({**REPLIES, "*": "0 no figure\n"}))
        self.assertEqual(self.server.requests[1:], ["GET AZ-RU/trade/exports 2023 asof=2024-03-01", "GET RU-AZ/trade/exports 2023 asof=2024-03-01"])

    def test_no_figure_and_errors(self):
        args = ("mirror", "AZ-RU", "energy/oil")
        self.assertEqual(self.ok(*args), "no figure for AZ-RU/energy/oil\nno figure for RU-AZ/energy/oil\n")
        self.assertEqual(self.json(*args)["periods"], [])
        self.assertEqual(self.ok(*args, "--plain"), "")
        self.assertEqual(self.run_ctl("mirror", "AZ-RU", "energy/gas")[0], 64)  # the fake server has no reply to it
        self.assertEqual(self.run_ctl("mirror", "AZ-RU/trade/turnover", "2023"), (64, ""))
        self.assertIn("coopctl mirror AZ-RU trade/turnover", self.err)
        self.assertEqual(self.server.requests, [])
        mixed = {**REPLIES, "GET A-B/t/x": "1 f\n2023 5 unit=USD\n", "GET B-A/t/x": "1 f\n2023 6 unit=tonnes\n"}
        self.assertEqual(self.json("mirror", "A-B", "t/x", server=self.serve(mixed))["periods"][0]["gap"], None)


class Faults(Case):
    COMMANDS = (("get", "A-B/t/x"), ("get", "A-B"), ("list",), ("areas",), ("put", "A-B/t/x", "2023", "1"), ("source", "x"),
                ("note", "A-B", "2024", "event", "x"), ("sources",), ("indicators",), ("observations", "A-B/t/x"), ("notes", "A-B"),
                ("gaps", "A-B", "2023"), ("watch",), ("export",), ("status",), ("explain", "A-B/t/x", "2023"), ("conflicts",),
                ("conflicts", "--json"), ("revisions", "A-B/t/x"), ("revisions", "A-B/t/x", "--csv"), ("mirror", "A-B", "t/x"),
                ("mirror", "A-B", "t/x", "--json"))

    def test_no_socket(self):
        for command in self.COMMANDS:
            done = subprocess.run([COOPCTL, *command], capture_output=True, check=False, timeout=TIMEOUT_S,
                                  env={**os.environ, "COOPD_SOCKET": "/nowhere/coopd.sock"})
            self.assertEqual(done.returncode, 69)
            self.assertIn(b"cannot reach coopd at /nowhere/coopd.sock", done.stderr)
            self.assertIn(b"is it running? systemctl status coopd, or make run in the checkout", done.stderr)

    def test_every_command_passes_a_refusal_on(self):
        for status in (64, 65, 66, 70, 75):
            server = self.serve({"*": f"-{status} because of {status}\n"})
            for command in self.COMMANDS:
                self.assertEqual(self.run_ctl(*command, server=server), (status, ""), command)
                self.assertIn(f"because of {status}", self.err)

    def test_broken_replies(self):
        # what is sent, and the exit code it deserves: 76 for what is no reply, 69 for a server that died
        for reply, want in (("", 69), ("hello\n", 76), ("12x lines\n", 76), ("\n", 76), ("9999999999999999999999 x\n", 76), ("3 lines\na b\n", 69), ("1 lines\na b", 69),
                            ('1 lines\na text="open\n', 76), ('1 lines\na "b"c\n', 76), ("9223372036854775807 lines\na b c d=1\n", 69),
                            (b"\x00\xff\xfe\n", 76), (b"1 x\n" + b"a" * 3000000 + b"\n", 76), ("1 lines\n" + "a " * 600 + "\n", 76)):
            for command in (("get", "A-B/t/x", "--plain"), ("list",), ("list", "--json"), ("observations", "A-B/t/x"), ("sources", "--csv")):
                with self.subTest(reply=reply[:40], command=command):
                    server = self.serve({"*": reply}, finish=("GET A-B/t/x", "SERIES", "OBSERVATIONS A-B/t/x", "SOURCES"))
                    code, _ = self.run_ctl(*command, server=server)
                    self.assertEqual(code, want, self.err)
                    self.assertTrue(self.err.startswith("coopctl: coopd at"))

    def test_a_broken_listing_does_not_look_whole(self):
        server = self.serve({"SERIES": "2 series\na/b/c-A figures=1\n"}, finish=("SERIES",))
        code, out = self.run_ctl("list", "--json", server=server)
        self.assertEqual(code, 69)
        self.assertRaises(ValueError, json.loads, out)

    def test_random_replies_never_crash(self):
        seed = random.randrange(1 << 32)
        rng = random.Random(seed)
        alphabet = [b"1 x\n", b"2 \n", b"0 ok\n", b"-64 no\n", b"a/b/c-A ", b"2023 ", b"5 ", b'text="', b'"', b"=", b"\\", b"\n", b"\xff", b"\x1b[2J",
                    b"kind=statement ", b"area=t ", b"taken=", b"inf ", b"nan ", b"1e308 ", b"low=-1e308 ", b"high=1e308 ", b"unit=rank "]
        for _ in range(25):
            reply = b"".join(rng.choices(alphabet, k=rng.randrange(30)))
            for command in self.COMMANDS:
                code, out = self.run_ctl(*command, server=self.flood(reply))
                self.assertGreaterEqual(code, 0, f"seed {seed}: {reply!r} {self.err!r}")
                self.assertNotIn("\x1b", out + self.err, f"seed {seed}")

    def flood(self, reply):
        """A server that answers the first request with all that it will ever say, and says that this is all."""

        class Flood(Server):
            def serve(self, conn):
                with contextlib.suppress(OSError), conn:
                    conn.recv(65536)
                    conn.sendall(reply * 8)
                    conn.shutdown(socket.SHUT_WR)
                    while conn.recv(65536):
                        pass

        server = Flood({})
        self.addCleanup(server.close)
        return server

    def test_control_characters_do_not_reach_the_terminal(self):
        evil = b'evil\x1b]0;title\x07 \xc2\x9b2J \xff\xe2\x28 \x7f'
        for reply in (b"-65 " + evil + b"\n", b'1 x\nA-B/t/x-A title="' + evil + b'"\n', b'1 x\n' + evil + b"\n"):
            for form in ([], ["--json"], ["--csv"], ["--plain"]):
                _, out = self.run_ctl("list", *form, server=self.serve({"*": reply}))
                self.assertIn("evil?", out + self.err)
                self.assertNotRegex(out + self.err, "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

    def test_closed_standard_output_ends_quietly(self):
        n = 200000
        server = self.serve({"SERIES": [f"{n} series\n"] + [f"A-B/t/x{i}-A figures=1\n" for i in range(n)]})
        for form in ([], ["--json"], ["--csv"], ["--plain"]):
            with subprocess.Popen([COOPCTL, "list", "--socket", server.path, *form], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ctl:
                ctl.stdout.read(10)
                ctl.stdout.close()
                self.assertEqual((ctl.stderr.read(), ctl.wait(TIMEOUT_S)), (b"", 0))

    def test_full_disk(self):
        for form in ("--plain", "--json", "--csv"):
            server = self.serve()
            with open("/dev/full", "wb") as full:
                done = subprocess.run([COOPCTL, "list", form, "--socket", server.path], stdout=full, stderr=subprocess.PIPE, check=False, timeout=TIMEOUT_S)
            self.assertEqual(done.returncode, 74)
            self.assertIn(b"cannot write the output", done.stderr)


class Usage(Case):
    def test_errors(self):
        for args, want in ((("gte", "x"), "did you mean coopctl get?"), (("frobnicate",), "coopctl help"), (("get",), "coopctl get SERIES"),
                           (("put", "a", "b", "c", "d"), "quotes"), (("get", "x", "--asof", "y"), "--as-of"), (("get", "x", "--as-of"), "needs DATE"),
                           ((), "a command is missing"), (("areas", "x"), "does not take x"), (("--jsno", "list"), "--json")):
            code, out = self.run_ctl(*args)
            self.assertEqual((code, out), (64, ""), args)
            self.assertIn(want, self.err)
            self.assertEqual(self.server.requests, [])

    def test_help(self):
        everything = self.ok("help")
        self.assertEqual(everything, self.ok("--help"))
        names = re.findall(r"(?m)^  ([a-z]+) ", everything)
        self.assertEqual(set(names), {"get", "put", "source", "note", "list", "areas", "indicators", "sources", "observations", "notes", "gaps",
                                      "watch", "import", "read", "export", "status", "explain", "conflicts", "revisions", "mirror", "graph"})
        for name in names:
            text = self.ok(name, "--help")
            self.assertIn("usage: coopctl " + name, text)
            self.assertIn("examples:\n  ", text)
            self.assertEqual(text, self.ok("help", name))

    def test_version(self):
        self.assertRegex(self.ok("--version"), r"^coopctl \S+\n$")


class Terminal(Case):
    def on_terminal(self, *args, columns=60, env=None, server=None):
        """What coopctl writes to a terminal so many columns wide."""
        server = server or self.serve()
        main, end = pty.openpty()
        fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        given = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS")}
        given.update({"TERM": "xterm", "LC_ALL": "C.UTF-8"}, **(env or {}))
        text = b""
        with subprocess.Popen([COOPCTL, "--socket", server.path, *args], stdout=end, stderr=end, env=given) as ctl:
            os.close(end)
            while select.select([main], [], [], TIMEOUT_S)[0]:
                try:
                    text += os.read(main, 65536)
                except OSError:
                    break
            self.assertEqual(ctl.wait(TIMEOUT_S), 0)
        os.close(main)
        return text.decode()

    def test_colours_and_width(self):
        for args in (("observations", "AZ-RU/trade/turnover"), ("sources",), ("list",), ("notes", "AZ-RU")):
            out = self.on_terminal(*args, columns=100)
            self.assertIn("\033[", out)
            for line in out.splitlines():
                self.assertLessEqual(len(re.sub(r"\033\[[0-9;]*m", "", line)), 100, args)

    def test_no_colours(self):
        for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            self.assertNotIn("\033", self.on_terminal("list", env=env))
        self.assertNotIn("\033", self.on_terminal("list", "--plain"))

    def test_progress_of_an_import(self):
        asked = threading.Event()

        class Busy(Server):
            def answer(self, stream, line):
                if line == "STATUS":
                    asked.set()
                elif not asked.wait(TIMEOUT_S):  # the reply to IMPORT comes only after somebody has asked how far it is
                    return False
                return super().answer(stream, line)

        server = Busy({"IMPORT x.csv bytes=2": "0 x.csv: taken=2 known=0 refused=0 notes=0 sources=0\n",
                       "STATUS": "1 s\nimport name=x.csv done=1 total=2 taken=7 known=5 refused=3\n"})
        self.addCleanup(server.close)
        path = os.path.join(server.dir.name, "x.csv")
        with open(path, "w", encoding="ascii") as f:
            f.write("x\n")
        out = self.on_terminal("import", path, server=server)
        self.assertRegex(out, r"x\.csv \[#+ +\]  50 % 7 taken, 5 known, 3 refused")
        self.assertTrue(out.split("\033[K")[-1].startswith(path + ": 2 taken"))

    def test_wide_characters_line_up(self):
        server = self.serve({"AREAS": '2 areas\ntrade observations=1 title="貿易"\ntourism observations=2 title="Туризм — ə"\n'})
        for locale in ("C", "C.UTF-8"):
            out = self.ok("areas", server=server, env={"LC_ALL": locale})
            self.assertIn("貿易", out)
            self.assertIn("Туризм — ə", out)


if __name__ == "__main__":
    unittest.main()
