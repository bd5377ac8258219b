/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file is in work at a time, the first by name of those that are ready. Ready means: nobody has it open for writing. The kernel knows: a
 * read lease (fcntl(2), F_SETLEASE) is given only then. inotify's IN_CLOSE_WRITE and IN_MOVED_TO merely say when to look
 * again, so a lost event costs a delay until the next rescan and nothing else.
 */
#include "core/spool.h"

#include "base/log.h"
#include "base/words.h"
#include "core/core.h"
#include "core/import.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_TEXT_MAX 4096

/* A file that could be neither taken nor moved away; looked at again when it changes. */
struct stuck {
	struct stuck *next;
	ino_t inode;
	struct timespec changed;
};

struct spool {
	struct core *core;
	char *incoming, *done, *rejected; /* owned */
	int inotify_fd;
	uv_poll_t poll;
	uv_timer_t timer;
	int n_handles;
	bool busy, closing;
	char *name; /* owned: the file in work */
	struct stuck *stuck;
};

static int make_dir(const char *path, struct err *err)
{
	if (mkdir(path, 0750) && errno != EEXIST)
		return err_sys(err, errno, "cannot make the folder %s", path);
	return 0;
}

static char *join(const char *a, const char *b)
{
	char *text;
	return asprintf(&text, "%s/%s", a, b) < 0 ? NULL : text;
}

static bool ends_with(const char *name, const char *suffix)
{
	size_t n = strlen(name), k = strlen(suffix);
	return n >= k && strcmp(name + n - k, suffix) == 0;
}

static bool is_stuck(const struct spool *s, const struct stat *st)
{
	for (const struct stuck *k = s->stuck; k; k = k->next)
		if (k->inode == st->st_ino && k->changed.tv_sec == st->st_ctim.tv_sec && k->changed.tv_nsec == st->st_ctim.tv_nsec)
			return true;
	return false;
}

static void set_stuck(struct spool *s, const char *path)
{
	struct stat st;
	struct stuck *k = malloc(sizeof *k);
	if (!k || lstat(path, &st)) {
		free(k);
		return;
	}
	*k = (struct stuck){s->stuck, st.st_ino, st.st_ctim};
	s->stuck = k;
}

/* Whether somebody still has the file open for writing. */
static bool is_being_written(const char *path, const struct stat *st)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return false; /* unreadable: the import will say so */
	bool written = false;
	if (fcntl(fd, F_SETLEASE, F_RDLCK) == 0)
		fcntl(fd, F_SETLEASE, F_UNLCK);
	else if (errno == EAGAIN)
		written = true;
	else /* another user's file, or a file system without leases: quiet for two seconds must do */
		written = time(NULL) - st->st_mtime < 2;
	close(fd);
	return written;
}

/* NAME.map beside NAME.csv or NAME.csv.gz, malloc'd; NULL where there is none. It stays: the next file of that name is read by it too. */
static char *map_of(const struct spool *s, const char *name)
{
	size_t n = strlen(name);
	char *path = NULL;

	n -= ends_with(name, ".gz") ? 3 : 0;
	if (n <= 4 || memcmp(name + n - 4, ".csv", 4) != 0)
		return NULL;
	if (asprintf(&path, "%s/%.*s.map", s->incoming, (int)n - 4, name) < 0)
		return NULL;
	if (access(path, F_OK) == 0)
		return path;
	free(path);
	return NULL;
}

static bool is_ready(const struct spool *s, const char *name)
{
	struct stat st;
	if (name[0] == '.' || ends_with(name, ".tmp") || ends_with(name, ".part") || ends_with(name, ".map"))
		return false;
	char *path = join(s->incoming, name), *map = map_of(s, name);
	bool ready = path && lstat(path, &st) == 0 && !S_ISDIR(st.st_mode) && !is_stuck(s, &st) &&
	             !(S_ISREG(st.st_mode) && is_being_written(path, &st)) && !(map && lstat(map, &st) == 0 && is_being_written(map, &st));
	free(path);
	free(map);
	return ready;
}

