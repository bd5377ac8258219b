/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "conf/conf.h"
#include "conf/schema.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* libconfig 1.5 loses the string it has just read when the syntax is wrong behind it: its leak, not ours. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:strbuf_append\n";
}

/* A folder of its own for each test: main file "coopd.conf", others by name. The process stands in it, so that paths are short. */
static char folder[64];
static char *home;

static void write_file(const char *name, const char *content, size_t n)
{
	FILE *f = fopen(name, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(content, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static void write_text(const char *name, const char *content)
{
	write_file(name, content, strlen(content));
}

static int enter_folder(void **state)
{
	(void)state;
	home = getcwd(NULL, 0);
	strcpy(folder, "/tmp/test_conf.XXXXXX");
	if (!home || !mkdtemp(folder) || chdir(folder) != 0)
		return -1;
	return mkdir("conf.d", 0700);
}

static int leave_folder(void **state)
{
	char command[128];
	(void)state;
	if (chdir(home) != 0)
		return -1;
	free(home);
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command);
}

static struct conf *load(const char *path)
{
	struct conf *c = NULL;
	struct err err = {0};
	int rc = conf_load(&c, path, &err);
	if (rc != 0)
		print_error("%s\n", err.text);
	assert_int_equal(rc, 0);
	assert_non_null(c);
	return c;
}

static void format(const struct schema_row *row, const struct conf *c, char *out, size_t cap)
{
	struct buf b;
	buf_init(&b, 65536);
	assert_int_equal(schema_format(row, c, &b), 0);
	assert_true(b.len < cap);
	if (b.len)
		memcpy(out, buf_bytes(&b), b.len);
	out[b.len] = '\0';
	buf_fini(&b);
}

/* Every value of DEFAULTS as the design states it: a second opinion on the table. */
static const struct {
	const char *key, *value;
} defaults[] = {
    {"state_dir", "\"/var/lib/coopd\""},
    {"plugins_dir", "\"/usr/lib/coopd\""},
    {"log_level", "\"notice\""},
    {"socket.path", "\"/run/coopd/coopd.sock\""},
    {"socket.mode", "\"0660\""},
    {"socket.group", "\"\""},
    {"socket.max_clients", "10000"},
    {"socket.line_max", "65536"},
    {"socket.output_max", "16777216"},
    {"socket.idle_timeout_s", "0"},
    {"ledger.group_max", "10000"},
    {"import.upload_max", "1073741824"},
    {"import.spool", "true"},
    {"import.spool_rescan_s", "60"},
    {"rrd.enabled", "true"},
    {"rrd.rows_a", "130"},
    {"rrd.rows_s", "260"},
    {"rrd.rows_q", "520"},
    {"rrd.rows_m", "1560"},
    {"worker.job_timeout_s", "30"},
    {"worker.backoff_ms", "100"},
    {"worker.backoff_max_ms", "10000"},
    {"hedge.eq", "0.5"},
    {"hedge.about", "1"},
    {"hedge.nearly", "1"},
    {"hedge.over", "1"},
    {"hedge.under", "1"},
    {"weigh.derive", "true"},
    {"weigh.revision_threshold", "0.01"},
};

static void test_defaults(void **state)
{
	struct conf *c = load(NULL);
	char text[256];
	size_t n_single = 0;
	(void)state;

	for (size_t i = 0; i < sizeof defaults / sizeof defaults[0]; i++) {
		const struct schema_row *row = schema_find("", defaults[i].key);
		assert_non_null(row);
		format(row, c, text, sizeof text);
		assert_string_equal(text, defaults[i].value);
	}
	for (size_t i = 0; i < n_schema; i++)
		n_single += schema_in_struct(&schema[i], "") && schema[i].type != SCHEMA_LIST && schema[i].type != SCHEMA_STRINGS;
	assert_int_equal(n_single, sizeof defaults / sizeof defaults[0]);

	/* Fields by name: the offsets in the table are right. */
	assert_int_equal(c->socket.mode, 0660);
	assert_int_equal(c->log_level, LOG_LEVEL_NOTICE);
	assert_true(c->import.spool && c->rrd.enabled);
	assert_memory_equal(&c->hedge, &hedge_policy_default, sizeof c->hedge);
	assert_int_equal(c->worker.backoff_max_ms, 10000);
	assert_int_equal(c->n_parties + c->n_pairs + c->n_sources + c->n_indicators, 0);
	assert_null(c->pairs);
	conf_destroy(c);
	conf_destroy(NULL);
}

static void test_log_levels(void **state)
{
	const struct schema_row *row = schema_find("", "log_level");
	(void)state;
	for (unsigned i = 0; row->words[i]; i++) {
		enum log_level level;
		assert_int_equal(log_level_parse(row->words[i], &level), 0);
		assert_int_equal(level, i);
	}
}

static const char *const settings[][3] = {
    /* line of the file, key, value as printed */
    {"state_dir = \"/x\";", "state_dir", "\"/x\""},
    {"log_level = \"debug\"", "log_level", "\"debug\""},
    {"socket: { mode = \"600\"; }", "socket.mode", "\"0600\""},
    {"socket = { path = \"/a\" \"/b\" }", "socket.path", "\"/a/b\""},
    {"socket: { idle_timeout_s = 0x10 }", "socket.idle_timeout_s", "16"},
    {"import: { upload_max = 5000000000L; }", "import.upload_max", "5000000000"},
    {"import: { spool = false }", "import.spool", "false"},
    {"hedge: { about = 2 }", "hedge.about", "2"},
    {"hedge: { nearly = 0.25 }", "hedge.nearly", "0.25"},
    {"hedge: { eq = 0 }", "hedge.eq", "0"},
    {"rrd: { rows_m = 12 } // 99999999999\n# 99999999999\n/* 99999999999 */", "rrd.rows_m", "12"},
    {"state_dir = \"/x \\\" 99999999999 /* # @include\";", "state_dir", "\"/x \" 99999999999 /* # @include\""},
    {"", "socket.mode", "\"0660\""},
};

static void test_settings(void **state)
{
	char text[256];
	(void)state;
	for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
		write_text("coopd.conf", settings[i][0]);
		struct conf *c = load("coopd.conf");
		format(schema_find("", settings[i][1]), c, text, sizeof text);
		assert_string_equal(text, settings[i][2]);
		conf_destroy(c);
	}
}

#define PARTY(code) "{ code = \"" code "\"; name = \"N\"; }"
#define INDICATOR_HEAD "area = \"trade\"; id = \"x\"; title = \"X\"; unit = \"USD\";"

static const struct {
	const char *content, *message; /* message: the beginning of the sentence */
} bad[] = {
    {"sockte: { }", "coopd.conf:1: no setting \"sockte\"; \"socket\" is meant?"},
    {"\n\nsocket: {\n\tpth = \"/x\";\n};", "coopd.conf:4: no setting \"pth\" in \"socket\"; \"path\" is meant?"},
    {"ledger: { zzzzzzzz = 1; }", "coopd.conf:1: no setting \"zzzzzzzz\" in \"ledger\"; there are group_max"},
    {"quux_quux = 1;", "coopd.conf:1: no setting \"quux_quux\"; there are state_dir, plugins_dir, log_level, socket, ledger, import, rrd, "
                       "worker, hedge, weigh, parties, pairs, sources, indicators"},
    {"parties = ( { code = \"A\"; nam = \"x\"; } );", "coopd.conf:1: no setting \"nam\" in \"parties\"; \"name\" is meant?"},
    {"socket = 3;", "coopd.conf:1: \"socket\" is a whole number; write a group, { name = value; ... }"},
    {"state_dir = 3;", "coopd.conf:1: \"state_dir\" is a whole number; write a string between quotes"},
    {"state_dir: { };", "coopd.conf:1: \"state_dir\" is a group; write a string between quotes"},
    {"state_dir = \"\";", "coopd.conf:1: \"state_dir\" is empty; write folder of the ledger, the RRD files and the spool"},
    {"log_level = \"warnign\";", "coopd.conf:1: \"log_level\" is \"warnign\"; \"warning\" is meant?"},
    {"log_level = \"loudest of all\";",
     "coopd.conf:1: \"log_level\" is \"loudest of all\"; write one of error, warning, notice, info, debug"},
    {"socket: { mode = 0660; }", "coopd.conf:1: \"socket.mode\" is a whole number; write a string of octal digits, such as \"0660\""},
    {"socket: { mode = \"0680\"; }", "coopd.conf:1: \"socket.mode\" is \"0680\"; write three octal digits behind a 0, such as \"0660\""},
    {"socket: { mode = \"4755\"; }", "coopd.conf:1: \"socket.mode\" is \"4755\"; write three octal digits behind a 0"},
    {"socket: {\n max_clients = 0;\n}", "coopd.conf:2: \"socket.max_clients\" is 0; write a whole number from 1 to 1000000"},
    {"socket: { max_clients = -5; }", "coopd.conf:1: \"socket.max_clients\" is -5; write a whole number from 1 to 1000000"},
    {"socket: { max_clients = \"5\"; }", "coopd.conf:1: \"socket.max_clients\" is a string; write a whole number from 1 to 1000000"},
    {"socket: { max_clients = 5.0; }",
     "coopd.conf:1: \"socket.max_clients\" is a number with a point; write a whole number from 1 to 1000000"},
    {"socket: { max_clients = 4294967297L; }",
     "coopd.conf:1: \"socket.max_clients\" is 4294967297; write a whole number from 1 to 1000000"},
    {"import: {\n upload_max = 5000000000;\n}", "coopd.conf:2: 5000000000 needs more than 32 bits; write 5000000000L"},
    {"import: { upload_max = 99999999999999999999L; }",
     "coopd.conf:1: 99999999999999999999 is too large for a whole number; write a smaller one"},
    {"import: { spool = 1; }", "coopd.conf:1: \"import.spool\" is a whole number; write true or false"},
    {"hedge: { eq = -1; }", "coopd.conf:1: \"hedge.eq\" is -1; write a number from 0 to 1000"},
    {"hedge: { eq = 1e400; }", "coopd.conf:1: \"hedge.eq\" is inf; write a number from 0 to 1000"},
    {"worker: { backoff_ms = 500; backoff_max_ms = 200; }",
     "coopd.conf: \"worker.backoff_ms\" is 500, above \"worker.backoff_max_ms\" (200)"},
    {"socket: { output_max = 65536; line_max = 65537; }", "coopd.conf: \"socket.output_max\" is 65536, below \"socket.line_max\" (65537)"},
    {"log_level = \"info\";\nlog_level = \"debug\";", "coopd.conf:2: this setting stands twice in its group; keep one"},
    {"state_dir = \"/a\nb\";", "coopd.conf:1: \"state_dir\" has a control character"},
    {"state_dir = \"/\xff\";", "coopd.conf:1: \"state_dir\" has a control character or a byte that is not UTF-8 at place 2"},
    {"parties = " PARTY("A") ";", "coopd.conf:1: \"parties\" is a group; write a list of groups, ( { ... }, { ... } )"},
    {"parties = ( \"EAEU\" );", "coopd.conf:1: entry 1 of \"parties\" is no group; write { name = value; ... }"},
    {"parties = (\n" PARTY("A") ",\n{ code = \"B\"; }\n);", "coopd.conf:3: this entry of \"parties\" has no \"name\"; write name = ..."},
    {"parties = (\n" PARTY("A") ",\n" PARTY("A") "\n);", "coopd.conf:3: this entry of \"parties\" is at coopd.conf:2 already; keep one"},
    {"parties = ( " PARTY("ABCDEFGHIJKL") " );", "coopd.conf:1: \"parties[].code\" has 12 bytes; write 1 to 11"},
    {"pairs = \"AZ-RU\";", "coopd.conf:1: \"pairs\" is a string; write a list, ( \"...\", \"...\" )"},
    {"pairs = [ 1, 2 ];", "coopd.conf:1: an entry of \"pairs\" is a whole number; write a string between quotes"},
    {"pairs = [ \"AZ-RU\", 2 ];", "coopd.conf:1: mismatched element type in array; values between [ ] are of one type"},
    {"\npairs = (\n\"AZ-RU\",\n\"AZ-RU\"\n);", "coopd.conf:2: \"AZ-RU\" stands twice in \"pairs\"; keep one"},
    {"sources = ( { id = \"a\"; rank = 0; } );", "coopd.conf:1: \"sources[].rank\" is 0; write a whole number from 1 to 9999"},
    {"sources = ( { id = \"a\" } );", "coopd.conf:1: this entry of \"sources\" has no \"rank\"; write rank = ..."},
    {"indicators = ( { " INDICATOR_HEAD " kind = \"flwo\"; } );", "coopd.conf:1: \"indicators[].kind\" is \"flwo\"; \"flow\" is meant?"},
    {"indicators = (\n{ " INDICATOR_HEAD " kind = \"flow\";\nplausible_min = 2; plausible_max = 1; } );",
     "coopd.conf:2: \"plausible_min\" is above \"plausible_max\"; exchange them"},
    {"indicators = ( { " INDICATOR_HEAD " kind = \"flow\"; },\n{ " INDICATOR_HEAD " kind = \"stock\"; } );",
     "coopd.conf:2: this entry of \"indicators\" is at coopd.conf:1 already; keep one"},
    {"a = = 3;", "coopd.conf:1: syntax error; a setting is name = value;"},
    {"log_level = \"info\";\n/* no end", "coopd.conf:2: the comment that begins here has no end; write */ behind it"},
    {"\nstate_dir = \"abc;\n", "coopd.conf:2: the string that begins here has no end; write \" behind it"},
    {"\n@include \"none.conf\"\n", "coopd.conf:2: @include: cannot open ./none.conf: No such file or directory"},
    {"@include \"conf.d\"\n", "coopd.conf:1: @include: ./conf.d is no regular file"},
    {"@include \"/etc/passwd\"\n", "coopd.conf:1: @include \"/etc/passwd\" names no file beside this one; write its path relative to ."},
    {"log_level = \"info\"; @include \"inc\"\n",
     "coopd.conf:1: this @include is not understood; write @include \"name\" on a line of its own"},
    {"@include \"coopd.conf\"\n", "./coopd.conf:1: files include each other more than 8 deep; take this @include out"},
    {"\n@include \"wrong.inc\"\n", "./wrong.inc:2: no setting \"sockte\"; \"socket\" is meant?"},
    {"\n@include \"syntax.inc\"\n", "./syntax.inc:2: syntax error"},
};

static void assert_refused(const char *path, int code, const char *message)
{
	struct conf *c = NULL;
	struct err err = {0};
	int rc = conf_load(&c, path, &err);
	if (rc != code || strncmp(err.text, message, strlen(message)) != 0)
		print_error("wanted: %s\ngot %d: %s\n", message, rc, err.text);
	assert_int_equal(rc, code);
	assert_null(c);
	assert_memory_equal(err.text, message, strlen(message));
	assert_null(strchr(err.text, '\n'));
}

static void test_bad(void **state)
{
	(void)state;
	write_text("wrong.inc", "log_level = \"info\";\nsockte = 1;\n");
	write_text("syntax.inc", "log_level = \"info\";\n= 1;\n");
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		write_text("coopd.conf", bad[i].content);
		bool missing = strstr(bad[i].message, "No such file") != NULL;
		assert_refused("coopd.conf", missing ? -ENOENT : ERR_CONFIG, bad[i].message);
	}
}

