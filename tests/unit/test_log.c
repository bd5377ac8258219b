/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <regex.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define N_THREADS 4
#define N_LINES 500

static int real_stderr = -1, file = -1;

/* Standard error goes into a file without a name until captured() gives what was written. */
static void capture(void)
{
	char path[] = "/tmp/test_log.XXXXXX";
	file = mkstemp(path);
	assert_true(file >= 0);
	unlink(path);
	assert_int_equal(fcntl(file, F_SETFL, O_APPEND), 0);
	real_stderr = dup(STDERR_FILENO);
	assert_true(dup2(file, STDERR_FILENO) >= 0);
}

static char *captured(void)
{
	dup2(real_stderr, STDERR_FILENO);
	close(real_stderr);
	off_t size = lseek(file, 0, SEEK_END);
	char *text = calloc(1, (size_t)size + 1);
	assert_int_equal(pread(file, text, (size_t)size, 0), size);
	close(file);
	return text;
}

static void start(bool journal, enum log_level level)
{
	if (journal)
		setenv("JOURNAL_STREAM", "8:1", 1);
	else
		unsetenv("JOURNAL_STREAM");
	log_init(level, "unit");
}

static void for_the_journal(void **state)
{
	(void)state;
	start(true, LOG_LEVEL_DEBUG);
	capture();
	log_error("no %s", "ledger");
	log_warning("w");
	log_notice("n %d", 7);
	log_info("i");
	log_debug("d");
	char *got = captured();
	assert_string_equal(got, "<3>unit: no ledger\n<4>unit: w\n<5>unit: n 7\n<6>unit: i\n<7>unit: d\n");
	free(got);
}

static void for_a_file(void **state)
{
	(void)state;
	static const char *const levels[] = {"error", "warning", "notice", "info", "debug"};
	for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
		char pattern[128];
		regex_t re;
		snprintf(pattern, sizeof pattern,
		         "^20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]\\.[0-9]{3}Z unit\\[%d\\] %s: m\n$",
		         (int)getpid(), levels[i]);
		assert_int_equal(regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB), 0);
		start(false, LOG_LEVEL_DEBUG);
		capture();
		log_line((enum log_level)i, "m");
		char *got = captured();
		if (regexec(&re, got, 0, NULL, 0))
			fail_msg("level %s: %s", levels[i], got);
		regfree(&re);
		free(got);
	}
}

static void levels_above_are_dropped(void **state)
{
	(void)state;
	static const char *const wanted[] = {"<3>unit: 0\n", "<3>unit: 0\n<4>unit: 1\n", "<3>unit: 0\n<4>unit: 1\n<5>unit: 2\n",
	                                     "<3>unit: 0\n<4>unit: 1\n<5>unit: 2\n<6>unit: 3\n",
	                                     "<3>unit: 0\n<4>unit: 1\n<5>unit: 2\n<6>unit: 3\n<7>unit: 4\n"};
	for (int level = LOG_LEVEL_ERROR; level <= LOG_LEVEL_DEBUG; level++) {
		start(true, LOG_LEVEL_ERROR);
		log_set_level((enum log_level)level);
		capture();
		for (int i = LOG_LEVEL_ERROR; i <= LOG_LEVEL_DEBUG; i++)
			log_line((enum log_level)i, "%d", i);
		char *got = captured();
		assert_string_equal(got, wanted[level]);
		free(got);
	}
}

/* What comes from outside cannot begin a line of its own, nor steer a terminal. */
static void no_line_is_forged(void **state)
{
	(void)state;
	static const struct {
		const char *text, *wanted;
	} rows[] = {
	    {"x\n<3>coopd: forged", "<5>unit: x?<3>coopd: forged\n"},
	    {"\r\t\x1b[2J\x7f\x01", "<5>unit: ???[2J??\n"},
	    {"t\303\274rk\303\247\303\244 %s %n", "<5>unit: t\303\274rk\303\247\303\244 %s %n\n"},
	    {"", "<5>unit: \n"},
	};
	start(true, LOG_LEVEL_NOTICE);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		capture();
		log_notice("%s", rows[i].text);
		char *got = captured();
		assert_string_equal(got, rows[i].wanted);
		free(got);
	}
}

static void long_lines_are_cut(void **state)
{
	(void)state;
	char text[5000];
	for (size_t n = 1900; n < sizeof text; n += n < 2100 ? 1 : 500) {
		memset(text, 'x', n);
		text[n] = '\0';
		start(true, LOG_LEVEL_NOTICE);
		capture();
		log_notice("%s", text);
		char *got = captured();
		size_t len = strlen(got);
		assert_true(len <= 2048);
		assert_int_equal(got[len - 1], '\n');
		assert_int_equal(strchr(got, '\n') - got, len - 1);
		if (len < 2000)
			assert_int_equal(len, strlen("<5>unit: \n") + n);
		free(got);
	}
}

static void errno_is_kept(void **state)
{
	(void)state;
	start(false, LOG_LEVEL_NOTICE);
	int saved = dup(STDERR_FILENO);
	close(STDERR_FILENO); /* so that the write fails */
	errno = EDOM;
	log_notice("nobody reads this");
	int after = errno;
	dup2(saved, STDERR_FILENO);
	close(saved);
	assert_int_equal(after, EDOM);
}

static void names_of_levels(void **state)
{
	(void)state;
	static const char *const names[] = {"error", "warning", "notice", "info", "debug"}, *const wrong[] = {"", "Error", "warn",
	                                                                                                      "debug "};
	enum log_level level;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		assert_int_equal(log_level_parse(names[i], &level), 0);
		assert_int_equal(level, i);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_int_equal(log_level_parse(wrong[i], &level), -1);
}

static void *writer(void *arg)
{
	for (int i = 0; i < N_LINES; i++)
		log_notice("thread %d line %03d ends here", *(int *)arg, i);
	return NULL;
}

static void threads_do_not_mix(void **state)
{
	(void)state;
	pthread_t thread[N_THREADS];
	int number[N_THREADS], next[N_THREADS] = {0}, n = 0;
	start(true, LOG_LEVEL_NOTICE);
	capture();
	for (int i = 0; i < N_THREADS; i++) {
		number[i] = i;
		assert_int_equal(pthread_create(&thread[i], NULL, writer, &number[i]), 0);
	}
	for (int i = 0; i < N_THREADS; i++)
		pthread_join(thread[i], NULL);
	char *got = captured(), *rest = got, *line;
	for (; (line = strsep(&rest, "\n")) && *line; n++) {
		char wanted[64];
		int who = line[strlen("<5>unit: thread ")] - '0';
		assert_in_range(who, 0, N_THREADS - 1);
		snprintf(wanted, sizeof wanted, "<5>unit: thread %d line %03d ends here", who, next[who]++);
		assert_string_equal(line, wanted);
	}
	assert_int_equal(n, N_THREADS * N_LINES);
	free(got);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(for_the_journal),   cmocka_unit_test(for_a_file),         cmocka_unit_test(levels_above_are_dropped),
	    cmocka_unit_test(no_line_is_forged), cmocka_unit_test(long_lines_are_cut), cmocka_unit_test(errno_is_kept),
	    cmocka_unit_test(names_of_levels),   cmocka_unit_test(threads_do_not_mix),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
