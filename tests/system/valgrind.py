#!/usr/bin/env python3
# SPDX-FileCopyrightText: coopd authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start, sample, queries, stop under valgrind, core and worker: no error and no leak. (Run by tests/run.sh for the release build.)"""

import glob
import os
import re

from common import Coopd, main, want

QUERIES = """HELP
STATUS
AREAS
INDICATORS
SERIES
GET AZ-RU/trade/turnover
GET AZ-RU/tourism/arrivals 2020-S1..2024-S2 asof=2024-08-09
GET AZ-RU/energy/oil
OBSERVATIONS AZ-RU/tourism/arrivals
SOURCES
NOTES AZ-RU
GAPS AZ-RU 2023
SOURCE test name="A test" rank=5
PUT AZ-RU/tourism/arrivals 2022 500000 source=test
PUT AZ-RU/tourism/arrivals 2022 500000 source=test
PUT AZ-RU/tourism/arrvals 2022 1
PUT UK-AZ/tourism/arrivals 2022 1
NOTE AZ-RU/trade 2024-01-01 kind=event text="A fair"
GET nonsense
NONSENSE
IMPORT x.csv bytes=61
series,period,value
AZ-RU/trade/exports,2022,x
AZ-RU/none,1,
WATCH
"""


def test_no_error_and_no_leak():
    with Coopd(start=False) as d:
        logs = os.path.join(d.dir, "valgrind")
        d.wrapper = [
            "valgrind", "--quiet", "--trace-children=yes", "--child-silent-after-fork=yes", "--leak-check=full", "--errors-for-leak-kinds=definite,indirect,possible",
            "--show-leak-kinds=definite,indirect,possible", "--num-callers=24", f"--log-file={logs}.%p", "--error-exitcode=99",
        ]  # fmt: skip
        d.start()
        d.import_sample()
        client = d.connect()
        client.send(QUERIES)
        for _ in range(22):
            client.reply()
        d.wait_rrd()
        client.close()
        watch = d.connect()
        watch.ask("WATCH AZ-*")
        d.stop()
        watch.close()
        files = glob.glob(logs + ".*")
        want(len(files) >= 2, f"core and worker were to be watched, {len(files)} logs")
        for file in files:
            with open(file, encoding="utf-8") as f:
                text = f.read()
            want(not re.search(r"==\d+==", text), text)


main(test_no_error_and_no_leak)
