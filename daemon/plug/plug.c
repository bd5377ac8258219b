/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A shared object runs code in this process as soon as dlopen(3) maps it, and a damaged one ends it: ld.so trusts the headers
 * of a file and touches pages behind its end (SIGBUS). So the file is judged by its owner and its outline first, and what
 * it exports by the size that its symbol table says, before one byte of it is read.
 */
#include "plug/plug.h"

#include "model/indicator.h"

#include <dirent.h>
#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the structures of ABI 1 were at least. Later fields come behind these, and are zero for a plugin that lacks them. */
#define PLUGIN_SIZE_FIRST (offsetof(struct coop_plugin, review) + sizeof(void (*)(void)))
#define INDICATOR_SIZE_FIRST (offsetof(struct coop_indicator, note) + sizeof(char *))
#define IDENTITY_SIZE_FIRST (offsetof(struct coop_identity, terms) + COOP_TERMS_MAX * sizeof(char *))
#define ROW_SIZE_MAX 65536
#define RECOMPILE "recompile it against this include/coop/plugin.h"

struct plug {
	void *handle;                      /* of dlopen; the tables live in it */
	char *path;                        /* owned */
	struct coop_plugin table;          /* as long as ours, whatever the plugin's */
	struct coop_indicator *indicators; /* owned; NULL where the plugin's own rows are as long as ours */
	struct coop_identity *identities;  /* the same */
};

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* Whoever may write the file, or put another in its place, may run code as us. */
static int check_owner(const char *what, const struct stat *st, struct err *err)
{
	if (st->st_uid != 0 && st->st_uid != geteuid())
		return err_set(err, -EPERM, "%s belongs to user %u: give it to root or to the user that coopd runs as (chown)", what,
		               (unsigned)st->st_uid);
	if (st->st_mode & (S_IWGRP | S_IWOTH))
		return err_set(err, -EPERM, "%s may be written by others than its owner (mode %04o): take that away (chmod go-w)", what,
		               (unsigned)st->st_mode & 07777);
	return 0;
}

static int check_folder(const char *path, struct err *err)
{
	struct stat st;
	size_t n = (size_t)(base_name(path) - path);
	char *folder = n ? strndup(path, n) : strdup(".");
	if (!folder)
		return err_set(err, -ENOMEM, "out of memory");
	int rc = stat(folder, &st) == 0 ? check_owner("its folder", &st, err) : err_sys(err, errno, "cannot look at its folder");
	free(folder);
	return rc;
}

static bool read_at(int fd, void *to, size_t n, uint64_t offset)
{
	return pread(fd, to, n, (off_t)offset) == (ssize_t)n;
}

static bool inside(uint64_t offset, uint64_t n, uint64_t size)
{
	return offset <= size && n <= size - offset;
}

/* A whole shared object of this machine's word size: its tables and all that ld.so will map are in the file. */
static int check_elf(int fd, uint64_t size, struct err *err)
{
	static const char cut[] = "the file is cut off or damaged: build or copy it again";
	ElfW(Ehdr) head;
	if (!inside(0, sizeof head, size) || !read_at(fd, &head, sizeof head, 0) || memcmp(head.e_ident, ELFMAG, SELFMAG) != 0) {
		char magic[SELFMAG] = "";
		if (read_at(fd, magic, sizeof magic, 0) && memcmp(magic, ELFMAG, SELFMAG) == 0)
			return err_set(err, ERR_DAMAGED, "%s", cut);
		return err_set(err, ERR_DATA, "not a shared object: compile the plugin (make) and put the .so here");
	}
	if (head.e_ident[EI_CLASS] != (sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32) || head.e_type != ET_DYN)
		return err_set(err, ERR_DATA, "not a shared object of this machine: compile it here with -shared -fPIC");
	if (head.e_phentsize != sizeof(ElfW(Phdr)) || head.e_phnum == 0 ||
	    !inside(head.e_phoff, (uint64_t)head.e_phnum * sizeof(ElfW(Phdr)), size) ||
	    !inside(head.e_shoff, (uint64_t)head.e_shnum * head.e_shentsize, size))
		return err_set(err, ERR_DAMAGED, "%s", cut);
	for (unsigned i = 0; i < head.e_phnum; i++) {
		ElfW(Phdr) segment;
		if (!read_at(fd, &segment, sizeof segment, head.e_phoff + (uint64_t)i * sizeof segment) ||
		    ((segment.p_type == PT_LOAD || segment.p_type == PT_DYNAMIC) && !inside(segment.p_offset, segment.p_filesz, size)))
			return err_set(err, ERR_DAMAGED, "%s", cut);
	}
	return 0;
}