static void test_bad_files(void **state)
{
	(void)state;
	assert_refused("none.conf", -ENOENT, "cannot open none.conf: No such file or directory");
	assert_refused("conf.d", ERR_CONFIG, "conf.d is no regular file; name the configuration file");
	write_file("coopd.conf", "\nlog_level = \0\"info\";", 21);
	assert_refused("coopd.conf", ERR_CONFIG, "coopd.conf:2: a NUL byte; the file has to be plain text");
	write_text("coopd.conf", "");
	write_text("conf.d/a.conf", "log_level = 1;");
	assert_refused("coopd.conf", ERR_CONFIG, "conf.d/a.conf:1: \"log_level\" is a whole number");
	char path[128], message[256];
	snprintf(path, sizeof path, "%s/coopd.conf", folder);
	snprintf(message, sizeof message, "%s/conf.d/a.conf:1: \"log_level\"", folder);
	assert_refused(path, ERR_CONFIG, message);
}

static void test_folder(void **state)
{
	(void)state;
	write_text("coopd.conf", "log_level = \"info\"; socket: { mode = \"0600\"; max_clients = 5; };\npairs = [ \"AZ-RU\" ];\n"
	                         "parties = ( " PARTY("EAEU") " );");
	write_text("conf.d/20-b.conf", "log_level = \"error\";\nparties = ( " PARTY("W1") " );");
	write_text("conf.d/10-a.conf", "log_level = \"debug\"; socket: { max_clients = 7; };\npairs = ( \"AZ-TR\", \"AZ-GE\" );");
	write_text("conf.d/.hidden.conf", "log_level = 1;");
	write_text("conf.d/30-c.conf.bak", "log_level = 1;");
	struct conf *c = load("coopd.conf");
	assert_int_equal(c->log_level, LOG_LEVEL_ERROR);
	assert_int_equal(c->socket.mode, 0600);
	assert_int_equal(c->socket.max_clients, 7);
	assert_int_equal(c->n_pairs, 3);
	assert_string_equal(c->pairs[0], "AZ-RU");
	assert_string_equal(c->pairs[1], "AZ-TR");
	assert_string_equal(c->pairs[2], "AZ-GE");
	assert_null(c->pairs[3]);
	assert_int_equal(c->n_parties, 2);
	assert_string_equal(c->parties[1].code, "W1");
	assert_string_equal(c->parties[1].where, "conf.d/20-b.conf:2");
	conf_destroy(c);

	write_text("conf.d/30-c.conf", "\nparties = ( " PARTY("EAEU") " );");
	assert_refused("coopd.conf", ERR_CONFIG, "conf.d/30-c.conf:2: this entry of \"parties\" is at coopd.conf:3 already; keep one");
}

