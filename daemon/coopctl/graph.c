/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * graph: a picture that coopd draws, into a file: whole, or not at all.
 */
#include "coopctl/command.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/base64.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define IMAGE_MAX (256u << 20)

/* The reply's text as a row, behind the file's name. */
static const struct column columns[] = {
    {"file", 1, COLUMN_TEXT, 0},
    {"title", COLUMN_OPTION, COLUMN_TEXT, 0},
    {"panels", COLUMN_OPTION, COLUMN_NUMBER, 0},
    {"figures", COLUMN_OPTION, COLUMN_NUMBER, 0},
    {"left_out", COLUMN_OPTION, COLUMN_NUMBER, 0},
    {"older", COLUMN_OPTION, COLUMN_NUMBER, 0},
    {"bytes", COLUMN_OPTION, COLUMN_NUMBER, 0},
    {0},
};
enum { FILE_NAME, TITLE, PANELS, FIGURES, LEFT_OUT, OLDER, BYTES };

/* Where the picture goes. */
struct target {
	char *path; /* owned; "-" is standard output */
	const char *format;
};

static const char *format_of(const char *path)
{
	const char *dot = strrchr(path, '.');

	if (dot && strcasecmp(dot, ".png") == 0)
		return "png";
	return dot && strcasecmp(dot, ".svg") == 0 ? "svg" : NULL;
}

static int default_path(struct target *t, const char *series, struct err *err)
{
	if (asprintf(&t->path, "%s.%s", series, t->format) < 0) {
		t->path = NULL;
		return err_sys(err, ENOMEM, "cannot name the file");
	}
	for (char *c = t->path; *c; c++)
		if (*c == '/')
			*c = '-';
	return 0;
}

static int find_target(struct target *t, const struct call *call, struct err *err)
{
	const char *file = command_flag(call, "-o"), *format = command_flag(call, "--format");
	const char *ending = file && strcmp(file, "-") != 0 ? format_of(file) : NULL;

	if (format && strcmp(format, "png") != 0 && strcmp(format, "svg") != 0)
		return err_set(err, ERR_USAGE, "--format is png or svg, not %.100s", format);
	t->format = ending ? ending : format ? format : "png";
	if (!file)
		return default_path(t, call->args[0], err);
	if (strcmp(file, "-") == 0 && isatty(STDOUT_FILENO))
		return err_set(err, ERR_USAGE, "a picture is nothing for a terminal: name a file, or a program behind |");
	if (strcmp(file, "-") != 0 && !ending)
		return err_set(err, ERR_USAGE, "%.200s ends neither in .png nor in .svg", file);
	if (ending && format && strcmp(ending, format) != 0)
		return err_set(err, ERR_USAGE, "%.200s does not end in .%s", file, format);
	t->path = strdup(file);
	return t->path ? 0 : err_sys(err, ENOMEM, "cannot name the file");
}

static void set_flag(struct call *call, const char *flag, const char *value)
{
	for (size_t i = 0; call->command->flags[i].name; i++)
		if (strcmp(call->command->flags[i].name, flag) == 0)
			call->flag_value[i] = value;
}

/* `n` lines of base64. */
static int read_image(struct client *c, int64_t n, struct buf *image, struct err *err)
{
	struct base64_decode_ctx ctx;
	char *line;
	int rc = 0;

	base64_decode_init(&ctx);
	while (!rc && n-- > 0) {
		rc = client_line(c, &line, err);
		if (rc)
			return rc;
		size_t len = strlen(line), got = BASE64_DECODE_LENGTH(len);
		char *room = buf_room(image, got);
		if (!room)
			return err_set(err, ERR_LIMIT, "the picture is larger than %u bytes", IMAGE_MAX);
		if (!base64_decode_update(&ctx, &got, (uint8_t *)room, len, line))
			return err_set(err, CLIENT_BROKEN, "coopd at %s sent what is no base64", c->path);
		buf_commit(image, got);
	}
	if (!base64_decode_final(&ctx) || !image->len)
		return err_set(err, CLIENT_BROKEN, "coopd at %s sent half a picture", c->path);
	return 0;
}

static int write_all(int fd, const struct buf *image)
{
	const char *from = buf_bytes(image);

	for (size_t left = image->len; left;) {
		ssize_t n = write(fd, from, left);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		from += n;
		left -= (size_t)n;
	}
	return 0;
}