static int check_file(const char *path, struct err *err)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0 && errno == ELOOP)
		return err_set(err, -EPERM, "a symbolic link is not followed: put the file itself here");
	if (fd < 0)
		return err_sys(err, errno, "cannot be read");
	int rc = fstat(fd, &st) == 0 ? 0 : err_sys(err, errno, "cannot be looked at");
	if (rc == 0 && !S_ISREG(st.st_mode))
		rc = err_set(err, ERR_DATA, "not a regular file: put a plugin's shared object here");
	if (rc == 0)
		rc = check_owner("the file", &st, err);
	if (rc == 0)
		rc = check_folder(path, err);
	if (rc == 0)
		rc = check_elf(fd, (uint64_t)st.st_size, err);
	close(fd);
	return rc;
}

static int load(struct plug *p, struct err *err)
{
	/* With no slash in it ld.so would search its own folders. */
	char *path = NULL;
	if (asprintf(&path, "%s%s", strchr(p->path, '/') ? "" : "./", p->path) < 0)
		return err_set(err, -ENOMEM, "out of memory");
	p->handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	free(path);
	if (p->handle)
		return 0;
	const char *why = dlerror();
	return err_set(err, ERR_DATA, "cannot be loaded: %s", why ? why : "ld.so does not say why");
}

/* The exported table, when it is data and as long as its first fields say. */
static int find_table(const struct plug *p, const struct coop_plugin **out, struct err *err)
{
	const struct coop_plugin *t = dlsym(p->handle, "coop_plugin");
	Dl_info info;
	void *extra = NULL;
	if (!t || !dladdr1(t, &info, &extra, RTLD_DL_SYMENT) || !extra || info.dli_saddr != (const void *)t)
		return err_set(err, ERR_DATA, "exports no coop_plugin: define `const struct coop_plugin coop_plugin`, and not as static");
	const ElfW(Sym) *symbol = extra;
	size_t size = symbol->st_size;
	if (ELF64_ST_TYPE(symbol->st_info) != STT_OBJECT || size < offsetof(struct coop_plugin, name))
		return err_set(err, ERR_DATA, "its coop_plugin is not a struct coop_plugin: " RECOMPILE);
	if (t->abi != COOP_PLUGIN_ABI)
		return err_set(err, ERR_DATA, "compiled for plugin ABI %u, this coopd knows %d: " RECOMPILE, t->abi, COOP_PLUGIN_ABI);
	if (t->size < PLUGIN_SIZE_FIRST || t->size > size)
		return err_set(err, ERR_DATA, "says that its coop_plugin has %u bytes, but it exports %zu and the least is %zu: " RECOMPILE,
		               t->size, size, (size_t)PLUGIN_SIZE_FIRST);
	*out = t;
	return 0;
}

static int check_row_size(const char *what, size_t size, size_t least, struct err *err)
{
	if (size >= least && size <= ROW_SIZE_MAX && size % sizeof(void *) == 0)
		return 0;
	return err_set(err, ERR_DATA, "says that %s has %zu bytes, the least is %zu: " RECOMPILE, what, size, least);
}

static int check_name(const struct plug *p, struct err *err)
{
	const char *file = base_name(p->path), *name = p->table.name;
	if (!indicator_is_area_id(name))
		return 0; /* plug_lint has the words for it */
	size_t n = strlen(name);
	if (strncmp(file, name, n) == 0 && strcmp(file + n, ".so") == 0)
		return 0;
	return err_set(err, ERR_DATA, "is the area %s: name the file %s.so, or correct .name", name, name);
}

/* Rows of another length than ours, copied into rows of ours: what is missing is zero, what is more is left behind. NULL where
 * they are as long as ours, or where plug_lint will refuse the table. */