/* Relative to the file, not to the working directory. */
static void test_include(void **state)
{
	(void)state;
	assert_int_equal(mkdir("sub", 0700), 0);
	write_text("here.inc", "log_level = \"error\";\n");
	write_text("sub/here.inc", "log_level = \"debug\";\nsources = ( { id = \"a\"; rank = 3; } );\n");
	write_text("sub/coopd.conf", "@include \"here.inc\"\n");
	struct conf *c = load("sub/coopd.conf");
	assert_int_equal(c->log_level, LOG_LEVEL_DEBUG);
	assert_string_equal(c->sources[0].where, "sub/here.inc:2");
	assert_int_equal(c->sources[0].rank, 3);
	conf_destroy(c);
}

static void test_indicators(void **state)
{
	(void)state;
	write_text("coopd.conf",
	           "indicators = (\n\t{ " INDICATOR_HEAD " kind = \"flow\"; },\n"
	           "\t{ area = \"trade\"; id = \"gap\"; title = \"L\xc3\xbc"
	           "cke\"; unit = \"USD\"; kind = \"stock\"; note = \"n\";\n"
	           "\t  signed = true; plausible_min = -1e9; plausible_max = 3; decimals = -3; phrases = ( \"a b\", \"c\" ); }\n);");
	struct conf *c = load("coopd.conf");
	assert_int_equal(c->n_indicators, 2);
	const struct conf_indicator *x = &c->indicators[0], *gap = &c->indicators[1];
	assert_string_equal(x->id, "x");
	assert_string_equal(x->note, "");
	assert_string_equal(x->where, "coopd.conf:2");
	assert_false(x->is_signed);
	assert_null(x->phrases);
	assert_true(x->plausible_min < -1e308 && x->plausible_max > 1e308);
	assert_string_equal(gap->title, "L\xc3\xbc"
	                                "cke");
	assert_string_equal(gap->kind, "stock");
	assert_string_equal(gap->where, "coopd.conf:3");
	assert_true(gap->is_signed && gap->plausible_min == -1e9 && gap->plausible_max == 3);
	assert_int_equal(gap->decimals, -3);
	assert_string_equal(gap->phrases[1], "c");
	assert_null(gap->phrases[2]);
	conf_destroy(c);
}