/* With the permissions that a new file has here. */
static int fill(int fd, const struct buf *image)
{
	mode_t mask = umask(0);

	umask(mask);
	int rc = fchmod(fd, 0666 & ~mask) ? -errno : write_all(fd, image);
	if (close(fd) && !rc)
		rc = -errno;
	return rc;
}

/* Beside the file first, so that nobody ever sees half of it; a failure leaves what was there. */
static int save(const char *path, const struct buf *image, struct err *err)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	struct stat st;
	char *beside;

	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return err_set(err, -EEXIST, "%s is there and is no file", path);
	if (asprintf(&beside, "%.*s.%s.XXXXXX", (int)(name - path), path, name) < 0)
		return err_sys(err, ENOMEM, "cannot write %s", path);
	int fd = mkostemp(beside, O_CLOEXEC);
	int rc = fd < 0 ? -errno : fill(fd, image);
	if (!rc && rename(beside, path))
		rc = -errno;
	if (rc && fd >= 0)
		unlink(beside);
	free(beside);
	/* That the folder is missing is no missing input. */
	return rc ? err_set(err, rc == -EACCES || rc == -EPERM ? rc : -EIO, "cannot write %s: %s", path, strerror(-rc)) : 0;
}

static void say(FILE *out, const char *asked, const char *const *cells)
{
	bool several = cells[PANELS] && strcmp(cells[PANELS], "1") != 0, one = cells[FIGURES] && strcmp(cells[FIGURES], "1") == 0;
	const char *slash = strchr(asked, '/');
	bool page = !slash || !strchr(slash + 1, '/');

	fprintf(out, "%s: %s (", cells[FILE_NAME], cells[TITLE] ? cells[TITLE] : "a picture");
	if (several)
		fprintf(out, "%s panels, ", cells[PANELS]);
	fprintf(out, "%s figure%s", cells[FIGURES] ? cells[FIGURES] : "no", one ? "" : "s");
	if (cells[LEFT_OUT])
		fprintf(out, page ? "; indicators with fewer figures, left out: %s" : "; series without figures, left out: %s",
		        cells[LEFT_OUT]);
	if (cells[OLDER])
		fprintf(out, "; older figures not drawn: %s", cells[OLDER]);
	fputs(")\n", out);
}

static int report(const struct call *call, const struct target *t, const struct words *w, struct err *err)
{
	const char *cells[COLUMNS_MAX];
	struct output o;

	output_cells(columns, w, cells);
	cells[FILE_NAME] = t->path;
	if (strcmp(t->path, "-") == 0 || call->form == FORM_TABLE) {
		say(strcmp(t->path, "-") == 0 ? stderr : stdout, call->args[0], cells);
		return 0;
	}
	int rc = output_begin(&o, call->form, columns, err);
	if (!rc)
		rc = output_row(&o, cells, err);
	if (!rc)
		rc = output_end(&o, err);
	output_fini(&o);
	return rc;
}

static int fetch(struct call *call, const struct target *t, struct buf *image, struct err *err)
{
	char *text, *kept = NULL;
	struct words w;
	int64_t n;

	int rc = command_send(call, err);
	if (!rc)
		rc = client_status(&call->client, &n, &text, err);
	if (rc)
		return rc;
	kept = strdup(text);
	if (!kept)
		return err_sys(err, ENOMEM, "cannot read the reply");
	if (words_split(kept, &w, NULL))
		rc = err_set(err, CLIENT_BROKEN, "coopd at %s sent a reply that is not understood", call->client.path);
	if (!rc)
		rc = read_image(&call->client, n, image, err);
	if (!rc && strcmp(t->path, "-") == 0)
		rc = write_all(STDOUT_FILENO, image) ? err_sys(err, errno, "cannot write the picture") : 0;
	else if (!rc)
		rc = save(t->path, image, err);
	if (!rc)
		rc = report(call, t, &w, err);
	free(kept);
	return rc;
}

int graph_run(struct call *call, struct err *err)
{
	struct target target = {0};
	struct buf image;

	buf_init(&image, IMAGE_MAX);
	int rc = find_target(&target, call, err);
	if (!rc) {
		set_flag(call, "--format", target.format);
		rc = fetch(call, &target, &image, err);
	}
	buf_fini(&image);
	free(target.path);
	return rc;
}
