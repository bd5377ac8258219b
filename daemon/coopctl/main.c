/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * coopctl: asks coopd for people and for scripts.
 */
#include "base/spell.h"
#include "coopctl/command.h"
#include "coopctl/text.h"

#include <ctype.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define SOCKET_DEFAULT "/run/coopd/coopd.sock"

#ifndef COOPD_VERSION
#define COOPD_VERSION "unknown"
#endif

/* What the command line says before anything is done. */
struct options {
	const char *socket;
	bool help, version;
};

static volatile sig_atomic_t exit_on_pipe; /* the code to end with when nobody reads what is written */

static void pipe_closed(int number)
{
	(void)number;
	_exit(exit_on_pipe);
}

static int complain(struct err *err, int code)
{
	exit_on_pipe = code;
	fflush(stdout);
	text_clean(err->text, strlen(err->text));
	fprintf(stderr, "coopctl: %s\n", err->text);
	return code;
}

static void print_examples(const struct command *c)
{
	for (const char *line = c->examples; line && *line; line = strchr(line, '\n') + 1)
		printf("  %.*s\n", (int)strcspn(line, "\n"), line);
}

static void print_command(const struct command *c)
{
	printf("usage: coopctl %s%s%s%s\n\n%s\n", c->name, *c->args ? " " : "", c->args, c->flags ? " [OPTION…]" : "", c->summary);
	if (c->flags)
		printf("\noptions:\n");
	for (const struct flag *f = c->flags; f && f->name; f++) {
		char left[40];
		snprintf(left, sizeof left, "%s%s%s", f->name, f->arg ? " " : "", f->arg ? f->arg : "");
		printf("  %-20s  %s\n", left, f->help);
	}
	printf("\nexamples:\n");
	print_examples(c);
}

static void print_help(void)
{
	printf("usage: coopctl [--socket PATH] [--json|--csv|--plain] COMMAND …\n\ncommands:\n");
	for (const struct command *c = commands; c->name; c++) {
		char left[64];
		snprintf(left, sizeof left, "%s %s", c->name, c->args);
		/* The ellipsis is three bytes and one column. */
		printf("  %-*s  %s\n", 46 + (strstr(left, "…") ? 2 : 0), left, c->summary);
	}
	printf("\noptions, also behind the command:\n"
	       "  --socket PATH         coopd's socket; else $COOPD_SOCKET, else " SOCKET_DEFAULT "\n"
	       "  --json                JSON\n"
	       "  --csv                 CSV with a header row\n"
	       "  --plain               columns separated by tabs, without a header\n"
	       "  --help, --version\n\n"
	       "coopctl COMMAND --help explains one command, with examples.\n");
}

static const struct command *find_command(const char *name, struct err *err)
{
	struct spell s;

	spell_start(&s, name);
	for (const struct command *c = commands; c->name; c++) {
		if (strcmp(c->name, name) == 0)
			return c;
		spell_offer(&s, c->name);
	}
	const char *meant = spell_answer(&s);
	if (meant)
		err_set(err, ERR_USAGE, "no command %.100s; did you mean coopctl %s?", name, meant);
	else
		err_set(err, ERR_USAGE, "no command %.100s; coopctl help shows them all", name);
	return NULL;
}

/* An option that every command has. How many arguments it took, 0 where it is none of these, or a negative code. */
static int take_general(struct call *call, struct options *o, const char *name, const char *equals, const char *value, struct err *err)
{
	static const char *const forms[] = {[FORM_JSON] = "--json", [FORM_CSV] = "--csv", [FORM_PLAIN] = "--plain"};

	if (strcmp(name, "--socket") == 0 || strncmp(name, "--socket=", 9) == 0) {
		o->socket = value;
		return value && *value ? (equals ? 1 : 2) : err_set(err, ERR_USAGE, "--socket needs a path behind it");
	}
	for (size_t i = FORM_JSON; i <= FORM_PLAIN; i++)
		if (strcmp(name, forms[i]) == 0) {
			call->form = (enum form)i;
			return 1;
		}
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		return o->help = true;
	if (strcmp(name, "--version") == 0)
		return o->version = true;
	return 0;
}

static int no_such_option(const struct call *call, const char *name, struct err *err)
{
	static const char *const general[] = {"--socket", "--json", "--csv", "--plain", "--help", "--version"};
	const struct flag *flags = call->command ? call->command->flags : NULL;
	const char *who = call->command ? call->command->name : "coopctl";
	struct spell s;

	spell_start(&s, name);
	for (const struct flag *f = flags; f && f->name; f++)
		spell_offer(&s, f->name);
	for (size_t i = 0; i < sizeof general / sizeof general[0]; i++)
		spell_offer(&s, general[i]);
	const char *meant = spell_answer(&s);
	if (meant)
		return err_set(err, ERR_USAGE, "%s has no option %.100s; did you mean %s?", who, name, meant);
	return err_set(err, ERR_USAGE, "%s has no option %.100s; coopctl %s--help shows them", who, name, call->command ? "COMMAND " : "");
}

