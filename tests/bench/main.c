/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static const struct {
	const char *name;
	int (*run)(int argc, char **argv, struct err *err);
} commands[] = {{"load", bench_load}, {"echo", bench_echo}, {"append", bench_append}, {"rrd", bench_rrd}};

int main(int argc, char **argv)
{
	struct err err = {0};

	signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof commands[0]; i++)
		if (strcmp(argv[1], commands[i].name) == 0) {
			int rc = commands[i].run(argc - 1, argv + 1, &err);
			if (rc < 0)
				fprintf(stderr, "bench %s: %s\n", argv[1], err.text);
			return rc < 0 ? err_exit_code(rc) : 0;
		}
	fprintf(stderr, "usage: bench load|echo|append|rrd …; tests/bench/bench.h explains them\n");
	return EX_USAGE;
}