static int widen(void **out, const void *rows, size_t n, size_t theirs, size_t ours, struct err *err)
{
	if (!rows || n == 0 || n > PLUG_ROWS_MAX || theirs == ours)
		return 0;
	char *copy = calloc(n, ours);
	if (!copy)
		return err_set(err, -ENOMEM, "out of memory");
	for (size_t i = 0; i < n; i++)
		memcpy(copy + i * ours, (const char *)rows + i * theirs, theirs < ours ? theirs : ours);
	*out = copy;
	return 0;
}

static int take_tables(struct plug *p, const struct coop_plugin *theirs, struct err *err)
{
	struct coop_plugin *t = &p->table;
	void *indicators = NULL, *identities = NULL;
	memcpy(t, theirs, theirs->size < sizeof *t ? theirs->size : sizeof *t);
	int rc = check_row_size("an indicator", t->indicator_size, INDICATOR_SIZE_FIRST, err);
	if (rc == 0)
		rc = check_row_size("an identity", t->identity_size, IDENTITY_SIZE_FIRST, err);
	if (rc == 0)
		rc = check_name(p, err);
	if (rc == 0)
		rc = widen(&indicators, t->indicators, t->n_indicators, t->indicator_size, sizeof *t->indicators, err);
	if (rc == 0)
		rc = widen(&identities, t->identities, t->n_identities, t->identity_size, sizeof *t->identities, err);
	p->indicators = indicators;
	p->identities = identities;
	if (indicators)
		t->indicators = indicators;
	if (identities)
		t->identities = identities;
	t->size = sizeof *t;
	t->indicator_size = sizeof *t->indicators;
	t->identity_size = sizeof *t->identities;
	return rc ? rc : plug_lint(t, err);
}

int plug_open(struct plug **out, const char *path, struct err *err)
{
	const struct coop_plugin *theirs = NULL;
	struct plug *p = calloc(1, sizeof *p);
	int rc = p && (p->path = strdup(path)) ? 0 : err_set(err, -ENOMEM, "out of memory");
	if (rc == 0)
		rc = check_file(path, err);
	if (rc == 0)
		rc = load(p, err);
	if (rc == 0)
		rc = find_table(p, &theirs, err);
	if (rc == 0)
		rc = take_tables(p, theirs, err);
	if (rc) {
		if (err)
			err_prefix(err, "%s", base_name(path));
		plug_close(p);
		return rc;
	}
	*out = p;
	return 0;
}

void plug_close(struct plug *p)
{
	if (!p)
		return;
	free(p->indicators);
	free(p->identities);
	if (p->handle)
		dlclose(p->handle);
	free(p->path);
	free(p);
}

const struct coop_plugin *plug_table(const struct plug *p)
{
	return &p->table;
}

const char *plug_path(const struct plug *p)
{
	return p->path;
}

static int is_plugin_name(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);
	return entry->d_name[0] != '.' && n > 3 && strcmp(entry->d_name + n - 3, ".so") == 0;
}

/* By bytes, so that the order does not hang on the locale. */
static int compare_entry(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int plug_list(const char *dir, char ***paths, size_t *n, struct err *err)
{
	struct dirent **entries = NULL;
	int found = scandir(dir, &entries, is_plugin_name, compare_entry), rc = 0;
	if (found < 0)
		return err_sys(err, errno, "plugin folder %s", dir);
	size_t count = (size_t)found, done = 0;
	char **list = calloc(count + 1, sizeof *list);
	if (!list)
		rc = err_set(err, -ENOMEM, "out of memory");
	for (; rc == 0 && done < count; done++)
		if (asprintf(&list[done], "%s/%s", dir, entries[done]->d_name) < 0) {
			rc = err_set(err, -ENOMEM, "out of memory");
			break;
		}
	for (size_t i = 0; i < count; i++)
		free(entries[i]);
	free(entries);
	if (rc) {
		plug_free_list(list, done);
		return rc;
	}
	*paths = list;
	*n = count;
	return 0;
}

void plug_free_list(char **paths, size_t n)
{
	for (size_t i = 0; paths && i < n; i++)
		free(paths[i]);
	free(paths);
}