static void test_restart(void **state)
{
	struct conf *a = load(NULL), *b = load(NULL);
	struct err err;
	struct buf names;
	(void)state;

	buf_init(&names, 1000);
	assert_int_equal(conf_check_restart(a, b, &names), 0);
	assert_int_equal(conf_override(b, "socket.path", "/tmp/x.sock", &err), 0);
	assert_int_equal(conf_override(b, "state_dir", "/tmp", &err), 0);
	assert_int_equal(conf_override(b, "socket.group", "adm", &err), 0);
	assert_int_equal(conf_check_restart(a, b, &names), 2);
	assert_int_equal(names.len, strlen("state_dir, socket.path"));
	assert_memory_equal(buf_bytes(&names), "state_dir, socket.path", names.len);
	buf_fini(&names);
	buf_init(&names, 3);
	assert_int_equal(conf_check_restart(a, b, &names), -ENOBUFS);
	buf_fini(&names);

	assert_int_equal(conf_override(b, "state_dir", "", &err), ERR_CONFIG);
	assert_int_equal(conf_override(b, "socket.max_clients", "3", &err), ERR_UNKNOWN);
	assert_int_equal(conf_override(b, "parties[].code", "X", &err), ERR_UNKNOWN);
	assert_string_equal(b->state_dir, "/tmp");
	conf_destroy(a);
	conf_destroy(b);
}