static char *first_ready(const struct spool *s)
{
	struct dirent **list;
	char *found = NULL;
	int n = scandir(s->incoming, &list, NULL, alphasort);

	if (n < 0) {
		log_error("spool folder %s cannot be read: %s", s->incoming, strerror(errno));
		return NULL;
	}
	for (int i = 0; i < n; i++) {
		if (!found && is_ready(s, list[i]->d_name))
			found = strdup(list[i]->d_name);
		free(list[i]);
	}
	free(list);
	return found;
}

/* A place in `dir` for `name` that is not taken: name, name.1, name.2 … */
static char *free_place(const char *dir, const char *name)
{
	char *path;
	if (asprintf(&path, "%s/%s", dir, name) < 0)
		return NULL;
	for (unsigned i = 1; access(path, F_OK) == 0 && i < 100000; i++) {
		free(path);
		if (asprintf(&path, "%s/%s.%u", dir, name, i) < 0)
			return NULL;
	}
	return path;
}

/* The report's lines as people and editors read them: NAME:LINE: refused: why. */
static void write_lines(FILE *f, const struct import_report *r)
{
	char *text = strndup(r->lines.len ? buf_bytes(&r->lines) : "", r->lines.len), *rest = text;

	for (char *line = text ? strsep(&rest, "\n") : NULL; line; line = strsep(&rest, "\n")) {
		struct words w;
		if (words_split(line, &w, NULL) || w.n_opt < 2)
			continue;
		fputs(r->name, f);
		if (strcmp(w.opt[0].value, "0") != 0)
			fprintf(f, ":%s", w.opt[0].value);
		fprintf(f, ": %s: %s", w.opt[1].key, w.opt[1].value);
		if (words_option(&w, "rows"))
			fprintf(f, " (%s rows)", words_option(&w, "rows"));
		fputc('\n', f);
	}
	if (!text)
		fputs("out of memory: the refused rows could not be named\n", f);
	free(text);
}

static void write_reason(const char *moved, const struct import_report *r)
{
	char *path, counts[800];
	if (asprintf(&path, "%s.reason", moved) < 0)
		return;
	FILE *f = fopen(path, "we");
	if (!f) {
		log_error("cannot write %s: %s", path, strerror(errno));
		free(path);
		return;
	}
	if (r->failed.code)
		fprintf(f, "%s: %s\n", r->name, r->failed.text);
	import_counts(r, counts, sizeof counts);
	fprintf(f, "%s\n", counts);
	write_lines(f, r);
	if (fclose(f))
		log_error("cannot write %s: %s", path, strerror(errno));
	free(path);
}

/* Moves the file in work to where it belongs and writes why. */
static void put_away(struct spool *s, const struct import_report *r)
{
	bool refused = r->refused || r->failed.code;
	char *from = join(s->incoming, s->name);
	char *to = free_place(refused ? s->rejected : s->done, s->name);

	if (!from || !to || rename(from, to)) {
		log_error("spool file %s was dealt with and cannot be moved away: %s; it is left alone until it changes", s->name,
		          strerror(errno));
		if (from)
			set_stuck(s, from);
	} else {
		if (refused || r->n_lines)
			write_reason(to, r);
		if (refused)
			log_warning("spool: %s: taken %llu, known %llu, refused %llu%s%s; see %s.reason", s->name,
			            (unsigned long long)r->taken, (unsigned long long)r->known, (unsigned long long)r->refused,
			            r->failed.code ? ": " : "", r->failed.code ? r->failed.text : "", to);
		else
			log_notice("spool: %s: taken %llu, known %llu, notes %llu", s->name, (unsigned long long)r->taken,
			           (unsigned long long)r->known, (unsigned long long)r->notes);
	}
	free(from);
	free(to);
}

static void spool_free(struct spool *s)
{
	while (s->stuck) {
		struct stuck *next = s->stuck->next;
		free(s->stuck);
		s->stuck = next;
	}
	if (s->inotify_fd >= 0)
		close(s->inotify_fd);
	free(s->incoming);
	free(s->done);
	free(s->rejected);
	free(s->name);
	free(s);
}

static void next_file(struct spool *s);

