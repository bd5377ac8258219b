/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench.h"

#include "base/num.h"
#include "drive.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SERVERS_MAX 4

/* The CPU time of the servers and of this process, when the clock began and when the last reply was there. */
struct cpu {
	clockid_t clock[SERVERS_MAX];
	double begun[SERVERS_MAX];
	double own;
	int n;
	bool announce;
};

struct load {
	struct work work;
	struct drive_options drive;
	const char *names;
	uint32_t series;
	uint64_t sends[DRIVE_CLIENTS_MAX];
	uint32_t n_sends;
	struct cpu cpu;
};

static double seconds_of(clockid_t clock)
{
	struct timespec t;
	if (clock_gettime(clock, &t) < 0)
		return 0; /* the server has ended */
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void cpu_begin(void *arg)
{
	struct cpu *cpu = arg;

	if (cpu->announce)
		fprintf(stderr, "begun\n");
	for (int i = 0; i < cpu->n; i++)
		cpu->begun[i] = seconds_of(cpu->clock[i]);
	cpu->own = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

static void print_text(const char *text)
{
	putchar('"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			putchar('\\');
		putchar((unsigned char)*text < ' ' ? ' ' : *text);
	}
	putchar('"');
}

static void print_result(const struct load *load, const struct drive_result *r)
{
	static const double shares[] = {0.5, 0.9, 0.99, 0.999};

	printf("{\"requests\":%llu,\"lines\":%llu,\"errors\":%llu,\"proved\":%llu,\"seconds\":%.6f", (unsigned long long)r->requests,
	       (unsigned long long)r->lines, (unsigned long long)r->errors, (unsigned long long)r->proved, r->seconds);
	for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++)
		printf(",\"p%g\":%.1f", shares[i] * 100, (double)hist_at(&r->latency, shares[i]) / 1000);
	printf(",\"max\":%.1f,\"own_cpu_s\":%.6f,\"cpu_s\":[", (double)r->latency.max / 1000,
	       seconds_of(CLOCK_PROCESS_CPUTIME_ID) - load->cpu.own);
	for (int i = 0; i < load->cpu.n; i++)
		printf("%s%.6f", i ? "," : "", seconds_of(load->cpu.clock[i]) - load->cpu.begun[i]);
	printf("],\"refused\":%s,\"closed\":%u,\"text\":", r->refused ? "true" : "false", r->closed);
	print_text(r->text);
	printf(",\"done\":[");
	for (uint32_t i = 0; i < load->drive.clients; i++)
		printf("%s%llu", i ? "," : "", (unsigned long long)r->done[i]);
	printf("]}\n");
}

static int number(const char *text, int64_t max, int64_t *out, struct err *err)
{
	if (num_parse_int(text, strlen(text), 0, max, out))
		return err_set(err, ERR_USAGE, "%s is no whole number from 0 to %lld", text, (long long)max);
	return 0;
}

/* "17,16,16": how many operations each connection sends. */
static int read_sends(struct load *load, char *list, struct err *err)
{
	int64_t v;
	int rc = 0;

	for (char *rest, *word = strtok_r(list, ",", &rest); word && !rc; word = strtok_r(NULL, ",", &rest)) {
		rc = load->n_sends < DRIVE_CLIENTS_MAX ? number(word, INT64_MAX, &v, err) : err_set(err, ERR_USAGE, "too many connections");
		if (!rc)
			load->sends[load->n_sends++] = (uint64_t)v;
	}
	load->drive.sends = load->sends;
	return rc;
}

static int add_server(struct cpu *cpu, pid_t pid, struct err *err)
{
	if (cpu->n == SERVERS_MAX)
		return err_set(err, ERR_USAGE, "at most %d servers", SERVERS_MAX);
	int rc = clock_getcpuclockid(pid, &cpu->clock[cpu->n]);
	if (rc)
		return err_sys(err, rc, "no CPU clock of process %d", (int)pid);
	cpu->n++;
	return 0;
}

enum {
	O_MODE,
	O_SOCKET,
	O_NAMES,
	O_SERIES,
	O_CLIENTS,
	O_IN_FLIGHT,
	O_REQUESTS,
	O_BEGIN,
	O_SECONDS,
	O_RATE,
	O_DIR,
	O_BATCH,
	O_ROWS,
	O_LAPS,
	O_YEAR,
	O_TIME,
	O_STEP,
	O_PID,
	O_SENDS,
	O_ANNOUNCE,
};

static const struct option options[] = {
    {"mode", 1, NULL, O_MODE},         {"socket", 1, NULL, O_SOCKET},     {"names", 1, NULL, O_NAMES},
    {"series", 1, NULL, O_SERIES},     {"clients", 1, NULL, O_CLIENTS},   {"in-flight", 1, NULL, O_IN_FLIGHT},
    {"requests", 1, NULL, O_REQUESTS}, {"begin", 1, NULL, O_BEGIN},       {"seconds", 1, NULL, O_SECONDS},
    {"rate", 1, NULL, O_RATE},         {"dir", 1, NULL, O_DIR},           {"batch", 1, NULL, O_BATCH},
    {"rows", 1, NULL, O_ROWS},         {"laps", 1, NULL, O_LAPS},         {"first-year", 1, NULL, O_YEAR},
    {"first-time", 1, NULL, O_TIME},   {"time-step", 1, NULL, O_STEP},    {"pid", 1, NULL, O_PID},
    {"sends", 1, NULL, O_SENDS},       {"announce", 0, NULL, O_ANNOUNCE}, {0},
};

static int find_mode(struct load *load, const char *name, struct err *err)
{
	load->work.mode = work_find(name);
	if (load->work.mode)
		return 0;
	for (const struct work_mode *m = work_modes; m->name; m++)
		fprintf(stderr, "%-8s %s\n", m->name, m->help);
	return err_set(err, ERR_UNKNOWN, "no mode %s; the modes are those above", name);
}

static int set_text(struct load *load, int option, char *text, struct err *err)
{
	switch (option) {
	case O_MODE:
		return find_mode(load, text, err);
	case O_SOCKET:
		load->drive.socket = text;
		return 0;
	case O_NAMES:
		load->names = text;
		return 0;
	case O_DIR:
		load->work.dir = text;
		return strlen(text) < 1024 ? 0 : err_set(err, ERR_LIMIT, "a folder has less than 1024 bytes");
	case O_SENDS:
		return read_sends(load, text, err);
	case O_ANNOUNCE:
		load->cpu.announce = true;
		return 0;
	case O_SECONDS:
	case O_RATE:
		if (num_parse(text, strlen(text), option == O_RATE ? &load->drive.rate : &load->drive.seconds))
			return err_set(err, ERR_USAGE, "%s is no number", text);
		return 0;
	default:
		return 1;
	}
}

static int set_number(struct load *load, int option, int64_t v, struct err *err)
{
	switch (option) {
	case O_SERIES:
		load->series = (uint32_t)v;
		break;
	case O_CLIENTS:
		load->drive.clients = (uint32_t)v;
		break;
	case O_IN_FLIGHT:
		load->drive.in_flight = (uint32_t)v;
		break;
	case O_REQUESTS:
		load->drive.ops = (uint64_t)v;
		break;
	case O_BEGIN:
		load->drive.begin = (uint64_t)v;
		break;
	case O_BATCH:
		load->work.batch = (uint32_t)v;
		break;
	case O_ROWS:
		load->work.rows = (uint32_t)v;
		break;
	case O_LAPS:
		load->work.laps = (uint32_t)v;
		break;
	case O_YEAR:
		load->work.first_year = v;
		break;
	case O_TIME:
		load->work.first_time = v;
		break;
	case O_STEP:
		load->work.time_step = v;
		break;
	case O_PID:
		return add_server(&load->cpu, (pid_t)v, err);
	default:
		return err_set(err, ERR_USAGE, "tests/bench/bench.h explains the options");
	}
	return 0;
}

static int read_options(struct load *load, int argc, char **argv, struct err *err)
{
	int rc = 0, option;
	int64_t v;

	while (!rc && (option = getopt_long(argc, argv, "", options, NULL)) >= 0) {
		bool large = option == O_REQUESTS || option == O_BEGIN || option == O_TIME || option == O_STEP;
		rc = option == '?' ? err_set(err, ERR_USAGE, "tests/bench/bench.h explains the options")
		                   : set_text(load, option, optarg, err);
		if (rc == 1)
			rc = number(optarg, large ? INT64_MAX / 4 : INT32_MAX, &v, err);
		else
			continue;
		if (!rc)
			rc = set_number(load, option, v, err);
	}
	if (!rc && (!load->work.mode || !load->drive.socket || !load->names))
		rc = err_set(err, ERR_USAGE, "--mode, --socket and --names are needed");
	if (!rc && (load->work.batch == 0 || load->work.laps == 0))
		rc = err_set(err, ERR_USAGE, "--batch and --laps are at least 1");
	return rc;
}

int bench_load(int argc, char **argv, struct err *err)
{
	static struct load load;
	static struct drive_result result;
	struct names names = {0};

	load = (struct load){
	    .work = {.dir = "", .batch = 1, .rows = 60, .laps = 130, .first_year = 1964, .first_time = 63115200, .time_step = 31557600},
	    .drive = {.clients = 1, .in_flight = 1, .ops = 1, .probe = true, .started = cpu_begin, .arg = &load.cpu},
	    .series = 1,
	};
	int rc = read_options(&load, argc, argv, err);
	if (!rc)
		rc = names_read(&names, load.names, load.series, err);
	if (!rc) {
		uint32_t size = work_size(&load.work);
		load.work.names = &names;
		load.drive.begin /= size;
		load.drive.ops = (load.drive.ops + size - 1) / size;
		load.drive.probe = !load.drive.sends;
		if (load.drive.sends)
			load.drive.clients = load.n_sends;
		rc = drive(&load.work, &load.drive, &result, err);
	}
	if (!rc)
		print_result(&load, &result);
	names_free(&names);
	return rc;
}
