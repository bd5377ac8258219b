/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench: the commands of the project's load generator, `build/MODE/tests/bench/bench COMMAND …`. tests/bench/bench.py runs them.
 *
 * Each prints one JSON object on one line and returns 0, or a negative code with its sentence. Times are in s, latencies in µs.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include "base/err.h"

/* load --mode MODE --socket PATH --names FILE [--series N] [--clients N] [--in-flight N] [--requests N] [--begin SEQ] [--seconds S] [--rate PER_S]
 *      [--dir FOLDER] [--batch N] [--rows N] [--laps N] [--first-year Y] [--first-time T] [--time-step S] [--pid PID]… [--sends N,N,…] [--announce]
 *
 * Requests SEQ to SEQ + N over the series of the file, see work.h for what they are and drive.h for how they are sent. --pid: a server whose CPU time is told.
 * --sends repeats what the `done` of an earlier load told: connection by connection exactly those operations, without a probe. --announce: "begun" goes to
 * standard error when the first reply is there. */
int bench_load(int argc, char **argv, struct err *err);

/* echo SOCKET: answers "ECHO n …" with n rows, or with a status line alone for 0, until it is ended. No JSON. libuv. */
int bench_echo(int argc, char **argv, struct err *err);

/* append FILE GROUP SECONDS READY: 100-byte records, GROUP of them in one write, then fdatasync, again and again: into READY bytes that the file has
 * already, round and round, or behind its end where READY is 0. */
int bench_append(int argc, char **argv, struct err *err);

/* rrd FOLDER NAMES N SOURCES VALUES: an RRD file of yearly rows for each of N names, with SOURCES data sources and VALUES rows from 1971 on, in two
 * calls of librrd each. With VALUES 0 the files are there already and get one row more. */
int bench_rrd(int argc, char **argv, struct err *err);

#endif