/* No input may do worse than be refused: the shipped file with bytes changed, taken out and put in. The sanitizers look on. */
static void test_damaged(void **state)
{
	static const char pool[] = "{}()[]=;:,\"\\/*#@L0129.e-+ \n\tax\xc3";
	char text[4096];
	unsigned seed = 20240809;
	(void)state;

	print_message("seed %u\n", seed);
	srand(seed);
	const char *base =
	    "state_dir = \"/x\"; /* c */\nsocket: { mode = \"0600\"; max_clients = 5; }; # c\nhedge: { eq = 1.5e0; }\n"
	    "pairs = [ \"AZ-RU\" ];\nparties = ( " PARTY("EAEU") ",\n" PARTY("W1") " );\n@include \"a.inc\"\n"
	                                                                           "indicators = ( { " INDICATOR_HEAD
	                                                                           " kind = \"flow\"; phrases = [\"a\"]; } );\n";
	write_text("a.inc", "log_level = \"info\";\n");
	for (int round = 0; round < 2000; round++) {
		size_t n = strlen(base);
		memcpy(text, base, n);
		for (int k = rand() % 4 + 1; k > 0; k--) {
			size_t at = (size_t)rand() % n, more = (size_t)rand() % 3;
			char c = pool[(size_t)rand() % (sizeof pool - 1)];
			if (more == 0)
				memmove(text + at, text + at + 1, --n - at);
			else if (more == 1)
				memmove(text + at + 1, text + at, n++ - at);
			if (more > 0)
				text[at] = c;
		}
		write_file("coopd.conf", text, n);
		struct conf *c = NULL;
		struct err err = {0};
		int rc = conf_load(&c, "coopd.conf", &err);
		assert_true(rc == 0 ? c && err.code == 0 : !c && err.code == rc && err.text[0]);
		conf_destroy(c);
	}
}

