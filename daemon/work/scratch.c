/* SPDX-FileCopyrightText: coopd authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "work/scratch.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>

#define DESCRIPTORS_MAX 8

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	return at->level == 0 ? 0 : remove(path);
}

int scratch_clear(const char *path, struct err *err)
{
	struct stat st;

	if (mkdir(path, 0700) == 0)
		return 0;
	if (errno != EEXIST)
		return err_sys(err, errno, "cannot make the folder %s", path);
	if (lstat(path, &st))
		return err_sys(err, errno, "cannot look at the folder %s", path);
	if (!S_ISDIR(st.st_mode))
		return err_sys(err, ENOTDIR, "cannot use %s for files on the way", path);
	if (nftw(path, remove_entry, DESCRIPTORS_MAX, FTW_DEPTH | FTW_PHYS | FTW_MOUNT))
		return err_sys(err, errno, "cannot empty the folder %s", path);
	return 0;
}