/* The option at argv[i]; returns how many arguments it took, or a negative code. */
static int take_option(struct call *call, struct options *o, char **argv, int i, struct err *err)
{
	const char *name = argv[i], *equals = strchr(name, '='), *value = equals ? equals + 1 : argv[i + 1];
	size_t len = equals ? (size_t)(equals - name) : strlen(name);
	int rc = take_general(call, o, name, equals, value, err);

	if (rc)
		return rc;
	const struct flag *flags = call->command ? call->command->flags : NULL;
	for (size_t f = 0; flags && flags[f].name; f++) {
		if (strlen(flags[f].name) != len || strncmp(flags[f].name, name, len) != 0)
			continue;
		if (flags[f].arg && !value)
			return err_set(err, ERR_USAGE, "%s needs %s behind it", flags[f].name, flags[f].arg);
		if (!flags[f].arg && equals)
			return err_set(err, ERR_USAGE, "%s takes nothing behind it", flags[f].name);
		call->flag_value[f] = flags[f].arg ? value : flags[f].value;
		return flags[f].arg && !equals ? 2 : 1;
	}
	return no_such_option(call, name, err);
}

/* "-5" and "-.5" are values, "-" is standard input. */
static bool looks_like_option(const char *word)
{
	return word[0] == '-' && word[1] && !isdigit((unsigned char)word[1]) && word[1] != '.';
}

static int parse(struct call *call, struct options *o, char **argv, struct err *err)
{
	bool only_args = false;

	for (int i = 1; argv[i];) {
		if (!only_args && strcmp(argv[i], "--") == 0) {
			only_args = true;
			i++;
		} else if (!only_args && looks_like_option(argv[i])) {
			int took = take_option(call, o, argv, i, err);
			if (took < 0)
				return took;
			i += took;
		} else if (!call->command && strcmp(argv[i], "help") == 0) {
			o->help = true;
			i++;
		} else if (!call->command) {
			call->command = find_command(argv[i++], err);
			if (!call->command)
				return err->code;
		} else {
			call->args[call->n_args++] = argv[i++];
		}
	}
	return 0;
}

static int check_args(const struct call *call, struct err *err)
{
	const struct command *c = call->command;

	if (call->n_args < c->min_args)
		return err_set(err, ERR_USAGE, "%s needs more: coopctl %s %s", c->name, c->name, c->args);
	if (call->n_args > c->max_args)
		return err_set(err, ERR_USAGE, "%s does not take %.100s: coopctl %s%s%s; words with blanks in them need quotes", c->name,
		               call->args[c->max_args], c->name, *c->args ? " " : "", c->args);
	return 0;
}

static int finish_output(int code)
{
	struct err err;
	bool failed = ferror(stdout);

	errno = 0;
	if (fflush(stdout) == 0 && !failed)
		return code;
	if (code)
		return code;
	err_set(&err, -EIO, "cannot write the output%s%s", errno ? ": " : "", errno ? strerror(errno) : "");
	return complain(&err, EX_IOERR);
}

static int run(struct call *call, const struct options *o, struct err *err)
{
	const char *socket = o->socket ? o->socket : getenv("COOPD_SOCKET");

	int rc = check_args(call, err);
	if (rc)
		return rc;
	rc = client_open(&call->client, socket && *socket ? socket : SOCKET_DEFAULT, err);
	if (!rc)
		rc = call->command->run(call, err);
	client_close(&call->client);
	return rc;
}

/* Tables measure characters, and coopd speaks UTF-8 whatever the terminal's locale is; numbers stay in the C locale. */
static void set_locale(void)
{
	if (!setlocale(LC_CTYPE, "") || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
}

int main(int argc, char **argv)
{
	struct call call = {.args = calloc((size_t)argc + 1, sizeof *call.args)};
	struct options o = {0};
	struct err err = {0};
	int rc = EX_OSERR;

	signal(SIGPIPE, pipe_closed);
	set_locale();
	if (!call.args)
		return rc;
	rc = parse(&call, &o, argv, &err);
	if (!rc && o.version)
		printf("coopctl %s\n", COOPD_VERSION);
	else if (!rc && o.help && call.command)
		print_command(call.command);
	else if (!rc && o.help)
		print_help();
	else if (!rc && !call.command)
		rc = err_set(&err, ERR_USAGE, "a command is missing; coopctl help shows them all");
	else if (!rc)
		rc = run(&call, &o, &err);
	free(call.args);
	return finish_output(rc < 0 ? complain(&err, client_exit_code(rc)) : rc);
}