/* conf/coopd.conf, from the checkout's top. */
static char *shipped_text(char *path, size_t cap)
{
	const char *top = getenv("COOPD_TOP");
	struct stat st;
	snprintf(path, cap, "%s/conf/coopd.conf", top ? top : home);
	FILE *f = fopen(path, "r");
	if (!f)
		print_error("%s is not there; run this test in the checkout's top or set COOPD_TOP\n", path);
	assert_non_null(f);
	assert_int_equal(fstat(fileno(f), &st), 0);
	char *text = malloc((size_t)st.st_size + 1);
	assert_non_null(text);
	assert_int_equal(fread(text, 1, (size_t)st.st_size, f), st.st_size);
	text[st.st_size] = '\0';
	fclose(f);
	return text;
}

/* Collects the settings of the shipped file as " socket.path parties[].code " by its lines, which are regular: one setting or one opening
 * or closing bracket a line; entries of lists are comments. */
static void collect_keys(char *text, char *keys, size_t cap)
{
	char group[80] = "", name[64], *save = NULL;
	size_t len = 0;

	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		bool comment = *line == '#', entry = strstr(group, "[]") != NULL;
		if (comment && !entry)
			continue;
		line += strspn(line, "#\t {");
		if (!comment && strchr("})", *line)) {
			group[0] = '\0';
			continue;
		}
		do {
			int n = 0;
			char sign = 0;
			if (sscanf(line, "%63[a-z_] %c%n", name, &sign, &n) < 2 || (sign != '=' && sign != ':'))
				break;
			len += (size_t)snprintf(keys + len, cap - len, " %s%s ", group, name);
			assert_true(len < cap);
			if (!entry && (line[n + 1] == '{' || line[n + 1] == '('))
				snprintf(group, sizeof group, "%s%s", name, line[n + 1] == '(' ? "[]." : ".");
			line += n;
			line += strcspn(line, ";") + 1; /* one-line entries: the next of { a = 1; b = 2; } */
			line += strspn(line, " ");
		} while (entry && *line && !strchr("}#", *line));
	}
}