static void on_import(void *arg, const struct import_report *report)
{
	struct spool *s = arg;

	s->busy = false;
	if (s->closing && !s->n_handles) {
		spool_free(s);
		return;
	}
	/* While stopping, the rows that were left are not refused: the file stays and is taken in at the next start. */
	if (!s->closing && report->failed.code != ERR_UNAVAILABLE)
		put_away(s, report);
	free(s->name);
	s->name = NULL;
	if (!s->closing && report->failed.code != ERR_UNAVAILABLE)
		next_file(s);
}

static void next_file(struct spool *s)
{
	while (!s->busy && !s->closing) {
		s->name = first_ready(s);
		if (!s->name)
			return;
		struct err err;
		char *path = join(s->incoming, s->name), *map = map_of(s, s->name);
		const struct import_order order = {.path = path, .name = s->name, .map = map};
		s->busy = true;
		int rc = path ? import_file(s->core, &order, on_import, s, &err) : err_sys(&err, ENOMEM, "import");
		free(path);
		free(map);
		if (rc) {
			struct import_report report = {.name = s->name, .failed = err};
			s->busy = false;
			put_away(s, &report);
			free(s->name);
			s->name = NULL;
		}
	}
}

static void on_event(uv_poll_t *poll, int status, int events)
{
	struct spool *s = poll->data;
	char events_bytes[4096] __attribute__((aligned(__alignof__(struct inotify_event))));

	(void)status;
	(void)events;
	while (read(s->inotify_fd, events_bytes, sizeof events_bytes) > 0)
		;
	next_file(s);
}

static void on_timer(uv_timer_t *timer)
{
	next_file(timer->data);
}

static int make_folders(struct spool *s, struct err *err)
{
	char base[PATH_TEXT_MAX];
	snprintf(base, sizeof base, "%s/spool", s->core->conf->state_dir);
	s->incoming = join(base, "incoming");
	s->done = join(base, "done");
	s->rejected = join(base, "rejected");
	if (!s->incoming || !s->done || !s->rejected)
		return err_sys(err, ENOMEM, "spool");
	int rc = make_dir(base, err);
	rc = rc ? rc : make_dir(s->incoming, err);
	rc = rc ? rc : make_dir(s->done, err);
	return rc ? rc : make_dir(s->rejected, err);
}

static void on_closed(uv_handle_t *handle)
{
	struct spool *s = handle->data;

	/* A file in work comes back to on_import. */
	if (--s->n_handles == 0 && !s->busy)
		spool_free(s);
}

int spool_create(struct spool **out, struct core *core, struct err *err)
{
	struct spool *s = *out = calloc(1, sizeof *s);
	if (!s)
		return err_sys(err, ENOMEM, "spool");
	s->core = core;
	s->inotify_fd = -1;
	uv_timer_init(core->loop, &s->timer);
	s->timer.data = s;
	s->n_handles = 1;
	int rc = make_folders(s, err);
	if (rc)
		return rc;

	s->inotify_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (s->inotify_fd >= 0 && inotify_add_watch(s->inotify_fd, s->incoming, IN_CLOSE_WRITE | IN_MOVED_TO | IN_ATTRIB) >= 0) {
		uv_poll_init(core->loop, &s->poll, s->inotify_fd);
		s->poll.data = s;
		s->n_handles++;
		uv_poll_start(&s->poll, UV_READABLE, on_event);
	} else {
		log_warning("spool: inotify is not to be had (%s); the folder is looked at every %u s", strerror(errno),
		            core->conf->import.spool_rescan_s);
	}
	spool_apply_conf(s);
	return 0;
}

void spool_apply_conf(struct spool *s)
{
	uv_timer_start(&s->timer, on_timer, 0, s->core->conf->import.spool_rescan_s * 1000ull);
}

void spool_destroy(struct spool *s)
{
	if (!s || s->closing)
		return;
	s->closing = true;
	if (s->n_handles == 2)
		uv_close((uv_handle_t *)&s->poll, on_closed);
	uv_close((uv_handle_t *)&s->timer, on_closed);
}
