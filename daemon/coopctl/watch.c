/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * watch: figures as they come. Each line is written out at once, so there is no table: what comes next is not known.
 */
#include "coopctl/command.h"
#include "coopctl/figure.h"
#include "coopctl/text.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The series, then figure_columns' cells. */
static const struct column columns[] = {
    {"series", 1, COLUMN_TEXT, 0},
    {"period", 2, COLUMN_TEXT, 0},
    {"value", 3, COLUMN_NUMBER, 0},
    {"low", COLUMN_OPTION, COLUMN_NUMBER, 0},
    {"high", COLUMN_OPTION, COLUMN_NUMBER, 0},
    {"bound", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"basis", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"status", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"source", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"published", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"unit", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"changes", COLUMN_OPTION, COLUMN_NUMBER, 0},
    {0},
};

static void print_people(const char *const *cells)
{
	const char *const *f = cells + 1;
	char figure[TEXT_FIGURE_MAX];

	text_figure(f[FIGURE_VALUE], f[FIGURE_LOW], f[FIGURE_HIGH], f[FIGURE_BOUND], f[FIGURE_BASIS], f[FIGURE_UNIT], figure);
	printf("%s  %s  %s", cells[0], f[FIGURE_PERIOD] ? f[FIGURE_PERIOD] : "", figure);
	for (size_t i = FIGURE_BASIS; i <= FIGURE_PUBLISHED; i++)
		if (f[i])
			printf("  %s", f[i]);
	putchar('\n');
}

static int print_line(struct call *call, struct output *o, const struct words *w, struct err *err)
{
	const char *cells[COLUMNS_MAX];
	int rc = 0;

	if (w->n >= 2 && strcmp(w->word[0], "lost") == 0) {
		fprintf(stderr, "coopctl: %s changes are lost: they came faster than they were read; coopctl get has the figures\n",
		        w->word[1]);
		if (call->form == FORM_JSON && strspn(w->word[1], "0123456789") == strlen(w->word[1]))
			printf("{\"lost\":%s}\n", w->word[1]);
		return fflush(stdout) ? err_sys(err, errno, "cannot write the output") : 0;
	}
	if (w->n < 2)
		return err_set(err, CLIENT_BROKEN, "coopd at %s sent a change without series or period", call->client.path);
	output_cells(columns, w, cells);
	if (call->form == FORM_TABLE)
		print_people(cells);
	else
		rc = output_row(o, cells, err);
	if (!rc && fflush(stdout))
		rc = err_sys(err, errno, "cannot write the output");
	return rc;
}

/* Waits for the next line. False where nobody reads what is printed any more: no change may come for a year to find that out by. */
static bool wait_for_line(struct client *c)
{
	struct pollfd fds[] = {{.fd = c->fd, .events = POLLIN}, {.fd = STDOUT_FILENO}};

	while (!client_readable(c, 0))
		if (poll(fds, 2, -1) > 0 && fds[1].revents & (POLLERR | POLLHUP | POLLNVAL))
			return false;
	return true;
}

int watch_run(struct call *call, struct err *err)
{
	struct output o = {0};
	struct words w;
	int64_t n;
	int rc = command_send(call, err);

	if (!rc)
		rc = client_status(&call->client, &n, NULL, err);
	if (!rc && call->form != FORM_TABLE) {
		rc = output_begin(&o, call->form, columns, err);
		o.stream = true;
		fflush(stdout);
	}
	while (!rc && wait_for_line(&call->client)) {
		rc = client_words(&call->client, &w, err);
		if (rc == CLIENT_CLOSED)
			err_set(err, rc, "coopd at %s has ended", call->client.path);
		else if (!rc && w.n + w.n_opt > 0)
			rc = print_line(call, &o, &w, err);
	}
	output_fini(&o);
	return rc;
}