static void test_shipped(void **state)
{
	char path[4096], a[256], b[256], keys[4096] = "", wanted[128];
	char *text = shipped_text(path, sizeof path);
	(void)state;

	/* A copy, so that a conf.d of the checkout has no say. */
	write_text("coopd.conf", text);
	struct conf *none = load(NULL), *file = load("coopd.conf");
	collect_keys(text, keys, sizeof keys);
	for (size_t i = 0; i < n_schema; i++) {
		snprintf(wanted, sizeof wanted, " %s ", schema[i].path);
		if (!strstr(keys, wanted))
			print_error("conf/coopd.conf lacks%s\n", wanted);
		assert_non_null(strstr(keys, wanted));
		if (!schema_in_struct(&schema[i], ""))
			continue;
		format(&schema[i], none, a, sizeof a);
		format(&schema[i], file, b, sizeof b);
		assert_string_equal(b, a);
	}
	assert_int_equal(file->n_parties + file->n_pairs + file->n_sources + file->n_indicators, 0);
	conf_destroy(none);
	conf_destroy(file);
	free(text);
}

/* The commented examples of the lists are valid once the comment signs are gone. */
static void test_shipped_examples(void **state)
{
	char path[4096];
	char *text = shipped_text(path, sizeof path), *lists = strstr(text, "parties = (");
	(void)state;

	assert_non_null(lists);
	for (char *p = lists; (p = strstr(p, "\n#\t")); p++)
		p[1] = ' ';
	write_text("coopd.conf", lists);
	struct conf *c = load("coopd.conf");
	assert_int_equal(c->n_parties, 2);
	assert_int_equal(c->n_pairs, 2);
	assert_int_equal(c->n_sources, 1);
	assert_int_equal(c->n_indicators, 1);
	conf_destroy(c);
	free(text);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, enter_folder, leave_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_defaults),  TEST(test_log_levels), TEST(test_settings), TEST(test_bad),
	    TEST(test_bad_files), TEST(test_folder),     TEST(test_include),  TEST(test_indicators),
	    TEST(test_restart),   TEST(test_damaged),    TEST(test_shipped),  TEST(test_shipped_examples),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
