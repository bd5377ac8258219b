/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * drive: sends the operations of a work over many connections to a Unix socket with so many in flight on each, reads the framed replies (N text, then N
 * lines), and measures. One thread, epoll.
 *
 * Connection c of n sends operations begin + c, begin + c + n, begin + c + 2n and so on, and reads its replies in that order. Where `probe` is set the first
 * operation goes out alone: if its reply is negative the server cannot do this work, and nothing more is asked.
 */
#ifndef BENCH_DRIVE_H
#define BENCH_DRIVE_H

#include "hist.h"
#include "work.h"

#define DRIVE_CLIENTS_MAX 1024
#define DRIVE_TEXT_MAX 160

struct drive_options {
	const char *socket;
	uint32_t clients, in_flight;
	uint64_t begin, ops; /* the first operation and how many */
	double seconds;      /* no new operation after so many; 0: all of them */
	double rate;         /* requests a second; 0: as fast as it goes */
	bool probe;
	const uint64_t *sends;      /* how many operations each connection sends instead of an equal share of `ops`; or NULL. Not owned */
	void (*started)(void *arg); /* called when the probe is over and the clock begins; may be NULL */
	void *arg;
};

struct drive_result {
	uint64_t requests;                /* answered; a BATCH counts its lines */
	uint64_t lines;                   /* behind status lines */
	uint64_t errors;                  /* negative replies, and refused lines of a BATCH */
	uint64_t proved;                  /* operations whose reply showed what `proves` looks for */
	double seconds;                   /* to the last reply */
	bool refused;                     /* the probe was; `text` says why */
	char text[DRIVE_TEXT_MAX];        /* the first error */
	uint32_t closed;                  /* connections that the server ended */
	struct hist latency;              /* of operations, in ns */
	uint64_t done[DRIVE_CLIENTS_MAX]; /* operations answered, by connection, the probe among them */
};

/* 0 also where the server ended connections; ERR_USAGE, ERR_LIMIT (no reply for two minutes), -errno. */
int drive(const struct work *w, const struct drive_options *o, struct drive_result *r, struct err *err) __attribute__((warn_unused_result));

#endif
